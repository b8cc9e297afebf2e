"""What each step of a recipe took in and gave, and the balance of the plant behind it.

A unit procedure may say from which units it takes its product and into which it brings it. What
these hold is read when its first phase starts and when its last is complete: the yield, what was
cleared of each impurity, and the time. What stood before in a unit into which it is brought does
not count as brought. What people bring and take (bottles, samples) goes on to the balance of the
plant (:mod:`simulator.plant.balance`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from simulator.equipment.downstream.quality import DNA_OF_CELL, PROTEIN_OF_CELL
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import say
from simulator.numerics.exact import log10
from simulator.plant.balance import Balance, BalanceFigure
from simulator.plant.cell import Cell
from simulator.plant.floor_spec import UnitProcedureSpec

PRODUCTS: tuple[tuple[str, ...], ...] = (
    ("product", "aggregate"),
    ("full capsids",),
    ("functional vector",),
)
"""What a yield is of: the first of these of which anything came."""
IMPURITIES = (
    "host cell protein",
    "DNA",
    "leached ligand",
    "retrovirus",
    "parvovirus",
    "bioburden",
    "endotoxin",
    "empty capsids",
)
"""What a step clears."""
NAMES = ("volume", *(name for group in PRODUCTS for name in group), *IMPURITIES)
_LET_GO = {"host cell protein": PROTEIN_OF_CELL, "DNA": DNA_OF_CELL}
"""What lysed cells have let go already, where it still counts as theirs."""
_MG = 1000.0
_PER_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class AmountFigure:
    """How much came into a step and how much went on; ``log_reduction`` of an impurity, or None."""

    name: str
    unit: str
    came: float
    went: float
    log_reduction: float | None


@dataclass(frozen=True, slots=True)
class StepFigure:
    """A step of a recipe that has ended: times in s, shares in %, ratios in ng by mg of product."""

    tag: str
    name: str
    began_s: float
    ended_s: float
    yield_percent: float | None
    aggregate_percent: float
    protein_ratio: float
    dna_ratio: float
    ligand_ratio: float
    amounts: tuple[AmountFigure, ...]


@dataclass(slots=True)
class _Step:
    """What a step took in from ``began`` (ms) on, and gave until ``ended``."""

    began: int
    came: dict[str, float]
    ended: int | None = None
    went: dict[str, float] | None = None


class Accounts:
    """The accounts of a cell; ``kept`` if its recipe has a step that says from where to where."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._specs: dict[str, UnitProcedureSpec] = {
            one.tag: one for one in cell.design.recipe if one.source
        }
        self.kept = bool(self._specs)
        self._members = {
            tag: [phase.tag for phase in cell.design.procedure if phase.part_of == tag]
            for tag in self._specs
        }
        self._steps: dict[str, _Step] = {}
        self._held: dict[str, dict[str, float]] = {}
        self._over: dict[str, bool] = {}
        self._balance = Balance(cell, self.kept)

    def _amounts(self, units: tuple[str, ...]) -> dict[str, float]:
        """Return what these units hold of what is told of a step."""
        index, y = self._cell.image.index, self._cell.y
        found = {}
        for name in NAMES:
            parts = [(f"{unit}.{name}", 1.0) for unit in units]
            if name in _LET_GO:
                parts += [(f"{unit}.lysed", _LET_GO[name]) for unit in units]
            known = [(index[part], times) for part, times in parts if part in index]
            total = 0.0
            for slot, times in known:
                total += times * y[slot]
            if known:
                found[name] = total
        return found

    # -- what happens --------------------------------------------------------------------------

    def moved(self, phase: str, new: str) -> None:
        """Take up that a phase came to a state."""
        for tag, members in self._members.items():
            if phase not in members:
                continue
            if new == "Running" and tag not in self._steps:
                self._begin(tag)
            elif new == "Complete":
                self._over[phase] = True
                if all(one in self._over for one in members):
                    step = self._steps[tag]
                    step.ended = self._cell.now
                    step.went = self._given(tag)

    def _begin(self, tag: str) -> None:
        """Read what a step takes in."""
        self._steps[tag] = _Step(self._cell.now, self._amounts(self._specs[tag].source))
        there = self._amounts(self._filled(tag))
        if any(amount > 0.0 for amount in there.values()):
            self._held[tag] = there

    def _filled(self, tag: str) -> tuple[str, ...]:
        """Return the units into which a step brings its product, from others."""
        spec = self._specs[tag]
        return tuple(unit for unit in spec.sink if unit not in spec.source)

    def _given(self, tag: str) -> dict[str, float]:
        """Return what a step brought: what is there, less what stood there when it began."""
        went = self._amounts(self._specs[tag].sink)
        for name, there in self._held.get(tag, {}).items():
            if name in went:
                went[name] = went[name] - there if went[name] > there else 0.0
        return went

    def held(self, unit: str) -> dict[str, float]:
        """Return what a unit holds of every sum, before people bring or take something."""
        return self._balance.held(unit) if self.kept else {}

    def handed(self, unit: str, held: dict[str, float]) -> None:
        """Take up that people brought or took something, since :meth:`held` was asked."""
        if self.kept:
            self._balance.handed(unit, held)

    # -- what it comes to ----------------------------------------------------------------------

    def steps(self) -> Iterator[StepFigure]:
        """Yield every step that has ended, in the order of the recipe."""
        for tag, spec in self._specs.items():
            step = self._steps.get(tag)
            if step is not None and step.ended is not None and step.went is not None:
                name = say(spec.name, self._cell.design.language)
                yield self._figure(tag, name, step, step.ended, step.went)

    def _figure(
        self, tag: str, name: str, step: _Step, ended: int, went: dict[str, float]
    ) -> StepFigure:
        """Return the figures of a step."""
        product, aggregate = went.get("product", 0.0), went.get("aggregate", 0.0)
        whole = product + aggregate
        per = _PER_MILLION / (_MG * whole) if whole > 0.0 else 0.0
        return StepFigure(
            tag,
            name,
            step.began / 1000.0,
            ended / 1000.0,
            _yield(step.came, went),
            100.0 * aggregate / whole if whole > 0.0 else 0.0,
            per * went.get("host cell protein", 0.0),
            per * went.get("DNA", 0.0),
            per * went.get("leached ligand", 0.0),
            tuple(
                AmountFigure(one, self._unit(tag, one), came, went[one], _reduced(one, came, went))
                for one, came in step.came.items()
                if one in went and (came > 0.0 or went[one] > 0.0)
            ),
        )

    def _unit(self, tag: str, name: str) -> str:
        """Return the unit of measure of an amount."""
        fields = self._cell.image.fields
        units = (*self._specs[tag].source, *self._specs[tag].sink)
        return next(fields[f"{one}.{name}"].unit for one in units if f"{one}.{name}" in fields)

    def balance(self) -> Iterator[BalanceFigure]:
        """Yield the balance of every sum of which there ever was anything."""
        return self._balance.figures()

    # -- checkpoints ---------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {
            "steps": {
                tag: [step.began, dict(step.came), step.ended, step.went and dict(step.went)]
                for tag, step in self._steps.items()
            },
            "over": sorted(self._over),
            "brought": self._balance.state(),
            **({"held": {tag: dict(one) for tag, one in self._held.items()}} if self._held else {}),
        }

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        try:
            self._restore(state)
        except (KeyError, TypeError, ValueError, AttributeError):
            message = text("the accounts in this checkpoint cannot be used")
            hint = text("run again from the beginning of the log")
            raise Refusal(Problem("bad-checkpoint", message, hint)) from None

    def _restore(self, state: Any) -> None:
        """Take up a state; raise ValueError, TypeError or KeyError if it cannot be."""
        steps = {tag: _step(one) for tag, one in state["steps"].items() if tag in self._specs}
        phases = [phase for members in self._members.values() for phase in members]
        over = dict.fromkeys((one for one in phases if one in state["over"]), True)
        if len(steps) != len(state["steps"]) or len(over) != len(state["over"]):
            raise ValueError("no such step")
        held = {tag: _numbers(one) for tag, one in state.get("held", {}).items()}
        if any(tag not in steps for tag in held):
            raise ValueError("no such step")
        self._balance.restore(state["brought"])
        self._steps, self._over, self._held = steps, over, held


def _yield(came: dict[str, float], went: dict[str, float]) -> float | None:
    """Return what went on of the product that came, %; None where none came."""
    for group in PRODUCTS:
        before, after = 0.0, 0.0
        for name in group:
            before += came.get(name, 0.0)
            after += went.get(name, 0.0)
        if before > 0.0:
            return 100.0 * after / before
    return None


def _reduced(name: str, came: float, went: dict[str, float]) -> float | None:
    """Return by how many powers of ten an impurity was reduced, if there is any left to tell."""
    if name not in IMPURITIES or came <= 0.0 or went[name] <= 0.0:
        return None
    return log10(came / went[name])


def _step(state: Any) -> _Step:
    began, came, ended, went = state
    whole = type(began) is int and (ended is None or type(ended) is int)
    if not whole or (ended is None) != (went is None):
        raise ValueError("not a step")
    return _Step(began, _numbers(came), ended, None if went is None else _numbers(went))


def _numbers(state: Any) -> dict[str, float]:
    found = dict(state.items())
    if any(name not in NAMES for name in found):
        raise ValueError("no such amount")
    if any(type(one) is not float or not isfinite(one) for one in found.values()):
        raise TypeError("not a number")
    return found
