"""Axes of a plot: where ticks stand, and where a value is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.language.simtime import DAY, HOUR, MINUTE, SECOND

_TIMES = (
    *(n * SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
    *(n * DAY for n in (1, 2, 5, 10, 20, 50, 100, 200)),
)
_UNITS = ((2 * DAY, DAY, "d"), (3 * HOUR, HOUR, "h"), (3 * MINUTE, MINUTE, "min"))


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight scale: values from ``low`` to ``high`` are drawn from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value is drawn; beyond the ends of the axis, at its end."""
        part = (value - self.low) / (self.high - self.low)
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick: its value, and what is written at it."""

    value: float
    label: str


def value_ticks(low: float, high: float, most: int = 5) -> tuple[Tick, ...]:
    """Return at most so many round values within two others.

    >>> [tick.label for tick in value_ticks(0.0, 43.0)]
    ['0', '10', '20', '30', '40']
    """
    step = _round_step((high - low) / most)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(Tick(n * step, f"{n * step:.{decimals}f}") for n in range(first, last + 1))


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (1.0, 2.0, 5.0, 10.0) if power * n >= least * (1.0 - 1e-9))


def time_ticks(start: int, end: int, most: int = 9) -> tuple[tuple[Tick, ...], str]:
    """Return round times (ms) within two others, and the unit in which they are labelled.

    >>> ticks, unit = time_ticks(0, 7_200_000)
    >>> [tick.label for tick in ticks][:3], unit
    (['0', '15', '30'], 'min')
    """
    span = max(end - start, 1)
    step = next((one for one in _TIMES if span / one <= most), _TIMES[-1])
    _, size, unit = next((one for one in _UNITS if span >= one[0]), (0, SECOND, "s"))
    if step % size:
        size, unit = next((s, u) for _, s, u in (*_UNITS, (0, SECOND, "s")) if step % s == 0)
    first = -(-start // step)
    return tuple(
        Tick(float(n * step), str(n * step // size)) for n in range(first, end // step + 1)
    ), unit


def reach(values: Iterable[float], least: float) -> tuple[float, float]:
    """Return from where to where an axis goes that shows all values, at least ``least`` wide."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    room = max((high - low) * 0.06, (least - (high - low)) / 2.0, 1e-9)
    return low - room, high + room
