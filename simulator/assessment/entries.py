"""Evidence: the batch record, tested as ALCOA+ (complete, contemporaneous, accurate, witnessed).

A step counts once it became due. It wins four tests that weigh the same, as far as they apply:
entered at all, in time, witnessed if the step asks for it, and true to what was read then. What is
out of its limits must have a deviation.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark
from simulator.assessment.pattern import glob_fits
from simulator.assessment.timeline import Timeline, Wants, total
from simulator.language.condition import Condition
from simulator.language.event import (
    DeviationOpened,
    EntryCorrected,
    EntryDue,
    EntryMade,
    EntryWitnessed,
    Event,
)
from simulator.language.simtime import show_time
from simulator.language.text import Text, text


@dataclass(frozen=True, slots=True)
class Truth:
    """What an entry is compared with: a sum of names as it was then, and how far it may be off."""

    step: str
    value: Condition
    within: float


@dataclass(frozen=True, slots=True)
class Entries:
    """The steps of the batch record whose names fit.

    ``witnessed`` names the steps that ask for a second person, ``texts`` has each step in words.
    """

    steps: tuple[str, ...]
    witnessed: tuple[str, ...] = ()
    accurate: tuple[Truth, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    def wants(self) -> Wants:
        """Return the values that entries are compared with."""
        return Wants(tracks=tuple(truth.value for truth in self.accurate))

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return a mark for each step that became due; what fell due at the very end is left."""
        due = [
            event
            for event in timeline.events
            if isinstance(event, EntryDue)
            and any(glob_fits(glob, event.subject) for glob in self.steps)
            and (event.due is None or event.due <= timeline.duration)
        ]
        return tuple(self._step(event, timeline) for event in due)

    def _step(self, due: EntryDue, timeline: Timeline) -> Mark:
        step = due.subject
        about = [event for event in timeline.events if event.subject == step]
        made = next((event for event in about if isinstance(event, EntryMade)), None)
        shown = dict(self.texts).get(step, step)
        if made is None:
            sentence = text(
                "{step}: due at {time}, never entered", step=shown, time=show_time(due.t)
            )
            return Mark(0.0, 1.0, sentence, due.t)
        tests = self._tests(made, about, timeline)
        failed = [said for good, said in tests if not good]
        won = total(float(good) for good, _ in tests) / len(tests)
        records = tuple(
            act.n for act in timeline.done if getattr(act.command, "step", None) == step
        )
        time = show_time(made.t)
        sentence = text("{step}: entered at {time}", step=shown, time=time)
        if failed:
            sentence = text(
                "{step}: entered at {time}; {failed}", step=shown, time=time, failed=failed[0]
            )
        return Mark(won, 1.0, sentence, made.t, records)

    def _tests(
        self, made: EntryMade, about: list[Event], timeline: Timeline
    ) -> list[tuple[bool, Text]]:
        """Return each test that applies to an entry: passed or not, and what to say if not."""
        tests = [
            (True, text("not entered")),
            (not made.late, text("too late")),
        ]
        if made.subject in self.witnessed:
            seen = any(isinstance(event, EntryWitnessed) for event in about)
            tests.append((seen, text("not witnessed by a second person")))
        corrected = [event for event in about if isinstance(event, EntryCorrected)]
        last: EntryMade | EntryCorrected = corrected[-1] if corrected else made
        if last.exception:
            noted = any(
                isinstance(event, DeviationOpened) and event.subject in ("", made.subject)
                for event in timeline.events
            )
            tests.append((noted, text("out of its limits, and no deviation")))
        for truth in self.accurate:
            if truth.step == made.subject:
                value = last.value if isinstance(last, EntryMade) else last.new
                tests.append((_agrees(value, truth, made.t, timeline), text("not what was read")))
        return tests


def _agrees(value: float | str, truth: Truth, t: int, timeline: Timeline) -> bool:
    """Return whether an entry agrees with what could be read when it was made."""
    if not isinstance(value, float):
        return False
    found = timeline.tracked(truth.value, t)
    return found is not None and abs(value - found) <= truth.within
