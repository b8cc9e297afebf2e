"""A condition run apart from the plant gives what a watch gives in it."""

from __future__ import annotations

import math

import pytest

from simulator.control.program import Program
from simulator.language.condition import compile_condition
from simulator.language.field import Field

NAMES = {"T.PV": Field("T.PV", "degC", 0.0, low=0.0, high=100.0, source="definition")}


def held(*looks: tuple[float, float]) -> list[bool]:
    """Return at each look, of a value and the ms since the one before, whether it was too hot."""
    program = Program(compile_condition("T.PV > 38 degC for 1 min", NAMES))
    return [program.run({"T.PV": value}.__getitem__, passed) != 0.0 for value, passed in looks]


def test_a_time_runs_from_look_to_look_and_begins_anew() -> None:
    """A condition for a minute holds after a minute without a break, of each program by itself."""
    hot, cold = (39.0, 30_000.0), (37.0, 30_000.0)
    assert held(hot, hot, hot) == [False, False, True]
    assert held(hot, hot, cold, hot, hot, hot) == [False, False, False, False, False, True]


@pytest.mark.parametrize("value", [math.nan, 38.0])
def test_what_has_no_value_is_not_too_hot(value: float) -> None:
    """NaN makes a comparison false; the limit itself is not beyond it."""
    assert held(*[(value, 60_000.0)] * 3) == [False] * 3
