"""What a debrief dwells on: what went well, what cost most and when, and how each fault was met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.assessment.limits import Limits
from simulator.assessment.mark import between
from simulator.assessment.moment import instants
from simulator.assessment.outcome import Outcome
from simulator.assessment.pattern import touches
from simulator.assessment.rubric import Rubric
from simulator.assessment.score import CriterionScore, Line, Score
from simulator.assessment.timeline import Act, Timeline, total
from simulator.language.event import AlarmChanged, Event, FaultBegan
from simulator.language.simtime import MINUTE
from simulator.language.text import Text
from simulator.review.debrief_trend import Points

MOMENTS = 3
"""So many moments are looked at."""
STRONG = 0.8
"""A criterion of which this part was won is a strength."""
_TOGETHER = 60
"""Losses within a session's length divided by this are one moment, but at least two minutes."""
_ACTIVE = frozenset("BCEF")
"""ISA-18.2 states of an alarm that stands."""


@dataclass(frozen=True, slots=True)
class Track:
    """What a gauge watched: its limits, and its values over time."""

    low: float
    high: float
    points: Points

    def outside(self, value: float | None) -> bool:
        """Say whether a value is beyond the limits."""
        return value is not None and not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Loss:
    """A line of a criterion that cost points, and when: None if it is about no moment.

    ``asked`` is since when it was asked for, ms; the session's beginning if nothing says more.
    """

    criterion: CriterionScore
    line: Line
    t: int | None
    asked: int = 0

    @property
    def points(self) -> float:
        """What it cost."""
        return self.line.of - self.line.points


@dataclass(frozen=True, slots=True)
class Dear:
    """Losses that came together, the dearest first, and when the first of them was (ms)."""

    t: int | None
    losses: tuple[Loss, ...]

    @property
    def cost(self) -> float:
        """What they cost together."""
        return round(total(loss.points for loss in self.losses), 2)


@dataclass(frozen=True, slots=True)
class Response:
    """How one fault was met: times (ms) of its beginning, and of what came after it, if it came.

    ``alarm`` is the first alarm, ``action`` the first thing that was done to the plant, and
    ``quiet`` when the last alarm that stood since then was gone.
    """

    fault: str
    text: str
    began: int
    alarm: int | None
    action: int | None
    quiet: int | None


def strengths(score: Score) -> tuple[CriterionScore, ...]:
    """Return the criteria that went well, the best first."""
    good = [one for one in score.criteria if one.points is not None and _part(one) >= STRONG]
    return tuple(sorted(good, key=lambda one: (-_part(one), -one.of)))


def _part(one: CriterionScore) -> float:
    return (one.points or 0.0) / one.of


def dearest(
    score: Score, rubric: Rubric, timeline: Timeline, tracks: Mapping[str, Track]
) -> tuple[Dear, ...]:
    """Return the moments that cost most, the dearest first.

    Args:
        score: what was won and lost.
        rubric: says since when something was asked that was never done.
        timeline: the facts.
        tracks: what gauges watch over time, by gauge: they tell when it began to be lost.
    """
    losses = [
        _loss(one, line, rubric, timeline, tracks)
        for one in score.criteria
        for line in one.lines
        if line.of - line.points > 0.0
    ]
    apart = max(timeline.duration // _TOGETHER, 2 * MINUTE)
    found: list[list[Loss]] = []
    timed = sorted((loss for loss in losses if loss.t is not None), key=lambda loss: loss.t or 0)
    for loss in timed:
        if found and (loss.t or 0) - (found[-1][0].t or 0) < apart:
            found[-1].append(loss)
        else:
            found.append([loss])
    found += [[loss] for loss in losses if loss.t is None]
    groups = [Dear(group[0].t, tuple(sorted(group, key=lambda o: -o.points))) for group in found]
    groups.sort(key=lambda dear: (-dear.cost, math.inf if dear.t is None else dear.t))
    return tuple(groups[:MOMENTS])


def _loss(
    one: CriterionScore,
    line: Line,
    rubric: Rubric,
    timeline: Timeline,
    tracks: Mapping[str, Track],
) -> Loss:
    """Return a loss with its time; of what was never done, when it began to be asked."""
    criterion = next(each for each in rubric.criteria if each.id == one.id)
    kind = line.rule.rpartition("/")[2]
    t, asked = line.t, 0
    for piece in criterion.evidence:
        if piece.kind != kind:
            continue
        begun = instants(getattr(piece.evidence, "after", ()), timeline)
        before = [found.t for found in begun if t is None or found.t <= t]
        if before:
            asked = before[-1] if t is not None else before[0]
            t = asked if t is None else t
        elif isinstance(piece.evidence, Outcome):
            t = _passed(piece.evidence, tracks) or t
        elif t is None and isinstance(piece.evidence, Limits):
            t = _left(piece.evidence, line, timeline, tracks)
    return Loss(one, line, t, asked)


def _passed(outcome: Outcome, tracks: Mapping[str, Track]) -> int | None:
    """Return when the extreme of a gauge began to cost points; None if it is no extreme."""
    track = tracks.get(outcome.gauge)
    if track is None or outcome.which == "last":
        return None
    for t, value in track.points:
        if value is not None and between(value, outcome.full, outcome.none) < 1.0:
            return t
    return None


def _left(
    limits: Limits, line: Line, timeline: Timeline, tracks: Mapping[str, Track]
) -> int | None:
    """Return when the value that a line names first left its limits."""
    named = line.sentence.values.get("what") if isinstance(line.sentence, Text) else None
    for part in limits.inside:
        if part.name != named:
            continue
        if part.holds is not None:
            spells = timeline.spells.get(part.holds.text, ())
            return spells[0].end if spells and spells[0].start == 0 else 0
        track = tracks.get(part.gauge)
        if track is not None:
            return next((t for t, value in track.points if track.outside(value)), None)
    return None


def responses(timeline: Timeline) -> tuple[Response, ...]:
    """Return how each fault of the scenario was met."""
    return tuple(
        Response(
            event.subject,
            event.text,
            event.t,
            next((a.t for a in timeline.announced() if a.t >= event.t), None),
            next((a.t for a in timeline.done if a.t >= event.t and _acts(a)), None),
            quiet_after(timeline.events, event.t),
        )
        for event in timeline.events
        if isinstance(event, FaultBegan)
    )


def _acts(act: Act) -> bool:
    """Return whether a command moves the plant or calls somebody, more than answering an alarm."""
    return act.command.kind not in ("acknowledge", "shelve", "unshelve") and touches(act)


def quiet_after(events: Iterable[Event], since: int) -> int | None:
    """Return when the last alarm that stood after a moment was gone for good; None if never."""
    standing: set[str] = set()
    quiet: int | None = None
    for event in events:
        if not isinstance(event, AlarmChanged):
            continue
        if event.new in _ACTIVE:
            standing.add(event.subject)
            if event.t >= since:
                quiet = None
        elif event.subject in standing:
            standing.discard(event.subject)
            if event.t >= since and not standing:
                quiet = event.t
    return None if standing else quiet
