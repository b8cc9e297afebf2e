"""A perfused bioreactor on a bench: medium, module, permeate and bleed tanks, and their lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy

from simulator.equipment import line
from simulator.equipment.bioreactor.reactor import BIOREACTOR
from simulator.equipment.bioreactor.reactor import step as step_bioreactor
from simulator.equipment.inventory import FIRST_COMPONENT, HEAD
from simulator.equipment.perfusion import retention
from simulator.equipment.perfusion.retention import RETENTION_DEVICE
from simulator.equipment.perfusion.retention import step as step_module
from simulator.equipment.through import convey
from simulator.equipment.unit import UnitKind, defaults
from simulator.equipment.vessel import VESSEL
from simulator.numerics.kernel import kernels_under

QUIET = {
    "vessel volume": 650.0,
    "working volume": 500.0,
    "culture": 1.0,
    "environment": 0.0,
    "specific productivity": 25.0,
    "amribt dead lysis rate": 0.02,
    "specific oxygen uptake": 0.0,
    "room temperature": 36.8,
}
"""A bioreactor in which the published kinetics alone are at work."""
BROTH = {
    "volume": 500.0,
    "temperature": 36.8,
    "jacket temperature": 36.8,
    "buffer concentration": 5000.0,
}
MEDIUM = {"volume": 20000.0, "temperature": 36.8}
BIG = {"working volume": 30000.0}


class Perfusion:
    """Medium (1) feeds a bioreactor (0); permeate through a module goes to (2), bleed to (3)."""

    def __init__(
        self,
        broth: dict[str, float] | None = None,
        medium: dict[str, float] | None = None,
        module: dict[str, float] | None = None,
        parameters: dict[str, float] | None = None,
        began: dict[str, float] | None = None,
    ) -> None:
        self.y: list[float] = []
        self.p: list[float] = []
        self.k: list[int] = []
        self.index: dict[str, int] = {}
        self.units: dict[str, tuple[int, int]] = {}
        self.rows: list[int] = []
        self.scan = 0
        self._unit("broth", BIOREACTOR, {**BROTH, **(broth or {})}, {**QUIET, **(parameters or {})})
        self._unit("medium", VESSEL, {**MEDIUM, **(medium or {})}, BIG)
        self._unit("permeate", VESSEL, {"volume": 0.0}, BIG)
        self._unit("bleed", VESSEL, {"volume": 0.0}, BIG)
        self._unit("module", RETENTION_DEVICE, began or {}, module or {})
        feed = self._line("feed", "medium", "broth")
        self._line("out", "broth", "permeate", "module", feed)
        self._line("waste", "broth", "bleed")

    def _unit(
        self, tag: str, kind: UnitKind, given: dict[str, float], parameters: dict[str, float]
    ) -> None:
        every = {**defaults(kind.parameters), **parameters}
        self.units[tag] = (len(self.y), len(self.p))
        for field, value in zip(kind.states, kind.initial(every, given).values(), strict=True):
            self.index[f"{tag}.{field.name}"] = len(self.y)
            self.y.append(value)
        self.p += [every[field.name] for field in kind.parameters]

    def _line(self, tag: str, source: str, sink: str, through: str = "", feed: int = -1) -> int:
        base = len(self.y)
        for field in line.STATES:
            self.index[f"{tag}.{field.name}"] = len(self.y)
            self.y.append(field.default)
        at = len(self.p)
        self.p += [1e5, 0.0, 30000.0]
        device = self.units[through] if through else (-1, -1)
        listed = len(self.k)
        self.k += [feed + line.FLOW] if feed >= 0 else []
        self.rows.append(len(self.k))
        ends = (self.units[source], self.units[sink])
        self.k += [base, at, ends[0][0], ends[1][0], ends[0][1], ends[1][1], 0, 0, 0, *device]
        self.k += [listed, int(feed >= 0), 0, 0]
        return base

    def __getitem__(self, name: str) -> float:
        return self.y[self.index[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[self.index[name]] = value

    def flows(self, feed: float, bleed: float, exchange: float = 1000.0) -> Perfusion:
        """Set the perfusion rate and the bleed (L/h); permeate is the rest."""
        self["feed.flow demand"], self["waste.flow demand"] = feed, bleed
        self["out.flow demand"] = feed - bleed
        self["module.exchange flow"] = exchange
        return self

    def run(self, hours: float, dt: float = 10.0) -> Perfusion:
        """Advance interpreted, with slow scans each 10 s; the tanks only hold what they get."""
        scans = round(3600.0 * hours / dt)
        many(self.y, self.p, self.k, (*self.rows, *self._blocks()), self.scan, scans, dt)
        self.scan += scans
        return self

    def run_compiled(self, hours: float, dt: float = 1.0) -> Perfusion:
        """Advance likewise, compiled."""
        scans = round(3600.0 * hours / dt)
        y, p, k = numpy.array(self.y), numpy.array(self.p), numpy.array(self.k)
        compiled()(y, p, k, (*self.rows, *self._blocks()), self.scan, scans, dt)
        self.y = [float(value) for value in y]
        self.scan += scans
        return self

    def _blocks(self) -> tuple[int, int, int, int]:
        return (*self.units["broth"], *self.units["module"])

    def move(self, dt: float) -> None:
        """Move the lines alone."""
        for row in self.rows:
            convey(self.y, self.p, self.k, row, dt)

    def total(self, slot: int) -> float:
        """All there is of a slot of the head, in the units and lost by the lines."""
        held = [self.y[base + slot] for base, _ in self.units.values()]
        name = line.LOST_VOLUME if slot == 0 else line.LOST + slot - FIRST_COMPONENT
        return math.fsum([*held, *(self.y[self.k[row] + name] for row in self.rows)])


def many(y: Any, p: Any, k: Any, where: Any, first: int, scans: int, dt: float) -> None:
    """Run many scans; ``where`` is the rows of the three lines and the blocks of two units."""
    every = max(1, int(10.0 / dt + 0.5))
    for scan in range(first, first + scans):
        slow = 0
        if scan % every == 0:
            slow = 1
        convey(y, p, k, where[0], dt)
        convey(y, p, k, where[1], dt)
        convey(y, p, k, where[2], dt)
        step_bioreactor(y, p, where[3], where[4], dt, slow)
        step_module(y, p, where[5], where[6], dt, slow)


@cache
def compiled() -> Callable[..., None]:
    """The loop above, compiled once for all tests of a process."""
    import numba
    from numba.extending import register_jitable

    options: dict[str, Any] = {"error_model": "numpy", "fastmath": False}
    for function in (convey, step_bioreactor, step_module):
        for inner in kernels_under(function):
            register_jitable(**options)(inner)
    made: Callable[..., None] = numba.njit(**options)(many)
    return made


class Module:
    """A module alone, at a steady permeate flow and debris."""

    def __init__(self, parameters: dict[str, float], began: dict[str, float] | None = None) -> None:
        every = {**defaults(RETENTION_DEVICE.parameters), **parameters}
        values = RETENTION_DEVICE.initial(every, began or {})
        self.names = [field.name for field in RETENTION_DEVICE.states]
        self.y = [values[name] for name in self.names]
        self.p = [every[field.name] for field in RETENTION_DEVICE.parameters]

    def __getitem__(self, name: str) -> float:
        return self.y[self.names.index(name)]

    def run(self, hours: float, flow: float, debris: float = 5.0, exchange: float = 0.0) -> Module:
        """Advance in steps of 10 s."""
        self.y[retention.PERMEATE_FLOW], self.y[retention.DEBRIS] = flow, debris
        self.y[retention.EXCHANGE] = exchange
        for _ in range(round(360.0 * hours)):
            step_module(self.y, self.p, 0, 0, 10.0, 1)
        return self


COMPONENTS = range(FIRST_COMPONENT, HEAD)
