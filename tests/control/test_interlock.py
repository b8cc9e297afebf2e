"""Interlocks: trips, latches, first out and resets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.control import interlock as il
from simulator.language.problem import Problem

CLEAR = il.Guard()
TRIPPED = il.Guard(True, True, True)


def test_the_first_to_trip_of_a_group_is_the_first_out() -> None:
    """Later trips of the same group are consequences."""
    group = il.on_condition((CLEAR, CLEAR), 1, True, True)
    group = il.on_condition(group, 0, True, True)
    assert group == (il.Guard(True, True, False), il.Guard(True, True, True))


def test_an_unlatched_interlock_releases_with_its_condition() -> None:
    """Without a latch the outputs are free when the cause is gone."""
    group = il.on_condition((CLEAR,), 0, True, False)
    assert il.on_condition(group, 0, False, False) == (CLEAR,)


def test_a_latched_interlock_waits_for_its_reset() -> None:
    """With a latch it stays tripped until someone resets it."""
    group = il.on_condition((TRIPPED,), 0, False, True)
    assert group == (il.Guard(False, True, True),)
    assert il.reset(group, 0) == (CLEAR,)


def test_a_reset_against_the_condition_is_refused() -> None:
    """While the cause is there a reset gives a problem that says so."""
    problem = il.reset((TRIPPED,), 0)
    assert isinstance(problem, Problem)
    assert problem.code == "condition-holds"


def test_a_reset_of_what_is_not_tripped_is_refused() -> None:
    """There is nothing to reset on a clear interlock."""
    problem = il.reset((CLEAR,), 0)
    assert isinstance(problem, Problem)
    assert problem.code == "not-tripped"


def test_the_first_out_mark_stays_until_all_are_clear() -> None:
    """A first cause that has gone by itself is still shown while its consequences stand."""
    group = il.on_condition((CLEAR, CLEAR), 0, True, False)
    group = il.on_condition(group, 1, True, True)
    group = il.on_condition(group, 0, False, False)
    assert group == (il.Guard(False, False, True), il.Guard(True, True, False))
    group = il.on_condition(group, 1, False, True)
    assert il.reset(group, 1) == (CLEAR, CLEAR)


def test_a_trip_that_comes_back_keeps_its_first_out_mark() -> None:
    """A condition that flutters does not lose who was first."""
    group = il.on_condition((CLEAR, CLEAR), 0, True, True)
    group = il.on_condition(group, 1, True, True)
    group = il.on_condition(group, 0, False, True)
    group = il.on_condition(group, 0, True, True)
    assert [guard.first_out for guard in group] == [True, False]


def test_the_earlier_row_of_the_matrix_wins() -> None:
    """Where two tripped interlocks force one actuator differently, the design's order decides."""
    assert il.forces([{"A": 0.0, "B": 50.0}, {"B": 0.0, "C": 100.0}]) == {
        "A": 0.0,
        "B": 50.0,
        "C": 100.0,
    }
    assert il.forces([]) == {}


def test_a_block_keeps_the_standing() -> None:
    """What is stored is loaded again."""
    y = [0.0] * (3 + len(il.STATES))
    for guard in (CLEAR, TRIPPED, il.Guard(False, True, False), il.Guard(False, False, True)):
        il.store(y, 3, guard)
        assert il.load(y, 3) == guard


@given(
    moves=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["on", "off", "reset"]))),
    latched=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_group_always_makes_sense(
    moves: list[tuple[int, str]], latched: tuple[bool, bool, bool]
) -> None:
    """At most one first out; exactly one while any is tripped; a condition always trips."""
    group: il.Group = (CLEAR, CLEAR, CLEAR)
    for member, move in moves:
        if move == "reset":
            answer = il.reset(group, member)
            if isinstance(answer, Problem):
                continue
            group = answer
        else:
            group = il.on_condition(group, member, move == "on", latched[member])
        anyone = any(guard.tripped for guard in group)
        assert sum(guard.first_out for guard in group) == int(anyone)
        assert all(guard.tripped for guard in group if guard.condition)
        for guard, latch in zip(group, latched, strict=True):
            assert latch or guard.tripped == guard.condition
