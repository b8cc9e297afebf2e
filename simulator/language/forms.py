"""What a session asks a person: a diagnosis, questions while the screen is blank, the workload.

None of it moves a valve. An answer is a command on the log; what is right is not told before the
end, so nothing here holds it.

A freeze is the technique of Endsley (1988, 1995), the situation awareness global assessment
technique: the simulation stands still at a moment nobody expects, the instruments are hidden, and
the operator tells from memory what is (perception), what it means (comprehension) and what will be
(prediction). The workload form is the NASA task load index (Hart and Staveland 1988) without its
weights, "raw" (Hart 2006); it is never graded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.language.words import Words

Level = Literal["perception", "comprehension", "prediction"]
LEVELS: tuple[Level, ...] = ("perception", "comprehension", "prediction")
"""The three levels of situation awareness (Endsley 1995)."""
FREEZE_STATES = ("waiting", "open", "over")
"""Where a freeze stands: not come yet, asking now, or gone by."""
SCALES = ("mental", "physical", "temporal", "performance", "effort", "frustration")
"""The six scales of the workload form, in the order of Hart and Staveland (1988)."""
LOWEST, HIGHEST, STEP = 0, 100, 5
"""Each scale goes from 0 to 100 in steps of 5; performance from good (0) to poor (100)."""


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Choose an answer to a question of the diagnosis; another choice takes its place."""

    question: str
    choice: str
    kind: Literal["diagnose"] = "diagnose"


@dataclass(frozen=True, slots=True)
class Recall:
    """Answer a query of the freeze that is open: a number in its unit of measure, or a word."""

    freeze: str
    query: str
    answer: float | str
    kind: Literal["recall"] = "recall"


@dataclass(frozen=True, slots=True)
class EndFreeze:
    """Go on after a freeze; what was not answered stays so."""

    freeze: str
    kind: Literal["end-freeze"] = "end-freeze"


@dataclass(frozen=True, slots=True)
class SwitchOffFreezes:
    """Have no freezes in this session; only before it begins."""

    kind: Literal["freezes-off"] = "freezes-off"


@dataclass(frozen=True, slots=True)
class RateWorkload:
    """Fill in the workload form; each scale as SCALES and STEP say. The last one counts."""

    mental: int
    physical: int
    temporal: int
    performance: int
    effort: int
    frustration: int
    kind: Literal["rate-workload"] = "rate-workload"


FormWork = Diagnose | Recall | EndFreeze | SwitchOffFreezes | RateWorkload


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the diagnosis, as the trainee reads it."""

    name: str
    text: Words
    choices: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a freeze: a number in ``unit``, or one of ``choices`` if there are any."""

    name: str
    level: Level
    text: Words
    unit: str = ""
    decimals: int = 0
    choices: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Freeze:
    """A freeze: its queries, and how long a person has for all of them by the clock (ms)."""

    name: str
    limit_ms: int
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class FormsBrief:
    """Everything that a session may ask; a screen shows a freeze only while it is open."""

    questions: tuple[Question, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    workload: bool = False


@dataclass(frozen=True, slots=True)
class FormsView:
    """Where the forms stand.

    ``questions`` can be answered now, ``answers`` is what was chosen. ``freeze`` is the one that is
    open ("" none), ``recalled`` what was answered in it, ``states`` where each freeze stands.
    """

    questions: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    freeze: str = ""
    recalled: Mapping[str, float | str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    off: bool = False
    rated: bool = False
    """Whether the workload form was filled in."""


WORKED = 10
"""Who leaves before this part of the session (one in so many) is not asked for the workload."""


def workload_wanted(brief: FormsBrief, view: FormsView, now: int, duration_ms: int) -> bool:
    """Return whether the workload form is to be offered to whoever ends the session now (ms)."""
    return brief.workload and not view.rated and now * WORKED >= duration_ms
