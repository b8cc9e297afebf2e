"""Doing the same with many files, several at a time, and hearing of each in its turn."""

from __future__ import annotations

import os
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
    """Yield what ``function`` returns for each thing, in their order, by ``count`` processes.

    Args:
        function: of a module, so that another process finds it.
        things: what it is called with.
        count: processes; with 1, or if others cannot be started, all is done in this one.
    """
    left = list(things)
    if count > 1:
        with ProcessPoolExecutor(count, get_context("spawn")) as pool:
            try:
                for found in pool.map(function, left[:]):
                    left.pop(0)
                    yield found
            except (BrokenProcessPool, OSError):
                pass  # for want of memory, perhaps: the rest is done here
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
    for thing in left:
        yield function(thing)
