"""What microbes have in common: their environment, how they eat, and how they become more.

Microbes eat what they have in seconds, so their rates are found every scan. Uptake is taken over
the scan with its slope about the start (exponential Rosenbrock): stable at any density, and never
more than there is. The factors of the environment are engineering fits: bells of temperature and
pH on all rates, Monod in ammonium, and death by heat, tenfold for each 3 K.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.environment import LARGEST_STRESS
from simulator.equipment.bioreactor.parameters import ENVIRONMENT, OXYGEN_CONSTANT
from simulator.equipment.bioreactor.states import (
    DEATH_FACTOR,
    DEATH_RATE,
    DISSOLVED_OXYGEN,
    GROWTH_FACTOR,
    GROWTH_RATE,
    OXYGEN_DEMAND,
    PH,
    PRODUCT_FACTOR,
    STRESS_DEATH,
    UPTAKE_FACTOR,
    UPTAKE_RATE,
)
from simulator.equipment.cultures.birol_setting import weigh_birol
from simulator.equipment.fermenter.parameters import (
    AMMONIUM_CONSTANT,
    B_TRAITS,
    CELL_MASS,
    E_TRAITS,
    LETHAL_TEMPERATURE,
    MICROBE,
    NITROGEN,
    PH_OPTIMUM,
    PH_SPREAD,
    S_TRAITS,
    TEMPERATURE_OPTIMUM,
    TEMPERATURE_SPREAD,
)
from simulator.equipment.fermenter.states import FOREIGN_DEMAND
from simulator.equipment.inventory import AMMONIUM, DEAD, TEMPERATURE, VIABLE
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

HEAT_DEATH = 0.1
"""1/h just above the lethal temperature; an engineering fit."""
PER_KELVIN = 0.7675283643313485
"""ln(10)/3."""
LEAST_OXYGEN = 1e-9
"""Share of respiration that is always left, so that demand can be divided by it."""


TRACE = 1e-12
"""mmol or g; what is left below it is nothing, so that no number fades for ever."""


@kernel
def remaining(amount: float) -> float:
    """Return what is left of a component, or zero if that is next to nothing."""
    if amount < TRACE:
        return 0.0
    return amount


@kernel
def traits(p: Floats, pb: int) -> int:
    """Return where the traits of this fermenter's culture begin in ``p``."""
    if p[pb + MICROBE] < 0.5:
        return pb + E_TRAITS
    if p[pb + MICROBE] < 1.5:
        return pb + S_TRAITS
    return pb + B_TRAITS


@kernel
def gram(p: Floats, pb: int) -> float:
    """Return the dry mass of 1e9 cells, in g."""
    return 1e-3 * p[traits(p, pb) + CELL_MASS]


@kernel
def bell(x: float, optimum: float, spread: float) -> float:
    """Return exp(-((x - optimum)/spread)^2)."""
    z = (x - optimum) / spread
    return exp(-(z * z))


@kernel
def weigh_microbe(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the factors of the environment from the block's present condition."""
    y[yb + DEATH_FACTOR] = 1.0
    y[yb + STRESS_DEATH] = 0.0
    factor = 1.0
    if p[pb + ENVIRONMENT] > 0.5:
        t = traits(p, pb)
        factor = bell(y[yb + TEMPERATURE], p[t + TEMPERATURE_OPTIMUM], p[t + TEMPERATURE_SPREAD])
        factor = factor * bell(y[yb + PH], p[t + PH_OPTIMUM], p[t + PH_SPREAD])
        heat = y[yb + TEMPERATURE] - p[t + LETHAL_TEMPERATURE]
        if heat > 0.0:
            y[yb + STRESS_DEATH] = lesser(HEAT_DEATH * exp(PER_KELVIN * heat), LARGEST_STRESS)
    y[yb + GROWTH_FACTOR] = factor
    y[yb + UPTAKE_FACTOR] = factor
    y[yb + PRODUCT_FACTOR] = factor
    if p[pb + MICROBE] > 1.5:
        weigh_birol(y, p, yb, pb, factor)


@kernel
def vigour(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> float:
    """Return the share of their rates that temperature, pH and nitrogen leave the cells."""
    if p[pb + ENVIRONMENT] < 0.5:
        return 1.0
    return y[yb + UPTAKE_FACTOR] * nourished(y, p, yb, pb, litres)


@kernel
def nourished(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> float:
    """Return the share of their rates that nitrogen allows the cells (Monod)."""
    if p[pb + ENVIRONMENT] < 0.5:
        return 1.0
    ammonium = greater(y[yb + AMMONIUM], 0.0) / litres
    return ammonium / (ammonium + p[pb + AMMONIUM_CONSTANT])


@kernel
def breath(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the share of full respiration that dissolved oxygen allows (Monod)."""
    level = greater(y[yb + DISSOLVED_OXYGEN], 0.0)
    return greater(level / (level + p[pb + OXYGEN_CONSTANT]), LEAST_OXYGEN)


@kernel
def own_uptake(y: Floats, yb: int, litres: float) -> float:
    """Return the culture's part of the oxygen taken up in this scan, mmol/h."""
    asked = y[yb + OXYGEN_DEMAND]
    if asked <= 0.0:
        return 0.0
    own = greater(asked - y[yb + FOREIGN_DEMAND], 0.0) / asked
    return y[yb + UPTAKE_RATE] * litres * own


@kernel
def taken(top: float, constant: float, level: float, density: float, hours: float) -> float:
    """Return the mean specific uptake over ``hours`` of what is at ``level`` now (Monod).

    ``top`` is the highest uptake, ``density`` what takes it up, in g/L of dry cells.
    """
    if level <= 0.0:
        return 0.0
    below = constant + level
    slope = top * constant / (below * below) * density
    rate = top * (level / below) * relaxed(slope * hours)
    eaten = rate * density * hours
    if eaten > level:
        rate = rate * (level / eaten)
    return rate


@kernel
def multiply(y: Floats, p: Floats, yb: int, pb: int, growth: float, dose: float) -> None:
    """Let the cells grow (1/h, below zero they dwindle) and die, and take up their nitrogen.

    ``dose`` is the cells at the middle of the interval times its length, g h. What dwindles gives
    its nitrogen back.
    """
    stress = y[yb + STRESS_DEATH]
    viable = greater(y[yb + VIABLE], 0.0)
    cells = dose / gram(p, pb)
    made = greater(growth * cells, -viable)
    died = lesser(stress * cells, viable + made)
    ammonium = made * gram(p, pb) * p[traits(p, pb) + NITROGEN]
    y[yb + VIABLE] = greater(viable + made - died, 0.0)
    y[yb + DEAD] = y[yb + DEAD] + died
    y[yb + AMMONIUM] = greater(y[yb + AMMONIUM] - ammonium, 0.0)
    y[yb + GROWTH_RATE] = greater(growth, 0.0)
    y[yb + DEATH_RATE] = stress + greater(-growth, 0.0)


@kernel
def grams_between(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> float:
    """Return the dry mass of the living cells (g) at the middle of the coming interval."""
    net = y[yb + GROWTH_RATE] - y[yb + DEATH_RATE]
    middle = clamp(1.0 + 0.5 * net * hours, 0.5, 1.5)
    return greater(y[yb + VIABLE], 0.0) * gram(p, pb) * middle
