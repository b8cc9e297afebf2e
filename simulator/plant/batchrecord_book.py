"""What the batch record holds, as records that a checkpoint keeps and a digest covers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.language.problem import Problem, Refusal
from simulator.language.text import text

Value = float | str


@dataclass(slots=True)
class Entry:
    """One step: since when it is to be done, what was entered, and all that was written to it.

    ``corrections`` are (t, who, old, new, reason), ``comments`` (t, who, text), ``witness`` is
    (t, name, role) or empty. Times are ms since the session began.
    """

    opened: int | None = None
    value: Value | None = None
    t: int = 0
    who: str = ""
    late: bool = False
    corrections: list[tuple[int, str, Value, Value, str]] = field(default_factory=list)
    comments: list[tuple[int, str, str]] = field(default_factory=list)
    witness: tuple[int, str, str] | None = None

    def state(self) -> list[Any]:
        """Return it as JSON-able values of its own."""
        return [
            self.opened,
            self.value,
            self.t,
            self.who,
            self.late,
            [list(one) for one in self.corrections],
            [list(one) for one in self.comments],
            list(self.witness) if self.witness else None,
        ]

    @classmethod
    def read(cls, state: Any) -> Entry:
        """Return the entry that ``state`` was taken of; raise ValueError or TypeError if none."""
        opened, value, t, who, late, corrections, comments, witness = state
        if type(late) is not bool:
            raise ValueError("late is yes or no")
        signed = None
        if witness is not None:
            at, name, role = witness
            signed = (_time(at), _words(name), _words(role))
        return cls(
            None if opened is None else _time(opened),
            None if value is None else _value(value),
            _time(t),
            _words(who),
            late,
            [
                (_time(at), _words(by), _value(old), _value(new), _words(why))
                for at, by, old, new, why in corrections
            ],
            [(_time(at), _words(by), _words(told)) for at, by, told in comments],
            signed,
        )


@dataclass(slots=True)
class Deviation:
    """One deviation; ``closed`` is (t, who, action) or None."""

    number: int
    t: int
    who: str
    about: str
    text: str
    closed: tuple[int, str, str] | None = None

    def state(self) -> list[Any]:
        """Return it as JSON-able values of its own."""
        closed = list(self.closed) if self.closed else None
        return [self.number, self.t, self.who, self.about, self.text, closed]

    @classmethod
    def read(cls, state: Any) -> Deviation:
        """Return the deviation that ``state`` was taken of; ValueError or TypeError if none."""
        number, t, who, about, told, ended = state
        closed = None
        if ended is not None:
            at, by, action = ended
            closed = (_time(at), _words(by), _words(action))
        return cls(_time(number), _time(t), _words(who), _words(about), _words(told), closed)


@dataclass(slots=True)
class Book:
    """All entries, by step, and all deviations, by number less one."""

    entries: dict[str, Entry]
    deviations: list[Deviation] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        """Return everything as JSON-able values."""
        return {
            "entries": {step: entry.state() for step, entry in self.entries.items()},
            "deviations": [deviation.state() for deviation in self.deviations],
        }

    @classmethod
    def read(cls, state: Any, steps: Mapping[str, object]) -> Book:
        """Return the book that :meth:`state` was taken of.

        Raises:
            Refusal: the values cannot be those of a record of these steps.
        """
        try:
            entries = {step: Entry.read(state["entries"][step]) for step in steps}
            deviations = [Deviation.read(one) for one in state["deviations"]]
            strangers = len(state["entries"]) != len(entries) or len(state) != 2
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise Refusal(_unusable(type(error).__name__)) from None
        if strangers or [one.number for one in deviations] != [*range(1, len(deviations) + 1)]:
            raise Refusal(_unusable("it is not of this plant"))
        return cls(entries, deviations)


def _unusable(why: str) -> Problem:
    message = text("the batch record in this checkpoint cannot be used: {why}", why=why)
    return Problem("bad-checkpoint", message, text("run again from the beginning of the log"))


def _time(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a whole number")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _value(value: Any) -> Value:
    if isinstance(value, str):
        return value
    if type(value) is not float or not math.isfinite(value):
        raise ValueError("not a number")
    return value
