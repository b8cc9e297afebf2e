"""What a screen remembers of a session: the trends, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.language.observation import Observation
from simulator.session.index import Happening
from tui.history import History
from tui.past import Past


@dataclass(frozen=True, slots=True)
class Memory:
    """Trends and story of one session; a session that is lived again fills both."""

    history: History = field(default_factory=History)
    past: Past = field(default_factory=Past)

    def relive(self, observation: Observation, happenings: Sequence[Happening]) -> None:
        """Take in one look at a session that is lived again, and what happened before it."""
        self.history.record(observation)
        self.past.hear(happenings)
