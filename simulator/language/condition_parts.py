"""What the parts of a condition are while it is read: truths, numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulator.language.opcodes import Instruction


@dataclass(frozen=True, slots=True)
class Truth:
    """A compiled part that is true or false."""

    code: list[Instruction]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A compiled part that is a number; a constant has no code until its unit is known."""

    code: list[Instruction]
    start: int
    end: int
    unit: str
    constant: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that takes words."""

    name: str
    start: int
    end: int
    choices: tuple[str, ...]


Part = Truth | Number | Choice
"""A part of a condition; ``start`` and ``end`` are its offsets in the text."""
