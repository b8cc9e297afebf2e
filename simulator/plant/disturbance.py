"""Faults as data: which numbers of the plant each kind changes, when it begins and when it ends."""

from __future__ import annotations

from simulator.control import actuator, ramp, transmitter
from simulator.equipment.inventory import CONTAMINANT, VOLUME
from simulator.language.event import FaultBegan, FaultEnded
from simulator.language.words import say
from simulator.plant.accounts import Accounts
from simulator.plant.cell import Cell
from simulator.plant.design import FaultSpec

PROGRESS, ENDS, BEFORE = 0, 1, 2
WAITING, ACTIVE, OVER = 0.0, 1.0, 2.0
NEVER = -1.0
PAST_MENDING = ("defect",)
"""Faults that a technician cannot end."""

STAYS_WHERE_IT_IS = -1.0
"""Size of a stuck actuator that keeps the position it has."""

_OF_TRANSMITTER = {
    "stuck": "stuck",
    "drift": "drift rate",
    "bias": "bias",
    "noise": "noise factor",
    "fail": "failed",
    "slope": "slope",
    "fouling": "fouling",
}
_OF_ACTUATOR = {"stuck": "stuck", "blocked": "blocked", "trip": "tripped"}
_OF_LINE = {"blocked": "blockage", "leak": "leak"}


def slots(cell: Cell, spec: FaultSpec) -> tuple[int, ...]:
    """Return the slots of ``y`` that a fault changes to its size; none for a single event."""
    index = cell.image.index
    if cell.has("transmitter", spec.target):
        return (index[f"{spec.target}.{_OF_TRANSMITTER[spec.kind]}"],)
    if cell.has("actuator", spec.target):
        return (index[f"{spec.target}.{_OF_ACTUATOR[spec.kind]}"],)
    if cell.has("line", spec.target):
        return (index[f"{spec.target}.{_OF_LINE[spec.kind]}"],)
    if spec.kind == "loss":
        utility, _, bank = spec.target.rpartition(" bank ")
        if utility:
            return (index[f"{utility}.bank {bank} fault"],)
        return tuple(index[f"{spec.target}.bank {bank} fault"] for bank in (1, 2))
    if spec.kind in ("contamination", "empty"):
        return ()
    return (index[spec.target],)


class Disturbances:
    """The faults of a cell."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.books: Accounts | None = None
        """Where what a fault empties is written off."""
        self.specs: dict[str, FaultSpec] = {spec.tag: spec for spec in cell.design.faults}
        self._slots = {tag: slots(cell, spec) for tag, spec in self.specs.items()}

    def active(self, tag: str) -> bool:
        """Return whether a fault is there now."""
        return self._cell.y[self._base(tag) + PROGRESS] == ACTIVE

    def waiting(self, tag: str) -> bool:
        """Return whether a fault has not begun yet."""
        return self._cell.y[self._base(tag) + PROGRESS] == WAITING

    def at(self, target: str, renewed: bool = False) -> list[FaultSpec]:
        """Return the active faults of a tag that can be mended: on itself, or on a part of it.

        What happened once, such as foreign cells that came in, no technician undoes; a hole in a
        membrane is gone only where the device has been ``renewed``.
        """
        return [
            spec
            for spec in self.specs.values()
            if self.active(spec.tag)
            and self._slots[spec.tag]
            and (renewed or spec.kind not in PAST_MENDING)
            and (spec.target == target or spec.target.startswith((f"{target}.", f"{target} ")))
        ]

    def next_due(self) -> int | None:
        """Return when the next fault begins or ends by the clock."""
        y = self._cell.y
        due: list[int] = []
        for spec in self.specs.values():
            base = self._base(spec.tag)
            if y[base + PROGRESS] == WAITING and spec.at_ms is not None:
                due.append(spec.at_ms)
            if y[base + PROGRESS] == ACTIVE and y[base + ENDS] >= 0.0:
                due.append(int(y[base + ENDS]))
        return min(due, default=None)

    def by_clock(self) -> None:
        """Begin and end the faults that are due."""
        y, now = self._cell.y, self._cell.now
        for spec in self.specs.values():
            base = self._base(spec.tag)
            if y[base + PROGRESS] == ACTIVE and 0.0 <= y[base + ENDS] <= now:
                self.end(spec.tag)
            if y[base + PROGRESS] == WAITING and spec.at_ms is not None and spec.at_ms <= now:
                self.begin(spec.tag)

    def begin(self, tag: str) -> None:
        """Let a fault begin now."""
        cell, spec, base = self._cell, self.specs[tag], self._base(tag)
        cell.y[base + PROGRESS] = ACTIVE
        cell.y[base + ENDS] = NEVER if spec.lasts_ms is None else float(cell.now + spec.lasts_ms)
        targets = self._slots[tag]
        if not targets:
            self._happen_once(spec)
        if spec.kind == "stuck" and cell.has("actuator", spec.target):
            self._stick(spec)
        for position, slot in enumerate(targets):
            others = self._sharing(tag, slot)
            for other in others:  # the newest fault has its way
                cell.y[self._ramp(other) + ramp.TARGET] = ramp.IDLE
            if position == 0:
                cell.y[base + BEFORE] = cell.y[self._base(others[0]) + BEFORE if others else slot]
                seconds = spec.ramp_ms / 1000.0
                ramp.begin(cell.y, self._ramp(tag), slot, self._size(spec), seconds)
            else:
                cell.y[slot] = self._size(spec)
        cell.report(FaultBegan(cell.now, tag, say(spec.name, cell.design.language)))

    def end(self, tag: str) -> None:
        """Let a fault end now: what it changed goes back to what it was.

        Where another fault still changes the same, it goes to that fault's size instead.
        """
        cell, spec, base = self._cell, self.specs[tag], self._base(tag)
        cell.y[base + PROGRESS] = OVER
        cell.y[self._ramp(tag) + ramp.TARGET] = ramp.IDLE
        for slot in self._slots[tag]:
            others = self._sharing(tag, slot)
            if not others:
                cell.y[slot] = cell.y[base + BEFORE]
            elif all(cell.y[self._ramp(other) + ramp.TARGET] != slot for other in others):
                cell.y[slot] = self._size(self.specs[others[-1]])
        cell.report(FaultEnded(cell.now, tag, say(spec.name, cell.design.language)))

    def repair(self, target: str, renewed: bool = False) -> list[FaultSpec]:
        """End every active fault of a tag, as a technician or a new device does; return them.

        A transmitter that was worked on is put right: what it had drifted is gone as well, and so
        is the correction that somebody had made for it.
        """
        found = self.at(target, renewed)
        for spec in found:
            self.end(spec.tag)
        if found and self._cell.has("transmitter", target):
            base = self._cell.base("transmitter", target)
            self._cell.y[base + transmitter.DRIFT] = 0.0
            self._cell.y[base + transmitter.OFFSET] = 0.0
        return found

    def _base(self, tag: str) -> int:
        return self._cell.base("fault", tag)

    def _ramp(self, tag: str) -> int:
        return self._cell.base("ramp", f"{tag} ramp")

    def _sharing(self, tag: str, slot: int) -> list[str]:
        """Return the other faults that change this slot now, in the order of the design."""
        return [
            other
            for other, targets in self._slots.items()
            if other != tag and slot in targets and self.active(other)
        ]

    def _size(self, spec: FaultSpec) -> float:
        """Return what a fault sets its slots to."""
        if spec.kind == "stuck" and self._cell.has("actuator", spec.target):
            return 1.0
        return spec.size

    def _stick(self, spec: FaultSpec) -> None:
        """Put an actuator where it is to stick."""
        if spec.size != STAYS_WHERE_IT_IS:
            base = self._cell.base("actuator", spec.target)
            self._cell.y[base + actuator.POSITION] = spec.size

    def _happen_once(self, spec: FaultSpec) -> None:
        """Let a single event happen to a unit: foreign cells come in, or its contents are gone."""
        y, base = self._cell.y, self._cell.base("unit", spec.target)
        if spec.kind == "contamination":
            y[base + CONTAMINANT] += spec.size
        else:
            held = self.books.held(spec.target) if self.books else {}
            y[base + VOLUME] = 0.0
            for component in self._cell.components(spec.target):
                y[base + component] = 0.0
            if self.books:
                self.books.handed(spec.target, held)
