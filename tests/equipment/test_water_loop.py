"""Water for injection: fill time, heat, a ring that runs short, limits, growth and sanitising."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding
from utility_bench import Bench

from simulator.equipment.utilities.water_limits import death, growth, stage_1
from simulator.equipment.utilities.water_loop import WATER_LOOP as KIND

MODEL = "equipment/utilities/water_loop"
LIMITS = "equipment/utilities/water_limits"
TABLE = {0: 0.6, 5: 0.8, 10: 0.9, 15: 1.0, 20: 1.1, 25: 1.3, 30: 1.4, 35: 1.5, 40: 1.7, 45: 1.8}
TABLE |= {50: 1.9, 55: 2.1, 60: 2.2, 65: 2.4, 70: 2.5, 75: 2.7, 80: 2.7, 85: 2.7, 90: 2.7}
TABLE |= {95: 2.9, 100: 3.1}
"""uS/cm by degC, of USP <645> and Ph. Eur. 0169."""


def test_limits_of_conductivity(finding: Finding) -> None:
    """Verification: every row of the table, and the row below for what lies between."""
    for warmth, limit in TABLE.items():
        assert stage_1(warmth) == pytest.approx(limit)
        assert stage_1(warmth + 4.9) == pytest.approx(limit)
    for warmth in (25.0, 65.0, 80.0):
        finding(
            stage_1(warmth),
            TABLE[int(warmth)],
            model=LIMITS,
            source="Ph. Eur. 0169, USP <645>",
            against="the table of stage 1",
            quantity=f"conductivity allowed at {warmth:g} degC (uS/cm)",
            tolerance=1e-9,
        )


def test_the_still_fills_the_tank(finding: Finding) -> None:
    """Verification: from 20 % to 60 % in the volume by the capacity, whatever more is asked."""
    loop = Bench(KIND, volume=600.0, working_volume=3000.0, still_ready=1.0)
    loop["make-up flow"] = 500.0
    seconds = 0
    while loop["level"] < 60.0:
        loop.run(10.0, dt=10.0)
        seconds += 10
    finding(
        seconds / 3600.0,
        1200.0 / 300.0,
        model=MODEL,
        source="engineering fit",
        against="volume by the still's capacity",
        quantity="fill time (h)",
        tolerance=1e-3,
    )
    assert loop["made"] == pytest.approx(1200.0, rel=1e-3)


def test_a_cold_still_runs_to_the_drain_first(finding: Finding) -> None:
    """Verification: nothing comes into the tank until the still is warm, ln 20 of its time."""
    loop = Bench(KIND, volume=600.0, still_ready=0.0)
    loop["make-up flow"] = 300.0
    loop.run(600)
    assert loop["made"] == 0.0
    loop.run(600)
    finding(
        loop["diverted"],
        300.0 / 3600.0 * 300.0 * math.log(20.0),
        model=MODEL,
        source="engineering fit",
        against="start time x ln 20 x flow",
        quantity="distillate diverted (L)",
        tolerance=2e-3,
    )
    assert loop["made"] + loop["diverted"] == pytest.approx(100.0)


def test_a_full_tank_takes_no_more() -> None:
    """The still stops at 100 %."""
    loop = Bench(KIND, volume=2990.0)
    loop["make-up flow"] = 300.0
    assert loop.run(600)["volume"] == pytest.approx(3000.0)


def test_heat_is_balanced(finding: Finding) -> None:
    """Verification: under random flows and scans heat given is held, drawn or lost, to 1e-9."""
    rng = random.Random(7)
    loop = Bench(KIND, volume=1500.0, temperature=60.0)
    wall = 250.0
    before = (4.18 * loop["volume"] + wall) * loop["temperature"]
    drawn = 0.0
    for _ in range(200):
        loop["heating flow"] = rng.choice((0.0, 15.0, 60.0))
        loop["pump speed"] = rng.choice((0.0, 40.0, 100.0))
        loop["make-up flow"] = rng.choice((0.0, 300.0))
        take = rng.choice((0.0, 800.0))
        dt = rng.choice((0.5, 1.0, 5.0))
        for _ in range(5):
            drawn += take * dt / 3600.0 * 4.18 * loop["temperature"]
            loop.run(dt, dt=dt, drawn=take)
    held = (4.18 * loop["volume"] + wall) * loop["temperature"]
    brought = 4.18 * loop["made"] * 85.0
    finding(
        held + drawn + loop["heat lost"],
        before + brought + loop["heat given"],
        model=MODEL,
        source="energy balance",
        against="heat before, brought and given",
        quantity="heat of tank, draws and losses (kJ)",
        tolerance=1e-9,
    )


def test_what_comes_back_is_cooler_by_the_pipe_loss(finding: Finding) -> None:
    """Verification: in balance the ring cools as exp(-loss/flow); less flow is colder."""
    for speed in (100.0, 30.0):
        loop = Bench(KIND, volume=30000.0, working_volume=30000.0, temperature=80.0)
        loop["pump speed"] = speed
        loop.run(1500)
        back = 4180.0 * 6000.0 * speed / 100.0 / 3600.0
        cooled = 60.0 * math.exp(-60.0 / back)
        finding(
            (loop["return temperature"] - 20.0) / (loop["supply temperature"] - 20.0),
            cooled / 60.0,
            model=MODEL,
            source="heat loss of a pipe",
            against="exp(-loss/flow)",
            quantity=f"end of the ring at {speed:g} % of the pump, part of its warmth",
            tolerance=1e-3,
        )


def test_points_of_use_share_what_the_pump_brings(finding: Finding) -> None:
    """Verification: 9000 L/h asked of 6000 leaves two thirds for each, and nothing comes back."""
    loop = Bench(KIND, volume=2000.0)
    loop["pump speed"] = 100.0
    loop["demand"] = 9000.0
    loop.run(10, drawn=6000.0)
    finding(
        loop["available"],
        2.0 / 3.0,
        model=MODEL,
        source="continuity",
        against="pump flow by what is asked",
        quantity="part that each point of use gets",
        tolerance=1e-9,
    )
    assert loop["return flow"] == pytest.approx(0.0, abs=1e-6)
    assert loop["loop pressure"] == pytest.approx(0.0, abs=1e-6)
    loop["demand"] = 1500.0
    loop.run(10, drawn=1500.0)
    assert loop["available"] == 1.0
    assert loop["return flow"] == pytest.approx(4500.0)
    assert loop["return velocity"] == pytest.approx(4.5 / 3600.0 / (math.pi / 4 * 0.0356**2))


def test_what_no_line_brings_is_drawn_all_the_same(finding: Finding) -> None:
    """Verification: neighbours who take 3000 L/h for half an hour take 1500 L out of the tank."""
    loop = Bench(KIND, volume=2000.0, bioburden=1e6)
    salt = loop["salt"]
    loop["pump speed"] = 100.0
    loop["demand"] = loop["unpiped demand"] = 3000.0
    loop.run(1800)
    finding(
        2000.0 - loop["volume"],
        1500.0,
        model=MODEL,
        source="continuity",
        against="demand by time",
        quantity="water that neighbours took (L)",
        tolerance=1e-9,
    )
    assert loop["taken"] == pytest.approx(1500.0)
    assert loop["return flow"] == pytest.approx(3000.0)
    assert loop["salt"] == pytest.approx(salt / 4.0)
    loop.run(3600)
    assert loop["volume"] == pytest.approx(100.0)
    assert loop["available"] == 0.0
    assert loop["return flow"] == 0.0


def test_water_that_comes_by_a_line_does_not_hide_what_is_drawn() -> None:
    """As much in as out: the volume stands, and yet only the rest of the flow comes back."""
    loop = Bench(KIND, volume=1000.0)
    loop["pump speed"] = 100.0
    loop["demand"] = 2000.0
    loop.run(5, fed=2000.0, drawn=2000.0)
    assert loop["return flow"] == pytest.approx(4000.0)


def test_an_empty_tank_gives_nothing() -> None:
    """Below the heel the pump draws air: no point of use gets water."""
    loop = Bench(KIND, volume=90.0)
    loop["pump speed"], loop["demand"] = 100.0, 500.0
    assert loop.run(5)["available"] == 0.0


def test_water_as_the_still_makes_it_meets_its_limits() -> None:
    """Conductivity, carbon, counts and endotoxin stay within the pharmacopoeia; drops do not."""
    loop = Bench(KIND, volume=1500.0)
    loop["pump speed"], loop["make-up flow"], loop["heating flow"] = 100.0, 200.0, 4.0
    loop.run(3600)
    assert 0.5 < loop["conductivity"] < loop["stage 1 limit"]
    assert loop["TOC"] == pytest.approx(25.0, rel=1e-6)
    assert loop["count"] < 0.1
    loop["demister blockage"] = 1.0
    loop.run(4 * 3600, dt=10.0)
    assert loop["conductivity"] > loop["stage 1 limit"]
    assert loop["endotoxin level"] > 0.25


def test_hot_water_keeps_itself_clean(finding: Finding) -> None:
    """Verification: growth at 35 degC doubles as its rate says; a loop of 80 degC has no counts."""
    finding(
        math.log(2.0) / growth(35.0, 0.25),
        math.log(2.0) / 0.25,
        model=LIMITS,
        source="engineering fit",
        against="ln 2 by the rate",
        quantity="doubling time at 35 degC (h)",
        tolerance=1e-9,
    )
    assert growth(50.0, 0.25) == growth(4.0, 0.25) == death(50.0, 0.2) == 0.0
    assert death(70.0, 0.2) == pytest.approx(death(80.0, 0.2) / 10.0)
    counts = {}
    for warmth in (35.0, 80.0):
        loop = Bench(
            KIND,
            volume=2000.0,
            temperature=warmth,
            return_temperature=warmth,
            ambient_temperature=min(warmth, 60.0),
            film=1e6,
        )
        loop.run(20 * 3600, dt=10.0)
        counts[warmth] = loop["film"]
    assert counts[35.0] > 5e7
    assert counts[80.0] < 1e4


def test_a_ring_that_stands_grows_more_film() -> None:
    """The same warmth, with and without flow: what sweeps the dome and pipe keeps film away."""
    films = []
    for speed in (0.0, 100.0):
        loop = Bench(KIND, volume=2000.0, temperature=35.0, return_temperature=35.0, film=1e6)
        loop["pump speed"] = speed
        films.append(loop.run(4 * 3600, dt=10.0)["film"])
    assert films[0] > 1.5 * films[1]


def test_sanitising_counts_without_a_break() -> None:
    """Minutes at 80 degC or more at the end of the ring begin again when it falls below."""
    loop = Bench(KIND, volume=1000.0, temperature=84.0, return_temperature=83.0)
    loop["pump speed"] = 100.0
    loop["heating flow"] = 3.0
    assert loop.run(600)["sanitised"] > 9.0
    loop["return temperature"] = 70.0
    assert loop.run(1)["sanitised"] == 0.0
    hot = Bench(KIND, volume=1000.0, temperature=84.0, return_temperature=83.0)
    assert hot.run(60)["sanitised"] == 0.0, "nothing flows"
    assert hot["return temperature"] > 80.0
    loop["return temperature"] = 60.0
    loop["pump speed"] = 0.0
    loop.run(120)
    assert loop["cold time"] == pytest.approx(2.0, rel=0.01)
