"""The library, and the fields before a session."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from lobby_bench import SIZES, choose, library, text_of, visitor
from patience import wait_for
from tui_bench import begin

from simulator.language.competence import COMPETENCIES, LEVELS
from simulator.scenario.library import home, listing, names, nearby
from simulator.session.speech import PSEUDO
from tui.lobby import Lobby
from tui.lobby.library import Library
from tui.lobby.start import Start
from tui.shelf import Shelf

# -- the list ----------------------------------------------------------------------------------


def test_every_scenario_is_listed_by_course_and_level(tmp_path: Path) -> None:
    """Courses stand together, the easiest first; each scenario once, with its level and length."""
    seat = library(tmp_path)
    entries = [row.entry for row in seat.rows() if row.entry is not None]
    assert {entry.name for entry in entries} == set(names())
    courses = [row.heading for row in seat.rows() if row.heading]
    assert len(courses) == len(set(courses))
    levels = [entry.listing.level for entry in entries if entry.listing is not None]
    assert levels[0] == min(levels)
    shown = text_of(seat, 120, 36)
    assert "L3 Oxygen lost" in shown
    assert "14 d" in shown


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_list_is_whole_at_every_size_and_in_every_language(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    """No line is too long or too short; the title of the chosen scenario is in its language."""
    seat = library(tmp_path, language)
    choose(seat, "oxygen-lost")
    title = listing("oxygen-lost").title
    assert title.get(language, title["en"]) in text_of(seat, *size)


def test_a_list_that_goes_on_says_where(tmp_path: Path) -> None:
    """Arrows above the list tell that there is more below, above or on both sides."""
    seat = library(tmp_path)
    marks = []
    for key in ("home", *["down"] * 8, "end"):
        seat.press(key)
        marks.append(text_of(seat, 80, 24).splitlines()[1].partition("from ")[2].strip())
    assert marks[0] == "↓"
    assert "↑↓" in marks
    assert marks[-1] == "↑"
    assert "↓" not in text_of(seat, 200, 60).splitlines()[1]


def test_a_search_follows_what_is_typed_in_any_language(tmp_path: Path) -> None:
    """A slash, some letters of a title or a skill: only what fits is left; Esc shows all again."""
    seat = library(tmp_path)
    whole = len(seat.rows())
    for key in ("/", *"zuur", "space", *"weg"):
        seat.press(key)
    found = [row.entry.name for row in seat.rows() if row.entry]
    assert found == ["oxygen-lost"]
    seat.press("enter")
    assert seat.leaving == ""
    seat.press("escape")
    assert len(seat.rows()) == whole
    for key in ("/", *"no such thing at all", "enter"):
        seat.press("space" if key == " " else key)
    assert "nothing found" in text_of(seat)
    seat.press("enter")
    seat.press("down")
    assert seat.leaving == ""


def test_a_search_needs_no_accents_and_one_escape_ends_it(tmp_path: Path) -> None:
    """Letters without their accents find words that have them; Esc while typing shows all again."""
    seat = library(tmp_path, "fr")
    every = len(seat.rows())
    seat.press("/")
    for letter in "etage":
        seat.press(letter)
    seat.press("escape")
    assert seat.question is None
    assert len(seat.rows()) == every
    seat.press("/")
    for letter in "rincage":
        seat.press(letter)
    seat.press("enter")
    assert [row.entry.name for row in seat.rows() if row.entry is not None]
    assert len(seat.rows()) < every


def test_scenarios_of_the_folder_are_listed_and_bad_ones_say_why(tmp_path: Path) -> None:
    """One's own files stand in the list; other YAML does not; what is wrong is told on Enter."""
    shutil.copytree(home() / "plants", tmp_path / "plants")
    shutil.copy(home() / "oxygen-lost.yaml", tmp_path / "my-own.yaml")
    (tmp_path / "broken.yaml").write_text("scenario: 1\nplant: fed-batch-2000\nlevel: 99\n")
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "notes.yaml").write_text("\x00\x01")
    shutil.copy(home() / "scripts" / "oxygen-lost-expert.yaml", tmp_path / "script.yaml")
    assert [Path(path).stem for path in nearby(tmp_path)] == ["broken", "my-own"]
    seat = library(tmp_path)
    choose(seat, "my-own")
    choose(seat, "broken")
    seat.press("enter")
    assert seat.leaving == ""
    assert seat.message[1] == "refused"
    assert "cuve check" in text_of(seat)


def test_attempts_are_counted_for_who_is_there(tmp_path: Path) -> None:
    """Ann sees her attempts and her open session; Bob, after typing his name, sees none tried."""
    live = begin(tmp_path)
    live.advance(60_000)
    live.note_speed(0.0)
    live.close()
    seat = library(tmp_path)
    choose(seat, "oxygen-lost")
    shown = text_of(seat)
    assert "attempts: 1, ended: 0" in shown
    assert "left open: 1" in shown
    seat.press("end")
    assert "00:01:00" in text_of(seat)
    choose(seat, "oxygen-lost")
    for key in ("w", "ctrl+u", *"Bob", "enter"):
        seat.press(key)
    assert seat.visitor.who == "Bob"
    assert "not tried yet" in text_of(seat)


def test_results_are_worked_out_for_the_chosen_scenario_alone(tmp_path: Path) -> None:
    """Sealed logs of the scenario under the cursor are scored once; failures do no harm."""
    live = begin(tmp_path)
    live.seal()
    (tmp_path / "bad.log").write_bytes(b"not a log\n")
    scored: list[Path] = []

    def percent(path: Path) -> float:
        scored.append(path)
        return 84.4

    shelf = Shelf(tmp_path)
    shelf.look()
    seat = Library(visitor(), shelf, percent)
    choose(seat, "oxygen-lost")
    wait_for(lambda: (seat.poll(), "84 %" in text_of(seat))[1])
    seat.poll()
    assert scored == [tmp_path / "session.log"]
    shown = text_of(seat, 120, 36)
    assert "best: 84 %" in shown
    assert "1 logs cannot be read: bad.log" in shown

    def broken(path: Path) -> float:
        raise ValueError(path)

    other = Library(visitor(), shelf, broken)
    choose(other, "oxygen-lost")
    wait_for(lambda: (other.poll(), "scoring" not in text_of(other))[1])


def test_keys_mouse_and_languages_do_what_the_foot_says(tmp_path: Path) -> None:
    """A click chooses and a second one takes; the wheel moves; l changes the language."""
    seat = library(tmp_path)
    text_of(seat)
    first = seat.row
    seat.wheel(False, 5, 5)
    assert seat.row != first
    seat.press("home")
    assert seat.row == first
    seat.press("end")
    last = seat.row
    seat.press("pageup")
    assert seat.row != last
    seat.press("home")
    rows = text_of(seat).splitlines()
    place = next(y for y, row in enumerate(rows) if "First batch" in row)
    seat.click(10, place)
    assert seat.leaving == ""
    assert seat.row is not None
    assert seat.row.entry is not None
    assert seat.row.entry.name == "first-batch"
    text_of(seat)
    rows = text_of(seat).splitlines()
    seat.click(10, next(y for y, row in enumerate(rows) if "▸" in row))
    assert seat.leaving == "choose"
    seat.leaving = ""
    foot = rows[-1]
    seat.click(foot.index("language"), 23)
    assert seat.visitor.language == "nl"
    before = seat.theme_name
    seat.press("L")
    assert seat.theme_name != before
    seat.press("R")
    assert seat.say.register == "plain"
    seat.press("ctrl+c")
    assert seat.leaving == "quit"


def test_random_keys_break_no_screen_of_the_lobby(tmp_path: Path) -> None:
    """Any keys in any order leave screens that still paint, at any size."""
    begin(tmp_path).close()
    dice = Random(7)
    shelf = Shelf(tmp_path)
    shelf.look()
    row = next(entry for entry in shelf.entries if entry.name == "first-batch")
    keys = ["up", "down", "enter", "escape", "pageup", "end", "backspace", "tab", "left", "space"]
    keys += [*"/wlLRqrbd0159,.;:xé", "ctrl+c", "ctrl+u", "f5", "\u202e"]
    seats: list[Lobby] = [Library(visitor(), shelf), Start(visitor(), row, shelf, None, 1.0)]
    for seat in seats:
        for number in range(1500):
            seat.press(dice.choice(keys))
            if number % 50 == 0:
                seat.paste("\x1b[2J\n[red]x")
                seat.click(dice.randrange(80), dice.randrange(24))
                shown = text_of(seat, dice.choice([40, 60, 80, 133]), dice.choice([5, 16, 24, 50]))
                assert "\x1b" not in shown
            seat.leaving = ""


def test_competencies_and_levels_of_the_library_have_names(tmp_path: Path) -> None:
    """Every code that a shipped scenario uses is told in words."""
    for entry in library(tmp_path).shelf.entries:
        assert entry.listing is not None, entry.problem
        assert set(entry.listing.competencies) <= set(COMPETENCIES)
        assert entry.listing.level in LEVELS


# -- before a session --------------------------------------------------------------------------


def start(folder: Path, seed: int | None = None) -> Start:
    """Return the screen before a session of oxygen-lost."""
    shelf = Shelf(folder)
    shelf.look()
    entry = next(one for one in shelf.entries if one.name == "oxygen-lost")
    return Start(visitor(), entry, shelf, seed, 1.0)


def test_enter_alone_begins_with_what_stands_there(tmp_path: Path) -> None:
    """The first row is chosen: the scenario's own seed and real time."""
    seat = start(tmp_path)
    assert "12 (the scenario's own)" in text_of(seat)
    seat.press("enter")
    assert seat.leaving == "begin"
    assert (seat.choice.source, seat.choice.seed, seat.choice.speed) == ("oxygen-lost", None, 1.0)


def test_name_seed_and_speed_can_be_filled_in(tmp_path: Path) -> None:
    """Rows are chosen by arrows, Enter asks; a comma does in a speed; empty is the own seed."""
    seat = start(tmp_path)
    for key in ("down", "enter", "ctrl+u", *"Zoë", "enter"):
        seat.press(key)
    for key in ("down", "enter", *"77", "enter"):
        seat.press(key)
    for key in ("down", "enter", "ctrl+u", *"2,5", "enter"):
        seat.press(key)
    assert (seat.visitor.who, seat.choice.seed, seat.choice.speed) == ("Zoë", 77, 2.5)
    for key in ("up", "enter", "ctrl+u", "enter"):
        seat.press(key)
    assert seat.choice.seed is None
    seat.press("escape")
    assert seat.leaving == "back"


@pytest.mark.parametrize("typed", ["-1", "4294967296", "x", "1e3", "٣", "9" * 400])
def test_a_seed_that_is_none_is_not_taken(tmp_path: Path, typed: str) -> None:
    """The seed stays, and the message says what a seed is."""
    seat = start(tmp_path, 5)
    for key in ("down", "down", "enter", "ctrl+u"):
        seat.press(key)
    seat.paste(typed)
    seat.press("enter")
    assert seat.choice.seed == 5
    assert "4294967295" in text_of(seat)


@pytest.mark.parametrize("typed", ["0", "3601", "nan", "inf", "fast", ""])
def test_a_speed_that_is_none_is_not_taken(tmp_path: Path, typed: str) -> None:
    """The speed stays as it was."""
    seat = start(tmp_path)
    for key in ("down", "down", "down", "enter", "ctrl+u"):
        seat.press(key)
    seat.paste(typed)
    seat.press("enter")
    assert seat.choice.speed == 1.0


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_screen_before_a_session_is_whole(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    """Every size and language, with attempts below."""
    begin(tmp_path).close()
    seat = start(tmp_path)
    seat.visitor.say.language = language
    assert "▸" in text_of(seat, *size)
