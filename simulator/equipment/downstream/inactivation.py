"""An inactivation vessel: a stirred tank in which acid kills viruses, and harms the product.

Retrovirus dies in first order, tenfold in each D minutes. D falls with pH and with warmth, so that
a hold of 30 min at pH 3.6 and 15 degC kills five decades and more, as ASTM E2888 has it; the last
of it, in clumps, hardly dies. A parvovirus has no envelope: acid does nothing to it. What hangs on
lid, walls and nozzles was wetted before the acid came: this dead leg keeps the pH it had, and its
virus, and slowly changes places with the bulk. Hence a hold takes place in a second tank, whose
dead leg is wetted with acid liquid. At low pH single molecules of the product aggregate. The
constants are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.process_vessel import JUDGED_STATES, keep_and_judge
from simulator.equipment.downstream.process_vessel import PARAMETERS as PROCESS_PARAMETERS
from simulator.equipment.downstream.quality import AGGREGATE, QUALITY_FIELDS, RETROVIRUS
from simulator.equipment.inventory import PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, settle
from simulator.equipment.vessel import refuse_overfull
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp10, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

AGITATION = len(JUDGED_STATES)
SHELTERED = AGITATION + 1
SHELTERED_PH = AGITATION + 2
IN_RANGE = AGITATION + 3
PH = AGITATION + 4
CONDUCTIVITY = AGITATION + 5
RETROVIRUS_CONCENTRATION = AGITATION + 6
D_NOW = AGITATION + 7
LAST_VOLUME = AGITATION + 8

_D = "definition"
_FIT = "engineering fit"

STATES: tuple[Field, ...] = (
    *JUDGED_STATES,
    Field("agitation", "rpm", 0.0, 0.0, 1000.0, _D, "input"),
    Field("sheltered retrovirus", "1e6 IU", 0.0, 0.0, 1e15, _D, "state", meaning="in the dead leg"),
    Field("dead leg pH", "pH", 7.0, -2.0, 16.0, _D, "state"),
    Field("time in range", "min", 0.0, 0.0, 1e7, _D, "state", meaning="of pH, since the beginning"),
    Field("pH", "pH", 7.0, -2.0, 16.0, _D, "output", meaning="of what is mixed in, at 25 degC"),
    Field("conductivity", "mS/cm", 0.0, 0.0, 1e4, _D, "output", meaning="at 25 degC"),
    Field(
        "retrovirus concentration", "1e6 IU/L", 0.0, 0.0, 1e15, _D, "output", meaning="of all of it"
    ),
    Field("decimal reduction time", "min", 1e6, 0.0, 1e6, _D, "output", meaning="at this pH"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
)

D_VALUE = len(PROCESS_PARAMETERS)
D_STEP = D_VALUE + 1
D_Q10 = D_VALUE + 2
CLUMPED = D_VALUE + 3
DEAD_LEG = D_VALUE + 4
EXCHANGE = D_VALUE + 5
AGGREGATION = D_VALUE + 6
AGGREGATION_STEP = D_VALUE + 7
AGGREGATION_Q10 = D_VALUE + 8
MIXING = D_VALUE + 9
LOWEST = D_VALUE + 10
HIGHEST = D_VALUE + 11

PARAMETERS: tuple[Field, ...] = (
    *PROCESS_PARAMETERS,
    Field("D value", "min", 3.0, 0.01, 1e4, _FIT, meaning="of retrovirus at pH 3.6 and 20 degC"),
    Field("D value step", "pH", 0.35, 0.05, 5.0, _FIT, meaning="pH that makes D tenfold"),
    Field("D value Q10", "", 2.5, 1.0, 10.0, _FIT, meaning="faster for 10 K warmer"),
    Field(
        "clumped retrovirus", "1e6 IU/L", 1e-3, 0.0, 1e9, _FIT, meaning="that acid hardly reaches"
    ),
    Field("dead leg", "L", 0.05, 0.0, 100.0, _FIT, meaning="nozzles, and drops on lid and walls"),
    Field("dead leg exchange time", "h", 24.0, 0.01, 1e4, _FIT, meaning="with the bulk"),
    Field("aggregation rate", "%/h", 0.3, 0.0, 100.0, _FIT, meaning="at pH 3.4 and 20 degC"),
    Field("aggregation step", "pH", 0.2, 0.02, 5.0, _FIT, meaning="pH that makes it threefold"),
    Field("aggregation Q10", "", 2.5, 1.0, 10.0, _FIT, meaning="faster for 10 K warmer"),
    Field("mixing time", "s", 30.0, 0.1, 3600.0, _FIT, meaning="at 100 rpm, by 1/speed"),
    Field("lowest pH", "pH", 3.4, 0.0, 14.0, _D, meaning="that the time in range counts"),
    Field("highest pH", "pH", 3.6, 0.0, 14.0, _D, meaning="that the time in range counts"),
)
"""One Field per slot of an inactivation vessel's parameter block."""

AT = 3.6
"""The pH of the D value."""
AGGREGATES_AT = 3.4
REFERENCE = 20.0
"""degC of both rates."""
MOST_DECADES = 300.0
LONGEST_D = 1e6
STANDARD_SPEED = 100.0
SLOWEST = 1.0
"""rpm: what convection alone mixes like."""


@kernel
def decimal_time(p: Floats, pb: int, acid: float, warmth: float) -> float:
    """Return the minutes in which a tenth of the virus is left, at a pH and a temperature."""
    steeper = clamp((acid - AT) / p[pb + D_STEP], -MOST_DECADES, MOST_DECADES)
    warmer = power(p[pb + D_Q10], (REFERENCE - warmth) / 10.0)
    return clamp(p[pb + D_VALUE] * exp10(steeper) * warmer, 1e-6, LONGEST_D)


@kernel
def survivors(p: Floats, pb: int, acid: float, warmth: float, dt: float) -> float:
    """Return the share of free virus that lives on for ``dt`` seconds."""
    decades = dt / (60.0 * decimal_time(p, pb, acid, warmth))
    return exp10(-lesser(decades, MOST_DECADES))


@kernel
def mix(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the pH follow that of all that is in the tank; what flows in stirs by its share."""
    volume = y[yb + VOLUME]
    speed = greater(y[yb + AGITATION], SLOWEST)
    x = dt * speed / (STANDARD_SPEED * p[pb + MIXING])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    if volume > y[yb + LAST_VOLUME]:
        left = left * (y[yb + LAST_VOLUME] / volume)
    whole = acidity(y, yb)
    y[yb + PH] = whole + left * (y[yb + PH] - whole)


@kernel
def shelter(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Keep account of the dead leg: wetted first, drained with the rest, slowly exchanged."""
    volume = y[yb + VOLUME]
    dead = p[pb + DEAD_LEG]
    if volume <= dead:
        y[yb + SHELTERED] = y[yb + RETROVIRUS]
        y[yb + SHELTERED_PH] = y[yb + PH]
        return
    if volume < y[yb + LAST_VOLUME]:
        y[yb + SHELTERED] *= volume / y[yb + LAST_VOLUME]
    elif y[yb + LAST_VOLUME] < dead:
        y[yb + SHELTERED] = y[yb + RETROVIRUS] * (dead / volume)
        y[yb + SHELTERED_PH] = y[yb + PH]
    x = dt / (3600.0 * p[pb + EXCHANGE])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    even = y[yb + RETROVIRUS] * (dead / volume)
    y[yb + SHELTERED] = even + left * (y[yb + SHELTERED] - even)
    y[yb + SHELTERED_PH] = y[yb + PH] + left * (y[yb + SHELTERED_PH] - y[yb + PH])


@kernel
def kill(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let virus die, in the bulk by its pH and in the dead leg by that there."""
    warmth = y[yb + TEMPERATURE]
    sheltered = y[yb + SHELTERED]
    free = y[yb + RETROVIRUS] - sheltered
    sheltered *= survivors(p, pb, y[yb + SHELTERED_PH], warmth, dt)
    clumped = p[pb + CLUMPED] * y[yb + VOLUME]
    if free > clumped:
        free = clumped + (free - clumped) * survivors(p, pb, y[yb + PH], warmth, dt)
    y[yb + SHELTERED] = sheltered
    y[yb + RETROVIRUS] = greater(free, 0.0) + sheltered


@kernel
def harm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the product aggregate as pH and temperature have it."""
    thirds = clamp((AGGREGATES_AT - y[yb + PH]) / p[pb + AGGREGATION_STEP], -100.0, 100.0)
    warmer = power(p[pb + AGGREGATION_Q10], (y[yb + TEMPERATURE] - REFERENCE) / 10.0)
    x = dt / 3600.0 * 0.01 * p[pb + AGGREGATION] * power(3.0, thirds) * warmer
    lost = y[yb + PRODUCT] * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
    y[yb + PRODUCT] -= lost
    y[yb + AGGREGATE] += lost


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance an inactivation vessel's block by ``dt`` seconds; in an empty one nothing happens."""
    volume = y[yb + VOLUME]
    if volume > 0.0 or y[yb + LAST_VOLUME] > 0.0:
        mix(y, p, yb, pb, dt)
        shelter(y, p, yb, pb, dt)
        kill(y, p, yb, pb, dt)
        harm(y, p, yb, pb, dt)
    y[yb + LAST_VOLUME] = volume
    acid = y[yb + PH]
    if volume > SMALLEST_VOLUME and clamp(acid, p[pb + LOWEST], p[pb + HIGHEST]) == acid:
        y[yb + IN_RANGE] += dt / 60.0
    keep_and_judge(y, p, yb, pb, dt, slow)
    if volume > 0.0 or slow == 1:
        y[yb + D_NOW] = decimal_time(p, pb, acid, y[yb + TEMPERATURE])
    if slow == 1:
        y[yb + CONDUCTIVITY] = conductivity(y, yb, acid)
        y[yb + RETROVIRUS_CONCENTRATION] = 0.0
        if volume > SMALLEST_VOLUME:
            y[yb + RETROVIRUS_CONCENTRATION] = y[yb + RETROVIRUS] / volume


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of an inactivation vessel that begins with what was given; raises Refusal.

    It begins mixed, its dead leg wetted with what is in it, unless told otherwise.
    """
    kept = {"temperature": parameters["set temperature"], **given}
    values = begin(STATES, kept, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    acid = acidity([values[field.name] for field in STATES], 0)
    values["pH"] = acid
    values["last volume"] = values["volume"]
    if "dead leg pH" not in given:
        values["dead leg pH"] = acid
    if "sheltered retrovirus" not in given and values["volume"] > 0.0:
        share = min(parameters["dead leg"] / values["volume"], 1.0)
        values["sheltered retrovirus"] = values["retrovirus"] * share
    settle(INACTIVATION_VESSEL, parameters, values)
    return values


INACTIVATION_VESSEL = UnitKind(
    name="inactivation vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a stirred tank in which low pH inactivates retrovirus",
    carried=QUALITY_FIELDS,
)
