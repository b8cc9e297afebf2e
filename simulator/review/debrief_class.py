"""A class: what many sessions of the same scenarios came to, by criterion, by attempt, by person.

People are told by a code unless their names are asked for, so that a report can be shown to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from simulator.assessment.score import CriterionScore, Line, Score, assess
from simulator.assessment.timeline import total
from simulator.assessment.workload import Workload
from simulator.language.forms import SCALES
from simulator.language.problem import Problem, Refusal
from simulator.language.text import Text
from simulator.language.words import Words
from simulator.review.debrief_next import MASTERED, PASSES
from simulator.review.score import live_again
from simulator.session.journal import read_journal
from simulator.session.verify import check_texts, check_title
from simulator.session.workload import workload_of

MISSED = 0.5
"""Who wins less than this part of something has missed it."""
COMMON = 6
"""So many common errors are told."""
_SUBJECTS = ("step", "what", "loop", "alarm", "command", "tag")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one log came to; ``digest`` tells versions of the scenario apart, ``began`` is UTC.

    ``workload`` is what the trainee told of it; None if nothing.
    """

    head: str
    who: str
    scenario: str
    digest: str
    title: Words
    seed: int
    began: str
    score: Score
    workload: Workload | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How a criterion was met: ``mean`` and standard deviation in percent of its points.

    ``n`` is how many sessions were judged, ``missed`` in how many of them less than half was won;
    ``deviation`` is None for fewer than two.
    """

    criterion: CriterionScore
    n: int
    mean: float
    deviation: float | None
    missed: int


@dataclass(frozen=True, slots=True)
class Burden:
    """How ``n`` people told one scale of the workload, 0 to 100; ``scale`` is ``mean`` for all six.

    It is of nobody in particular, and never graded.
    """

    scale: str
    n: int
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Common:
    """Something that many missed: an example of its line, and by how many of ``n`` sessions."""

    criterion: CriterionScore
    line: Line
    count: int
    n: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person's attempts at a scenario, in order; ``mastered`` by MASTERED and PASSES."""

    name: str
    attempts: tuple[Outcome, ...]
    mastered: bool

    @property
    def best(self) -> float:
        """The highest percentage."""
        return max(one.score.percent for one in self.attempts)


@dataclass(frozen=True, slots=True)
class Course:
    """One version of a scenario as a class played it.

    ``spreads`` and ``common`` are of each person's last attempt, ``burdens`` of the last one in
    which each told of the workload; ``progress`` has, for the first, second and further attempts,
    how many there were and their mean percentage.
    """

    scenario: str
    digest: str
    title: Words
    people: tuple[Person, ...]
    spreads: tuple[Spread, ...]
    common: tuple[Common, ...]
    progress: tuple[tuple[int, float], ...]
    phrases: tuple[Words, ...] = ()
    burdens: tuple[Burden, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassReport:
    """What a class came to, scenario by scenario, and the logs that could not be scored."""

    logs: int
    people: int
    courses: tuple[Course, ...]
    skipped: Mapping[str, Problem] = field(default_factory=dict)


def outcome(path: str) -> Outcome | Problem:
    """Verify and score a log; or return why it cannot be. For processes of their own."""
    try:
        journal = read_journal(path)
        check_texts(journal)
        lived = live_again(journal)
        other_title = check_title(journal, lived.commissioned)
        if other_title is not None:
            return Problem("differs", str(other_title))
        score = assess(lived.rubric, lived.timeline)
    except Refusal as refusal:
        return refusal.problems[0]
    opening = journal.opening
    return Outcome(
        head=journal.head,
        who=opening.who,
        scenario=Path(opening.main).stem,
        digest=opening.sha256.get(opening.main, ""),
        title=dict(opening.title),
        seed=opening.seed,
        began=opening.wall,
        score=score,
        workload=workload_of(journal),
    )


def class_report(
    found: Iterable[tuple[str, Outcome | Problem]], names: bool = False
) -> ClassReport:
    """Return what a class came to.

    Args:
        found: each log, and what it came to; the same log twice counts once.
        names: tell people by the names in the logs, not by codes.
    """
    skipped: dict[str, Problem] = {}
    known: dict[str, Outcome] = {}
    for path, one in found:
        if isinstance(one, Problem):
            skipped[path] = one
        else:
            known.setdefault(one.head, one)
    outcomes = sorted(known.values(), key=lambda one: (one.began, one.head))
    people = sorted({one.who for one in outcomes})
    width = max(2, len(str(len(people))))
    called = {who: who if names else f"P{n:0{width}}" for n, who in enumerate(people, 1)}
    versions = sorted({(one.scenario, one.digest) for one in outcomes})
    courses = tuple(
        _course([one for one in outcomes if (one.scenario, one.digest) == version], called)
        for version in versions
    )
    return ClassReport(len(outcomes), len(people), courses, skipped)


def _course(outcomes: Sequence[Outcome], called: Mapping[str, str]) -> Course:
    """Return one version of a scenario as it was played; the attempts are in order."""
    tries: dict[str, list[Outcome]] = {}
    for one in outcomes:
        tries.setdefault(one.who, []).append(one)
    people = [
        Person(called[who], tuple(mine), mastered(mine))
        for who, mine in sorted(tries.items(), key=lambda item: called[item[0]])
    ]
    last = [person.attempts[-1].score for person in people]
    most = max(len(person.attempts) for person in people)
    progress: list[tuple[int, float]] = []
    for number in range(most):
        there = [p.attempts[number].score.percent for p in people if len(p.attempts) > number]
        progress.append((len(there), total(there) / len(there)))
    first = outcomes[0]
    return Course(
        scenario=first.scenario,
        digest=first.digest,
        title=first.title,
        people=tuple(people),
        spreads=tuple(_spreads(last)),
        common=_common(last),
        progress=tuple(progress),
        phrases=last[0].phrases,
        burdens=_burdens(people),
    )


def mastered(attempts: Sequence[Outcome]) -> bool:
    """Return whether somebody passed well PASSES times, each time with another seed."""
    good = (one for one in attempts if one.score.passed and one.score.percent >= MASTERED)
    return len({one.seed for one in good}) >= PASSES


def _burdens(people: Iterable[Person]) -> tuple[Burden, ...]:
    """Return how people told the workload, scale by scale and as its mean; nothing if nobody did.

    Of each person the last form counts.
    """
    told: list[Workload] = []
    for person in people:
        filled = [one.workload for one in person.attempts if one.workload is not None]
        told += filled[-1:]
    if not told:
        return ()
    columns = {scale: [float(dict(one.scales)[scale]) for one in told] for scale in SCALES}
    columns["mean"] = [one.mean for one in told]
    return tuple(
        Burden(scale, len(numbers), _median(numbers), min(numbers), max(numbers))
        for scale, numbers in columns.items()
    )


def _median(numbers: Sequence[float]) -> float:
    """Return the middle of some numbers; of an even count, the mean of the middle two."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2.0


def _spreads(scores: Sequence[Score]) -> list[Spread]:
    """Return how each criterion was met, in the order of the rubric."""
    found: list[Spread] = []
    for place, criterion in enumerate(scores[0].criteria):
        judged = [score.criteria[place] for score in scores]
        parts = [100.0 * (one.points or 0.0) / one.of for one in judged if one.points is not None]
        if not parts:
            found.append(Spread(criterion, 0, 0.0, None, 0))
            continue
        mean = total(parts) / len(parts)
        squares = total((part - mean) * (part - mean) for part in parts)
        deviation = sqrt(squares / (len(parts) - 1)) if len(parts) > 1 else None
        missed = len([part for part in parts if part < 100.0 * MISSED])
        found.append(Spread(criterion, len(parts), mean, deviation, missed))
    return found


def _common(scores: Sequence[Score]) -> tuple[Common, ...]:
    """Return what most of them missed, at most COMMON things, that at least two missed."""
    counts: dict[tuple[str, str], int] = {}
    shown: dict[tuple[str, str], tuple[CriterionScore, Line]] = {}
    for score in scores:
        mine: set[tuple[str, str]] = set()
        for one in score.criteria:
            for line in one.lines:
                if line.of > 0.0 and line.points >= MISSED * line.of:
                    continue
                key = one.id, _subject(line) or line.rule
                mine.add(key)
                shown.setdefault(key, (one, line))
        for key in sorted(mine):
            counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts, key=lambda key: (-counts[key], -shown[key][1].of, key))
    found = [Common(*shown[key], counts[key], len(scores)) for key in ranked if counts[key] > 1]
    return tuple(found[:COMMON])


def _subject(line: Line) -> str:
    """Return what a line of evidence is about, so that the same of several people is the same."""
    values = line.sentence.values if isinstance(line.sentence, Text) else {}
    return next((str(values[name]) for name in _SUBJECTS if name in values), "")


def subject(one: Common) -> str:
    """Return what was missed: what the line is about, or the line itself."""
    return _subject(one.line) or one.line.sentence
