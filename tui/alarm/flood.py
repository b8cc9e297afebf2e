"""Alarm floods: more alarms than a person can answer, and which of them came first.

A flood begins with more than ten new alarms in ten minutes and ends with fewer than five
(ANSI/ISA-18.2-2016).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from simulator.assessment.alarm_metrics import BIN_MS, FLOOD_BEGINS, FLOOD_ENDS
from tui.past import Past, Spell


@dataclass(frozen=True, slots=True)
class Flood:
    """A flood that goes on: the alarms since it began, the first out before the others.

    ``recent`` is how many of them came in the last ten minutes.
    """

    spells: tuple[Spell, ...]
    recent: int

    @property
    def first(self) -> Spell:
        """The alarm that came first."""
        return self.spells[0]


def flood(past: Past, now: int) -> Flood | None:
    """Return the flood that goes on at a time, if there is one."""
    spells = past.spells
    end = bisect_right(spells, now, key=_at)
    recent = end - bisect_right(spells, now - BIN_MS, key=_at)
    if recent < FLOOD_ENDS:
        return None
    met = False
    for at in range(end - 1, -1, -1):
        window = bisect_right(spells, spells[at].at - BIN_MS, key=_at)
        before = at - window
        met = met or before + 1 > FLOOD_BEGINS
        if before < FLOOD_ENDS:  # it was quiet until then
            return Flood(tuple(spells[window:end]), recent) if met else None
    return None


def spell_at(past: Past, alarm: str, at: int) -> Spell | None:
    """Return the coming of an alarm that was the last at a time."""
    end = bisect_right(past.spells, at, key=_at)
    return next((s for s in reversed(past.spells[:end]) if s.alarm == alarm), None)


def _at(spell: Spell) -> int:
    return spell.at
