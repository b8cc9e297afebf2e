"""What a campaign came to: throughput, cycle time, utilisation, bottleneck, yield and Little's law.

All figures are computed from the book alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.campaign import roster
from simulator.campaign.plan import Campaign
from simulator.campaign.records import (
    CLEANING,
    HOLD,
    IN_WORK,
    QUARANTINE,
    READY,
    REJECTED,
    RELEASED,
    REPAIR,
    USE,
    Book,
    Booking,
)
from simulator.language.simtime import DAY

KINDS = (READY, USE, HOLD, CLEANING, REPAIR)
YEAR = 365 * DAY


@dataclass(frozen=True, slots=True)
class Busy:
    """How busy a class of equipment, a crew, a utility or an instrument was.

    Attributes:
        group: its name.
        number: how many there are (of a utility its capacity).
        busy: time taken, summed over all, ms (of a utility: rate times time).
        share: the part of what was there.
        per_batch: time that each batch takes of one of them, divided by their number, ms.
        kinds: time by what it was taken for, ms.
    """

    group: str
    number: float
    busy: float
    share: float
    per_batch: float
    kinds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a campaign came to; times in ms, 0 where there is nothing to say.

    ``cycle`` is the mean time between two bulks, ``lead`` from start to bulk, ``wip`` the mean
    number of batches in work, ``arrivals`` batches a ms and ``stay`` the mean time in work.
    """

    batches: int
    by_status: Mapping[str, int]
    causes: Mapping[str, int]
    rules: Mapping[str, int]
    window: int
    cycle: int
    lead: int
    to_release: int
    per_year: float
    wip: float
    arrivals: float
    stay: float
    step_yield: Mapping[str, float]
    overall_yield: float
    made: float
    released: float
    equipment: tuple[Busy, ...]
    people: tuple[Busy, ...]
    utilities: tuple[Busy, ...]
    instruments: tuple[Busy, ...]
    bottleneck: str


def figures(plan: Campaign, book: Book) -> Figures:
    """Return the figures of a campaign."""
    files = book.batches
    bulks = sorted(one.bulk for one in files if one.bulk >= 0)
    ready = [one for one in files if one.bulk >= 0]
    released = [one for one in files if one.status == RELEASED]
    window = max([end_of_work(one.bulk, one.closed, book.end) for one in files], default=0)
    span = max(window, 1)
    in_work = [end_of_work(one.bulk, one.closed, book.end) - one.started for one in files]
    cycle = (bulks[-1] - bulks[0]) // (len(bulks) - 1) if len(bulks) > 1 else 0
    equipment = _equipment(plan, book, span, len(files))
    limiting = [one for one in equipment if one.busy]
    return Figures(
        batches=len(files),
        by_status=_counted((one.status for one in files), STATUSES),
        causes=_counted(one.cause for one in files if one.cause),
        rules=_counted(one.rule for one in book.deviations),
        window=window,
        cycle=cycle,
        lead=_mean([one.bulk - one.started for one in ready]),
        to_release=_mean([one.closed - one.started for one in released]),
        per_year=YEAR / cycle if cycle else 0.0,
        wip=_in_work_mean(book, span),
        arrivals=len(files) / span,
        stay=sum(in_work) / len(in_work) if in_work else 0.0,
        step_yield=_yields(plan, book),
        overall_yield=_ratio(ready),
        made=_total(one.product for one in ready),
        released=_total(one.product for one in released),
        equipment=equipment,
        people=_people(plan, book, span),
        utilities=_rates(book, {one.name: one.capacity for one in plan.utilities.values()}, span),
        instruments=_rates(book, {n: float(m) for n, m in plan.instruments.items()}, span),
        bottleneck=max(limiting, key=lambda one: one.per_batch).group if limiting else "",
    )


STATUSES = (RELEASED, QUARANTINE, REJECTED, IN_WORK)


def end_of_work(bulk: int, closed: int, end: int) -> int:
    """Return until when a batch is in work: its bulk, its loss, or the end of the campaign."""
    if bulk >= 0:
        return bulk
    return closed if closed >= 0 else end


def _counted(words: Iterable[str], known: Iterable[str] = ()) -> dict[str, int]:
    found = dict.fromkeys(known, 0)
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def _mean(times: list[int]) -> int:
    return sum(times) // len(times) if times else 0


def _total(values: Iterable[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def _ratio(ready: Iterable[object]) -> float:
    """Return the product of all batches by what their cultures made."""
    had = _total(getattr(one, "made", 0.0) for one in ready)
    return _total(getattr(one, "product", 0.0) for one in ready) / had if had else 0.0


def _in_work_mean(book: Book, span: int) -> float:
    """Return the mean number of batches in work, counted at each start and end."""
    changes: list[tuple[int, int]] = []
    for one in book.batches:
        changes += [(one.started, 1), (end_of_work(one.bulk, one.closed, book.end), -1)]
    area = count = last = 0
    for t, step in sorted(changes):
        area += count * (t - last)
        count += step
        last = t
    return area / span


def _yields(plan: Campaign, book: Book) -> dict[str, float]:
    """Return the mean portion kept by each unit procedure."""
    found = {}
    for name in plan.procedure:
        kept = [one.portions[name] for one in book.batches if name in one.portions]
        if kept:
            found[name] = _total(kept) / len(kept)
    return found


def _within(one: Booking, span: int) -> int:
    """Return how much of a booking lies in the window, ms."""
    return max(0, min(one.end, span) - one.start)


def _equipment(plan: Campaign, book: Book, span: int, batches: int) -> tuple[Busy, ...]:
    kinds = {name: dict.fromkeys(KINDS, 0) for name in plan.equipment}
    for one in book.bookings:
        # a repair lies within a use, and steaming before a batch within its preparation
        if one.group in kinds and one.kind in KINDS and not _inner(one):
            kinds[one.group][one.kind] += _within(one, span)
    made = []
    for name, kind in plan.equipment.items():
        number, spent = len(kind.tags), kinds[name]
        repairs = spent[REPAIR]
        spent[USE] -= repairs
        busy = sum(spent.values())
        per_batch = busy / number / batches if batches else 0.0
        made.append(Busy(name, number, busy, busy / (span * number), per_batch, dict(spent)))
    return tuple(made)


def _inner(one: Booking) -> bool:
    """Return whether a booking is part of another of the same unit."""
    return one.kind == READY and one.batch == 0


def _people(plan: Campaign, book: Book, span: int) -> tuple[Busy, ...]:
    worked = {crew.name: 0 for crew in plan.crews}
    for one in book.bookings:
        if one.kind == "work":
            worked[one.group] += _within(one, span)
    made = []
    for crew in plan.crews:
        duty = roster.on_duty(crew, span) * crew.number
        share = worked[crew.name] / duty if duty else 0.0
        made.append(Busy(crew.name, crew.number, worked[crew.name], share, 0.0))
    return tuple(made)


def _rates(book: Book, capacity: Mapping[str, float], span: int) -> tuple[Busy, ...]:
    drawn = dict.fromkeys(capacity, 0.0)
    for one in book.bookings:
        if one.kind == "draw" and one.group in drawn:
            drawn[one.group] += one.rate * _within(one, span)
    return tuple(
        Busy(name, capacity[name], busy, busy / (capacity[name] * span), 0.0)
        for name, busy in drawn.items()
    )
