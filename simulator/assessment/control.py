"""Evidence: how well a loop was controlled, between the expert's run and the idle operator's."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark, between
from simulator.assessment.moment import Moment, instants, moment_wants
from simulator.assessment.timeline import Timeline, Wants
from simulator.language.text import text

TOLERANCE = 1.1
"""Up to this multiple of the expert's error all points are won: nobody moves like a script."""


@dataclass(frozen=True, slots=True)
class Control:
    """The integral of the absolute error of a loop, from a moment to the end.

    The expert's integral, eased by TOLERANCE, wins all points and the idle operator's none; both
    are of the same scenario and seed. Where idling controls no worse than the expert, the run is
    no measure and nothing is judged.
    """

    loop: str
    after: tuple[Moment, ...]

    def wants(self) -> Wants:
        """Return the loop, the moments, and both runs to compare with."""
        return moment_wants(self.after) + Wants(errors=(self.loop,), shadows=True)

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return one mark."""
        begun = instants(self.after, timeline)
        expert, idle = (timeline.shadows.get(who) for who in ("expert", "idle"))
        if not begun or expert is None or idle is None:
            return ()
        since, until = begun[0].t, timeline.duration
        best, worst = self._error(expert, since, until), self._error(idle, since, until)
        full = best * TOLERANCE
        if not full < worst:
            return ()
        mine = self._error(timeline, since, timeline.end)
        run = timeline.end - since
        planned = until - since
        if 0 < run < planned:
            # What was not run counts as idle.
            mine += self._error(idle, timeline.end, until)
        won = between(mine, full, worst)
        mean = 100.0 * 1000.0 / planned
        sentence = text(
            "{loop}: on average {mine:.2f} % of the range from the set-point; "
            "the expert {best:.2f} %, nobody {worst:.2f} %",
            loop=self.loop,
            mine=mean * mine,
            best=mean * best,
            worst=mean * worst,
        )
        return (Mark(won, 1.0, sentence, since, begun[0].records),)

    def _error(self, timeline: Timeline, since: int, until: int) -> float:
        """Return the integral between two times."""
        at_since = at_until = 0.0
        for t, so_far in timeline.errors.get(self.loop, ()):
            if t <= since:
                at_since = so_far
            if t <= until:
                at_until = so_far
        return at_until - at_since
