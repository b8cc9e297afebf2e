"""Scores a session log: the session is lived again, watched, and judged by a rubric.

The rubric is the one inside the log, or another one: then an old session is judged anew. The same
log and rubric always give the same score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from simulator.assessment.rubric import Rubric
from simulator.assessment.score import Score, assess
from simulator.assessment.timeline import Act, Look, Timeline, Wants
from simulator.language.event import Event
from simulator.language.problem import Problem, Refusal
from simulator.language.tag import quoted
from simulator.review.recorder import Recorder, readable
from simulator.review.rehearsal import rehearse
from simulator.scenario.documents import Documents
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned, commission
from simulator.session.follow import Follower, follow
from simulator.session.index import Happening
from simulator.session.journal import read_journal
from simulator.session.operator import IdleOperator
from simulator.session.record import CommandRecord, RefusalRecord, View
from simulator.session.script import ScriptedOperator

MOST_SHADOWS = 8
"""So many pairs of runs to compare with are remembered: a class has one scenario and few seeds."""
_SHADOWS: dict[str, dict[str, Timeline]] = {}


@dataclass(frozen=True, slots=True)
class Lived:
    """A log lived again: what belongs to it, the rubric and the facts."""

    journal: Journal
    commissioned: Commissioned
    rubric: Rubric
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A rubric of its own: the text of its file, and of the expert's script if it names one."""

    file: str
    text: str
    scripts: tuple[tuple[str, str], ...] = ()


def score_log(
    path: str | Path, rubric: str | Path | None = None, commission: Commission = commission
) -> Score:
    """Return the score of a session log.

    Args:
        path: the log.
        rubric: a rubric file or a scenario file; without it, the rubric inside the log.
        commission: builds the plant of the log.

    Raises:
        Refusal: a file cannot be read, the log is damaged or departs from its recomputation, or
            there is no rubric.
    """
    yardstick = None if rubric is None else read_yardstick(rubric)
    return score_journal(read_journal(path), yardstick, commission)


def score_journal(
    journal: Journal, yardstick: Yardstick | None = None, commission: Commission = commission
) -> Score:
    """Return the score of a journal; as :func:`score_log`."""
    lived = live_again(journal, yardstick, commission)
    return assess(lived.rubric, lived.timeline)


def live_again(
    journal: Journal, yardstick: Yardstick | None = None, commission: Commission = commission
) -> Lived:
    """Live a journal again and gather what its rubric, or another one, is to judge.

    Raises:
        Refusal: as for :func:`score_log`.
    """
    follower = follow(_whole(journal), commission)
    commissioned = follower.commissioned
    documents = Documents(journal.opening.main, journal.opening.documents)
    rubric = commissioned.rubric
    if yardstick is not None:
        rubric = _measured_by(yardstick, commissioned)
        documents = Documents(documents.main, {**documents.texts, **dict(yardstick.scripts)})
        if rubric.expert and f"scripts/{rubric.expert}.yaml" not in documents.texts:
            hint = f"write scripts/{rubric.expert}.yaml beside {yardstick.file}, or name another"
            message = f"there is no script {quoted(rubric.expert)}"
            raise Refusal(Problem("unknown-operator", message, hint))
    if rubric is None:
        hint = "judge it by a rubric of its own: cuve score LOG --rubric FILE"
        raise Refusal(Problem("no-rubric", "the scenario of this log has no rubric", hint))
    wants = rubric.wants()
    timeline = _follow(follower, wants)
    if follower.departure is not None:
        hint = "cuve verify tells more; a log that does not hold has no score"
        raise Refusal(Problem("departs", str(follower.departure), hint))
    if wants.shadows:
        timeline = replace(
            timeline, shadows=shadows(documents, rubric, commissioned, commission, wants)
        )
    return Lived(journal, commissioned, rubric, timeline)


def _whole(journal: Journal) -> Journal:
    """Return a journal without the problem that its end is torn: it is judged as far as it goes."""
    problems = tuple(problem for problem in journal.problems if problem.code != "torn")
    return replace(journal, problems=problems)


def _follow(follower: Follower, wants: Wants) -> Timeline:
    """Live the records again, reading the plant on the way."""
    recorder = Recorder(follower.commissioned, wants)
    while follower.departure is None:
        until = min(recorder.next_due, follower.end)
        _take(recorder, follower.advance(until))
        recorder.read()
        if until >= follower.end:
            break
        if follower.plant.now < until:
            # The plant stands still: meet the records that are left.
            _take(recorder, follower.advance(follower.end))
            break
    return recorder.timeline()


def _take(recorder: Recorder, happenings: tuple[Happening, ...]) -> None:
    """Take note of events and of what people did, in order."""
    for happening in happenings:
        if isinstance(happening, Event):
            recorder.heard((happening,))
        elif isinstance(happening, CommandRecord):
            recorder.acted(
                Act(
                    happening.t,
                    happening.n,
                    happening.command,
                    happening.reason,
                    happening.old,
                    happening.new,
                    happening.role,
                )
            )
        elif isinstance(happening, View):
            recorder.looked(Look(happening.t, happening.n, happening.page, happening.subject))
        elif isinstance(happening, RefusalRecord):
            one = happening
            recorder.acted(
                Act(one.t, one.n, one.command, one.reason, role=one.role, refused=one.code)
            )


def shadows(
    documents: Documents,
    rubric: Rubric,
    like: Commissioned,
    commission: Commission,
    wants: Wants,
) -> dict[str, Timeline]:
    """Return the runs of the expert and of the idle operator with the seed of a session.

    Raises:
        Refusal: the expert's script is not among the documents, or is not good.
    """
    file = f"scripts/{rubric.expert}.yaml"
    if file not in documents.texts:
        raise Refusal(Problem("no-text", f"the text of the script {rubric.expert} is missing"))
    texts = sorted(documents.texts.items())
    key = str((documents.main, texts, rubric.expert, like.seed, wants.errors))
    if key in _SHADOWS:
        return _SHADOWS[key]
    found: dict[str, Timeline] = {}
    for who in ("expert", "idle"):
        built = commission(documents, like.seed, like.language)
        operator = (
            IdleOperator()
            if who == "idle"
            else ScriptedOperator(documents.texts[file], file, built.names)
        )
        found[who] = rehearse(built, operator, Wants(errors=wants.errors))
    while len(_SHADOWS) >= MOST_SHADOWS:
        del _SHADOWS[next(iter(_SHADOWS))]
    _SHADOWS[key] = found
    return found


def read_yardstick(file: str | Path) -> Yardstick:
    """Read a rubric file, or a scenario file (a path, or a name of the library), from disk.

    Raises:
        Refusal: it cannot be read.
    """
    from simulator.scenario.library import read

    documents = read(str(file))
    scripts = tuple((n, t) for n, t in documents.texts.items() if n.startswith("scripts/"))
    return Yardstick(documents.main, documents.texts[documents.main], scripts)


def _measured_by(yardstick: Yardstick, commissioned: Commissioned) -> Rubric:
    """Return the rubric of a yardstick, built against the plant of a log."""
    from simulator.scenario.names import instrument_names, truth_names
    from simulator.scenario.rubric import read_rubric

    design = readable(commissioned).design
    names = instrument_names(design) | truth_names(design.units, design.lines, design.utilities)
    return read_rubric(yardstick.text, yardstick.file, design, names)
