"""The units of a large plant as a list: area by area, what is at work, and where in it one is."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from simulator.session.process_cell import UnitCard
from tui.alarm.mark import alarm_mark
from tui.draw import Line, Piece, fit, line, number, scrolled, unit_of
from tui.mimics import telling
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene, pressing
from tui.page import Station
from tui.pages.duty import bearing
from tui.pages.flow import sequence
from tui.pages.unit import phase_pieces

NAME, LONG_NAME = 17, 28
"""Cells of a unit's name on a narrow and on a wide screen."""
WIDE = 110


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: the name of an area, or a unit."""

    area: int
    card: UnitCard | None = None


class Roster:
    """What the list shows.

    Args:
        console: what is asked for instruments, alarms and words.

    Attributes:
        working: whether only units are listed at which something is at work.
        rows: which unit stands in which row of what was painted last; None: no unit.
        sight: the first and the last unit in sight, counted from 1.
    """

    def __init__(self, console: Station) -> None:
        self.console = console
        self.working = False
        self.rows: list[str | None] = []
        self.sight = (0, 0)
        self._sequence = sequence(console.runner.desk.brief.cell)

    def units(self) -> list[UnitCard]:
        """Return the units that are listed, in the order of the process."""
        return [card for _, card in self._listed()]

    def _listed(self) -> list[tuple[int, UnitCard]]:
        """Return the units with their areas; all of them if nothing is at work anywhere."""
        if not self.working:
            return self._sequence
        urgent = self.pressing()
        return [one for one in self._sequence if one[1].tag in urgent] or self._sequence

    def pressing(self) -> dict[str, int]:
        """Return the units that want to be seen: 0 for an alarm or a question, 1 for work."""
        now, cell = self.console.runner.latest, self.console.runner.desk.brief.cell
        found: dict[str, int] = {}
        for _, card in self._sequence:
            scene = Scene(self.console, card)
            phases = scene.phases(card.tag)
            if pressing(scene.unit_alarms(card.tag)) is not None:
                found[card.tag] = 0
            elif phases:
                found[card.tag] = 0 if any(one.prompt or one.barred for one in phases) else 1
        for pipe in cell.lines:
            view = now.tags.get(pipe.pump)
            if view is not None and (view.position or 0.0) >= 1.0:
                for end in (pipe.source, *pipe.devices, pipe.sink or ""):
                    found.setdefault(end, 1)
        return found

    def first(self) -> int:
        """Return the place of the unit to look at first: in need, else at work, else the first."""
        urgent = self.pressing()
        ranks = [urgent.get(card.tag, 2) for card in self.units()]
        return ranks.index(min(ranks)) if ranks else 0

    def area_from(self, chosen: int, by: int) -> int:
        """Return the place of the first unit of the next area, or of this or the one before."""
        listed = self._listed()
        starts = [
            place
            for place, (area, _) in enumerate(listed)
            if place == 0 or listed[place - 1][0] != area
        ]
        if by > 0:
            return next((place for place in starts if place > chosen), len(listed) - 1)
        return next((place for place in reversed(starts) if place < chosen), 0)

    def paint(self, width: int, rows: int, chosen: int) -> list[Line]:
        """Return the part of the list around the chosen unit, areas above their units."""
        listed = self._listed()
        every: list[Row] = []
        at = 0
        for place, (area, card) in enumerate(listed):
            if area >= 0 and (place == 0 or listed[place - 1][0] != area):
                every.append(Row(area))
            if place == chosen:
                at = len(every)
            every.append(Row(area, card))
        first = scrolled(at, len(every), rows)
        shown = every[first : first + rows]
        if shown and first and shown[0].card is not None and shown[0].area >= 0 and at > first:
            shown[0] = Row(shown[0].area)  # the name of the area stays in sight
        canvas = Canvas(width, rows)
        names = list(self.console.runner.desk.brief.cell.areas.values())
        cards = [card for _, card in listed]
        seen = [cards.index(row.card) + 1 for row in shown if row.card is not None]
        self.sight = (seen[0], seen[-1]) if seen else (0, 0)
        self.rows = []
        for y, row in enumerate(shown):
            if row.card is None:
                name = f"─ {self.console.say.words(names[row.area])} "
                rule = "─" * max(width - 2 - cell_len(name), 0)
                canvas.put(1, y, fit(name + rule, width - 2), "soft")
            else:
                self._row(canvas, y, row.card, cards[chosen] is row.card)
            self.rows.append(row.card.tag if row.card is not None else None)
        return canvas.lines()

    def _row(self, canvas: Canvas, y: int, card: UnitCard, chosen: bool) -> None:
        """Draw one unit: alarm, tag, name, label and lot, phase, telling values."""
        width, now = canvas.width, self.console.runner.latest
        long = LONG_NAME if width >= WIDE else NAME
        left = 14 + long
        scene = Scene(self.console, card)
        alarm = pressing(scene.unit_alarms(card.tag))
        if alarm is not None:
            canvas.pieces(1, y, [alarm_mark(alarm)])
        canvas.put(4, y, fit(card.tag, 8), "chosen" if chosen else "strong")
        canvas.put(13, y, fit(self.console.say.words(card.name), long))
        pieces: list[Piece] = bearing(now, card.tag, max(width - left, 1))
        pieces += phase_pieces(scene, card.tag)
        room = width - left - sum(cell_len(text) for text, _ in pieces)
        for tag in [tag for key in telling(card.kind) for tag in scene.reading(key)[:1]]:
            view = scene.view(tag)
            if view is not None:
                token = "refused" if view.quality != "GOOD" else "strong"
                shown = number(view.pv, view.high - view.low)
                unit = unit_of(view.unit)
                room -= cell_len(f"{tag} {shown} {unit}  ")
                if room < 0:  # a value is whole or not there
                    break
                pieces += [(f"{tag} ", "soft"), (shown, token), (f" {unit}  ", "soft")]
        canvas.place(left, y, [line(pieces, max(width - left, 1))])
