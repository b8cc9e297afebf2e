"""E. coli with overflow metabolism: the kinetics of Anane et al.

E. Anane, D. C. Lopez, P. Neubauer, M. N. Cruz Bournazou, Biochem Eng J 125 (2017) 23. Sugar taken
up faster than it can be burnt goes to acetate, which is burnt when sugar is scarce and slows the
uptake of sugar. The parameters are those of a public listing of the model, which gives a second
value, up to 14 % away, for most; which of the two is the paper's table is not known.

Two additions (engineering fits). The oxygen constant is 0.1 % of air saturation, not 1e-4: a real
probe never shows the difference. Acetate, too, is burnt only as far as there is oxygen.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import OXYGEN_DEMAND
from simulator.equipment.cultures.microbe import breath, grams_between, multiply, remaining, taken
from simulator.equipment.fermenter.parameters import (
    E_C_BIOMASS,
    E_C_SUGAR,
    E_K_ACETATE,
    E_K_OVERFLOW,
    E_K_SUGAR,
    E_KI_ACETATE,
    E_KI_SUGAR,
    E_MAINTENANCE,
    E_P_ACETATE,
    E_Q_ACETATE,
    E_Q_SUGAR,
    E_Y_ACETATE,
    E_Y_ON_ACETATE,
    E_Y_OVERFLOW,
    E_Y_OXIDATIVE,
    E_Y_OXYGEN,
    E_Y_OXYGEN_ACETATE,
)
from simulator.equipment.fermenter.states import FOREIGN_DEMAND, SUGAR_UPTAKE
from simulator.equipment.inventory import ACETATE, GLUCOSE
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, kernel

SUGAR_MASS = 0.180156
"""g/mmol of glucose."""
OXYGEN_MASS = 0.031998
"""g/mmol of oxygen."""


@kernel
def grow_anane(
    y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, fit: float
) -> None:
    """Advance cells, sugar and acetate by ``hours``; write growth, uptake and oxygen demand.

    ``fit`` is the share of their rates that the environment leaves the cells.
    """
    grams = grams_between(y, p, yb, pb, hours)
    density = grams / litres
    sugar = greater(y[yb + GLUCOSE], 0.0) * SUGAR_MASS / litres
    acetate = greater(y[yb + ACETATE], 0.0) / litres
    air = breath(y, p, yb, pb)
    top = fit * p[pb + E_Q_SUGAR] / (1.0 + acetate / p[pb + E_KI_ACETATE])
    eaten = taken(top, p[pb + E_K_SUGAR], sugar, density, hours)
    overflow = fit * p[pb + E_P_ACETATE] * (eaten / (eaten + p[pb + E_K_OVERFLOW]))
    overflow = lesser(overflow, eaten)
    made = overflow * p[pb + E_Y_ACETATE]
    highest = fit * air * p[pb + E_Q_ACETATE] / (1.0 + eaten / p[pb + E_KI_SUGAR])
    burnt = acetate_burnt(highest, p[pb + E_K_ACETATE], acetate, made, density * hours)
    oxidised = (eaten - overflow) * air
    upkeep = p[pb + E_MAINTENANCE]
    built = p[pb + E_Y_OXIDATIVE]
    growth = (oxidised - upkeep) * built + burnt * p[pb + E_Y_ON_ACETATE]
    growth = growth + overflow * p[pb + E_Y_OVERFLOW]
    # With ample oxygen: what is burnt less what becomes biomass, and the acetate burnt.
    ample = eaten - overflow
    anabolic = (ample - upkeep) * built * (p[pb + E_C_BIOMASS] / p[pb + E_C_SUGAR])
    oxygen = p[pb + E_Y_OXYGEN] * (ample - anabolic) + burnt / air * p[pb + E_Y_OXYGEN_ACETATE]
    own = greater(oxygen, 0.0) * grams / OXYGEN_MASS
    y[yb + OXYGEN_DEMAND] = own + y[yb + FOREIGN_DEMAND]
    y[yb + SUGAR_UPTAKE] = eaten
    rest = y[yb + GLUCOSE] - eaten * grams * hours / SUGAR_MASS
    y[yb + GLUCOSE] = remaining(rest)
    left = y[yb + ACETATE] + (made - burnt) * grams * hours
    y[yb + ACETATE] = remaining(left)
    multiply(y, p, yb, pb, growth, grams * hours)


@kernel
def acetate_burnt(highest: float, constant: float, level: float, made: float, dose: float) -> float:
    """Return the mean specific uptake of acetate while it is ``made``, g/g/h.

    ``dose`` is cells times time, g h/L. Never more than there was and is made.
    """
    below = constant + level
    rate = highest * (level / below)
    slope = highest * constant / (below * below)
    share = relaxed(slope * dose)
    rate = made + (rate - made) * share
    most = made
    if dose > 0.0:
        most = made + level / dose
    if rate > most:
        return most
    return rate
