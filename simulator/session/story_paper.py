"""The story of batch record and forms: what no command's record tells already."""

from __future__ import annotations

from simulator.language.event import (
    DeviationClosed,
    DeviationOpened,
    EntryCorrected,
    EntryDue,
    EntryMade,
    EquipmentReleased,
    Event,
    FreezeBegan,
    FreezeEnded,
    LabelChanged,
    LotJudged,
    LotMade,
    LotMoved,
    RightAnswer,
    RuleBroken,
)
from simulator.language.simtime import show_time
from simulator.session.speech import Speaker


def paper(event: Event, word: Speaker) -> str:
    """Return what an event of batch record or forms tells; "" if its command tells it."""
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
    if isinstance(event, FreezeBegan):
        return word("freeze {name}: the screen is blank", name=event.subject)
    if isinstance(event, FreezeEnded):
        numbers = {"n": event.answered, "total": event.queries}
        return word("freeze {name}: {n} of {total} answered", name=event.subject, **numbers)
    labels = LabelChanged | RuleBroken | EquipmentReleased
    if isinstance(event, labels | LotJudged | LotMade | LotMoved):
        return _floor(event, word)
    if isinstance(event, RightAnswer):
        right = ", ".join(event.choices) or f"{event.value:.4g}"
        return word("right for {name}: {right}", name=event.subject, right=right)
    return ""


def _floor(
    event: LabelChanged | RuleBroken | EquipmentReleased | LotJudged | LotMade | LotMoved,
    word: Speaker,
) -> str:
    """Return what an event of labels or lots tells."""
    tag = event.subject
    if isinstance(event, LabelChanged):
        by = f" ({event.by})" if event.by else ""
        return f"{word('label')} {tag}: {event.old} → {event.new}{by}"
    if isinstance(event, RuleBroken):
        return f"{word('rule broken')}{word.colon}{word.retell(event.text)}"
    if isinstance(event, EquipmentReleased):
        return word("{tag} released while {label}", tag=tag, label=event.label)
    if isinstance(event, LotJudged):
        told = f"{event.old} → {event.new} ({word.retell(event.text)})"
        return f"{word('lot')} {tag}: {told}"
    if isinstance(event, LotMade):
        return word("lot {lot} begins in {tag}", lot=tag, tag=event.unit)
    if not event.into:
        return word("lot {lot} leaves the plant over {line}", lot=tag, line=event.line)
    return word(
        "lot {lot} goes into {other} over {line}", lot=tag, other=event.into, line=event.line
    )
