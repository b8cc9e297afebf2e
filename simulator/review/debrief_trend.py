"""Trends for a debrief: what instruments told, what was true, and what the expert's run gave.

Values are read at whole steps of simulated time, of the session lived again and of runs in memory.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.assessment.rubric import Rubric
from simulator.assessment.timeline import Timeline
from simulator.language.event import Event, stands_still
from simulator.language.words import Words
from simulator.review.recorder import Readable, readable
from simulator.review.rehearsal import Rehearsal
from simulator.session.commission import Commissioned
from simulator.session.desk import Brief
from simulator.session.follow import Follower

LOOKS = 600
"""So many values of a session are kept for a plot."""
MOST_TAGS = 6
"""Most tags whose trends are shown: those that the session turned on."""

Points = tuple[tuple[int, float | None], ...]
"""Times (ms) and values; None where there was none."""


@dataclass(frozen=True, slots=True)
class Limit:
    """An alarm limit beside a trend: its kind, such as HIHI, value, and priority 1 to 4."""

    kind: str
    value: float
    priority: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One tag over time.

    Attributes:
        tag: loop or instrument.
        name: in words.
        unit: of what it measures.
        low: of the instrument's range; ``high`` likewise.
        limits: of its alarms.
        pens: ``pv``, ``sp``, ``truth`` in the unit, ``op`` in percent; ``expert pv`` and
            ``expert op`` of the practised operator's run, ``if pv`` and ``if op`` of another way.
    """

    tag: str
    name: Words
    unit: str
    low: float
    high: float
    limits: tuple[Limit, ...] = ()
    pens: Mapping[str, Points] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pen:
    """A value that is read for a trend: which tag and pen, and its readable name."""

    tag: str
    pen: str
    reads: str


class Sampler:
    """Reads values of a plant at whole steps, once for each time.

    Args:
        plant: what is read.
        names: readable names.
        step: ms between two readings.
    """

    def __init__(self, plant: Readable, names: Iterable[str], step: int) -> None:
        self._plant = plant
        self._step = step
        self._names = tuple(dict.fromkeys(names))
        self._found: dict[str, list[tuple[int, float | None]]] = {n: [] for n in self._names}
        self.due = 0

    def read(self) -> None:
        """Read everything, if it is time."""
        now = self._plant.now
        if now < self.due:
            return
        for name, found in self._found.items():
            value = self._plant.truth(name)
            found.append((now, value if math.isfinite(value) else None))
        self.due = (now // self._step + 1) * self._step

    def points(self) -> dict[str, Points]:
        """Return what was read, by name."""
        return {name: tuple(found) for name, found in self._found.items()}


class Watched(Rehearsal):
    """A session in memory whose values are read for trends on the way."""

    sampler: Sampler | None = None

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, reading at each step."""
        if self.sampler is None:
            return super().advance(until)
        events: list[Event] = []
        while self.now < min(until, self.brief.duration_ms):
            before = self.now
            self.sampler.read()
            heard = super().advance(min(until, self.sampler.due))
            events += heard
            if self.now == before or stands_still(heard):
                break
        self.sampler.read()
        return tuple(events)


def step_for(span: int, scan_ms: int, looks: int = LOOKS) -> int:
    """Return the time between two readings, in whole scans, so that a span has so many."""
    return max(1, -(-span // (looks * scan_ms))) * scan_ms


def follow_values(follower: Follower, names: Iterable[str], step: int) -> dict[str, Points]:
    """Live a log again from where it stands to its end, and return the values on the way."""
    sampler = Sampler(readable(follower.commissioned), names, step)
    while True:
        before = follower.at, follower.plant.now
        sampler.read()
        follower.advance(min(sampler.due, follower.end))
        if before == (follower.at, follower.plant.now):
            break
    sampler.read()
    return sampler.points()


def pens_of(brief: Brief, tags: Iterable[str]) -> tuple[Pen, ...]:
    """Return what is read for the trends of tags."""
    found: list[Pen] = []
    for tag in tags:
        card = brief.cell.instrument(tag)
        if card is None:
            continue
        found.append(Pen(tag, "pv", f"{tag}.PV"))
        found.append(Pen(tag, "truth", card.reads))
        if brief.cell.loop(tag) is not None:
            found.append(Pen(tag, "sp", f"{tag}.SP"))
            found.append(Pen(tag, "op", f"{tag}.OP"))
    return tuple(found)


def trends(
    brief: Brief,
    pens: Sequence[Pen],
    mine: Mapping[str, Points],
    beside: Mapping[str, Mapping[str, Points]],
) -> tuple[Trend, ...]:
    """Return the trends of the tags of some pens.

    Args:
        brief: names, ranges and alarm limits.
        pens: what was read, tag by tag.
        mine: values of the session by readable name.
        beside: the same of other runs, by what their pens are called: ``expert`` or ``if``.
    """
    found: list[Trend] = []
    for tag in dict.fromkeys(pen.tag for pen in pens):
        card = brief.cell.instrument(tag)
        assert card is not None  # pens_of leaves others out
        loop = brief.cell.loop(tag)
        drawn = {pen.pen: mine[pen.reads] for pen in pens if pen.tag == tag}
        for called, values in beside.items():
            for pen in pens:
                if pen.tag == tag and pen.pen in ("pv", "op") and pen.reads in values:
                    drawn[f"{called} {pen.pen}"] = values[pen.reads]
        found.append(
            Trend(
                tag=tag,
                name=(loop or card).name,
                unit=card.unit,
                low=card.low,
                high=card.high,
                limits=_limits(brief, tag, card.tag),
                pens=drawn,
            )
        )
    return tuple(found)


def _limits(brief: Brief, tag: str, instrument: str) -> tuple[Limit, ...]:
    """Return the alarm limits of a loop or of its instrument that stand still."""
    return tuple(
        Limit(one.kind, one.limit, one.priority)
        for alarm, one in brief.alarms.items()
        if alarm.rpartition(".")[0] in (tag, instrument) and one.kind not in ("DEV", "BAD")
    )


def key_tags(of: Commissioned, rubric: Rubric, timeline: Timeline) -> tuple[str, ...]:
    """Return the tags that a session turned on, first those that mattered most.

    Counted are the loops that the rubric compares, what its conditions and the gauges read, the
    alarms that came and what was moved.
    """
    brief = of.brief
    weight: Counter[str] = Counter()
    wants = rubric.wants()
    for loop in wants.errors:
        weight[loop] += 8
    conditions = (*wants.conditions, *wants.tracks, *wants.values)
    for name in (name for one in conditions for name in one.names):
        weight.update(_tags(brief, name, 3))
    for gauge in readable(of).design.gauges:
        weight.update(_tags(brief, gauge.reads, 3))
    for alarm in timeline.announced():
        weight.update(_tags(brief, alarm.subject, 2))
    for act in timeline.done:
        subject = getattr(act.command, "tag", "")
        weight.update(_tags(brief, f"{subject}.", 1))
    ranked = sorted(weight, key=lambda tag: (-weight[tag], tag))
    return tuple(ranked[:MOST_TAGS])


def _tags(brief: Brief, name: str, worth: int) -> dict[str, int]:
    """Return the loop or instrument that a readable name or an alarm is about."""
    tag = name.rpartition(".")[0]
    cards = [card.tag for card in brief.cell.readers(name)][:1] or [tag]
    found: dict[str, int] = {}
    for one in cards:
        loop = brief.cell.loop_on(one)
        if loop is not None:
            found[loop.tag] = worth
        elif brief.cell.instrument(one) is not None:
            found[one] = worth
    return found
