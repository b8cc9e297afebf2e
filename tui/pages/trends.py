"""Trends of up to eight tags: any stretch of time, pan, zoom, a cursor, laboratory and events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from simulator.language.problem import Refusal
from simulator.language.simtime import show_duration, show_time
from simulator.language.tag import did_you_mean
from tui import going
from tui.draw import Line, Piece
from tui.page import DOWN, UP, Key, Page, Station
from tui.trend.pane import MARGIN, Span, Trace, shown_of
from tui.trend.pens import (
    AUTO,
    PENS,
    RANGE,
    Scale,
    groups_of,
    limits_of,
    parse_scale,
    points_of,
    views_of,
)
from tui.trend.picture import Picture
from tui.trend.window import Window


def toggle_pen(console: Station, tag: str) -> None:
    """Put a tag into the trends, or take it out if it is there."""
    if tag in console.pens:
        console.pens.remove(tag)
    elif len(console.pens) >= PENS:
        console.tell(console.say("eight tags at most; x removes one"), "refused")
        return
    else:
        console.pens.append(tag)
    say = console.say
    console.tell(f"{say('trends')}{say.colon}{', '.join(console.pens) or say('none')}")


def show_trends(console: Station, tags: Sequence[str], span_ms: int | None = None) -> None:
    """Show the trends of some tags; without tags those there are, without a span as it is."""
    page = console.pages["trends"]
    assert isinstance(page, Trends)
    page.show(tags or list(console.pens), span_ms or page.span_ms)
    console.go(page)


class Trends(Page):
    """Trends, one pane for each pen or several pens over each other; the set-point is dotted."""

    name: ClassVar[str] = "trends"
    heading: ClassVar[str] = "trends"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "earlier", "earlier", "←"),
        Key("right", "later", "later", "→"),
        Key("]", "longer span", "wider"),
        Key("[", "shorter span", "narrower"),
        Key("<", "cursor back", "cursor_back"),
        Key(">", "cursor on", "cursor_on"),
        Key("p", "pen group", "group"),
        Key("m", "over each other", "merge"),
        Key("v", "scale", "scale"),
        Key("o", "PV, SP, OP", "values"),
        Key("t", "add a tag", "add"),
        Key("x", "remove tag", "drop"),
        Key("enter", "faceplate", "open", "Enter"),
        Key("end", "back to now", "to_now", "End"),
        Key("home", "to the beginning", "to_begin", "Home"),
        Key("shift+left", "a whole span earlier", "much_earlier", "⇧←"),
        Key("shift+right", "a whole span later", "much_later", "⇧→"),
        Key("{", "cursor far back", "cursor_far_back"),
        Key("}", "cursor far on", "cursor_far_on"),
        Key("e", "event before", "event_before"),
        Key("E", "event after", "event_after"),
        Key("c", "cursor off", "cursor_off"),
        Key("V", "type a scale", "type_scale"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.window = Window()
        self.merged = False
        self.shown: dict[str, int] = {}
        """By tag, which of the things that can be shown of it is shown."""
        self.scales: dict[str, Scale] = {}
        self.group_at = -1
        self._span = Span.of(1, self.window.span, 60)
        """What was painted last, so that a click finds its moment."""

    # -- what is shown -----------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """The tags that are shown."""
        return " ".join(self.console.pens)

    @property
    def span_ms(self) -> int:
        """How much time is shown, ms."""
        return self.window.span

    @property
    def time(self) -> int:
        """The simulated time, ms."""
        return self.now.now

    def show(self, tags: Sequence[str], span_ms: int) -> None:
        """Show these tags over the last ``span_ms``; of a value such as TIC-101.OP, its tag."""
        pens: list[str] = []
        for name in tags:
            tag, attribute = self._parted(name)
            if tag in self.now.tags and tag not in pens:
                pens.append(tag)
                self._show_value(tag, attribute)
        self.console.pens[:] = pens[:PENS]
        self.window = Window().spanning(self.time, span_ms)
        self.chosen = 0

    def _parted(self, name: str) -> tuple[str, str]:
        """Return the tag and the attribute of a name; of a tag alone no attribute."""
        tag, _, attribute = name.rpartition(".")
        return (name, "") if name in self.now.tags else (tag, attribute)

    def _show_value(self, tag: str, attribute: str) -> None:
        """Show one value of a tag, if it was named and can be shown alone."""
        views = views_of(self.now.tags[tag])
        if (attribute,) in views:
            self.shown[tag] = views.index((attribute,))

    def count(self) -> int:
        """Return how many pens there are."""
        return len(self.console.pens)

    def selected(self) -> str:
        """Return the chosen tag; empty, and told, if there is none."""
        pens = self.console.pens
        if not pens:
            self.console.tell(self.console.say("nothing selected"))
            return ""
        return pens[max(0, min(self.chosen, len(pens) - 1))]

    def add(self) -> None:
        """Ask for a tag to show."""
        self.console.ask("Tag", self._add)

    def _add(self, typed: str) -> None:
        name = typed.strip().upper()
        tag, attribute = self._parted(name)
        if tag in self.now.tags:
            if tag not in self.console.pens:
                toggle_pen(self.console, tag)
            self._show_value(tag, attribute)
            return
        meant = did_you_mean(name, self.now.tags)
        hint = f" ({meant}?)" if meant else ""
        told = self.console.say("there is no such tag")
        self.console.tell(f"{typed[:30]}: {told}{hint}", "refused")

    def drop(self) -> None:
        """Take the chosen tag out."""
        if tag := self.selected():
            self.console.pens.remove(tag)

    def group(self) -> None:
        """Show the next group of tags that belong together."""
        speak = self.console.say
        groups = groups_of(self.console.runner.desk.brief.cell, self.now.tags)
        if not groups:
            self.console.tell(speak("none"))
            return
        self.group_at = (self.group_at + 1) % len(groups)
        group = groups[self.group_at]
        self.console.pens[:] = group.tags
        self.chosen = 0
        view = self.now.tags[group.tags[0]]
        name = (
            speak("flows of {unit}", unit=group.unit)
            if group.unit
            else f"{view.tag} {speak.retell(view.name)}"
        )
        self.console.tell(f"{self.group_at + 1}/{len(groups)}  {name}")

    def merge(self) -> None:
        """Draw pens over each other, or each in its own pane."""
        self.merged = not self.merged

    def values(self) -> None:
        """Show something else of the chosen tag: PV and SP, these with OP, OP, or PV."""
        if tag := self.selected():
            count = len(views_of(self.now.tags[tag]))
            self.shown[tag] = (self.shown.get(tag, 0) + 1) % count

    def scale(self) -> None:
        """Change between the automatic scale and the range of the instrument."""
        if tag := self.selected():
            auto = self.scales.get(tag, AUTO) == AUTO
            self.scales[tag] = RANGE if auto else AUTO

    def type_scale(self) -> None:
        """Ask for the ends of the scale of the chosen tag."""
        if tag := self.selected():
            self.console.ask("Scale: lowest and highest", lambda t: self._scale(tag, t), what=tag)

    def _scale(self, tag: str, typed: str) -> None:
        try:
            self.scales[tag] = parse_scale(typed)
        except Refusal as refusal:
            self.console.tell(self.console.say.problem(refusal.problems[0]), "refused")

    def open(self) -> None:
        """Open the faceplate of the chosen tag."""
        if tag := self.selected():
            going.faceplate(self.console, tag)

    # -- the stretch of time -----------------------------------------------------------------

    def wider(self) -> None:
        """Show a longer time."""
        self.window = self.window.zoom(self.time, longer=True)

    def narrower(self) -> None:
        """Show a shorter time."""
        self.window = self.window.zoom(self.time, longer=False)

    def earlier(self) -> None:
        """Go back by a quarter of the span."""
        self.window = self.window.pan(self.time, -1)

    def later(self) -> None:
        """Go on by a quarter of the span."""
        self.window = self.window.pan(self.time, 1)

    def much_earlier(self) -> None:
        """Go back by a whole span."""
        self.window = self.window.pan(self.time, -4)

    def much_later(self) -> None:
        """Go on by a whole span."""
        self.window = self.window.pan(self.time, 4)

    def to_now(self) -> None:
        """Go along with the time again."""
        self.window = self.window.to_now()

    def to_begin(self) -> None:
        """Show the beginning of the session; where that is shown, go along with the time again."""
        begin = self.window.to_begin(self.time)
        self.window = self.window.to_now() if begin == self.window else begin

    def cursor_back(self) -> None:
        """Move the cursor back by a cell."""
        self._step(-1)

    def cursor_on(self) -> None:
        """Move the cursor on by a cell."""
        self._step(1)

    def cursor_far_back(self) -> None:
        """Move the cursor back by ten cells."""
        self._step(-10)

    def cursor_far_on(self) -> None:
        """Move the cursor on by ten cells."""
        self._step(10)

    def _step(self, cells: int) -> None:
        self.window = self.window.step(self.time, cells * 2 * self._span.width)

    def cursor_off(self) -> None:
        """Take the cursor away."""
        self.window = self.window.at(self.time, None)

    def event_before(self) -> None:
        """Put the cursor on the event before it."""
        at = self.window.cursor if self.window.cursor is not None else self.time + 1
        found = self.console.past.between(0, at)
        if found:
            self.window = self.window.at(self.time, found[-1].t)

    def event_after(self) -> None:
        """Put the cursor on the event after it."""
        if self.window.cursor is None:
            return
        found = self.console.past.between(self.window.cursor + 1, self.time + 1)
        if found:
            self.window = self.window.at(self.time, found[0].t)

    def click(self, x: int, y: int) -> None:
        """Put the cursor where the mouse was clicked."""
        if x >= MARGIN:
            span = self._span
            self.window = self.window.at(self.time, span.moment(min(x - MARGIN, span.cells - 1)))

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Zoom in or out about what is under the mouse."""
        span = self._span
        cursor = self.window.cursor
        at = self.window.at(self.time, span.moment(min(max(x - MARGIN, 0), span.cells - 1)))
        self.window = at.zoom(self.time, longer=not up)
        if cursor is None:
            self.cursor_off()

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return a title, panes with their values, and at the foot marks, times and the cursor."""
        now, pens = self.time, self.console.pens
        pens[:] = [tag for tag in pens if tag in self.now.tags]
        self.chosen = max(0, min(self.chosen, len(pens) - 1))
        self._span = Span.of(self.window.close(now), self.window.span, max(width - MARGIN - 1, 2))
        traces = [self._trace(place, tag) for place, tag in enumerate(pens)]
        picture = Picture(self.console, self._span, self.window.cursor, traces, width)
        title = self.title(width, *self._stretch())
        return [title, *picture.lines(height - 1, self.merged)]

    def _trace(self, place: int, tag: str) -> Trace:
        view = self.now.tags[tag]
        views = views_of(view)
        brief = self.console.runner.desk.brief
        return Trace(
            view,
            shown_of(self.console.history, tag, views[self.shown.get(tag, 0) % len(views)]),
            self.scales.get(tag, AUTO),
            str(place + 1),
            place == self.chosen,
            limits_of(brief, view),
            points_of(brief.cell, self.now, tag),
        )

    def _stretch(self) -> list[Piece]:
        """Return what stretch of time is shown: the last, or from when to when."""
        speak = self.console.say
        shown = show_duration(self.window.span)
        if self.window.end is None:
            return [(f"{speak('last')} {shown}", "")]
        start = show_time(max(self.window.start(self.time), 0))
        ended = f"{start} … {show_time(self.window.close(self.time))}"
        return [(f"{ended} ({shown})  ", "strong"), (speak("End: back to now"), "")]
