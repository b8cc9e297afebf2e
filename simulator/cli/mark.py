"""``cuve mark``: remarks, ratings, overrides and signatures, in a chained file beside a log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import (
    as_data,
    complain,
    emit,
    json_option,
    language_option,
    tell,
)
from simulator.language.plain import plain

if TYPE_CHECKING:
    from simulator.assessment.rubric import Criterion
    from simulator.language.problem import Problem
    from simulator.review.marks import Marker, Marks, Meaning

Wrapped = TypeVar("Wrapped", bound=Callable[..., Any])

_ROLES = ("assessor", "peer", "trainee")
_MEANINGS = ("authorship", "assessment", "review", "approval")


def _by(function: Wrapped) -> Wrapped:
    """Add who marks, and as what."""
    who = click.option(
        "--who", envvar="CUVE_WHO", required=True, help="Who marks; best a code. [CUVE_WHO]"
    )
    role = click.option(
        "--as",
        "role",
        type=click.Choice(_ROLES),
        default="assessor",
        show_default=True,
        help="As what they mark.",
    )
    return who(role(function))


@click.group("mark")
def command() -> None:
    """Write marks beside a session log: LOG.NAME.marks. The log itself is never changed.

    Each marker has a file. Assessors and fellow trainees do not see each other's marks until both
    have signed; the trainee sees what is signed.
    """


@command.command("remark")
@click.argument("log")
@click.argument("time")
@click.argument("words", metavar="TEXT")
@click.option("--record", type=click.IntRange(0), help="The log's record that it is about.")
@_by
def remark(log: str, time: str, words: str, record: int | None, who: str, role: Marker) -> int:
    """Pin TEXT to a TIME of the session, such as "2 d 4 h" or 60h."""
    marks = _marks(log, who, role)
    return _done(marks, marks.remark(_time(time), words, record))


@command.command("rate")
@click.argument("log")
@click.argument("criterion")
@click.option("--level", type=int, help="The level, counted from 0.")
@click.option("--points", type=float, help="Points, instead of a level.")
@click.option("--text", "words", default="", help="Why.")
@_by
def rate(
    log: str,
    criterion: str,
    level: int | None,
    points: float | None,
    words: str,
    who: str,
    role: Marker,
) -> int:
    """Rate a CRITERION that waits for a person, by level or points. A trainee may rate all."""
    marks = _marks(log, who, role)
    found = _criterion(log, criterion)
    return _done(marks, marks.rate(found, level=level, points=points, words=words))


@command.command("override")
@click.argument("log")
@click.argument("criterion")
@click.argument("line", type=click.IntRange(1))
@click.argument("points", type=float)
@click.option("--reason", required=True, help="Why; it is shown beside the line.")
@click.option("--failed/--not-failed", default=None, help="Settle the critical failure.")
@_by
def override(
    log: str,
    criterion: str,
    line: int,
    points: float,
    reason: str,
    failed: bool | None,
    **by: Any,
) -> int:
    """Give a LINE of a CRITERION other POINTS; what was computed stays readable.

    Lines are counted from 1, in the order in which cuve score shows them.
    """
    from simulator.review.score import score_log

    marks = _marks(log, by["who"], by["role"])
    _criterion(log, criterion)
    score = score_log(log)
    one = next(one for one in score.criteria if one.id == criterion)
    return _done(marks, marks.override(one, line - 1, points, reason, failed))


@command.command("withdraw")
@click.argument("log")
@click.argument("number", type=click.IntRange(0))
@click.option("--reason", default="", help="Why.")
@_by
def withdraw(log: str, number: int, reason: str, who: str, role: Marker) -> int:
    """Take back the remark or override of a NUMBER; it stays readable."""
    marks = _marks(log, who, role)
    return _done(marks, marks.withdraw(number, reason))


@command.command("commit")
@click.argument("log")
@click.argument("words", metavar="TEXT")
@click.option("--next", "scenario", default="", help="What to play next.")
@click.option("--who", envvar="CUVE_WHO", required=True, help="The trainee. [CUVE_WHO]")
def commit(log: str, words: str, scenario: str, who: str) -> int:
    """Write down what the trainee will do differently."""
    marks = _marks(log, who, "trainee")
    return _done(marks, marks.commit(words, scenario))


@command.command("sign")
@click.argument("log")
@click.argument("name")
@click.option("--meaning", type=click.Choice(_MEANINGS), help="What the signature says.")
@_by
def sign(log: str, name: str, meaning: Meaning | None, who: str, role: Marker) -> int:
    """Sign one's marks with one's printed NAME. Later marks need another signature."""
    marks = _marks(log, who, role)
    said = meaning or ("authorship" if role == "trainee" else "assessment")
    number = marks.sign(name, said)
    tell(f"signed; note this head down: {marks.sheet.head}")
    return _done(marks, number)


@command.command("show")
@click.argument("log")
@_by
@language_option
@json_option
def show(log: str, who: str, role: Marker, language: str, as_json: bool) -> int:
    """Show the marks that this person may see, and the score with what is signed."""
    from simulator.cli.mark_table import data, lines
    from simulator.review.marks import sheets_of
    from simulator.review.marks_check import marked_log
    from simulator.session.speech import Speaker

    marks = _marks(log, who, role)
    others = marks.others()
    sheets = [marks.sheet, *others]
    hidden = len([one for one in sheets_of(log)[0] if one.who != who]) - len(others)
    if hidden:
        tell(f"{hidden} more marked this session; you may see that when both have signed")
    told = any(sheet.ratings or sheet.overrides for sheet in sheets)
    result = marked_log(log, sheets, draft=who) if told else None
    if as_json:
        emit(data(sheets, result))
    else:
        speaker = Speaker(language, phrases=result.score.phrases if result else ())
        for line in lines(sheets, result, speaker):
            click.echo(plain(line))
    problems = result.problems if result else ()
    complain(problems)
    return NO if problems else DONE


@command.command("agree")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...")
@json_option
def agree(logs: tuple[str, ...], as_json: bool) -> int:
    """Tell how well blind markers agree over some LOGs: kappa of levels, ICC(2,1) of points."""
    from simulator.review.agreement import agreements
    from simulator.review.marks_check import check_marks

    sessions = []
    problems: list[Problem] = []
    for log in logs:
        found = check_marks(log, chain_only=True)
        sessions.append(found.sheets)
        problems += found.problems
    pairs = agreements(sessions)
    if as_json:
        pairs_data = [
            {
                "who": one.who,
                "criteria": one.criteria,
                "same": one.same,
                "kappa": one.kappa,
                "icc": one.icc,
            }
            for one in pairs
        ]
        emit({"agreements": pairs_data, "problems": [as_data(one) for one in problems]})
        return NO if problems else DONE
    for one in pairs:
        figures = [f"{one.criteria} ratings of both"]
        figures.append("same level " + ("-" if one.same is None else f"{100.0 * one.same:.0f} %"))
        figures.append("kappa " + ("-" if one.kappa is None else f"{one.kappa:.2f}"))
        figures.append("ICC(2,1) " + ("-" if one.icc is None else f"{one.icc:.2f}"))
        click.echo(plain(f"{one.who[0]} and {one.who[1]}: {'; '.join(figures)}"))
    if not pairs:
        tell("no two markers rated the same sessions and signed before they saw each other's marks")
    complain(problems)
    return NO if problems else DONE


def _marks(log: str, who: str, role: Marker) -> Marks:
    from simulator.review.marks import Marks

    return Marks.open(log, who, role)


def _criterion(log: str, name: str) -> Criterion:
    """Return a criterion of the rubric inside a log.

    Raises:
        Refusal: there is none of that name.
    """
    from simulator.language.problem import Problem, Refusal
    from simulator.language.tag import did_you_mean
    from simulator.review.marks_check import rubric_of
    from simulator.session.journal import read_journal

    criteria = {one.id: one for one in rubric_of(read_journal(log)).criteria}
    if name not in criteria:
        meant = did_you_mean(name, criteria)
        hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(criteria)}"
        raise Refusal(Problem("unknown-criterion", f"there is no criterion {name}", hint))
    return criteria[name]


def _time(words: str) -> int:
    """Return a time of the session in ms.

    Raises:
        Refusal: it is none.
    """
    from simulator.language.simtime import parse_duration

    return parse_duration(words)


def _done(marks: Marks, number: int) -> int:
    click.echo(plain(f"mark {number} in {marks.path}"))
    return DONE
