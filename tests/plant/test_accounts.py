"""What a step of a recipe yields and clears, and its balance: two tanks and a filter."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.language.command import AnswerPrompt, ChangeBottle, TakeSample
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.session.rules import results

MINUTE = 60_000
TEXT = """
scenario: 1
name: {en: Through a filter}
brief: A pool goes through a depth filter.
duration: 4 h
seed: 3
units:
  TK-1:
    kind: process vessel
    name: Pool
    parameters: {working volume: 200 L}
    initial:
      volume: 100 L
      titre: 10 g/L
      aggregate concentration: 0.2 g/L
      host cell protein concentration: 10 mg/L
      DNA concentration: 1 mg/L
      lysed density: 0.01e6 cells/mL
      retrovirus concentration: 1000 1e6 IU/L
  TK-2: {kind: process vessel, name: Filtered, parameters: {working volume: 200 L}}
  DF-1: {kind: depth filter, name: Filter, parameters: {filter area: 2 m2, hold-up: 5 L}}
lines:
  L-1:
    name: Filtration
    from: TK-1
    through: DF-1
    to: TK-2
    parameters: {capacity: 300 L/h, heel: 1 L}
  L-2: {name: Drain, from: TK-2, to: drain, parameters: {capacity: 300 L/h}}
actuators:
  P-1: {name: Pump, moves: L-1.flow demand, parameters: {capacity: 300 L/h}}
  P-2: {name: Drain pump, moves: L-2.flow demand, parameters: {capacity: 300 L/h}}
instruments:
  FT-1: {name: Flow, reads: L-1.flow, range: 0 L/h .. 300 L/h, parameters: {lag: 2 s, noise: 0 L/h}}
laboratory:
  instruments: {HPLC: 1}
  sample: 500 mL
  panel:
    titre: {reads: titre, relative: 0 %, takes: 5 min, instrument: HPLC}
recipe:
  procedure:
    filtering:
      name: {en: Filtration, nl: Filtratie, fr: Filtration}
      unit: DF-1
      takes: [TK-1, TK-2]
      yields: {from: TK-1, to: TK-2}
      operations:
        filter:
          name: Filter
          phases:
            begin: {name: Ask, steps: [{prompt: Ready?}]}
            filter: {name: Filter, steps: [{do: P-1.OP = 80 %}, {wait: 1 h}, {do: P-1.OP = 0 %}]}
    draining:
      name: Draining
      unit: TK-2
      after: filtering
      operations:
        drain:
          name: Drain
          phases:
            drain: {name: Drain, steps: [{do: P-2.OP = 80 %}, {wait: 10 min}, {do: P-2.OP = 0 %}]}
"""


def built(text: str = TEXT) -> Plant:
    """Return the plant of a text, interpreted."""
    return Plant(
        build_scenario(Documents("small.yaml", {"small.yaml": text})).design, 3, "interpreted"
    )


def answer(plant: Plant) -> None:
    """Let the recipe go on from its prompt."""
    plant.accept(AnswerPrompt("begin", "yes"))


@pytest.fixture(scope="module")
def filtered() -> tuple[Plant, dict[str, Any]]:
    """The plant after its recipe, and its results as JSON; a sample was drawn on the way."""
    plant = built()
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(20 * MINUTE)
    plant.accept(TakeSample("TK-2"))
    plant.advance(100 * MINUTE)
    return plant, results(plant)


def test_a_step_tells_what_it_yielded_and_cleared(filtered: tuple[Plant, dict[str, Any]]) -> None:
    """Heel, hold-up and sample are missing; what lysed cells let go counts as having come."""
    step = filtered[1]["steps"][0]
    assert (step["tag"], step["name"], len(filtered[1]["steps"])) == ("filtering", "Filtration", 1)
    assert step["ended_s"] - step["began_s"] == pytest.approx(3660.0, abs=61.0)
    assert step["yield_percent"] == pytest.approx(
        100.0 * (100.0 - 1.0 - 5.0 - 0.5) / 100.0, abs=0.2
    )
    cleared = {one["name"]: one for one in step["amounts"]}
    assert cleared["host cell protein"]["came"] == pytest.approx(1000.0 + 150.0)
    assert cleared["retrovirus"]["log_reduction"] == pytest.approx(0.5, abs=0.05)
    assert cleared["DNA"]["log_reduction"] == pytest.approx(0.72, abs=0.05)
    assert cleared["product"]["log_reduction"] is None
    assert step["aggregate_percent"] == pytest.approx(100.0 * 0.2 / 10.2)


def test_what_stood_in_the_sink_is_no_yield_of_the_step() -> None:
    """With 20 L of another pool in the tank the step yields what it brought, no more."""
    there = "initial: {volume: 20 L, titre: 10 g/L}, parameters: {working volume: 200 L}"
    full = TEXT.replace("parameters: {working volume: 200 L}}\n  DF", there + "}\n  DF")
    plant = built(full)
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(30 * MINUTE)
    state = plant.snapshot()
    plant = built(full)
    plant.restore(state)
    plant.advance(100 * MINUTE)
    (step,) = results(plant)["steps"]
    assert step["yield_percent"] == pytest.approx(100.0 - 1.0 - 5.0, abs=0.2)
    went = {one["name"]: one["went"] for one in step["amounts"]}
    assert went["product"] == pytest.approx(10.0 * 94.0, abs=2.0)
    assert went["volume"] == pytest.approx(94.0, abs=0.2)
    for wrong in ({"no step": {}}, {"filtering": {"gold": 1.0}}, {"filtering": {"product": 1}}):
        forged = plant.snapshot()
        forged["record"]["floor"]["accounts"]["held"] = wrong
        with pytest.raises(Refusal):
            built(full).restore(forged)


def test_what_is_worked_in_its_own_tank_keeps_its_yield() -> None:
    """A step from a tank into the same one yields what is left there."""
    plant = built(
        TEXT.replace("to: TK-2}\n      operations", "to: [TK-2, TK-1]}\n      operations")
    )
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(100 * MINUTE)
    (step,) = results(plant)["steps"]
    assert step["yield_percent"] == pytest.approx(100.0 - 5.0, abs=0.2)


def test_the_balance_closes_with_what_people_took(filtered: tuple[Plant, dict[str, Any]]) -> None:
    """What went down the drain and what was sampled count; nothing else is missing."""
    told = {one["name"]: one for one in filtered[1]["balance"]}
    assert set(told) == {"volume", "cells", "product", "host cell protein", "DNA"}
    for one in told.values():
        assert abs(one["off"]) < 1e-12
    assert told["volume"]["brought"] == pytest.approx(-0.5)
    assert told["volume"]["out"] == pytest.approx(40.0, abs=1.0)
    assert told["product"]["before"] == pytest.approx(1020.0)


MAKERS = (
    (
        "units:\n",
        """units:
  TK-901: {kind: water loop, name: Ring, initial: {volume: 1500 L, temperature: 80 degC}}
  SG-901: {kind: steam generator, name: Boiler, initial: {volume: 140 L, temperature: 132 degC}}
  AC-901: {kind: air compressor, name: Air}
""",
    ),
    (
        "lines:\n",
        """lines:
  L-905: {name: Feed, from: TK-901, to: SG-901, parameters: {capacity: 300 L/h, sink full: 150 L}}
""",
    ),
    (
        "actuators:\n",
        """utilities:
  wfi:
    name: Water
    unit: L/h
    made by: TK-901
    neighbours: [{name: Kitchen, use: 400 L/h, first: 0 s, every: 5 h, duration: 4 h}]
  steam:
    name: Steam
    unit: kg/h
    made by: SG-901
    neighbours: [{name: Laundry, use: 60 kg/h, first: 0 s, every: 5 h, duration: 4 h}]
actuators:
  P-901: {name: Pump, moves: TK-901.pump speed, parameters: {capacity: 100 %}, initial: 100 %}
  FV-901: {name: Still, moves: TK-901.make-up flow, parameters: {capacity: 300 L/h}, initial: 90 %}
  FV-905:
    name: Feed
    moves: L-905.flow demand
    supply: wfi
    parameters: {capacity: 300 L/h}
    initial: 20 %
  EH-902: {name: Heat, moves: SG-901.heating power, parameters: {capacity: 100 kW}, initial: 50 %}
  AC-902: {name: Load, moves: AC-901.compressor load, parameters: {capacity: 100 %}, initial: 60 %}
""",
    ),
)


def test_what_utilities_are_made_of_is_no_loss_of_the_process() -> None:
    """Water of a still, steam, and water of the hall's air: the balance of volume closes still."""
    text = TEXT
    for old, new in MAKERS:
        assert text.count(old) == 1
        text = text.replace(old, new)
    plant = built(text)
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(15 * MINUTE)
    state = plant.snapshot()
    plant = built(text)
    plant.restore(state)
    plant.advance(30 * MINUTE)
    made = plant.truth("TK-901.made")
    assert made > 100.0
    assert plant.truth("TK-901.taken") > 150.0
    assert plant.truth("SG-901.sent steam") + plant.truth("SG-901.carried water") > 25.0
    assert plant.truth("AC-901.water in") > 0.01
    volume = next(one for one in results(plant)["balance"] if one["name"] == "volume")
    assert abs(volume["off"]) < 1e-9
    assert 0.8 * made < volume["brought"] <= made + 1.0
    assert volume["out"] > 175.0


def test_a_new_bottle_is_brought_and_the_old_one_taken() -> None:
    """A bottle that is changed after the beginning of the balance counts as brought."""
    plant = built()
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(14 * MINUTE)
    plant.accept(ChangeBottle("TK-1"))
    plant.advance(70 * MINUTE)
    told = {one["name"]: one for one in results(plant)["balance"]}
    assert told["product"]["brought"] > 100.0
    assert abs(told["product"]["off"]) < 1e-12


def test_accounts_go_on_from_a_checkpoint(filtered: tuple[Plant, dict[str, Any]]) -> None:
    """Within a step a checkpoint holds all that its table needs; a wrong one is refused."""
    plant = built()
    plant.advance(MINUTE)
    answer(plant)
    plant.advance(20 * MINUTE)
    plant.accept(TakeSample("TK-2"))
    state = plant.snapshot()
    other = built()
    other.restore(state)
    other.advance(100 * MINUTE)
    assert results(other)["steps"] == filtered[1]["steps"]
    assert other.digest() == filtered[0].digest()
    floor = state["record"]["floor"]
    for wrong in (
        None,
        {},
        {**floor["accounts"], "over": ["nothing"]},
        {**floor["accounts"], "steps": {"filtering": [0, {"gold": 1.0}, None, None]}},
    ):
        record = {**state["record"], "floor": {**floor, "accounts": wrong}}
        with pytest.raises(Refusal):
            built().restore({**state, "record": record})


def test_a_recipe_without_yields_keeps_no_accounts() -> None:
    """Without `yields` neither results nor checkpoints hold a word of it."""
    plant = built(TEXT.replace("      yields: {from: TK-1, to: TK-2}\n", ""))
    plant.advance(MINUTE)
    assert "steps" not in results(plant)
    assert "floor" not in plant.snapshot()["record"]


def test_yields_name_units_of_the_plant() -> None:
    """A unit that is not there is a problem with its place."""
    with pytest.raises(Refusal, match="TK-9"):
        built(TEXT.replace("yields: {from: TK-1,", "yields: {from: TK-9,"))
