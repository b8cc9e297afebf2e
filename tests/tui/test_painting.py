"""What trends and bars are painted from."""

from __future__ import annotations

import pytest

from tui.braille import paint, scale
from tui.draw import Gauge, fit, line, number, wrap


def test_braille_joins_neighbours_and_keeps_inside() -> None:
    """A step is a full column of dots; values outside the scale stay at the edge."""
    rows = paint([(0.0, 0.0), (1.0, 1.0), (9.0, 9.0), None], 2, 0.0, 1.0)
    assert [len(row) for row in rows] == [2, 2]
    assert rows[0][0] == chr(0x2800 | 0xB8)
    assert rows[1][0] == chr(0x2800 | 0x40 | 0xB8)
    assert rows[0][1] == chr(0x2800 | 0x01)
    low, high = scale([None, (5.0, 5.0)], least=1.0)
    assert high - low == pytest.approx(1.0)


def test_a_bar_shows_value_setpoint_limits_and_what_is_off_it() -> None:
    """The pointer, the set-point and one shade for each limit passed; arrows beyond the ends."""
    gauge = Gauge(0.0, 100.0, [20.0, 10.0], [80.0])
    bar = gauge.bar(22, 50.0, 70.0)
    assert len(bar) == 22
    assert bar[1] == "▒"
    assert bar[-2] == "░"
    assert bar.index("◆") < bar.index("┼")
    assert gauge.bar(22, -5.0, None)[0] == "◀"
    assert gauge.bar(22, 500.0, None)[-1] == "▶"
    assert "◆" not in gauge.bar(22, None, None)
    assert "◆" not in gauge.bar(22, float("nan"), None)


def test_text_is_cut_in_cells_and_made_plain() -> None:
    """Wide characters count two cells; what acts on a terminal is shown as a picture."""
    assert fit("温度計", 5) == "温度…"
    assert line([("ab\x1b[31m", "strong"), ("cd", "")], 4) == [("ab␛…", "strong")]
    assert wrap("one two three", 7) == ["one two", "three"]
    assert number(-0.001, 50.0) == "0.00"
    assert number(None, 1.0) == number(float("nan"), 1.0) == "--"
