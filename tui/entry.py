"""Numbers as an operator types them at a faceplate: ``36,5``, ``36.5 degC``, ``36.5 °C``."""

from __future__ import annotations

import re

from simulator.language.problem import Problem, Refusal
from simulator.language.quantity import exact_quantity, parse_quantity, to_float
from simulator.language.tag import quoted
from simulator.language.text import text as told
from tui.draw import unit_of

_COMMA = re.compile(r"([0-9]),([0-9])")
_THOUSAND = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])")


def read_number(typed: str, unit: str) -> float:
    """Return a typed number in a unit of measure; one without a unit is in that unit.

    >>> read_number("36,5", "degC"), read_number("2 L/h", "mL/min")
    (36.5, 33.333333333333336)

    Raises:
        Refusal: it is no number, of another dimension, or a comma could stand between thousands.
    """
    text = typed.strip()
    if _THOUSAND.match(text):
        message = told("{word} could mean one or one thousand", word=quoted(text))
        raise Refusal(Problem("bad-quantity", message, told("write 1000 or 1.0")))
    text = _COMMA.sub(r"\1.\2", text)
    shown = unit_of(unit)
    for ending in (unit, shown):
        if ending and text.endswith(ending) and text != ending:
            text = text[: -len(ending)].rstrip()
            break
    if not text:
        raise Refusal(Problem("bad-quantity", told("write a number, such as 36.5")))
    number, written = exact_quantity(text)
    return parse_quantity(text, unit) if written else to_float(number, text)
