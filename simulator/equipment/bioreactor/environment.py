"""What the environment does to the cells: factors on growth, uptake, death and productivity.

Temperature on growth is Möller et al. 2020. The others are engineering fits: carbon dioxide and
osmolality to the hybridoma data of deZengotita et al. 1998 (Cytotechnology 28:213), and the rest to
what the field expects of CHO cells. With ``environment: off`` a culture is as published: Möller
keeps its own factors of temperature and pH; Amribt, T cells and stromal cells have none.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.mixing import bruise
from simulator.equipment.bioreactor.parameters import (
    CULTURE,
    DIOXIDE_HALF,
    ENVIRONMENT,
    LYMPHOCYTE,
    OSMOLALITY_ONSET,
    OSMOLALITY_SPAN,
    OXYGEN_CONSTANT,
    PH_OPTIMUM,
    PH_SPREAD,
    PUBLISHED,
    SHIFT_PRODUCTIVITY,
    TEMPERATURE_OPTIMUM,
    TEMPERATURE_SPREAD,
)
from simulator.equipment.bioreactor.states import (
    DEATH_FACTOR,
    DIOXIDE_PRESSURE,
    DISSOLVED_OXYGEN,
    GROWTH_FACTOR,
    OSMOLALITY,
    PH,
    PRODUCT_FACTOR,
    STRESS_DEATH,
    UPTAKE_FACTOR,
)
from simulator.equipment.inventory import TEMPERATURE
from simulator.numerics.exact import clamp, exp, greater, lesser, magnitude
from simulator.numerics.kernel import Floats, kernel

USUAL_OXYGEN = 40.0
"""% air saturation at which the kinetics were measured: the oxygen factor is 1 there."""
PUBLISHED_PH_SPREAD = 1.0
LN2_TENTH = 0.06931471805599453
"""ln(2)/10: a Q10 of 2."""
LARGEST_DEATH_FACTOR = 200.0
LARGEST_STRESS = 5.0


@kernel
def weigh(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the five factors of the environment from the block's present condition."""
    spread = p[pb + PH_SPREAD]
    if p[pb + ENVIRONMENT] < 0.5 or p[pb + PUBLISHED] > 0.5:
        spread = PUBLISHED_PH_SPREAD
    off_temperature = y[yb + TEMPERATURE] - p[pb + TEMPERATURE_OPTIMUM]
    off_temperature = off_temperature / p[pb + TEMPERATURE_SPREAD]
    off_ph = (y[yb + PH] - p[pb + PH_OPTIMUM]) / spread
    growth = exp(-(off_temperature * off_temperature + off_ph * off_ph))
    if p[pb + ENVIRONMENT] < 0.5:
        if p[pb + CULTURE] > 0.5 or p[pb + CULTURE] < LYMPHOCYTE + 0.5:
            growth = 1.0
        y[yb + GROWTH_FACTOR] = growth
        y[yb + UPTAKE_FACTOR] = 1.0
        y[yb + DEATH_FACTOR] = 1.0
        y[yb + STRESS_DEATH] = 0.0
        y[yb + PRODUCT_FACTOR] = 1.0
        return
    oxygen = oxygen_factor(y[yb + DISSOLVED_OXYGEN], p[pb + OXYGEN_CONSTANT])
    carbon = greater(y[yb + DIOXIDE_PRESSURE], 0.0)
    excess = greater(y[yb + OSMOLALITY] - p[pb + OSMOLALITY_ONSET], 0.0)
    a = lesser(carbon / p[pb + DIOXIDE_HALF], 1e3)
    b = lesser(excess / p[pb + OSMOLALITY_SPAN], 1e3)
    y[yb + GROWTH_FACTOR] = growth * oxygen / ((1.0 + a * a * a) * (1.0 + b * b * b))
    warm = clamp(y[yb + TEMPERATURE], 0.0, 42.0)
    y[yb + UPTAKE_FACTOR] = exp(LN2_TENTH * (warm - 37.0))
    y[yb + DEATH_FACTOR] = death_factor(carbon, y[yb + OSMOLALITY])
    harmed = stress(y[yb + TEMPERATURE], y[yb + PH], y[yb + DISSOLVED_OXYGEN])
    y[yb + STRESS_DEATH] = lesser(harmed + bruise(y, p, yb, pb), LARGEST_STRESS)
    shift = 1.0 + (p[pb + SHIFT_PRODUCTIVITY] - 1.0) * clamp(0.4 * (36.0 - warm), 0.0, 1.0)
    y[yb + PRODUCT_FACTOR] = shift * oxygen * exp(LN2_TENTH * (lesser(warm, 33.5) - 33.5))


@kernel
def oxygen_factor(saturation: float, constant: float) -> float:
    """Return the share of growth that oxygen allows: Monod, 1 from 40 % up, less above 200 %.

    The toxicity above 200 % of air saturation is an engineering fit.
    """
    level = greater(saturation, 0.0)
    share = lesser(level / (constant + level) * (1.0 + constant / USUAL_OXYGEN), 1.0)
    if level > 200.0:
        over = lesser((level - 200.0) / 100.0, 1e3)
        share = share / (1.0 + over * over)
    return share


@kernel
def death_factor(carbon: float, osmolality: float) -> float:
    """Return what carbon dioxide (mmHg) and osmolality (mOsm/kg) multiply basal death by.

    Engineering fit to deZengotita et al. 1998: about 31 at 250 mmHg and 401 mOsm/kg, 64 at 469.
    """
    a = lesser(carbon / 250.0, 100.0)
    b = lesser(greater(osmolality - 350.0, 0.0) / 120.0, 100.0)
    factor = (1.0 + 28.0 * a * a * a * a) * (1.0 + b * b * b)
    return lesser(factor, LARGEST_DEATH_FACTOR)


@kernel
def stress(temperature: float, acidity: float, saturation: float) -> float:
    """Return the death rate (1/h) that heat, pH and want of oxygen add; an engineering fit.

    Heat begins at 39 degC (0.1/h at 42), pH beyond 0.4 from 7.0 (0.18/h at 8), anoxia adds 0.03/h.
    """
    rate = 0.0
    if temperature > 39.0:
        rate = 0.007 * (exp(0.9 * lesser(temperature - 39.0, 20.0)) - 1.0)
    beyond = lesser(magnitude(acidity - 7.0), 10.0) - 0.4
    if beyond > 0.0:
        rate = rate + 0.5 * beyond * beyond
    want = 0.5 / (0.5 + greater(saturation, 0.0))
    return lesser(rate + 0.03 * want * want, LARGEST_STRESS)
