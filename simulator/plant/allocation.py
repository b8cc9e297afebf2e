"""Who has which unit to himself: arbitration among the unit procedures and phases of a recipe.

A unit procedure has its units from the start of its first phase until all its phases are complete.
Of those that stand in place of each other the first that begins is the one that is done;
a phase that takes more units, such as the one it transfers to, has them while it is at work. Where
a phase was stopped or aborted, the unit procedure goes on with nothing and gives its units back.
All of it follows from the states of the phases, so nothing is kept that a checkpoint would miss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.control.phase import Progress
from simulator.plant.design import PhaseSpec
from simulator.plant.floor_spec import UnitProcedureSpec

_OVER = ("Complete", "Stopped", "Aborted")


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit that somebody else has: a unit procedure or a phase."""

    unit: str
    by: str


class Allocation:
    """The units of a recipe, and who has them now.

    Args:
        phases: every phase, by its tag.
        recipe: the unit procedures, in the order in which they were written.
        progress: gives where a phase is.
    """

    def __init__(
        self,
        phases: Mapping[str, PhaseSpec],
        recipe: tuple[UnitProcedureSpec, ...],
        progress: Callable[[str], Progress],
    ) -> None:
        self._phases = phases
        self._recipe = {one.tag: one for one in recipe}
        self._members = {
            one.tag: tuple(tag for tag, spec in phases.items() if spec.part_of == one.tag)
            for one in recipe
        }
        self._greedy = tuple(tag for tag, spec in phases.items() if spec.takes)
        self._progress = progress

    def passed_over(self, tag: str) -> str:
        """Return the unit procedure that is done, or was, in place of this phase's own, or "".

        One that was stopped or aborted leaves its place to another.
        """
        own = self._recipe.get(self._phases[tag].part_of)
        return next((one for one in own.instead if self._done(one)), "") if own else ""

    def tried(self, tag: str) -> bool:
        """Return whether one in place of this phase's own was begun, and its own was not."""
        own = self._recipe.get(self._phases[tag].part_of)
        if own is None or not own.instead or self._begun(own.tag):
            return False
        return any(map(self._begun, own.instead))

    def in_work(self, tag: str) -> bool:
        """Return whether the unit procedure of a phase has begun and will go on."""
        own = self._phases[tag].part_of
        return own in self._recipe and self._at_work(own)

    def _begun(self, tag: str) -> bool:
        return any(self._progress(one).state != "Idle" for one in self._members[tag])

    def _done(self, tag: str) -> bool:
        states = [self._progress(one) for one in self._members[tag]]
        failed = any(one.state in ("Stopped", "Aborted") for one in states)
        return any(map(_active, states)) or (self._begun(tag) and not failed)

    def taken(self) -> Iterator[Taken]:
        """Yield every unit that somebody has, and who."""
        for tag, one in self._recipe.items():
            if self._at_work(tag):
                for unit in one.takes:
                    yield Taken(unit, tag)
        for tag in self._greedy:
            if _active(self._progress(tag)):
                for unit in self._phases[tag].takes:
                    yield Taken(unit, self._phases[tag].part_of or tag)

    def hindrance(self, tag: str) -> Taken | None:
        """Return the first unit that a phase needs to start and that another has, if any."""
        spec = self._phases[tag]
        own = spec.part_of or tag
        needs = set(spec.takes)
        if spec.part_of in self._recipe and not self._at_work(spec.part_of):
            needs.update(self._recipe[spec.part_of].takes)
        if not needs:
            return None
        return next((one for one in self.taken() if one.unit in needs and one.by != own), None)

    def _at_work(self, tag: str) -> bool:
        """Return whether a unit procedure has begun and will go on."""
        states = [self._progress(one) for one in self._members[tag]]
        if any(_active(one) for one in states):
            return True
        over = [one.state for one in states if one.state in _OVER]
        return bool(over) and len(over) < len(states) and set(over) == {"Complete"}


def _active(progress: Progress) -> bool:
    """Return whether a phase is between its start and its end."""
    return progress.state != "Idle" and progress.state not in _OVER
