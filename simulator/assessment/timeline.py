"""What a rubric is applied to: a session as plain facts, gathered while it is lived again.

Times are whole milliseconds since the session began. Nothing here knows a plant, a log or a disk.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.language.command import Command
from simulator.language.condition import Condition
from simulator.language.event import AlarmChanged, Event


@dataclass(frozen=True, slots=True)
class Act:
    """One command as the log has it.

    ``n`` is the record, ``old`` and ``new`` the change it made (None if it changes no value), and
    ``refused`` the code of the problem if it was not done.
    """

    t: int
    n: int
    command: Command
    reason: str = ""
    old: float | str | None = None
    new: float | str | None = None
    role: str = "operator"
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """From ``t`` (ms) on the terminal showed a page about ``subject``; ``n`` is the record."""

    t: int
    n: int
    page: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time, from ``start`` up to ``end`` (ms), in which something held."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """What the rationalisation says of an alarm: priority 1 to 4, and the time to respond (ms)."""

    priority: int
    respond_ms: int


@dataclass(frozen=True, slots=True)
class GaugeFacts:
    """What a gauge came to: last value, extremes, and the part (0 to 1) of its time inside."""

    last: float
    peak: float
    lowest: float
    inside: float


@dataclass(frozen=True, slots=True)
class Wants:
    """What must be watched while a session is lived again, so that a rubric can judge it.

    ``conditions`` are watched all the time, ``errors`` are loops whose distance from their
    set-point is added up, ``values`` are sums read at the end and ``tracks`` sums read all the
    time; ``shadows`` tells whether the runs of the expert and of the idle operator are needed.
    """

    conditions: tuple[Condition, ...] = ()
    errors: tuple[str, ...] = ()
    values: tuple[Condition, ...] = ()
    tracks: tuple[Condition, ...] = ()
    shadows: bool = False

    def __add__(self, other: Wants) -> Wants:
        """Return what both want, each thing once."""
        return Wants(
            tuple(dict.fromkeys((*self.conditions, *other.conditions))),
            tuple(dict.fromkeys((*self.errors, *other.errors))),
            tuple(dict.fromkeys((*self.values, *other.values))),
            tuple(dict.fromkeys((*self.tracks, *other.tracks))),
            self.shadows or other.shadows,
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session as facts.

    Attributes:
        end: how far it went, ms.
        duration: how long it should last, ms.
        acts: commands of people, done and refused, in order.
        events: what the plant did, truth included, in order.
        looks: which pages came into sight, in order.
        spells: text of a condition to the stretches in which it held.
        values: text of a sum to its value at the end; what has none is missing.
        errors: loop to its distance from the set-point, in spans of its range, as (time in ms,
            sum up to then in span-seconds) at every reading.
        tracks: text of a sum to its value at every reading, as (time in ms, value).
        gauges: gauge to what it came to.
        alarms: alarm to what the rationalisation says of it.
        hints: hint to what each of its steps costs, in points.
        shadows: ``expert`` and ``idle`` to what they came to with the same seed, if wanted.
    """

    end: int
    duration: int
    acts: tuple[Act, ...] = ()
    events: tuple[Event, ...] = ()
    looks: tuple[Look, ...] = ()
    spells: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    errors: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    tracks: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    gauges: Mapping[str, GaugeFacts] = field(default_factory=dict)
    alarms: Mapping[str, AlarmFacts] = field(default_factory=dict)
    hints: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    shadows: Mapping[str, Timeline] = field(default_factory=dict)

    @property
    def done(self) -> tuple[Act, ...]:
        """Return the commands of operators that were not refused."""
        return tuple(act for act in self.acts if not act.refused and act.role == "operator")

    @property
    def part_run(self) -> float:
        """Return the part (0 to 1) of its duration that the session was run."""
        if self.duration <= 0:
            return 0.0
        return min(1.0, self.end / self.duration)

    def held_before(self, condition: Condition, t: int) -> bool:
        """Return whether a condition that was watched held just before a time.

        An action is judged by what it found, not by what it brought about.
        """
        at = max(0, t - 1)
        spells = self.spells.get(condition.text, ())
        place = bisect_right(spells, at, key=lambda spell: spell.start)
        return place > 0 and at < spells[place - 1].end

    def tracked(self, condition: Condition, t: int) -> float | None:
        """Return a tracked sum at the last reading that is not after a time; None before any."""
        track = self.tracks.get(condition.text, ())
        position = bisect_right(track, t, key=lambda reading: reading[0])
        return track[position - 1][1] if position else None

    def announced(self) -> tuple[AlarmChanged, ...]:
        """Return every time that an alarm was annunciated, in order."""
        return tuple(e for e in self.events if isinstance(e, AlarmChanged) and e.new == "B")


def total(numbers: Iterable[float]) -> float:
    """Return the sum from left to right, the same on every machine and version of Python."""
    found = 0.0
    for number in numbers:
        found += number
    return found


def shared(first: Iterable[Spell], second: Iterable[Spell]) -> int:
    """Return how long (ms) both of two rows of spells held; each row is in order."""
    left, right = list(first), list(second)
    i = j = found = 0
    while i < len(left) and j < len(right):
        start = max(left[i].start, right[j].start)
        end = min(left[i].end, right[j].end)
        found += max(0, end - start)
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1
    return found
