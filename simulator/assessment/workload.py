"""The workload that a person told of: never graded, shown as such.

Raw NASA task load index: six scales from 0 to 100 (Hart and Staveland 1988), of which the mean is
taken without weights (Hart 2006).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.assessment.timeline import total
from simulator.language.command import Command
from simulator.language.forms import SCALES, RateWorkload
from simulator.language.forms_text import rating_of


@dataclass(frozen=True, slots=True)
class Workload:
    """A workload form: each scale of SCALES with its number, and the raw mean, 0 to 100.

    ``t`` is when it was filled in (ms), ``n`` the record.
    """

    scales: tuple[tuple[str, int], ...]
    mean: float
    t: int
    n: int


def last_workload(given: Iterable[tuple[int, int, Command]]) -> Workload | None:
    """Return the last workload form among commands, each as (time in ms, record, command)."""
    found: Workload | None = None
    for t, n, command in given:
        if isinstance(command, RateWorkload):
            numbers = rating_of(command)
            mean = total(float(number) for number in numbers) / len(numbers)
            found = Workload(tuple(zip(SCALES, numbers, strict=True)), mean, t, n)
    return found
