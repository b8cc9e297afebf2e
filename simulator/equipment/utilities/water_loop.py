"""A loop of water for injection: a hot tank, a still that fills it, a pump and a ring of pipe.

The still makes no more than its capacity, and what it makes while it warms up goes to the drain.
The pump brings water through a heater and a ring of pipe past the points of use; what nobody draws
comes back through a spray ball in the dome of the tank. Points of use that together ask more than
the pump brings get their share of it, and nothing comes back: the end of the ring cools, the dome
dries, and microbes of the film on them grow (:mod:`simulator.equipment.utilities.water_limits`).
Salt, organic carbon (counted as ethanol) and endotoxin come with the distillate and go with every
litre that is drawn, by lines or by neighbours and others that no line leads to. Heat goes from
steam to water and to the hall; tank and water are one warmth.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity
from simulator.equipment.downstream.buffer import conductivity as conductivity_of
from simulator.equipment.downstream.quality import BIOBURDEN, ENDOTOXIN, QUALITY_FIELDS, SALT
from simulator.equipment.inventory import ETHANOL, TEMPERATURE, VOLUME
from simulator.equipment.relaxation import relaxed
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, concentrate, settle
from simulator.equipment.utilities.leaving import leave
from simulator.equipment.utilities.water_limits import death, growth, stage_1
from simulator.equipment.utilities.water_loop_slots import (
    AMBIENT,
    AVAILABLE,
    BORE,
    CARBON_MADE,
    CARRY_OVER,
    COLD,
    COMPENSATED,
    CONCENTRATIONS,
    CONDUCTIVITY,
    COUNT,
    DECIMAL,
    DEMAND,
    DENSITY,
    DIVERTED,
    DRAWN_FLOW,
    ENDOTOXIN_CARRIED,
    ENDOTOXIN_LEVEL,
    FILM,
    GROWTH,
    HEAT_GIVEN,
    HEAT_LOST,
    HEATING,
    HEEL,
    INGRESS,
    MADE,
    MADE_FLOW,
    MAKE_UP,
    MOST_FILM,
    PARAMETERS,
    PIPE_LOSS,
    PIPE_VOLUME,
    PRESSURE,
    PUMP_CAPACITY,
    PUMP_HEAD,
    READY,
    RETURN_FLOW,
    RETURN_WARMTH,
    SALT_CARRIED,
    SALT_MADE,
    SANITISED,
    SHEDDING,
    SPEED,
    SPRAY_BLOCKAGE,
    STAGE_1,
    STATES,
    STILL_CAPACITY,
    STILL_START,
    STILL_WARMTH,
    SUPPLY_WARMTH,
    TAKEN,
    TANK_CAPACITY,
    TANK_LOSS,
    TOC,
    UNPIPED,
    VELOCITY,
    WEIGHT,
    WETTING_FLOW,
    WORKING_VOLUME,
)
from simulator.equipment.vessel import refuse_overfull, weigh
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WATER_HEAT = 4.18
"""kJ/L/K"""
LATENT = 2200.0
"""kJ/kg that condensing steam gives."""
HOTTEST = 98.0
"""degC at which the heater's own controller stops."""
QUALIFIED = 0.95
"""Part of its way at which the still's distillate is let in."""
CARBON_OF_ETHANOL = 0.521
SANITISING = 80.0
COLD_BELOW = 65.0
"""degC of the return that sanitise, and below which a hot loop counts as cold."""
PER_KELVIN = 0.02
"""Part by which ions carry more current in water 1 K warmer. Engineering fit."""
SWEPT = 0.8
"""Part of the growth of a film that a full flow prevents. Engineering fit."""
THICKEST = 1e8
"""CFU/L that water can bear."""


@kernel
def make(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the still warm up or cool down, and bring what it makes to tank or drain."""
    asks = lesser(y[yb + MAKE_UP], p[pb + STILL_CAPACITY])
    goal = 0.0
    if asks > 0.0:
        goal = 1.0
    x = dt / p[pb + STILL_START]
    y[yb + READY] = clamp(goal + (y[yb + READY] - goal) / (1.0 + x + 0.5 * x * x), 0.0, 1.0)
    litres = asks * dt / 3600.0
    y[yb + MADE_FLOW] = 0.0
    if litres <= 0.0:
        return
    if y[yb + READY] < QUALIFIED:
        y[yb + DIVERTED] += litres
        return
    volume = y[yb + VOLUME]
    litres = lesser(litres, greater(p[pb + WORKING_VOLUME] - volume, 0.0))
    held = WATER_HEAT * volume + p[pb + TANK_CAPACITY]
    warmer = p[pb + STILL_WARMTH] - y[yb + TEMPERATURE]
    y[yb + TEMPERATURE] += warmer * (WATER_HEAT * litres / (held + WATER_HEAT * litres))
    y[yb + VOLUME] = volume + litres
    y[yb + MADE] += litres
    y[yb + MADE_FLOW] = litres * 3600.0 / dt
    drops = clamp(y[yb + CARRY_OVER], 0.0, 1.0)
    y[yb + SALT] += litres * (p[pb + SALT_MADE] + drops * p[pb + SALT_CARRIED])
    y[yb + ETHANOL] += 1e-6 * litres * p[pb + CARBON_MADE] / CARBON_OF_ETHANOL
    y[yb + ENDOTOXIN] += 1000.0 * litres * drops * p[pb + ENDOTOXIN_CARRIED]


@kernel
def circulate(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Find what the pump brings, what is drawn of it and what comes back."""
    speed = 0.01 * clamp(y[yb + SPEED], 0.0, 100.0)
    if y[yb + VOLUME] <= p[pb + HEEL]:
        speed = 0.0
    flow = speed * p[pb + PUMP_CAPACITY]
    y[yb + AVAILABLE] = 1.0
    if y[yb + DEMAND] > flow:
        y[yb + AVAILABLE] = flow / y[yb + DEMAND]
    drawn = y[yb + DRAWN_FLOW]
    if dt > 0.0:
        there = greater(y[yb + VOLUME] - p[pb + HEEL], 0.0)
        litres = lesser(y[yb + UNPIPED] * y[yb + AVAILABLE] * dt / 3600.0, there)
        leave(y, yb, litres)
        y[yb + TAKEN] += litres
        drawn += litres * 3600.0 / dt
    taken = 0.0
    if flow > 0.0:
        taken = clamp(drawn / flow, 0.0, 1.0)
    back = flow * (1.0 - taken)
    y[yb + RETURN_FLOW] = back
    area = 7.853981633974483e-7 * p[pb + BORE] * p[pb + BORE]
    y[yb + VELOCITY] = back / 3.6e6 / area
    y[yb + PRESSURE] = p[pb + PUMP_HEAD] * speed * speed * (1.0 - taken * taken)


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let steam heat what the pump brings, and pipe and tank lose heat to the hall.

    The pipe cools what comes back as ``exp(-loss/flow)``; the tank is advanced by the implicit
    rule, so that what was given, lost and held always agree.
    """
    back = WATER_HEAT * y[yb + RETURN_FLOW] / 3600.0
    flow = 0.0
    if y[yb + VOLUME] > p[pb + HEEL]:
        flow = WATER_HEAT * 0.01 * y[yb + SPEED] * p[pb + PUMP_CAPACITY] / 3600.0
    held = WATER_HEAT * y[yb + VOLUME] + p[pb + TANK_CAPACITY]
    before = y[yb + TEMPERATURE]
    room = greater(HOTTEST - before, 0.0)
    given = 0.0
    hotter = 0.0
    if flow > 0.0 and dt > 0.0:
        most = lesser(flow, held / dt) * room
        given = lesser(LATENT * y[yb + HEATING] / 3600.0, most)
        hotter = given / flow
    stays = 0.0
    if back > 0.0:
        stays = exp(-0.001 * p[pb + PIPE_LOSS] / back)
    around = p[pb + AMBIENT]
    at_end = around + (before + hotter - around) * stays
    pipe = back * (1.0 - stays)
    loss = pipe + 0.001 * p[pb + TANK_LOSS]
    kept = given - pipe * hotter
    after = (held * before + dt * (kept + loss * around)) / (held + dt * loss)
    y[yb + TEMPERATURE] = clamp(after, 0.0, 140.0)
    y[yb + HEAT_GIVEN] += given * dt
    y[yb + HEAT_LOST] += (pipe * hotter + loss * (after - around)) * dt
    y[yb + SUPPLY_WARMTH] = before + hotter
    x = dt * 0.001 * p[pb + PIPE_LOSS] / (WATER_HEAT * p[pb + PIPE_VOLUME])
    goal = around
    if back > 0.0:
        x = dt * y[yb + RETURN_FLOW] / (3600.0 * p[pb + PIPE_VOLUME])
        goal = at_end
    left = 1.0 - x * relaxed(x)
    y[yb + RETURN_WARMTH] = clamp(goal + left * (y[yb + RETURN_WARMTH] - goal), 0.0, 140.0)


@kernel
def grown(there: float, rate: float, dies: float, most: float, hours: float) -> float:
    """Return how many microbes there are after a time; growth ends at ``most``."""
    spare = clamp(1.0 - there / most, 0.0, 1.0)
    return there * exp(clamp((rate * spare - dies) * hours, -700.0, 50.0))


@kernel
def live(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let microbes grow or die in tank and film, and the film shed some into the water."""
    hours = dt / 3600.0
    decimal = p[pb + DECIMAL]
    swept = clamp(y[yb + RETURN_FLOW] / p[pb + WETTING_FLOW], 0.0, 1.0)
    swept *= 1.0 - clamp(y[yb + SPRAY_BLOCKAGE], 0.0, 1.0)
    coldest = lesser(y[yb + RETURN_WARMTH], y[yb + TEMPERATURE])
    rate = growth(coldest, p[pb + GROWTH]) * (1.0 - SWEPT * swept)
    film = y[yb + FILM] + p[pb + INGRESS] * hours
    film = grown(film, rate, 0.1 * death(coldest, decimal), p[pb + MOST_FILM], hours)
    x = p[pb + SHEDDING] * hours
    shed = film * x * relaxed(x)
    y[yb + FILM] = film - shed
    warmth = y[yb + TEMPERATURE]
    most = THICKEST * greater(y[yb + VOLUME], SMALLEST_VOLUME)
    there = y[yb + BIOBURDEN] + shed
    rate = growth(warmth, p[pb + GROWTH])
    y[yb + BIOBURDEN] = grown(there, rate, death(warmth, decimal), most, hours)


@kernel
def tell(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Show what the water is like, as instruments at the end of the ring tell it."""
    volume = greater(y[yb + VOLUME], SMALLEST_VOLUME)
    back = y[yb + RETURN_WARMTH]
    whole = 1000.0 * conductivity_of(y, yb, acidity(y, yb))
    y[yb + COMPENSATED] = clamp(whole, 0.0, 1e7)
    warmer = greater(1.0 + PER_KELVIN * (back - 25.0), 0.0)
    y[yb + CONDUCTIVITY] = lesser(y[yb + COMPENSATED] * warmer, 1e7)
    y[yb + STAGE_1] = stage_1(back)
    y[yb + TOC] = lesser(1e6 * CARBON_OF_ETHANOL * y[yb + ETHANOL] / volume, 1e15)
    y[yb + COUNT] = lesser(0.001 * y[yb + BIOBURDEN] / volume, 1e12)
    y[yb + ENDOTOXIN_LEVEL] = lesser(0.001 * y[yb + ENDOTOXIN] / volume, 1e15)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a water loop's block by ``dt`` seconds; its quality is told on slow scans."""
    circulate(y, p, yb, pb, dt)
    make(y, p, yb, pb, dt)
    warm(y, p, yb, pb, dt)
    live(y, p, yb, pb, dt)
    holds = 0.0
    if y[yb + RETURN_WARMTH] >= SANITISING and y[yb + RETURN_FLOW] > 0.0:
        holds = 1.0
    y[yb + SANITISED] = (y[yb + SANITISED] + dt / 60.0) * holds
    if y[yb + RETURN_WARMTH] < COLD_BELOW:
        y[yb + COLD] += dt / 60.0
    weigh(y, y[yb + VOLUME], p[pb + DENSITY], p[pb + WORKING_VOLUME], yb + WEIGHT)
    if slow == 1:
        tell(y, p, yb, pb)
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a water loop that begins with what was given; raises Refusal.

    Its water is that of the still unless told otherwise, and hot.
    """
    values = begin(STATES, {"temperature": 80.0, **given}, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    if "salt" not in given and "salt concentration" not in given:
        values["salt"] = parameters["salt of distillate"] * values["volume"]
    if "ethanol" not in given and "ethanol concentration" not in given:
        carbon = 1e-6 * parameters["carbon of distillate"] * values["volume"]
        values["ethanol"] = carbon / CARBON_OF_ETHANOL
    settle(WATER_LOOP, parameters, values)
    return values


WATER_LOOP = UnitKind(
    name="water loop",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a hot tank and ring of water for injection that a still fills",
    carried=QUALITY_FIELDS,
)
