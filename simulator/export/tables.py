"""Sessions as four tables in long form: values, events, commands, and the sessions themselves.

``time`` is the date and time in UTC at which the session began plus what was simulated since; it is
the clock of the plant. ``wall`` is when somebody really typed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from simulator.export.session import Session, read_time
from simulator.language.command_text import show_command
from simulator.language.event import Event, LabReported
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.simtime import DAY, HOUR, MINUTE
from simulator.session.canonical import canonical, plain_json
from simulator.session.record import CommandRecord, RefusalRecord, Seal
from simulator.session.replay import Recording

Type = Literal["time", "number", "whole", "text", "yes-no"]
Cell = datetime | float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns with their types, and its rows, made while they are read."""

    name: str
    columns: tuple[tuple[str, Type], ...]
    rows: Iterator[tuple[Cell, ...]]


_WHEN: tuple[tuple[str, Type], ...] = (
    ("session", "text"),
    ("time", "time"),
    ("simulated_s", "number"),
)
VALUES: tuple[tuple[str, Type], ...] = (
    *_WHEN,
    ("tag", "text"),
    ("attribute", "text"),
    ("value", "number"),
    ("text", "text"),
    ("unit", "text"),
    ("quality", "text"),
)
EVENTS: tuple[tuple[str, Type], ...] = (
    *_WHEN,
    ("event", "text"),
    ("subject", "text"),
    ("old", "text"),
    ("new", "text"),
    ("unit", "text"),
    ("by", "text"),
    ("details", "text"),
    ("truth", "yes-no"),
)
COMMANDS: tuple[tuple[str, Type], ...] = (
    *_WHEN,
    ("record", "whole"),
    ("wall", "time"),
    ("who", "text"),
    ("role", "text"),
    ("kind", "text"),
    ("command", "text"),
    ("old", "text"),
    ("new", "text"),
    ("unit", "text"),
    ("reason", "text"),
    ("accepted", "yes-no"),
    ("refused_because", "text"),
)
SESSIONS: tuple[tuple[str, Type], ...] = (
    ("session", "text"),
    ("head", "text"),
    ("scenario", "text"),
    ("scenario_sha256", "text"),
    ("title", "text"),
    ("seed", "whole"),
    ("who", "text"),
    ("role", "text"),
    ("language", "text"),
    ("began", "time"),
    ("simulated_s", "number"),
    ("sealed", "yes-no"),
    ("program", "text"),
    ("physics", "whole"),
)
BALANCE: tuple[tuple[str, Type], ...] = (
    ("session", "text"),
    ("of", "text"),
    ("unit", "text"),
    ("tag", "text"),
    ("before", "number"),
    ("brought", "number"),
    ("made", "number"),
    ("now", "number"),
    ("out", "number"),
    ("vented", "number"),
    ("missing", "number"),
)
_PARTS = ("before", "brought", "made", "now", "out", "vented")
_SHOWN = ("t", "subject", "old", "new", "unit", "by")


def usual_step(duration_ms: int) -> int:
    """Return how often the instruments of a session are read if nobody says: ms."""
    if duration_ms <= 8 * HOUR:
        return MINUTE
    return 10 * MINUTE if duration_ms <= 20 * DAY else HOUR


def tables(sessions: Iterable[Session], every: int | None, truth: bool) -> tuple[Table, ...]:
    """Return sessions as tables.

    Args:
        sessions: each is lived again for its values.
        every: how often the instruments are read (ms); None: as suits the session.
        truth: whether to tell events that only an assessor may know, such as faults.
    """
    listed = list(sessions)
    return (
        Table("sessions", SESSIONS, (_session(one) for one in listed)),
        Table("commands", COMMANDS, (row for one in listed for row in _commands(one))),
        Table("events", EVENTS, (row for one in listed for row in _events(one, truth))),
        Table("values", VALUES, (row for one in listed for row in _values(one, every))),
        Table("balance", BALANCE, (row for one in listed for row in _balance(one))),
    )


def _session(one: Session) -> tuple[Cell, ...]:
    opening, last = one.opening, one.journal.records[-1]
    return (
        one.id,
        one.journal.head,
        one.scenario,
        opening.sha256.get(opening.main, ""),
        opening.title.get(opening.language) or opening.title.get("en", ""),
        opening.seed,
        one.who,
        opening.role,
        opening.language,
        one.began,
        last.t / 1000.0,
        isinstance(last, Seal),
        opening.program,
        opening.physics,
    )


def _commands(one: Session) -> Iterator[tuple[Cell, ...]]:
    names: dict[str, Field] = {}
    for record in one.journal.records:
        if not isinstance(record, CommandRecord | RefusalRecord):
            continue
        done = isinstance(record, CommandRecord)
        yield (
            *_when(one, record.t),
            record.n,
            read_time(record.wall),
            one.coded(record.who),
            record.role,
            record.command.kind,
            show_command(record.command, names),
            _shown(record.old) if isinstance(record, CommandRecord) else None,
            _shown(record.new) if isinstance(record, CommandRecord) else None,
            record.unit if isinstance(record, CommandRecord) else "",
            record.reason,
            done,
            record.code if isinstance(record, RefusalRecord) else "",
        )


def _events(one: Session, truth: bool) -> Iterator[tuple[Cell, ...]]:
    recording = Recording(one.journal)
    for event in recording.between(0, recording.end):
        if not isinstance(event, Event) or (event.truth and not truth):
            continue
        rest = {f.name: getattr(event, f.name) for f in fields(event) if f.name not in _SHOWN}
        yield (
            *_when(one, event.t),
            type(event).__name__,
            event.subject,
            _shown(getattr(event, "old", None)),
            _shown(getattr(event, "new", None)),
            getattr(event, "unit", ""),
            one.coded(getattr(event, "by", "")),
            canonical(plain_json(rest)).decode("ascii") if rest else "",
            event.truth,
        )


def _values(one: Session, every: int | None) -> Iterator[tuple[Cell, ...]]:
    recording = Recording(one.journal)
    step = every or usual_step(recording.end)
    step = max(step, recording.brief.scan_ms)
    t = 0
    while True:
        recording.advance(t)
        # what a scenario's scan does not divide is read at the scan before
        yield from _readings(_when(one, recording.now), recording.observe())
        if t >= recording.end:
            break
        t = min(t + step, recording.end)
    for event in recording.between(0, recording.end):
        if isinstance(event, LabReported):
            for name, value, unit in event.results:
                when = _when(one, event.taken_at)
                yield *when, event.subject, f"lab {name}", _finite(value), None, unit, ""


def _readings(when: tuple[Cell, ...], seen: Observation) -> Iterator[tuple[Cell, ...]]:
    """Yield what every instrument, loop and valve shows, one attribute a row."""
    for tag, view in seen.tags.items():
        for attribute, value, unit in (
            ("PV", view.pv, view.unit),
            ("SP", view.sp, view.unit),
            ("OP", view.op, "%"),
            ("POS", view.position, "%"),
        ):
            if value is not None:
                yield *when, tag, attribute, _finite(value), None, unit, view.quality
        if view.mode is not None:
            yield *when, tag, "MODE", None, view.mode, "", view.quality


def _balance(one: Session) -> Iterator[tuple[Cell, ...]]:
    """Yield the balance that a sealed session tells: a row for the plant, one for each unit."""
    last = one.journal.records[-1]
    told = last.results.get("balance") if isinstance(last, Seal) else None
    for found in told if isinstance(told, list) else ():
        if not isinstance(found, dict):
            continue
        of, unit, parts = (found.get(key) for key in ("name", "unit", "parts"))
        made, used, off = (_real(found.get(key)) for key in ("made", "used", "off"))
        net = made - used if made is not None and used is not None else None
        whole = {**found, "tag": None, "made": net}
        for part in (whole, *(parts if isinstance(parts, list) else ())):
            if isinstance(part, dict):
                numbers = (_real(part.get(key)) for key in _PARTS)
                lost = -off if part is whole and off is not None else None
                yield (one.id, _shown(of), _shown(unit), _shown(part.get("tag")), *numbers, lost)


def _real(value: Any) -> float | None:
    """Return a number of a log's results, if it is one."""
    return _finite(float(value)) if type(value) in (int, float) else None


def _when(one: Session, t: int) -> tuple[Cell, ...]:
    return one.id, one.at(t), t / 1000.0


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _shown(value: Any) -> str | None:
    """Return an old or new value as text: numbers in the shortest form that reads back."""
    return None if value is None else str(value)
