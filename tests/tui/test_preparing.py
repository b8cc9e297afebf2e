"""The task in sight while the session begins: what it needs, what becomes of keys and errors."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from lobby_bench import SIZES, after, of, sit, text_of, visitor
from patience import LIMIT_S, wait_for
from pty_bench import Terminal

from simulator.plant.engine import shared_compiler
from simulator.scenario.library import glance
from simulator.session.live import Live, Signature
from tui.app import Terminal as Screen
from tui.console import Console
from tui.draw import Line, blank
from tui.lobby import Lobby
from tui.preparing import Preparing
from tui.visit import Visit


def prepare(visit: Visit, folder: Path, source: str = "oxygen-lost") -> Preparing:
    """Return the seat that a command with a scenario begins with."""
    told = glance(source)
    assert told is not None
    return visit.prepare(source, told, folder / "session.log")


def test_the_task_needs_no_plant() -> None:
    """Before the first sight nothing is loaded that builds a plant, reads logs or checks files."""
    code = (
        "import sys, tui.app, tui.seating, tui.visit, tui.preparing\n"
        "from simulator.scenario.library import glance\n"
        "assert glance('first-batch').title['en'] == 'First batch'\n"
        "heavy = {'pydantic', 'numpy', 'numba', 'simpy', 'tui.console', 'tui.pages'}\n"
        "heavy |= {'tui.runner', 'simulator.language.event', 'simulator.session.record'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "words"), [("en", "Duration"), ("nl", "Duur")])
def test_the_task_is_in_sight_at_every_size(
    tmp_path: Path, size: tuple[int, int], language: str, words: str
) -> None:
    """Title, task and what is going on are shown, in the language of who reads them."""
    seat = prepare(Visit(visitor(language), sit, tmp_path), tmp_path)
    shown = text_of(seat, *size)
    title = seat.told.title[language]
    assert title in shown
    assert seat.told.brief[language].split()[0] in shown
    assert words in shown or size[1] < 24
    assert " 0 s" in shown


def test_keys_pressed_too_early_reach_the_session(tmp_path: Path) -> None:
    """Enter pressed while the plant is made ready begins the session, as it would have after."""
    visit = Visit(visitor(), sit, tmp_path)
    seat = prepare(visit, tmp_path)
    for key in ("enter", "2", *["x"] * 100):
        seat.press(key)
    assert len(seat.keys) <= 64
    assert not (tmp_path / "session.log").exists()
    console = of(Console, after_begun(visit, seat))
    assert not console.runner.paused
    assert console.page.name == "alarms"
    visit.close()
    assert visit.told[0] == f"log: {tmp_path / 'session.log'}"


def after_begun(visit: Visit, seat: Preparing) -> object:
    """Let a seat do its work, and return the one after it."""
    seat.begin()

    def ready() -> bool:
        seat.poll()
        return bool(seat.leaving)

    wait_for(ready)
    return visit.onward(seat)


def test_who_leaves_at_once_leaves_a_whole_log(tmp_path: Path) -> None:
    """Esc ends the visit; the session that was being made is closed before the program is gone."""
    visit = Visit(visitor(), sit, tmp_path)
    seat = prepare(visit, tmp_path)
    seat.begin()
    seat.press("escape")
    assert after(visit, seat) is None
    visit.close()
    assert visit.refused == ()
    assert visit.told[0] == f"log: {tmp_path / 'session.log'}"
    Live.resume(tmp_path / "session.log", Signature("Ann")).close()


def test_a_session_that_cannot_begin_says_everything(tmp_path: Path) -> None:
    """Every problem of the scenario is kept for whoever opened the terminal."""
    path = tmp_path / "bad.yaml"
    path.write_text(
        "scenario: 1\nname: Bad\nbrief: Bad\nduration: 1 h\nplant: fed-batch-2000\n"
        "gauges: {a: {when: NO-1.PV > 3}}\nhints: {b: 3}\n"
    )
    visit = Visit(visitor(), sit, tmp_path)
    assert after_begun(visit, prepare(visit, tmp_path, str(path))) is None
    assert len(visit.refused) > 1
    assert not (tmp_path / "session.log").exists()


def test_a_broken_scenario_is_told_when_the_screen_is_gone(tmp_path: Path) -> None:
    """The command ends with its problems on the error stream, and status 2."""
    (tmp_path / "bad.yaml").write_text(
        "scenario: 1\nname: Bad\nbrief: Bad\nduration: 1 h\nplant: fed-batch-2000\nhints: {b: 3}\n"
    )
    terminal = Terminal(tmp_path, "play", "bad.yaml", errors=None)
    try:
        assert terminal.end() == 2
        left = terminal.sent.rpartition(b"\x1b[?1049l")[2]
        assert b"bad.yaml:6" in left
    finally:
        terminal.close()


@pytest.mark.parametrize(("compiled", "told"), [(False, True), (True, False)])
def test_a_first_compilation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: bool, told: bool
) -> None:
    """Where nothing is compiled yet the desk says so, once; where it is, it says nothing."""
    monkeypatch.setattr(shared_compiler().__class__, "cached", property(lambda _: compiled))
    visit = Visit(visitor(), sit, tmp_path)
    console = of(Console, after_begun(visit, prepare(visit, tmp_path)))
    assert ("half a minute" in text_of(console)) is told
    console.press("1")
    console.press("L")
    assert "half a minute" not in text_of(console)
    visit.close()


class Slow(Lobby):
    """A seat that notes in which order it is painted and begun."""

    def __init__(self) -> None:
        super().__init__(visitor())
        self.happened: list[str] = []

    def begin(self) -> None:
        """Note that it was begun."""
        self.happened.append("begin")

    def body(self, width: int, height: int) -> list[Line]:
        """Note that it was painted."""
        self.happened.append("paint")
        return [blank(width)] * height


def test_a_seat_begins_only_when_it_is_in_sight() -> None:
    """What a seat begins, such as a thread that loads much, must not delay its first sight."""
    seat = Slow()

    async def journey() -> None:
        async with Screen(seat).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.pause()

    asyncio.run(journey())
    assert seat.happened[0] == "paint"
    assert seat.happened.count("begin") == 1
