"""Evidence: how alarms were handled, and how the alarm system fared under this operator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from simulator.assessment import alarm_metrics
from simulator.assessment.mark import Mark, between
from simulator.assessment.pattern import Pattern, any_fits, glob_fits, touches
from simulator.assessment.timeline import Act, Timeline, Wants
from simulator.language.command import Acknowledge, Shelve, TakeOutOfService
from simulator.language.event import AlarmChanged
from simulator.language.simtime import show_duration, show_time
from simulator.language.text import N_, Text, text

Measure = Literal[
    "acknowledge delay",
    "action delay",
    "order",
    "storms",
    "shelving",
    "rate",
    "peak",
    "flood",
    "standing",
    "chattering",
]
DELAYS = ("acknowledge delay", "action delay")
"""Measures whose limits are times (ms)."""
PARTS = ("flood",)
"""Measures whose limits are parts (0 to 1)."""
COUNTS = ("rate", "peak", "standing", "chattering")
"""Measures whose limits are numbers."""

_LABELS = {
    "rate": N_("Alarms in ten minutes, on average"),
    "peak": N_("Most alarms in ten minutes"),
    "flood": N_("Time in an alarm flood, %"),
    "standing": N_("Alarms that stood longer than a day"),
    "chattering": N_("Chattering alarms"),
}

STORM = 3
STORM_MS = 2000
"""So many acknowledgements within so short a time are a storm: nobody reads that fast."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """One measure of the alarms whose names fit.

    Delays are judged alarm by alarm: to its acknowledgement, or to the first action of ``does``
    (any command but an acknowledgement, a note or a shelving, if empty). Without limits, an action
    is in time within half the time to respond and too late after all of it. ``order``, ``storms``
    and ``shelving`` judge each thing that the operator did. The rest are one number each. Where
    nothing was there to judge, there are no marks; where there was and nobody did anything, the
    marks win nothing.
    """

    measure: Measure
    alarms: tuple[str, ...] = ("*",)
    does: tuple[Pattern, ...] = ()
    full: float | None = None
    none: float | None = None

    def wants(self) -> Wants:
        """Return nothing: alarms and commands are always watched."""
        return Wants()

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return the marks of the measure."""
        if self.measure in DELAYS:
            return self._delays(timeline)
        if self.measure == "order":
            return self._order(timeline)
        if self.measure == "storms":
            return self._storms(timeline)
        if self.measure == "shelving":
            return self._shelving(timeline)
        return (self._metric(timeline),)

    def _mine(self, tag: str) -> bool:
        return any(glob_fits(glob, tag) for glob in self.alarms)

    def _announced(self, timeline: Timeline) -> list[AlarmChanged]:
        return [event for event in timeline.announced() if self._mine(event.subject)]

    def _delays(self, timeline: Timeline) -> tuple[Mark, ...]:
        return tuple(self._delay(event, timeline) for event in self._announced(timeline))

    def _delay(self, event: AlarmChanged, timeline: Timeline) -> Mark:
        """Return the mark of one annunciation."""
        facts = timeline.alarms.get(event.subject)
        respond = float(facts.respond_ms) if facts else 600_000.0
        full = respond / 2.0 if self.full is None else self.full
        none = respond if self.none is None else self.none
        answer = next(
            (a for a in timeline.done if a.t >= event.t and self._answers(a, event)), None
        )
        if answer is None:
            sentence = text(
                "{alarm} at {time}: no answer", alarm=event.subject, time=show_time(event.t)
            )
            return Mark(0.0, 1.0, sentence, event.t)
        took = answer.t - event.t
        sentence = text(
            "{alarm} at {time}: answered after {took}; full within {full}, none from {none}",
            alarm=event.subject,
            time=show_time(event.t),
            took=show_duration(took),
            full=show_duration(int(full)),
            none=show_duration(int(none)),
        )
        return Mark(between(float(took), full, none), 1.0, sentence, answer.t, (answer.n,))

    def _answers(self, act: Act, event: AlarmChanged) -> bool:
        """Return whether a command answers an alarm."""
        if self.measure == "acknowledge delay":
            return isinstance(act.command, Acknowledge) and act.command.alarm == event.subject
        if self.does:
            return any_fits(self.does, act)
        return touches(act) and not isinstance(act.command, Shelve | TakeOutOfService)

    def _acknowledged(self, timeline: Timeline) -> list[Act]:
        return [
            act
            for act in timeline.done
            if isinstance(act.command, Acknowledge) and self._mine(act.command.alarm)
        ]

    def _none_done(self, timeline: Timeline, what: Text) -> tuple[Mark, ...]:
        """Return a mark without points if there were alarms, else nothing."""
        announced = self._announced(timeline)
        return (Mark(0.0, 1.0, what, announced[0].t),) if announced else ()

    def _order(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Judge whether each acknowledgement left no alarm of higher priority waiting."""
        acts = self._acknowledged(timeline)
        if not acts:
            return self._none_done(timeline, text("no alarm was acknowledged"))
        waiting = _waiting(acts, timeline)
        return tuple(self._ordered(act, waiting[act.n], timeline) for act in acts)

    def _ordered(self, act: Act, waited: list[str], timeline: Timeline) -> Mark:
        assert isinstance(act.command, Acknowledge)
        tag = act.command.alarm
        mine = _priority(tag, timeline)
        waiting = [
            other for other in waited if self._mine(other) and _priority(other, timeline) < mine
        ]
        if not waiting:
            sentence = text("{alarm}: acknowledged in order of priority", alarm=tag)
            return Mark(1.0, 1.0, sentence, act.t, (act.n,))
        sentence = text(
            "{alarm}: acknowledged at {time} while {other} with a higher priority waited",
            alarm=tag,
            time=show_time(act.t),
            other=", ".join(waiting[:3]),
        )
        return Mark(0.0, 1.0, sentence, act.t, (act.n,))

    def _storms(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Judge whether each acknowledgement was one of a storm."""
        acts = self._acknowledged(timeline)
        if not acts:
            return self._none_done(timeline, text("no alarm was acknowledged"))
        stormy: set[int] = set()
        for i in range(len(acts) - STORM + 1):
            if acts[i + STORM - 1].t - acts[i].t < STORM_MS:
                stormy |= {act.n for act in acts[i : i + STORM]}
        marks = []
        for act in acts:
            calm = act.n not in stormy
            sentence = (
                text("acknowledged by itself at {time}", time=show_time(act.t))
                if calm
                else text("one of a storm of acknowledgements at {time}", time=show_time(act.t))
            )
            marks.append(Mark(float(calm), 1.0, sentence, act.t, (act.n,)))
        return tuple(marks)

    def _shelving(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Judge whether each alarm taken from view was of low priority and with a real reason."""
        marks = []
        for act in timeline.done:
            command = act.command
            if not isinstance(command, Shelve | TakeOutOfService) or not self._mine(command.alarm):
                continue
            reasoned = len(act.reason.split()) >= 3
            lowly = _priority(command.alarm, timeline) > 2
            if reasoned and lowly:
                sentence = text("{alarm}: shelved with a reason", alarm=command.alarm)
            elif lowly:
                sentence = text("{alarm}: shelved without a real reason", alarm=command.alarm)
            else:
                sentence = text("{alarm}: shelved in spite of its priority", alarm=command.alarm)
            marks.append(Mark(float(reasoned and lowly), 1.0, sentence, act.t, (act.n,)))
        return tuple(marks)

    def _metric(self, timeline: Timeline) -> Mark:
        """Return the mark of one number of the alarm system."""
        announced = self._announced(timeline)
        times = [event.t for event in announced]
        own = _only(self, timeline)
        if self.measure == "flood":
            found = alarm_metrics.flood(times, timeline.end)
        elif self.measure == "rate":
            found = alarm_metrics.rate(times, timeline.end)
        elif self.measure == "peak":
            found = float(alarm_metrics.peak(times))
        elif self.measure == "standing":
            found = float(alarm_metrics.standing(own))
        else:
            found = float(alarm_metrics.chattering(own))
        full, none = self.full or 0.0, self.none or 0.0
        scale = 100.0 if self.measure in PARTS else 1.0
        sentence = text(
            "{measure}: {value:.3g}; full at {full:g}, none at {none:g}",
            measure=text(_LABELS[self.measure]),
            value=scale * found,
            full=scale * full,
            none=scale * none,
        )
        return Mark(between(found, full, none) * timeline.part_run, 1.0, sentence, timeline.end)


def _only(evidence: Alarms, timeline: Timeline) -> Timeline:
    """Return the timeline with no other alarms than those that are meant."""
    mine = evidence._mine
    kept = (e for e in timeline.events if not isinstance(e, AlarmChanged) or mine(e.subject))
    return replace(timeline, events=tuple(kept))


def _priority(tag: str, timeline: Timeline) -> int:
    facts = timeline.alarms.get(tag)
    return facts.priority if facts else 4


def _waiting(acts: list[Act], timeline: Timeline) -> dict[int, list[str]]:
    """Return, by record, the alarms that waited for acknowledgement when each command was given.

    What was acknowledged at the same moment does not wait.
    """
    events = [event for event in timeline.events if isinstance(event, AlarmChanged)]
    states: dict[str, str] = {}
    found: dict[int, list[str]] = {}
    at = 0
    for act in acts:
        while at < len(events) and events[at].t < act.t:
            states[events[at].subject] = events[at].new
            at += 1
        now = dict(states)
        for event in events[at:]:
            if event.t > act.t:
                break
            now[event.subject] = "" if event.new in "ACF" else event.new
        found[act.n] = [tag for tag, letter in now.items() if letter == "B"]
    return found
