"""The first moment of a plant: what instruments show before anything has moved.

What a unit holds at the beginning is given; what flows is not, and a flow meter that showed nothing
beside an open valve would raise an alarm that means nothing. So actuators act where they stand, and
a copy of the plant is let go for a moment too short to change what is held. What flows there, and
what follows from it, is what there is to measure.
"""

from __future__ import annotations

from collections.abc import MutableSequence

from simulator.equipment import line
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.plant import scan
from simulator.plant.cell import Cell

GLANCE_S = 0.001
"""How long the copy is let go for at a time."""
GLANCES = 3
"""A device shows what passed it a moment ago, and what it feeds, a moment after."""


def begin(cell: Cell) -> None:
    """Let utilities supply, actuators act, and instruments read what then flows.

    So a screen shows values, and no condition sees noughts, before the first scan. States stay as
    they were given; only outputs are taken from the copy. What seeds cannot alter, which is all but
    what instruments read, is found once for all plants of an image.
    """
    if cell.image.begun is None:
        _let_flow(cell)
        cell.image.begun = cell.copied()
    cell.y[:] = cell.image.begun
    scan.read_all(cell.y, cell.p, cell.k)


def _let_flow(cell: Cell) -> None:
    """Let utilities supply and actuators act, and take the outputs of what then flows."""
    scan.energise(cell.y, cell.p, cell.k)
    ahead = cell.copied()
    for _ in range(GLANCES):
        scan.supply_plant(ahead, cell.p, cell.k, GLANCE_S)
        scan.move_plant(ahead, cell.p, cell.k, GLANCE_S, 0)
    for unit in cell.design.units:
        _take_outputs(cell, ahead, cell.base("unit", unit.tag), CATALOGUE[unit.kind].states)
    for spec in cell.design.lines:
        _take_outputs(cell, ahead, cell.base("line", spec.tag), line.STATES)


def _take_outputs(
    cell: Cell, ahead: MutableSequence[float], base: int, fields: tuple[Field, ...]
) -> None:
    """Take the outputs of the block at ``base`` from where the copy is."""
    for place, field in enumerate(fields, base):
        if field.role == "output":
            cell.y[place] = ahead[place]
