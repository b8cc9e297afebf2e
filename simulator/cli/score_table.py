"""A score as a person reads it: a table of criteria, and the evidence for every point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from simulator.language.plain import plain
from simulator.report.score_words import grade, reached, shown, verdict, waits

if TYPE_CHECKING:
    from simulator.assessment.scale import Scale
    from simulator.assessment.score import CriterionScore, Line, Score
    from simulator.session.speech import Speaker

MOST_RECORDS = 6
"""So many record numbers are shown; the rest is in the JSON output."""
_NAME = 34


def show(title: str, score: Score, say: Speaker, scale: Scale | None, brief: bool) -> None:
    """Print a score; with ``brief`` the table alone, without the evidence."""
    if title:
        click.echo(f"\n{plain(title)}")
    first, *more = verdict(score, say, scale)
    click.echo(f"\n{plain(first)}")
    for told in more:
        click.echo(plain(told))
    click.echo()
    for one in score.criteria:
        click.echo(plain(_criterion(one, say)))
        if brief:
            continue
        if level := reached(one, say):
            click.echo(plain(f"    = {level}"))
        for line in one.lines:
            click.echo(plain(f"    {_line(line, say)}"))
    for line in () if brief else score.hints:
        click.echo(plain(f"    {_line(line, say)}"))
    if score.competencies and not brief:
        parts = (f"{name} {percent:.0f} %" for name, percent in score.competencies.items())
        click.echo(f"\n{say('Competencies')}{say.colon}{', '.join(parts)}")


def show_side_by_side(
    scores: Iterable[tuple[str, Score]], say: Speaker, scale: Scale | None
) -> None:
    """Print the totals of several rubrics on the same log under each other."""
    click.echo()
    for by, score in scores:
        points = f"{score.points:g}/{score.of:g}"
        click.echo(plain(f"{by:<{_NAME}} {points:>12}  {grade(score, say, scale)}"))


def _criterion(one: CriterionScore, say: Speaker) -> str:
    name = say.words(one.name)
    if one.points is None:
        return f"{name:<{_NAME}} {'-':>6} / {one.of:<5g} {waits(one, say)}"
    codes = " ".join(one.competencies)
    failed = f"  {say('CRITICAL FAILURE')}" if one.failed else ""
    return f"{name:<{_NAME}} {one.points:>6.2f} / {one.of:<5g} {codes}{failed}"


def _line(line: Line, say: Speaker) -> str:
    """Return one line of evidence: points to a hundredth, so that they stand in a column."""
    won = f"{line.points:+.2f}" if line.of == 0.0 else f"{line.points:.2f}/{line.of:.2f}"
    return f"{won:>11}  {shown(line, say, MOST_RECORDS)}"
