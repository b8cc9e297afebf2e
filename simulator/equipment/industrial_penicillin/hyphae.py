"""Hyphae that branch, stretch, grow vacuoles, degenerate and fall apart, and their penicillin.

The structured model of Paul and Thomas (1996, Biotechnol Bioeng 51:558) as used by Goldrick et al.
(2015): tips (A0) grow out of mature hyphae (A1), in which vacuoles form, grow and eat the cell
away; hyphae whose vacuoles are full grown are degenerated (A3) and are autolysed (A4). Penicillin
is made by what of the mature hyphae no vacuole fills, where sugar is nearly gone.
"""

from __future__ import annotations

from simulator.equipment.cultures.anane import SUGAR_MASS
from simulator.equipment.industrial_penicillin.parameters import (
    BEST_SUGAR,
    GROWTH,
    K_BRANCHING,
    K_EXTENSION,
    K_VACUOLES,
    OIL_FEED,
    PRODUCTION,
    SUGAR_FEED,
    SUGAR_GROWTH,
    SUGAR_PRODUCT,
    SUGAR_SPREAD,
    SUGAR_UPKEEP,
)
from simulator.equipment.industrial_penicillin.states import (
    AUTOLYSED,
    CLASSES,
    DEGENERATED,
    DILUTION,
    GIVEN_GLUCOSE,
    GROWING,
    GROWTH_FACTOR,
    GROWTH_RATE,
    HYDROLYSIS,
    LARGE_VACUOLES,
    LIVED,
    MADE_GLUCOSE,
    MADE_PRODUCT,
    MATURE,
    OIL_FLOW,
    PRODUCT_FACTOR,
    PRODUCT_RATE,
    SMALL_VACUOLES,
    SMALL_VOLUME,
    SUGAR_FLOW,
    TURNOVER,
    VACUOLES,
)
from simulator.equipment.inventory import GLUCOSE, PRODUCT
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import exp, greater
from simulator.numerics.kernel import Floats, kernel

BRANCHING = 0.4
"""How fast tips form, by how fast they stretch."""
SOLID = 0.35
"""g/mL, dry, of hyphae without vacuoles."""
DEGENERATE_SOLID = 0.18
SPREADING = 5.36e-3
"""1/h; tips become mature."""
AUTOLYSIS = 3.5e-3
"""1/h."""
FORMING = 1.71e-4
"""g/L/h; vacuole formed."""
SWELLING = 3.22e-5
"""cm/h; how fast the radius of a vacuole grows."""
SPREAD = 2.66e-11
"""cm2/h; how that differs."""
PITCH = 0.75e-4
"""cm; from one class of radius to the next."""
FIRST = 1.5e-4
"""cm; the radius of the first class."""
NEW = 2.5e-4
"""cm; the diameter of one that has just formed."""
SWELL_PER_PITCH = SWELLING / (2.0 * PITCH)
SPREAD_PER_PITCH = SPREAD / (PITCH * PITCH)
NEW_VOLUME = 3.141592653589793 / 6.0 * (NEW * NEW * NEW)
FINAL_REACH = 2.0 * PITCH
FINAL_WIDTH = 2.0 * FIRST + 18.0 * PITCH
FINAL_VOLUME = 3.141592653589793 / 6.0 * (FINAL_WIDTH * FINAL_WIDTH * FINAL_WIDTH)
PEAK = 2.5 / 2.5066282746310002


@kernel
def vacuole_volume(y: Floats, yb: int) -> float:
    """Return the volume of all vacuoles, mL/L."""
    volume = y[yb + SMALL_VOLUME]
    for n in range(CLASSES):
        radius = FIRST + float(n) * PITCH
        volume += 4.1887902047863905 * (radius * radius * radius) * y[yb + VACUOLES + n] * PITCH
    return volume


@kernel
def swell(y: Floats, yb: int, hours: float, born: float) -> None:
    """Advance the vacuoles; ``born`` is the volume that forms, mL/L/h.

    As published, the feeds do not thin them, and the largest grow by the rate of the last class.
    """
    small = y[yb + SMALL_VACUOLES]
    before = small
    here = y[yb + VACUOLES]
    lasting = 0.0
    for n in range(CLASSES):  # the slot after the last class is that of the largest
        after = y[yb + VACUOLES + n + 1]
        change = SPREAD_PER_PITCH * (after - 2.0 * here + before)
        change = change - SWELL_PER_PITCH * (after - before)
        lasting = change
        y[yb + VACUOLES + n] = greater(here + hours * change, 0.0)
        before = here
        here = after
    grown = SWELLING * lasting / FINAL_REACH - AUTOLYSIS * here
    y[yb + LARGE_VACUOLES] = greater(here + hours * grown, 0.0)
    change = born / NEW_VOLUME - SWELLING * small
    y[yb + SMALL_VACUOLES] = greater(small + hours * change, 0.0)
    volume = y[yb + SMALL_VOLUME] + hours * (born - SWELLING * small * NEW_VOLUME)
    y[yb + SMALL_VOLUME] = greater(volume, 0.0)


@kernel
def differentiation(y: Floats, yb: int, total: float) -> float:
    """Return the sugar (g/L) that halves how fast tips mature: less in an old culture."""
    age = 0.0
    if total > 0.0:
        age = y[yb + LIVED] / total
    return greater(0.75 - 0.006 * age, 0.09)


@kernel
def eat(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float, solid: float) -> None:
    """Let sugar be fed and used; ``solid`` is the mass of mature hyphae that works, g/L.

    Sugar is hundreds of times faster than what eats it, so it is relaxed about its own slope.
    Upkeep that finds no sugar is not met.
    """
    s = greater(y[yb + GLUCOSE], 0.0) * SUGAR_MASS / litres
    total = y[yb + GROWING] + y[yb + MATURE] + y[yb + DEGENERATED] + y[yb + AUTOLYSED]
    growth = p[pb + GROWTH] * y[yb + GROWTH_FACTOR]
    tips = p[pb + SUGAR_GROWTH] * BRANCHING * growth * y[yb + MATURE]
    stretch = p[pb + SUGAR_GROWTH] * growth * y[yb + GROWING]
    upkeep = p[pb + SUGAR_UPKEEP] * solid
    kb = p[pb + K_BRANCHING]
    ke = p[pb + K_EXTENSION]
    kv = p[pb + K_VACUOLES]
    off = (s - p[pb + BEST_SUGAR]) / p[pb + SUGAR_SPREAD]
    made = p[pb + SUGAR_PRODUCT] * p[pb + PRODUCTION] * solid * PEAK * y[yb + PRODUCT_FACTOR]
    made = made * exp(-0.5 * (off * off))
    used = tips * s / (kb + s) + stretch * s / (ke + s) + upkeep * s / (kv + s) + made
    used = used + p[pb + SUGAR_UPKEEP] * y[yb + GROWING] / (differentiation(y, yb, total) + s)
    steep = tips * kb / ((kb + s) * (kb + s)) + stretch * ke / ((ke + s) * (ke + s))
    steep = steep + upkeep * kv / ((kv + s) * (kv + s))
    steep = steep + greater(-made * off / p[pb + SUGAR_SPREAD], 0.0)
    fed = greater(y[yb + SUGAR_FLOW], 0.0) * p[pb + SUGAR_FEED]
    fed = fed + greater(y[yb + OIL_FLOW], 0.0) * p[pb + OIL_FEED]
    change = hours * (fed - used * litres) * relaxed(steep * hours)
    before = y[yb + GLUCOSE]
    y[yb + GLUCOSE] = greater(before + change / SUGAR_MASS, 0.0)
    given = hours * fed / SUGAR_MASS
    y[yb + GIVEN_GLUCOSE] = y[yb + GIVEN_GLUCOSE] + given
    y[yb + MADE_GLUCOSE] = y[yb + MADE_GLUCOSE] + (y[yb + GLUCOSE] - before - given)


@kernel
def live(y: Floats, p: Floats, yb: int, pb: int, hours: float, litres: float) -> None:
    """Advance hyphae, vacuoles, sugar and penicillin by ``hours``; write their rates."""
    tip = y[yb + GROWING]
    mature = y[yb + MATURE]
    worn = y[yb + DEGENERATED]
    gone = y[yb + AUTOLYSED]
    total = tip + mature + worn + gone
    s = greater(y[yb + GLUCOSE], 0.0) * SUGAR_MASS / litres
    titre = y[yb + PRODUCT] / litres
    dilution = y[yb + DILUTION] / litres
    thin = 1.0 / greater(1.0 + hours * dilution, 0.5)
    growth = p[pb + GROWTH] * y[yb + GROWTH_FACTOR]
    branched = BRANCHING * growth * mature * s / (p[pb + K_BRANCHING] + s)
    stretched = growth * tip * s / (p[pb + K_EXTENSION] + s)
    matured = SPREADING * tip / (differentiation(y, yb, total) + s)
    room = greater(0.5 * (mature / SOLID - vacuole_volume(y, yb)), 0.0)
    solid = SOLID * room
    off = (s - p[pb + BEST_SUGAR]) / p[pb + SUGAR_SPREAD]
    made = p[pb + PRODUCTION] * solid * PEAK * exp(-0.5 * (off * off)) * y[yb + PRODUCT_FACTOR]
    made = made - y[yb + HYDROLYSIS] * titre
    lost = FINAL_VOLUME * DEGENERATE_SOLID * SWELLING * y[yb + VACUOLES + CLASSES - 1]
    autolysed = AUTOLYSIS * worn
    y[yb + GROWTH_RATE] = stretched - total * dilution
    y[yb + PRODUCT_RATE] = made - titre * dilution
    y[yb + TURNOVER] = branched + stretched + autolysed + matured
    eat(y, p, yb, pb, hours, litres, solid)
    y[yb + GROWING] = greater((tip + hours * (branched - matured)) * thin, 0.0)
    change = stretched - branched + matured - lost
    y[yb + MATURE] = greater((mature + hours * change) * thin, 0.0)
    y[yb + DEGENERATED] = greater((worn + hours * (lost - autolysed)) * thin, 0.0)
    y[yb + AUTOLYSED] = (gone + hours * autolysed) * thin
    swell(y, yb, hours, FORMING * room / (p[pb + K_VACUOLES] + s))
    before = y[yb + PRODUCT]
    y[yb + PRODUCT] = greater(before + hours * made * litres, 0.0)
    y[yb + MADE_PRODUCT] = y[yb + MADE_PRODUCT] + (y[yb + PRODUCT] - before)
    y[yb + LIVED] = y[yb + LIVED] + hours * total
