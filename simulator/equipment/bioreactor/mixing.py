"""Mixing, eddies and bubbles: how long a drop takes, what harms cells, what capacitance sees.

The vessel is well mixed in all that is computed; its mixing time (A. W. Nienow, Cytotechnology 50
(2006) 9: 5.9 T^(2/3) e^(-1/3) (D/T)^(-1/3)) is told for who asks how far that holds. Eddies are as
small as Kolmogorov's length, (v^3/e)^(1/4). Near the impeller dissipation is some thirty times its
mean; beyond ``lethal dissipation`` cells die. Bursting bubbles kill as J. Tramper has it
(1987): 24 F X / (pi^2 d^3 D^2 H), which is the gas per liquid and hour times the volume that a
bubble kills per its own. Poloxamer keeps cells off bubbles: with 1 g/L none die.
"""

from __future__ import annotations

import math

from simulator.equipment.bioreactor.parameters import (
    BUBBLE_DAMAGE,
    DENSITY,
    IMPELLER_DIAMETER,
    LETHAL_DISSIPATION,
    TANK_DIAMETER,
)
from simulator.equipment.bioreactor.states import (
    CAPACITANCE,
    EDDY,
    GAS_FLOW,
    MIXING_TIME,
    POLOXAMER,
    POWER,
    VIABLE_DENSITY,
)
from simulator.equipment.inventory import DEAD, VIABLE, VOLUME
from simulator.numerics.exact import clamp, exp, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

VISCOSITY = 7e-7
"""m2/s, of culture at 37 degC."""
LEAST_DISSIPATION = 1e-6
"""W/kg of a vessel that is not stirred; keeps times and lengths finite."""
PEAK = 30.0
"""Dissipation near the impeller over its mean; an engineering fit."""
EDDY_DEATH = 0.05
"""1/h that cells die at twice the lethal dissipation; an engineering fit."""
MOST_EDDY_DEATH = 2.0
ENOUGH_POLOXAMER = 1.0
"""g/L with which bubbles do no harm."""
SOUND = 0.95
"""Viability down to which capacitance tells the viable volume as it is."""
UNDER_READING = 0.8
"""Share by which it reads low for each lost share of viability after that; an engineering fit."""
SMALLEST = 1e-6


@kernel
def mix(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write mixing time, Kolmogorov's length and what a capacitance probe makes of the cells."""
    each = greater(y[yb + POWER] / (litres * p[pb + DENSITY]), LEAST_DISSIPATION)
    diameter = p[pb + TANK_DIAMETER]
    cube = diameter * diameter * diameter
    y[yb + MIXING_TIME] = 5.9 * exp(log(cube / (each * p[pb + IMPELLER_DIAMETER])) / 3.0)
    y[yb + EDDY] = 1e6 * math.sqrt(math.sqrt(VISCOSITY * VISCOSITY * VISCOSITY / each))
    living = greater(y[yb + VIABLE], 0.0)
    all_cells = living + greater(y[yb + DEAD], 0.0)
    lost = 0.0
    if all_cells > SMALLEST:
        lost = greater(SOUND - living / all_cells, 0.0)
    y[yb + CAPACITANCE] = y[yb + VIABLE_DENSITY] * (1.0 - UNDER_READING * lost)


@kernel
def bruise(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the death rate (1/h) that eddies and bursting bubbles add."""
    litres = y[yb + VOLUME]
    if litres <= SMALLEST:
        return 0.0
    peak = PEAK * 1000.0 * y[yb + POWER] / litres
    beyond = greater(peak / p[pb + LETHAL_DISSIPATION] - 1.0, 0.0)
    bare = clamp(1.0 - y[yb + POLOXAMER] / ENOUGH_POLOXAMER, 0.0, 1.0)
    hourly = 60.0 * greater(y[yb + GAS_FLOW], 0.0) / litres
    return lesser(EDDY_DEATH * beyond, MOST_EDDY_DEATH) + lesser(
        bare * hourly * p[pb + BUBBLE_DAMAGE], MOST_EDDY_DEATH
    )
