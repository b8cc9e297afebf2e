"""A vessel that is sterilised in place: steam, air, condensate, four places with traps, and F0.

Steam condenses on shell and pipes and warms them; its partial pressure is found each scan so that
what comes in, condenses and is stored agree. Air is denser and stays: it takes its part of the
pressure, so that gas is colder than the saturation table says for the pressure, and hinders
condensation (engineering fit). Only the bleed lets it out, and each trap that of its own place. A
place under water or air is warmed by little. Without steam a vessel that cools draws a vacuum:
sterile air must take its place, or the hall's comes in by the seals. The vessel is steamed empty;
its head holds condensate, which does not boil again.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.quality import QUALITY_FIELDS
from simulator.equipment.inventory import TEMPERATURE, VOLUME
from simulator.equipment.preparation import sterilised_slots as slots
from simulator.equipment.preparation.saturation import (
    KELVIN,
    REFERENCE,
    lethal_rate,
    saturation_pressure,
    saturation_temperature,
)
from simulator.equipment.preparation.steam_heat import (
    GAS,
    STEAM_GAS,
    condensed,
    heat_metal,
)
from simulator.equipment.preparation.sterilised_slots import (
    AIR,
    AIR_FLOW,
    AIR_HEADER,
    AIR_SHARE,
    BLEED,
    BLEED_CAPACITY,
    BLOCKAGE,
    CARRIED,
    COLDEST_POINT,
    CONCENTRATIONS,
    COUNT,
    D_VALUE,
    DISCHARGED,
    DRAWN_IN,
    F0,
    F0_WANTED,
    HOLD,
    HOLD_WANTED,
    LEAST_F0,
    LOG_REDUCTION,
    PARAMETERS,
    POCKET,
    POINT,
    PRESSURE,
    PURGE,
    RATE,
    SATURATION,
    SEAL_LEAK,
    SEAL_LIMIT,
    SHELL,
    STATES,
    STEAM,
    STEAM_FLOW,
    STEAM_HEADER,
    STEAM_TAKEN,
    STERILE,
    SUPPLIED,
    TRAP_CAPACITY,
    VENTED,
    VESSEL_VOLUME,
    WATER,
    WEIGHT,
)
from simulator.equipment.unit import UnitKind, begin, concentrate, settle
from simulator.equipment.vessel import WATER_DENSITY, weigh
from simulator.numerics.exact import clamp, greater, lesser, magnitude
from simulator.numerics.kernel import Floats, kernel

ATMOSPHERE = 1.01325
"""bar"""
THROTTLE = 0.5
"""bar below its header at which a valve begins to give less than it asks."""
NORMAL = 0.04157
"""mol in a litre of air at 1.01325 bar and 20 degC."""
BOILING = 100.0
"""degC that a vessel passes upward at the beginning of a cycle: F0 then counts from zero."""
GAS_LAG = 5.0
"""s in which a probe's place in the gas follows it."""
STILL = 0.02
"""bar under which air comes back into the places."""
RETURN_TIME = 60.0
STEPS = 30


@kernel
def gas_pressure(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the pressure (bar, absolute) of what gas there is, at its temperature."""
    warmth = clamp(y[yb + TEMPERATURE], 0.0, 300.0) + KELVIN
    amount = STEAM_GAS * y[yb + STEAM] + GAS * y[yb + AIR]
    return amount * warmth / p[pb + VESSEL_VOLUME]


@kernel
def let_in(y: Floats, p: Floats, yb: int, pb: int, total: float) -> float:
    """Return the kg/h of steam that the valve lets in against a pressure (bar, absolute)."""
    spare = (p[pb + STEAM_HEADER] + ATMOSPHERE - total) / THROTTLE
    return y[yb + STEAM_FLOW] * clamp(spare, 0.0, 1.0)


@kernel
def gas_warmth(y: Floats, yb: int, hot: float) -> float:
    """Return the temperature (degC) of the gas: that of its steam, or of the shell if it is air."""
    own = STEAM_GAS * y[yb + STEAM]
    air = GAS * y[yb + AIR]
    if air <= 0.0:
        return hot
    return hot + greater(y[yb + SHELL] - hot, 0.0) * (air / (own + air))


@kernel
def surplus(y: Floats, p: Floats, yb: int, pb: int, hot: float, q: float, dt: float) -> float:
    """Return the kg by which steam at saturation at ``hot`` degC is more than the scan gives."""
    per = p[pb + VESSEL_VOLUME] / (gas_warmth(y, yb, hot) + KELVIN)
    own = saturation_pressure(hot)
    air = GAS * y[yb + AIR] / per
    come = let_in(y, p, yb, pb, own + air) * dt / 3600.0
    stored = own * per / STEAM_GAS
    return stored * (1.0 + q) - y[yb + STEAM] - come + condensed(y, p, yb, pb, hot, dt)


@kernel
def steam_temperature(y: Floats, p: Floats, yb: int, pb: int, q: float, dt: float) -> float:
    """Return the temperature of saturation (degC) at which the steam of this scan agrees.

    By the Illinois rule (M. Dowell and P. Jarratt, BIT 11:168, 1971), each third step a halving.
    """
    low = 0.01
    high = 200.0
    at_low = surplus(y, p, yb, pb, low, q, dt)
    at_high = surplus(y, p, yb, pb, high, q, dt)
    if at_low >= 0.0:
        return low
    if at_high <= 0.0:
        return high
    middle = clamp(y[yb + TEMPERATURE], low, high)
    for step in range(STEPS):
        if step > 0:
            if step % 3 == 2:
                middle = 0.5 * (low + high)
            else:
                middle = low + (high - low) * (at_low / (at_low - at_high))
        at = surplus(y, p, yb, pb, middle, q, dt)
        if at < 0.0:
            low = middle
            at_low = at
            at_high *= 0.5
        else:
            high = middle
            at_high = at
            at_low *= 0.5
        if high - low < 1e-9 or magnitude(at) < 1e-13:
            return middle
    return middle


@kernel
def breathe(y: Floats, p: Floats, yb: int, pb: int, total: float, dt: float) -> float:
    """Let air in and out; return the part (of what stays) of the gas that the bleed takes."""
    bleed = 0.01 * y[yb + BLEED] * p[pb + BLEED_CAPACITY]
    over = total - ATMOSPHERE
    q = dt * bleed * greater(over, 0.0) / p[pb + VESSEL_VOLUME]
    spare = clamp((p[pb + AIR_HEADER] - over) / THROTTLE, 0.0, 1.0)
    come = y[yb + AIR_FLOW] / 60.0 * spare * dt
    seals = p[pb + SEAL_LEAK] * greater(-over - p[pb + SEAL_LIMIT], 0.0)
    hall = (bleed * greater(-over, 0.0) + seals) * dt
    y[yb + DRAWN_IN] += hall
    if hall > 0.0:
        y[yb + STERILE] *= 0.0
    y[yb + AIR] = (y[yb + AIR] + NORMAL * (come + hall)) / (1.0 + q)
    return q


@kernel
def drain(y: Floats, p: Floats, yb: int, pb: int, over: float, dt: float) -> None:
    """Let traps discharge water and air at a pressure (bar above the hall's), and water come."""
    share = 0.01 * y[yb + AIR_SHARE]
    carried = p[pb + CARRIED] * dt / 3600.0 * clamp(over / THROTTLE, 0.0, 1.0)
    for i in range(COUNT):
        works = (1.0 - clamp(y[yb + BLOCKAGE + i], 0.0, 1.0)) * greater(over, 0.0) * dt
        slot = yb + WATER + i
        if i == 0:
            slot = yb + VOLUME
        y[slot] += carried
        y[yb + SUPPLIED] += carried
        gone = lesser(p[pb + TRAP_CAPACITY] * works, y[slot])
        y[slot] -= gone
        y[yb + DISCHARGED] += gone
        pocket = y[yb + POCKET + i] / (1.0 + works / p[pb + PURGE])
        if over < STILL and share > pocket:
            pocket = share + (pocket - share) / (1.0 + dt / RETURN_TIME)
        y[yb + POCKET + i] = pocket


@kernel
def count(y: Floats, p: Floats, yb: int, pb: int, begins: float, dt: float) -> None:
    """Count F0 of each place (0 from the beginning of a cycle on) and the hold."""
    least = 1e9
    coldest = 300.0
    for i in range(COUNT):
        warmth = y[yb + POINT + i]
        rate = lethal_rate(warmth)
        gain = 0.5 * (rate + y[yb + RATE + i]) * dt / 60.0
        y[yb + F0 + i] = y[yb + F0 + i] * (1.0 - begins) + gain
        y[yb + RATE + i] = rate
        least = lesser(least, y[yb + F0 + i])
        coldest = lesser(coldest, warmth)
    y[yb + LEAST_F0] = least
    y[yb + COLDEST_POINT] = coldest
    y[yb + LOG_REDUCTION] = least / p[pb + D_VALUE]
    holds = 0.0
    if coldest >= REFERENCE and y[yb + TEMPERATURE] >= REFERENCE:
        holds = 1.0
    y[yb + HOLD] = (y[yb + HOLD] + dt / 60.0) * holds
    if y[yb + HOLD] >= p[pb + HOLD_WANTED] and least >= p[pb + F0_WANTED]:
        y[yb + STERILE] = 1.0


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a sterilised vessel's block by ``dt`` seconds."""
    before = y[yb + TEMPERATURE]
    total = gas_pressure(y, p, yb, pb)
    q = breathe(y, p, yb, pb, total, dt)
    if dt > 0.0:
        hot = steam_temperature(y, p, yb, pb, q, dt)
        gas = gas_warmth(y, yb, hot)
        per = p[pb + VESSEL_VOLUME] / (gas + KELVIN)
        taken = let_in(y, p, yb, pb, saturation_pressure(hot) + GAS * y[yb + AIR] / per)
        come = taken * dt / 3600.0
        wanted = heat_metal(y, p, yb, pb, hot, dt)
        left = greater(y[yb + STEAM] + come - wanted, 0.0)
        y[yb + STEAM] = left / (1.0 + q)
        y[yb + SUPPLIED] += come
        y[yb + VENTED] += left - y[yb + STEAM]
        y[yb + STEAM_TAKEN] = taken
        y[yb + TEMPERATURE] = gas + (before - gas) / (1.0 + dt / GAS_LAG)
    total = gas_pressure(y, p, yb, pb)
    y[yb + PRESSURE] = lesser(total - ATMOSPHERE, 1e4)
    y[yb + SATURATION] = saturation_temperature(total)
    amount = STEAM_GAS * y[yb + STEAM] + GAS * y[yb + AIR]
    y[yb + AIR_SHARE] = 0.0
    if amount > 0.0:
        y[yb + AIR_SHARE] = clamp(100.0 * (GAS * y[yb + AIR] / amount), 0.0, 100.0)
    drain(y, p, yb, pb, total - ATMOSPHERE, dt)
    begins = 0.0
    if before < BOILING and y[yb + TEMPERATURE] >= BOILING:
        begins = 1.0
    count(y, p, yb, pb, begins, dt)
    weigh(y, y[yb + VOLUME], WATER_DENSITY, p[pb + VESSEL_VOLUME], yb + WEIGHT)
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a sterilised vessel that begins with what was given; raises Refusal.

    It begins cold and full of air at the pressure of the hall unless told otherwise.
    """
    ambient = parameters["ambient temperature"]
    cold = {f"{name} temperature": ambient for name in ("shell", *slots.POINTS)}
    values = begin(STATES, {"temperature": ambient, **cold, **given}, carried=QUALITY_FIELDS)
    if "air" not in given:
        steam = STEAM_GAS * values["steam"] * (values["temperature"] + KELVIN)
        room = ATMOSPHERE * parameters["working volume"] - steam
        values["air"] = max(room, 0.0) / (GAS * (values["temperature"] + KELVIN))
    settle(STERILISED_VESSEL, parameters, values)
    return values


STERILISED_VESSEL = UnitKind(
    name="sterilised vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="an empty vessel with pipes and traps that steam sterilises",
    carried=QUALITY_FIELDS,
)
