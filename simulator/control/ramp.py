"""A ramp: moves one number of the plant steadily to an end value, as a fault that grows does."""

from __future__ import annotations

from simulator.language.field import Field
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
ROW = 1

TARGET = 0
RATE = 1
END = 2

IDLE = -1.0

_D = "definition"

STATES: tuple[Field, ...] = (
    Field("target", "", IDLE, -1.0, 1e9, _D, "state", meaning="slot it moves; -1 while idle"),
    Field("rate", "1/s", 0.0, -1e12, 1e12, _D, "state", meaning="change of the slot per second"),
    Field("end", "", 0.0, -1e15, 1e15, _D, "state", meaning="value at which it stops"),
)
PARAMETERS: tuple[Field, ...] = ()


@kernel
def busy(y: Floats, k: Ints, row: int) -> int:
    """Return 1 if the ramp moves anything, else 0."""
    if y[k[row + YB] + TARGET] < 0.0:
        return 0
    return 1


@kernel
def creep(y: Floats, k: Ints, row: int, dt: float) -> None:
    """Move the target by ``dt`` seconds of the rate; stop exactly at the end value.

    A rate of zero, or one that leads away from the end value, arrives at once.
    """
    yb = k[row + YB]
    target = int(y[yb + TARGET])
    if target < 0:
        return
    rate = y[yb + RATE]
    end = y[yb + END]
    value = y[target] + rate * dt
    if (rate >= 0.0 and value >= end) or (rate <= 0.0 and value <= end) or rate == 0.0:
        value = end
        y[yb + TARGET] = IDLE
    y[target] = value


def begin(y: Floats, yb: int, target: int, end: float, duration_s: float) -> None:
    """Start to move slot ``target`` from where it is to ``end`` within ``duration_s`` seconds.

    A duration of zero, or no way to go, sets the slot at once and leaves the ramp idle.
    """
    apart = end - y[target]
    if duration_s <= 0.0 or apart == 0.0:
        y[target] = end
        y[yb + TARGET] = IDLE
        return
    y[yb + TARGET] = float(target)
    y[yb + RATE] = apart / duration_s
    y[yb + END] = end
