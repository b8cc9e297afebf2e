"""Heat and water: vessel, jacket, metabolism, agitator, room and evaporation.

Two heat balances, vessel and jacket, each solved with the mean temperatures of the step (implicit
midpoint), so what one loses the other gains to rounding. Metabolism gives 460 kJ per mol of
oxygen. Gas leaves the culture saturated (Alduchov and Eskridge 1996) and what the exhaust condenser
does not return is lost. Feeds bring their own heat (see the transfer line); the heat of the
gas itself is left out.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    AMBIENT_TRANSFER,
    CONDENSER_TEMPERATURE,
    COOLING_TEMPERATURE,
    DENSITY,
    HEATING_TEMPERATURE,
    JACKET_TRANSFER,
    JACKET_VOLUME,
    ROOM_TEMPERATURE,
    VESSEL_VOLUME,
    WALL_MASS,
    WORKING_VOLUME,
)
from simulator.equipment.bioreactor.states import (
    COOLING_FLOW,
    EVAPORATION,
    EVAPORATION_HEAT,
    GAS_FLOW,
    HEATING_FLOW,
    JACKET_TEMPERATURE,
    POWER,
    PRESSURE,
    UPTAKE_RATE,
    VENTED_VOLUME,
)
from simulator.equipment.bioreactor.transfer import AMBIENT
from simulator.equipment.inventory import TEMPERATURE, VOLUME
from simulator.numerics.exact import exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WATER_HEAT = 4180.0
"""J/kg/K, of culture and of jacket water."""
STEEL_HEAT = 500.0
"""J/kg/K."""
OXYGEN_HEAT = 460.0
"""J per mmol of oxygen taken up."""
LATENT_HEAT = 43.4
"""kJ per mol of water, at 37 degC."""
WATER_VOLUME = 18.07
"""mL per mol of water."""
MOL_PER_LITRE_GAS = 0.044615
"""mol of gas in a litre at 0 degC and 1.01325 bar."""
LEAST_FILL = 1e-3
"""Share of the vessel that the heat balance takes as filled even when it is empty."""


@kernel
def saturation_pressure(temperature: float) -> float:
    """Return the vapour pressure of water (mbar), Magnus form of Alduchov and Eskridge 1996."""
    return 6.1094 * exp(17.625 * temperature / (temperature + 243.04))


@kernel
def humidity(temperature: float, absolute: float) -> float:
    """Return mol of vapour per mol of dry gas, saturated, at most 2 (boiling is not modelled)."""
    vapour = saturation_pressure(temperature)
    dry = greater(absolute - vapour, 0.5 * vapour)
    return vapour / dry


@kernel
def evaporation(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the water lost (mL) and the heat taken (kJ) per mol of gas that passes."""
    absolute = greater(y[yb + PRESSURE] + AMBIENT, 50.0)
    top = humidity(y[yb + TEMPERATURE], absolute)
    cold = humidity(lesser(y[yb + TEMPERATURE], p[pb + CONDENSER_TEMPERATURE]), absolute)
    y[yb + EVAPORATION] = WATER_VOLUME * cold
    y[yb + EVAPORATION_HEAT] = LATENT_HEAT * top


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Advance vessel and jacket temperature and the evaporated volume by ``dt`` seconds."""
    volume = y[yb + VOLUME]
    gas = y[yb + GAS_FLOW] * (MOL_PER_LITRE_GAS / 60.0)
    if volume <= 0.0:
        gas = 0.0
    lost = lesser(1e-3 * y[yb + EVAPORATION] * gas * dt, 0.5 * volume)
    source = y[yb + UPTAKE_RATE] * volume * (OXYGEN_HEAT / 3600.0) + y[yb + POWER]
    source = source - 1e3 * y[yb + EVAPORATION_HEAT] * gas
    filled = greater(volume, LEAST_FILL * p[pb + VESSEL_VOLUME])
    wetted = p[pb + JACKET_TRANSFER] * lesser(filled * (1.0 / p[pb + WORKING_VOLUME]), 1.0)
    room = p[pb + AMBIENT_TRANSFER]
    inside = p[pb + DENSITY] * WATER_HEAT * filled + STEEL_HEAT * p[pb + WALL_MASS]
    jacket = WATER_HEAT * p[pb + JACKET_VOLUME]
    cold = y[yb + COOLING_FLOW] * (WATER_HEAT / 60.0)
    hot = y[yb + HEATING_FLOW] * (WATER_HEAT / 60.0)
    t = y[yb + TEMPERATURE]
    tj = y[yb + JACKET_TEMPERATURE]
    # Two linear equations in the rates of change of both, taken at the middle of the step.
    half = 0.5 * dt
    to_vessel = source + wetted * (tj - t) + room * (p[pb + ROOM_TEMPERATURE] - t)
    to_jacket = cold * (p[pb + COOLING_TEMPERATURE] - tj)
    to_jacket = to_jacket + hot * (p[pb + HEATING_TEMPERATURE] - tj) - wetted * (tj - t)
    a = inside + half * (wetted + room)
    d = jacket + half * (cold + hot + wetted)
    b = half * wetted
    scale = 1.0 / (a * d - b * b)
    y[yb + TEMPERATURE] = t + dt * (scale * (d * to_vessel + b * to_jacket))
    y[yb + JACKET_TEMPERATURE] = tj + dt * (scale * (a * to_jacket + b * to_vessel))
    y[yb + VOLUME] = volume - lost
    y[yb + VENTED_VOLUME] += lost
