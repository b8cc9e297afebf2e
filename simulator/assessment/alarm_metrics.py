"""How an alarm system fared over a session: the measures of ANSI/ISA-18.2-2016 and EEMUA 191.

Only what was annunciated counts, after delays and suppression.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from simulator.assessment.timeline import Spell, Timeline
from simulator.language.event import AlarmChanged
from simulator.language.simtime import DAY, MINUTE

BIN_MS = 10 * MINUTE
FLOOD_BEGINS = 10
"""A flood begins with more than this many alarms in ten minutes ..."""
FLOOD_ENDS = 5
"""... and ends with fewer than this many."""
STANDING_MS = DAY
"""An alarm that stands longer than this is a standing alarm."""
CHATTER_MS = MINUTE
CHATTERS = 3
"""An alarm that comes this many times within CHATTER_MS chatters."""


def rate(times: Sequence[int], length_ms: int) -> float:
    """Return the mean number of alarms in ten minutes."""
    return len(times) * BIN_MS / length_ms if length_ms > 0 else 0.0


def peak(times: Sequence[int]) -> int:
    """Return the most alarms in any ten minutes; ``times`` is in order."""
    return max((i + 1 - bisect_right(times, t - BIN_MS) for i, t in enumerate(times)), default=0)


def flood(times: Sequence[int], length_ms: int) -> float:
    """Return the part (0 to 1) of the ten-minute bins that were in a flood."""
    if length_ms <= 0:
        return 0.0
    bins = -(-length_ms // BIN_MS)
    inside = False
    flooded = 0
    for i in range(bins):
        count = bisect_left(times, (i + 1) * BIN_MS) - bisect_left(times, i * BIN_MS)
        inside = count > FLOOD_BEGINS or (inside and count >= FLOOD_ENDS)
        flooded += inside
    return flooded / bins


def chattering(timeline: Timeline) -> int:
    """Return how many alarms chattered."""
    by_tag: dict[str, list[int]] = {}
    for event in timeline.announced():
        by_tag.setdefault(event.subject, []).append(event.t)
    return sum(
        any(last - first < CHATTER_MS for first, last in zip(times, times[2:], strict=False))
        for times in by_tag.values()
    )


def standing(timeline: Timeline, longest_ms: int = STANDING_MS) -> int:
    """Return how many alarms stood longer than ``longest_ms`` without a break."""
    return len(
        {tag for tag, s in stood(timeline) if s.end - s.start > longest_ms},
    )


def stood(timeline: Timeline) -> tuple[tuple[str, Spell], ...]:
    """Return every stretch in which an alarm was there and shown to the operator, by its tag."""
    begun: dict[str, int] = {}
    found: list[tuple[str, Spell]] = []
    for event in timeline.events:
        if not isinstance(event, AlarmChanged):
            continue
        if event.new in "BC":
            begun.setdefault(event.subject, event.t)
        elif event.subject in begun:
            found.append((event.subject, Spell(begun.pop(event.subject), event.t)))
    found += [(tag, Spell(start, timeline.end)) for tag, start in begun.items()]
    return tuple(found)
