"""Markup, axes and plots: outside text stays text, and what is drawn is where it belongs."""

from __future__ import annotations

import re

import pytest
from debrief_rig import read
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.plain import plain
from simulator.report.axis import Axis, reach, time_ticks, value_ticks
from simulator.report.markup import element, escape, join, table, written
from simulator.report.plot import Window, curve, symbol, trend_plot
from simulator.review.debrief_trend import Limit, Trend
from simulator.session.speech import ENGLISH

TEXTS = st.text(max_size=60) | st.sampled_from(
    ["<script>", "</td><b>", '" onload="x', "&lt;", "]]>", "<!--", "\x00\x1b[2J", "javascript:x"]
)


@given(TEXTS, TEXTS)
def test_outside_text_is_never_markup(text: str, value: str) -> None:
    """Whatever stands in a cell or an attribute comes out as that text, made plain, and no more."""
    found = read(element("td", text, title=value))
    assert found.tags == ["td"]
    assert [key for key, _ in found.attributes] == ["title"]
    shown = re.sub("[\ufffe\uffff]", "\ufffd", plain(text))
    assert found.text == shown


def test_markup_in_an_attribute_is_escaped_again() -> None:
    """A part that is markup already cannot break out of an attribute."""
    found = read(element("p", title=element("b", 'x"y', class_="z")))
    assert found.tags == ["p"]


def test_markup_is_built_from_parts() -> None:
    """None is left out, attributes of None or False too; a table has a head that repeats."""
    assert join(["a", None, "<"]) == "a&lt;"
    assert element("input", checked=True, id=None, hidden=False) == "<input checked/>"
    assert '<thead><tr><th scope="col">a</th></tr></thead>' in table(["a"], [["1"]])
    assert escape(escape("&")) == "&amp;"
    assert written("one\n<two>") == ('<div class="said"><div>one</div><div>&lt;two&gt;</div></div>')
    assert written(None, 2).count("write") == 2


@given(
    st.floats(-1e6, 1e6, allow_nan=False),
    st.floats(1e-3, 1e6, allow_nan=False),
)
def test_ticks_stand_on_the_axis(low: float, span: float) -> None:
    """Round values between the ends, in order, none twice, and not too many."""
    ticks = value_ticks(low, low + span)
    values = [tick.value for tick in ticks]
    assert values == sorted(set(values))
    assert 1 <= len(ticks) <= 7
    assert all(low - span * 1e-6 <= value <= low + span * (1 + 1e-6) for value in values)


@given(st.integers(0, 10**10), st.integers(1, 10**10))
def test_times_stand_on_the_axis(start: int, span: int) -> None:
    """Labels are whole numbers of one unit and stand for their own times."""
    ticks, unit = time_ticks(start, start + span)
    size = {"s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}[unit]
    assert len(ticks) <= 12
    for tick in ticks:
        assert start <= tick.value <= start + span
        assert int(tick.label) * size == int(tick.value)


def test_an_axis_shows_everything() -> None:
    """All values are within reach, even if they are all the same or there are none."""
    low, high = reach([3.0, 7.0], 1.0)
    assert low < 3.0
    assert high > 7.0
    low, high = reach([], 0.0)
    assert low < high
    assert Axis(0.0, 10.0, 100.0, 200.0).at(50.0) == 200.0


def test_a_pen_is_broken_where_there_is_no_value() -> None:
    """Two runs of values are two lines; three values on a level are one piece."""
    points = ((0, 1.0), (1, 1.0), (2, 1.0), (3, None), (4, 2.0), (5, 3.0))
    lines = curve(points, Axis(0, 5, 0.0, 50.0), Axis(0.0, 10.0, 100.0, 0.0), "pv")
    assert lines == [
        '<polyline points="0,90 20,90" class="pen pv"/>',
        '<polyline points="40,80 50,70" class="pen pv"/>',
    ]


def test_a_plot_has_a_title_a_story_and_its_limits() -> None:
    """A screen reader is told what is seen; limits far away are not drawn."""
    pens = {"pv": ((0, 36.5), (60_000, 37.5)), "op": ((0, 10.0), (60_000, 90.0))}
    limits = (Limit("HI", 37.4, 2), Limit("HIHI", 60.0, 1))
    trend = Trend("TIC-<1>", {"en": "Temp & heat"}, "degC", 0.0, 100.0, limits, pens)
    plot = trend_plot(trend, (), Window(0, 60_000, 30_000), ENGLISH)
    assert "<title>TIC-&lt;1&gt; Temp &amp; heat</title>" in plot
    assert "lowest 36.5, highest 37.5, at the end 37.5 degC" in plot
    assert ">HI<" in plot
    assert ">HIHI<" not in plot
    for points in re.findall(r'points="([^"]*)"', plot):
        for place in points.split():
            x, y = map(float, place.split(","))
            assert 0.0 <= x <= 680.0
            assert 0.0 <= y <= 240.0


def test_a_plot_of_nothing_is_a_plot() -> None:
    """A tag that never had a value, and a session of no time, are drawn all the same."""
    trend = Trend("A", {"en": "A"}, "", 0.0, 0.0, (), {"pv": ((0, None),)})
    assert "no values" in trend_plot(trend, (), Window(0, 0), ENGLISH)


@pytest.mark.parametrize("kind", ["alarm", "fault", "interlock", "refusal", "lab", "command"])
def test_every_kind_of_mark_has_its_own_shape(kind: str) -> None:
    """No two kinds look alike without colour."""
    others = {"alarm", "fault", "interlock", "refusal", "lab", "command"} - {kind}
    assert all(symbol(kind, 9.0, 9.0) != symbol(other, 9.0, 9.0) for other in others)
