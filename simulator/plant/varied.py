"""Plants of one wiring but other constants run in step: a culture tried with many parameters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy

from simulator.language.steps import Steps
from simulator.numerics.lanes.machine import LaneCompiler
from simulator.plant import scan
from simulator.plant.engine import Engine
from simulator.plant.lanes import LANED, WIDTH, Lanes, Result, aligned


@cache
def varied_lanes() -> LaneCompiler:
    """Return the one compiler of this process for lanes with constants of their own."""
    return LaneCompiler(scan.run_scans, ("p", *LANED), WIDTH)


def wired_alike(engines: Sequence[Engine]) -> bool:
    """Return whether plants may be such lanes: their wiring is the same, the seed aside."""
    y, p, k = engines[0].arrays
    return all(
        len(one.arrays[0]) == len(y)
        and len(one.arrays[1]) == len(p)
        and one.arrays[2][scan.SEED + 1 :] == k[scan.SEED + 1 :]
        for one in engines
    )


class VariedLanes(Lanes[Result]):
    """Some plants that are wired alike, at most :data:`WIDTH`, and the work of each.

    Args:
        entry: the compiled copy, from :func:`varied_lanes`.
        engines: of the plants.
        work: of each plant, which asks for its scans.
    """

    def __init__(
        self, entry: Any, engines: Sequence[Engine], work: Sequence[Steps[Result]]
    ) -> None:
        super().__init__(entry, engines, work)
        self._constants = [numpy.frombuffer(engine.arrays[1]) for engine in engines]
        self._each = aligned(len(self._constants[0]) * WIDTH).reshape(-1, WIDTH)
        self._given = (self._y, self._each, *self._given[2:])

    def _fill(self, here: list[int]) -> None:
        """Let lanes without a plant do what one with a plant does, with its constants."""
        before = self._filled
        super()._fill(here)
        if self._filled != before:
            for lane in range(WIDTH):
                self._each[:, lane] = self._constants[lane if lane in here else min(here)]
