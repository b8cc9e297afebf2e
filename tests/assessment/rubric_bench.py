"""A small world for rubrics: acts, alarms and events at given seconds."""

from __future__ import annotations

from simulator.assessment.mark import Mark, settled
from simulator.assessment.pattern import Comparison, Pattern
from simulator.assessment.timeline import Act, AlarmFacts, Timeline
from simulator.language.command import Acknowledge, Command, Note, SetSetpoint
from simulator.language.condition import Condition, compile_condition
from simulator.language.event import AlarmChanged, FaultBegan
from simulator.language.field import Field

NAMES = {
    "AT-101.PV": Field("AT-101.PV", "pH", 7.0, 4.0, 10.0, "definition"),
    "TIC-101.SP": Field("TIC-101.SP", "degC", 37.0, 0.0, 60.0, "definition"),
}
FAULT = FaultBegan(100_000, "lost", "The oxygen is lost")


def act(second: float, n: int, command: Command, reason: str = "", old: float = 0.0) -> Act:
    """Return a command that was done."""
    new = command.value if isinstance(command, SetSetpoint) else None
    return Act(int(second * 1000), n, command, reason, old, new)


def setpoint(second: float, n: int, tag: str, value: float, old: float = 0.0) -> Act:
    """Return a new set-point, with a good reason."""
    return act(second, n, SetSetpoint(tag, value), "the value was too low", old)


def ack(second: float, n: int, alarm: str) -> Act:
    """Return an acknowledgement."""
    return act(second, n, Acknowledge(alarm))


def note(second: float, n: int, words: str) -> Act:
    """Return a note in the logbook."""
    return act(second, n, Note(words))


def alarm(second: float, tag: str, old: str, new: str, priority: int = 3) -> AlarmChanged:
    """Return a change of an alarm's state."""
    return AlarmChanged(int(second * 1000), tag, old, new, priority, 1.0, int(second * 1000))


def pattern(words: str, comparison: Comparison = "", value: float | str = 0.0) -> Pattern:
    """Return a pattern."""
    return Pattern(words, words, comparison, value)


def condition(text: str) -> Condition:
    """Return a condition over the names of this bench."""
    return compile_condition(text, NAMES)


def session(seconds: float = 1000.0, **facts: object) -> Timeline:
    """Return a session that went to its end, with a fault at 100 s."""
    whole = {"events": (FAULT,), "alarms": {"A-1.HI": AlarmFacts(1, 60_000)}, **facts}
    end = int(seconds * 1000)
    return Timeline(end, end, **whole)  # type: ignore[arg-type]


def share(marks: tuple[Mark, ...]) -> float:
    """Return the part of the points that marks win."""
    return sum(mark.won for mark in settled(marks, 1.0))


def said(marks: tuple[Mark, ...]) -> str:
    """Return all sentences."""
    return " / ".join(mark.sentence for mark in marks)
