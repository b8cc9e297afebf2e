"""The shape of scenario and plant files, and the JSON Schema that editors use."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, Field, ValidationError

from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.scenario.document import MappingNode, find, plain
from simulator.scenario.floor_parts import AreaPart, LotPart, MaterialPart, PanelPart, StatusPart
from simulator.scenario.forms_parts import FreezePart, QuestionPart
from simulator.scenario.guide_parts import HintPart, TourStepPart, WorkInstructionPart
from simulator.scenario.parts import (
    ActuatorPart,
    AlarmPart,
    Duration,
    FaultPart,
    GaugePart,
    Human,
    InstrumentPart,
    InterlockPart,
    LaboratoryPart,
    LinePart,
    LoopPart,
    Part,
    PeoplePart,
    PhasePart,
    RoutinePart,
    UnitPart,
    UtilityPart,
    Whole,
    YesNo,
)
from simulator.scenario.recipe_parts import RecipePart
from simulator.scenario.record_parts import RecordPart
from simulator.scenario.rubric_parts import RubricPart


class Plant(Part):
    """The sections that describe a plant; a scenario may write them too, and then overrides."""

    units: dict[str, UnitPart] = Field(default={}, max_length=60)
    lines: dict[str, LinePart] = Field(default={}, max_length=100)
    utilities: dict[str, UtilityPart] = Field(default={}, max_length=20)
    instruments: dict[str, InstrumentPart] = Field(default={}, max_length=500)
    actuators: dict[str, ActuatorPart] = Field(default={}, max_length=500)
    loops: dict[str, LoopPart] = Field(default={}, max_length=500)
    alarms: dict[str, AlarmPart] = Field(default={}, max_length=300)
    interlocks: dict[str, InterlockPart] = Field(default={}, max_length=100)
    laboratory: LaboratoryPart = LaboratoryPart()
    people: PeoplePart = PeoplePart()
    gauges: dict[str, GaugePart] = Field(default={}, max_length=100)
    areas: dict[str, AreaPart] = Field(
        default={}, max_length=20, description="parts of a large plant, in the order of the process"
    )
    status: dict[str, StatusPart] = Field(
        default={}, max_length=160, description="the status labels of units and lines, by tag"
    )
    lots: dict[str, LotPart] = Field(
        default={}, max_length=60, description="what is in units, by tag; then lots are kept"
    )
    panels: dict[str, PanelPart] = Field(
        default={}, max_length=40, description="transfer panels, and what lines share, by tag"
    )
    materials: dict[str, MaterialPart] = Field(
        default={}, max_length=20, description="what is in the store; then bottles are counted"
    )
    hints: dict[str, HintPart] = Field(default={}, max_length=100)
    procedures: dict[str, WorkInstructionPart] = Field(
        default={}, max_length=100, description="work instructions: how a job is done here"
    )


class PlantFile(Plant):
    """A plant file: the equipment and instruments that several scenarios share."""

    plant: Literal["1"] = Field(description="the format of the file")
    name: Human
    of: list[str] = Field(
        default=[], max_length=20, description="plant files that this plant is made of, by name"
    )


class ScenarioFile(Plant):
    """A scenario file: what is to be done, for how long, on which plant, and what goes wrong."""

    scenario: Literal["1"] = Field(description="the format of the file")
    name: Human
    level: Whole = Field(
        default=1, le=4, description="0 first steps, 1 recognise ... 4 compound, novel"
    )
    course: Human = Field(default={"en": "Upstream"})
    competencies: list[Annotated[str, Field(pattern=r"^C[0-9]{2}$")]] = Field(default=[])
    brief: Human
    duration: Duration
    seed: Whole = Field(default=1, le=4_294_967_295)
    scan: Duration = "1 s"
    plant: str | None = Field(default=None, description="the name of a plant file")
    recipe: RecipePart | None = Field(
        default=None, description="unit procedures, operations and phases, which join `procedure`"
    )
    procedure: dict[str, PhasePart] = Field(default={}, max_length=100)
    happens: list[FaultPart] = Field(default=[], max_length=100)
    routine: list[RoutinePart] = Field(default=[], max_length=20)
    record: dict[str, RecordPart] = Field(
        default={}, max_length=100, description="the batch record: its steps, by name"
    )
    handover: Human | None = Field(default=None, description="what the shift before wrote")
    rubric: RubricPart | None = Field(default=None, description="how a session is judged")
    tour: list[TourStepPart] = Field(default=[], max_length=100)
    diagnosis: dict[str, QuestionPart] = Field(
        default={}, max_length=12, description="what is asked about the cause, by name"
    )
    freezes: dict[str, FreezePart] = Field(
        default={}, max_length=12, description="when the screen goes blank and asks, by name"
    )
    workload: YesNo = Field(default=False, description="whether the workload form is offered")


SECTIONS: tuple[str, ...] = tuple(Plant.model_fields)
"""The keys that a plant file and a scenario file have in common."""


def validate(model: type[BaseModel], node: MappingNode) -> BaseModel | list[Problem]:
    """Return ``node`` as a ``model``, or every way in which it does not have its shape."""
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        return [said(model, node, one) for one in findings(error)]


def findings(error: ValidationError) -> list[dict[str, Any]]:
    """Return what pydantic found, each as a mapping."""
    return [dict(one) for one in error.errors(include_url=False)]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of both kinds of file.

    The parts of a scenario may be partial, because they override those of its plant file, and a
    part that is the word ``none`` takes that part of the plant away.
    """
    scenario = ScenarioFile.model_json_schema(by_alias=True)
    definitions = scenario.pop("$defs", {})
    partial: dict[str, Any] = {}
    for name, part in definitions.items():
        loose = {key: value for key, value in part.items() if key != "required"}
        partial[name] = loose if name in _OVERRIDABLE else part
    scenario["$defs"] = partial
    for section in SECTIONS:
        values = scenario["properties"][section].get("additionalProperties")
        if isinstance(values, dict):
            scenario["properties"][section]["additionalProperties"] = {
                "anyOf": [values, {"const": "none"}]
            }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cuve scenario and plant files",
        "scenario": scenario,
        "plant": PlantFile.model_json_schema(by_alias=True),
    }


_OVERRIDABLE = frozenset(
    part.__name__
    for part in (
        UnitPart,
        LinePart,
        UtilityPart,
        InstrumentPart,
        ActuatorPart,
        LoopPart,
        AlarmPart,
        InterlockPart,
        LaboratoryPart,
        PeoplePart,
        GaugePart,
        StatusPart,
        LotPart,
        MaterialPart,
        PanelPart,
        HintPart,
        WorkInstructionPart,
    )
)

_SHAPES = {
    "dict_type": "here belongs a mapping: lines of `key: value`",
    "model_type": "here belongs a mapping: lines of `key: value`",
    "list_type": "here belongs a list: lines that begin with `- `",
    "string_type": "here belongs a single value",
}


def said(model: type[BaseModel], node: MappingNode, error: dict[str, Any]) -> Problem:
    """Say one finding of pydantic in our own words, with its place."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    last = path[-1] if path else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        keys = _keys(model, path[:-1])
        meant = did_you_mean(str(last), keys)
        hint = f"did you mean `{meant}`?" if meant else f"the keys are: {', '.join(keys)}"
        place = find(node, path, key=True)
        return Problem("unknown-key", f"there is no key `{last}` here", hint, place)
    place = find(node, path)
    if kind == "missing":
        above = path[-2] if len(path) > 1 else "the file"
        if above == "the file":
            return Problem("missing-key", f"the file has no `{last}`", "", place)
        place = find(node, path[:-1], key=True)
        hint = _WHY.get(str(last), "")
        return Problem("missing-key", f"`{above}` has no `{last}`", hint, place)
    if kind in _SHAPES:
        return Problem("shape", f"`{last}`: {_SHAPES[kind]}", "", place)
    if kind == "literal_error":
        return Problem("choice", f"`{last}` must be {error['ctx']['expected']}", "", place)
    if kind == "value_error":
        return Problem("value", f"`{last}`: {error['ctx']['error']}", "", place)
    if kind == "too_long":
        most = error["ctx"]["max_length"]
        return Problem("too-many", f"`{last}` has more than {most} parts", "", place)
    if kind == "too_short":
        return Problem("too-few", f"`{last}` needs at least one part", "", place)
    return Problem("value", f"`{last}`: {error['msg'][:1].lower()}{error['msg'][1:]}", "", place)


_WHY = {
    "cause": "every alarm says what causes it (ISA-18.2)",
    "consequence": "every alarm says what follows when nobody acts (ISA-18.2)",
    "action": "an alarm that asks for no action is a message (ISA-18.2)",
    "respond": "every alarm says within which time the action must begin (ISA-18.2)",
    "levels": "what one sees, from which part of the points on: `- {from: 0 %, shows: TEXT}`",
    "what": "what is asked for, as the trainee reads it",
    "points": "what it is worth, such as 10",
}


def _keys(model: type[BaseModel], path: tuple[object, ...]) -> list[str]:
    """Return the keys of the part that ``path`` leads to, in order."""
    here: Any = model
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            by_key = {f.alias or name: f.annotation for name, f in here.model_fields.items()}
            here = by_key.get(str(step))
        elif get_origin(here) in {dict, list}:
            here = get_args(here)[-1]
        while get_origin(here) in {Annotated, UnionType}:
            here = get_args(here)[0]
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [field.alias or name for name, field in here.model_fields.items()]
