"""``cuve replay``: the story of a session log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import language_option, tell

if TYPE_CHECKING:
    from simulator.language.problem import Refusal
    from simulator.session.chain import Journal


@click.command("replay")
@click.argument("log")
@click.option("--text", is_flag=True, help="Print the story as lines of text.")
@click.option("--from", "start", metavar="TIME", help='Begin at this simulated time: "60 h".')
@click.option("--until", metavar="TIME", help="End at this simulated time.")
@click.option("--truth", is_flag=True, help="Tell the scenario's faults too (for assessors).")
@language_option
def command(log: str, text: bool, **options: Any) -> int:
    """Tell the story of LOG: commands, alarms, phases, lab results, with simulated times.

    Everything is recomputed from the log's inputs. The exit status is 1 when that gives something
    else than the log says. A log of another physics edition is told as it stands, and this is said.
    """
    from simulator.language.problem import Refusal
    from simulator.language.simtime import parse_duration
    from simulator.session.journal import read_journal
    from simulator.session.replay import Recording
    from simulator.session.speech import Speaker
    from simulator.session.story import story

    if not text:
        raise click.UsageError("this version replays as text only: add --text")
    start = parse_duration(options["start"]) if options["start"] else 0
    until = parse_duration(options["until"]) if options["until"] else None
    journal = read_journal(log)
    try:
        desk = Recording(journal)
    except Refusal as refusal:
        if [problem.code for problem in refusal.problems] != ["other-edition"]:
            raise
        return _as_logged(journal, refusal, (start, until), options)
    if start > 0:
        desk.seek(start)
    wanted = desk.end if until is None else until
    happenings = desk.story() if start == 0 and until is None else desk.happenings(wanted)
    say = Speaker(options["language"], phrases=desk.brief.phrases)
    for line in story(happenings, desk.names, say, options["truth"]):
        click.echo(line)
    if desk.departure is not None:
        tell(f"the log and its recomputation differ: {desk.departure}")
        return NO
    return DONE


def _as_logged(
    journal: Journal, refusal: Refusal, span: tuple[int, int | None], options: dict[str, Any]
) -> int:
    """Tell the story that the log itself holds, and why it is not recomputed."""
    from simulator.session.index import Index
    from simulator.session.speech import Speaker
    from simulator.session.story import story

    tell(f"told as it stands in the log, not recomputed: {refusal.problems[0]}")
    start, until = span
    end = journal.records[-1].t if until is None else until
    happenings = Index(journal.records).between(start, end)
    for line in story(happenings, {}, Speaker(options["language"]), options["truth"]):
        click.echo(line)
    return DONE
