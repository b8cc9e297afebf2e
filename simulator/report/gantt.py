"""A campaign as a Gantt chart, in SVG: a row for each unit, a bar for each batch in it.

A bar carries the number of its batch; pointing at it tells what it is. The kinds of bars differ
in lightness, so that a grey print tells the same.
"""

from __future__ import annotations

from simulator.campaign.figures import end_of_work
from simulator.campaign.plan import Campaign
from simulator.campaign.records import CLEANING, HOLD, READY, REPAIR, USE, Book, Booking
from simulator.language.simtime import DAY, HOUR, show_time
from simulator.language.text import N_
from simulator.report.axis import Axis, time_ticks
from simulator.report.markup import Markup, Part, element
from simulator.session.speech import Speaker

WIDTH = 1240.0
_LEFT, _RIGHT = 236.0, 1220.0
_TOP, _ROW, _BAR = 58.0, 15.0, 11.0
_KEYS = 34.0
_LETTER = 5.4

KINDS = {
    USE: N_("in use"),
    HOLD: N_("holds product"),
    READY: N_("made ready"),
    CLEANING: N_("cleaned"),
    REPAIR: N_("repaired"),
}
"""What a unit is taken for, in the order of the legend, and in words."""

_STYLE = """
text{font:9px sans-serif;fill:#1b1b1b}
.title{font-size:13px;font-weight:bold}.right{text-anchor:end}.middle{text-anchor:middle}
.grid{stroke:#c9c9c9;stroke-width:.5}.class{stroke:#808080;stroke-width:.5}
.use{fill:#8fb4d9;stroke:#28527a;stroke-width:.5}.hold{fill:#fff;stroke:#28527a;stroke-width:.8}
.made{fill:#dcdcdc;stroke:#808080;stroke-width:.4}.lost{fill:#e3a59a;stroke:#8c2a1a}
.cleaning{fill:#808080}.repair{fill:#1b1b1b}
"""
_CLASS = {USE: "use", HOLD: "hold", READY: "made", CLEANING: "cleaning", REPAIR: "repair"}


def gantt(plan: Campaign, book: Book, say: Speaker) -> str:
    """Return the chart as a whole SVG file, with its own style."""
    end = max([*(one.end for one in book.bookings if _drawn(one, plan)), DAY])
    axis = Axis(0.0, float(end), _LEFT, _RIGHT)
    rows = [(kind, tag) for kind in plan.equipment.values() for tag in kind.tags]
    place = {tag: _TOP + n * _ROW for n, (_, tag) in enumerate(rows)}
    foot = _TOP + len(rows) * _ROW
    lost = {one.number for one in book.batches if one.cause}
    parts: list[Part] = [
        element("title", say("Gantt chart of {name}", name=say.words(plan.title))),
        element("desc", _story(book, say)),
        element("style", Markup(_STYLE)),
        element("rect", width=WIDTH, height=foot + 30.0, fill="#fff"),
        _text(say.words(plan.title), 8.0, 16.0, "title"),
        _legend(say),
        _axis(axis, foot),
    ]
    last = ""
    for kind, tag in rows:
        y = place[tag]
        if kind.name != last:
            last = kind.name
            parts.append(element("line", x1=8, x2=_RIGHT, y1=y - 1.5, y2=y - 1.5, class_="class"))
            parts.append(_text(_short(say.words(kind.words)), 8.0, y + 9.0, ""))
        parts.append(_text(tag, _LEFT - 6.0, y + 9.0, "right"))
    parts += [
        _bar(one, axis, place[one.resource], one.batch in lost, say)
        for one in sorted((one for one in book.bookings if _drawn(one, plan)), key=_above)
    ]
    svg = element(
        "svg", *parts, viewBox=f"0 0 {WIDTH:g} {foot + 30.0:g}", role="img",
        xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip
    return f"{svg}\n"


def _drawn(one: Booking, plan: Campaign) -> bool:
    return one.group in plan.equipment and one.kind in KINDS and one.end > one.start


def _above(one: Booking) -> tuple[int, int, str]:
    """What is part of another bar is drawn later, and so on top of it."""
    return list(KINDS).index(one.kind), one.start, one.resource


def _text(told: str, x: float, y: float, class_: str) -> Markup:
    return element("text", told, x=round(x, 1), y=round(y, 1), class_=class_)


def _short(name: str) -> str:
    """Return the name of a class of equipment, cut where the tags begin."""
    most = int((_LEFT - 50.0) / 4.9)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _bar(one: Booking, axis: Axis, y: float, lost: bool, say: Speaker) -> Markup:
    """Return one bar, with the number of its batch if there is room."""
    x, end = axis.at(float(one.start)), axis.at(float(one.end))
    wide = max(end - x, 0.4)
    look = "lost" if lost and one.kind == USE else _CLASS[one.kind]
    hours = (one.end - one.start) / HOUR
    told = f"{one.resource} {say(KINDS[one.kind])}{say.colon}{one.what}, "
    told += f"{show_time(one.start)}, {hours:.1f} h"
    number = str(one.batch) if one.batch and one.kind in (USE, HOLD) else ""
    inside = len(number) * _LETTER + 2.0 <= wide
    return element(
        "g",
        element("title", told),
        element(
            "path",
            d=f"M{x:.1f} {y:.1f}h{wide:.1f}v{_BAR:g}h-{wide:.1f}z",
            class_=look,
        ),
        _text(number, x + wide / 2.0, y + 9.0, "middle") if number and inside else None,
    )


def _legend(say: Speaker) -> Markup:
    parts: list[Part] = []
    x = 8.0
    looks = [(_CLASS[kind], name) for kind, name in KINDS.items()]
    for look, name in (*looks, ("lost", N_("in use, batch lost"))):
        told = say(name)
        parts.append(element("path", d=f"M{x:.1f} {_KEYS - 9:.1f}h16v{_BAR:g}h-16z", class_=look))
        parts.append(_text(told, x + 20.0, _KEYS, ""))
        x += 34.0 + _LETTER * len(told)
    return element("g", *parts)


def _axis(axis: Axis, foot: float) -> Markup:
    ticks, unit = time_ticks(int(axis.low), int(axis.high), 12)
    parts: list[Part] = []
    for tick in ticks:
        x = round(axis.at(tick.value), 1)
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 4.0, y2=foot, class_="grid"))
        parts.append(_text(f"{tick.label} {unit}", x, foot + 14.0, "middle"))
    return element("g", *parts)


def _story(book: Book, say: Speaker) -> str:
    """Return in words what the chart shows, for who cannot see it."""
    told = [
        say(
            "batch {number} from day {start:.1f} to day {end:.1f}",
            number=one.number,
            start=one.started / DAY,
            end=end_of_work(one.bulk, one.closed, book.end) / DAY,
        )
        for one in book.batches
    ]
    return ", ".join(told)
