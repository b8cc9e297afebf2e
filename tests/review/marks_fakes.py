"""A rubric with criteria for people, a score to mark, and markers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from session_fakes import stamp

from simulator.assessment.rubric import Criterion, Level, Rubric
from simulator.assessment.score import CriterionScore, Line, Score, with_criteria
from simulator.language.problem import Refusal
from simulator.review.marks import Marks

LEVELS = (
    Level(0.0, {"en": "not at all"}),
    Level(0.4, {"en": "with help"}),
    Level(0.6, {"en": "alone"}),
    Level(0.9, {"en": "teaches others"}),
)
TALKS = Criterion("talks", {"en": "Talks"}, {"en": "Talks"}, 20.0, LEVELS, (), "assessor")
SELF = Criterion("self", {"en": "Reflects"}, {"en": "Reflects"}, 10.0, LEVELS, (), "self")
PEER = Criterion("peer", {"en": "Helps"}, {"en": "Helps"}, 10.0, LEVELS, (), "peer")
ACTS = Criterion("acts", {"en": "Acts"}, {"en": "Acts"}, 60.0, LEVELS, ("C05",), critical=True)
RUBRIC = Rubric((ACTS, TALKS, SELF, PEER))


def score(won: float = 40.0, failed: bool = False) -> Score:
    """Return a computed score: one criterion of two lines, and three that wait for people."""
    lines = (Line("acts/time", won, 40.0, 5, (2,), "did"), Line("acts/seq", 0.0, 20.0, 6, (), "no"))

    def one(criterion: Criterion, points: float | None, told: tuple[Line, ...]) -> CriterionScore:
        shows = tuple(level.shows for level in LEVELS)
        parts = (criterion.id, criterion.name, criterion.what, criterion.rater)
        level = None if points is None else 2
        bad = failed and points is not None
        rest = (points, criterion.points, level, shows, criterion.critical, bad, told)
        return CriterionScore(*parts, criterion.competencies, *rest)

    found = [one(ACTS, won, lines), *(one(c, None, ()) for c in (TALKS, SELF, PEER))]
    blank = Score(0, 0, 0, 0, False, 60.0, "", "percent", (), (), (), {}, 10, True)
    return with_criteria(blank, found)


def mark(log: Path, who: str = "asse-1", role: str = "assessor") -> Marks:
    """Open somebody's marks."""
    return Marks.open(log, who, role, stamp=stamp)  # type: ignore[arg-type]


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    """Return the code with which something is refused."""
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.problems[0].code
