"""The lines of a marks file, as a closed set of frozen records, and how each is written and read.

They are written as those of a log are: canonical JSON, read strictly, in one form only.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from simulator.language.problem import Problem, Refusal
from simulator.language.text import N_
from simulator.session.canonical import canonical, read_strictly, refuse_control
from simulator.session.record import LINE_BYTES, Count, Hash, Millis, Number, Short, Text

FORMAT: Final = 1
"""How marks are written. A reader of format 1 reads every marks file of format 1."""

Marker = Literal["assessor", "peer", "trainee"]
"""As what somebody marks: as assessor, as fellow trainee, or oneself."""

Meaning = Literal["authorship", "assessment", "review", "approval"]
MEANINGS: dict[Meaning, str] = {
    "authorship": N_("I wrote these marks"),
    "assessment": N_("I assessed this session"),
    "review": N_("I reviewed this session and its marks"),
    "approval": N_("I approve the result"),
}
"""What a signature says, as a person reads it."""

Points = Annotated[Number, Field(ge=0.0, le=1e6)]
Level = Annotated[int, Field(ge=0, le=20)]


@dataclasses.dataclass(frozen=True, slots=True)
class OpenMarks:
    """The first record: who marks, as what, and which log: its head after ``records`` records."""

    n: Count
    format: Literal[1]
    log: Hash
    records: Count
    who: Short
    role: Marker
    program: Short
    wall: Short
    kind: Literal["open"] = "open"


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """A remark pinned to a moment (ms), and to a record of the log if it is about one."""

    n: Count
    t: Millis
    record: Count | None
    text: Text
    wall: Short
    kind: Literal["remark"] = "remark"


@dataclasses.dataclass(frozen=True, slots=True)
class Withdrawn:
    """The remark or override of number ``of`` no longer stands; it stays readable."""

    n: Count
    of: Count
    reason: Text
    wall: Short
    kind: Literal["withdrawn"] = "withdrawn"


@dataclasses.dataclass(frozen=True, slots=True)
class Rating:
    """What a criterion is worth in the eyes of the marker: ``points`` of ``of``, and why.

    The last rating of a criterion is the one that stands.
    """

    n: Count
    criterion: Short
    level: Level | None
    points: Points
    of: Points
    text: Text
    wall: Short
    kind: Literal["rating"] = "rating"


@dataclasses.dataclass(frozen=True, slots=True)
class Override:
    """An assessor gives a line of automatic evidence other points, and says why.

    The line is the one at position ``place`` of the criterion, with ``rule``; ``automatic`` is
    what it came to. ``failed`` settles whether the criterion is a critical failure; None leaves
    that as it is computed. The last override of a line is the one that stands.
    """

    n: Count
    criterion: Short
    place: Count
    rule: Short
    automatic: Number
    points: Number
    failed: bool | None
    reason: Text
    wall: Short
    kind: Literal["override"] = "override"


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the marker wrote to a question of the debrief, such as ``reaction``."""

    n: Count
    question: Short
    t: Millis | None
    text: Text
    wall: Short
    kind: Literal["answer"] = "answer"


@dataclasses.dataclass(frozen=True, slots=True)
class Commitment:
    """What the trainee will do differently, and with which scenario next; the last one stands."""

    n: Count
    text: Text
    scenario: Short
    wall: Short
    kind: Literal["commitment"] = "commitment"


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """From here on the marker knows the marks of ``who``, as they were at ``head``."""

    n: Count
    who: Short
    head: Hash
    wall: Short
    kind: Literal["seen"] = "seen"


@dataclasses.dataclass(frozen=True, slots=True)
class Signed:
    """A signature: printed name, meaning and time, bound to the log and to the marks before it."""

    n: Count
    name: Short
    meaning: Meaning
    log: Hash
    marks: Hash
    wall: Short
    kind: Literal["signed"] = "signed"


MarkRecord = (
    OpenMarks | Remark | Withdrawn | Rating | Override | Answer | Commitment | Seen | Signed
)

_READER: TypeAdapter[MarkRecord] = TypeAdapter(Annotated[MarkRecord, Field(discriminator="kind")])


def encode(record: MarkRecord) -> bytes:
    """Write a record, and read it back to be sure that others can.

    Raises:
        Refusal: the record holds what marks may not hold, or is too long.
    """
    try:
        data = canonical(record)
    except (ValueError, TypeError) as error:
        raise Refusal(Problem("unwritable", f"this cannot be written: {error}")) from None
    decode(data)
    return data


def decode(data: bytes) -> MarkRecord:
    """Read one record.

    Raises:
        Refusal: it is not a record, not in canonical form, too long, or holds control characters.
    """
    record = read_strictly(_READER, data, LINE_BYTES)
    for field in dataclasses.fields(record):
        refuse_control(getattr(record, field.name), field.name)
    return record
