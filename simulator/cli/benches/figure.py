"""One benchmark figure, and how it is taken: in turn with what it is held against.

A single time on a shared machine says little; a ratio of two things measured in turn says more.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark: our time, what it is held against, and its time, both in ``unit``."""

    name: str
    ours: float
    against: str
    theirs: float
    unit: str
    note: str = ""

    def data(self) -> dict[str, Any]:
        """Return the figure as the JSON output has it; ratio is ours / theirs."""
        return {
            "name": self.name,
            "ours": self.ours,
            "against": self.against,
            "theirs": self.theirs,
            "ratio": self.ours / self.theirs,
            "unit": self.unit,
            "note": self.note,
        }


def paired(
    ours: Callable[[], float], theirs: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Return the medians of two measurements, taken in turn."""
    mine, yours = [], []
    for _ in range(rounds):
        mine.append(ours())
        yours.append(theirs())
    return statistics.median(mine), statistics.median(yours)


def wall_of(arguments: list[str], **environment: str) -> float:
    """Return the seconds a command of this Python takes, from start to end."""
    from simulator.session.pace import seconds

    began = seconds()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )
    return seconds() - began


def cpu_of(arguments: list[str], **environment: str) -> float:
    """Return the processor seconds of a command of this Python and of all it starts; 0: unknown."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall_of(arguments, **environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


_ASK = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)


def memory_of(arguments: list[str], **environment: str) -> float:
    """Return the largest memory (MB) that a command of this Python takes; 0 where unknown.

    A small Python asks: a process begins with the memory of the one that starts it, and compilers
    that ran before took more than any.
    """
    if sys.platform == "win32":
        return 0.0
    done = subprocess.run(
        [sys.executable, "-c", _ASK, sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )
    return float(done.stdout) / (1e6 if sys.platform == "darwin" else 1e3)
