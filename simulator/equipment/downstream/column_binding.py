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
LONGEST = 50.0
"""Half of the largest x that :func:`lengthened` reckons with: such a step ends at equilibrium."""
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
def lengthened(pace: float, before: float, room: float, loose: float) -> float:
    """Return a step of :func:`held` made longer, so that it ends where a step of all orders would.

    An implicit step falls short: a difference to equilibrium that decays by ``x`` per step is
    left at 1 / (1 + x). This one leaves ``1 / (1 + x (1 + x/2 + x^2/4 + x^3/8))``, which to third
    order is the ``(1 - x/2) / (1 + x/2)`` by which a column whose liquid moves between its steps
    of binding spreads a peak as one does that knows no steps; and it is never below zero.
    """
    gap = greater(room - before, LEAST_ROOM * room)
    half = lesser(0.5 * pace * (1.0 + loose * room / (gap * gap)), LONGEST)
    return pace * (1.0 + half * (1.0 + half * (1.0 + half)))


@kernel
def held(total: float, before: float, room: float, loose: float, pace: float) -> float:
    """Return how much of ``total`` a cell's beads hold after a step that began with ``before``.

    Args:
        total: what there is in the cell, in its liquid and on its beads.
        before: what the beads held.
        room: the capacity of the cell's beads for this component, above zero.
        loose: what the cell's liquid holds when the beads are half full: its volume over K.
        pace: the step times the rate times the volume of beads over that of liquid.
    """
    offer = before + pace * total
    most = (1.0 + pace) * room
    weak = pace * loose
    over = most - offer
    root = math.sqrt(over * over + weak * (2.0 * (most + offer) + weak))
    found = 2.0 * offer * room / (most + offer + weak + root)
    return greater(lesser(found, total), 0.0)


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
    y: Floats, cells: int, first: int, room: float, pace: float, loose: int, volume: float
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
        loose: two rows of ``cells`` slots: the concentration, 1 / K, of each component in each
            cell at which the beads are half full.
        volume: of the liquid in one cell.
    """
    least = LEAST_ROOM * room
    for one in range(2):
        liquid = first + one * cells
        beads = first + (2 + one) * cells
        others = first + (3 - one) * cells
        own = loose + one * cells
        if pace < 0.0:
            for i in range(cells):
                left = greater(room - y[others + i], least)
                before = y[beads + i]
                weak = volume * y[own + i]
                step = -pace
                if y[liquid + i] * (left - before) > before * weak:
                    step *= core((before + y[others + i]) / room)
                total = y[liquid + i] + before
                now = held(total, before, left, weak, lengthened(step, before, left, weak))
                y[beads + i] = now
                y[liquid + i] = total - now
        else:
            for i in range(cells):
                left = greater(room - y[others + i], least)
                before = y[beads + i]
                weak = volume * y[own + i]
                total = y[liquid + i] + before
                now = held(total, before, left, weak, lengthened(pace, before, left, weak))
                y[beads + i] = now
                y[liquid + i] = total - now
