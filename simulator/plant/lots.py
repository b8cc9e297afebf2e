"""The lots of a session and their genealogy: what went into what, how much, when and by whom.

Every vessel that holds something holds a lot. A line that moves liquid makes the lot of its source
a part of the lot of its sink, or leads it out of the plant; what a filter or column took up before
goes with it, in an amount that nobody measures. Litres are those of the line's own totaliser, read
every ten minutes and whenever a phase or a person changes something, so none is lost or told twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from simulator.equipment import line
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.inventory import VOLUME
from simulator.language import event as e
from simulator.language.floor import LotView, MoveView
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.language.words import Words, say
from simulator.plant.cell import Cell
from simulator.plant.design import LineSpec
from simulator.plant.floor_spec import LotSpec
from simulator.plant.panels import Panels

EVERY_MS = 600_000
"""How often the totalisers are read, at the least."""
USED_UP = 0.005
"""A lot is gone once its vessel holds less than this part of the most it held of it."""
OUT = ""
"""In place of a lot: out of the plant."""

_OVERDUE: Words = {
    "en": "lot {lot} was used after its hold time",
    "nl": "lot {lot} is gebruikt na zijn houdbaarheidstijd",
    "fr": "le lot {lot} a été utilisé après sa durée de maintien",
}


@dataclass(slots=True)
class Lot:
    """One lot; ``began`` is the litres that were there at its beginning, ``peak`` the most."""

    unit: str
    made: int
    by: str
    began: float
    peak: float
    closed: int | None = None
    overdue: bool = False

    def state(self) -> list[Any]:
        """Return it as JSON-able values."""
        return [
            self.unit,
            self.made,
            self.by,
            self.began,
            self.peak,
            self.closed,
            self.overdue,
        ]


@dataclass(slots=True)
class Move:
    """Litres that a line moved from a lot to a lot, from ``first`` to ``last`` ms, and who did."""

    litres: float
    first: int
    last: int
    by: str


class Lots:
    """The lots of a cell, by number.

    ``here`` is the lot in each unit; ``passed`` the lots that each device took up; ``movers`` who
    last put a line to work. A move's key is the line, the lot it came from and the lot it went to.

    Args:
        cell: the plant.
        on_record: opens a deviation: about what, the text, by whom.
        working: tells the phase that has a line for itself.
    """

    def __init__(
        self,
        cell: Cell,
        on_record: Callable[[str, str, str], None],
        working: Callable[[str], str],
    ) -> None:
        design = cell.design
        self.cell, self.on_record, self.working = cell, on_record, working
        self.lots: dict[str, Lot] = {}
        self.moves: dict[tuple[str, str, str], Move] = {}
        self.here: dict[str, str] = {}
        self.passed: dict[str, list[str]] = {}
        self.movers: dict[str, str] = {}
        self.totals: dict[str, float] = {}
        self.due = self.looked = 0
        self._views: tuple[LotView, ...] | None = None
        self.used: Callable[[str, str], None] = _nothing
        """Is told that a lot is used, over a line."""
        self.added: Callable[[str, str], None] = _nothing
        """Is told that something came into a lot, over a line."""
        self._batches = {spec.tag: spec.batch for spec in design.procedure if spec.batch}
        self.specs: dict[str, LotSpec] = {spec.unit: spec for spec in design.floor.lots}
        self.panels = Panels(cell)
        self.kept = bool(self.specs or self.panels.specs)
        self._units = [
            unit.tag for unit in design.units if not CATALOGUE[unit.kind].device and self.kept
        ]
        for unit in self._units:
            if self._volume(unit) > 0.0:
                spec = self.specs.get(unit)
                self._made(unit, -spec.age_ms if spec else 0, "", self._volume(unit))

    def _volume(self, unit: str) -> float:
        return self.cell.y[self.cell.base("unit", unit) + VOLUME]

    def _made(self, unit: str, made: int, by: str, began: float) -> str:
        """Make a lot in a unit; return its number, which begins with that of its batch."""
        self._views = None
        spec, batch = self.specs.get(unit), self._batches.get(by, "")
        count = sum(lot.unit == unit for lot in self.lots.values())
        if batch:
            stem = f"{batch}/{unit}"
            count = sum(number == stem or number.startswith(f"{stem}/") for number in self.lots)
            number = f"{stem}/{count + 1}" if count else stem
        elif spec is not None and spec.number:
            number = spec.number if not count else f"{spec.number}/{count + 1}"
        else:
            number = f"{unit}/{count + 1}"
        self.lots[number] = Lot(unit, made, by, began, began)
        self.here[unit] = number
        return number

    # -- reading the totalisers ----------------------------------------------------------------

    def next_due(self) -> int | None:
        """Return when the totalisers are read next."""
        return self.due if self.kept else None

    def by_clock(self) -> None:
        """Read the totalisers if it is time."""
        if self.kept and self.cell.now >= self.due:
            self.look()

    def look(self) -> None:
        """Read the totalisers: what each line moved since, between which lots."""
        if not self.kept:
            return
        now, self._views = self.cell.now, None
        self.due = now - now % EVERY_MS + EVERY_MS
        for spec in self.cell.design.lines:
            moved = self.cell.y[self.cell.base("line", spec.tag) + line.MOVED]
            litres = moved - self.totals.get(spec.tag, 0.0)
            if litres > 0.0:
                self.totals[spec.tag] = moved
                self._moved(spec, litres)
        for unit in list(self.here):
            lot, volume = self.lots[self.here[unit]], self._volume(unit)
            lot.peak = volume if volume > lot.peak else lot.peak
            if volume <= USED_UP * lot.peak:
                self._close(unit)
        self.panels.look()
        self.looked = now

    def _moved(self, spec: LineSpec, litres: float) -> None:
        """Take up that a line moved litres."""
        by = self.working(spec.tag) or self.movers.get(spec.tag, "")
        source = self.here.get(spec.source) or self._made(spec.source, self.cell.now, by, 0.0)
        sink = OUT
        if spec.sink is not None:
            sink = self.here.get(spec.sink) or self._new(spec.sink, by)
        self._note(spec.tag, source, sink, litres, by)
        self._still_good(source, spec.tag)
        if sink != OUT:
            self.used(source, spec.tag)
            self.added(sink, spec.tag)
        for device in (*spec.devices, *self.panels.of(spec.tag)):
            passed = self.passed.setdefault(device, [])
            if sink != OUT:
                for other in passed:
                    if other != source:
                        self._note(spec.tag, other, sink, 0.0, by)
            if source not in passed:
                passed.append(source)
        self.panels.led(spec, litres)

    def _new(self, unit: str, by: str) -> str:
        """Make a lot where liquid comes into an empty vessel, and report it."""
        number = self._made(unit, self.looked, by, 0.0)
        self.cell.report(e.LotMade(self.cell.now, number, unit, by))
        return number

    def _note(self, line_: str, source: str, sink: str, litres: float, by: str) -> None:
        """Take up litres of a move; they began to move after the totaliser was read last."""
        now = self.cell.now
        move = self.moves.get((line_, source, sink))
        if move is None:
            self.moves[line_, source, sink] = Move(litres, self.looked, now, by)
            self.cell.report(e.LotMoved(now, source, sink, line_, by))
        else:
            move.litres, move.last, move.by = move.litres + litres, now, by

    def _still_good(self, number: str, line_: str) -> None:
        """Put on record that a lot is used after its hold time, once."""
        until = self._until(number)
        lot = self.lots[number]
        if until is not None and self.cell.now > until and not lot.overdue:
            lot.overdue = True
            told = say(_OVERDUE, self.cell.design.language).format(lot=number)
            self.cell.report(e.RuleBroken(self.cell.now, lot.unit, told, line_))
            self.on_record(lot.unit, told, line_)

    def _until(self, number: str) -> int | None:
        """Return until when (ms) a lot may be used, if that is limited."""
        lot = self.lots[number]
        spec = self.specs.get(lot.unit)
        return None if spec is None or spec.keeps_ms is None else lot.made + spec.keeps_ms

    # -- what else makes and ends lots ---------------------------------------------------------

    def _close(self, unit: str) -> None:
        self._views = None
        number = self.here.pop(unit, None)
        if number is not None:
            self.lots[number].closed = self.cell.now

    def cleaned(self, tag: str) -> None:
        """Take up that a unit was cleaned: the lot in it, or what a device took up, is gone."""
        if self.kept:
            self.look()
            self._close(tag)
            self.passed.pop(tag, None)
            self.panels.cleaned(tag)

    def renewed(self, unit: str) -> None:
        """Take up that a full bottle, or a new device, came in the place of this one."""
        if not self.kept:
            return
        self._close(unit)
        self.passed.pop(unit, None)
        self.panels.look()
        if unit in self._units:
            number = self._made(unit, self.cell.now, "operators", self._volume(unit))
            self.cell.report(e.LotMade(self.cell.now, number, unit, "operators"))

    def put_to_work(self, lines: tuple[str, ...], who: str) -> None:
        """Take up who changes what these lines move; what they moved so far was another's."""
        if self.kept and lines:
            self.look()
            for tag in lines:
                self.movers[tag] = who

    # -- views and checkpoints -----------------------------------------------------------------

    def views(self) -> tuple[LotView, ...]:
        """Return every lot, in the order of making; made anew when something changed."""
        if self._views is None:
            into: dict[str, list[MoveView]] = {}
            away: dict[str, list[MoveView]] = {}
            for key, one in self.moves.items():
                move = MoveView(*key, one.litres, one.first, one.last, one.by)
                away.setdefault(move.source, []).append(move)
                into.setdefault(move.sink, []).append(move)
            self._views = tuple(
                self._view(number, lot, into.get(number, []), away.get(number, []))
                for number, lot in self.lots.items()
            )
        return self._views

    def _view(self, number: str, lot: Lot, into: list[MoveView], away: list[MoveView]) -> LotView:
        """Return one lot, with the moves into it and away from it."""
        spec, units = self.specs.get(lot.unit), self.cell.design.units
        name = next(unit.name for unit in units if unit.tag == lot.unit)
        given = 0.0
        for move in away:
            given += move.litres
        return LotView(
            number,
            lot.unit,
            say(spec.material if spec else name, self.cell.design.language),
            spec.kind if spec else "",
            lot.made,
            lot.by,
            lot.began,
            given,
            lot.closed,
            self._until(number),
            lot.overdue,
            tuple(into),
            tuple(move for move in away if move.sink == OUT),
        )

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint needs, as JSON-able values."""
        return {
            "lots": {number: lot.state() for number, lot in self.lots.items()},
            "order": list(self.lots),
            "moves": [
                [*key, one.litres, one.first, one.last, one.by] for key, one in self.moves.items()
            ],
            "here": dict(self.here),
            "passed": {tag: list(numbers) for tag, numbers in self.passed.items()},
            "movers": dict(self.movers),
            "totals": dict(self.totals),
            "due": self.due,
            "looked": self.looked,
        }

    def restore(self, state: Any) -> None:
        """Take up a state that :meth:`state` returned; raise Refusal if it is another plant's."""
        try:
            self._restore(state)
        except (KeyError, TypeError, ValueError, AttributeError):
            message = text("the lots in this checkpoint cannot be used")
            raise Refusal(
                Problem("bad-checkpoint", message, text("run again from the beginning of the log"))
            ) from None

    def _restore(self, state: Any) -> None:
        """Take up a state; raise ValueError, TypeError or KeyError if it cannot be."""
        lines = [spec.tag for spec in self.cell.design.lines]
        devices = [unit.tag for unit in self.cell.design.units if unit.tag not in self._units]
        devices += self.panels.specs
        if sorted(state["order"]) != sorted(state["lots"]):
            raise ValueError("not the same lots")
        lots = {str(number): self._lot(state["lots"][number]) for number in state["order"]}
        moves: dict[tuple[str, str, str], Move] = {}
        for tag, source, sink, litres, first, last, by in state["moves"]:
            if tag not in lines or source not in lots or sink not in (OUT, *lots):
                raise ValueError("no such move")
            move = Move(_number(litres), _whole(first), _whole(last), _word(by))
            moves[tag, source, sink] = move
        for unit, number in state["here"].items():
            if lots[number].unit != unit:
                raise ValueError("no such lot there")
        for tag, numbers in state["passed"].items():
            if tag not in devices or any(number not in lots for number in numbers):
                raise ValueError("no such device")
        if any(tag not in lines for tag in (*state["movers"], *state["totals"])):
            raise ValueError("no such line")
        self.movers = {tag: _word(who) for tag, who in state["movers"].items()}
        self.totals = {tag: _number(total) for tag, total in state["totals"].items()}
        self.looked, self.due = _whole(state["looked"]), _whole(state["due"])
        self.lots, self.moves, self._views = lots, moves, None
        self.here = dict(state["here"])
        self.passed = {tag: list(numbers) for tag, numbers in state["passed"].items()}

    def _lot(self, state: Any) -> Lot:
        unit, made, by, began, peak, closed, overdue = state
        if unit not in self._units or type(overdue) is not bool:
            raise ValueError("no such lot")
        ended = None if closed is None else _whole(closed)
        return Lot(unit, _whole(made), _word(by), _number(began), _number(peak), ended, overdue)


def _nothing(_lot: str, _line: str) -> None:
    """Take no note of what a line did with a lot."""


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def _number(value: Any) -> float:
    if type(value) is not float or not isfinite(value):
        raise TypeError("not a number")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a word")
    return value
