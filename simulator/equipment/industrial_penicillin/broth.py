"""The broth around the hyphae: gases, acid, heat, viscosity, nitrogen and phenylacetate.

Equations of Goldrick et al. (2015), oddities included: they are told in docs/physics.md.
"""

from __future__ import annotations

from simulator.equipment.industrial_penicillin.parameters import (
    COOLANT_TEMPERATURE,
    CRITICAL_OXYGEN_GROWTH,
    CRITICAL_OXYGEN_PRODUCT,
    DIOXIDE_RATE,
    HEATING_TEMPERATURE,
    NITROGEN_GROWTH,
    NITROGEN_PRODUCT,
    NITROGEN_UPKEEP,
    OIL_NITROGEN,
    OXYGEN_GROWTH,
    OXYGEN_PRODUCT,
    OXYGEN_UPKEEP,
    PRECURSOR_FEED,
    PRECURSOR_GROWTH,
    PRECURSOR_NITROGEN,
    PRECURSOR_PRODUCT,
    PRECURSOR_UPKEEP,
    ROOM_TEMPERATURE,
    SHOT_NITROGEN,
    SUGAR_FEED,
    TITRANT,
)
from simulator.equipment.industrial_penicillin.setting import (
    AIR_OXYGEN,
    HOLD_UP,
    KELVIN,
    density,
    rising,
)
from simulator.equipment.industrial_penicillin.states import (
    ACID_FLOW,
    AIR_FLOW,
    BASE_FLOW,
    BATCH_AGE,
    COOLING_FLOW,
    DILUTION,
    DIOXIDE_LEVEL,
    GAS_DIOXIDE,
    GAS_OXYGEN,
    GROWING,
    GROWTH_RATE,
    HEATING_FLOW,
    HYDROGEN,
    KLA,
    MATURE,
    MEAN_PRESSURE,
    NITROGEN,
    OIL_FLOW,
    OXYGEN_LEVEL,
    POWER,
    PRECURSOR_FLOW,
    PRODUCT_RATE,
    SATURATION,
    SHOT_FLOW,
    SUGAR_FLOW,
    TURNOVER,
    UPTAKE,
    VISCOSITY,
    WATER_FLOW,
)
from simulator.equipment.inventory import PRECURSOR, PRODUCT, TEMPERATURE
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import clamp, exp, greater, power
from simulator.numerics.kernel import Floats, kernel

INERT = 0.79
"""Share of the air that neither comes nor goes."""
AIR_DIOXIDE = 0.033
"""%."""
OXYGEN_OF_GAS = 60.0 * 32.0 / 22.4 * 1e3
"""g/m3 of pure gas, by the minute: as published, beside a flow in m3/s."""
DIOXIDE_OF_GAS = 60.0 * 44.0 / 22.4 * 1e3
HELD_GAS = 28.97 / 22.4 * 1e3
STRIPPED = 0.89
"""Transfer of carbon dioxide by that of oxygen."""
ACID_STEP = 0.005
"""h; acid and base of so long are mixed in at once, and the pH goes there in about an hour."""
ACID_OF_GROWTH = 3.25e-7
ACID_OF_UPKEEP = 0.0025
ACID_OF_FLOW = 2.5e-11
WATER_PRODUCT = 4e-14
FEED_HEAT = 5.9
WATER_HEAT = 4.18
FEED_TEMPERATURE = 14.85
"""degC, of sugar solution and of water."""
EVAPORATION_HEAT = 2430.7
HEAT_OF_OXYGEN = 25e-3
COIL = 2451.8
COIL_POWER = 2.88
WALL = 36.0 * 105.0
SUGAR_DENSITY = 1.54
THINNED = 0.005
"""mPa s per litre of water."""


@kernel
def breathe(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Advance dissolved oxygen, and oxygen in the gas; write the uptake."""
    total = (density(y, yb, litres) - 1100.0) - y[yb + PRODUCT] / litres
    grown = p[pb + OXYGEN_GROWTH] * y[yb + GROWTH_RATE]
    made = p[pb + OXYGEN_PRODUCT] * y[yb + PRODUCT_RATE]
    uptake = grown + made + p[pb + OXYGEN_UPKEEP] * total
    y[yb + UPTAKE] = uptake
    oxygen = y[yb + OXYGEN_LEVEL]
    dilution = y[yb + DILUTION] / litres
    given = y[yb + KLA] * (y[yb + SATURATION] - oxygen)
    short = oxygen - p[pb + CRITICAL_OXYGEN_GROWTH] * y[yb + SATURATION]
    steep = y[yb + KLA] + 2.0 * (1.0 - rising(short)) * greater(grown, 0.0)
    short = oxygen - p[pb + CRITICAL_OXYGEN_PRODUCT] * y[yb + SATURATION]
    steep = steep + 2.0 * (1.0 - rising(short)) * greater(made, 0.0)
    change = given - uptake - oxygen * dilution
    oxygen = oxygen + hours * change * relaxed(steep * hours)
    y[yb + OXYGEN_LEVEL] = clamp(oxygen, 0.0, 1e3)
    gas = greater(y[yb + AIR_FLOW], 0.0) / 60.0
    metres = 1e-3 * litres
    held = HOLD_UP * metres * HELD_GAS
    left = greater(1.0 - y[yb + GAS_OXYGEN] - 0.01 * y[yb + GAS_DIOXIDE], 0.05)
    leaves = gas * INERT / left * OXYGEN_OF_GAS
    change = gas * OXYGEN_OF_GAS * AIR_OXYGEN - leaves * y[yb + GAS_OXYGEN] - 0.06 * given * metres
    share = y[yb + GAS_OXYGEN] + hours * change / held * relaxed(leaves / held * hours)
    y[yb + GAS_OXYGEN] = clamp(share, 0.0, 0.9)


@kernel
def exhale(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Advance carbon dioxide in the gas and dissolved."""
    gas = greater(y[yb + AIR_FLOW], 0.0) / 60.0 * DIOXIDE_OF_GAS
    held = HOLD_UP * 1e-3 * litres * HELD_GAS
    came = (y[yb + GROWING] + y[yb + MATURE]) * p[pb + DIOXIDE_RATE] * litres
    share = y[yb + GAS_DIOXIDE]
    change = gas * AIR_DIOXIDE + came - gas * share
    fresh = share + hours * change / held * relaxed(gas / held * hours)
    kelvin = y[yb + TEMPERATURE] + KELVIN
    henry = exp(11.25 - 395.9 / (kelvin - 175.9)) / 4400.0
    moved = STRIPPED * y[yb + KLA]
    level = y[yb + DIOXIDE_LEVEL]
    change = moved * (y[yb + MEAN_PRESSURE] * share / henry - level)
    change = change - level * (y[yb + DILUTION] / litres)
    level = level + hours * change * relaxed(moved * hours)
    y[yb + DIOXIDE_LEVEL] = clamp(level, 0.0, 1e3)
    y[yb + GAS_DIOXIDE] = clamp(fresh, 0.0, 99.0)


@kernel
def sour(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, dump: float) -> None:
    """Advance the hydrogen ion; ``dump`` is the broth that is taken, kg/h.

    One balance serves at every pH: that for alkaline broth, as published, runs away.
    """
    total = (density(y, yb, litres) - 1100.0) - y[yb + PRODUCT] / litres
    acid = greater(y[yb + ACID_FLOW], 0.0)
    base = greater(y[yb + BASE_FLOW], 0.0)
    ion = y[yb + HYDROGEN]
    poured = ACID_STEP * (acid + base)
    net = ion * litres + p[pb + TITRANT] * ACID_STEP * (acid - base)
    net = net / (litres + poured)
    mixed = 0.5 * (net + power(net * net + WATER_PRODUCT, 0.5))
    made = y[yb + PRODUCT_RATE] + y[yb + PRODUCT] / litres * (y[yb + DILUTION] / litres)
    grown = y[yb + TURNOVER] + ACID_OF_UPKEEP * total + made
    flows = y[yb + SUGAR_FLOW] + y[yb + OIL_FLOW] + y[yb + WATER_FLOW] + acid + base - dump
    change = ACID_OF_GROWTH * grown + ACID_OF_FLOW * flows + mixed - ion
    y[yb + HYDROGEN] = clamp(ion + hours * change, 1e-10, 0.1)


@kernel
def coil(flow: float, broth: float) -> float:
    """Return what a coil takes per kelvin, kJ/h/K, at a flow in L/h."""
    if flow <= 1e-4:
        return 0.0
    size = 1e-3 * flow + COIL * power(1e-3 * flow, COIL_POWER) / 2.0 * broth * FEED_HEAT
    return 1e-3 * COIL * power(flow, COIL_POWER + 1.0) / size


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, gone: float) -> None:
    """Advance the temperature; ``gone`` is what evaporates, L/h."""
    broth = density(y, yb, litres)
    t = y[yb + TEMPERATURE]
    sugar = greater(y[yb + SUGAR_FLOW], 0.0) * feed_density(p, pb) * FEED_HEAT
    water = greater(y[yb + WATER_FLOW], 0.0) * WATER_HEAT
    cold = coil(greater(y[yb + COOLING_FLOW], 0.0), broth)
    hot = coil(greater(y[yb + HEATING_FLOW], 0.0), broth)
    breath = p[pb + OXYGEN_GROWTH] * y[yb + GROWTH_RATE]
    breath = breath + p[pb + OXYGEN_PRODUCT] * y[yb + PRODUCT_RATE]
    heat = (sugar + water) * (FEED_TEMPERATURE - t)
    heat = heat - gone * (broth * WATER_HEAT * 1e-3 + EVAPORATION_HEAT)
    heat = heat + greater(HEAT_OF_OXYGEN * breath * litres, 0.0) + y[yb + POWER]
    heat = heat - cold * (t - p[pb + COOLANT_TEMPERATURE])
    heat = heat - hot * (t - p[pb + HEATING_TEMPERATURE]) - WALL * (t - p[pb + ROOM_TEMPERATURE])
    holds = 1e-3 * litres * WATER_HEAT * broth
    slope = (sugar + water + cold + hot + WALL) / holds
    t = t + hours * heat / holds * relaxed(slope * hours)
    y[yb + TEMPERATURE] = clamp(t, 0.0, 140.0)


@kernel
def feed_density(p: Floats, pb: int) -> float:
    """Return the density of the sugar solution, kg/L."""
    share = 1e-3 * p[pb + SUGAR_FEED]
    return share * SUGAR_DENSITY + 1.0 - share


@kernel
def thicken(y: Floats, yb: int, hours: float) -> None:
    """Advance the viscosity: tips thicken the broth, water thins it."""
    age = y[yb + BATCH_AGE]
    tips = power(greater(y[yb + GROWING], 0.0), 0.3333333333333333)
    old = (1.0 + exp(-0.001 * (age - 1.0))) * (1.0 + exp(-0.0001 * (age - 250.0)))
    change = 3.0 * tips / old - THINNED * greater(y[yb + WATER_FLOW], 0.0)
    y[yb + VISCOSITY] = clamp(y[yb + VISCOSITY] + hours * change, 0.0, 1e4)


@kernel
def nourish(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Advance nitrogen and phenylacetate."""
    total = (density(y, yb, litres) - 1100.0) - y[yb + PRODUCT] / litres
    side = greater(y[yb + PRECURSOR_FLOW], 0.0)
    came = greater(y[yb + SHOT_FLOW], 0.0) * p[pb + SHOT_NITROGEN]
    came = came + side * p[pb + PRECURSOR_NITROGEN]
    came = came + greater(y[yb + OIL_FLOW], 0.0) * p[pb + OIL_NITROGEN]
    used = p[pb + NITROGEN_GROWTH] * y[yb + TURNOVER] + p[pb + NITROGEN_UPKEEP] * total
    used = used + p[pb + NITROGEN_PRODUCT] * y[yb + PRODUCT_RATE]
    thin = 1.0 / greater(1.0 + hours * y[yb + DILUTION] / litres, 0.5)
    level = (y[yb + NITROGEN] + hours * (1e3 * came / litres - used)) * thin
    y[yb + NITROGEN] = clamp(level, 0.0, 1e6)
    used = p[pb + PRECURSOR_PRODUCT] * y[yb + PRODUCT_RATE]
    used = used + p[pb + PRECURSOR_GROWTH] * y[yb + GROWTH_RATE]
    used = used + p[pb + PRECURSOR_UPKEEP] * (y[yb + PRODUCT] / litres)
    change = hours * (side * p[pb + PRECURSOR_FEED] - 1e-3 * used * litres)
    y[yb + PRECURSOR] = greater(y[yb + PRECURSOR] + change, 0.0)
