"""Heat and water against closed forms and balances."""

from __future__ import annotations

import math

import pytest
from findings import Finding
from reactor import UNITS, Reactor

INSULATED = {"ambient transfer": 0.0, "wall mass": 0.0, "specific oxygen uptake": 0.0}
WATER = 4180.0
HEAT = {
    "model": "equipment/bioreactor/heat",
    "source": "energy balances of the vessel and its jacket",
}


def test_cooling_to_the_room(finding: Finding) -> None:
    """Verification: without jacket the vessel nears the room as exp(-t UA/C)."""
    alone = {"jacket transfer": 0.01, "ambient transfer": 600.0, "wall mass": 800.0}
    reactor = Reactor({"volume": 1000.0, "temperature": 37.0}, alone)
    tau = (1010.0 * WATER + 800.0 * 500.0) / 600.0
    for hour in (1, 2, 3):
        reactor.run(3600.0)
        expected = 21.0 + 16.0 * math.exp(-hour * 3600.0 / tau)
        closed = {**HEAT, "against": "exp(-t UA/C)", "tolerance": 1e-3, "unit": "degC"}
        finding(reactor["temperature"], expected, quantity="cooling to the room", **closed)


def test_jacket_stuck_cold(finding: Finding) -> None:
    """Verification: 1 m3 on a cold jacket of 1.2 kW/K follows with a time constant of 58 min."""
    jacket = {**INSULATED, "jacket transfer": 1200.0, "working volume": 1000.0}
    given = {"volume": 1000.0, "temperature": 37.0, "jacket temperature": 6.0}
    reactor = Reactor(given, {**jacket, "culture density": 1.0})
    reactor.put({"cooling flow": 1e4})
    reactor.run(60.0)
    assert 37.0 - reactor["temperature"] == pytest.approx(0.53, abs=0.03)
    reactor.run(58.0 * 60.0 - 60.0)
    left = (reactor["temperature"] - 6.0) / 31.0
    closed = {**HEAT, "against": "exp(-1)", "tolerance": 0.01}
    finding(left, math.exp(-1.0), quantity="cold jacket, after one time constant", **closed)


def test_metabolic_heat(finding: Finding) -> None:
    """Verification: 20e6 cells/mL at 0.25 pmol/h give 5 mmol/L/h and so 640 W/m3."""
    given = {**UNITS, "volume": 1000.0, "viable density": 20.0, "temperature": 37.0}
    still = {**INSULATED, "jacket transfer": 0.01, "specific oxygen uptake": 0.25}
    reactor = Reactor({**given, "dissolved oxygen": 100.0}, {**still, "oxygen constant": 0.1})
    assert reactor["oxygen uptake rate"] == pytest.approx(5.0, rel=0.01)
    start = reactor["temperature"]
    reactor.run(20.0)
    watts = (reactor["temperature"] - start) * 1010.0 * WATER / 20.0
    closed = {**HEAT, "against": "uptake times enthalpy", "tolerance": 0.01, "unit": "W/m3"}
    finding(watts, 640.0, quantity="metabolic heat", **closed)


def test_agitator_power(finding: Finding) -> None:
    """Verification: 80 rpm of a 0.45 m pitched blade is Np rho N^3 D^5, and all of it is heat."""
    reactor = Reactor({"volume": 1500.0}, {**INSULATED, "jacket transfer": 0.01})
    reactor.put({"agitation": 80.0}).run(1.0)
    watts = 1.5 * 1010.0 * (80.0 / 60.0) ** 3 * 0.45**5
    assert reactor["agitator power"] == pytest.approx(watts, rel=1e-9)
    start = reactor["temperature"]
    reactor.run(1000.0)
    warmed = (reactor["temperature"] - start) * 1515.0 * WATER / 1000.0
    closed = {**HEAT, "against": "Np rho N^3 D^5", "tolerance": 1e-3, "unit": "W"}
    finding(warmed, watts, quantity="heat of the agitator", **closed)


def test_heat_balance(finding: Finding) -> None:
    """Verification: each scan, vessel and jacket together gain what enters them, to 1e-9."""
    given = {**UNITS, "jacket temperature": 50.0, "temperature": 20.0}
    closed = {"ambient transfer": 0.0, "specific oxygen uptake": 0.0}
    reactor = Reactor(given, closed).put({"agitation": 100.0}).run(1.0)
    inside = 1.01 * 1500.0 * WATER + 800.0 * 500.0
    jacket = 120.0 * WATER
    for _ in range(100):
        before = inside * reactor["temperature"] + jacket * reactor["jacket temperature"]
        reactor.run(1.0)
        after = inside * reactor["temperature"] + jacket * reactor["jacket temperature"]
        residual = (after - before - reactor["agitator power"]) / after
        closed = {**HEAT, "against": "what enters", "within": 1e-9}
        finding(residual, 0.0, quantity="energy gained each scan, as a share", **closed)


def test_heating_lost_only() -> None:
    """Validation: without heating a full vessel loses 0.3 to 1 degC an hour to the room."""
    reactor = Reactor({"volume": 1500.0, "temperature": 37.0}).run(3600.0)
    assert 0.3 < 37.0 - reactor["temperature"] < 1.0


@pytest.mark.parametrize(
    ("condenser", "per_day"), [(10.0, 1.42), (37.0, 7.67)], ids=["cold", "condenser lost"]
)
def test_evaporation(condenser: float, per_day: float, finding: Finding) -> None:
    """Verification: 100 L/min leave saturated at the condenser: litres a day by psychrometry."""
    still = {**INSULATED, "exhaust drop": 0.1, "filter drop": 0.1, "jacket transfer": 1e5}
    given = {"volume": 1500.0, "temperature": 37.0}
    reactor = Reactor(given, {**still, "condenser temperature": condenser, "jacket volume": 3000.0})
    reactor.put({"air flow": 100.0}).run(100.0)
    before = reactor["volume"]
    reactor.run(1000.0)
    lost = (before - reactor["volume"]) * 86.4
    closed = {**HEAT, "against": "psychrometry by hand", "tolerance": 0.01, "unit": "L/d"}
    finding(lost, per_day, quantity="evaporation", **closed)


def test_an_empty_vessel_takes_the_temperature_of_its_jacket() -> None:
    """With no liquid the balance still holds and goes somewhere sensible."""
    reactor = Reactor({"temperature": 20.0}).put({"heating flow": 100.0}).run(7200.0)
    assert 20.0 < reactor["temperature"] < 60.0
    assert reactor["volume"] == 0.0
