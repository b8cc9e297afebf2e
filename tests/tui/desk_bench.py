"""A console at a live session whose time stands still, for tests of pages."""

from __future__ import annotations

from simulator.session.live import Live
from simulator.session.pace import Pace
from tui.console import Console
from tui.history import History
from tui.runner import Runner
from tui.settings import Settings


def seat(
    live: Live, language: str = "en", who: str = "Ann", settings: Settings | None = None
) -> Console:
    """Return a console whose time stands still and whose thread does not run."""
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    return Console(
        Runner(live, pace, watch=history.record), history, who, language, settings=settings
    )


def text(console: Console, width: int = 80, height: int = 24) -> str:
    """Return what the console paints, as text."""
    return "\n".join("".join(t for t, _ in line) for line in console.paint(width, height))


def keys(console: Console, *words: str) -> str:
    """Press keys; a word after ``=`` is typed. Return what is painted then."""
    for word in words:
        for key in word[1:] if len(word) > 1 and word[0] == "=" else [word]:
            console.press("space" if key == " " else key)
    console.poll()
    return text(console)


def go_on(console: Console, ms: int) -> None:
    """Let simulated time pass, and let the console see it."""
    runner = console.runner
    console.past.hear(runner.desk.advance(runner.desk.now + ms))
    runner.latest = runner.desk.observe()
    console.poll()


def question(console: Console) -> str:
    """Return what stands on the message line."""
    return text(console, 120, 30).splitlines()[-3].strip()
