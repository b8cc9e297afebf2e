"""Values of a log that would be long as they are: deflated, in base64; and read back with bounds.

What is read may come from anyone: nothing is believed of its size, and nothing of it is run.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib

from simulator.language.problem import Problem, Refusal
from simulator.session.canonical import canonical

MOST_BYTES = 16 * 1024 * 1024
"""Largest thing that is unpacked."""


def squeeze(data: bytes) -> str:
    """Return bytes deflated (zlib) in base64."""
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def expand(text: str, most: int = MOST_BYTES) -> bytes:
    """Return the bytes that were squeezed into a text.

    Raises:
        Refusal: it is no such text, or holds more than ``most`` bytes.
    """
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(base64.b64decode(text, validate=True), most)
        whole = inflater.eof and not inflater.unused_data
    except (binascii.Error, zlib.error, ValueError):
        whole = False
    if not whole:
        raise Refusal(Problem("bad-packing", "packed values cannot be read"))
    return data


def pack_json(value: object) -> str:
    """Return JSON values in the packed form.

    Raises:
        ValueError: a number is not finite.
    """
    return squeeze(canonical(value))


def unpack_json(text: str) -> object:
    """Return packed JSON values.

    Raises:
        Refusal: they cannot be read.
    """
    return read_json(expand(text))


def read_json(data: bytes) -> object:
    """Return JSON values, without numbers that are not finite.

    Raises:
        Refusal: it is no JSON.
    """
    try:
        return json.loads(data, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        raise Refusal(Problem("bad-packing", "packed values cannot be read")) from None


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:30]} has no place in a log")
    return value
