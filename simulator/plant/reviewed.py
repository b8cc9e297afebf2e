"""What the plant says of a command before it is given."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.language.problem import Problem
from simulator.language.tag import did_you_mean
from simulator.language.text import text


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
