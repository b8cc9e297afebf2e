"""What holds for a session both lived and recomputed: who may do what, and what is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any

from simulator.language.command import (
    Command,
    EndFault,
    Shelve,
    StartFault,
    TakeOutOfService,
)
from simulator.language.floor import ReleaseEquipment
from simulator.language.paperwork import CorrectStep, same_person
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.session.canonical import plain_json
from simulator.session.commission import Plant
from simulator.session.record import Role, Value

ROLES: tuple[Role, ...] = ("operator", "instructor")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a command may not be done, or the change that it makes; numbers are always floats."""

    problem: Problem | None
    old: Value = None
    new: Value = None
    unit: str = ""


def judge(plant: Plant, command: Command, role: str, reason: str, who: str = "") -> Judgement:
    """Say whether ``who``, in this role, may do this now, and what would change."""
    if isinstance(command, StartFault | EndFault) and role != "instructor":
        hint = text("begin the session as instructor")
        return Judgement(Problem("instructor-only", text("only an instructor may do this"), hint))
    if isinstance(command, Shelve | TakeOutOfService) and not reason.strip():
        hint = text("say why: the record of an alarm taken from view needs it")
        return Judgement(Problem("reason-needed", text("this needs a reason"), hint))
    if isinstance(command, ReleaseEquipment) and (problem := _unreleased(command, who, reason)):
        return Judgement(problem)
    review = plant.review(command)
    if review.problem is not None:
        return Judgement(review.problem)
    if isinstance(command, CorrectStep) and not reason.strip():
        hint = text("say why: whoever reads a corrected entry must know")
        return Judgement(Problem("reason-needed", text("this needs a reason"), hint))
    return Judgement(None, _value(review.old), _value(review.new), review.unit)


def _unreleased(command: ReleaseEquipment, who: str, reason: str) -> Problem | None:
    """Return why this is no release: without a reason, or by whoever asks for it."""
    if not reason.strip():
        hint = text("say why: the deviation that it opens needs it")
        return Problem("reason-needed", text("this needs a reason"), hint)
    if same_person(command.name, who):
        message = text("{name} is at the desk", name=command.name.strip())
        return Problem("own-release", message, text("a second person releases it"))
    return None


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
        if field.type in ("float", "float | str")
        and isinstance(value := getattr(command, field.name), int)
    }
    return replace(command, **whole) if whole else command  # type: ignore[arg-type]


def results(plant: Plant) -> dict[str, Any]:
    """Return the results as JSON values."""
    found = plain_json(plant.results())
    if not isinstance(found, dict):
        return {"results": found}
    kept = ("lots", "steps", "balance")
    return {name: part for name, part in found.items() if name not in kept or part}
