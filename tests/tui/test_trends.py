"""Trends: pan, zoom and cursor as arithmetic, pens, scales, groups, marks, and the pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from trend_bench import NOW, SIZES, body, compare, picture, press, remembering
from tui_bench import session_in

from simulator.language.command import SetSetpoint
from simulator.language.event import AlarmChanged, PhaseChanged
from simulator.language.problem import Refusal
from simulator.language.simtime import DAY, HOUR, MINUTE
from simulator.session.live import Live
from simulator.session.speech import PSEUDO
from tui.braille import Graph
from tui.console import Console
from tui.history import Column
from tui.pages.trends import Trends
from tui.past import Deed, Past, letter_of
from tui.trend.axis import axis, marks
from tui.trend.pane import MARGIN, Span
from tui.trend.pens import PENS, bounds, groups_of, parse_scale, points_of
from tui.trend.window import LONGEST, SHORTEST, SPANS, Window


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of oxygen-lost at its very beginning; no test lets time pass."""
    yield from session_in(tmp_path_factory.mktemp("trends"))


@pytest.fixture
def console(live: Live) -> Console:
    """A console that looks back on ten hours, with the trends in sight."""
    made = remembering(live)
    made.do_trends()
    return made


def page_of(console: Console) -> Trends:
    """Return the page of the trends."""
    page = console.pages["trends"]
    assert isinstance(page, Trends)
    return page


# -- the stretch of time ---------------------------------------------------------------------


@given(st.integers(0, 30 * DAY), st.lists(st.tuples(st.integers(0, 4), st.integers(-9, 9))))
def test_no_way_leads_out_of_the_session(now: int, moves: list[tuple[int, int]]) -> None:
    """Whatever is panned, zoomed or marked, window and cursor end in the session."""
    window = Window()
    for kind, by in moves:
        if kind == 0:
            window = window.pan(now, by)
        elif kind == 1:
            window = window.zoom(now, longer=by > 0)
        elif kind == 2:
            window = window.step(now, by * MINUTE)
        elif kind == 3:
            window = window.spanning(now, by * HOUR)
        else:
            window = window.to_begin(now)
        assert 0 < window.close(now) <= now + 1
        assert SHORTEST <= window.span <= LONGEST
        assert window.cursor is None or 0 <= window.cursor <= now
        assert window.end is None or window.start(now) >= 0 or window.end <= window.span


def test_panning_there_and_back_is_nothing() -> None:
    """A quarter back and a quarter on is where one was, and the end of time follows time again."""
    window = Window(HOUR)
    back = window.pan(10 * HOUR, -1)
    assert back.close(10 * HOUR) == 10 * HOUR + 1 - HOUR // 4
    assert back.close(11 * HOUR) == back.close(10 * HOUR)
    assert back.pan(10 * HOUR, 1) == window
    assert window.close(11 * HOUR) == 11 * HOUR + 1
    assert window.pan(10 * HOUR, -4).start(10 * HOUR) == 8 * HOUR + 1


@given(st.integers(0, 9 * HOUR), st.booleans())
def test_zooming_keeps_the_cursor_where_it_is(at: int, longer: bool) -> None:
    """What is under the cursor stays at its place, unless the session's ends are in the way."""
    now = 10 * HOUR
    window = Window(HOUR).at(now, at)
    assert window.start(now) <= at < window.close(now)
    before = (at - window.start(now)) / window.span
    zoomed = window.zoom(now, longer)
    after = (at - zoomed.start(now)) / zoomed.span
    assert zoomed.span != window.span
    assert zoomed.start(now) <= at < zoomed.close(now)
    free = zoomed.end is not None and zoomed.start(now) > 1
    assert not free or after == pytest.approx(before, abs=1e-3)


def test_zooming_ends_at_the_shortest_and_the_longest_span() -> None:
    """From any span, zooming in or out ends at the ends of the list."""
    window = Window(7 * MINUTE)
    assert window.zoom(DAY, longer=True).span == 10 * MINUTE
    assert window.zoom(DAY, longer=False).span == 5 * MINUTE
    for longer, end in ((True, SPANS[-1]), (False, SPANS[0])):
        for _ in range(40):
            window = window.zoom(DAY, longer)
        assert window.span == end


@given(st.integers(1, 40 * DAY), st.integers(1, 40 * DAY), st.integers(1, 300))
def test_a_span_of_columns_ends_with_its_end(end: int, span: int, cells: int) -> None:
    """The last column holds the last moment; all of the span is in; cells find their moments."""
    made = Span.of(end, span, cells)
    assert made.start < end <= made.end
    assert made.cell(end - 1) == cells - 1
    assert made.length >= span
    assert all(made.cell(made.moment(cell)) == cell for cell in (0, cells // 2, cells - 1))


@given(st.integers(0, 40 * DAY), st.integers(1000, 40 * DAY), st.integers(3, 250))
def test_the_axis_has_its_width_and_its_ticks_their_time(start: int, span: int, cells: int) -> None:
    """The axis is as wide as the graph, and no tick stands left of the session's beginning."""
    drawn = axis(start, span, cells)
    assert len(drawn) == cells
    early = axis(-span, span, cells)
    assert "┴" not in early.rstrip("─")


def test_ticks_stand_at_round_times() -> None:
    """An hour in 60 cells has ticks at full quarters; days are named as days."""
    assert axis(0, HOUR, 60).count("┴") == 4
    assert "┴00:15" in axis(0, HOUR, 60)
    assert "┴1 d" in axis(0, 2 * DAY, 60)
    assert "┴00:00:30" in axis(0, MINUTE, 60)


def test_the_weightiest_mark_wins_a_cell() -> None:
    """An interlock stands before an alarm, an alarm before a command; the rest has no mark."""
    events = [
        Deed(0, 1, "Ann", SetSetpoint("TIC-101", 1.0)),
        AlarmChanged(0, "X.HI", "A", "B", 1, 1.0, 0),
        AlarmChanged(500, "X.HI", "B", "C", 1, 1.0, 0),
        PhaseChanged(900, "grow", "Idle", "Running", "recipe"),
    ]
    assert marks(events, 0, 1000, 2) == "AP"
    assert marks(events[:1], 0, 1000, 4) == "C   "
    assert letter_of(events[2]) == ""


def test_a_past_heard_late_is_in_order() -> None:
    """A deed that was told before an earlier event stands behind it."""
    past = Past()
    past.hear([Deed(100, 1, "Ann", SetSetpoint("TIC-101", 1.0))])
    past.hear([PhaseChanged(90, "grow", "Idle", "Running", "recipe")])
    assert [moment.t for moment in past.between(0, 200)] == [90, 100]
    assert [moment.t for moment in past.between(0, 100)] == [90]


# -- pens and scales -------------------------------------------------------------------------

FLOATS = st.floats(-1e12, 1e12)
COLUMNS = st.lists(
    st.one_of(st.none(), st.tuples(FLOATS, FLOATS).map(lambda p: (min(p), max(p)))), max_size=60
)


@given(COLUMNS, st.integers(1, 12), FLOATS, st.floats(1e-3, 1e9))
def test_any_series_can_be_drawn_on_any_scale(
    columns: list[Column], rows: int, low: float, span: float
) -> None:
    """Lines stay inside the graph; every column that has a value has a dot."""
    graph = Graph((len(columns) + 1) // 2, rows)
    graph.line(columns, low, low + span, 1)
    for x, column in enumerate(columns):
        mine = (0x47, 0xB8)[x % 2]
        dots = [mask[x // 2] & mine for mask in graph.masks]
        assert any(dots) == (column is not None)
    assert all(sum(len(t) for t, _ in graph.text(row)) == graph.width for row in range(rows))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("36,5 38", (36.5, 38.0)),
        ("0..10", (0.0, 10.0)),
        ("-5; 5", (-5.0, 5.0)),
        ("AUTO", "auto"),
        ("range", "range"),
    ],
)
def test_scales_are_typed_as_people_type(typed: str, found: object) -> None:
    """Comma or point, blanks, dots or a semicolon between; or a word."""
    assert parse_scale(typed) == found


@pytest.mark.parametrize("typed", ["", "5", "5 5", "9 1", "a b", "nan 1", "1 2 3", "-inf inf"])
def test_what_is_no_scale_is_refused(typed: str) -> None:
    """One number, the wrong order, words and what is not finite are refused with a hint."""
    with pytest.raises(Refusal) as refused:
        parse_scale(typed)
    assert "36.5 38" in refused.value.problems[0].hint


def test_an_automatic_scale_leaves_out_what_cannot_be(console: Console) -> None:
    """A valve at rest at 0 % is drawn from 0 up, not around it."""
    valve = console.runner.latest.tags["FV-101"]
    low, high = bounds(valve, "POS", "auto", [[(0.0, 0.1)]])
    assert low == 0.0
    assert high > 0.1
    assert bounds(valve, "POS", "range", [[]]) == (0.0, 100.0)


def test_groups_hold_what_belongs_together(console: Console) -> None:
    """Each master loop brings what it moves and the other probes; gases and feed are groups."""
    cell = console.runner.desk.brief.cell
    groups = groups_of(cell, console.runner.latest.tags)
    by_first = {group.tags[0]: group.tags for group in groups}
    assert by_first["AIC-101"] == ("AIC-101", "FIC-103", "AT-101B", "P-112", "FV-103")
    assert {"TIC-101", "TIC-102", "TV-102A"} <= set(by_first["TIC-101"])
    assert {"FIC-111", "WT-111", "P-111"} <= set(by_first["FIC-111"])
    flows = next(group for group in groups if group.unit == "BR-101")
    assert set(flows.tags) == {"FIC-101", "FIC-102", "FIC-103", "FIC-104"}
    assert all(len(group.tags) <= PENS for group in groups)


def test_laboratory_results_belong_to_the_probes_that_read_the_same(console: Console) -> None:
    """The pH of the laboratory is a point of both probes and of the loop, and of nothing else."""
    cell, now = console.runner.desk.brief.cell, console.runner.latest
    for tag in ("AT-101", "AT-101B", "AIC-101"):
        assert [(p.at, p.value) for p in points_of(cell, now, tag)] == [(4 * HOUR, 7.05)]
    assert points_of(cell, now, "TIC-101") == points_of(cell, now, "P-112") == ()
    elsewhere = replace(now.samples[0], unit="TK-111")
    assert points_of(cell, replace(now, samples=(elsewhere,)), "AT-101") == ()


# -- the page --------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("merged", [False, True], ids=["apart", "merged"])
def test_the_trends_look_as_kept(console: Console, width: int, height: int, merged: bool) -> None:
    """Pens apart and over each other, with the cursor on the laboratory's report, are kept."""
    page = page_of(console)
    page.show(["TIC-101", "AIC-101", "AIC-102.OP"], 12 * HOUR)
    page.merged = merged
    page.chosen = 1
    page.paint(width, height - 4)
    page.window = page.window.at(NOW, 4 * HOUR)
    kind = "merged" if merged else "apart"
    compare(f"trends-{kind}-{width}x{height}", body(console, width, height))


@pytest.mark.parametrize("language", ["en", "nl", "fr", PSEUDO])
@pytest.mark.parametrize("pens", [0, 1, 3, PENS])
def test_trends_fit_at_any_size(live: Live, language: str, pens: int) -> None:
    """With any number of pens, apart or merged, with and without cursor, every line fits."""
    console = remembering(live, language)
    console.do_trends()
    page = page_of(console)
    console.pens[:] = list(console.runner.latest.tags)[:pens]
    for merged in (False, True):
        page.merged = merged
        for cursor in (None, 4 * HOUR):
            page.window = Window(12 * HOUR).at(NOW, cursor)
            for width, height in ((60, 16), (61, 17), (80, 24), (200, 60), (250, 80)):
                lines = console.paint(width, height)
                assert len(lines) == height
                assert {sum(cell_len(t) for t, _ in line) for line in lines} == {width}


def test_an_empty_history_is_an_empty_graph(live: Live) -> None:
    """At the first moment, and for a value that is not a number, nothing breaks."""
    console = remembering(live)
    console.history.clear()
    console.do_trends()
    tag = console.runner.latest.tags["TIC-101"]
    for value in (None, math.nan, math.inf, 1e300):
        view = replace(tag, pv=value, sp=value, op=value)
        tags = {**console.runner.latest.tags, "TIC-101": view}
        console.runner.latest = replace(console.runner.latest, now=0, tags=tags)
        console.history.record(console.runner.latest)
        assert "TIC-101" in press(console, "<", ">", "]", "left", "right", "end", "home")


def test_keys_move_the_window_and_the_cursor(console: Console) -> None:
    """Arrows pan, brackets zoom, < puts a cursor whose values are told, End follows again."""
    page = page_of(console)
    assert "last 1 h" in picture(console)
    assert "09:45:00 (1 h)  End: back to now" in press(console, "left")
    assert "last 1 h" in press(console, "right")
    assert "(1 h)" in press(console, "shift+left")
    assert page.window.close(NOW) == 9 * HOUR + 1
    assert "last 1 h" in press(console, "end")
    assert "00:00:00 … 01:00:00" in press(console, "home")
    assert "last 1 h" in press(console, "home")
    assert "last 2 h" in press(console, "]")
    assert "last 30 min" in press(console, "[", "[")
    painted = press(console, "<", "<")
    assert "│ 09:5" in painted
    assert "1 TIC-101" in painted
    press(console, "c")
    assert page.window.cursor is None


def test_the_cursor_goes_from_event_to_event(console: Console) -> None:
    """The key e goes back to the event before, E on to the one after, and each is told."""
    press(console, "end")
    assert "A alarm AIC-102.LOLO: normal → unacknowledged" in press(console, "e")
    painted = press(console, "e", "e", "e")
    assert "C Ann: shelve FIC-102.DEV for 1 h" in painted
    assert "L laboratory: BR-101 sample 1: pH 7.05" in press(console, "e", "e", "e")
    assert "P phase grow: Idle → Running" in press(console, "e", "e", "e")
    assert "S BR-101: sample 1 taken" in press(console, "E")


def test_the_cursor_tells_values_and_the_laboratory(console: Console) -> None:
    """At the cursor a head tells what was, and what the laboratory found about then."""
    page = page_of(console)
    page.show(["AIC-101"], 12 * HOUR)
    picture(console)
    page.window = page.window.at(NOW, 4 * HOUR)
    painted = picture(console)
    assert "│ 7.00" in painted
    assert "laboratory 7.05 (04:00:00)" in painted
    assert "×" in painted


def test_pens_are_added_dropped_and_limited(console: Console) -> None:
    """The key t adds a tag by name or one of its values, x drops one; eight are enough."""
    press(console, "x")
    assert console.pens == ["AIC-101", "AIC-102", "PIC-101"]
    assert "OP" in press(console, "t", "«tic-101.op")
    assert page_of(console).shown["TIC-101"] == 2
    assert "there is no such tag" in press(console, "t", "«XX-9")
    for tag in ("AT-101", "AT-102", "AT-103", "AT-104", "AT-105"):
        press(console, "t", f"«{tag}")
    assert len(console.pens) == PENS
    assert "eight tags" in console.message[0]
    press(console, *"xxxxxxxxx")
    assert console.pens == []
    assert "t adds one" in picture(console)


def test_scale_values_and_groups_by_key(console: Console) -> None:
    """V takes the instrument's range, V a typed one, o another value, p the next group, m all."""
    assert "[0.00 … 60.00]" in press(console, "v")
    assert "[36.00 … 38.00]" in press(console, "V", "«36 38")
    assert "this is no scale" in press(console, "V", "«38")
    assert "OP" in press(console, "v", "o").splitlines()[2]
    assert "1/" in press(console, "p")
    assert page_of(console).merged is False
    press(console, "m")
    assert page_of(console).merged is True


def test_enter_opens_the_faceplate_of_the_chosen_pen(console: Console) -> None:
    """Down and Enter lead to the faceplate of the second pen."""
    assert "AIC-101" in press(console, "down", "enter").splitlines()[1]


def test_a_click_puts_the_cursor_and_the_wheel_zooms_about_it(console: Console) -> None:
    """A click marks the moment it is on; a turn of the wheel keeps what is under the mouse."""
    page = page_of(console)
    page.paint(80, 20)
    page.click(3, 5)
    assert page.window.cursor is None
    page.click(MARGIN + 34, 5)
    at = page.window.cursor
    assert at is not None
    assert abs(at - (NOW - HOUR // 2)) < 2 * MINUTE
    page.wheel(True, MARGIN + 34, 5)
    assert page.window.span == 30 * MINUTE
    assert page.window.cursor is not None
    page.cursor_off()
    page.wheel(False, MARGIN + 10, 5)
    assert page.window.cursor is None
    assert page.window.span == HOUR
