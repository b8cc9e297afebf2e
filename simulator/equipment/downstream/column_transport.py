"""How a component travels along a packed bed: finite volumes with a limiter, two stages a step.

The bed is cut into equal cells. A cell holds an amount of each component in its liquid; what
crosses a face in a step is a share of what the cells beside it hold, so nothing is made or lost.
The value at a face is the third-order one of B. Koren, held by his limiter so that no cell goes
below zero (in C. B. Vreugdenhil and B. Koren eds., Numerical Methods for Advection-Diffusion
Problems, 1993, p. 117), the step is the two-stage one of S. Gottlieb and C.-W. Shu (Math. Comput.
67:73, 1998). The bed ends as P. V. Danckwerts has it (Chem. Eng. Sci. 2:1, 1953): what comes in
is carried in, and nothing spreads back out.
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
def steeper(behind: float, ahead: float) -> float:
    """Return what a face holds above its cell, from the differences to the cells beside it."""
    if behind > 0.0 and ahead > 0.0:
        return 0.5 * lesser(lesser(2.0 * ahead, (behind + 2.0 * ahead) / 3.0), 2.0 * behind)
    if behind < 0.0 and ahead < 0.0:
        return 0.5 * greater(greater(2.0 * ahead, (behind + 2.0 * ahead) / 3.0), 2.0 * behind)
    return 0.0


@kernel
def cross(y: Floats, cells: int, at: int, faces: int, inlet: float, flow: float) -> None:
    """Write what the current carries over each face: ``flow`` is cell volumes in this step.

    The last face goes on as the last two cells do.

    ``at`` is the first of ``cells`` amounts, ``faces`` of one more slot; ``inlet`` is what a cell
    would hold of the liquid that comes in.
    """
    y[faces] = flow * inlet
    before = inlet
    here = y[at]
    for i in range(cells - 1):
        ahead = y[at + i + 1]
        y[faces + i + 1] = flow * (here + steeper(here - before, ahead - here))
        before = here
        here = ahead
    most = 0.5 * magnitude(here)
    y[faces + cells] = flow * (here + clamp(0.5 * (here - before), -most, most))


@kernel
def spread(y: Floats, cells: int, at: int, faces: int, share: float) -> None:
    """Add what dispersion carries over the faces within the bed: ``share`` of the difference."""
    here = y[at]
    for i in range(cells - 1):
        ahead = y[at + i + 1]
        y[faces + i + 1] += share * (here - ahead)
        here = ahead


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
def stage(
    y: Floats, cells: int, at: int, faces: int, inlet: float, flow: float, shape: int
) -> float:
    """Write what crosses each face by current and by dispersion; return what bypasses them."""
    cross(y, cells, at, faces, inlet, flow)
    spread(y, cells, at, faces, flow * y[shape + DISPERSION])
    if y[shape + CHANNELS] > 0.0:
        return bypass(y, cells, faces, y[shape + CHANNELS])
    return 0.0


@kernel
def steps_of(flow: float, share: float) -> int:
    """Return in how many parts a step is to be taken so that no cell can go below zero, or 0.

    A face gives at most twice what its cell holds, and dispersion takes on both sides.
    """
    need = 2.0 * flow + 2.0 * share
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
def settle_cells(y: Floats, cells: int, at: int, work: int, floor: float) -> None:
    """Take the mean of the beginning and of the second stage, as the two-stage step has it."""
    faces = work + cells
    for i in range(cells):
        moved = y[work + i] + (y[faces + i] - y[faces + i + 1])
        y[at + i] = greater(0.5 * (y[at + i] + moved), floor)


@kernel
def travel(
    y: Floats, cells: int, at: int, work: int, inlet: float, flow: float, shape: int
) -> float:
    """Move one component along its bed for one step; return how much of it leaves.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        at: the first of the amounts in the cells.
        work: the first of ``2 * cells + 1`` slots that are free to be written.
        inlet: what a cell would hold of the liquid that comes in.
        flow: cell volumes of liquid in this step.
        shape: the first of SHAPE slots: dispersion, as half the height of a plate in cells; the
            share that runs in channels; the least that a cell may hold, against rounding.
    """
    faces = work + cells
    middle = cells // 2
    floor = y[shape + FLOOR]
    parts = steps_of(flow, flow * y[shape + DISPERSION])
    if parts == 0:
        return rush(y, cells, at, inlet, flow)
    part = flow / float(parts)
    left = 0.0
    for _ in range(parts):
        past = stage(y, cells, at, faces, inlet, part, shape)
        for i in range(cells):
            y[work + i] = greater(y[at + i] + (y[faces + i] - y[faces + i + 1]), floor)
        y[work + middle] += past
        left += 0.5 * y[faces + cells]
        past = stage(y, cells, work, faces, inlet, part, shape)
        settle_cells(y, cells, at, work, floor)
        y[at + middle] += 0.5 * past
        left += 0.5 * y[faces + cells]
    return left
