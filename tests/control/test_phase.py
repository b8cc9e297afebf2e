"""Phases: every state and command of ISA-88, and how steps follow each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import phase as ph
from simulator.language.command import PhaseOrder
from simulator.language.problem import Problem

TABLE: dict[str, dict[str, str]] = {
    "Idle": {"START": "Running"},
    "Running": {"PAUSE": "Pausing", "HOLD": "Holding", "STOP": "Stopping", "ABORT": "Aborting"},
    "Complete": {"RESET": "Idle"},
    "Pausing": {"HOLD": "Holding", "STOP": "Stopping", "ABORT": "Aborting"},
    "Paused": {"RESUME": "Running", "HOLD": "Holding", "STOP": "Stopping", "ABORT": "Aborting"},
    "Holding": {"STOP": "Stopping", "ABORT": "Aborting"},
    "Held": {"RESTART": "Restarting", "STOP": "Stopping", "ABORT": "Aborting"},
    "Restarting": {"HOLD": "Holding", "STOP": "Stopping", "ABORT": "Aborting"},
    "Stopping": {"ABORT": "Aborting"},
    "Stopped": {"RESET": "Idle", "ABORT": "Aborting"},
    "Aborting": {},
    "Aborted": {"RESET": "Idle"},
}
"""By state and command: the next state; what is not here is refused."""


@pytest.mark.parametrize("order", ph.ORDERS)
@pytest.mark.parametrize("state", ph.PHASE_STATES)
def test_every_state_answers_every_command_as_the_table_says(
    state: ph.PhaseState, order: PhaseOrder
) -> None:
    """The next state, or a problem that lists the commands that are possible."""
    answer = ph.command(state, order)
    expected = TABLE[state].get(order)
    if expected is None:
        assert isinstance(answer, Problem)
        assert state in answer.message
        for possible in TABLE[state]:
            assert possible in answer.hint
    else:
        assert answer == expected
    assert set(ph.legal_orders(state)) == set(TABLE[state])


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("Running", "Complete"),
        ("Pausing", "Paused"),
        ("Holding", "Held"),
        ("Restarting", "Running"),
        ("Stopping", "Stopped"),
        ("Aborting", "Aborted"),
        ("Idle", "Idle"),
        ("Held", "Held"),
    ],
)
def test_acting_states_end_by_themselves(state: ph.PhaseState, then: ph.PhaseState) -> None:
    """What -ing states do leads to one state; waiting states stay."""
    assert ph.done(state) == then


class Runner:
    """Runs a list of (kind, duration) steps as the plant would, and keeps what was begun."""

    def __init__(self, *steps: tuple[ph.StepKind, int]) -> None:
        self.steps = steps
        self.begun: list[tuple[int, int]] = []
        self.facts: set[int] = set()
        self.progress = ph.Progress()

    def order(self, order: PhaseOrder, now: int) -> None:
        """Give a command; acting states other than Running and Pausing are done at once."""
        state = ph.command(self.progress.state, order)
        assert not isinstance(state, Problem)
        self.progress = ph.moved(self.progress, state, now)
        if state not in ("Running", "Pausing"):
            self.progress = ph.moved(self.progress, ph.done(state), now)

    def go(self, now: int) -> str:
        """Run as far as possible at ``now``; return the state."""
        for _ in range(2 * len(self.steps) + 2):
            step = self.progress.step
            kind, duration = self.steps[step] if step < len(self.steps) else ("do", 0)
            self.progress, action = ph.proceed(
                self.progress, now, len(self.steps), kind, duration, step in self.facts
            )
            if action == "begin":
                self.begun.append((now, step))
            elif action == "finish":
                self.progress = ph.moved(self.progress, ph.done(self.progress.state), now)
            if action in ("wait", "finish"):
                return self.progress.state
        raise AssertionError("a phase that never comes to rest")


def test_steps_follow_each_other() -> None:
    """Commands and messages take no time, waits take theirs, conditions and prompts wait."""
    run = Runner(("do", 0), ("say", 0), ("wait", 5000), ("until", 0), ("prompt", 0), ("do", 0))
    assert run.go(0) == "Idle"
    run.order("START", 1000)
    assert run.go(1000) == "Running"
    assert run.go(5999) == "Running"
    assert run.begun == [(1000, 0), (1000, 1), (1000, 2)]
    assert run.go(6000) == "Running"
    run.facts.add(3)
    assert run.go(7000) == "Running"
    run.facts.add(4)
    assert run.go(8000) == "Complete"
    assert run.begun[3:] == [(6000, 3), (7000, 4), (8000, 5)]
    assert run.progress.since == 8000


def test_a_phase_without_steps_is_complete_at_once() -> None:
    """It runs and is Complete at the same moment."""
    run = Runner()
    run.order("START", 10)
    assert run.go(10) == "Complete"


def test_a_wait_that_is_held_goes_on_with_what_is_left() -> None:
    """Verification: 10 s of which 4 s have passed wait another 6 s after the restart."""
    run = Runner(("wait", 10_000), ("do", 0))
    run.order("START", 0)
    run.go(0)
    run.order("HOLD", 4_000)
    assert run.progress.state == "Held"
    assert run.go(60_000) == "Held"
    run.order("RESTART", 100_000)
    assert run.progress.state == "Running"
    assert run.go(100_000) == "Running"
    assert run.progress.due == 106_000
    assert run.go(105_999) == "Running"
    assert run.go(106_000) == "Complete"


def test_a_wait_may_be_held_more_than_once() -> None:
    """What is left is kept through a second hold before it even goes on."""
    run = Runner(("wait", 10_000))
    run.order("START", 0)
    run.go(0)
    for now in (2_000, 50_000):
        run.order("HOLD", now)
        run.order("RESTART", now + 1_000)
    run.go(60_000)
    assert run.progress.due == 68_000


def test_a_prompt_is_asked_again_after_a_hold() -> None:
    """An interrupted prompt begins anew; finished steps do not."""
    run = Runner(("do", 0), ("prompt", 0))
    run.order("START", 0)
    run.go(0)
    run.order("HOLD", 1)
    run.order("RESTART", 2)
    run.go(2)
    assert run.begun == [(0, 0), (0, 1), (2, 1)]


def test_a_pause_comes_into_effect_between_two_steps() -> None:
    """Pausing goes on with the step, then is Paused; resumed, the next step begins."""
    run = Runner(("wait", 5_000), ("do", 0))
    run.order("START", 0)
    run.go(0)
    run.order("PAUSE", 1_000)
    assert run.go(4_999) == "Pausing"
    assert run.go(5_000) == "Paused"
    assert run.begun == [(0, 0)]
    run.order("RESUME", 9_000)
    assert run.go(9_000) == "Complete"
    assert run.begun == [(0, 0), (9_000, 1)]


def test_a_pause_in_the_last_step_still_pauses() -> None:
    """There is nothing left to do, but Complete waits for the resume."""
    run = Runner(("wait", 5_000))
    run.order("START", 0)
    run.go(0)
    run.order("PAUSE", 1_000)
    assert run.go(5_000) == "Paused"
    run.order("RESUME", 6_000)
    assert run.go(6_000) == "Complete"


def test_a_phase_that_was_reset_begins_at_its_first_step() -> None:
    """Nothing of the first run is left in the second."""
    run = Runner(("wait", 5_000), ("prompt", 0))
    run.order("START", 0)
    run.go(0)
    run.go(5_000)
    run.order("STOP", 6_000)
    assert run.progress.state == "Stopped"
    run.order("RESET", 7_000)
    assert run.progress == ph.Progress("Idle", since=7_000)
    run.order("START", 8_000)
    run.go(8_000)
    assert run.begun[-1] == (8_000, 0)
    assert run.progress.due == 13_000


PROGRESS = st.builds(
    ph.Progress,
    st.sampled_from(ph.PHASE_STATES),
    st.integers(0, 1000),
    st.booleans(),
    st.integers(-1, 10**12),
    st.integers(-1, 10**12),
    st.integers(0, 10**12),
)


@given(progress=PROGRESS)
def test_a_block_keeps_the_progress(progress: ph.Progress) -> None:
    """What is stored is loaded again, whole milliseconds included."""
    y = [0.0] * (1 + len(ph.STATES))
    ph.store(y, 1, progress)
    assert ph.load(y, 1) == progress


@given(
    moves=st.lists(st.tuples(st.sampled_from([*ph.ORDERS, "GO"]), st.integers(0, 4000))),
    answered=st.sets(st.integers(0, 4)),
)
def test_no_history_confuses_a_phase(moves: list[tuple[str, int]], answered: set[int]) -> None:
    """Steps go forward only, waits belong to the step that waits, and every run comes to rest."""
    run = Runner(("do", 0), ("wait", 3000), ("until", 0), ("prompt", 0), ("say", 0))
    run.facts = answered
    now = 0
    furthest = 0
    for move, later in moves:
        now += later
        if move == "GO":
            run.go(now)
        elif move in TABLE[run.progress.state]:
            run.order(move, now)  # type: ignore[arg-type]
        if run.progress.state == "Idle":
            furthest = 0
        assert furthest <= run.progress.step <= len(run.steps)
        furthest = run.progress.step
        waits = run.progress.due != ph.NO_TIME
        assert not waits or (run.progress.entered and run.progress.step == 1)
