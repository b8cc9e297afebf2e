"""How fast simulated time goes. The only reader of the wall clock in the whole program."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_GAP_NS = 1_000_000_000
"""A longer silence (a laptop that slept, a stopped process) counts as this much."""
FASTEST = 100_000.0


def utc_stamp() -> str:
    """Return the date and time in UTC to a millisecond, such as ``2026-11-22T03:50:00.125Z``."""
    milliseconds = time.time_ns() // 1_000_000
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(milliseconds // 1000))
    return f"{whole}.{milliseconds % 1000:03d}Z"


def seconds() -> float:
    """Return the seconds on a clock that never goes back, for measuring how long a thing took."""
    return time.monotonic()


def cpu_seconds() -> float:
    """Return the processor time of this process in seconds, all its threads together."""
    return time.process_time()


def thread_seconds() -> float:
    """Return the processor time of the thread that asks, in seconds."""
    return time.thread_time()


class Pace:
    """Turns real time into simulated time.

    Only a clock that never goes back is read, and a long gap counts as one second, so that setting
    the clock or closing the lid of a laptop never makes the batch leap.
    """

    def __init__(self, speed: float = 1.0, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._last = clock()
        self._rest = 0.0
        self._speed = 0.0
        self.paused = False
        self.set_speed(speed)

    @property
    def speed(self) -> float:
        """How many times faster than the clock simulated time goes."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Go at ``speed`` times the clock from here on, from 0 to 100 000."""
        self._speed = 0.0 if not speed > 0.0 else min(speed, FASTEST)

    def earned(self) -> int:
        """Return the simulated milliseconds that may pass since the last time this was asked."""
        now = self._clock()
        gap = min(max(now - self._last, 0), LONGEST_GAP_NS)
        self._last = now
        if self.paused:
            return 0
        self._rest += gap * self._speed / 1e6
        whole = int(self._rest)
        self._rest -= whole
        return whole
