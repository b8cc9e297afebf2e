"""Utilities that units of the plant make: which actuators use them, and what the unit is told.

A unit that has to tell what comes in from what leaves at the same time is told what lines draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simulator.control import actuator
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.quantity import parse_quantity
from simulator.plant.blocks import Blocks
from simulator.plant.design import Design, UtilitySpec
from simulator.plant.unit_steps import DRAWN as DRAWN_SLOT
from simulator.plant.unit_steps import FIRST_OUT, OUTS

ASKED = "demand"
"""The input by which a unit is told what is asked of it."""
UNPIPED = "unpiped demand"
"""The input by which some are told what of it no line brings to who asks."""
DRAWN = "drawn flow"
"""The output in which some are told what all lines out of them draw."""
THERE = "available"
"""The output by which it says what part of that it gives."""
FACTOR = Field("factor", "", 1.0, 0.0, 1e12, "definition", "parameter")


class Place(Protocol):
    """Where a component lies: its first slots of ``y`` and of ``p``."""

    @property
    def y(self) -> int:
        """Its first slot of ``y``."""

    @property
    def p(self) -> int:
        """Its first slot of ``p``."""

    @property
    def row(self) -> int:
        """Its row of ``k``."""


def demand_unit(kind: str) -> str | None:
    """Return the unit of measure of what a kind of unit is asked for; None if it makes nothing."""
    fields = {field.name: field for field in CATALOGUE[kind].states}
    asked = fields.get(ASKED)
    if asked is None or asked.role != "input" or THERE not in fields:
        return None
    return asked.unit


def supply_rows(
    design: Design, blocks: Blocks, places: Mapping[tuple[str, str], Place]
) -> dict[str, list[int]]:
    """Lay out who uses each utility that a unit makes; return the rows of all utilities."""
    return {spec.tag: _row(design, spec, blocks, places) for spec in design.utilities}


def list_outs(design: Design, blocks: Blocks, places: Mapping[tuple[str, str], Place]) -> None:
    """Lay out the lines out of each unit that is told what they draw; its row is laid out."""
    for spec in design.units:
        told = blocks.index.get(f"{spec.tag}.{DRAWN}")
        if told is None:
            continue
        flows = [
            blocks.index[f"{line.tag}.flow"] for line in design.lines if line.source == spec.tag
        ]
        row = places["unit", spec.tag].row
        words = (told, blocks.row(flows), len(flows))
        for place, word in zip((DRAWN_SLOT, FIRST_OUT, OUTS), words, strict=True):
            blocks.k[row + place] = word


def _row(
    design: Design, spec: UtilitySpec, blocks: Blocks, places: Mapping[tuple[str, str], Place]
) -> list[int]:
    place = places["utility", spec.tag]
    own = [place.y, place.p]
    if spec.made_by is None:
        return [*own, -1, -1, 0, 0, -1, -1, 0]
    kind = next(unit.kind for unit in design.units if unit.tag == spec.made_by)
    wanted = demand_unit(kind) or ""
    users: list[int] = []
    piped = {f"{line.tag}.flow demand" for line in design.lines if line.source == spec.made_by}
    using = [one for one in design.actuators if one.supply == spec.tag]
    unpiped = [one for one in using if one.moves not in piped]
    for one in (*unpiped, *(one for one in using if one.moves in piped)):
        at = places["actuator", one.tag]
        scale = _factor(blocks, blocks.fields[one.moves].unit, wanted)
        ends = (at.y + actuator.POSITION, at.y + actuator.BLOCKED, at.p + actuator.CAPACITY)
        users += [*ends, at.p + actuator.OFFSET, scale]
    first = blocks.row(users)
    told = [blocks.index[f"{spec.made_by}.{name}"] for name in (THERE, ASKED)]
    beside = blocks.index.get(f"{spec.made_by}.{UNPIPED}", -1)
    factor = _factor(blocks, spec.unit, wanted)
    return [*own, *told, first, len(using), factor, beside, len(unpiped)]


def _factor(blocks: Blocks, unit: str, wanted: str) -> int:
    """Return the slot of ``p`` with what one ``unit`` is in the unit that is wanted."""
    return blocks.parameters((FACTOR,), {"factor": parse_quantity(f"1 {unit}", wanted)})
