"""A plate freezer with bags of drug substance: liquid that freezes from both sides, and thaws.

The front follows R. Plank (1913): heat passes plate and ice in series, so that slabs of half
thickness a are frozen after ``rho L/(Tf - Tp) (a/h + a^2/2k)``; each scan is integrated exactly.
What freezes slowly pushes product and salts before it (E. Scheil, Z. Metallk. 34:70, 1942):
``C/C0 = (1 - f)^(k - 1)``; a fast front traps all between its dendrites (k = 1 far above some
10 mm/h, engineering fit). The head is the liquid: lines and samples take nothing else. Product
aggregates in what is concentrated (engineering fit). Thawing brings all of it back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.equipment.downstream.hold_up import held_fields, pour
from simulator.equipment.downstream.process_vessel import (
    CONCENTRATIONS,
    JUDGED_STATES,
    SPECIFIC,
    TEMPERATURE_CONTROL,
    judge,
)
from simulator.equipment.downstream.quality import AGGREGATE, QUALITY_FIELDS, WIDTH, release
from simulator.equipment.inventory import FIRST_COMPONENT, PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.relaxation import relaxed
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, concentrate, settle
from simulator.equipment.vessel import refuse_overfull
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH + 1
LEVEL = WIDTH + 2
PLATE = len(JUDGED_STATES)
CORE = PLATE + 1
FRONT = PLATE + 2
SHARE = PLATE + 3
RATIO = PLATE + 4
FROZEN = PLATE + 5

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *JUDGED_STATES,
    Field("plate temperature", "degC", 5.0, -90.0, 60.0, _D, "input", meaning="of both plates"),
    Field("core temperature", "degC", 20.0, -90.0, 140.0, _D, "state", meaning="it follows last"),
    Field("front speed", "mm/h", 0.0, 0.0, 1e6, "Plank 1913", "output"),
    Field("frozen share", "%", 0.0, 0.0, 100.0, _D, "output"),
    Field("concentration ratio", "", 1.0, 0.0, 1e9, "Scheil 1942", "output", meaning="of product"),
    *held_fields("frozen"),
)

CAPACITY = 0
DENSITY = 1
AMBIENT = 2
AREA = 3
TRANSFER = 4
FREEZES = 5
ICE = 6
WATER = 7
LATENT = 8
TRAPPING = 9
PARTITION = 10
AGGREGATION = 11

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 100.0, 0.1, 30000.0, _D, meaning="of all bags"),
    Field("density", "kg/L", 1.02, 0.5, 2.0, _F),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
    Field("plate area", "m2", 5.0, 0.01, 1e4, _D, meaning="that bags touch, both sides"),
    Field("plate transfer", "W/m2/K", 150.0, 1.0, 1e4, _F, meaning="plate and bag"),
    Field("freezing point", "degC", -0.6, -20.0, 0.0, _F),
    Field("ice conductivity", "W/m/K", 2.2, 0.1, 10.0, "ice at 0 degC"),
    Field("water conductivity", "W/m/K", 0.57, 0.1, 10.0, "water at 5 degC"),
    Field("latent heat", "kJ/L", 320.0, 10.0, 400.0, "334 kJ/kg of the water in it"),
    Field("trapping speed", "mm/h", 8.0, 0.01, 1e4, _F, meaning="of a front that traps two thirds"),
    Field("least partition", "", 0.1, 0.0, 1.0, _F, meaning="into ice, at a slow front"),
    Field("aggregation rate", "%/h", 0.02, 0.0, 100.0, _F, meaning="of a core twice as strong"),
)
"""One Field per slot of a plate freezer's parameter block."""

HEAT_OF_WATER = 4.18
HEAT_OF_ICE = 2.1
"""kJ/L/K"""
MM_PER_H = 3.6e6
A_LITTLE = 1e-6
"""K above the freezing point at which thawed liquid begins to warm."""
ALMOST = 0.999999
"""Part of the liquid that a scan may freeze: the last of it follows in the next ones."""


@kernel
def thickness(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the half thickness (m) of the bags, by what they hold."""
    return 0.001 * (y[yb + VOLUME] + y[yb + FROZEN + VOLUME]) / p[pb + AREA]


@kernel
def advanced(s: float, h: float, k: float, drive: float) -> float:
    """Return where a front at ``s`` m comes to; ``drive`` is K s over the heat of a m3 (J/m3)."""
    done = 0.5 * s * s / k + s / h + drive
    return k * (math.sqrt(1.0 / (h * h) + 2.0 * done / k) - 1.0 / h)


@kernel
def partition(p: Floats, pb: int, speed: float) -> float:
    """Return the part of the dissolved that ice takes, by the speed of its front (mm/h)."""
    least = p[pb + PARTITION]
    return least + (1.0 - least) * (1.0 - exp(-lesser(speed / p[pb + TRAPPING], 700.0)))


@kernel
def freeze(y: Floats, yb: int, litres: float, k: float) -> None:
    """Bring ``litres`` of the head into the ice, with a share of what is dissolved by ``k``."""
    volume = y[yb + VOLUME]
    gone = 1.0 - power(1.0 - litres / volume, k)
    y[yb + VOLUME] = volume - litres
    y[yb + FROZEN + VOLUME] += litres
    for component in range(FIRST_COMPONENT, WIDTH):
        there = y[yb + component]
        if there != 0.0:
            amount = there * gone
            y[yb + component] = there - amount
            y[yb + FROZEN + component] += amount


@kernel
def grow(y: Floats, p: Floats, yb: int, pb: int, colder: float, dt: float) -> None:
    """Let ice grow for ``dt`` seconds between plates so much ``colder`` (K) than it freezes."""
    a = thickness(y, p, yb, pb)
    whole = y[yb + VOLUME] + y[yb + FROZEN + VOLUME]
    s = a * y[yb + FROZEN + VOLUME] / whole
    drive = colder * dt / (1e6 * p[pb + LATENT])
    after = advanced(s, p[pb + TRANSFER], p[pb + ICE], drive)
    litres = lesser((after - s) / a * whole, ALMOST * y[yb + VOLUME])
    if litres <= 0.0 or dt <= 0.0:
        return
    y[yb + FRONT] = lesser((after - s) / dt * MM_PER_H, 1e6)
    if y[yb + VOLUME] - litres < SMALLEST_VOLUME:
        litres = y[yb + VOLUME]
    freeze(y, yb, litres, partition(p, pb, y[yb + FRONT]))


@kernel
def melt(y: Floats, p: Floats, yb: int, pb: int, warmer: float, dt: float) -> None:
    """Let ice melt for ``dt`` seconds between plates so much ``warmer`` (K) than it freezes."""
    a = thickness(y, p, yb, pb)
    whole = y[yb + VOLUME] + y[yb + FROZEN + VOLUME]
    s = a * y[yb + VOLUME] / whole
    drive = warmer * dt / (1e6 * p[pb + LATENT])
    after = advanced(s, p[pb + TRANSFER], p[pb + WATER], drive)
    litres = lesser((after - s) / a * whole, y[yb + FROZEN + VOLUME])
    if y[yb + FROZEN + VOLUME] - litres < SMALLEST_VOLUME:
        litres = y[yb + FROZEN + VOLUME]
    warmth = y[yb + TEMPERATURE]
    pour(y, yb + FROZEN, yb, litres)
    y[yb + TEMPERATURE] = warmth


@kernel
def approach(p: Floats, pb: int, a: float, k: float, heat: float, dt: float) -> float:
    """Return the part of its distance from the plate's temperature that a core keeps."""
    x = dt / (1e6 * heat * a * (1.0 / p[pb + TRANSFER] + 0.5 * a / k))
    return 1.0 - x * relaxed(x)


@kernel
def exchange(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let core and plates exchange heat: cool, freeze, cool on; warm, thaw, warm on."""
    plate = p[pb + AMBIENT]
    plate += y[yb + TEMPERATURE_CONTROL] * (y[yb + PLATE] - plate)
    core = y[yb + TEMPERATURE] + lesser(y[yb + CORE], 0.0)
    point = p[pb + FREEZES]
    a = thickness(y, p, yb, pb)
    y[yb + FRONT] = 0.0
    if a <= 0.0 or y[yb + VOLUME] + y[yb + FROZEN + VOLUME] <= SMALLEST_VOLUME:
        core = plate + (core - plate) / (1.0 + dt / 60.0)
    elif core > point and (y[yb + FROZEN + VOLUME] <= 0.0 or plate < point):
        cooled = plate + (core - plate) * approach(p, pb, a, p[pb + WATER], HEAT_OF_WATER, dt)
        if cooled < point:  # the rest of the scan freezes
            grow(y, p, yb, pb, point - plate, dt * (point - cooled) / (core - cooled))
            cooled = point
        core = cooled
    elif y[yb + VOLUME] <= 0.0 and (plate <= point or core < point):
        core = plate + (core - plate) * approach(p, pb, a, p[pb + ICE], HEAT_OF_ICE, dt)
        core = lesser(core, point)
    else:
        core = greater(lesser(core, point), point)
        if plate < point:
            grow(y, p, yb, pb, point - plate, dt)
        else:
            melt(y, p, yb, pb, plate - point, dt)
            if y[yb + FROZEN + VOLUME] <= 0.0:
                core += A_LITTLE
    y[yb + CORE] = core
    y[yb + TEMPERATURE] = greater(core, 0.0)


@kernel
def harm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let product aggregate where it stands stronger than in all of it."""
    liquid = y[yb + VOLUME]
    ice = y[yb + FROZEN + VOLUME]
    product = y[yb + PRODUCT] + y[yb + AGGREGATE]
    first = yb + FROZEN
    whole = product + y[first + PRODUCT] + y[first + AGGREGATE]
    y[yb + SHARE] = 0.0
    y[yb + RATIO] = 1.0
    if liquid + ice > SMALLEST_VOLUME:
        y[yb + SHARE] = clamp(100.0 * (ice / (liquid + ice)), 0.0, 100.0)
    if liquid > SMALLEST_VOLUME and ice > 0.0 and whole > 0.0:
        y[yb + RATIO] = lesser(product / whole * ((liquid + ice) / liquid), 1e9)
    over = greater(y[yb + RATIO] - 1.0, 0.0)
    x = dt / 3600.0 * 0.01 * p[pb + AGGREGATION] * over
    lost = y[yb + PRODUCT] * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
    y[yb + PRODUCT] -= lost
    y[yb + AGGREGATE] += lost


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a plate freezer's block by ``dt`` seconds."""
    if dt > 0.0:
        exchange(y, p, yb, pb, dt)
    harm(y, p, yb, pb, dt)
    whole = y[yb + VOLUME] + y[yb + FROZEN + VOLUME]
    y[yb + WEIGHT] = whole * p[pb + DENSITY]
    y[yb + LEVEL] = 100.0 * whole / p[pb + CAPACITY]
    if slow == 1:
        release(y, yb)
        concentrate(y, yb, yb + CONCENTRATIONS)
        judge(y, yb, yb + SPECIFIC)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a plate freezer that begins with what was given; raises Refusal."""
    values = begin(STATES, given, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    if "core temperature" not in given:
        values["core temperature"] = values["temperature"]
    settle(PLATE_FREEZER, parameters, values)
    return values


PLATE_FREEZER = UnitKind(
    name="plate freezer",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="bags between plates in which drug substance is filled, frozen and thawed",
    carried=QUALITY_FIELDS,
)
