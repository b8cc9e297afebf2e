"""Canonical JSON: the one form in which a record may be written, and the strict reading of it."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from simulator.language.plain import controls, plain
from simulator.language.problem import Problem, Refusal

Kept = TypeVar("Kept")


def plain_json(value: object) -> Any:
    """Turn dataclasses, mappings and tuples into JSON values; what is not finite becomes None.

    Raises:
        TypeError: the value holds something else.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def canonical(value: object) -> bytes:
    """Write JSON values, and frozen dataclasses of them, in the one form that the log allows.

    Raises:
        ValueError: a number is not finite, or a whole number is absurdly long.
        TypeError: a value is no JSON value.
    """
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
        allow_nan=False,
        default=_fields,
    )
    return text.encode("ascii")


def _fields(value: object) -> dict[str, object]:
    """Return a dataclass as a mapping, for the JSON encoder."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a log")


def read_strictly(
    reader: TypeAdapter[Kept],
    data: bytes,
    most: int,
    look_first: Callable[[bytes], None] | None = None,
) -> Kept:
    """Read a line of JSON that must be in its one allowed form.

    Args:
        reader: says what the line may be.
        data: the line.
        most: bytes that it may have.
        look_first: may refuse a line of the wrong shape in words of its own.

    Raises:
        Refusal: it is too long, of the wrong shape, or not canonical.
    """
    if len(data) > most:
        raise Refusal(Problem("long-record", f"a record of {len(data)} bytes is too long"))
    try:
        record = reader.validate_json(data, strict=True)
        same = canonical(record) == data
    except ValidationError as error:
        if look_first is not None:
            look_first(data)
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "record"
        message = f"{plain(where, 300)}: {plain(first['msg'], 300)}"
        raise Refusal(Problem("bad-record", message)) from None
    except (ValueError, RecursionError):
        raise Refusal(Problem("bad-record", "a number or nesting is beyond all bounds")) from None
    if not same:
        raise Refusal(Problem("not-canonical", "the record is not in its one allowed form"))
    return record


def refuse_control(value: object, name: str, allowed: str = "") -> None:
    """Refuse a value with a control character in any of its texts, keys included.

    Raises:
        Refusal: it has one that is not ``allowed``.
    """
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if item.isascii() and item.isprintable():
                continue
            if any(c not in allowed for c in controls(item)):
                message = f"{name} holds a control character"
                raise Refusal(Problem("control-character", message, "write it as plain text"))
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif dataclasses.is_dataclass(item) and not isinstance(item, type):
            waiting.extend(getattr(item, f.name) for f in dataclasses.fields(item))
