"""Marks: points won and lost, each with its time, its records and one sentence of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from simulator.assessment.timeline import Timeline, Wants, total
from simulator.language.text import Text


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was judged: ``won`` of ``of``, in any unit that its evidence likes.

    What costs points has ``of`` 0 and ``won`` below 0. ``t`` is when it happened (ms; None if it
    is about no moment) and ``records`` the numbers of the records that show it.
    """

    won: float
    of: float
    sentence: Text
    t: int | None = None
    records: tuple[int, ...] = ()
    critical: bool = False
    """Whether this alone fails the session."""
    excused: bool = False
    """Whether this says why there is nothing to judge, so that nothing is lost by it."""


class Evidence(Protocol):
    """One kind of evidence: it knows what to watch, and judges what was seen."""

    def wants(self) -> Wants:
        """Return what must be watched."""

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return the marks; none, or none with ``of`` above 0: there was nothing to judge."""


def between(value: float, full: float, none: float) -> float:
    """Return 1 at ``full`` and beyond, 0 at ``none`` and beyond, and a straight line between.

    Either end may be the larger. If both are the same, that value is full.

    >>> between(90.0, 60.0, 120.0)
    0.5
    """
    if full == none:
        return 1.0 if value == full else 0.0
    part = (value - none) / (full - none)
    if not part > 0.0:  # also what is not a number
        return 0.0
    return part if part < 1.0 else 1.0


def possible(marks: Iterable[Mark]) -> float:
    """Return what could have been won."""
    return total(mark.of for mark in marks)


def settled(marks: Iterable[Mark], worth: float) -> tuple[Mark, ...]:
    """Return the marks in points, ``worth`` in all; costs never take more than was won.

    What was won comes first, so that the costs have something to take from; a cost that finds
    nothing left to take is not told.
    """
    listed = list(marks)
    most = possible(listed)
    if most <= 0.0:
        return tuple(replace(mark, won=0.0) for mark in listed)
    scale = worth / most
    left = total(mark.won for mark in listed if mark.won > 0.0) * scale
    found: list[Mark] = []
    for mark in listed:
        won = mark.won * scale
        if won < 0.0:
            won = -min(-won, left)
            left += won
            if won == 0.0 and not mark.critical:
                continue
        found.append(replace(mark, won=won, of=mark.of * scale))
    return tuple(found)
