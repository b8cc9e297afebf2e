"""What if? The session once more from its beginning, with one thing done otherwise.

Everything before that is as it was, with the same seed, so what differs comes from that one thing.
A session that an instructor led by hand is not lived otherwise: the instructor might have as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from simulator.assessment.score import Score, assess
from simulator.assessment.timeline import Act, Timeline
from simulator.language.command import Command
from simulator.language.problem import Refusal
from simulator.language.simtime import DAY, MINUTE, SECOND
from simulator.review.debrief_moments import Dear
from simulator.review.debrief_trend import Points, Sampler, Watched
from simulator.review.recorder import readable
from simulator.review.score import Lived
from simulator.scenario.documents import Documents
from simulator.session.commission import Commission
from simulator.session.operator import pass_time, run_session
from simulator.session.script import ScriptedOperator

Way = Literal["earlier", "without", "expert"]

BUDGET_MS = 60 * DAY
"""So much simulated time is spent on ways at most, so that a long session has fewer of them."""
TRIES = 5
"""A late action is tried so many times earlier, twice as much each time ..."""
LEAST_MS = 30 * SECOND
"""... beginning with this, or in a long session with a 500th of it."""
GOOD_PART = 0.25
"""An action that cost less than this part of a moment is not what to think of there."""
WORTH = 0.5
"""A way that gains fewer points than this changes nothing."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Another way and what it comes to.

    Attributes:
        way: the same action ``earlier``, ``without`` it, or the ``expert`` from there on.
        t: from when on it went otherwise, ms.
        shift_ms: how much earlier.
        command: what was done earlier, or not.
        score: what it comes to.
        gained: percentage points more than the session.
        changes: criterion to its points before and then, where they differ.
        values: of trends, by readable name.
    """

    way: Way
    t: int
    shift_ms: int
    command: Command | None
    score: Score
    gained: float
    changes: Mapping[str, tuple[float, float]]
    values: Mapping[str, Points]


class Ways:
    """Lives a session otherwise.

    Args:
        lived: the session and its facts.
        score: what it came to.
        commission: builds its plant anew.
        names: readable names that are kept.
        step: how often, ms.
    """

    def __init__(
        self,
        lived: Lived,
        score: Score,
        commission: Commission,
        names: Sequence[str],
        step: int,
    ) -> None:
        self._lived = lived
        self._score = score
        self._commission = commission
        self._names = names
        self._step = step
        self._left = BUDGET_MS

    @property
    def open(self) -> bool:
        """Whether the session can be lived otherwise at all, and there is time for one more."""
        by_hand = any(act.role != "operator" and not act.refused for act in self._timeline.acts)
        return not by_hand and self._left >= self._timeline.end

    @property
    def _timeline(self) -> Timeline:
        return self._lived.timeline

    def of(self, dear: Dear) -> tuple[WhatIf, ...]:
        """Return what would have come of other ways from a moment, those that gain something."""
        if dear.t is None or not self.open:
            return ()
        found: list[WhatIf] = []
        act = self._act(dear)
        if act is not None:
            late = any(loss.line.of > 0.0 for loss in dear.losses if act.n in loss.line.records)
            other = self._earlier(act, dear) if late else self._without(act)
            found += [other] if other is not None else []
        since = min([dear.t, *([act.t] if act is not None else [])])
        expert = self._expert(since)
        found += [expert] if expert is not None else []
        return tuple(one for one in found if one.gained >= WORTH)

    def _act(self, dear: Dear) -> Act | None:
        """Return the action that cost a good part of a moment, if one did."""
        done = {act.n: act for act in self._timeline.done}
        for loss in dear.losses:
            if loss.points < GOOD_PART * dear.cost:
                break
            for n in reversed(loss.line.records):
                if n in done:
                    return done[n]
        return None

    def _earlier(self, act: Act, dear: Dear) -> WhatIf | None:
        """Return what comes of an action as much earlier as takes away most of what it cost."""
        best: WhatIf | None = None
        asked = max(loss.asked for loss in dear.losses if act.n in loss.line.records)
        least = max(self._timeline.duration // 500 // MINUTE * MINUTE, LEAST_MS)
        for shift in (least << doubled for doubled in range(TRIES)):
            if act.t - shift < asked or not self.open:
                break
            moved = [one for one in self._done if one.n != act.n]
            moved.append(_at(act, act.t - shift))
            moved.sort(key=lambda one: (one.t, one.n))
            desk = self._run(moved)
            other = self._judged("earlier", act.t - shift, shift, act.command, desk)
            if best is None or other.gained > best.gained + WORTH:
                best = other
            if _lost(other, dear) < WORTH:
                break
        return best

    def _without(self, act: Act) -> WhatIf | None:
        """Return what comes of not doing something."""
        desk = self._run([one for one in self._done if one.n != act.n])
        return self._judged("without", act.t, 0, act.command, desk)

    def _expert(self, since: int) -> WhatIf | None:
        """Return what comes of the practised operator taking over just before a moment."""
        rubric = self._lived.rubric
        documents = self._documents
        file = f"scripts/{rubric.expert}.yaml"
        if file not in documents.texts or not self.open:
            return None
        try:
            script = ScriptedOperator(documents.texts[file], file, self._lived.commissioned.names)
        except Refusal:
            return None
        desk = self._run([one for one in self._done if one.t < since], since)
        run_session(desk, script, self._timeline.end)
        return self._judged("expert", since, 0, None, desk)

    @property
    def _done(self) -> tuple[Act, ...]:
        return self._timeline.done

    @property
    def _documents(self) -> Documents:
        opening = self._lived.journal.opening
        return Documents(opening.main, opening.documents)

    def _run(self, acts: Sequence[Act], until: int | None = None) -> Watched:
        """Return a session in which these things were done, up to a time or the session's end."""
        self._left -= self._timeline.end
        like = self._lived.commissioned
        built = self._commission(self._documents, like.seed, like.language)
        desk = Watched(built, self._lived.rubric.wants())
        desk.sampler = Sampler(readable(built), self._names, self._step)
        for act in acts:
            pass_time(desk, act.t)
            desk.submit(act.command, act.reason)
        pass_time(desk, self._timeline.end if until is None else until)
        return desk

    def _judged(
        self, way: Way, t: int, shift: int, command: Command | None, desk: Watched
    ) -> WhatIf:
        score = assess(self._lived.rubric, desk.timeline(self._timeline.shadows))
        before = {one.id: one.points or 0.0 for one in self._score.criteria}
        changes = {
            one.id: (before[one.id], one.points or 0.0)
            for one in score.criteria
            if one.points is not None and abs(one.points - before[one.id]) >= WORTH / 10.0
        }
        gained = round(score.percent - self._score.percent, 2)
        values = desk.sampler.points() if desk.sampler is not None else {}
        return WhatIf(way, t, shift, command, score, gained, changes, values)


def _at(act: Act, t: int) -> Act:
    """Return an action at another time; its record number keeps it in its place among others."""
    return replace(act, t=t)


def _lost(other: WhatIf, dear: Dear) -> float:
    """Return what the criteria of a moment still lose when things go another way."""
    wanted = {loss.criterion.id for loss in dear.losses}
    lost = 0.0
    for one in other.score.criteria:
        if one.id in wanted and one.points is not None:
            lost += one.of - one.points
    return lost
