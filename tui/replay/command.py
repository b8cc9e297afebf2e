"""``cuve replay``: a recording on the operator's own screens, or its story as text."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.commands import DONE, NO, WRONG
from simulator.cli.out import tell
from simulator.cli.replay import tell_story
from simulator.language.words import LANGUAGES

if TYPE_CHECKING:
    from tui.replay.screening import Screening
    from tui.seating import Seating

_NO_SCREEN = ("", "dumb", "unknown")


@click.command("replay")
@click.argument("log")
@click.option("--text", is_flag=True, help="Print the story as lines of text.")
@click.option("--from", "start", metavar="TIME", help='Begin at this simulated time: "60 h".')
@click.option("--until", metavar="TIME", help="End at this simulated time (with --text).")
@click.option("--truth", is_flag=True, help="Show the truth and the faults too (for assessors).")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help="Language of the texts.")
@click.option("--who", default="", help="Your name, for remarks and branches.")
@click.option(
    "--theme",
    type=click.Choice(("light", "dark", "contrast", "mono")),
    help="Colours; NO_COLOR in the environment means mono.",
)
@click.option("--ascii/--no-ascii", default=None, help="Draw with the characters of ASCII alone.")
def command(log: str, text: bool, **options: Any) -> int:
    """Show LOG on the operator's screens: play it, leap to any moment, branch off, remark.

    Everything is recomputed from the log's inputs; whether that gives what the log says stands on
    the screen. With --text its story is printed; the exit status is then 1 when the log and its
    recomputation differ. A log of another physics edition is told as it stands, and this is said.
    """
    if text:
        return tell_story(log, options)
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    if not terminal or os.environ.get("TERM", "") in _NO_SCREEN:
        tell("cuve replay needs a terminal for input, output and errors alike")
        tell(f"without one: cuve replay --text {log}")
        return WRONG
    return _show(Path(log), options)


def _show(log: Path, options: dict[str, Any]) -> int:
    """Show a log on the screen."""
    from tui.seating import Seating, describe

    seating = Seating(options, os.environ, sys.__stderr__ or sys.stderr)
    if seating.settings.theme == "mono":
        os.environ["TEXTUAL_THEME"] = "ansi-dark"  # read when textual is imported
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    screening = open_screening(log, seating, options)
    from tui.app import Terminal

    terminal = Terminal(screening.console, screening.onward, seating.ascii_only)
    try:
        terminal.run()
    finally:
        screening.close()
        broke = describe(terminal.broke) if terminal.broke is not None else []
        with contextlib.suppress(OSError):  # the terminal may be gone
            for told in broke:
                tell(told)
    return NO if terminal.broke is not None or terminal.return_code else DONE


def open_screening(log: Path, seating: Seating, options: dict[str, Any]) -> Screening:
    """Return everything that shows a log, as the command line wants it.

    Raises:
        Refusal: the log cannot be replayed, or a time is none.
    """
    from simulator.language.simtime import parse_duration
    from tui.replay.screening import screening_of

    start = parse_duration(options["start"]) if options["start"] else 0
    visitor = seating.visitor(options["who"])
    visitor.say.language = options["language"] or seating.settings.language
    screening = screening_of(log, visitor, seating.settings, start)
    screening.console.truth = bool(options["truth"])
    return screening
