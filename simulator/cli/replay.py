"""``cuve replay``: the story of a session log."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import language_option, tell


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
    else than the log says.
    """
    from simulator.language.simtime import parse_duration
    from simulator.session.replay import Recording
    from simulator.session.speech import Speaker
    from simulator.session.story import story

    if not text:
        raise click.UsageError("this version replays as text only: add --text")
    start = parse_duration(options["start"]) if options["start"] else 0
    until = parse_duration(options["until"]) if options["until"] else None
    desk = Recording.open(log)
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
