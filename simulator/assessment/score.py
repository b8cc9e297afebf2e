"""A rubric applied to a session: every point won or lost, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.assessment.mark import Mark, possible, settled
from simulator.assessment.rubric import Criterion, Level, Rubric, Weighed
from simulator.assessment.scale import Scale, grade
from simulator.assessment.timeline import Timeline, total
from simulator.language.command import TakeHint
from simulator.language.simtime import show_time
from simulator.language.text import text
from simulator.language.words import Words

CAP = 49.0
"""The most, in percent, that a session with a critical failure can come to."""
ENOUGH = 0.5
"""Who wins less than this part of a critical criterion fails the session."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points won (``points`` of ``of``; below 0 if it cost some) and what shows it.

    ``rule`` is the criterion and the kind of evidence, ``t`` the time (ms; None if it is about no
    moment), ``records`` the numbers of the log's records, and ``sentence`` the evidence in words:
    a Text, which can be told in another language.
    """

    rule: str
    points: float
    of: float
    t: int | None
    records: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """What one criterion came to.

    ``points`` is None if nothing was there to judge, or if it waits for its rater; its ``of`` then
    counts for nothing. ``level`` is the position of the level reached, from 0.
    """

    id: str
    name: Words
    what: Words
    rater: str
    competencies: tuple[str, ...]
    points: float | None
    of: float
    level: int | None
    levels: tuple[Words, ...]
    critical: bool
    failed: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a session came to under a rubric.

    ``percent`` is of the points that could be judged (``of``), at most CAP after a critical
    failure; ``points`` is what was won less what the hints cost, of which ``hints`` tells.
    ``waiting`` is how many points wait for a person. ``competencies`` has a percentage
    for each. ``end`` is how far the session went (ms), ``finished`` whether that is its end;
    ``most`` is what percentage could be reached in the part of the session that was run.
    ``phrases`` are texts that a sentence may hold in English, so that it can be told in another
    language.
    """

    percent: float
    points: float
    of: float
    waiting: float
    passed: bool
    pass_percent: float
    grade: str
    scale: Scale
    failures: tuple[str, ...]
    criteria: tuple[CriterionScore, ...]
    hints: tuple[Line, ...]
    competencies: Mapping[str, float]
    end: int
    finished: bool
    phrases: tuple[Words, ...] = ()
    most: float = 100.0

    def graded(self, scale: Scale) -> str:
        """Return the grade on another scale."""
        return grade(scale, self.percent, self.pass_percent, bool(self.failures))


def assess(rubric: Rubric, timeline: Timeline) -> Score:
    """Apply a rubric to a session. Numbers are rounded here, once: points and percent to 0.01.

    Who ends a session early cannot win more than the part that was run, and what had not come yet
    by then is lost.
    """
    found = [_criterion(criterion, timeline) for criterion in rubric.criteria]
    blank = Score(
        percent=0.0,
        points=0.0,
        of=0.0,
        waiting=0.0,
        passed=False,
        pass_percent=round(100.0 * rubric.pass_mark, 2),
        grade="",
        scale=rubric.scale,
        failures=(),
        criteria=(),
        hints=tuple(_hints(timeline)),
        competencies={},
        end=timeline.end,
        finished=timeline.end >= timeline.duration,
        phrases=rubric.phrases,
        most=round(100.0 * timeline.part_run, 2),
    )
    return with_criteria(blank, found)


def with_criteria(score: Score, criteria: Iterable[CriterionScore]) -> Score:
    """Return a score with other criteria, and everything that follows from them."""
    found = tuple(criteria)
    judged = [one for one in found if one.points is not None]
    of = total(one.of for one in judged)
    won = total(one.points or 0.0 for one in judged)
    points = max(0.0, won + total(line.points for line in score.hints))
    failures = tuple(one.id for one in found if one.failed)
    percent = round(100.0 * points / of, 2) if of > 0.0 else 0.0
    percent = min(percent, score.most)
    if failures:
        percent = min(percent, CAP)
    waits = (one.of for one in found if one.points is None and one.rater != "automatic")
    return replace(
        score,
        percent=percent,
        points=round(points, 2),
        of=of,
        waiting=total(waits),
        passed=percent >= score.pass_percent and not failures,
        grade=grade(score.scale, percent, score.pass_percent, bool(failures)),
        failures=failures,
        criteria=found,
        competencies=_competencies(judged),
    )


def _criterion(criterion: Criterion, timeline: Timeline) -> CriterionScore:
    judged: list[tuple[Weighed, tuple[Mark, ...]]] = []
    for piece in criterion.evidence:
        marks = piece.evidence.judge(timeline)
        excused = any(mark.excused for mark in marks)
        if possible(marks) <= 0.0 and not excused and timeline.end < timeline.duration:
            marks = (*marks, Mark(0.0, 1.0, text("the session ended before this could be judged")))
        if possible(marks) > 0.0:
            judged.append((piece, marks))
    weights = total(piece.weight for piece, _ in judged)
    lines: list[Line] = []
    points: float | None = None
    failed = False
    if weights > 0.0:
        points = 0.0
        for piece, marks in judged:
            worth = criterion.points * piece.weight / weights
            for mark in settled(marks, worth):
                points += mark.won
                failed = failed or mark.critical
                lines.append(_line(f"{criterion.id}/{piece.kind}", mark))
        points = min(max(points, 0.0), criterion.points)
        failed = failed or (criterion.critical and points < ENOUGH * criterion.points)
    part = None if points is None else points / criterion.points
    return CriterionScore(
        id=criterion.id,
        name=criterion.name,
        what=criterion.what,
        rater=criterion.rater,
        competencies=criterion.competencies,
        points=None if points is None else round(points, 2),
        of=criterion.points,
        level=None if part is None else level_of(part, criterion.levels),
        levels=tuple(level.shows for level in criterion.levels),
        critical=criterion.critical,
        failed=failed,
        lines=tuple(lines),
    )


def _line(rule: str, mark: Mark) -> Line:
    return Line(rule, round(mark.won, 2), round(mark.of, 2), mark.t, mark.records, mark.sentence)


def _hints(timeline: Timeline) -> Iterator[Line]:
    """Yield what each hint that was taken costs."""
    for act in timeline.done:
        if isinstance(act.command, TakeHint):
            costs = timeline.hints.get(act.command.hint, ())
            place = act.command.step - 1
            cost = costs[place] if 0 <= place < len(costs) else 0.0
            sentence = text("a hint taken at {time}", time=show_time(act.t))
            yield Line(f"hint/{act.command.hint}", -cost, 0.0, act.t, (act.n,), sentence)


def level_of(part: float, levels: Iterable[Level]) -> int:
    """Return the position of the highest level that begins at or below a part of the points."""
    reached = 0
    for position, level in enumerate(levels):
        if part >= level.starts:
            reached = position
    return reached


def _competencies(judged: Iterable[CriterionScore]) -> dict[str, float]:
    """Return the percentage of each competency, weighed by points, in alphabetical order."""
    won: dict[str, float] = {}
    of: dict[str, float] = {}
    for one in judged:
        for competency in one.competencies:
            won[competency] = won.get(competency, 0.0) + (one.points or 0.0)
            of[competency] = of.get(competency, 0.0) + one.of
    return {name: round(100.0 * won[name] / of[name], 2) for name in sorted(of)}
