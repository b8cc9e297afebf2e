"""Doing the same with many files, several at a time, and hearing of each in its turn."""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children
from typing import TypeVar

import click

from simulator.session.workers import workers

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


@contextmanager
def each(
    function: Callable[[Given], Found], things: Iterable[Given], count: int
) -> Iterator[Iterator[Found]]:
    """Give what ``function`` returns for each thing, in their order, by ``count`` processes.

    These begin with the block, before the first answer is asked for. When it is left, however that
    may be, they begin nothing more, and have ended.

    Args:
        function: of a module, so that another process finds it.
        things: what it is called with.
        count: processes; with 1, or if others cannot be started, all is done in this one.
    """
    left = list(things)
    begun = _begin(function, left, count) if count > 1 else None
    if begun is None:
        yield map(function, left)
        return
    pool, answers = begun
    try:
        yield _in_order(pool, answers, function, left)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(
    function: Callable[[Given], Found], things: list[Given], count: int
) -> tuple[ProcessPoolExecutor, Iterator[Found]] | None:
    """Start processes; return them and their answers to come, or None if one cannot be started."""
    before = active_children()
    begun = None
    try:
        pool = workers(count, _way())
        with warnings.catch_warnings():
            # Python counts threads of libraries too; NumPy's wait for work and know of forks.
            warnings.simplefilter("ignore", DeprecationWarning)
            begun = pool, pool.map(function, things)
    except (OSError, RuntimeError):
        pass  # no room for a process, or for the thread that hands out work
    finally:
        if begun is None:  # who was started waits for work, and Python for who was started
            for one in active_children():
                if one not in before:
                    one.kill()
                    one.join()
    return begun


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
        pool.shutdown(wait=True, cancel_futures=True)  # for want of memory, perhaps
    yield from map(function, left)
