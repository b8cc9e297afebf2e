"""Trends of up to four tags, one above the other, over ten minutes to two weeks."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.observation import TagView
from simulator.language.simtime import show_duration
from simulator.language.tag import did_you_mean
from tui.braille import paint, scale
from tui.console import Console
from tui.draw import Line, line, number, unit_of
from tui.page import DOWN, UP, Key, Page

_MINUTE = 60_000
SPANS = (10, 60, 240, 720, 2880, 10_080, 20_160)
"""How far back a trend can go, in minutes: 10 min to 14 days."""
PENS = 4
_MARGIN = 10


def toggle_pen(console: Console, tag: str) -> None:
    """Put a tag into the trends, or take it out if it is there."""
    if tag in console.pens:
        console.pens.remove(tag)
    elif len(console.pens) >= PENS:
        console.tell(console.say("four tags at most; x removes one"), "refused")
        return
    else:
        console.pens.append(tag)
    console.tell(f"{console.say('trends')}: {', '.join(console.pens) or console.say('none')}")


def pane(console: Console, view: TagView, span_ms: int, width: int, rows: int) -> list[Line]:
    """Return ``rows`` lines with the trend of one tag, its scale on the left."""
    cells = max(width - _MARGIN - 1, 2)
    now = console.runner.latest.now
    attribute = "PV" if view.pv is not None else "OP"
    columns = console.history.columns(f"{view.tag}.{attribute}", now + 1, span_ms, 2 * cells)
    wanted = console.history.columns(f"{view.tag}.SP", now + 1, span_ms, 2 * cells)
    span = view.high - view.low
    low, high = scale(columns, wanted, least=span / 100.0)
    dots = paint(columns, rows, low, high, wanted)
    lines = []
    for place, text in enumerate(dots):
        mark = number(high, span) if place == 0 else number(low, span) if place == rows - 1 else ""
        lines.append(line([(f"{mark:>{_MARGIN - 2}} │", "soft"), (text, "pen")], width))
    return lines


class Trends(Page):
    """Up to four trends under each other, each with its own scale; the set-point is dotted."""

    name: ClassVar[str] = "trends"
    heading: ClassVar[str] = "trends"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("]", "longer span", "wider"),
        Key("[", "shorter span", "narrower"),
        Key("t", "add a tag", "add"),
        Key("x", "remove tag", "drop"),
        Key("enter", "faceplate", "open", "Enter"),
    )

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.span = 1

    def count(self) -> int:
        """Return how many trends are shown."""
        return len(self.console.pens)

    def wider(self) -> None:
        """Show a longer time."""
        self.span = min(self.span + 1, len(SPANS) - 1)

    def narrower(self) -> None:
        """Show a shorter time."""
        self.span = max(self.span - 1, 0)

    def add(self) -> None:
        """Ask for a tag to show."""
        self.console.ask("Tag", self._add)

    def _add(self, text: str) -> None:
        tag = text.strip().upper()
        if tag in self.now.tags:
            if tag not in self.console.pens:
                toggle_pen(self.console, tag)
            return
        meant = did_you_mean(tag, self.now.tags)
        hint = f" ({meant}?)" if meant else ""
        self.console.tell(
            f"{text[:30]}: {self.console.say('there is no such tag')}{hint}", "refused"
        )

    def drop(self) -> None:
        """Take the chosen tag out."""
        if self.console.pens:
            self.console.pens.pop(min(self.chosen, len(self.console.pens) - 1))

    def open(self) -> None:
        """Open the faceplate of the chosen tag."""
        from tui.pages.faceplate import open_faceplate

        if self.console.pens:
            place = min(self.chosen, len(self.console.pens) - 1)
            open_faceplate(self.console, self.console.pens[place])

    def paint(self, width: int, height: int) -> list[Line]:
        """Return a title with the span, and for every tag a line of values and a trend."""
        span_ms = SPANS[self.span] * _MINUTE
        pens = self.console.pens
        self.chosen = max(0, min(self.chosen, len(pens) - 1))
        last = f"{self.console.say('last')} {show_duration(span_ms)}"
        lines = [self.title(width, (last, ""))]
        if not pens:
            return [*lines, line([(f" {self.console.say('none')}", "")], width)]
        each = (height - 1) // len(pens)
        for place, tag in enumerate(pens):
            view = self.now.tags[tag]
            span = view.high - view.low
            value = view.pv if view.pv is not None else view.op
            shown = f" {number(value, span)} {unit_of(view.unit)}"
            wanted = f"   SP {number(view.sp, span)}" if view.sp is not None else ""
            head = (f" {tag} ", "chosen" if place == self.chosen else "strong")
            lines.append(
                line(
                    [
                        head,
                        (f" {self.console.say.retell(view.name)} ", ""),
                        (shown + wanted, "strong"),
                    ],
                    width,
                )
            )
            lines += pane(self.console, view, span_ms, width, max(each - 1, 1))
        return lines
