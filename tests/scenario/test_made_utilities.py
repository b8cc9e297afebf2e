"""A utility that a unit of the plant makes: who asks, what each gets, and what is refused."""

from __future__ import annotations

import math

import pytest

from simulator.language.command import SetOutput
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.scenario.library import read

TEXT = """
scenario: 1
name: Steam for two
brief: Two tanks and a neighbour on one boiler.
duration: 1 h
units:
  SG-901: {kind: steam generator, name: Boiler, initial: {volume: 90 L, temperature: 133 degC}}
  TK-921: {kind: kill tank, name: First, initial: {volume: 200 L}}
  TK-922: {kind: kill tank, name: Second, initial: {volume: 200 L}}
utilities:
  steam:
    name: Steam
    unit: kg/h
    made by: SG-901
    neighbours:
      - {name: Laundry, use: 20 kg/h, first: 10 min, every: 2 h, duration: 5 min}
instruments:
  PT-901: {name: Pressure, reads: SG-901.pressure, range: 0 bar .. 4 bar}
actuators:
  FV-921: {name: Steam 1, moves: TK-921.steam flow, supply: steam,
    parameters: {capacity: 100 kg/h}}
  FV-922: {name: Steam 2, moves: TK-922.steam flow, supply: steam,
    parameters: {capacity: 60 kg/h}}
"""


def documents(*changes: tuple[str, str]) -> Documents:
    """The text with some words replaced by others."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Documents("x.yaml", {"x.yaml": text.lstrip()})


def plant() -> Plant:
    """The plant at its beginning, interpreted."""
    return Plant(build_scenario(documents()).design, 1, tier="interpreted")


def test_the_unit_hears_what_all_ask() -> None:
    """Two valves by their opening, and a neighbour while it is there, in the unit's own measure."""
    made = plant()
    assert made.truth("SG-901.demand") == 0.0
    made.accept(SetOutput("FV-921", 100.0))
    made.accept(SetOutput("FV-922", 50.0))
    made.advance(5_000)
    assert made.truth("SG-901.demand") == pytest.approx(130.0)
    made.advance(605_000)
    assert made.truth("SG-901.demand") == pytest.approx(150.0)


def test_each_gets_its_share_and_pressure_falls() -> None:
    """Without heat the boiler gives from its own: pressure falls, and each valve gives less."""
    made = plant()
    made.accept(SetOutput("FV-921", 100.0))
    made.accept(SetOutput("FV-922", 100.0))
    made.advance(5_000)
    first = made.truth("SG-901.pressure")
    assert made.truth("TK-921.steam flow") == pytest.approx(100.0)
    made.advance(120_000)
    share = made.truth("steam.available")
    assert made.truth("SG-901.pressure") < first - 0.3
    assert 0.2 < share < 0.95
    assert made.truth("TK-921.steam flow") == pytest.approx(100.0 * share, rel=0.01)
    assert made.truth("TK-922.steam flow") == pytest.approx(60.0 * share, rel=0.01)


def test_what_is_sent_is_what_arrives() -> None:
    """Verification: the latent heat of the steam that left is what the tanks were given."""
    made = plant()
    made.accept(SetOutput("FV-921", 40.0))
    made.advance(120_000)
    sent = made.truth("SG-901.sent steam")
    fallen = 4.0 * 120.0 / 2200.0  # the header's own loss
    assert (sent - fallen) * 2200.0 == pytest.approx(made.truth("TK-921.heat given"), rel=0.03)


def test_a_vessel_is_sterilised_on_the_header() -> None:
    """A sterilised vessel draws from the boiler too, and both feel that the tank does."""
    vessel = (
        "  TK-801: {kind: sterilised vessel, name: Steamed, parameters: {working volume: 300 L}}\n"
        "  TK-921: {kind"
    )
    valve = (
        "  FV-801: {name: Steam, moves: TK-801.steam flow, supply: steam, "
        "parameters: {capacity: 80 kg/h}}\n  FV-921: {name"
    )
    changed = documents(("  TK-921: {kind", vessel), ("  FV-921: {name", valve))
    made = Plant(build_scenario(changed).design, 1, tier="interpreted")
    made.accept(SetOutput("FV-801", 100.0))
    made.advance(10_000)
    assert made.truth("SG-901.demand") == pytest.approx(80.0)
    alone = made.truth("TK-801.steam flow")
    made.accept(SetOutput("FV-921", 100.0))
    made.advance(150_000)
    assert made.truth("TK-801.shell temperature") > 25.0
    assert made.truth("TK-801.steam flow") < 0.9 * alone


def test_water_of_the_whole_plant_is_balanced() -> None:
    """Verification: ring, boiler, tanks and what was sent hold what was there and made, to 1e-9."""
    shift = Plant(build_scenario(read("utilities-shift")).design, 53, tier="interpreted")
    units = [spec.tag for spec in shift.design.units]

    def water() -> float:
        there = [shift.truth(f"{tag}.volume") for tag in units]
        gone = [shift.truth(f"SG-901.{name}") for name in ("sent steam", "carried water")]
        lost = [shift.truth(f"{spec.tag}.lost volume") for spec in shift.design.lines]
        return math.fsum([*there, *gone, *lost, -shift.truth("TK-901.made")])

    before = water()
    for tag, percent in (("FV-911", 90.0), ("P-921", 100.0), ("P-924", 30.0), ("P-926", 50.0)):
        shift.accept(SetOutput(tag, percent))
    shift.advance(240_000)
    assert shift.truth("TK-911.volume") > 100.0
    assert water() == pytest.approx(before, rel=1e-9)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("made by: SG-901", "made by: TK-921", "unknown"),
        ("made by: SG-901", "made by: SG-901\n    capacity: 5 kg/h", "twice"),
        ("    made by: SG-901\n", "", "missing-key"),
        ("unit: kg/h", "unit: L/min", "any"),
        ("moves: TK-922.steam flow", "moves: TK-922.cooling flow", "any"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, code: str) -> None:
    """A unit that makes nothing, one thing said twice or not at all, and other measures."""
    with pytest.raises(Refusal) as refusal:
        build_scenario(documents((old, new)))
    assert all(problem.place is not None for problem in refusal.value.problems)
    codes = [problem.code for problem in refusal.value.problems]
    assert code == "any" or any(code in one for one in codes), codes
