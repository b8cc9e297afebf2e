"""Process air: compressor, receiver, dryer and filter; flows are litres as at 20 degC, 1 atm.

The receiver holds what the compressor makes and the users have not taken; its pressure falls with
their demand, and from a least pressure on nobody gets anything. Air of the hall brings water: what
does not stay vapour at the pressure and warmth of the receiver falls into it, to be drained, and
the rest is taken by the dryer, whose beds are dried in turn by a purge. Where that purge is blocked
the beds fill, and the dew point under pressure rises (ISO 8573-1 class 2: -40 degC). Dew points
over ice and over water are D. Sonntag's (Z. Meteorol. 70:340, 1990). The head is the water in the
receiver. Sizes are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS, TEMPERATURE, VOLUME
from simulator.equipment.preparation.saturation import saturation_pressure
from simulator.equipment.unit import (
    CONCENTRATION_OUTPUTS,
    UnitKind,
    begin,
    concentrate,
    settle,
)
from simulator.equipment.vessel import STANDING_FIELDS, WATER_DENSITY, weigh
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH
DEMAND = WIDTH + 2
LOAD = WIDTH + 3
INTAKE_BLOCKAGE = WIDTH + 4
FILTER_BLOCKAGE = WIDTH + 5
DRAIN_BLOCKAGE = WIDTH + 6
PURGE_BLOCKAGE = WIDTH + 7
AIR = WIDTH + 8
BED = WIDTH + 9
MADE = WIDTH + 10
SENT = WIDTH + 11
VENTED = WIDTH + 12
WATER_IN = WIDTH + 13
WATER_OUT = WIDTH + 14
AVAILABLE = WIDTH + 15
PRESSURE = WIDTH + 16
DELIVERY = WIDTH + 17
FLOW = WIDTH + 18
DROP = WIDTH + 19
DEW_POINT = WIDTH + 20
CONCENTRATIONS = WIDTH + 21

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    Field("demand", "L/min", 0.0, 0.0, 1e9, _D, "input", meaning="of all who use air"),
    Field("compressor load", "%", 0.0, 0.0, 100.0, _D, "input"),
    Field("intake blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="of the air filter there"),
    Field("filter blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="of the filter after dryer"),
    Field("drain blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="of the receiver's drain"),
    Field("purge blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="that dries the beds"),
    Field("air", "L", 0.0, 0.0, 1e9, _D, "state", meaning="in the receiver"),
    Field("bed water", "kg", 0.1, 0.0, 1e6, _D, "state", meaning="in the dryer"),
    Field("made", "L", 0.0, 0.0, 1e15, _D, "state", meaning="air so far"),
    Field("sent", "L", 0.0, 0.0, 1e15, _D, "state", meaning="air so far, purge too"),
    Field("vented", "L", 0.0, 0.0, 1e15, _D, "state", meaning="by the safety valve so far"),
    Field("water in", "kg", 0.0, 0.0, 1e12, _D, "state", meaning="with the air of the hall"),
    Field("water out", "kg", 0.0, 0.0, 1e12, _D, "state", meaning="drained, purged or sent"),
    Field("available", "", 1.0, 0.0, 1.0, _D, "output", meaning="part of what is asked"),
    Field("pressure", "bar", 0.0, -1.1, 1e6, _D, "output", meaning="in the receiver"),
    Field("delivery pressure", "bar", 0.0, -1.1, 1e6, _D, "output", meaning="after the filter"),
    Field("air flow", "L/min", 0.0, 0.0, 1e12, _D, "output", meaning="to all who use it"),
    Field("filter drop", "bar", 0.0, 0.0, 1e6, _D, "output"),
    Field("dew point", "degC", -40.0, -110.0, 140.0, "Sonntag 1990", "output", meaning="pressed"),
    *CONCENTRATION_OUTPUTS,
)

RECEIVER = 0
CAPACITY = 1
HIGHEST = 2
DESIGN_PRESSURE = 3
LEAST_PRESSURE = 4
SAFETY_PRESSURE = 5
SAFETY_CAPACITY = 6
FILTER_RESISTANCE = 7
HUMIDITY = 8
RECEIVER_WARMTH = 9
BED_CAPACITY = 10
PURGE = 11
LEAST_SLIP = 12
DRAIN = 13

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 500.0, 1.0, 30000.0, _D, meaning="of the receiver"),
    Field("compressor capacity", "L/min", 900.0, 1.0, 1e6, _F, meaning="at 100 %"),
    Field("highest pressure", "bar", 9.0, 1.0, 40.0, _F, meaning="that it can work against"),
    Field("design pressure", "bar", 6.0, 0.2, 40.0, _F, meaning="that all users get all at"),
    Field("least pressure", "bar", 2.0, 0.0, 39.0, _F, meaning="at which nothing flows any more"),
    Field("safety pressure", "bar", 10.0, 0.1, 50.0, _F, meaning="that the safety valve opens at"),
    Field("safety capacity", "L/min", 5000.0, 0.0, 1e7, _F, meaning="for each bar above that"),
    Field("filter resistance", "bar", 0.1, 0.0, 10.0, _F, meaning="at 1000 L/min, clean"),
    Field("humidity", "%", 60.0, 0.0, 100.0, _F, meaning="of the hall's air, at 20 degC"),
    Field("receiver temperature", "degC", 25.0, 1.0, 60.0, _F, meaning="after the cooler"),
    Field("bed capacity", "kg", 2.0, 0.01, 1e4, _F, meaning="water that fills the dryer"),
    Field("purge", "%", 15.0, 0.0, 50.0, _F, meaning="of the air sent, that dries the beds"),
    Field("least slip", "ppm", 3000.0, 0.0, 1e6, _F, meaning="water that a dry bed lets by"),
    Field("drain rate", "L/h", 20.0, 0.0, 1e4, _F, meaning="of the receiver"),
)
"""One Field per slot of the parameter block."""

ATMOSPHERE = 1.01325
NORMAL = 0.04157
"""mol in a litre as at 20 degC and 1 atm."""
MOLAR_MASS = 0.01801528
HALL = 0.0233929
"""bar: saturation at 20 degC."""
BREATHES = 0.5
"""bar below its highest pressure from which a compressor gives less."""
LEAST_OPEN = 0.01
STRENGTH = 8.0
"""kg of water that a purge takes from the beds for each kg that comes in. Engineering fit."""
MOST_DROP = 1e4
QUICK = 0.5
"""Part of its air that a receiver gives in one scan at most."""


@kernel
def vapour(part: float, total: float) -> float:
    """Return the kg of water in a litre (as at 20 degC) of air under a total pressure (bar)."""
    return MOLAR_MASS * NORMAL * clamp(part / total, 0.0, 1.0)


@kernel
def frost_point(bar: float) -> float:
    """Return the dew point (degC) over ice, or over water above 0, of a partial pressure (bar)."""
    if bar <= 1e-9:
        return -100.0
    over = log(bar / 0.006112)
    if over <= 0.0:
        return clamp(272.62 * over / (22.46 - over), -100.0, 0.0)
    return clamp(243.12 * over / (17.62 - lesser(over, 17.0)), 0.0, 140.0)


@kernel
def compress(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> float:
    """Press air of the hall into the receiver; return the kg of water that stays vapour in it."""
    works = 1.0 - clamp(y[yb + INTAKE_BLOCKAGE], 0.0, 1.0)
    room = clamp((p[pb + HIGHEST] - y[yb + PRESSURE]) / BREATHES, 0.0, 1.0)
    litres = p[pb + CAPACITY] * 0.01 * y[yb + LOAD] * works * room * dt / 60.0
    y[yb + AIR] += litres
    y[yb + MADE] += litres
    water = litres * vapour(0.01 * p[pb + HUMIDITY] * HALL, ATMOSPHERE)
    total = greater(y[yb + PRESSURE], 0.0) + ATMOSPHERE
    stays = litres * vapour(saturation_pressure(p[pb + RECEIVER_WARMTH]), total)
    stays = lesser(stays, water)
    y[yb + WATER_IN] += water
    y[yb + VOLUME] += water - stays
    works = 1.0 - clamp(y[yb + DRAIN_BLOCKAGE], 0.0, 1.0)
    drained = lesser(y[yb + VOLUME], p[pb + DRAIN] * works * dt / 3600.0)
    y[yb + VOLUME] -= drained
    y[yb + WATER_OUT] += drained
    return stays


@kernel
def dry(y: Floats, p: Floats, yb: int, pb: int, water: float) -> float:
    """Let the dryer take water (kg) out of the air and its purge dry it; return what slips by."""
    full = clamp(y[yb + BED] / p[pb + BED_CAPACITY], 0.0, 1.0)
    least = 1e-6 * p[pb + LEAST_SLIP]
    slip = water * (least + (1.0 - least) * full * full * full * full)
    purges = 1.0 - clamp(y[yb + PURGE_BLOCKAGE], 0.0, 1.0)
    there = y[yb + BED] + (water - slip)
    gone = lesser(there, STRENGTH * purges * 0.01 * p[pb + PURGE] * water)
    y[yb + BED] = there - gone
    y[yb + WATER_OUT] += gone + slip
    return slip


@kernel
def send(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let users take their air, the dryer its purge, and the safety valve what is too much."""
    litres = y[yb + DEMAND] * y[yb + AVAILABLE] * dt / 60.0
    purge = litres * 0.01 * p[pb + PURGE] * (1.0 - clamp(y[yb + PURGE_BLOCKAGE], 0.0, 1.0))
    over = greater(y[yb + PRESSURE] - p[pb + SAFETY_PRESSURE], 0.0)
    off = p[pb + SAFETY_CAPACITY] * over * dt / 60.0
    spare = QUICK * y[yb + AIR]
    share = 1.0
    if litres + purge + off > spare:
        share = spare / (litres + purge + off)
    y[yb + AIR] -= share * (litres + purge + off)
    y[yb + SENT] += share * (litres + purge)
    y[yb + VENTED] += share * off
    y[yb + FLOW] = 0.0
    if dt > 0.0:
        y[yb + FLOW] = share * litres * 60.0 / dt


@kernel
def show(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Tell pressures, and what there is for users, from what the receiver holds."""
    room = greater(p[pb + RECEIVER] - y[yb + VOLUME], 0.05 * p[pb + RECEIVER])
    y[yb + PRESSURE] = lesser(y[yb + AIR] / room * ATMOSPHERE - ATMOSPHERE, 1e6)
    free = greater(1.0 - clamp(y[yb + FILTER_BLOCKAGE], 0.0, 1.0), LEAST_OPEN)
    part = lesser(y[yb + FLOW], 1e6) / (1000.0 * free)
    y[yb + DROP] = lesser(p[pb + FILTER_RESISTANCE] * part * part, MOST_DROP)
    y[yb + DELIVERY] = greater(y[yb + PRESSURE] - y[yb + DROP], -ATMOSPHERE)
    span = greater(p[pb + DESIGN_PRESSURE] - p[pb + LEAST_PRESSURE], 0.1)
    goal = clamp((y[yb + DELIVERY] - p[pb + LEAST_PRESSURE]) / span, 0.0, 1.0)
    y[yb + AVAILABLE] = clamp(0.5 * (y[yb + AVAILABLE] + goal), 0.0, 1.0)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance an air compressor's block by ``dt`` seconds."""
    made = y[yb + MADE]
    water = compress(y, p, yb, pb, dt)
    slip = dry(y, p, yb, pb, water)
    made = y[yb + MADE] - made
    if made > 0.0:
        part = slip / (made * MOLAR_MASS * NORMAL) * (greater(y[yb + PRESSURE], 0.0) + ATMOSPHERE)
        y[yb + DEW_POINT] = frost_point(part)
    send(y, p, yb, pb, dt)
    show(y, p, yb, pb)
    warmer = p[pb + RECEIVER_WARMTH] - y[yb + TEMPERATURE]
    y[yb + TEMPERATURE] += warmer * (1.0 - 1.0 / (1.0 + dt / 600.0))
    weigh(y, y[yb + VOLUME], WATER_DENSITY, p[pb + RECEIVER], yb + WEIGHT)
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of an air compressor that begins with what was given; raises Refusal.

    The receiver is at its design pressure unless another amount of air is given.
    """
    own = {"temperature": parameters["receiver temperature"], **given}
    values = begin(STATES, own, carried=QUALITY_FIELDS)
    room = parameters["working volume"] - values["volume"]
    if room < 0.5 * parameters["working volume"]:
        message = f"{values['volume']:g} L of water leave no room for air"
        raise Refusal(Problem("overfull", message, "give less, or a larger working volume"))
    if "air" not in given:
        values["air"] = room * (parameters["design pressure"] + 0.5 + ATMOSPHERE) / ATMOSPHERE
    settle(AIR_COMPRESSOR, parameters, values)
    return values


AIR_COMPRESSOR = UnitKind(
    name="air compressor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a compressor with receiver, dryer and filter that makes process air",
    carried=QUALITY_FIELDS,
)
