"""Answers to forms as one line of text, and back: ``diagnose cause = oxygen-bank``.

Part of :mod:`simulator.language.paperwork_text`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from simulator.language.field import Field
from simulator.language.forms import (
    HIGHEST,
    LOWEST,
    SCALES,
    STEP,
    Diagnose,
    EndFreeze,
    FormWork,
    RateWorkload,
    Recall,
    SwitchOffFreezes,
)
from simulator.language.problem import Problem, Refusal
from simulator.language.quantity import write_quantity
from simulator.language.tag import check_name, meant, quoted
from simulator.language.text import text

ANSWER = "ANSWER"
"""After the name of a question or query: its answer, such as ``check.oxygen.ANSWER``."""
WORKLOAD = "workload mental 55 physical 10 temporal 70 performance 30 effort 60 frustration 20"
_LEFT = "([^ =]+)"


class Reading(Protocol):
    """What a command is read with."""

    @property
    def names(self) -> Mapping[str, Field]:
        """The units of measure and choices of what commands name."""

    def value(self, text: str, unit: str) -> float:
        """Return a number in ``unit``."""


Form = tuple[str, str, str, Callable[[re.Match[str], Reading], FormWork]]
"""First words, the rest of the pattern, an example, and what makes the command."""


def _chosen(name: str, written: str, field: Field) -> str:
    """Return a word that is among the choices of a name."""
    if written not in field.choices:
        hint = meant(written, field.choices, text("one of {words}", words=", ".join(field.choices)))
        message = text("{step} cannot be {value}", step=name, value=quoted(written))
        raise Refusal(Problem("not-a-choice", message, hint))
    return written


def _diagnose(found: re.Match[str], reading: Reading) -> Diagnose:
    """Read ``diagnose cause = oxygen-bank``."""
    question, choice = check_name(found[1]), found[2].strip(" ")
    field = reading.names.get(f"{question}.{ANSWER}")
    if field is not None and field.choices:
        return Diagnose(question, _chosen(question, choice, field))
    return Diagnose(question, check_name(choice))


def _recall(found: re.Match[str], reading: Reading) -> Recall:
    """Read ``recall check.oxygen = 38 %``; whether there is such a query the plant says."""
    freeze, point, query = found[1].partition(".")
    if not point:
        message = text("{name} is not the name of a query", name=quoted(found[1]))
        raise Refusal(
            Problem("bad-query", message, text("write for example {example}", example=_A))
        )
    name, written = f"{check_name(freeze)}.{check_name(query)}", found[2].strip(" ")
    field = reading.names.get(f"{name}.{ANSWER}")
    if field is None:
        return Recall(freeze, query, written)
    if field.choices:
        return Recall(freeze, query, _chosen(name, written, field))
    return Recall(freeze, query, reading.value(written, field.unit))


def _workload(found: re.Match[str], _reading: Reading) -> RateWorkload:
    """Read ``workload mental 55 physical 10 ...``: each scale once, in any order."""
    words = found[1].split()
    given = dict(zip(words[::2], words[1::2], strict=False))
    whole = len(words) == 2 * len(SCALES) and sorted(given) == sorted(SCALES)
    if not whole or not all(re.fullmatch("[0-9]{1,3}", number) for number in given.values()):
        message = text("a workload form has six scales, each with a number")
        raise Refusal(Problem("bad-workload", message, WORKLOAD))
    mental, physical, temporal, performance, effort, frustration = (
        int(given[scale]) for scale in SCALES
    )
    return RateWorkload(mental, physical, temporal, performance, effort, frustration)


_A = "recall check.oxygen = 38 %"
FORMS: tuple[Form, ...] = (
    ("diagnose", f"{_LEFT} *= *(.+)", "diagnose cause = oxygen-bank", _diagnose),
    ("recall", f"{_LEFT} *= *(.+)", _A, _recall),
    ("end freeze", "([^ ]+)", "end freeze check", lambda m, _: EndFreeze(check_name(m[1]))),
    ("freezes", "off", "freezes off", lambda _m, _: SwitchOffFreezes()),
    ("workload", "(.+)", WORKLOAD, _workload),
)


def rating_of(command: RateWorkload) -> tuple[int, ...]:
    """Return the six numbers of a workload form, in the order of SCALES."""
    return (
        command.mental,
        command.physical,
        command.temporal,
        command.performance,
        command.effort,
        command.frustration,
    )


def on_scale(number: int) -> bool:
    """Return whether a number is one of a workload scale."""
    return LOWEST <= number <= HIGHEST and number % STEP == 0


def show_form(command: FormWork, names: Mapping[str, Field]) -> str:
    """Return an answer as text that reads back to the same command."""
    match command:
        case Diagnose(question, choice):
            return f"diagnose {question} = {choice}"
        case Recall(freeze, query, answer):
            name = f"{freeze}.{query}"
            field = names.get(f"{name}.{ANSWER}")
            if isinstance(answer, str):
                return f"recall {name} = {answer}"
            return f"recall {name} = {write_quantity(answer, field.unit if field else '')}"
        case EndFreeze(freeze):
            return f"end freeze {freeze}"
        case SwitchOffFreezes():
            return "freezes off"
        case RateWorkload():
            numbers = zip(SCALES, rating_of(command), strict=True)
            return "workload " + " ".join(f"{scale} {number}" for scale, number in numbers)
