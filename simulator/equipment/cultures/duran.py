"""T cells: logistic growth under an inhibitor that they make, after Duran-Villalobos et al.

Growth is by Monod on glucose, a fifth of it during a lag, and stops as the inhibitor passes a
level; death rises with the inhibitor. The inhibitor counts the hours that cells lived in the
medium, and the lag is one below zero: here it is kept apart, so that fresh medium thins the one
and not the other. In the public listing of the model death by starvation is a number of cells per
mL and hour (0.083), the same whether they are few or many, so that it does nothing; here it is
that share of the cells per hour, unless ``published: yes``. Lactate, glutamine, want of activation,
too many beads and hard stirring are engineering fits.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import PUBLISHED
from simulator.equipment.bioreactor.states import (
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
from simulator.equipment.inventory import DEAD, INHIBITOR, VIABLE, VOLUME
from simulator.equipment.therapy.lymphocyte_parameters import (
    L_AMMONIUM_YIELD,
    L_BEADS_MANY,
    L_DEATH,
    L_DEATH_HALF,
    L_GENTLE_POWER,
    L_GLUCOSE,
    L_GLUTAMINE,
    L_GLUTAMINE_UPTAKE,
    L_GROWTH,
    L_LACTATE_HALF,
    L_LACTATE_YIELD,
    L_LAG_SHARE,
    L_LYSIS,
    L_OVERDRIVEN,
    L_RESTING_DEATH,
    L_SHEAR,
    L_STARVED,
    L_STARVED_GLUCOSE,
    L_STEEPNESS,
    L_STOP,
    L_UPTAKE,
    L_UPTAKE_GLUCOSE,
)
from simulator.equipment.therapy.lymphocyte_states import (
    ACTIVATION,
    BEAD_RATIO,
    INHIBITOR_LEVEL,
    LAG,
)
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

GLUCOSE_MASS = 0.180156
"""g per mmol."""
STARVED_STEEPNESS = 30.0
"""L/g of glucose."""
PER_LITRE = 1e-6
"""1e9 cells per litre in one cell per mL."""
HIGHEST_STRESS = 1.0
"""1/h that stirring or beads add at most."""


@kernel
def sigmoid(x: float) -> float:
    """Return 1/(1 + exp(-x))."""
    return 1.0 / (1.0 + exp(-clamp(x, -100.0, 100.0)))


@kernel
def strain(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the death rate (1/h) of rest, of too many beads and of stirring."""
    rate = p[pb + L_RESTING_DEATH] * (1.0 - clamp(y[yb + ACTIVATION], 0.0, 1.0))
    many = greater(y[yb + BEAD_RATIO] - p[pb + L_BEADS_MANY], 0.0)
    rate = rate + lesser(p[pb + L_OVERDRIVEN] * many, HIGHEST_STRESS)
    volume = y[yb + VOLUME]
    if volume > SMALLEST_VOLUME:
        over = 1000.0 * y[yb + POWER] / volume / p[pb + L_GENTLE_POWER] - 1.0
        over = clamp(over, 0.0, 100.0)
        rate = rate + lesser(p[pb + L_SHEAR] * over * over, HIGHEST_STRESS)
    return rate


@kernel
def grow_duran(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the specific growth and death rates and the rates (per hour) of T cells."""
    glucose = GLUCOSE_MASS * greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    glutamine = greater(y[yb + GLUTAMINE_CONCENTRATION], 0.0)
    viable = greater(y[yb + VIABLE], 0.0)
    volume = y[yb + VOLUME]
    y[yb + INHIBITOR_LEVEL] = 0.0
    if volume > SMALLEST_VOLUME:
        y[yb + INHIBITOR_LEVEL] = y[yb + INHIBITOR] / volume
    level = greater(y[yb + INHIBITOR_LEVEL], 0.0) - y[yb + LAG]
    growth = p[pb + L_GROWTH] * (glucose / (p[pb + L_GLUCOSE] + glucose))
    growth = growth * (1.0 - sigmoid(p[pb + L_STEEPNESS] * (level - p[pb + L_STOP])))
    death = 0.0
    if level < 0.0:
        growth = growth * p[pb + L_LAG_SHARE]
    else:
        death = p[pb + L_DEATH] * (level / (p[pb + L_DEATH_HALF] + level))
    sour = lesser(greater(y[yb + LACTATE_CONCENTRATION], 0.0) / p[pb + L_LACTATE_HALF], 1e3)
    sour = sour * sour
    growth = growth * y[yb + GROWTH_FACTOR] * y[yb + ACTIVATION] / (1.0 + sour * sour)
    death = death * y[yb + DEATH_FACTOR] + y[yb + STRESS_DEATH] + strain(y, p, yb, pb)
    full = sigmoid(STARVED_STEEPNESS * (glucose - p[pb + L_STARVED_GLUCOSE]))
    starved = p[pb + L_STARVED] * (1.0 - full)
    dying = (death + starved) * viable
    if p[pb + PUBLISHED] > 0.5:
        dying = death * viable + starved * PER_LITRE * volume
    else:
        death = death + starved
    uptake = y[yb + UPTAKE_FACTOR] * viable
    q_glucose = 0.001 / GLUCOSE_MASS * p[pb + L_UPTAKE]
    eaten = uptake * q_glucose * (glucose / (p[pb + L_UPTAKE_GLUCOSE] + glucose))
    used = p[pb + L_GLUTAMINE_UPTAKE] * (glutamine / (p[pb + L_GLUTAMINE] + glutamine)) * uptake
    lysis = p[pb + L_LYSIS] * greater(y[yb + DEAD], 0.0)
    y[yb + GROWTH_RATE] = growth
    y[yb + DEATH_RATE] = death
    rates = yb + HELD
    y[rates + RATE_VIABLE] = growth * viable - dying
    y[rates + RATE_DEAD] = dying - lysis
    y[rates + RATE_LYSED] = lysis
    y[rates + RATE_GLUCOSE] = -eaten
    y[rates + RATE_GLUTAMINE] = -used
    y[rates + RATE_LACTATE] = p[pb + L_LACTATE_YIELD] * eaten
    y[rates + RATE_AMMONIUM] = p[pb + L_AMMONIUM_YIELD] * used
    y[rates + RATE_PRODUCT] = 0.0
