"""CHO DP-12 in fed-batch: the kinetics of Möller et al. 2020, as published or repaired.

J. Möller et al., Comput Chem Eng 134 (2020) 106693, table 2 of the supplement. The published form
has four habits that a whole plant cannot bear; unless ``published: yes`` they are mended by
engineering fits: lactate uptake stops as lactate runs out (it would go to -40 mM), its switch at
0.5 mM glucose is a smooth step, and ammonium above 15 mM lowers productivity gradually where the
paper stops it at once at 10 mM. Lactate formation is softened by ``moller lactate offset`` (0.5 mM;
the paper's code has 0.01) in both forms.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    M_DEATH_MAX,
    M_DEATH_MIN,
    M_GROWTH,
    M_K_GLUCOSE,
    M_K_GLUTAMINE,
    M_KI_AMMONIUM,
    M_KS_GLUCOSE,
    M_KS_GLUTAMINE,
    M_LACTATE_HALF,
    M_LACTATE_OFFSET,
    M_LYSIS,
    M_PRODUCT_AMMONIUM,
    M_Q_GLUCOSE,
    M_Q_GLUTAMINE,
    M_Q_LACTATE,
    M_Y_AMMONIUM,
    M_Y_LACTATE,
    PRODUCTIVITY,
    PUBLISHED,
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
    LACTATE_CONCENTRATION,
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
from simulator.equipment.inventory import DEAD, VIABLE
from simulator.numerics.exact import exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

PER_DAY = 1e-3 / 24.0
"""g per 1e9 cells per hour, in one pg/cell/d."""
SWITCH_GLUCOSE = 0.5
"""mM glucose below which lactate is taken up."""
SWITCH_WIDTH = 0.1


@kernel
def grow_moller(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the specific growth and death rates and the rates (per hour) of a Möller culture.

    Reads the concentrations and the factors of the environment; writes the held rates, which the
    caller combines with the last ones.
    """
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    glutamine = greater(y[yb + GLUTAMINE_CONCENTRATION], 0.0)
    ammonium = greater(y[yb + AMMONIUM_CONCENTRATION], 0.0)
    viable = greater(y[yb + VIABLE], 0.0)
    uptake = y[yb + UPTAKE_FACTOR]
    highest = p[pb + M_GROWTH]
    ks_glucose = p[pb + M_KS_GLUCOSE]
    ks_glutamine = p[pb + M_KS_GLUTAMINE]
    inhibition = p[pb + M_KI_AMMONIUM] / (ammonium + p[pb + M_KI_AMMONIUM])
    fed = glucose / (glucose + ks_glucose) * (glutamine / (glutamine + ks_glutamine))
    starved = ks_glucose / (glucose + ks_glucose) * (ks_glutamine / (glutamine + ks_glutamine))
    growth = highest * fed * inhibition * y[yb + GROWTH_FACTOR]
    death = p[pb + M_DEATH_MIN] + p[pb + M_DEATH_MAX] * starved * (1.0 - inhibition)
    death = death * y[yb + DEATH_FACTOR] + y[yb + STRESS_DEATH]
    busy = 0.5
    if growth > 0.0:
        busy = busy + growth / (growth + highest)
    q_glucose = uptake * p[pb + M_Q_GLUCOSE] * glucose / (glucose + p[pb + M_K_GLUCOSE]) * busy
    q_glutamine = uptake * p[pb + M_Q_GLUTAMINE] * glutamine / (glutamine + p[pb + M_K_GLUTAMINE])
    lysis = p[pb + M_LYSIS] * greater(y[yb + DEAD], 0.0)
    y[yb + GROWTH_RATE] = growth
    y[yb + DEATH_RATE] = death
    rates = yb + HELD
    y[rates + RATE_VIABLE] = (growth - death) * viable
    y[rates + RATE_DEAD] = death * viable - lysis
    y[rates + RATE_LYSED] = lysis
    y[rates + RATE_GLUCOSE] = -q_glucose * viable
    y[rates + RATE_GLUTAMINE] = -q_glutamine * viable
    y[rates + RATE_LACTATE] = lactate_rate(y, p, yb, pb, q_glucose) * viable
    y[rates + RATE_AMMONIUM] = p[pb + M_Y_AMMONIUM] * q_glutamine * viable
    y[rates + RATE_PRODUCT] = product_rate(y, p, yb, pb, ammonium) * viable


@kernel
def lactate_rate(y: Floats, p: Floats, yb: int, pb: int, q_glucose: float) -> float:
    """Return the net specific lactate formation, pmol/cell/h."""
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    lactate = greater(y[yb + LACTATE_CONCENTRATION], 0.0)
    formed = p[pb + M_Y_LACTATE] * glucose / (lactate + p[pb + M_LACTATE_OFFSET]) * q_glucose
    taken = p[pb + M_Q_LACTATE] * y[yb + UPTAKE_FACTOR]
    if p[pb + PUBLISHED] > 0.5:
        if glucose >= SWITCH_GLUCOSE:
            taken = 0.0
        return formed - taken
    half = p[pb + M_LACTATE_HALF]
    switch = 1.0 / (1.0 + exp((glucose - SWITCH_GLUCOSE) / SWITCH_WIDTH))
    return formed - taken * switch * (lactate / (lactate + half))


@kernel
def product_rate(y: Floats, p: Floats, yb: int, pb: int, ammonium: float) -> float:
    """Return the specific productivity, g per 1e9 cells per hour."""
    rate = p[pb + PRODUCTIVITY] * PER_DAY * y[yb + PRODUCT_FACTOR]
    if p[pb + PUBLISHED] > 0.5:
        if ammonium > p[pb + M_KI_AMMONIUM]:
            return 0.0
        return rate
    a = lesser(ammonium / p[pb + M_PRODUCT_AMMONIUM], 100.0)
    a = a * a
    a = a * a
    return rate / (1.0 + a * a)
