"""The shape of a rubric in a scenario file: criteria, their levels, and the evidence for each.

Each kind of evidence is one part below and one key of :class:`EvidencePart`; what it means is in
the module of :mod:`simulator.assessment` that has its name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from simulator.language.forms import LEVELS, Level
from simulator.scenario.parts import (
    ConditionText,
    Duration,
    Human,
    Part,
    Quantity,
    Whole,
    YesNo,
)

Rater = Literal["automatic", "assessor", "peer", "self"]
ScaleName = Literal["percent", "20", "OVG", "1-4", "acquired"]


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _groups(value: object) -> object:
    """Turn ``says: [a, [b, c]]`` into lists of alternatives."""
    if isinstance(value, str):
        return [[value]]
    if isinstance(value, list):
        return [[item] if isinstance(item, str) else item for item in value]
    return value


def _listed(meaning: str, example: str) -> WithJsonSchema:
    item = {"type": "string", "examples": [example]}
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}], "title": meaning})


Patterns = Annotated[
    list[str],
    BeforeValidator(_one_or_more),
    _listed("commands, any of these", "SIC-101.SP up"),
    Field(max_length=40),
]
Moments = Annotated[
    list[str],
    BeforeValidator(_one_or_more),
    _listed("moments, whichever comes first", "fault oxygen-lost"),
    Field(max_length=20),
]
Before = Annotated[
    list[str],
    BeforeValidator(_one_or_more),
    _listed("steps that must come before", "time gained"),
    Field(max_length=20),
]
Globs = Annotated[
    list[str],
    BeforeValidator(_one_or_more),
    _listed("names of alarms; * stands for anything", "AIC-102.*"),
    Field(max_length=40),
]
Says = Annotated[
    list[list[str]],
    BeforeValidator(_groups),
    WithJsonSchema(
        {
            "type": ["array", "string"],
            "items": {"type": ["string", "array"], "items": {"type": "string"}},
            "description": "words that a note must hold: one of each list",
        }
    ),
    Field(max_length=20),
]
Share = Annotated[Quantity, Field(description="a part of the whole, such as 90 %")]


class TimePart(Part):
    """How long after a moment something was done or came true."""

    name: Human | None = Field(default=None, description="what is waited for, in words")
    after: Moments = Field(default=["start"])
    until: Moments = Field(min_length=1, description="what is waited for")
    full: Duration = Field(description="within this time: all points")
    none: Duration = Field(description="from this time on: none")
    each: YesNo = Field(default=False, description="judge every occurrence, not the first alone")


class StepPart(Part):
    """One action that is required."""

    does: Patterns = Field(min_length=1)
    name: Human | None = None
    after: Before = Field(default=[], description="steps that must come before")
    within: Duration | None = Field(default=None, description="counted from the moment `after`")
    times: Whole = Field(default=1, ge=1, le=100)
    when: ConditionText | None = Field(default=None, description="counts only while this holds")
    weight: Whole = Field(default=1, ge=1, le=100)


class ForbiddenPart(Part):
    """Actions that cost points each time."""

    does: Patterns = Field(min_length=1)
    when: ConditionText | None = Field(default=None, description="forbidden only while this holds")
    costs: Share = "25 %"
    critical: YesNo = Field(default=False, description="once is enough to fail the session")
    because: Human


class ActionsPart(Part):
    """What is to be done, in which order and within which time; what is not to be done."""

    after: Moments = Field(default=["start"])
    required: dict[str, StepPart] = Field(default={}, max_length=40)
    forbidden: list[ForbiddenPart] = Field(default=[], max_length=40)
    allowed: Patterns | None = Field(
        default=None, description="if given, any other action after the moment costs points"
    )
    others_cost: Share = "5 %"


class InsidePart(Part):
    """One value that is to stay within its limits."""

    name: Human | None = None
    gauge: str | None = None
    holds: ConditionText | None = None
    when: ConditionText | None = Field(default=None, description="judged only while this holds")
    full: Share = Field(description="this part of the time inside: all points")
    none: Share = Field(description="this part of the time or less: none")
    weight: Whole = Field(default=1, ge=1, le=100)


class LimitsPart(Part):
    """The part of the time that values were within their limits."""

    inside: list[InsidePart] = Field(min_length=1, max_length=20)


class ControlPart(Part):
    """How far a loop was from its set-point, between the expert's run and the idle one's."""

    loop: str
    after: Moments = Field(default=["start"])


class OutcomePart(Part):
    """What came of it: a value at the end, or a gauge."""

    name: Human | None = None
    value: str | None = Field(default=None, description="a name or a sum of names, at the end")
    unit: str = Field(default="", description="unit of measure of `value`")
    gauge: str | None = None
    of: Literal["last", "peak", "lowest"] = "last"
    full: Quantity
    none: Quantity


class AlarmsPart(Part):
    """How alarms were handled, or how the alarm system fared (ISA-18.2)."""

    measure: Literal[
        "acknowledge delay",
        "action delay",
        "order",
        "storms",
        "shelving",
        "rate",
        "peak",
        "flood",
        "standing",
        "chattering",
    ]
    alarms: Globs = Field(default=["*"])
    does: Patterns = Field(default=[], description="for action delay: what counts as an action")
    full: str | None = Field(default=None, description="a time, a number or a part, by measure")
    none: str | None = None


class NotePart(Part):
    """A note that must be in the logbook."""

    name: Human | None = None
    says: Says = Field(default=[])
    after: Moments = Field(default=["start"])
    within: Duration | None = None
    every: Duration | None = Field(default=None, description="one in each such period")
    weight: Whole = Field(default=1, ge=1, le=100)


class RecordsPart(Part):
    """What is written down, tested as ALCOA+: notes with content, in time; reasons given."""

    notes: list[NotePart] = Field(default=[], max_length=20)
    reasons: Patterns | None = Field(default=None, description="commands that need a reason")
    reason_words: Whole = Field(default=3, ge=1, le=20, description="words of a real reason")


class TruthPart(Part):
    """What an entry of the batch record is compared with."""

    value: str = Field(description="a name or a sum of names, such as WT-101.PV")
    within: Quantity = Field(description="how far the entry may be off")


class EntriesPart(Part):
    """The batch record: entered, in time, witnessed, and true to what was read."""

    steps: Globs = Field(default=["*"])
    accurate: dict[str, TruthPart] = Field(default={}, max_length=40)


class DiagnosisPart(Part):
    """Right answers to the questions of the diagnosis, and how soon they were given."""

    questions: Globs = Field(default=["*"])
    counts: Literal["first", "last"] = Field(default="last", description="which choice counts")
    after: Moments = Field(default=["start"], description="the first sign")
    full: Duration | None = Field(default=None, description="all points for time until then")
    none: Duration | None = Field(default=None, description="none from then on")


class AwarenessPart(Part):
    """Right answers to the queries of freezes."""

    freezes: Globs = Field(default=["*"])
    levels: list[Level] = Field(default=list(LEVELS), min_length=1, max_length=3)


class EvidencePart(Part):
    """Where points come from: one kind of evidence."""

    weight: Whole = Field(default=1, ge=1, le=100)
    time: TimePart | None = None
    actions: ActionsPart | None = None
    limits: LimitsPart | None = None
    control: ControlPart | None = None
    outcome: OutcomePart | None = None
    alarms: AlarmsPart | None = None
    records: RecordsPart | None = None
    entries: EntriesPart | None = None
    diagnosis: DiagnosisPart | None = None
    awareness: AwarenessPart | None = None


class LevelPart(Part):
    """One level of a criterion: from which part of its points on, and what one then sees."""

    starts: Share = Field(alias="from")
    shows: Human


class CriterionPart(Part):
    """One thing that is judged."""

    name: Human
    what: Human = Field(description="what is asked, as the trainee reads it")
    points: Whole = Field(ge=1, le=1000)
    competencies: list[Annotated[str, Field(pattern=r"^C[0-9]{2}$")]] = Field(
        default=[], max_length=10
    )
    rater: Rater = "automatic"
    critical: YesNo = Field(default=False, description="less than half of it fails the session")
    levels: list[LevelPart] = Field(min_length=2, max_length=6)
    evidence: list[EvidencePart] = Field(default=[], max_length=20)


class RubricPart(Part):
    """How a session is judged."""

    pass_mark: Share = "60 %"
    scale: ScaleName = "percent"
    expert: str | None = Field(default=None, description="the script of the run to compare with")
    criteria: dict[str, CriterionPart] = Field(min_length=1, max_length=40)


class RubricFile(Part):
    """A file with nothing but a rubric, to judge old logs by."""

    rubric: RubricPart
