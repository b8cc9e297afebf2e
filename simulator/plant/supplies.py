"""Utilities that units of the plant make: which actuators use them, and what the unit is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simulator.control import actuator
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.field import Field
from simulator.language.quantity import parse_quantity
from simulator.plant.blocks import Blocks
from simulator.plant.design import Design, UtilitySpec

ASKED = "demand"
"""The input by which a unit is told what is asked of it."""
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


def _row(
    design: Design, spec: UtilitySpec, blocks: Blocks, places: Mapping[tuple[str, str], Place]
) -> list[int]:
    place = places["utility", spec.tag]
    own = [place.y, place.p]
    if spec.made_by is None:
        return [*own, -1, -1, 0, 0, -1]
    kind = next(unit.kind for unit in design.units if unit.tag == spec.made_by)
    wanted = demand_unit(kind) or ""
    users: list[int] = []
    using = [one for one in design.actuators if one.supply == spec.tag]
    for one in using:
        at = places["actuator", one.tag]
        scale = _factor(blocks, blocks.fields[one.moves].unit, wanted)
        ends = (at.y + actuator.POSITION, at.y + actuator.BLOCKED, at.p + actuator.CAPACITY)
        users += [*ends, at.p + actuator.OFFSET, scale]
    first = blocks.row(users)
    told = [blocks.index[f"{spec.made_by}.{name}"] for name in (THERE, ASKED)]
    return [*own, *told, first, len(using), _factor(blocks, spec.unit, wanted)]


def _factor(blocks: Blocks, unit: str, wanted: str) -> int:
    """Return the slot of ``p`` with what one ``unit`` is in the unit that is wanted."""
    return blocks.parameters((FACTOR,), {"factor": parse_quantity(f"1 {unit}", wanted)})
