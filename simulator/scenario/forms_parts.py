"""The shape of what a scenario asks: the diagnosis, and freezes with their queries."""

from __future__ import annotations

from pydantic import Field

from simulator.language.forms import Level
from simulator.scenario.parts import ConditionText, Duration, Human, Part, Quantity, Whole


class QuestionPart(Part):
    """A question of the diagnosis, with one right choice among plausible ones."""

    text: Human
    choices: dict[str, Human] = Field(min_length=2, max_length=12)
    right: str = Field(description="the choice that is right; not told before the end")
    because: Human | None = Field(default=None, description="why, as it is told after the end")
    at: Duration | None = Field(default=None, description="it can be answered from this time on")
    when: ConditionText | None = Field(
        default=None, description="it can be answered once this has held"
    )


class QueryPart(Part):
    """A query of a freeze: a number that is `value`, or a choice."""

    level: Level
    text: Human
    value: str | None = Field(default=None, description="a name or a sum of names")
    unit: str = Field(default="", description="unit of measure of `value`")
    decimals: Whole = Field(default=0, ge=0, le=6)
    within: Quantity | None = Field(default=None, description="how far an answer may be off")
    choices: dict[str, Human] = Field(default={}, max_length=12)
    right: str | None = Field(default=None, description="the choice that is right")
    right_when: dict[str, ConditionText] = Field(
        default={}, description="choice to the condition under which it is right"
    )
    ahead: Duration | None = Field(
        default=None, description="of a prediction: how long after the freeze, nobody acting"
    )


class FreezePart(Part):
    """A moment at which time stands still, the instruments are hidden, and queries are put."""

    at: Duration | None = Field(default=None, description="when")
    when: ConditionText | None = Field(default=None, description="once this holds")
    limit: Duration = Field(default="2 min", description="time for all answers, by the clock")
    queries: dict[str, QueryPart] = Field(min_length=1, max_length=12)
