"""What the plant says of a command before it is given."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.equipment.inventory import VOLUME
from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.language.text import text
from simulator.plant.cell import Cell


@dataclass(frozen=True, slots=True)
class Review:
    """What a command would change, or the problem that stands against it."""

    problem: Problem | None
    old: float | str | None = None
    new: float | str | None = None
    unit: str = ""


def unknown(what: str, tag: str, known: list[str]) -> Problem:
    """Return the problem of a tag that is not there."""
    meant = did_you_mean(tag, known)
    hint = (
        text("did you mean {found}?", found=meant)
        if meant
        else text("known: {names}", names=", ".join(known))
        if known
        else text("there are none here")
    )
    return Problem("unknown-tag", text("there is no {what} {tag}", what=what, tag=tag), hint)


def empty_device(cell: Cell, unit: str) -> Problem | None:
    """Return why no sample can be taken of what lines lead through, if nothing is in it."""
    device = any(unit in spec.devices for spec in cell.design.lines)
    if not device or cell.y[cell.base("unit", unit) + VOLUME] > 0.0:
        return None
    cleaned = any(spec.tag == unit and spec.kind == "cleaned vessel" for spec in cell.design.units)
    if cleaned and cell.y[cell.image.index[f"{unit}.held volume"]] > 0.0:
        return None  # its rinse is what stands in its bottom
    message = text("{unit} is empty", unit=unit)
    return Problem("empty", message, text("lead something through it first"))
