"""The balance of a plant with a culture, whatever people do; and that it sees what is missing.

A culture in a vessel of each kind is fed, gassed until it foams, harvested through a filter,
sampled and drained at random. Then each ledger in turn forgets its entries, and something is
stolen: in both cases just that sum no longer closes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from findings import Finding

from simulator.equipment.bioreactor import reactor, states
from simulator.equipment.inventory import GLUCOSE, PRODUCT
from simulator.equipment.seed_train import flask
from simulator.language.command import ChangeBottle, SetOutput, TakeSample
from simulator.language.problem import Refusal
from simulator.plant import balance
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

MINUTE = 60_000
BAGS: dict[str, dict[str, str]] = {
    "bioreactor": {},
    "fermenter": {},
    "transfection reactor": {"mix making": "", "mix flow": "", "mix drain": ""},
    "lymphocyte reactor": {"bead flow": "bead bag", "vector flow": "vector bag"},
    "microcarrier reactor": {"bead flow": "bead bag", "enzyme flow": "enzyme bag"},
}
"""Kinds of vessel with a culture, and what leads out of the bags that hang at it."""
TEXT = """
scenario: 1
name: {en: From vial to waste}
brief: A culture goes through a filter.
duration: 6 d
seed: 3
units:
  VL-1:
    kind: vial
    name: Vial
    initial: {volume: 1.2 mL, viable density: 20e6 cells/mL, solutes concentration: 1400 mM}
  SF-1:
    kind: shake flask
    name: Flask
    initial:
      volume: 39 mL
      glucose concentration: 30 mM
      glutamine concentration: 6 mM
      pH: 7.15
      agitation: 120 rpm
  BR-1:
    kind: KIND
    name: Culture
    parameters: {vessel volume: 6 L, working volume: 5 L}
    initial:
      volume: 3 L
      viable density: 4e6 cells/mL
      glucose concentration: 30 mM
      glutamine concentration: 4 mM
      titre: 0.1 g/L
      agitation: 150 rpm
      foaming: 20
  FB-1:
    kind: vessel
    name: Feed
    parameters: {working volume: 5 L}
    initial: {volume: 4 L, glucose concentration: 300 mM}
  FB-2:
    kind: vessel
    name: Spare bottle
    parameters: {working volume: 5 L}
    initial: {volume: 4 L, glucose concentration: 300 mM}
  TK-1: {kind: process vessel, name: Harvest, parameters: {working volume: 6 L}}
  TK-2: {kind: process vessel, name: Filtered, parameters: {working volume: 6 L}}
  DF-1:
    kind: depth filter
    name: Filter
    parameters: {filter area: 0.05 m2, hold-up: 50 mL}
lines:
  L-1: {name: Thaw, from: VL-1, to: SF-1, parameters: {capacity: 0.05 L/h}}
  L-2: {name: Inoculum, from: SF-1, to: BR-1, parameters: {capacity: 0.05 L/h, sink full: 5 L}}
  L-3: {name: Feed, from: FB-1, to: BR-1, parameters: {capacity: 0.1 L/h, sink full: 5 L}}
  L-4: {name: Harvest, from: BR-1, to: TK-1, parameters: {capacity: 0.1 L/h, sink full: 6 L}}
  L-5:
    name: Filtration
    from: TK-1
    through: DF-1
    to: TK-2
    parameters: {capacity: 3 L/h, sink full: 6 L}
  L-6: {name: Drain, from: TK-2, to: drain, parameters: {capacity: 3 L/h}}
actuators:
  P-1: {name: Thaw, moves: L-1.flow demand, parameters: {capacity: 0.05 L/h}}
  P-2: {name: Inoculum, moves: L-2.flow demand, parameters: {capacity: 0.05 L/h}}
  P-3: {name: Feed, moves: L-3.flow demand, parameters: {capacity: 0.1 L/h}}
  P-4: {name: Harvest, moves: L-4.flow demand, parameters: {capacity: 0.1 L/h}}
  P-5: {name: Filter, moves: L-5.flow demand, parameters: {capacity: 3 L/h}}
  P-6: {name: Drain, moves: L-6.flow demand, parameters: {capacity: 3 L/h}}
  FV-1: {name: Air, moves: BR-1.air flow, parameters: {capacity: 3 L/min}}
  FV-2: {name: Oxygen, moves: BR-1.oxygen flow, parameters: {capacity: 1 L/min}}
  FV-3: {name: Carbon dioxide, moves: BR-1.carbon dioxide flow, parameters: {capacity: 0.5 L/min}}
  WB-1: {name: Bath, moves: VL-1.water bath, parameters: {capacity: 1}}
instruments:
  TT-1: {name: Temperature, reads: BR-1.temperature, range: 0 degC .. 50 degC}
laboratory:
  instruments: {HPLC: 1}
  sample: 5 mL
  panel:
    titre: {reads: titre, relative: 0 %, takes: 5 min, instrument: HPLC}
happens:
  - {fault: empty, of: FB-2, at: 1 min, name: Bottle broken}
recipe:
  procedure:
    filtering:
      name: Filtration
      unit: DF-1
      yields: {from: TK-1, to: TK-2}
      operations:
        filter:
          name: Filter
          phases:
            begin: {name: Ask, steps: [{prompt: Ready?}]}
"""
CELLS = {"cells", "host cell protein", "DNA"}
SUMS = {"volume", "product", "glucose", "glutamine", "oxygen", "carbon", *CELLS}


def built(kind: str, tier: Any) -> Plant:
    """Return the plant with a culture in a vessel of this kind, whose bags are full."""
    flows = full = ""
    for i, (flow, bag) in enumerate(BAGS[kind].items()):
        most = "5 mL/min" if bag else "0.1 L/min"
        flows += f"  B-{i}: {{name: Bag, moves: BR-1.{flow}, parameters: {{capacity: {most}}}}}\n"
        full += f"      {bag}: 200 mL\n" if bag else ""
    text = TEXT.replace("KIND", kind).replace("actuators:\n", "actuators:\n" + flows)
    text = text.replace("      foaming: 20\n", "      foaming: 20\n" + full)
    return Plant(build_scenario(Documents("b.yaml", {"b.yaml": text})).design, 3, tier)


def wild(plant: Plant, dice: random.Random) -> None:
    """Do something that a person may do, or be refused it."""
    tags = [one.tag for one in plant.design.actuators]
    what = dice.random()
    try:
        if what < 0.85:
            plant.accept(SetOutput(dice.choice(tags), dice.choice((0.0, 30.0, 100.0))))
        elif what < 0.95:
            plant.accept(TakeSample(dice.choice(("SF-1", "BR-1", "TK-1", "TK-2"))))
        else:
            plant.accept(ChangeBottle(dice.choice(("FB-1", "DF-1"))))
    except Refusal:
        pass


@pytest.mark.parametrize("kind", BAGS)
def test_whatever_people_do_everything_is_accounted_for(kind: str, finding: Finding) -> None:
    """Verification: each sum closes to 1e-9 after each of hundreds of wild hours."""
    worst: dict[str, float] = {}
    foamed = 0.0
    for seed in range(3):
        dice, plant = random.Random(seed), built(kind, "compiled")
        for _ in range(80):
            wild(plant, dice)
            plant.advance(plant.now + dice.choice((1, 10, 60)) * MINUTE)
            for one in plant.results().balance:
                worst[one.name] = max(worst.get(one.name, 0.0), abs(one.off))
        told = {one.name: one for one in plant.results().balance}
        assert not plant.faulted
        assert set(told) >= SUMS
        assert told["oxygen"].used > 0.0
        foamed += told["glucose"].vented
    assert foamed > 0.0
    finding(
        max(worst.values()),
        0.0,
        model="plant/balance",
        source="conservation of mass",
        against="all there was, came and was made, less what is there and has gone",
        quantity=f"{kind} and filter, run wild: the worst sum, as a share",
        within=1e-9,
        unit="",
    )


def missing(plant: Plant) -> set[str]:
    """Return the sums that do not close."""
    return {one.name for one in plant.results().balance if abs(one.off) > 1e-9}


def foaming(minutes: int) -> Plant:
    """Return the plant after minutes in which it was fed, gassed hard and harvested."""
    plant = built("bioreactor", "interpreted")
    for tag in ("P-3", "P-4", "FV-1", "FV-2"):
        plant.accept(SetOutput(tag, 100.0))
    plant.advance(minutes * MINUTE)
    return plant


LEDGERS: list[tuple[Any, str, int, set[str]]] = [
    (reactor, "react", states.MADE_CELLS, CELLS),
    (reactor, "react", states.MADE_CELLS + 5, {"product"}),
    (reactor, "exchange_oxygen", states.MADE_OXYGEN, {"oxygen"}),
    (reactor, "exchange_dioxide", states.MADE_CARBON, {"carbon"}),
    (reactor, "warm", states.VENTED_VOLUME, {"volume"}),
    (reactor, "froth", states.VENTED_CELLS, CELLS),
    (reactor, "froth", states.VENTED_GLUCOSE, {"glucose"}),
    (reactor, "vent", states.VENTED_OXYGEN, {"oxygen"}),
    (flask, "breathe", states.VENTED_CARBON, {"carbon"}),
]


@pytest.mark.parametrize(("room", "kernel", "slot", "broken"), LEDGERS)
def test_a_ledger_that_forgets_is_seen(
    monkeypatch: pytest.MonkeyPatch, room: Any, kernel: str, slot: int, broken: set[str]
) -> None:
    """Where a kernel does not enter what it does, just the sums of that entry do not close."""
    sound: Callable[..., Any] = getattr(room, kernel)

    def forgetful(y: Any, p: Any, yb: int, *others: Any) -> Any:
        before = y[yb + slot]
        told = sound(y, p, yb, *others)
        y[yb + slot] = before
        return told

    monkeypatch.setattr(room, kernel, forgetful)
    assert missing(foaming(2)) == broken


@pytest.mark.parametrize(("slot", "broken"), [(GLUCOSE, "glucose"), (PRODUCT, "product")])
def test_what_is_stolen_is_missing(monkeypatch: pytest.MonkeyPatch, slot: int, broken: str) -> None:
    """A millionth that leaves a vessel in no way that is counted is seen, and nothing else."""
    sound: Callable[..., None] = vars(reactor)["react"]

    def thief(y: Any, p: Any, yb: int, *others: Any) -> None:
        sound(y, p, yb, *others)
        y[yb + slot] *= 0.999999

    monkeypatch.setattr(reactor, "react", thief)
    assert missing(foaming(1)) == {broken}


def test_nothing_is_missing_where_all_is_entered() -> None:
    """The same minutes close in every sum when no ledger forgets; what broke is written off."""
    plant = foaming(2)
    assert missing(plant) == set()
    told = {one.name: one for one in plant.results().balance}
    parts = {one.tag: one for one in told["glucose"].parts}
    assert parts["FB-2"].brought == pytest.approx(-1200.0, rel=1e-9)
    assert parts["BR-1"].made < 0.0 < parts["BR-1"].vented
    assert sum(one.now for one in parts.values()) == pytest.approx(told["glucose"].now)


def test_a_plant_with_a_kind_that_keeps_no_ledger_tells_no_balance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a kind of unit cannot be accounted for, nothing is told rather than something wrong."""
    monkeypatch.setattr(balance, "INERT", balance.INERT - {"vial"})
    plant = built("bioreactor", "interpreted")
    plant.accept(TakeSample("BR-1"))
    plant.advance(MINUTE)
    assert plant.results().balance == ()
