"""Transfer panels and shared lines: what led over them before goes along, until they are cleaned.

A panel holds a little of the liquid that was led over it last. Microbes in it go with the next
liquid, and some stay in gaskets and bends even then. So a contaminated lot spoils what shares a
panel or a line with it, and the genealogy of lots says from where that came.
"""

from __future__ import annotations

from collections.abc import Mapping
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
"""Litres in a vessel below which it tells nothing of the liquid that was in it."""


class Panels:
    """What is left in the panels of a cell: of each sort of microbe, the amount in a litre.

    What was in a vessel when it was looked at last is kept: of one that ran dry, that went last.
    """

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.specs = {spec.tag: spec for spec in cell.design.floor.panels}
        self._left: dict[str, list[float]] = {tag: [0.0] * len(MICROBES) for tag in self.specs}
        self._of = {
            line.tag: tuple(tag for tag, spec in self.specs.items() if line.tag in spec.lines)
            for line in cell.design.lines
        }
        sources = (line.source for line in cell.design.lines if self._of[line.tag])
        self._seen: dict[str, list[float]] = {
            unit: [0.0] * len(MICROBES) for unit in dict.fromkeys(sources)
        }
        self.look()

    def look(self) -> None:
        """Look at what is in the vessels that lead over panels, while there is something."""
        for unit in self._seen:
            volume = self._cell.y[self._cell.base("unit", unit) + VOLUME]
            if volume >= _LEAST:
                self._seen[unit] = [self._amount(unit, one) / volume for one in MICROBES]

    def _amount(self, unit: str, microbe: str) -> float:
        slot = self._cell.image.index.get(f"{unit}.{microbe}")
        return 0.0 if slot is None else self._cell.y[slot]

    def of(self, line: str) -> tuple[str, ...]:
        """Return the panels that a line leads over."""
        return self._of[line]

    def led(self, spec: LineSpec) -> None:
        """Take up that a line led liquid over its panels since this was asked last."""
        if not self._of[spec.tag]:
            return
        self.look()
        for tag in self._of[spec.tag]:
            left, holds = self._left[tag], self.specs[tag].holds
            for place, microbe in enumerate(MICROBES):
                here = self._seen[spec.source][place]
                there = self._cell.image.index.get(f"{spec.sink}.{microbe}")
                if there is not None and left[place] > here:
                    self._cell.y[there] += (left[place] - here) * holds
                stays = STAYS * left[place]
                left[place] = here if here > stays else stays

    def cleaned(self, tag: str) -> None:
        """Take up that a panel, or a vessel that leads over one, was cleaned."""
        for kept in (self._left, self._seen):
            if tag in kept:
                kept[tag] = [0.0] * len(MICROBES)

    def state(self) -> dict[str, dict[str, list[float]]]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {
            "left": {tag: list(left) for tag, left in self._left.items()},
            "seen": {unit: list(seen) for unit, seen in self._seen.items()},
        }

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        parts = state if isinstance(state, dict) else {}
        left, seen = parts.get("left", {}), parts.get("seen", {})
        if _of_each(left, self._left) and _of_each(seen, self._seen):
            self._left = {tag: list(left[tag]) for tag in self._left}
            self._seen = {unit: list(seen[unit]) for unit in self._seen}
            return
        message = text("the labels in this checkpoint cannot be used")
        hint = text("run again from the beginning of the log")
        raise Refusal(Problem("bad-checkpoint", message, hint))


def _of_each(state: Any, known: Mapping[str, Any]) -> bool:
    """Return whether this tells amounts of each of these, and of nothing else."""
    good = isinstance(state, dict) and sorted(state) == sorted(known)
    return good and all(map(_amounts, state.values()))


def _amounts(left: Any) -> bool:
    """Return whether this is an amount of each sort of microbe."""
    if not isinstance(left, list) or len(left) != len(MICROBES):
        return False
    return all(type(one) is float and isfinite(one) and one >= 0.0 for one in left)
