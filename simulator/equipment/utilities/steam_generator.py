"""A generator of clean steam: feed water, a boiler under pressure, a header and its trap.

Water and steam are at saturation (:mod:`simulator.equipment.preparation.saturation`), so pressure
is that of the boiler's temperature. Steam that leaves takes its latent heat: who asks more than the
heater gives makes the header's pressure fall, and from there on gets less. Feed water brings gases
that do not condense, unless they are driven out first; a boiler that is too full, or asked too
much, lets drops go with the steam, and what they hold, and so does a header whose trap is blocked.
A boiler without water holds no pressure. Limits of gas, dryness and endotoxin are those of EN 285.
A litre counts as a kilogram; sizes are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.quality import ENDOTOXIN, QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS, TEMPERATURE, VOLUME
from simulator.equipment.preparation.saturation import saturation_pressure
from simulator.equipment.relaxation import relaxed
from simulator.equipment.unit import (
    CONCENTRATION_OUTPUTS,
    SMALLEST_VOLUME,
    UnitKind,
    begin,
    concentrate,
    settle,
)
from simulator.equipment.utilities.leaving import leave
from simulator.equipment.vessel import STANDING_FIELDS, refuse_overfull, weigh
from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH
DEMAND = WIDTH + 2
HEATING = WIDTH + 3
DEGASSER_BLOCKAGE = WIDTH + 4
TRAP_BLOCKAGE = WIDTH + 5
GAS = WIDTH + 6
CONDENSATE = WIDTH + 7
SENT = WIDTH + 8
CARRIED = WIDTH + 9
BLOWN_OFF = WIDTH + 10
HEAT_GIVEN = WIDTH + 11
HEAT_SENT = WIDTH + 12
HEAT_LOST = WIDTH + 13
AVAILABLE = WIDTH + 14
PRESSURE = WIDTH + 15
STEAM_FLOW = WIDTH + 16
DRYNESS = WIDTH + 17
GASES = WIDTH + 18
ENDOTOXIN_LEVEL = WIDTH + 19
LAST_VOLUME = WIDTH + 20
DRAWN_FLOW = WIDTH + 21
CONCENTRATIONS = WIDTH + 22

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    Field("demand", "kg/h", 0.0, 0.0, 1e9, _D, "input", meaning="of all who use steam"),
    Field("heating power", "kW", 0.0, 0.0, 1e5, _D, "input"),
    Field("degasser blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="gas stays in the feed"),
    Field("header trap blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part"),
    Field("gas", "mL", 0.0, 0.0, 1e12, _D, "state", meaning="not condensing, in the boiler"),
    Field("header condensate", "kg", 0.0, 0.0, 1e6, _D, "state", meaning="not drained"),
    Field("sent steam", "kg", 0.0, 0.0, 1e12, _D, "state", meaning="so far, dry"),
    Field("carried water", "kg", 0.0, 0.0, 1e12, _D, "state", meaning="drops in it, so far"),
    Field("blown off", "kg", 0.0, 0.0, 1e12, _D, "state", meaning="by the safety valve so far"),
    Field("heat given", "kJ", 0.0, 0.0, 1e15, _D, "state", meaning="so far"),
    Field("heat sent", "kJ", 0.0, 0.0, 1e15, _D, "state", meaning="in what left, from 0 degC"),
    Field("heat lost", "kJ", 0.0, -1e15, 1e15, _D, "state", meaning="to the hall so far"),
    Field("available", "", 1.0, 0.0, 1.0, _D, "output", meaning="part of what is asked"),
    Field("pressure", "bar", 0.0, -1.1, 100.0, "IAPWS-IF97", "output", meaning="above the hall's"),
    Field("steam flow", "kg/h", 0.0, 0.0, 1e12, _D, "output", meaning="to all who use it"),
    Field("dryness", "%", 100.0, 0.0, 100.0, _D, "output", meaning="EN 285: at least 95 %"),
    Field("gases", "mL/L", 0.0, 0.0, 1e12, _D, "output", meaning="in condensate; EN 285: 35"),
    Field("endotoxin level", "EU/mL", 0.0, 0.0, 1e15, _D, "output", meaning="limit 0.25"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
    Field("drawn flow", "L/h", 0.0, 0.0, 1e9, _D, "output", meaning="by all lines out of it"),
    *CONCENTRATION_OUTPUTS,
)

WORKING_VOLUME = 0
DENSITY = 1
LEAST_LEVEL = 2
AMBIENT = 3
LOSS = 4
DESIGN_PRESSURE = 5
LEAST_PRESSURE = 6
SAFETY_PRESSURE = 7
SAFETY_CAPACITY = 8
RATED = 9
DROPS = 10
DROPS_OVER = 11
FULL_LEVEL = 12
FEED_GAS = 13
DEGASSED = 14
HEADER_LOSS = 15
TRAP_CAPACITY = 16
TRAP_SIZE = 17

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 150.0, 1.0, 30000.0, _D, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.0, 0.5, 2.0, "engineering fit: water, 4 degC"),
    Field("least level", "%", 20.0, 1.0, 90.0, _F, meaning="below it the heater is not covered"),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
    Field("loss", "W/K", 15.0, 0.0, 1e4, _F, meaning="of the boiler to the hall, insulated"),
    Field("design pressure", "bar", 1.8, 0.1, 2.5, _F, meaning="that all who use it get all at"),
    Field("least pressure", "bar", 0.4, 0.0, 2.4, _F, meaning="at which nothing flows any more"),
    Field("safety pressure", "bar", 2.5, 0.1, 2.6, _F, meaning="that the safety valve opens at"),
    Field("safety capacity", "kg/h", 3000.0, 0.0, 1e5, _F, meaning="for each bar above that"),
    Field("rated flow", "kg/h", 120.0, 1.0, 1e5, _F, meaning="above it drops go along"),
    Field("drops", "%", 1.0, 0.0, 50.0, _F, meaning="of steam, up to that flow"),
    Field("drops above", "%", 20.0, 0.0, 100.0, _F, meaning="more, at twice that flow"),
    Field("full level", "%", 85.0, 10.0, 100.0, _F, meaning="above it water goes along"),
    Field("gas of feed", "mL/L", 50.0, 0.0, 1e3, _F, meaning="air, and carbonate as CO2"),
    Field("degassed", "%", 95.0, 0.0, 100.0, _F, meaning="part that is driven out first"),
    Field("header loss", "kW", 4.0, 0.0, 1e3, _F, meaning="of pipes to the hall"),
    Field("trap capacity", "kg/h", 100.0, 0.0, 1e5, _F, meaning="of the header's trap"),
    Field("trap size", "kg", 2.0, 0.01, 1e3, _F, meaning="condensate that fills the header's leg"),
)
"""One Field per slot of the parameter block."""

WATER_HEAT = 4.18
"""kJ/kg/K"""
LATENT = 2200.0
"""kJ/kg"""
ATMOSPHERE = 1.01325
BOILING = 99.97
LEAST_PART = 0.01
"""Part of its working volume below which a boiler holds no pressure: nothing boils in it."""
HOTTEST = 139.5
"""degC at which the heater's own controller stops."""
STRIPPING = 20.0
"""How much richer in gas steam is than the water it comes from, by weight. Engineering fit."""
WETTEST = 0.3
"""Part of drops that a flooded header or boiler adds. Engineering fit."""
QUICK = 0.5
"""Part of its water, or of its warmth above boiling, that a boiler gives in one scan at most."""


@kernel
def heat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Heat the water, as far as it covers the heater, and lose some to the hall."""
    held = WATER_HEAT * y[yb + VOLUME]
    loss = 0.001 * p[pb + LOSS] * dt
    if held + loss <= 0.0:
        return
    before = y[yb + TEMPERATURE]
    covered = clamp(
        y[yb + VOLUME] / (0.01 * p[pb + LEAST_LEVEL] * p[pb + WORKING_VOLUME]), 0.0, 1.0
    )
    given = lesser(y[yb + HEATING] * covered * dt, held * greater(HOTTEST - before, 0.0))
    after = (held * before + given + loss * p[pb + AMBIENT]) / (held + loss)
    y[yb + TEMPERATURE] = clamp(after, 0.0, 140.0)
    y[yb + HEAT_GIVEN] += given
    y[yb + HEAT_LOST] += loss * (after - p[pb + AMBIENT])


@kernel
def evaporate(y: Floats, yb: int, wanted: float) -> float:
    """Let up to ``wanted`` kg of steam leave the water; return how many did.

    It takes its latent heat from the water that stays, whose warmth it has itself.
    """
    litres = y[yb + VOLUME]
    over = greater(y[yb + TEMPERATURE] - BOILING, 0.0)
    most = QUICK * lesser(litres, WATER_HEAT * litres * over / LATENT)
    gone = clamp(wanted, 0.0, most)
    if gone > 0.0:
        y[yb + HEAT_SENT] += (LATENT + WATER_HEAT * y[yb + TEMPERATURE]) * gone
        y[yb + VOLUME] = litres - gone
        y[yb + TEMPERATURE] -= LATENT * gone / (WATER_HEAT * (litres - gone))
    return gone


@kernel
def wetness(y: Floats, p: Floats, yb: int, pb: int, flow: float) -> float:
    """Return the part of drops in what leaves at a flow (kg/h)."""
    level = 100.0 * y[yb + VOLUME] / p[pb + WORKING_VOLUME]
    part = 0.01 * p[pb + DROPS]
    part += 0.01 * p[pb + DROPS_OVER] * clamp(flow / p[pb + RATED] - 1.0, 0.0, 2.0)
    part += WETTEST * clamp((level - p[pb + FULL_LEVEL]) / 15.0, 0.0, 1.0)
    part += WETTEST * clamp(y[yb + CONDENSATE] / p[pb + TRAP_SIZE] - 0.25, 0.0, 1.0)
    return clamp(part, 0.0, 0.9)


@kernel
def drain(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let steam condense in the header, and its trap drain that."""
    hot = 0.0
    if y[yb + TEMPERATURE] > BOILING:
        hot = 1.0
    fallen = evaporate(y, yb, hot * p[pb + HEADER_LOSS] * dt / LATENT)
    y[yb + SENT] += fallen
    works = 1.0 - clamp(y[yb + TRAP_BLOCKAGE], 0.0, 1.0)
    there = y[yb + CONDENSATE] + fallen
    y[yb + CONDENSATE] = there - lesser(there, works * p[pb + TRAP_CAPACITY] * dt / 3600.0)


@kernel
def send(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Send steam, with its drops and gases, to all who ask; blow off what is too much."""
    before = y[yb + VOLUME]
    over = y[yb + PRESSURE]
    asks = y[yb + DEMAND] * y[yb + AVAILABLE]
    steam = evaporate(y, yb, asks * dt / 3600.0)
    off = p[pb + SAFETY_CAPACITY] * greater(over - p[pb + SAFETY_PRESSURE], 0.0)
    blown = evaporate(y, yb, off * dt / 3600.0)
    flow = 0.0
    if dt > 0.0:
        flow = steam * 3600.0 / dt
    wet = wetness(y, p, yb, pb, flow)
    drops = lesser(steam * wet / (1.0 - wet), QUICK * y[yb + VOLUME])
    volume = greater(before, SMALLEST_VOLUME)
    y[yb + ENDOTOXIN_LEVEL] = lesser(0.001 * wet * y[yb + ENDOTOXIN] / volume, 1e15)
    leave(y, yb, drops)
    y[yb + HEAT_SENT] += WATER_HEAT * y[yb + TEMPERATURE] * drops
    y[yb + CONDENSATE] -= lesser(drops, y[yb + CONDENSATE])
    y[yb + SENT] += steam
    y[yb + CARRIED] += drops
    y[yb + BLOWN_OFF] += blown
    y[yb + STEAM_FLOW] = flow
    y[yb + DRYNESS] = 100.0 * (1.0 - wet)
    x = STRIPPING * (steam + blown) / volume
    y[yb + GAS] = y[yb + GAS] * (1.0 - x * relaxed(x))
    y[yb + GASES] = lesser(STRIPPING * y[yb + GAS] / volume, 1e12)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a steam generator's block by ``dt`` seconds."""
    gone = y[yb + DRAWN_FLOW] * dt / 3600.0
    fed = greater(y[yb + VOLUME] - y[yb + LAST_VOLUME] + gone, 0.0)
    clean = 0.01 * p[pb + DEGASSED] * (1.0 - clamp(y[yb + DEGASSER_BLOCKAGE], 0.0, 1.0))
    y[yb + GAS] += fed * p[pb + FEED_GAS] * (1.0 - clean)
    heat(y, p, yb, pb, dt)
    drain(y, p, yb, pb, dt)
    send(y, p, yb, pb, dt)
    y[yb + PRESSURE] = 0.0
    if y[yb + VOLUME] > LEAST_PART * p[pb + WORKING_VOLUME]:
        total = saturation_pressure(y[yb + TEMPERATURE])
        y[yb + PRESSURE] = greater(total - ATMOSPHERE, 0.0)
    span = greater(p[pb + DESIGN_PRESSURE] - p[pb + LEAST_PRESSURE], 0.01)
    y[yb + AVAILABLE] = clamp((y[yb + PRESSURE] - p[pb + LEAST_PRESSURE]) / span, 0.0, 1.0)
    weigh(y, y[yb + VOLUME], p[pb + DENSITY], p[pb + WORKING_VOLUME], yb + WEIGHT)
    y[yb + LAST_VOLUME] = y[yb + VOLUME]
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a steam generator that begins with what was given; raises Refusal.

    It is at work if there is water in it, and as cold as the hall if there is none.
    """
    warmth = 132.0 if given.get("volume", 0.0) > 0.0 else parameters["ambient temperature"]
    values = begin(STATES, {"temperature": warmth, **given}, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    values["last volume"] = values["volume"]
    settle(STEAM_GENERATOR, parameters, values)
    return values


STEAM_GENERATOR = UnitKind(
    name="steam generator",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a boiler that makes clean steam of feed water",
    carried=QUALITY_FIELDS,
)
