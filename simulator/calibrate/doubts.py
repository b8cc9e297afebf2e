"""What a person should know of an estimate: what the data can hardly tell."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.calibrate.found import Estimate, Found
from simulator.language.text import Text, text

CORRELATED = 0.95
CONDITION = 30.0
"""A scaled condition number above this is harmful (Belsley, Kuh and Welsch 1980)."""
_NEAR, _FAR = 1e-6, 1e-3
"""Parts of the way between its bounds within which an estimate may be at one."""
_AS_GOOD = 1.01
"""A misfit at most this many times the best one says that data cannot decide."""
_APART = 1.0
"""Standard errors between two estimates from which on they are two."""


def doubts_of(
    found: Sequence[Found], correlation: Sequence[Sequence[float]], condition: float
) -> list[Text]:
    """Return what is doubtful: estimates at a bound, wide intervals, parameters that go together.

    Args:
        found: the parameters.
        correlation: of their estimates, row by row.
        condition: the condition number of the scaled Jacobian.
    """
    warnings: list[Text] = []
    for one in found:
        u = one.unknown
        near = min(0.05 * one.error, _FAR * (u.high - u.low)) + _NEAR * (u.high - u.low)
        for bound in (u.low, u.high):
            if abs(one.value - bound) <= near:
                told = f"{bound:g} {u.unit}".rstrip()
                warnings.append(
                    text(
                        "{name} is at its bound, {bound}: its interval says nothing",
                        name=u.name,
                        bound=told,
                    )
                )
        if one.high - one.low > 2.0 * abs(one.value):
            warnings.append(text("the data hardly tell {name}", name=u.name))
    for row, one in enumerate(found):
        for column in range(row):
            both = correlation[row][column]
            if abs(both) > CORRELATED:
                warnings.append(
                    text(
                        "{first} and {second} go together (correlation {both}): fix one of them",
                        first=found[column].unknown.name,
                        second=one.unknown.name,
                        both=f"{both:.3f}",
                    )
                )
    if condition > CONDITION:
        warnings.append(
            text(
                "the data tell some parameters badly (condition number {size})",
                size=f"{condition:.0f}",
            )
        )
    return warnings


def elsewhere(found: Estimate, ends: Sequence[tuple[Sequence[float], float]]) -> list[Text]:
    """Return what searches from other places say against an estimate.

    Args:
        found: the estimate.
        ends: the parameters to which each of the others came, and its misfit.
    """
    others = []
    for values, misfit in ends:
        apart = [
            abs(value - one.value) / one.error
            for value, one in zip(values, found.found, strict=True)
        ]
        if max(apart) > _APART and misfit <= _AS_GOOD * found.misfit:
            others.append(values)
    if not others:
        return []
    parts = zip(found.found, others[0], strict=True)
    told = ", ".join(f"{one.unknown.name} {v:.4g} {one.unknown.unit}".rstrip() for one, v in parts)
    return [text("other values fit as well: {values}", values=told)]
