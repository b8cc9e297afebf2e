"""Evidence: what came of it, such as titre, yield, viability or the lowest oxygen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from simulator.assessment.mark import Mark, between
from simulator.assessment.timeline import Timeline, Wants
from simulator.language.condition import Condition
from simulator.language.text import text

Which = Literal["last", "peak", "lowest"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value at the end, or the last value or an extreme of a gauge.

    All points at ``full`` and none at ``none``; either may be the larger. A session that stopped
    early wins only the part of the points that was run.
    """

    name: str
    full: float
    none: float
    unit: str = ""
    value: Condition | None = None
    gauge: str = ""
    which: Which = "last"

    def wants(self) -> Wants:
        """Return the value to read."""
        return Wants(values=(self.value,)) if self.value is not None else Wants()

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return one mark."""
        found = self._found(timeline)
        if found is None or not math.isfinite(found):
            return (Mark(0.0, 1.0, text("{what}: no value", what=self.name)),)
        won = between(found, self.full, self.none) * timeline.part_run
        sentence = text(
            "{what}: {value:g} {unit}; full at {full:g}, none at {none:g}",
            what=self.name,
            value=float(f"{found:.4g}"),  # four digits, written out
            unit=self.unit,
            full=self.full,
            none=self.none,
        )
        return (Mark(won, 1.0, sentence, timeline.end),)

    def _found(self, timeline: Timeline) -> float | None:
        if self.value is not None:
            return timeline.values.get(self.value.text)
        gauge = timeline.gauges.get(self.gauge)
        if gauge is None:
            return None
        return {"last": gauge.last, "peak": gauge.peak, "lowest": gauge.lowest}[self.which]
