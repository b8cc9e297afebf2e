"""Every loop, instrument and valve: value on a moving-pointer bar, set-point, mode, alarm."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.observation import AlarmView, TagView
from tui.console import Console
from tui.draw import SHAPES, Gauge, Line, Piece, fit, line, number, scrolled, unit_of
from tui.page import DOWN, UP, Key, Page, alarm_token
from tui.pages.trends import pane, toggle_pen

WIDE = 130
"""From this width on, measurements and valves stand beside the loops."""
ROOM = 8
"""So many free rows below are filled with trends."""
HOUR_MS = 3_600_000
_MODES = {"MAN": "M", "AUTO": "A", "CAS": "C"}


def gauge_of(console: Console, view: TagView) -> Gauge:
    """Return the bar of a tag, with the limits of its alarms."""
    lows: list[float] = []
    highs: list[float] = []
    for tag, helped in console.runner.desk.brief.alarms.items():
        if tag.rpartition(".")[0] != view.tag:
            continue
        if helped.kind in ("LO", "LOLO"):
            lows.append(helped.limit)
        elif helped.kind in ("HI", "HIHI"):
            highs.append(helped.limit)
        elif helped.kind == "DEV" and view.sp is not None:
            lows.append(view.sp - helped.limit)
            highs.append(view.sp + helped.limit)
    return Gauge(view.low, view.high, lows, highs)


def alarm_of(console: Console, tag: str) -> AlarmView | None:
    """Return the most pressing alarm of a tag, if it has one that shows."""
    for alarm in console.alarms():
        if alarm.alarm.rpartition(".")[0] == tag and alarm.state in "BCDEF":
            return alarm
    return None


class Overview(Page):
    """The whole unit at a glance; Enter opens the faceplate of the chosen tag."""

    name: ClassVar[str] = "overview"
    heading: ClassVar[str] = "overview"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "faceplate", "open", "Enter"),
        Key("t", "to trends", "pen"),
    )

    def tags(self) -> list[TagView]:
        """Return the tags in the order of the page: loops, measurements, valves and pumps."""
        loops, measured, valves = self._sections()
        return [*loops, *measured, *valves]

    def count(self) -> int:
        """Return how many tags there are."""
        return len(self.now.tags)

    def open(self) -> None:
        """Open the faceplate of the chosen tag."""
        from tui.pages.faceplate import open_faceplate

        tags = self.tags()
        if tags:
            open_faceplate(self.console, tags[min(self.chosen, len(tags) - 1)].tag)

    def pen(self) -> None:
        """Put the chosen tag into the trends, or take it out."""
        tags = self.tags()
        if tags:
            toggle_pen(self.console, tags[min(self.chosen, len(tags) - 1)].tag)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return one list, or on a wide screen loops on the left and the rest on the right."""
        loops, measured, valves = self._sections()
        first = self._rows("Loops", loops, 0)
        second = self._rows("Indicators", measured, len(loops))
        third = self._rows("Valves and pumps", valves, len(loops) + len(measured))
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        if width < WIDE:
            return self._column([*first, *second, *third], width, height)
        left = width * 11 // 20
        head = self._column(first, left, min(len(first), height))
        below = self._column(third, left, height - len(head))
        rest = self._column(second, width - left, height)
        column = [*head, *below]
        blank_left, blank_right = [(" " * left, "")], [(" " * (width - left), "")]
        lines = [
            (column[n] if n < len(column) else blank_left)
            + (rest[n] if n < len(rest) else blank_right)
            for n in range(max(len(column), len(rest)))
        ]
        return [*lines, *self._trends(width, height - len(lines))]

    def _trends(self, width: int, rows: int) -> list[Line]:
        """Return the trends of the last hour beside each other, if there is room for them."""
        pens = self.console.pens
        if rows < ROOM or not pens:
            return []
        each = width // len(pens)
        made: list[Line] = [[] for _ in range(rows - 1)]
        for tag in pens:
            view = self.now.tags[tag]
            head = line([(f" {tag} ", "strong"), (self.console.say.retell(view.name), "")], each)
            panes = [head, *pane(self.console, view, HOUR_MS, each, rows - 2)]
            made = [left + right for left, right in zip(made, panes, strict=True)]
        return [line([], width), *(line(pieces, width) for pieces in made)]

    def _sections(self) -> tuple[list[TagView], list[TagView], list[TagView]]:
        views = list(self.now.tags.values())
        loops = [v for v in views if v.mode is not None]
        measured = [v for v in views if v.mode is None and v.pv is not None]
        valves = [v for v in views if v.mode is None and v.pv is None]
        return loops, measured, valves

    def _rows(
        self, word: str, views: list[TagView], first: int
    ) -> list[tuple[int, TagView | None, str]]:
        """Return a heading and the tags of a section, each with its place in the whole."""
        heading: tuple[int, TagView | None, str] = (-1, None, self.console.say(word))
        return [heading, *((first + n, view, "") for n, view in enumerate(views))]

    def _column(
        self, rows: list[tuple[int, TagView | None, str]], width: int, height: int
    ) -> list[Line]:
        """Return a column of rows, scrolled so that the chosen tag is in sight."""
        at = next((n for n, row in enumerate(rows) if row[0] == self.chosen), 0)
        start = scrolled(at, len(rows), height)
        return [
            self._row(place, view, width) if view is not None else self._heading(heading, width)
            for place, view, heading in rows[start : start + height]
        ]

    def _widths(self, width: int, loop: bool) -> tuple[int, int]:
        """Return the cells of the name and of the bar in a column."""
        room = width - (47 if loop or width >= 75 else 36)
        bar = max(min(room * 11 // 20, 40), 10)
        return max(min(room - bar, 24), 6), bar

    def _heading(self, heading: str, width: int) -> Line:
        """Return the heading of a section; over the loops, what their numbers are."""
        loops = heading == self.console.say("Loops")
        name, bar = self._widths(width, loops)
        pieces: list[Piece] = [(fit(f" {heading}", 12 + name + bar), "strong")]
        if loops:
            pieces.append((f"{'PV':>8} {'':6}{'SP':>8}", "soft"))
        return line(pieces, width)

    def _row(self, place: int, view: TagView, width: int) -> Line:
        """Return one tag: tag, name, bar, value, unit, set-point, mode, alarm."""
        span = view.high - view.low
        value = view.pv if view.pv is not None else view.position
        alarm = alarm_of(self.console, view.tag)
        tag = "chosen" if place == self.chosen else "strong"
        loop = view.mode is not None
        name, bar = self._widths(width, loop)
        pieces: list[Piece] = [
            (" ", ""),
            (fit(view.tag, 9), tag),
            (f" {fit(self.console.say.retell(view.name), name)} ", ""),
        ]
        gauge = gauge_of(self.console, view)
        pieces.append((gauge.bar(bar, value, view.sp), "pen"))
        pieces.append((f"{number(value, span):>8} ", "strong"))
        pieces.append((fit(unit_of(view.unit), 6), "soft"))
        if loop:
            pieces.append((f"{number(view.sp, span):>8} ", ""))
            pieces.append((fit(_MODES.get(view.mode or "", ""), 2), ""))
        if view.quality != "GOOD":
            pieces.append((f"?{view.quality[:3]} ", "refused"))
        if view.forced_by:
            pieces.append((f"!{view.forced_by} ", "refused"))
        if alarm is not None:
            mark = f"{SHAPES.get(alarm.priority, '○')}{alarm.priority} "
            kind = alarm.alarm.rpartition(".")[2]
            pieces.append((f"{mark}{kind}", alarm_token(alarm)))
        return line(pieces, width)
