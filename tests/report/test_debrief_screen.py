"""The debrief at the terminal: self-rating first, every answer in the marks, and the way on."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from debrief_rig import late, late_log
from rich.cells import cell_len

from simulator.review.marks import sheets_of
from simulator.session.speech import Speaker
from tui.lobby import Visitor
from tui.lobby.debrief import Debriefing


@pytest.fixture
def seat(tmp_path: Path) -> Debriefing:
    """Return the debrief of a log that nobody has marked."""
    path = tmp_path / "late.log"
    shutil.copy(late_log(), path)
    return Debriefing(Visitor("Ann", Speaker("en")), replace(late(), path=path, own=None))


def text_of(seat: Debriefing, width: int = 80, height: int = 24) -> str:
    """Paint the screen, check that every line is whole, and return it as text."""
    rows = ["".join(text for text, _ in row) for row in seat.paint(width, height)]
    assert len(rows) == height
    assert {cell_len(row) for row in rows} == {width}
    return "\n".join(rows)


def test_the_score_comes_after_the_self_rating(seat: Debriefing) -> None:
    """The second part asks to rate; it asks once more before it goes on; the score is later."""
    assert "How was it?" in text_of(seat)
    seat.press("right")
    assert "How do you rate yourself?" in text_of(seat)
    seat.press("right")
    count = len(late().rubric.criteria)
    assert f"{count} still to rate" in text_of(seat)
    seat.press("right")
    assert "What happened" in text_of(seat)
    seen = []
    for _ in range(6):
        assert ("pass mark" in text_of(seat)) == (seat.place == "score")
        seen.append(seat.place)
        seat.press("right")
    assert seen == ["happened", "moment", "moment", "moment", "score", "next"]


def test_what_is_written_goes_into_the_marks(seat: Debriefing) -> None:
    """A reaction, a level by its number, an answer at a moment, a commitment; no log is changed."""
    before = seat.of.path.read_bytes()
    seat.press("enter")
    seat.paste("busy")
    seat.press("enter")
    seat.press("right")
    seat.press("2")
    seat.press("9")
    seat.part = 3
    seat.press("enter")
    seat.paste("DO fell")
    seat.press("enter")
    seat.part = seat.parts - 2
    seat.press("enter")
    seat.paste("look at the flow")
    seat.press("enter")
    (sheet,) = sheets_of(seat.of.path)[0]
    assert sheet.answers["reaction", None].text == "busy"
    assert sheet.ratings["detection"].level == 1
    assert len(sheet.ratings) == 1
    assert sheet.answers["saw", 1_200_000].text == "DO fell"
    assert sheet.commitment is not None
    assert sheet.commitment.text == "look at the flow"
    assert seat.of.path.read_bytes() == before
    assert "look at the flow" in text_of(seat)


def test_an_empty_answer_is_refused_in_words(seat: Debriefing) -> None:
    """Nothing is written, and the message line says why."""
    seat.press("enter")
    seat.press("enter")
    assert "there is nothing written" in text_of(seat)
    assert sheets_of(seat.of.path)[0] == ()


def test_the_report_is_written_beside_the_log(seat: Debriefing) -> None:
    """One key gives the HTML file, in the language of the screen."""
    seat.press("l")
    seat.press("p")
    page = Path(f"{seat.of.path}.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in page


def test_the_way_on(seat: Debriefing) -> None:
    """The same again with another seed; or back."""
    seat.press("n")
    assert seat.leaving == "again"
    seat.press("escape")
    assert seat.leaving == "back"


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["en", "nl", "fr", "pseudo"])
def test_every_part_is_whole_in_every_size(
    seat: Debriefing, size: tuple[int, int], language: str
) -> None:
    """No line is longer or shorter than the screen."""
    seat.visitor.say.language = language
    for part in range(seat.parts):
        seat.part = part
        text_of(seat, *size)


def test_random_keys_never_raise(seat: Debriefing) -> None:
    """Two thousand keys in no order; what is asked is answered with anything."""
    chance = random.Random(4)
    keys = ["up", "down", "left", "right", "enter", "escape", "home", "pageup", "pagedown"]
    keys += ["l", "L", "R", "1", "3", "9", "x", "space", "tab", "backspace", "é", "ctrl+c"]
    for _ in range(2000):
        seat.press(chance.choice(keys))
        if chance.random() < 0.1:
            text_of(seat, chance.choice([60, 80, 120]), chance.choice([16, 24, 36]))
