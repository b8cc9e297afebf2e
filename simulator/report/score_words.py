"""What a score says, in words: one place for paper, plain text, tables and screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.language.text import N_

if TYPE_CHECKING:
    from simulator.assessment.scale import Scale
    from simulator.assessment.score import CriterionScore, Line, Score
    from simulator.session.speech import Speaker

WAITS = {
    "assessor": N_("waits for the assessor"),
    "peer": N_("waits for a fellow trainee"),
    "self": N_("waits for the trainee"),
}
"""Raters that are people, and the English text of what waits for them."""
MOST_RECORDS = 4
"""So many numbers of records are shown beside a line of evidence, unless others are wanted."""


def grade(score: Score, say: Speaker, scale: Scale | None = None) -> str:
    """Return the grade, on the scale of the rubric or another; beside it the percentage."""
    scale = scale or score.scale
    told = say(score.graded(scale))
    return told if scale == "percent" else f"{told} ({score.percent:g} %)"


def passing(score: Score, say: Speaker) -> str:
    """Return whether the session was passed, the pass mark, and the points."""
    passed = say("passed") if score.passed else say("not passed")
    mark = say("{passed}; pass mark {mark:g} %", passed=passed, mark=score.pass_percent)
    return f"{mark} · {say('{points:g} of {of:g} points', points=score.points, of=score.of)}"


def beside(score: Score, say: Speaker) -> list[str]:
    """Return what must be known beside the grade; a critical failure comes first."""
    found: list[str] = []
    if score.failures:
        names = {one.id: say.words(one.name) for one in score.criteria}
        failed = ", ".join(names.get(one, one) for one in score.failures)
        found.append(say("critical failure: {criteria}", criteria=failed))
    if score.waiting > 0.0:
        found.append(say("{points:g} points wait for a person", points=score.waiting))
    if not score.finished:
        found.append(say("the session ended early, at {time}", time=show_time(score.end)))
    return found


def verdict(score: Score, say: Speaker, scale: Scale | None = None) -> list[str]:
    """Return what a session came to: grade and points, then what must be known beside it."""
    return [f"{grade(score, say, scale)} · {passing(score, say)}", *beside(score, say)]


def waits(one: CriterionScore, say: Speaker) -> str:
    """Return why a criterion has no points: for whom it waits; nothing if it has some."""
    if one.points is not None:
        return ""
    person = WAITS.get(one.rater)
    return say(person) if person else say("nothing to judge")


def points(one: CriterionScore, say: Speaker) -> str:
    """Return the points of a criterion, or for whom they wait."""
    return waits(one, say) if one.points is None else f"{one.points:g} / {one.of:g}"


def reached(one: CriterionScore, say: Speaker) -> str:
    """Return what shows the level that was reached; nothing if there is none."""
    if one.level is None or one.level >= len(one.levels):
        return ""
    return say.words(one.levels[one.level])


def won(line: Line) -> str:
    """Return the points of a line of evidence; what can only cost some has a sign."""
    return f"{line.points:+g}" if line.of == 0.0 else f"{line.points:g}/{line.of:g}"


def shown(line: Line, say: Speaker, most: int = MOST_RECORDS) -> str:
    """Return the sentence of a line of evidence, and the log's records that prove it."""
    told = say.retell(line.sentence)
    return f"{told} [{_numbers(line.records, most)}]" if line.records else told


def evidence(line: Line, say: Speaker) -> str:
    """Return one line of evidence: points, sentence, records."""
    return plain(f"{won(line)}  {shown(line, say)}")


def _numbers(records: Iterable[int], most: int) -> str:
    """Return numbers of records, those beyond the most left out."""
    every = [str(n) for n in records]
    return ", ".join(every[:most] + ["…"] * (len(every) > most))
