"""A fit as pictures: the data as circles, the plant as a line; as SVG and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.report.axis import Axis, reach, time_ticks, value_ticks
from simulator.report.markup import Markup, Part, element

WIDTH = 680.0
_HIGH = 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 640.0, 26.0, 160.0
_COLUMNS, _ROWS = 64, 12


@dataclass(frozen=True, slots=True)
class FitCurve:
    """One column: its name and unit, the times (ms), and at each the data and the plant."""

    name: str
    unit: str
    times: Sequence[int]
    data: Sequence[float]
    plant: Sequence[float]

    @property
    def title(self) -> str:
        """Name and unit, for a head."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


def fit_svg(curves: Sequence[FitCurve], title: str, story: str) -> Markup:
    """Return the pictures of all columns under each other, as a document of its own.

    Args:
        curves: at least one.
        title: what it shows.
        story: the same for who cannot see it.
    """
    high = _HIGH * len(curves) + 6.0
    parts: list[Part] = [
        element("title", title),
        element("desc", story),
        element("rect", width="100%", height="100%", fill="#fff"),
    ]
    for at, curve in enumerate(curves):
        inside = _picture(curve)
        parts.append(element("g", *inside, transform=f"translate(0 {_HIGH * at:g})"))
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDTH:g} {high:g}",
        role="img",
        xmlns="http://www.w3.org/2000/svg",
        font_family="Liberation Sans, Arial, sans-serif",
        font_size=11.0,
    )


def _picture(curve: FitCurve) -> list[Part]:
    time = Axis(0.0, float(curve.times[-1] or 1), _LEFT, _RIGHT)
    low, high = reach([*curve.data, *curve.plant], 0.0)
    scale = Axis(low, high, _BOTTOM, _TOP)
    parts: list[Part] = [
        element("text", curve.title, x=_LEFT, y=_TOP - 9.0, font_weight="bold", fill="#1a1a1a"),
        element(
            "rect",
            x=_LEFT,
            y=_TOP,
            width=_RIGHT - _LEFT,
            height=_BOTTOM - _TOP,
            fill="none",
            stroke="#555",
        ),
    ]
    for tick in value_ticks(low, high):
        y = round(scale.at(tick.value), 1)
        parts.append(_line(_LEFT, y, _RIGHT, y))
        parts.append(element("text", tick.label, x=_LEFT - 6.0, y=y + 4.0, text_anchor="end"))
    ticks, unit = time_ticks(0, max(curve.times[-1], 1))
    for tick in ticks:
        x = round(time.at(tick.value), 1)
        parts.append(_line(x, _TOP, x, _BOTTOM))
        parts.append(element("text", tick.label, x=x, y=_BOTTOM + 14.0, text_anchor="middle"))
    parts.append(element("text", unit, x=_RIGHT + 14.0, y=_BOTTOM + 14.0))
    places = [round(time.at(float(t)), 1) for t in curve.times]
    line = " ".join(
        f"{x:g},{scale.at(value):.1f}" for x, value in zip(places, curve.plant, strict=True)
    )
    parts.append(element("polyline", points=line, fill="none", stroke="#0060a0", stroke_width=1.8))
    for x, value in zip(places, curve.data, strict=True):
        y = round(scale.at(value), 1)
        parts.append(element("circle", cx=x, cy=y, r=3.4, fill="#fff", stroke="#1a1a1a"))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="#ddd", stroke_width=0.6)


def fit_text(curve: FitCurve) -> list[str]:
    """Return one column as lines of plain text: ``o`` is measured, dots are the plant.

    Lines between samples are straight, in the text as in the picture.
    """
    last = max(curve.times[-1], 1)
    low, high = reach([*curve.data, *curve.plant], 0.0)
    scale = Axis(low, high, _ROWS - 1.0, 0.0)
    grid = [[" "] * _COLUMNS for _ in range(_ROWS)]
    for column in range(_COLUMNS):
        moment = last * column / (_COLUMNS - 1)
        value = _between(curve, moment)
        if value is not None:
            grid[round(scale.at(value))][column] = "."
    for t, value in zip(curve.times, curve.data, strict=True):
        grid[round(scale.at(value))][round(t * (_COLUMNS - 1) / last)] = "o"
    marks = {0: f"{high:.4g}", _ROWS - 1: f"{low:.4g}"}
    lines = [
        f"{marks.get(row, ''):>9} |{''.join(cells).rstrip()}" for row, cells in enumerate(grid)
    ]
    ticks, unit = time_ticks(0, last)
    foot = [" "] * (_COLUMNS + 8)
    for tick in ticks:
        at = round(tick.value * (_COLUMNS - 1) / last)
        foot[at : at + len(tick.label)] = tick.label
    return [
        curve.title,
        *lines,
        f"{'':>9} +{'-' * _COLUMNS}",
        f"{'':>10} {''.join(foot).rstrip()} {unit}",
    ]


def _between(curve: FitCurve, moment: float) -> float | None:
    """Return the value of the plant at a moment, on a straight line between two samples."""
    for at in range(1, len(curve.times)):
        before, after = curve.times[at - 1], curve.times[at]
        if before <= moment <= after:
            part = (moment - before) / (after - before)
            return curve.plant[at - 1] + part * (curve.plant[at] - curve.plant[at - 1])
    return None
