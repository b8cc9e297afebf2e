"""Paperwork as one line of text, and back: ``enter weigh-base = 47.8 kg``.

Part of :mod:`simulator.language.command_text`, which reads and shows every command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol, cast

from simulator.language import floor_text, forms_text
from simulator.language.field import Field
from simulator.language.floor import FloorWork
from simulator.language.forms import FormWork
from simulator.language.paperwork import (
    CONTACTS,
    ROLES,
    CallPerson,
    CloseDeviation,
    CommentStep,
    Contact,
    CorrectStep,
    DrawSample,
    EnterStep,
    HandOver,
    LabelSample,
    OpenDeviation,
    Paperwork,
    Retest,
    SendSample,
    WitnessRole,
    WitnessStep,
)
from simulator.language.problem import Problem, Refusal
from simulator.language.quantity import write_quantity
from simulator.language.tag import check_name, check_tag, meant, quoted
from simulator.language.text import text

ENTRY = "ENTRY"
"""After a step's name: what is entered there, such as ``weigh-base.ENTRY``."""
BATCH = "batch"
"""What a deviation is about that is about nothing else."""
_LEFT = "([^ =]+)"
_NUMBERED = re.compile("[1-9][0-9]{0,8}")
_PARTS = ("safety", "process", "equipment", "deviations", "to do")
_ABOUT = re.compile(r"on [^ :]+: ?.+")


class Reading(Protocol):
    """What a command is read with."""

    @property
    def names(self) -> Mapping[str, Field]:
        """The units of measure and choices of what commands name."""

    def value(self, text: str, unit: str) -> float:
        """Return a number in ``unit``."""


Form = tuple[str, str, str, Callable[[re.Match[str], Reading], Paperwork]]
"""First words, the rest of the pattern, an example, and what makes the command."""


def entered(step: str, written: str, reading: Reading) -> float | str:
    """Return what is written in a step: a number if the step has a unit of measure, or a word.

    What a step without a unit takes is for the plant to say; so is whether there is the step.
    """
    field = reading.names.get(f"{step}.{ENTRY}")
    if field is None:
        return written
    if not field.choices:
        return reading.value(written, field.unit)
    if written not in field.choices:
        names = ", ".join(field.choices)
        hint = meant(written, field.choices, text("one of {words}", words=names))
        message = text("{step} cannot be {value}", step=step, value=quoted(written))
        raise Refusal(Problem("not-a-choice", message, hint))
    return written


def _enter(found: re.Match[str], reading: Reading) -> EnterStep:
    """Read ``enter weigh-base = 47.8 kg``."""
    step = check_name(found[1])
    return EnterStep(step, entered(step, found[2].strip(" "), reading))


def _correct(found: re.Match[str], reading: Reading) -> CorrectStep:
    """Read ``correct weigh-base = 47.9 kg``."""
    step = check_name(found[1])
    return CorrectStep(step, entered(step, found[2].strip(" "), reading))


def _witness(found: re.Match[str], _reading: Reading) -> WitnessStep:
    """Read ``witness weigh-base by A. Peeters as supervisor``; the role may be left out."""
    name, word, role = found[2].rpartition(" as ")
    if not word:
        name, role = found[2], "operator"
    elif role not in ROLES:
        hint = meant(role, ROLES, text("one of {words}", words=", ".join(ROLES)))
        message = text("{role} is no role of a witness", role=quoted(role))
        raise Refusal(Problem("bad-role", message, hint))
    return WitnessStep(check_name(found[1]), name.strip(" "), cast(WitnessRole, role))


def _deviation(found: re.Match[str], _reading: Reading) -> OpenDeviation:
    """Read ``deviation on weigh-base: bottle overfilled``; what it is about may be left out."""
    about = found[1] or ""
    return OpenDeviation(found[2].strip(" "), "" if about == BATCH else about)


def _number(written: str) -> int:
    """Return the number of a sample or a deviation."""
    if not _NUMBERED.fullmatch(written):
        message = text("{number} is no number of a list", number=quoted(written))
        raise Refusal(Problem("bad-number", message, text("write a whole number, such as 3")))
    return int(written)


def _call(found: re.Match[str], _reading: Reading) -> CallPerson:
    """Read ``call shift lead foam keeps rising``."""
    contact = found[1].replace(" ", "-")
    return CallPerson(cast(Contact, contact), found[2].strip(" "))


def _hand_over(found: re.Match[str], _reading: Reading) -> HandOver:
    """Read ``handover safety: ... | process: ... | equipment: ... | deviations: ... | to do: ...``.

    Each part may be left out, and stands there once.
    """
    told: dict[str, str] = {}
    for part in found[1].split("|"):
        name, colon, words = part.strip(" ").partition(":")
        if not colon or name not in _PARTS or name in told:
            hint = text(
                "one of {words}, each once, a colon behind it and a | between two",
                words=", ".join(_PARTS),
            )
            message = text("{part} is no part of a handover", part=quoted(part.strip(" ")))
            raise Refusal(Problem("bad-handover", message, hint))
        told[name] = words.strip(" ")
    safety, process, equipment, deviations, to_do = (told.get(name, "") for name in _PARTS)
    return HandOver(safety, process, equipment, deviations, to_do)


FORMS: tuple[Form, ...] = (
    ("enter", f"{_LEFT} *= *(.+)", "enter weigh-base = 47.8 kg", _enter),
    ("correct", f"{_LEFT} *= *(.+)", "correct weigh-base = 47.9 kg", _correct),
    (
        "comment",
        "([^ ]+) (.+)",
        "comment weigh-base bottle changed just before",
        lambda m, _: CommentStep(check_name(m[1]), m[2].strip(" ")),
    ),
    ("witness", "([^ ]+) by (.+)", "witness weigh-base by A. Peeters as supervisor", _witness),
    (
        "deviation",
        "(?:on ([^ :]+): ?)?(.+)",
        "deviation on weigh-base: bottle overfilled",
        _deviation,
    ),
    (
        "close deviation",
        "([^ ]+) (.+)",
        "close deviation 1 bottle replaced and weighed again",
        lambda m, _: CloseDeviation(_number(m[1]), m[2].strip(" ")),
    ),
    ("draw", "([^ ]+)", "draw BR-101", lambda m, _: DrawSample(check_tag(m[1]))),
    (
        "label",
        "([^ ]+) (.+)",
        "label 3 BR-101/3 day 4",
        lambda m, _: LabelSample(_number(m[1]), m[2].strip(" ")),
    ),
    ("send", "([^ ]+)", "send 3", lambda m, _: SendSample(_number(m[1]))),
    (
        "retest",
        "([^ ]+) (.+)",
        "retest 3 glucose",
        lambda m, _: Retest(_number(m[1]), m[2].strip(" ")),
    ),
    *(
        (
            f"call {contact.replace('-', ' ')}",
            "(.+)",
            f"call {contact.replace('-', ' ')} the oxygen pressure falls",
            lambda m, _, contact=contact: CallPerson(contact, m[1].strip(" ")),
        )
        for contact in CONTACTS
    ),
    (
        "handover",
        "(.+)",
        "handover safety: none | process: stable | equipment: pump P-112 noisy"
        " | deviations: 1 open | to do: change the base bottle",
        _hand_over,
    ),
    *floor_text.FORMS,
    *forms_text.FORMS,
)


def show_paperwork(command: Paperwork, names: Mapping[str, Field]) -> str:
    """Return paperwork as text that reads back to the same command."""
    if isinstance(command, FormWork):
        return forms_text.show_form(command, names)
    if isinstance(command, FloorWork):
        return floor_text.show_floor(command)
    match command:
        case EnterStep(step, value) | CorrectStep(step, value):
            verb = "enter" if isinstance(command, EnterStep) else "correct"
            return f"{verb} {step} = {shown_entry(step, value, names)}"
        case CommentStep(step, words):
            return f"comment {step} {words}"
        case WitnessStep(step, name, role):
            return f"witness {step} by {name} as {role}"
        case OpenDeviation(words, about):
            about = about or (BATCH if _ABOUT.fullmatch(words) else "")
            return f"deviation on {about}: {words}" if about else f"deviation {words}"
        case CloseDeviation(number, action):
            return f"close deviation {number} {action}"
        case DrawSample(unit):
            return f"draw {unit}"
        case LabelSample(sample, label):
            return f"label {sample} {label}"
        case SendSample(sample):
            return f"send {sample}"
        case Retest(sample, analysis):
            return f"retest {sample} {analysis}"
        case CallPerson(contact, words):
            return f"call {contact.replace('-', ' ')} {words}"
        case HandOver(safety, process, equipment, deviations, to_do):
            told = zip(_PARTS, (safety, process, equipment, deviations, to_do), strict=True)
            return "handover " + " | ".join(f"{name}: {words}".rstrip(" ") for name, words in told)


def shown_entry(step: str, value: float | str, names: Mapping[str, Field]) -> str:
    """Return an entry with the unit of measure of its step, if it is a number and known."""
    if isinstance(value, str):
        return value
    field = names.get(f"{step}.{ENTRY}")
    return write_quantity(value, field.unit if field else "")
