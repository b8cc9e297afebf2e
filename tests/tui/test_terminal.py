"""The terminal as Textual runs it, driven by keys alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from patience import LIMIT_S
from textual.pilot import Pilot
from tui_bench import LOST_MS, records, session_in

from simulator.language.command import Acknowledge, Note, SetSetpoint
from simulator.language.event import MessageShown
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord
from tui.app import Terminal
from tui.console import Console
from tui.console_keys import KEYS
from tui.history import History
from tui.past import Deed
from tui.runner import Runner

Journey = Callable[[Terminal, "Pilot[None]"], Awaitable[None]]
ALARMED_MS = LOST_MS + 3 * 60_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost, three minutes after the loss: three alarms stand."""
    yield from session_in(tmp_path, ms=ALARMED_MS)


def play(
    live: Live, journey: Journey, size: tuple[int, int] = (80, 24), theme: str = "light"
) -> Console:
    """Open the terminal, let a journey press its keys, and return the console it left."""
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    runner = Runner(live, pace, live.note_speed, watch=history.record)
    console = Console(runner, history, "Ann", theme=theme)

    async def go() -> None:
        terminal = Terminal(console)
        async with terminal.run_test(size=size) as pilot:
            await journey(terminal, pilot)

    try:
        asyncio.run(go())
    finally:
        runner.stop()
    return console


def shown(terminal: Terminal) -> str:
    """Return the text on the screen as it was painted."""
    glass = terminal.glass
    return "\n".join(glass.render_line(y).text for y in range(glass.size.height))


def test_an_alarm_is_acknowledged_with_four_keys_and_logged(live: Live, tmp_path: Path) -> None:
    """From the task: alarms, acknowledge, quit, seal; the log holds the acknowledgement."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert "AIC-102.LOLO" in shown(terminal)
        await pilot.press("a")
        assert "ack AIC-102.LOLO" in shown(terminal)
        await pilot.press("q", "s", "x", "x", "s")  # no diagnosis, and how hard it was left open

    console = play(live, journey)
    assert console.leaving == "seal"
    live.seal()
    given = [r.command for r in records(tmp_path) if isinstance(r, CommandRecord)]
    assert given == [Acknowledge("AIC-102.LOLO")]


def test_a_setpoint_is_changed_at_the_faceplate(live: Live, tmp_path: Path) -> None:
    """The palette finds the tag; s, a number with a comma, the change as old → new, y: done."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"tic", "enter", "s", *"30", "comma", "5", "enter")
        assert "TIC-101.SP 36.8 → 30.5 °C" in shown(terminal)
        await pilot.press("enter")
        assert live.observe().tags["TIC-101"].sp == 36.8
        await pilot.press("y")
        assert "30.5" in shown(terminal)

    play(live, journey)
    live.seal()
    given = [r for r in records(tmp_path) if isinstance(r, CommandRecord)]
    assert [r.command for r in given] == [SetSetpoint("TIC-101", 30.5)]
    assert given[0].old == 36.8


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (40, 10)], ids=str)
def test_every_page_is_whole_at_every_size(live: Live, size: tuple[int, int]) -> None:
    """Header, banner and keys stand on every page; a terminal that is too small says so."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        for key in "0123456?":
            await pilot.press("question_mark" if key == "?" else key)
            text = shown(terminal)
            if size[0] < 60:
                assert "This terminal is too small: at least 60 x 16" in " ".join(text.split())
                continue
            first, last = text.splitlines()[0], text.splitlines()[-1]
            assert "Oxygen lost" in first
            assert "00:23:00" in first
            assert "PAUSED" in first
            assert "◆1 AIC-102.LOLO" in text.splitlines()[-2]
            assert "q quit" in last
            assert {len(row) for row in text.splitlines()} == {size[0]}

    play(live, journey, size)


def test_themes_change_and_no_color_has_none(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """L changes light to dark; with NO_COLOR the terminal runs and no style has a colour."""

    async def dark(terminal: Terminal, pilot: Pilot[None]) -> None:
        before = terminal.glass.render_line(0)
        await pilot.press("L")
        assert terminal.glass.render_line(0) != before

    assert play(live, dark).theme_name == "dark"
    monkeypatch.setenv("NO_COLOR", "1")

    async def mono(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("2", "L")
        for y in range(24):
            for segment in terminal.glass.render_line(y):
                assert segment.style is not None
                assert segment.style.color is None
                assert segment.style.bgcolor is None

    assert play(live, mono, theme="mono").theme_name == "mono"


def test_twenty_thousand_random_keys_break_nothing(live: Live) -> None:
    """Any keys in any order, answers to questions included, leave a terminal that still paints."""
    dice = Random(20261122)
    named = [key.key for key in KEYS if key.key != "q"]
    keys = [*named, *"asmockwftxurpbehy0123456789,.%-= ", "enter", "escape", "up", "down"]
    keys += ["backspace", "tab", "f5", "ctrl+u", "pageup", "é", "[", "]", "\u202e", "delete"]
    keys += ["left", "right", "home", "end", "shift+left", "shift+right", "ctrl+w", "ctrl+c"]

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        for number in range(20_000):
            terminal.seat.press(dice.choice(keys))
            if number % 10 == 0:
                terminal.seat.click(dice.randrange(80), dice.randrange(23))
                terminal.seat.leaving = ""
            if number % 50 == 0:
                terminal.glass.look()
                await pilot.pause(0)
        await pilot.press("escape", "escape", "1")
        assert terminal.broke is None
        assert terminal.seat.say.words(live.brief.title) in shown(terminal)

    console = play(live, journey)
    trouble = console.runner.trouble
    assert trouble is None


def test_hostile_texts_stay_plain(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escapes and markup in a title, task, alarm help or event are shown, not obeyed."""
    evil = "\x1b[2J\x1b]0;x\x07[red]boo[/red]\u202e\r\n"
    words = {"en": evil}
    helped = {
        tag: replace(known, cause=words, action=words, consequence=words)
        for tag, known in live.brief.alarms.items()
    }
    brief = replace(live.brief, title=words, text=words, alarms=helped)
    monkeypatch.setattr(Live, "brief", property(lambda _: brief))

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        terminal.seat.past.hear([MessageShown(0, "BR-101", evil * 3)])
        terminal.seat.tell(evil)
        for keys in ("0", "1", "6", "2\r"):
            await pilot.press(*("enter" if key == "\r" else key for key in keys))
            text = shown(terminal)
            assert "boo" in text
            assert not any(c in text for c in "\x1b\x07\r\u202e")
        assert "[red]boo[/red]" in text
        terminal.seat.do_command()
        terminal.seat.paste("note " + evil)
        await pilot.press("enter")
        last = terminal.seat.past.moments[-1]
        assert isinstance(last, Deed)
        assert last.command == Note("[2J]0;x[red]boo[/red]")

    play(live, journey)


def test_time_goes_on_while_the_screen_is_up(live: Live) -> None:
    """Enter on the task begins; space pauses; the full stop lets one scan pass."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "plus", "plus")
        assert terminal.seat.runner.speed == 5.0
        for _ in range(100):
            if live.now > ALARMED_MS:
                break
            await pilot.pause(0.02)
        await pilot.press("space")
        await pilot.pause(0.1)
        stood = live.now
        assert stood > ALARMED_MS
        await pilot.press("full_stop")
        await pilot.pause(0.1)
        assert live.now == stood + 1000
        assert "PAUSED" in shown(terminal)

    play(live, journey)


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path) -> None:
    """Piped, play ends at once with status 2 and a hint to cuve run; no log is made."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "play", "oxygen-lost", "--log", "x.log"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 2
    assert "cuve run oxygen-lost" in done.stderr
    assert not (tmp_path / "x.log").exists()
