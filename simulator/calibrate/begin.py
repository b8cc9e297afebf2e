"""Where searches begin: at the values of the scenario, and at others spread over what may be."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.calibrate.found import Unknown

REACH = 3.0
"""Other beginnings lie between this part of the scenario's value and this many times it."""
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def beginnings(unknowns: Sequence[Unknown], count: int) -> list[list[float]]:
    """Return so many beginnings, all within the bounds; the first is that of the scenario.

    The others are evenly spread (J. H. Halton, Numer. Math. 2:84, 1960), by logarithm where a
    value and its bounds are above zero, and the same each time.
    """
    found = [[one.start for one in unknowns]]
    for number in range(1, count):
        parts = [_halton(number, _PRIMES[at % len(_PRIMES)]) for at in range(len(unknowns))]
        found.append([_between(one, part) for one, part in zip(unknowns, parts, strict=True)])
    return found


def _between(one: Unknown, part: float) -> float:
    """Return the value that lies so far between the ends of what is searched."""
    low, high = max(one.low, one.start / REACH), min(one.high, one.start * REACH)
    value = one.low + (one.high - one.low) * part
    if one.start > 0.0 and low < high:
        value = low * (high / low) ** part
    return min(max(value, one.low), one.high)


def _halton(number: int, base: int) -> float:
    """Return a member of van der Corput's sequence: the digits of a number, mirrored."""
    found, weight = 0.0, 1.0
    while number:
        weight /= base
        found += weight * (number % base)
        number //= base
    return found
