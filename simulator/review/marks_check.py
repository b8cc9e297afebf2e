"""Are the marks beside a log what they say? Their chains, what they are bound to, and the rubric.

A chain without a secret stops careless and later change; who rewrites a whole marks file can make
it fit, and nothing of it can be computed again but what it says of the log: its head, its moments,
its rubric and the points that were computed. For the rest, note the head of signed marks elsewhere;
a learning record does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.assessment.rubric import Rubric
from simulator.assessment.score import assess
from simulator.language.problem import Problem, Refusal
from simulator.review.marks_log import log_beside, refer, refuse_other_log, sheets_of
from simulator.review.marks_score import Marked, marked
from simulator.review.marks_sheet import Sheet, read_sheet
from simulator.review.score import live_again
from simulator.scenario.documents import Documents
from simulator.session.chain import Journal
from simulator.session.commission import Commission, commission
from simulator.session.journal import read_bytes, read_journal


@dataclass(frozen=True, slots=True)
class MarksFound:
    """The marks beside a log that can be read, and what is wrong with any."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def check_marks(
    log: str | Path, *, chain_only: bool = False, commission: Commission = commission
) -> MarksFound:
    """Check all marks beside a log; the log itself is for ``verify`` to judge.

    Args:
        log: whose marks are checked.
        chain_only: leave the rubric and the computed score out.
        commission: builds the plant of the log.

    Raises:
        Refusal: there are marks, but the log cannot be read or is damaged.
    """
    sheets, problems = sheets_of(log)
    found = list(problems)
    if not sheets:
        return MarksFound(sheets, problems)
    ref = refer(log)
    for sheet in sheets:
        try:
            refuse_other_log(sheet, ref)
        except Refusal as refusal:
            found += refusal.problems
    names = [sheet.who for sheet in sheets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.append(Problem("twice", f"there are two marks files of {name}"))
    if not chain_only and not found and any(s.ratings or s.overrides for s in sheets):
        found += _judged(log, sheets, commission)
    return MarksFound(sheets, tuple(found))


def check_sheet(path: str | Path) -> tuple[Sheet, Path | None]:
    """Check one marks file: its chain, and that it is of the log beside it, if that is there.

    Raises:
        Refusal: it cannot be read, is no marks file, was damaged, or is of another log.
    """
    sheet = read_sheet(read_bytes(path), str(path))
    log = log_beside(path)
    if log is not None:
        refuse_other_log(sheet, refer(log))
    return sheet, log


def _judged(log: str | Path, sheets: Sequence[Sheet], commission: Commission) -> list[Problem]:
    """Return what in marks does not fit the rubric and the computed score."""
    try:
        return list(marked_log(log, sheets, commission=commission).problems)
    except Refusal as refusal:
        return list(refusal.problems)


def marked_log(
    log: str | Path, sheets: Sequence[Sheet], draft: str = "", commission: Commission = commission
) -> Marked:
    """Return the score of a log with the marks that people signed.

    Args:
        log: it is lived again to score it.
        sheets: the marks that count.
        draft: count the marks of this person even if they are not signed.
        commission: builds the plant of the log.

    Raises:
        Refusal: the log cannot be scored.
    """
    lived = live_again(read_journal(log), None, commission)
    return marked(assess(lived.rubric, lived.timeline), lived.rubric, sheets, draft)


def rubric_of(journal: Journal, commission: Commission = commission) -> Rubric:
    """Return the rubric inside a log, without living it again.

    Raises:
        Refusal: the log is damaged or has no rubric.
    """
    opening = journal.opening
    documents = Documents(opening.main, opening.documents)
    rubric = commission(documents, opening.seed, opening.language).rubric
    if rubric is None:
        raise Refusal(Problem("no-rubric", "the scenario of this log has no rubric"))
    return rubric
