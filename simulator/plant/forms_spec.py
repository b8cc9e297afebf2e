"""The forms of a design: what is asked, when, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.language.condition import Condition
from simulator.language.forms import (
    FormsBrief,
    Freeze,
    Level,
    Query,
    Question,
)
from simulator.language.words import Words


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question of the diagnosis; ``because`` tells, after the end, why ``right`` is right.

    It can be answered from ``at_ms`` on, or once ``when`` held.
    """

    tag: str
    text: Words
    choices: Mapping[str, Words]
    right: str
    because: Words = field(default_factory=dict)
    at_ms: int = 0
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """A query of a freeze.

    What is right is the sum ``value``, give or take ``within`` (both in ``unit``); or each choice
    whose condition in ``whens`` holds; or the choice ``right``. It is read ``ahead_ms`` after the
    freeze, in a run in which nobody does anything.
    """

    tag: str
    level: Level
    text: Words
    unit: str = ""
    decimals: int = 0
    value: Condition | None = None
    within: float = 0.0
    choices: Mapping[str, Words] = field(default_factory=dict)
    right: str = ""
    whens: Mapping[str, Condition] = field(default_factory=dict)
    ahead_ms: int = 0


@dataclass(frozen=True, slots=True)
class FreezeSpec:
    """A freeze at ``at_ms``, or when ``when`` comes true; ``limit_ms`` by the clock."""

    tag: str
    at_ms: int | None
    when: Condition | None
    limit_ms: int
    queries: tuple[QuerySpec, ...]


@dataclass(frozen=True, slots=True)
class FormsSpec:
    """Everything that a session asks; ``workload`` is whether the form is offered at its end."""

    questions: tuple[QuestionSpec, ...] = ()
    freezes: tuple[FreezeSpec, ...] = ()
    workload: bool = False

    @property
    def kept(self) -> bool:
        """Whether there is anything that the plant must remember."""
        return bool(self.questions or self.freezes or self.workload)


def brief_of(forms: FormsSpec) -> FormsBrief:
    """Return what a screen may know of forms: everything but what is right."""
    return FormsBrief(
        tuple(Question(one.tag, one.text, one.choices) for one in forms.questions),
        tuple(
            Freeze(
                one.tag,
                one.limit_ms,
                tuple(
                    Query(q.tag, q.level, q.text, q.unit, q.decimals, q.choices)
                    for q in one.queries
                ),
            )
            for one in forms.freezes
        ),
        forms.workload,
    )
