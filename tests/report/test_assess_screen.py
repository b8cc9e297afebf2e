"""An assessor at the terminal: rates what waits for a person, pins evidence, signs; all blind."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from debrief_rig import late, late_log
from rich.cells import cell_len

from simulator.assessment.rubric import Rater, Rubric
from simulator.review.marks import Marks, Sheet, sheets_of
from simulator.session.speech import Speaker
from tui.lobby import Visitor
from tui.lobby.assess import Assessing

Seats = Callable[[str], Assessing]
MOMENT = 1_260_000


def rubric() -> Rubric:
    """Return the rubric of the late trainee, three criteria of which wait for people."""
    raters: dict[int, Rater] = {0: "assessor", 1: "assessor", 2: "peer"}
    return replace(
        late().rubric,
        criteria=tuple(
            replace(one, rater=raters.get(place, one.rater))
            for place, one in enumerate(late().rubric.criteria)
        ),
    )


@pytest.fixture
def seats(tmp_path: Path) -> Seats:
    """Return what opens the screen for somebody, about one log."""
    path = tmp_path / "late.log"
    shutil.copy(late_log(), path)

    def opened(who: str) -> Assessing:
        seat = Assessing(Visitor(who, Speaker("en")), path, rubric(), late().brief.title, MOMENT)
        seat.begin()
        return seat

    return opened


def text_of(seat: Assessing, width: int = 80, height: int = 24) -> str:
    """Paint the screen, check that every line is whole, and return it as text."""
    rows = ["".join(text for text, _ in row) for row in seat.paint(width, height)]
    assert len(rows) == height
    assert {cell_len(row) for row in rows} == {width}
    return "\n".join(rows)


def keys(seat: Assessing, *words: str) -> str:
    """Press keys; a word after ``=`` is pasted and entered. Return the screen."""
    for word in words:
        if len(word) > 1 and word[0] == "=":
            seat.paste(word[1:])
            seat.press("enter")
        else:
            seat.press(word)
    return text_of(seat, 100, 40)


def sheet(seat: Assessing, who: str) -> Sheet:
    """Return somebody's marks, as they are on disk."""
    return next(one for one in sheets_of(seat._log)[0] if one.who == who)


def test_an_assessor_rates_pins_evidence_and_signs(seats: Seats) -> None:
    """A level with its reason, a moment that shows it, a printed name and what it means."""
    seat = seats("B. Claes")
    assert "As what do you rate?" in text_of(seat)
    assert "late.log" not in keys(seat, "a")
    shown = keys(seat, "2", "up", "t", "=clear, but late", "e", "=the flow is zero")
    assert "» clear, but late" in shown
    assert "✎ 00:21:00 the flow is zero" in shown
    assert "not signed yet" in shown
    assert "1 not rated yet" in keys(seat, "s")
    assert "2 I assessed this session" in keys(seat, "s")
    shown = keys(seat, "2", "=Bert Claes")
    written = sheet(seat, "B. Claes")
    first, *_ = seat.levels.criteria
    rating = written.ratings[first.id]
    assert (rating.level, rating.text) == (1, "clear, but late")
    assert [(one.t, one.text) for one in written.remarks] == [
        (MOMENT, f"[{first.id}] the flow is zero")
    ]
    assert written.signed
    assert (written.signatures[0].name, written.signatures[0].meaning) == (
        "Bert Claes", "assessment",
    )  # fmt: skip
    assert f"head down: {written.head}"[:60] in shown
    assert written.head in shown
    assert f"Bert Claes, {written.signatures[0].wall}: I assessed this session" in shown
    assert "not signed yet" in keys(seat, "3")


def test_only_what_waits_for_this_rater_is_listed(seats: Seats) -> None:
    """An assessor has two criteria, a fellow trainee one; nobody else's can be chosen."""
    seat = seats("B. Claes")
    keys(seat, "a")
    assert [one.rater for one in seat.levels.criteria] == ["assessor", "assessor"]
    other = seats("Dirk")
    keys(other, "f", "1")
    assert [one.rater for one in other.levels.criteria] == ["peer"]
    assert list(sheet(other, "Dirk").ratings) == [rubric().criteria[2].id]
    again = seats("Dirk")
    assert again.question is None
    assert again.levels.criteria == other.levels.criteria


def test_a_second_rater_sees_nothing_of_the_first_until_both_signed(seats: Seats) -> None:
    """Not the points, not the words, only that there is one; after both signatures, all."""
    one = seats("B. Claes")
    keys(
        one, "a", "1", "up", "t", "=far too slow", "e", "=nobody moved", "s", "s", "2", "=B. Claes"
    )
    two = seats("C. Maes")
    shown = keys(two, "a", "2", "up")
    assert "1 more marked this session" in shown
    assert "far too slow" not in shown
    assert "B. Claes" not in shown
    shown = keys(two, "s", "s", "2", "=C. Maes")
    assert "far too slow" in shown
    assert "B. Claes: 0 /" in shown
    assert "more marked" not in shown
    blind = sheet(two, "C. Maes").blind
    assert blind is not None
    assert blind.ratings


def test_nobody_assesses_their_own_session(seats: Seats) -> None:
    """Who was at the desk is told so, and goes back with nothing written."""
    seat = seats("code-1")
    keys(seat, "a")
    assert "nobody assesses their own session" in text_of(seat)
    keys(seat, "1", "s", "e")
    keys(seat, "escape")
    assert seat.leaving == "back"
    assert sheets_of(seat._log)[0] == ()


def test_a_name_is_asked_for_if_there_is_none(seats: Seats) -> None:
    """Without one there is no rating; with one it is the name of the marks."""
    seat = seats("")
    assert "Your name" in text_of(seat)
    keys(seat, "= ")
    assert seat.leaving == "back"
    seat = seats("")
    keys(seat, "=Eva", "a", "1")
    assert sheet(seat, "Eva").ratings
    for way in (("escape",), ("=Fay", "escape")):
        seat = seats("")
        keys(seat, *way)
        assert seat.leaving == "back"


def test_points_where_no_level_fits(seats: Seats) -> None:
    """Within what the criterion is worth; anything else is refused in words."""
    seat = seats("B. Claes")
    keys(seat, "a", "p", "=3,5")
    first, *_ = seat.levels.criteria
    assert sheet(seat, "B. Claes").ratings[first.id].points == 3.5
    for wrong in ("=999", "=-1", "=nan", "=many", "=1e400"):
        keys(seat, "p", wrong)
        assert seat.message[1] == "refused", wrong
    assert sheet(seat, "B. Claes").ratings[first.id].points == 3.5
    keys(seat, "t", "=half of it")
    assert sheet(seat, "B. Claes").ratings[first.id].points == 3.5


def test_evidence_leads_back_to_its_moment(seats: Seats) -> None:
    """One key goes to what was pinned to the chosen criterion; without any it says how to pin."""
    seat = seats("B. Claes")
    assert "nothing is pinned" in keys(seat, "a", "g")
    keys(seat, "e", "=seen", "down", "g")
    assert not seat.leaving
    seat.moment = 5
    keys(seat, "up", "g")
    assert (seat.leaving, seat.moment) == ("seek", MOMENT)


def test_a_rubric_that_asks_nobody_still_takes_remarks_and_a_signature(seats: Seats) -> None:
    """So does a log without a rubric; rating is refused in words."""
    seat = Assessing(
        Visitor("B. Claes", Speaker("en")), seats("x")._log, None, late().brief.title, 0
    )
    seat.begin()
    assert "No criterion waits for you" in keys(seat, "a")
    keys(seat, "1")
    assert seat.message[1] == "refused"
    shown = keys(seat, "e", "=a calm session", "s", "3", "=Bert")
    assert "✎ 00:00:00 a calm session" in shown
    assert sheet(seat, "B. Claes").signatures[0].meaning == "review"


def test_marks_that_were_damaged_are_told(seats: Seats) -> None:
    """Nothing is written over them."""
    seat = seats("B. Claes")
    keys(seat, "a", "1")
    marks = Marks.open(seat._log, "B. Claes", "assessor").path
    marks.write_bytes(marks.read_bytes()[:80] + b"#" + marks.read_bytes()[81:])
    keys(seat, "2")
    assert seat.message[1] == "refused"
    text_of(seats("B. Claes"))


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["en", "nl", "fr", "pseudo"])
def test_it_is_whole_at_every_size(seats: Seats, size: tuple[int, int], language: str) -> None:
    """With nothing, with a rating and evidence, and while it asks what a signature says."""
    seat = seats("B. Claes")
    seat.visitor.say.language = language
    text_of(seat, *size)
    keys(seat, "a", "1", "e", "=" + "long " * 60)
    for key in ("up", "down", "down", "s", "s"):
        seat.press(key)
        text_of(seat, *size)


def test_random_keys_never_raise(seats: Seats) -> None:
    """Fifteen hundred keys in no order."""
    seat = seats("B. Claes")
    chance = random.Random(6)
    every = ["up", "down", "enter", "escape", "1", "2", "3", "9", "a", "f", "e", "t", "p", "g"]
    every += ["s", "l", "L", "R", "tab", "space", "é", "backspace", "home", "left"]
    for _ in range(1500):
        seat.press(chance.choice(every))
        if chance.random() < 0.05:
            text_of(seat, chance.choice([60, 80, 120]), chance.choice([16, 24, 36]))
