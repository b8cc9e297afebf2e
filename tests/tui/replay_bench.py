"""A recording of a trainee who comes late, and the screen that shows it, for tests."""

from __future__ import annotations

import sys
from pathlib import Path

from patience import wait_for

from simulator.language.command_text import parse_command
from simulator.scenario.library import read
from simulator.session.live import Live, Signature
from tui.replay.command import open_screening
from tui.replay.console import ReplayConsole
from tui.replay.screening import Screening
from tui.seat import Seat
from tui.seating import Seating
from tui.waiting import Waiting

MINUTE = 60_000
END = 45 * MINUTE
SWITCHED = 31 * MINUTE
"""When the trainee switches to the full bank; the oxygen is lost at 20 min."""


def record(path: Path, sealed: bool = True) -> None:
    """Record 45 minutes of ``oxygen-lost``: a refusal, a late reaction, four pages looked at."""
    live = Live.begin(read("oxygen-lost"), path, Signature("Ann"), seed=3)

    def give(minute: int, *commands: str) -> None:
        while live.now < minute * MINUTE:  # it stops where a freeze asks something
            live.advance(minute * MINUTE)
        for words in commands:
            live.submit(parse_command(words, live.names), "drill")

    live.note_view("overview", "")
    give(5, "TIC-101.SP = 400 degC")
    live.note_view("faceplate", "TIC-101")
    give(26, "ack FIC-102.DEV")
    give(31, "switch oxygen to bank 2", "SIC-101.MODE = AUTO", "note bank 1 is empty")
    live.note_view("alarms", "")
    give(45)
    if sealed:
        live.seal()
    else:
        live.close()


def screen(log: Path, folder: Path, who: str = "Bob", language: str = "en") -> Screening:
    """Return what ``cuve replay`` shows of a log; settings are those of an empty folder."""
    environment = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    seating = Seating({}, environment, sys.stderr)
    options = {"start": None, "who": who, "language": language, "truth": False}
    return open_screening(log, seating, options)


def text(seat: Seat, width: int = 80, height: int = 24) -> str:
    """Return what a seat paints, as text."""
    return "\n".join("".join(part for part, _ in line) for line in seat.paint(width, height))


def keys(console: ReplayConsole, *words: str) -> str:
    """Press keys; a word after ``=`` is typed. Return what is painted when the playhead stands."""
    for word in words:
        for key in word[1:] if len(word) > 1 and word[0] == "=" else [word]:
            console.press("space" if key == " " else key)
        console.player.settle()
        console.poll()
    return text(console)


def message(console: ReplayConsole) -> str:
    """Return what stands on the message line."""
    return text(console, 200, 40).splitlines()[-3].strip()


def checked(console: ReplayConsole) -> str:
    """Wait until the log was recomputed and scored; return what the screen says of it."""
    background = console.background

    def told() -> bool:
        failed = background.checked.done and background.checked.problem is not None
        scored = background.score is not None or background.score_problem is not None
        return failed or scored

    wait_for(told)
    console.poll()
    return console.checked()


def onward(screening: Screening, seat: Seat) -> Seat | None:
    """Return the seat that a wish leads to, after what takes its time."""
    found = screening.onward(seat)
    while isinstance(found, Waiting):
        waiting = found
        waiting.begin()
        wait_for(lambda: (waiting.poll(), waiting.leaving)[1] != "")  # noqa: B023
        found = screening.onward(waiting)
    if found is not None:
        found.begin()
    return found
