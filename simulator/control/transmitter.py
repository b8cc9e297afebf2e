"""A transmitter: from the true value to the process value an operator sees.

The sensor lags (first order) and answers late (dead time), drifts, is biased and noisy, loses slope
about its pivot, and is slow where it is fouled (diffusion through what covers it); the signal has a
range and a resolution and is held between readings. An analogue signal keeps measuring a little
beyond its range and says so, as NAMUR NE 43 (2003) lays down: 3.8 to 20.5 mA still measures, which
is 1.25 % below and 3.125 % above the range.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.field import Field
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.numerics.exact import exp, greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel, somewhere
from simulator.numerics.noise import normal

YB = 0
PB = 1
SOURCE = 2
"""k: slot of y that is measured."""
PERIOD = 3
"""k: scans between readings."""
PHASE = 4
"""k: which scan of its period it reads in, so that not all read at once."""
STREAM = 5
"""k: the noise stream."""
ROW = 6

PV = 0
QUALITY = 1
FILTERED = 2
DRIFT = 3
DRIFT_RATE = 4
BIAS = 5
STUCK = 6
NOISE_FACTOR = 7
FAILED = 8
OFFSET = 9
STARTED = 10
SLOPE = 11
FOULING = 12
WAITING = 13
"""y: the first of MOST_LATE readings that are on their way."""
MOST_LATE = 5

QUALITIES = ("GOOD", "UNCERTAIN", "BAD")
GOOD = 0.0
UNCERTAIN = 1.0
BAD = 2.0

BELOW_RANGE = 0.0125
ABOVE_RANGE = 0.03125
"""Shares of the span by which a signal may leave its range and still measure (NAMUR NE 43)."""
DAY_S = 86400.0
ROUNDER = 6755399441055744.0
"""Added to a number and taken off again, it leaves the nearest whole one: 3 * 2**51."""

_D = "definition"
_E = "engineering fit"
_NE43 = "NAMUR NE 43 (2003)"

STATES: tuple[Field, ...] = (
    Field("process value", "PV", 0.0, -1e9, 1e9, _D, "output", meaning="as last transmitted"),
    Field("quality", "", GOOD, 0.0, 2.0, _D, "choice", QUALITIES, "of the last reading"),
    Field("filtered", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="true value behind the lag"),
    Field("drift", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="drift so far"),
    Field("drift rate", "PV/d", 0.0, -1e9, 1e9, _D, "input", meaning="drift added by a fault"),
    Field("bias", "PV", 0.0, -1e9, 1e9, _D, "input", meaning="constant error, by a fault"),
    Field("stuck", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: repeats its last reading"),
    Field("noise factor", "", 1.0, 0.0, 1000.0, _D, "input", meaning="multiplies the noise"),
    Field("failed", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: no signal, quality BAD"),
    Field("offset", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="correction by calibration"),
    Field("started", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 after the first reading"),
    Field("slope", "%", 100.0, 0.0, 200.0, _D, "input", meaning="of the sensor's response"),
    Field("fouling", "", 0.0, 0.0, 0.99, _D, "input", meaning="part of the surface covered"),
    *(
        Field(f"waiting {place}", "PV", 0.0, -1e9, 1e9, _D, "state", meaning="on its way")
        for place in range(1, MOST_LATE + 1)
    ),
)
"""One Field per slot of y; "PV" stands for the transmitter's own unit of measure."""

LAG_SHARE = 0
NOISE = 1
NATURAL_DRIFT = 2
LOW = 3
HIGH = 4
RESOLUTION = 5
FAILS_TO = 6
LAG = 7
INTERVAL = 8
PIVOT = 9
DEAD_TIME = 10
LATE = 11
DAYS = 12
STEPS = 13
LOWEST = 14
HIGHEST = 15

PARAMETERS: tuple[Field, ...] = (
    Field("lag share", "", 1.0, 0.0, 1.0, _D, meaning="computed by prepare: 1 - exp(-T/lag)"),
    Field("noise", "PV", 0.0, 0.0, 1e6, _E, meaning="standard deviation of a reading"),
    Field("natural drift", "PV/d", 0.0, -1e6, 1e6, _E, meaning="drift without any fault"),
    Field("low", "PV", 0.0, -1e9, 1e9, _D, meaning="lower end of the range"),
    Field("high", "PV", 100.0, -1e9, 1e9, _D, meaning="upper end of the range"),
    Field("resolution", "PV", 0.0, 0.0, 1e6, _E, meaning="step of the signal; 0: none"),
    Field("fails to", "", 0.0, 0.0, 1.0, _NE43, "choice", ("low", "high"), "end of the range"),
    Field("lag", "s", 0.0, 0.0, 86400.0, _E, meaning="time constant of the sensor"),
    Field("period", "s", 1.0, 0.001, 86400.0, _E, meaning="time between readings"),
    Field("pivot", "PV", 0.0, -1e6, 1e6, _D, meaning="where the slope shows nothing; pH: 7"),
    Field("dead time", "s", 0.0, 0.0, 86400.0, _E, meaning="before any answer; in whole periods"),
    Field("late", "", 0.0, 0.0, float(MOST_LATE), _D, meaning="computed by prepare: in readings"),
    Field("days", "d", 0.0, 0.0, 1.0, _D, meaning="computed by prepare: time between readings"),
    Field("steps", "", 0.0, 0.0, 1e12, _D, meaning="computed by prepare: of the signal, per PV"),
    Field("lowest", "PV", 0.0, -1e9, 1e9, _NE43, meaning="computed by prepare: still measured"),
    Field("highest", "PV", 0.0, -1e9, 1e9, _NE43, meaning="computed by prepare: still measured"),
)
"""One Field per slot of p; a scenario gives all but :data:`COMPUTED`."""
COMPUTED = ("lag share", "late", "days", "steps", "lowest", "highest")


def prepare(parameters: Mapping[str, float], dt_s: float) -> dict[str, float]:
    """Return the parameters with what follows from them, for a scan of ``dt_s`` seconds.

    ``period`` becomes a whole number of scans, at least one; ``lag share`` is what a first-order
    lag makes of a step within one period, exactly; ``late`` is the dead time in whole periods, no
    more than :data:`MOST_LATE`. ``days``, ``steps``, ``lowest`` and ``highest`` are what a reading
    would else have to divide or multiply for. Names that are missing take their defaults.
    """
    full = {field.name: field.default for field in PARAMETERS}
    full.update(parameters)
    scans = max(1, int(full["period"] / dt_s + 0.5))
    full["period"] = scans * dt_s
    full["lag share"] = 1.0 - exp(-full["period"] / full["lag"]) if full["lag"] > 0.0 else 1.0
    full["late"] = float(min(MOST_LATE, int(full["dead time"] / full["period"] + 0.5)))
    full["days"] = full["period"] / DAY_S
    full["steps"] = 1.0 / full["resolution"] if full["resolution"] > 0.0 else 0.0
    span = full["high"] - full["low"]
    full["lowest"] = full["low"] - BELOW_RANGE * span
    full["highest"] = full["high"] + ABOVE_RANGE * span
    return full


@kernel
def transmit(y: Floats, p: Floats, yb: int, pb: int, value: float) -> None:
    """Show ``value`` as the signal carries it: within its range, in its steps; and its quality."""
    quality = GOOD
    if value < p[pb + LOWEST] or value > p[pb + HIGHEST]:
        quality = UNCERTAIN
    y[yb + QUALITY] = quality
    if p[pb + STEPS] > 0.0:
        value = (value * p[pb + STEPS] + ROUNDER - ROUNDER) * p[pb + RESOLUTION]
    y[yb + PV] = greater(lesser(value, p[pb + HIGH]), p[pb + LOW])


@kernel
def sense(y: Floats, p: Floats, k: Ints, row: int) -> None:
    """Advance the sensor itself by a period, or begin: its lag and its drift.

    The lag is exact for an input that is constant between readings. A true value that is not a
    finite number leaves the sensor where it was.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    true = y[k[row + SOURCE]]
    if y[yb + STARTED] != 0.0:
        y[yb + DRIFT] += (p[pb + NATURAL_DRIFT] + y[yb + DRIFT_RATE]) * p[pb + DAYS]
    if true - true == 0.0:
        if y[yb + STARTED] == 0.0:
            y[yb + FILTERED] = true
            for place in range(MOST_LATE):
                y[yb + WAITING + place] = true
            y[yb + STARTED] = 1.0
        else:
            share = p[pb + LAG_SHARE] * (1.0 - y[yb + FOULING])
            y[yb + FILTERED] += share * (true - y[yb + FILTERED])


@kernel
def arrived(y: Floats, yb: int, late: int) -> float:
    """Return what the sensor found ``late`` readings ago, and let what it finds now wait."""
    found = y[yb + FILTERED]
    now = y[yb + WAITING]
    for place in range(late - 1):
        y[yb + WAITING + place] = y[yb + WAITING + place + 1]
    y[yb + WAITING + late - 1] = found
    return now


@kernel
def shift(y: Floats, yb: int) -> float:
    """Return by how much all readings are too high: drift, bias and what calibration corrected."""
    return y[yb + DRIFT] + y[yb + BIAS] + y[yb + OFFSET]


@kernel
def take(y: Floats, p: Floats, k: Ints, row: int, noise: float) -> None:
    """Read now, with a standard normal deviate for the noise; see :func:`read`."""
    yb = k[row + YB]
    pb = k[row + PB]
    first = y[yb + STARTED] == 0.0
    sense(y, p, k, row)
    found = y[yb + FILTERED]
    late = int(p[pb + LATE])
    if late > 0:
        found = arrived(y, yb, late)
    if y[yb + FAILED] != 0.0:
        y[yb + QUALITY] = BAD
        y[yb + PV] = p[pb + LOW]
        if p[pb + FAILS_TO] != 0.0:
            y[yb + PV] = p[pb + HIGH]
        return
    if y[yb + STUCK] != 0.0 and not first:
        return
    value = found + (found - p[pb + PIVOT]) * (0.01 * y[yb + SLOPE] - 1.0) + shift(y, yb)
    value += p[pb + NOISE] * y[yb + NOISE_FACTOR] * noise
    transmit(y, p, yb, pb, value)


@kernel
def sound(y: Floats, k: Ints, row: int) -> float:
    """Return 1 if nothing is wrong with a transmitter that has begun to read, else 0."""
    yb = k[row + YB]
    whole = y[yb + FAILED] == 0.0 and y[yb + STUCK] == 0.0 and y[yb + FOULING] == 0.0
    usual = y[yb + SLOPE] == 100.0 and y[yb + NOISE_FACTOR] == 1.0 and y[yb + DRIFT_RATE] == 0.0
    if whole and usual and y[yb + STARTED] != 0.0:
        return 1.0
    return 0.0


@kernel
def take_sound(y: Floats, p: Floats, k: Ints, row: int, noise: float, noted: float) -> None:
    """Do what :func:`take` does for a transmitter that is sound, to the same bits.

    ``noted`` is its :func:`shift` when people or faults last did anything; only what drifts by
    itself has another one since.
    """
    yb = k[row + YB]
    pb = k[row + PB]
    true = y[k[row + SOURCE]]
    if p[pb + NATURAL_DRIFT] != 0.0:
        y[yb + DRIFT] += p[pb + NATURAL_DRIFT] * p[pb + DAYS]
        noted = shift(y, yb)
    filtered = y[yb + FILTERED]
    behind = filtered + p[pb + LAG_SHARE] * (true - filtered)
    if somewhere(true - true != 0.0):  # noqa: SIM102 - hardly ever, so asked of all lanes at once
        if true - true != 0.0:
            behind = filtered
    y[yb + FILTERED] = behind
    found = behind
    late = int(p[pb + LATE])
    if late > 0:
        found = arrived(y, yb, late)
    value = found + noted
    value += p[pb + NOISE] * noise
    transmit(y, p, yb, pb, value)


@kernel
def read(y: Floats, p: Floats, k: Ints, row: int, scan: int, seed: int) -> None:
    """Read in scans of its own phase (and in the very first); hold the reading in between.

    A stuck transmitter repeats its last reading and its quality; one that failed goes to an end
    of its range with quality BAD; one beyond what its signal can carry is UNCERTAIN.
    """
    first = y[k[row + YB] + STARTED] == 0.0
    if first or scan % k[row + PERIOD] == k[row + PHASE]:
        take(y, p, k, row, normal(seed, k[row + STREAM], scan // k[row + PERIOD]))


def calibrate(y: Floats, p: Floats, yb: int, pb: int, value: float) -> Problem | None:
    """Shift the transmitter so that what it reads now would have read ``value`` (one point).

    Noise of the reading goes into the correction, as it does at the bench. Returns a Problem, and
    changes nothing, if there is no signal or ``value`` is outside the range.
    """
    low, high = p[pb + LOW], p[pb + HIGH]
    if y[yb + QUALITY] == BAD:
        return Problem(
            "no-signal",
            text("a transmitter without a signal cannot be calibrated"),
            text("call maintenance first"),
        )
    if not low <= value <= high:
        return Problem(
            "outside-range",
            text("{value:g} is outside the range of the transmitter", value=value),
            text("give a value from {low:g} to {high:g}", low=low, high=high),
        )
    y[yb + OFFSET] += value - y[yb + PV]
    if y[yb + STUCK] == 0.0:
        y[yb + PV] = value
    return None
