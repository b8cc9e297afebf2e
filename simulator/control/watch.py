"""The evaluator of compiled conditions: what interlocks, phases, alarms and faults wait for.

A condition is a short program for a stack machine (see :mod:`simulator.language.condition`). It
has no jumps: every part is evaluated in every scan, so that ``for 5 min`` timers never miss one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.language.condition import (
    ADD,
    AND,
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
    SUB,
    VALUE,
    Condition,
)
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import magnitude
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
FIRST = 1
"""k: row of the first instruction."""
COUNT = 2
"""k: number of instructions."""
ROW = 3

OPCODE = 0
OPERAND = 1
TIMER = 2
INSTRUCTION = 3
"""Words per instruction."""
CONSTANT = TIMER
"""k: of an instruction AGAINST, the slot of p; it needs no timer."""
AGAINST = 32
"""Added to the opcode of a comparison: it compares the value of a name with a constant."""

ENABLED = 0
RESULT = 1
CHANGED = 2
ARMED = 3

_D = "definition"

STATES: tuple[Field, ...] = (
    Field("enabled", "", 1.0, 0.0, 1.0, _D, "input", meaning="0: not evaluated, timers at zero"),
    Field("result", "", 0.0, 0.0, 1.0, _D, "output", meaning="1 while the condition holds"),
    Field("changed", "", 0.0, 0.0, 1.0, _D, "output", meaning="1 if it changed in this scan"),
    Field("armed", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 if it was evaluated last time"),
)
PARAMETERS: tuple[Field, ...] = ()


@kernel
def truth(holds: bool) -> float:
    """Return 1 for true, 0 for false."""
    if holds:
        return 1.0
    return 0.0


@kernel
def compared(opcode: int, a: float, b: float) -> float:
    """Return 1 if ``a`` stands to ``b`` as the opcode says; false for what is not a number."""
    if opcode == LT:
        return truth(a < b)
    if opcode == LE:
        return truth(a <= b)
    if opcode == GT:
        return truth(a > b)
    if opcode == GE:
        return truth(a >= b)
    if opcode == NE:
        return truth(a < b or a > b)
    return truth(a == b)


@kernel
def combined(opcode: int, a: float, b: float) -> float:
    """Return the result of an opcode with two operands."""
    if opcode == ADD:
        return a + b
    if opcode == SUB:
        return a - b
    if opcode == AND:
        return truth(a != 0.0 and b != 0.0)
    if opcode == OR:
        return truth(a != 0.0 or b != 0.0)
    return compared(opcode, a, b)


@kernel
def held(y: Floats, timer: int, holds: float, needed_ms: float, dt_ms: float) -> float:
    """Return 1 once the condition has held for ``needed_ms`` without a break.

    The timer is 0 while it does not hold, else one more than the ms since it began to.
    """
    if holds == 0.0:
        y[timer] = 0.0
        return 0.0
    if y[timer] == 0.0:
        y[timer] = 1.0
    elif y[timer] - 1.0 < needed_ms:
        y[timer] += dt_ms
    return truth(y[timer] - 1.0 >= needed_ms)


@kernel
def run(y: Floats, p: Floats, k: Ints, at: int, count: int, stack: int, dt_ms: float) -> float:
    """Run ``count`` instructions from ``k[at]`` on, with ``y[stack:]`` as the stack."""
    top = stack - 1
    for _ in range(count):
        opcode = k[at + OPCODE]
        if opcode > AGAINST:
            top += 1
            y[top + 1] = p[k[at + CONSTANT]]
            y[top] = compared(opcode - AGAINST, y[k[at + OPERAND]], y[top + 1])
        elif opcode == VALUE:
            top += 1
            y[top] = y[k[at + OPERAND]]
        elif opcode == NUMBER:
            top += 1
            y[top] = p[k[at + OPERAND]]
        elif opcode == NEGATE:
            y[top] = -y[top]
        elif opcode == MAGNITUDE:
            y[top] = magnitude(y[top])
        elif opcode == NOT:
            y[top] = truth(y[top] == 0.0)
        elif opcode == HELD:
            y[top] = held(y, k[at + TIMER], y[top], float(k[at + OPERAND]), dt_ms)
        else:
            top -= 1
            y[top] = combined(opcode, y[top], y[top + 1])
        at += INSTRUCTION
    return y[top]


@kernel
def forget(y: Floats, k: Ints, at: int, count: int) -> None:
    """Put the timers of ``count`` instructions back to zero."""
    for _ in range(count):
        if k[at + OPCODE] == HELD:
            y[k[at + TIMER]] = 0.0
        at += INSTRUCTION


@kernel
def evaluate(y: Floats, p: Floats, k: Ints, row: int, stack: int, dt_ms: float) -> float:
    """Evaluate the condition of a row; CHANGED, also returned, says whether RESULT changed.

    A watch that is not enabled forgets: its timers and its result go to zero, which is no change.
    """
    yb = k[row + YB]
    y[yb + CHANGED] = 0.0
    if y[yb + ENABLED] == 0.0:
        if y[yb + ARMED] != 0.0:
            forget(y, k, k[row + FIRST], k[row + COUNT])
            y[yb + RESULT] = 0.0
            y[yb + ARMED] = 0.0
        return 0.0
    y[yb + ARMED] = 1.0
    result = run(y, p, k, k[row + FIRST], k[row + COUNT], stack, dt_ms)
    if result != y[yb + RESULT]:
        y[yb + RESULT] = result
        y[yb + CHANGED] = 1.0
        return 1.0
    return 0.0


def link(
    condition: Condition,
    index_of: Mapping[str, int],
    constant: Callable[[float], int],
    timer: Callable[[], int],
) -> list[int]:
    """Return the instruction words of a condition, three per instruction.

    Most conditions compare a value with a constant; those three instructions become one.

    Args:
        condition: as compiled from its text.
        index_of: the slot of ``y`` of every name it may use.
        constant: allots a slot of ``p`` that holds a number.
        timer: allots a slot of ``y``, initially 0, for one ``for ...`` of this condition.

    Raises:
        Refusal: if the condition uses a name that has no slot.
    """
    missing = sorted(name for name in condition.names if name not in index_of)
    if missing:
        raise Refusal(
            Problem("unknown-name", f"{name} has no value here, in: {condition.text}")
            for name in missing
        )
    words: list[int] = []
    for opcode, operand in condition.code:
        if opcode == VALUE:
            words += (opcode, index_of[str(operand)], 0)
        elif opcode == NUMBER:
            words += (opcode, constant(_number(operand)), 0)
        elif opcode == HELD:
            words += (opcode, int(_number(operand)), timer())
        elif LT <= opcode <= NE and words[-INSTRUCTION::-INSTRUCTION][:2] == [NUMBER, VALUE]:
            slot, number = words[OPERAND - 2 * INSTRUCTION], words[OPERAND - INSTRUCTION]
            words[-2 * INSTRUCTION :] = (opcode + AGAINST, slot, number)
        else:
            words += (opcode, 0, 0)
    return words


def _number(operand: str | float | int | None) -> float:
    if operand is None or isinstance(operand, str):
        raise Refusal(Problem("bad-condition", f"{operand!r} stands where a number belongs"))
    return operand
