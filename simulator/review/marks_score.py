"""A score with what people gave: ratings and overrides of signed marks, beside what was computed.

Two assessors count alike: a criterion that both rated gets the mean of their points, and a line
that one of them overrode the mean of that and what the other left standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from simulator.assessment.rubric import Criterion, Rubric
from simulator.assessment.score import (
    ENOUGH,
    CriterionScore,
    Score,
    level_of,
    with_criteria,
)
from simulator.assessment.timeline import total
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.review.marks_record import Override, Rating
from simulator.review.marks_sheet import Sheet

_ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """What people made of one criterion: from ``before`` (None: it waited) to ``after`` points.

    ``ratings`` and ``overrides`` are what was counted, each with who wrote it.
    """

    criterion: str
    before: float | None
    after: float | None
    ratings: tuple[tuple[str, Rating], ...] = ()
    overrides: tuple[tuple[str, Override], ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A score as it was computed, and with what people gave.

    Attributes:
        automatic: what was computed.
        score: the same with ratings and overrides.
        changes: every criterion that people changed or rated, in the rubric's order.
        unsigned: who wrote marks that do not count, because they are not signed.
        problems: what does not fit the rubric or the computed score, and so does not count.
    """

    automatic: Score
    score: Score
    changes: tuple[Change, ...]
    unsigned: tuple[str, ...]
    problems: tuple[Problem, ...]


def marked(score: Score, rubric: Rubric, sheets: Iterable[Sheet], draft: str = "") -> Marked:
    """Return a score with the marks that people signed.

    Args:
        score: as it was computed by ``rubric``.
        rubric: whose criteria were rated.
        sheets: the marks beside the log.
        draft: count the marks of this person even if they are not signed, to show them.
    """
    everyone = [one for one in sheets if not one.empty]
    counted = [one for one in everyone if one.signed or one.who == draft]
    criteria = {one.id: one for one in rubric.criteria}
    problems: list[Problem] = []
    changes: list[Change] = []
    found: list[CriterionScore] = []
    for one in score.criteria:
        change = _changed(one, criteria[one.id], counted, problems)
        if change is None:
            found.append(one)
        else:
            changes.append(change)
            found.append(_with(one, criteria[one.id], change))
    problems += _strange(everyone, score)
    return Marked(
        automatic=score,
        score=with_criteria(score, found),
        changes=tuple(changes),
        unsigned=tuple(one.who for one in everyone if not one.signed),
        problems=tuple(problems),
    )


def _strange(sheets: Sequence[Sheet], score: Score) -> list[Problem]:
    """Return a problem for each mark of a criterion that the rubric has not."""
    known = {one.id for one in score.criteria}
    named = [(sheet.who, name) for sheet in sheets for name in sheet.ratings]
    named += [(sheet.who, name) for sheet in sheets for name, _ in sheet.overrides]
    return [
        Problem(
            "unknown-criterion",
            text("{who} marked {name}, which is no criterion", who=who, name=name),
        )
        for who, name in named
        if name not in known
    ]


def _changed(
    one: CriterionScore, criterion: Criterion, sheets: Sequence[Sheet], problems: list[Problem]
) -> Change | None:
    """Return what people made of a criterion; None if nothing."""
    if criterion.rater == "automatic":
        assessors = [sheet for sheet in sheets if sheet.role == "assessor"]
        return _overridden(one, assessors, problems)
    role = "trainee" if criterion.rater == "self" else criterion.rater
    ratings: list[tuple[str, Rating]] = []
    for sheet in sheets:
        rating = sheet.ratings.get(one.id) if sheet.role == role else None
        if rating is None:
            continue
        if not _fits(rating, criterion):
            message = text(
                "the rating of {name} by {who} does not fit the rubric", name=one.id, who=sheet.who
            )
            problems.append(Problem("other-rubric", message))
            continue
        ratings.append((sheet.who, rating))
    if not ratings:
        return None
    mean = total(rating.points for _, rating in ratings) / len(ratings)
    return Change(one.id, one.points, round(mean, 2), tuple(ratings))


def _fits(rating: Rating, criterion: Criterion) -> bool:
    levels = len(criterion.levels)
    return rating.of == criterion.points and (rating.level is None or rating.level < levels)


def _overridden(
    one: CriterionScore, assessors: Sequence[Sheet], problems: list[Problem]
) -> Change | None:
    """Return what overrides make of a criterion that was computed; None if there are none."""
    counted: list[tuple[str, Override]] = []
    for sheet in assessors:
        for (name, place), override in sorted(sheet.overrides.items()):
            if name != one.id:
                continue
            line = one.lines[place] if place < len(one.lines) else None
            same = line is not None and line.rule == override.rule
            if line is None or not same or abs(line.points - override.automatic) > _ALIKE:
                message = text(
                    "what {who} overrode in {name} is not what was computed",
                    who=sheet.who,
                    name=one.id,
                )
                problems.append(Problem("other-score", message))
                continue
            counted.append((sheet.who, override))
    if not counted:
        return None
    gained = total(o.points - o.automatic for _, o in counted) / len(assessors)
    after = min(max((one.points or 0.0) + gained, 0.0), one.of)
    return Change(one.id, one.points, round(after, 2), overrides=tuple(counted))


def _with(one: CriterionScore, criterion: Criterion, change: Change) -> CriterionScore:
    """Return a criterion with what people made of it."""
    points = change.after or 0.0
    poor = criterion.critical and points < ENOUGH * one.of
    was_poor = criterion.critical and (one.points or 0.0) < ENOUGH * one.of
    settled = [o.failed for _, o in change.overrides if o.failed is not None]
    failed = any(settled) if settled else poor or (one.failed and not was_poor)
    return replace(
        one, points=points, level=level_of(points / one.of, criterion.levels), failed=failed
    )
