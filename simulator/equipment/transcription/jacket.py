"""Heat of a small vessel in a jacket: two balances, taken at the mean temperatures of the scan.

What the jacket gives the vessel gains, to rounding. The heat of the reactions and of the stirrer
is left out: together they are less than 1 W in 10 L.
"""

from __future__ import annotations

from simulator.equipment.inventory import TEMPERATURE, VOLUME
from simulator.equipment.transcription.parameters import (
    AMBIENT_TRANSFER,
    COOLING_TEMPERATURE,
    DENSITY,
    DESIGN_SPEED,
    HEATING_TEMPERATURE,
    JACKET_TRANSFER,
    JACKET_VOLUME,
    ROOM_TEMPERATURE,
    WALL_MASS,
    WORKING_VOLUME,
)
from simulator.equipment.transcription.states import (
    AGITATION,
    COOLING_FLOW,
    HEATING_FLOW,
    JACKET_TEMPERATURE,
    TRANSFER,
)
from simulator.numerics.exact import clamp, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

WATER_HEAT = 4180.0
"""J/kg/K."""
WALL_HEAT = 500.0
"""J/kg/K of steel."""
STILL = 0.04
"""Speed over design speed below which natural convection carries the heat; engineering fit."""
FASTEST = 4.0
LEAST_FILL = 1e-3
"""Share of the working volume that the balance takes as filled even when it is empty."""


@kernel
def warm(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance vessel and jacket temperature by ``dt`` seconds.

    Transfer goes with speed to the power 2/3 (Chilton, Drew and Jebens 1944) and with the part of
    the jacket that is covered.
    """
    if slow == 1:
        speed = clamp(y[yb + AGITATION] / p[pb + DESIGN_SPEED], STILL, FASTEST)
        y[yb + TRANSFER] = p[pb + JACKET_TRANSFER] * power(speed, 2.0 / 3.0)
    full = p[pb + WORKING_VOLUME]
    filled = greater(y[yb + VOLUME], LEAST_FILL * full)
    between = y[yb + TRANSFER] * lesser(filled / full, 1.0)
    room = p[pb + AMBIENT_TRANSFER]
    inside = p[pb + DENSITY] * WATER_HEAT * filled + WALL_HEAT * p[pb + WALL_MASS]
    jacket = WATER_HEAT * p[pb + JACKET_VOLUME]
    cold = greater(y[yb + COOLING_FLOW], 0.0) * (WATER_HEAT / 60.0)
    hot = greater(y[yb + HEATING_FLOW], 0.0) * (WATER_HEAT / 60.0)
    t = y[yb + TEMPERATURE]
    tj = y[yb + JACKET_TEMPERATURE]
    half = 0.5 * dt
    to_vessel = between * (tj - t) + room * (p[pb + ROOM_TEMPERATURE] - t)
    to_jacket = cold * (p[pb + COOLING_TEMPERATURE] - tj) - between * (tj - t)
    to_jacket = to_jacket + hot * (p[pb + HEATING_TEMPERATURE] - tj)
    a = inside + half * (between + room)
    d = jacket + half * (cold + hot + between)
    b = half * between
    scale = 1.0 / (a * d - b * b)
    y[yb + TEMPERATURE] = t + dt * (scale * (d * to_vessel + b * to_jacket))
    y[yb + JACKET_TEMPERATURE] = tj + dt * (scale * (a * to_jacket + b * to_vessel))
