"""The description of one number: its name, unit of measure, bounds and source.

Every state, input, output and parameter of a unit or control module is described by a Field, so
that scenario files, documentation, digests and the conformance suite all read the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["state", "input", "output", "parameter", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """One number of a component.

    Attributes:
        name: lower-case words, as a scenario writes it: ``glucose feed``.
        unit: unit of measure, as :mod:`simulator.language.quantity` spells it; "" for none.
        default: the value when nothing else is said.
        low: smallest admissible value.
        high: largest admissible value.
        source: the publication, or "engineering fit", or "definition".
        role: state, input (written by actuators and lines), output (computed), parameter, or
            choice (a parameter that takes one of ``choices``, stored as its position).
        choices: the words of a choice.
        meaning: one line for people.
    """

    name: str
    unit: str
    default: float
    low: float
    high: float
    source: str
    role: Role = "parameter"
    choices: tuple[str, ...] = ()
    meaning: str = ""
