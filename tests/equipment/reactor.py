"""A bioreactor on a bench: its block by name, interpreted or compiled."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy

from simulator.equipment.bioreactor.reactor import BIOREACTOR, step
from simulator.equipment.unit import defaults
from simulator.numerics.kernel import kernels_under

STATE = {field.name: position for position, field in enumerate(BIOREACTOR.states)}
PARAMETER = {field.name: position for position, field in enumerate(BIOREACTOR.parameters)}
UNITS = {
    "volume": 1500.0,
    "viable density": 10.0,
    "viability": 97.0,
    "glucose concentration": 30.0,
    "glutamine concentration": 5.0,
    "lactate concentration": 8.0,
    "ammonium concentration": 2.0,
}
"""What a production culture begins with in these tests."""

RESTING = {
    "wall mass": 0.0,
    "ambient transfer": 0.0,
    "surface coefficient": 0.0,
    "specific oxygen uptake": 0.0,
}
"""Parameters under which little happens by itself."""


class Reactor:
    """A block of its own with the parameters and initial values given, over the defaults."""

    def __init__(self, given: dict[str, float], parameters: dict[str, float] | None = None) -> None:
        every = {**defaults(BIOREACTOR.parameters), **(parameters or {})}
        values = BIOREACTOR.initial(every, given)
        self.y: Any = [values[name] for name in STATE]
        self.p: Any = [every[name] for name in PARAMETER]
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return float(self.y[STATE[name]])

    def __setitem__(self, name: str, value: float) -> None:
        self.y[STATE[name]] = value

    def put(self, inputs: dict[str, float]) -> Reactor:
        """Set inputs or states, and return the reactor."""
        for name, value in inputs.items():
            self[name] = value
        return self

    def run(self, seconds: float, dt: float = 1.0) -> Reactor:
        """Advance interpreted, with slow scans each 10 s."""
        every = max(1, round(10.0 / dt))
        for _ in range(round(seconds / dt)):
            step(self.y, self.p, 0, 0, dt, int(self.scan % every == 0))
            self.scan += 1
        return self

    def run_compiled(self, seconds: float, dt: float = 1.0, feed: Any = None) -> Reactor:
        """Advance compiled; ``feed`` is (L/s, then mmol/L of glucose and glutamine)."""
        self.y, self.p = numpy.array(self.y), numpy.array(self.p)
        litres, glucose, glutamine = feed or (0.0, 0.0, 0.0)
        every = max(1, round(10.0 / dt))
        scans = round(seconds / dt)
        compiled()(self.y, self.p, scans, (every, 1), dt, litres, glucose, glutamine)
        self.scan += scans
        return self


def _many(
    y: Any, p: Any, scans: int, pace: Any, dt: float, litres: float, glucose: float, gln: float
) -> None:
    """Run many scans, with a little feed of glucose and glutamine alone in each.

    ``pace`` is after how many of them a slow one comes, and how many a step covers.
    """
    every, each = pace
    for scan in range(scans):
        y[0] += litres * dt
        y[5] += litres * dt * glucose
        y[6] += litres * dt * gln
        slow = 0
        if scan % every == 0:
            slow = 1
        if scan % each == 0:
            step(y, p, 0, 0, each * dt, slow)


@cache
def compiled() -> Callable[..., None]:
    """The loop above, compiled once for all tests of a process."""
    import numba
    from numba.extending import register_jitable

    options = {"error_model": "numpy", "fastmath": False}
    for function in kernels_under(step):
        register_jitable(**options)(function)
    made: Callable[..., None] = numba.njit(**options)(_many)
    return made
