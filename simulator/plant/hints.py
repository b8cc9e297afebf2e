"""The hints that were taken: how many steps of each, counted in the state of the plant.

So a resumed session and a recording know what was told already, and a digest covers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.language.command import TakeHint
from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.language.text import text

if TYPE_CHECKING:
    from simulator.plant.cell import Cell


def taken(cell: Cell) -> dict[str, int]:
    """Return how many steps of each hint were taken; hints of which none was are left out."""
    counts = {name: _count(cell, name) for name in cell.design.hints}
    return {name: count for name, count in counts.items() if count}


def refused(cell: Cell, command: TakeHint) -> Problem | None:
    """Return why this step of a hint cannot be had now: steps come in order, each once."""
    steps = cell.design.hints.get(command.hint)
    if steps is None:
        meant = did_you_mean(command.hint, cell.design.hints)
        hint = text("did you mean {found}?", found=meant) if meant else ""
        return Problem("no-hint", text("there is no hint {hint}", hint=command.hint), hint)
    told = _count(cell, command.hint)
    if command.step <= told:
        return Problem("hint-taken", text("you have step {step} already", step=command.step))
    if command.step > steps:
        return Problem("no-hint", text("this hint has {steps} steps", steps=steps))
    if command.step > told + 1:
        hint = text("take step {step} first", step=told + 1)
        return Problem("hint-order", text("the steps of a hint come in order"), hint)
    return None


def take(cell: Cell, command: TakeHint) -> None:
    """Count a step of a hint as taken."""
    cell.y[cell.base("hint", command.hint)] = float(command.step)


def _count(cell: Cell, name: str) -> int:
    """Return how many steps of a hint were taken, whatever a checkpoint says."""
    number = cell.y[cell.base("hint", name)]
    return int(number) if 0.0 <= number <= cell.design.hints[name] else 0
