"""The process cell on the screen: units in the order of flow, what is wrong, what is due."""

from __future__ import annotations

import re
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
    seat,
    sound,
    still,
    unit_page,
)
from tui_bench import session_in

from simulator.language.observation import AlarmView, EntryView, SampleView
from simulator.session.live import Live
from simulator.session.process_cell import LineCard, ProcessCell
from tui.console import Console
from tui.pages.overview import Overview
from tui.pages.roster import WIDE, Roster
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
    roster = Roster(console)
    for width in range(60, 121):
        rows = ["".join(text for text, _ in line) for line in roster.paint(width, 5, 0)]
        assert any("TIC-101" in row for row in rows) or width < 80
        assert [row for row in rows if "…" in row[42 if width >= WIDE else 31 :]] == [], width


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of the plant of many rooms, a minute after its beginning."""
    yield from session_in(tmp_path_factory.mktemp("large"), "vial-to-bulk", 60_000)


def at_overview(large: Live, width: int = 80, height: int = 24) -> tuple[Console, Overview]:
    """Return a console that shows the overview of the large plant, and the page."""
    console = seat(large)
    console.pens.clear()
    console.do_overview()
    picture(console, width, height)
    page = console.pages["overview"]
    assert isinstance(page, Overview)
    return console, page


def test_a_large_plant_is_listed_as_a_batch_goes(large: Live) -> None:
    """Areas in the order of the process, feeds before what they feed, devices before sinks."""
    _, page = at_overview(large)
    tags = [card.tag for card in page.units()]
    assert len(tags) == len(set(tags)) == page.count() >= 36
    way = ("VL-101", "SF-101", "RB-104", "BR-105", "TK-111", "BR-101", "TK-201", "DF-301")
    way += ("TK-321", "FL-321", "TK-401", "TK-411", "C-401", "TK-421", "TK-451", "TK-452")
    way += ("DF-461", "TK-501", "C-501", "TK-521", "C-551", "TK-561")
    way += ("VF-601", "TK-701", "FL-721", "TK-721")
    assert sorted(way, key=tags.index) == list(way)


def test_every_unit_of_a_large_plant_can_be_reached(large: Live) -> None:
    """With the arrow each unit comes in sight with its area; the title tells which part that is."""
    console, page = at_overview(large)
    seen: set[str] = set()
    names = [area["en"] for area in console.runner.desk.brief.cell.areas.values()]
    headed: set[str] = set()
    for place, card in enumerate(page.units()):
        page.chosen = place
        shown = picture(console, 80, 24)
        rows = [row for row in shown.splitlines() if row.startswith(f"    {card.tag} ")]
        assert len(rows) == 1
        seen.add(card.tag)
        headed |= {name for name in names if f" ─ {name} ─" in shown}
        told = re.search(r"([0-9]+)-([0-9]+) of ([0-9]+)", shown.splitlines()[0])
        assert told is not None
        first, last, total = map(int, told.groups())
        assert first <= place + 1 <= last
        assert total == page.count()
        sound(console, 80, 24)
    assert headed == set(names)
    page.chosen = 0
    picture(console, 80, 24)
    stops = []
    for _ in names[1:]:
        console.press("]")
        stops.append(page.units()[page.chosen].area)
    keys = list(console.runner.desk.brief.cell.areas)
    assert stops == keys[1:]
    console.press("[")
    assert page.units()[page.chosen].area == keys[-2]
    for _ in range(9):
        console.press("pageup")
    assert page.chosen == 0


def test_the_list_begins_where_something_wants_to_be_seen(large: Live) -> None:
    """An alarm far down the plant is in sight at once; w lists only what is at work."""
    console, _ = at_overview(large)
    now = console.runner.latest
    alarm = AlarmView("WT-721.HI", "B", 1, 50_000, 1.0, 1.0, "kg")
    console = seat(large)
    console.runner.latest = replace(now, alarms=(alarm,), phases=())
    console.do_overview()
    assert "◆1 TK-721" in picture(console, 80, 24)
    console.press("w")
    shown = picture(console, 80, 24)
    assert "at work: 1-1 of 1" in shown
    assert "VL-101 " not in shown
    console.press("w")
    assert "VL-101 " in picture(console, 80, 24) or console.page.count() >= 36
    for width, height in ((60, 16), *SIZES):
        sound(console, width, height)


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
