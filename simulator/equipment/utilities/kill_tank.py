"""A kill tank: waste with living cells is collected, killed by heat, cooled and let go.

Steam heats the jacket, not the waste, so nothing is added. The water in the jacket is hotter than
the tank by what the wall lets through. The drain valve below follows the tank slowly, quicker where
it is stirred: F0 and the hold count there, the coldest place. What comes in later has not been
killed, so the count begins again, however much leaves at the same time. Microbes die by the
lethality of their D-value, cells and enveloped viruses at once from 70 degC, parvovirus from 100
degC. pH is that of the chemistry (:mod:`simulator.equipment.downstream.buffer`); what may go to the
sewer (pH 6.5 to 9, 45 degC) is for the site to say. Sizes are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity
from simulator.equipment.downstream.quality import (
    BIOBURDEN,
    PARVOVIRUS,
    QUALITY_FIELDS,
    RETROVIRUS,
    WIDTH,
)
from simulator.equipment.inventory import (
    CONTAMINANT,
    DEAD,
    GENERATIONS,
    HEAD_FIELDS,
    RESTING,
    TEMPERATURE,
    VIABLE,
    VOLUME,
)
from simulator.equipment.preparation.saturation import REFERENCE, lethal_rate, saturation_pressure
from simulator.equipment.relaxation import relaxed
from simulator.equipment.unit import CONCENTRATION_OUTPUTS, UnitKind, begin, concentrate, settle
from simulator.equipment.vessel import STANDING_FIELDS, refuse_overfull, weigh
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH
STEAM = WIDTH + 2
COOLING = WIDTH + 3
AGITATION = WIDTH + 4
JACKET_BLOCKAGE = WIDTH + 5
SPOT = WIDTH + 6
F0 = WIDTH + 7
HOLD = WIDTH + 8
KILLED = WIDTH + 9
HEAT_GIVEN = WIDTH + 10
HEAT_TAKEN = WIDTH + 11
RELEASED = WIDTH + 12
RATE = WIDTH + 13
PRESSURE = WIDTH + 14
PH = WIDTH + 15
LOG_REDUCTION = WIDTH + 16
LIVING = WIDTH + 17
LAST_VOLUME = WIDTH + 18
LAST_WARMTH = WIDTH + 19
DRAWN_FLOW = WIDTH + 20
CONCENTRATIONS = WIDTH + 21

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    Field("steam flow", "kg/h", 0.0, 0.0, 1e4, _D, "input", meaning="to the jacket"),
    Field("cooling flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="through the jacket"),
    Field("agitation", "rpm", 0.0, 0.0, 1000.0, _D, "input"),
    Field("steam trap blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="of the jacket"),
    Field("drain temperature", "degC", 20.0, 0.0, 140.0, _D, "state", meaning="coldest place"),
    Field("F0", "min", 0.0, 0.0, 1e9, "z = 10 K", "state", meaning="at the drain, this batch"),
    Field("hold time", "min", 0.0, 0.0, 1e7, _D, "state", meaning="at 121.1 degC, unbroken"),
    Field("killed", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 after a whole hold, until more"),
    Field("heat given", "kJ", 0.0, 0.0, 1e15, _D, "state", meaning="by steam so far"),
    Field("heat taken", "kJ", 0.0, -1e15, 1e15, _D, "state", meaning="by coolant and hall so far"),
    Field("released alive", "L", 0.0, 0.0, 1e12, _D, "state", meaning="that left, not killed"),
    Field("lethality", "", 0.0, 0.0, 1e3, "z = 10 K", "output", meaning="per min, at the drain"),
    Field("pressure", "bar", 0.0, -1.1, 100.0, "IAPWS-IF97", "output", meaning="above the hall's"),
    Field("pH", "pH", 7.0, -2.0, 16.0, _D, "output", meaning="at 25 degC"),
    Field("log reduction", "", 0.0, 0.0, 1e12, "F0/D", "output", meaning="of spores"),
    Field("living cells", "1e9 cells", 0.0, 0.0, 1e13, _D, "output", meaning="of any kind"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
    Field("last temperature", "degC", 20.0, 0.0, 140.0, _D, "output", meaning="likewise"),
    Field("drawn flow", "L/h", 0.0, 0.0, 1e9, _D, "output", meaning="by all lines out of it"),
    *CONCENTRATION_OUTPUTS,
)

WORKING_VOLUME = 0
DENSITY = 1
JACKET_TRANSFER = 2
STEAM_WARMTH = 3
COOLING_TRANSFER = 4
HALF_FLOW = 5
COOLANT = 6
LOSS = 7
AMBIENT = 8
WALL_CAPACITY = 9
STIRRED = 10
STILL = 11
D_VALUE = 12
HOLD_WANTED = 13
F0_WANTED = 14
CELL_D = 15
PARVOVIRUS_D = 16

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 500.0, 1.0, 30000.0, _D, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.0, 0.5, 2.0, "engineering fit: water, 4 degC"),
    Field("jacket transfer", "W/K", 2500.0, 1.0, 1e6, _F, meaning="from steam, drained"),
    Field("steam temperature", "degC", 139.0, 100.0, 139.9, _F, meaning="of the jacket, at most"),
    Field("cooling transfer", "W/K", 2000.0, 0.0, 1e6, _F, meaning="to much coolant"),
    Field("jacket half flow", "L/min", 30.0, 0.1, 1e4, _F, meaning="that gives half of it"),
    Field("coolant temperature", "degC", 15.0, 0.0, 60.0, _F),
    Field("loss", "W/K", 20.0, 0.0, 1e4, _F, meaning="to the hall, insulated"),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
    Field("wall heat capacity", "kJ/K", 150.0, 1.0, 1e5, _F, meaning="300 kg of steel"),
    Field("stirred lag", "s", 60.0, 1.0, 1e5, _F, meaning="of the drain behind the tank, 100 rpm"),
    Field("still lag", "s", 1200.0, 1.0, 1e6, _F, meaning="of the drain, not stirred"),
    Field("D value", "min", 2.0, 0.01, 100.0, "G. stearothermophilus: 1.5-2.5 min at 121.1 degC"),
    Field("wanted hold", "min", 20.0, 0.1, 1e4, _D, meaning="at 121.1 degC at the drain"),
    Field("wanted F0", "min", 20.0, 0.1, 1e4, _D, meaning="at the drain"),
    Field("D value of cells", "min", 0.5, 0.001, 1e3, _F, meaning="animal cells at 70 degC"),
    Field("D value of parvovirus", "min", 45.0, 0.001, 1e4, _F, meaning="70 degC; 1.7 s at 102"),
)
"""One Field per slot of the parameter block."""

WATER_HEAT = 4.18
"""kJ/L/K"""
LATENT = 2200.0
"""kJ/kg"""
ATMOSPHERE = 1.01325
BOILING = 99.97
STANDARD_SPEED = 100.0
LN_10 = 2.302585092994046
CELLS_DIE = 70.0
Z = 10.0
LEAST_CHANGE = 1e-9
"""Litres; less than this is how volumes are rounded."""
LEAST_DRIP = 0.05
"""Part of the heating that is left where the jacket is full of condensate. Engineering fit."""


@kernel
def receive(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Notice what came in: it meets the wall, and the count of a killing begins again.

    What lines drew is known from them; what came in is that and what the volume changed by. What
    leaves in the same scan may be what came in, and counts as alive.
    """
    gone = y[yb + DRAWN_FLOW] * dt / 3600.0
    if y[yb + VOLUME] - y[yb + LAST_VOLUME] + gone > LEAST_CHANGE:
        wall = p[pb + WALL_CAPACITY]
        held = WATER_HEAT * y[yb + VOLUME]
        both = held * y[yb + TEMPERATURE] + wall * y[yb + LAST_WARMTH]
        y[yb + TEMPERATURE] = both / (held + wall)
        y[yb + F0] *= 0.0
        y[yb + HOLD] *= 0.0
        y[yb + KILLED] *= 0.0
    if y[yb + KILLED] < 0.5:
        y[yb + RELEASED] += gone


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the jacket heat or cool what is in the tank, by the implicit rule."""
    held = WATER_HEAT * y[yb + VOLUME] + p[pb + WALL_CAPACITY]
    before = y[yb + TEMPERATURE]
    works = greater(1.0 - clamp(y[yb + JACKET_BLOCKAGE], 0.0, 1.0), LEAST_DRIP)
    reach = 0.001 * p[pb + JACKET_TRANSFER] * works
    apart = greater(p[pb + STEAM_WARMTH] - before, 0.0)
    most = reach * apart / (1.0 + dt * reach / held)
    given = lesser(LATENT * y[yb + STEAM] / 3600.0, most) * dt
    flow = y[yb + COOLING]
    cooled = 0.001 * p[pb + COOLING_TRANSFER] * flow / (flow + p[pb + HALF_FLOW])
    loss = cooled + 0.001 * p[pb + LOSS]
    sink = cooled * p[pb + COOLANT] + 0.001 * p[pb + LOSS] * p[pb + AMBIENT]
    after = (held * before + given + dt * sink) / (held + dt * loss)
    y[yb + TEMPERATURE] = clamp(after, 0.0, 140.0)
    y[yb + HEAT_GIVEN] += given
    y[yb + HEAT_TAKEN] += (loss * after - sink) * dt
    stirred = clamp(y[yb + AGITATION] / STANDARD_SPEED, 0.0, 1.0)
    x = dt * (stirred / p[pb + STIRRED] + 1.0 / p[pb + STILL])
    y[yb + SPOT] += (y[yb + TEMPERATURE] - y[yb + SPOT]) * x * relaxed(x)


@kernel
def kill(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Count F0 and the hold at the drain, and let die what the heat kills there."""
    spot = y[yb + SPOT]
    rate = lethal_rate(spot)
    gain = 0.5 * (rate + y[yb + RATE]) * dt / 60.0
    y[yb + RATE] = rate
    y[yb + F0] += gain
    holds = 0.0
    if spot >= REFERENCE and y[yb + VOLUME] > 0.0:
        holds = 1.0
    y[yb + HOLD] = (y[yb + HOLD] + dt / 60.0) * holds
    if y[yb + HOLD] >= p[pb + HOLD_WANTED] and y[yb + F0] >= p[pb + F0_WANTED]:
        y[yb + KILLED] = 1.0 + 0.0 * y[yb + KILLED]
    y[yb + LOG_REDUCTION] = y[yb + F0] / p[pb + D_VALUE]
    left = exp(-LN_10 * gain / p[pb + D_VALUE])
    y[yb + BIOBURDEN] = y[yb + BIOBURDEN] * left
    y[yb + CONTAMINANT] = y[yb + CONTAMINANT] * left
    quick = exp10(clamp((spot - CELLS_DIE) / Z, -30.0, 6.0)) * dt / (60.0 * p[pb + CELL_D])
    left = exp(-LN_10 * lesser(quick, 300.0))
    y[yb + RETROVIRUS] = y[yb + RETROVIRUS] * left
    hardly = quick * p[pb + CELL_D] / p[pb + PARVOVIRUS_D]
    y[yb + PARVOVIRUS] = y[yb + PARVOVIRUS] * exp(-LN_10 * lesser(hardly, 300.0))
    dying = y[yb + VIABLE] * (1.0 - left)
    y[yb + DEAD] += dying
    y[yb + VIABLE] -= dying
    y[yb + RESTING] = y[yb + RESTING] * left
    y[yb + GENERATIONS] = y[yb + GENERATIONS] * left
    y[yb + LIVING] = y[yb + VIABLE] + y[yb + CONTAMINANT]


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a kill tank's block by ``dt`` seconds; pH on slow scans."""
    receive(y, p, yb, pb, dt)
    warm(y, p, yb, pb, dt)
    kill(y, p, yb, pb, dt)
    total = 0.0
    if y[yb + TEMPERATURE] > BOILING:
        total = saturation_pressure(y[yb + TEMPERATURE]) - ATMOSPHERE
    y[yb + PRESSURE] = greater(total, 0.0)
    weigh(y, y[yb + VOLUME], p[pb + DENSITY], p[pb + WORKING_VOLUME], yb + WEIGHT)
    y[yb + LAST_VOLUME] = y[yb + VOLUME]
    y[yb + LAST_WARMTH] = y[yb + TEMPERATURE]
    if slow == 1:
        y[yb + PH] = acidity(y, yb)
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a kill tank that begins with what was given; raises Refusal."""
    warmth = given.get("temperature", parameters["ambient temperature"])
    own = {"temperature": warmth, "drain temperature": warmth, **given}
    values = begin(STATES, own, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    values["last volume"] = values["volume"]
    values["last temperature"] = warmth
    settle(KILL_TANK, parameters, values)
    return values


KILL_TANK = UnitKind(
    name="kill tank",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a tank in which waste with living cells is killed by heat",
    carried=QUALITY_FIELDS,
)
