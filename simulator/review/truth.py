"""What only an assessor's screen may ask: true values and the faults of the scenario.

A trainee's Desk has nothing of this; only a recording is given to :class:`Truth`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from simulator.language.event import FaultBegan, FaultEnded
from simulator.review.recorder import readable
from simulator.session.commission import Commissioned
from simulator.session.index import Mark


class TruthDesk(Protocol):
    """A Desk that also tells the truth; a live trainee's never does."""

    def true_value(self, tag: str) -> float | None:
        """Return the true value of what an instrument or loop reads now; None if it reads none."""

    def active_faults(self, now: int) -> tuple[str, ...]:
        """Return the texts of the scenario's faults that act at a moment (ms)."""


class Truth:
    """The true values behind the instruments of a plant that is not a trainee's.

    Args:
        commissioned: the plant, and what belongs to it.
    """

    def __init__(self, commissioned: Commissioned) -> None:
        self._plant = readable(commissioned)
        cell = commissioned.brief.cell
        tags = [card.tag for card in cell.instruments] + [card.tag for card in cell.loops]
        cards = ((tag, cell.instrument(tag)) for tag in tags)
        self._reads: dict[str, str] = {tag: card.reads for tag, card in cards if card is not None}

    def value(self, tag: str) -> float | None:
        """Return the true value of what a tag reads, in the unit of the plant; None without one."""
        name = self._reads.get(tag)
        return None if name is None else self._plant.truth(name)

    def values(self) -> Mapping[str, float]:
        """Return the true value behind every tag that reads something."""
        return {tag: self._plant.truth(name) for tag, name in self._reads.items()}


def faults_at(marks: Iterable[Mark], now: int) -> tuple[str, ...]:
    """Return the texts of the faults that had begun and not ended by a moment (ms), in order."""
    acting: dict[str, str] = {}
    for mark in marks:
        if mark.t > now:
            break
        if isinstance(mark.of, FaultBegan):
            acting[mark.subject] = mark.of.text
        elif isinstance(mark.of, FaultEnded):
            acting.pop(mark.subject, None)
    return tuple(acting.values())
