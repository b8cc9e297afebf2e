"""Looks through a book as an inspector would: is every broken rule on record, is every lot whole?

It believes no decision of the engine; it reads bookings, labels, holds and lots alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from simulator.campaign.plan import CLEAN, STERILE, Campaign
from simulator.campaign.records import BATCH, LATE, Book, Booking

_NEAR = 1e-6


def audit(plan: Campaign, book: Book) -> list[str]:
    """Return what is wrong with a book; nothing if every rule was kept or its breach recorded."""
    return [*_labels(plan, book), *_holds(book), *_lots(book), *_twice(plan, book), *_past(book)]


def _recorded(book: Book, t: int, batch: int, rule: str) -> bool:
    return any((one.t, one.batch, one.rule) == (t, batch, rule) for one in book.deviations)


def _labels(plan: Campaign, book: Book) -> Iterator[str]:
    """Every use begins with the label it needs, within its hold time, or there is a record."""
    for one in book.bookings:
        if one.kind != "label":
            continue
        kind = plan.equipment[one.group]
        treatment = {CLEAN: kind.cleaning, STERILE: kind.sterilisation}.get(one.label)
        old = treatment is not None and 0 < treatment.keeps < one.aged
        wrong = bool(kind.ready) and (one.label != kind.ready or old)
        if wrong and not _recorded(book, one.start, one.batch, "status label"):
            yield f"{one.resource} was used {one.label} by batch {one.batch} at {one.start} ms"


def _holds(book: Book) -> Iterator[str]:
    """Every step that came too late is on record."""
    for file in book.batches:
        for step in file.steps:
            late = 0 < step.within < step.late
            if late and not _recorded(book, step.start, file.number, LATE):
                yield f"batch {file.number}: {step.procedure}/{step.phase} came too late, no record"


def _lots(book: Book) -> Iterator[str]:
    """Of every lot, what went into others and what is left is what there was; none is used late."""
    drawn = dict.fromkeys(book.lots, 0.0)
    for lot in book.lots.values():
        for one in lot.inputs:
            drawn[one.lot] += one.amount
            source = book.lots[one.lot]
            if not source.made <= one.t:
                yield f"{one.lot} went into {lot.number} before it was made"
    for lot in book.lots.values():
        if lot.kind == BATCH:
            continue
        if abs(lot.amount - lot.left - drawn[lot.number]) > _NEAR:
            yield f"{lot.number}: what went out of it and what is left is not what there was"


def _twice(plan: Campaign, book: Book) -> Iterator[str]:
    """Nothing and nobody is in two places at once."""
    by_resource: dict[str, list[Booking]] = {}
    for one in book.bookings:
        whole = one.kind in ("use", "work") or (one.kind == "cleaning" and one.batch == 0)
        if whole and one.end > one.start:
            by_resource.setdefault(one.resource, []).append(one)
    for name, bookings in by_resource.items():
        for first, then in pairwise(sorted(bookings, key=lambda one: (one.start, one.end))):
            if then.start < first.end:
                yield f"{name} is taken for {first.what} and for {then.what} at {then.start} ms"


def _past(book: Book) -> Iterator[str]:
    """No booking ends before it begins, and none after the campaign."""
    for one in book.bookings:
        if not 0 <= one.start <= one.end <= book.end:
            yield f"{one.resource}: booked from {one.start} to {one.end} ms"
