"""The story of a session as lines of plain text: who did what, what the plant did, and when.

Outside text is made safe to show; see :func:`simulator.language.plain.plain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.language.command_text import show_command
from simulator.language.event import (
    AlarmChanged,
    Event,
    FaultBegan,
    FaultEnded,
    InterlockCleared,
    InterlockTripped,
    LabReported,
    MessageShown,
    ModelFaulted,
    PhaseChanged,
    PromptShown,
    SampleTaken,
    ShiftChanged,
    ValueChanged,
    WorkDone,
)
from simulator.language.field import Field
from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.session.index import Happening
from simulator.session.meanings import STATES
from simulator.session.record import (
    Branched,
    CommandRecord,
    Open,
    Record,
    RefusalRecord,
    Resumed,
    Seal,
    Speed,
)
from simulator.session.rules import ROLES
from simulator.session.speech import ENGLISH, Speaker
from simulator.session.story_paper import paper

_TIME_WIDTH = 13


def story(
    happenings: Iterable[Happening],
    names: Mapping[str, Field],
    word: Speaker = ENGLISH,
    truth: bool = True,
) -> Iterator[str]:
    """Yield one line for everything that a person would tell.

    Args:
        happenings: events and records in order, as a recording's ``story`` gives them.
        names: the units of measure of what commands name.
        word: the language it is told in.
        truth: whether to tell what only an assessor may know, such as faults.
    """
    for happening in happenings:
        if isinstance(happening, Event):
            text = _event(happening, names, word) if truth or not happening.truth else ""
        else:
            text = _record(happening, names, word)
        if text:
            yield f"{show_time(happening.t):>{_TIME_WIDTH}}  {plain(text, 1000)}"


def _record(record: Record, names: Mapping[str, Field], word: Speaker) -> str:
    """Return what a record tells; checks, checkpoints and samples tell nothing."""
    if isinstance(record, Open):
        title = word.words(record.title)
        begun = f"{word('session begins')}{word.colon}{title}"
        return f"{begun}; {word('seed')} {record.seed}; {_who(record)}"
    if isinstance(record, CommandRecord):
        change = ""
        if record.old is not None and record.new is not None:
            change = f"  [{_show(record.old)} → {_show(record.new)} {record.unit}".rstrip() + "]"
        why = f"  ({word('because')}{word.colon}{record.reason})" if record.reason else ""
        return f"{record.who}: {show_command(record.command, names)}{change}{why}"
    if isinstance(record, RefusalRecord):
        command = show_command(record.command, names)
        return (
            f"{record.who}: {command}  {word('REFUSED')}{word.colon}{word.retell(record.message)}"
        )
    if isinstance(record, Speed):
        return f"{word('speed')} ×{record.speed:g}"
    if isinstance(record, Resumed):
        return f"{word('session resumed')}{word.colon}{_who(record)}"
    if isinstance(record, Branched):
        return f"{word('session branches off a recording')}{word.colon}{_who(record)}"
    if isinstance(record, Seal):
        return f"{word('session sealed')}{word.colon}{record.reason}"
    return ""


def _event(event: Event, names: Mapping[str, Field], word: Speaker) -> str:
    """Return what an event tells; what a person's command changed is told by its record."""
    if isinstance(event, ValueChanged):
        if event.by in ROLES:
            return ""
        unit = f" {event.unit}" if event.unit else ""
        change = f"{_show(event.old)} → {_show(event.new)}{unit}"
        return f"{event.by}: {event.subject}.{event.attribute} {change}"
    if isinstance(event, AlarmChanged):
        states = [word(STATES.get(letter, letter)) for letter in (event.old, event.new)]
        field = names.get(f"{event.subject.rpartition('.')[0]}.PV")
        value = f"{event.value:.4g} {field.unit if field is not None else ''}".rstrip()
        tail = f"{word('priority')} {event.priority}, {value}"
        return f"{word('alarm')} {event.subject}: {states[0]} → {states[1]} ({tail})"
    if isinstance(event, PhaseChanged):
        return f"{word('phase')} {event.subject}: {event.old} → {event.new} ({event.by})"
    if isinstance(event, SampleTaken):
        return f"{event.subject}: {word('sample')} {event.sample} {word('taken')}"
    if isinstance(event, LabReported):
        found = "; ".join(
            f"{name} {_show(value)}" if unit in ("", name) else f"{name} {_show(value)} {unit}"
            for name, value, unit in event.results
        )
        sample = f"{event.subject} {word('sample')} {event.sample}"
        return f"{word('laboratory')}{word.colon}{sample}{word.colon}{found}"
    if isinstance(event, ShiftChanged):
        return f"{word('shift')} {event.subject}: {event.people} {word('people')}"
    return _message(event, word)


def _message(event: Event, word: Speaker) -> str:
    """Return what an event that carries words tells."""
    if isinstance(event, InterlockTripped):
        first = f" ({word('first out')})" if event.first_out else ""
        return f"{word('interlock tripped')} {event.subject}{first}: {word.retell(event.text)}"
    if isinstance(event, InterlockCleared):
        return f"{word('interlock cleared')}{word.colon}{event.subject}"
    told = {
        PromptShown: N_("question"),
        MessageShown: N_("message"),
        WorkDone: N_("done"),
        FaultBegan: N_("fault begins"),
        FaultEnded: N_("fault ends"),
        ModelFaulted: N_("MODEL FAULT"),
    }.get(type(event))
    if told is None:
        return paper(event, word)
    text = word.retell(getattr(event, "text", ""))
    return f"{word(told)}{word.colon}{event.subject}{word.colon}{text}"


def _who(record: Open | Resumed | Branched) -> str:
    return f"{record.who} ({record.role}), {record.wall}"


def _show(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"
