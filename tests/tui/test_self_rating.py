"""First one's own view, then the score: asked once, skipped by one key, and noted either way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lobby_bench import SIZES, after, of, sit, text_of, visitor
from tui_bench import begin

from simulator.learning.attempts import read_attempt
from simulator.review.debrief_self import DONE, LATE, LEFT_OUT, RATING, SKIPPED, timing
from simulator.review.marks import Marks, sheets_of
from simulator.scenario.library import read
from tui.lobby.ending import Ending
from tui.lobby.library import Library
from tui.lobby.rating import SelfRating
from tui.memory import Memory
from tui.visit import Played, Visit

Opened = tuple[Visit, SelfRating, Path]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Return a session that was just sealed: the screen that comes next, and the log."""
    visit = Visit(visitor(), sit, tmp_path)
    path = tmp_path / "session.log"
    console = visit.play(Played(begin(tmp_path), path, read("oxygen-lost"), 1.0, Memory()))
    console.press("q")
    console.press("s")
    return visit, of(SelfRating, after(visit, console)), path


def answer(path: Path) -> str:
    """Return how the rating of oneself went, as the marks have it."""
    (sheet,) = sheets_of(path)[0]
    assert sheet.role == "trainee"
    return sheet.answers[RATING, None].text


def test_the_score_is_nowhere_before_the_rating(opened: Opened) -> None:
    """Levels can be chosen, nothing tells of points; then the score comes."""
    visit, seat, path = opened
    shown = text_of(seat, 100, 60)
    assert "How do you rate yourself?" in shown
    assert "points" not in shown
    assert "passed" not in shown
    seat.press("2")
    seat.press("1")
    seat.press("enter")
    assert "still to rate; Enter once more" in text_of(seat)
    assert not seat.leaving
    seat.press("enter")
    ending = of(Ending, after(visit, seat))
    assert "pass mark" in text_of(ending)
    (sheet,) = sheets_of(path)[0]
    assert [one.level for one in sheet.ratings.values()] == [1, 0]
    assert answer(path) == DONE
    assert timing(sheet) == ""


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+c"])
def test_one_key_skips_it_and_that_is_noted(opened: Opened, key: str) -> None:
    """The marks say so; the log is not touched; what is rated afterwards is told as late."""
    visit, seat, path = opened
    before = path.read_bytes()
    seat.press(key)
    of(Ending, after(visit, seat))
    assert answer(path) == SKIPPED
    assert path.read_bytes() == before
    marks = Marks.open(path, read_attempt(path).who, "trainee")
    assert timing(marks.sheet) == LEFT_OUT
    marks.rate(seat.levels.criteria[0], level=0)
    assert timing(marks.sheet) == LATE
    assert timing(None) == ""


def test_it_is_asked_once(opened: Opened) -> None:
    """Whoever comes back to an old session that was skipped, or rated, sees the score at once."""
    visit, seat, path = opened
    seat.press("escape")
    ending = of(Ending, after(visit, seat))
    ending.press("b")
    library = of(Library, after(visit, ending))
    library.shelf.look()
    library.press("o")
    assert library.row is not None
    library.press("enter")
    assert isinstance(after(visit, library), Ending)
    assert answer(path) == SKIPPED


def test_a_session_of_somebody_else_asks_nothing_and_has_no_debrief(opened: Opened) -> None:
    """An assessor who opens it sees the score; looking back in the trainee's name is refused."""
    visit, _, path = opened
    visit.visitor.who = "B. Claes"
    library = visit.library()
    library.shelf.look()
    library.press("o")
    library.press("enter")
    ending = of(Ending, after(visit, library))
    ending.press("d")
    assert not ending.leaving
    assert "only who was at the desk" in text_of(ending)
    assert sheets_of(path)[0] == ()
    ending.press("b")
    assert after(visit, ending) is library
    assert library.old


def test_what_cannot_be_written_keeps_nobody_from_the_score(opened: Opened) -> None:
    """A folder stands where the marks would go: it is told, here and on the next screen."""
    visit, seat, _ = opened
    seat.marks.path.mkdir()
    seat.press("1")
    assert seat.message[1] == "refused"
    seat.press("escape")
    ending = of(Ending, after(visit, seat))
    assert ending.message[1] == "refused"
    assert "pass mark" in text_of(ending)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "nl", "fr", "pseudo"])
def test_it_is_whole_at_every_size(opened: Opened, size: tuple[int, int], language: str) -> None:
    """The chosen criterion and its levels stay in sight from the first to the last."""
    _, seat, _ = opened
    seat.visitor.say.language = language
    for one in seat.levels.criteria:
        assert "▶" in text_of(seat, *size)
        assert seat.levels.chosen is one
        seat.press("down")


def test_random_keys_never_raise(opened: Opened) -> None:
    """A thousand keys in no order."""
    _, seat, _ = opened
    chance = random.Random(5)
    keys = ["up", "down", "1", "2", "3", "9", "0", "l", "L", "R", "x", "tab", "é", "space"]
    for _ in range(1000):
        seat.press(chance.choice(keys))
    text_of(seat)
