"""The plant around the batch in a session: labels, and the commands that the floor carries out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.language.command import Command, SetMode, SetOutput, SetSetpoint
from simulator.language.floor import AskRelease, HangLabel, HurrySample, ReleaseEquipment
from simulator.language.paperwork import LONGEST_LABEL
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.plant.accounts import Accounts
from simulator.plant.batchrecord import BatchRecord
from simulator.plant.cell import Cell
from simulator.plant.crew import may_sign
from simulator.plant.design import DoStep, PhaseSpec
from simulator.plant.lots import Lots
from simulator.plant.quarantine import Quarantine
from simulator.plant.schedule import Schedule
from simulator.plant.status import Statuses

COMMANDS: tuple[type[Any], ...] = (HangLabel, ReleaseEquipment, AskRelease, HurrySample)
"""The commands that the floor carries out."""


class Floor:
    """What is kept of a cell beside its numbers and its batch record, if the design asks for it.

    ``schedule`` returns the schedule of the plant, which a checkpoint puts in another's place.
    """

    def __init__(self, cell: Cell, record: BatchRecord, schedule: Callable[[], Schedule]) -> None:
        self._cell = cell
        self._schedule = schedule
        self.accounts = Accounts(cell)
        self.kept = cell.design.floor.kept or self.accounts.kept
        self.statuses = Statuses(cell, record.deviate)
        self.lots = Lots(cell, record.deviate, self._working)
        self.quarantine = Quarantine(cell, self.lots, record.deviate, record.deviations)
        self.lots.used, self.lots.added = self.quarantine.used, self.quarantine.added
        self._moves = _moved_lines(cell) if self.kept else {}
        self._leads = {spec.tag: self._led(spec) for spec in cell.design.procedure}

    def _led(self, phase: PhaseSpec) -> tuple[str, ...]:
        """Return the lines from lots that need a release, over which a phase leads something."""
        barred = {s.tag for s in self._cell.design.lines if s.source in self.quarantine.specs}
        if not barred:
            return ()
        given = (c for step in phase.steps if isinstance(step, DoStep) for c in step.commands)
        found = (
            line
            for one in given
            if isinstance(one, SetOutput | SetSetpoint) and one.value > 0.0
            for line in self._moves.get(one.tag, ())
            if line in barred
        )
        return tuple(dict.fromkeys(found))

    def may_start(self, phase: str) -> Problem | None:
        """Return why a phase may not start now for labels or lots, if so."""
        if problem := self.statuses.may_start(phase):
            return problem
        found = (self.quarantine.unready(line) for line in self._leads[phase])
        return next((problem for problem in found if problem is not None), None)

    def review(self, command: Any) -> Problem | None:
        """Return why a command of the floor may not be done now, if so."""
        if isinstance(command, HangLabel):
            return self.statuses.review_hang(command)
        if isinstance(command, AskRelease):
            refused = self.quarantine.review_ask(command.lot)
            return refused or self._schedule().may_ask_release(command.lot)
        if isinstance(command, HurrySample):
            return self._schedule().may_hurry(command.sample)
        name = command.name.strip()
        if not name or len(name) > LONGEST_LABEL:
            return Problem("no-name", text("a signature has a name"), text("write your own name"))
        people, now = self._cell.design.people, self._cell.now
        lot = command.tag in self.lots.lots
        refused = (self.quarantine.review_risk if lot else self.statuses.review_release)(command)
        return refused or may_sign(people, name, command.role, now)

    def carry_out(self, command: Any, who: str, reason: str) -> None:
        """Do what :meth:`review` found no problem with, as ``who`` signs it."""
        if isinstance(command, HangLabel):
            self.statuses.hang(command, who)
        elif isinstance(command, AskRelease):
            self._schedule().ask_release(command.lot, self._cell.now)
        elif isinstance(command, HurrySample):
            self._schedule().hurry(command.sample)
        elif command.tag in self.lots.lots:
            self.quarantine.risk(command, who, reason)
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
            if problem := self.statuses.may_flow(line, by) or self.quarantine.unready(line):
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
        due = (self.statuses.next_due(), self.lots.next_due()) if self.kept else ()
        return min((t for t in due if t is not None), default=None)

    def by_clock(self) -> None:
        """Take up what is due by the clock."""
        if self.kept:
            self.statuses.by_clock()
            self.lots.by_clock()

    def _working(self, line: str) -> str:
        """Return the phase that has a line for itself now, or ""."""
        return self.statuses.holder(line)

    def moved(self, phase: str, old: str, new: str) -> None:
        """Take up that a phase went from one state to another."""
        self.lots.look()
        for tag in self.statuses.moved(phase, old, new):
            self.lots.cleaned(tag)
        self.accounts.moved(phase, new)

    def renewed(self, unit: str) -> None:
        """Take up that a full bottle, or a new device, came in the place of this one."""
        self.lots.renewed(unit)
        self.statuses.renewed(unit)

    def repaired(self, tag: str) -> None:
        """Take up that a technician is done here: at equipment, or at what moves or drives it."""
        design = self._cell.design
        moved = [spec.moves for spec in design.actuators if spec.tag == tag]
        for one in (tag, *(name.rpartition(".")[0] for name in moved)):
            self.statuses.repaired(one)
            for line in design.lines:
                for device in line.devices if line.tag == one else ():
                    self.statuses.repaired(device)

    def done(self, command: Command, who: str) -> None:
        """Take up, before it is done, that somebody changes what lines move."""
        if self.kept and isinstance(command, SetOutput | SetSetpoint | SetMode):
            self.lots.put_to_work(self._moves.get(command.tag, ()), who)

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        found: dict[str, Any] = {"status": self.statuses.state(), "lots": self.lots.state()}
        if self.quarantine.specs:
            found["quarantine"] = self.quarantine.state()
        if self.lots.panels.specs:
            found["panels"] = self.lots.panels.state()
        if self.accounts.kept:
            found["accounts"] = self.accounts.state()
        return found

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        parts = state if isinstance(state, dict) else {}
        self.statuses.restore(parts.get("status"))
        self.lots.restore(parts.get("lots"))
        if self.quarantine.specs:
            self.quarantine.restore(parts.get("quarantine"))
        if self.lots.panels.specs:
            self.lots.panels.restore(parts.get("panels"))
        if self.accounts.kept:
            self.accounts.restore(parts.get("accounts"))


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
