"""``cuve score``: what a session is worth, and why."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO, WRONG
from simulator.cli.out import as_data, complain, emit, json_option, language_option, tell
from simulator.language.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.assessment.scale import Scale
    from simulator.assessment.score import CriterionScore, Line, Score

OWN = "the log's own rubric"


@click.command("score")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...")
@click.option("--rubric", metavar="FILE", help="Judge by another rubric as well, side by side.")
@click.option(
    "--scale",
    type=click.Choice(("percent", "20", "OVG", "1-4", "acquired")),
    help="Grade scale; without it, the rubric's own.",
)
@click.option("--brief", is_flag=True, help="The table alone, without the evidence.")
@language_option
@json_option
def command(
    logs: tuple[str, ...],
    rubric: str | None,
    scale: Scale | None,
    brief: bool,
    language: str,
    as_json: bool,
) -> int:
    """Score each LOG by the rubric inside it: every point won or lost, with its records.

    Signed marks beside a log are counted in a line of their own, and decide. With --rubric, the
    rubric of that file (a rubric or a scenario) judges it as well, and decides.
    The exit status is 0 when every log passes, 1 when one does not, 2 when one cannot be scored.
    """
    from simulator.review.score import read_yardstick
    from simulator.review.score_many import score_many

    yardstick = read_yardstick(rubric) if rubric else None
    status = DONE
    told: list[dict[str, Any]] = []
    for found in score_many(logs, yardstick, os.cpu_count() or 1):
        scores = [(OWN, found.own)] if found.own else []
        scores += [(yardstick.file, found.other)] if yardstick and found.other else []
        decides = found.decides
        status = max(status, WRONG if decides is None else DONE if decides.passed else NO)
        if as_json:
            data = [_data(by, score, scale, language) for by, score in scores]
            problems = [as_data(problem) for problem in found.problems]
            marked = _data(OWN, found.marked, scale, language) if found.marked else None
            told.append(
                {
                    "log": found.log,
                    "head": found.head,
                    "scores": data,
                    "with_marks": marked,
                    "problems": problems,
                }
            )
            continue
        if found.problems:
            tell(f"{found.log}:")
            complain(found.problems)
        if scores:
            _print(found.log, scores, scale, brief, language)
        if found.marked:
            _print_marked(found.marked, scale, language)
    if as_json:
        emit({"ok": status == DONE, "logs": told})
    return status


def _print(
    log: str, scores: list[tuple[str, Score]], scale: Scale | None, brief: bool, language: str
) -> None:
    from simulator.cli.score_table import show, show_side_by_side
    from simulator.session.speech import Speaker

    speaker = Speaker(language, phrases=[words for _, one in scores for words in one.phrases])
    click.echo(plain(log))
    if len(scores) > 1:
        show_side_by_side(scores, speaker, scale)
    for by, score in scores:
        show(by if len(scores) > 1 else "", score, speaker, scale, brief)
    click.echo()


def _print_marked(score: Score, scale: Scale | None, language: str) -> None:
    """Print what the score comes to with the marks that people signed."""
    from simulator.session.speech import Speaker

    say = Speaker(language)
    passed = say("passed") if score.passed else say("not passed")
    grade = say(score.graded(scale or score.scale))
    click.echo(plain(say("with marks: {grade}; {passed}", grade=grade, passed=passed)))
    click.echo()


def _data(by: str, score: Score, scale: Scale | None, language: str) -> dict[str, Any]:
    """Return a score as JSON-able values; sentences are in the language asked for."""
    from simulator.session.speech import Speaker

    speaker = Speaker(language, phrases=score.phrases)
    return {
        "rubric": by,
        "percent": score.percent,
        "points": score.points,
        "of": score.of,
        "waiting": score.waiting,
        "passed": score.passed,
        "pass_percent": score.pass_percent,
        "grade": speaker(score.graded(scale or score.scale)),
        "scale": scale or score.scale,
        "failures": list(score.failures),
        "simulated_s": score.end / 1000.0,
        "finished": score.finished,
        "competencies": dict(score.competencies),
        "criteria": [_criterion_data(one, speaker.retell) for one in score.criteria],
        "hints": [_line_data(line, speaker.retell) for line in score.hints],
    }


def _criterion_data(one: CriterionScore, retell: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": dict(one.name),
        "rater": one.rater,
        "competencies": list(one.competencies),
        "points": one.points,
        "of": one.of,
        "level": one.level,
        "level_shows": dict(one.levels[one.level]) if one.level is not None else None,
        "critical": one.critical,
        "failed": one.failed,
        "lines": [_line_data(line, retell) for line in one.lines],
    }


def _line_data(line: Line, retell: Callable[[str], str]) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "points": line.points,
        "of": line.of,
        "t_s": None if line.t is None else line.t / 1000.0,
        "records": list(line.records),
        "sentence": retell(line.sentence),
    }
