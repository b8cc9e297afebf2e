"""A log examined for the learning record: lived again, judged, and told in numbers and codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulator.assessment.score import Score, assess
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.review.marks_check import check_marks
from simulator.review.marks_score import marked
from simulator.review.marks_sheet import Sheet, signature_heads
from simulator.review.score import live_again
from simulator.session.chain import Journal
from simulator.session.commission import Commission, commission
from simulator.session.journal import newest_logs, read_journal
from simulator.session.verify import check_texts, check_title

MOST = 100_000
"""How many logs of one folder are imported."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion: what was computed and what stands with marks; None: nothing to judge yet."""

    id: str
    name: dict[str, str]
    rater: str
    computed: float | None
    points: float | None
    of: float
    failed: bool
    competencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedBy:
    """Who marked an attempt, as what; the head of the marks, and that after each signature."""

    who: str
    role: str
    head: str
    signatures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt, as the learning record keeps it.

    Attributes:
        head: the hash of the log's seal, by which it is known.
        who: the code (or whatever the log was signed with).
        scenario, title, text: the short name, the name for people, the hash of the scenario's text.
        level: of the scenario.
        seed: of the session.
        began, simulated_ms, finished: when (UTC), how far, and whether that was its end.
        program, physics: the version of the program, the edition of its physics.
        computed, percent, passed, grade: with ``percent`` and what follows signed marks count.
        waiting: points that wait for a person.
        criteria, competencies: what it came to in parts.
        marks: who marked it.
    """

    head: str
    who: str
    scenario: str
    title: dict[str, str]
    text: str
    level: int
    seed: int
    began: str
    simulated_ms: int
    finished: bool
    program: str
    physics: int
    computed: float
    percent: float
    passed: bool
    grade: str
    waiting: float
    criteria: tuple[Judged, ...]
    competencies: dict[str, float]
    marks: tuple[MarkedBy, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining a file: an attempt, or the problems why it is none."""

    path: str
    attempt: Attempted | None
    problems: tuple[Problem, ...]


def logs_in(paths: Iterable[str | Path]) -> list[str]:
    """Return the logs that are named or lie in named folders, each once, in order."""
    found: dict[str, None] = {}
    for path in map(Path, paths):
        inside = sorted(newest_logs(path, MOST)) if path.is_dir() else [path]
        found |= dict.fromkeys(str(one) for one in inside)
    return list(found)


def examine(path: str) -> Examined:
    """Verify and judge a log with its marks, by the rubric inside it; nothing is raised."""
    return examine_log(path, commission)


def examine_log(path: str, commission: Commission) -> Examined:
    """Verify and judge a log; as :func:`examine`."""
    try:
        journal = read_journal(path)
        if journal.problems:
            return Examined(path, None, journal.problems)
        if not journal.sealed:
            hint = text("play it to its end, or end it; then import it")
            problem = Problem("not-sealed", text("this session has not been ended"), hint)
            return Examined(path, None, (problem,))
        check_texts(journal)
        lived = live_again(journal, None, commission)
        other_title = check_title(journal, lived.commissioned)
        if other_title is not None:
            return Examined(path, None, (Problem("differs", str(other_title)),))
        computed = assess(lived.rubric, lived.timeline)
        found = check_marks(path, chain_only=True)
        # marks that do not hold count for nothing; the attempt itself stands
        sheets = () if found.problems else found.sheets
        result = marked(computed, lived.rubric, sheets)
        problems = (*found.problems, *result.problems)
        level = lived.commissioned.brief.level
        attempt = _attempted(journal, level, computed, result.score, sheets)
    except Refusal as refusal:
        return Examined(path, None, refusal.problems)
    return Examined(path, attempt, problems)


def _attempted(
    journal: Journal, level: int, computed: Score, score: Score, sheets: Iterable[Sheet]
) -> Attempted:
    opening = journal.opening
    before = {one.id: one.points for one in computed.criteria}
    return Attempted(
        head=journal.head,
        who=opening.who,
        scenario=Path(opening.main).stem,
        title=dict(opening.title),
        text=opening.sha256.get(opening.main, ""),
        level=level,
        seed=opening.seed,
        began=opening.wall,
        simulated_ms=score.end,
        finished=score.finished,
        program=opening.program,
        physics=opening.physics,
        computed=computed.percent,
        percent=score.percent,
        passed=score.passed,
        grade=str(score.grade),
        waiting=score.waiting,
        criteria=tuple(
            Judged(
                one.id,
                dict(one.name),
                one.rater,
                before[one.id],
                one.points,
                one.of,
                one.failed,
                one.competencies,
            )
            for one in score.criteria
        ),
        competencies=dict(score.competencies),
        marks=tuple(MarkedBy(one.who, one.role, one.head, signature_heads(one)) for one in sheets),
    )
