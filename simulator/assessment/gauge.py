"""A gauge: how long a value of the plant was within its limits, and how far it went."""

from __future__ import annotations

from simulator.language.field import Field
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
SOURCE = 2
"""k: slot of y that is watched."""
WHILE = 3
"""k: slot of y that is 0 while nobody judges; or -1, always."""
ROW = 4

INSIDE = 0
TOTAL = 1
PEAK = 2
LOWEST = 3

NONE = 1e300
"""Stands for "no value yet" in LOWEST; its negative in PEAK."""

_D = "definition"

STATES: tuple[Field, ...] = (
    Field("inside", "s", 0.0, 0.0, 1e12, _D, "output", meaning="time within the limits"),
    Field("total", "s", 0.0, 0.0, 1e12, _D, "output", meaning="time watched"),
    Field("peak", "PV", -NONE, -NONE, NONE, _D, "output", meaning="highest value seen"),
    Field("lowest", "PV", NONE, -NONE, NONE, _D, "output", meaning="lowest value seen"),
)

LOW = 0
HIGH = 1

PARAMETERS: tuple[Field, ...] = (
    Field("low", "PV", -NONE, -NONE, NONE, _D, meaning="lower limit, itself inside"),
    Field("high", "PV", NONE, -NONE, NONE, _D, meaning="upper limit, itself inside"),
)
"""One Field per slot of p; "PV" stands for the unit of measure of what is watched."""


@kernel
def watch(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Count ``dt`` seconds, inside if the value is within the limits; keep peak and lowest.

    A value that is not a number is never inside and is neither peak nor lowest. Nothing is counted
    while the slot WHILE is 0.
    """
    if k[row + WHILE] >= 0 and y[k[row + WHILE]] == 0.0:
        return
    yb = k[row + YB]
    pb = k[row + PB]
    value = y[k[row + SOURCE]]
    y[yb + TOTAL] += dt
    if p[pb + LOW] <= value <= p[pb + HIGH]:
        y[yb + INSIDE] += dt
    y[yb + PEAK] = greater(y[yb + PEAK], value)
    y[yb + LOWEST] = lesser(y[yb + LOWEST], value)


def share_inside(y: Floats, yb: int) -> float:
    """Return the part (0 to 1) of the watched time that was within the limits; 0 if none was."""
    if y[yb + TOTAL] <= 0.0:
        return 0.0
    return y[yb + INSIDE] / y[yb + TOTAL]


def seen(y: Floats, yb: int) -> bool:
    """Return whether any value was seen, so that peak and lowest mean something."""
    return y[yb + PEAK] > -NONE
