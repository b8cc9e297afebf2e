"""When an alarm's condition is there: limits, deadband and delays."""

from __future__ import annotations

import math

import pytest
from control_bench import Bench
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import alarm as al


class Detector:
    """One alarm on a value, with a set-point for DEV."""

    def __init__(self, kind: int, **given: float) -> None:
        self.bench = Bench()
        self.value, self.setpoint = self.bench.slot(), self.bench.slot()
        self.row, self.yb = self.bench.alarm(self.value, kind, reference=self.setpoint, **given)

    def see(self, value: float, dt_ms: float = 1000.0) -> bool:
        """Detect once; return whether the alarm is active."""
        self.bench.y[self.value] = value
        al.detect(self.bench.y, self.bench.p, self.bench.k, self.row, dt_ms)
        return self.bench.y[self.yb + al.ACTIVE] == 1.0

    def get(self, slot: int) -> float:
        """Return a slot of the alarm."""
        return self.bench.y[self.yb + slot]


@pytest.mark.parametrize("kind", [al.HI, al.HIHI])
def test_high_alarms_come_above_the_limit_and_go_below_the_deadband(kind: int) -> None:
    """On the limit is not beyond it; on the edge of the deadband is not yet back."""
    one = Detector(kind, limit=38.0, deadband=0.5)
    seen = [one.see(value) for value in (38.0, 38.1, 37.9, 37.6, 37.5, 37.9, 38.0, 38.1)]
    assert seen == [False, True, True, True, False, False, False, True]


@pytest.mark.parametrize("kind", [al.LO, al.LOLO])
def test_low_alarms_mirror_high_ones(kind: int) -> None:
    """Below the limit, and back above the deadband."""
    one = Detector(kind, limit=30.0, deadband=5.0)
    seen = [one.see(value) for value in (30.0, 29.9, 31.0, 34.9, 35.0, 31.0, 29.0)]
    assert seen == [False, True, True, True, False, False, True]


def test_a_deviation_alarm_counts_from_the_setpoint_both_ways() -> None:
    """DEV moves with the set-point."""
    one = Detector(al.DEV, limit=2.0, deadband=0.5)
    one.bench.y[one.setpoint] = 40.0
    assert [one.see(value) for value in (41.9, 42.1, 41.6, 41.4, 37.9)] == [
        False,
        True,
        True,
        False,
        True,
    ]
    one.bench.y[one.setpoint] = 38.0
    assert not one.see(37.9)


def test_a_bad_alarm_answers_bad_quality_only() -> None:
    """GOOD and UNCERTAIN are no alarm."""
    one = Detector(al.BAD)
    assert [one.see(quality) for quality in (0.0, 1.0, 2.0, 1.0)] == [False, False, True, False]


@pytest.mark.parametrize("dt_ms", [100.0, 1000.0, 5000.0])
def test_delays_run_from_the_moment_the_value_crossed(dt_ms: float) -> None:
    """Verification: active 15 s after crossing, gone 30 s after return; PENDED tells since when."""
    one = Detector(al.HI, limit=38.0, on_delay=15_000.0, off_delay=30_000.0)
    one.see(37.0, dt_ms)
    for value, delay, becomes in ((39.0, 15_000.0, True), (37.0, 30_000.0, False)):
        waited = 0.0
        while one.see(value, dt_ms) is not becomes:
            assert one.get(al.CHANGED) == 0.0
            waited += dt_ms
        assert waited == delay
        assert one.get(al.CHANGED) == 1.0
        assert one.get(al.PENDED) == delay
        one.see(value, dt_ms)
        assert one.get(al.CHANGED) == 0.0


def test_a_spike_shorter_than_the_delay_is_no_alarm() -> None:
    """The on-delay begins anew after every return."""
    one = Detector(al.HI, limit=38.0, on_delay=5_000.0)
    for _ in range(20):
        assert not any(one.see(39.0) for _ in range(5))
        assert not one.see(37.0)


def test_noise_around_the_limit_does_not_chatter_with_a_deadband() -> None:
    """A value that swings by less than the deadband gives one alarm, not many."""
    counts = {}
    for deadband in (0.0, 0.5):
        one = Detector(al.HI, limit=38.0, deadband=deadband)
        counts[deadband] = 0
        for step in range(100):
            one.see(38.0 + (0.2 if step % 2 else -0.2))
            counts[deadband] += one.get(al.CHANGED) == 1.0
    assert counts == {0.0: 99, 0.5: 1}


@pytest.mark.parametrize("kind", range(6))
def test_a_value_that_is_no_number_raises_no_alarm(kind: int) -> None:
    """NaN is beyond nothing."""
    assert not Detector(kind, limit=1.0).see(math.nan)


def test_a_limit_may_be_moved_while_running() -> None:
    """The limit is a state: who may change it is for the plant to say."""
    one = Detector(al.HI, limit=38.0)
    assert not one.see(37.5)
    one.bench.y[one.yb + al.LIMIT] = 37.0
    assert one.see(37.5)


@given(
    values=st.lists(st.floats(0.0, 100.0), max_size=60),
    kind=st.sampled_from([al.HI, al.LO, al.DEV]),
    on=st.sampled_from([0.0, 3000.0]),
)
def test_changed_is_exactly_the_change_of_active(values: list[float], kind: int, on: float) -> None:
    """In any history CHANGED marks the scans in which ACTIVE became another."""
    one = Detector(kind, limit=50.0, deadband=5.0, on_delay=on)
    before = False
    for value in values:
        active = one.see(value)
        assert one.get(al.CHANGED) == float(active != before)
        before = active


def test_a_value_that_nobody_measures_raises_no_alarm() -> None:
    """While quality is BAD nothing is decided and no delay runs; afterwards all begins anew."""
    bench = Bench()
    value, quality = bench.slot(), bench.slot()
    row, yb = bench.alarm(value, al.LO, trust=quality, limit=30.0, on_delay=2000.0)

    def see(now: float, state: float) -> float:
        bench.y[value], bench.y[quality] = now, state
        al.detect(bench.y, bench.p, bench.k, row, 1000.0)
        return bench.y[yb + al.ACTIVE]

    assert [see(0.0, 2.0) for _ in range(10)] == [0.0] * 10
    assert [see(20.0, 0.0) for _ in range(3)] == [0.0, 0.0, 1.0]
    assert [see(90.0, 2.0) for _ in range(3)] == [1.0, 1.0, 1.0]
    assert see(90.0, 0.0) == 0.0
