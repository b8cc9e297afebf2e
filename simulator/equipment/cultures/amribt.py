"""Hybridoma with overflow metabolism: the kinetics of Amribt, Niu and Bogaerts.

Z. Amribt, H. Niu, P. Bogaerts, Biochem Eng J 70 (2013) 196, table 5, in the form of J. P.
Axelsson's Bioprocess Library: maintenance falls linearly below a concentration equal to its own
number, and product follows Luedeking and Piret. Lysis and the toxicity of lysed cells (Kroll et
al. 2017) are off unless their parameters are given: 0.01 1/h and 0.007 mL/1e6 cells/h.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    A_DEATH,
    A_GROWTH_GLUCOSE,
    A_GROWTH_GLUTAMINE,
    A_K_AMMONIUM,
    A_K_GLUCOSE,
    A_K_GLUTAMINE,
    A_K_GLUTAMINE1,
    A_KD_GLUCOSE,
    A_KD_GLUTAMINE,
    A_LYSIS_DEAD,
    A_LYSIS_VIABLE,
    A_M_GLUCOSE,
    A_M_GLUTAMINE,
    A_PRODUCT_GROWTH,
    A_QG_MAX1,
    A_QG_MAX2,
    A_QN_MAX1,
    A_QN_MAX2,
    A_TOXICITY,
    A_Y_AMMONIUM,
    A_Y_LACTATE,
    PRODUCTIVITY,
)
from simulator.equipment.bioreactor.states import (
    AMMONIUM_CONCENTRATION,
    DEATH_FACTOR,
    DEATH_RATE,
    GLUCOSE_CONCENTRATION,
    GLUTAMINE_CONCENTRATION,
    GROWTH_FACTOR,
    GROWTH_RATE,
    HELD,
    PRODUCT_FACTOR,
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
from simulator.equipment.cultures.moller import PER_DAY
from simulator.equipment.inventory import DEAD, LYSED, VIABLE, VOLUME
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, kernel


@kernel
def grow_amribt(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the specific growth and death rates and the rates (per hour) of an Amribt culture."""
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    glutamine = greater(y[yb + GLUTAMINE_CONCENTRATION], 0.0)
    ammonium = greater(y[yb + AMMONIUM_CONCENTRATION], 0.0)
    viable = greater(y[yb + VIABLE], 0.0)
    uptake = y[yb + UPTAKE_FACTOR] * viable
    glucose_in = p[pb + A_QG_MAX1] * (glucose / (p[pb + A_K_GLUCOSE] + glucose))
    glucose_in = glucose_in * (glutamine / (p[pb + A_K_GLUTAMINE1] + glutamine))
    glucose_used = lesser(glucose_in, p[pb + A_QG_MAX2])
    glucose_over = glucose_in - glucose_used
    free = p[pb + A_K_AMMONIUM] / (p[pb + A_K_AMMONIUM] + ammonium)
    glutamine_in = p[pb + A_QN_MAX1] * (glutamine / (p[pb + A_K_GLUTAMINE] + glutamine)) * free
    glutamine_used = lesser(glutamine_in, p[pb + A_QN_MAX2])
    glutamine_over = glutamine_in - glutamine_used
    growth = p[pb + A_GROWTH_GLUCOSE] * glucose_used + p[pb + A_GROWTH_GLUTAMINE] * glutamine_used
    growth = growth * y[yb + GROWTH_FACTOR]
    death = death_of(y, p, yb, pb) * y[yb + DEATH_FACTOR] + y[yb + STRESS_DEATH]
    y[yb + GROWTH_RATE] = growth
    y[yb + DEATH_RATE] = death
    dead_lysis = p[pb + A_LYSIS_DEAD] * greater(y[yb + DEAD], 0.0)
    viable_lysis = p[pb + A_LYSIS_VIABLE] * viable
    rates = yb + HELD
    y[rates + RATE_VIABLE] = (growth - death) * viable - viable_lysis
    y[rates + RATE_DEAD] = death * viable - dead_lysis
    y[rates + RATE_LYSED] = dead_lysis + viable_lysis
    y[rates + RATE_GLUCOSE] = -(glucose_in + lesser(p[pb + A_M_GLUCOSE], glucose)) * uptake
    y[rates + RATE_GLUTAMINE] = -(glutamine_in + lesser(p[pb + A_M_GLUTAMINE], glutamine)) * uptake
    lactate = p[pb + A_Y_LACTATE] * glucose_used + 2.0 * glucose_over + 0.5 * glutamine_over
    y[rates + RATE_LACTATE] = lactate * uptake
    y[rates + RATE_AMMONIUM] = (p[pb + A_Y_AMMONIUM] * glutamine_used + glutamine_over) * uptake
    product = p[pb + A_PRODUCT_GROWTH] * 1e-3 * growth + p[pb + PRODUCTIVITY] * PER_DAY
    y[rates + RATE_PRODUCT] = product * y[yb + PRODUCT_FACTOR] * viable


@kernel
def death_of(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the specific death rate (1/h) of starvation and of what lysed cells release."""
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    glutamine = greater(y[yb + GLUTAMINE_CONCENTRATION], 0.0)
    k_glucose = p[pb + A_KD_GLUCOSE]
    k_glutamine = p[pb + A_KD_GLUTAMINE]
    starved = k_glucose / (k_glucose + glucose) * (k_glutamine / (k_glutamine + glutamine))
    lysed = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        lysed = greater(y[yb + LYSED], 0.0) / y[yb + VOLUME]
    return lesser(p[pb + A_DEATH] * starved + p[pb + A_TOXICITY] * lysed, 10.0)
