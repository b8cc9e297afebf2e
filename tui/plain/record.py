"""The batch record in the line mode: what is to be written down, what was, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.language.field import Field
from simulator.language.observation import EntryView, Observation
from simulator.language.simtime import show_time
from simulator.session.desk import Desk, StepBrief
from simulator.session.speech import Speaker
from tui.paper import ROLES, STATES, audit_text, limits_text, value_text
from tui.past import Deed, Past


def record(desk: Desk, word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield every step of the batch record: what is asked, where it stands, what was entered."""
    asked = {step.step: step for step in desk.brief.record}
    for entry in seen.record:
        if entry.step in asked:
            yield from _step(asked[entry.step], entry, word)


def _step(step: StepBrief, entry: EntryView, word: Speaker) -> Iterator[str]:
    state = word(STATES[entry.state])
    text = f"{entry.step}, {state}: {word.words(step.text)}"
    expected = limits_text(step, word)
    if expected:
        text += f" ({expected})"
    if entry.value is None and entry.due_at is not None:
        text += f"; {word('by {time} at the latest', time=show_time(entry.due_at))}"
    if entry.value is not None and entry.t is not None:
        text += f"; {value_text(step, entry.value, word)}, {show_time(entry.t)}, {entry.by}"
    if entry.late:
        text += f"; {word('entered late')}"
    if entry.undeviated:
        text += f"; {word('out of its limits: open a deviation')}"
    if entry.unsigned:
        text += f"; {word('a witness is to sign')}"
    yield text
    for change in entry.corrections:
        old, new = (value_text(step, value, word) for value in (change.old, change.new))
        yield f"  {show_time(change.t)}  {change.by}: {old} → {new} ({change.reason})"
    for remark in entry.comments:
        yield f"  {show_time(remark.t)}  {remark.by}: {remark.text}"
    if entry.witness is not None:
        role = next(told for name, told in ROLES.items() if name == entry.witness.role)
        signed = word("verified by {name}", name=entry.witness.name)
        yield f"  {show_time(entry.witness.t)}  {signed}, {word(role)}"


def deviations(word: Speaker, seen: Observation) -> Iterator[str]:
    """Yield every deviation: number, subject, text, and how it was closed."""
    for one in seen.deviations:
        about = one.about or word("the batch")
        text = f"{one.deviation}, {about}: {one.text} ({one.by}, {show_time(one.t)})"
        if one.closed_at is None:
            yield f"{text}; {word('open')}"
        else:
            yield f"{text}; {word('closed')} {show_time(one.closed_at)}: {one.action}"


def audit(past: Past, names: Mapping[str, Field], word: Speaker) -> Iterable[str]:
    """Yield what people did and tried, oldest first, each with its record number."""
    for moment in past.moments:
        if isinstance(moment, Deed):
            number = "-" if moment.n is None else str(moment.n)
            yield f"{number}  {show_time(moment.t)}  {audit_text(moment, names, word)}"
