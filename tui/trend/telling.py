"""A moment of the past in one line, for the cursor of a trend and for lists."""

from __future__ import annotations

from simulator.language.command_text import show_command
from simulator.session.story import story
from tui.page import Station
from tui.past import Deed, Moment, letter_of


def moment_text(console: Station, moment: Moment) -> str:
    """Return mark and text of a moment, without its time, in the language of the console."""
    names = console.runner.desk.names
    if isinstance(moment, Deed):
        text = f"{moment.who}: {show_command(moment.command, names)}"
    else:
        told = next(iter(story([moment], names, console.say, truth=False)), "")
        text = told.lstrip().partition("  ")[2]
    return f"{letter_of(moment)} {text}".strip()
