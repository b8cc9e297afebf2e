"""Processes that work beside this one, and are gone when it is."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread


def workers(count: int, way: str = "spawn") -> ProcessPoolExecutor:
    """Return a pool of so many processes that end with this one, even if it is killed.

    Left to itself, a worker of a pool waits for ever for what nobody will ask: each has both ends
    of the pipe that it hears of work by.

    Args:
        count: of processes.
        way: how they start, "spawn" or "fork".
    """
    return ProcessPoolExecutor(count, get_context(way), initializer=_end_together)


def _end_together() -> None:
    """Let this process end with the one that began it."""
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    above = parent_process()
    assert above is not None, "nobody began this process"
    wait([above.sentinel])
    os._exit(1)
