"""The evaluator of conditions."""

from __future__ import annotations

import math

import pytest
from control_bench import Bench
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import watch
from simulator.language.condition import (
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
    SUB,
    VALUE,
    Condition,
    Instruction,
)
from simulator.language.problem import Refusal

NAMES = ("A", "B", "C")


class Watched:
    """One watch over the names A, B and C."""

    def __init__(self, *code: Instruction, enabled: float = 1.0) -> None:
        self.bench = Bench()
        self.index = {name: self.bench.slot() for name in NAMES}
        used = tuple(name for name in NAMES if any(operand == name for _, operand in code))
        words = watch.link(
            Condition("test", code, used), self.index, self.bench.constant, self.bench.slot
        )
        self.row, self.yb = self.bench.watch(words, enabled=enabled)

    def look(self, dt_ms: float = 1000.0, **values: float) -> float:
        """Evaluate once at these values; return the result."""
        for name, value in values.items():
            self.bench.y[self.index[name]] = value
        watch.evaluate(self.bench.y, self.bench.p, self.bench.k, self.row, 0, dt_ms)
        return self.bench.y[self.yb + watch.RESULT]

    @property
    def changed(self) -> float:
        """Return whether the result changed in the last look."""
        return self.bench.y[self.yb + watch.CHANGED]


COMPARISONS = {
    LT: lambda a, b: a < b,
    LE: lambda a, b: a <= b,
    GT: lambda a, b: a > b,
    GE: lambda a, b: a >= b,
    EQ: lambda a, b: a == b,
    NE: lambda a, b: a != b,
}


@pytest.mark.parametrize("opcode", COMPARISONS)
@given(a=st.sampled_from([-1.0, 0.0, 0.5, 38.0]), b=st.sampled_from([-1.0, 0.0, 0.5, 38.0]))
def test_comparisons_compare(opcode: int, a: float, b: float) -> None:
    """Each comparison gives what it says, for less, equal and more."""
    one = Watched((VALUE, "A"), (VALUE, "B"), (opcode, None))
    assert one.look(A=a, B=b) == float(COMPARISONS[opcode](a, b))


@pytest.mark.parametrize("opcode", COMPARISONS)
def test_nothing_compares_with_what_is_not_a_number(opcode: int) -> None:
    """Every comparison with NaN is false, also 'not equal'."""
    one = Watched((VALUE, "A"), (NUMBER, 1.0), (opcode, None))
    assert one.look(A=math.nan) == 0.0


def test_arithmetic_on_the_stack() -> None:
    """abs(A - B) + -C < 2 is evaluated in its order."""
    one = Watched(
        (VALUE, "A"),
        (VALUE, "B"),
        (SUB, None),
        (MAGNITUDE, None),
        (VALUE, "C"),
        (NEGATE, None),
        (ADD, None),
        (NUMBER, 2.0),
        (LT, None),
    )
    assert one.look(A=1.0, B=5.0, C=3.0) == 1.0
    assert one.look(A=1.0, B=5.0, C=2.0) == 0.0


@pytest.mark.parametrize("a", [0.0, 1.0])
@pytest.mark.parametrize("b", [0.0, 1.0])
def test_truth_tables(a: float, b: float) -> None:
    """And, or and not follow their truth tables."""
    left = [(VALUE, "A"), (NUMBER, 0.5), (GT, None)]
    right = [(VALUE, "B"), (NUMBER, 0.5), (GT, None)]
    assert Watched(*left, *right, (AND, None)).look(A=a, B=b) == float(a == 1.0 and b == 1.0)
    assert Watched(*left, *right, (OR, None)).look(A=a, B=b) == float(a == 1.0 or b == 1.0)
    assert Watched(*left, (NOT, None)).look(A=a) == 1.0 - a


HOT = ((VALUE, "A"), (NUMBER, 38.0), (GT, None))


@pytest.mark.parametrize("dt_ms", [100.0, 1000.0, 2000.0])
def test_for_five_minutes_means_from_the_moment_it_began(dt_ms: float) -> None:
    """Verification: true in the scan that is 300 s after the first in which it held, not before."""
    one = Watched(*HOT, (HELD, 300_000))
    assert one.look(dt_ms, A=37.0) == 0.0
    elapsed = 0.0
    while elapsed < 299_999.0:
        assert one.look(dt_ms, A=39.0) == 0.0
        elapsed += dt_ms
    assert one.look(dt_ms, A=39.0) == 1.0


def test_an_interruption_begins_the_wait_anew() -> None:
    """One scan without the condition takes the result away and the waited time with it."""
    one = Watched(*HOT, (HELD, 3_000))
    for _ in range(3):
        assert one.look(A=39.0) == 0.0
    assert one.look(A=38.0) == 0.0
    for _ in range(3):
        assert one.look(A=39.0) == 0.0
    assert one.look(A=39.0) == 1.0
    assert one.look(A=37.0) == 0.0


def test_for_no_time_is_at_once() -> None:
    """A wait of 0 ms is no wait."""
    assert Watched(*HOT, (HELD, 0)).look(A=39.0) == 1.0


def test_every_wait_runs_whatever_the_rest_says() -> None:
    """In 'x or (y for 2 s)' the timer runs while x holds: nothing is skipped."""
    one = Watched(*HOT, (VALUE, "B"), (NUMBER, 0.5), (GT, None), (HELD, 2_000), (OR, None))
    for _ in range(3):
        one.look(A=39.0, B=1.0)
    assert one.look(A=37.0, B=1.0) == 1.0


def test_two_waits_in_one_condition_have_a_timer_each() -> None:
    """Timers are not shared between the parts of a condition."""
    cold = ((VALUE, "B"), (NUMBER, 5.0), (LT, None))
    one = Watched(*HOT, (HELD, 1_000), *cold, (HELD, 3_000), (AND, None))
    results = [one.look(A=39.0, B=1.0) for _ in range(5)]
    assert results == [0.0, 0.0, 0.0, 1.0, 1.0]


def test_changed_marks_the_scan_of_the_change_only() -> None:
    """CHANGED is set when the result comes and when it goes, and not while it stays."""
    one = Watched(*HOT)
    marks = []
    for value in (37.0, 39.0, 39.0, 37.0, 37.0):
        one.look(A=value)
        marks.append(one.changed)
    assert marks == [0.0, 1.0, 0.0, 1.0, 0.0]


def test_a_watch_that_is_not_enabled_forgets() -> None:
    """Disabling takes result and timers away without a change; enabling begins anew."""
    one = Watched(*HOT, (HELD, 2_000))
    for _ in range(3):
        one.look(A=39.0)
    assert one.bench.y[one.yb + watch.RESULT] == 1.0
    one.bench.y[one.yb + watch.ENABLED] = 0.0
    assert one.look(A=39.0) == 0.0
    assert one.changed == 0.0
    one.bench.y[one.yb + watch.ENABLED] = 1.0
    assert [one.look(A=39.0) for _ in range(3)] == [0.0, 0.0, 1.0]


def test_a_deep_condition_uses_the_stack_it_was_given_and_no_more() -> None:
    """Thirty-two values on the stack are added up within the scratch area."""
    code: list[Instruction] = [(VALUE, "A")] * 32 + [(ADD, None)] * 31
    one = Watched(*code, (NUMBER, 32.0), (EQ, None))
    outside = list(one.bench.y[32:])
    assert one.look(A=1.0) == 1.0
    moved = [slot for slot, value in enumerate(outside) if one.bench.y[32 + slot] != value]
    assert len(moved) == 4  # A itself, RESULT, CHANGED and ARMED


def test_linking_an_unknown_name_is_refused() -> None:
    """A name without a value is a problem, not a crash."""
    condition = Condition("D > 1", ((VALUE, "D"), (NUMBER, 1.0), (GT, None)), ("D",))
    with pytest.raises(Refusal) as caught:
        watch.link(condition, {}, lambda value: 0, lambda: 0)
    assert caught.value.problems[0].code == "unknown-name"
    assert "D > 1" in caught.value.problems[0].message


@pytest.mark.parametrize("operand", [None, "A"])
def test_linking_a_number_that_is_none_is_refused(operand: str | None) -> None:
    """A condition that was not made by the compiler does not get through."""
    condition = Condition("?", ((NUMBER, operand),), ())
    with pytest.raises(Refusal):
        watch.link(condition, {}, lambda value: 0, lambda: 0)
