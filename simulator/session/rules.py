"""What holds for a session both lived and recomputed: who may do what, and what is kept."""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib
from dataclasses import dataclass, fields, replace
from typing import Any

from simulator.language.command import (
    Command,
    EndFault,
    Shelve,
    StartFault,
    TakeOutOfService,
)
from simulator.language.problem import Problem, Refusal
from simulator.session.commission import Plant
from simulator.session.record import Role, Value, canonical, plain_json

CHECK_MS = 3_600_000
"""Digests and a checkpoint are kept this often, counted from the beginning."""
SAMPLE_MS = 1_800_000
"""The values of the key names are kept this often; CHECK_MS is a multiple of it."""
ROLES: tuple[Role, ...] = ("operator", "instructor")

_STATE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a command may not be done, or the change that it makes; numbers are always floats."""

    problem: Problem | None
    old: Value = None
    new: Value = None
    unit: str = ""


def judge(plant: Plant, command: Command, role: str, reason: str) -> Judgement:
    """Say whether somebody in this role may do this now, and what would change."""
    if isinstance(command, StartFault | EndFault) and role != "instructor":
        hint = "begin the session as instructor"
        return Judgement(Problem("instructor-only", "only an instructor may do this", hint))
    if isinstance(command, Shelve | TakeOutOfService) and not reason.strip():
        hint = "say why: the record of an alarm taken from view needs it"
        return Judgement(Problem("reason-needed", "this needs a reason", hint))
    review = plant.review(command)
    if review.problem is not None:
        return Judgement(review.problem)
    return Judgement(None, _value(review.old), _value(review.new), review.unit)


def _value(value: float | str | None) -> Value:
    """Return a value as the log writes it: a number is a float, and None if it is not finite."""
    if value is None or isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None


def tidy(command: Command) -> Command:
    """Return the command with whole numbers as floats where floats belong."""
    whole = {
        field.name: float(value)
        for field in fields(command)
        if field.type == "float" and isinstance(value := getattr(command, field.name), int)
    }
    return replace(command, **whole) if whole else command  # type: ignore[arg-type]


def sample(plant: Plant, names: tuple[str, ...]) -> dict[str, float | None]:
    """Return the values of the key names, as an operator sees them."""
    values = plant.observe().values
    return {name: plain_json(float(values[name])) for name in names if name in values}


def results(plant: Plant) -> dict[str, Any]:
    """Return the results as JSON values."""
    found = plain_json(plant.results())
    return found if isinstance(found, dict) else {"results": found}


def pack(snapshot: dict[str, Any]) -> str:
    """Return a snapshot as a checkpoint holds it.

    Raises:
        ValueError: a number of the state is not finite.
    """
    return base64.b64encode(zlib.compress(canonical(snapshot), 6)).decode("ascii")


def unpack(state: str) -> dict[str, Any]:
    """Return the snapshot of a checkpoint.

    Raises:
        Refusal: it is no such thing, or larger than any plant.
    """
    try:
        inflater = zlib.decompressobj()
        text = inflater.decompress(base64.b64decode(state, validate=True), _STATE_BYTES)
        found = json.loads(text) if inflater.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(Problem("bad-checkpoint", "a checkpoint cannot be read"))
    return found
