"""Recordings opened from the end of a session, a debrief and the library, and back from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lobby_bench import after, of, scored, sit, text_of, visitor
from tui_bench import begin

from simulator.scenario.library import read
from tui.lobby.assess import Assessing
from tui.lobby.debrief import Debriefing
from tui.lobby.ending import Ending
from tui.lobby.library import Library
from tui.memory import Memory
from tui.replay.console import ReplayConsole
from tui.seat import Seat
from tui.visit import Played, Visit


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    """Return a visit in a folder with one session that ran for half an hour."""
    made = Visit(visitor(), sit, tmp_path)
    path = tmp_path / "session.log"
    live = begin(tmp_path)
    live.advance(1_800_000)
    made.play(Played(live, path, read("oxygen-lost"), 1.0, Memory()))
    return made


def ended(visit: Visit) -> Ending:
    """End the session, and return its end."""
    console = visit._console
    assert console is not None
    console.press("q")
    console.press("s")
    if console.leaving != "seal":
        console.press("x")
        console.press("x")
        console.press("s")
    return scored(visit, console)


def left(visit: Visit, console: ReplayConsole) -> Seat | None:
    """Leave a recording."""
    console.press("q")
    return after(visit, console)


def test_from_the_end_of_a_session_and_back(visit: Visit) -> None:
    """The end is as it was; the language that was changed in the recording stays."""
    ending = ended(visit)
    for _ in range(5):
        ending.press("down")
    text_of(ending)
    first = ending.first
    ending.press("v")
    console = of(ReplayConsole, after(visit, ending))
    assert "RECORDING" in text_of(console)
    console.say.language = "nl"
    assert left(visit, console) is ending
    assert ending.first == first
    assert ending.say.language == "nl"
    assert not ending.leaving
    visit.close()


def test_from_a_moment_of_the_debrief_and_back(visit: Visit) -> None:
    """The playhead stands at the moment that is looked at; the debrief is where it was."""
    ending = ended(visit)
    ending.press("d")
    looking = of(Debriefing, after(visit, ending))
    looking.part = 3
    looking.press("v")
    console = of(ReplayConsole, after(visit, looking))
    moment = looking.of.moments[0].dear.t
    assert moment
    assert console.here == moment
    assert left(visit, console) is looking
    assert looking.part == 3
    looking.press("b")
    assert after(visit, looking) is ending
    visit.close()


def test_old_sessions_of_the_library(visit: Visit, tmp_path: Path) -> None:
    """They are listed and searched; v plays the chosen one back, and comes back to it."""
    ended(visit)
    shutil.copy(tmp_path / "session.log", tmp_path / "copy.log")
    library = visit.library()
    library.shelf.look()
    library.press("v")
    assert "o lists the sessions" in text_of(library)
    assert not library.leaving
    library.press("o")
    assert "ended: Enter shows the score" in text_of(library)
    assert library.shelf.entries
    library.press("down")
    chosen = library.row
    assert chosen is not None
    assert chosen.attempt is not None
    library.press("v")
    console = of(ReplayConsole, after(visit, library))
    assert left(visit, console) is library
    assert library.row == chosen
    library.press("/")
    library.paste("nobody at all")
    library.press("enter")
    assert library.row is None
    text_of(library)
    library.press("enter")
    library.press("v")
    assert not library.leaving
    library.press("escape")
    assert library.old
    library.press("escape")
    assert not library.old
    visit.close()


def test_a_recording_that_cannot_be_opened_is_told(visit: Visit, tmp_path: Path) -> None:
    """A log that was damaged since it was listed: the reason stands in the library."""
    ended(visit)
    library = visit.library()
    library.shelf.look()
    library.press("o")
    log = tmp_path / "session.log"
    log.write_bytes(log.read_bytes()[:300] + b"#" + log.read_bytes()[301:])
    for key in ("v", "enter"):
        library.press(key)
        assert isinstance(after(visit, library), Library | Ending)
        library.leaving = ""
    library.press("v")
    assert after(visit, library) is library
    assert library.message[1] == "refused"
    visit.close()


def test_a_visit_that_ends_in_a_recording_ends_it(visit: Visit) -> None:
    """No thread goes on when the terminal breaks off."""
    ending = ended(visit)
    ending.press("v")
    console = of(ReplayConsole, after(visit, ending))
    visit.close()
    assert not any(thread.is_alive() for thread in console.background._threads)


def test_from_a_recording_to_its_assessment_and_back(visit: Visit) -> None:
    """An assessor pins evidence to the moment shown; it stands on the timeline afterwards."""
    ending = ended(visit)
    visit.visitor.who = "Claes"
    ending.press("v")
    console = of(ReplayConsole, after(visit, ending))
    console.seek(600_000)
    console.press("A")
    seat = of(Assessing, after(visit, console))
    for key in ("a", "e"):
        seat.press(key)
    seat.paste("well seen")
    seat.press("enter")
    seat.press("escape")
    assert after(visit, seat) is console
    assert console.here == 600_000
    assert [(one.t, one.text) for one in console.remarks.ticks()] == [(600_000, "well seen")]
    assert left(visit, console) is ending
    visit.close()
