"""Compiled copies that are made once in this process and kept on disk, each under a key."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from simulator.numerics.compiler import UnableError, cache_root, prune, writable
from simulator.numerics.csource import NotAKernelError
from simulator.numerics.lanes.module import ENTRY
from simulator.numerics.making import machine_code
from simulator.numerics.objectcode import DamagedError, keep, load
from simulator.numerics.turn import turn


def kept(room: str, key: str, signature: str) -> Callable[..., Any] | None:
    """Return the copy that a room of the cache holds under a key; None without a sound one."""
    with suppress(OSError, DamagedError, ImportError, RuntimeError):
        return load(_place(room, key), signature)
    return None


def made(
    room: str, key: str, signature: str, write: Callable[[], Callable[..., Any]]
) -> Callable[..., Any] | None:
    """Return the copy under a key; it is made of the kernel that ``write`` gives if need be.

    Of several processes one makes it, and the others wait. None: it cannot be made, or not kept.
    """
    directory = _place(room, key)
    if not writable(directory):
        return None
    with turn(directory):
        found = kept(room, key, signature)
        if found is None:
            with suppress(UnableError, NotAKernelError, ImportError, RuntimeError, OSError):
                keep(directory, ENTRY, machine_code(write(), signature))
            found = kept(room, key, signature)
    prune(directory)
    return found


def _place(room: str, key: str) -> str:
    return os.path.join(cache_root(), room, key)
