"""One look at a unit, as a drawing needs it: what reads and moves it, alarms, values, bars."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.language.observation import AlarmView, PhaseView, TagView
from simulator.language.text import N_
from simulator.session.meanings import ANNUNCIATED
from simulator.session.process_cell import LineCard, ProcessCell, UnitCard
from tui.alarm.mark import alarm_mark
from tui.braille import paint, scale
from tui.draw import Gauge, Piece, fit, number, unit_of
from tui.mimics.canvas import Canvas
from tui.page import Station

MARK = 2
TAG = 8
MODE = 2
"""Cells of the alarm mark, of a tag and of a mode letter."""
Area = tuple[int, int, int, int]
"""First column and row of a part of the screen, then how many columns and rows it has."""
READING = MARK + TAG + 1 + 8
"""The least cells of a reading: mark, tag, mode letter and value."""
SIDE = READING + 7
"""Cells of a reading with its unit, beside another of the same line."""
SPARK = 16
"""The least cells of a small trend."""
HOUR_MS = 3_600_000
MODES = {"MAN": "M", "AUTO": "A", "CAS": "C"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a drawing that shows a tag; ``width`` cells from (x, y)."""

    tag: str
    x: int
    y: int
    width: int

    def holds(self, x: int, y: int) -> bool:
        """Return whether a cell is part of it."""
        return y == self.y and self.x <= x < self.x + self.width


def pressing(alarms: Iterable[AlarmView]) -> AlarmView | None:
    """Return the alarm to look at first: unacknowledged before others, then by priority."""
    shown = [alarm for alarm in alarms if alarm.state in ANNUNCIATED]
    return min(shown, key=lambda a: (a.state in "CF", a.priority, a.alarm), default=None)


def alarm_of(console: Station, tag: str) -> AlarmView | None:
    """Return the most pressing alarm of a tag, if it has one that shows."""
    alarms = console.runner.latest.alarms
    return pressing(alarm for alarm in alarms if alarm.alarm.rpartition(".")[0] == tag)


def limits_of(console: Station, view: TagView) -> tuple[list[float], list[float]]:
    """Return the low and the high alarm limits of a tag; a deviation is told about its SP."""
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
    return lows, highs


def gauge_of(console: Station, view: TagView) -> Gauge:
    """Return the moving-pointer bar of a tag, with the limits of its alarms."""
    return Gauge(view.low, view.high, *limits_of(console, view))


def brief_number(value: float | None, span: float, width: int) -> str:
    """Return a value in at most ``width`` cells, right aligned; never cut into another number."""
    shown = number(value, span)
    if len(shown) > width and value is not None:
        digits = (f"{value:.{places}g}" for places in (4, 3, 2, 1))
        shown = next((text for text in digits if len(text) <= width), "#" * width)
    return shown.rjust(width)


def spark(console: Station, view: TagView, width: int) -> str:
    """Return the trend of the last hour in one row of ``width`` cells."""
    name = f"{view.tag}.{'PV' if view.pv is not None else 'OP'}"
    end = console.runner.latest.now + 1
    columns = console.history.columns(name, end, HOUR_MS, 2 * width)
    low, high = scale(columns, least=(view.high - view.low) / 100.0)
    return paint(columns, 1, low, high)[0]


def _apart(tag: str) -> int:
    """Return the cells that keep a mode letter off a tag that fills its own cells."""
    return 1 if len(tag) >= TAG else 0


class Scene:
    """What the instruments of one unit show at this moment.

    Args:
        console: what is asked for instruments, alarms and words.
        unit: the unit that is drawn.
        chosen: the tag that is highlighted, empty for none.
    """

    def __init__(self, console: Station, unit: UnitCard, chosen: str = "") -> None:
        self.console = console
        self.cell: ProcessCell = console.runner.desk.brief.cell
        self.unit = unit
        self.chosen = chosen
        self.now = console.runner.latest
        self.spots: list[Spot] = []
        self._alarms: dict[str, list[AlarmView]] = {}
        for alarm in self.now.alarms:
            self._alarms.setdefault(alarm.alarm.rpartition(".")[0], []).append(alarm)

    def view(self, tag: str) -> TagView | None:
        """Return what a tag shows, None if there is no such tag."""
        return self.now.tags.get(tag)

    def reading(self, field: str, owner: str = "") -> list[str]:
        """Return the tags that show a value of the unit: loops in place of their instruments."""
        cards = self.cell.readers(f"{owner or self.unit.tag}.{field}")
        return [self.face(card.tag) for card in cards]

    def read_here(self, first: Sequence[str]) -> list[str]:
        """Return the fields of this unit that instruments read, those of ``first`` first."""
        own = f"{self.unit.tag}."
        names = [
            card.reads.removeprefix(own)
            for card in self.cell.instruments
            if card.reads.startswith(own)
        ]
        return list(dict.fromkeys([*(name for name in first if name in names), *names]))

    def moved_here(self, first: Sequence[str]) -> list[str]:
        """Return the fields of this unit that valves, pumps and drives move, ``first`` first."""
        own = f"{self.unit.tag}."
        names = [
            card.moves.removeprefix(own)
            for card in self.cell.actuators
            if card.moves.startswith(own)
        ]
        return list(dict.fromkeys([*(name for name in first if name in names), *names]))

    def lines_in(self) -> list[LineCard]:
        """Return the lines that bring something to this unit."""
        return [line for line in self.cell.lines if line.sink == self.unit.tag]

    def lines_out(self) -> list[LineCard]:
        """Return the lines that take something from this unit."""
        return [line for line in self.cell.lines if line.source == self.unit.tag]

    def face(self, instrument: str) -> str:
        """Return the tag an operator works with: the loop on an instrument, if there is one."""
        loop = self.cell.loop_on(instrument)
        return loop.tag if loop is not None else instrument

    def moving(self, field: str, owner: str = "") -> list[str]:
        """Return the tags of what moves a value of the unit."""
        return [card.tag for card in self.cell.movers(f"{owner or self.unit.tag}.{field}")]

    def value(self, field: str, owner: str = "") -> float | None:
        """Return the first trustworthy reading of a value; None if there is none."""
        for tag in self.reading(field, owner):
            view = self.view(tag)
            good = view is not None and view.quality != "BAD"
            if good and view is not None and view.pv is not None and math.isfinite(view.pv):
                return view.pv
        return None

    def filled(self) -> float | None:
        """Return how full the unit is, 1 for full: by its level, else by weight in its range."""
        level = self.value("level")
        if level is not None:
            return level / 100.0
        weight = self.value("weight")
        cards = self.cell.readers(f"{self.unit.tag}.weight")
        return (
            weight / cards[0].high if weight is not None and cards and cards[0].high > 0 else None
        )

    def position(self, tag: str) -> float | None:
        """Return where a valve or pump is (%), as its feedback says, else its output."""
        view = self.view(tag)
        if view is None:
            return None
        found = view.position if view.position is not None else view.op
        return found if found is not None and math.isfinite(found) else None

    def alarm(self, tag: str) -> AlarmView | None:
        """Return the most pressing alarm of a tag, or of the instrument of a loop."""
        card = self.cell.instrument(tag)
        own = self._alarms.get(tag, [])
        measured = self._alarms.get(card.tag, []) if card is not None and card.tag != tag else []
        return pressing([*own, *measured])

    def unit_alarms(self, unit: str) -> list[AlarmView]:
        """Return the alarms of all tags of a unit that must be seen."""
        return [
            alarm
            for tag, alarms in self._alarms.items()
            for alarm in alarms
            if alarm.state in ANNUNCIATED and self.cell.owner_of(tag) == unit
        ]

    def phases(self, unit: str) -> list[PhaseView]:
        """Return the phases of a unit that are neither Idle nor over, the newest first."""
        over = ("Idle", "Complete", "Stopped", "Aborted")
        active = [p for p in self.now.phases if p.unit == unit and p.state not in over]
        return sorted(active, key=lambda phase: -phase.since)

    def mode(self, view: TagView) -> Piece:
        """Return the letter of a mode: bold in MAN, a ``!`` where an interlock forces."""
        if view.forced_by or self.forced(view.tag):
            return "!", "refused"
        if view.quality != "GOOD":
            return "?", "refused"
        letter = MODES.get(view.mode or "", " ")
        return letter, "strong" if letter == "M" else "soft"

    def forced(self, tag: str) -> str:
        """Return the interlock that forces the tag or every output a loop has; else nothing."""
        names = []
        for end in self.cell.driven(tag):
            view = self.view(end)
            names.append(view.forced_by if view is not None else "")
        return names[0] if names and all(names) else ""

    # -- drawing -----------------------------------------------------------------------------

    def tag(self, canvas: Canvas, x: int, y: int, tag: str) -> int:
        """Draw alarm mark, tag and mode letter, and remember the spot; return the column after."""
        alarm, view = self.alarm(tag), self.view(tag)
        if alarm is not None:
            canvas.pieces(x, y, [alarm_mark(alarm)])
        style = "chosen" if tag == self.chosen else "strong" if alarm else ""
        canvas.put(x + MARK, y, fit(tag, TAG), style)
        if view is not None:
            canvas.pieces(x + MARK + TAG + _apart(tag), y, [self.mode(view)])
        self.spots.append(Spot(tag, x, y, MARK + TAG))
        return x + MARK + TAG + 1

    def reads(self, canvas: Canvas, x: int, y: int, tag: str, width: int) -> None:
        """Draw a reading in ``width`` cells: tag, mode, value, unit.

        A bar, the set-point, the name and a small trend follow as there is room for them.
        """
        view = self.view(tag)
        at = self.tag(canvas, x, y, tag)
        if view is None:
            return
        value = view.pv if view.pv is not None else self.position(tag)
        span = view.high - view.low
        token = "refused" if view.quality != "GOOD" else "strong"
        canvas.put(at + _apart(tag), y, brief_number(value, span, 7 - _apart(tag)), token)
        true = self.console.true_value(tag)
        if true is None:
            canvas.put(at + 8, y, fit(unit_of(view.unit), 6), "soft")
        else:
            canvas.put(at + 8, y, f"={brief_number(true, span, 5).strip()}", "chosen")
        at += 14
        left = x + width - at
        name = min(left - 24, 22)
        if name >= 12:
            canvas.put(at, y, fit(self.console.say.retell(view.name), name))
            at, left = at + name + 1, left - name - 1
        if left >= 19:
            wanted = f"SP{brief_number(view.sp, span, 7)} " if view.sp is not None else ""
            canvas.put(at, y, fit(wanted, 10), "soft")
            at, left = at + 10, left - 10
        if left >= 6:
            bar = min(left, 24)
            canvas.put(at, y, gauge_of(self.console, view).bar(bar, value, view.sp), "pen")
            at, left = at + bar + 2, left - bar - 2
        if left >= SPARK:
            canvas.put(at, y, spark(self.console, view, min(left, 2 * SPARK)), "soft")

    def leads_out(self, canvas: Canvas, line: LineCard, start: tuple[int, int], row: int) -> None:
        """Draw a line out of the bottom: its pump, where it goes, its flow."""
        down, bottom = start
        canvas.put(down, bottom, "┬", "soft")
        canvas.down(down, bottom + 1, row)
        canvas.across(down, down + 3, row)
        canvas.put(down, row, "└", "soft")
        at = down + 4
        if line.pump:
            at = self.moves(canvas, at, row, line.pump, True) + 1
        at = canvas.put(at, row, "─▶ ", "soft")
        for device in line.devices if self.unit.tag not in line.devices else ():
            at = canvas.put(canvas.put(at, row, device), row, " ─▶ ", "soft")
        at = canvas.put(at, row, f"{line.sink or self.console.say(N_('drain'))} ") + 1
        self.along(canvas, line, at, row)

    def along(self, canvas: Canvas, line: LineCard, x: int, y: int) -> None:
        """Draw what is read of a line, its flow first, from a cell on.

        What finds no room is not drawn, but it can be chosen: its value is told below.
        """
        own = f"{line.tag}."
        names = [card.reads for card in self.cell.instruments if card.reads.startswith(own)]
        fields = dict.fromkeys(("flow", *(name.removeprefix(own) for name in names)))
        tags = [tag for field in fields for tag in self.reading(field, line.tag)]
        room = max((canvas.width - x) // (READING + 1), 0)
        for place, tag in enumerate(tags):
            if place >= room:  # a tag without its value would look like a lost signal
                self.spots.append(Spot(tag, -1, -1, 0))
                continue
            last = place + 1 == min(len(tags), room)
            wide = canvas.width - x if last else min(SIDE, (canvas.width - x) // 2)
            self.reads(canvas, x, y, tag, wide)
            x += wide

    def moves(self, canvas: Canvas, x: int, y: int, tag: str, pump: bool = False) -> int:
        """Draw a valve or pump: shape and position, chosen or forced; return the column after."""
        view, place = self.view(tag), self.position(tag)
        is_open = place is not None and place >= 1.0
        shape = ("(▶)" if is_open else "(■)") if pump else ("▷◁" if is_open else "▶◀")
        shown = "--%" if place is None else f"{place:.0f}%"
        style = "chosen" if tag == self.chosen else ""
        canvas.put(x, y, shape, "strong" if is_open else "soft")
        size = len(shape)
        canvas.put(x + size, y, fit(shown, 4, right=True), style)
        self.spots.append(Spot(tag, x, y, size + 4))
        alarm = self.alarm(tag)
        if view is not None and view.forced_by:
            canvas.put(x + size + 4, y, "!", "refused")
        elif alarm is not None:
            canvas.pieces(x + size + 4, y, [alarm_mark(alarm)])
        return x + size + 4
