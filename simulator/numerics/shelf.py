"""Compiled copies that are made once in this process and kept on disk, each under a key."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from simulator.numerics.compiler import UnableError, cache_root, prune, writable
from simulator.numerics.csource import NotAKernelError
from simulator.numerics.lanes.module import ENTRY
from simulator.numerics.objectcode import DamagedError, keep, load
from simulator.numerics.turn import turn

_COUNTS = 64


def kept(room: str, key: str, signature: str) -> Callable[..., Any] | None:
    """Return the copy that a room of the cache holds under a key; None without a sound one."""
    with suppress(OSError, DamagedError, ImportError, RuntimeError):
        return load(_place(room, key), signature)
    return None


def made(
    room: str, key: str, signature: str, make: Callable[[], bytes]
) -> Callable[..., Any] | None:
    """Return the copy under a key; ``make`` gives its machine code if need be.

    Of several processes one makes it, and the others wait. None: it cannot be made, or not kept.
    That a kernel cannot be written is kept too, for nobody to try it again.
    """
    directory = _place(room, key)
    if refused(room, key) or not writable(directory):
        return None
    with turn(directory):
        found = kept(room, key, signature)
        if found is None and not refused(room, key):
            with suppress(UnableError, ImportError, RuntimeError, OSError):
                try:
                    keep(directory, ENTRY, make())
                except NotAKernelError:
                    _refuse(room, key)
            found = kept(room, key, signature)
    prune(directory)
    return found


def refused(room: str, key: str) -> bool:
    """Return whether it was found that the kernel under a key cannot be written."""
    return os.path.isdir(_place(f"{room} refused", key))


def _refuse(room: str, key: str) -> None:
    """Remember, by an empty folder, that the kernel under a key cannot be written."""
    directory = _place(f"{room} refused", key)
    if writable(directory):
        prune(directory)


def worth(key: str, amount: int, enough: int) -> bool:
    """Add to what was asked for under a key on this machine; return whether it has come to enough.

    From there the count begins anew, so of several that ask one is told so. Where nothing can be
    kept it never is. A count is a file with a byte for each: several processes may add to it.
    """
    directory = os.path.join(cache_root(), "asked")
    path = os.path.join(directory, key)
    found = False
    with suppress(OSError):
        os.makedirs(directory, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, b"." * amount)
            found = os.fstat(file).st_size >= enough
            if found:
                os.ftruncate(file, 0)
        finally:
            os.close(file)
        _forget(directory)
    return found


def _forget(directory: str) -> None:
    """Keep the newest counts."""
    counts = sorted(os.scandir(directory), key=lambda item: item.stat().st_mtime_ns)
    for item in counts[:-_COUNTS]:
        os.remove(item.path)


def begin(module: str, given: bytes) -> Callable[[], bool]:
    """Let a process of its own call ``make_of(given)`` of a module; return what asks if it has.

    It gives way to others, and goes on if this process ends before.
    """
    done = threading.Event()

    def work() -> None:
        path = os.pathsep.join(os.path.abspath(item) for item in sys.path)
        code = "from simulator.numerics.shelf import main; main()"
        with suppress(OSError):
            subprocess.run(
                [sys.executable, "-c", code, module],
                input=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                check=False,
            )
        done.set()

    threading.Thread(target=work, name="shelf", daemon=True).start()
    return done.is_set


def main() -> None:
    """Make a copy, as the process that :func:`begin` starts."""
    if hasattr(os, "nice"):
        os.nice(10)
    importlib.import_module(sys.argv[1]).make_of(sys.stdin.buffer.read())


def _place(room: str, key: str) -> str:
    return os.path.join(cache_root(), room, key)
