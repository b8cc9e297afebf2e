"""How proteins and the salt they are exchanged for travel along a bed of ion exchanger.

What a cell holds in all, liquid and beads, moves by what crosses its faces in the liquid; after
each of the two stages of a step (S. Gottlieb and C.-W. Shu, Math. Comput. 67:73, 1998) it is parted
anew. So binding is within the step and not split from it, and a band is no broader for the step.
Faces are those of :mod:`column_faces`.
"""

from __future__ import annotations

from simulator.equipment.downstream.column_faces import stage
from simulator.equipment.downstream.mass_action import (
    FLOW,
    INLET,
    LEFT,
    SALT_FLOW,
    SALT_INLET,
    SALT_LEFT,
    exchange,
    row,
    table,
)
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel


@kernel
def begin_step(y: Floats, cells: int, at: int, kinds: int) -> None:
    """Keep what each cell holds, in all and on its beads."""
    for r in range(kinds + 1):
        liquid = row(at, kinds, cells, r)
        beads = row(at, kinds, cells, kinds + 1 + r)
        start = row(at, kinds, cells, 2 * kinds + 2 + r)
        for i in range(cells):
            y[start + i] = y[liquid + i] + y[beads + i]
    first = row(at, kinds, cells, kinds + 1)
    was = row(at, kinds, cells, 3 * kinds + 3)
    for i in range(kinds * cells):
        y[was + i] = y[first + i]


@kernel
def inlet_of(at: int, kinds: int, which: int) -> int:
    """Return the slot of what comes in of a kind, or of the salt that is counted after them."""
    if which < kinds:
        return table(at, kinds, INLET) + which
    return at + SALT_INLET


@kernel
def left_of(at: int, kinds: int, which: int) -> int:
    """Return the slot of what has left of a kind, or of the salt."""
    if which < kinds:
        return table(at, kinds, LEFT) + which
    return at + SALT_LEFT


@kernel
def flow_of(y: Floats, at: int, kinds: int, which: int) -> float:
    """Return the cell volumes of liquid in a step as a kind, or the salt, sees the bed."""
    if which < kinds:
        return y[at + FLOW]
    return y[at + SALT_FLOW]


@kernel
def shift_first(y: Floats, cells: int, at: int, kinds: int, work: int, shape: int) -> None:
    """Move everything by the faces of the beginning; the liquid's rows then hold all there is."""
    middle = cells // 2
    for r in range(kinds + 1):
        liquid = row(at, kinds, cells, r)
        start = row(at, kinds, cells, 2 * kinds + 2 + r)
        inlet = y[inlet_of(at, kinds, r)]
        past = stage(y, cells, liquid, work, inlet, flow_of(y, at, kinds, r), shape)
        for i in range(cells):
            y[liquid + i] = greater(y[start + i] + (y[work + i] - y[work + i + 1]), 0.0)
        y[liquid + middle] += past
        y[left_of(at, kinds, r)] += 0.5 * y[work + cells]


@kernel
def shift_second(y: Floats, cells: int, at: int, kinds: int, work: int, shape: int) -> None:
    """Take the mean of the beginning and of what a second step from the first one gives."""
    middle = cells // 2
    for r in range(kinds + 1):
        liquid = row(at, kinds, cells, r)
        beads = row(at, kinds, cells, kinds + 1 + r)
        start = row(at, kinds, cells, 2 * kinds + 2 + r)
        inlet = y[inlet_of(at, kinds, r)]
        past = stage(y, cells, liquid, work, inlet, flow_of(y, at, kinds, r), shape)
        for i in range(cells):
            moved = y[liquid + i] + y[beads + i] + (y[work + i] - y[work + i + 1])
            y[liquid + i] = greater(0.5 * (y[start + i] + moved), 0.0)
        y[liquid + middle] += 0.5 * past
        y[left_of(at, kinds, r)] += 0.5 * y[work + cells]


@kernel
def advance(y: Floats, cells: int, at: int, kinds: int, work: int, shape: int) -> None:
    """Let FLOW cell volumes come in; what leaves is added to LEFT.

    Args:
        y: the plant's numbers.
        cells: how many cells the bed has.
        at: a block as :mod:`mass_action` has it.
        kinds: how many proteins compete.
        work: the first of ``cells + 1`` slots that are free to be written.
        shape: the slots that tell the shape of the bed, as ``column_transport.travel`` has them.
    """
    begin_step(y, cells, at, kinds)
    shift_first(y, cells, at, kinds, work, shape)
    exchange(y, cells, at, kinds)
    shift_second(y, cells, at, kinds, work, shape)
    exchange(y, cells, at, kinds)
