"""What the instruments showed, in rings of buckets: minutes finely, two weeks coarsely.

A bucket holds the lowest and highest value seen in it, so that no excursion gets lost.
"""

from __future__ import annotations

import math
import threading
from array import array

from simulator.language.observation import Observation

LEVELS = ((2_000, 720), (20_000, 720), (120_000, 1500), (600_000, 2100))
"""Width of a bucket (simulated ms) and how many are kept, finest first: 24 min to 14 days."""

HOLD_MS = 130_000
"""For so long the last value is shown where nothing was seen; twice the longest step of time."""

Column = tuple[float, float] | None
"""Lowest and highest value in a stretch of time; None if nothing was seen."""


class _Ring:
    """The buckets of one level, for every series."""

    def __init__(self, width_ms: int, count: int) -> None:
        self.width_ms = width_ms
        self.count = count
        self.numbers = array("q", [-1]) * count
        self.lows: dict[str, array[float]] = {}
        self.highs: dict[str, array[float]] = {}

    def record(self, now: int, values: dict[str, float]) -> None:
        """Take the values of one moment into its bucket."""
        number = now // self.width_ms
        slot = number % self.count
        fresh = self.numbers[slot] != number
        if fresh:
            self.numbers[slot] = number
            for kept in (*self.lows.values(), *self.highs.values()):
                kept[slot] = math.nan
        for name, value in values.items():
            if name not in self.lows:
                self.lows[name] = array("d", [math.nan]) * self.count
                self.highs[name] = array("d", [math.nan]) * self.count
            low, high = self.lows[name], self.highs[name]
            if not low[slot] <= value:
                low[slot] = value
            if not high[slot] >= value:
                high[slot] = value

    def bucket(self, name: str, number: int) -> Column:
        """Return what one bucket holds of a series."""
        slot = number % self.count
        if number < 0 or self.numbers[slot] != number or name not in self.lows:
            return None
        low, high = self.lows[name][slot], self.highs[name][slot]
        return None if math.isnan(low) else (low, high)


class History:
    """The trends of every tag's PV, SP and OP. One thread may record while another reads."""

    def __init__(self) -> None:
        self._rings = tuple(_Ring(width, count) for width, count in LEVELS)
        self._lock = threading.Lock()

    def record(self, observation: Observation) -> None:
        """Take one observation into the rings."""
        values: dict[str, float] = {}
        for tag, view in observation.tags.items():
            for attribute, value in (("PV", view.pv), ("SP", view.sp), ("OP", view.op)):
                if value is not None and math.isfinite(value):
                    values[f"{tag}.{attribute}"] = value
        with self._lock:
            for ring in self._rings:
                ring.record(observation.now, values)

    def columns(self, name: str, end: int, span_ms: int, count: int) -> list[Column]:
        """Return the last ``span_ms`` before ``end`` of a series, such as TIC-101.PV, in columns.

        Where nothing was seen, because time went fast, the last value goes on for some minutes.
        """
        ring = next((r for r in self._rings if r.width_ms * r.count >= span_ms), self._rings[-1])
        start = end - span_ms
        found: list[Column] = []
        held: Column = None
        patience = max(HOLD_MS, 2 * ring.width_ms)
        age = 0
        with self._lock:
            for column in range(count):
                first = start + span_ms * column // count
                last = start + span_ms * (column + 1) // count
                numbers = range(first // ring.width_ms, max(last - 1, first) // ring.width_ms + 1)
                seen = _joined([ring.bucket(name, n) for n in numbers])
                age = 0 if seen is not None else age + last - first
                held = seen if seen is not None else held if age <= patience else None
                found.append(held)
        return found


def _joined(columns: list[Column]) -> Column:
    """Return the lowest and the highest of several columns."""
    seen = [column for column in columns if column is not None]
    if not seen:
        return None
    return min(low for low, _ in seen), max(high for _, high in seen)
