"""Real time becomes simulated time, and no clock makes the batch leap."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from simulator.session.pace import Pace, seconds, utc_stamp


class ScriptedClock:
    """A clock that shows what it is told."""

    def __init__(self) -> None:
        self.now = 10**12

    def __call__(self) -> int:
        """Return nanoseconds."""
        return self.now


@given(st.lists(st.integers(0, 999_000_000), max_size=50), st.floats(0.1, 1000.0))
def test_nothing_is_lost_between_frames(gaps: list[int], speed: float) -> None:
    """However often it is asked, the simulated time earned is real time by speed, to 1 ms."""
    clock = ScriptedClock()
    pace = Pace(speed, clock)
    earned = 0
    for gap in gaps:
        clock.now += gap
        earned += pace.earned()
    expected = 0.0
    for gap in gaps:
        expected += gap * speed / 1e6
    assert abs(earned - expected) <= 1.0 + 1e-6 * expected


def test_sleep_and_clock_jumps_do_not_make_the_batch_leap() -> None:
    """Eight hours of suspended laptop count as one second, and going back as nothing."""
    clock = ScriptedClock()
    pace = Pace(60.0, clock)
    clock.now += 8 * 3600 * 10**9
    assert pace.earned() == 60_000
    clock.now -= 365 * 24 * 3600 * 10**9
    assert pace.earned() == 0
    clock.now += 10**9
    assert pace.earned() == 60_000


def test_pause_and_speed() -> None:
    """A paused session earns nothing, also not afterwards; speeds are bounded."""
    clock = ScriptedClock()
    pace = Pace(10.0, clock)
    pace.paused = True
    clock.now += 10**9
    assert pace.earned() == 0
    pace.paused = False
    clock.now += 10**8
    assert pace.earned() == 1000
    pace.set_speed(float("nan"))
    assert pace.speed == 0.0
    pace.set_speed(1e12)
    assert pace.speed == 100_000.0
    pace.set_speed(-5.0)
    clock.now += 10**9
    assert pace.earned() == 0


def test_the_stamp_is_utc_to_a_millisecond() -> None:
    """Stamps of records are ISO 8601 in UTC, and the measuring clock does not go back."""
    assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{3}Z", utc_stamp())
    assert seconds() <= seconds()
