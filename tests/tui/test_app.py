"""The terminal as Textual runs it: mouse, palette, settings, and what breaks inside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from patience import soon
from textual.geometry import Region
from textual.pilot import Pilot
from tui_bench import LOST_MS, session_in

from simulator.session.live import Live
from simulator.session.pace import Pace
from tui import frame
from tui.app import Terminal
from tui.console import Console
from tui.history import History
from tui.runner import Runner
from tui.seating import describe

Journey = Callable[[Terminal, "Pilot[None]"], Awaitable[None]]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


def play(live: Live, journey: Journey, ascii_only: bool = False) -> Terminal:
    """Open the terminal, let a journey act, and return it as it was left."""
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    runner = Runner(live, pace, live.note_speed, watch=history.record)
    terminal = Terminal(Console(runner, history, "Ann"), ascii_only=ascii_only)

    async def go() -> None:
        async with terminal.run_test(size=(80, 24)) as pilot:
            await journey(terminal, pilot)

    try:
        asyncio.run(go())
    finally:
        runner.stop()
    return terminal


def console_of(terminal: Terminal) -> Console:
    """Return the console that the terminal shows."""
    assert isinstance(terminal.seat, Console)
    return terminal.seat


def shown(terminal: Terminal) -> list[str]:
    """Return the lines on the screen as they were painted."""
    glass = terminal.glass
    return [glass.render_line(y).text for y in range(glass.size.height)]


def test_the_foot_can_be_clicked(live: Live) -> None:
    """A click on any key at the foot does what the key does."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        for key, _ in list(frame.foot_keys(console_of(terminal), 80)):
            if key.method in ("quit", "command", "pause", "faster", "next_event"):
                continue
            await pilot.press("escape", "1")
            before = console_of(terminal).page
            x = shown(terminal)[-1].index(f" {key.face} {console_of(terminal).say(key.word)} ") + 2
            await pilot.click(offset=(x, 23))
            if key.method != "pen":
                assert console_of(terminal).page is not before, key

    play(live, journey)


def test_header_and_banner_can_be_clicked(live: Live) -> None:
    """A click on the header lets time go or stop; on an alarm of the banner it is explained."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        console = console_of(terminal)
        await pilot.click(offset=(5, 0))
        assert not console.runner.paused
        await pilot.click(offset=(5, 0))
        assert console.runner.paused
        x = shown(terminal)[-2].index("AIC-102.LOLO")
        await pilot.click(offset=(x + 2, 22))
        assert console.page.name == "alarm_help"
        assert "AIC-102.LOLO" in shown(terminal)[1]
        await pilot.click(offset=(0, 22))
        assert console.page.name == "alarms"

    play(live, journey)


def test_the_wheel_moves_what_is_chosen(live: Live) -> None:
    """Over a list the wheel chooses down and up; over the palette as well."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        console = console_of(terminal)
        await pilot.press("comma")
        console.wheel(False, 5, 5)
        console.wheel(False, 5, 5)
        assert console.page.chosen == 2
        console.wheel(True, 5, 5)
        assert console.page.chosen == 1
        console.wheel(True, 5, 0)
        assert console.page.chosen == 1

    play(live, journey)


def test_clicks_leave_an_open_question_alone(live: Live) -> None:
    """While a question is open no click acts, wherever it is."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("q")
        console = console_of(terminal)
        question, page = console.question, console.page
        for y in range(24):
            for x in (0, 12, 40, 79):
                console.click(x, y)
        assert console.question is question
        assert console.page is page
        assert console.runner.paused

    play(live, journey)


def test_clicks_anywhere_break_nothing(live: Live) -> None:
    """On every page, at every tenth cell and outside the screen, a click is taken or ignored."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        console = console_of(terminal)
        for name in console.pages:
            for y in range(-1, 25, 2):
                for x in range(-1, 81, 10):
                    console.go(console.pages[name])
                    console.question = console.palette = None
                    console.paint(80, 24)
                    console.click(x, y)
                    console.wheel(x % 20 == 0, x, y)
        assert console.leaving == ""

    assert play(live, journey).broke is None


def test_the_palette_opens_and_acts_in_the_terminal(live: Live) -> None:
    """Ctrl-P, some letters and Enter: the page is there; Ctrl-C in it only closes it."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", "t", "r", "e", "n", "d", "s")
        assert "Find: trends" in "\n".join(shown(terminal))
        await pilot.press("enter")
        assert console_of(terminal).page.name == "trends"
        await pilot.press("ctrl+p", "ctrl+c")
        assert console_of(terminal).palette is None
        assert console_of(terminal).question is None
        await pilot.press("ctrl+c")
        assert console_of(terminal).question is not None

    play(live, journey)


def test_in_ascii_every_line_is(live: Live) -> None:
    """A terminal that knows no more gets nothing else, whatever seat paints."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        for key in ("1", "3", "7"):
            await pilot.press(key)
            assert all(line.isascii() for line in shown(terminal))

    play(live, journey, ascii_only=True)


def test_what_breaks_inside_ends_the_terminal_and_is_kept(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in a key or in painting ends it in order; what and where can be told."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        def broken(*_: object) -> None:
            raise LookupError("no such thing")

        monkeypatch.setattr(type(console_of(terminal).pages["trends"]), "paint", broken)
        await pilot.press("3")

    terminal = play(live, journey)
    assert isinstance(terminal.broke, LookupError)
    first, second = describe(terminal.broke)
    assert first == "cuve broke off: LookupError: no such thing"
    assert second.startswith("in test_app, line ")


def test_only_lines_that_changed_are_painted_anew(live: Live) -> None:
    """A look at a plant that stands still asks Textual for nothing; one new message for a line."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await pilot.pause(0.3)
        asked: list[int] = []

        def refresh(*regions: object, **_: object) -> None:
            asked.append(len(regions))

        terminal.glass.refresh = refresh  # type: ignore[assignment, method-assign]
        terminal.glass.look()
        assert asked == []
        console_of(terminal).tell("something")
        terminal.glass.look()
        assert asked == [1]

    play(live, journey)


def test_a_part_of_the_screen_is_cut_out_of_its_lines(live: Live) -> None:
    """Textual may ask for a part, such as while a window shrinks: it gets those very cells."""

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        cut = terminal.glass.render_lines(Region(3, 1, 20, 2))
        assert [strip.text for strip in cut] == [line[3:23] for line in shown(terminal)[1:3]]
        assert all(strip.cell_length == 20 for strip in cut)
        assert "OVERVIEW" in terminal.glass.render_lines(Region(0, 0, 80, 24))[1].text

    play(live, journey)


def test_the_screen_looks_by_itself_until_it_is_left(live: Live) -> None:
    """Nobody presses a key, and what a seat has to show is there all the same, again and again."""
    told: list[str] = []

    async def journey(terminal: Terminal, pilot: Pilot[None]) -> None:
        console = console_of(terminal)
        await pilot.press("1")
        for number in range(2):
            told.append(f"word {number}")
            console.tell(told[-1])
            await soon(lambda: any(told[-1] in line for line in shown(terminal)))

    play(live, journey)
