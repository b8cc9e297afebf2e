"""Chance in a campaign: a function of the seed, of what it is about, and of how often it came."""

from __future__ import annotations

from functools import cache

from simulator.numerics.exact import clamp, log
from simulator.numerics.noise import normal, stream_number, uniform

WIDEST = 2.5
"""Standard deviations beyond which nothing varies."""


@cache
def _stream(name: str) -> int:
    return stream_number(name)


class Dice:
    """Draws numbers by the name of what they are for: a new batch changes no other's luck."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._drawn: dict[str, int] = {}

    def _next(self, name: str) -> int:
        index = self._drawn.get(name, 0)
        self._drawn[name] = index + 1
        return index

    def share(self, name: str) -> float:
        """Return a number between 0 and 1."""
        return uniform(self._seed, _stream(name), self._next(name))

    def happens(self, name: str, chance: float) -> bool:
        """Return whether something of this chance happens."""
        return chance > 0.0 and self.share(name) < chance

    def about(self, name: str, value: float, spread: float) -> float:
        """Return a value that varies normally, cut off at 2.5 standard deviations and at nought."""
        if spread <= 0.0:
            return value
        z = normal(self._seed, _stream(name), self._next(name))
        return clamp(value * (1.0 + spread * clamp(z, -WIDEST, WIDEST)), 0.0, 1e300)

    def lasting(self, name: str, takes: int, spread: float) -> int:
        """Return a duration that varies so, in whole ms."""
        return round(self.about(name, float(takes), spread))

    def between(self, name: str, low: int, high: int) -> int:
        """Return a whole number between two, each as likely."""
        return low + int(self.share(name) * (high - low))

    def life(self, name: str, mean: int) -> int:
        """Return a time until a failure that comes as likely at any moment (exponential)."""
        return max(1, round(-mean * log(self.share(name))))
