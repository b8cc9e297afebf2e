"""Doing the same with many files, several at a time, and hearing of each in its turn."""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

import click

Given = TypeVar("Given")
Found = TypeVar("Found")

MOST_PROCESSES = 64

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, MOST_PROCESSES),
    help="How many at a time; the default is one for each processor.",
)


def processes(wanted: int | None, things: int) -> int:
    """Return how many processes to start for so many things.

    With None, one for each processor, but none for fewer than two things: starting takes a second.
    """
    most = things if wanted else things // 2
    return max(1, min(wanted or os.cpu_count() or 1, most, MOST_PROCESSES))


def each(
    function: Callable[[Given], Found], things: Iterable[Given], count: int
) -> Iterator[Found]:
    """Return what ``function`` returns for each thing, in their order, by ``count`` processes.

    These begin at once, before the first answer is asked for.

    Args:
        function: of a module, so that another process finds it.
        things: what it is called with.
        count: processes; with 1, or if others cannot be started, all is done in this one.
    """
    left = list(things)
    if count < 2:
        return map(function, left)
    pool = ProcessPoolExecutor(count, get_context(_way()))
    with warnings.catch_warnings():
        # Python counts threads of libraries too; NumPy's wait for work and know of forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            answers = pool.map(function, left)
        except OSError:
            answers = iter(())
    return _in_order(pool, answers, function, left)


def _way() -> str:
    """Return how to start a process.

    A fork has at once all that this one has read and loaded, which takes a new one a second. It is
    safe where no other thread of Python's holds a lock, and on Linux, whose libraries bear it.
    """
    alone = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if alone else "spawn"


def _in_order(
    pool: ProcessPoolExecutor,
    answers: Iterator[Found],
    function: Callable[[Given], Found],
    things: list[Given],
) -> Iterator[Found]:
    """Yield the answers of other processes; what they leave undone is done in this one."""
    left = things[:]
    try:
        for found in answers:
            left.pop(0)
            yield found
    except (BrokenProcessPool, OSError):
        pass  # for want of memory, perhaps
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    yield from map(function, left)
