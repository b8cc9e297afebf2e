"""The shape of what a scenario offers to beginners: hints, the guided tour, work instructions."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from simulator.scenario.parts import ConditionText, Human, Part


def _listed(value: object) -> object:
    """Return a single word as a list of one."""
    return [value] if isinstance(value, str) else value


Topics = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]


class HintStepPart(Part):
    """One step of a hint."""

    say: Human
    cost: str = Field(default="1", description="points that this step costs", examples=["2"])


class HintPart(Part):
    """A hint for a situation: for alarms that are there, or while a condition holds."""

    title: Human
    alarms: Topics = Field(default=[], alias="for", description="alarms, such as WT-112.LO")
    when: ConditionText | None = None
    steps: list[HintStepPart] = Field(min_length=1, max_length=9)


class TourStepPart(Part):
    """One step of the guided tour; at most one of `opens`, `presses`, `when` and `gives`."""

    say: Human
    on: str = Field(default="", description="the page it is about, such as overview")
    opens: str = Field(default="", description="passed when this page is on the screen")
    presses: str = Field(default="", description="passed when the key of this action is pressed")
    when: ConditionText | None = Field(default=None, description="passed when this holds")
    gives: str = Field(default="", description="passed when such a command is given; * is any")


class WorkInstructionPart(Part):
    """A work instruction: how a job is done here."""

    title: Human
    topics: Topics = Field(default=[], alias="for", description="tags and alarms it is for")
    steps: list[Human] = Field(min_length=1, max_length=20)
