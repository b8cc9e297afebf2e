"""The shape of the batch record in a scenario file."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.parts import ConditionText, Duration, Human, Part, Span, Whole, YesNo


class RecordPart(Part):
    """A step of the batch record: what is to be entered, from when, and within which time."""

    text: Human = Field(description="what is to be done and written down")
    of: str = Field(description="the unit or phase it belongs to")
    kind: Literal["check", "value", "choice", "text"] = "check"
    unit: str | None = Field(default=None, description="of a value: its unit, such as kg")
    decimals: Whole = Field(default=1, ge=0, le=6)
    limits: Span | None = Field(
        default=None, description="of a value: outside of these it is an exception"
    )
    choices: dict[str, Human] = Field(default={}, max_length=9, description="of a choice")
    expected: str | None = Field(default=None, description="of a choice: any other is an exception")
    at: Duration | None = Field(default=None, description="it is to be done from this time on")
    when: ConditionText | None = Field(default=None, description="it is to be done once this holds")
    within: Duration | None = Field(default=None, description="later than this is late")
    witness: YesNo = Field(default=False, description="whether a second person signs it")
