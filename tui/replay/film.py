"""The trends of a recording: finely where it was played, coarsely everywhere else.

Beside what the instruments showed it keeps what was true, and what the expert's run showed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.language.observation import Observation
from tui.history import Column, History

TRUE, EXPERT = "TRUE", "EXPERT"
"""Attributes behind a tag, as PV and SP are: the true value, and the PV of the expert's run."""


@dataclass(frozen=True, slots=True)
class Reel:
    """The trends of a stretch before a leap, from ``start`` to ``end`` (ms)."""

    start: int
    end: int
    history: History


class Film(History):
    """A History of what was played without a gap since the last leap, and what surrounds it.

    ``whole`` is filled by whoever lives the whole session again, ``expert`` by the expert's run,
    ``back`` is what came before the leap. Where nothing is known yet there is nothing, so that no
    line is drawn through what was not looked at.
    """

    def __init__(self) -> None:
        super().__init__()
        self.whole = History()
        self.expert = History()
        self.whole_until = -1
        """How far the whole session is known, ms."""
        self.back: Reel | None = None
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
            self.back = None
            self._last = -1

    def shoot(self, observation: Observation, truth: Mapping[str, float]) -> None:
        """Take in what the instruments show at the playhead, and what is true."""
        if self.first is None or observation.now >= self.first:
            film(self, observation, truth)
            self._last = max(self._last, observation.now)

    def splice(self, reel: Reel, take: int) -> None:
        """Put what came before the playhead in its place, unless the film was cleared since."""
        with self._gate:
            if take == self.take:
                self.back = reel

    def covers(self, t: int) -> bool:
        """Return whether a moment lies within what is finely known."""
        back = self.back
        if back is not None and back.start <= t <= back.end:
            return True
        return self.first is not None and self.first <= t <= self._last

    def columns(self, name: str, end: int, span_ms: int, count: int) -> list[Column]:
        """Return the columns of a series; where nothing was played nearby, the coarse ones."""
        if name.endswith(f".{EXPERT}"):
            return self.expert.columns(name, end, span_ms, count)
        found = super().columns(name, end, span_ms, count)
        if self.first is not None and self.first <= max(end - span_ms, 0):
            return found
        back = self.back
        if back is not None:
            more = back.history.columns(name, end, span_ms, count)
            found = [f if f is not None else m for f, m in zip(found, more, strict=True)]
        width = max(-(-span_ms // max(count, 1)), 1)
        start = ((end - 1) // width - count + 1) * width
        more = self.whole.columns(name, end, span_ms, count)
        return [
            m if f is None and start + place * width <= self.whole_until else f
            for place, (f, m) in enumerate(zip(found, more, strict=True))
        ]

    def value(self, name: str, at: int) -> float | None:
        """Return what a series showed at a time, as finely as it is known."""
        if name.endswith(f".{EXPERT}"):
            return self.expert.value(name, at)
        if self.first is not None and self.first <= at:
            return super().value(name, at)
        back = self.back
        if back is not None and back.start <= at <= back.end:
            return back.history.value(name, at)
        return self.whole.value(name, at) if at <= self.whole_until else None

    def beside(self, tag: str) -> tuple[str, ...]:
        """Return what is to be drawn beside the PV of a tag."""
        return self.extra


def true_names(truth: Mapping[str, float]) -> dict[str, float]:
    """Return true values by the names of their series."""
    return {f"{tag}.{TRUE}": value for tag, value in truth.items()}


def film(history: History, observation: Observation, truth: Mapping[str, float]) -> None:
    """Take instruments and true values of one moment into a history."""
    history.record(observation)
    history.note(observation.now, true_names(truth))
