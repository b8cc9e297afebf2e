"""The looks that a debrief takes: at the session lived again, the expert's run, and moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.assessment.timeline import Act, Timeline
from simulator.language.event import AlarmChanged
from simulator.language.observation import Observation
from simulator.language.problem import Refusal
from simulator.language.simtime import HOUR, MINUTE
from simulator.review.debrief_moments import Dear
from simulator.review.debrief_trend import (
    Points,
    Sampler,
    Trend,
    Watched,
    follow_values,
    key_tags,
    pens_of,
    step_for,
    trends,
)
from simulator.review.debrief_whatif import Ways, WhatIf
from simulator.review.recorder import readable
from simulator.review.score import Lived
from simulator.scenario.documents import Documents
from simulator.session.chain import Journal
from simulator.session.commission import Commission
from simulator.session.follow import follow
from simulator.session.index import Mark
from simulator.session.operator import run_session
from simulator.session.replay import Recording
from simulator.session.script import ScriptedOperator

LEAST_SPAN, MOST_SPAN = 20 * MINUTE, 12 * HOUR
"""How much time around a moment is shown: a sixth of the session, within these."""
LOOKS_AROUND = 240
"""So many values of the session are shown around a moment."""
LATER = 10
"""The instruments are looked at again after this part of the time that is shown."""
TAGS = 2
"""So many tags are shown around a moment."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that cost points.

    Attributes:
        dear: when, and what was lost.
        start: of the time around it that is shown, ms; ``end`` likewise.
        seen: the instruments then; None if it is about no moment, as are the rest.
        later: the instruments a little later, when the first signs may be seen.
        trends: of what mattered most then.
        marks: what happened around it.
        expert: what the practised operator did around it.
        ways: what would have come of doing otherwise.
    """

    dear: Dear
    start: int = 0
    end: int = 0
    seen: Observation | None = None
    later: Observation | None = None
    trends: tuple[Trend, ...] = ()
    marks: tuple[Mark, ...] = ()
    expert: tuple[Act, ...] = ()
    ways: tuple[WhatIf, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpertRun:
    """The practised operator's run of the same seed: values by readable name, and the facts."""

    values: Mapping[str, Points]
    timeline: Timeline


class Look:
    """Looks at a session and at the expert's.

    Args:
        lived: the session and its facts.
        journal: its log, which may have a torn end.
        commission: builds its plant anew.
    """

    def __init__(self, lived: Lived, journal: Journal, commission: Commission) -> None:
        self._lived = lived
        problems = tuple(one for one in journal.problems if one.code != "torn")
        self.recording = Recording(replace(journal, problems=problems), commission)
        self._commission = commission
        of = lived.commissioned
        self.brief = of.brief
        self.gauges = readable(of).design.gauges
        self.pens = pens_of(of.brief, key_tags(of, lived.rubric, lived.timeline))
        read = (*(pen.reads for pen in self.pens), *(one.reads for one in self.gauges))
        self.names = tuple(dict.fromkeys(read))
        self.step = step_for(lived.timeline.duration, of.plant.scan_ms)

    def session(self) -> dict[str, Points]:
        """Return the values of the session, read while it is lived again."""
        return follow_values(
            follow(self.recording.journal, self._commission), self.names, self.step
        )

    def expert(self) -> ExpertRun | None:
        """Return the practised operator's run; None if the scenario has none."""
        opening = self._lived.journal.opening
        documents = Documents(opening.main, opening.documents)
        file = f"scripts/{self._lived.rubric.expert}.yaml"
        if file not in documents.texts:
            return None
        like = self._lived.commissioned
        built = self._commission(documents, like.seed, like.language)
        desk = Watched(built, self._lived.rubric.wants())
        desk.sampler = Sampler(readable(built), self.names, self.step)
        try:
            run_session(desk, ScriptedOperator(documents.texts[file], file, built.names))
        except Refusal:
            return None
        return ExpertRun(desk.sampler.points(), desk.timeline())

    def moment(self, dear: Dear, expert: ExpertRun | None, ways: Ways | None) -> Moment:
        """Return what there is to see of a moment, and what other ways would have brought."""
        if dear.t is None:
            return Moment(dear)
        whole = self._lived.timeline.end
        span = min(max(whole // 6, LEAST_SPAN), MOST_SPAN)
        start = max(dear.t - span // 3, 0)
        end = min(start + span, whole)
        found = ways.of(dear) if ways is not None else ()
        values = self._around(start, end)
        self.recording.seek(dear.t)
        seen = self.recording.observe()
        self.recording.seek(min(dear.t + (end - start) // LATER, end))
        later = self.recording.observe()
        tags = self._tags(dear, later)
        beside: dict[str, Mapping[str, Points]] = {}
        if expert is not None:
            beside["expert"] = _cut(expert.values, start, end)
        if found and found[0].way != "expert":
            beside["if"] = _cut(found[0].values, start, end)
        pens = [pen for pen in self.pens if pen.tag in tags]
        return Moment(
            dear=dear,
            start=start,
            end=end,
            seen=seen,
            later=later,
            trends=trends(self.brief, pens, values, beside),
            marks=tuple(mark for mark in self.recording.marks() if start <= mark.t <= end),
            expert=tuple(act for act in expert.timeline.done if start <= act.t <= end)
            if expert is not None
            else (),
            ways=found,
        )

    def _around(self, start: int, end: int) -> dict[str, Points]:
        """Return values between two times, more of them than of the whole session."""
        step = step_for(end - start, self.brief.scan_ms, LOOKS_AROUND)
        self.recording.seek(start)
        sampler = Sampler(readable(self.recording.commissioned), self.names, step)
        sampler.due = start
        sampler.read()
        while self.recording.now < end:
            before = self.recording.now
            self.recording.advance(min(before + step, end))
            sampler.read()
            if self.recording.now == before:
                break
        return sampler.points()

    def _tags(self, dear: Dear, seen: Observation) -> tuple[str, ...]:
        """Return the tags to show: those that the losses name, those in alarm, then the others.

        A second instrument of the same value goes before others that nothing speaks for.
        """
        named = " ".join(str(loss.line.sentence) for loss in dear.losses)
        near = {
            mark.subject.rpartition(".")[0]
            for mark in self.recording.marks()
            if isinstance(mark.of, AlarmChanged) and abs(mark.t - (dear.t or 0)) < LEAST_SPAN
        }
        near |= {alarm.alarm.rpartition(".")[0] for alarm in seen.alarms}
        every = list(dict.fromkeys(pen.tag for pen in self.pens))
        every.sort(key=lambda tag: (tag not in named, tag not in near))
        reads = {pen.tag: pen.reads for pen in self.pens if pen.pen == "truth"}
        every[1:] = sorted(
            every[1:],
            key=lambda tag: (tag not in named, tag not in near, reads[tag] != reads[every[0]]),
        )
        return tuple(every[:TAGS])


def _cut(values: Mapping[str, Points], start: int, end: int) -> dict[str, Points]:
    """Return the values between two times."""
    return {
        name: tuple(point for point in points if start <= point[0] <= end)
        for name, points in values.items()
    }
