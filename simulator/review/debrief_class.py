"""A class: what many sessions of the same scenarios came to, by criterion, by attempt, by person.

People are told by a code unless their names are asked for, so that a report can be shown to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from simulator.assessment.score import CriterionScore, Line, Score
from simulator.assessment.timeline import total
from simulator.language.problem import Problem, Refusal
from simulator.language.text import Text
from simulator.language.words import Words
from simulator.review.debrief_next import MASTERED
from simulator.review.score import score_journal
from simulator.session.journal import read_journal

IN_A_ROW = 2
"""So many passes at MASTERED, one after the other and with different seeds, are mastery."""
MISSED = 0.5
"""Who wins less than this part of something has missed it."""
COMMON = 6
"""So many common errors are told."""
_SUBJECTS = ("step", "what", "loop", "alarm", "command", "tag")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one log came to; ``digest`` tells versions of the scenario apart, ``began`` is UTC."""

    head: str
    who: str
    scenario: str
    digest: str
    title: Words
    seed: int
    began: str
    score: Score


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
class Common:
    """Something that many missed: an example of its line, and by how many of ``n`` sessions."""

    criterion: CriterionScore
    line: Line
    count: int
    n: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person's attempts at a scenario, in order; ``mastered`` by MASTERED, IN_A_ROW times."""

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

    ``spreads`` and ``common`` are of each person's last attempt; ``progress`` has, for the first,
    second and further attempts, how many there were and their mean percentage.
    """

    scenario: str
    digest: str
    title: Words
    people: tuple[Person, ...]
    spreads: tuple[Spread, ...]
    common: tuple[Common, ...]
    progress: tuple[tuple[int, float], ...]
    phrases: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassReport:
    """What a class came to, scenario by scenario, and the logs that could not be scored."""

    logs: int
    people: int
    courses: tuple[Course, ...]
    skipped: Mapping[str, Problem] = field(default_factory=dict)


def outcome(path: str) -> Outcome | Problem:
    """Return what a log comes to, or why it cannot be scored; for processes of their own."""
    try:
        journal = read_journal(path)
        score = score_journal(journal)
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
    )


def mastered(attempts: Sequence[Outcome]) -> bool:
    """Return whether somebody passed well IN_A_ROW times, with different seeds."""
    seeds: list[int] = []
    for one in attempts:
        good = one.score.passed and one.score.percent >= MASTERED
        seeds = [*seeds, one.seed] if good and one.seed not in seeds else [one.seed] * good
        if len(seeds) >= IN_A_ROW:
            return True
    return False


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
