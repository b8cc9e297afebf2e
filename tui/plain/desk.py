"""The Desk of a session that can be ended, as the line mode needs it."""

from __future__ import annotations

from typing import Protocol

from simulator.language.problem import Problem
from simulator.session.desk import Desk


class LineDesk(Desk, Protocol):
    """A Desk whose session can be ended: what :class:`simulator.session.live.Live` offers."""

    @property
    def stopped(self) -> Problem | None:
        """Why the session can go no further, if so."""

    def seal(self, reason: str = "ended") -> str:
        """End the session and return the head of its log."""

    def note_speed(self, speed: float) -> None:
        """Log that time goes at another speed from here on; 0 is a pause."""

    def close(self) -> None:
        """Leave the session unsealed."""
