"""Cold: heat is balanced, supply warms under a load that is too much, and never freezes."""

from __future__ import annotations

import random

import pytest
from findings import Finding
from utility_bench import Bench

from simulator.equipment.utilities.chiller import CHILLER as KIND

MODEL = "equipment/utilities/chiller"
HELD = 4.0 * 900.0


def test_heat_is_balanced(finding: Finding) -> None:
    """Verification: under random loads what came in is held or was taken, to 1e-9."""
    rng = random.Random(8)
    cold = Bench(KIND)
    before = HELD * cold["temperature"]
    for _ in range(150):
        cold["demand"] = rng.choice((0.0, 100.0, 400.0))
        cold["compressor load"] = rng.choice((0.0, 60.0, 100.0))
        cold["pump speed"] = rng.choice((0.0, 50.0, 100.0))
        cold["condenser blockage"] = rng.choice((0.0, 0.5, 1.0))
        cold.run(50, dt=rng.choice((0.5, 1.0, 5.0)))
    finding(
        HELD * cold["temperature"] + cold["heat taken"],
        before + cold["heat in"],
        model=MODEL,
        source="energy balance",
        against="heat before and come in",
        quantity="heat held and taken (kJ)",
        tolerance=1e-9,
    )
    assert cold["heat taken"] > 1e4


def test_it_warms_as_its_load_says(finding: Finding) -> None:
    """Verification: without the chiller, flow x heat capacity x rise by the tank's own."""
    cold = Bench(KIND, gain=0.0)
    cold["demand"], cold["pump speed"] = 60.0, 100.0
    cold.run(1200)
    assert cold["heat load"] == pytest.approx(20.0)
    finding(
        cold["temperature"] - 6.0,
        20.0 * 1200.0 / HELD,
        model=MODEL,
        source="energy balance",
        against="load x time by heat capacity",
        quantity="warming in 20 min without the chiller (K)",
        tolerance=1e-3,
    )


def test_it_settles_where_the_chiller_takes_the_load(finding: Finding) -> None:
    """Verification: 50 kW on 40 kW warm the supply until the warmer evaporator takes them."""
    cold = Bench(KIND, gain=0.0)
    cold["demand"], cold["pump speed"], cold["compressor load"] = 150.0, 100.0, 100.0
    cold.run(6 * 3600, dt=5.0)
    finding(
        cold["temperature"],
        6.0 + (50.0 / 40.0 - 1.0) / 0.03,
        model=MODEL,
        source="engineering fit",
        against="design temperature + (load/capacity - 1)/3 % per K",
        quantity="supply under 125 % load (degC)",
        within=0.1,
        unit="K",
    )
    assert cold["cooling power"] == pytest.approx(50.0, rel=1e-3)


def test_jackets_cool_less_with_warmer_coolant(finding: Finding) -> None:
    """Verification: at 21.5 degC, half way to 37, a jacket gets half; and by the pump's flow."""
    cold = Bench(KIND, temperature=21.5)
    cold["demand"], cold["pump speed"] = 100.0, 100.0
    known = {"model": MODEL, "source": "engineering fit", "tolerance": 1e-3}
    finding(
        cold.run(0.001, dt=0.001)["available"],
        0.5,
        against="(37 - T)/(37 - 6)",
        quantity="part of the cooling at 21.5 degC",
        **known,
    )
    cold = Bench(KIND)
    cold["demand"], cold["pump speed"] = 500.0, 100.0
    finding(
        cold.run(0.001, dt=0.001)["available"],
        0.5,
        against="pump flow by what is asked",
        quantity="part of the flow of 500 L/min asked",
        **known,
    )
    cold["pump speed"] = 0.0
    assert cold.run(1)["available"] == 0.0


def test_a_dirty_condenser_loses_the_supply() -> None:
    """Half of its fins blocked, the chiller no longer holds a load that it held before."""
    cold = Bench(KIND)
    cold["demand"], cold["pump speed"], cold["compressor load"] = 105.0, 100.0, 92.0
    assert cold.run(1800)["temperature"] == pytest.approx(6.0, abs=1.0)
    cold["condenser blockage"] = 0.6
    assert cold.run(1800)["temperature"] > 12.0


def test_it_never_freezes() -> None:
    """Without a load the chiller stops at its least temperature."""
    cold = Bench(KIND)
    cold["compressor load"] = 100.0
    cold.run(4 * 3600, dt=5.0)
    assert cold["temperature"] == pytest.approx(2.0, abs=0.05)


def test_an_empty_tank_brings_no_flow() -> None:
    """After a leak the pump draws air."""
    cold = Bench(KIND, volume=20.0)
    cold["demand"], cold["pump speed"] = 50.0, 100.0
    assert cold.run(1)["coolant flow"] == 0.0
    assert cold["available"] == 0.0
