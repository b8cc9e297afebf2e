"""What crosses the faces of a bed in one of two stages, where binding is within the step.

The value at a face is the third-order one of B. Koren, held by his limiter so that no cell goes
below zero (in C. B. Vreugdenhil and B. Koren eds., Numerical Methods for Advection-Diffusion
Problems, 1993, p. 117). It knows nothing of the step, so it serves what beads hold back while it
travels; :mod:`column_transport` takes liquid alone.
"""

from __future__ import annotations

from simulator.equipment.downstream.column_transport import (
    CHANNELS,
    DISPERSION,
    MOST_STEPS,
    bypass,
)
from simulator.numerics.exact import clamp, greater, lesser, magnitude
from simulator.numerics.kernel import Floats, kernel


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
