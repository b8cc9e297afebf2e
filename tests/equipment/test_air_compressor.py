"""Process air: the receiver fills and empties by closed forms, water is balanced, a dryer fails."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding
from utility_bench import Bench

from simulator.equipment.utilities.air_compressor import AIR_COMPRESSOR as KIND
from simulator.equipment.utilities.air_compressor import frost_point

MODEL = "equipment/utilities/air_compressor"
ATMOSPHERE = 1.01325


def test_the_receiver_fills(finding: Finding) -> None:
    """Verification: from 2 to 7 bar in the air that this is, by what the compressor makes."""
    air = Bench(KIND, air=500.0 * (2.0 + ATMOSPHERE) / ATMOSPHERE, humidity=0.0)
    air["compressor load"] = 100.0
    seconds = 0
    while air["pressure"] < 7.0:
        air.run(1.0)
        seconds += 1
    finding(
        seconds / 60.0,
        500.0 * 5.0 / ATMOSPHERE / 900.0,
        model=MODEL,
        source="ideal gas",
        against="volume x pressure by the compressor's flow",
        quantity="time from 2 to 7 bar (min)",
        tolerance=1e-2,
    )


def test_the_receiver_empties_with_its_time_constant(finding: Finding) -> None:
    """Verification: users that get in proportion to pressure empty it exponentially."""
    air = Bench(KIND, air=500.0 * (5.0 + ATMOSPHERE) / ATMOSPHERE, filter_resistance=0.0, purge=0.0)
    air["demand"] = 600.0
    air.run(5)
    begins = air["pressure"]
    air.run(120, dt=0.1)
    tau = 500.0 * (6.0 - 2.0) / (ATMOSPHERE * 600.0 / 60.0)
    finding(
        (air["pressure"] - 2.0) / (begins - 2.0),
        math.exp(-120.0 / tau),
        model=MODEL,
        source="ideal gas",
        against="exp(-t/tau), tau = V span/(atmosphere x demand)",
        quantity="pressure left above the least, after 2 min",
        tolerance=5e-3,
    )


def test_air_and_water_are_balanced(finding: Finding) -> None:
    """Verification: under random loads and faults both are there or gone, to 1e-9."""
    rng = random.Random(2)
    air = Bench(KIND)
    before = air["air"]
    wet = air["bed water"] + air["volume"]
    for _ in range(150):
        air["demand"] = rng.choice((0.0, 300.0, 2000.0))
        air["compressor load"] = rng.choice((0.0, 50.0, 100.0))
        for name in ("intake", "filter", "drain", "purge"):
            air[f"{name} blockage"] = rng.choice((0.0, 0.6, 1.0))
        air.run(20, dt=rng.choice((0.5, 1.0, 5.0)))
    known = {"model": MODEL, "source": "balance", "tolerance": 1e-9}
    finding(
        air["air"] + air["sent"] + air["vented"],
        before + air["made"],
        against="air before and made",
        quantity="air there and gone (L)",
        **known,
    )
    finding(
        air["volume"] + air["bed water"] + air["water out"],
        wet + air["water in"],
        against="water before and breathed in",
        quantity="water there and gone (kg)",
        **known,
    )
    assert air["sent"] > 5000.0
    assert air["water in"] > 0.1


def test_dew_points(finding: Finding) -> None:
    """Verification: over ice and over water against printed values of saturation."""
    for pascal, warmth in ((12.84, -40.0), (259.9, -10.0), (1228.1, 10.0), (2339.3, 20.0)):
        finding(
            frost_point(1e-5 * pascal),
            warmth,
            model=MODEL,
            source="Sonntag 1990",
            against="tables of saturation over ice and water",
            quantity=f"dew point of {pascal:g} Pa (degC)",
            within=0.15,
            unit="K",
        )


def test_dry_air_until_the_purge_fails() -> None:
    """A dryer that is purged gives -40 degC; with its purge blocked the bed fills and it rises."""
    air = Bench(KIND, bed_capacity=0.15, bed_water=0.0)
    air["demand"], air["compressor load"] = 500.0, 64.0
    air.run(600)
    assert air["dew point"] < -40.0
    air["purge blockage"] = 1.0
    air.run(2 * 3600, dt=2.0)
    assert air["dew point"] > -10.0
    air["purge blockage"] = 0.0
    air.run(6 * 3600, dt=5.0)
    assert air["dew point"] < -38.0


def test_pressure_falls_when_too_much_is_asked() -> None:
    """More than the compressor makes: the receiver falls until users get what it makes."""
    air = Bench(KIND)
    air["demand"], air["compressor load"] = 1600.0, 100.0
    air.run(3600, dt=2.0)
    assert air["available"] < 0.6
    assert air["air flow"] * 1.15 == pytest.approx(900.0, rel=0.02)


def test_a_blocked_filter_takes_the_pressure() -> None:
    """The receiver is full and the users have little: the drop is over the filter."""
    air = Bench(KIND)
    air["demand"], air["compressor load"] = 500.0, 64.0
    assert air.run(600)["filter drop"] < 0.05
    air["filter blockage"] = 0.92
    air.run(600)
    assert air["filter drop"] > 1.0
    assert air["delivery pressure"] < air["pressure"] - 1.0


def test_a_receiver_full_of_water_holds_less_air() -> None:
    """With its drain blocked, condensate takes the room of air."""
    air = Bench(KIND, humidity=100.0)
    air["demand"], air["compressor load"], air["drain blockage"] = 500.0, 64.0, 1.0
    air.run(3600, dt=2.0)
    assert air["volume"] > 0.2
    assert air["level"] == pytest.approx(100.0 * air["volume"] / 500.0)


def test_the_safety_valve_opens() -> None:
    """No receiver rises far above its safety valve."""
    air = Bench(KIND, highest_pressure=20.0)
    air["compressor load"] = 100.0
    assert air.run(1800)["pressure"] < 10.3
    assert air["vented"] > 0.0
