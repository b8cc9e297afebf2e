"""What to play next, and why: a rule that anybody can follow, and overrule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.assessment.score import Score
from simulator.language.text import text
from simulator.session.desk import Brief

if TYPE_CHECKING:
    from simulator.scenario.library import Listing

MASTERED = 80.0
"""From this percentage on, another exercise teaches more than the same one again."""


@dataclass(frozen=True, slots=True)
class NextUp:
    """A scenario by its short name, whether it is the same with another seed, and why."""

    scenario: str
    same: bool
    why: str


def suggest(brief: Brief, score: Score, library: Iterable[Listing]) -> NextUp:
    """Return what to play next.

    Who did not pass, or passed below MASTERED, plays the same again with another seed; who did
    well goes on to the next scenario, by level, that asks for something this one was weakest in.
    """
    if not score.passed:
        return NextUp(brief.name, True, text("not passed yet; another seed brings other moments"))
    if score.percent < MASTERED:
        why = text("passed; from {percent:g} % on it is mastered", percent=MASTERED)
        return NextUp(brief.name, True, why)
    ahead = sorted(
        (one for one in library if one.name != brief.name and one.level >= brief.level),
        key=lambda one: (one.level, one.name),
    )
    for code in sorted(score.competencies, key=lambda one: (score.competencies[one], one)):
        for one in ahead:
            if code in one.competencies:
                why = text("mastered; this goes on with {code}", code=code)
                return NextUp(one.name, False, why)
    if ahead:
        return NextUp(ahead[0].name, False, text("mastered; this is the next level"))
    return NextUp(brief.name, True, text("mastered; twice in a row with another seed proves it"))
