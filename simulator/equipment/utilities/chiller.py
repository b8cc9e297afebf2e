"""Cold: a tank of glycol and water that a chiller cools and a pump brings to the jackets.

Each litre that users take comes back warmer by a given rise, so what they take is a load; where the
chiller takes less than that, the supply warms. A jacket with warmer coolant cools less: users get
the part of their flow that cools as much as the whole at the design temperature would, against a
process of 37 degC. A chiller gives less where its evaporator is colder or its condenser is dirty,
and stops before the mixture freezes. Sizes are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS, TEMPERATURE, VOLUME
from simulator.equipment.unit import (
    CONCENTRATION_OUTPUTS,
    UnitKind,
    begin,
    concentrate,
    settle,
)
from simulator.equipment.vessel import STANDING_FIELDS, refuse_overfull, weigh
from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH
DEMAND = WIDTH + 2
LOAD = WIDTH + 3
SPEED = WIDTH + 4
CONDENSER_BLOCKAGE = WIDTH + 5
HEAT_IN = WIDTH + 6
HEAT_TAKEN = WIDTH + 7
AVAILABLE = WIDTH + 8
RETURN_WARMTH = WIDTH + 9
FLOW = WIDTH + 10
HEAT_LOAD = WIDTH + 11
COOLING = WIDTH + 12
CONCENTRATIONS = WIDTH + 13

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    Field("demand", "L/min", 0.0, 0.0, 1e9, _D, "input", meaning="of all jackets"),
    Field("compressor load", "%", 0.0, 0.0, 100.0, _D, "input"),
    Field("pump speed", "%", 0.0, 0.0, 100.0, _D, "input"),
    Field("condenser blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="dirt in its fins"),
    Field("heat in", "kJ", 0.0, -1e15, 1e15, _D, "state", meaning="of users and hall so far"),
    Field("heat taken", "kJ", 0.0, 0.0, 1e15, _D, "state", meaning="by the chiller so far"),
    Field("available", "", 1.0, 0.0, 1.0, _D, "output", meaning="part of what is asked"),
    Field("return temperature", "degC", 12.0, 0.0, 500.0, _D, "output"),
    Field("coolant flow", "L/min", 0.0, 0.0, 1e9, _D, "output", meaning="to all jackets"),
    Field("heat load", "kW", 0.0, 0.0, 1e12, _D, "output", meaning="of the users"),
    Field("cooling power", "kW", 0.0, 0.0, 1e9, _D, "output"),
    *CONCENTRATION_OUTPUTS,
)

WORKING_VOLUME = 0
DENSITY = 1
HEAT_CAPACITY = 2
CAPACITY = 3
DESIGN_WARMTH = 4
USELESS_WARMTH = 5
LEAST_WARMTH = 6
PER_KELVIN = 7
PUMP_CAPACITY = 8
RISE = 9
GAIN = 10
AMBIENT = 11

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 1000.0, 1.0, 30000.0, _D, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.03, 0.5, 2.0, "engineering fit: 25 % propylene glycol"),
    Field("heat capacity", "kJ/L/K", 4.0, 1.0, 5.0, "engineering fit: 25 % propylene glycol"),
    Field("chiller capacity", "kW", 40.0, 0.0, 1e5, _F, meaning="at 100 %, design temperature"),
    Field("design temperature", "degC", 6.0, 0.0, 30.0, _F, meaning="of the supply"),
    Field("useless temperature", "degC", 37.0, 5.0, 100.0, _F, meaning="that cools nothing more"),
    Field("least temperature", "degC", 2.0, 0.0, 30.0, _F, meaning="at which the chiller stops"),
    Field("capacity per kelvin", "%/K", 3.0, 0.0, 20.0, _F, meaning="less for 1 K colder"),
    Field("pump capacity", "L/min", 250.0, 1.0, 1e5, _F, meaning="at 100 %"),
    Field("rise", "K", 5.0, 0.0, 60.0, _F, meaning="of what comes back from jackets"),
    Field("gain", "W/K", 60.0, 0.0, 1e5, _F, meaning="from the hall, insulated"),
    Field("ambient temperature", "degC", 22.0, 0.0, 60.0, _F),
)
"""One Field per slot of the parameter block."""

EMPTY = 0.05
"""Part of its working volume below which the pump draws air."""


@kernel
def bring(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Find what jackets get of what they ask: by flow, and by the warmth of the supply."""
    flow = 0.01 * y[yb + SPEED] * p[pb + PUMP_CAPACITY]
    if y[yb + VOLUME] < EMPTY * p[pb + WORKING_VOLUME]:
        flow *= 0.0
    share = 1.0
    if y[yb + DEMAND] > flow:
        share = flow / y[yb + DEMAND]
    y[yb + FLOW] = y[yb + DEMAND] * share
    span = greater(p[pb + USELESS_WARMTH] - p[pb + DESIGN_WARMTH], 0.1)
    cold = clamp((p[pb + USELESS_WARMTH] - y[yb + TEMPERATURE]) / span, 0.0, 1.0)
    y[yb + AVAILABLE] = share * cold


@kernel
def cool(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Warm the tank by what comes back and by the hall, and cool it by the chiller."""
    held = p[pb + HEAT_CAPACITY] * greater(y[yb + VOLUME], EMPTY * p[pb + WORKING_VOLUME])
    before = y[yb + TEMPERATURE]
    room = greater(p[pb + USELESS_WARMTH] - before, 0.0)
    rise = lesser(p[pb + RISE], room)
    load = y[yb + FLOW] / 60.0 * p[pb + HEAT_CAPACITY] * rise
    colder = 0.01 * p[pb + PER_KELVIN] * (before - p[pb + DESIGN_WARMTH])
    works = clamp(1.0 + colder, 0.2, 1.3) * (1.0 - clamp(y[yb + CONDENSER_BLOCKAGE], 0.0, 1.0))
    wanted = p[pb + CAPACITY] * 0.01 * y[yb + LOAD] * works
    spare = greater(before - p[pb + LEAST_WARMTH], 0.0) * held
    taken = lesser(wanted * dt, spare)
    come = lesser(load * dt, held * room)
    gain = 0.001 * p[pb + GAIN] * dt
    after = (held * before + come - taken + gain * p[pb + AMBIENT]) / (held + gain)
    y[yb + TEMPERATURE] = clamp(after, 0.0, 140.0)
    y[yb + HEAT_IN] += come + gain * (p[pb + AMBIENT] - after)
    y[yb + HEAT_TAKEN] += taken
    y[yb + HEAT_LOAD] = load
    y[yb + COOLING] = 0.0
    if dt > 0.0:
        y[yb + COOLING] = taken / dt
    y[yb + RETURN_WARMTH] = before + rise


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a chiller's block by ``dt`` seconds."""
    bring(y, p, yb, pb)
    cool(y, p, yb, pb, dt)
    weigh(y, y[yb + VOLUME], p[pb + DENSITY], p[pb + WORKING_VOLUME], yb + WEIGHT)
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a chiller that begins with what was given; raises Refusal.

    Its tank is full to nine tenths and at the design temperature unless told otherwise.
    """
    own = {
        "volume": 0.9 * parameters["working volume"],
        "temperature": parameters["design temperature"],
        **given,
    }
    values = begin(STATES, own, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    settle(CHILLER, parameters, values)
    return values


CHILLER = UnitKind(
    name="chiller",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a tank of glycol that a chiller cools for jackets",
    carried=QUALITY_FIELDS,
)
