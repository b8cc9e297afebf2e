"""The plant: the functional core's one door.

A plant is the fold of accepted commands over scans: the same design, seed and commands give the
same states, bit for bit, however far a caller asks it to go at once.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Mapping
from typing import Any

from simulator.language.command import Command
from simulator.language.event import Event, ModelFaulted
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.steps import Steps, drive
from simulator.plant import first_moment, scan
from simulator.plant.cell import Cell
from simulator.plant.checkpoint import from_bytes, refuse_unsound, to_bytes
from simulator.plant.design import Design
from simulator.plant.disturbance import Disturbances
from simulator.plant.engine import Engine, Tier
from simulator.plant.hands import PlantHands
from simulator.plant.operations import Operations
from simulator.plant.results import Results, results
from simulator.plant.reviewed import Review
from simulator.plant.schedule import Schedule
from simulator.plant.view import View


class Plant:
    """A process cell that runs.

    Args:
        design: what to build.
        seed: of all noise and errors, 0 to 2**32 - 1.
        tier: how to run the scans; see :mod:`simulator.plant.engine`.
        like: a plant of the same design, which saves the work of laying this one out.
    """

    def __init__(
        self, design: Design, seed: int, tier: Tier = "auto", like: Plant | None = None
    ) -> None:
        self.design = design
        self.scan_ms = design.scan_ms
        laid_out = like._cell.image if like is not None and like.design is design else None
        self._cell: Cell = Cell(design, seed, laid_out)
        self._schedule = Schedule(design)
        self._disturbances = Disturbances(self._cell)
        self._operations = Operations(self._cell, self._disturbances, self._schedule)
        self._disturbances.books = self._operations.floor.accounts
        self._hands = PlantHands(self._cell, self._disturbances, self._operations.floor)
        self._view = View(self._cell, self._operations, self._schedule)
        self._operations.forms.ahead = self._ahead
        self.engine = Engine(self._cell, tier)
        first_moment.begin(self._cell)

    @property
    def now(self) -> int:
        """Milliseconds since the session began."""
        return self._cell.now

    @property
    def faulted(self) -> bool:
        """Return whether the physics of a unit left its range; the plant then stands still."""
        return self._cell.y[scan.FAULTED] != 0.0

    @property
    def finished(self) -> bool:
        """Return whether simulated time goes no further."""
        return self.faulted or self._cell.now >= self.design.duration_ms

    def review(self, command: Command) -> Review:
        """Return what a command would change now, or why it may not be done. Changes nothing."""
        return self._operations.review(command)

    def accept(
        self, command: Command, by: str = "operator", who: str = "", reason: str = ""
    ) -> tuple[Event, ...]:
        """Do a command between two scans; return what happened at once.

        ``by`` is the role of who gives it; ``who`` and ``reason`` stand in the batch record.

        Raises:
            Refusal: the command may not be done now.
        """
        problem = self.review(command).problem
        if problem is not None:
            raise Refusal(problem)
        self._operations.carry_out(command, by, who, reason)
        return self._cell.taken_events()

    def advance(self, until: int) -> tuple[Event, ...]:
        """Run whole scans up to ``until`` ms or the scenario's end; return what happened.

        Time stops earlier at the scan in which a freeze begins; asking again goes on.
        """
        return drive(self.steps(until), self.engine.run)

    def steps(self, until: int) -> Steps[tuple[Event, ...]]:
        """Do what :meth:`advance` does, and let whoever drives it run the scans."""
        cell, forms = self._cell, self._operations.forms
        end = min(until, self.design.duration_ms)
        end -= end % self.scan_ms
        if cell.now < end:
            forms.pass_by()
        rooms_due = cell.now  # who asked for time to pass may have changed anything
        while cell.now < end and cell.y[scan.FAULTED] == 0.0:
            self._schedule.run_to(cell.now, self._hands)
            if self._hands.touched() or cell.now >= rooms_due:
                rooms_due = self._by_clock()
            due = self._schedule.next_visit()
            stop = min(rooms_due, end) if due is None else min(due, rooms_due, end)
            rounded = -(-stop // self.scan_ms) * self.scan_ms
            stop = max(rounded, cell.now + self.scan_ms)
            first = cell.now // self.scan_ms
            done = yield first, (stop - cell.now) // self.scan_ms
            cell.now += done * self.scan_ms
            self._schedule.run_to(cell.now - self.scan_ms, self._hands)  # indoors, meanwhile
            if cell.y[scan.CHANGES] != 0.0:
                self._changes()
                rooms_due = cell.now
            if cell.y[scan.FAULTED] != 0.0:
                self._stand_still()
            if cell.now >= rooms_due and (yield from forms.arrive()):
                break
        return cell.taken_events()

    def _by_clock(self) -> int:
        """Do what is due at this scan boundary outside the schedule; return when more will be, ms.

        Faults, phases, shelving, the record, forms and labels: until then, and unless somebody's
        hands, a person's command or a change in a scan touch the plant, none of them does anything.
        """
        operations = self._operations
        self._disturbances.by_clock()
        operations.floor.by_clock()
        operations.procedure.run()
        operations.annunciator.expire()
        operations.record.by_clock()
        rooms = (
            self._disturbances,
            operations.procedure,
            operations.annunciator,
            operations.record,
            operations.forms,
            operations.floor,
        )
        due = (room.next_due() for room in rooms)
        return min((t for t in due if t is not None), default=self.design.duration_ms)

    def _changes(self) -> None:
        """Take up what changed in the last scan: conditions first, then phases, then alarms."""
        self._cell.y[scan.CHANGES] = 0.0
        operations = self._operations
        for (kind, tag, _), holds in self._cell.changed_watches():
            if kind == "interlock":
                operations.guarding.condition(tag, holds)
            elif kind == "fault" and holds and self._disturbances.waiting(tag):
                self._disturbances.begin(tag)
            elif kind == "suppress":
                operations.annunciator.apply(tag, "suppress" if holds else "unsuppress")
            elif kind == "record" and holds:
                operations.record.open(tag)
            elif kind == "question" and holds:
                operations.forms.open_question(tag)
            elif kind == "flow" and holds:
                operations.floor.statuses.flow(tag)
        operations.procedure.run()
        operations.annunciator.conditions()

    def _stand_still(self) -> None:
        """Report which unit's physics left its range."""
        unit = self.design.units[int(self._cell.y[scan.FAULTED]) - 1].tag
        text = f"the model of {unit} left its range; the plant stands still"
        self._cell.report(ModelFaulted(self._cell.now, unit, text))

    def observe(self) -> Observation:
        """Return what the instruments say now."""
        return self._view.observe()

    def values(self) -> Mapping[str, float]:
        """Return the numbers of the instruments now, as :meth:`observe` has them."""
        return self._view.values()

    def truth(self, name: str) -> float:
        """Return the true value of a readable name, such as ``BR-101.viable density``.

        Raises:
            Refusal: there is no such name.
        """
        if name not in self._cell.image.index:
            raise Refusal(Problem("unknown-name", f"there is no value {name}"))
        return self._cell.value(name)

    def results(self) -> Results:
        """Return the key results as of now."""
        floor = self._operations.floor
        return results(self._cell, floor.lots.views(), floor.accounts)

    def settle(self, expected_ms: int) -> None:
        """Wait until scans are as fast as they soon will be; before so many ms of them."""
        self.engine.settle(expected_ms // self.scan_ms)

    def digest(self) -> dict[str, str]:
        """Return 16 hex digits of SHA-256 for every unit and room, the schedule and the record.

        Numbers are hashed as big-endian doubles, so that all machines agree.
        """
        found: dict[str, str] = {}
        for name, (start, end) in self._cell.image.regions.items():
            found[name] = hashlib.sha256(to_bytes(self._cell.copied(start, end))).hexdigest()[:16]
        for room, state in (
            ("schedule", self._schedule.state()),
            ("record", self._operations.written()),
        ):
            text = json.dumps(state, sort_keys=True, separators=(",", ":"))
            found[room] = hashlib.sha256(text.encode()).hexdigest()[:16]
        return found

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as JSON-able values and, as big-endian doubles, its numbers."""
        return {
            "now": self._cell.now,
            "y": to_bytes(self._cell.copied()),
            "schedule": self._schedule.state(),
            "record": self._operations.written(),
        }

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Take up a state that :meth:`snapshot` returned.

        Raises:
            Refusal: it is not a state of this plant.
        """
        try:
            data, now = snapshot["y"], snapshot["now"]
            waiting, written = snapshot["schedule"], snapshot["record"]
        except KeyError as error:
            message = f"a checkpoint cannot be read: {error}"
            raise Refusal(Problem("bad-checkpoint", message)) from None
        whole = isinstance(data, bytes) and len(data) % 8 == 0 and type(now) is int
        if not (whole and 0 <= now <= self.design.duration_ms and now % self.scan_ms == 0):
            raise Refusal(Problem("bad-checkpoint", "a checkpoint is not of this plant"))
        numbers = from_bytes(data)
        refuse_unsound(self._cell, numbers, now)
        self._take_up(numbers, now, waiting, written)

    def _ahead(self, ms: int, read: Callable[[], Any]) -> Steps[Any]:
        """Return what ``read`` finds in so many ms with nobody at the desk; None if not reached.

        The plant runs there and is brought back to the very state it was in.
        """
        cell, numbers, now = self._cell, self._cell.copied(), self._cell.now
        events, waiting = list(cell.events), self._schedule.state()
        written = self._operations.written()
        yield from self.steps(now + ms)
        found = read() if cell.now == now + ms and not self.faulted else None
        self._take_up(numbers, now, waiting, written)
        cell.events += events
        return found

    def _take_up(self, numbers: array[float], now: int, waiting: Any, written: Any) -> None:
        """Take up a state: the numbers, the time, and the states of schedule and record."""
        self._operations.rewrite(written)
        self._schedule = Schedule.restored(self.design, waiting)
        self._operations.schedule = self._schedule
        self._view.schedule = self._schedule
        self._cell.y[:] = numbers
        self._cell.now = now
        self._cell.events.clear()
