"""Scores the logs of a class, several at a time; one that cannot be scored stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from simulator.assessment.score import Score
from simulator.language.problem import Problem, Refusal
from simulator.review.score import Yardstick, score_journal
from simulator.session.journal import read_journal


@dataclass(frozen=True, slots=True)
class Scored:
    """One log: the score by its own rubric and by the other one, as far as there are such.

    ``problems`` says why there is none; without a rubric of its own, a log has that problem even if
    the other rubric judged it.
    """

    log: str
    head: str = ""
    own: Score | None = None
    other: Score | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def decides(self) -> Score | None:
        """Return the score that decides: by the other rubric, if there is one."""
        return self.other or self.own


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
    with ProcessPoolExecutor(min(processes, len(logs)), get_context("spawn")) as pool:
        yield from pool.map(_scored, work)


def _scored(work: tuple[str, Yardstick | None]) -> Scored:
    """Score one log, whatever happens."""
    log, yardstick = work
    try:
        journal = read_journal(log)
    except Refusal as refusal:
        return Scored(log, problems=refusal.problems)
    own: Score | None = None
    problems: tuple[Problem, ...] = ()
    try:
        own = score_journal(journal)
    except Refusal as refusal:
        problems = refusal.problems
        if yardstick is None or problems[0].code != "no-rubric":
            return Scored(log, problems=problems)
    if yardstick is None:
        return Scored(log, journal.head, own)
    try:
        return Scored(log, journal.head, own, score_journal(journal, yardstick), problems)
    except Refusal as refusal:
        return Scored(log, problems=refusal.problems)
