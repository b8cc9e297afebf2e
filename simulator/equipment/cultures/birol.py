"""Penicillium chrysogenum and its penicillin: the kinetics of Birol, Ündey and Çınar ("PenSim").

G. Birol, C. Ündey, A. Çınar, Comput Chem Eng 26 (2002) 1553, after R. K. Bajpai, M. Reuss 1980.
Growth is Contois's in sugar and in oxygen: the more mould, the more of both it needs. Penicillin is
made where sugar is nearly, but not quite, gone; it falls apart by itself.

Where this differs from the paper, and why:

* Oxygen yields are read in mmol where the paper writes g: then upkeep burns exactly the sugar that
  it takes (0.467 mmol/h for 0.014 g/h), and a real gas can give what is asked. The levels at which
  oxygen is short are shares of the paper's saturation of 1.16.
* Carbon dioxide is the carbon that is left over, not the paper's small correlation with growth.
  Acidity follows from ammonia taken up and from acids made, in the vessel's charge balance; heat,
  gas transfer and evaporation are the vessel's too.
* Where sugar runs out, upkeep is taken from the mould itself, carbon for carbon; the paper's
  sugar would go below zero.
* Side chains are phenylacetate as far as there is any (0.407 g for each g), and a little of it is
  burnt for nothing (Goldrick et al. 2015).
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import RESPIRATORY_QUOTIENT
from simulator.equipment.bioreactor.states import DISSOLVED_OXYGEN, OXYGEN_DEMAND, PRODUCT_FACTOR
from simulator.equipment.cultures.microbe import (
    breath,
    grams_between,
    multiply,
    own_uptake,
    remaining,
    taken,
)
from simulator.equipment.fermenter.parameters import (
    B_BURNT_PRECURSOR,
    B_C_BIOMASS,
    B_GROWTH,
    B_HYDROLYSIS,
    B_K_GROWTH,
    B_K_OXYGEN,
    B_K_PRODUCT,
    B_K_PRODUCT_OXYGEN,
    B_KI_SUGAR,
    B_PRECURSOR,
    B_PRODUCT,
    B_UPKEEP,
    B_UPKEEP_OXYGEN,
    B_Y_GROWTH,
    B_Y_GROWTH_OXYGEN,
    B_Y_PRODUCT,
    B_Y_PRODUCT_OXYGEN,
)
from simulator.equipment.fermenter.states import FOREIGN_DEMAND, SETTING_FACTOR, SUGAR_UPTAKE
from simulator.equipment.inventory import (
    AMMONIUM,
    CARBON,
    GLUCOSE,
    PRECURSOR,
    PRODUCT,
    SOLUTES,
    STRONG_ION,
)
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel

SUGAR_MASS = 0.180156
"""g/mmol of glucose."""
PRODUCT_MASS = 0.33439
"""g/mmol of penicillin G, of 16 carbon and 2 nitrogen."""
PRECURSOR_MASS = 0.13615
"""g/mmol of phenylacetic acid, of 8 carbon."""
SUGAR_CARBON = 6.0 / SUGAR_MASS
PRODUCT_CARBON = 16.0 / PRODUCT_MASS
PRECURSOR_CARBON = 8.0 / PRECURSOR_MASS
"""mmol in a g."""
CARBON_MOLES = 1.0 / 0.012011
"""mmol of carbon in a g of it."""
SIDE_CHAIN = PRECURSOR_MASS / PRODUCT_MASS
"""g of phenylacetic acid in a g of penicillin G."""
PRECURSOR_OXYGEN = 9.0 / PRECURSOR_MASS
"""mmol of oxygen that burn a g of phenylacetic acid."""


@kernel
def grow_birol(
    y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, fed: float
) -> None:
    """Advance mould, sugar, penicillin and what goes with them by ``hours``.

    ``fed`` is the share of growth and production that nitrogen allows; the factors of both hold
    what else the environment leaves of them.
    """
    grams = grams_between(y, p, yb, pb, hours)
    density = grams / litres
    dose = grams * hours
    sugar = greater(y[yb + GLUCOSE], 0.0) * SUGAR_MASS / litres
    air = breath(y, p, yb, pb)
    # Upkeep comes first, from the mould itself if need be; growth and penicillin share the rest.
    upkeep = p[pb + B_UPKEEP] * air
    met = upkeep
    if upkeep * density * hours > sugar:
        met = sugar / (density * hours)
    sugar = greater(sugar - met * density * hours, 0.0)
    level = 0.01 * greater(y[yb + DISSOLVED_OXYGEN], 0.0)
    grown = growing(p, pb, fed * y[yb + SETTING_FACTOR], sugar, level, density, hours)
    made = producing(p, pb, fed * y[yb + PRODUCT_FACTOR], sugar, level, density, hours)
    if (grown + made) * density * hours > sugar:
        share = sugar / ((grown + made) * density * hours)
        grown = grown * share
        made = made * share
    eaten = grown + made + met
    fresh = grown * p[pb + B_Y_GROWTH]
    carbon = p[pb + B_C_BIOMASS] * CARBON_MOLES
    growth = fresh - (upkeep - met) * SUGAR_CARBON / carbon
    penicillin = made * p[pb + B_Y_PRODUCT]
    chained = side_chains(y, yb, penicillin, dose)
    there = greater(y[yb + PRECURSOR], 0.0) - chained * dose
    burnt = burning(p, pb, air, there, litres, dose)
    used = fresh / p[pb + B_Y_GROWTH_OXYGEN] + penicillin / p[pb + B_Y_PRODUCT_OXYGEN]
    used = used + burnt * PRECURSOR_OXYGEN
    # Gas transfer has given carbon dioxide in proportion to oxygen already.
    given = p[pb + RESPIRATORY_QUOTIENT] * own_uptake(y, yb, litres)
    own = (used / air + p[pb + B_UPKEEP_OXYGEN]) * grams
    y[yb + OXYGEN_DEMAND] = own + y[yb + FOREIGN_DEMAND]
    y[yb + SUGAR_UPTAKE] = eaten
    y[yb + GLUCOSE] = remaining(y[yb + GLUCOSE] - eaten * dose / SUGAR_MASS)
    y[yb + PRECURSOR] = remaining(there - burnt * dose)
    dioxide = eaten * SUGAR_CARBON + (chained + burnt) * PRECURSOR_CARBON
    dioxide = dioxide - growth * carbon - penicillin * PRODUCT_CARBON
    y[yb + CARBON] = greater(y[yb + CARBON] + dioxide * dose - given * hours, 0.0)
    keep_product(y, p, yb, pb, penicillin * dose, hours)
    multiply(y, p, yb, pb, growth, dose)


@kernel
def growing(
    p: Floats, pb: int, share: float, sugar: float, level: float, density: float, hours: float
) -> float:
    """Return the specific uptake of sugar for growth, g/g/h: Contois in sugar and in oxygen.

    ``share`` is what the setting leaves, ``level`` the oxygen as a share of air saturation.
    """
    if level <= 0.0:
        return 0.0
    breathing = level / (p[pb + B_K_OXYGEN] * density + level)
    top = p[pb + B_GROWTH] * share * breathing / p[pb + B_Y_GROWTH]
    return taken(top, p[pb + B_K_GROWTH] * density, sugar, density, hours)


@kernel
def producing(
    p: Floats, pb: int, share: float, sugar: float, level: float, density: float, hours: float
) -> float:
    """Return the specific uptake of sugar for penicillin, g/g/h: slowed by too much sugar."""
    if level <= 0.0 or sugar <= 0.0:
        return 0.0
    cube = level * level * level
    breathing = cube / (p[pb + B_K_PRODUCT_OXYGEN] * density + cube)
    top = p[pb + B_PRODUCT] * share * breathing / p[pb + B_Y_PRODUCT]
    excess = sugar * sugar / p[pb + B_KI_SUGAR]
    below = p[pb + B_K_PRODUCT] + sugar + excess
    slope = top * greater(p[pb + B_K_PRODUCT] - excess, 0.0) / (below * below) * density
    return top * (sugar / below) * relaxed(slope * hours)


@kernel
def side_chains(y: Floats, yb: int, penicillin: float, dose: float) -> float:
    """Return the phenylacetate (g/g/h) that penicillin takes up, as far as there is any."""
    wanted = penicillin * SIDE_CHAIN
    there = greater(y[yb + PRECURSOR], 0.0)
    if wanted * dose > there:
        return there / dose
    return wanted


@kernel
def burning(p: Floats, pb: int, air: float, there: float, litres: float, dose: float) -> float:
    """Return the phenylacetate (g/g/h) that is burnt for nothing: at most half of it in a scan."""
    if there <= 0.0:
        return 0.0
    level = there / litres
    rate = p[pb + B_BURNT_PRECURSOR] * air * (level / (level + p[pb + B_PRECURSOR]))
    if rate * dose > 0.5 * there:
        return 0.5 * there / dose
    return rate


@kernel
def keep_product(y: Floats, p: Floats, yb: int, pb: int, made: float, hours: float) -> None:
    """Add the penicillin made (g) with its nitrogen and acid; let a part of all fall apart."""
    there = greater(y[yb + PRODUCT], 0.0)
    x = p[pb + B_HYDROLYSIS] * hours
    lost = (there + 0.5 * made) * x * relaxed(x)
    moles = made / PRODUCT_MASS
    y[yb + PRODUCT] = remaining(there + made - lost)
    y[yb + SOLUTES] = y[yb + SOLUTES] + lost / PRODUCT_MASS
    y[yb + STRONG_ION] = y[yb + STRONG_ION] - moles
    y[yb + AMMONIUM] = greater(y[yb + AMMONIUM] - 2.0 * moles, 0.0)
