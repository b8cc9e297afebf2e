"""Transfer panels and shared lines: what led over them before goes along, until they are cleaned.

A panel holds a little of the liquid that was led over it last. Microbes in it go with the next
liquid, and some stay in gaskets and bends even then, and come loose over many litres. So a
contaminated lot spoils what shares a panel or a line with it, and the genealogy of lots says from
where that came. What has come loose depends on the litres, not on how often somebody looked; and
what a panel takes up does not reach the end of the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from simulator.equipment.inventory import VOLUME
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.numerics.exact import exp
from simulator.plant.cell import Cell
from simulator.plant.design import LineSpec

MICROBES = ("bioburden", "contaminant")
"""What spreads: the names of amounts in units; a unit that has none of them takes none up."""
STAYS = 0.1
"""The part of a panel's liquid that stands in gaskets and bends: engineering fit."""
SLOWLY = 100.0
"""The volumes of a panel that change two thirds of what stands there: engineering fit."""
MOST = 600.0
"""Volumes after which nothing is left of what was there."""
_LEAST = 0.001
"""Litres in a vessel below which it tells nothing of the liquid that was in it."""


class Panels:
    """What is left in the panels of a cell: of each sort of microbe, the amount in a litre.

    ``left`` is that in the middle of a panel, which a volume of its own washes out, and ``held``
    that in its gaskets and bends. What was in a vessel when it was looked at last is kept: of one
    that ran dry, that went last.
    """

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.specs = {spec.tag: spec for spec in cell.design.floor.panels}
        self._left: dict[str, list[float]] = {tag: [0.0] * len(MICROBES) for tag in self.specs}
        self._held: dict[str, list[float]] = {tag: [0.0] * len(MICROBES) for tag in self.specs}
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

    def led(self, spec: LineSpec, litres: float) -> None:
        """Take up that a line led so many litres over its panels since this was told last."""
        if not self._of[spec.tag]:
            return
        self.look()
        for tag in self._of[spec.tag]:
            holds = self.specs[tag].holds
            volumes = litres / holds if holds > 0.0 else MOST
            for place, microbe in enumerate(MICROBES):
                here = self._seen[spec.source][place]
                loose = (1.0 - STAYS) * _washed(self._left[tag], place, here, volumes)
                loose += STAYS * _washed(self._held[tag], place, here, volumes / SLOWLY)
                self._bring(spec.sink, microbe, loose * holds)

    def _bring(self, sink: str | None, microbe: str, amount: float) -> None:
        """Let so much come out of a panel at the end of a line; below 0 it stayed in the panel.

        A vessel that has handed on what came meanwhile gives back what it has.
        """
        there = self._cell.image.index.get(f"{sink}.{microbe}")
        if there is not None:
            after = self._cell.y[there] + amount
            self._cell.y[there] = after if after > 0.0 else 0.0

    def cleaned(self, tag: str) -> None:
        """Take up that a panel, or a vessel that leads over one, was cleaned."""
        for kept in (self._left, self._held, self._seen):
            if tag in kept:
                kept[tag] = [0.0] * len(MICROBES)

    def state(self) -> dict[str, dict[str, list[float]]]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {
            "left": {tag: list(left) for tag, left in self._left.items()},
            "held": {tag: list(held) for tag, held in self._held.items()},
            "seen": {unit: list(seen) for unit, seen in self._seen.items()},
        }

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        parts = state if isinstance(state, dict) else {}
        left, held, seen = (parts.get(name, {}) for name in ("left", "held", "seen"))
        known = ((left, self._left), (held, self._held), (seen, self._seen))
        if all(_of_each(one, here) for one, here in known):
            self._left = {tag: list(left[tag]) for tag in self._left}
            self._held = {tag: list(held[tag]) for tag in self._held}
            self._seen = {unit: list(seen[unit]) for unit in self._seen}
            return
        message = text("the labels in this checkpoint cannot be used")
        hint = text("run again from the beginning of the log")
        raise Refusal(Problem("bad-checkpoint", message, hint))


def _washed(stands: list[float], place: int, here: float, volumes: float) -> float:
    """Wash what stands in a place with a liquid; return what it lost (or took, < 0), in a litre."""
    before = stands[place]
    stands[place] = here + (before - here) * exp(-volumes)
    return before - stands[place]


def _of_each(state: Any, known: Mapping[str, Any]) -> bool:
    """Return whether this tells amounts of each of these, and of nothing else."""
    good = isinstance(state, dict) and sorted(state) == sorted(known)
    return good and all(map(_amounts, state.values()))


def _amounts(left: Any) -> bool:
    """Return whether this is an amount of each sort of microbe."""
    if not isinstance(left, list) or len(left) != len(MICROBES):
        return False
    return all(type(one) is float and isfinite(one) and one >= 0.0 for one in left)
