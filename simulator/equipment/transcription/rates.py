"""How fast RNA is made, and pyrophosphate falls out or is cleft (Stover, Ganko and Braatz 2024).

Initiation and elongation share the time of the polymerase; each nucleotide waits for its own
magnesium complex and for free magnesium; dissolved magnesium pyrophosphate hinders both, and
crystals of it hold the template. Rates are mol/L/h; enzymes and template nmol/L.
"""

from __future__ import annotations

import math

from simulator.equipment.inventory import PRODUCT
from simulator.equipment.transcription.parameters import (
    ADENOSINES,
    CYTIDINES,
    GUANOSINES,
    K_CLEAVAGE,
    K_ELONGATION,
    K_GROWTH,
    K_INHIBITION,
    K_INITIATION,
    K_MAGNESIUM,
    K_NTP,
    K_OFF,
    K_ON,
    NUCLEATION,
    SOLUBILITY,
    URIDINES,
)
from simulator.equipment.transcription.reagents import (
    ATP,
    CTP,
    FRAGMENTS,
    GTP,
    NTP_MASSES,
    NUCLEI,
    POLYMERASE,
    PYROPHOSPHATASE,
    PYROPHOSPHATE,
    PYROPHOSPHATE_MASS,
    TEMPLATE,
    UTP,
)
from simulator.equipment.transcription.speciation import find_ions, shares
from simulator.equipment.transcription.states import ACTIVITY, FREE_MAGNESIUM, HYDROGEN, SATURATION
from simulator.numerics.exact import exp, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

A_MASS = 1e-3 * NTP_MASSES[0]
U_MASS = 1e-3 * NTP_MASSES[1]
C_MASS = 1e-3 * NTP_MASSES[2]
G_MASS = 1e-3 * NTP_MASSES[3]
P_MASS = 1e-3 * PYROPHOSPHATE_MASS
"""g/mmol."""
LEAST_NTP = 1e-12
"""mol/L of a nucleotide below which none is used."""
LEAST_EXCESS = 1e-6
"""ln S below which no crystal is born: exp(-B/ln^2 S) is zero there."""


@kernel
def length(p: Floats, pb: int) -> float:
    """Return the nucleotides in one RNA."""
    return p[pb + ADENOSINES] + p[pb + URIDINES] + p[pb + CYTIDINES] + p[pb + GUANOSINES]


@kernel
def molar_mass(p: Floats, pb: int) -> float:
    """Return the mass of a mmol of RNA, g: its nucleotides less the pyrophosphate set free."""
    mass = p[pb + ADENOSINES] * A_MASS + p[pb + URIDINES] * U_MASS
    mass = mass + p[pb + CYTIDINES] * C_MASS + p[pb + GUANOSINES] * G_MASS
    return mass - (length(p, pb) - 1.0) * P_MASS


@kernel
def rna_charge(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the charge of the RNA, whole or broken, mmol: one a base and two at the end."""
    mass = greater(y[yb + PRODUCT], 0.0) + greater(y[yb + FRAGMENTS], 0.0)
    return mass / molar_mass(p, pb) * (length(p, pb) + 2.0)


@kernel
def elongation_time(y: Floats, p: Floats, yb: int, pb: int, bound: float, scale: float) -> float:
    """Return hours that one RNA takes to be drawn out, or -1 if a nucleotide is missing.

    ``bound`` is the share of nucleotides that is MgNTP and ``scale`` the constant of it, mol/L over
    the mol/L of one mmol in the block.
    """
    hours = 0.0
    for n in range(4):
        ready = y[yb + ATP + n] * bound
        if ready <= 0.0:
            return -1.0
        hours = hours + p[pb + ADENOSINES + n] * (1.0 + scale / ready)
    return hours / p[pb + K_ELONGATION]


@kernel
def transcribed(
    y: Floats, p: Floats, yb: int, pb: int, litres: float, bound: float, hindered: float
) -> float:
    """Return the RNA made, mol/L/h; ``hindered`` is MgPPi over its inhibition constant."""
    least = lesser(lesser(y[yb + ATP], y[yb + UTP]), lesser(y[yb + CTP], y[yb + GTP]))
    enzyme = greater(y[yb + POLYMERASE], 0.0) / litres
    template = greater(y[yb + TEMPLATE], 0.0) / litres
    mg = y[yb + FREE_MAGNESIUM]
    if 1e-3 * least < LEAST_NTP * litres or enzyme <= 0.0 or template <= 0.0:
        return 0.0
    scale = p[pb + K_NTP] * (1.0 + hindered) * (1e3 * litres)
    hours = elongation_time(y, p, yb, pb, bound, scale)
    if hours <= 0.0:
        return 0.0
    hours = hours * (1.0 + p[pb + K_MAGNESIUM] / mg)
    slower = 1.0 + p[pb + K_INITIATION] * hours
    apart = (p[pb + K_OFF] + p[pb + K_INITIATION]) / p[pb + K_ON]
    all_of = apart + enzyme + template * slower
    ratio = 4.0 * (enzyme / all_of) * (template * slower / all_of)
    root = 1.0 + math.sqrt(greater(1.0 - ratio, 0.0))
    complexes = 2.0 * enzyme * (template / all_of) / root
    return 1e-9 * p[pb + K_INITIATION] * complexes * y[yb + ACTIVITY]


@kernel
def speeds(
    y: Floats, p: Floats, yb: int, pb: int, litres: float
) -> tuple[float, float, float, float, float, float]:
    """Find the ions, then return the rates of this moment in ``litres``.

    They are RNA made, crystals grown, pyrophosphate cleft (mol/L/h) and crystals born; then the
    slopes of the second and third with dissolved pyrophosphate, 1/h.
    """
    per = 1e-3 / litres
    there = find_ions(y, p, yb, pb, per, rna_charge(y, p, yb, pb))
    mg = y[yb + FREE_MAGNESIUM]
    bound, single, double = shares(p, pb, mg, y[yb + HYDROGEN])
    dissolved = greater(y[yb + PYROPHOSPHATE], 0.0) * per
    grown = 0.0
    born = 0.0
    steep = 0.0
    saturation = dissolved * double / p[pb + SOLUBILITY]
    y[yb + SATURATION] = saturation
    if saturation > 1.0:
        excess = log(saturation)
        if excess > LEAST_EXCESS:
            born = exp(-p[pb + NUCLEATION] / (excess * excess))
        seeds = p[pb + K_GROWTH] * greater(y[yb + NUCLEI], 0.0) * per
        grown = seeds * excess
        steep = seeds * (1.0 / dissolved + 4.0 / there)
    most = 0.06 * greater(y[yb + PYROPHOSPHATASE], 0.0) / litres
    level = dissolved * single
    below = level + p[pb + K_CLEAVAGE]
    cleft = most * (level / below)
    falling = most * single * (p[pb + K_CLEAVAGE] / below) / below
    made = transcribed(y, p, yb, pb, litres, bound, level / p[pb + K_INHIBITION])
    return made, grown, cleft, born, steep, falling
