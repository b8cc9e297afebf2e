"""Numbers with a unit of measure, as people write them: ``37.0 degC``, ``12.5e6 cells/mL``.

A number is read as an exact fraction, converted exactly and rounded once. Only the digits 0 to 9,
one decimal point and a power of ten are read: no comma, no nan, no infinity, no hexadecimal.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from simulator.language.measure import (
    LONGEST_UNIT,
    conversion,
    dimension_name,
    fitting_units,
    known_units,
    same_dimension,
    same_scale,
    unit_of_measure,
)
from simulator.language.problem import Place, Problem, Refusal
from simulator.language.tag import quoted
from simulator.language.text import text as told

__all__ = [
    "Quantity",
    "convert",
    "exact_quantity",
    "fit",
    "known_units",
    "parse_quantity",
    "read_quantity",
    "same_dimension",
    "show_quantity",
    "to_float",
    "write_quantity",
]

NUMBER_PATTERN = r"[0-9]{1,24}(?:\.[0-9]{1,24})?(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?"
"""Pattern of a number without a sign."""

_SIGNED = re.compile(rf"([+-]?{NUMBER_PATTERN}) *")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_BARE_POINT = re.compile(r"[+-]?(?:\.[0-9]|[0-9]+\.(?![0-9]))")
_SIZE = re.compile(r"1e([0-9]{1,2}) (.*)")
_TEXT = 96
_HINT = "write a number and its unit of measure, such as 37.0 degC"
_MANY_DIGITS = 1e15


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit of measure; "" if it has none."""

    value: float
    unit: str

    def __str__(self) -> str:
        return write_quantity(self.value, self.unit)

    def to(self, unit: str) -> float:
        """Return the number in another unit of measure; raise Refusal if that cannot be."""
        return convert(self.value, self.unit, unit)


def exact_quantity(text: str) -> tuple[Fraction, str]:
    """Return the exact number and the unit of measure of a text; raise Refusal if it has none."""
    if len(text) > _TEXT:
        raise Refusal(
            Problem("bad-quantity", told("the number is longer than {text} characters", text=_TEXT))
        )
    trimmed = text.strip(" ")
    number = _SIGNED.match(trimmed)
    unit = trimmed[number.end() :] if number else ""
    if number is None or unit[:1] in ("_", ".", ","):
        raise Refusal(
            Problem(
                "bad-quantity", told("{word} is not a number", word=quoted(text)), _advice(trimmed)
            )
        )
    unit_of_measure(unit)
    return Fraction(number[1]), unit


def _advice(text: str) -> str:
    """Return what to try instead of a text that is no number."""
    if _COMMA.match(text):
        return f"use a point as decimal sign: {text[:LONGEST_UNIT].replace(',', '.', 1)}"
    if _BARE_POINT.match(text):
        return "write digits before and after the point, such as 0.5"
    return _HINT


def read_quantity(text: str, place: Place | None = None) -> Quantity:
    """Return the number and unit of measure of a text, unconverted.

    Raises:
        Refusal: if the text is no quantity, or its number is out of range.
    """
    try:
        value, unit = exact_quantity(text)
        return Quantity(to_float(value, text), unit)
    except Refusal as refusal:
        raise _placed(refusal, place) from None


def parse_quantity(text: str, unit: str, place: Place | None = None) -> float:
    """Return the number in a text, converted to the unit of measure ``unit``.

    A text without a unit of measure fits only "" and pH. A fraction may be written in percent.

    Raises:
        Refusal: if the text is no quantity, is out of range, or has another dimension.

    >>> parse_quantity("2.5 L/h", "mL/min")
    41.666666666666664
    """
    try:
        value, written = exact_quantity(text)
        return to_float(fit(value, written, unit), text)
    except Refusal as refusal:
        raise _placed(refusal, place) from None


def fit(value: Fraction, written: str, unit: str) -> Fraction:
    """Return an exact number in ``written``, converted to ``unit``; raise Refusal if unfit."""
    if not same_dimension(written, unit) or (not written and not same_scale(written, unit)):
        number = _shown(value)
        fitting = ", ".join(fitting_units(unit))
        if not written:
            message = told("{number} has no unit of measure", number=number)
            hint = told(
                "write for example {number} {unit}; units that fit: {fitting}",
                number=number,
                unit=unit,
                fitting=fitting,
            )
        else:
            what = (dimension_name(unit) or f"number in {unit}") if unit else "plain number"
            message = told(
                "{number} {written} is no {what}", number=number, written=written, what=what
            )
            hint = (
                told("units that fit: {fitting}", fitting=fitting)
                if unit
                else told("write the number alone, or in %")
            )
        raise Refusal(Problem("unit-mismatch", message, hint))
    return value * conversion(written, unit)


def convert(value: float, source: str, target: str) -> float:
    """Return a finite number in another unit of measure, rounded once; Refusal if that cannot be.

    >>> convert(1.0, "bar", "mbar")
    1000.0
    """
    return to_float(fit(Fraction(value), source, target), repr(value))


def show_quantity(value: float, unit: str, decimals: int) -> str:
    """Return a number for a screen, with a fixed number of decimals and its unit of measure.

    Densities are written the way the bench does: ``12.50e6 cells/mL``. What is not a number
    shows as ``---``. Except for that, parse_quantity reads it back (rounded).

    >>> show_quantity(36.98, "degC", 1)
    '37.0 degC'
    """
    if not math.isfinite(value):
        number = "---"
    elif abs(value) >= _MANY_DIGITS:
        number = repr(value)
    else:
        number = f"{value:.{decimals}f}"
        if number.startswith("-") and not number.strip("-0."):
            number = number[1:]
    size = _SIZE.fullmatch(unit)
    if size and "e" not in number and "---" not in number:
        return f"{number}e{size[1]} {size[2]}"
    return f"{number} {unit}" if unit else number


def write_quantity(value: float, unit: str) -> str:
    """Return a finite number and its unit of measure so that parse_quantity gives the same bits.

    >>> write_quantity(40.0, "%")
    '40 %'
    """
    number = repr(value).removesuffix(".0")
    return f"{number} {unit}" if unit else number


def _shown(value: Fraction) -> str:
    """Return a number for a message."""
    try:
        return write_quantity(float(value), "")
    except OverflowError:
        return "the number"


def to_float(value: Fraction, text: str) -> float:
    """Return the nearest float; raise Refusal if there is none near."""
    try:
        number = float(value)
    except OverflowError:
        raise Refusal(
            Problem("bad-quantity", told("{word} is too large", word=quoted(text)))
        ) from None
    if number == 0.0 and value != 0:
        raise Refusal(
            Problem("bad-quantity", told("{word} is too small; write 0", word=quoted(text)))
        )
    return number


def _placed(refusal: Refusal, place: Place | None) -> Refusal:
    """Return the refusal with its problems placed."""
    if place is None:
        return refusal
    return Refusal(problem.at(place) for problem in refusal.problems)
