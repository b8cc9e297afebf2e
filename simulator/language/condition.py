"""Conditions such as ``TIC-101.PV > 38 degC for 5 min``, compiled to instructions for a stack.

One evaluator runs them: the kernel in :mod:`simulator.control.watch`. The instructions are those
of :mod:`simulator.language.opcodes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.language.condition_reader import read_condition, read_value
from simulator.language.field import Field
from simulator.language.opcodes import (
    ADD,
    AND,
    EQ,
    GE,
    GT,
    HELD,
    LE,
    LT,
    MAGNITUDE,
    NE,
    NEGATE,
    NOT,
    NUMBER,
    OR,
    STACK_LIMIT,
    SUB,
    VALUE,
    Instruction,
)
from simulator.language.problem import Place

__all__ = [
    "ADD",
    "AND",
    "EQ",
    "GE",
    "GT",
    "HELD",
    "LE",
    "LT",
    "MAGNITUDE",
    "NE",
    "NEGATE",
    "NOT",
    "NUMBER",
    "OR",
    "STACK_LIMIT",
    "SUB",
    "VALUE",
    "Condition",
    "Instruction",
    "compile_condition",
    "compile_value",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition.

    Attributes:
        text: as it was written.
        code: instructions (opcode, operand), to be run in order on a stack; VALUE carries a name,
            NUMBER a float, HELD whole milliseconds, the others None. One truth remains.
        names: the names it reads, each once, in order of first use.
    """

    text: str
    code: tuple[Instruction, ...]
    names: tuple[str, ...]


def compile_condition(
    text: str, names: Mapping[str, Field], place: Place | None = None
) -> Condition:
    """Compile a condition against the names it may use.

    The grammar, loosest first; blanks stand round a minus, since names hold hyphens::

        condition  = conjunction { "or" conjunction }
        conjunction = denial { "and" denial }
        denial     = { "not" } held
        held       = comparison { "for" duration }
        comparison = sum ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum
                   | sum "within" sum ".." sum
                   | name "is" [ "not" ] word
                   | "(" condition ")"
        sum        = term { ( "+" | "-" ) term }
        term       = number [unit of measure] | name | "-" term | "abs" "(" sum ")" | "(" sum ")"

    A number is converted to the unit of measure of what it is compared with, so the code holds
    plain numbers. A temperature less a temperature is in K.

    Args:
        text: at most 512 characters, 128 tokens and 16 levels deep.
        names: what may be read, with the unit of measure or choices of each.
        place: where the text begins; problems are placed from there.

    Raises:
        Refusal: with one problem, placed at the column where it was found.
    """
    start = place or Place("condition", 1, 1)
    line = text.replace("\n", " ")
    code, used = read_condition(line, names, start)
    return Condition(line.strip(" "), code, used)


def compile_value(
    text: str, names: Mapping[str, Field], unit: str, place: Place | None = None
) -> Condition:
    """Compile a sum such as ``FIC-111.SP - 0.2 L/h``, as in a condition, to one number.

    Args:
        text: with the limits of a condition.
        names: what may be read, with the unit of measure of each.
        unit: what the sum must be in; constants are converted to it.
        place: where the text begins; problems are placed from there.

    Returns:
        What a condition is compiled to, but a number remains on the stack, not a truth.

    Raises:
        Refusal: with one problem, placed at the column where it was found.
    """
    line = text.replace("\n", " ")
    code, used = read_value(line, names, unit, place or Place("value", 1, 1))
    return Condition(line.strip(" "), code, used)
