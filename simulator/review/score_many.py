"""Scores the logs of a class, several at a time; one that cannot be scored stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.assessment.rubric import Rubric
from simulator.assessment.score import Score, assess
from simulator.language.problem import Problem, Refusal
from simulator.review.marks_check import check_marks
from simulator.review.marks_score import marked
from simulator.review.score import Yardstick, live_again, score_journal
from simulator.session.journal import read_journal
from simulator.session.workers import workers


@dataclass(frozen=True, slots=True)
class Scored:
    """One log: the score by its own rubric and by the other one, as far as there are such.

    ``problems`` says why there is none; without a rubric of its own, a log has that problem even if
    the other rubric judged it, and what is wrong with the marks beside it. ``marked`` is the
    score by its own rubric with the marks that people signed, if there are any.
    """

    log: str
    head: str = ""
    own: Score | None = None
    other: Score | None = None
    problems: tuple[Problem, ...] = ()
    marked: Score | None = None

    @property
    def decides(self) -> Score | None:
        """Return the score that decides: by the other rubric, or with what people signed."""
        return self.other or self.marked or self.own


def score_many(
    logs: Sequence[str], yardstick: Yardstick | None = None, processes: int = 1
) -> Iterator[Scored]:
    """Yield what came of each log, in the order given.

    Args:
        logs: paths.
        yardstick: another rubric that judges each as well.
        processes: how many work at the same time.
    """
    work = [(log, yardstick) for log in logs]
    if processes <= 1 or len(logs) <= 1:
        yield from map(_scored, work)
        return
    with workers(min(processes, len(logs))) as pool:
        yield from pool.map(_scored, work)


def _scored(work: tuple[str, Yardstick | None]) -> Scored:
    """Score one log, whatever happens."""
    log, yardstick = work
    try:
        journal = read_journal(log)
    except Refusal as refusal:
        return Scored(log, problems=refusal.problems)
    own: Score | None = None
    marked_score: Score | None = None
    problems: tuple[Problem, ...] = ()
    try:
        lived = live_again(journal)
        own = assess(lived.rubric, lived.timeline)
        marked_score, problems = _with_marks(log, own, lived.rubric)
    except Refusal as refusal:
        problems = refusal.problems
        if yardstick is None or problems[0].code != "no-rubric":
            return Scored(log, problems=problems)
    if yardstick is None:
        return Scored(log, journal.head, own, None, problems, marked_score)
    try:
        other = score_journal(journal, yardstick)
        return Scored(log, journal.head, own, other, problems, marked_score)
    except Refusal as refusal:
        return Scored(log, problems=refusal.problems)


def _with_marks(log: str, own: Score, rubric: Rubric) -> tuple[Score | None, tuple[Problem, ...]]:
    """Return the score with the marks that people signed, and what is wrong with any marks."""
    found = check_marks(log, chain_only=True)
    if found.problems:
        return None, found.problems
    result = marked(own, rubric, found.sheets)
    return (result.score if result.changes else None), result.problems
