"""What the plant reported, as a log holds it: so that an old log tells its story by itself.

Everything here could be computed again from the commands. It is kept for those who cannot (a
program of another physics edition) or need not (an index of a long session), and ``verify``
compares it with what is computed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulator.language.event import Event, ValueChanged
from simulator.language.problem import Problem, Refusal
from simulator.session.canonical import canonical, plain_json, refuse_control
from simulator.session.packing import pack_json, unpack_json
from simulator.session.record import Sample, Story

DIGITS = 4
"""Significant digits of a sampled value."""
MOST_EVENTS = 200
"""Most events in one record."""

Row = tuple[int, tuple[float | None, ...]]
"""A time (ms) and the values of the key names then; None is a value that was not finite."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and how many records the log had when it happened."""

    n: int
    event: Event


def worth_telling(event: Event, roles: Iterable[str]) -> bool:
    """Say whether no record tells this already: what a person changed is in the command's."""
    return not (isinstance(event, ValueChanged) and event.by in roles)


def rounded(value: float) -> float | None:
    """Return a value with the digits that a sample keeps; None if it is not finite."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def write_events(told: Iterable[Told]) -> str:
    """Return events as a story record holds them."""
    return pack_json([[item.n, type(item.event).__name__, plain_json(item.event)] for item in told])


def read_events(record: Story) -> tuple[Told, ...]:
    """Return the events of a story record.

    Raises:
        Refusal: it holds something else.
    """
    found = unpack_json(record.events)
    refuse_control(found, "a story")
    try:
        return tuple(_event(*item) for item in _LIST.validate_python(found))
    except (TypeError, ValueError, KeyError, ValidationError):
        message = f"record {record.n}: a story cannot be read"
        raise Refusal(Problem("bad-record", message)) from None


def write_rows(rows: Iterable[Row]) -> str:
    """Return samples as a record holds them: the times, then a list for each key."""
    listed = list(rows)
    columns = [list(column) for column in zip(*(values for _, values in listed), strict=True)]
    return pack_json([[t for t, _ in listed], *columns])


def read_rows(record: Sample) -> tuple[Row, ...]:
    """Return the samples of a record.

    Raises:
        Refusal: it holds something else.
    """
    found = unpack_json(record.values)
    try:
        times, *columns = _ROWS.validate_json(canonical(found), strict=True)
        values = list(zip(*columns, strict=True)) if columns else [()] * len(times)
        return tuple((_whole(t), row) for t, row in zip(times, values, strict=True))
    except (TypeError, ValueError, ValidationError):
        message = f"record {record.n}: a sample cannot be read"
        raise Refusal(Problem("bad-record", message)) from None


_LIST: TypeAdapter[list[Any]] = TypeAdapter(list[Any])
_ROWS: TypeAdapter[list[list[float | int | None]]] = TypeAdapter(list[list[float | int | None]])


def _whole(value: object) -> int:
    if isinstance(value, int):
        return value
    raise ValueError("a time is a whole number of milliseconds")


def _event(n: object, kind: str, values: dict[str, Any]) -> Told:
    """Return an event; a number that was not finite was written as null."""
    shape, adapter, numbers = _reader(kind)
    lost = [name for name in numbers if values[name] is None]
    known = canonical({**values, **dict.fromkeys(lost, 0.0)})
    event = adapter.validate_json(known, strict=True)
    if lost:
        told = {field.name: getattr(event, field.name) for field in fields(event)}
        event = shape(**{**told, **dict.fromkeys(lost, math.nan)})
    return Told(_whole(n), event)


@cache
def _reader(kind: str) -> tuple[type[Event], TypeAdapter[Event], tuple[str, ...]]:
    """Return the class of an event, how to read one, and which of its values are numbers.

    Raises:
        KeyError: there is no such event.
    """
    shape = {cls.__name__: cls for cls in _kinds()}[kind]
    numbers = tuple(f.name for f in fields(shape) if str(f.type).startswith("float"))
    return shape, TypeAdapter(shape), numbers


def _kinds() -> Iterator[type[Event]]:
    """Yield every kind of event; a class that dataclass replaced by one with slots is left out."""
    return (cls for cls in Event.__subclasses__() if "__slots__" in cls.__dict__)
