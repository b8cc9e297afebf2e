"""Work that stops where scans are to be run, so that whoever drives it may run them as they like.

One session drives its own plant; many sessions of one scenario may be driven in turn, their scans
run together. A step is a pair: number of the first scan, and how many are wanted. The answer is
how many were run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Result = TypeVar("Result")

Request = tuple[int, int]
"""The number of the first scan, and how many are wanted."""
Steps = Generator[Request, int, Result]
"""Work that asks for scans and is told how many were run."""


def drive(steps: Steps[Result], run: Callable[[int, int], int]) -> Result:
    """Do the work to its end, with ``run`` for the scans it asks for, and return its result."""
    try:
        wanted = next(steps)
        while True:
            wanted = steps.send(run(*wanted))
    except StopIteration as end:
        result: Result = end.value
        return result
