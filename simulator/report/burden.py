"""The workload that people told of, on paper and as text: shown as such, and never graded."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.assessment.workload import Workload
from simulator.language.simtime import show_time
from simulator.report.axis import Axis
from simulator.report.markup import Markup, Part, element, table
from simulator.report.plot import WIDTH, figure, label
from simulator.review.debrief_class import Burden
from simulator.session.meanings import SCALE_NAMES
from simulator.session.speech import Speaker

_ROW = 22.0
_NAMES = 220.0


def never_graded(say: Speaker) -> str:
    """Return what the numbers are, and that no score holds them."""
    return say(
        "Raw NASA-TLX, as it was filled in: 0 is low, 100 is high; for performance, 0 is perfect."
        " It is never graded."
    )


def rows(of: Workload, say: Speaker) -> list[tuple[str, str]]:
    """Return each scale with its number, then their mean."""
    found = [(say(SCALE_NAMES[scale]), str(number)) for scale, number in of.scales]
    return [*found, (say("mean of the six"), f"{of.mean:.0f}")]


def lines(of: Workload, say: Speaker) -> list[str]:
    """Return a workload form as lines of text."""
    when = say("filled in at {time}", time=show_time(of.t))
    told = [f"  {number:>4}  {name}" for name, number in rows(of, say)]
    return [f"{say('Workload')} ({when})", never_graded(say), *told]


def trainee_part(of: Workload, say: Speaker) -> list[Part]:
    """Return a workload form for the report of one session."""
    scales = Axis(0.0, 100.0, _NAMES, WIDTH - 40.0)
    listed = rows(of, say)
    numbers = [*(float(number) for _, number in of.scales), of.mean]
    foot = 10.0 + _ROW * len(listed)
    parts = _begun(scales, foot, say, "; ".join(f"{name} {number}" for name, number in listed))
    for place, ((name, number), value) in enumerate(zip(listed, numbers, strict=True)):
        y = 10.0 + _ROW * (place + 0.5)
        width = max(scales.at(value) - _NAMES, 1.0)
        parts.append(label(name, _NAMES - 8.0, y + 3.5, "right"))
        bar = element("rect", x=_NAMES, y=y - 6.0, width=width, height=12.0, class_="fill")
        parts += [bar, label(number, _NAMES + width + 5.0, y + 3.5)]
    when = say("filled in at {time}", time=show_time(of.t))
    return [
        element("h3", say("Workload")),
        element("p", f"{never_graded(say)} ({when})", class_="small soft"),
        figure(parts, foot + 20.0),
    ]


def class_part(burdens: Sequence[Burden], say: Speaker) -> list[Part]:
    """Return how a class told the workload of a scenario: median and range of each scale."""
    heads = [say("scale"), say("median"), say("lowest"), say("highest"), "n"]
    named = [(_name(one, say), one) for one in burdens]
    numbers = [
        [name, f"{one.median:.0f}", f"{one.low:.0f}", f"{one.high:.0f}", str(one.n)]
        for name, one in named
    ]
    last = say("Each person's last form; the bar is the range, the mark in it the median.")
    return [
        element("h3", say("Workload")),
        element("p", f"{never_graded(say)} {last}", class_="small soft"),
        _ranges(named, say),
        table(heads, numbers, "figures"),
    ]


def _name(one: Burden, say: Speaker) -> str:
    return say("mean of the six") if one.scale == "mean" else say(SCALE_NAMES[one.scale])


def _ranges(named: Sequence[tuple[str, Burden]], say: Speaker) -> Markup:
    """Return range and median of each scale as bars with a mark."""
    scales = Axis(0.0, 100.0, _NAMES, WIDTH - 40.0)
    foot = 10.0 + _ROW * len(named)
    told = "; ".join(
        f"{name} {one.median:.0f} ({one.low:.0f}–{one.high:.0f})" for name, one in named
    )
    parts = _begun(scales, foot, say, told)
    for place, (name, one) in enumerate(named):
        y = 10.0 + _ROW * (place + 0.5)
        low, high, median = (scales.at(value) for value in (one.low, one.high, one.median))
        width = max(high - low, 1.0)
        parts.append(label(name, _NAMES - 8.0, y + 3.5, "right"))
        parts.append(element("rect", x=low, y=y - 6.0, width=width, height=12.0, class_="fill"))
        parts.append(element("line", x1=median, x2=median, y1=y - 9.0, y2=y + 9.0, class_="spread"))
    return figure(parts, foot + 20.0)


def _begun(scales: Axis, foot: float, say: Speaker, told: str) -> list[Part]:
    """Return the beginning of a plot: what it is in words, and the ticks of its scale."""
    parts: list[Part] = [element("title", say("Workload")), element("desc", told)]
    for number in (0, 20, 40, 60, 80, 100):
        x = scales.at(float(number))
        parts.append(element("line", x1=x, x2=x, y1=6.0, y2=foot, class_="grid"))
        parts.append(label(str(number), x, foot + 13.0, "middle"))
    return parts
