"""Evidence: what is written down, tested as ALCOA+ on the log.

A log is attributable, legible, original, consistent and enduring by its making. What an operator
can do well or badly is to write the thing down at all (complete), while it is fresh
(contemporaneous), with what matters in it (accurate), and with a reason for what was changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.assessment.mark import Mark
from simulator.assessment.moment import Moment, first, moment_wants
from simulator.assessment.pattern import Pattern, any_fits
from simulator.assessment.timeline import Act, Timeline, Wants
from simulator.language.command import Note
from simulator.language.simtime import show_duration, show_time
from simulator.language.text import text

SHORT = 3
"""A word of so many letters or fewer must stand by itself: pH is not in "phase"."""
FEWEST_WORDS = 3
"""A note with fewer words says nothing."""


@dataclass(frozen=True, slots=True)
class NoteTest:
    """A note that must be there.

    It holds one word or phrase of each row of ``says``, in small letters, and is written within
    ``within_ms`` after the first time that the moment came; or, with ``every_ms``, there is one in
    each whole period of that length from the moment on.
    """

    says: tuple[tuple[str, ...], ...]
    after: tuple[Moment, ...]
    within_ms: int | None = None
    every_ms: int | None = None
    weight: float = 1.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """Notes with content and in time, and reasons of at least ``reason_words`` different words."""

    notes: tuple[NoteTest, ...] = ()
    reasons: tuple[Pattern, ...] = ()
    reason_words: int = 3

    def wants(self) -> Wants:
        """Return the conditions that are moments."""
        return moment_wants([moment for test in self.notes for moment in test.after])

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return marks for each note that is asked for, and one for all reasons."""
        marks: list[Mark] = []
        for test in self.notes:
            marks += _periods(test, timeline) if test.every_ms else _once(test, timeline)
        if self.reasons:
            marks += self._reasons(timeline)
        return tuple(marks)

    def _reasons(self, timeline: Timeline) -> list[Mark]:
        acts = [act for act in timeline.done if any_fits(self.reasons, act)]
        if not acts:
            return [Mark(0.0, 1.0, text("nothing was done that needs a reason"))]
        given = [act for act in acts if self._real(act.reason)]
        missing = tuple(act.n for act in acts if act not in given)
        sentence = text(
            "{given} of {n} actions have a reason of at least {words} words",
            given=len(given),
            n=len(acts),
            words=self.reason_words,
        )
        records = missing or tuple(act.n for act in acts)
        return [Mark(len(given) / len(acts), 1.0, sentence, None, records[:20])]

    def _real(self, reason: str) -> bool:
        return len({word.lower() for word in reason.split()}) >= self.reason_words


def _notes(timeline: Timeline) -> list[tuple[Act, str]]:
    """Return the notes and their words in small letters."""
    return [
        (act, " ".join(act.command.text.lower().split()))
        for act in timeline.done
        if isinstance(act.command, Note)
    ]


def _holds(written: str, says: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether a note says something, and what it must."""
    if len(set(written.split())) < FEWEST_WORDS:
        return False
    words = set("".join(c if c.isalnum() else " " for c in written).split())
    return all(any(_told(word, written, words) for word in group) for group in says)


def _told(word: str, written: str, words: set[str]) -> bool:
    """Return whether a note holds a word; a short one must stand by itself."""
    return word in words if len(word) <= SHORT else word in written


def _asked(test: NoteTest) -> str:
    return test.name or ", ".join("/".join(group) for group in test.says) or "..."


def _once(test: NoteTest, timeline: Timeline) -> list[Mark]:
    """Judge a note that must be written once; the mark is empty if its moment never came."""
    began = first(test.after, timeline)
    if began is None:
        return []
    for act, written in _notes(timeline):
        if act.t < began.t or not _holds(written, test.says):
            continue
        took = act.t - began.t
        late = test.within_ms is not None and took > test.within_ms
        sentence = (
            text(
                "note ({asked}) written {took} after the event; the limit is {limit}",
                asked=_asked(test),
                took=show_duration(took),
                limit=show_duration(test.within_ms or 0),
            )
            if late
            else text("note ({asked}) at {time}", asked=_asked(test), time=show_time(act.t))
        )
        return [Mark(0.0 if late else test.weight, test.weight, sentence, act.t, (act.n,))]
    sentence = text(
        "no note ({asked}) after the event at {time}", asked=_asked(test), time=show_time(began.t)
    )
    return [Mark(0.0, test.weight, sentence, began.t, began.records)]


def _periods(test: NoteTest, timeline: Timeline) -> list[Mark]:
    """Judge notes that must be written in each period."""
    began = first(test.after, timeline)
    if began is None or not test.every_ms:
        return []
    periods = (timeline.duration - began.t) // test.every_ms
    if periods <= 0:
        return []
    good = [act for act, written in _notes(timeline) if _holds(written, test.says)]
    within = [a for a in good if a.t >= began.t]
    filled = {(act.t - began.t) // test.every_ms for act in within}
    count = len([period for period in filled if period < periods])
    sentence = text(
        "notes ({asked}) in {n} of {periods} periods of {every}",
        asked=_asked(test),
        n=count,
        periods=periods,
        every=show_duration(test.every_ms),
    )
    records = tuple(act.n for act in within)[:20]
    return [Mark(test.weight * count / periods, test.weight, sentence, None, records)]
