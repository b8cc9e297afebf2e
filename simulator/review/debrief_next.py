"""What to play next, and why: a rule that anybody can follow, and overrule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.assessment.score import Score
from simulator.language.text import text
from simulator.session.desk import Brief

if TYPE_CHECKING:
    from simulator.scenario.library import Listing

MASTERED = 80.0
"""A pass counts towards mastery from this percentage on ..."""
PASSES = 2
"""... and so many are needed, each with another seed."""


@dataclass(frozen=True, slots=True)
class NextUp:
    """A scenario by its short name, whether it is the same with another seed, and why."""

    scenario: str
    same: bool
    why: str


@dataclass(frozen=True, slots=True)
class Just:
    """The session that was just played, as far as a suggestion looks at it.

    ``head`` is the hash of its log, ``who`` signed it, ``began`` is in UTC.
    """

    head: str
    who: str
    seed: int
    began: str
    brief: Brief
    score: Score


Chooser = Callable[[Just, Sequence["Listing"]], NextUp]
"""Says what is next, of what there is in the library."""


def choose(just: Just, library: Sequence[Listing]) -> NextUp:
    """Return what to play next as far as this one session tells; a :data:`Chooser`."""
    return suggest(just.brief, just.score, library)


def suggest(brief: Brief, score: Score, library: Iterable[Listing]) -> NextUp:
    """Return what to play next.

    Who did not pass, or passed below MASTERED, plays the same again with another seed; who did
    well goes on to the next scenario, by level, that asks for something this one was weakest in.
    """
    if not score.passed:
        return NextUp(brief.name, True, text("not passed yet; another seed brings other moments"))
    if score.percent < MASTERED:
        best, mark = score.percent, MASTERED
        why = text("passed with {best:g} %; {mark:g} % shows mastery", best=best, mark=mark)
        return NextUp(brief.name, True, why)
    ahead = sorted(
        (one for one in library if one.name != brief.name and one.level >= brief.level),
        key=lambda one: (one.level, one.name),
    )
    for code in sorted(score.competencies, key=lambda one: (score.competencies[one], one)):
        for one in ahead:
            if code in one.competencies:
                why = text("passed well; this goes on with {code}", code=code)
                return NextUp(one.name, False, why)
    if ahead:
        return NextUp(ahead[0].name, False, text("passed well; this is the next level"))
    why = text("passed well once; mastered when it is passed so with another seed")
    return NextUp(brief.name, True, why)
