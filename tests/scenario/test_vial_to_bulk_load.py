"""The rubric of the whole batch judges the litres of a cycle by what its question asks."""

from __future__ import annotations

from simulator.assessment.limits import Limits
from simulator.scenario import library

MOST = 45.0 * 60.0
"""Grams that a cycle may bring, of the question: 45 g per litre of resin, 60 L of it."""
TITRE = 4.31
"""g/L that the laboratory finds in TK-401 when the expert samples it."""
ERROR = 0.05
"""Part that a titre of the laboratory may be wrong."""


def test_a_cycle_that_gets_too_much_wins_no_points() -> None:
    """The most litres that win are those of 45 g per litre of resin, by the titre of the tank."""
    rubric = library.load("vial-to-bulk").rubric
    assert rubric is not None
    load = next(one for one in rubric.criteria if one.id == "load")
    limits = load.evidence[0].evidence
    assert isinstance(limits, Limits)
    holds = limits.inside[0].holds
    assert holds is not None
    low, high = (number for _, number in holds.code if isinstance(number, float))
    assert low < MOST / TITRE < high
    assert high * TITRE < MOST * (1.0 + ERROR)
