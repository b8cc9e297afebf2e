"""Brings the copy of a kernel for many lanes: from disk, or compiled by LLVM and kept there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from simulator.numerics import csource
from simulator.numerics.compiler import UnableError, cache_root, machine, prune, writable, writers
from simulator.numerics.kernel import fingerprint
from simulator.numerics.lanes import module
from simulator.numerics.making import object_of
from simulator.numerics.objectcode import FILE, DamagedError, keep, load
from simulator.numerics.turn import turn

_SPELLED = {csource.FLOATS: "float64*", csource.INTS: "int64*, int64*", csource.INT: "int64"}


class LaneCompiler:
    """Brings the copy of one entry kernel for many lanes.

    Args:
        entry: a kernel called as ``entry(arrays..., first, scans)``, which returns a whole number.
        laned: names of those of its arrays that have a number for each lane.
        width: number of lanes.

    The copy is called as the entry is, but after each wiring comes an array with the words that
    each lane has for itself. Whatever goes wrong leaves no copy, and :attr:`note` says why.
    CUVE_CACHE_DIR moves the cache.
    """

    def __init__(self, entry: Callable[..., Any], laned: Iterable[str], width: int) -> None:
        self._entry = entry
        self._laned = tuple(laned)
        self._width = width
        self._loaded: Callable[..., int] | None = None
        self.note = "not started"
        """What has happened so far, for a person."""

    @property
    def cached(self) -> bool:
        """Whether a copy is on disk, so that loading it takes a moment."""
        try:
            found = os.path.isfile(os.path.join(self._directory(), FILE))
        except UnableError:
            return False
        return found or self._loaded is not None

    def bring(self) -> Callable[..., int] | None:
        """Return the copy, compiling it if need be, which takes some seconds; None without one."""
        if self._loaded is None and self.note == "not started":
            try:
                self._loaded = self._bring()
            except (UnableError, csource.NotAKernelError, ImportError) as reason:
                self.note = f"no lanes: {reason}"
            except (RuntimeError, LookupError, AttributeError, TypeError, OSError) as error:
                # LLVM's own trouble, or one of another edition: a campaign goes on without it.
                self.note = f"no lanes: {type(error).__name__}"
        return self._loaded

    def _bring(self) -> Callable[..., int]:
        directory = self._directory()
        signature = signature_of(self._entry)
        found = self._ready(directory, signature)
        if found is not None:
            return found
        if writable(directory):
            with turn(directory):
                found = self._ready(directory, signature)  # another process had its turn meanwhile
                if found is None:
                    found = self._made(directory, signature)
            prune(directory)
            return found
        with tempfile.TemporaryDirectory(prefix="cuve-", ignore_cleanup_errors=True) as passing:
            return self._made(passing, signature)

    def _ready(self, directory: str, signature: str) -> Callable[..., int] | None:
        """Return the copy that a folder holds; None without a sound one."""
        try:
            found = load(directory, signature)
        except (DamagedError, OSError):
            return None
        self.note = "lanes loaded from cache"
        return found

    def _made(self, directory: str, signature: str) -> Callable[..., int]:
        keep(directory, module.ENTRY, code_of(self._entry, self._laned, self._width))
        self.note = "lanes compiled"
        return load(directory, signature)

    def _directory(self) -> str:
        """Return where the copy is or would be kept; raise UnableError without LLVM."""
        key = fingerprint(self._entry, self._laned, self._width, *machine(), *writers())
        return os.path.join(cache_root(), "lanes", key)


def signature_of(entry: Callable[..., Any]) -> str:
    """Return the signature of the copy of an entry for many lanes."""
    notes = {name: str(note) for name, note in entry.__annotations__.items()}
    kinds = [csource.spelled(note) for name, note in notes.items() if name != "return"]
    return f"int64({', '.join(_SPELLED[kind] for kind in kinds)})"


def code_of(entry: Callable[..., Any], laned: Iterable[str], width: int) -> bytes:
    """Return the code of a kernel and all under it for so many lanes, for this processor."""
    return object_of(module.assembly(entry, laned, width))
