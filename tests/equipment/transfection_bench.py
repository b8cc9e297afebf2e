"""What the tests of vectors share: a transfection reactor on a bench, and the paper's constants."""

from __future__ import annotations

from array import array

from compiled_kernel import quick

from simulator.equipment.transfection.reactor import TRANSFECTION_REACTOR as KIND
from simulator.equipment.unit import defaults

G1, G2 = 0.049427958, 0.01128125
K1, K2, K3, K4 = 1.18884e-3, 0.6, 4.3e-3, 1.95e-2
DOSE = 7.6e4
ALONE = {
    "environment": 0.0,
    "complex loss": 0.0,
    "crowded uptake": 1e4,
    "complex toxicity": 0.0,
    "moller basal death rate": 0.0,
    "moller death rate": 0.0,
    "moller lysis rate": 0.0,
    "moller glucose uptake": 0.0,
    "moller glutamine uptake": 0.0,
    "moller lactate uptake": 0.0,
    "moller glucose constant": 1e-4,
    "moller glutamine constant": 1e-4,
    "moller growth rate": 0.2,
    "temperature spread": 20.0,
    "moller ammonium constant": 1000.0,
    "condenser temperature": 0.0,
    "specific oxygen uptake": 0.0,
    "ambient transfer": 0.0,
}
"""Nothing but growth by density, plasmids and vector."""
BEGIN = {
    "volume": 1500.0,
    "temperature": 37.0,
    "viable density": 1.0,
    "glucose concentration": 30.0,
    "glutamine concentration": 10.0,
    "pH": 7.1,
}


WORTH = 200
"""Scans from which a run is compiled."""


class Reactor:
    """A transfection reactor on a bench: slots by name, and steps."""

    def __init__(self, parameters: dict[str, float], given: dict[str, float]) -> None:
        p = {**defaults(KIND.parameters), **parameters}
        self.at = {field.name: i for i, field in enumerate(KIND.states)}
        values = KIND.initial(p, {**BEGIN, **given})
        self.y = array("d", [values[field.name] for field in KIND.states])
        self.p = array("d", [p[field.name] for field in KIND.parameters])
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return self.y[self.at[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[self.at[name]] = value

    def run(self, seconds: float, dt: float = 1.0) -> None:
        """Advance, with a slow scan each ten seconds; for long compiled, with the same bits."""
        scans = round(seconds / dt)
        step = quick(KIND.step) if scans > WORTH else KIND.step
        for _ in range(scans):
            step(self.y, self.p, 0, 0, dt, int(self.scan % round(10.0 / dt) == 0))
            self.scan += 1
