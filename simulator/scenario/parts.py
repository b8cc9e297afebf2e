"""The shape of every part of a plant file: which keys there are and which are needed.

Values stay text here; what a quantity, a duration or a condition means is read when the design is
built, where the unit of measure and the bounds are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from simulator.language.words import LANGUAGES

_DIGITS = re.compile(r"[0-9]{1,10}\Z")


def _words(value: Any) -> Any:
    """Turn plain text into a map of English words; check the languages of a map."""
    if isinstance(value, str):
        value = {"en": value}
    if not isinstance(value, Mapping):
        raise ValueError("write a text, or a text for each of en, nl and fr")  # noqa: TRY004
    for language, text in value.items():
        if language not in LANGUAGES:
            raise ValueError(f"there is no language {language}; write {', '.join(LANGUAGES)}")
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"the text for {language} is missing")
    if not value:
        raise ValueError("the text is missing")
    return dict(value)


def _yes_or_no(value: Any) -> Any:
    if value not in ("yes", "no"):
        raise ValueError("write yes or no")
    return value == "yes"


def _whole(value: Any) -> Any:
    if not isinstance(value, str) or not _DIGITS.match(value):
        raise ValueError("write a whole number, such as 3")
    return int(value)


def one_or_more(value: Any) -> Any:
    """Return a single text as a list of one."""
    return [value] if isinstance(value, str) else value


def _text_schema(meaning: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": meaning, "examples": [example]})


_BY_LANGUAGE = {
    "type": "object",
    "properties": {language: {"type": "string"} for language in LANGUAGES},
    "additionalProperties": False,
    "minProperties": 1,
}
Human = Annotated[
    dict[str, str],
    BeforeValidator(_words),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, _BY_LANGUAGE], "description": "a text for people"}
    ),
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no", True]})]
Whole = Annotated[int, BeforeValidator(_whole)]
Quantity = Annotated[str, _text_schema("a number with its unit of measure", "37.0 degC")]
Span = Annotated[str, _text_schema("two quantities with .. between them", "0 % .. 30 %")]
Duration = Annotated[str, _text_schema("a time", "2 h 30 min")]
ConditionText = Annotated[str, _text_schema("a condition", "TIC-101.PV > 38 degC for 5 min")]
CommandText = Annotated[str, _text_schema("a command", "TIC-101.SP = 36.5 degC")]
Commands = Annotated[
    list[CommandText],
    BeforeValidator(one_or_more),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
Tags = Annotated[
    list[str],
    BeforeValidator(one_or_more),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
Numbers = dict[str, Quantity]


class Part(BaseModel):
    """Common rules: keys are written with blanks, unknown keys are refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", " "),
        protected_namespaces=(),
    )


class UnitPart(Part):
    """A unit of the process cell."""

    kind: str = Field(
        description="the kind of unit: bioreactor, fermenter, retention, vessel, "
        "penicillin fermenter, "
        "transcription reactor, transfection reactor, reagent vessel, process vessel, "
        "inactivation vessel, RNA vessel, oligo-dT column, "
        "lymphocyte reactor, microcarrier reactor, "
        "vial, shake flask, depth filter, virus filter, sterile filter, affinity column, "
        "cation exchange column, anion exchange column, "
        "capsid affinity column, capsid exchange column, vector vessel, "
        "ultrafilter, centrifuge, plate freezer, preparation vessel, cleaned vessel, "
        "sterilised vessel, water loop, steam generator, kill tank, "
        "air compressor, chiller"
    )
    name: Human
    parameters: Numbers = Field(default={}, description="what the equipment is, by name")
    parameters_from: str | None = Field(
        default=None, description="the name of a parameter file, as `cuve fit` writes them"
    )
    initial: Numbers = Field(default={}, description="what is in it at the beginning, by name")


class LinePart(Part):
    """A transfer line from one unit to another."""

    name: Human
    source: str = Field(alias="from", description="the unit it takes from")
    to: str = Field(description="the unit it brings to, or `drain`")
    through: str | None = Field(
        default=None, description="the device it is led through: a retention module, a filter"
    )
    prefilter: str | None = Field(
        default=None, description="the filter that it passes before that device"
    )
    parameters: Numbers = {}


class NeighbourPart(Part):
    """Another consumer of a utility, outside this plant."""

    name: str
    use: Quantity
    first: Duration = "0 s"
    every: Duration
    duration: Duration


class UtilityPart(Part):
    """A utility that several consumers share."""

    name: Human
    unit: str = Field(description="unit of measure of the capacity, such as L/min")
    capacity: Quantity | None = Field(default=None, description="what one bank can supply")
    design_use: Quantity | None = Field(
        default=None, description="what this plant takes at full use"
    )
    made_by: str | None = Field(
        default=None, description="the unit that makes it, in place of capacity and design use"
    )
    banks: Whole = Field(default=1, ge=1, le=2)
    neighbours: list[NeighbourPart] = Field(default=[], max_length=20)


class InstrumentPart(Part):
    """A transmitter."""

    name: Human
    reads: str = Field(description="what it measures, such as BR-101.temperature")
    range: Span
    decimals: Whole = Field(default=1, ge=0, le=6)
    parameters: Numbers = {}


class ActuatorPart(Part):
    """A valve, pump or drive."""

    name: Human
    moves: str = Field(description="what it moves, such as BR-101.agitation")
    supply: str | None = Field(default=None, description="the utility it depends on")
    initial: Quantity = "0 %"
    parameters: Numbers = {}


class OutputPart(Part):
    """Where a loop's output goes, and over which part of its span."""

    to: str = Field(description="an actuator, or a loop whose set-point follows")
    output: Span = "0 % .. 100 %"
    gives: Span = "0 % .. 100 %"


class LoopPart(Part):
    """A control loop."""

    name: Human
    measures: str = Field(description="the transmitter whose value it controls")
    outputs: list[OutputPart] = Field(min_length=1, max_length=8)
    mode: Literal["MAN", "AUTO", "CAS"] = "AUTO"
    setpoint: Quantity
    output: Quantity = "0 %"
    cascade: YesNo = Field(default=False, description="whether another loop may set its set-point")
    parameters: Numbers = {}


class AlarmPart(Part):
    """An alarm: its limit, and what it asks of the operator (ISA-18.2 rationalisation)."""

    limit: Quantity | None = None
    deadband: Quantity | None = None
    on_delay: Duration | None = None
    off_delay: Duration | None = None
    priority: Literal["critical", "high", "medium", "low"]
    latching: YesNo = False
    shelvable: Duration | None = Field(default=None, description="longest shelving; `0 s`: never")
    cause: Human
    consequence: Human
    action: Human
    respond: Duration = Field(description="time within which the action must begin")
    suppressed_when: ConditionText | None = None


class InterlockPart(Part):
    """A cause-and-effect row."""

    name: Human
    when: ConditionText
    forces: Numbers = Field(default={}, description="actuator: percent")
    holds: list[str] = Field(default=[], description="phases that are held", max_length=20)
    latched: YesNo = True
    group: str = Field(default="main", description="first-out is decided within a group")


class StepPart(Part):
    """One step of a phase: exactly one of its keys."""

    do: Commands | None = None
    wait: Duration | None = None
    until: ConditionText | None = None
    prompt: Human | None = None
    say: Human | None = None


class PhasePart(Part):
    """A phase of the procedure."""

    name: Human
    unit: str
    operation: str = "production"
    part_of: str = Field(default="", description="the unit procedure that it belongs to")
    batch: str = Field(default="", max_length=12, description="the batch that it is done for")
    takes: Annotated[list[str], BeforeValidator(one_or_more)] = Field(
        default=[], description="units it needs to itself while it runs"
    )
    after: Annotated[list[str], BeforeValidator(one_or_more)] = []
    either: list[list[list[str]]] = Field(
        default=[], description="of each of these, all phases of one way must be complete"
    )
    at: Duration = Field(default="0 s", description="when it may start by itself")
    when: ConditionText | None = None
    steps: list[StepPart] = Field(min_length=1)
    on_hold: Commands = []
    on_restart: Commands = []
    on_stop: Commands = []
    on_abort: Commands = []
    uses: Tags = Field(default=[], description="labelled units and lines that it has for itself")
    leaves_dirty: Tags = Field(default=[], description="what is DIRTY when it ends")
    cleans: Tags = Field(default=[], description="what is CLEAN when it is complete")
    sterilises: Tags = Field(default=[], description="what is STERILE when it is complete")
    proof: ConditionText | None = Field(
        default=None, description="what must hold at its end, or what it cleans stays DIRTY"
    )


class AnalysisPart(Part):
    """One analysis of the laboratory, with its error: absolute + relative x value."""

    reads: str = Field(description="what is measured, such as `viable density`")
    decimals: Whole = Field(default=2, ge=0, le=6)
    relative: Quantity = "0 %"
    absolute: Quantity | None = None
    bias: Quantity | None = None
    takes: Duration
    instrument: str
    low: Quantity | None = Field(default=None, description="below this is out of specification")
    high: Quantity | None = Field(default=None, description="above this is out of specification")


class LaboratoryPart(Part):
    """The laboratory."""

    analysts: Whole = Field(default=1, ge=1, le=20)
    transport: Duration = "10 min"
    draw: Duration = "5 min"
    sample: Quantity = "30 mL"
    instruments: dict[str, Whole] = {}
    panel: dict[str, AnalysisPart] = {}


class ShiftPart(Part):
    """Operators on duty from a time of day."""

    name: str
    start: Duration
    operators: Whole = Field(ge=0, le=20)


class PersonPart(Part):
    """Somebody who works here, known by name."""

    qualified: Annotated[
        list[Literal["operator", "supervisor", "quality"]], BeforeValidator(one_or_more)
    ] = Field(min_length=1, description="what they may sign as")
    shifts: Tags = Field(default=[], description="all shifts if left out")
    rest: Duration | None = Field(default=None, description="time of day of their break")
    rest_for: Duration = "30 min"


class PeoplePart(Part):
    """Who works here, and how long their jobs take."""

    shifts: list[ShiftPart] = Field(default=[], max_length=12)
    technicians: Whole = Field(default=1, ge=0, le=20)
    technician_arrives: Duration = "15 min"
    bottle_change: Duration = "10 min"
    bank_switch: Duration = "2 min"
    day_starts: Duration = Field(default="7 h", description="time of day when the session begins")
    crew: dict[str, PersonPart] = Field(
        default={}, max_length=40, description="people by name; then only they sign as witness"
    )


class GaugePart(Part):
    """A value that is watched for the results."""

    name: Human
    reads: str
    low: Quantity | None = None
    high: Quantity | None = None
    role: Literal["CPP", "CQA", "KPI"]
    decimals: Whole = Field(default=2, ge=0, le=6)
    when: ConditionText | None = Field(
        default=None, description="time counts only while this holds, such as a phase that runs"
    )


class RoutinePart(Part):
    """Samples that the shift draws by itself."""

    unit: str
    first: Duration
    every: Duration


class FaultPart(Part):
    """Something that goes wrong: at a time, on a condition, or when an instructor starts it."""

    fault: str = Field(description="the kind of fault, such as drift")
    of: str = Field(description="what it happens to, such as AT-101")
    tag: str | None = Field(default=None, description="its own name; made from the two if absent")
    size: Quantity | None = None
    at: Duration | None = None
    when: ConditionText | None = None
    armed: YesNo = Field(default=False, description="an instructor starts it")
    over: Duration = Field(default="0 s", description="grows to its size over this time")
    lasts: Duration | None = Field(default=None, description="ends by itself after this time")
    repair: Duration = Field(default="30 min", description="what a technician needs, once there")
    name: Human
