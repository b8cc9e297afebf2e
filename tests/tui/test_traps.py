"""Terminals as they are: without colour, ASCII, dumb, small, resized, suspended, hung up."""

from __future__ import annotations

import asyncio
import gc
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pty_bench import Terminal
from tui_bench import begin

from simulator.session.journal import read_journal
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord, Seal
from tui.app import Terminal as Screen
from tui.console import Console
from tui.history import History
from tui.runner import Runner

READY = "Press Enter"
Open = Callable[..., Terminal]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Open]:
    """Opens ``cuve play oxygen-lost`` in a terminal, and closes it after the test."""
    opened: list[Terminal] = []

    def opens(*words: str, **more: object) -> Terminal:
        command = ("play", "oxygen-lost", "--log", "a.log", *words)
        opened.append(Terminal(tmp_path, *command, **more))  # type: ignore[arg-type]
        return opened[-1]

    yield opens
    for terminal in opened:
        terminal.close()


def leave(terminal: Terminal) -> int:
    """Leave the session for later, and return the status of the command."""
    terminal.type("q")
    terminal.see("resume later")
    terminal.type("l")
    return terminal.end()


def colours(sent: bytes) -> set[str]:
    """Return the colours that were asked for: not weight, reversal, or the terminal's own."""
    asked = re.findall(rb"\x1b\[([0-9;:]*)m", sent)
    codes = {code for found in asked for code in found.decode().replace(":", ";").split(";")}
    return {c for c in codes if re.fullmatch(r"3[0-8]|4[0-8]|9[0-7]|10[0-7]", c)}


def test_no_color_sends_no_colour(play: Open) -> None:
    """With NO_COLOR the terminal works, through pages and themes, and no byte asks for a colour."""
    terminal = play(NO_COLOR="1")
    sent = b""
    for keys, text in (("", READY), ("1", "OVERVIEW"), ("2L", "ALARMS"), (",", "SETTINGS")):
        terminal.type(keys)
        sent += terminal.see(text)
    assert colours(sent) == set()
    assert b"\x1b[7" in sent or b";7" in sent
    assert leave(terminal) == 0


def test_colours_are_sent_where_they_are_wished(play: Open) -> None:
    """The same look at the bytes finds colours when there are any."""
    assert colours(play("--theme", "contrast").see(READY)) >= {"38", "48"}


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"CUVE_ASCII": "1"},
    ],
    ids=("LANG=C", "latin-1", "wished"),
)
def test_a_terminal_of_ascii_gets_ascii(play: Open, environment: dict[str, str]) -> None:
    """Where the terminal knows no more, or ASCII is wished, every byte is of ASCII and readable."""
    terminal = play("--lang", "fr", **environment)
    sent = terminal.see("Perte d'oxygene")
    for keys in ("1", "3", "2"):
        terminal.type(keys)
        terminal.settle(0.4)
    sent += terminal.sent
    assert sent.isascii()
    assert b"\\u" not in sent
    assert terminal.process.poll() is None


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_dumb_terminal_is_told_what_to_do(play: Open, tmp_path: Path, term: str) -> None:
    """Where no screen can be drawn, play ends with status 2, a hint, and no log."""
    terminal = play(TERM=term)
    assert terminal.end() == 2
    assert "cuve run oxygen-lost" in terminal.text
    assert not (tmp_path / "a.log").exists()


def test_redirected_errors_are_told(play: Open, tmp_path: Path) -> None:
    """The screen is drawn on the error stream, so a file there ends play with a hint in it."""
    terminal = play(errors=tmp_path / "errors.txt")
    assert terminal.end() == 2
    told = (tmp_path / "errors.txt").read_text(encoding="utf-8")
    assert "errors alike" in told
    assert "cuve run oxygen-lost" in told


def test_nothing_typed_or_given_reaches_the_terminal_as_a_command(
    play: Open, tmp_path: Path
) -> None:
    """A name with escapes is refused in plain text; pasted ones go, and markup stays markup."""
    evil = "\x1b]0;evil\x07\x1b[2J[red]x[/]"
    refused = play("--who", evil)
    assert refused.end() == 2
    assert b"\x1b" not in refused.sent
    terminal = play("--who", "[blink]Ann[/]")
    terminal.see(READY)
    terminal.type("\r:")
    terminal.settle(0.3)
    pasted = "note \x07\x08\x9b2J\x85[red]x[/]\r\nTIC-101.SP = 40"  # terminals keep ESC back
    terminal.type(f"\x1b[200~{pasted}\x1b[201~")
    terminal.settle(0.3)
    terminal.type("\r")
    sent = terminal.see("done: note")
    terminal.type("6")
    sent += terminal.see("LOGBOOK") + terminal.see("[red]x[/]TIC-101.SP = 40")
    assert not re.search(rb"[\x07\x08]|\xc2[\x80-\x9f]", sent)
    leave(terminal)
    given = [r for r in read_journal(tmp_path / "a.log").records if isinstance(r, CommandRecord)]
    assert len(given) == 1
    assert given[0].command.kind == "note"


def test_a_storm_of_sizes_ends_in_a_whole_screen(play: Open) -> None:
    """Sixty sizes in a second, some far too small, break nothing; the last one is painted."""
    terminal = play()
    terminal.see(READY)
    terminal.type("1")
    terminal.see("OVERVIEW")
    for n in range(60):
        terminal.resize(1 + (n * 37) % 220, 1 + (n * 13) % 70)
        terminal.process.send_signal(signal.SIGWINCH)
        terminal.settle(0.02)
    terminal.resize(40, 10)
    terminal.process.send_signal(signal.SIGWINCH)
    terminal.see("too small")
    terminal.resize(100, 30)
    terminal.process.send_signal(signal.SIGWINCH)
    terminal.see("OVERVIEW")
    assert leave(terminal) == 0


def test_it_goes_on_after_it_was_stopped(play: Open) -> None:
    """Suspended by the shell and continued, the screen is painted anew and time did not leap."""
    terminal = play()
    terminal.see(READY)
    began = time.monotonic()
    terminal.type("\r")
    terminal.see("×1")
    terminal.process.send_signal(signal.SIGTSTP)
    terminal.settle(0.5)
    stopped = time.monotonic()
    time.sleep(3.0)
    terminal.sent = b""
    went_on = time.monotonic()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.see("Oxygen lost")
    terminal.settle(1.5)
    ran = stopped - began + time.monotonic() - went_on
    times = re.findall(r"00:00:([0-9][0-9])", terminal.text)
    assert times
    assert int(times[-1]) <= ran + 1.0  # a silence counts as one second
    assert leave(terminal) == 0


def test_what_breaks_inside_leaves_a_terminal_and_a_log(play: Open, tmp_path: Path) -> None:
    """An error in a page: the screen is left, five lines tell what and where, status 1."""
    before = "import tui.pages.trends as t\ndef broken(*_):\n raise ZeroDivisionError('[red]ha')\n"
    terminal = play(before=f"{before}t.Trends.paint = broken")
    terminal.see(READY)
    terminal.type("3")
    assert terminal.end() == 1
    assert b"\x1b[?1049l" in terminal.sent
    told = terminal.text[-700:]
    assert "ZeroDivisionError: [red]ha" in told
    assert "log: a.log" in told
    assert "--resume --log a.log" in told
    assert "Traceback" not in terminal.text
    assert not any(isinstance(r, Seal) for r in read_journal(tmp_path / "a.log").records)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_closed_terminal_leaves_a_log_to_go_on_with(
    play: Open, tmp_path: Path, name: str
) -> None:
    """Asked to end, or hung up, the command ends by itself and the log can be resumed."""
    terminal = play()
    terminal.see(READY)
    terminal.type("\r:note here")
    terminal.settle(0.3)
    terminal.type("\r")
    terminal.see("done: note")
    terminal.process.send_signal(getattr(signal, name))
    terminal.end()
    assert read_journal(tmp_path / "a.log").torn == b""
    again = play("--resume")
    again.see("Oxygen lost")
    assert leave(again) == 0


def test_opening_and_closing_pages_keeps_nothing(tmp_path: Path) -> None:
    """Six hundred times a page and a palette: no more objects are alive than after a hundred."""
    live = begin(tmp_path)
    pace = Pace(1.0)
    pace.paused = True
    history = History()
    console = Console(Runner(live, pace, watch=history.record), history, "Ann")

    async def journey() -> tuple[int, int]:
        screen = Screen(console)
        async with screen.run_test(size=(80, 24)) as pilot:

            async def alive(rounds: int) -> int:
                for number in range(rounds):
                    for key in ("2", "ctrl+p", "escape", "7", "escape"):
                        console.press(key)
                    screen.glass.look()
                    if number % 20 == 0:
                        await pilot.pause(0)
                gc.collect()
                return len(gc.get_objects())

            return await alive(100), await alive(500)

    try:
        before, after = asyncio.run(journey())
    finally:
        console.runner.stop()
        live.close()
    assert after < before + 2000
