"""The trends of a recording: finely where it was played, coarsely everywhere else.

Beside what the instruments showed it keeps what was true, and what the expert's run showed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from simulator.language.observation import Observation
from tui.history import Column, History

TRUE, EXPERT = "TRUE", "EXPERT"
"""Attributes behind a tag, as PV and SP are: the true value, and the PV of the expert's run."""


class Film(History):
    """A History that can be cleared when the playhead leaps: the coarse one stays.

    ``whole`` is filled by whoever lives the whole session again, ``expert`` by the expert's run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.whole = History()
        self.expert = History()
        self.extra: tuple[str, ...] = ()
        """What is drawn beside every PV: TRUE, EXPERT, both or neither."""
        self.take = 0
        """Counts how often it was cleared."""
        self._last = -1
        self._gate = threading.Lock()

    def clear(self) -> None:
        """Forget what was played, before it is played from elsewhere."""
        with self._gate:
            super().clear()
            self.take += 1
            self._last = -1

    def shoot(
        self, observation: Observation, truth: Mapping[str, float], take: int | None = None
    ) -> None:
        """Take in what the instruments show near the playhead, and what is true.

        Given a ``take``, nothing is taken in if the film was cleared since.
        """
        with self._gate:
            if take in (None, self.take):
                self.record(observation)
                self.note(observation.now, true_names(truth))
                self._last = max(self._last, observation.now)

    def covers(self, t: int) -> bool:
        """Return whether a moment lies within what was played since the film was cleared."""
        return self.first is not None and self.first <= t <= self._last

    def columns(self, name: str, end: int, span_ms: int, count: int) -> list[Column]:
        """Return the columns of a series; where nothing was played nearby, the coarse ones."""
        if name.endswith(f".{EXPERT}"):
            return self.expert.columns(name, end, span_ms, count)
        near = super().columns(name, end, span_ms, count)
        if self.first is not None and self.first <= max(end - span_ms, 0):
            return near
        far = self.whole.columns(name, end, span_ms, count)
        return [
            fine if fine is not None else coarse for fine, coarse in zip(near, far, strict=True)
        ]

    def beside(self, tag: str) -> tuple[str, ...]:
        """Return what is to be drawn beside the PV of a tag."""
        return self.extra

    def value(self, name: str, at: int) -> float | None:
        """Return what a series showed at a time, as finely as it is known."""
        if name.endswith(f".{EXPERT}"):
            return self.expert.value(name, at)
        found = super().value(name, at)
        return found if found is not None else self.whole.value(name, at)


def true_names(truth: Mapping[str, float]) -> dict[str, float]:
    """Return true values by the names of their series."""
    return {f"{tag}.{TRUE}": value for tag, value in truth.items()}
