"""A vessel that is cleaned in place: a device that a stream is sprayed into and leaves by a pump.

Time, action, concentration and temperature (H. Sinner 1959) are one product: soil leaves in first
order, at a rate that grows with caustic to a plateau near 0.5 M (M. R. Bird and P. J. Fryer, Food
Bioprod. Process. 69:13, 1991), with warmth, and with flow until the walls are wetted. A part of the
wall is reached by few holes of the spray ball: where they are blocked only splashes come, pressure
rises and flow falls. Scale waits for acid. Liquid on the walls and in the bottom is mixed, so a
rinse falls as ``exp(-Q t/V)``. Rates are engineering fits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.hold_up import pour
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    HOST_CELL_PROTEIN,
    PHOSPHATE,
    QUALITY_FIELDS,
    WIDTH,
)
from simulator.equipment.inventory import (
    ACETATE,
    ETHANOL,
    FIRST_COMPONENT,
    PRODUCT,
    STRONG_ION,
    TEMPERATURE,
    VOLUME,
)
from simulator.equipment.preparation.cleaned_slots import (
    ACID_TIME,
    ALKALI_TIME,
    AMBIENT,
    BLOCKAGE,
    CONDUCTIVITY,
    FLOW,
    HELD,
    PARAMETERS,
    PASSED,
    PASSING,
    POOL,
    PUMP_PRESSURE,
    RETURN_TEMPERATURE,
    RINSE,
    SCALE,
    SCALE_TIME,
    SHADOW_RATE,
    SHADOW_SOIL,
    SOIL,
    SOIL_Q10,
    SOIL_TIME,
    SPRAY_COEFFICIENT,
    SPRAY_PRESSURE,
    STATES,
    TOC,
    WALL_CAPACITY,
    WALL_LOSS,
    WALL_SOIL,
    WALL_TRANSFER,
    WALL_WARMTH,
    WATER_RATE,
    WETTING_FLOW,
)
from simulator.equipment.relaxation import relaxed
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, settle
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

LEAST_OPEN = 0.01
HALF_ALKALI = 0.1
HALF_ACID = 0.05
"""mol/L at which caustic and acid do half of their most."""
AT_HALF_MOLAR = 1.2
"""Brings the rate in 0.5 M caustic to that of the table."""
REFERENCE = 70.0
STRONG = 0.2
HOT = 60.0
"""mol/L and degC from which caustic counts as washing."""
ACID = 0.05
WATER_HEAT = 4.18
"""kJ/L/K"""
CARBON_OF_PROTEIN = 0.53
CARBON_OF_ACETIC = 0.4
CARBON_OF_ETHANOL = 0.521
"""g of carbon in a g."""


@kernel
def holes(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flow (L/h) at 1 bar through the holes that are free."""
    free = greater(1.0 - clamp(y[yb + BLOCKAGE], 0.0, 1.0), LEAST_OPEN)
    return p[pb + SPRAY_COEFFICIENT] * free


@kernel
def admitted(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flow (L/h) that the spray ball lets through at the pressure there is."""
    return holes(y, p, yb, pb) * math.sqrt(p[pb + PUMP_PRESSURE])


@kernel
def washed(y: Floats, yb: int, soil: int, component: int, x: float) -> None:
    """Bring soil into the pool, by ``x`` time constants."""
    there = y[yb + soil]
    gone = there * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
    y[yb + soil] = there - gone
    y[yb + HELD + component] += gone


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let pool and wall exchange heat; none of it is lost between them."""
    pool = WATER_HEAT * y[yb + HELD + VOLUME]
    wall = p[pb + WALL_CAPACITY]
    if pool <= 0.0:
        return
    x = 0.001 * p[pb + WALL_TRANSFER] * dt * (1.0 / pool + 1.0 / wall)
    apart = y[yb + HELD + TEMPERATURE] - y[yb + WALL_WARMTH]
    heat = 0.001 * p[pb + WALL_TRANSFER] * dt * apart * relaxed(x)
    y[yb + HELD + TEMPERATURE] -= heat / pool
    y[yb + WALL_WARMTH] += heat / wall


@kernel
def wash(y: Floats, p: Floats, yb: int, pb: int, flow: float, dt: float) -> None:
    """Let what runs down the walls take soil and scale with it."""
    pool = y[yb + HELD + VOLUME]
    if pool <= SMALLEST_VOLUME:
        return
    strong = 0.001 * y[yb + HELD + STRONG_ION] / pool
    alkali = greater(strong, 0.0)
    acid = greater(-strong, 0.0)
    warmth = y[yb + HELD + TEMPERATURE]
    wetted = clamp(flow / p[pb + WETTING_FLOW], 0.0, 1.0)
    rate = 0.01 * p[pb + WATER_RATE]
    rate += (1.0 - rate) * AT_HALF_MOLAR * alkali / (alkali + HALF_ALKALI)
    rate *= wetted * power(p[pb + SOIL_Q10], clamp((warmth - REFERENCE) / 10.0, -10.0, 10.0))
    x = rate * dt / (60.0 * p[pb + SOIL_TIME])
    washed(y, yb, WALL_SOIL, HOST_CELL_PROTEIN, x)
    reach = 1.0 - 2.0 * clamp(y[yb + BLOCKAGE], 0.0, 0.5)
    splash = 0.01 * p[pb + SHADOW_RATE]
    washed(y, yb, SHADOW_SOIL, HOST_CELL_PROTEIN, x * (splash + (1.0 - splash) * reach))
    x = wetted * acid / (acid + HALF_ACID) * dt / (60.0 * p[pb + SCALE_TIME])
    washed(y, yb, SCALE, PHOSPHATE, x)
    if alkali >= STRONG and warmth >= HOT and wetted >= 0.95:
        y[yb + ALKALI_TIME] += dt / 60.0
    if acid >= ACID and wetted >= 0.95:
        y[yb + ACID_TIME] += dt / 60.0


@kernel
def displace(y: Floats, yb: int, held: int, size: float) -> None:
    """Let the head at ``yb`` fill the pool at ``held`` and then displace it, mixed all the time.

    For one mixed volume ``exp(-x)`` of what was there stays, x litres in by those held; here to
    the third order in x (:mod:`simulator.equipment.relaxation`).
    """
    pour(y, yb, held, lesser(greater(size - y[held + VOLUME], 0.0), y[yb + VOLUME]))
    litres = y[yb + VOLUME]
    pool = y[held + VOLUME]
    if litres <= 0.0 or pool <= 0.0:
        return
    x = litres / pool
    fresh = relaxed(x)
    stays = 1.0 - x * fresh
    warmth = y[yb + TEMPERATURE]
    apart = y[held + TEMPERATURE] - warmth
    y[held + TEMPERATURE] = warmth + apart * stays
    y[yb + TEMPERATURE] = warmth + apart * fresh
    for component in range(FIRST_COMPONENT, WIDTH):
        there = y[held + component]
        come = y[yb + component]
        if there != 0.0 or come != 0.0:
            both = come + there
            kept = there * stays + come * fresh
            y[held + component] = kept
            y[yb + component] = both - kept


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head run down the walls; what leaves is what is in the pool."""
    litres = y[yb + VOLUME]
    if litres <= 0.0 or dt <= 0.0:
        return
    y[yb + PASSED] += litres
    y[yb + PASSING] += litres
    wash(y, p, yb, pb, litres * 3600.0 / dt, dt)
    displace(y, yb, yb + HELD, p[pb + POOL])
    warm(y, p, yb, pb, dt)


@kernel
def carbon(y: Floats, yb: int) -> float:
    """Return the organic carbon (ug/L) of the pool."""
    first = yb + HELD
    pool = y[first + VOLUME]
    if pool <= SMALLEST_VOLUME:
        return 0.0
    protein = y[first + HOST_CELL_PROTEIN] + 1000.0 * (y[first + PRODUCT] + y[first + AGGREGATE])
    others = CARBON_OF_ACETIC * y[first + ACETATE] + CARBON_OF_ETHANOL * y[first + ETHANOL]
    return lesser(1000.0 * (CARBON_OF_PROTEIN * protein + 1000.0 * others) / pool, 1e15)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Show what is sprayed and what comes back; conductivity and carbon on slow scans."""
    flow = 0.0
    if dt > 0.0:
        flow = lesser(y[yb + PASSING] * 3600.0 / dt, 1e9)
    y[yb + PASSING] *= 0.0
    over = flow / holes(y, p, yb, pb)
    y[yb + FLOW] = flow
    y[yb + SPRAY_PRESSURE] = lesser(over * over, 1e4)
    y[yb + RETURN_TEMPERATURE] = y[yb + HELD + TEMPERATURE]
    y[yb + SOIL] = y[yb + WALL_SOIL] + y[yb + SHADOW_SOIL]
    apart = y[yb + WALL_WARMTH] - p[pb + AMBIENT]
    x = p[pb + WALL_LOSS] * dt / (1000.0 * p[pb + WALL_CAPACITY])
    y[yb + WALL_WARMTH] = p[pb + AMBIENT] + apart / (1.0 + x + 0.5 * x * x)
    if slow == 1:
        held = yb + HELD
        y[yb + CONDUCTIVITY] = lesser(conductivity(y, held, acidity(y, held)), 1e4)
        y[yb + RINSE] = 1000.0 * y[yb + CONDUCTIVITY]
        y[yb + TOC] = carbon(y, yb)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a vessel to be cleaned that begins with what was given; raises Refusal."""
    values = begin(STATES, given, carried=QUALITY_FIELDS)
    if values["volume"] > 0.0:
        message = "a cleaned vessel holds no liquid of its own between two scans"
        raise Refusal(Problem("overfull", message, "give the held volume instead"))
    settle(CLEANED_VESSEL, parameters, values)
    return values


CLEANED_VESSEL = UnitKind(
    name="cleaned vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a soiled vessel with a spray ball, through which cleaning lines lead",
    carried=QUALITY_FIELDS,
    device=True,
)
