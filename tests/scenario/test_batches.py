"""Several batches of one recipe: each with phases and lots of its own, and units between them."""

from __future__ import annotations

import pytest

from simulator.language.command import PhaseCommand
from simulator.language.event import LabelChanged, PhaseChanged
from simulator.plant.plant import Plant
from simulator.scenario.build import Scenario, build_scenario, problems_of
from simulator.scenario.documents import Documents

MINUTE = 60_000
HOUR = 60 * MINUTE

TEXT = """
scenario: 1
name: Batches
brief: Two batches, one bottle, two equal tanks, one tank for all
duration: 8 h
units:
  TK-301: {kind: vessel, name: A, parameters: {working volume: 200 L}, initial: {volume: 150 L}}
  TK-311: {kind: vessel, name: B, parameters: {working volume: 100 L}}
  TK-312: {kind: vessel, name: C, parameters: {working volume: 100 L}}
  TK-321: {kind: vessel, name: D, parameters: {working volume: 200 L}}
lines:
  L-311: {name: l1, from: TK-301, to: TK-311}
  L-312: {name: l2, from: TK-301, to: TK-312}
  L-321: {name: l3, from: TK-311, to: TK-321}
  L-322: {name: l4, from: TK-312, to: TK-321}
instruments:
  WT-311: {name: W, reads: TK-311.weight, range: 0 kg .. 120 kg}
  WT-312: {name: W, reads: TK-312.weight, range: 0 kg .. 120 kg}
actuators:
  P-311: {name: p, moves: L-311.flow demand, parameters: {capacity: 60 L/h}}
  P-312: {name: p, moves: L-312.flow demand, parameters: {capacity: 60 L/h}}
  P-321: {name: p, moves: L-321.flow demand, parameters: {capacity: 60 L/h}}
  P-322: {name: p, moves: L-322.flow demand, parameters: {capacity: 60 L/h}}
lots:
  TK-301: {number: M-1, material: Buffer}
status:
  L-311: {label: CLEAN}
recipe:
  formula: {portion: 20 kg, rests: [5 min, 10 min]}
  batches:
    B-01: {}
    B-02: {at: 10 min, formula: {portion: 10 kg}}
  procedure:
    fill:
      name: "Fill {batch} in {unit}"
      one of: {TK-311: {n: "311", out: "321"}, TK-312: {n: "312", out: "322"}}
      operations:
        filling:
          name: Filling
          phases:
            give:
              name: "Give {batch}"
              transfer: {by: "P-{n}", at: 100 %, until: "WT-{n}.PV > {portion}"}
        resting:
          name: Resting
          times: 2
          phases:
            rest: {name: "Rest {time}", steps: [wait: "{rests}"]}
        passing:
          name: Passing on
          after: rest-2
          phases:
            pass: {name: Pass, transfer: {by: "P-{out}", at: 100 %, until: "WT-{n}.PV < 2 kg"}}
    pool:
      name: "Pool of {batch}"
      unit: TK-321
      after: fill
      operations:
        mixing: {name: Mix, phases: {mix: {name: Mix, steps: [say: "{batch} is there"]}}}
"""


def built(text: str = TEXT) -> Scenario:
    """Return a scenario built from its text alone."""
    return build_scenario(Documents("b.yaml", {"b.yaml": text}))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The two batches, built once."""
    return built()


def states(plant: Plant) -> dict[str, str]:
    """Return the state of every phase."""
    return {one.phase: one.state for one in plant.observe().phases}


def test_a_recipe_is_written_out_for_each_batch_and_each_unit(scenario: Scenario) -> None:
    """Phases have the number of their batch, and of the unit where there is a choice."""
    phases = {one.tag: one for one in scenario.design.procedure}
    assert len(phases) == 2 * (2 * 4 + 1)
    give = phases["give-B-02-TK-312"]
    assert (give.unit, give.batch, give.at_ms) == ("TK-312", "B-02", 10 * MINUTE)
    assert give.name == {"en": "Give B-02"}
    assert give.part_of == "fill-B-02-TK-312"
    assert phases["pass-B-01-TK-311"].after == ("rest-B-01-TK-311-2",)
    assert phases["rest-B-01-TK-311-2"].at_ms == 0
    assert phases["mix-B-01"].after == ()
    assert phases["mix-B-01"].either == ((("pass-B-01-TK-311",), ("pass-B-01-TK-312",)),)
    recipe = {one.tag: one for one in scenario.design.recipe}
    assert recipe["fill-B-01-TK-311"].instead == ("fill-B-01-TK-312",)
    assert recipe["pool-B-02"].name == {"en": "Pool of B-02"}


def test_a_batch_takes_the_first_unit_that_is_free(scenario: Scenario) -> None:
    """The second batch begins at its time, in the other tank; it waits for the bottle till then."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.advance(11 * MINUTE)
    views = {one.phase: one for one in plant.observe().phases}
    assert views["give-B-01-TK-311"].state == "Running"
    assert views["give-B-01-TK-312"].passed_over == "fill-B-01-TK-311"
    waits = views["give-B-02-TK-312"]
    assert (waits.state, waits.waits_for) == ("Idle", "TK-301 (fill-B-01-TK-311)")
    assert (waits.waiting, waits.batch) == (10 * MINUTE, "B-02")
    verdict = plant.review(PhaseCommand("give-B-01-TK-312", "START"))
    assert verdict.problem is not None
    assert verdict.problem.code == "passed-over"
    plant.advance(30 * MINUTE)
    assert states(plant)["give-B-02-TK-312"] == "Running"
    plant.advance(2 * HOUR)
    ended = [name for name, state in states(plant).items() if state == "Complete"]
    assert len(ended) == 2 * 5
    assert all(("TK-311" in name) == ("B-01" in name) for name in ended if "TK-" in name)


def test_a_batch_that_failed_is_done_elsewhere_by_hand(scenario: Scenario) -> None:
    """Aborted in one tank it does not begin in the other by itself; a person may start it there."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.advance(2 * MINUTE)
    plant.accept(PhaseCommand("give-B-01-TK-311", "ABORT"))
    plant.advance(5 * MINUTE)
    assert states(plant)["give-B-01-TK-312"] == "Idle"
    plant.accept(PhaseCommand("give-B-01-TK-312", "START"))
    plant.advance(2 * HOUR)
    assert states(plant)["mix-B-01"] == "Complete"
    assert states(plant)["pass-B-01-TK-311"] == "Idle"


def test_each_batch_makes_lots_of_its_own(scenario: Scenario) -> None:
    """A lot bears the number of its batch, and its genealogy leads back to the one bottle."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.advance(45 * MINUTE)
    lots = {lot.number: lot for lot in plant.observe().lots}
    assert list(lots) == ["M-1", "B-01/TK-311", "B-02/TK-312", "B-01/TK-321"]
    for number, litres in (("B-01/TK-311", 20.0), ("B-02/TK-312", 10.0)):
        (move,) = lots[number].inputs
        assert move.source == "M-1"
        assert move.litres == pytest.approx(litres, abs=0.6)
        assert move.by.startswith("give-" + number[:4])


def test_a_transfer_uses_its_line(scenario: Scenario) -> None:
    """A line with a label is the transfer's own while it runs, and IN USE from its start."""
    plant = Plant(scenario.design, 1, "interpreted")
    events = plant.advance(MINUTE)
    (label,) = [one for one in events if isinstance(one, LabelChanged)]
    assert (label.t, label.subject, label.new, label.by) == (0, "L-311", "IN USE", label.by)
    assert label.by == "give-B-01-TK-311"
    (view,) = plant.observe().status
    assert view.holder == "give-B-01-TK-311"


def test_batches_resume_from_any_moment(scenario: Scenario) -> None:
    """A plant that is put away while one batch waits for another goes on to the same digest."""
    whole, first = (Plant(scenario.design, 3, "interpreted") for _ in range(2))
    first.advance(15 * MINUTE)
    second = Plant(scenario.design, 3, "interpreted")
    second.restore(first.snapshot())
    seen = [one for one in second.advance(2 * HOUR) if isinstance(one, PhaseChanged)]
    whole.advance(2 * HOUR)
    assert seen
    assert second.digest() == whole.digest()


WRONG = {
    "unit-or-one-of": ("      one of: {TK-311", "      unit: TK-311\n      one of: {TK-311"),
    "unknown-value": ('"P-{n}"', '"P-{m}"'),
    "no-pump": ('out: "321"', 'out: "329"'),
    "unknown-tag": ("TK-312: {n:", "TK-399: {n:"),
    "bad-value": ("    B-02: {at", "    B 02: {at"),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_batches_is_told(code: str) -> None:
    """A slip is told with its line."""
    found = problems_of(Documents("b.yaml", {"b.yaml": TEXT.replace(*WRONG[code], 1)}))
    assert found
    assert all(one.place is not None for one in found)
    assert code == "bad-value" or code in [one.code for one in found], found
