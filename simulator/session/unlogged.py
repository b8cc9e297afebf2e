"""What Desks without a log have in common: a plant that is run in memory."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.session.commission import Commissioned
from simulator.session.desk import Brief


class Unlogged:
    """The part of a Desk that only looks; who derives from it submits and advances.

    Args:
        commissioned: the plant, and what belongs to it.
    """

    def __init__(self, commissioned: Commissioned) -> None:
        self._of = commissioned
        self._plant = commissioned.plant

    @property
    def brief(self) -> Brief:
        """What the operator is told."""
        return self._of.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self._of.names

    def settle(self, until: int | None = None) -> None:
        """Wait until the plant runs as fast as it soon will; before all up to ``until`` (ms)."""
        end = self.brief.duration_ms
        self._of.settle((end if until is None else min(until, end)) - self.now)

    @property
    def now(self) -> int:
        """Simulated milliseconds since the run began."""
        return self._plant.now

    @property
    def finished(self) -> bool:
        """Whether simulated time goes no further."""
        return self._plant.finished

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""
        return self._plant.observe()
