"""Taking turns: of several processes that want the same copy one makes it, and the others wait."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

FILE = "turn"
"""The file of a folder that is locked by whose turn it is; it stays, empty."""

_PAUSE_S = 0.1
_LOOKS = 6000  # ten minutes: a process that holds its turn longer is stuck, or stopped


@contextmanager
def turn(directory: str, leaving: Event | None = None) -> Iterator[None]:
    """Wait for one's turn in a folder that exists, and keep it for a block.

    The system takes the lock of a process that ends, however it ends, so none is left behind.
    Where files cannot be locked, or one's turn does not come, or when ``leaving`` is set, the
    block begins all the same: what two make at once is the same, and only costs more.
    """
    file = -1
    with suppress(OSError):
        file = os.open(os.path.join(directory, FILE), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        lock = _lock()
        if file >= 0 and lock is not None:
            _wait(file, lock, leaving or Event())
        yield
    finally:
        if file >= 0:
            os.close(file)


def _wait(file: int, lock: Callable[[int], None], leaving: Event) -> None:
    """Look now and then whether the file can be locked."""
    for _ in range(_LOOKS):
        try:
            lock(file)
        except BlockingIOError:
            pass
        except PermissionError:  # how Windows says it
            pass
        except OSError:
            return
        else:
            return
        if leaving.wait(_PAUSE_S):
            return


def _lock() -> Callable[[int], None] | None:
    """Return what locks an open file or raises at once; None where nothing does."""
    module: Any
    with suppress(ImportError):
        module = importlib.import_module("fcntl")
        return lambda file: module.flock(file, module.LOCK_EX | module.LOCK_NB)
    with suppress(ImportError):
        module = importlib.import_module("msvcrt")
        return lambda file: module.locking(file, module.LK_NBLCK, 1)
    return None
