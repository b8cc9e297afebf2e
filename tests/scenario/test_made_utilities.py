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
        gone.append(shift.truth("TK-901.taken"))
        lost = [shift.truth(f"{spec.tag}.lost volume") for spec in shift.design.lines]
        return math.fsum([*there, *gone, *lost, -shift.truth("TK-901.made")])

    before = water()
    for tag, percent in (("FV-911", 90.0), ("P-921", 100.0), ("P-924", 30.0), ("P-926", 50.0)):
        shift.accept(SetOutput(tag, percent))
    shift.advance(240_000)
    assert shift.truth("TK-911.volume") > 100.0
    assert water() == pytest.approx(before, rel=1e-9)


def test_a_killed_tank_that_is_fed_while_it_drains_counts_as_living() -> None:
    """More waste into TK-921 than to the sewer: every litre that leaves is counted as alive."""
    known = read("utilities-shift")
    name = "plants/utilities-900.yaml"
    unlocked = known.texts[name].replace("XS-921.PV < 0.5", "XS-921.PV < 0.5 and elapsed > 2 h")
    files = Documents(known.main, {**known.texts, name: unlocked})
    shift = Plant(build_scenario(files).design, 53, tier="interpreted")
    shift.accept(SetOutput("P-921", 100.0))
    shift.accept(SetOutput("P-923", 59.0))
    shift.advance(60_000)
    assert shift.truth("TK-921.volume") > 219.0
    assert shift.truth("L-923.moved") > 10.0
    assert shift.truth("TK-921.released alive") == pytest.approx(shift.truth("L-923.moved"))


def test_the_sewer_is_locked_until_a_tank_is_killed() -> None:
    """The pump to the sewer of a tank that is cold and not killed is held at 0 %."""
    shift = Plant(build_scenario(read("utilities-shift")).design, 53, tier="interpreted")
    shift.advance(10_000)
    shift.accept(SetOutput("P-923", 100.0))
    shift.advance(40_000)
    assert shift.truth("L-923.moved") == 0.0


WATER = """
scenario: 1
name: Water for three
brief: A ring with a neighbour, a valve at a jacket and a valve on a line.
duration: 1 h
units:
  TK-901: {kind: water loop, name: Ring, initial: {volume: 1500 L, temperature: 80 degC}}
  TK-921: {kind: kill tank, name: Waste, initial: {volume: 200 L}}
  TK-911: {kind: process vessel, name: Tank, parameters: {working volume: 100 L}}
lines:
  L-911: {name: Feed, from: TK-901, to: TK-911, parameters: {capacity: 3000 L/h, sink full: 20 L}}
utilities:
  wfi:
    name: Water
    unit: L/h
    made by: TK-901
    neighbours:
      - {name: Kitchen, use: 1200 L/h, first: 0 s, every: 2 h, duration: 1 h}
instruments:
  LT-901: {name: Level, reads: TK-901.level, range: 0 % .. 100 %}
actuators:
  P-901: {name: Pump, moves: TK-901.pump speed, parameters: {capacity: 100 %}, initial: 100 %}
  FV-931: {name: Cooling, moves: TK-921.cooling flow, supply: wfi,
    parameters: {capacity: 10 L/min}}
  FV-911: {name: Water, moves: L-911.flow demand, supply: wfi, parameters: {capacity: 3000 L/h}}
"""


def test_all_who_use_water_take_it_from_the_ring() -> None:
    """Neighbours and a jacket draw what they use; a valve on a line what the line moved."""
    made = Plant(
        build_scenario(Documents("w.yaml", {"w.yaml": WATER.lstrip()})).design,
        1,
        tier="interpreted",
    )
    made.accept(SetOutput("FV-931", 100.0))
    made.accept(SetOutput("FV-911", 100.0))
    made.advance(600_000)
    assert made.truth("TK-911.volume") == pytest.approx(20.0)
    assert made.truth("TK-901.taken") == pytest.approx((1200.0 + 600.0) / 6.0, rel=0.02)
    gone = made.truth("TK-901.taken") + made.truth("L-911.moved")
    assert made.truth("TK-901.volume") == pytest.approx(1500.0 - gone, abs=1e-9)
    assert made.truth("TK-901.return flow") == pytest.approx(6000.0 - 1800.0, rel=1e-3)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("made by: SG-901", "made by: TK-921", "unknown-tag", "made by: TK-921"),
        (
            "made by: SG-901",
            "made by: SG-901\n    capacity: 5 kg/h",
            "twice",
            "capacity: 5 kg/h",
        ),
        ("    made by: SG-901\n", "", "missing-key", "name: Steam"),
        ("unit: kg/h", "unit: L/min", "unit-mismatch", "unit: L/min"),
        ("moves: TK-922.steam", "moves: TK-922.cooling", "unit-mismatch", "supply: steam,"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, code: str, line: str) -> None:
    """A unit that makes nothing, one thing said twice or not at all, and other measures."""
    changed = documents((old, new))
    lines = changed.texts[changed.main].splitlines()
    with pytest.raises(Refusal) as refusal:
        build_scenario(changed)
    assert all(problem.place is not None for problem in refusal.value.problems)
    found = [(one.code, lines[one.place.line - 1]) for one in refusal.value.problems if one.place]
    assert any(known == code and line in where for known, where in found), found
