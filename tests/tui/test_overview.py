"""The process cell on the screen: units in the order of flow, what is wrong, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cell_bench import (
    SIZES,
    compare,
    elsewhere,
    picture,
    plant_of_other_tags,
    press,
    sound,
    still,
    unit_page,
)
from tui_bench import session_in

from simulator.language.observation import EntryView, SampleView
from simulator.session.live import Live
from simulator.session.process_cell import LineCard, ProcessCell
from tui.console import Console
from tui.pages.overview import Overview
from tui.pages.unit import Unit


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of oxygen-lost at its very beginning; no test lets time pass."""
    yield from session_in(tmp_path_factory.mktemp("cell"))


@pytest.fixture
def console(live: Live) -> Console:
    """A console that shows the made-up instruments."""
    return still(live)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_process_cell_looks_as_kept(console: Console, width: int, height: int) -> None:
    """The overview of the made-up plant is the kept picture, at three sizes."""
    console.pens.clear()
    console.do_overview()
    compare(f"overview-{width}x{height}", picture(console, width, height))


def test_units_stand_in_the_order_of_flow(console: Console) -> None:
    """Feeds come before the bioreactor, the harvest after it; Enter opens the chosen one."""
    page = console.pages["overview"]
    assert isinstance(page, Overview)
    console.do_overview()
    picture(console, 80, 24)
    assert [card.tag for card in page.units()] == ["TK-111", "TK-112", "TK-113", "BR-101", "TK-201"]
    assert page.units()[page.chosen].tag == "BR-101"
    press(console, "down", "enter")
    unit = console.page
    assert isinstance(unit, Unit)
    assert unit.unit == "TK-201"
    console.press("escape")
    for _ in range(9):
        console.press("up")
    press(console, "enter")
    assert unit.unit == "TK-111"
    press(console, "1", "v")
    assert console.page.name == "tags"


def test_the_overview_tells_what_is_wrong(console: Console) -> None:
    """A held phase, a tripped interlock, an alarm, a question and a lost utility all show."""
    console.do_overview()
    shown = picture(console, 80, 24)
    for words in ("◆1", "Held", "! I-102", "TRIPPED", "(first out)", "Is the feed line clear?"):
        assert words in shown
    lost = [
        text
        for line in console.page.paint(80, 20)
        for text, token in line
        if token == "refused" and "0.0 %" in text
    ]
    assert lost
    assert "2 of 3 people free" in shown


def test_a_value_in_the_list_is_whole_or_not_there(console: Console) -> None:
    """Where a phase leaves little room, a value is left out, never shown in part."""
    page = console.pages["overview"]
    assert isinstance(page, Overview)
    console.do_overview()
    for width in range(60, 121):
        rows = ["".join(text for text, _ in line) for line in page._list(width, 5)]
        assert any("TIC-101" in row for row in rows) or width < 80
        assert [row for row in rows if "…" in row[31:]] == [], width


def test_the_overview_tells_what_is_due(console: Console) -> None:
    """Entries of the batch record that are due or late, and samples to label, are counted."""
    now = console.runner.latest
    entries = tuple(
        EntryView(f"step-{n}", s) for n, s in enumerate(("due", "late", "late", "done"))
    )
    sample = SampleView(3, "BR-101", "drawn", 1000, at_hand=True)
    console.do_overview()
    before = picture(console, 80, 24)
    assert "batch record" not in before
    assert "to label" not in before
    console.runner.latest = replace(now, record=entries, samples=(sample,))
    shown = picture(console, 80, 24)
    for words in ("batch record: 2 late", "batch record: 1 due", "samples to label: 1"):
        assert words in shown


def test_lines_in_a_circle_end(live: Live) -> None:
    """A plant whose lines go round in a circle, or from a unit to itself, is shown all the same."""
    cell, _, _ = plant_of_other_tags()
    back = LineCard("XL-2", {"en": "Back"}, "XB-7", "XT-1", "")
    self_fed = LineCard("XL-3", {"en": "Round"}, "XT-1", "XT-1", "XP-1")
    console = elsewhere(live, replace(cell, lines=(*cell.lines, back, self_fed)))
    console.pens.clear()
    console.do_overview()
    for width, height in ((60, 16), *SIZES):
        sound(console, width, height)
        assert "XB-7" in picture(console, width, height)
    unit_page(console)
    for _ in cell.units:
        console.press("]")
        sound(console, 80, 24)


def test_a_plant_without_units_is_shown(live: Live) -> None:
    """A recording that tells of no units has an empty overview, not an error."""
    console = elsewhere(live, ProcessCell())
    console.pens.clear()
    for name in ("overview", "unit", "tags"):
        console.go(console.pages[name])
        for key in ("up", "down", "enter", "left", "right", "]", "["):
            if name != "tags" or key in ("up", "down"):
                console.go(console.pages[name])
                console.press(key)
                sound(console, 80, 24)


def test_a_large_screen_shows_trends_below_the_overview(console: Console) -> None:
    """With room to spare the tags of the trends stand below; without any, or on 24 rows, none."""
    console.do_overview()
    assert picture(console, 140, 45).count("AIC-102 Dissolved oxygen") == 1
    assert picture(console, 80, 24).count("AIC-102 Dissolved") == 0
    console.pens.clear()
    assert picture(console, 140, 45).count("AIC-102 Dissolved oxygen") == 0


# -- the mouse -------------------------------------------------------------------------------


def test_a_click_chooses_and_a_second_opens(console: Console) -> None:
    """On overview, drawing and list the first click chooses what it hits, the second opens it."""
    console.do_overview()
    for name, tag, opened in (
        ("overview", "TK-112", "unit"),
        ("unit", "AT-105", "faceplate"),
        ("tags", "PIC-101", "faceplate"),
    ):
        console.go(console.pages[name])
        if name == "unit":
            unit_page(console).unit = "BR-101"
        rows = picture(console, 80, 24).splitlines()
        y = next(n for n, row in enumerate(rows) if tag in row)
        x = rows[y].index(tag) + 2
        console.page.click(x, y)
        assert console.page.name == name
        console.page.click(x, y)
        assert console.page.name == opened
        assert tag in picture(console, 80, 24)


def test_clicks_anywhere_do_no_harm(console: Console) -> None:
    """No click on any cell of these pages ends in an error."""
    for name in ("overview", "unit", "tags", "faceplate", "diagnostics"):
        for y in range(-1, 30, 3):
            for x in range(-1, 90, 7):
                console.question = None
                console.go(console.pages[name])
                console.page.click(x, y)
        picture(console, 80, 24)
