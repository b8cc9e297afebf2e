"""The plant around the batch in a session: labels, and the commands that the floor carries out."""

from __future__ import annotations

from typing import Any

from simulator.language.command import Command, SetMode, SetOutput, SetSetpoint
from simulator.language.floor import HangLabel, ReleaseEquipment
from simulator.language.paperwork import LONGEST_LABEL
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.plant.batchrecord import BatchRecord
from simulator.plant.cell import Cell
from simulator.plant.status import Statuses

COMMANDS: tuple[type[Any], ...] = (HangLabel, ReleaseEquipment)
"""The commands that the floor carries out."""


class Floor:
    """What is kept of a cell beside its numbers and its batch record, if the design asks for it."""

    def __init__(self, cell: Cell, record: BatchRecord) -> None:
        self._cell = cell
        self.kept = cell.design.floor.kept
        self.statuses = Statuses(cell, record.deviate)
        self._moves = _moved_lines(cell) if self.kept else {}

    def review(self, command: Any) -> Problem | None:
        """Return why a command of the floor may not be done now, if so."""
        if isinstance(command, HangLabel):
            return self.statuses.review_hang(command)
        name = command.name.strip()
        if not name or len(name) > LONGEST_LABEL:
            return Problem("no-name", text("a signature has a name"), text("write your own name"))
        return self.statuses.review_release(command)

    def carry_out(self, command: Any, who: str, reason: str) -> None:
        """Do what :meth:`review` found no problem with, as ``who`` signs it."""
        if isinstance(command, HangLabel):
            self.statuses.hang(command, who)
        else:
            self.statuses.release(command, who, reason)

    def forbids(self, command: Command, by: str = "") -> Problem | None:
        """Return why a set-point, output or mode would lead liquid where it may not go, if so.

        ``by`` is the phase that gives it, or "" for a person.
        """
        if not isinstance(command, SetOutput | SetSetpoint | SetMode):
            return None
        lines = self._moves.get(command.tag, ())
        if not lines or not self._opens(command):
            return None
        for line in lines:
            if problem := self.statuses.may_flow(line, by):
                return problem
        return None

    def _opens(self, command: SetOutput | SetSetpoint | SetMode) -> bool:
        """Return whether a command may make something flow; a loop at zero does not."""
        if isinstance(command, SetMode):
            setpoint = f"{command.tag}.SP"
            return command.mode != "MAN" and self._cell.value(setpoint) > 0.0
        return command.value > 0.0

    def next_due(self) -> int | None:
        """Return when something of the floor happens next by the clock."""
        return self.statuses.next_due() if self.kept else None

    def by_clock(self) -> None:
        """Take up what is due by the clock."""
        if self.kept:
            self.statuses.by_clock()

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {"status": self.statuses.state()}

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        self.statuses.restore(state.get("status") if isinstance(state, dict) else None)


def _moved_lines(cell: Cell) -> dict[str, tuple[str, ...]]:
    """Return which lines an actuator, or a loop at last, makes flow."""
    design = cell.design
    lines = {f"{line.tag}.flow demand": line.tag for line in design.lines}
    found: dict[str, tuple[str, ...]] = {
        spec.tag: (lines[spec.moves],) for spec in design.actuators if spec.moves in lines
    }
    for _ in design.loops:  # as deep as cascades go
        for loop in design.loops:
            driven = [line for out in loop.outputs for line in found.get(out.target, ())]
            if driven:
                found[loop.tag] = tuple(dict.fromkeys(driven))
    return found
