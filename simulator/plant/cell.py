"""The running process cell: its arrays, its clock and the list of what happened.

The rooms of the plant (alarms, interlocks, procedure, faults, people) share one Cell. What they
must remember is in ``y``, so that a digest covers it and a checkpoint keeps it.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from operator import itemgetter

from simulator.control import actuator, loop, watch
from simulator.equipment.catalogue import CATALOGUE
from simulator.language.event import Event
from simulator.plant import scan
from simulator.plant.design import Design
from simulator.plant.layout import Image, WatchKey, lay_out


class Cell:
    """A plant laid out and running; like another of the same design, if that is given.

    Attributes:
        design: what it was built from.
        image: what lies where.
        y: the state of everything. While plants run in step it lies among theirs
            (:mod:`simulator.plant.lanes`), and a slice of it is no copy.
        p: constants.
        k: wiring.
        seed: of the session, 32 bits.
        now: milliseconds since the session began.
        events: what happened since somebody last took them.
    """

    def __init__(self, design: Design, seed: int, like: Image | None = None) -> None:
        self.design = design
        self.seed = seed
        self.image: Image = lay_out(design, seed) if like is None else _reseeded(like, seed)
        self.y: array[float] = array("d", self.image.y)
        self.p = self.image.p
        self.k = self.image.k
        self.now = 0
        self.events: list[Event] = []

    @cached_property
    def bounds(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The smallest and the largest value that the Field of each slot of ``y`` admits."""
        low, high = [-math.inf] * len(self.y), [math.inf] * len(self.y)
        for name, slot in self.image.index.items():
            field = self.image.fields[name]
            low[slot], high[slot] = max(low[slot], field.low), min(high[slot], field.high)
        return tuple(low), tuple(high)

    @cached_property
    def _watched(self) -> Callable[[array[float]], tuple[float, ...]]:
        return self.picked(base + watch.CHANGED for base in self.image.watches.values())

    def report(self, event: Event) -> None:
        """Take note of what happened."""
        self.events.append(event)

    def taken_events(self) -> tuple[Event, ...]:
        """Return what happened since the last call."""
        taken = tuple(self.events)
        self.events.clear()
        return taken

    def base(self, section: str, tag: str) -> int:
        """Return the first slot of a component's block."""
        return self.image.base(section, tag)

    def has(self, section: str, tag: str) -> bool:
        """Return whether there is such a component."""
        return (section, tag) in self.image.blocks

    def components(self, unit: str) -> tuple[int, ...]:
        """Return the slots of a unit's block that travel with its liquid."""
        kinds = {spec.tag: spec.kind for spec in self.design.units}
        return CATALOGUE[kinds[unit]].components

    def copied(self, start: int = 0, end: int | None = None) -> array[float]:
        """Return a copy of some slots of ``y``, or of all."""
        return array("d", self.y[start:end].tobytes())

    def value(self, name: str) -> float:
        """Return the value of a readable name, truth included."""
        return self.y[self.image.index[name]]

    def watch_result(self, key: WatchKey) -> bool:
        """Return whether a condition holds, as of the last scan."""
        return self.y[self.image.watches[key] + watch.RESULT] != 0.0

    def enable_watch(self, key: WatchKey, on: bool) -> None:
        """Let a condition be evaluated, or not."""
        self.y[self.image.watches[key] + watch.ENABLED] = float(on)

    def changed_watches(self) -> Iterator[tuple[WatchKey, bool]]:
        """Yield the conditions that changed in the last scan, with what they are now."""
        if not any(self._watched(self.y)):
            return
        for key, base in self.image.watches.items():
            if self.y[base + watch.CHANGED] != 0.0:
                self.y[base + watch.CHANGED] = 0.0
                yield key, self.y[base + watch.RESULT] != 0.0

    @staticmethod
    def picked(slots: Iterable[int]) -> Callable[[array[float]], tuple[float, ...]]:
        """Return what picks the numbers of some slots out of ``y``, faster than a loop does."""
        chosen = tuple(slots)
        if len(chosen) > 1:
            return itemgetter(*chosen)
        return lambda y: tuple(y[slot] for slot in chosen)

    def mode(self, tag: str) -> str:
        """Return the mode of a loop: MAN, AUTO or CAS."""
        return loop.MODES[int(self.y[self.base("loop", tag) + loop.MODE])]

    def forced(self, tag: str) -> bool:
        """Return whether an interlock forces an actuator."""
        return self.y[self.base("actuator", tag) + actuator.FORCED] != 0.0


def _reseeded(image: Image, seed: int) -> Image:
    """Return what is laid out for another seed; the names are those of the same design."""
    wiring = image.k[:]
    wiring[scan.SEED] = seed
    return replace(image, p=image.p[:], k=wiring)
