"""What the instruments showed, in rows of buckets: seconds finely, weeks coarsely.

A bucket holds the lowest, the highest and the last value seen in it, so that no excursion that
was looked at gets lost.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections.abc import Mapping

from simulator.language.observation import Observation

LEVELS = ((2_000, 1800), (20_000, 2160), (120_000, 5040), (600_000, 6048), (7_200_000, 12_000))
"""Width of a bucket (simulated ms) and how many are kept at least, finest first.

An hour, half a day, a week, six weeks, and the longest session there can be.
"""
PATIENCE = 60
"""After so many buckets that nobody looked at, a level begins anew; all but the coarsest."""
ATTRIBUTES = ("PV", "SP", "OP", "POS")
"""What is kept of every tag."""

Column = tuple[float, float] | None
"""Lowest and highest value in a stretch of time; None if nothing was seen."""

_Rows = tuple["array[float]", "array[float]", "array[float]"]
"""Lowest, highest and last value of every bucket."""
_EMPTY = (math.inf, -math.inf, math.nan)
"""The same of a bucket in which nothing was seen."""
_MOST_KEPT = 64
"""So many series, each cut in columns of one width, are kept cut."""
_HIGHEST = 1e300
"""Beyond this a value is no measurement."""


class _Level:
    """The buckets of one width, for every series; index 0 is bucket number ``first``.

    It begins anew after more than ``patience`` empty buckets: a coarser level tells of what came
    before.
    """

    def __init__(self, width_ms: int, count: int, patience: int) -> None:
        self.width_ms = width_ms
        self.count = count
        self.patience = patience
        self.first = 0
        self.size = 0
        self.rows: dict[str, _Rows] = {}
        self._cut: dict[tuple[str, int], tuple[int, list[Column]]] = {}
        """Columns that will not change, by series and width: the number of the first, and all."""

    def forget(self) -> None:
        """Forget everything."""
        self.size = 0
        self.rows.clear()
        self._cut.clear()

    def reach(self, number: int) -> int:
        """Make room for a bucket and return its index; negative if it is too long ago."""
        if not self.size:
            self.first = number
        early = self.first - number
        if early > 0 and early + self.size <= self.count:
            for rows in self.rows.values():
                for row, value in zip(rows, _EMPTY, strict=True):
                    row[0:0] = array("d", [value]) * early
            self.size += early
            self.first = number
            self._cut.clear()
        missing = number - self.first - self.size + 1
        if missing > self.patience:
            self.first, missing = number, 1
            self.forget()
        if missing > 0:
            empty = [array("d", [value]) * missing for value in _EMPTY]
            for rows in self.rows.values():
                for row, nothing in zip(rows, empty, strict=True):
                    row.extend(nothing)
            self.size += missing
        if self.size > self.count + self.count // 4:
            drop = self.size - self.count
            for rows in self.rows.values():
                for row in rows:
                    del row[:drop]
            self.first += drop
            self.size -= drop
            self._cut.clear()
        return number - self.first

    def record(self, now: int, values: Mapping[str, float]) -> None:
        """Take the values of one moment into its bucket."""
        index = self.reach(now // self.width_ms)
        if index < 0:
            return
        if index < self.size - 1:  # the past is told anew
            self._cut.clear()
        known, size = self.rows, self.size
        for name, value in values.items():
            rows = known.get(name)
            if rows is None:
                lows, highs, lasts = (array("d", [empty]) * size for empty in _EMPTY)
                rows = known[name] = lows, highs, lasts
                self._cut.clear()
            lows, highs, lasts = rows
            if not lows[index] <= value <= highs[index]:
                lows[index] = min(lows[index], value)
                highs[index] = max(highs[index], value)
            lasts[index] = value

    def columns(self, name: str, start: int, width: int, count: int) -> list[Column]:
        """Return ``count`` columns of ``width`` ms from ``start``; a gap goes on as it ended.

        Those before the bucket that is still being filled are cut once, and kept: a screen asks
        for the same ones several times a second.
        """
        number = start // width
        first, kept = self._cut.get((name, width), (number, []))
        found = kept[number - first : number - first + count] if first <= number else []
        if len(found) < count:
            missing = count - len(found)
            found += self._columns(name, start + len(found) * width, width, missing)
        closed = (self.first + self.size - 1) * self.width_ms // width - number
        if len(self._cut) >= _MOST_KEPT:
            self._cut.clear()
        self._cut[name, width] = number, found[: max(closed, 0)]
        return found

    def _columns(self, name: str, start: int, width: int, count: int) -> list[Column]:
        """Return columns cut anew."""
        lows, highs, _ = self.rows[name]
        wide, first, size = self.width_ms, self.first, self.size
        found: list[Column] = []
        held = self._before(name, start)
        at = start
        for _ in range(count):
            left = at // wide - first
            at += width
            right = (at - 1) // wide - first + 1
            if right <= 0 or left >= size:
                found.append(None)
                continue
            left = left if left > 0 else 0
            if right - left == 1:
                low, high = lows[left], highs[left]
            else:
                low, high = min(lows[left:right]), max(highs[left:right])
            if low <= high:
                found.append((low, high))
                held = None
            else:
                if held is None:
                    held = self._before(name, at)
                found.append(held)
        return found

    def _before(self, name: str, at: int) -> Column:
        """Return the last value that was seen before a time."""
        lasts = self.rows[name][2]
        for index in range(min(at // self.width_ms - self.first, self.size) - 1, -1, -1):
            value = lasts[index]
            if not math.isnan(value):
                return value, value
        return None

    def value(self, name: str, at: int) -> float | None:
        """Return what a series last showed at a time."""
        index = at // self.width_ms - self.first
        if not 0 <= index < self.size or name not in self.rows:
            return None
        found = self._before(name, at + self.width_ms)
        return found[0] if found is not None else None


class History:
    """The trends of every tag's PV, SP, OP and POS. One thread may record while another reads."""

    def __init__(self) -> None:
        last = len(LEVELS) - 1
        self._levels = tuple(
            _Level(width, count, PATIENCE if place < last else 2 * count)
            for place, (width, count) in enumerate(LEVELS)
        )
        self._lock = threading.Lock()
        self._names: list[str] = []
        self._known = 0
        """The names of observations that are kept, and how many there are in all."""
        self.first: int | None = None
        """The time of the first look, ms; None before it."""

    def clear(self) -> None:
        """Forget everything, such as before a recording is played from elsewhere."""
        with self._lock:
            self.first = None
            for level in self._levels:
                level.forget()

    def record(self, observation: Observation) -> None:
        """Take one observation in."""
        values = observation.values
        if len(values) != self._known:
            self._known = len(values)
            self._names = [name for name in values if name.rpartition(".")[2] in ATTRIBUTES]
        self.note(observation.now, {name: values[name] for name in self._names})

    def note(self, now: int, values: Mapping[str, float]) -> None:
        """Take in the values of one moment, by name, such as ``TIC-101.PV``."""
        sound = {name: value for name, value in values.items() if abs(value) < _HIGHEST}
        with self._lock:
            if self.first is None or now < self.first:
                self.first = now
            for level in self._levels:
                level.record(now, sound)

    def columns(self, name: str, end: int, span_ms: int, count: int) -> list[Column]:
        """Return the last ``span_ms`` before ``end`` of a series, such as TIC-101.PV, in columns.

        The columns stand still while time goes on: their borders are multiples of their width, and
        the last one is that of the moment before ``end``. Where nothing was looked at, because
        time went fast, the last value goes on.
        """
        count = max(count, 1)
        width = max(-(-span_ms // count), 1)
        start = ((end - 1) // width - count + 1) * width
        with self._lock:
            level = self._level(name, start, width)
            if level is None:
                return [None] * count
            found = level.columns(name, start, width, count)
            until = self._until(name)
        past = max((until - start) // width + 1, 0)
        return found[:past] + [None] * (count - past) if past < count else found

    def beside(self, tag: str) -> tuple[str, ...]:
        """Return what is to be drawn beside the PV of a tag; a session has nothing more."""
        return ()

    def value(self, name: str, at: int) -> float | None:
        """Return what a series showed at a time, as finely as it is still known."""
        with self._lock:
            for level in self._levels:
                found = level.value(name, at)
                if found is not None:
                    return found
        return None

    def names(self) -> tuple[str, ...]:
        """Return the names of every series."""
        with self._lock:
            return tuple(self._levels[0].rows)

    def _until(self, name: str) -> int:
        """Return the last moment of which a series can be told."""
        level = self._levels[0]
        return (level.first + level.size) * level.width_ms - 1

    def _level(self, name: str, start: int, width: int) -> _Level | None:
        """Return the coarsest level that is as fine as the columns, among those that reach back.

        A level that has everything there ever was reaches back as well as any other.
        """
        start = max(start, self.first or 0)
        reaching = [
            level
            for level in self._levels
            if name in level.rows and level.first * level.width_ms <= start
        ]
        if not reaching:
            return next((lv for lv in reversed(self._levels) if name in lv.rows), None)
        fine = [level for level in reaching if level.width_ms <= width]
        return fine[-1] if fine else reaching[0]
