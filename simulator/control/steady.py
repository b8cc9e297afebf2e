"""The short way of a loop that does what loops do nearly always.

A loop that is in AUTO or CAS, acts by error and integral, and moves actuators of which one at least
follows it, is steady. Only people, faults and a lost value change that. So it is asked once, and
again where a loop was executed the whole way; in between, :func:`act` does what
:func:`simulator.control.loop.execute` does, to the same bits, without asking what cannot have
changed, and with the integral's part of the gain found once.
"""

from __future__ import annotations

from simulator.control.actuator import DEMAND
from simulator.control.loop import (
    ACTION,
    CAS,
    CUT_OFF,
    DERIVATIVE,
    ERROR,
    FIRST_LINK,
    GAIN,
    INTEGRAL,
    LAST_PV,
    LINK_KIND,
    LINK_PB,
    LINK_ROW,
    LINK_TARGET,
    LINKS,
    MAN,
    MODE,
    OP,
    OP_HIGH,
    OP_LOW,
    PB,
    PERIOD,
    PV,
    QUALITY,
    SLOPE,
    SP,
    SP_HIGH,
    SP_LOW,
    STARTED,
    TO_LOOP,
    TRACKING,
    YB,
    deviation,
    execute,
    linked,
    settle,
    tracks,
    unless_held_back,
)
from simulator.control.transmitter import BAD as BAD_QUALITY
from simulator.numerics.exact import clamp
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere


@kernel
def steady(y: Floats, k: Ints, row: int, dt: float) -> float:
    """Return what the integral of a steady loop adds (%) in one execution for an error of 1.

    Of a loop that is not steady it is 0.
    """
    yb = k[row + YB]
    runs = y[yb + STARTED] != 0.0 and y[yb + MODE] != MAN and y[yb + TRACKING] == 0.0
    plain = y[yb + INTEGRAL] > 0.0 and not y[yb + DERIVATIVE] > 0.0
    if runs and plain and tracks(y, k, row) == 0.0:
        return y[yb + GAIN] * (dt * float(k[row + PERIOD]) / y[yb + INTEGRAL])
    return 0.0


@kernel
def slaves(y: Floats, k: Ints, row: int) -> int:
    """Return 1 if the loop has slaves and all follow it, -1 if one does not, 0 if it has none."""
    found = 0
    link = k[row + FIRST_LINK]
    for _ in range(k[row + LINKS]):
        if k[link + LINK_KIND] == TO_LOOP:
            found = 1
            if somewhere(y[k[link + LINK_TARGET] + MODE] != CAS):
                return -1
        link += LINK_ROW
    return found


@kernel
def act(y: Floats, p: Floats, k: Ints, row: int, integrated: float, h: float, led: int) -> None:
    """Execute a loop that is steady and whose value is good, ``h`` seconds after the last time.

    With slaves (``led`` is 1), all follow.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    pv = y[k[row + PV]]
    y[yb + SP] = clamp(y[yb + SP], p[pb + SP_LOW], p[pb + SP_HIGH])
    error = deviation(y, p, yb, pb, pv)
    change = y[yb + GAIN] * (error - y[yb + ERROR]) + integrated * error
    op = y[yb + OP] + change
    if led == 1:
        op = unless_held_back(y, p, k, row, change)
    shut = p[pb + OP_LOW]
    if p[pb + ACTION] != 0.0:
        shut = p[pb + OP_HIGH]
    if y[yb + SP] <= p[pb + CUT_OFF]:
        op = shut
    y[yb + SLOPE] = (pv - y[yb + LAST_PV]) * (1.0 / h)
    y[yb + ERROR] = error
    y[yb + LAST_PV] = pv
    y[yb + OP] = op
    settle(y, p, yb, pb)
    op = y[yb + OP]
    link = k[row + FIRST_LINK]
    for _ in range(k[row + LINKS]):
        place = k[link + LINK_TARGET] + DEMAND
        if k[link + LINK_KIND] == TO_LOOP:
            place = k[link + LINK_TARGET] + SP
        y[place] = linked(p, k[link + LINK_PB], op)
        link += LINK_ROW


@kernel
def execute_noted(
    y: Floats, p: Floats, notes: Floats, k: Ints, row: int, place: int, dt: float
) -> None:
    """Do what :func:`simulator.control.loop.execute` does, to the same bits.

    What :func:`steady` found lies at ``place``.
    """
    pv = y[k[row + PV]]
    led = slaves(y, k, row)
    good = y[k[row + QUALITY]] != BAD_QUALITY and pv - pv == 0.0
    if led < 0 or somewhere(not (notes[place] > 0.0 and good)):
        execute(y, p, k, row, dt)
        notes[place] = steady(y, k, row, dt)
    else:
        act(y, p, k, row, notes[place], dt * float(k[row + PERIOD]), led)
