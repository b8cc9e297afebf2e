"""Interlocks: what trips, what was the first out, and what a reset may release.

An interlock is a row of a cause-and-effect matrix (IEC 62881): while it is tripped, outputs are
forced. Its condition is a watch; what happens then is decided here, for the whole first-out group
at once, because the first-out mark stays until all of the group are clear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.language.field import Field
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.numerics.kernel import Floats

CONDITION = 0
TRIPPED = 1
FIRST_OUT = 2
TRIPPED_AT = 3

_D = "definition"

STATES: tuple[Field, ...] = (
    Field("condition", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 while its condition holds"),
    Field("tripped", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 while it forces its outputs"),
    Field("first out", "", 0.0, 0.0, 1.0, _D, "state", meaning="1: first to trip of its group"),
    Field("tripped at", "ms", 0.0, 0.0, 1e15, _D, "state", meaning="when it last tripped"),
)
PARAMETERS: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """Where one interlock stands: its condition, whether it is tripped, whether it was first."""

    condition: bool = False
    tripped: bool = False
    first_out: bool = False


Group = tuple[Guard, ...]
"""The interlocks of one first-out group, in the order of the design."""


def on_condition(group: Sequence[Guard], member: int, holds: bool, latched: bool) -> Group:
    """Return the group after the condition of one member has begun or ceased to hold.

    Of several that begin in the same scan, the first in the order of the design is the first out.
    """
    guard = group[member]
    if holds:
        first = guard.first_out or not any(other.tripped for other in group)
        guard = replace(guard, condition=True, tripped=True, first_out=first)
    else:
        guard = replace(guard, condition=False, tripped=guard.tripped and latched)
    return _with(group, member, guard)


def reset(group: Sequence[Guard], member: int) -> Group | Problem:
    """Return the group after a reset of one member, or why that is not possible now."""
    guard = group[member]
    if not guard.tripped:
        return Problem(
            "not-tripped", text("the interlock is not tripped"), text("there is nothing to reset")
        )
    if guard.condition:
        return Problem(
            "condition-holds",
            text("the interlock cannot be reset while its condition holds"),
            text("remove the cause first"),
        )
    return _with(group, member, replace(guard, tripped=False))


def _with(group: Sequence[Guard], member: int, guard: Guard) -> Group:
    changed = (*group[:member], guard, *group[member + 1 :])
    if any(other.tripped for other in changed):
        return changed
    return tuple(replace(other, first_out=False) for other in changed)


def forces(tripped: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return what is forced to where (actuator tag to percent) by all tripped interlocks.

    Where two disagree, the one earlier in the design goes first: its author ranks the rows.
    """
    result: dict[str, float] = {}
    for row in tripped:
        for tag, percent in row.items():
            result.setdefault(tag, percent)
    return result


def load(y: Floats, yb: int) -> Guard:
    """Return where the interlock whose block begins at ``yb`` stands."""
    return Guard(y[yb + CONDITION] != 0.0, y[yb + TRIPPED] != 0.0, y[yb + FIRST_OUT] != 0.0)


def store(y: Floats, yb: int, guard: Guard) -> None:
    """Write where the interlock stands into its block."""
    y[yb + CONDITION] = float(guard.condition)
    y[yb + TRIPPED] = float(guard.tripped)
    y[yb + FIRST_OUT] = float(guard.first_out)
