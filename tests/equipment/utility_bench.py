"""One unit of the utilities on a bench, with what brings it in and takes it out by hand."""

from __future__ import annotations

from simulator.equipment.unit import UnitKind, defaults


class Bench:
    """A unit of a kind that begins with what is given; names have ``_`` for blanks."""

    def __init__(self, kind: UnitKind, **given: float) -> None:
        named = {name.replace("_", " "): value for name, value in given.items()}
        parameters = defaults(kind.parameters)
        parameters |= {name: named.pop(name) for name in tuple(named) if name in parameters}
        values = kind.initial(parameters, named)
        self.kind = kind
        self.names = {field.name: slot for slot, field in enumerate(kind.states)}
        self.y = [values[field.name] for field in kind.states]
        self.p = [parameters[field.name] for field in kind.parameters]
        self.scan = 0

    def __getitem__(self, name: str) -> float:
        return self.y[self.names[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self.y[self.names[name]] = value

    def run(self, seconds: float, dt: float = 1.0, fed: float = 0.0, drawn: float = 0.0) -> Bench:
        """Advance; ``fed`` and ``drawn`` are L/h that come in, as warm as it is, or go out."""
        for _ in range(round(seconds / dt)):
            if fed != 0.0 or drawn != 0.0:
                self["volume"] += (fed - drawn) * dt / 3600.0
            if "drawn flow" in self.names:
                self["drawn flow"] = drawn
            self.kind.step(self.y, self.p, 0, 0, dt, int(self.scan % 10 == 0))
            self.scan += 1
        return self
