"""Ramps: faults that grow."""

from __future__ import annotations

import pytest
from control_bench import Bench

from simulator.control import ramp


def make(start: float) -> tuple[Bench, int, int, int]:
    """Return a bench, a ramp's row and block, and a slot at ``start``."""
    bench = Bench()
    slot = bench.slot(start)
    yb = bench.states(ramp.STATES, {})
    return bench, bench.row(yb), yb, slot


@pytest.mark.parametrize(("start", "end"), [(0.0, 1.0), (5.0, -3.0), (-1.0, 0.1)])
def test_a_ramp_arrives_exactly_and_in_time(start: float, end: float) -> None:
    """Verification: linear on the way, exactly the end value after the duration, then idle."""
    bench, row, yb, slot = make(start)
    ramp.begin(bench.y, yb, slot, end, 60.0)
    for second in range(1, 60):
        ramp.creep(bench.y, bench.k, row, 1.0)
        assert bench.y[slot] == pytest.approx(start + (end - start) * second / 60.0, abs=1e-12)
    for _ in range(2):
        ramp.creep(bench.y, bench.k, row, 1.0)
    assert bench.y[slot] == end
    assert bench.y[yb + ramp.TARGET] == ramp.IDLE


def test_an_idle_ramp_moves_nothing() -> None:
    """Nothing in the plant changes while no ramp is under way."""
    bench, row, _, _ = make(4.0)
    before = list(bench.y)
    ramp.creep(bench.y, bench.k, row, 1.0)
    assert bench.y == before


@pytest.mark.parametrize(("duration", "end"), [(0.0, 9.0), (-5.0, 9.0), (60.0, 4.0)])
def test_a_step_is_a_ramp_without_duration(duration: float, end: float) -> None:
    """With no time to take, or no way to go, the value is there at once and the ramp idle."""
    bench, row, yb, slot = make(4.0)
    ramp.begin(bench.y, yb, slot, end, duration)
    assert bench.y[slot] == end
    ramp.creep(bench.y, bench.k, row, 1.0)
    assert bench.y[slot] == end


def test_a_new_ramp_replaces_the_one_under_way() -> None:
    """A fault that ends half-way goes back from where it is, without a jump."""
    bench, row, yb, slot = make(0.0)
    ramp.begin(bench.y, yb, slot, 1.0, 10.0)
    for _ in range(5):
        ramp.creep(bench.y, bench.k, row, 1.0)
    ramp.begin(bench.y, yb, slot, 0.0, 5.0)
    ramp.creep(bench.y, bench.k, row, 1.0)
    assert bench.y[slot] == pytest.approx(0.4)


def test_a_ramp_without_a_rate_cannot_last_forever() -> None:
    """A rate of zero arrives at once instead of never."""
    bench, row, yb, slot = make(1.0)
    bench.y[yb + ramp.TARGET] = float(slot)
    bench.y[yb + ramp.END] = 3.0
    ramp.creep(bench.y, bench.k, row, 1.0)
    assert bench.y[slot] == 3.0
