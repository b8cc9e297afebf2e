"""Free hydrogen and magnesium ions among nucleotides, pyrophosphate, phosphate and buffer.

Both are where protons and magnesium balance over all complexes of the model of Stover, Ganko and
Braatz (2024), which is the least of a convex function of their logarithms. So Newton's method in
logarithms, its steps bounded, comes there from anywhere; from the last scan it takes two or three
steps. Concentrations here are mol/L. Constants are for 37 degC and do not follow temperature.
"""

from __future__ import annotations

from simulator.equipment.inventory import BUFFER, STRONG_ION
from simulator.equipment.transcription.parameters import (
    K_HBUFFER,
    K_HMGNTP,
    K_HMGPPI,
    K_HNTP,
    K_HPI,
    K_HPPI,
    K_MG2NTP,
    K_MG2PPI,
    K_MGNTP,
    K_MGPI,
    K_MGPPI,
    K_TWO_HMGPPI,
    K_TWO_HPPI,
)
from simulator.equipment.transcription.reagents import (
    ATP,
    CTP,
    GTP,
    MAGNESIUM,
    PHOSPHATE,
    PYROPHOSPHATE,
    UTP,
)
from simulator.equipment.transcription.states import FREE_MAGNESIUM, HYDROGEN
from simulator.numerics.exact import clamp, greater, magnitude
from simulator.numerics.kernel import Floats, kernel

WATER = 1e-14
"""Ion product, (mol/L)^2."""
LEAST_HYDROGEN = 1e-13
MOST_HYDROGEN = 0.5
LEAST_MAGNESIUM = 1e-15
MOST_MAGNESIUM = 20.0
"""mol/L between which the ions are sought."""
ITERATIONS = 40
LONGEST_STEP = 2.0
"""In logarithms."""
CLOSE = 1e-12
"""Relative change at which the search ends."""


@kernel
def nucleotides(y: Floats, yb: int) -> float:
    """Return the nucleoside triphosphates in the block, mmol."""
    return y[yb + ATP] + y[yb + UTP] + y[yb + CTP] + y[yb + GTP]


@kernel
def shares(p: Floats, pb: int, mg: float, h: float) -> tuple[float, float, float]:
    """Return which share of nucleotide is MgNTP, and of pyrophosphate MgPPi and Mg2PPi."""
    one = p[pb + K_HNTP] * h
    free = 1.0 + one * (1.0 + p[pb + K_HMGNTP] * mg)
    free = free + p[pb + K_MGNTP] * mg * (1.0 + p[pb + K_MG2NTP] * mg)
    single = p[pb + K_MGPPI] * mg
    double = single * p[pb + K_MG2PPI] * mg
    proton = p[pb + K_HPPI] * h
    pair = proton * p[pb + K_TWO_HPPI] * h
    bare = 1.0 + proton * (1.0 + p[pb + K_HMGPPI] * mg) + pair * (1.0 + p[pb + K_TWO_HMGPPI] * mg)
    bare = bare + single + double
    return p[pb + K_MGNTP] * mg / free, single / bare, double / bare


@kernel
def held_by_nucleotides(
    p: Floats, pb: int, mg: float, h: float
) -> tuple[float, float, float, float, float]:
    """Return what a mole holds: Mg, H, and the variances of Mg, of both together, of H."""
    a = p[pb + K_HNTP] * h
    b = a * p[pb + K_HMGNTP] * mg
    c = p[pb + K_MGNTP] * mg
    d = c * p[pb + K_MG2NTP] * mg
    per = 1.0 / (1.0 + a + b + c + d)
    m = (b + c + 2.0 * d) * per
    n = (a + b) * per
    return m, n, (b + c + 4.0 * d) * per - m * m, b * per - m * n, n - n * n


@kernel
def held_by_pyrophosphate(
    p: Floats, pb: int, mg: float, h: float
) -> tuple[float, float, float, float, float]:
    """Return what a mole holds: Mg, H, and the variances of Mg, of both together, of H."""
    a = p[pb + K_HPPI] * h
    b = a * p[pb + K_TWO_HPPI] * h
    c = p[pb + K_MGPPI] * mg
    d = c * p[pb + K_MG2PPI] * mg
    e = a * p[pb + K_HMGPPI] * mg
    f = b * p[pb + K_TWO_HMGPPI] * mg
    per = 1.0 / (1.0 + a + b + c + d + e + f)
    m = (c + e + f + 2.0 * d) * per
    n = (a + e + 2.0 * (b + f)) * per
    mm = (c + e + f + 4.0 * d) * per - m * m
    hh = (a + e + 4.0 * (b + f)) * per - n * n
    return m, n, mm, (e + 2.0 * f) * per - m * n, hh


@kernel
def sums(
    y: Floats, p: Floats, yb: int, pb: int, per: float, mg: float, h: float
) -> tuple[float, float, float, float, float]:
    """Return magnesium and protons in all forms (mol/L), and their slopes in ln Mg and ln H.

    ``per`` is mol/L for a mmol in the block. Protons are counted less those that water has given.
    """
    ntp = greater(nucleotides(y, yb), 0.0) * per
    ppi = greater(y[yb + PYROPHOSPHATE], 0.0) * per
    pi = greater(y[yb + PHOSPHATE], 0.0) * per
    buffer = greater(y[yb + BUFFER], 0.0) * per
    m, n, mm, mh, hh = held_by_nucleotides(p, pb, mg, h)
    pm, pn, pmm, pmh, phh = held_by_pyrophosphate(p, pb, mg, h)
    sm = p[pb + K_MGPI] * mg
    sh = p[pb + K_HPI] * h
    own = 1.0 / (1.0 + sm + sh)
    sm = sm * own
    sh = sh * own
    base = p[pb + K_HBUFFER] * h
    base = base / (1.0 + base)
    hydroxide = WATER / h
    magnesium = mg + ntp * m + ppi * pm + pi * sm
    protons = h - hydroxide + ntp * n + ppi * pn + pi * sh + buffer * base
    in_mg = mg + ntp * mm + ppi * pmm + pi * (sm - sm * sm)
    both = ntp * mh + ppi * pmh - pi * sm * sh
    in_h = h + hydroxide + ntp * hh + ppi * phh + pi * (sh - sh * sh)
    return magnesium, protons, in_mg, both, in_h + buffer * (base - base * base)


@kernel
def protons_there(y: Floats, yb: int, per: float, bases: float) -> float:
    """Return the protons that the strong ions leave to the weak ones, mol/L.

    ``bases`` is the charge of the RNA, mmol. Nucleotide and pyrophosphate are counted with four
    charges each, phosphate with two, magnesium with two of its own.
    """
    weak = 4.0 * (nucleotides(y, yb) + y[yb + PYROPHOSPHATE]) + 2.0 * y[yb + PHOSPHATE]
    return (weak + bases - 2.0 * y[yb + MAGNESIUM] - y[yb + STRONG_ION]) * per


@kernel
def scaled(x: float, step: float) -> float:
    """Return ``x`` moved by ``step`` in its logarithm, nearly, and always above zero."""
    if step >= 0.0:
        return x * (1.0 + step)
    return x / (1.0 - step)


@kernel
def find_ions(y: Floats, p: Floats, yb: int, pb: int, per: float, bases: float) -> float:
    """Write the free ions (mol/L) of the block; return the slope of magnesium in ln Mg, mol/L."""
    mg = clamp(y[yb + FREE_MAGNESIUM], LEAST_MAGNESIUM, MOST_MAGNESIUM)
    h = clamp(y[yb + HYDROGEN], LEAST_HYDROGEN, MOST_HYDROGEN)
    total = y[yb + MAGNESIUM] * per
    protons = protons_there(y, yb, per, bases)
    slope = mg
    for _ in range(ITERATIONS):
        m, n, in_mg, both, in_h = sums(y, p, yb, pb, per, mg, h)
        slope = in_mg
        span = in_mg * in_h - both * both
        if span <= 1e-12 * in_mg * in_h:
            span = in_mg * in_h
            both = 0.0
        up_mg = (in_h * (total - m) - both * (protons - n)) / span
        up_h = (in_mg * (protons - n) - both * (total - m)) / span
        up_mg = clamp(up_mg, -LONGEST_STEP, LONGEST_STEP)
        up_h = clamp(up_h, -LONGEST_STEP, LONGEST_STEP)
        mg = clamp(scaled(mg, up_mg), LEAST_MAGNESIUM, MOST_MAGNESIUM)
        h = clamp(scaled(h, up_h), LEAST_HYDROGEN, MOST_HYDROGEN)
        if magnitude(up_mg) + magnitude(up_h) < CLOSE:
            break
    y[yb + FREE_MAGNESIUM] = mg
    y[yb + HYDROGEN] = h
    return slope
