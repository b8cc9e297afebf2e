"""The interlocks of the plant: tripping, first-out, forcing outputs, resetting."""

from __future__ import annotations

from collections.abc import Callable

from simulator.control import actuator, interlock
from simulator.control.interlock import Group
from simulator.language.event import InterlockCleared, InterlockTripped
from simulator.language.problem import Problem
from simulator.language.words import say
from simulator.plant.cell import Cell
from simulator.plant.design import InterlockSpec


class Guarding:
    """The interlocks of a cell; ``hold`` puts a phase on hold."""

    def __init__(self, cell: Cell, hold: Callable[[str, str], None]) -> None:
        self._cell = cell
        self._hold = hold
        self.specs: dict[str, InterlockSpec] = {spec.tag: spec for spec in cell.design.interlocks}

    def review_reset(self, tag: str) -> Problem | None:
        """Return why an interlock cannot be reset now, if so."""
        members, group = self._group(tag)
        after = interlock.reset(group, members.index(tag))
        return after if isinstance(after, Problem) else None

    def reset(self, tag: str) -> None:
        """Reset a latched interlock whose condition is gone."""
        members, group = self._group(tag)
        after = interlock.reset(group, members.index(tag))
        if not isinstance(after, Problem):
            self._settle(members, group, after)

    def condition(self, tag: str, holds: bool) -> None:
        """Take up that the condition of an interlock has begun or ceased to hold."""
        members, group = self._group(tag)
        latched = self.specs[tag].latched
        after = interlock.on_condition(group, members.index(tag), holds, latched)
        self._settle(members, group, after)

    def _group(self, tag: str) -> tuple[list[str], Group]:
        """Return the tags of an interlock's first-out group, and where they stand."""
        group = self.specs[tag].group
        members = [spec.tag for spec in self.specs.values() if spec.group == group]
        y = self._cell.y
        return members, tuple(interlock.load(y, self._cell.base("interlock", m)) for m in members)

    def _settle(self, members: list[str], before: Group, after: Group) -> None:
        """Store where a group stands, force what is to be forced, and report."""
        cell = self._cell
        for tag, old, new in zip(members, before, after, strict=True):
            base = cell.base("interlock", tag)
            interlock.store(cell.y, base, new)
            spec = self.specs[tag]
            if new.tripped and not old.tripped:
                cell.y[base + interlock.TRIPPED_AT] = float(cell.now)
                text = say(spec.name, cell.design.language)
                cell.report(InterlockTripped(cell.now, tag, new.first_out, text))
                for phase in spec.holds:
                    self._hold(phase, tag)
            elif old.tripped and not new.tripped:
                cell.report(InterlockCleared(cell.now, tag))
        self._force()

    def tripped(self) -> list[InterlockSpec]:
        """Return the interlocks that are tripped, in the order of the design."""
        y = self._cell.y
        return [
            spec
            for spec in self.specs.values()
            if interlock.load(y, self._cell.base("interlock", spec.tag)).tripped
        ]

    def _force(self) -> None:
        """Force the actuators as all tripped interlocks together say; free the others."""
        forces = interlock.forces(spec.forces for spec in self.tripped())
        for spec in self._cell.design.actuators:
            base = self._cell.base("actuator", spec.tag)
            self._cell.y[base + actuator.FORCED] = float(spec.tag in forces)
            if spec.tag in forces:
                self._cell.y[base + actuator.FORCE_VALUE] = forces[spec.tag]
