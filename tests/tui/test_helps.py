"""The helps of a beginner, by keys: tour, hints, work instructions, glossary, plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_bench import seat, text
from tui_bench import begin, records, session_in

from simulator.language.command import TakeHint
from simulator.language.guide import TourStep
from simulator.language.words import LANGUAGES
from simulator.scenario.library import load, names
from simulator.session.live import Live
from simulator.session.record import CommandRecord
from simulator.session.speech import PSEUDO, Speaker, catalogue
from tui import going
from tui.console import Console
from tui.draw import wrap
from tui.guidance import key_of, pointers, with_keys

EMPTY_MS = 12 * 60_000
"""By now the base bottle of the first scenario is empty and its alarm is there."""


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """The first scenario, at its beginning."""
    yield from session_in(tmp_path, "first-steps")


def press(console: Console, *keys: str) -> str:
    """Press keys and return what is painted then."""
    for key in keys:
        console.press(key)
        console.poll()
    return text(console)


def later(console: Console, live: Live, until: int) -> str:
    """Let time pass and return what is painted then."""
    live.advance(until)
    console.runner.latest = live.observe()
    console.poll()
    return text(console)


# -- the tour ------------------------------------------------------------------------------------


def test_the_tour_stands_below_the_page_and_can_be_left(live: Live) -> None:
    """The box takes rows from the page, not from its frame; T leaves it and takes it up again."""
    console = seat(live)
    before = press(console, "N", "enter")
    assert "TOUR 3 of" in before
    assert "BR-101" in before
    assert "no alarms" in before.splitlines()[-2]
    assert "TOUR" not in press(console, "T")
    assert "TOUR 3 of" in press(console, "T")
    assert "TOUR 4 of" in press(console, "N")
    assert "TOUR" not in press(console, "T")
    assert "TOUR 4 of" in press(console, "N")


def test_a_small_n_reads_on_and_does_not_run_the_plant(live: Live) -> None:
    """Who presses n where the box says Shift+N reads on, and the plant does not run for it."""
    console = seat(live)
    assert "[Shift+N] go on" in press(console, "enter")
    assert "TOUR 3 of" in press(console, "n")
    assert "TOUR 4 of" in press(console, "n")
    assert console.runner.latest.now < 60_000
    assert "▶▶" in press(console, "n")


def test_a_step_is_passed_by_its_key_alone(live: Live) -> None:
    """While pause is asked for, other keys do not pass the step; pause does, with a tick."""
    console = seat(live)
    press(console, "N", "enter", "N")
    assert "TOUR 4 of" in press(console, "+", "2", "1")
    assert "✓ TOUR 5 of" in press(console, "space")


def test_what_was_done_before_it_was_asked_counts(live: Live) -> None:
    """A sample taken before the tour comes to it passes that step at once."""
    console = seat(live)
    console.runner.submit("note before")
    press(console, "5", "s", "enter")
    tour = console.guidance.tour
    place = next(n for n, step in enumerate(tour.steps) if step.gives == "sample BR-101")
    while tour.at < place:
        tour.go_on()
    console.poll()
    assert tour.at == place + 1


def test_the_tour_calls_back_who_went_elsewhere(live: Live) -> None:
    """On another page than the step is about, the box says first how to come back."""
    console = seat(live)
    assert "First back to" not in press(console, "N", "enter")
    assert "(First back to overview: [1])" in press(console, "2")


def test_every_step_of_the_tour_names_real_pages_and_keys(live: Live) -> None:
    """Pages and actions of the tour exist, and its text fits the box at 80 and at 60 columns."""
    console = seat(live)
    for step in console.guidance.tour.steps:
        for page in (step.on, step.opens):
            assert not page or page.partition(" ")[0] in console.pages
        assert not step.presses or key_of(console, step.presses)
        for language in LANGUAGES:
            told = with_keys(console, step.text[language])
            assert "{" not in told, told
            assert len(wrap(told, 76)) <= 3, told
            assert len(wrap(told, 56)) <= 5, told
        keys = [re.findall(r"\{[a-z_.]+\}", step.text[one]) for one in LANGUAGES]
        assert keys[0] == keys[1] == keys[2]


def test_a_tour_that_names_what_is_not_there_goes_on(live: Live) -> None:
    """Unknown pages and keys of a stranger's tour are shown as they are, and N passes them."""
    strange = (
        TourStep({"en": "Press {nothing} on {no.thing} or {alarms.nothing}"}, on="nowhere"),
        TourStep({"en": "\x1b[2J[red]x[/]"}, opens="nowhere at all"),
        TourStep({"nl": "alleen Nederlands"}, gives="*("),
    )
    brief = replace(live.brief, tour=strange)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Live, "brief", property(lambda _: brief))
        console = seat(live)
        assert "Press {nothing} on {no.thing}" in text(console)
        assert "\x1b" not in press(console, "N")
        assert "alleen Nederlands" in press(console, "N")
        assert "You have seen the whole tour" in press(console, "N")
        assert "TOUR 1 of 3" in press(console, "T")


def test_without_a_tour_its_keys_say_so(tmp_path: Path) -> None:
    """In a scenario without a tour nothing is shown, and T says that there is none."""
    live = begin(tmp_path, "oxygen-lost")
    console = seat(live)
    assert "TOUR" not in text(console)
    assert "no tour" in press(console, "T")
    assert "no tour" in press(console, "N")
    live.close()


def test_a_resumed_session_does_not_begin_the_tour_again(live: Live) -> None:
    """Who comes back later sees no tour until asking for it."""
    live.advance(60_000)
    console = seat(live)
    assert "TOUR" not in text(console)
    assert "TOUR 1 of" in press(console, "T")


# -- hints ---------------------------------------------------------------------------------------


def test_hints_are_for_now_and_paid_before_they_are_told(live: Live, tmp_path: Path) -> None:
    """None while all is well; with the alarm its hint, told step by step after a y, on the log."""
    console = seat(live)
    assert "No hint is for this moment" in press(console, "T", "H")
    painted = later(console, live, EMPTY_MS)
    assert "The base bottle" in painted
    assert "Look at the scale" not in painted
    asked = press(console, "enter")
    assert "Take step 1, price in points: 1" in asked
    assert "Look at the scale" not in press(console, "escape")
    told = press(console, "enter", "y")
    assert "Look at the scale" in told
    assert "points spent so far: 1" in told
    press(console, "enter", "y", "enter", "y")
    assert "points spent so far: 4" in text(console)
    assert "every step" in press(console, "enter")
    live.seal()
    taken = [r.command for r in records(tmp_path) if isinstance(r, CommandRecord)]
    assert taken == [TakeHint("base-bottle", step) for step in (1, 2, 3)]


def test_alarms_without_a_hint_have_their_help_for_free(tmp_path: Path) -> None:
    """An alarm that no hint is for leads to alarm help, and nothing is logged."""
    live = begin(tmp_path, "oxygen-lost")
    live.advance(23 * 60_000)
    brief = replace(live.brief, hints=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Live, "brief", property(lambda _: brief))
        console = seat(live)
        console.poll()
        assert "for free" in press(console, "1", "H")
        assert "ALARM HELP AIC-102.LO" in press(console, "enter")
    live.close()


def test_alarm_help_points_to_instruction_and_hint(live: Live) -> None:
    """Below what to do stand the keys of the work instruction and the hint for the alarm."""
    console = seat(live)
    later(console, live, EMPTY_MS)
    painted = press(console, "2", "enter")
    assert "[i] work instruction: Changing the base bottle   [Shift+H] hint" in painted
    assert pointers(console, "XX-9.HI") == ""


# -- work instructions ---------------------------------------------------------------------------


def test_instructions_for_the_page_come_first_and_are_read(live: Live) -> None:
    """From the alarm, its instruction stands first; Enter reads it, Esc comes back twice."""
    console = seat(live)
    later(console, live, EMPTY_MS)
    painted = press(console, "T", "2", "i")
    first = painted.splitlines()[3]
    assert "for WT-112.LO" in painted
    assert "Changing the base bottle" in first
    painted = press(console, "enter")
    assert "WORK INSTRUCTION Changing the base bottle" in painted
    assert "  1.  Look how fast WT-112 falls" in painted
    assert "batch record" in painted
    press(console, "escape", "escape")
    assert console.page.name == "alarms"


def test_instructions_are_for_what_the_page_is_about(live: Live) -> None:
    """From a faceplate, from the diagnostics behind it and from a unit, its own stand first."""
    console = seat(live)
    going.faceplate(console, "WT-112")
    assert "for WT-112" in press(console, "i")
    assert "for WT-112" in press(console, "escape", "d", "i")
    going.unit(console, "BR-101")
    assert "for BR-101" in press(console, "i")


def test_every_instruction_can_be_read_at_every_size(live: Live) -> None:
    """Up and down walk the whole list and every text; nothing is wider than the screen."""
    console = seat(live)
    press(console, "T", "1", "i")
    for number in range(len(live.brief.procedures)):
        press(console, "i", *["up"] * 20, *["down"] * number, "enter")
        assert console.page.name == "instruction"
        for width, height in ((60, 16), (80, 24), (200, 60)):
            rows = text(console, width, height).splitlines()
            assert len(rows) == height
        for _ in range(30):
            console.press("down")
        last = live.brief.procedures[number].steps[-1]["en"].split()[-1]
        assert last in text(console, 60, 16)
        press(console, "escape")


# -- glossary and registers ----------------------------------------------------------------------


def test_the_glossary_knows_the_page_one_comes_from(live: Live) -> None:
    """From the alarms, alarm words and the tag come first; Enter tells all three languages."""
    console = seat(live, "nl")
    later(console, live, EMPTY_MS)
    painted = press(console, "T", "2", "g")
    head = painted.split(console.say("all words"))[0]
    assert "alarm" in head
    assert "WT-112" in head
    painted = press(console, "enter")
    assert re.search(r"\bfr\b", painted)
    press(console, "escape", "escape")
    assert console.page.name == "alarms"


def test_typing_in_the_glossary_searches_in_any_language(live: Live) -> None:
    """After / each letter narrows the list; arrows move in it; Enter opens; Esc comes back."""
    console = seat(live)
    press(console, "T", "1", "g", "/", *"verriegel")
    assert "nothing found" in text(console)
    press(console, *["backspace"] * 9, *"verrouil")
    assert "interlock" in text(console)
    assert "TIC" in press(console, "ctrl+u", *"tic-101")
    painted = press(console, "ctrl+u", *"tic-101", "enter")
    assert "temperature" in painted
    assert "Vessel temperature" in painted


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_every_help_fits_in_every_language_and_register(live: Live, language: str) -> None:
    """All pages of help and the box of the tour fill the screen exactly, in plain words too."""
    console = seat(live)
    console.say.language = language
    later(console, live, EMPTY_MS)
    for register in ("industry", "plain"):
        console.say.register = register
        for name in ("hints", "sop", "instruction", "glossary", "term"):
            console.go(console.pages[name])
            for width, height in ((60, 16), (80, 24), (120, 36), (200, 60)):
                lines = console.paint(width, height)
                assert len(lines) == height
                assert {sum(len(piece) for piece, _ in row) for row in lines} <= {width}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_words_are_there_and_differ(language: str) -> None:
    """At least sixty texts have a plain form that is not what the plant says anyway."""
    industry, plain = Speaker(language), Speaker(language, "plain")
    known = [
        key.partition("\x04")[2]
        for key in catalogue(language)._catalog  # type: ignore[attr-defined]
        if isinstance(key, str) and key.startswith("plain\x04")
    ]
    assert sum(industry(message) != plain(message) for message in known) >= 60


def test_the_key_r_changes_the_words_of_the_plant(live: Live) -> None:
    """R says it plainly, R again as in the plant."""
    console = seat(live)
    later(console, live, EMPTY_MS)
    assert "unacknowledged" in press(console, "T", "2").splitlines()[-2]
    assert "not seen yet" in press(console, "R").splitlines()[-2]
    assert "unacknowledged" in press(console, "R").splitlines()[-2]


def test_every_scenario_can_be_opened_with_its_guide(tmp_path: Path) -> None:
    """Every shipped scenario's hints and instructions can be listed, none without a title."""
    for name in names():
        guide = load(name).guide
        assert guide.hints
        assert guide.procedures
        titles = [hint.title for hint in guide.hints]
        titles += [instruction.title for instruction in guide.procedures]
        assert all(set(title) == set(LANGUAGES) for title in titles)
