"""What detergent and nuclease do to a harvest whose vector is still in its cells.

Detergent opens cells in first order, the sooner the more there is and the warmer. Nuclease cuts
the DNA that they let go, in first order by its units per mL; salt hinders it, so that salt comes
after it (a dozen of mM is nothing, 150 mM halves it: engineering fit to what makers of the enzyme
of Serratia marcescens print). Some DNA is out of its reach, in chromatin and debris. Fragments are
too short to be told by PCR and count as gone. The sizes are engineering fits to an hour or two at
37 degC with 0.5 % of detergent and 50 U/mL, which open all but a percent of the cells and leave a
hundredth to a thousandth of the DNA.
"""

from __future__ import annotations

from simulator.equipment.downstream.quality import DNA, SALT, release
from simulator.equipment.inventory import (
    DEAD,
    GENERATIONS,
    LYSED,
    RESTING,
    TEMPERATURE,
    VIABLE,
    VOLUME,
)
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import clamp, power
from simulator.numerics.kernel import Floats, kernel

LYSIS_RATE = 0
HALF_DETERGENT = 1
DIGESTION_RATE = 2
HALF_SALT = 3
PROTECTED = 4
WARMING = 5
"""Offsets of the parameters that :func:`lyse` and :func:`digest` read."""

OPTIMUM = 37.0
"""degC at which both rates are told."""
MOST = 1e6


@kernel
def warmer(p: Floats, at: int, temperature: float) -> float:
    """Return a rate at a temperature (degC) over that at 37 degC."""
    return power(p[at + WARMING], clamp(0.1 * (temperature - OPTIMUM), -10.0, 10.0))


@kernel
def lyse(y: Floats, p: Floats, yb: int, at: int, detergent: float, dt: float) -> float:
    """Let ``detergent`` grams open cells of the head for ``dt`` s; return the part still whole."""
    volume = y[yb + VOLUME]
    if volume <= SMALLEST_VOLUME:
        return 1.0
    strength = detergent / volume
    rate = p[at + LYSIS_RATE] * (strength / (strength + p[at + HALF_DETERGENT]))
    x = clamp(dt / 3600.0 * rate * warmer(p, at, y[yb + TEMPERATURE]), 0.0, MOST)
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    viable = y[yb + VIABLE] * left
    dead = y[yb + DEAD] * left
    y[yb + LYSED] += (y[yb + VIABLE] - viable) + (y[yb + DEAD] - dead)
    y[yb + VIABLE] = viable
    y[yb + DEAD] = dead
    y[yb + RESTING] *= left
    y[yb + GENERATIONS] *= left
    release(y, yb)
    return left


@kernel
def digest(y: Floats, p: Floats, yb: int, at: int, nuclease: float, dt: float) -> float:
    """Let ``nuclease`` (kU) cut DNA of the head for ``dt`` s; return the mg that were cut."""
    volume = y[yb + VOLUME]
    if volume <= SMALLEST_VOLUME:
        return 0.0
    salt = clamp(y[yb + SALT] / (volume * p[at + HALF_SALT]), 0.0, MOST)
    rate = p[at + DIGESTION_RATE] * (nuclease / volume) / (1.0 + salt * salt)
    x = clamp(dt / 3600.0 * rate * warmer(p, at, y[yb + TEMPERATURE]), 0.0, MOST)
    open_to_it = y[yb + DNA] - p[at + PROTECTED] * volume
    if open_to_it <= 0.0:
        return 0.0
    cut = open_to_it * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
    y[yb + DNA] -= cut
    return cut
