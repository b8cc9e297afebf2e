"""How a component is held by the beads of a packed bed, cell by cell.

What a bead holds follows the liquid around it with a lag. The liquid-film form of the linear
driving force is used (E. Glueckauf, Trans. Faraday Soc. 51:1540, 1955),

    dq/dt = rate (c - c*),    c* = q / (K (capacity - q)),

with the isotherm of I. Langmuir (J. Am. Chem. Soc. 40:1361, 1918) and the rate
``15 e_p D / r_p^2`` of pore diffusion. For an isotherm that is nearly rectangular the exact limit
is a core that shrinks: :func:`core` is then the factor on the rate, so that the front keeps the
shape of K. R. Hall, L. C. Eagleton, A. Acrivos and T. Vermeulen (Ind. Eng. Chem. Fundam. 5:212,
1966). The implicit step is a quadratic with one admissible root, at any rate and any step.
"""

from __future__ import annotations

import math

from simulator.numerics.exact import clamp, exp10, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

LEAST_ROOM = 1e-12
"""The part of the capacity below which none is left."""
EARLIEST = 1e-3
"""The filling below which the shell that has filled is taken to be no thinner."""


@kernel
def core(filled: float) -> float:
    """Return the rate of a shrinking core over that of the linear driving force.

    ``filled`` is the share of the bead that is full; the shell around the core resists more the
    thicker it is. Very early, when there is hardly a shell, it is held at 300.
    """
    part = clamp(filled, EARLIEST, 1.0)
    empty = power(1.0 - part, 1.0 / 3.0)
    if empty <= 0.0:
        return 0.0
    return 0.2 * empty / (1.0 - empty)


@kernel
def held(total: float, before: float, room: float, strength: float, pace: float) -> float:
    """Return how much of ``total`` a cell's beads hold after a step that began with ``before``.

    Args:
        total: what there is in the cell, in its liquid and on its beads.
        before: what the beads held.
        room: the capacity of the cell's beads for this component.
        strength: K over the volume of the cell's liquid.
        pace: the step times the rate times the volume of beads over that of liquid.
    """
    there = greater(total, 0.0)
    lead = 1.0 + pace
    offer = before + pace * there
    middle = strength * lead * room + strength * offer + pace
    under = middle * middle - 4.0 * strength * strength * lead * offer * room
    bottom = middle + math.sqrt(greater(under, 0.0))
    found = before
    if bottom > 0.0:
        found = 2.0 * strength * offer * room / bottom
    if room <= 0.0:
        found = 0.0
    return greater(lesser(found, there), 0.0)


@kernel
def strength_at(strength: float, acidity: float, steepness: float, bends: float) -> float:
    """Return the strength of binding at a pH: whole above the bend, falling tenfold per 1/n below.

    Engineering fit: ``log10 K`` falls by ``steepness`` for each unit of pH below ``bends``. It
    falls as fast above pH 11, where caustic unfolds the ligand.
    """
    if acidity < bends:
        return strength * exp10(-steepness * (bends - acidity))
    if acidity > 11.0:
        return strength * exp10(-steepness * (acidity - 11.0))
    return strength


@kernel
def salted(salt: float, half: float) -> float:
    """Return the part of the strength of binding that is left at so much salt (mM).

    Strands of nucleic acid pair in salt alone: half of it at ``half``, by the fourth power below
    (engineering fit: a bed that is loaded at 250 mM lets go below 50 mM). A ``half`` of 0 is a
    ligand that salt is nothing to.
    """
    if half <= 0.0:
        return 1.0
    ratio = clamp(salt / half, 0.0, 1e6)
    fourth = ratio * ratio * ratio * ratio
    return fourth / (1.0 + fourth)


@kernel
def bind(
    y: Floats, cells: int, first: int, room: float, pace: float, strengths: int, volume: float
) -> None:
    """Let the beads of each cell take and give two components that share one capacity.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        first: the first of four rows of ``cells`` slots each: both components in the liquid, then
            both on the beads.
        room: the capacity of one cell, above zero.
        pace: the step times the rate times the volume of beads over that of liquid; below zero
            the beads fill as a core shrinks (they empty without one).
        strengths: two rows of ``cells`` slots: K of each component in each cell.
        volume: of the liquid in one cell.
    """
    for one in range(2):
        liquid = first + one * cells
        beads = first + (2 + one) * cells
        others = first + (3 - one) * cells
        own = strengths + one * cells
        if pace < 0.0:
            for i in range(cells):
                left = greater(room - y[others + i], LEAST_ROOM * room)
                strength = y[own + i] / volume
                step = -pace
                if y[liquid + i] * strength * (left - y[beads + i]) > y[beads + i]:
                    step *= core((y[beads + i] + y[others + i]) / room)
                total = y[liquid + i] + y[beads + i]
                y[beads + i] = held(total, y[beads + i], left, strength, step)
                y[liquid + i] = total - y[beads + i]
        else:
            for i in range(cells):
                left = greater(room - y[others + i], LEAST_ROOM * room)
                total = y[liquid + i] + y[beads + i]
                now = held(total, y[beads + i], left, y[own + i] / volume, pace)
                y[beads + i] = now
                y[liquid + i] = total - now
