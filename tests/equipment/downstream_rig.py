"""Process vessels, devices and the lines through them on a bench, as a plant lays them out."""

from __future__ import annotations

import math
from array import array

from compiled_kernel import plain, quick

from simulator.equipment import line
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.inventory import FIRST_COMPONENT
from simulator.equipment.through import convey
from simulator.equipment.unit import defaults
from simulator.plant.design import LineSpec
from simulator.plant.passage import passage, travels

WORTH = 200
"""Scans from which a run is compiled; the bits are the same."""


class Train:
    """Units and lines that are added one by one, and advanced."""

    def __init__(self) -> None:
        self.y = array("d")
        self.p = array("d")
        self.k = array("q")
        self.index: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.units: dict[str, tuple[str, int, int]] = {}
        self.rows: dict[str, int] = {}
        self.scan = 0

    def unit(
        self,
        tag: str,
        kind: str,
        given: dict[str, float] | None = None,
        parameters: dict[str, float] | None = None,
    ) -> Train:
        """Add a unit that begins with what is given."""
        of = CATALOGUE[kind]
        p = {**defaults(of.parameters), **(parameters or {})}
        values = of.initial(p, given or {})
        self.units[tag] = (kind, len(self.y), len(self.p))
        for field in of.states:
            self.index[f"{tag}.{field.name}"] = len(self.y)
            self.y.append(values[field.name])
        for field in of.parameters:
            self.places[f"{tag}.{field.name}"] = len(self.p)
            self.p.append(p[field.name])
        return self

    def tank(self, tag: str, **given: float) -> Train:
        """Add a process vessel of 30 m3; the words of a name are joined by ``_``."""
        named = {name.replace("_", " "): value for name, value in given.items()}
        return self.unit(tag, "process vessel", named, {"working volume": 30000.0})

    def line(
        self,
        tag: str,
        source: str,
        sink: str,
        device: str = "",
        capacity: float = 1e5,
        prefilter: str = "",
    ) -> Train:
        """Add a line; a sink of "" is the drain."""
        kinds = {name: CATALOGUE[kind] for name, (kind, _, _) in self.units.items()}
        spec = LineSpec(tag, {"en": tag}, source, sink or None, {}, device or None)
        states = (*line.STATES, *line.losses(travels(spec, kinds)))
        base = len(self.y)
        for field in states:
            self.index[f"{tag}.{field.name}"] = len(self.y)
            self.y.append(field.default)
        at = len(self.p)
        self.p.extend([capacity, 0.0, 30000.0])
        _, source_yb, source_pb = self.units[source]
        _, sink_yb, sink_pb = self.units[sink] if sink else ("", -1, -1)
        row = [base, at, source_yb, sink_yb, source_pb, sink_pb]
        _, device_yb, device_pb = self.units[device] if device else ("", -1, -1)
        carried, words = passage(spec, kinds)
        _, guard_yb, guard_pb = self.units[prefilter] if prefilter else ("", -1, -1)
        row += [*carried, device_yb, device_pb, 0, 0, *words, guard_yb, guard_pb]
        self.rows[tag] = len(self.k)
        self.k.extend(row)
        return self

    def __getitem__(self, name: str) -> float:
        return self.y[self.index[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[self.index[name]] = value

    def move(self, dt: float) -> None:
        """Move the lines alone."""
        for row in self.rows.values():
            convey(self.y, self.p, self.k, row, dt)

    def run(self, seconds: float, dt: float = 1.0) -> Train:
        """Advance lines and units, for long compiled; slow scans each 10 s."""
        every = max(1, round(10.0 / dt))
        scans = round(seconds / dt)
        made = quick if scans > WORTH else plain
        lead = made(convey)
        units = [(made(CATALOGUE[kind].step), yb, pb) for kind, yb, pb in self.units.values()]
        for _ in range(scans):
            for row in self.rows.values():
                lead(self.y, self.p, self.k, row, dt)
            slow = int(self.scan % every == 0)
            for step, yb, pb in units:
                step(self.y, self.p, yb, pb, dt, slow)
            self.scan += 1
        return self

    def total(self, name: str, keepers: tuple[str, ...] = ("", "held ", "kept ")) -> float:
        """All there is of a component by its name: in units, kept by devices, lost by lines."""
        found = [
            self[full]
            for tag in self.units
            for word in keepers
            if (full := f"{tag}.{word}{name}") in self.index
        ]
        lost = [f"{tag}.lost {name}" for tag in self.rows]
        return math.fsum([*found, *(self[full] for full in lost if full in self.index)])


COMPONENTS = tuple(
    field.name
    for slot, field in enumerate(CATALOGUE["process vessel"].states)
    if slot in CATALOGUE["process vessel"].components and slot >= FIRST_COMPONENT
)
"""The names of everything that travels in a downstream stream."""
