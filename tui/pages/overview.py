"""The process cell at a glance: its units in the order of flow, people, utilities, what is due."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from rich.cells import cell_len

from simulator.language.observation import InterlockView
from simulator.session.process_cell import LineCard, UnitCard
from tui import going
from tui.alarm.mark import alarm_mark
from tui.draw import Line, Piece, blank, fit, line, unit_of
from tui.mimics import telling
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Area, Scene, brief_number, gauge_of, pressing
from tui.page import DOWN, UP, Key, Page, Station
from tui.pages.duty import bearing, under_way
from tui.pages.flow import columns
from tui.pages.roster import Roster
from tui.pages.unit import phase_pieces
from tui.trend.pane import pane

LARGE, SMALL = 34, 20
"""The least columns of a block: of a unit with many readings, and of a tank."""
GAP = 3
TALL_ROWS, LOW_ROWS = 7, 4
"""The least rows of such blocks."""
BELOW = 6
"""So many rows under the units are kept for phases, people and utilities."""
ROOM = 7
"""So many free rows below are filled with trends."""
HOUR_MS = 3_600_000


class Overview(Page):
    """Every unit as a block with its telling values; Enter opens the drawing of the chosen one."""

    name: ClassVar[str] = "overview"
    heading: ClassVar[str] = "overview"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "unit", "open", "Enter"),
        Key("v", "list of tags", "tags"),
        Key("f", "lots", "floor"),
        Key("w", "at work", "work"),
        Key("]", "next area", "next"),
        Key("[", "area before", "before"),
        Key("pagedown", "far down", "far_down", "PgDn"),
        Key("pageup", "far up", "far_up", "PgUp"),
    )
    LISTED: ClassVar[tuple[str, ...]] = ("work", "next", "before", "far_down", "far_up")
    """What only moves in a list."""

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self._blocks: list[tuple[Area, str]] = []
        self._main = True
        self._as_list = False
        self._columns = columns(console.runner.desk.brief.cell)
        self._roster = Roster(console)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of this page; those of the list only where it is one."""
        keys = super().keys
        return keys if self._as_list else tuple(k for k in keys if k.method not in self.LISTED)

    def units(self) -> list[UnitCard]:
        """Return the units in the order of flow, as they stand on the screen."""
        if self._as_list:
            return self._roster.units()
        return [card for column in self._columns for card in column]

    def count(self) -> int:
        """Return how many units can be chosen."""
        return len(self.units())

    def up(self) -> None:
        """Choose the unit before."""
        self._settle()
        super().up()

    def down(self) -> None:
        """Choose the unit after."""
        self._settle()
        super().down()

    def open(self) -> None:
        """Open the drawing of the chosen unit."""
        self._settle()
        units = self.units()
        if units:
            going.unit(self.console, units[self.chosen].tag)

    def work(self) -> None:
        """List only the units at which something is at work, or all of them again."""
        before = self.units()[self.chosen].tag if self.units() else ""
        self._roster.working = not self._roster.working
        tags = [card.tag for card in self.units()]
        self.chosen = tags.index(before) if before in tags else 0

    def next(self) -> None:
        """Choose the first unit of the next area."""
        self._settle()
        self.chosen = self._roster.area_from(self.chosen, 1)

    def before(self) -> None:
        """Choose the first unit of this area, or of the one before."""
        self._settle()
        self.chosen = self._roster.area_from(self.chosen, -1)

    def far_down(self) -> None:
        """Choose the unit a screen further down."""
        self.chosen += max(len(self._roster.rows) - 2, 1)
        self._settle()

    def far_up(self) -> None:
        """Choose the unit a screen further up."""
        self.chosen -= max(len(self._roster.rows) - 2, 1)
        self._settle()

    def tags(self) -> None:
        """Show the list of all tags."""
        going.show(self.console, "tags")

    def floor(self) -> None:
        """Show labels, lots and who is at work."""
        going.show(self.console, "floor")

    def click(self, x: int, y: int) -> None:
        """Choose the unit in a cell; open it if it is chosen already."""
        tags = [card.tag for card in self.units()]
        for (left, top, width, height), tag in self._blocks:
            if left <= x < left + width and top <= y < top + height:
                if tags[self.chosen] == tag:
                    self.open()
                self.chosen = tags.index(tag)
                return

    def _settle(self) -> None:
        """Begin at the unit with the most to see; keep the choice within what there is."""
        units = self.units()
        if self._main:
            self._main = False
            keys = [len(telling(card.kind)) for card in units]
            most = keys.index(max(keys)) if keys else 0
            self.chosen = self._roster.first() if self._as_list else most
        self.chosen = max(0, min(self.chosen, len(units) - 1))

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the units, then what else an operator must know of the cell, then trends."""
        below = under_way(self.console, width)
        room = max(height - 1 - min(len(below), BELOW), 3)
        drawn = self._columns
        widths = _widths(drawn, width)
        rows = max((sum(map(_least, column)) for column in drawn), default=0)
        self._take_form(not (widths and 0 < rows <= room))
        self._settle()
        if not self._as_list:
            wanted = max(sum(self._most[card.tag] for card in column) for column in drawn)
            high = min(room, max(rows, wanted))
            canvas = Canvas(width, high)
            self._draw(canvas, drawn, widths)
            units = canvas.lines()
        else:
            units = self._list(width, room)
        lines = [self._head(width), *units, *below]
        spare = height - len(lines)
        return [*lines, *self._trends(width, spare)][:height]

    def _take_form(self, as_list: bool) -> None:
        """Be a list or a drawing from now on; what was chosen stays chosen."""
        if as_list == self._as_list:
            return
        units = self.units()
        tag = units[min(self.chosen, len(units) - 1)].tag if units else ""
        self._as_list = as_list
        tags = [card.tag for card in self.units()]
        self.chosen = tags.index(tag) if tag in tags else 0

    def _list(self, width: int, rows: int) -> list[Line]:
        """Return the units as a list; note where each of them stands."""
        lines = self._roster.paint(width, rows, self.chosen)
        self._blocks = [
            ((0, y + 1, width, 1), tag)
            for y, tag in enumerate(self._roster.rows)
            if tag is not None
        ]
        return lines[: len(self._roster.rows)]

    def _head(self, width: int) -> Line:
        """Return the batch, how the procedure goes on, and which part of a list is in sight."""
        say, brief = self.console.say, self.console.runner.desk.brief
        pieces: list[Piece] = [(say("batch {name}", name=brief.name), "")]
        if self.now.phases:
            pieces.append((f"   {say('procedure')} {self.now.procedure_mode}", "soft"))
        if not self._as_list:
            return self.title(width, *pieces)
        (first, last), total = self._roster.sight, self.count()
        tail = say("{first}-{last} of {n}", first=first, last=last, n=total)
        if self._roster.working:
            tail = f"{say('at work')}{say.colon}{tail}"
        more = f"{'↑' * (first > 1)}{'↓' * (last < total)}"
        shown: Line = [(f"{tail} {more:2} ", "strong")]
        room = width - sum(cell_len(text) for text, _ in shown)
        return line([*self.title(room, *pieces), *shown], width)

    @cached_property
    def _most(self) -> dict[str, int]:
        """The rows that the block of each unit can use."""
        rows: dict[str, int] = {}
        for card in self.units():
            scene = Scene(self.console, card)
            tags = sum(len(scene.reading(key)) for key in telling(card.kind))
            rows[card.tag] = max(tags + 4 if _large(card) else 2 * tags + 2, _least(card))
        return rows

    def _draw(self, canvas: Canvas, drawn: list[list[UnitCard]], widths: list[int]) -> None:
        """Draw the blocks, column by column, then the lines between neighbours."""
        places: dict[str, Area] = {}
        x = 0
        for column, wide in zip(drawn, widths, strict=True):
            spare = canvas.height - sum(map(_least, column))
            y = 0
            for card in column:
                more = min(spare // len(column), self._most[card.tag] - _least(card))
                high = _least(card) + max(more, 0)
                places[card.tag] = (x, y, wide, high)
                y += high
            x += wide + GAP
        self._blocks = []
        chosen = self.units()[self.chosen].tag
        for column in drawn:
            for card in column:
                self._block(canvas, card, places[card.tag], card.tag == chosen)
                left, top, wide, high = places[card.tag]
                self._blocks.append(((left, top + 1, wide, high), card.tag))
        for pipe in self.console.runner.desk.brief.cell.lines:
            end = next(iter(pipe.devices), pipe.sink)
            if pipe.source in places and end in places:
                self._pipe(canvas, pipe, places[pipe.source], places[end])

    def _block(self, canvas: Canvas, card: UnitCard, area: Area, chosen: bool) -> None:
        """Draw one unit: tag, name and alarm on the frame, phase and telling values in it."""
        x, y, wide, high = area
        scene = Scene(self.console, card)
        canvas.box(x, y, wide, high)
        alarm = pressing(scene.unit_alarms(card.tag))
        title = f" {card.tag} "
        canvas.put(x + 2, y, title, "chosen" if chosen else "strong")
        name = self.console.say.words(card.name)
        room = wide - len(title) - 8
        on_top = cell_len(name) <= room
        at = (x + 2 + len(title), y) if on_top else (x + 2, y + high - 1)
        room = room if on_top else wide - 6
        canvas.put(*at, f"{'' if on_top else ' '}{fit(name, min(room, cell_len(name)))} ")
        if alarm is not None:
            canvas.pieces(x + wide - 4, y, [alarm_mark(alarm)])
        free = (x + 2, y + high - 1) if on_top else (x + 2 + len(title), y)
        canvas.pieces(*free, bearing(self.now, card.tag, x + wide - 4 - free[0]))
        small = high < TALL_ROWS
        row, last = y + 1, y + high - 1
        if not small or scene.phases(card.tag) or self._stopped(scene):
            row = self._state(canvas, scene, (x + 1, row, wide - 2, last - row))
        tags = [tag for key in telling(card.kind) for tag in scene.reading(key)]
        for tag in tags:
            if row >= last:
                break
            if wide >= LARGE:
                scene.reads(canvas, x + 1, row, tag, wide - 2)
            else:
                row = self._short(canvas, scene, tag, (x + 1, row, wide - 2, last - row))
            row += 1

    def _state(self, canvas: Canvas, scene: Scene, area: Area) -> int:
        """Draw the phases of a unit and what holds it; return the row after them."""
        x, y, wide, high = area
        rows: list[list[Piece]] = [
            [(f"! {view.interlock} {self.console.say.retell(view.text)}", "refused")]
            for view in self._stopped(scene)
        ]
        phases = phase_pieces(scene, scene.unit.tag)
        rows.append(phases or [(self.console.say("no phase at work"), "soft")])
        high = max(high - 1, 1)
        for place, pieces in enumerate(rows[:high]):
            canvas.place(x + 1, y + place, [line(pieces, wide - 1)])
        return y + min(len(rows), high)

    def _stopped(self, scene: Scene) -> list[InterlockView]:
        """Return the tripped interlocks that force a valve or pump of the unit."""
        tripped = {view.interlock: view for view in self.now.interlocks if view.tripped}
        return [
            tripped[card.tag]
            for card in scene.cell.interlocks
            if card.tag in tripped
            and any(scene.cell.owner_of(tag) == scene.unit.tag for tag in card.forces)
        ]

    def _short(self, canvas: Canvas, scene: Scene, tag: str, area: Area) -> int:
        """Draw a reading in a narrow block, a bar below it if there is room; return its row."""
        x, y, wide, rows = area
        view = scene.view(tag)
        if view is None:
            return y
        span = view.high - view.low
        token = "refused" if view.quality != "GOOD" else "strong"
        canvas.put(x, y, fit(tag, 7))
        at = canvas.put(x + 7, y, brief_number(view.pv, span, max(wide - 13, 6)), token)
        canvas.put(at + 1, y, fit(unit_of(view.unit), wide - (at + 1 - x)), "soft")
        if rows < 2:
            return y
        bar = gauge_of(self.console, view).bar(wide, view.pv, view.sp)
        canvas.put(x, y + 1, bar, "pen")
        return y + 1

    def _pipe(self, canvas: Canvas, pipe: LineCard, source: Area, sink: Area) -> None:
        """Draw a line from a block to one in the next column, its pump running or not."""
        start, end = source[0] + source[2], sink[0] - 1
        if end - start + 1 != GAP:
            return
        out = _entry(source, sink)
        into = max(sink[1] + 1, min(out, sink[1] + sink[3] - 2))
        view = self.now.tags.get(pipe.pump)
        running = view is not None and (view.position or 0.0) >= 1.0
        canvas.across(start, start + 1, out)
        canvas.down(start + 1, out, into)
        canvas.across(start + 1, end, into)
        canvas.put(end, into, "▶", "soft")
        if pipe.pump:
            canvas.put(start, out, "▶" if running else "■", "strong" if running else "soft")

    def _trends(self, width: int, rows: int) -> list[Line]:
        """Return the trends of the last hour beside each other, if there is room for them."""
        pens = [tag for tag in self.console.pens if tag in self.now.tags][: max(width // 30, 1)]
        if rows < ROOM or not pens:
            return []
        each = width // len(pens)
        beside: list[Line] = [[] for _ in range(rows - 1)]
        for tag in pens:
            view = self.now.tags[tag]
            name = fit(self.console.say.retell(view.name), each - len(tag) - 3)
            head = line([(" ", ""), (tag, "strong"), (f" {name}", "")], each - 1)
            drawn = [head, *pane(self.console, view, HOUR_MS, each - 1, rows - 2)]
            for row, pieces in zip(beside, drawn, strict=True):
                row.extend((*pieces, (" ", "")))
        return [blank(width), *(line(row, width) for row in beside)]


def _large(card: UnitCard) -> bool:
    return len(telling(card.kind)) > 3


def _least(card: UnitCard) -> int:
    return TALL_ROWS if _large(card) else LOW_ROWS


def _widths(drawn: list[list[UnitCard]], width: int) -> list[int]:
    """Return the width of each column of blocks; none if they do not fit."""
    least = [LARGE if any(map(_large, column)) else SMALL for column in drawn]
    spare = width - sum(least) - GAP * (len(drawn) - 1)
    if spare < 0 or not drawn:
        return []
    large = [place for place, wide in enumerate(least) if wide == LARGE]
    if large:
        least[large[0]] += spare - spare * 2 // 3 if len(least) > 1 else spare
        spare = spare * 2 // 3 if len(least) > 1 else 0
    others = [place for place in range(len(least)) if place not in large[:1]]
    for place in others:
        least[place] += spare // len(others)
    return least


def _entry(source: Area, sink: Area) -> int:
    """Return the row at which a line leaves its source: straight ahead where that is possible."""
    shorter = source if source[3] <= sink[3] else sink
    middle = shorter[1] + shorter[3] // 2
    return max(source[1] + 1, min(middle, source[1] + source[3] - 2))
