"""The lines of a session log, as a closed set of frozen records, and how each is written and read.

A record is written as canonical JSON: keys in order, no blanks, ASCII only, numbers as Python's
shortest exact form, nothing that is not finite. Reading is strict: after decoding, a record is
written again and must give the same bytes, so that there is one way only to write each record, and
twice the same key, an unknown key or a number in another form is refused.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, TypeAdapter

from simulator.language.command import Command
from simulator.language.problem import Problem, Refusal
from simulator.session.canonical import canonical, read_strictly, refuse_control

FORMAT: Final = 2
"""How logs are written. A reader of format 2 reads every log of format 2."""
PHYSICS_EDITION = 3
"""What the numbers mean: digests can be compared only within one edition."""

LINE_BYTES = 65_536
"""Longest record, unless it is one of those below."""
OPEN_BYTES = 614_400
"""Longest opening record: it holds the texts of the scenario."""
CHECKPOINT_BYTES = 1_048_576
"""Longest checkpoint, story or sample."""

Count = Annotated[int, Field(ge=0, le=10**9)]
Millis = Annotated[int, Field(ge=0, le=10**12)]
Short = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}\z")]
Role = Literal["operator", "instructor"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Value = Number | Text | None
Action = Annotated[Command, Field(discriminator="kind")]


@dataclasses.dataclass(frozen=True, slots=True)
class Open:
    """The first record: everything from which the plant can be built again.

    ``documents`` maps the name of each text to the text, ``main`` names the scenario among them,
    ``sha256`` holds the hash of each text, ``seed`` is the one that was used. ``rooms`` names the
    units and rooms whose digests a check holds, ``keys`` the values that a sample holds, in order.
    """

    n: Count
    t: Millis
    format: Literal[2]
    physics: Count
    program: Short
    python: Short
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    main: Short
    documents: dict[str, str]
    sha256: dict[str, Hash]
    title: dict[str, Text]
    rooms: list[Short]
    keys: list[Short]
    language: Short
    who: Short
    role: Role
    wall: Short
    kind: Literal["open"] = "open"


@dataclasses.dataclass(frozen=True, slots=True)
class CommandRecord:
    """A command that was accepted: who, what, when, why, the old value and the new one.

    ``seen`` are eight hexadecimal digits of the whole plant just before it, so that a command moved
    by one scan is found even where the scan changed nothing that it meets.
    """

    n: Count
    t: Millis
    who: Short
    role: Role
    command: Action
    old: Value
    new: Value
    unit: Short
    reason: Text
    wall: Short
    seen: Short = ""
    kind: Literal["command"] = "command"


@dataclasses.dataclass(frozen=True, slots=True)
class RefusalRecord:
    """A command that was refused, and why; ``seen`` as in a command that was accepted."""

    n: Count
    t: Millis
    who: Short
    role: Role
    command: Action
    code: Short
    message: Text
    reason: Text
    wall: Short
    seen: Short = ""
    kind: Literal["refusal"] = "refusal"


@dataclasses.dataclass(frozen=True, slots=True)
class CheckRecord:
    """The digest of every room at ``t``: eight hexadecimal digits for each, in their order."""

    n: Count
    t: Millis
    digests: Text
    kind: Literal["check"] = "check"


@dataclasses.dataclass(frozen=True, slots=True)
class Checkpoint:
    """The whole state at ``t``, packed as its difference from that of the checkpoint ``base``.

    ``base`` is the number of an earlier record; None is the session's first moment.
    """

    n: Count
    t: Millis
    base: Count | None
    state: str
    kind: Literal["checkpoint"] = "checkpoint"


@dataclasses.dataclass(frozen=True, slots=True)
class Story:
    """What the plant reported since the last such record, packed."""

    n: Count
    t: Millis
    events: str
    kind: Literal["story"] = "story"


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """The values of the key names since the last such record, packed."""

    n: Count
    t: Millis
    values: str
    kind: Literal["sample"] = "sample"


@dataclasses.dataclass(frozen=True, slots=True)
class Speed:
    """From here on, simulated time went ``speed`` times as fast as the clock (0: paused)."""

    n: Count
    t: Millis
    speed: Number
    wall: Short
    kind: Literal["speed"] = "speed"


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """From here on the terminal showed this page, about ``subject`` (a tag or unit; may be "")."""

    n: Count
    t: Millis
    page: Short
    subject: Short
    kind: Literal["view"] = "view"


@dataclasses.dataclass(frozen=True, slots=True)
class Resumed:
    """The session was taken up again after it broke off; ``torn`` bytes were set aside."""

    n: Count
    t: Millis
    who: Short
    role: Role
    program: Short
    python: Short
    torn: Count
    wall: Short
    kind: Literal["resumed"] = "resumed"


@dataclasses.dataclass(frozen=True, slots=True)
class Branched:
    """From here on this is another session: what is before it, ``who`` took from a recording.

    ``parent`` is the hash of the record before, ``head`` that of the recording's last.
    """

    n: Count
    t: Millis
    who: Short
    role: Role
    program: Short
    python: Short
    parent: Hash
    head: Hash
    wall: Short
    kind: Literal["branched"] = "branched"


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """The physics of ``subject`` left its range at ``t``; the plant holds."""

    n: Count
    t: Millis
    subject: Short
    text: Text
    kind: Literal["fault"] = "fault"


@dataclasses.dataclass(frozen=True, slots=True)
class Seal:
    """The last record: the results, and the head of the chain before it.

    ``records`` is how many records come before this one; ``score`` is null until it is scored.
    """

    n: Count
    t: Millis
    reason: Short
    results: dict[str, JsonValue]
    score: JsonValue
    records: Count
    head: Hash
    wall: Short
    kind: Literal["seal"] = "seal"


Record = (
    Open
    | CommandRecord
    | RefusalRecord
    | CheckRecord
    | Checkpoint
    | Story
    | Sample
    | Speed
    | View
    | Resumed
    | Branched
    | Fault
    | Seal
)

_READER: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])


def limit(record: Record) -> int:
    """Return the most bytes that this kind of record may take."""
    if isinstance(record, Open):
        return OPEN_BYTES
    long = isinstance(record, Checkpoint | Story | Sample | Seal)
    return CHECKPOINT_BYTES if long else LINE_BYTES


def encode(record: Record) -> bytes:
    """Write a record, and read it back to be sure that others can.

    Raises:
        Refusal: the record holds what a log may not hold (``unwritable``), or is too long.
    """
    try:
        data = canonical(record)
    except (ValueError, TypeError, RecursionError) as error:
        raise Refusal(
            Problem("unwritable", f"this cannot be written in the log: {error}")
        ) from None
    decode(data)
    return data


def decode(data: bytes) -> Record:
    """Read one record.

    Raises:
        Refusal: it is not a record, not in canonical form, too long, or holds control characters.
    """
    record = read_strictly(_READER, data, CHECKPOINT_BYTES, _refuse_other_format)
    if len(data) > limit(record):
        message = f"a {record.kind} record of {len(data)} bytes is too long"
        raise Refusal(Problem("long-record", message, f"the limit is {limit(record)} bytes"))
    _refuse_control(record)
    return record


def _refuse_other_format(data: bytes) -> None:
    """Say plainly that a log is written in a way this program does not read."""
    found = re.search(rb'"format":([0-9]{1,4}),', data[-CHECKPOINT_BYTES:])
    if found and b'"kind":"open"' in data and int(found[1]) != FORMAT:
        message = f"this log is of format {int(found[1])}; this program reads format {FORMAT}"
        raise Refusal(Problem("other-format", message, "use the program that made it"))


def _refuse_control(record: Record) -> None:
    """Refuse control characters everywhere but in the line ends and tabs of documents."""
    for field in dataclasses.fields(record):
        allowed = "\n\r\t" if field.name == "documents" else ""
        refuse_control(getattr(record, field.name), field.name, allowed)
