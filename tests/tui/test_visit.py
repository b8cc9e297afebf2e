"""The way through a visit: choose, play, see the score, go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lobby_bench import after, choose, of, scored, sit, text_of, visitor
from patience import LIMIT_S, wait_for
from tui_bench import begin

from simulator.language.problem import Problem, Refusal
from simulator.learning.attempts import read_attempt
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.journal import read_journal
from simulator.session.live import Live, Signature
from simulator.session.record import Seal
from tui.console import Console
from tui.lobby.library import Library
from tui.lobby.start import Start
from tui.memory import Memory
from tui.visit import Played, Visit
from tui.waiting import Waiting

# -- the way through ---------------------------------------------------------------------------


def test_from_the_library_through_a_session_to_its_end_and_once_more(tmp_path: Path) -> None:
    """Choose, begin, seal, see the end, play another seed, leave it open, find it, resume, out."""
    heard: list[Path] = []
    visit = Visit(visitor(), sit, tmp_path, announce=heard.append)
    seat = visit.library()
    seat.shelf.look()
    choose(seat, "oxygen-lost")
    seat.press("enter")
    before = of(Start, after(visit, seat))
    before.press("enter")
    console = of(Console, after(visit, before))
    assert console.runner.desk.brief.name == "oxygen-lost"
    console.press("q")
    console.press("s")
    ending = scored(visit, console)
    log = ending.ended.path
    assert heard == [log]
    assert isinstance(read_journal(log).records[-1], Seal)
    assert ending.ended.head == read_journal(log).head == read_attempt(log).head
    assert str(log.name)[:20] in text_of(ending, 120, 36)
    ending.press("r")
    console = of(Console, after(visit, ending))
    other = heard[-1]
    assert read_attempt(other).seed == read_attempt(log).seed + 1
    console.press("q")
    console.press("l")
    seat = of(Library, after(visit, console))
    assert not read_attempt(other).sealed
    seat.press("end")
    row = seat.row
    assert row is not None
    assert row.attempt is not None
    assert row.attempt.path == other
    seat.press("enter")
    console = of(Console, after(visit, seat))
    assert heard[-1] == other
    console.press("q")
    console.press("s")
    ending = scored(visit, console)
    ending.press("b")
    seat = of(Library, after(visit, ending))
    assert not any(row.attempt for row in seat.rows())
    seat.press("q")
    assert after(visit, seat) is None
    visit.close()
    assert [line for line in visit.told if line.startswith("go on with")] == [
        f"go on with: cuve play oxygen-lost --resume --log {other}"
    ]


def test_a_seal_that_fails_keeps_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told at the desk; once there is room, the same keys end it with a score."""
    live = begin(tmp_path)
    visit = Visit(visitor(), sit, tmp_path)
    path = tmp_path / "session.log"
    console = visit.play(Played(live, path, read("oxygen-lost"), 1.0, Memory()))
    full = Problem("cannot-write", "cannot write the log: no space left on device")

    def fails(_: Live, __: str = "") -> str:
        raise Refusal(full)

    with monkeypatch.context() as broken:
        broken.setattr(Live, "seal", fails)
        console.press("q")
        console.press("s")
        assert after(visit, console) is console
    assert "no space left" in text_of(console)
    assert console.leaving == ""
    console.press("q")
    console.press("s")
    ending = scored(visit, console)
    assert ending.ended.score is not None
    assert ending.ended.score.finished is False
    assert visit.visitor.scores == {ending.ended.head: ending.ended.score.percent}
    assert visit.told == [f"log: {path}", f"head: {ending.ended.head}"]


def test_a_session_that_cannot_begin_is_told_in_the_library(tmp_path: Path) -> None:
    """A folder that cannot be written leads back to the list, with the reason."""
    visit = Visit(visitor(), sit, tmp_path / "gone")
    seat = visit.library()
    seat.shelf.look()
    choose(seat, "oxygen-lost")
    seat.press("enter")
    before = of(Start, after(visit, seat))
    before.press("enter")
    seat = of(Library, after(visit, before))
    assert seat.message[1] == "refused"
    assert "cannot create" in text_of(seat)


def test_an_open_session_that_is_damaged_is_told_in_the_library(tmp_path: Path) -> None:
    """Its ends look whole; resuming finds that the middle was changed."""
    live = begin(tmp_path)
    live.advance(7_200_000 - 1000)
    live.close()
    log = tmp_path / "session.log"
    lines = log.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    lines[middle] = lines[middle][:70] + b"0" + lines[middle][71:]
    log.write_bytes(b"".join(lines))
    visit = Visit(visitor(), sit, tmp_path)
    seat = visit.library()
    seat.shelf.look()
    seat.press("end")
    seat.press("enter")
    seat = of(Library, after(visit, seat))
    assert "does not fit the chain" in text_of(seat)


def test_a_session_that_nobody_waits_for_is_left_open(tmp_path: Path) -> None:
    """Esc while it is prepared goes back; what was begun is closed, not lost or locked."""
    visit = Visit(visitor(), sit, tmp_path)
    seat = visit.library()
    seat.shelf.look()
    choose(seat, "oxygen-lost")
    seat.press("enter")
    before = of(Start, visit.onward(seat))
    before.press("enter")
    waiting = of(Waiting, visit.onward(before))
    waiting.begin()
    assert "preparing" in text_of(waiting)
    waiting.press("escape")
    assert isinstance(visit.onward(waiting), Library)
    wait_for(lambda: any(tmp_path.glob("*.log")))

    def closed() -> bool:
        try:
            Live.resume(next(tmp_path.glob("*.log")), Signature("Ann")).close()
        except Refusal:
            return False
        return True

    wait_for(closed)


def test_an_open_session_survives_the_end_of_the_screen(tmp_path: Path) -> None:
    """When the terminal breaks off, close leaves the session to be resumed and says how."""
    live = begin(tmp_path)
    path = tmp_path / "session.log"
    visit = Visit(visitor(), sit, tmp_path)
    opening = read_journal(path).opening
    documents = Documents(opening.main, dict(opening.documents))
    visit.play(Played(live, path, documents, 1.0, Memory()))
    live.advance(777_000)
    visit.close()
    visit.close()
    assert read_attempt(path).reached == 777_000
    assert not read_attempt(path).sealed
    assert visit.told[-1] == f"go on with: cuve play oxygen-lost --resume --log {path}"


def test_the_library_opens_without_loading_the_desk() -> None:
    """Its first sight needs neither the pages of a session nor what reads files and logs."""
    code = (
        "import sys, tui.app, tui.visit, tui.lobby.library\n"
        "heavy = {'pydantic', 'numpy', 'numba', 'simpy', 'yaml', 'tui.console', 'tui.pages'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=True
    )
    assert done.stdout.strip() == "[]"
