"""The balance of a whole plant: from its beginning, be it a vial, to its product and its waste.

What was there at the beginning, what was brought, and what cells and reactions made less what they
used, is what is there now, what has gone out of the plant over lines, and what has gone with gas.
Of each side something else counts: what is there is the sum of states; what was made or used, and
what came and went with gas, stands in ledgers that a unit keeps where that happens (states named
``made ...``, ``vented ...`` and ``given ...``); lines count what they lose, and people what they
bring and take. A state that changes in any other way is seen as missing.

Whole cells count for the protein, the DNA and the debris that they can let go, broken ones are told
by their debris. Water that utilities are made of is brought (:mod:`simulator.plant.outside`). A
plant with a kind of unit that keeps no such ledgers tells no balance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.quality import DEBRIS_OF_CELL, DNA_OF_CELL, PROTEIN_OF_CELL
from simulator.plant import outside
from simulator.plant.cell import Cell

MADE = "made"
VENTED = "vented"
BROUGHT = "brought"
THERE = "there"
OUT = "out"
_LEDGERS = {"made": (MADE, 1.0), "cut": (MADE, -1.0), "vented": (VENTED, 1.0)}
_LEDGERS |= {"given": (BROUGHT, 1.0), "lost": (OUT, 1.0)}
"""What the first word of a state's name says of it, and with which sign; others are there."""
_TAKEN = re.compile(r".* taken")
INERT = frozenset({"vessel", "vial", "reagent vessel", "retention"})
"""Kinds of unit without ledgers in which nothing is made of anything else."""
_HOLDERS = "held|sludge|sediment|frozen"
"""Parts of a unit that hold liquid of their own."""
_UNCOUNTED = re.compile(r"(?:bare|complexed|clumped|drained|given) DNA.*")
"""Plasmids on their way into cells are no DNA of the host."""
_CELLS = r"\b(?:viable|dead|lysed|attached)\b|^(?:made|vented) cells\Z"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that balances: states of these names and units of measure, each so many times."""

    name: str
    unit: str
    parts: tuple[tuple[re.Pattern[str], str, float], ...]

    def times(self, name: str, unit: str) -> float:
        """Return how many times a state counts, 0 if it does not."""
        if _UNCOUNTED.fullmatch(name):
            return 0.0
        for pattern, measure, times in self.parts:
            if unit == measure and pattern.search(name):
                return times
        return 0.0


def _sum(name: str, unit: str, words: str, of_cell: float = 0.0) -> Sum:
    """Return a sum of all states with one of these words; of cells so many times ``of_cell``."""
    own = (re.compile(rf"\b(?:{words})\b"), unit, 1.0)
    return Sum(name, unit, (own, (re.compile(_CELLS), "1e9 cells", of_cell)) if of_cell else (own,))


SUMS: tuple[Sum, ...] = (
    Sum(
        "volume",
        "L",
        ((re.compile(rf"^(?:{_HOLDERS}|lost|vented|given)? ?volume\Z"), "L", 1.0),),
    ),
    Sum(
        "cells",
        "1e9 cells",
        (
            (re.compile(_CELLS), "1e9 cells", 1.0),
            (re.compile(r"\bdebris\b"), "mL", 1.0 / DEBRIS_OF_CELL),
        ),
    ),
    _sum("product", "g", "product|aggregate|fragments"),
    _sum("full capsids", "1e12 vg", "full capsids"),
    _sum("host cell protein", "mg", "(?:host cell|acidic|basic) protein", PROTEIN_OF_CELL),
    _sum("DNA", "mg", "DNA", DNA_OF_CELL),
    _sum("glucose", "mmol", "glucose"),
    _sum("glutamine", "mmol", "glutamine"),
    _sum("lactate", "mmol", "lactate"),
    _sum("ammonium", "mmol", "ammonium"),
    _sum("oxygen", "mmol", "oxygen"),
    _sum("carbon", "mmol", "carbon"),
)
"""What is balanced."""
NAMES = tuple(one.name for one in SUMS)


@cache
def _counts(name: str, unit: str) -> tuple[tuple[str, float], ...]:
    """Return in which sums a state counts, and how many times."""
    told = ((one.name, one.times(name, unit)) for one in SUMS)
    return tuple((of, times) for of, times in told if times)


def _column(name: str) -> tuple[str, float]:
    """Return on which side of a balance a state stands, and with which sign."""
    if _TAKEN.fullmatch(name):
        return OUT, 1.0
    return _LEDGERS.get(name.partition(" ")[0], (THERE, 1.0))


@dataclass(frozen=True, slots=True)
class PartFigure:
    """The part of one unit, or of the lines that begin at it, in a sum.

    ``made`` and ``vented`` are less what was used and what came with gas; ``out`` went out of the
    plant over its lines. A unit's part does not close: lines within the plant bring and take.
    """

    tag: str
    before: float
    brought: float
    made: float
    now: float
    out: float
    vented: float


@dataclass(frozen=True, slots=True)
class BalanceFigure:
    """A sum of the plant: before + brought + made - used = now + out + vented.

    ``off`` is what is missing, relative to all there ever was: before, brought, made, and what came
    with gas.
    """

    name: str
    unit: str
    before: float
    brought: float
    made: float
    used: float
    now: float
    out: float
    vented: float
    off: float
    parts: tuple[PartFigure, ...]


class Balance:
    """The balance of a cell from its beginning, if it is ``asked`` for.

    It is not ``kept`` where a unit keeps no ledgers.
    """

    def __init__(self, cell: Cell, asked: bool) -> None:
        self._cell = cell
        self.kept = asked and all(keeps(unit.kind) for unit in cell.design.units)
        self._places = self._placed() if self.kept else {}
        self._brought: dict[str, dict[str, float]] = {}

    def _placed(self) -> dict[str, list[tuple[str, str, int, float]]]:
        """Return, for each sum, owner, column, slot and factor of every state that counts."""
        found: dict[str, list[tuple[str, str, int, float]]] = {name: [] for name in NAMES}
        owners = {unit.tag: unit.tag for unit in self._cell.design.units}
        owners |= {line.tag: line.source for line in self._cell.design.lines}
        for name, field in self._cell.image.fields.items():
            owner = owners.get(name[: -len(field.name) - 1])
            if field.role != "state" or owner is None:
                continue
            counts = _counts(field.name, field.unit)
            if counts:
                column, sign = _column(field.name)
                slot = self._cell.image.index[name]
                for of, times in counts:
                    found[of].append((owner, column, slot, sign * times))
        for which, column in ((outside.BROUGHT, BROUGHT), (outside.GONE, OUT)):
            for name in outside.states(self._cell.design, which):
                owner = name.partition(".")[0]
                found["volume"].append((owner, column, self._cell.image.index[name], 1.0))
        return found

    def held(self, unit: str) -> dict[str, float]:
        """Return what a unit holds of every sum, before people bring or take something."""
        y, found = self._cell.y, {}
        for name, places in self._places.items():
            total = 0.0
            for owner, column, slot, times in places:
                if owner == unit and column == THERE:
                    total += times * y[slot]
            found[name] = total
        return found

    def handed(self, unit: str, held: dict[str, float]) -> None:
        """Take up that something was brought or taken, since :meth:`held` was asked."""
        for name, amount in self.held(unit).items():
            changed = amount - held[name]
            if changed:
                by_unit = self._brought.setdefault(name, {})
                by_unit[unit] = by_unit.get(unit, 0.0) + changed

    def figures(self) -> Iterator[BalanceFigure]:
        """Yield the balance of every sum of which there ever was anything."""
        for one in SUMS:
            if self.kept:
                parts = tuple(self._parts(one))
                figure = _figure(one, parts)
                if figure is not None:
                    yield figure

    def _parts(self, one: Sum) -> Iterator[PartFigure]:
        """Yield the part of every unit that has one."""
        y, begun = self._cell.y, self._cell.image.y
        parts: dict[str, dict[str, float]] = {}
        before: dict[str, float] = {}
        for owner, column, slot, times in self._places[one.name]:
            by = parts.setdefault(owner, {})
            amount = times * y[slot]
            if column == THERE:
                before[owner] = before.get(owner, 0.0) + times * begun[slot]
            else:
                amount -= times * begun[slot]
            by[column] = by.get(column, 0.0) + amount
        for owner, by in parts.items():
            people = self._brought.get(one.name, {}).get(owner, 0.0)
            part = PartFigure(
                owner,
                before.get(owner, 0.0),
                by.get(BROUGHT, 0.0) + people,
                by.get(MADE, 0.0),
                by.get(THERE, 0.0),
                by.get(OUT, 0.0),
                by.get(VENTED, 0.0),
            )
            if part.before or part.brought or part.made or part.now or part.out or part.vented:
                yield part

    # -- checkpoints ---------------------------------------------------------------------------

    def state(self) -> dict[str, dict[str, float]]:
        """Return what a checkpoint needs: what people brought, by sum and unit."""
        return {name: dict(by_unit) for name, by_unit in self._brought.items()}

    def restore(self, state: Any) -> None:
        """Take up such a state; raise ValueError, TypeError, AttributeError if it cannot be."""
        units = {unit.tag for unit in self._cell.design.units}
        found: dict[str, dict[str, float]] = {}
        for name, by_unit in state.items():
            found[name] = dict(by_unit.items())
            if name not in NAMES or any(unit not in units for unit in found[name]):
                raise ValueError("no such amount")
            if any(type(one) is not float or not isfinite(one) for one in found[name].values()):
                raise TypeError("not a number")
        self._brought = found


def keeps(kind: str) -> bool:
    """Return whether a kind of unit keeps the ledgers of what it makes, if it makes anything."""
    states = {field.name for field in CATALOGUE[kind].states}
    return kind in INERT or "aggregate" in states or "made product" in states


def _figure(one: Sum, parts: tuple[PartFigure, ...]) -> BalanceFigure | None:
    """Return a sum over its parts, or None if there never was anything."""
    total: Mapping[str, float] = {
        name: _added(getattr(part, name) for part in parts)
        for name in ("before", "brought", "now", "out", "vented")
    }
    made = _added(part.made for part in parts if part.made > 0.0)
    used = _added(-part.made for part in parts if part.made < 0.0)
    came = _added(part.brought for part in parts if part.brought > 0.0)
    inhaled = _added(-part.vented for part in parts if part.vented < 0.0)
    ever = total["before"] + came + made + inhaled
    if ever <= 0.0:
        return None
    ends = total["now"] + total["out"] + total["vented"]
    off = (ends - (total["before"] + total["brought"] + (made - used))) / ever
    return BalanceFigure(
        one.name,
        one.unit,
        total["before"],
        total["brought"],
        made,
        used,
        total["now"],
        total["out"],
        total["vented"],
        off,
        parts,
    )


def _added(numbers: Iterator[float]) -> float:
    total = 0.0
    for one in numbers:
        total += one
    return total
