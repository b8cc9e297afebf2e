"""Evidence: whether the diagnosis is right, and how soon it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.assessment.mark import Mark, between
from simulator.assessment.moment import Moment, first, moment_wants, moments_text
from simulator.assessment.timeline import Act, Timeline, Wants
from simulator.language.forms import Diagnose
from simulator.language.simtime import show_duration, show_time
from simulator.language.text import Text, text

Counts = Literal["first", "last"]
RIGHT = 2.0
"""A right answer weighs twice as much as giving it in time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its text, choices, right choice and why, all in English."""

    name: str
    text: str
    choices: Mapping[str, str]
    right: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Right answers, by the first or the last choice that was made for each question.

    With ``full_ms`` and ``none_ms`` a third of the points is for the time from the first of the
    moments ``after`` to the choice that counts: all within ``full_ms``, none from ``none_ms`` on.
    A choice that was made before the moment is as good as one made at it. Only a right choice
    wins points for time.
    """

    questions: tuple[Asked, ...]
    after: tuple[Moment, ...]
    counts: Counts = "last"
    full_ms: int | None = None
    none_ms: int | None = None

    def wants(self) -> Wants:
        """Return the conditions that are moments."""
        return moment_wants(self.after)

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return a mark for each question, and one for its time if that is judged."""
        return tuple(
            mark for question in self.questions for mark in self._marks(question, timeline)
        )

    def _marks(self, question: Asked, timeline: Timeline) -> tuple[Mark, ...]:
        given = [
            act
            for act in timeline.done
            if isinstance(act.command, Diagnose) and act.command.question == question.name
        ]
        timed = self.full_ms is not None and self.none_ms is not None
        weight = RIGHT if timed else 1.0
        if not given:
            none = text("{question} No answer.", question=question.text)
            missing = (Mark(0.0, weight, none),)
            return (*missing, Mark(0.0, 1.0, none)) if timed else missing
        act = given[0] if self.counts == "first" else given[-1]
        right = _choice(act) == question.right
        sentence = _sentence(question, _choice(act), right)
        records = tuple(one.n for one in given)
        answer = Mark(weight if right else 0.0, weight, sentence, act.t, records)
        return (answer, *self._timely(question, act, right, timeline))

    def _timely(
        self, question: Asked, act: Act, right: bool, timeline: Timeline
    ) -> tuple[Mark, ...]:
        """Return the mark for the time of the choice that counts, if it is judged."""
        began = first(self.after, timeline)
        if self.full_ms is None or self.none_ms is None or began is None:
            return ()
        if not right:
            none = text("{question} Not right, so not in time either.", question=question.text)
            return (Mark(0.0, 1.0, none, act.t, (act.n,)),)
        took = max(0, act.t - began.t)
        sentence = text(
            "{what}: after {took} ({since}: {began}); full within {full}, none from {none}",
            what=question.text,
            took=show_duration(took),
            since=moments_text(self.after),
            began=show_time(began.t),
            full=show_duration(self.full_ms),
            none=show_duration(self.none_ms),
        )
        won = between(float(took), float(self.full_ms), float(self.none_ms))
        return (Mark(won, 1.0, sentence, act.t, (*began.records, act.n)),)


def _sentence(question: Asked, choice: str, right: bool) -> Text:
    """Return what was chosen, what is right and why."""
    answer, because = question.choices.get(choice, choice), question.because
    if right:
        return text(
            "{question} {answer}. That is right. {because}"
            if because
            else "{question} {answer}. That is right.",
            question=question.text,
            answer=answer,
            because=because,
        )
    return text(
        "{question} {answer}. Right is: {right}. {because}"
        if because
        else "{question} {answer}. Right is: {right}.",
        question=question.text,
        answer=answer,
        right=question.choices[question.right],
        because=because,
    )


def _choice(act: Act) -> str:
    return act.command.choice if isinstance(act.command, Diagnose) else ""
