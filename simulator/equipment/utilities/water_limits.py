"""The limit of conductivity of water for injection, and how warmth lets microbes grow or die.

The limit is stage 1 of Ph. Eur. 0169 and USP <645>: read as it is, not brought to 25 degC, against
the row of the table that is not warmer than the water. Growth and death are engineering fits:
fastest at body warmth, none above 50 degC, and tenfold faster death for 10 K more, so that a loop
of 65 to 80 degC keeps itself clean and one that cools to 45 degC does not.
"""

from __future__ import annotations

from simulator.numerics.exact import clamp, exp10
from simulator.numerics.kernel import kernel

COLDEST_GROWTH = 5.0
BEST_GROWTH = 35.0
END_OF_GROWTH = 50.0
"""degC between which microbes grow, and where they grow fastest."""
HOT = 80.0
Z = 10.0
"""degC of the time of death that is given, and K that make it ten times shorter."""
LN_10 = 2.302585092994046


@kernel
def stage_1(warmth: float) -> float:
    """Return the highest conductivity (uS/cm) that water of a temperature (degC) may have."""
    tenths = 6
    for row in range(1, 21):
        if warmth >= 5.0 * row:
            if row in (1, 5, 8, 11, 13, 15, 19, 20):
                tenths += 2
            elif row < 16:
                tenths += 1
    return 0.1 * tenths


@kernel
def growth(warmth: float, fastest: float) -> float:
    """Return the rate (1/h) at which microbes grow in water of a temperature (degC)."""
    if warmth <= BEST_GROWTH:
        share = (warmth - COLDEST_GROWTH) / (BEST_GROWTH - COLDEST_GROWTH)
    else:
        share = (END_OF_GROWTH - warmth) / (END_OF_GROWTH - BEST_GROWTH)
    return fastest * clamp(share, 0.0, 1.0)


@kernel
def death(warmth: float, decimal: float) -> float:
    """Return the rate (1/h) at which they die; ``decimal`` is the D-value (min) at 80 degC."""
    if warmth <= END_OF_GROWTH:
        return 0.0
    return LN_10 * 60.0 / decimal * exp10(clamp((warmth - HOT) / Z, -10.0, 6.0))
