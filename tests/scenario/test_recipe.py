"""Recipes: unit procedures, operations and phases become phases that run in their order."""

from __future__ import annotations

import pytest

from simulator.language.command import PhaseCommand
from simulator.language.event import PhaseChanged
from simulator.language.problem import Problem, Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import Scenario, build_scenario, problems_of
from simulator.scenario.documents import Documents

PLANT = """
scenario: 1
name: Recipe
brief: Three portions, one way straight on
duration: 4 h
units:
  TK-301: {kind: vessel, name: A, parameters: {working volume: 100 L}, initial: {volume: 80 L}}
  TK-302: {kind: vessel, name: B, parameters: {working volume: 100 L}}
  TK-303: {kind: vessel, name: C, parameters: {working volume: 100 L}}
lines:
  L-301: {name: l1, from: TK-301, to: TK-302}
  L-302: {name: l2, from: TK-302, to: TK-303}
  L-303: {name: l3, from: TK-301, to: TK-303}
instruments:
  WT-302: {name: W, reads: TK-302.weight, range: 0 kg .. 120 kg}
  WT-303: {name: W, reads: TK-303.weight, range: 0 kg .. 120 kg}
actuators:
  P-301: {name: p1, moves: L-301.flow demand, parameters: {capacity: 60 L/h}}
  P-302: {name: p2, moves: L-302.flow demand, parameters: {capacity: 60 L/h}}
  P-303: {name: p3, moves: L-303.flow demand, parameters: {capacity: 60 L/h}}
recipe:
  formula: {portion: 5 kg, full: 20 kg}
  procedure:
    fill:
      name: Fill
      unit: TK-302
      operations:
        portions:
          name: Portions
          times: 2
          phases:
            give:
              name: "Portion {time}"
              transfer: {by: P-301, at: 50 %, until: "WT-302.PV > {portion}"}
            pass:
              name: Pass on
              transfer: {by: P-302, at: 100 %, until: WT-302.PV < 1 kg}
    direct:
      name: Direct
      unit: TK-303
      operations:
        giving:
          name: Give
          phases:
            straight:
              name: Straight
              transfer: {by: P-303, at: 50 %, until: "WT-303.PV > {full}"}
    end:
      name: End
      unit: TK-301
      after: [fill, direct]
      operations:
        telling:
          name: Tell
          together: yes
          phases:
            told: {name: Told, steps: [say: Done]}
            noted: {name: Noted, steps: [do: note all is done]}
"""


def built(text: str = PLANT) -> Scenario:
    """Return a scenario built from its text alone."""
    return build_scenario(Documents("recipe.yaml", {"recipe.yaml": text}))


def refused(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a text."""
    return problems_of(Documents("recipe.yaml", {"recipe.yaml": text}))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The recipe, built once."""
    return built()


def changes(plant: Plant, hours: int) -> list[tuple[str, str]]:
    """Run a plant; return which phase came to which state, in order."""
    seen = []
    while plant.now < hours * 3_600_000:
        for event in plant.advance(hours * 3_600_000):
            if isinstance(event, PhaseChanged):
                seen.append((event.subject, event.new))
    return seen


def test_a_recipe_is_written_out(scenario: Scenario) -> None:
    """Repeated operations have their phases so often, with the values of the formula put in."""
    phases = {one.tag: one for one in scenario.design.procedure}
    assert list(phases) == [
        *("give-1", "pass-1", "give-2", "pass-2"),
        *("straight", "told", "noted"),
    ]
    assert phases["give-2"].after == ("pass-1",)
    assert phases["give-2"].name == {"en": "Portion 2"}
    assert phases["give-2"].takes == ("TK-301", "TK-302")
    assert (phases["give-2"].part_of, phases["give-2"].operation) == ("fill", "portions")
    assert phases["told"].after == phases["noted"].after == ("pass-2", "straight")
    assert len(phases["give-1"].on_hold) == len(phases["give-1"].on_restart) == 1
    assert [one.takes for one in scenario.design.recipe] == [("TK-302",), ("TK-303",), ("TK-301",)]


def test_a_loop_moves_for_a_transfer_and_rests_in_manual() -> None:
    """A transfer by a loop puts it in AUTO at its set-point and leaves it in MAN at nothing."""
    text = PLANT.replace("by: P-303, at: 50 %", "by: FIC-303, at: 30 L/h").replace(
        "recipe:\n",
        "loops:\n  FIC-303: {name: f3, measures: FT-303, mode: MAN, setpoint: 0 L/h, "
        "outputs: [{to: P-303}]}\nrecipe:\n",
    )
    flow = "instruments:\n  FT-303: {name: q3, reads: L-303.flow, range: 0 L/h .. 60 L/h}\n"
    plant = Plant(built(text.replace("instruments:\n", flow)).design, 1, "interpreted")
    hour = 3_600_000
    modes = {}
    while plant.now < 3 * hour:
        plant.advance(plant.now + hour // 60)
        state = next(one.state for one in plant.observe().phases if one.phase == "straight")
        modes[state] = plant.observe().tags["FIC-303"]
    assert (modes["Idle"].mode, modes["Idle"].op) == ("MAN", 0.0)
    assert (modes["Running"].mode, modes["Running"].sp) == ("AUTO", 30.0)
    assert (modes["Complete"].mode, modes["Complete"].op, modes["Complete"].sp) == ("MAN", 0.0, 0.0)


def test_unit_procedures_wait_for_their_units(scenario: Scenario) -> None:
    """What could run at once waits while another has its unit, and all end in their order."""
    plant = Plant(scenario.design, 1, "interpreted")
    ended = [phase for phase, state in changes(plant, 3) if state == "Complete"]
    assert ended[:4] == ["give-1", "pass-1", "give-2", "pass-2"]
    assert ended[4] == "straight"
    assert sorted(ended[5:]) == ["noted", "told"]


def test_a_taken_unit_is_told_and_refused(scenario: Scenario) -> None:
    """A phase whose turn it is says which unit it waits for; a person cannot start it either."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.advance(60_000)
    views = {one.phase: one for one in plant.observe().phases}
    assert views["straight"].waits_for == "TK-301 (fill)"
    assert views["straight"].state == "Idle"
    verdict = plant.review(PhaseCommand("straight", "START"))
    assert verdict.problem is not None
    assert verdict.problem.code == "unit-taken"
    plant.accept(PhaseCommand("give-1", "ABORT"), "operator")
    views = {one.phase: one for one in plant.observe().phases}
    assert (views["give-1"].state, views["straight"].state) == ("Aborted", "Running")


WRONG = {
    "no-pump": ("by: P-301,", "by: P-331,"),
    "unknown-value": ("> {portion}", "> {potion}"),
    "steps-and-transfer": (
        "transfer: {by: P-303",
        "steps: [say: x]\n              transfer: {by: P-303",
    ),
    "no-steps": ("steps: [say: Done]", "when: elapsed > 1 s"),
    "duplicate-key": ("noted: {", "straight: {"),
    "unknown-key": ("times: 2", "tims: 2"),
    "circle": ("after: [fill, direct]", "after: [fill, told]"),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_a_recipe_is_told_at_its_place(code: str) -> None:
    """A slip in a recipe is one of its problems, with the line where it was written."""
    old, new = WRONG[code]
    text = PLANT.replace(old, new, 1)
    found = [one for one in refused(text) if one.code == code]
    assert found, [one.code for one in refused(text)]
    assert found[0].place is not None
    assert found[0].place.line > PLANT[: PLANT.index("recipe:")].count("\n")


def test_plants_put_together_share_no_tag() -> None:
    """A plant file made of others has all their equipment; the same tag twice is refused."""
    one = "plant: 1\nname: {name}\nunits:\n  {tag}: {{kind: vessel, name: A}}\n"
    texts = {
        "plants/a.yaml": one.format(name="A", tag="TK-301"),
        "plants/b.yaml": one.format(name="B", tag="TK-302"),
        "plants/c.yaml": "plant: 1\nname: C\nof: [a, b]\nunits:\n  TK-301: {name: Changed}\n",
        "s.yaml": "scenario: 1\nname: S\nbrief: S\nduration: 1 h\nplant: c\n",
    }
    units = build_scenario(Documents("s.yaml", texts)).design.units
    assert [one.tag for one in units] == ["TK-301", "TK-302"]
    texts["plants/b.yaml"] = one.format(name="B", tag="TK-301")
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("s.yaml", texts))
    assert [one.code for one in refusal.value.problems] == ["duplicate-tag"]
    texts["plants/b.yaml"] = "plant: 1\nname: B\nof: [a]\n"
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("s.yaml", texts))
    assert refusal.value.problems[0].code == "plant-of-plants"
    del texts["plants/b.yaml"]
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("s.yaml", texts))
    assert refusal.value.problems[0].code == "unknown-plant"
