"""The instructions of a compiled condition: what each does to a stack of numbers.

Truth is 1.0 or 0.0. An instruction is an opcode and its operand; most have no operand.
"""

from __future__ import annotations

VALUE = 1
"""Push the value of a name; the operand is the name (text)."""
NUMBER = 2
"""Push a constant; the operand is a float in the unit of measure of what it is compared with."""
ADD = 3
"""Replace the two topmost numbers a, b by a + b."""
SUB = 4
"""Replace the two topmost numbers a, b by a - b."""
NEGATE = 5
"""Replace the topmost number a by -a."""
MAGNITUDE = 6
"""Replace the topmost number by its magnitude."""
LT = 7
"""Replace the two topmost numbers a, b by a < b."""
LE = 8
"""Replace the two topmost numbers a, b by a <= b."""
GT = 9
"""Replace the two topmost numbers a, b by a > b."""
GE = 10
"""Replace the two topmost numbers a, b by a >= b."""
EQ = 11
"""Replace the two topmost numbers a, b by a == b."""
NE = 12
"""Replace the two topmost numbers a, b by a != b."""
AND = 13
"""Replace the two topmost truths a, b by a and b."""
OR = 14
"""Replace the two topmost truths a, b by a or b."""
NOT = 15
"""Replace the topmost truth by its opposite."""
HELD = 16
"""Replace the topmost truth by whether it has held without a break; the operand is int ms."""

STACK_LIMIT = 32
"""A compiled condition never needs more than this many places on the stack."""

Instruction = tuple[int, str | float | int | None]
"""Opcode and operand: a name for VALUE, a float for NUMBER, milliseconds for HELD, else None."""
