"""Evidence: what an operator knew of the plant when time stood still and the screen was blank.

Answers are compared with what the twin said at that moment; a prediction with what came of it in a
run ahead with nobody at the desk (Endsley 1988, 1995: the situation awareness global assessment
technique).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.assessment.mark import Mark
from simulator.assessment.timeline import Act, Timeline, Wants
from simulator.language.event import RightAnswer
from simulator.language.forms import Level, Recall, SwitchOffFreezes
from simulator.language.text import Text, text


@dataclass(frozen=True, slots=True)
class Probe:
    """A query: its name (``check.oxygen``), text and choices in English, and its tolerance."""

    name: str
    level: Level
    text: str
    unit: str = ""
    decimals: int = 0
    within: float = 0.0
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Awareness:
    """Right answers to the queries of freezes; each is as heavy as any other.

    A freeze that did not come is not judged, nor is anything if freezes were switched off.
    """

    probes: tuple[Probe, ...]

    def wants(self) -> Wants:
        """Return nothing: the plant itself reports what is right."""
        return Wants()

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return a mark for each query that was put."""
        for act in timeline.done:
            if isinstance(act.command, SwitchOffFreezes):
                told = text("freezes were switched off before the session")
                return (Mark(0.0, 0.0, told, act.t, (act.n,), excused=True),)
        known = {probe.name: probe for probe in self.probes}
        return tuple(
            self._mark(known[event.subject], event, timeline)
            for event in timeline.events
            if isinstance(event, RightAnswer) and event.subject in known
        )

    def _mark(self, probe: Probe, event: RightAnswer, timeline: Timeline) -> Mark:
        answer = next((act for act in timeline.done if _answers(act, probe.name)), None)
        if answer is None or not isinstance(answer.command, Recall):
            none = text("{question} No answer.", question=probe.text)
            return Mark(0.0, 1.0, none, event.t)
        given = answer.command.answer
        if isinstance(given, str):
            won, sentence = given in event.choices, _chosen(probe, given, event.choices)
        else:
            won = abs(given - event.value) <= probe.within
            sentence = text(
                "{question} {answer}. Right is: {right}, give or take {within}.",
                question=probe.text,
                answer=_number(probe, given),
                right=_number(probe, event.value),
                within=f"{probe.within:g} {probe.unit}".strip(),
            )
        return Mark(1.0 if won else 0.0, 1.0, sentence, event.t, (answer.n,))


def _answers(act: Act, name: str) -> bool:
    """Return whether a command answers a query."""
    command = act.command
    return isinstance(command, Recall) and f"{command.freeze}.{command.query}" == name


def _number(probe: Probe, value: float) -> str:
    return f"{value:.{probe.decimals}f} {probe.unit}".strip()


def _chosen(probe: Probe, given: str, right: tuple[str, ...]) -> Text:
    """Return the sentence of a query with choices; more than one may be right, or none."""
    if not right:
        return text(
            "{question} {answer}. None of the choices was right.",
            question=probe.text,
            answer=probe.choices.get(given, given),
        )
    best = given if given in right else right[0]
    return text(
        "{question} {answer}. Right is: {right}.",
        question=probe.text,
        answer=probe.choices.get(given, given),
        right=probe.choices.get(best, best),
    )
