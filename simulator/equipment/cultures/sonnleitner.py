"""Baker's yeast and its respiratory bottleneck: Sonnleitner and Käppeli.

B. Sonnleitner, O. Käppeli, Biotechnol Bioeng 28 (1986) 927, in the molar form of J. P. Axelsson's
Bioprocess Library (strain H1022). Sugar that respiration has no room for is fermented to ethanol;
ethanol is burnt when sugar leaves room. Moles of carbon in biomass, of carbon dioxide and of
ethanol: 3.5, 2.5 and 0 from a mol of glucose burnt with 2.3 mol of oxygen; 0.36, 1.89 and 1.9 from
one that is fermented; 1.32 and 0.68 from a mol of ethanol burnt with 1.6 mol of oxygen. Biomass
weighs 24.6 g for each mol of carbon.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import RESPIRATORY_QUOTIENT
from simulator.equipment.bioreactor.states import GAS_FLOW, OXYGEN_DEMAND
from simulator.equipment.cultures.microbe import (
    breath,
    grams_between,
    multiply,
    own_uptake,
    remaining,
    taken,
)
from simulator.equipment.fermenter.parameters import (
    S_ETHANOL,
    S_K_SUGAR,
    S_Q_OXYGEN,
    S_Q_SUGAR,
    STRIPPING,
)
from simulator.equipment.fermenter.states import FOREIGN_DEMAND, SUGAR_UPTAKE
from simulator.equipment.inventory import CARBON, ETHANOL, GLUCOSE
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, kernel

SUGAR_MASS = 0.180156
"""g/mmol of glucose."""
ETHANOL_MASS = 0.046069
"""g/mmol of ethanol."""
CELL_MOLE = 0.0246
"""g/mmol of carbon in biomass."""
OXYGEN_OF_SUGAR = 2.3
OXYGEN_OF_ETHANOL = 1.6


@kernel
def grow_sonnleitner(
    y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, fit: float
) -> None:
    """Advance cells, sugar, ethanol and carbon dioxide by ``hours``; write growth and demand.

    ``fit`` is the share of their rates that the environment leaves the cells.
    """
    grams = grams_between(y, p, yb, pb, hours)
    density = grams / litres
    sugar = greater(y[yb + GLUCOSE], 0.0) / litres
    ethanol = greater(y[yb + ETHANOL], 0.0) / (litres * ETHANOL_MASS)
    air = breath(y, p, yb, pb)
    eaten = taken(fit * p[pb + S_Q_SUGAR], p[pb + S_K_SUGAR], sugar, density, hours)
    room = fit * p[pb + S_Q_OXYGEN] * air
    burnt = lesser(eaten, room / OXYGEN_OF_SUGAR)
    fermented = eaten - burnt
    drunk = ethanol_burnt(fit * p[pb + S_ETHANOL], ethanol, density * hours)
    drunk = lesser(drunk, (room - OXYGEN_OF_SUGAR * burnt) / OXYGEN_OF_ETHANOL)
    oxygen = OXYGEN_OF_SUGAR * burnt + OXYGEN_OF_ETHANOL * drunk
    dioxide = 2.5 * burnt + 1.89 * fermented + 0.68 * drunk
    growth = CELL_MOLE * (3.5 * burnt + 0.36 * fermented + 1.32 * drunk)
    # Gas transfer has given carbon dioxide in proportion to oxygen already.
    given = p[pb + RESPIRATORY_QUOTIENT] * own_uptake(y, yb, litres)
    y[yb + OXYGEN_DEMAND] = oxygen / air * grams + y[yb + FOREIGN_DEMAND]
    y[yb + SUGAR_UPTAKE] = eaten * SUGAR_MASS
    dose = grams * hours
    y[yb + GLUCOSE] = remaining(y[yb + GLUCOSE] - eaten * dose)
    left = y[yb + ETHANOL] + (1.9 * fermented - drunk) * dose * ETHANOL_MASS
    gas = y[yb + GAS_FLOW] * 60.0 * p[pb + STRIPPING] / litres * hours
    y[yb + ETHANOL] = remaining(left * (1.0 - gas * relaxed(gas)))
    y[yb + CARBON] = greater(y[yb + CARBON] + dioxide * dose - given * hours, 0.0)
    multiply(y, p, yb, pb, growth, grams * hours)


@kernel
def ethanol_burnt(rate: float, level: float, dose: float) -> float:
    """Return the mean specific uptake of ethanol in proportion to its level (mM), mmol/g/h.

    ``dose`` is cells times time, g h/L. Never more than there is.
    """
    drunk = rate * level * relaxed(rate * dose)
    if drunk * dose > level:
        return level / dose
    return drunk
