"""Bands: between which values of a number every alarm and comparison comes out as it does now.

A number within its band need not be looked at again, by nobody. A band may be narrower than it
could be, which costs time, but never wider: what rounding might decide lies outside, and so does
what is not a number. Bands lie in pads: they follow from the state and can be found anew.
"""

from __future__ import annotations

from simulator.control import alarm, watch
from simulator.control.transmitter import BAD, FAILED, QUALITY, STARTED, STUCK
from simulator.control.transmitter import YB as READER_YB
from simulator.language.condition import HELD
from simulator.numerics.exact import greater, lesser, magnitude
from simulator.numerics.kernel import Floats, Ints, kernel

LOW = 0
HIGH = 1
WIDTH = 2
"""Slots of a band."""
FAR = 1e300
"""A band that nothing narrows reaches so far to either side."""
_NEAR = 1e-12
"""Far more than rounding, and far less than any number of a plant is known to."""


@kernel
def near(number: float) -> float:
    """Return how close to a number, or to two of such magnitudes, rounding might matter."""
    return _NEAR * (magnitude(number) + 1.0)


@kernel
def widen(pads: Floats, place: int) -> None:
    """Let a band reach as far as it can."""
    pads[place + LOW] = -FAR
    pads[place + HIGH] = FAR


@kernel
def narrow(pads: Floats, place: int, low: float, high: float) -> None:
    """Leave of a band what lies between ``low`` and ``high``."""
    pads[place + LOW] = greater(pads[place + LOW], low)
    pads[place + HIGH] = lesser(pads[place + HIGH], high)


@kernel
def hold_alarm(y: Floats, p: Floats, pads: Floats, k: Ints, row: int, place: int) -> None:
    """Narrow a band to where an alarm stays as it is; one at rest, that was just decided on.

    It does what :func:`simulator.control.alarm.beyond` asks: without slack its comparison is
    exact, and with slack the band keeps away from what rounding decides. An alarm that nothing is
    decided for, because the quality is BAD, narrows nothing.
    """
    yb = k[row + alarm.YB]
    kind = k[row + alarm.KIND]
    limit = y[yb + alarm.LIMIT]
    slack = p[k[row + alarm.PB] + alarm.DEADBAND]
    off = near(magnitude(limit) + magnitude(slack))
    active = y[yb + alarm.ACTIVE] != 0.0
    low = -FAR
    high = FAR
    if kind in (alarm.LO, alarm.LOLO):
        if active:
            high = limit + slack - off
        else:
            low = limit
    elif active:
        low = limit - slack + off
    else:
        high = limit
    if k[row + alarm.TRUST] >= 0 and y[k[row + alarm.TRUST]] == BAD:
        low = -FAR
        high = FAR
    narrow(pads, place, low, high)


@kernel
def hold_comparison(pads: Floats, place: int, value: float, number: float) -> None:
    """Narrow a band to the side of a constant on which the value is, or to the constant."""
    low = FAR
    high = -FAR
    if value < number:
        low = -FAR
        high = number - near(number)
    elif value > number:
        low = number + near(number)
        high = FAR
    elif value == number:
        low = number
        high = number
    narrow(pads, place, low, high)


@kernel
def hold_condition(y: Floats, p: Floats, pads: Floats, k: Ints, row: int, places: int) -> None:
    """Narrow the bands of what a condition compares, listed for each instruction in ``places``."""
    at = k[row + watch.FIRST]
    end = at + watch.INSTRUCTION * k[row + watch.COUNT]
    if y[k[row + watch.YB] + watch.ENABLED] != 0.0:
        while at < end:
            if k[at + watch.OPCODE] > watch.AGAINST:
                number = p[k[at + watch.CONSTANT]]
                hold_comparison(pads, k[places], y[k[at + watch.OPERAND]], number)
            at += watch.INSTRUCTION
            places += 1


@kernel
def counting(y: Floats, k: Ints, row: int) -> float:
    """Return 1 if a ``for`` of a condition has begun to count and is not at its end, else 0."""
    at = k[row + watch.FIRST]
    end = at + watch.INSTRUCTION * k[row + watch.COUNT]
    found = 0.0
    while at < end:
        if k[at + watch.OPCODE] == HELD:
            timer = y[k[at + watch.TIMER]]
            if timer != 0.0 and timer - 1.0 < float(k[at + watch.OPERAND]):
                found = 1.0
        at += watch.INSTRUCTION
    return found


@kernel
def doubtful(y: Floats, k: Ints, row: int) -> float:
    """Return 1 if the next reading of a transmitter may change whether its quality is BAD, else 0.

    It is BAD from a reading without a signal to one with; one that is stuck keeps what it had.
    """
    yb = k[row + READER_YB]
    kept = y[yb + FAILED] != 0.0
    if y[yb + QUALITY] == BAD:
        if kept or (y[yb + STUCK] != 0.0 and y[yb + STARTED] != 0.0):
            return 0.0
        return 1.0
    if kept:
        return 1.0
    return 0.0
