"""A control loop: PID in MAN, AUTO or CAS, with split range and cascade through links.

The algorithm is the velocity (incremental) form with proportional action on the error, derivative
action on the process value behind a filter of ``Td/N`` (N = 10), and the output clamped to its
limits, so that there is no integral to wind up and every change of mode or tuning is bumpless:
K. J. Astrom and T. Hagglund, "PID Controllers: Theory, Design, and Tuning", 2nd ed., ISA (1995),
chapters 3.4 and 3.6. A gap around the set-point (Shinskey, "Process Control Systems", 4th ed.,
1996) keeps two reagents from fighting each other.

A loop none of whose targets follows it (its actuators are forced, its slaves are not in CAS)
tracks: its output is where the targets are, so that it takes over from there.

No flow meter measures down to nothing, so a flow that is asked to be nothing is not controlled but
shut off: at a set-point at or below its cut-off a loop keeps its output at the lowest, and a direct
one, whose output takes flow away, at the highest, whatever the noise of the meter says (the tight
shut-off of Foundation Fieldbus' FINAL_VALUE_CUTOFF_LO).
"""

from __future__ import annotations

from simulator.control.actuator import DEMAND, FORCE_VALUE, FORCED
from simulator.control.transmitter import BAD as BAD_QUALITY
from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
PV = 2
"""k: slot of y with the process value."""
QUALITY = 3
"""k: slot of y with its quality."""
PERIOD = 4
"""k: scans between executions."""
FIRST_LINK = 5
"""k: row of the first link; the others follow it."""
LINKS = 6
"""k: number of links."""
ROW = 7

LINK_PB = 0
LINK_TARGET = 1
"""k: block in y of the actuator or loop it moves."""
LINK_KIND = 2
LINK_ROW = 3
TO_ACTUATOR = 0
TO_LOOP = 1

SP = 0
OP = 1
MODE = 2
GAIN = 3
INTEGRAL = 4
DERIVATIVE = 5
ERROR = 6
LAST_PV = 7
SLOPE = 8
SHED = 9
TRACKING = 10
LIMITED = 11
STARTED = 12

MODES = ("MAN", "AUTO", "CAS")
MAN = 0.0
AUTO = 1.0
CAS = 2.0
DERIVATIVE_FILTER = 10.0
"""N: the derivative is filtered with a time constant of Td/N."""

_D = "definition"
_E = "engineering fit"

TUNING: tuple[Field, ...] = (
    Field("gain", "%/PV", 1.0, 0.0, 1e6, _E, meaning="output per unit of error"),
    Field("integral time", "s", 0.0, 0.0, 1e6, _E, meaning="0: no integral action"),
    Field("derivative time", "s", 0.0, 0.0, 1e5, _E, meaning="0: no derivative action"),
)
"""Set by the scenario and, in operation, by whoever tunes the loop: in STATES and PARAMETERS."""

STATES: tuple[Field, ...] = (
    Field("setpoint", "PV", 0.0, -1e9, 1e9, _D, "state"),
    Field("output", "%", 0.0, -100.0, 200.0, _D, "state"),
    Field("mode", "", MAN, 0.0, 2.0, _D, "choice", MODES),
    *TUNING,
    Field("error", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="at the last execution, less gap"),
    Field("last value", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="process value then"),
    Field("slope", "PV/s", 0.0, -1e9, 1e9, _D, "state", meaning="filtered slope of the value"),
    Field("shed", "", 0.0, 0.0, 1.0, _D, "output", meaning="1: put in MAN by a BAD value"),
    Field("tracking", "", 0.0, 0.0, 1.0, _D, "output", meaning="1: no target follows it"),
    Field(
        "limited", "", 0.0, -1.0, 1.0, _D, "output", meaning="1 (-1): a higher (lower) SP is no use"
    ),
    Field("started", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 after the first execution"),
)
"""One Field per slot of y; "PV" stands for the unit of measure of the process value."""

ACTION = 0
GAP = 1
SP_LOW = 2
SP_HIGH = 3
OP_LOW = 4
OP_HIGH = 5
SP_TRACKS = 6
CUT_OFF = 11
"""After the tuning and the period."""

PARAMETERS: tuple[Field, ...] = (
    Field(
        "action", "", 0.0, 0.0, 1.0, _D, "choice", ("reverse", "direct"), "direct: OP up with PV"
    ),
    Field("gap", "PV", 0.0, 0.0, 1e6, _E, meaning="half width around SP with no error"),
    Field("setpoint low", "PV", -1e9, -1e9, 1e9, _E, meaning="lowest set-point"),
    Field("setpoint high", "PV", 1e9, -1e9, 1e9, _E, meaning="highest set-point"),
    Field("output low", "%", 0.0, -100.0, 200.0, _E, meaning="lowest output"),
    Field("output high", "%", 100.0, -100.0, 200.0, _E, meaning="highest output"),
    Field("setpoint tracking", "", 0.0, 0.0, 1.0, _E, "choice", ("no", "yes"), "SP = PV in MAN"),
    *TUNING,
    Field(
        "period", "s", 1.0, 0.001, 3600.0, _E, meaning="in whole scans; not given: its instrument's"
    ),
    Field("cut-off", "PV", -1e9, -1e9, 1e9, _E, meaning="SP at or below which the output is shut"),
)
"""One Field per slot of p; "PV" stands for the unit of measure of the process value."""

IN_LOW = 0
IN_HIGH = 1
OUT_LOW = 2
OUT_HIGH = 3

LINK_PARAMETERS: tuple[Field, ...] = (
    Field("in low", "%", 0.0, -100.0, 200.0, _D, meaning="output at which the link begins"),
    Field("in high", "%", 100.0, -100.0, 200.0, _D, meaning="output at which it ends"),
    Field("out low", "target", 0.0, -1e9, 1e9, _D, meaning="what it gives at the beginning"),
    Field("out high", "target", 100.0, -1e9, 1e9, _D, meaning="what it gives at the end"),
)
"""One Field per slot of p of a link; "target" is % for an actuator, else the slave's PV unit."""


@kernel
def follows(y: Floats, k: Ints, link: int) -> int:
    """Return 1 if the target of this link does what the loop says, else 0."""
    target = k[link + LINK_TARGET]
    if k[link + LINK_KIND] == TO_LOOP:
        if y[target + MODE] == CAS:
            return 1
        return 0
    if y[target + FORCED] != 0.0:
        return 0
    return 1


@kernel
def linked(p: Floats, pb: int, op: float) -> float:
    """Return what the link with parameters at ``pb`` gives its target for output ``op`` (%)."""
    wide = p[pb + IN_HIGH] - p[pb + IN_LOW]
    share = 0.0
    if wide > 0.0:
        share = lesser(greater((op - p[pb + IN_LOW]) * (1.0 / wide), 0.0), 1.0)
    # Asked only where the product may be rounded to less than 1 at the end, or there is no span.
    if (wide <= 0.0 or wide * (1.0 / wide) < 1.0) and op >= p[pb + IN_HIGH]:
        share = 1.0
    return p[pb + OUT_LOW] + share * (p[pb + OUT_HIGH] - p[pb + OUT_LOW])


@kernel
def share_of(y: Floats, p: Floats, k: Ints, link: int) -> float:
    """Return how far (0 to 1) the target of a link is through the span the link gives it."""
    pb = k[link + LINK_PB]
    target = k[link + LINK_TARGET]
    if k[link + LINK_KIND] == TO_LOOP:
        at = y[target + SP]
    elif y[target + FORCED] != 0.0:
        at = y[target + FORCE_VALUE]
    else:
        at = y[target + DEMAND]
    wide = p[pb + OUT_HIGH] - p[pb + OUT_LOW]
    if wide == 0.0:
        return 0.0
    return clamp((at - p[pb + OUT_LOW]) / wide, 0.0, 1.0)


@kernel
def tracked(y: Floats, p: Floats, k: Ints, row: int) -> float:
    """Return the output (%) at which the targets would be where they are now.

    With a split range that is the link furthest along; with none begun, the lowest beginning.
    """
    link = k[row + FIRST_LINK]
    lowest = p[k[link + LINK_PB] + IN_LOW]
    found = 0
    op = 0.0
    for _ in range(k[row + LINKS]):
        pb = k[link + LINK_PB]
        begin = p[pb + IN_LOW]
        lowest = lesser(lowest, begin)
        share = share_of(y, p, k, link)
        if share > 0.0:
            reached = begin + share * (p[pb + IN_HIGH] - begin)
            if found == 0 or reached > op:
                op = reached
            found = 1
        link += LINK_ROW
    if found == 0:
        op = lowest
    return op


@kernel
def tracks(y: Floats, k: Ints, row: int) -> float:
    """Return 1 if the loop has links and none of their targets follows, else 0."""
    link = k[row + FIRST_LINK]
    found = 0.0
    if k[row + LINKS] > 0:
        found = 1.0
    for _ in range(k[row + LINKS]):
        if follows(y, k, link) == 1:
            found = 0.0
        link += LINK_ROW
    return found


@kernel
def has_slaves(k: Ints, row: int) -> int:
    """Return 1 if a link of the loop leads to another loop, else 0: then nothing holds it back."""
    link = k[row + FIRST_LINK]
    for _ in range(k[row + LINKS]):
        if k[link + LINK_KIND] == TO_LOOP:
            return 1
        link += LINK_ROW
    return 0


@kernel
def held_back(y: Floats, p: Floats, k: Ints, row: int, up: int) -> int:
    """Return 1 if an output moved up (1) or down (0) would only push slaves at their limits.

    Where its way leads on to another output of a split range it is not held back: a valve that is
    as good as shut must not keep the pump of the other half from starting.
    """
    op = y[k[row + YB] + OP]
    link = k[row + FIRST_LINK]
    stuck = 0
    for _ in range(k[row + LINKS]):
        pb = k[link + LINK_PB]
        begin = p[pb + IN_LOW]
        end = p[pb + IN_HIGH]
        active = begin < op < end  # asked first: whether up or down is as good as random
        if not active:
            active = (up == 1 and begin <= op < end) or (up == 0 and begin < op <= end)
        further = (up == 1 and begin > op) or (up == 0 and end < op)
        if (active or further) and follows(y, k, link) == 1:
            if further or k[link + LINK_KIND] != TO_LOOP:
                return 0
            target = k[link + LINK_TARGET]
            useless = -1.0
            if (up == 1) == (p[pb + OUT_HIGH] > p[pb + OUT_LOW]):
                useless = 1.0
            if y[target + TRACKING] == 0.0 and y[target + LIMITED] != useless:
                return 0
            stuck = 1
        link += LINK_ROW
    return stuck


@kernel
def unless_held_back(y: Floats, p: Floats, k: Ints, row: int, change: float) -> float:
    """Return the output (%) with a change, or without it if it would only push slaves."""
    op = y[k[row + YB] + OP]
    up = 0
    if change > 0.0:
        up = 1
    stuck = has_slaves(k, row)
    if stuck == 1:
        stuck = held_back(y, p, k, row, up)
    if stuck == 0 or change == 0.0:
        op += change
    return op


@kernel
def deviation(y: Floats, p: Floats, yb: int, pb: int, pv: float) -> float:
    """Return the error that asks for more output: reverse SP - PV, direct PV - SP, less the gap."""
    error = y[yb + SP] - pv
    if p[pb + ACTION] != 0.0:
        error = pv - y[yb + SP]
    gap = p[pb + GAP]
    if gap <= 0.0:
        return error + 0.0  # a zero of either sign gives the same, as with a gap
    return error - clamp(error, -gap, gap)


@kernel
def increment(y: Floats, p: Floats, yb: int, pb: int, pv: float, h: float) -> float:
    """Return the change of output (%) of one execution, and remember error, value and slope.

    ``du = K (e - e') + K h/Ti e -+ K Td (s - s')`` with the slope
    ``s = (Td s' + N (v - v'))/(Td + N h)``.
    """
    error = deviation(y, p, yb, pb, pv)
    gain = y[yb + GAIN]
    td = y[yb + DERIVATIVE]
    rise = pv - y[yb + LAST_PV]
    slope = rise * (1.0 / h)
    if td > 0.0:
        slope = (td * y[yb + SLOPE] + DERIVATIVE_FILTER * rise) / (td + DERIVATIVE_FILTER * h)
    change = gain * (error - y[yb + ERROR])
    if y[yb + INTEGRAL] > 0.0:
        change += gain * (h / y[yb + INTEGRAL]) * error
    if td > 0.0:  # else the change need not wait for the slope
        bend = gain * td * (slope - y[yb + SLOPE])
        if p[pb + ACTION] != 0.0:
            change += bend
        else:
            change -= bend
    y[yb + ERROR] = error
    y[yb + LAST_PV] = pv
    y[yb + SLOPE] = slope
    return change


@kernel
def choose_setpoint(y: Floats, p: Floats, yb: int, pb: int, pv: float, good: int) -> None:
    """Let the set-point track the value in MAN if it shall, and keep it within its limits."""
    if p[pb + SP_TRACKS] != 0.0 and y[yb + MODE] == MAN and good == 1:
        y[yb + SP] = pv
    y[yb + SP] = clamp(y[yb + SP], p[pb + SP_LOW], p[pb + SP_HIGH])


@kernel
def settle(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Clamp the output and say whether a higher (or lower) set-point would still have effect."""
    op = clamp(y[yb + OP], p[pb + OP_LOW], p[pb + OP_HIGH])
    limited = 0.0
    if op <= p[pb + OP_LOW]:
        limited = -1.0
    if op >= p[pb + OP_HIGH]:
        limited = 1.0
    y[yb + OP] = op
    if p[pb + ACTION] != 0.0:
        limited = -limited
    y[yb + LIMITED] = limited


@kernel
def send(y: Floats, p: Floats, k: Ints, row: int) -> None:
    """Write the output through every link: to demands, and to set-points of slaves in CAS."""
    op = y[k[row + YB] + OP]
    link = k[row + FIRST_LINK]
    for _ in range(k[row + LINKS]):
        target = k[link + LINK_TARGET]
        if k[link + LINK_KIND] != TO_LOOP:
            y[target + DEMAND] = linked(p, k[link + LINK_PB], op)
        elif y[target + MODE] == CAS:
            y[target + SP] = linked(p, k[link + LINK_PB], op)
        link += LINK_ROW


@kernel
def execute(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> None:
    """Execute the loop once.

    A BAD value sheds the loop to MAN, output held, and sets SHED (cleared by whoever puts the loop
    back). In MAN the output is the operator's; error, value and slope are kept all the same, so
    that AUTO begins without a bump.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    pv = y[k[row + PV]]
    good = 1
    if y[k[row + QUALITY]] == BAD_QUALITY or pv - pv != 0.0:
        good = 0
        if y[yb + MODE] != MAN:
            y[yb + MODE] = MAN
            y[yb + SHED] = 1.0
        pv = y[yb + LAST_PV]
    choose_setpoint(y, p, yb, pb, pv, good)
    if y[yb + STARTED] == 0.0:
        y[yb + LAST_PV] = pv
        y[yb + ERROR] = deviation(y, p, yb, pb, pv)
        y[yb + STARTED] = 1.0
    change = increment(y, p, yb, pb, pv, dt * float(k[row + PERIOD]))
    y[yb + TRACKING] = tracks(y, k, row)
    if y[yb + TRACKING] != 0.0:
        y[yb + OP] = tracked(y, p, k, row)
    elif y[yb + MODE] != MAN:
        if y[yb + SP] > p[pb + CUT_OFF]:
            y[yb + OP] = unless_held_back(y, p, k, row, change)
        elif p[pb + ACTION] != 0.0:
            y[yb + OP] = p[pb + OP_HIGH]
        else:
            y[yb + OP] = p[pb + OP_LOW]
    settle(y, p, yb, pb)
    send(y, p, k, row)


@kernel
def control(y: Floats, p: Floats, k: Ints, row: int, scan: int, dt: float) -> None:
    """Execute the loop in scans of its period; masters must come before their slaves."""
    if scan % k[row + PERIOD] == 0:
        execute(y, p, k, row, dt)
