"""Plays a recording as a session is played, and leaps to any moment of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from simulator.language.observation import Observation
from simulator.language.problem import Refusal
from simulator.review.truth import Truth
from simulator.session.commission import Commissioned
from simulator.session.pace import Pace
from simulator.session.replay import Recording
from tui.replay.film import Film
from tui.runner import Runner

NEAR_MS = 60_000
"""A step forward up to this long is played through, so that trends have no gap."""
FRAMES = 12
"""So many looks at the instruments in such a step."""
PATIENCE_S = 0.2
"""So long a screen waits for the playhead; s of the wall clock."""


class Player(Runner):
    """The thread that plays; ``seek`` may be called from any other at any time.

    Args:
        recording: what is played; nobody else may move it.
        pace: how fast.
        film: keeps what was seen.
        leapt: hears every moment before which the film has nothing, when the playhead went there.
    """

    HOLDS = False

    def __init__(
        self, recording: Recording, pace: Pace, film: Film, leapt: Callable[[int], None]
    ) -> None:
        self.recording = recording
        self.film = film
        self.goal: int | None = None
        """Where the playhead is going, ms; None when it is there."""
        self.true_values: Mapping[str, float] = {}
        """The true value behind every tag that reads something, at the last look."""
        self._leapt = leapt
        self._leaping = threading.Lock()
        self._leaper: threading.Thread | None = None
        self._moving = threading.RLock()
        self._leaps = 0
        self._planned = 0
        self._known: tuple[Commissioned, Truth] | None = None
        super().__init__(recording, pace, watch=self._shoot)
        self._shoot(self.latest)

    def seek(self, t: int) -> None:
        """Go to a moment (ms); what is outside the recording is its beginning or end.

        Nearly always it is reached when this returns. Where scans take long it goes on beside the
        screen: then ``goal`` is not None, and a later wish takes the place of this one.
        """
        with self._leaping:
            self.goal = min(max(t, 0), self.recording.end)
            if self._leaper is None:
                self._leaper = threading.Thread(target=self._leap, name="cuve-seek", daemon=True)
                self._leaper.start()
            leaper = self._leaper
        leaper.join(PATIENCE_S)

    def settle(self) -> None:
        """Wait until the playhead is where it was wished to be."""
        leaper = self._leaper
        if leaper is not None:
            leaper.join()

    def _leap(self) -> None:
        """Go to the goal, and to the next one if there was another wish meanwhile."""
        while True:
            goal = self.goal
            if goal is not None:
                try:
                    self._go(goal)
                except Refusal as refusal:
                    self.trouble = refusal.problems[0]
            with self._leaping:
                if self.goal == goal:
                    self.goal = self._leaper = None
                    return

    def _go(self, t: int) -> None:
        with self._moving:
            self._leaps += 1
            before = self.recording.now
            near = before <= t <= before + NEAR_MS
            cleared = not near and not self.film.covers(t)
            if near and not self.film.covers(t):
                for part in range(1, FRAMES):
                    self.recording.seek(before + (t - before) * part // FRAMES)
                    self._shoot(self.recording.observe())
            self.recording.seek(t)
            if cleared:
                self.film.clear()
            seen = self.recording.observe()
            self._shoot(seen)
            self.latest = seen
            with self._wake:
                self._events.clear()
                self._owed = self._steps = 0
                self._searching = False
        if cleared:
            self._leapt(t)

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
        self.true_values = self._truth().values()
        self.film.shoot(observation, self.true_values)

    def _truth(self) -> Truth:
        """Return what tells the truth; a recording may have had to build its plant anew."""
        there = self.recording.commissioned
        if self._known is None or self._known[0] is not there:
            self._known = there, Truth(there)
        return self._known[1]
