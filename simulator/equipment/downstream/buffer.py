"""pH and conductivity of a process stream, by chemistry: charges balance, ions carry current.

The strong ions (sodium from caustic, chloride from acid, ``strong ion``), sodium chloride
(``salt``) and the weak acids and bases of buffers: acetate, Tris, phosphate, and what a harvest
brings (lactate, ammonium, carbonate, the weak acid of a medium). Dissociation constants at 25
degC (R. N. Goldberg, N. Kishore and R. M. Lennen, J. Phys. Chem. Ref. Data 31:231, 2002) are
corrected for ionic strength by C. W. Davies (Ion Association, 1962), so that a buffer shows the pH
that it has when diluted and when salted. Conductivity is the sum of the ions' own (P. Vanysek, in
CRC Handbook of Chemistry and Physics), lowered by ionic strength as that of sodium chloride is.
All at 25 degC, as instruments tell it.
"""

from __future__ import annotations

import math

from simulator.equipment.downstream.quality import PHOSPHATE, SALT, TRIS
from simulator.equipment.inventory import (
    ACETATE,
    AMMONIUM,
    BUFFER,
    CARBON,
    LACTATE,
    STRONG_ION,
    VOLUME,
)
from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.numerics.exact import clamp, exp10, greater, lesser, magnitude
from simulator.numerics.kernel import Floats, kernel

ACETIC_ACID = 60.052
"""g/mol"""
WATER = 1.0116e-14
ACETIC = 1.754e-5
LACTIC = 1.380e-4
AMMONIA = 5.682e-10
TRIS_BASE = 8.472e-9
PHOSPHORIC = 7.112e-3
SECOND_PHOSPHORIC = 6.339e-8
THIRD_PHOSPHORIC = 4.79e-13
CARBONIC = 4.457e-7
SECOND_CARBONIC = 4.688e-11
MEDIUM = 1.585e-7
"""Dissociation constants in mol/L at no ionic strength. That of the medium's own weak acid stands
for all its histidine, phosphate and the like: pKa 6.8, an engineering fit."""

MOST_STRONG = 5.0
"""mol/L: where ionic strength stops telling more."""
LEAST = -1.5
MOST = 15.5
"""Between which pH is looked for."""
STEPS = 40
CORRECTIONS = 3

SODIUM = 50.1
CHLORIDE = 76.3
HYDROGEN = 349.8
HYDROXIDE = 198.0
ACETATE_ION = 40.9
LACTATE_ION = 38.8
AMMONIUM_ION = 73.5
TRIS_ION = 29.5
PHOSPHATE_1 = 33.0
PHOSPHATE_2 = 114.0
PHOSPHATE_3 = 278.4
CARBONATE_1 = 44.5
CARBONATE_2 = 138.6
MEDIUM_ION = 35.0
"""Molar conductivities at no ionic strength, S cm2/mol, at 25 degC."""


@kernel
def molar(y: Floats, yb: int, component: int) -> float:
    """Return mol/L of a component that is counted in mmol, of a unit with liquid in it."""
    return 0.001 * y[yb + component] / y[yb + VOLUME]


@kernel
def davies(strength: float) -> float:
    """Return what a constant of a neutral acid is multiplied by at this ionic strength (mol/L)."""
    root = math.sqrt(strength)
    return exp10(0.509 * (root / (1.0 + root) - 0.3 * strength))


@kernel
def excess(y: Floats, yb: int, h: float, f: float) -> float:
    """Return the charge (mol/L) there would be at activity ``h`` of hydrogen, cations positive.

    ``f`` is Davies' factor: constants of a neutral acid are so much larger, of a cation so much
    smaller, of an anion larger by its cube, of an anion of two charges by its fifth power.
    """
    cube = f * f * f
    charge = molar(y, yb, STRONG_ION) + h * f - WATER * f / h
    if y[yb + TRIS] != 0.0:  # of what is not there nothing is added, at less cost
        charge += molar(y, yb, TRIS) * (h / (h + TRIS_BASE / f))
    if y[yb + AMMONIUM] != 0.0:
        charge += molar(y, yb, AMMONIUM) * (h / (h + AMMONIA / f))
    if y[yb + ACETATE] != 0.0:
        acetate = y[yb + ACETATE] / (ACETIC_ACID * y[yb + VOLUME])
        charge -= acetate * (ACETIC * f / (h + ACETIC * f))
    if y[yb + LACTATE] != 0.0:
        charge -= molar(y, yb, LACTATE) * (LACTIC * f / (h + LACTIC * f))
    if y[yb + BUFFER] != 0.0:
        charge -= molar(y, yb, BUFFER) * (MEDIUM * cube / (h + MEDIUM * cube))
    if y[yb + PHOSPHATE] != 0.0:
        one = PHOSPHORIC * f / h
        two = one * (SECOND_PHOSPHORIC * cube / h)
        three = two * (THIRD_PHOSPHORIC * cube * f * f / h)
        charges = (one + 2.0 * two + 3.0 * three) / (1.0 + one + two + three)
        charge -= molar(y, yb, PHOSPHATE) * charges
    if y[yb + CARBON] != 0.0:
        one = CARBONIC * f / h
        two = one * (SECOND_CARBONIC * cube / h)
        charge -= molar(y, yb, CARBON) * ((one + 2.0 * two) / (1.0 + one + two))
    return charge


@kernel
def balanced(y: Floats, yb: int, f: float, near: float) -> float:
    """Return the pH at which charges balance, looked for from ``near``.

    Regula falsi on the pH after H. Illinois (M. Dowell and P. Jarratt, BIT 11:168, 1971): the
    charge falls as pH rises, so there is one, and each step keeps it between two ends.
    """
    low = near - 0.5
    high = near + 0.5
    at_low = excess(y, yb, exp10(-low), f)
    at_high = excess(y, yb, exp10(-high), f)
    if at_low < 0.0 or at_high > 0.0:
        low = LEAST
        high = MOST
        at_low = excess(y, yb, exp10(-low), f)
        at_high = excess(y, yb, exp10(-high), f)
    if at_low <= 0.0:
        return low
    if at_high >= 0.0:
        return high
    middle = near
    for step in range(STEPS):
        if step % 3 == 2 or at_low - at_high <= 0.0:
            middle = 0.5 * (low + high)
        else:
            middle = low + (high - low) * (at_low / (at_low - at_high))
        charge = excess(y, yb, exp10(-middle), f)
        if charge > 0.0:
            low = middle
            at_low = charge
            at_high *= 0.5
        else:
            high = middle
            at_high = charge
            at_low *= 0.5
        if high - low < 1e-7 or magnitude(charge) < 1e-13:
            return middle
    return middle


@kernel
def ions(y: Floats, yb: int, h: float, f: float, share: float) -> float:
    """Return ionic strength (mol/L) where ``share`` is 0, conductivity (mS/cm) where it is 1.

    Both are sums over the ions: of half the square of the charge, or of the conductivity.
    """
    cube = f * f * f
    half = 0.5 * (1.0 - share)
    salt = greater(molar(y, yb, SALT), 0.0)
    strong = molar(y, yb, STRONG_ION)
    total = (salt + greater(strong, 0.0)) * (half + share * SODIUM)
    total += (salt + greater(-strong, 0.0)) * (half + share * CHLORIDE)
    total += h * f * (half + share * HYDROGEN)
    total += WATER * f / h * (half + share * HYDROXIDE)
    if y[yb + TRIS] != 0.0:
        total += molar(y, yb, TRIS) * (h / (h + TRIS_BASE / f)) * (half + share * TRIS_ION)
    if y[yb + AMMONIUM] != 0.0:
        total += molar(y, yb, AMMONIUM) * (h / (h + AMMONIA / f)) * (half + share * AMMONIUM_ION)
    if y[yb + ACETATE] != 0.0:
        acetate = y[yb + ACETATE] / (ACETIC_ACID * y[yb + VOLUME])
        total += acetate * (ACETIC * f / (h + ACETIC * f)) * (half + share * ACETATE_ION)
    if y[yb + LACTATE] != 0.0:
        lactate = molar(y, yb, LACTATE) * (LACTIC * f / (h + LACTIC * f))
        total += lactate * (half + share * LACTATE_ION)
    if y[yb + BUFFER] != 0.0:
        medium = molar(y, yb, BUFFER) * (MEDIUM * cube / (h + MEDIUM * cube))
        total += medium * (half + share * MEDIUM_ION)
    if y[yb + PHOSPHATE] != 0.0:
        one = PHOSPHORIC * f / h
        two = one * (SECOND_PHOSPHORIC * cube / h)
        three = two * (THIRD_PHOSPHORIC * cube * f * f / h)
        each = molar(y, yb, PHOSPHATE) / (1.0 + one + two + three)
        total += each * one * (half + share * PHOSPHATE_1)
        total += each * two * (4.0 * half + share * PHOSPHATE_2)
        total += each * three * (9.0 * half + share * PHOSPHATE_3)
    if y[yb + CARBON] != 0.0:
        one = CARBONIC * f / h
        two = one * (SECOND_CARBONIC * cube / h)
        each = molar(y, yb, CARBON) / (1.0 + one + two)
        total += each * one * (half + share * CARBONATE_1)
        total += each * two * (4.0 * half + share * CARBONATE_2)
    return total


@kernel
def acidity(y: Floats, yb: int) -> float:
    """Return the pH of what the unit at ``yb`` holds, a block with head and quality; empty: 7.

    Ionic strength and pH are found in turn, from that of the strong ions on.
    """
    found = 7.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        strong = magnitude(molar(y, yb, STRONG_ION))
        strength = lesser(greater(molar(y, yb, SALT), 0.0) + 0.5 * strong, MOST_STRONG)
        for _ in range(CORRECTIONS):
            f = davies(strength)
            found = clamp(balanced(y, yb, f, found), LEAST, MOST)
            strength = clamp(ions(y, yb, exp10(-found), f, 0.0), 0.0, MOST_STRONG)
    return found


@kernel
def conductivity(y: Floats, yb: int, acidity_there: float) -> float:
    """Return the conductivity (mS/cm, at 25 degC) of what a unit holds at its pH; empty: 0.

    Lowered as that of sodium chloride is: by 0.705 sqrt(I) / (1 + 1.36 sqrt(I)), fitted to its
    equivalent conductivities from 0.01 to 1 mol/L.
    """
    if y[yb + VOLUME] <= SMALLEST_VOLUME:
        return 0.0
    h = exp10(-acidity_there)
    strong = magnitude(molar(y, yb, STRONG_ION))
    strength = lesser(greater(molar(y, yb, SALT), 0.0) + 0.5 * strong, MOST_STRONG)
    f = davies(strength)
    strength = clamp(ions(y, yb, h, f, 0.0), 0.0, MOST_STRONG)
    root = math.sqrt(strength)
    lowered = 1.0 - 0.705 * root / (1.0 + 1.36 * root)
    return greater(ions(y, yb, h, davies(strength), 1.0) * lowered, 0.0)
