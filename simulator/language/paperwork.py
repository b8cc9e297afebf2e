"""What a person asks that moves no valve: batch record, deviations, samples, calls, handover.

These are commands as those of :mod:`simulator.language.command`, and part of its closed set. Who
gives one, when and why stands beside it in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.language.floor import FloorWork
from simulator.language.forms import FormWork

WitnessRole = Literal["operator", "supervisor", "quality"]
"""In which role a second person verifies an entry."""
Contact = Literal["shift-lead", "qa", "utilities"]
"""Whom an operator can call, besides maintenance: the shift lead, quality assurance, utilities."""

ROLES: tuple[WitnessRole, ...] = ("operator", "supervisor", "quality")
CONTACTS: tuple[Contact, ...] = ("shift-lead", "qa", "utilities")
LARGEST = 1e12
"""The largest number a person may write down."""
LONGEST_WORDS = 500
"""A comment, a deviation or a part of a handover has at most this many characters."""
LONGEST_LABEL = 60
"""A label or the name of a witness has at most this many characters."""


@dataclass(frozen=True, slots=True)
class EnterStep:
    """Fill in a step of the batch record: a number in the step's unit of measure, or a word.

    A check takes ``yes`` or ``no``, a choice one of its words, a text what is written.
    """

    step: str
    value: float | str
    kind: Literal["enter-step"] = "enter-step"


@dataclass(frozen=True, slots=True)
class CorrectStep:
    """Put another value in the place of an entry, which stays readable; needs a reason."""

    step: str
    value: float | str
    kind: Literal["correct-step"] = "correct-step"


@dataclass(frozen=True, slots=True)
class CommentStep:
    """Write a comment beside a step of the batch record."""

    step: str
    text: str
    kind: Literal["comment-step"] = "comment-step"


@dataclass(frozen=True, slots=True)
class WitnessStep:
    """Sign an entry as a second person, who did not make it: "verified by"."""

    step: str
    name: str
    role: WitnessRole
    kind: Literal["witness-step"] = "witness-step"


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """Open a deviation.

    ``about`` is the step of the record, the alarm, the unit, the phase or the sample
    (``sample-3``) that it is about; "" is the batch as a whole.
    """

    text: str
    about: str = ""
    kind: Literal["open-deviation"] = "open-deviation"


@dataclass(frozen=True, slots=True)
class CloseDeviation:
    """Close a deviation by its number, with what was done about it."""

    deviation: int
    action: str
    kind: Literal["close-deviation"] = "close-deviation"


@dataclass(frozen=True, slots=True)
class DrawSample:
    """Ask for a sample of a unit to be drawn and kept at hand, to be labelled and sent."""

    unit: str
    kind: Literal["draw-sample"] = "draw-sample"


@dataclass(frozen=True, slots=True)
class LabelSample:
    """Write on the label of a sample, once it is drawn and before the laboratory has it."""

    sample: int
    label: str
    kind: Literal["label-sample"] = "label-sample"


@dataclass(frozen=True, slots=True)
class SendSample:
    """Send a sample that was drawn to the laboratory."""

    sample: int
    kind: Literal["send-sample"] = "send-sample"


@dataclass(frozen=True, slots=True)
class Retest:
    """Have one analysis of a reported sample measured again, on what is left of the sample."""

    sample: int
    analysis: str
    kind: Literal["retest"] = "retest"


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Call somebody and say what is the matter."""

    contact: Contact
    text: str
    kind: Literal["call-person"] = "call-person"


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand the plant over to the next shift, in writing."""

    safety: str
    process: str
    equipment: str
    deviations: str
    to_do: str
    kind: Literal["hand-over"] = "hand-over"


Paperwork = (
    EnterStep
    | CorrectStep
    | CommentStep
    | WitnessStep
    | OpenDeviation
    | CloseDeviation
    | DrawSample
    | LabelSample
    | SendSample
    | Retest
    | CallPerson
    | HandOver
    | FloorWork
    | FormWork
)


def same_person(one: str, other: str) -> bool:
    """Return whether two names are one person's: capitals, blanks and points do not count."""
    first, second = ("".join(c for c in name.casefold() if c.isalnum()) for name in (one, other))
    return first == second
