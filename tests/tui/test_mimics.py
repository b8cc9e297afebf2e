"""The plant on the screen: the process cell, the drawings of its units, and finding one's way."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cell_bench import (
    SIZES,
    compare,
    elsewhere,
    made_up,
    picture,
    plant_of_other_tags,
    press,
    seat,
    sound,
    still,
    unit_page,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tui_bench import LOST_MS, begin, session_in

from simulator.language.observation import AlarmView, TagView
from simulator.session.live import Live
from simulator.session.process_cell import (
    UnitCard,
)
from simulator.session.speech import PSEUDO
from tui import going
from tui.console import Console
from tui.draw import as_ascii
from tui.entry import read_number
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene, brief_number
from tui.pages.diagnostics import Diagnostics
from tui.pages.faceplate import Faceplate
from tui.pages.unit import Unit

LANGUAGES = ("en", "nl", "fr", PSEUDO)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of oxygen-lost at its very beginning; no test lets time pass."""
    yield from session_in(tmp_path_factory.mktemp("cell"))


@pytest.fixture
def console(live: Live) -> Console:
    """A console that shows the made-up instruments."""
    return still(live)


# -- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["BR-101", "TK-111", "TK-201"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_units_look_as_kept(console: Console, unit: str, width: int, height: int) -> None:
    """The drawings of bioreactor and tanks are the kept pictures, at three sizes."""
    card = next(card for card in console.runner.desk.brief.cell.units if card.tag == unit)
    canvas = Canvas(width, height - 6)
    MIMICS[card.kind].draw(Scene(console, card), canvas, 0, 0, (width, height - 6))
    rows = ["".join(text for text, _ in line).rstrip() for line in canvas.lines()]
    compare(f"{unit}-{width}x{height}", "\n".join(rows) + "\n")


# -- what must hold for any size, value and language -----------------------------------------

NUMBERS = st.one_of(
    st.none(),
    st.sampled_from([math.nan, math.inf, -math.inf, 1e300, -1e300, 1e-300, 0.0, -0.0, 99.999]),
    st.floats(-1e6, 1e6),
)


@st.composite
def views(draw: st.DrawFn, view: TagView) -> TagView:
    """A tag with any numbers, quality and mode."""
    return replace(
        view,
        pv=draw(NUMBERS) if view.pv is not None else None,
        sp=draw(NUMBERS) if view.sp is not None else None,
        op=draw(NUMBERS) if view.op is not None else None,
        position=draw(NUMBERS) if view.position is not None else None,
        quality=draw(st.sampled_from(["GOOD", "UNCERTAIN", "BAD"])),
        mode=draw(st.sampled_from(["MAN", "AUTO", "CAS"])) if view.mode else None,
        name=draw(st.sampled_from([view.name, "温度計" * 9, "\x1b[2J", "", "e\u0301" * 40])),
        forced_by=draw(st.sampled_from(["", "I-102"])),
    )


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_pages_fit_whatever_is_measured(live: Live, data: st.DataObject) -> None:
    """At any size, in any language, with any numbers, every line has the width of the screen."""
    console = seat(live, data.draw(st.sampled_from(LANGUAGES)))
    now = made_up(live.observe())
    few = data.draw(st.lists(st.sampled_from(sorted(now.tags)), max_size=12, unique=True))
    tags = {**now.tags, **{tag: data.draw(views(now.tags[tag])) for tag in few}}
    console.runner.latest = replace(now, tags=tags)
    width, height = data.draw(st.integers(60, 250)), data.draw(st.integers(16, 80))
    unit = unit_page(console)
    unit.unit = data.draw(st.sampled_from([card.tag for card in unit.units()]))
    sound(console, width, height)
    for name in ("overview", "tags"):
        console.go(console.pages[name])
        sound(console, width, height)
    going.faceplate(console, data.draw(st.sampled_from(sorted(tags))))
    sound(console, width, height)
    console.press("d")
    assert isinstance(console.page, Diagnostics)
    sound(console, width, height)


@pytest.mark.parametrize("name", ["overview", "unit", "tags", "faceplate", "diagnostics"])
def test_nothing_is_lost_in_ascii(console: Console, name: str) -> None:
    """On a terminal that knows only ASCII no shape of these pages becomes a question mark."""
    console.go(console.pages[name])
    for line in console.page.paint(120, 32):
        plain = "".join(text for text, _ in line)
        assert "".join(text for text, _ in as_ascii(line)).count("?") == plain.count("?")


def test_a_shut_valve_looks_shut_in_ascii() -> None:
    """Open and shut valves, running and stopped pumps differ in ASCII too."""
    shown = {as_ascii([(shape, "")])[0][0] for shape in ("▷◁", "▶◀", "(▶)", "(■)")}
    assert len(shown) == 4


@given(st.floats(-1e307, 1e307), st.sampled_from([6.0, 60.0, 600.0, 6000.0]), st.integers(5, 12))
def test_a_number_is_never_cut_into_another(value: float, span: float, width: int) -> None:
    """In any width a number is shown whole, with fewer digits, or not at all."""
    shown = brief_number(value, span, width)
    assert len(shown) == width
    assert brief_number(math.nan, span, width).strip() == "--"
    assert brief_number(-math.inf, span, width).strip() == "-inf"
    if "#" not in shown:
        wanted = max(abs(value) * 0.5, span / 2.0)
        assert float(shown) == value or abs(float(shown) - value) <= wanted


def test_wide_letters_keep_their_cells() -> None:
    """A letter two cells wide is gone when either half is overwritten, and never sticks out."""
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "温温温")
    canvas.put(1, 0, "x")
    canvas.put(4, 0, "y")
    canvas.put(5, 0, "温")
    assert "".join(text for text, _ in canvas.lines()[0]) == " x温y "


def test_lines_join_where_they_meet() -> None:
    """Lines that cross or meet on the canvas become corners, tees and crosses."""
    canvas = Canvas(5, 3)
    canvas.across(0, 4, 1)
    canvas.down(2, 0, 2)
    canvas.down(4, 1, 2)
    rows = ["".join(text for text, _ in line) for line in canvas.lines()]
    assert rows == ["  │  ", "──┼─┐", "  │ │"]


# -- the drawing of a unit -------------------------------------------------------------------


def test_every_instrument_and_valve_can_be_chosen(console: Console) -> None:
    """The down key comes past every loop, lone instrument and valve of a unit, each once."""
    page = unit_page(console)
    cell = console.runner.desk.brief.cell
    for card in page.units():
        page.unit, page.tag = card.tag, ""
        picture(console, 80, 24)
        for _ in range(80):
            console.press("up")
        seen = [page.tag]
        for _ in range(80):
            console.press("down")
            if page.tag not in seen:
                seen.append(page.tag)
        own = [i.tag for i in cell.instruments if i.reads.startswith(f"{card.tag}.")]
        wanted = {page.face(tag) for tag in own}
        wanted |= {a.tag for a in cell.actuators if a.moves.startswith(f"{card.tag}.")}
        wanted |= {p.pump for p in cell.lines if card.tag in (p.source, p.sink)}
        assert wanted <= set(seen)
        assert all(tag in console.runner.latest.tags for tag in seen)


def test_sideways_goes_to_the_nearest(console: Console) -> None:
    """Right from a gas flow comes to its valve, then to a probe; left comes back to the left."""
    page = unit_page(console)
    picture(console, 80, 24)
    page.tag = "FIC-101"
    console.press("right")
    assert page.tag == "FV-101"
    console.press("right")
    assert page.tag not in ("FV-101", "FIC-101")
    assert page.tag in console.runner.latest.tags
    console.press("left")
    console.press("left")
    console.press("left")
    console.press("left")
    assert page.tag.startswith(("FIC-", "TIC-102", "WT-11", "SIC-"))


def test_enter_opens_and_brackets_turn(console: Console) -> None:
    """Enter opens the faceplate of what is chosen; ] goes through all units and comes round."""
    page = unit_page(console)
    first = page.unit
    turned = []
    for _ in page.units():
        console.press("]")
        turned.append(page.unit)
    assert turned[-1] == first
    assert sorted(turned) == sorted(card.tag for card in page.units())
    console.press("[")
    assert page.unit == turned[-2]
    page.unit = "BR-101"
    picture(console, 80, 24)
    press(console, "enter")
    assert isinstance(console.page, Faceplate)
    assert console.page.tag == "AIC-102"
    console.press("u")
    assert (console.page.name, page.tag) == ("unit", "AIC-102")
    press(console, "down", "enter")
    assert console.page.name == "faceplate"
    assert "FACEPLATE AIC-102" not in picture(console, 80, 24)


def test_shapes_tell_state(console: Console) -> None:
    """Open and closed valves, running and stopped pumps, alarm, force and lost quality differ."""
    now = console.runner.latest
    tags = dict(now.tags)
    for tag, position in (("FV-101", 0.0), ("FV-102", 55.0), ("P-111", 30.0), ("P-112", 0.0)):
        tags[tag] = replace(tags[tag], op=position, position=position)
    console.runner.latest = replace(now, tags=tags)
    page = unit_page(console)
    rows = picture(console, 80, 24).splitlines()

    def row(tag: str) -> str:
        return next(line for line in rows if tag in line)

    assert "▶◀  0%" in row("FIC-101")
    assert "▷◁ 55%" in row("FIC-102")
    assert "(▶) 30%" in row("FIC-111")
    assert "(■)  0%" in row("WT-112")
    assert "◆1AIC-102" in row("AIC-102 ")
    assert "▲2FIC-102" in row("FIC-102")
    assert "AT-102B ?" in row("AT-102B")
    assert "SIC-101 !" in row("SIC-101")
    page.tag = "SIC-101"
    assert "forced by I-102" in picture(console, 120, 24)


def test_level_and_foam_follow_their_probes(console: Console) -> None:
    """More level makes more rows of liquid, foam lies on it, and without a reading is none."""
    now = console.runner.latest

    def rows(level: float | None, foam: float, quality: str = "GOOD") -> tuple[int, int]:
        tags = dict(now.tags)
        tags["LT-101"] = replace(tags["LT-101"], pv=level, quality=quality)
        tags["LIC-103"] = replace(tags["LIC-103"], pv=foam)
        tags["WT-101"] = replace(tags["WT-101"], quality="BAD")
        console.runner.latest = replace(now, tags=tags)
        shown = picture(console, 80, 24)
        return sum("░░░" in line or "≈≈≈" in line for line in shown.splitlines()), shown.count("o°")

    page = unit_page(console)
    page.unit = "BR-101"
    some, bare = rows(50.0, 0.0)
    more, foaming = rows(100.0, 60.0)
    assert 0 < some < more
    assert bare == 0
    assert foaming > 5
    assert "level?" in (rows(50.0, 0.0, "BAD") and picture(console, 80, 24))


def test_a_drawing_works_for_any_plant(live: Live) -> None:
    """A drawing finds its instruments by what they read, and shows those it does not expect."""
    cell, full, nothing = plant_of_other_tags()
    console = elsewhere(live, cell)
    page = unit_page(console)
    page.unit = "XB-7"
    shown = picture(console, 80, 24)
    for tag in ("XTT-9", "XAT-9", "XWT-9"):
        assert tag in shown
    page.down()
    assert page.tag in cell.driven("XP-1") or page.tag in full.tags
    page.unit = "XT-1"
    assert "XWT-9" in picture(console, 80, 24)
    console.pens.clear()
    console.do_overview()
    assert "XB-7" in picture(console, 80, 24)
    console.runner.latest = nothing
    for name in ("overview", "unit"):
        console.go(console.pages[name])
        sound(console, 80, 24)


def test_a_unit_without_a_drawing_is_a_list(live: Live) -> None:
    """A kind of unit nobody drew yet is shown as a list, with every tag to choose."""
    cell, _, _ = plant_of_other_tags()
    strange = replace(cell, units=(UnitCard("XB-7", "teapot", {"en": "Pot"}), cell.units[1]))
    console = elsewhere(live, strange)
    page = unit_page(console)
    page.unit = "XB-7"
    shown = picture(console, 80, 24)
    assert "XTT-9" in shown
    assert "XV-2" in shown
    assert page.count() == 4


def test_a_small_screen_has_a_list(console: Console) -> None:
    """At 60 by 16 the unit is a list that follows the chosen tag to its end."""
    page = unit_page(console)
    for _ in range(60):
        console.press("down")
        shown = picture(console, 60, 16)
        assert page.tag in shown
    assert page.tag == "P-201"


# -- from an alarm to the place to act -------------------------------------------------------


def test_an_alarm_leads_to_the_drawing_of_its_unit(console: Console) -> None:
    """The drawing opens at the tag of an alarm, also where the alarm is that of an instrument."""
    going.unit(console, "WT-111")
    page = console.page
    assert isinstance(page, Unit)
    assert page.unit == "TK-111"
    going.unit(console, "AT-101")
    assert (page.unit, page.tag) == ("BR-101", "AIC-101")
    going.unit(console, "nothing")
    assert "belongs to no unit" in console.message[0]


def test_real_alarms_stand_at_their_instruments(tmp_path: Path) -> None:
    """When the oxygen is really lost, the drawing marks the dissolved oxygen and its flow."""
    session = begin(tmp_path)
    session.advance(LOST_MS + 180_000)
    console = seat(session)
    unit_page(console).unit = "BR-101"
    shown = picture(console, 80, 24)
    assert "◆1AIC-102" in shown
    assert "▲2FIC-102" in shown
    known = [alarm for alarm in console.runner.latest.alarms if isinstance(alarm, AlarmView)]
    assert len(known) >= 3
    session.close()


def test_the_signs_are_those_that_are_explained(console: Console) -> None:
    """Each sign that the page on reading the screen explains is one that a screen shows."""
    told = (Path(__file__).parents[2] / "docs" / "screens.md").read_text(encoding="utf-8")
    unit_page(console)
    shown = picture(console, 80, 24)
    for sign in ("▷◁", "▶◀", "(▶)", "(■)", "◆1", "▲2", "≈", "░", "┼", "°o°o"):
        assert sign in told
        assert sign in shown
    for typed in ("36,5", "36.5", "36.5 degC", "36.5 °C"):
        assert f"`{typed}`" in told
        assert read_number(typed, "degC") == pytest.approx(36.5)
