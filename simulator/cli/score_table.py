"""A score as a person reads it: a table of criteria, and the evidence for every point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from simulator.language.plain import plain
from simulator.language.simtime import show_time
from simulator.language.text import N_

if TYPE_CHECKING:
    from simulator.assessment.scale import Scale
    from simulator.assessment.score import CriterionScore, Line, Score
    from simulator.session.speech import Speaker

MOST_RECORDS = 6
"""So many record numbers are shown; the rest is in the JSON output."""
_NAME = 34

RATERS = {
    "assessor": N_("waits for the assessor"),
    "peer": N_("waits for a fellow trainee"),
    "self": N_("waits for the trainee"),
}


def show(title: str, score: Score, say: Speaker, scale: Scale | None, brief: bool) -> None:
    """Print a score; with ``brief`` the table alone, without the evidence."""
    if title:
        click.echo(f"\n{plain(title)}")
    click.echo(f"\n{plain(_verdict(score, say, scale))}\n")
    for one in score.criteria:
        click.echo(plain(_criterion(one, say)))
        if brief:
            continue
        if one.level is not None:
            click.echo(plain(f"    = {say.words(one.levels[one.level])}"))
        for line in one.lines:
            click.echo(plain(f"    {_line(line, say)}"))
    for line in () if brief else score.hints:
        click.echo(plain(f"    {_line(line, say)}"))
    if score.competencies and not brief:
        parts = (f"{name} {percent:.0f} %" for name, percent in score.competencies.items())
        click.echo(f"\n{say('Competencies')}: {', '.join(parts)}")


def show_side_by_side(
    scores: Iterable[tuple[str, Score]], say: Speaker, scale: Scale | None
) -> None:
    """Print the totals of several rubrics on the same log under each other."""
    click.echo()
    for by, score in scores:
        points = f"{score.points:g}/{score.of:g}"
        click.echo(plain(f"{by:<{_NAME}} {points:>12}  {_grade(score, say, scale)}"))


def _grade(score: Score, say: Speaker, scale: Scale | None) -> str:
    told = say(score.graded(scale or score.scale))
    return told if scale in (None, "percent") else f"{told} ({score.percent:g} %)"


def _verdict(score: Score, say: Speaker, scale: Scale | None) -> str:
    """Return the first line: grade, points, passed or not, and what it is not about."""
    passed = say("passed") if score.passed else say("not passed")
    parts = [
        _grade(score, say, scale),
        say("{points:g} of {of:g} points", points=score.points, of=score.of),
        say("{passed}; pass mark {mark:g} %", passed=passed, mark=score.pass_percent),
    ]
    if score.failures:
        names = {one.id: say.words(one.name) for one in score.criteria}
        failed = ", ".join(names[one] for one in score.failures)
        parts.append(say("critical failure: {criteria}", criteria=failed))
    if score.waiting > 0.0:
        parts.append(say("{points:g} points wait for a person", points=score.waiting))
    if not score.finished:
        parts.append(say("the session ended early, at {time}", time=show_time(score.end)))
    return "; ".join(parts)


def _criterion(one: CriterionScore, say: Speaker) -> str:
    name = say.words(one.name)
    if one.points is None:
        waits = RATERS.get(one.rater)
        said = say(waits) if waits else say("nothing to judge")
        return f"{name:<{_NAME}} {'-':>6} / {one.of:<5g} {said}"
    codes = " ".join(one.competencies)
    failed = f"  {say('CRITICAL FAILURE')}" if one.failed else ""
    return f"{name:<{_NAME}} {one.points:>6.2f} / {one.of:<5g} {codes}{failed}"


def _line(line: Line, say: Speaker) -> str:
    """Return one line of evidence: points, records, sentence."""
    won = f"{line.points:+.2f}" if line.of == 0.0 else f"{line.points:.2f}/{line.of:.2f}"
    shown = ", ".join(str(n) for n in line.records[:MOST_RECORDS])
    more = ", ..." if len(line.records) > MOST_RECORDS else ""
    records = f" [{shown}{more}]" if shown else ""
    return f"{won:>11}  {say.retell(line.sentence)}{records}"
