"""Where a lot came from, and what became of it: what went into what, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.campaign.records import Book, Lot


def ancestry(book: Book, number: str) -> Iterator[tuple[int, Lot]]:
    """Yield a lot and all that went into it, each with its depth; a lot once on each way down."""
    yield from _down(book, number, 0)


def _down(book: Book, number: str, depth: int) -> Iterator[tuple[int, Lot]]:
    lot = book.lots[number]
    yield depth, lot
    for parent in dict.fromkeys(one.lot for one in lot.inputs):
        yield from _down(book, parent, depth + 1)


def descendants(book: Book, number: str) -> list[str]:
    """Return the lots that a lot went into, also by way of others, in the order of making.

    This is what a recall asks.
    """
    found = [number]
    for lot in sorted(book.lots.values(), key=lambda one: (one.closed < 0, one.closed, one.number)):
        if any(one.lot in found for one in lot.inputs):
            found.append(lot.number)
    more = found
    while more:
        more = [
            lot.number
            for lot in book.lots.values()
            if lot.number not in found and any(one.lot in found for one in lot.inputs)
        ]
        found += more
    return found[1:]


def as_data(lot: Lot) -> dict[str, Any]:
    """Return a lot as JSON-able values; times in ms."""
    return {
        "number": lot.number,
        "kind": lot.kind,
        "of": lot.of,
        "unit": lot.unit,
        "made": lot.made,
        "amount": lot.amount,
        "left": lot.left,
        "status": lot.status,
        "closed": lot.closed if lot.closed >= 0 else None,
        "by": list(lot.by),
        "inputs": [
            {"lot": one.lot, "amount": one.amount, "t": one.t, "by": list(one.by)}
            for one in lot.inputs
        ],
    }
