"""Lines of the line mode: what the desk shows and what happens, as words for a screen reader.

The simulated time comes first in what happens. No line depends on colour, place or shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.language.event import (
    AlarmChanged,
    Event,
    PhaseChanged,
    PromptShown,
    ValueChanged,
)
from simulator.language.observation import AlarmView, Observation, TagView
from simulator.language.quantity import show_quantity
from simulator.language.simtime import show_time
from simulator.session.desk import Desk
from simulator.session.meanings import KINDS, PRIORITIES, STAGES, STATES, UNACKNOWLEDGED
from simulator.session.speech import Speaker
from simulator.session.story import story
from tui.paper import LABEL_FAULTS

_QUIET = ("A", "H")
"""States between which an alarm moves without anybody being called."""
_OUT_OF_VIEW = ("G", "H", "I")


def decimals(span: float) -> int:
    """Return how many decimals an instrument with this range shows: about one in two thousand."""
    for most, places in ((2.0, 4), (20.0, 2), (200.0, 1)):
        if span <= most:
            return places
    return 0 if span > 2000.0 else 1


class Lines:
    """Writes lines about one desk in one language."""

    def __init__(self, desk: Desk, word: Speaker) -> None:
        self._names = desk.names
        self._tags = desk.observe().tags  # for names and ranges, which never change
        self._word = word

    def events(self, events: Iterable[Event]) -> Iterator[str]:
        """Yield one line for every event that an operator is told."""
        for event in events:
            text = "" if event.truth else self._event(event)
            if text:
                yield f"{show_time(event.t)}  {text}"

    def tag(self, tag: TagView) -> str:
        """Return what a tag shows: value with unit, set-point, output, mode, quality."""
        word = self._word
        places = decimals(tag.high - tag.low)
        parts = []
        if tag.pv is not None:
            parts.append(show_quantity(tag.pv, tag.unit, places))
        if tag.sp is not None:
            parts.append(f"{word('set-point')} {show_quantity(tag.sp, tag.unit, places)}")
        if tag.op is not None:
            parts.append(f"{word('output')} {show_quantity(tag.op, '%', 1)}")
        if tag.position is not None:
            parts.append(f"{word('position')} {show_quantity(tag.position, '%', 1)}")
        if tag.mode is not None:
            parts.append(f"{word('mode')} {tag.mode}")
        if tag.pv is not None:
            parts.append(f"{word('quality')} {tag.quality}")
            few = 0 if tag.high == int(tag.high) else 2
            ends = f"{tag.low:g} {word('to')} {show_quantity(tag.high, tag.unit, few)}"
            parts.append(f"{word('range')} {ends}")
        if tag.forced_by:
            parts.append(f"{word('forced by')} {tag.forced_by}")
        return f"{tag.tag} {self._word.retell(tag.name)}: {', '.join(parts)}"

    def alarms(self, seen: Observation) -> Iterator[str]:
        """Yield the alarms that are not normal: unacknowledged first, then by priority."""
        for alarm in sorted(seen.alarms, key=_urgency):
            value = self._value(alarm.alarm, alarm.value)
            limit = self._value(alarm.alarm, alarm.limit)
            text = (
                f"{self._priority(alarm.priority)}, {self._state(alarm.state)}: "
                f"{self._named(alarm.alarm)}; {value}, {self._word('limit')} {limit}; "
                f"{self._word('since')} {show_time(alarm.since)}"
            )
            if alarm.shelved_until is not None:
                text += f"; {self._word('until')} {show_time(alarm.shelved_until)}"
            yield text

    def phases(self, seen: Observation) -> Iterator[str]:
        """Yield the procedure mode and the phases, each with its step and question."""
        word = self._word
        if seen.phases:
            yield f"{word('Procedure')}{word.colon}{seen.procedure_mode}"
        for phase in seen.phases:
            text = (
                f"{phase.phase} {word('on')} {phase.unit}: {phase.state} "
                f"{word('since')} {show_time(phase.since)}, "
                f"{word('step')} {phase.step} {word('of')} {phase.steps}"
            )
            if phase.waits_for:
                text += f"; {word('waits for')} {phase.waits_for}"
            yield text
            if phase.prompt:
                yield word(
                    "Question of phase {phase}: {text} Answer with: answer {phase} TEXT",
                    phase=phase.phase,
                    text=word.retell(phase.prompt),
                )

    def samples(self, seen: Observation) -> Iterator[str]:
        """Yield where each sample is, and its results."""
        word = self._word
        for sample in seen.samples:
            stage = self._word(STAGES.get(sample.stage, sample.stage))
            text = f"{self._word('Sample')} {sample.sample} {sample.unit}: {stage}"
            if sample.taken_at is not None:
                text += f", {self._word('taken')} {show_time(sample.taken_at)}"
            results = "; ".join(
                f"{name} {value:.4g}" if unit in ("", name) else f"{name} {value:.4g} {unit}"
                for name, value, unit in sample.results
            )
            if sample.label_fault:
                text += f", {word(LABEL_FAULTS[sample.label_fault])}"
            elif sample.label:
                text += f", {word('label')} {sample.label}"
            if sample.at_hand:
                text += f", {word('at hand')}"
            yield f"{text}: {results}" if results else text
            if sample.out:
                yield f"  {word('out of specification')}{word.colon}{', '.join(sample.out)}"
            for name, value, unit in sample.retests:
                yield f"  {word('measured again')}{word.colon}{name} {value:.4g} {unit}".rstrip()

    def utilities(self, seen: Observation) -> Iterator[str]:
        """Yield the supply of each utility and its bank."""
        word = self._word
        for one in seen.utilities:
            banks = f"{word('bank')} {one.bank} {word('of')} {one.banks}"
            yield f"{one.utility}: {word('supply')} {show_quantity(one.supply, '%', 0)}, {banks}"

    def interlocks(self, seen: Observation) -> Iterator[str]:
        """Yield the interlocks: tripped or not, and which was first."""
        for one in seen.interlocks:
            state = self._word("tripped" if one.tripped else "not tripped")
            first = f", {self._word('first out')}" if one.first_out else ""
            yield f"{one.interlock}: {state}{first}: {self._word.retell(one.text)}"

    def _event(self, event: Event) -> str:
        word = self._word
        if isinstance(event, AlarmChanged):
            if event.old in _QUIET and event.new in _QUIET:
                return ""
            value = self._value(event.subject, event.value)
            who = f"{self._priority(event.priority)}: {self._named(event.subject)}"
            return f"{word('Alarm')}, {who}; {value}; {self._state(event.new)}"
        if isinstance(event, ValueChanged):
            if event.old == event.new:
                return ""
            name = f"{event.subject}.{event.attribute}"
            old, new = (self._plain_value(v, name, event.unit) for v in (event.old, event.new))
            return f"{name} {word('now')} {new}, {word('was')} {old}, {word('by')} {event.by}"
        if isinstance(event, PhaseChanged):
            change = f"{event.new}, {word('was')} {event.old}"
            return f"{word('Phase')} {event.subject}: {change}, {word('by')} {event.by}"
        if isinstance(event, PromptShown):
            return word(
                "Question of phase {phase}: {text} Answer with: answer {phase} TEXT",
                phase=event.subject,
                text=word.retell(event.text),
            )
        told = story([event], self._names, word, truth=False)
        return next((line.strip().split("  ", 1)[-1] for line in told), "")

    def _named(self, alarm: str) -> str:
        """Return an alarm with the name of what it watches, and its kind in words."""
        tag, _, kind = alarm.partition(".")
        shown = self._tags.get(tag)
        name = f" {self._word.retell(shown.name)}" if shown else ""
        return f"{alarm}{name}, {self._word(KINDS.get(kind, kind))}"

    def _value(self, alarm: str, value: float) -> str:
        """Return the value or limit of an alarm in the unit of what it watches."""
        shown = self._tags.get(alarm.partition(".")[0])
        if shown is None:
            return f"{value:.4g}"
        return show_quantity(value, shown.unit, decimals(shown.high - shown.low))

    def _plain_value(self, value: float | str, name: str, unit: str) -> str:
        if isinstance(value, str):
            return value
        shown = self._tags.get(name.partition(".")[0])
        output = name.endswith(".OP") or shown is None
        places = 1 if output or shown is None else decimals(shown.high - shown.low)
        return show_quantity(value, unit, max(places, 2))

    def _priority(self, priority: int) -> str:
        return self._word(PRIORITIES.get(priority, str(priority)))

    def _state(self, letter: str) -> str:
        return self._word(STATES.get(letter, letter))


def _urgency(alarm: AlarmView) -> tuple[bool, bool, int, int]:
    """Return the place of an alarm in the list: out of view last, unacknowledged first."""
    seen = alarm.state not in UNACKNOWLEDGED
    return alarm.state in _OUT_OF_VIEW, seen, alarm.priority, -alarm.since
