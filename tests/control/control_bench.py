"""A workbench: allots blocks and rows of the flat arrays for tests of control modules."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.assessment import gauge
from simulator.control import actuator, alarm, loop, transmitter, watch
from simulator.language.field import Field


class Bench:
    """The three arrays, as Python lists; field names are given with _ for blanks."""

    def __init__(self) -> None:
        self.y: list[float] = [0.0] * 32
        self.p: list[float] = []
        self.k: list[int] = []

    def slot(self, value: float = 0.0) -> int:
        """Append one slot to y."""
        self.y.append(value)
        return len(self.y) - 1

    def constant(self, value: float) -> int:
        """Append one slot to p."""
        self.p.append(value)
        return len(self.p) - 1

    def states(self, fields: Sequence[Field], values: dict[str, float]) -> int:
        """Append a block to y; what is not named takes its default."""
        base = len(self.y)
        self.y.extend(values.get(field.name, field.default) for field in fields)
        return base

    def parameters(self, fields: Sequence[Field], values: dict[str, float]) -> int:
        """Append a block to p; what is not named takes its default."""
        base = len(self.p)
        self.p.extend(values.get(field.name, field.default) for field in fields)
        return base

    def row(self, *words: int) -> int:
        """Append words to k; return where they begin."""
        self.k.extend(words)
        return len(self.k) - len(words)

    def transmitter(
        self, source: int, *, dt: float = 1.0, stream: int = 1, phase: int = 0, **given: float
    ) -> tuple[int, int]:
        """Make a transmitter; return its row and its block in y."""
        values = spaced(given)
        ready = transmitter.prepare(values, dt)
        yb = self.states(transmitter.STATES, values)
        pb = self.parameters(transmitter.PARAMETERS, ready)
        scans = round(ready["period"] / dt)
        return self.row(yb, pb, source, scans, phase, stream), yb

    def actuator(
        self, target: int, *, supply: int = -1, every: int = 1, **given: float
    ) -> tuple[int, int]:
        """Make an actuator; return its row and its block in y."""
        values = spaced(given)
        yb = self.states(actuator.STATES, values)
        pb = self.parameters(actuator.PARAMETERS, values)
        return self.row(yb, pb, target, supply, every), yb

    def links(self, *targets: tuple[int, int, float, float, float, float]) -> tuple[int, int]:
        """Make link rows of (target block, kind, in low, in high, out low, out high)."""
        first = len(self.k)
        for target, kind, *span in targets:
            names = [field.name for field in loop.LINK_PARAMETERS]
            pb = self.parameters(loop.LINK_PARAMETERS, dict(zip(names, span, strict=True)))
            self.row(pb, target, kind)
        return first, len(targets)

    def loop(
        self, pv: int, quality: int, links: tuple[int, int], *, period: int = 1, **given: float
    ) -> tuple[int, int]:
        """Make a loop; return its row and its block in y."""
        values = spaced(given)
        yb = self.states(loop.STATES, values)
        pb = self.parameters(loop.PARAMETERS, values)
        return self.row(yb, pb, pv, quality, period, *links), yb

    def alarm(
        self, source: int, kind: int, *, reference: int = -1, trust: int = -1, **given: float
    ) -> tuple[int, int]:
        """Make an alarm; return its row and its block in y."""
        values = spaced(given)
        yb = self.states(alarm.STATES, values)
        pb = self.parameters(alarm.PARAMETERS, values)
        return self.row(yb, pb, source, reference, kind, trust), yb

    def gauge(self, source: int, **given: float) -> tuple[int, int]:
        """Make a gauge; return its row and its block in y."""
        values = spaced(given)
        yb = self.states(gauge.STATES, values)
        pb = self.parameters(gauge.PARAMETERS, values)
        return self.row(yb, pb, source, -1), yb

    def watch(self, words: list[int], **given: float) -> tuple[int, int]:
        """Make a watch of instruction words; return its row and its block in y."""
        first = self.row(*words)
        yb = self.states(watch.STATES, spaced(given))
        return self.row(yb, first, len(words) // watch.INSTRUCTION), yb


def spaced(given: dict[str, float]) -> dict[str, float]:
    """Turn keyword names into field names."""
    return {name.replace("_", " "): value for name, value in given.items()}
