"""A foreign organism in the culture, and what all cells together breathe.

The contaminant is an aerobic bacterium that can also do without oxygen: Monod growth on glucose
with a doubling time of about an hour (1.04 h was found from the counts of one contaminated 12,000 L
batch), acid that counts as a strong anion, and oxygen uptake like that of E. coli. All its numbers
are an engineering fit.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    C_ACID,
    C_DOUBLING,
    C_GLUCOSE,
    C_K_GLUCOSE,
    C_OXYGEN,
    OXYGEN_CONSTANT,
    OXYGEN_UPTAKE,
)
from simulator.equipment.bioreactor.states import (
    DISSOLVED_OXYGEN,
    GLUCOSE_CONCENTRATION,
    HELD,
    OXYGEN_DEMAND,
    PH,
    RATE_CONTAMINANT,
    RATE_GLUCOSE,
    RATE_STRONG_ION,
    UPTAKE_FACTOR,
)
from simulator.equipment.inventory import CONTAMINANT, TEMPERATURE, VIABLE
from simulator.numerics.exact import clamp, exp, greater
from simulator.numerics.kernel import Floats, kernel

LN2 = 0.6931471805599453
LN2_TENTH = 0.06931471805599453
STARVED_SHARE = 0.4
"""What cells still breathe, or how fast bacteria grow without oxygen; an engineering fit."""
SOUREST = 4.5
"""pH at which bacteria stop, slowing from one unit above it; an engineering fit."""
FUEL_CONSTANT = 0.1
"""mM glucose at which respiration has lost half of what it can lose; an engineering fit."""


@kernel
def infect(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the contaminant's growth and acid, and add its glucose uptake to the held rate."""
    foreign = greater(y[yb + CONTAMINANT], 0.0)
    rates = yb + HELD
    if foreign <= 0.0:
        y[rates + RATE_CONTAMINANT] = 0.0
        y[rates + RATE_STRONG_ION] = 0.0
        return
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    oxygen = greater(y[yb + DISSOLVED_OXYGEN], 0.0)
    breath = oxygen / (oxygen + p[pb + OXYGEN_CONSTANT])
    vigour = (STARVED_SHARE + (1.0 - STARVED_SHARE) * breath) * warmth(y[yb + TEMPERATURE])
    vigour = vigour * (glucose / (glucose + p[pb + C_K_GLUCOSE]))
    vigour = vigour * clamp(y[yb + PH] - SOUREST, 0.0, 1.0)
    eaten = p[pb + C_GLUCOSE] * vigour * foreign
    y[rates + RATE_CONTAMINANT] = LN2 / p[pb + C_DOUBLING] * vigour * foreign
    y[rates + RATE_GLUCOSE] = y[rates + RATE_GLUCOSE] - eaten
    y[rates + RATE_STRONG_ION] = -p[pb + C_ACID] * eaten


@kernel
def warmth(temperature: float) -> float:
    """Return a bacterium's activity: a Q10 of 2 around 37 degC, nothing from 46 degC."""
    activity = exp(LN2_TENTH * (clamp(temperature, 0.0, 46.0) - 37.0))
    return activity * clamp((46.0 - temperature) / 6.0, 0.0, 1.0)


@kernel
def demand(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write how much oxygen (mmol/h) all cells would take up if they had plenty.

    Respiration falls to 40 % as glucose runs out: that is the rise of dissolved oxygen by which an
    operator sees it.
    """
    glucose = greater(y[yb + GLUCOSE_CONCENTRATION], 0.0)
    fuel = STARVED_SHARE + (1.0 - STARVED_SHARE) * (glucose / (glucose + FUEL_CONSTANT))
    own = p[pb + OXYGEN_UPTAKE] * y[yb + UPTAKE_FACTOR] * greater(y[yb + VIABLE], 0.0)
    foreign = greater(y[yb + CONTAMINANT], 0.0)
    if foreign > 0.0:
        foreign = p[pb + C_OXYGEN] * warmth(y[yb + TEMPERATURE]) * foreign
    y[yb + OXYGEN_DEMAND] = (own + foreign) * fuel
