"""What happened in a recorded session, told from the log itself: nothing is computed again.

So a long session has an index of its moments as soon as it is opened, and a log of another physics
edition still tells its story.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from simulator.language.event import (
    AlarmChanged,
    Event,
    FaultBegan,
    FaultEnded,
    InterlockTripped,
    LabReported,
    MessageShown,
    ModelFaulted,
    PhaseChanged,
    PromptShown,
)
from simulator.language.problem import Refusal
from simulator.session.record import (
    Branched,
    CommandRecord,
    Record,
    RefusalRecord,
    Resumed,
    Sample,
    Seal,
    Speed,
    Story,
    View,
)
from simulator.session.told import Row, Told, read_events, read_rows

Happening = Event | Record
"""Something of a session's story; each has its time ``t`` (ms)."""

Kind = Literal[
    "command",
    "refusal",
    "alarm",
    "interlock",
    "phase",
    "prompt",
    "message",
    "lab",
    "fault",
    "model",
    "speed",
    "view",
    "break",
    "seal",
]
ANNOUNCED = "B"
"""The state of an alarm that calls for somebody: active and not acknowledged."""

_EVENTS: dict[type[Event], Kind] = {
    AlarmChanged: "alarm",
    InterlockTripped: "interlock",
    PhaseChanged: "phase",
    PromptShown: "prompt",
    MessageShown: "message",
    LabReported: "lab",
    FaultBegan: "fault",
    FaultEnded: "fault",
    ModelFaulted: "model",
}
_RECORDS: dict[type[object], Kind] = {
    CommandRecord: "command",
    RefusalRecord: "refusal",
    Speed: "speed",
    View: "view",
    Resumed: "break",
    Branched: "break",
    Seal: "seal",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth going to.

    Attributes:
        t: when, in ms since the session began.
        n: the record; for an event, how many records there were before it.
        kind: what it is; "break" is where a session was taken up or branched off.
        subject: the tag it is about, or "".
        of: the event or record itself.
        priority: of an alarm, 1 (critical) to 4; 0 for all else.
        truth: whether only an assessor may see it.
    """

    t: int
    n: int
    kind: Kind
    subject: str
    of: Happening
    priority: int = 0
    truth: bool = False


class Index:
    """The events and records of a log in the order in which they happened.

    Args:
        records: of the log.
        pending: events after the last story record, for a session that broke off.
    """

    def __init__(self, records: Sequence[Record], pending: Iterable[Told] = ()) -> None:
        told = [item for record in records if isinstance(record, Story) for item in _read(record)]
        told += pending
        self._all: list[tuple[int, Happening]] = []
        at = 0
        for record in records:
            while at < len(told) and told[at].n <= record.n:
                self._all.append((told[at].n, told[at].event))
                at += 1
            self._all.append((record.n, record))
        self._all += [(item.n, item.event) for item in told[at:]]
        self._times = [happening.t for _, happening in self._all]

    def between(self, start: int, end: int) -> tuple[Happening, ...]:
        """Return what happened from ``start`` to ``end`` (ms), both included."""
        first, last = bisect_left(self._times, start), bisect_right(self._times, end)
        return tuple(happening for _, happening in self._all[first:last])

    def marks(self) -> tuple[Mark, ...]:
        """Return every moment worth going to: of an alarm, those at which it called somebody."""
        found = (_mark(n, happening) for n, happening in self._all)
        return tuple(mark for mark in found if mark is not None)


def samples(records: Iterable[Record]) -> tuple[Row, ...]:
    """Return the sampled values of a log, every half hour, in the order of its keys."""
    found: list[Row] = []
    for record in records:
        if isinstance(record, Sample):
            try:
                found += read_rows(record)
            except Refusal:  # a forged log; ``verify`` names the record
                continue
    return tuple(found)


def _read(record: Story) -> tuple[Told, ...]:
    try:
        return read_events(record)
    except Refusal:  # a forged log; ``verify`` names the record
        return ()


def _mark(n: int, happening: Happening) -> Mark | None:
    if isinstance(happening, AlarmChanged):
        if happening.new != ANNOUNCED:
            return None
        subject, priority = happening.subject, happening.priority
        return Mark(happening.t, n, "alarm", subject, happening, priority)
    if isinstance(happening, Event):
        kind = _EVENTS.get(type(happening))
        if kind is None:
            return None
        return Mark(happening.t, n, kind, happening.subject, happening, truth=happening.truth)
    kind = _RECORDS.get(type(happening))
    return None if kind is None else Mark(happening.t, n, kind, _subject(happening), happening)


def _subject(record: Record) -> str:
    """Return the tag that a command is about: the first of its values, if that is a text."""
    if isinstance(record, View):
        return record.subject
    if not isinstance(record, CommandRecord | RefusalRecord):
        return ""
    names = [field.name for field in fields(record.command)]
    first = getattr(record.command, names[0])
    return first if isinstance(first, str) and names[0] not in ("text", "kind", "mode") else ""
