"""An actuator: from a demand in percent to a flow, speed or valve position in the plant.

A valve or drive moves at its stroke speed, may stick, may be forced by an interlock, trip or be
blocked. Stiction is the one-parameter model of Stenman, Gustafsson and Forsman, Int. J. Adapt.
Control Signal Process. 17 (2003): it stays until the demand is further away than the band, then
goes all the way. A demand for fully shut or fully open always moves it (tight shut-off).
"""

from __future__ import annotations

from simulator.language.field import Field
from simulator.numerics.exact import clamp, magnitude
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere

YB = 0
PB = 1
TARGET = 2
"""k: slot of y that it writes."""
SUPPLY = 3
"""k: slot of y with the availability (0 to 1) of the utility it uses, or -1."""
EVERY = 4
"""k: scans between those in which its demand or its supply may change by itself; 0: it does not."""
ROW = 5

DEMAND = 0
POSITION = 1
STUCK = 2
TRIPPED = 3
FORCED = 4
FORCE_VALUE = 5
BLOCKED = 6
MOVING = 7

_D = "definition"
_E = "engineering fit"

STATES: tuple[Field, ...] = (
    Field("demand", "%", 0.0, 0.0, 100.0, _D, "input", meaning="what loop or person asks"),
    Field("position", "%", 0.0, 0.0, 100.0, _D, "state", meaning="position or speed feedback"),
    Field("stuck", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: does not move at all"),
    Field("tripped", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: no power or air; fails"),
    Field("forced", "", 0.0, 0.0, 1.0, _D, "input", meaning="1 while an interlock forces it"),
    Field("force value", "%", 0.0, 0.0, 100.0, _D, "input", meaning="where it is forced to"),
    Field("blocked", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the flow that is stopped"),
    Field("moving", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 once it has broken loose"),
)

CAPACITY = 0
OFFSET = 1
STROKE_TIME = 2
STICTION = 3
FAIL_POSITION = 4

PARAMETERS: tuple[Field, ...] = (
    Field("capacity", "target", 100.0, -1e9, 1e9, _E, meaning="what 100 % adds to the offset"),
    Field("offset", "target", 0.0, -1e9, 1e9, _E, meaning="what 0 % gives"),
    Field("stroke time", "s", 2.0, 0.0, 3600.0, _E, meaning="time for 0 to 100 %; 0: at once"),
    Field("stiction", "%", 0.0, 0.0, 50.0, _E, meaning="demand must differ more than this"),
    Field("fail position", "%", 0.0, 0.0, 100.0, _D, meaning="where it goes when tripped"),
)
"""One Field per slot of p; "target" stands for the unit of measure of what it writes."""


@kernel
def wanted(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return where it should go, %: a trip goes before a force, a force before the demand."""
    goal = y[yb + DEMAND]
    if y[yb + FORCED] != 0.0:
        goal = y[yb + FORCE_VALUE]
    if y[yb + TRIPPED] != 0.0:
        goal = p[pb + FAIL_POSITION]
    return clamp(goal, 0.0, 100.0)


@kernel
def travel(y: Floats, p: Floats, yb: int, pb: int, goal: float, dt: float) -> None:
    """Move the position towards ``goal`` (%) for ``dt`` seconds, with stiction and stroke time."""
    apart = goal - y[yb + POSITION]
    if magnitude(apart) > p[pb + STICTION] or goal <= 0.0 or goal >= 100.0:
        y[yb + MOVING] = 1.0
    if y[yb + MOVING] == 0.0:
        return
    reach = magnitude(apart)
    if p[pb + STROKE_TIME] > 0.0:
        reach = 100.0 * dt / p[pb + STROKE_TIME]
    if magnitude(apart) <= reach:
        y[yb + POSITION] = goal
        y[yb + MOVING] = 0.0
    elif apart > 0.0:
        y[yb + POSITION] += reach
    else:
        y[yb + POSITION] -= reach


@kernel
def sound(y: Floats, k: Ints, row: int) -> float:
    """Return 1 if the actuator does what it is asked and nothing keeps it from it, else 0."""
    yb = k[row + YB]
    free = y[yb + STUCK] == 0.0 and y[yb + TRIPPED] == 0.0 and y[yb + FORCED] == 0.0
    if free and y[yb + BLOCKED] == 0.0:
        return 1.0
    return 0.0


@kernel
def drive_sound(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> int:
    """Do what :func:`drive` does for an actuator that is sound, to the same bits.

    Returns 1 if it is still on its way; if not, it does nothing new until it is asked for more.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    goal = clamp(y[yb + DEMAND], 0.0, 100.0)
    far = magnitude(goal - y[yb + POSITION])
    reach = far
    if p[pb + STROKE_TIME] > 0.0:
        reach = 100.0 * dt / p[pb + STROKE_TIME]
    moving = 0
    if p[pb + STICTION] > 0.0 or somewhere(not far <= reach):
        travel(y, p, yb, pb, goal, dt)
        if somewhere(y[yb + MOVING] != 0.0):
            moving = 1
    else:  # nothing holds it, and it gets there in one scan
        y[yb + POSITION] = goal
        y[yb + MOVING] = 0.0
    supply = 1.0
    if k[row + SUPPLY] >= 0:
        supply = y[k[row + SUPPLY]]
    given = p[pb + OFFSET] + y[yb + POSITION] * 0.01 * p[pb + CAPACITY]
    y[k[row + TARGET]] = given * supply
    return moving


@kernel
def drive(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Move for ``dt`` seconds and write the target.

    ``target = (offset + position/100 * capacity) * supply * (1 - blocked)``.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    if y[yb + STUCK] == 0.0:
        travel(y, p, yb, pb, wanted(y, p, yb, pb), dt)
    supply = 1.0
    if k[row + SUPPLY] >= 0:
        supply = y[k[row + SUPPLY]]
    given = p[pb + OFFSET] + y[yb + POSITION] * 0.01 * p[pb + CAPACITY]
    y[k[row + TARGET]] = given * supply * (1.0 - clamp(y[yb + BLOCKED], 0.0, 1.0))
