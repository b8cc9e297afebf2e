"""How the alarms of a session fared so far: the figures of ISA-18.2 for the history page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.assessment.alarm_metrics import (
    CHATTER_MS,
    CHATTERS,
    STANDING_MS,
    flood,
    peak,
    rate,
)
from tui.past import Spell


@dataclass(frozen=True, slots=True)
class Figures:
    """What the alarms came to.

    ``rate`` is the mean in ten minutes, ``peak`` the most in any ten, ``flooded`` the part of the
    time in floods (0 to 1); ``frequent`` the alarms that came most often; ``chattering`` those that
    came three times within a minute; ``standing`` those that stand longer than a day.
    """

    count: int
    rate: float
    peak: int
    flooded: float
    frequent: tuple[tuple[str, int], ...]
    chattering: tuple[str, ...]
    standing: tuple[str, ...]
    slowest_ms: int | None
    """The longest that an alarm waited for its acknowledgement."""


def figures(spells: Sequence[Spell], now: int) -> Figures:
    """Return the figures of all that came up to now, in order."""
    times = [spell.at for spell in spells]
    by_alarm: dict[str, list[int]] = {}
    for spell in spells:
        by_alarm.setdefault(spell.alarm, []).append(spell.at)
    counts = Counter({alarm: len(times) for alarm, times in by_alarm.items()})
    waits = [s.acknowledged_at - s.at for s in spells if s.acknowledged_at is not None]
    standing = [s.alarm for s in spells if s.ended_at is None and now - s.at > STANDING_MS]
    return Figures(
        len(spells),
        rate(times, now),
        peak(times),
        flood(times, now),
        tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]),
        tuple(alarm for alarm, times in sorted(by_alarm.items()) if chatters(times)),
        tuple(dict.fromkeys(standing)),
        max(waits, default=None),
    )


def chatters(times: Sequence[int]) -> bool:
    """Say whether an alarm that came at these times chattered."""
    later = times[CHATTERS - 1 :]
    return any(last - first < CHATTER_MS for first, last in zip(times, later, strict=False))
