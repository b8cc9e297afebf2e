"""A trend as SVG: a large picture of the value, below it the output, and what happened above it.

Pens differ by their dashes and marks by their shape, so that a grey print tells the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.language.simtime import show_time
from simulator.language.text import N_
from simulator.report.axis import Axis, Tick, reach, time_ticks, value_ticks
from simulator.report.markup import Markup, Part, element, join
from simulator.review.debrief_trend import Points, Trend
from simulator.session.index import Mark
from simulator.session.speech import Speaker

WIDTH = 680.0
_UNITS = {"degC": "°C", "1e6 cells/mL": "10⁶/mL"}
_LEFT, _RIGHT = 50.0, 612.0
_TOP, _BOTTOM = 52.0, 168.0
_OUT_TOP, _OUT_BOTTOM = 178.0, 212.0
_TITLE, _KEYS, _LANE = 11.0, 25.0, 41.0

PENS = {
    "pv": N_("measured"),
    "sp": N_("set-point"),
    "truth": N_("true value"),
    "expert pv": N_("practised operator"),
    "if pv": N_("the other way"),
}
"""Pens of a picture, in the order of their legend, and their English names."""
OUTPUTS = {"op": "op", "expert op": "expert-pv", "if op": "if-pv"}
"""Pens of the output, and how each is drawn."""
KINDS = {
    "fault": N_("fault"),
    "alarm": N_("alarm with its priority"),
    "interlock": N_("interlock"),
    "command": N_("action"),
    "refusal": N_("refused action"),
    "lab": N_("laboratory"),
}
"""Kinds of marks that are drawn, and their English names."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is drawn, ms, and the moment that it is about, if it is about one."""

    start: int
    end: int
    moment: int | None = None


def trend_plot(trend: Trend, marks: Iterable[Mark], window: Window, say: Speaker) -> Markup:
    """Return a trend of one tag as a figure of its own."""
    axis = Axis(window.start, max(window.end, window.start + 1), _LEFT, _RIGHT)
    with_output = bool(trend.pens.get("op"))
    foot = _OUT_BOTTOM if with_output else _BOTTOM
    parts = [
        *_told(trend, say),
        _limits_and_pens(trend, axis, say),
        _output(trend, axis, say) if with_output else None,
        time_axis(axis, foot, _TOP),
        event_lane(marks, axis, _LANE, foot),
        _moment(window, axis, foot),
        _legend(trend, say),
    ]
    return figure(parts, foot + 24.0)


def title_of(trend: Trend, say: Speaker) -> str:
    """Return tag, name and unit of a trend; pH is said once.

    >>> title_of(Trend("AIC-101", {"en": "pH"}, "pH", 0.0, 14.0), Speaker("en"))
    'AIC-101 pH'
    """
    name = say.words(trend.name)
    unit = _UNITS.get(trend.unit, trend.unit)
    return f"{trend.tag} {name}" if unit in ("", name) else f"{trend.tag} {name}, {unit}"


def figure(parts: Iterable[Part], height: float) -> Markup:
    """Return parts as a picture of the usual width; the first two are its title and its story."""
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDTH:g} {height:g}",
        role="img",
        class_="plot",
        xmlns="http://www.w3.org/2000/svg",
    )


def label(text: str, x: float, y: float, class_: str = "") -> Markup:
    """Return a text at a place."""
    return element("text", text, x=round(x, 1), y=round(y, 1), class_=class_ or None)


def _told(trend: Trend, say: Speaker) -> list[Markup]:
    """Return the title, and for who cannot see the picture what it shows."""
    name = f"{trend.tag} {say.words(trend.name)}"
    values = [value for _, value in trend.pens.get("pv", ()) if value is not None]
    story = say("no values")
    if values:
        story = say(
            "lowest {low:.4g}, highest {high:.4g}, at the end {last:.4g} {unit}",
            low=min(values),
            high=max(values),
            last=values[-1],
            unit=trend.unit,
        )
    return [element("title", name), element("desc", f"{name}: {story}")]


def _limits_and_pens(trend: Trend, axis: Axis, say: Speaker) -> Markup:
    """Return the picture of the value."""
    shown = [pen for pen in PENS if trend.pens.get(pen)]
    values = [v for pen in shown for _, v in trend.pens[pen] if v is not None]
    span = (max(values) - min(values)) if values else 0.0
    room = max(span, 0.04 * (trend.high - trend.low))
    near = [
        one
        for one in trend.limits
        if values and min(values) - room <= one.value <= max(values) + room
    ]
    low, high = reach([*values, *(one.value for one in near)], 0.02 * (trend.high - trend.low))
    scale = Axis(low, high, _BOTTOM, _TOP)
    parts: list[Part] = []
    for limit in near:
        y = scale.at(limit.value)
        top, bottom = (_TOP, y) if limit.kind.startswith("H") else (y, _BOTTOM)
        parts.append(_box("beyond", axis.start, top, axis.end, bottom))
    parts += [
        _box("frame", axis.start, _TOP, axis.end, _BOTTOM),
        *_value_axis(value_ticks(low, high), scale, axis),
        label(title_of(trend, say), _LEFT, _TITLE, "strong"),
    ]
    parts += _limit_lines([(scale.at(one.value), one.kind) for one in near], axis)
    for pen in reversed(shown):
        parts += curve(trend.pens[pen], axis, scale, pen.replace(" ", "-"))
    return element("g", *parts)


def _limit_lines(limits: Sequence[tuple[float, str]], axis: Axis) -> list[Part]:
    """Return a line for each limit, named at its end; names do not lie on each other."""
    parts: list[Part] = []
    last = -99.0
    for y, kind in sorted(limits):
        parts.append(_line("limit", axis.start, y, axis.end, y))
        last = max(y + 3.0, last + 9.0)
        parts.append(label(kind, axis.end + 4.0, last, "small"))
    return parts


def _output(trend: Trend, axis: Axis, say: Speaker) -> Markup:
    """Return the picture of the output, in percent."""
    scale = Axis(0.0, 100.0, _OUT_BOTTOM, _OUT_TOP)
    ticks = (Tick(0.0, "0"), Tick(100.0, "100"))
    parts: list[Part] = [
        _box("frame", axis.start, _OUT_TOP, axis.end, _OUT_BOTTOM),
        *_value_axis(ticks, scale, axis),
        label("OP %", axis.end + 4.0, (_OUT_TOP + _OUT_BOTTOM) / 2.0 + 3.0, "small"),
    ]
    for pen, drawn in OUTPUTS.items():
        parts += curve(trend.pens.get(pen, ()), axis, scale, drawn)
    return element("g", *parts)


def _value_axis(ticks: Iterable[Tick], scale: Axis, axis: Axis) -> list[Part]:
    parts: list[Part] = []
    for tick in ticks:
        y = scale.at(tick.value)
        parts.append(_line("grid", axis.start, y, axis.end, y))
        parts.append(label(tick.label, axis.start - 5.0, y + 3.5, "right"))
    return parts


def time_axis(axis: Axis, foot: float, top: float) -> Markup:
    """Return the ticks of time at the foot of a picture, and their unit."""
    ticks, unit = time_ticks(int(axis.low), int(axis.high))
    parts: list[Part] = []
    for tick in ticks:
        x = axis.at(tick.value)
        parts.append(_line("grid", x, top, x, foot))
        parts.append(label(tick.label, x, foot + 13.0, "middle"))
    parts.append(label(unit, axis.end + 14.0, foot + 13.0))
    return element("g", *parts)


def curve(points: Points, axis: Axis, scale: Axis, pen: str) -> list[Markup]:
    """Return a pen as lines, broken where there was no value; what is straight is one piece."""
    runs: list[list[tuple[float, float]]] = [[]]
    for t, value in points:
        if value is None:
            runs.append([])
            continue
        place = round(axis.at(t), 1), round(scale.at(value), 1)
        run = runs[-1]
        if len(run) > 1 and run[-1][1] == run[-2][1] == place[1]:
            run[-1] = place
        else:
            run.append(place)
    return [
        element("polyline", points=" ".join(f"{x:g},{y:g}" for x, y in run), class_=f"pen {pen}")
        for run in runs
        if len(run) > 1
    ]


def event_lane(marks: Iterable[Mark], axis: Axis, y: float, foot: float) -> Markup:
    """Return the marks of what happened, in a row; of several at the same place, the first."""
    parts: list[Part] = []
    taken: set[tuple[str, int]] = set()
    for mark in marks:
        if mark.kind not in KINDS or not axis.low <= mark.t <= axis.high:
            continue
        x = axis.at(mark.t)
        if (mark.kind, round(x / 3.0)) in taken:
            continue
        taken.add((mark.kind, round(x / 3.0)))
        if mark.kind == "fault":
            parts.append(_line("fault", x, y, x, foot))
        told = element("title", f"{show_time(mark.t)} {mark.subject}")
        parts.append(element("g", told, symbol(mark.kind, x, y, mark.priority)))
    return element("g", *parts)


def symbol(kind: str, x: float, y: float, priority: int = 0) -> Markup:
    """Return the mark of a kind: each has its own shape."""
    if kind == "alarm":
        shape = f"M{x - 6:.1f} {y + 5:.1f}L{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y + 5:.1f}Z"
        number = label(str(priority), x, y + 4.0, "digit") if priority else None
        return element("g", element("path", d=shape, class_="open"), number)
    if kind == "fault":
        shape = f"M{x:.1f} {y - 6:.1f}L{x + 5:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}L{x - 5:.1f} {y:.1f}Z"
        return element("path", d=shape, class_="full")
    if kind == "interlock":
        return _box("full", x - 4.0, y - 4.0, x + 4.0, y + 4.0)
    if kind == "refusal":
        shape = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        return element("path", d=shape, class_="stroke")
    if kind == "lab":
        return _box("open", x - 3.5, y - 3.5, x + 3.5, y + 3.5)
    return element("circle", cx=round(x, 1), cy=y, r=3.5, class_="full")


def _moment(window: Window, axis: Axis, foot: float) -> Markup | None:
    """Return the line of the moment that the picture is about."""
    if window.moment is None:
        return None
    x = axis.at(window.moment)
    return _line("moment", x, _LANE + 6.0, x, foot)


def _legend(trend: Trend, say: Speaker) -> Markup:
    """Return the names of the pens that are drawn, beside a piece of each."""
    parts: list[Part] = []
    x = _LEFT
    for pen, name in PENS.items():
        if not trend.pens.get(pen):
            continue
        told = say(name)
        piece = f"{x:g},{_KEYS - 3.5:g} {x + 22.0:g},{_KEYS - 3.5:g}"
        parts.append(element("polyline", points=piece, class_=f"pen {pen.replace(' ', '-')}"))
        parts.append(label(told, x + 26.0, _KEYS, "small"))
        x += 38.0 + 5.2 * len(told)
    return element("g", *parts)


def kinds_legend(say: Speaker) -> Markup:
    """Return what the marks above a picture stand for."""
    parts: list[Part] = [
        element("title", say("marks")),
        element("desc", join([say(name) for name in KINDS.values()], ", ")),
    ]
    x = 8.0
    for kind, name in KINDS.items():
        told = say(name)
        parts.append(symbol(kind, x, 10.0, 2))
        parts.append(label(told, x + 10.0, 14.0, "small"))
        x += 26.0 + 5.2 * len(told)
    return figure(parts, 20.0)


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", class_=kind, **{key: round(at, 1) for key, at in places.items()})


def _box(kind: str, left: float, top: float, right: float, bottom: float) -> Markup:
    return element(
        "rect",
        class_=kind,
        x=round(left, 1),
        y=round(top, 1),
        width=round(max(right - left, 0.0), 1),
        height=round(max(bottom - top, 0.0), 1),
    )
