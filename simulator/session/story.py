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
from simulator.language.words import Words, say
from simulator.session.follow import Happening
from simulator.session.record import (
    CommandRecord,
    Open,
    Record,
    RefusalRecord,
    Resumed,
    Seal,
    Speed,
)
from simulator.session.rules import ROLES

_TIME_WIDTH = 13

_PHRASES: Mapping[str, Words] = {
    "open": {"en": "session begins", "nl": "sessie begint", "fr": "début de la session"},
    "seed": {"en": "seed", "nl": "seed", "fr": "graine"},
    "refused": {"en": "REFUSED", "nl": "GEWEIGERD", "fr": "REFUSÉ"},
    "because": {"en": "because", "nl": "reden", "fr": "motif"},
    "alarm": {"en": "alarm", "nl": "alarm", "fr": "alarme"},
    "priority": {"en": "priority", "nl": "prioriteit", "fr": "priorité"},
    "phase": {"en": "phase", "nl": "fase", "fr": "phase"},
    "prompt": {"en": "question", "nl": "vraag", "fr": "question"},
    "message": {"en": "message", "nl": "bericht", "fr": "message"},
    "tripped": {"en": "interlock tripped", "nl": "vergrendeling", "fr": "verrouillage déclenché"},
    "first": {"en": "first out", "nl": "eerste oorzaak", "fr": "première cause"},
    "cleared": {
        "en": "interlock cleared",
        "nl": "vergrendeling opgeheven",
        "fr": "verrouillage levé",
    },
    "sample": {"en": "sample", "nl": "monster", "fr": "échantillon"},
    "taken": {"en": "taken", "nl": "genomen", "fr": "prélevé"},
    "lab": {"en": "laboratory", "nl": "laboratorium", "fr": "laboratoire"},
    "work": {"en": "done", "nl": "gedaan", "fr": "fait"},
    "shift": {"en": "shift", "nl": "ploeg", "fr": "équipe"},
    "people": {"en": "people", "nl": "mensen", "fr": "personnes"},
    "fault": {"en": "fault begins", "nl": "storing begint", "fr": "début de la panne"},
    "mended": {"en": "fault ends", "nl": "storing eindigt", "fr": "fin de la panne"},
    "model": {"en": "MODEL FAULT", "nl": "MODELFOUT", "fr": "ERREUR DE MODÈLE"},
    "speed": {"en": "speed", "nl": "snelheid", "fr": "vitesse"},
    "resumed": {"en": "session resumed", "nl": "sessie hervat", "fr": "session reprise"},
    "sealed": {"en": "session sealed", "nl": "sessie verzegeld", "fr": "session scellée"},
}

_ALARM_STATES: Mapping[str, Words] = {
    "A": {"en": "normal", "nl": "normaal", "fr": "normale"},
    "B": {"en": "unacknowledged", "nl": "niet bevestigd", "fr": "non acquittée"},
    "C": {"en": "acknowledged", "nl": "bevestigd", "fr": "acquittée"},
    "D": {
        "en": "returned, unacknowledged",
        "nl": "hersteld, niet bevestigd",
        "fr": "disparue, non acquittée",
    },
    "E": {
        "en": "latched, unacknowledged",
        "nl": "vergrendeld, niet bevestigd",
        "fr": "mémorisée, non acquittée",
    },
    "F": {
        "en": "latched, acknowledged",
        "nl": "vergrendeld, bevestigd",
        "fr": "mémorisée, acquittée",
    },
    "G": {"en": "shelved", "nl": "tijdelijk geparkeerd", "fr": "mise de côté"},
    "H": {"en": "suppressed", "nl": "onderdrukt", "fr": "inhibée"},
    "I": {"en": "out of service", "nl": "buiten dienst", "fr": "hors service"},
}


def story(
    happenings: Iterable[Happening],
    names: Mapping[str, Field],
    language: str = "en",
    truth: bool = True,
) -> Iterator[str]:
    """Yield one line for everything that a person would tell.

    Args:
        happenings: events and records in order, as a recording's ``story`` gives them.
        names: the units of measure of what commands name.
        language: ``en``, ``nl`` or ``fr``.
        truth: whether to tell what only an assessor may know, such as faults.
    """
    for happening in happenings:
        if isinstance(happening, Event):
            text = _event(happening, language) if truth or not happening.truth else ""
        else:
            text = _record(happening, names, language)
        if text:
            yield f"{show_time(happening.t):>{_TIME_WIDTH}}  {plain(text, 1000)}"


def _record(record: Record, names: Mapping[str, Field], language: str) -> str:
    """Return what a record tells; checks, checkpoints and samples tell nothing."""
    word = _Speaker(language)
    if isinstance(record, Open):
        title = say(record.title, language)
        return f"{word('open')}: {title}; {word('seed')} {record.seed}; {_who(record)}"
    if isinstance(record, CommandRecord):
        change = ""
        if record.old is not None and record.new is not None:
            change = f"  [{_show(record.old)} → {_show(record.new)} {record.unit}".rstrip() + "]"
        why = f"  ({word('because')}: {record.reason})" if record.reason else ""
        return f"{record.who}: {show_command(record.command, names)}{change}{why}"
    if isinstance(record, RefusalRecord):
        command = show_command(record.command, names)
        return f"{record.who}: {command}  {word('refused')}: {record.message}"
    if isinstance(record, Speed):
        return f"{word('speed')} ×{record.speed:g}"
    if isinstance(record, Resumed):
        return f"{word('resumed')}: {_who(record)}"
    if isinstance(record, Seal):
        return f"{word('sealed')}: {record.reason}"
    return ""


def _event(event: Event, language: str) -> str:
    """Return what an event tells; what a person's command changed is told by its record."""
    word = _Speaker(language)
    if isinstance(event, ValueChanged):
        if event.by in ROLES:
            return ""
        unit = f" {event.unit}" if event.unit else ""
        change = f"{_show(event.old)} → {_show(event.new)}{unit}"
        return f"{event.by}: {event.subject}.{event.attribute} {change}"
    if isinstance(event, AlarmChanged):
        states = [say(_ALARM_STATES.get(s, {"en": s}), language) for s in (event.old, event.new)]
        tail = f"{word('priority')} {event.priority}, {_show(event.value)}"
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
        return f"{word('lab')}: {event.subject} {word('sample')} {event.sample}: {found}"
    if isinstance(event, ShiftChanged):
        return f"{word('shift')} {event.subject}: {event.people} {word('people')}"
    return _message(event, language)


def _message(event: Event, language: str) -> str:
    """Return what an event that carries words tells."""
    word = _Speaker(language)
    if isinstance(event, InterlockTripped):
        first = f" ({word('first')})" if event.first_out else ""
        return f"{word('tripped')} {event.subject}{first}: {event.text}"
    if isinstance(event, InterlockCleared):
        return f"{word('cleared')}: {event.subject}"
    told = {
        PromptShown: "prompt",
        MessageShown: "message",
        WorkDone: "work",
        FaultBegan: "fault",
        FaultEnded: "mended",
        ModelFaulted: "model",
    }.get(type(event))
    if told is None:
        return ""
    text = getattr(event, "text", "")
    return f"{word(told)}: {event.subject}: {text}"


class _Speaker:
    """Says phrases in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, phrase: str) -> str:
        return say(_PHRASES[phrase], self._language)


def _who(record: Open | Resumed) -> str:
    return f"{record.who} ({record.role}), {record.wall}"


def _show(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"
