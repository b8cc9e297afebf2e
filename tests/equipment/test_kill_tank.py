"""Waste that is killed: heat, F0 and hold at the drain, what comes in later, what leaves alive."""

from __future__ import annotations

import random

import pytest
from findings import Finding
from utility_bench import Bench

from simulator.equipment.utilities.kill_tank import KILL_TANK as KIND

MODEL = "equipment/utilities/kill_tank"


def tank(**given: float) -> Bench:
    """A tank of 300 L of waste, stirred."""
    one = Bench(KIND, **{"volume": 300.0, "temperature": 30.0, **given})
    one["agitation"] = 100.0
    return one


def heated(one: Bench, to: float = 123.0) -> Bench:
    """Heat it and let it stand at a temperature for half an hour, all of it."""
    one["steam flow"] = 100.0
    for _ in range(7200):
        if one["temperature"] >= to:
            break
        one.run(1.0)
    one["steam flow"] = 1.5
    return one.run(1800)


def test_heat_is_balanced(finding: Finding) -> None:
    """Verification: what steam gave is held in water and wall or taken by coolant and hall."""
    rng = random.Random(5)
    one = tank()
    before = (4.18 * 300.0 + 150.0) * 30.0
    for _ in range(100):
        one["steam flow"] = rng.choice((0.0, 30.0, 150.0))
        one["cooling flow"] = rng.choice((0.0, 0.0, 60.0))
        one["steam trap blockage"] = rng.choice((0.0, 0.5, 1.0))
        one.run(20, dt=rng.choice((0.5, 1.0, 5.0)))
    finding(
        (4.18 * 300.0 + 150.0) * one["temperature"] + one["heat taken"],
        before + one["heat given"],
        model=MODEL,
        source="energy balance",
        against="heat before and given",
        quantity="heat there and taken (kJ)",
        tolerance=1e-9,
    )


def test_heating_time(finding: Finding) -> None:
    """Verification: 60 kg/h of steam warm water and wall as their heat says, without losses."""
    one = tank(loss=0.0)
    one["steam flow"] = 60.0
    one.run(1800)
    finding(
        one["temperature"] - 30.0,
        60.0 * 0.5 * 2200.0 / (4.18 * 300.0 + 150.0),
        model=MODEL,
        source="energy balance",
        against="latent heat by heat capacity",
        quantity="warming in half an hour (K)",
        tolerance=1e-3,
    )


def test_f0(finding: Finding) -> None:
    """Verification: F0 at a steady 118 and 125 degC against 10^((T - 121.1)/10) per minute."""
    for warmth in (118.0, 125.0):
        one = tank(temperature=warmth, loss=0.0)
        one.run(1)
        begun = one["F0"]
        one.run(900)
        finding(
            one["F0"] - begun,
            15.0 * 10.0 ** ((warmth - 121.1) / 10.0),
            model=MODEL,
            source="z = 10 K, 121.1 degC",
            against="closed form",
            quantity=f"F0 of 15 min at {warmth:g} degC (min)",
            tolerance=1e-3,
        )


def test_a_whole_hold_kills() -> None:
    """After 20 min at the drain it is killed, nothing lives in it, and it may be let go."""
    one = tank(viable=0.5, bioburden=1e9, contaminant=2.0, generations=4.0)
    cells = one["viable"] + one["dead"]
    heated(one)
    assert one["killed"] == 1.0
    assert one["living cells"] < 1e-9
    assert one["bioburden"] < 1.0
    assert one["viable"] + one["dead"] == pytest.approx(cells, rel=1e-9)
    one.run(600, drawn=1500.0)
    assert one["released alive"] == 0.0


def test_a_parvovirus_outlives_what_has_an_envelope() -> None:
    """Half an hour at 75 degC kills retrovirus, hardly a parvovirus; a whole hold kills both."""
    one = tank(temperature=75.0, retrovirus=1e6, parvovirus=1e6, loss=0.0).run(1800)
    assert one["retrovirus"] < 1e-6
    assert 3e3 < one["parvovirus"] < 2e4
    assert heated(one)["parvovirus"] < 1e-6


def test_what_comes_in_later_is_not_killed() -> None:
    """A litre into a killed tank: F0 and hold begin again, and what leaves counts as alive."""
    one = heated(tank())
    assert one["killed"] == 1.0
    one["volume"] += 1.0
    one.run(1)
    assert (one["killed"], one["F0"] < 0.1, one["hold time"] < 0.1) == (0.0, True, True)
    one["cooling flow"] = 60.0
    one.run(3600)
    one.run(60, drawn=600.0)
    assert one["released alive"] == pytest.approx(10.0)


def test_waste_that_runs_through_is_let_go_alive() -> None:
    """In and out at once, whichever is more: what is not killed leaves, all of it counted."""
    for fed in (600.0, 900.0, 300.0):
        one = tank(volume=200.0)
        one.run(300, fed=fed, drawn=600.0)
        assert one["released alive"] == pytest.approx(50.0)


def test_a_killed_tank_that_is_filled_while_it_empties_is_not_killed() -> None:
    """After a hold, more out than in: the count begins again, and what leaves is alive."""
    one = heated(tank())
    one["steam flow"] = 0.0
    one["temperature"] = one["last temperature"] = one["drain temperature"] = 40.0
    assert one["killed"] == 1.0
    one.run(100, fed=1800.0, drawn=2160.0)
    assert (one["killed"], one["F0"] < 0.1) == (0.0, True)
    assert one["released alive"] == pytest.approx(60.0)
    one = heated(tank())
    one.run(100, drawn=2160.0)
    assert (one["killed"], one["released alive"]) == (1.0, 0.0)


def test_the_drain_is_the_coldest_place() -> None:
    """Not stirred, the drain lags far behind the tank, and the hold does not count yet."""
    stirred, still = tank(), tank()
    still["agitation"] = 0.0
    for one in (stirred, still):
        one["steam flow"] = 100.0
        one.run(2400)
        one["steam flow"] = 1.5
        one.run(600)
    assert stirred["drain temperature"] > 121.1
    assert still["drain temperature"] < still["temperature"] - 5.0
    assert stirred["F0"] > 5.0 * still["F0"]


def test_a_flooded_jacket_heats_slowly() -> None:
    """Condensate that its trap does not let go leaves little of the transfer."""
    good, bad = tank(), tank()
    bad["steam trap blockage"] = 1.0
    for one in (good, bad):
        one["steam flow"] = 100.0
        one.run(1200)
    assert bad["temperature"] - 30.0 < 0.4 * (good["temperature"] - 30.0)


def test_pressure_and_acid() -> None:
    """Above boiling the closed tank is under the pressure of its water; caustic shows as pH."""
    one = heated(tank(strong_ion_concentration=20.0))
    assert one["pressure"] == pytest.approx(1.15, abs=0.15)
    assert one["pH"] > 12.0
    assert tank(temperature=60.0).run(1)["pressure"] == 0.0
