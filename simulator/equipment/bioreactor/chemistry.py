"""Acids, bases and osmolality of the culture.

The pH is where the charges balance (P. A. Stewart 1981, strong-ion difference):

    SID + [H+] + [NH4+] = [OH-] + [HCO3-] + 2 [CO3--] + [organic acids-] + [buffer-]

which rises with [H+] throughout, so there is exactly one answer. Constants for 37 degC and an
ionic strength of 0.15 mol/L: pKa 6.10 and 10.2 (carbonic acid), 13.6 (water), 9.0 (ammonium), 3.86
(lactic acid), 4.76 (acetic) and 4.31 (phenylacetic). Concentrations are in mM.
"""

from __future__ import annotations

import math

from simulator.equipment.bioreactor.states import (
    BUFFER_CONSTANT,
    DIOXIDE_PRESSURE,
    DIOXIDE_SOLUBILITY,
    HYDROGEN,
    OSMOLALITY,
    PH,
)
from simulator.equipment.inventory import (
    ACETATE,
    AMMONIUM,
    BUFFER,
    CARBON,
    ETHANOL,
    GLUCOSE,
    GLUTAMINE,
    LACTATE,
    PRECURSOR,
    SOLUTES,
    STRONG_ION,
)
from simulator.numerics.exact import log, magnitude
from simulator.numerics.kernel import Floats, kernel

K_CARBONIC = 7.943282347242822e-4
"""10**-6.10 mol/L in mM: apparent first constant of carbon dioxide and carbonic acid."""
K_BICARBONATE = 6.309573444801942e-8
"""10**-10.2 mol/L in mM."""
K_WATER = 2.5118864315095823e-8
"""10**-13.6 mol2/L2 in mM2."""
K_LACTIC = 0.1380384264602885
"""10**-3.86 mol/L in mM."""
K_ACETIC = 0.017378008287493755
"""10**-4.76 mol/L in mM."""
K_PHENYLACETIC = 0.04897788193684462
"""10**-4.31 mol/L in mM."""
ACETATE_MOLES = 1.0 / 0.060052
"""mmol of acetic acid in a g."""
ETHANOL_MOLES = 1.0 / 0.046069
"""mmol of ethanol in a g."""
PRECURSOR_MOLES = 1.0 / 0.13615
"""mmol of phenylacetic acid in a g."""
K_AMMONIUM = 1e-6
"""10**-9.0 mol/L in mM."""

LOWEST_HYDROGEN = 1e-13
HIGHEST_HYDROGEN = 1e4
"""mM: pH 16 to -1, beyond anything a vessel can hold."""
MOST_ITERATIONS = 60
CLOSE = 1e-5
"""A Newton step this small (relative) leaves an error of its square."""
FINEST = 1e-15
"""A step this small is rounding."""
MMHG_PER_BAR = 750.0616827041697
PER_LN10 = 0.4342944819032518
"""1 / ln 10."""
OSMOTIC = 0.93
"""Osmotic coefficient of small ions at this strength."""


@kernel
def free_share(hydrogen: float) -> float:
    """Return the part of inorganic carbon that is dissolved carbon dioxide, at [H+] in mM."""
    square = hydrogen * hydrogen
    return square / (square + K_CARBONIC * hydrogen + K_CARBONIC * K_BICARBONATE)


@kernel
def balance_charges(y: Floats, yb: int, per_litre: float) -> None:
    """Solve the charge balance for [H+], from the last answer, and write pH and carbon dioxide.

    Newton's method inside a bracket that each evaluation narrows; a step that would leave the
    bracket goes to its geometric middle instead, so it converges from anywhere. One iteration is
    enough in a step in which little happens.
    """
    strong = y[yb + STRONG_ION] * per_litre
    ammonium = y[yb + AMMONIUM] * per_litre
    carbon = y[yb + CARBON] * per_litre
    lactate = y[yb + LACTATE] * per_litre
    buffer = y[yb + BUFFER] * per_litre
    acetate = y[yb + ACETATE] * per_litre * ACETATE_MOLES
    phenyl = y[yb + PRECURSOR] * per_litre * PRECURSOR_MOLES
    k_buffer = y[yb + BUFFER_CONSTANT]
    h = y[yb + HYDROGEN]
    low = LOWEST_HYDROGEN
    high = HIGHEST_HYDROGEN
    if h < low or h > high:
        h = 1e-4
    for _ in range(MOST_ITERATIONS):
        per_h = 1.0 / h
        per_ammonium = 1.0 / (h + K_AMMONIUM)
        per_buffer = 1.0 / (h + k_buffer)
        per_lactic = 1.0 / (h + K_LACTIC)
        per_carbonic = 1.0 / (h * h + K_CARBONIC * (h + K_BICARBONATE))
        hydroxide = K_WATER * per_h
        a = ammonium * per_ammonium
        b = buffer * k_buffer * per_buffer
        c = lactate * K_LACTIC * per_lactic
        d = carbon * K_CARBONIC * (h + 2.0 * K_BICARBONATE) * per_carbonic
        residual = strong + h + a * h - hydroxide - b - c - d
        slope = 1.0 + a * K_AMMONIUM * per_ammonium + hydroxide * per_h
        slope = slope + b * per_buffer + c * per_lactic
        slope = slope + (d * (2.0 * h + K_CARBONIC) - carbon * K_CARBONIC) * per_carbonic
        if acetate + phenyl > 0.0:
            e = acetate * K_ACETIC / (h + K_ACETIC)
            f = phenyl * K_PHENYLACETIC / (h + K_PHENYLACETIC)
            residual = residual - e - f
            slope = slope + e / (h + K_ACETIC) + f / (h + K_PHENYLACETIC)
        if residual > 0.0:
            high = h
        else:
            low = h
        step = residual / slope
        if h - step > low and h - step < high:
            h = h - step
            if magnitude(step) <= CLOSE * h:
                break
        elif magnitude(step) <= FINEST * h:
            break
        else:
            h = math.sqrt(low * high)
    y[yb + HYDROGEN] = h
    y[yb + PH] = 3.0 - log(h) * PER_LN10
    dissolved = carbon * free_share(h)
    y[yb + DIOXIDE_PRESSURE] = MMHG_PER_BAR * (dissolved / y[yb + DIOXIDE_SOLUBILITY])


@kernel
def strong_ion_for(y: Floats, yb: int, hydrogen: float, carbon: float) -> float:
    """Return the strong ion (mmol) that gives [H+] = ``hydrogen`` mM with ``carbon`` mmol.

    The other components are those of the block; its volume must be positive.
    """
    h = hydrogen
    k_buffer = y[yb + BUFFER_CONSTANT]
    bottom = h * h + K_CARBONIC * (h + K_BICARBONATE)
    anions = carbon * (K_CARBONIC * (h + 2.0 * K_BICARBONATE) / bottom)
    anions = anions + y[yb + LACTATE] * (K_LACTIC / (h + K_LACTIC))
    anions = anions + y[yb + ACETATE] * ACETATE_MOLES * (K_ACETIC / (h + K_ACETIC))
    phenyl = y[yb + PRECURSOR] * PRECURSOR_MOLES
    anions = anions + phenyl * (K_PHENYLACETIC / (h + K_PHENYLACETIC))
    anions = anions + y[yb + BUFFER] * (k_buffer / (h + k_buffer))
    return anions + (K_WATER / h - h) * y[yb] - y[yb + AMMONIUM] * (h / (h + K_AMMONIUM))


@kernel
def osmoles(y: Floats, yb: int) -> float:
    """Return the osmoles (mmol) that the known components and their counter-ions make.

    Sodium lactate (acetate, phenylacetate) counts as 1.86 osmoles, sodium bicarbonate from base as
    1.86, sugar and ethanol as 1; an engineering fit with an osmotic coefficient of 0.93 for ions.
    ``solutes`` are not included.
    """
    free = free_share(y[yb + HYDROGEN]) * y[yb + CARBON]
    ions = magnitude(y[yb + STRONG_ION]) + y[yb + LACTATE] + y[yb + AMMONIUM]
    ions = ions + (y[yb + CARBON] - free)
    ions = ions + y[yb + ACETATE] * ACETATE_MOLES + y[yb + PRECURSOR] * PRECURSOR_MOLES
    known = y[yb + GLUCOSE] + y[yb + GLUTAMINE] + y[yb + BUFFER] + free + OSMOTIC * ions
    return known + y[yb + ETHANOL] * ETHANOL_MOLES


@kernel
def concentrate_osmoles(y: Floats, yb: int, per_litre: float) -> None:
    """Write the osmolality, taking a litre of culture to hold a kilogram of water."""
    y[yb + OSMOLALITY] = (osmoles(y, yb) + y[yb + SOLUTES]) * per_litre
