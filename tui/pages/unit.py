"""One unit as a drawing with live values; arrow keys choose an instrument, Enter opens it."""

from __future__ import annotations

from typing import ClassVar

from simulator.session.meanings import ANNUNCIATED
from simulator.session.process_cell import UnitCard
from tui import going
from tui.alarm.mark import alarm_mark
from tui.draw import Line, Piece, fit, line, number, scrolled, unit_of
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Area, Scene, Spot
from tui.page import DOWN, UP, Key, Page, Station
from tui.pages.duty import bearing
from tui.pages.trends import toggle_pen
from tui.trend.pane import pane

TREND_ROWS = 5
"""So many free rows below a drawing are filled with trends."""
TREND_WIDTH = 38
TREND_HIGH = 12
HOUR_MS = 3_600_000
TALL = 30
"""A drawing is no higher than this; what is left is for trends."""
LEFT = Key("left", "to the left", "left", "←")
RIGHT = Key("right", "to the right", "right", "→")


class Unit(Page):
    """The mimic of one unit; without a drawing of its kind, or without room, a list."""

    name: ClassVar[str] = "unit"
    heading: ClassVar[str] = "unit"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        LEFT,
        RIGHT,
        Key("enter", "faceplate", "open", "Enter"),
        Key("]", "next unit", "next"),
        Key("[", "unit before", "before"),
        Key("t", "to trends", "pen"),
        Key("v", "list of tags", "tags"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        units = self.units()
        self.unit = next(
            (u.tag for u in units if u.kind != "vessel"), units[0].tag if units else ""
        )
        """The unit that is drawn."""
        self.tag = ""
        """The instrument, valve or pump that is chosen."""
        self._spots: list[Spot] = []
        self._panes: list[Spot] = []

    @property
    def subject(self) -> str:
        """The unit that is drawn."""
        return self.unit

    def turn_to(self, subject: str) -> None:
        """Draw a unit, or the unit that a tag belongs to with the tag chosen."""
        self.unit = self.console.runner.desk.brief.cell.owner_of(subject)
        if subject in self.now.tags:
            self.tag = self.face(subject)

    def units(self) -> tuple[UnitCard, ...]:
        """Return the units of the process cell."""
        return self.console.runner.desk.brief.cell.units

    def face(self, tag: str) -> str:
        """Return the tag that the drawing shows for an instrument: the loop on it, if any."""
        loop = self.console.runner.desk.brief.cell.loop_on(tag)
        return loop.tag if loop is not None else tag

    def card(self) -> UnitCard:
        """Return the unit that is drawn."""
        return next(card for card in self.units() if card.tag == self.unit)

    def count(self) -> int:
        """Return how many instruments can be chosen."""
        return len(self._spots)

    # -- keys --------------------------------------------------------------------------------

    def up(self) -> None:
        """Choose the instrument before."""
        self._step(-1)

    def down(self) -> None:
        """Choose the instrument after."""
        self._step(1)

    def left(self) -> None:
        """Choose the nearest instrument to the left."""
        self._sideways(-1)

    def right(self) -> None:
        """Choose the nearest instrument to the right."""
        self._sideways(1)

    def next(self) -> None:
        """Show the next unit."""
        self._turn(1)

    def before(self) -> None:
        """Show the unit before."""
        self._turn(-1)

    def open(self) -> None:
        """Open the faceplate of what is chosen."""
        if self.tag:
            going.faceplate(self.console, self.tag)
        else:
            self.console.tell(self.console.say("nothing selected"))

    def pen(self) -> None:
        """Put what is chosen into the trends, or take it out."""
        if self.tag:
            toggle_pen(self.console, self.tag)

    def tags(self) -> None:
        """Show the list of all tags."""
        going.show(self.console, "tags")

    def click(self, x: int, y: int) -> None:
        """Choose what is in a cell; open what is chosen already."""
        for spot in [*self._spots, *self._panes]:
            if spot.holds(x, y):
                if spot.tag == self.tag:
                    self.open()
                self.tag = spot.tag
                return

    def _step(self, by: int) -> None:
        tags = [spot.tag for spot in self._spots]
        if tags:
            place = tags.index(self.tag) + by if self.tag in tags else 0
            self.tag = tags[max(0, min(place, len(tags) - 1))]

    def _sideways(self, by: int) -> None:
        here = next((spot for spot in self._spots if spot.tag == self.tag), None)
        if here is None:
            self._step(0)
            return
        beside = [s for s in self._spots if s.y >= 0 and (s.x - here.x) * by > 0]
        if beside:
            self.tag = min(beside, key=lambda s: 2 * abs(s.y - here.y) + abs(s.x - here.x)).tag

    def _turn(self, by: int) -> None:
        tags = [card.tag for card in self.units()]
        if tags:
            self.unit = tags[(tags.index(self.unit) + by) % len(tags)]
            self.tag = ""

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the title, the drawing, trends where there is room, and what is chosen."""
        if not self.unit:
            return [self.title(width), line([(f" {self.console.say('none')}", "")], width)]
        lines = self._paint(width, height)
        if self._spots and not any(spot.tag == self.tag for spot in self._spots):
            self.tag = self._first()
            lines = self._paint(width, height)
        return lines

    def _first(self) -> str:
        """Return what to look at first: the most pressing alarm, else the first instrument."""
        shown = {spot.tag for spot in self._spots}
        for alarm in self.console.alarms():
            tag = self.face(alarm.alarm.rpartition(".")[0])
            if tag in shown and alarm.state in ANNUNCIATED:
                return tag
        return self._spots[0].tag

    def _paint(self, width: int, height: int) -> list[Line]:
        """Return the page with what is chosen highlighted; note where everything stands."""
        scene = Scene(self.console, self.card(), self.tag)
        mimic = MIMICS.get(self.card().kind)
        needed = mimic.needs(scene) if mimic is not None else (0, 0)
        if mimic is None or width < needed[0] or height - 2 < needed[1]:
            return self._list(scene, width, height)
        canvas = Canvas(width, height)
        spare = height - 2 - needed[1]
        trends = min(max(spare * 2 // 3, TREND_ROWS), spare)
        rows = height - 2 - trends if trends >= TREND_ROWS else height - 2
        rows = min(rows, TALL)
        mimic.draw(scene, canvas, 0, 1, (width, rows))
        self._spots = _once(scene.spots)
        canvas.place(0, 0, [self._head(scene, width)])
        area = (0, rows + 1, width, height - rows - 2)
        self._trends(scene, canvas, mimic.keys, area)
        canvas.place(0, height - 1, [self._detail(scene, width)])
        return canvas.lines()

    def _head(self, scene: Scene, width: int) -> Line:
        """Return unit, its phases, its alarms, and its place among the units."""
        card, say = scene.unit, self.console.say
        units = [unit.tag for unit in self.units()]
        pieces: list[Piece] = [
            (f" {card.tag} ", "strong"),
            (f"{say.words(card.name)}  ", ""),
        ]
        pieces += bearing(self.now, card.tag, width // 2)
        pieces += phase_pieces(scene, card.tag)
        alarms = sorted(scene.unit_alarms(card.tag), key=lambda a: (a.state in "CF", a.priority))
        for alarm in alarms[:4]:
            pieces += [alarm_mark(alarm), (" ", "")]
        place = f"[ {units.index(card.tag) + 1}/{len(units)} ]"
        head = line(pieces, width - len(place) - 1)
        return line([*head, (f"{place} ", "soft")], width)

    def _detail(self, scene: Scene, width: int) -> Line:
        """Return what is chosen, in words."""
        say = self.console.say
        view = scene.view(self.tag)
        if view is None:
            return line([], width)
        span = view.high - view.low
        pieces: list[Piece] = [
            (f" {view.tag} ", "chosen"),
            (f" {say.retell(view.name)} ", "strong"),
        ]
        value = view.pv if view.pv is not None else view.position
        pieces.append((f" {number(value, span)} {unit_of(view.unit)}", ""))
        if view.sp is not None:
            pieces.append((f"  SP {number(view.sp, span)}", ""))
        if view.op is not None:
            pieces.append((f"  OP {number(view.op, 100.0)} %", ""))
        if view.mode:
            pieces.append((f"  {view.mode}", ""))
        forced = view.forced_by or scene.forced(view.tag)
        if forced:
            pieces.append((f"  ! {say('forced by')} {forced}", "refused"))
        if view.quality != "GOOD":
            pieces.append((f"  ? {view.quality}", "refused"))
        alarm = scene.alarm(view.tag)
        if alarm is not None:
            text, token = alarm_mark(alarm)
            pieces += [("  ", ""), (f"{text} {alarm.alarm} {alarm.state}", token)]
        return line(pieces, width)

    def _trends(self, scene: Scene, canvas: Canvas, keys: tuple[str, ...], area: Area) -> None:
        """Draw small trends of the telling values into an area (column, row, columns, rows)."""
        left, top, width, height = area
        self._panes = []
        columns, rows = max(width // TREND_WIDTH, 1), max(height // TREND_HIGH, 1)
        tags = [tag for key in keys for tag in scene.reading(key)[:1]][: columns * rows]
        if height < TREND_ROWS or not tags:
            return
        columns = min(columns, len(tags))
        rows = -(-len(tags) // columns)
        each, high = width // columns, height // rows
        for place, tag in enumerate(tags):
            x, y = left + place % columns * each, top + place // columns * high
            view = scene.view(tag)
            if view is not None:
                name = f"{self.console.say.retell(view.name)} ({unit_of(view.unit)})"
                canvas.put(x + 1, y, tag, "chosen" if tag == self.tag else "strong")
                canvas.put(x + 2 + len(tag), y, fit(name, each - len(tag) - 3))
                canvas.place(x, y + 1, pane(self.console, view, HOUR_MS, each - 1, high - 1))
                self._panes += [Spot(tag, x, y + n, each) for n in range(high)]

    def _list(self, scene: Scene, width: int, height: int) -> list[Line]:
        """Return every instrument and valve of the unit, one a row."""
        cell = scene.cell
        tags = [card.tag for card in cell.instruments if cell.owner_of(card.tag) == self.unit]
        shown = list(dict.fromkeys(scene.face(tag) for tag in tags))
        shown += [card.tag for card in cell.actuators if cell.owner_of(card.tag) == self.unit]
        at = shown.index(self.tag) if self.tag in shown else 0
        start = scrolled(at, len(shown), height - 2)
        canvas = Canvas(width, height)
        canvas.place(0, 0, [self._head(scene, width)])
        for row, tag in enumerate(shown[start : start + height - 2], 1):
            scene.reads(canvas, 0, row, tag, width)
        seen = {spot.tag: spot for spot in scene.spots}
        self._spots = [seen.get(tag, Spot(tag, -1, -1, 0)) for tag in shown]
        canvas.place(0, height - 1, [self._detail(scene, width)])
        if not shown:
            canvas.put(1, 1, self.console.say("no instruments"), "soft")
        return canvas.lines()


def phase_pieces(scene: Scene, unit: str) -> list[Piece]:
    """Return the phases at work on a unit, in their ISA-88 state; what is held stands out."""
    pieces: list[Piece] = []
    names = {card.tag: scene.console.say.words(card.name) for card in scene.cell.phases}
    for phase in scene.phases(unit):
        quiet = phase.state in ("Running", "Restarting", "Resuming")
        pieces.append((f"{names.get(phase.phase, phase.phase)} ", ""))
        pieces.append((f"{phase.state}", "" if quiet else "refused"))
        pieces.append((f" {phase.step}/{phase.steps}  ", "soft"))
    return pieces


def _once(spots: list[Spot]) -> list[Spot]:
    """Return the spots; a tag that is drawn twice counts where it comes first, in order."""
    first: dict[str, Spot] = {}
    for spot in spots:
        first.setdefault(spot.tag, spot)
    return list(first.values())
