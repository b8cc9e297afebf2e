"""The liquid that stays in a device: it fills first, then mixes with all that passes."""

from __future__ import annotations

from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import FIRST_COMPONENT, HEAD_FIELDS, VOLUME
from simulator.equipment.line import blend
from simulator.language.field import Field
from simulator.numerics.exact import clamp
from simulator.numerics.kernel import Floats, kernel


def held_fields(word: str) -> tuple[Field, ...]:
    """Return a Field for each slot of a head and its quality, each name after this word."""
    return tuple(
        Field(f"{word} {f.name}", f.unit, f.default, f.low, f.high, f.source, "state")
        for f in (*HEAD_FIELDS, *QUALITY_FIELDS)
    )


@kernel
def pour(y: Floats, source: int, sink: int, litres: float) -> None:
    """Bring ``litres`` from one block that begins with head and quality to another."""
    volume = y[source + VOLUME]
    if litres <= 0.0 or volume <= 0.0:
        return
    share = litres / volume
    y[source + VOLUME] = volume - litres
    blend(y, source, sink, litres)
    for component in range(FIRST_COMPONENT, WIDTH):
        there = y[source + component]
        if there != 0.0:
            amount = there * share
            y[source + component] = there - amount
            y[sink + component] += amount


@kernel
def pass_hold_up(y: Floats, yb: int, held: int, size: float) -> None:
    """Let the head at ``yb`` pass a mixed hold-up of ``size`` litres whose block is at ``held``.

    While the hold-up is not full nothing leaves but what is over; then as much leaves as comes.
    """
    litres = y[yb + VOLUME]
    over = clamp(y[held + VOLUME] + litres - size, 0.0, litres)
    pour(y, yb, held, litres)
    pour(y, held, yb, over)
