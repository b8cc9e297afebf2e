"""The story of a session log as text, for ``cuve replay --text``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO
from simulator.cli.out import tell

if TYPE_CHECKING:
    from simulator.language.problem import Refusal
    from simulator.session.chain import Journal


def tell_story(log: str, options: Mapping[str, Any]) -> int:
    """Print the story of a log as lines of text and return the exit status.

    Args:
        log: the file.
        options: ``start`` and ``until`` (times as text, or None), ``truth``, and ``language``
            (None is English).

    Raises:
        Refusal: the log cannot be read or replayed, or a time is none.
    """
    options = {**options, "language": options["language"] or "en"}
    from simulator.language.problem import Refusal
    from simulator.language.simtime import parse_duration
    from simulator.session.journal import read_journal
    from simulator.session.replay import Recording
    from simulator.session.speech import Speaker
    from simulator.session.story import story

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
    journal: Journal, refusal: Refusal, span: tuple[int, int | None], options: Mapping[str, Any]
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
