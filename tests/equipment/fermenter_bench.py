"""A fermenter on a bench: its block by name, run compiled, and fed."""

from __future__ import annotations

from typing import Any

import numpy
from reactor import compiled

from simulator.equipment.cultures.anane import SUGAR_MASS
from simulator.equipment.fermenter.ferment import tell
from simulator.equipment.fermenter.reactor import FERMENTER
from simulator.equipment.unit import defaults

STATE = {field.name: position for position, field in enumerate(FERMENTER.states)}
PARAMETER = {field.name: position for position, field in enumerate(FERMENTER.parameters)}

BARE = {
    "environment": 0.0,
    "oxygen constant": 1e-4,
    "kla factor": 10.0,
    "ambient transfer": 0.0,
    "surface coefficient": 0.0,
}
"""The kinetics alone, with oxygen in plenty and next to no evaporation."""
AIRED = {"air flow": 20.0, "agitation": 250.0}


class Fermenter:
    """A block of its own with the parameters and initial values given, over the defaults."""

    def __init__(self, given: dict[str, float], parameters: dict[str, float] | None = None) -> None:
        every = {**defaults(FERMENTER.parameters), **(parameters or {})}
        values = FERMENTER.initial(every, given)
        self.y: Any = numpy.array([values[name] for name in STATE])
        self.p: Any = numpy.array([every[name] for name in PARAMETER])

    def __getitem__(self, name: str) -> float:
        return float(self.y[STATE[name]])

    def put(self, inputs: dict[str, float]) -> Fermenter:
        """Set inputs or states, and return the fermenter."""
        for name, value in inputs.items():
            self.y[STATE[name]] = value
        return self

    def run(
        self, hours: float, dt: float = 1.0, feed: float = 0.0, sugar: float = 0.0
    ) -> Fermenter:
        """Advance compiled; ``feed`` is in L/h and holds ``sugar`` g/L."""
        scans = round(hours * 3600.0 / dt)
        every = max(1, round(10.0 / dt))
        compiled()(self.y, self.p, scans, (every, 1), dt, feed / 3600.0, sugar / SUGAR_MASS, 0.0)
        tell(self.y, self.p, 0, 0, self["volume"])  # it is shown each 10 s; here it is wanted now
        return self

    def amounts(self) -> dict[str, float]:
        """Return the components that a balance needs: mmol, g of by-products, 1e9 viable cells."""
        names = ("glucose", "acetate", "ethanol", "ammonium", "carbon", "viable", "oxygen")
        return {name: self[name] for name in names}
