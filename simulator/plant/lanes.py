"""Plants of one layout run in step: each a lane of arrays that a processor takes eight at a time.

Many sessions of one plant run by a copy that was compiled for lanes of that very plant
(:mod:`simulator.plant.tailored`); others by the copy for all plants.

Between two stops all lanes run the same scans. A stop comes where the first of them wants one, or
where something changed in one of them; then only that plant does what is due, in its lane: its
state lies there until its work is done. So each plant does what it does alone, and has the same
bits. A plant that looks ahead and comes back is behind the others for a while; they are taken out
of their lanes and wait until it has caught up. Whatever ends the work, the plants have their own
memory back.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Generic, TypeVar

import numpy

from simulator.language.steps import Request, Steps
from simulator.numerics import shelf
from simulator.numerics.compiler import UnableError, machine, writers
from simulator.numerics.kernel import fingerprint
from simulator.numerics.lanes.machine import LaneCompiler, code_of, signature_of
from simulator.plant import due, scan, tailored
from simulator.plant.engine import Engine

Result = TypeVar("Result")

WIDTH = 16
"""Plants in step."""
LANED = ("y", "pads")
"""Arrays with a number for each lane."""
_ALIGNED = 64
ROOM = "plants in step"
"""Where copies for lanes of one plant lie in the cache."""
Copy = Callable[..., int]
_own: dict[str, Copy] = {}
"""Those that this process has loaded."""


@cache
def shared_lanes() -> LaneCompiler:
    """Return the one compiler for lanes of this process."""
    return LaneCompiler(due.run_due, LANED, WIDTH)


def own_copy(engine: Engine, *, make: bool = False) -> Copy | None:
    """Return the copy for lanes of this very plant, if it is on disk; else None.

    Args:
        engine: of the plant.
        make: have it made if need be, which takes some seconds; None then says that it cannot be.
    """
    _, p, k = engine.arrays
    try:
        key = tailored.key_of(_compiled_for(), p, k)
    except UnableError:
        return None
    if key not in _own:
        signature = signature_of(due.run_due)
        found = shelf.kept(ROOM, key, signature)
        if found is None and make:
            code = partial(_code_of, p, k)
            found = shelf.made(ROOM, key, signature, code)
        if found is None:
            return None
        _own[key] = found
    return _own[key]


def own_is_refused(engine: Engine) -> bool:
    """Return whether it was found before that a plant is too large for :func:`own_copy` to make.

    Where there are copies at all, that is (:func:`able`).
    """
    _, p, k = engine.arrays
    return shelf.refused(ROOM, tailored.key_of(_compiled_for(), p, k))


def able() -> bool:
    """Return whether this machine can have copies for lanes: it has LLVM, and may use it."""
    try:
        _compiled_for()
    except UnableError:
        return False
    return True


def _code_of(p: array[float], k: array[int]) -> bytes:
    return code_of(tailored.written_out(p, k), LANED, WIDTH)


@cache
def _compiled_for() -> str:
    """Return what tells this machine, and the number of lanes, from others."""
    return fingerprint(due.run_due, LANED, WIDTH, *machine(), *writers())


def alike(engines: Sequence[Engine]) -> bool:
    """Return whether plants may be lanes: constants and wiring are the same, the seed aside."""
    _, p, k = engines[0].arrays
    return all(
        one.arrays[1] == p and one.arrays[2][scan.SEED + 1 :] == k[scan.SEED + 1 :]
        for one in engines
    )


class Lanes(Generic[Result]):
    """Some plants, at most :data:`WIDTH`, and the work of each.

    Args:
        entry: the compiled copy, from :func:`shared_lanes`.
        engines: of the plants, which are alike.
        work: of each plant, which asks for its scans.
    """

    def __init__(
        self, entry: Any, engines: Sequence[Engine], work: Sequence[Steps[Result]]
    ) -> None:
        self._entry = entry
        self._work = list(work)
        self._found: list[Any] = [None] * len(work)
        self._left = [0] * WIDTH
        self._run = [0] * WIDTH
        self._busy: list[int] = []
        self._turns = [0] * WIDTH
        self._next = [0] * WIDTH
        self._parked: set[int] = set()
        self._filled: tuple[int, ...] = ()
        y, p, k = engines[0].arrays
        self._engines = engines
        self._homes = [engine.arrays[0] for engine in engines]
        self._own = [numpy.frombuffer(home) for home in self._homes]
        self._y = aligned(len(y) * WIDTH).reshape(len(y), WIDTH)
        self._pads = aligned(len(p) * WIDTH)
        self._p = numpy.frombuffer(p).copy()
        self._k = numpy.frombuffer(k, dtype=numpy.int64).copy()
        self._seeds = aligned(WIDTH).view(numpy.int64)
        self._own_seeds = [engine.arrays[2][scan.SEED] for engine in engines]
        self._seeds[: len(engines)] = self._own_seeds
        self._given = (self._y, self._p, self._pads, self._k, self._seeds)

    def run(self) -> list[Result]:
        """Do all the work to its end, and return the result of each.

        An error in the work of one ends that of all: the others are left where they last ran to,
        which may be further than where they last stopped.
        """
        try:
            return self._run_all()
        finally:
            for lane, engine in enumerate(self._engines):
                if engine.arrays[0] is not self._homes[lane]:
                    self._bring_home(lane)

    def _run_all(self) -> list[Result]:
        for lane in range(len(self._work)):
            self._y[:, lane] = self._own[lane]
            self._engines[lane].move(memoryview(self._y[:, lane]))
            self._go_on(lane, None)
        while self._busy:
            at = min(self._next[lane] for lane in self._busy)
            here = [lane for lane in self._busy if self._next[lane] == at]
            later = [self._next[lane] - at for lane in self._busy if self._next[lane] != at]
            span = min([*(self._left[lane] for lane in here), *later])
            self._park(here)
            self._fill(here)
            done = self._entry(*self._given, at, span)
            self._stop(here, done)
        return self._found

    def _park(self, here: list[int]) -> None:
        """Take plants that wait for others out of their lanes, and put back those that waited."""
        for lane in self._busy:
            if lane in here and lane in self._parked:
                self._y[:, lane] = self._own[lane]
                self._seeds[lane] = self._own_seeds[lane]
                self._parked.remove(lane)
            elif lane not in here and lane not in self._parked:
                self._own[lane][:] = self._y[:, lane]
                self._parked.add(lane)

    def _fill(self, here: list[int]) -> None:
        """Let lanes without a plant do what one with a plant does."""
        like = min(here)
        filled = (self._turns[like], *here)
        if filled != self._filled:
            self._filled = filled
            for lane in range(WIDTH):
                if lane not in here:
                    self._y[:, lane] = self._y[:, like]
                    self._seeds[lane] = self._own_seeds[like]

    def _stop(self, here: list[int], done: int) -> None:
        """Go on with the work of plants that wanted to stop here, or in which something changed."""
        told = (self._y[scan.CHANGES] != 0.0) | (self._y[scan.FAULTED] != 0.0)
        changed = told.tolist()
        for lane in here:
            self._next[lane] += done
            self._left[lane] -= done
            self._run[lane] += done
            if changed[lane] or not self._left[lane]:
                self._busy.remove(lane)
                self._go_on(lane, self._run[lane])

    def _go_on(self, lane: int, done: int | None) -> None:
        """Go on with the work of a plant, up to the scans that it wants next, if any."""
        try:
            wanted: Request = (
                next(self._work[lane]) if done is None else self._work[lane].send(done)
            )
        except StopIteration as end:
            self._found[lane] = end.value
            self._bring_home(lane)
            return
        self._run[lane] = 0
        self._next[lane], self._left[lane] = wanted
        self._turns[lane] += 1
        self._busy.append(lane)

    def _bring_home(self, lane: int) -> None:
        """Let a plant's state lie in its own memory again; while it waits, it is there already."""
        if lane not in self._parked:
            self._own[lane][:] = self._y[:, lane]
        self._engines[lane].move(self._homes[lane])


def aligned(count: int) -> Any:
    """Return so many zeros that begin where a line of the processor's cache does."""
    room = numpy.zeros(count * 8 + _ALIGNED, dtype=numpy.uint8)
    start = -room.ctypes.data % _ALIGNED
    return room[start : start + count * 8].view(numpy.float64)
