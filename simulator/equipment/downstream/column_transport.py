"""How a component travels along a packed bed: finite volumes with a limiter, one stage a step.

The bed is cut into equal cells. A cell holds an amount of each component in its liquid; what
crosses a face in a step is a share of what the cells beside it hold, so nothing is made or lost.
What crosses is what stood, at the beginning, before the face as far as the liquid goes in the
step: to third order in place and time at once (B. P. Leonard, Comput. Methods Appl. Mech. Eng.
19:59, 1979), held by his universal limiter, so that no cell goes below zero and no new peak arises
(88:17, 1991). Dispersion is within the same step, of second order. The bed ends as P. V. Danckwerts
has it (Chem. Eng. Sci. 2:1, 1953): what comes in is carried in, and nothing spreads back out.
"""

from __future__ import annotations

from simulator.numerics.exact import clamp, greater, lesser, magnitude
from simulator.numerics.kernel import Floats, kernel

MOST_STEPS = 24
"""Sub-steps of one scan; a flow that needs more is taken in one implicit step of first order."""
ANY = -1e300
"""The floor of a component that may be below zero: charge."""

DISPERSION = 0
CHANNELS = 1
FLOOR = 2
SHAPE = 3
"""Slots that tell the shape of the bed to :func:`travel`."""


@kernel
def cross_once(
    y: Floats, cells: int, at: int, faces: int, inlet: float, flow: float, share: float
) -> None:
    """Write what crosses each face in one step, by the current and by dispersion.

    A face holds what its cell does and ``more``: a third-order share of the differences to the
    cells beside it, not beyond the next cell nor so much that its own would go below zero. The
    last face goes on as the last two cells do.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        at: the first of the amounts in the cells.
        faces: the first of one more slot.
        inlet: what a cell would hold of the liquid that comes in.
        flow: cell volumes of liquid in this step, above zero.
        share: part of a difference between cells that dispersion evens out in this step;
            ``flow + 2 * share`` is at most 1.
    """
    forth = (2.0 - flow) * (1.0 - flow) / 6.0 + share
    back = (1.0 - flow * flow) / 6.0 - share
    stays = greater(1.0 - flow - share, 0.0) / flow
    comes = share / flow
    y[faces] = flow * inlet
    here = y[at]
    behind = here - inlet
    for i in range(cells - 1):
        next_one = y[at + i + 1]
        ahead = next_one - here
        more = forth * ahead + back * behind
        limit = stays * behind + comes * ahead
        rise = greater(lesser(lesser(more, ahead), limit), 0.0)
        fall = lesser(greater(greater(more, ahead), limit), 0.0)
        y[faces + i + 1] = flow * (here + (rise + fall)) - share * ahead
        here = next_one
        behind = ahead
    size = magnitude(here)
    more = clamp(lesser(0.5 - 0.5 * flow, stays) * behind, -size, size)
    y[faces + cells] = flow * (here + more)


@kernel
def bypass(y: Floats, cells: int, faces: int, share: float) -> float:
    """Let a share of what comes in run past the first half of the bed, in channels.

    Over the faces of that half goes so much less. Returns what so comes into the middle cell.
    """
    past = share * y[faces]
    for i in range(cells // 2 + 1):
        y[faces + i] *= 1.0 - share
    return past


@kernel
def steps_of(flow: float, share: float) -> int:
    """Return in how many parts a step is to be taken so that no cell can go below zero, or 0."""
    need = flow + 2.0 * share
    if need <= 1.0:
        return 1
    if need < float(MOST_STEPS):
        return int(need) + 1
    return 0


@kernel
def rush(y: Floats, cells: int, at: int, inlet: float, flow: float) -> float:
    """Move one component for one step of far too much flow; return how much of it leaves.

    Each cell is mixed with all that runs through it: an implicit step, broad but never wrong in
    amount.
    """
    carried = flow * inlet
    for i in range(cells):
        held = y[at + i] + carried
        y[at + i] = held / (1.0 + flow)
        carried = held - y[at + i]
    return carried


@kernel
def travel(
    y: Floats, cells: int, at: int, work: int, inlet: float, flow: float, shape: int
) -> float:
    """Move one component along its bed for one step; return how much of it leaves.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        at: the first of the amounts in the cells.
        work: the first of ``cells + 1`` slots that are free to be written.
        inlet: what a cell would hold of the liquid that comes in.
        flow: cell volumes of liquid in this step.
        shape: the first of SHAPE slots: dispersion, as half the height of a plate in cells; the
            share that runs in channels; the least that a cell may hold, against rounding.
    """
    floor = y[shape + FLOOR]
    parts = steps_of(flow, flow * y[shape + DISPERSION])
    if parts == 0:
        return rush(y, cells, at, inlet, flow)
    if flow <= 0.0:
        return 0.0
    part = flow / float(parts)
    left = 0.0
    for _ in range(parts):
        cross_once(y, cells, at, work, inlet, part, part * y[shape + DISPERSION])
        past = 0.0
        if y[shape + CHANNELS] > 0.0:
            past = bypass(y, cells, work, y[shape + CHANNELS])
        for i in range(cells):
            y[at + i] = greater(y[at + i] + (y[work + i] - y[work + i + 1]), floor)
        y[at + cells // 2] += past
        left += y[work + cells]
    return left
