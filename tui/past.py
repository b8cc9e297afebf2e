"""What happened in a session, for screens: events and what people asked for, in order of time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.language.command import (
    Acknowledge,
    Command,
    Shelve,
    TakeOutOfService,
)
from simulator.language.event import (
    AlarmChanged,
    Event,
    InterlockTripped,
    LabReported,
    PhaseChanged,
    SampleTaken,
)
from simulator.language.problem import Problem
from simulator.session.desk import Accepted, Refused
from simulator.session.index import Happening
from simulator.session.meanings import UNACKNOWLEDGED
from simulator.session.record import CommandRecord, RefusalRecord
from tui.runner import is_new_alarm

MOST = 50_000
"""So many things are kept; beyond that the oldest fifth goes. The whole story is in the log."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody asked for: record ``n`` of the log, and the problem if it was refused.

    It changed ``old`` to ``new``, both in ``unit``, where it changed a value.
    """

    t: int
    n: int | None
    who: str
    command: Command
    reason: str = ""
    problem: Problem | None = None
    old: float | str | None = None
    new: float | str | None = None
    unit: str = ""


Moment = Event | Deed
"""Something a screen can tell; each has its time ``t`` (ms)."""


@dataclass(slots=True)
class Spell:
    """One coming of an alarm: announced, acknowledged by whom, and back to normal."""

    alarm: str
    priority: int
    at: int
    value: float
    acknowledged_at: int | None = None
    acknowledged_by: str = ""
    ended_at: int | None = None


def letter_of(moment: Moment) -> str:
    """Return the mark of a moment on a time axis; empty if it has none.

    A alarm, ! interlock, P phase, C command, S sample, L laboratory result.
    """
    if isinstance(moment, AlarmChanged):
        return "A" if is_new_alarm(moment) else ""
    if isinstance(moment, Deed):
        return "" if moment.problem or isinstance(moment.command, Acknowledge) else "C"
    for kind, letter in (
        (InterlockTripped, "!"),
        (PhaseChanged, "P"),
        (SampleTaken, "S"),
        (LabReported, "L"),
    ):
        if isinstance(moment, kind):
            return letter
    return ""


class Past:
    """Everything that an operator may know of what happened, and the story of each alarm."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.marked: list[Moment] = []
        """Those with a mark on the time axis."""
        self.changes: list[AlarmChanged] = []
        self.spells: list[Spell] = []
        self.hidden: dict[str, Deed] = {}
        """By alarm, the last shelving or taking out of service."""
        self._open: dict[str, Spell] = {}
        self._acknowledged: dict[str, Deed] = {}

    def hear(self, happenings: Iterable[Happening | Deed]) -> None:
        """Take in events and commands, in order; what only an assessor may know is left out."""
        for happening in happenings:
            if isinstance(happening, CommandRecord):
                deed = _deed(happening, None)
            elif isinstance(happening, RefusalRecord):
                deed = _deed(happening, Problem(happening.code, happening.message))
            elif isinstance(happening, Deed):
                deed = happening
            else:
                if isinstance(happening, Event) and not happening.truth:
                    self._event(happening)
                continue
            self._did(deed)

    def between(self, start: int, end: int) -> list[Moment]:
        """Return the marked moments from ``start`` up to but without ``end``."""
        first = bisect_left(self.marked, start, key=_time)
        return self.marked[first : bisect_left(self.marked, end, key=_time)]

    def arrivals(self, start: int, end: int) -> list[Spell]:
        """Return the alarms that were announced after ``start``, up to ``end``, in order."""
        first = bisect_right(self.spells, start, key=lambda spell: spell.at)
        return self.spells[first : bisect_right(self.spells, end, key=lambda spell: spell.at)]

    def standing(self, alarm: str) -> Spell | None:
        """Return the coming of an alarm that goes on, if it does."""
        return self._open.get(alarm)

    def reports(self) -> Iterator[LabReported]:
        """Yield what the laboratory reported, oldest first."""
        return (moment for moment in self.marked if isinstance(moment, LabReported))

    def _add(self, moment: Moment) -> None:
        insort(self.moments, moment, key=_time)
        if letter_of(moment):
            insort(self.marked, moment, key=_time)
        for kept in (self.moments, self.marked, self.changes, self.spells):
            if len(kept) > MOST:
                del kept[: MOST // 5]

    def _did(self, deed: Deed) -> None:
        """Take in a command; an acknowledgement goes to whom it names."""
        self._add(deed)
        if deed.problem is not None:
            return
        command = deed.command
        if isinstance(command, Acknowledge):
            self._acknowledged[command.alarm] = deed
            spell = self._open.get(command.alarm) or self._last(command.alarm)
            if spell is not None and spell.acknowledged_at == deed.t:
                spell.acknowledged_by = deed.who
        elif isinstance(command, Shelve | TakeOutOfService):
            self.hidden[command.alarm] = deed

    def _last(self, alarm: str) -> Spell | None:
        return next((s for s in reversed(self.spells[-200:]) if s.alarm == alarm), None)

    def _event(self, event: Event) -> None:
        self._add(event)
        if not isinstance(event, AlarmChanged):
            return
        self.changes.append(event)
        spell = self._open.get(event.subject)
        if is_new_alarm(event):
            if spell is not None:
                spell.ended_at = event.t
            spell = Spell(event.subject, event.priority, event.t, event.value)
            self.spells.append(spell)
            self._open[event.subject] = spell
            return
        if spell is None:
            return
        if event.old in UNACKNOWLEDGED and event.new in "ACF" and spell.acknowledged_at is None:
            spell.acknowledged_at = event.t
            deed = self._acknowledged.get(event.subject)
            if deed is not None and deed.t == event.t:
                spell.acknowledged_by = deed.who
        if event.new in "ADEFGHI" and spell.ended_at is None:
            spell.ended_at = event.t
        if event.new in "AGHI":
            del self._open[event.subject]


def deed_of(receipt: Accepted | Refused, t: int, who: str, command: Command, reason: str) -> Deed:
    """Return what somebody just asked for, with what came of it."""
    deed = (t, receipt.n, who, command, reason)
    if isinstance(receipt, Refused):
        return Deed(*deed, receipt.problem)
    return Deed(*deed, None, receipt.old, receipt.new, receipt.unit)


def _deed(record: CommandRecord | RefusalRecord, problem: Problem | None) -> Deed:
    old, new, unit = None, None, ""
    if isinstance(record, CommandRecord):
        old, new, unit = record.old, record.new, record.unit
    deed = (record.t, record.n, record.who, record.command, record.reason)
    return Deed(*deed, problem, old, new, unit)


def _time(moment: Moment) -> int:
    return moment.t
