"""Actuators: travel, stiction, forces and trips, and what they write into the plant."""

from __future__ import annotations

import pytest
from control_bench import Bench
from findings import Finding
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import actuator as ac


def drive(bench: Bench, row: int, scans: int = 1, dt: float = 1.0) -> None:
    """Drive for some scans."""
    for _ in range(scans):
        ac.drive(bench.y, bench.p, bench.k, row, dt)


def test_the_target_is_offset_plus_share_of_capacity_times_supply() -> None:
    """Verification: (offset + position/100 * capacity) * supply * (1 - blocked)."""
    bench = Bench()
    target, supply = bench.slot(), bench.slot(0.5)
    row, yb = bench.actuator(target, supply=supply, capacity=300.0, offset=20.0, stroke_time=0.0)
    bench.y[yb + ac.DEMAND] = 40.0
    bench.y[yb + ac.BLOCKED] = 0.25
    drive(bench, row)
    assert bench.y[target] == (20.0 + 0.4 * 300.0) * 0.5 * 0.75


@pytest.mark.parametrize("dt", [0.5, 1.0, 7.0])
def test_the_full_stroke_takes_the_stroke_time(dt: float, finding: Finding) -> None:
    """Verification: it moves linearly and arrives exactly, not beyond, for any scan time."""
    bench = Bench()
    row, yb = bench.actuator(bench.slot(), stroke_time=20.0)
    bench.y[yb + ac.DEMAND] = 100.0
    t = 0.0
    while t < 30.0:
        drive(bench, row, dt=dt)
        t += dt
        said = {"model": "control/actuator", "source": "constant speed of stroke", "unit": "%"}
        known = {"quantity": "position", "against": "t by the stroke time", "within": 1e-6}
        finding(bench.y[yb + ac.POSITION], min(5.0 * t, 100.0), **said, **known)
    assert bench.y[yb + ac.POSITION] == 100.0


def test_it_sticks_until_the_band_is_left_then_goes_all_the_way() -> None:
    """One-parameter stiction: no motion within the band, full motion outside it."""
    bench = Bench()
    row, yb = bench.actuator(bench.slot(), stiction=2.0, stroke_time=10.0, demand=50.0, position=50)
    bench.y[yb + ac.DEMAND] = 51.9
    drive(bench, row, 5)
    assert bench.y[yb + ac.POSITION] == 50.0
    bench.y[yb + ac.DEMAND] = 75.0
    drive(bench, row, 3)
    assert bench.y[yb + ac.POSITION] == 75.0
    bench.y[yb + ac.DEMAND] = 73.5
    drive(bench, row, 5)
    assert bench.y[yb + ac.POSITION] == 75.0


def test_a_sticking_valve_still_shuts_fully() -> None:
    """A demand of 0 or 100 % moves it even from within the band: no leak by stiction."""
    bench = Bench()
    row, yb = bench.actuator(bench.slot(), stiction=5.0, stroke_time=0.0, position=3.0)
    drive(bench, row)
    assert bench.y[yb + ac.POSITION] == 0.0
    bench.y[yb + ac.POSITION] = 97.0
    bench.y[yb + ac.DEMAND] = 100.0
    drive(bench, row)
    assert bench.y[yb + ac.POSITION] == 100.0


def test_a_stuck_actuator_ignores_everything() -> None:
    """Neither demand nor force nor trip moves a stuck valve; its target stays as it was."""
    bench = Bench()
    target = bench.slot()
    row, yb = bench.actuator(target, stuck=1.0, position=30.0, demand=90.0)
    for slot in (ac.DEMAND, ac.FORCED, ac.TRIPPED):
        bench.y[yb + slot] = 1.0
        drive(bench, row, 3)
        assert bench.y[yb + ac.POSITION] == 30.0
    assert bench.y[target] == 30.0


def test_trip_goes_before_force_before_demand() -> None:
    """A forced valve goes to its forced value, a tripped one to its fail position."""
    bench = Bench()
    row, yb = bench.actuator(bench.slot(), stroke_time=0.0, demand=50.0, fail_position=100.0)
    drive(bench, row)
    assert bench.y[yb + ac.POSITION] == 50.0
    bench.y[yb + ac.FORCED] = 1.0
    bench.y[yb + ac.FORCE_VALUE] = 20.0
    drive(bench, row)
    assert bench.y[yb + ac.POSITION] == 20.0
    bench.y[yb + ac.TRIPPED] = 1.0
    drive(bench, row)
    assert bench.y[yb + ac.POSITION] == 100.0


def test_a_tripped_drive_runs_down_at_its_stroke_time() -> None:
    """A drive that loses power slows down; it does not stop in one scan."""
    bench = Bench()
    target = bench.slot()
    row, _ = bench.actuator(target, stroke_time=10.0, demand=100.0, position=100.0, tripped=1.0)
    drive(bench, row, 5)
    assert bench.y[target] == 50.0
    drive(bench, row, 5)
    assert bench.y[target] == 0.0


@given(
    demands=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30),
    stroke=st.floats(0.0, 100.0),
    stiction=st.floats(0.0, 50.0),
    dt=st.floats(0.01, 60.0),
)
def test_a_position_is_always_a_percentage(
    demands: list[float], stroke: float, stiction: float, dt: float
) -> None:
    """Whatever is demanded, the position stays from 0 to 100 %."""
    bench = Bench()
    row, yb = bench.actuator(bench.slot(), stroke_time=stroke, stiction=stiction)
    for demand in demands:
        bench.y[yb + ac.DEMAND] = demand
        drive(bench, row, dt=dt)
        assert 0.0 <= bench.y[yb + ac.POSITION] <= 100.0
