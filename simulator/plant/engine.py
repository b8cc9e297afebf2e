"""Runs scans: interpreted from the first one, compiled as soon as the compiled copy is there.

Both give the same bits, so the change may come between any two scans. One compiler serves all the
plants of a process.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, cast

from simulator.numerics.compiler import Compiler
from simulator.plant import scan, tailored
from simulator.plant.cell import Cell

Tier = Literal["auto", "interpreted", "compiled"]
"""auto: begin interpreted and change over; the others: only that."""

INTERPRETED_SCANS = 600
"""Interpreted scans per call, so that the change to the compiled copy does not wait long."""
COMPILED_SCANS = 1_000_000
"""Compiled scans per call, at most."""
LOADING_S = 5.0
"""Longest wait for a compiled copy that is on disk."""
MANY_SCANS = 20_000
"""From so many on, loading the copy of a plant of its own takes less than it saves."""


@cache
def shared_compiler() -> Compiler:
    """Return the one compiler of this process."""
    return Compiler(scan.advance)


class Engine:
    """Advances the arrays of one plant.

    Args:
        cell: the plant; its state is changed in place.
        tier: how to run; "compiled" waits for the compiler.
    """

    def __init__(self, cell: Cell, tier: Tier) -> None:
        self._cell, self._p, self._k = cell, cell.p, cell.k
        self._compiled: Callable[..., Any] | None = None
        self._tier = tier
        self._made: Callable[[], bool] | None = None
        if tier != "interpreted":
            shared_compiler().start()
        if tier == "compiled":
            shared_compiler().wait(None)

    @property
    def arrays(self) -> tuple[array[float], array[float], array[int]]:
        """The state, the constants and the wiring."""
        return self._cell.y, self._p, self._k

    def move(self, y: array[float] | memoryview) -> None:
        """Let the state lie in other memory from here on, which has the same numbers already.

        In that of plants in step, scans are not for this engine to run.
        """
        self._cell.y = cast("array[float]", y)  # numbers by slot, whatever lies between them

    @property
    def compiled(self) -> bool:
        """Return whether scans run compiled now."""
        return self._compiled is not None

    def settle(self, scans: int = 0) -> None:
        """Wait for the compiled copy if it is on disk: it loads in a moment if nothing else runs.

        Beside a busy interpreter, loading takes twenty times as long.

        Args:
            scans: how many are to be expected. If they are many, and this very plant has a copy of
                its own, that is taken up; if so many of it were run on this machine that it should
                have one, it is made meanwhile, and taken up when it is there.
        """
        compiler = shared_compiler()
        if self._tier != "auto" or not (compiler.cached or compiler.ready()):
            return
        compiler.wait(LOADING_S)
        if scans < MANY_SCANS or not compiler.key:
            return
        self._compiled = tailored.kept(compiler.key, self._p, self._k)
        if self._compiled is None and tailored.worth(compiler.key, self._p, self._k, scans):
            self._made = tailored.begin(compiler.key, self._p, self._k)

    def tailor(self) -> Callable[..., Any] | None:
        """Have a copy for this very plant made, which takes some seconds, and use it.

        None: it cannot be made here, and all stays as it was.
        """
        if self._tier == "interpreted" or not shared_compiler().key:
            return None
        found = tailored.make(shared_compiler().key, self._p, self._k)
        self._compiled = found or self._compiled
        return found

    @property
    def note(self) -> str:
        """Return what happened to the compiled copy, for a person."""
        return "interpreted" if self._tier == "interpreted" else shared_compiler().note

    def use(self, entry: Callable[..., Any]) -> None:
        """Run scans by this copy of the entry from here on, for one to be held against another."""
        self._compiled = entry

    def run(self, first: int, scans: int) -> int:
        """Run up to ``scans`` scans from number ``first``; return how many were run.

        Fewer are run when something changed, a unit faulted, or there were too many for one call.
        """
        if self._made is not None and self._made():
            self._made = None
            self._compiled = tailored.kept(shared_compiler().key, self._p, self._k)
        if self._compiled is None and self._tier != "interpreted":
            self._compiled = shared_compiler().ready()
        if self._compiled is None:
            few = min(scans, INTERPRETED_SCANS)
            return scan.advance(*self.arrays, first, few)
        return int(self._compiled(*self.arrays, first, min(scans, COMPILED_SCANS)))
