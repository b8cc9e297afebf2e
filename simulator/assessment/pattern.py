"""Which commands a rubric means: ``TIC-101.SP``, ``SIC-101.SP > 90 rpm``, ``ack *``.

A pattern is a name with an attribute, perhaps with what its new value must be, or the words of a
command. ``*`` stands for anything within a word. The words of a command may go on after the
pattern: ``calibrate AT-101`` is any calibration of AT-101.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.assessment.timeline import Act
from simulator.language.command import SetMode, SetOutput, SetSetpoint
from simulator.language.command_text import show_command

Comparison = Literal["", "<", "<=", ">", ">=", "=", "up", "down"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, read.

    Attributes:
        text: as it was written.
        words: what the command must begin with; ``*`` stands for anything within a word.
        comparison: how the new value stands to ``value``, or whether it went up or down.
        value: in the unit of measure of the name, or a mode.
    """

    text: str
    words: str
    comparison: Comparison = ""
    value: float | str = 0.0

    def fits(self, act: Act) -> bool:
        """Return whether a command is one of those that are meant."""
        wanted = self.words.split(" ")
        given = show_command(act.command, {}).split(" ", len(wanted))[: len(wanted)]
        if len(given) < len(wanted):
            return False
        if not all(glob_fits(glob, word) for glob, word in zip(wanted, given, strict=True)):
            return False
        if not self.comparison:
            return True
        return self._compares(act)

    def _compares(self, act: Act) -> bool:
        command = act.command
        if isinstance(command, SetMode):
            return self.comparison == "=" and command.mode == self.value
        if not isinstance(command, SetSetpoint | SetOutput):
            return False
        new, old = command.value, act.old
        if self.comparison in ("up", "down"):
            if not isinstance(old, float):
                return False
            return new > old if self.comparison == "up" else new < old
        if isinstance(self.value, str):
            return False
        return {
            "<": new < self.value,
            "<=": new <= self.value,
            ">": new > self.value,
            ">=": new >= self.value,
            "=": new == self.value,
        }[self.comparison]


PAPER = frozenset(
    {
        "acknowledge",
        "unshelve",
        "note",
        "take-hint",
        "enter-step",
        "correct-step",
        "comment-step",
        "witness-step",
        "open-deviation",
        "close-deviation",
        "label-sample",
        "call-person",
        "hand-over",
        "diagnose",
        "recall",
        "end-freeze",
        "freezes-off",
        "rate-workload",
    }
)
"""Kinds of commands that only write, tell or take note: nobody loses points for them."""


def touches(act: Act) -> bool:
    """Return whether a command does something to the plant, its samples or its alarms."""
    return act.command.kind not in PAPER


def any_fits(patterns: tuple[Pattern, ...], act: Act) -> bool:
    """Return whether a command fits one of the patterns."""
    return any(pattern.fits(act) for pattern in patterns)


def glob_fits(glob: str, name: str) -> bool:
    """Return whether a name fits a pattern in which ``*`` stands for anything.

    >>> glob_fits("AIC-102.*", "AIC-102.LO")
    True
    """
    first, *rest = glob.split("*")
    if not rest:
        return name == glob
    last = rest.pop()
    if not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in rest:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end
