"""A reactor of cells for therapy on a bench: slots by name, and steps."""

from __future__ import annotations

from array import array

from compiled_kernel import quick

from simulator.equipment.unit import UnitKind, defaults

STILL = {
    "environment": 0.0,
    "specific oxygen uptake": 0.0,
    "ambient transfer": 0.0,
    "condenser temperature": 0.0,
}
"""Parameters under which only the kinetics of the cells happen."""


WORTH = 200
"""Scans from which a run is compiled."""


class Bench:
    """One unit by itself, over the defaults of its kind."""

    def __init__(
        self, kind: UnitKind, parameters: dict[str, float], given: dict[str, float]
    ) -> None:
        p = {**defaults(kind.parameters), **parameters}
        self.kind = kind
        self.at = {field.name: i for i, field in enumerate(kind.states)}
        values = kind.initial(p, given)
        self.y = array("d", [values[field.name] for field in kind.states])
        self.p = array("d", [p[field.name] for field in kind.parameters])
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return self.y[self.at[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[self.at[name]] = value

    def run(self, seconds: float, dt: float = 1.0) -> None:
        """Advance, with a slow scan each ten seconds; for long compiled, with the same bits."""
        scans = round(seconds / dt)
        step = quick(self.kind.step) if scans > WORTH else self.kind.step
        for _ in range(scans):
            step(self.y, self.p, 0, 0, dt, int(self.scan % round(10.0 / dt) == 0))
            self.scan += 1
