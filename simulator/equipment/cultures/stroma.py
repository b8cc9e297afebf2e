"""Mesenchymal stromal cells (MSC) on microcarriers: what they do while they sit on beads.

Growth is logistic with the area of the beads, slowed by lactate and ammonium with the numbers of
Schop et al. (2009). Cells on beads that lie still neither grow nor live long; cells on no bead die.
Eddies smaller than about half a bead (Kolmogorov's size, from the mean power) harm them, as the
inverse cube of the size: an engineering fit.
"""

from __future__ import annotations

import math

from simulator.equipment.bioreactor.parameters import DENSITY, IMPELLER_DIAMETER
from simulator.equipment.bioreactor.states import (
    AMMONIUM_CONCENTRATION,
    DEATH_FACTOR,
    DEATH_RATE,
    GLUCOSE_CONCENTRATION,
    GLUTAMINE_CONCENTRATION,
    GROWTH_FACTOR,
    GROWTH_RATE,
    HELD,
    LACTATE_CONCENTRATION,
    POWER,
    RATE_AMMONIUM,
    RATE_DEAD,
    RATE_GLUCOSE,
    RATE_GLUTAMINE,
    RATE_LACTATE,
    RATE_LYSED,
    RATE_PRODUCT,
    RATE_VIABLE,
    STRESS_DEATH,
    UPTAKE_FACTOR,
)
from simulator.equipment.inventory import DEAD, VIABLE, VOLUME
from simulator.equipment.therapy.carrier_parameters import (
    C_AMMONIUM,
    C_AMMONIUM_YIELD,
    C_DEATH,
    C_DENSITY,
    C_EDDY,
    C_ENZYME_BOUND,
    C_ENZYME_DEATH,
    C_ENZYME_HALF,
    C_GLUCOSE,
    C_GLUTAMINE,
    C_GLUTAMINE_UPTAKE,
    C_GROWTH,
    C_LACTATE,
    C_LACTATE_YIELD,
    C_LOOSE_DEATH,
    C_LYSIS,
    C_PER_AREA,
    C_SETTLED_DEATH,
    C_SHEAR,
    C_SIZE,
    C_STARVED,
    C_SUSPENSION,
    C_UPTAKE,
)
from simulator.equipment.therapy.carrier_states import (
    ATTACHED,
    BEADS,
    BORN,
    EDDY_SIZE,
    ENZYME,
    LOOSE_DEATH,
    REACHED,
    SETTLED,
    SUSPENSION_SPEED,
)
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import clamp, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

VISCOSITY = 7e-7
"""m2/s: water at 37 degC."""
GRAVITY = 9.81
SWOLLEN = 18.0
"""g of swollen bead in one of dry."""
LARGEST_EDDY = 1000.0
"""um, shown where nothing stirs."""
HIGHEST_DEATH = 1.0
"""1/h that eddies add at most."""


@kernel
def speed_for(p: Floats, pb: int, grams: float) -> float:
    """Return the rpm that just suspend so many g/L of dry beads (Zwietering 1958)."""
    lighter = GRAVITY * greater(p[pb + C_DENSITY] / p[pb + DENSITY] - 1.0, 1e-4)
    percent = lesser(0.1 * SWOLLEN * greater(grams, 0.0), 50.0)
    turns = p[pb + C_SUSPENSION] * power(VISCOSITY, 0.1) * power(1e-6 * p[pb + C_SIZE], 0.2)
    turns = turns * power(lighter, 0.45) * power(percent, 0.13)
    return 60.0 * turns / power(p[pb + IMPELLER_DIAMETER], 0.85)


@kernel
def eddy(watts_per_kg: float) -> float:
    """Return Kolmogorov's size of the smallest eddies, um."""
    if watts_per_kg <= 1e-12:
        return LARGEST_EDDY
    cube = VISCOSITY * VISCOSITY * VISCOSITY
    return lesser(1e6 * math.sqrt(math.sqrt(cube / watts_per_kg)), LARGEST_EDDY)


@kernel
def torn(p: Floats, pb: int, size: float) -> float:
    """Return the death rate (1/h) that eddies of this size (um) bring to cells on beads."""
    ratio = lesser(p[pb + C_EDDY] * p[pb + C_SIZE] / greater(size, 1e-3), 1e3)
    excess = greater(ratio * ratio * ratio - 1.0, 0.0)
    return lesser(p[pb + C_SHEAR] * excess, HIGHEST_DEATH)


@kernel
def enzyme_share(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return how much of its largest effect the enzyme has: what the medium binds has none."""
    if y[yb + VOLUME] <= SMALLEST_VOLUME:
        return 0.0
    free = greater(y[yb + ENZYME] / y[yb + VOLUME] - p[pb + C_ENZYME_BOUND], 0.0)
    return free / (free + p[pb + C_ENZYME_HALF])


@kernel
def stirred(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Write the speed that suspends beads and the smallest eddies; return the death by eddies."""
    y[yb + EDDY_SIZE] = LARGEST_EDDY
    y[yb + SUSPENSION_SPEED] = 0.0
    volume = y[yb + VOLUME]
    if volume > SMALLEST_VOLUME:
        y[yb + EDDY_SIZE] = eddy(y[yb + POWER] / (volume * p[pb + DENSITY]))
        y[yb + SUSPENSION_SPEED] = speed_for(p, pb, y[yb + BEADS] / volume)
    return torn(p, pb, y[yb + EDDY_SIZE])


@kernel
def grow_stroma(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the rates (per hour) of stromal cells, those on beads and the loose ones together.

    While the reactor steps, all living cells are in the head; the attached ones are told besides.
    """
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    glutamine = greater(y[yb + GLUTAMINE_CONCENTRATION], 0.0)
    living = greater(y[yb + VIABLE], 0.0)
    attached = lesser(greater(y[yb + ATTACHED], 0.0), living)
    loose = living - attached
    settled = clamp(y[yb + SETTLED], 0.0, 1.0)
    fed = glucose / (p[pb + C_GLUCOSE] + glucose)
    most = 1e-9 * p[pb + C_PER_AREA] * y[yb + REACHED]
    room = 0.0
    if most > 0.0:
        room = clamp(1.0 - attached / most, 0.0, 1.0)
    growth = p[pb + C_GROWTH] * room * fed * y[yb + GROWTH_FACTOR] * (1.0 - settled)
    lactate = greater(y[yb + LACTATE_CONCENTRATION], 0.0)
    ammonium = greater(y[yb + AMMONIUM_CONCENTRATION], 0.0)
    growth = growth * (p[pb + C_LACTATE] / (p[pb + C_LACTATE] + lactate))
    growth = growth * (p[pb + C_AMMONIUM] / (p[pb + C_AMMONIUM] + ammonium))
    death = p[pb + C_DEATH] * y[yb + DEATH_FACTOR] + y[yb + STRESS_DEATH]
    death = death + p[pb + C_STARVED] * (1.0 - fed)
    death = death + p[pb + C_ENZYME_DEATH] * enzyme_share(y, p, yb, pb)
    y[yb + LOOSE_DEATH] = death + p[pb + C_LOOSE_DEATH]
    death = death + p[pb + C_SETTLED_DEATH] * settled + stirred(y, p, yb, pb)
    dying = death * attached + y[yb + LOOSE_DEATH] * loose
    uptake = y[yb + UPTAKE_FACTOR] * living / 24.0
    eaten = p[pb + C_UPTAKE] * fed * uptake
    used = p[pb + C_GLUTAMINE_UPTAKE] * (glutamine / (p[pb + C_GLUTAMINE] + glutamine)) * uptake
    lysis = p[pb + C_LYSIS] * greater(y[yb + DEAD], 0.0)
    y[yb + GROWTH_RATE] = growth
    y[yb + DEATH_RATE] = death
    y[yb + BORN] = growth * attached
    rates = yb + HELD
    y[rates + RATE_VIABLE] = growth * attached - dying
    y[rates + RATE_DEAD] = dying - lysis
    y[rates + RATE_LYSED] = lysis
    y[rates + RATE_GLUCOSE] = -eaten
    y[rates + RATE_GLUTAMINE] = -used
    y[rates + RATE_LACTATE] = p[pb + C_LACTATE_YIELD] * eaten
    y[rates + RATE_AMMONIUM] = p[pb + C_AMMONIUM_YIELD] * used
    y[rates + RATE_PRODUCT] = 0.0
