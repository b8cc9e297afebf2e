"""The alarms of the plant: what their conditions and people do to their ISA-18.2 states."""

from __future__ import annotations

from simulator.control import alarm
from simulator.control.alarm import AlarmEvent, Standing
from simulator.language.event import AlarmChanged
from simulator.language.problem import Problem
from simulator.plant.cell import Cell
from simulator.plant.design import AlarmSpec
from simulator.plant.layout import TALLY

_ACKNOWLEDGED = [field.name for field in TALLY].index("acknowledged")


class Annunciator:
    """The alarms of a cell, by tag."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.specs: dict[str, AlarmSpec] = {spec.tag: spec for spec in cell.design.alarms}
        self._bases = [(spec, cell.base("alarm", spec.tag)) for spec in cell.design.alarms]
        self._shelved = cell.picked(base + alarm.SHELVED for _, base in self._bases)
        self._changed = cell.picked(base + alarm.CHANGED for _, base in self._bases)

    def letter(self, tag: str) -> str:
        """Return the state of an alarm, A to I."""
        return alarm.load(self._cell.y, self._cell.base("alarm", tag)).letter

    def review(self, tag: str, event: AlarmEvent) -> Problem | str:
        """Return the state an event would lead to, or why it may not be done now."""
        spec = self.specs[tag]
        standing = alarm.load(self._cell.y, self._cell.base("alarm", tag))
        after = alarm.after(standing, event, spec.latching)
        return after if isinstance(after, Problem) else after.letter

    def apply(self, tag: str, event: AlarmEvent) -> None:
        """Let an event happen to an alarm; what is not possible there changes nothing."""
        spec, y = self.specs[tag], self._cell.y
        base = self._cell.base("alarm", tag)
        before = alarm.load(y, base)
        after = alarm.after(before, event, spec.latching)
        if isinstance(after, Problem):
            return
        alarm.store(y, base, after)
        if event == "acknowledge":
            y[self._cell.base("plant", "procedure") + _ACKNOWLEDGED] += 1.0
        if after.letter != before.letter:
            self._moved(spec, base, before, after)

    def shelve(self, tag: str, duration_ms: int) -> None:
        """Shelve an alarm until ``duration_ms`` from now."""
        until = float(self._cell.now + duration_ms)
        self._cell.y[self._cell.base("alarm", tag) + alarm.SHELVED_UNTIL] = until
        self.apply(tag, "shelve")

    def conditions(self) -> None:
        """Take up what the kernel found in the last scan, in the order of the design."""
        y = self._cell.y
        if not any(self._changed(y)):
            return
        for spec, base in self._bases:
            if y[base + alarm.CHANGED] != 0.0:
                y[base + alarm.CHANGED] = 0.0
                active = y[base + alarm.ACTIVE] != 0.0
                if active:
                    y[base + alarm.CONDITION_AT] = self._cell.now - y[base + alarm.PENDED]
                self.apply(spec.tag, "condition" if active else "return")

    def next_due(self) -> int | None:
        """Return when the next shelving runs out."""
        y = self._cell.y
        if not any(self._shelved(y)):
            return None
        due = [
            int(y[base + alarm.SHELVED_UNTIL])
            for _, base in self._bases
            if y[base + alarm.SHELVED] != 0.0
        ]
        return min(due, default=None)

    def expire(self) -> None:
        """Bring back the alarms whose shelving has run out."""
        y = self._cell.y
        if not any(self._shelved(y)):
            return
        for spec, base in self._bases:
            shelved = y[base + alarm.SHELVED] != 0.0
            if shelved and y[base + alarm.SHELVED_UNTIL] <= self._cell.now:
                self.apply(spec.tag, "unshelve")

    def _moved(self, spec: AlarmSpec, base: int, before: Standing, after: Standing) -> None:
        """Remember and report a change of state; count what is annunciated."""
        cell = self._cell
        cell.y[base + alarm.SINCE] = float(cell.now)
        if after.letter == "B":
            cell.y[cell.base("plant", "procedure") + spec.priority - 1] += 1.0
        cell.report(
            AlarmChanged(
                cell.now,
                spec.tag,
                before.letter,
                after.letter,
                spec.priority,
                cell.value(spec.reads),
                int(cell.y[base + alarm.CONDITION_AT]),
            )
        )
