"""Oxygen, carbon dioxide and the headspace against closed forms and balances."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding
from reactor import RESTING, UNITS, Reactor

from simulator.equipment.bioreactor.gas import FLOW, from_bubbles
from simulator.equipment.bioreactor.states import DEPTH_PRESSURE, PRESSURE
from simulator.equipment.bioreactor.transfer import gassed_power, kla_of, mean_pressure, solubility
from simulator.equipment.relaxation import lagged, relaxed

AIRED = {"air flow": 60.0, "oxygen flow": 10.0, "carbon dioxide flow": 2.0, "agitation": 80.0}
SEALED = {"exhaust valve": 0.0}
GAS = {"model": "equipment/bioreactor/gas", "source": "mass balances of ideal gas and Henry's law"}
KLA = {"model": "equipment/bioreactor/transfer", "source": "van't Riet 1979"}


@pytest.mark.parametrize("x", [0.0, 1e-9, 1e-3, 0.1, 1.0, 30.0, 1e9])
def test_relaxation(x: float) -> None:
    """The two parts of the rational relaxation agree, and neither is more than all."""
    assert 0.0 <= 1.0 - x * relaxed(x) <= 1.0
    assert relaxed(x) == pytest.approx(1.0 - x * lagged(x), abs=1e-15)


@pytest.mark.parametrize("x", [1e-3, 0.1, 0.5])
def test_relaxation_is_the_exponentials(x: float, finding: Finding) -> None:
    """Verification: within a scan it is the exponential's to x^3/24."""
    said = {"model": "equipment/relaxation", "source": "Padé approximant of exp(-x)"}
    known = {"quantity": f"relaxed({x:g})", "against": "(1 - exp(-x))/x to x^3/24"}
    near = x**3 / 24.0 + 1e-12
    finding(relaxed(x), -math.expm1(-x) / x, tolerance=near, **said, **known)


@pytest.mark.parametrize(
    ("intensity", "velocity", "per_hour"), [(20.0, 5e-4, 6.9), (2000.0, 0.01, 196.0)]
)
def test_kla_of_vant_riet(
    intensity: float, velocity: float, per_hour: float, finding: Finding
) -> None:
    """Verification: the correlation at 20 degC gives its well-known values."""
    known = {**KLA, "against": "the correlation by hand", "tolerance": 0.01, "unit": "1/h"}
    finding(kla_of(intensity, velocity, 20.0), per_hour, quantity="kLa", **known)
    warmer = kla_of(intensity, velocity, 30.0) / kla_of(intensity, velocity, 20.0)
    closed = {**KLA, "against": "1.024 for each degC", "tolerance": 1e-9}
    finding(warmer, 1.024**10, quantity="kLa at 30 degC over that at 20", **closed)


@pytest.mark.parametrize(
    ("gas", "warmth", "known"),
    [
        ("O2", 20.0, 1.386),
        ("O2", 25.0, 1.255),
        ("O2", 30.0, 1.163),
        ("O2", 37.0, 1.055),
        ("CO2", 25.0, 33.5),
    ],
)
def test_solubilities_in_water(gas: str, warmth: float, known: float, finding: Finding) -> None:
    """Validation: what Henry's constants make of culture is within 10 % of water."""
    at_37, heat = (0.9752, 1500.0) if gas == "O2" else (23.027, 2400.0)
    real = {**KLA, "source": "Sander 2015", "against": "tables of water", "kind": "validation"}
    said = f"{gas} at {warmth:g} degC"
    found = solubility(at_37, heat, warmth)
    finding(found, known, quantity=said, unit="mM/bar", tolerance=0.1, **real)


def test_oxygen_in_culture_under_air(finding: Finding) -> None:
    """Validation: under air at 37 degC a culture holds the usual 6.5 to 6.7 mg/L of oxygen."""
    held = 31.998 * 0.2095 * 1.01325 * solubility(0.9752, 1500.0, 37.0)
    real = {**KLA, "source": "Sander 2015", "against": "6.5 to 6.7 mg/L", "kind": "validation"}
    finding(held, 6.6, quantity="oxygen under air at 37 degC", unit="mg/L", tolerance=0.1, **real)


def test_gassing_out(finding: Finding) -> None:
    """Verification: without cells oxygen rises as C*(1 - exp(-k t)) with the gas-limited kLa."""
    given = {"volume": 1500.0, "dissolved oxygen": 0.0}
    quiet = {**RESTING, "exhaust drop": 0.1, "filter drop": 0.1}
    reactor = Reactor(given, quiet).put({"air flow": 40.0, "agitation": 80.0}).run(600.0)
    reactor["oxygen"] = 0.0
    per_percent = 0.01 * 0.2095 * 1.01325 * reactor["oxygen solubility"]
    top = 1.01325 + 1e-3 * reactor["pressure"]
    pressure = 0.13137 / math.log(1.0 + 0.13137 / top)
    full = reactor["oxygen solubility"] * pressure
    flow = 40.0 * FLOW
    kla = reactor["kla"] / 3600.0
    k = -math.expm1(-kla * 1500.0 * full / flow) * flow / (1500.0 * full)
    for minute in range(1, 11):
        reactor.run(60.0)
        expected = 0.2095 * full * (1.0 - math.exp(-k * 60.0 * minute)) / per_percent
        closed = {**GAS, "against": "C*(1 - exp(-k t))", "tolerance": 2e-3, "unit": "%"}
        finding(reactor["dissolved oxygen"], expected, quantity="gassing out, DO", **closed)


@pytest.mark.parametrize("units", [1e-9, 1e-3, 0.3, 4.0, 12.0])
def test_bubbles_give_by_their_mean_driving_force(units: float, finding: Finding) -> None:
    """Verification: what bubbles give is kLa times the log-mean of driving forces in and out."""
    k, full, inlet, c = 0.01, 1500.0, 1.05, 0.3
    flow = k * full / units
    given = from_bubbles(k, full / flow) * (inlet - c)
    out = inlet - given * full / flow
    force = inlet - c
    if units > 1e-6:
        force = (inlet - out) / math.log((inlet - c) / (out - c))
    closed = {**GAS, "against": "kLa times the log-mean driving force", "tolerance": 1e-6}
    finding(given, k * force, quantity="oxygen given", unit="mM/s", **closed)


@pytest.mark.parametrize(("top", "depth"), [(0.0, 20.0), (-300.0, 600.0), (1500.0, 300.0)])
def test_pressure_of_the_liquid(top: float, depth: float, finding: Finding) -> None:
    """Verification: bubbles stand under the logarithmic mean of top and sparger."""
    y = [0.0] * 200
    y[PRESSURE], y[DEPTH_PRESSURE] = top, depth
    expected = depth / math.log1p(depth / (1013.25 + top))
    closed = {**GAS, "against": "the logarithmic mean", "tolerance": 1e-4, "unit": "mbar"}
    finding(mean_pressure(y, 0), expected, quantity="pressure of the liquid", **closed)


def test_power_under_gas(finding: Finding) -> None:
    """Verification: Michel and Miller by hand; less with more gas, within sensible bounds."""
    watts = 6.0 * 1000.0 * 10.0**3 * 0.24**5
    by_hand = 0.706 * (watts**2 * 10.0 * 0.24**3 / 0.005**0.56) ** 0.45
    known = {**KLA, "source": "Michel and Miller 1962", "against": "the correlation by hand"}
    found = gassed_power(watts, 10.0, 0.24, 0.005)
    finding(found, by_hand, quantity="power under gas", tolerance=1e-9, unit="W", **known)
    ratios = [gassed_power(watts, 10.0, 0.24, 1e-5 * 2.0**n) / watts for n in range(20)]
    assert ratios == sorted(ratios, reverse=True)
    assert (ratios[0], ratios[-1]) == (1.0, pytest.approx(0.3))
    assert gassed_power(watts, 10.0, 0.24, 0.0) == watts
    assert gassed_power(0.0, 0.0, 0.24, 0.005) == 0.0


@pytest.mark.parametrize(("number", "share"), [(0.02, 0.748), (0.05, 0.5275), (0.1, 0.435)])
def test_power_lost_to_gas_is_that_of_turbines(
    number: float, share: float, finding: Finding
) -> None:
    """Validation: Calderbank's 1 - 12.6 Na, then 0.62 - 1.85 Na, of turbines under gas."""
    watts = 6.0 * 1000.0 * 6.0**3 * 0.3**5
    found = gassed_power(watts, 6.0, 0.3, number * 6.0 * 0.3**3) / watts
    real = {**KLA, "source": "Michel and Miller 1962", "against": "Calderbank 1958"}
    said = f"power at an aeration number of {number:g}"
    finding(found, share, quantity=said, tolerance=0.3, kind="validation", **real)


@pytest.mark.parametrize(
    ("density", "seconds"), [(1.0, 288.0), (5.0, 58.0), (10.0, 29.0), (20.0, 14.0)]
)
def test_oxygen_falls_when_the_gas_is_lost(
    density: float, seconds: float, finding: Finding
) -> None:
    """Validation: from 40 to 30 % in the time that uptake needs, within 20 %."""
    given = {**UNITS, "viable density": density, "dissolved oxygen": 40.0, "temperature": 37.0}
    reactor = Reactor(given).put({"agitation": 80.0})
    elapsed = 0.0
    while reactor["dissolved oxygen"] > 30.0:
        reactor.run(0.5, 0.5)
        elapsed += 0.5
    real = {**GAS, "against": "what uptake needs", "kind": "validation", "tolerance": 0.2}
    finding(elapsed, seconds, quantity="gas lost, DO from 40 to 30 %", unit="s", **real)


def test_constant_uptake_is_exact(finding: Finding) -> None:
    """Verification: far above the Monod constant oxygen falls on a straight line."""
    given = {**UNITS, "dissolved oxygen": 80.0}
    still = {**RESTING, "specific oxygen uptake": 0.25, "oxygen constant": 0.1}
    reactor = Reactor(given, still)
    start, rate = reactor["oxygen"], reactor["oxygen uptake rate"]
    reactor.run(30.0)
    taken = (start - reactor["oxygen"]) / 1500.0
    closed = {**GAS, "against": "a straight line", "tolerance": 1e-4, "unit": "mM"}
    finding(taken, rate * 30.0 / 3600.0, quantity="oxygen taken up in 30 s", **closed)


@pytest.mark.parametrize("dt", [0.1, 1.0, 10.0])
def test_oxygen_never_goes_below_nothing(dt: float) -> None:
    """With uptake far beyond the supply oxygen goes to its small balance and stays above zero."""
    given = {**UNITS, "contaminant density": 10000.0, "dissolved oxygen": 60.0}
    reactor = Reactor(given).put(AIRED)
    for _ in range(30):
        reactor.run(10.0, dt)
        assert reactor["oxygen"] >= 0.0
    supply = reactor["kla"] * reactor["oxygen solubility"] * 0.35
    assert reactor["dissolved oxygen"] < 1.0
    assert 0.3 * supply < reactor["oxygen uptake rate"] < supply


def test_low_oxygen_does_not_depend_on_the_step(finding: Finding) -> None:
    """Verification: where uptake takes all there is, a step of 1 s gives what 0.05 s gives."""
    found = []
    for dt in (1.0, 0.05):
        given = {**UNITS, "viable density": 60.0, "dissolved oxygen": 10.0}
        reactor = Reactor(given).put(AIRED).put({"oxygen flow": 0.0}).run(300.0, dt)
        found.append(reactor["dissolved oxygen"])
    assert 0.0 < found[0] < 5.0
    fine = {**GAS, "against": "a step of 0.05 s", "tolerance": 2e-3, "unit": "%"}
    finding(found[0], found[1], quantity="low DO", **fine)


def test_no_gas_no_transfer() -> None:
    """Without gas flow the bubbles give nothing, whatever kLa was."""
    given = {"volume": 1500.0, "dissolved oxygen": 20.0}
    reactor = Reactor(given, RESTING).put(AIRED).run(20.0)
    reactor.put({"air flow": 0.0, "oxygen flow": 0.0, "carbon dioxide flow": 0.0})
    before = reactor["oxygen"], reactor["carbon"]
    reactor.run(9.0)
    assert (reactor["oxygen"], reactor["carbon"]) == pytest.approx(before, rel=1e-12)


def contents(reactor: Reactor) -> dict[str, float]:
    """What liquid and headspace hold of each gas, mmol."""
    return {
        "oxygen": reactor["oxygen"] + reactor["headspace oxygen"],
        "carbon": reactor["carbon"] + reactor["headspace carbon dioxide"],
        "nitrogen": reactor["headspace nitrogen"],
    }


def test_balances_of_the_gases() -> None:
    """Verification: with the exhaust shut each scan balances each gas to 1e-9."""
    rng = random.Random(5)
    reactor = Reactor({**UNITS, "dissolved oxygen": 30.0}, {"respiratory quotient": 0.93})
    reactor.put(AIRED).put(SEALED)
    for _ in range(200):
        reactor["air flow"] = rng.uniform(0.0, 100.0)
        reactor["carbon dioxide flow"] = rng.uniform(0.0, 5.0)
        before, volume = contents(reactor), reactor["volume"]
        reactor.run(1.0)
        if reactor["pressure"] > 490.0:
            break
        passed = reactor["gas flow"] / (reactor["air flow"] + 10.0 + reactor["carbon dioxide flow"])
        air = passed * reactor["air flow"] * FLOW
        uptake = reactor["oxygen uptake rate"] * volume / 3600.0
        made = {
            "oxygen": 0.2095 * air + passed * 10.0 * FLOW - uptake,
            "carbon": 0.0004 * air + passed * reactor["carbon dioxide flow"] * FLOW + 0.93 * uptake,
            "nitrogen": 0.7901 * air,
        }
        after = contents(reactor)
        for gas, amount in made.items():
            assert after[gas] - before[gas] == pytest.approx(amount, abs=1e-9 * after[gas]), gas


def stripped(kla: float, air: float) -> float:
    """Carbon dioxide (mmol) that 300 s of air take from a culture at 100 mmHg."""
    given = {"volume": 1500.0, "carbon dioxide pressure": 100.0, "pH": 7.0}
    reactor = Reactor(given, {**RESTING, "kla factor": kla})
    reactor.put({"air flow": air, "agitation": 90.0}).run(300.0)
    start = Reactor(given, RESTING)["carbon"]
    return start - reactor["carbon"]


def test_the_gas_limits_stripping() -> None:
    """Little gas leaves full of carbon dioxide: more kLa does not help, more gas does."""
    assert stripped(6.0, 5.0) < 1.1 * stripped(3.0, 5.0)
    assert stripped(3.0, 10.0) > 1.7 * stripped(3.0, 5.0)
    partial = 100.0 / 750.0617
    ceiling = 5.0 * FLOW * 300.0 * partial / (1.01325 + 0.066)
    assert 0.9 * ceiling < stripped(6.0, 5.0) < ceiling


def test_pressure_of_the_exhaust(finding: Finding) -> None:
    """Verification: at the design flow the headspace stands at the two drops together."""
    reactor = Reactor({"volume": 1500.0}).put({"air flow": 100.0}).run(300.0)
    closed = {**GAS, "against": "the sum of the drops", "tolerance": 1e-3, "unit": "mbar"}
    finding(reactor["pressure"], 30.0, quantity="pressure, valve open", **closed)
    reactor.put({"exhaust valve": 50.0}).run(300.0)
    finding(reactor["pressure"], 50.0, quantity="pressure, valve half open", **closed)
    reactor.put({"filter blockage": 0.9}).run(600.0)
    finding(reactor["pressure"], 140.0, quantity="pressure, filter blocked", **closed)


def test_relief_valve() -> None:
    """With the exhaust shut the relief valve holds the pressure just above its setting."""
    reactor = Reactor({"volume": 1500.0}).put({"air flow": 100.0, "exhaust valve": 0.0})
    reactor.run(180.0)
    assert 200.0 < reactor["pressure"] < 500.0
    reactor.run(600.0)
    assert reactor["pressure"] == pytest.approx(520.0, abs=1.0)


def test_a_lower_level_draws_air_in() -> None:
    """Liquid that is drawn off makes room; filtered air comes in through the exhaust."""
    reactor = Reactor({"volume": 1500.0}).run(10.0)
    nitrogen = reactor["headspace nitrogen"]
    reactor["volume"] = 1400.0
    reactor.run(120.0)
    assert abs(reactor["pressure"]) < 1.0
    assert reactor["headspace nitrogen"] > 1.05 * nitrogen
    assert reactor["off-gas oxygen"] == pytest.approx(20.95, abs=0.05)


def test_headspace_lag(finding: Finding) -> None:
    """Verification: off-gas follows the inlet with the headspace's residence time."""
    reactor = Reactor({"volume": 1500.0}, RESTING).put({"nitrogen flow": 100.0})
    reactor.run(600.0)
    reactor["oxygen"] = 0.0
    began = reactor["off-gas oxygen"]
    amount = sum(reactor[f"headspace {gas}"] for gas in ("oxygen", "carbon dioxide", "nitrogen"))
    reactor["kla"] = 0.0
    reactor["agitation"] = 0.0
    reactor.run(300.0)
    expected = began * math.exp(-100.0 * FLOW * 300.0 / amount)
    closed = {**GAS, "against": "exp(-t/tau)", "tolerance": 5e-3, "unit": "%"}
    finding(reactor["off-gas oxygen"], expected, quantity="off-gas oxygen, flushed", **closed)


def test_blocked_sparger() -> None:
    """Half the holes: fourfold drop, half the kLa; none: no gas and the full supply pressure."""
    reactor = Reactor({"volume": 1500.0}).put({"air flow": 50.0, "agitation": 80.0}).run(60.0)
    back = reactor["pressure"] + 131.4
    clean, kla = reactor["sparger pressure"] - back, reactor["kla"]
    reactor.put({"sparger blockage": 0.5}).run(20.0)
    assert reactor["sparger pressure"] - back == pytest.approx(4.0 * clean, rel=0.01)
    assert reactor["kla"] == pytest.approx(0.5 * kla, rel=0.01)
    reactor.put({"sparger blockage": 0.95}).run(20.0)
    assert 0.0 < reactor["gas flow"] < 50.0
    reactor.put({"sparger blockage": 1.0}).run(20.0)
    assert reactor["gas flow"] == 0.0
    assert reactor["kla"] == 0.0
    assert reactor["sparger pressure"] == pytest.approx(2000.0)


def test_oxygen_reading_is_relative_to_the_calibration() -> None:
    """Air at 1 bar reads 100 %; a probe calibrated at 0.2 bar more reads less of the same."""
    given = {"volume": 1500.0, "oxygen concentration": 0.207}
    assert Reactor(given)["dissolved oxygen"] == pytest.approx(100.0, rel=2e-3)
    other = Reactor(given, {"calibration pressure": 200.0})["dissolved oxygen"]
    assert other == pytest.approx(100.0 * 1013.25 / 1213.25, rel=2e-3)


def test_back_pressure_and_enrichment_read_above_100(finding: Finding) -> None:
    """Validation: 42 % oxygen at 1.4 bar dissolves to more than 230 % of air saturation."""
    reactor = Reactor({"volume": 1500.0}, {**RESTING, "exhaust drop": 390.0})
    reactor.put({"air flow": 73.4, "oxygen flow": 26.6, "agitation": 100.0, "exhaust valve": 100.0})
    reactor.run(3600.0)
    ratio = (1013.25 + reactor["pressure"] + 65.7) / 1013.25 * reactor["off-gas oxygen"] / 20.95
    real = {**GAS, "against": "Henry's law", "kind": "validation", "unit": "%"}
    found = reactor["dissolved oxygen"]
    finding(found, 100.0 * ratio, quantity="DO under 1.4 bar", tolerance=0.02, **real)
    assert reactor["dissolved oxygen"] > 230.0


def test_an_empty_vessel_is_harmless() -> None:
    """With nothing in it everything stays finite, and gas still passes."""
    reactor = Reactor({}).put(AIRED).run(300.0)
    assert all(math.isfinite(value) for value in reactor.y)
    assert reactor["gas flow"] == pytest.approx(72.0)
    assert reactor["oxygen uptake rate"] == 0.0
