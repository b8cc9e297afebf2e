"""Transfer panels and shared lines: what led over them before goes along, until they are cleaned.

A panel holds a little of the liquid that was led over it last. Microbes in it go with the next
liquid, and some stay in gaskets and bends even then. So a contaminated lot spoils what shares a
panel or a line with it, and the genealogy of lots says from where that came.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

from simulator.equipment.inventory import VOLUME
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.plant.cell import Cell
from simulator.plant.design import LineSpec

MICROBES = ("bioburden", "contaminant")
"""What spreads: the names of amounts in units; a unit that has none of them takes none up."""
STAYS = 0.1
"""The part of what was in a panel that the next liquid does not wash out: engineering fit."""
_LEAST = 0.001
"""Litres in a vessel below which its last liquid is told by nothing."""


class Panels:
    """What is left in the panels of a cell: of each sort of microbe, the amount in a litre."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.specs = {spec.tag: spec for spec in cell.design.floor.panels}
        self._left: dict[str, list[float]] = {tag: [0.0] * len(MICROBES) for tag in self.specs}
        self._of = {
            line.tag: tuple(tag for tag, spec in self.specs.items() if line.tag in spec.lines)
            for line in cell.design.lines
        }

    def of(self, line: str) -> tuple[str, ...]:
        """Return the panels that a line leads over."""
        return self._of[line]

    def led(self, spec: LineSpec) -> None:
        """Take up that a line led liquid over its panels since this was asked last."""
        for tag in self._of[spec.tag]:
            left, holds = self._left[tag], self.specs[tag].holds
            for place, microbe in enumerate(MICROBES):
                here = self._density(spec.source, microbe)
                there = self._cell.image.index.get(f"{spec.sink}.{microbe}")
                if there is not None and left[place] > here:
                    self._cell.y[there] += (left[place] - here) * holds
                stays = STAYS * left[place]
                left[place] = here if here > stays else stays

    def _density(self, unit: str, microbe: str) -> float:
        """Return how much of a microbe is in a litre of what a unit holds."""
        slot = self._cell.image.index.get(f"{unit}.{microbe}")
        volume = self._cell.y[self._cell.base("unit", unit) + VOLUME]
        return 0.0 if slot is None or volume < _LEAST else self._cell.y[slot] / volume

    def cleaned(self, tag: str) -> None:
        """Take up that a panel was cleaned."""
        if tag in self._left:
            self._left[tag] = [0.0] * len(MICROBES)

    def state(self) -> dict[str, list[float]]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {tag: list(left) for tag, left in self._left.items()}

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        good = isinstance(state, dict) and sorted(state) == sorted(self.specs)
        if good and all(map(_amounts, state.values())):
            self._left = {tag: list(state[tag]) for tag in self.specs}
            return
        message = text("the labels in this checkpoint cannot be used")
        raise Refusal(Problem("bad-checkpoint", message, "run again from the beginning of the log"))


def _amounts(left: Any) -> bool:
    """Return whether this is an amount of each sort of microbe."""
    if not isinstance(left, list) or len(left) != len(MICROBES):
        return False
    return all(type(one) is float and isfinite(one) and one >= 0.0 for one in left)
