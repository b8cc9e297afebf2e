"""The palette: a few letters find everything, over the page, with the alarms in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import seat
from rich.cells import cell_len
from tui_bench import LOST_MS, session_in

from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from tui.console import Console
from tui.fuzzy import folded, score
from tui.going import OF_ONE_THING
from tui.palette import HIGHEST, Palette


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost with alarms standing."""
    yield from session_in(tmp_path, ms=LOST_MS + 180_000)


def overview(live: Live, language: str = "en") -> Console:
    """Return a console whose time stands still, on the overview."""
    console = seat(live, language)
    console.do_overview()
    return console


def find(console: Console, text: str) -> Palette:
    """Open the palette and type a text."""
    console.press("ctrl+p")
    assert console.palette is not None
    for letter in text:
        console.press("space" if letter == " " else letter)
    return console.palette


def painted(console: Console, width: int = 80, height: int = 24) -> list[str]:
    """Return the lines on the screen."""
    return ["".join(text for text, _ in line) for line in console.paint(width, height)]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("faceplate tic-101", "faceplate"),
        ("tic101", "faceplate"),
        ("trend aic-101", "trends"),
        ("help aic-102.lolo", "alarm_help"),
        ("unit br-101", "unit"),
        ("settings", "settings"),
        ("logbook", "logbook"),
        ("logboek", "logbook"),
        ("journal", "logbook"),
        ("tendances", "trends"),
        ("tendánces", "trends"),
    ],
)
def test_a_few_letters_lead_to_a_place(live: Live, text: str, page: str) -> None:
    """Words of any language, with or without accents, hyphens left out: Enter goes there."""
    console = overview(live)
    found = find(console, text)
    assert found.found, text
    console.press("enter")
    assert console.palette is None
    assert console.page.name == page


def test_every_action_page_tag_alarm_and_unit_can_be_found(live: Live) -> None:
    """By its own words in each language, each of them is the first or stands among the first."""
    for language in LANGUAGES:
        console = overview(live, language)
        say = console.say
        wanted = [say(key.word) for key in console.keys if key.method != "palette"]
        keyed = {*OF_ONE_THING, *(key.method for key in console.keys)}
        wanted += [say(p.heading) for p in console.pages.values() if p.name not in keyed]
        wanted += [f"{say('faceplate')} {tag}" for tag in console.runner.latest.tags]
        wanted += [f"{say('trend')} {tag}" for tag in console.runner.latest.tags]
        wanted += [f"{say('help')} {alarm}" for alarm in live.brief.alarms]
        wanted += [f"{say('unit')} {card.tag}" for card in live.brief.cell.units]
        console.press("ctrl+p")
        palette = console.palette
        assert palette is not None
        for text in wanted:
            palette.press("ctrl+u")
            for letter in text:
                palette.press("space" if letter == " " else letter)
            assert text in [entry.says for entry in palette.found[:6]], text


def test_every_entry_can_be_chosen(live: Live) -> None:
    """What the palette offers everywhere, and on each page besides, does something unbroken."""
    console = overview(live)
    chosen = 0
    for number, page in enumerate(list(console.pages.values())):
        count = len(page.keys) if number else len(Palette(console, []).found)
        for place in range(count):
            console.palette, console.question, console.leaving = None, None, ""
            console.go(page)
            found = Palette(console, []).found
            if place < len(found):
                found[place].act()
                console.paint(80, 24)
                chosen += 1
    assert chosen > 300


def test_alarms_and_time_stay_in_sight(live: Live) -> None:
    """Over any page of any size the header and the banner stand, and each line is whole."""
    console = overview(live)
    for size in ((60, 16), (80, 24), (120, 36), (200, 60)):
        for page in console.pages.values():
            console.palette = None
            console.go(page)
            find(console, "a")
            lines = painted(console, *size)
            assert "00:23:00" in lines[0]
            assert "AIC-102.LOLO" in lines[-2]
            rows = range(2, min(size[1] - 6, HIGHEST))
            assert all(cell_len(lines[row]) == size[0] for row in rows)


def test_the_keys_of_the_palette(live: Live) -> None:
    """Arrows choose within what is found, Esc leaves all as it was, what is chosen comes first."""
    console = overview(live)
    palette = find(console, "trend")
    many = len(palette.found)
    for _ in range(many + 5):
        console.press("down")
    for _ in range(many + 5):
        console.press("up")
    console.press("escape")
    assert console.palette is None
    assert console.page.name == "overview"
    find(console, "settings")
    console.press("enter")
    console.press("ctrl+p")
    assert console.palette is not None
    assert console.palette.found[0].says == "settings"
    console.press("ctrl+p")
    assert console.palette is None
    palette = find(console, "zzzzqqq")
    console.press("enter")
    assert palette.found == []
    assert "nothing found" in "\n".join(painted(console)) or console.palette is None


def test_a_click_chooses_and_beside_it_closes(live: Live) -> None:
    """A click on a row does it; one elsewhere closes the palette."""
    console = overview(live)
    find(console, "settings")
    lines = painted(console)
    row = next(n for n, line in enumerate(lines) if "▶ settings" in line)
    console.click(10, row)
    assert console.page.name == "settings"
    find(console, "trend")
    painted(console)
    console.click(10, 20)
    assert console.palette is None
    assert console.page.name == "settings"


def test_nearer_is_better() -> None:
    """Whole text, beginning, word, part, scattered letters, in this order; all words must fit."""
    texts = ["trends", "trends of tags", "the trends", "faceplate tren-ds", "t-r-e-n-d-s"]
    points = [score("trends", text) for text in texts]
    assert points == sorted(points, reverse=True)
    assert score("trends x", "trends of tags") == 0
    assert score("", "anything") == 0
    assert folded("Évènements  du_PROCÉDÉ") == "evenements du procede"


def test_a_click_on_a_row_that_has_gone_chooses_nothing(live: Live) -> None:
    """More was typed since the palette was painted: where a row was, there is nothing now."""
    console = overview(live)
    console.do_palette()
    rows = painted(console)
    assert console.palette is not None
    for letter in "trend tic-101":
        console.palette.press("space" if letter == " " else letter)
    before, last = console.page, max(n for n, row in enumerate(rows) if "│" in row)
    console.click(20, last)
    assert console.page is before
