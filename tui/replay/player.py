"""Plays a recording as a session is played, and leaps to any moment of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from simulator.language.observation import Observation
from simulator.session.commission import Commissioned
from simulator.session.pace import Pace
from simulator.session.replay import Recording
from simulator.session.truth import Truth
from tui.replay.film import Film
from tui.runner import Runner

NEAR_MS = 60_000
"""A step forward up to this long is played through, so that trends have no gap."""
FRAMES = 12
"""So many looks at the instruments in such a step."""


class Player(Runner):
    """The thread that plays; ``seek`` may be called from any other at any time.

    Args:
        recording: what is played; nobody else may move it.
        pace: how fast.
        film: keeps what was seen.
    """

    def __init__(self, recording: Recording, pace: Pace, film: Film) -> None:
        self.recording = recording
        self.film = film
        self._moving = threading.RLock()
        self._leaps = 0
        self._planned = 0
        self._known: tuple[Commissioned, Truth] | None = None
        super().__init__(recording, pace, watch=self._shoot)
        self._shoot(self.latest)

    def seek(self, t: int) -> bool:
        """Go to a moment (ms) at once; what is outside the recording is its beginning or end.

        Return whether the film was cleared for it.
        """
        t = min(max(t, 0), self.recording.end)
        with self._moving:
            self._leaps += 1
            before = self.recording.now
            near = before <= t <= before + NEAR_MS
            cleared = not near and not self.film.covers(t)
            if near:
                for part in range(1, FRAMES):
                    self.recording.seek(before + (t - before) * part // FRAMES)
                    self._shoot(self.recording.observe())
            self.recording.seek(t)
            if cleared:
                self.film.clear()
            self.latest = self.recording.observe()
            self._shoot(self.latest)
            with self._wake:
                self._events.clear()
                self._owed = self._steps = 0
                self._searching = False
        return cleared

    def true_values(self) -> Mapping[str, float]:
        """Return the true value behind every tag that reads something, at the playhead."""
        with self._moving:
            return self._truth().values()

    def _due(self) -> int:
        due = super()._due()
        self._planned = self._leaps
        return due

    def _advance(self, due: int) -> None:
        """Let time pass; not if there was a leap since it was worked out how much."""
        with self._moving:
            if self._planned == self._leaps:
                super()._advance(due)

    def _shoot(self, observation: Observation) -> None:
        self.film.shoot(observation, self._truth().values())

    def _truth(self) -> Truth:
        """Return what tells the truth; a recording may have had to build its plant anew."""
        there = self.recording.commissioned
        if self._known is None or self._known[0] is not there:
            self._known = there, Truth(there)
        return self._known[1]
