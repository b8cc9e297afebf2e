"""How many batches are lost over years, with an interval, and whether chance explains the spread.

A year of some sixty batches loses three or four, and chance alone spreads that: with 5 % of 66, one
year in five lies below 2 or above 10 %. So a year by itself says little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

NORMAL_95 = 1.959964
"""Standard deviations within which a normal deviate lies in 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses over some years, as shares of the batches begun.

    Attributes:
        mean: lost of all batches of all years.
        low: lower end of its 95 % interval.
        high: upper end.
        years: the share of each year.
        dispersion: variance of the years by that of the binomial law; 1 is chance alone.
    """

    mean: float
    low: float
    high: float
    years: tuple[float, ...]
    dispersion: float


def losses(lost: Sequence[int], begun: int) -> Losses:
    """Return the losses of years of ``begun`` batches each.

    The interval is Wilson's (E. B. Wilson, J. Am. Stat. Assoc. 22:209 (1927)); the dispersion is
    Pearson's statistic by its degrees of freedom (0 with fewer than two years, or without a loss).

    >>> found = losses([3, 5, 2, 4], 50)
    >>> f"{found.mean:.3f} {found.low:.4f} {found.high:.4f} {found.dispersion:.3f}"
    '0.070 0.0421 0.1141 0.512'
    """
    total = len(lost) * begun
    mean = sum(lost) / total
    z2 = NORMAL_95 * NORMAL_95
    middle = (mean + z2 / (2.0 * total)) / (1.0 + z2 / total)
    reach = math.sqrt(mean * (1.0 - mean) / total + z2 / (4.0 * total * total))
    reach *= NORMAL_95 / (1.0 + z2 / total)
    spread = begun * mean * (1.0 - mean)
    dispersion = 0.0
    if len(lost) > 1 and spread > 0.0:
        squares = math.fsum((one - begun * mean) ** 2 for one in lost)
        dispersion = squares / (len(lost) - 1) / spread
    years = tuple(one / begun for one in lost)
    return Losses(mean, max(middle - reach, 0.0), min(middle + reach, 1.0), years, dispersion)
