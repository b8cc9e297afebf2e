"""Evidence: how long after a moment something was done or came true."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark, between
from simulator.assessment.moment import (
    Instant,
    Moment,
    first,
    instants,
    moment_wants,
    moments_text,
)
from simulator.assessment.timeline import Timeline, Wants
from simulator.language.simtime import show_duration, show_time
from simulator.language.text import text


@dataclass(frozen=True, slots=True)
class TimeTo:
    """All points within ``full_ms`` after a moment, none from ``none_ms`` on.

    Only the first time that the moment comes is judged, unless ``each``. What was not reached
    before the session ended wins nothing, but a moment so late that the session ended before
    ``full_ms`` had passed is left out.
    """

    after: tuple[Moment, ...]
    until: tuple[Moment, ...]
    full_ms: int
    none_ms: int
    each: bool = False
    name: str = ""

    def wants(self) -> Wants:
        """Return the conditions that are moments."""
        return moment_wants((*self.after, *self.until))

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return one mark for each time that the moment came."""
        begun = instants(self.after, timeline)
        return tuple(
            mark
            for began in (begun if self.each else begun[:1])
            if (mark := self._mark(began, timeline)) is not None
        )

    def _mark(self, began: Instant, timeline: Timeline) -> Mark | None:
        what, since = self.name or moments_text(self.until), moments_text(self.after)
        reached = first(self.until, timeline, began.t)
        if reached is None:
            finished = timeline.end >= timeline.duration
            if finished and timeline.end - began.t < self.full_ms:
                return None
            sentence = text(
                "{what}: never ({since}: {began})",
                what=what,
                since=since,
                began=show_time(began.t),
            )
            return Mark(0.0, 1.0, sentence, began.t, began.records)
        took = reached.t - began.t
        won = between(float(took), float(self.full_ms), float(self.none_ms))
        sentence = text(
            "{what}: after {took} ({since}: {began}); full within {full}, none from {none}",
            what=what,
            took=show_duration(took),
            since=since,
            began=show_time(began.t),
            full=show_duration(self.full_ms),
            none=show_duration(self.none_ms),
        )
        return Mark(won, 1.0, sentence, reached.t, (*began.records, *reached.records))
