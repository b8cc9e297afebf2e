"""Every loop, instrument and valve: value on a moving-pointer bar, set-point, mode, alarm."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.observation import TagView
from simulator.language.text import N_
from tui import going
from tui.alarm.mark import alarm_token, mark_of
from tui.draw import Line, Piece, fit, line, scrolled, unit_of
from tui.mimics.canvas import Canvas
from tui.mimics.scene import MODES, Area, alarm_of, brief_number, gauge_of
from tui.page import DOWN, UP, Key, Page, Station
from tui.pages.trends import toggle_pen

WIDE = 130
"""From this width on, measurements and valves stand beside the loops."""


class Tags(Page):
    """Every tag in one list; Enter opens the faceplate of the chosen one."""

    name: ClassVar[str] = "tags"
    heading: ClassVar[str] = "tags"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "faceplate", "open", "Enter"),
        Key("t", "to trends", "pen"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self._places: list[tuple[int, int, int, int]] = []

    def tags(self) -> list[TagView]:
        """Return the tags in the order of the page: loops, measurements, valves and pumps."""
        loops, measured, valves = self._sections()
        return [*loops, *measured, *valves]

    def count(self) -> int:
        """Return how many tags there are."""
        return len(self.now.tags)

    def open(self) -> None:
        """Open the faceplate of the chosen tag."""
        tags = self.tags()
        if tags:
            going.faceplate(self.console, tags[min(self.chosen, len(tags) - 1)].tag)

    def pen(self) -> None:
        """Put the chosen tag into the trends, or take it out."""
        tags = self.tags()
        if tags:
            toggle_pen(self.console, tags[min(self.chosen, len(tags) - 1)].tag)

    def click(self, x: int, y: int) -> None:
        """Choose the tag in a cell; open it if it is chosen already."""
        for first, last, row, place in self._places:
            if row == y and first <= x < last:
                if place == self.chosen:
                    self.open()
                self.chosen = place
                return

    def paint(self, width: int, height: int) -> list[Line]:
        """Return one list, or on a wide screen loops on the left and the rest on the right."""
        loops, measured, valves = self._sections()
        first = self._rows(N_("Loops"), loops, 0)
        second = self._rows(N_("Indicators"), measured, len(loops))
        third = self._rows(N_("Valves and pumps"), valves, len(loops) + len(measured))
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        self._places = []
        canvas = Canvas(width, height)
        if width < WIDE:
            self._column(canvas, [*first, *second, *third], (0, 0, width, height))
            return canvas.lines()
        left = width * 11 // 20
        high = min(len(first), height)
        self._column(canvas, first, (0, 0, left, high))
        self._column(canvas, third, (0, high, left, height - high))
        self._column(canvas, second, (left, 0, width - left, height))
        return canvas.lines()

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
        heading: tuple[int, TagView | None, str] = (-1, None, word)
        return [heading, *((first + n, view, "") for n, view in enumerate(views))]

    def _column(
        self, canvas: Canvas, rows: list[tuple[int, TagView | None, str]], area: Area
    ) -> None:
        """Draw rows into an area, scrolled so that the chosen tag is in sight."""
        x, y, width, height = area
        at = next((n for n, row in enumerate(rows) if row[0] == self.chosen), 0)
        start = scrolled(at, len(rows), height)
        for row, (place, view, heading) in enumerate(rows[start : start + height], y):
            if view is None:
                canvas.place(x, row, [self._heading(heading, width)])
                continue
            canvas.place(x, row, [self._row(place, view, width)])
            self._places.append((x, x + width, row, place))

    def _widths(self, width: int, loop: bool) -> tuple[int, int]:
        """Return the cells of the name and of the bar in a column."""
        room = width - (47 if loop or width >= 75 else 36)
        bar = max(min(room * 11 // 20, 40), 10)
        return max(min(room - bar, 24), 6), bar

    def _heading(self, heading: str, width: int) -> Line:
        """Return the heading of a section; over the loops, what their numbers are."""
        loops = heading == "Loops"
        name, bar = self._widths(width, loops)
        pieces: list[Piece] = [(fit(f" {self.console.say(heading)}", 12 + name + bar), "strong")]
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
        pieces.append((f"{brief_number(value, span, 8)} ", "strong"))
        pieces.append((fit(unit_of(view.unit), 6), "soft"))
        if loop:
            pieces.append((f"{brief_number(view.sp, span, 8)} ", ""))
            pieces.append((fit(MODES.get(view.mode or "", ""), 2), ""))
        if view.quality != "GOOD":
            pieces.append((f"?{view.quality[:3]} ", "refused"))
        if view.forced_by:
            pieces.append((f"!{view.forced_by} ", "refused"))
        if alarm is not None:
            kind = alarm.alarm.rpartition(".")[2]
            pieces.append((f"{mark_of(alarm.priority)} {kind}", alarm_token(alarm)))
        return line(pieces, width)
