"""Proves a rubric: operators with and without sense play the scenario, and the scores must tell.

Each session is judged twice, while it is lived and from its log; both must give the same score.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.assessment.rubric import Rubric
from simulator.assessment.score import Score, assess
from simulator.language.problem import Problem, Refusal
from simulator.review.rehearsal import Rehearsal
from simulator.review.score import score_log, shadows
from simulator.scenario.documents import Documents
from simulator.scenario.library import names, read, read_script
from simulator.session.commission import Commissioned, commission
from simulator.session.live import Live, Signature
from simulator.session.operator import Operator, run_session
from simulator.session.operators import BUILT_IN
from simulator.session.script import ScriptedOperator
from simulator.session.workers import workers

EXPERT = "expert"
LEAST = {EXPERT: 90.0}
"""The least percentage that an operator must come to."""
MOST = {"idle": 40.0, "ack-everything": 50.0, "random": 30.0}
"""The most percentage that an operator may come to."""
OPERATORS = (*LEAST, *MOST)
REACHED = 0.8
"""A criterion is reachable if somebody wins this part of it ..."""
MISSED = 0.5
"""... and it judges something if somebody wins less than this part of it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One operator's session: the score while it was lived, and whether its log gives the same."""

    operator: str
    score: Score
    same: bool

    @property
    def holds(self) -> bool:
        """Return whether the score is on its side of the bound."""
        percent = self.score.percent
        return LEAST.get(self.operator, 0.0) <= percent <= MOST.get(self.operator, 100.0)


@dataclass(frozen=True, slots=True)
class Proof:
    """What all operators came to; ``unreached`` and ``unmissed`` name criteria."""

    scenario: str
    trials: tuple[Trial, ...]
    unreached: tuple[str, ...]
    unmissed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Return whether the rubric tells sense from none."""
        fair = all(trial.holds and trial.same for trial in self.trials)
        return fair and not self.unreached and not self.unmissed


def prove(scenario: str, folder: str | Path, processes: int = 2) -> Proof:
    """Let every operator play a scenario.

    Args:
        scenario: a name of the library, or a path.
        folder: where the logs are written.
        processes: how many operators play at the same time.

    Raises:
        Refusal: the scenario or its expert cannot be used, or it has no rubric.
    """
    work = [(scenario, operator, str(folder)) for operator in OPERATORS]
    if processes > 1:
        with workers(processes) as pool:
            found = list(pool.map(_tried, work))
    else:
        found = [_tried(one) for one in work]
    for one in found:
        if isinstance(one, tuple):
            raise Refusal(one)
    trials = tuple(one for one in found if isinstance(one, Trial))
    return Proof(scenario, trials, *_told(trials))


def _tried(work: tuple[str, str, str]) -> Trial | tuple[Problem, ...]:
    """Return a trial, or its problems: these can be sent from one process to another."""
    try:
        return _trial(work)
    except Refusal as refusal:
        return refusal.problems


def _trial(work: tuple[str, str, str]) -> Trial:
    """Play and judge one session."""
    scenario, name, folder = work
    documents = read(scenario)
    built = commission(documents)
    rubric = built.rubric
    if rubric is None:
        raise Refusal(Problem("no-rubric", f"{scenario} has no rubric"))
    operator = _operator(name, built, documents, rubric)
    path = Path(folder) / f"{built.brief.name}-{name}.log"
    live = Live.begin(documents, path, Signature(name), commission=lambda *_: built)
    live.settle()
    wants = rubric.wants()
    desk = Rehearsal(built, wants, live)
    try:
        run_session(desk, operator)
        live.seal()
    finally:
        if live.stopped is None:
            live.close()
    compared = shadows(documents, rubric, built, commission, wants) if wants.shadows else {}
    score = assess(rubric, desk.timeline(compared))
    return Trial(name, score, score_log(path) == score)


def _operator(name: str, built: Commissioned, documents: Documents, rubric: Rubric) -> Operator:
    if name in BUILT_IN:
        return BUILT_IN[name](built.brief, built.seed)
    file = f"scripts/{rubric.expert}.yaml"
    if file in documents.texts:
        return ScriptedOperator(documents.texts[file], file, built.names)
    if built.brief.name not in names():
        message = "a rubric is proved with an expert, and this one names none"
        hint = f"write `expert: {built.brief.name}-expert` below `rubric:`, and that script"
        raise Refusal(Problem("no-expert", message, hint))
    file, text = read_script(EXPERT, built.brief.name)
    return ScriptedOperator(text, file, built.names)


def _told(trials: tuple[Trial, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the criteria that nobody reaches, and those that nobody misses."""
    unreached: list[str] = []
    unmissed: list[str] = []
    for position, criterion in enumerate(trials[0].score.criteria):
        if criterion.rater != "automatic":
            continue
        parts = [
            one.points / one.of
            for trial in trials
            if (one := trial.score.criteria[position]).points is not None
        ]
        if not parts or max(parts) < REACHED:
            unreached.append(criterion.id)
        if not parts or min(parts) >= MISSED:
            unmissed.append(criterion.id)
    return tuple(unreached), tuple(unmissed)
