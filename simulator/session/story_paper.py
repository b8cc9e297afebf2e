"""The story of the batch record: what no command's record tells already."""

from __future__ import annotations

from simulator.language.event import (
    DeviationClosed,
    DeviationOpened,
    EntryCorrected,
    EntryDue,
    EntryMade,
    Event,
)
from simulator.language.simtime import show_time
from simulator.session.speech import Speaker


def paper(event: Event, word: Speaker) -> str:
    """Return what an event of the batch record tells; "" if its command tells it."""
    if isinstance(event, EntryDue):
        if event.due is None:
            return word("batch record: {step} is to be done", step=event.subject)
        by = show_time(event.due)
        return word("batch record: {step} is to be done by {time}", step=event.subject, time=by)
    if isinstance(event, EntryMade | EntryCorrected):
        told = []
        if isinstance(event, EntryMade) and event.late:
            told.append(word("entered late"))
        if event.exception:
            told.append(word("out of its limits: open a deviation"))
        return f"{word('batch record')} {event.subject}: {', '.join(told)}" if told else ""
    if isinstance(event, DeviationOpened):
        number, about = event.deviation, event.subject or word("the batch")
        return word("deviation {number} opened on {about}", number=number, about=about)
    if isinstance(event, DeviationClosed):
        return word("deviation {number} closed", number=event.deviation)
    return ""
