"""From a bag of plasmids and PEI into the nucleus, and AAV by three plasmids.

T. N. T. Nguyen et al., Mol Ther Methods Clin Dev 21 (2021) 642: copies per living cell of three
plasmids on their way to the nucleus, of Rep, of genomes and of capsids. Assembly and secretion take
0.04 s in the paper; here they are at once (a quasi-steady state). In the paper what Rep has bound
is not thinned as cells divide, so that capsids come from nowhere; with ``published: no`` it is.
Each scan is implicit in what is lost, pool after pool, so that what leaves one arrives in the next
to rounding. The bag, in which complexes form and then clump, is an engineering fit to the ten to
twenty minutes that such a mix is left to stand.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import PUBLISHED, ROOM_TEMPERATURE, VESSEL_VOLUME
from simulator.equipment.bioreactor.states import GIVEN_VOLUME, PRODUCT_FACTOR, TOTAL_DENSITY
from simulator.equipment.inventory import SOLUTES, TEMPERATURE, VIABLE, VOLUME
from simulator.equipment.transfection.parameters import (
    T_ASSEMBLY,
    T_BAG,
    T_BINDING,
    T_BLOCK,
    T_CAP,
    T_CAP_LOSS,
    T_CLUMPING,
    T_COMPLEX_LOSS,
    T_CROWDED,
    T_ENTRY,
    T_ESCAPE,
    T_GENOME,
    T_PACKING,
    T_PLASMID_LOSS,
    T_REP,
    T_REP_LOSS,
    T_RIPENING,
    T_SECRETION,
    T_SIZE,
    T_STRENGTH,
    T_UPTAKE,
)
from simulator.equipment.transfection.states import (
    ASSEMBLED,
    BLOCKED,
    CYTOSOLIC,
    DRAINED,
    EMPTY,
    ENDOSOMAL,
    EXTERNAL,
    FULL,
    GENOMES,
    GIVEN,
    GIVEN_ALL,
    LOADED,
    MADE_FULL,
    MIX_AGE,
    MIX_BARE,
    MIX_CLUMPS,
    MIX_DRAIN,
    MIX_FLOW,
    MIX_MAKING,
    MIX_READY,
    MIX_VOLUME,
    NUCLEAR,
    REP,
    SINCE,
    TRANSFECTED,
)
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, kernel

MIX_SOLUTES = 280.0
"""mmol/L of osmoles in the medium of the mix; an engineering fit."""
FEWEST = 1e-3
"""1e9 living cells; complexes given to fewer are lost."""
PROTEINS = 60.0
"""Proteins in a capsid."""
FULLEST = 0.98
"""Share of the vessel up to which the mix still goes in."""
PER_THOUSAND = 1e-3
"""1e12 capsids in 1e9 cells with one each."""


@kernel
def pour(y: Floats, yb: int, litres: float) -> float:
    """Take so many litres out of the bag; return the mg of DNA that left in good complexes."""
    volume = y[yb + MIX_VOLUME]
    share = 1.0
    if litres < volume:
        share = litres / volume
    good = y[yb + MIX_READY] * share
    y[yb + MIX_READY] = y[yb + MIX_READY] - good
    y[yb + MIX_BARE] = y[yb + MIX_BARE] - y[yb + MIX_BARE] * share
    y[yb + MIX_CLUMPS] = y[yb + MIX_CLUMPS] - y[yb + MIX_CLUMPS] * share
    y[yb + MIX_VOLUME] = volume - lesser(litres, volume)
    return good


@kernel
def mix(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Fill the bag, let complexes form and clump in it, give it to the culture, drain it."""
    minutes = dt / 60.0
    hours = dt / 3600.0
    volume = y[yb + MIX_VOLUME]
    making = greater(y[yb + MIX_MAKING], 0.0) * minutes
    made = lesser(making, greater(p[pb + T_BAG] - volume, 0.0))
    bare = y[yb + MIX_BARE] + p[pb + T_STRENGTH] * made
    y[yb + MIX_BARE] = bare / (1.0 + p[pb + T_RIPENING] * hours)
    ready = y[yb + MIX_READY] + (bare - y[yb + MIX_BARE])
    y[yb + MIX_READY] = ready / (1.0 + p[pb + T_CLUMPING] * hours)
    y[yb + MIX_CLUMPS] = y[yb + MIX_CLUMPS] + (ready - y[yb + MIX_READY])
    y[yb + MIX_VOLUME] = volume + made
    if volume + made > 0.0:
        y[yb + MIX_AGE] = (y[yb + MIX_AGE] + minutes) * (volume / (volume + made))
    else:
        y[yb + MIX_AGE] = 0.0 * y[yb + MIX_AGE]
    room = greater(FULLEST * p[pb + VESSEL_VOLUME] - y[yb + VOLUME], 0.0)
    wanted = lesser(greater(y[yb + MIX_FLOW], 0.0) * minutes, room)
    litres = lesser(wanted, y[yb + MIX_VOLUME])
    if litres > 0.0:
        give(y, p, yb, pb, litres)
    drain = lesser(greater(y[yb + MIX_DRAIN], 0.0) * minutes, y[yb + MIX_VOLUME])
    if drain > 0.0:
        before = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
        pour(y, yb, drain)
        after = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
        y[yb + DRAINED] = y[yb + DRAINED] + greater(before - after, 0.0)


@kernel
def give(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Give so many litres of the mix to the culture, with their DNA, solutes and warmth."""
    before = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
    good = pour(y, yb, litres)
    after = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
    y[yb + GIVEN] = y[yb + GIVEN] + good
    if good > 0.0:
        y[yb + SINCE] = y[yb + SINCE] * (1.0 - good / y[yb + GIVEN])
    y[yb + GIVEN_ALL] = y[yb + GIVEN_ALL] + greater(before - after, 0.0)
    if y[yb + VIABLE] > FEWEST:
        y[yb + EXTERNAL] = y[yb + EXTERNAL] + good / (p[pb + T_SIZE] * y[yb + VIABLE])
    y[yb + VOLUME] = y[yb + VOLUME] + litres
    y[yb + GIVEN_VOLUME] += litres
    y[yb + SOLUTES] = y[yb + SOLUTES] + MIX_SOLUTES * litres
    cooler = p[pb + ROOM_TEMPERATURE] - y[yb + TEMPERATURE]
    y[yb + TEMPERATURE] = y[yb + TEMPERATURE] + cooler * (litres / y[yb + VOLUME])


@kernel
def carry(y: Floats, p: Floats, yb: int, pb: int, hours: float, born: float) -> None:
    """Bring plasmids from outside into the nucleus; ``born`` is new cells per living cell.

    As in the paper, what is outside is not diluted by growth. That crowded cells take up less, as
    the fourth power of their density, is an engineering fit.
    """
    outside = y[yb + EXTERNAL]
    crowd = lesser(y[yb + TOTAL_DENSITY] / p[pb + T_CROWDED], 1e3)
    crowd = crowd * crowd
    taken_at = p[pb + T_UPTAKE] * hours / (1.0 + crowd * crowd)
    left = outside / (1.0 + taken_at + p[pb + T_COMPLEX_LOSS] * hours)
    y[yb + EXTERNAL] = left
    taken = taken_at * left
    y[yb + TRANSFECTED] = (y[yb + TRANSFECTED] + taken) / (1.0 + born)
    if left + y[yb + TRANSFECTED] > 0.0:
        y[yb + SINCE] = y[yb + SINCE] + hours
    lost = 1.0 + born + p[pb + T_PLASMID_LOSS] * hours
    escape_at = p[pb + T_ESCAPE] * hours
    entry_at = p[pb + T_ENTRY] * hours
    for plasmid in range(3):
        endosomal = (y[yb + ENDOSOMAL + plasmid] + taken) / (lost + escape_at)
        cytosolic = (y[yb + CYTOSOLIC + plasmid] + escape_at * endosomal) / (lost + entry_at)
        y[yb + ENDOSOMAL + plasmid] = endosomal
        y[yb + CYTOSOLIC + plasmid] = cytosolic
        y[yb + NUCLEAR + plasmid] = y[yb + NUCLEAR + plasmid] + entry_at * cytosolic


@kernel
def express(
    y: Floats, p: Floats, yb: int, pb: int, hours: float, born: float, living: float
) -> None:
    """Make Rep, genomes and capsids from the plasmids in the nucleus, and pack them.

    What ``living`` cells (1e9) secrete goes into the liquid.
    """
    lost = 1.0 + born + p[pb + T_PLASMID_LOSS] * hours
    rep = y[yb + REP]
    coding = y[yb + NUCLEAR]
    turned = p[pb + T_BLOCK] * hours * rep
    blocked = lesser(coding * (turned / (lost + turned)), rep)
    coding = greater(coding - blocked, 0.0) / lost
    vector = y[yb + NUCLEAR + 1] / lost
    helper = y[yb + NUCLEAR + 2] / lost
    y[yb + NUCLEAR] = coding
    y[yb + NUCLEAR + 1] = vector
    y[yb + NUCLEAR + 2] = helper
    kept = 1.0 + born
    thinned = kept
    if p[pb + PUBLISHED] > 0.5:
        thinned = 1.0
    y[yb + BLOCKED] = (y[yb + BLOCKED] + blocked) / thinned
    active = y[yb + PRODUCT_FACTOR] * hours
    pairs = coding * helper * active
    assembled = p[pb + T_CAP] * pairs * p[pb + T_ASSEMBLY]
    assembled = assembled / (PROTEINS * p[pb + T_ASSEMBLY] + p[pb + T_CAP_LOSS])
    held_at = p[pb + T_BINDING] * rep
    bound = lesser(
        assembled * (held_at / (p[pb + T_SECRETION] + held_at)), greater(rep - blocked, 0.0)
    )
    genomes = y[yb + GENOMES] + p[pb + T_GENOME] * rep * vector * helper * active
    loaded = y[yb + LOADED] + bound
    turned = p[pb + T_PACKING] * hours * y[yb + GENOMES]
    packed = lesser(loaded * (turned / (1.0 + turned)), genomes)
    y[yb + GENOMES] = greater(genomes - packed, 0.0) / kept
    y[yb + LOADED] = greater(loaded - packed, 0.0) / thinned
    rep = greater(rep - blocked - bound, 0.0) + p[pb + T_REP] * pairs + packed
    y[yb + REP] = rep / (kept + p[pb + T_REP_LOSS] * hours)
    y[yb + EMPTY] = y[yb + EMPTY] + (assembled - bound) * living * PER_THOUSAND
    full = packed * living * PER_THOUSAND
    y[yb + FULL] = y[yb + FULL] + full
    y[yb + MADE_FULL] += full
    y[yb + ASSEMBLED] = 0.0
    if hours > 0.0:
        y[yb + ASSEMBLED] = assembled / hours
