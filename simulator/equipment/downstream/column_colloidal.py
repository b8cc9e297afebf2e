"""How protein A holds antibodies that repel each other: the colloidal isotherm.

Antibodies on a bead lie in a hexagonal lattice and repel each other as charged spheres do (X. Xu
and A. M. Lenhoff, J. Phys. Chem. B 112:1028, 2008, and J. Chromatogr. A 1216:6177, 2009):

    c* = q exp(E - ln Ke),    E = 3/4 Bpp (3 + k x) / x exp(-k (x - 1)),

with ``q`` per volume of solid, ``x = sqrt(lattice / q)`` the distance of two over the diameter of
one, and ``k`` that diameter over the length at which charge is screened. So the first bind almost
for good, and beads are full well before the lattice is close. Ke and Bpp of MabSelect PrismA go by
pH as in the hybrid model of a protein A column of NIIMBL (proa-hybrid-model). Aggregate is
taken for antibody that binds more strongly. What stands in the pores unbound counts as held.
"""

from __future__ import annotations

import math

from simulator.equipment.downstream.column_binding import LEAST_ROOM, LONGEST, core
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser, log, power
from simulator.numerics.kernel import Floats, kernel

STEEPEST = 300.0
"""The largest exponent that is reckoned with."""
BOND = 39.91
BOND_OF_ACID = -28.543
REPELS = 8.7894
REPELS_OF_ACID = -0.099
"""ln Ke = BOND exp(BOND_OF_ACID h), Bpp = REPELS h^REPELS_OF_ACID, with h in mM of H+."""
REACH = 2.2437658
"""Diameter, 8.975 nm (of 148 kDa), over the length at which charge is screened, 4 nm."""
LATTICE = 2082.1
"""g per L of solid when all touch: 5.91e8 m2/m3, a hexagonal lattice of 148 kDa."""
NEUTRAL = 7.4
FEED = 5.0
"""pH and g/L at which beads that are at equilibrium count as full."""
LN_TEN = 2.302585092994046
TOTAL = 0
REACHES = 1
BPP = 2
SOLID = 3
PORES = 4
MORE = 5
"""Slots of a cell: g of the close lattice, k, Bpp, volume of the solid and of the pores over that
of the liquid, what ln Ke of aggregate is more."""
TRIES = 40
NEAR = 1e-10
"""The part of what there is within which what the beads hold is found."""


@kernel
def repulsion(share: float, repels: float, reach: float) -> float:
    """Return E for a lattice of which so great a share is taken; ``repels`` is Bpp."""
    apart = math.sqrt(1.0 / greater(share, LEAST_ROOM))
    return 0.75 * repels * (3.0 + reach * apart) / apart * exp(-reach * (apart - 1.0))


@kernel
def steepness_of(share: float, repels: float, reach: float) -> float:
    """Return the derivative of E to the logarithm of the share."""
    far = reach * math.sqrt(1.0 / greater(share, LEAST_ROOM))
    return 0.5 * repulsion(share, repels, reach) * (1.0 + far - far / (3.0 + far))


@kernel
def attraction(share: float, bond: float, repels: float, reach: float) -> float:
    """Return q over c*, both per their own volume, at this share of the lattice."""
    pull = bond - repulsion(share, repels, reach)
    return exp(clamp(pull, -STEEPEST, STEEPEST))


@kernel
def full_at(liquid: float, bond: float, repels: float, reach: float) -> float:
    """Return the share of the lattice taken at equilibrium with ``liquid``, a share as well.

    Newton's method in the logarithm, from the close lattice down: the function is convex.
    """
    at = 0.0
    for _ in range(TRIES):
        share = exp(at)
        over = at + repulsion(share, repels, reach) - bond - log(liquid)
        step = over / (1.0 + steepness_of(share, repels, reach))
        at = clamp(at - step, -STEEPEST, 0.0)
        if step < NEAR:
            break
    return exp(at)


@kernel
def loose_at(y: Floats, at: int, bound: float, others: float, bond: float) -> float:
    """Return the product (g) in a cell's liquid at equilibrium with what its beads bind."""
    share = (bound + others) / y[at + TOTAL]
    return bound / (y[at + SOLID] * attraction(share, bond, y[at + BPP], y[at + REACHES]))


@kernel
def settled(
    y: Floats, at: int, total: float, before: float, others: float, pace: float, bond: float
) -> float:
    """Return how much of ``total`` a cell's beads hold after a step that began with ``before``.

    Newton's method in the logarithm of what is free over what would be at equilibrium with what
    is bound, in a bracket that shrinks.

    Args:
        y: the plant's numbers.
        at: the first of these slots.
        total: what there is in the cell, in its liquid and on its beads, above zero.
        before: what the beads held.
        others: what they hold of the other component.
        pace: the step times the rate times the volume of beads over that of liquid.
        bond: ln Ke.
    """
    offer = before + pace * total
    low = 0.0
    high = lesser(offer / (1.0 + pace), total)
    now = clamp(before, 0.001 * high, 0.999 * high)
    free = 0.0
    for _ in range(TRIES):
        free = loose_at(y, at, now, others, bond)
        part = 1.0 + (1.0 + pace) * y[at + PORES] / pace
        left = (offer - (1.0 + pace) * now) / pace
        if left > part * free:
            low = now
        else:
            high = now
        share = (now + others) / y[at + TOTAL]
        slope = 1.0 + steepness_of(share, y[at + BPP], y[at + REACHES]) * now / (now + others)
        then = 0.5 * (low + high)
        if left > 0.0 and free > 0.0:
            fall = slope / now + (1.0 + pace) / (pace * left)
            newton = now + log(left / (part * free)) / fall
            if newton > low and newton < high:
                then = newton
        moved = then - now
        now = then
        if moved < NEAR * total and moved > -NEAR * total:
            break
    return clamp(now + y[at + PORES] * loose_at(y, at, now, others, bond), 0.0, total)


@kernel
def bind_colloidal(
    y: Floats, cells: int, first: int, room: float, pace: float, bonds: int, at: int
) -> None:
    """Let the beads of each cell take and give antibody and aggregate, which share a lattice.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        first: the first of four rows, as :func:`column_binding.bind` has them.
        room: what the beads of one cell hold when they are full.
        pace: as there: below zero the beads fill as a core shrinks.
        bonds: two rows of ``cells`` slots: ln Ke of antibody, then Bpp.
        at: the first of these slots.
    """
    for one in range(2):
        liquid = first + one * cells
        beads = first + (2 + one) * cells
        other = first + (3 - one) * cells
        for i in range(cells):
            before = y[beads + i]
            total = y[liquid + i] + before
            if total > LEAST_ROOM * y[at + TOTAL]:
                others = y[other + i]
                bond = y[bonds + i] + float(one) * y[at + MORE]
                y[at + BPP] = y[bonds + cells + i]
                step = pace
                bound = before - y[at + PORES] * y[liquid + i]
                if pace < 0.0:
                    step = -pace
                    loose = 0.0
                    if bound > 0.0:
                        loose = loose_at(y, at, bound, others, bond)
                    if loose < y[liquid + i]:
                        step *= core((before + others) / room)
                step *= 1.0 + 0.5 * lesser(step, LONGEST)
                if step > 0.0:
                    now = settled(y, at, total, before, others, step, bond)
                    y[beads + i] = now
                    y[liquid + i] = total - now


@kernel
def bond_at(acidity: float, steepness: float) -> float:
    """Return ln Ke at a pH; above pH 11 K falls by a power of ten for each ``1 / steepness``."""
    free = 1000.0 * exp10(-acidity)
    bond = BOND * exp(greater(BOND_OF_ACID * free, -STEEPEST))
    if acidity > 11.0:
        bond -= LN_TEN * steepness * (acidity - 11.0)
    return greater(bond, 0.0)


@kernel
def repels_at(acidity: float) -> float:
    """Return Bpp at a pH."""
    return REPELS * power(1000.0 * exp10(-acidity), REPELS_OF_ACID)


@kernel
def filled_bed(solid: float) -> float:
    """Return g per L of bed that is bound from FEED at NEUTRAL; ``solid``: its part of solid."""
    share = full_at(FEED / LATTICE, bond_at(NEUTRAL, 0.0), repels_at(NEUTRAL), REACH)
    return share * LATTICE * solid


@kernel
def describe(y: Floats, at: int, lattice: float, solid: float, pores: float) -> None:
    """Write what all cells of a bed have in common but for the aggregate."""
    y[at + TOTAL] = lattice
    y[at + REACHES] = REACH
    y[at + SOLID] = solid
    y[at + PORES] = pores
