"""A schedule that is put away and taken up again goes on as if nothing had been."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_rig import DAY, HOUR, LAB, MINUTE, PEOPLE, Recorder, analysis, site

from simulator.language.problem import Refusal
from simulator.plant.design import Design, NeighbourSpec, RoutineSpec, ShiftSpec
from simulator.plant.schedule import Schedule

GRID = 5 * MINUTE
"""Most times are multiples of this, so that many things fall in the same millisecond."""

BUSY = site(
    lab=replace(
        LAB,
        analysts=2,
        transport_ms=GRID,
        draw_ms=GRID,
        panel=(
            analysis("glucose", "glucose concentration", 5.0, "analyser"),
            analysis("cells", "viable density", 10.0, "counter"),
            analysis("pH", "pH", 0.0, "analyser"),
            analysis("titre", "titre", 5.0, "counter"),
        ),
    ),
    people=replace(
        PEOPLE,
        shifts=(
            ShiftSpec("early", 6 * HOUR, 3),
            ShiftSpec("late", 9 * HOUR, 1),
            ShiftSpec("night", 12 * HOUR, 0),
        ),
        technician_arrives_ms=GRID,
        bottle_ms=2 * GRID,
        bank_ms=GRID,
        day_starts_ms=8 * HOUR,
    ),
    neighbours=(
        NeighbourSpec("a", 10.0, 0, HOUR, 2 * GRID),
        NeighbourSpec("b", 5.5, GRID, 2 * GRID, GRID),
    ),
    routines=(RoutineSpec("BR-101", 0, 2 * HOUR), RoutineSpec("TK-111", HOUR, HOUR)),
)


def ask(schedule: Schedule, what: int, t: int) -> str:
    """Give one of the orders; return what was refused, if it was."""
    try:
        if what < 3:
            schedule.sample(("BR-101", "TK-111", "BR-101")[what], t)
        elif what < 5:
            schedule.change_bottle(("TK-111", "BR-101")[what - 3], t)
        elif what < 7:
            schedule.switch_bank("O2", what - 4, t)
        else:
            schedule.call_maintenance(("TT-101", "FV-101")[what - 7], t)
    except Refusal as refusal:
        return str(refusal)
    return ""


def seen(schedule: Schedule) -> tuple[object, ...]:
    """Return everything the schedule shows."""
    free, shift = schedule.people_free, schedule.people_on_shift
    return schedule.next_due(), free, shift, schedule.samples(), schedule.jobs()


def put_away(design: Design, schedule: Schedule) -> Schedule:
    """Return the schedule as a checkpoint would bring it back."""
    return Schedule.restored(design, json.loads(json.dumps(schedule.state())))


MOVES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, GRID, GRID, GRID, 2 * GRID, 3 * GRID, 7 * MINUTE, 2 * HOUR]),
        st.lists(st.integers(0, 8), max_size=4),
        st.sampled_from(["", "", "before the run", "after the run"]),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(MOVES)
def test_restored_goes_on_the_same(moves: list[tuple[int, list[int], str]]) -> None:
    """Orders at random, put away at random: the same deeds, in the same order, to the end."""
    whole, parted = Schedule(BUSY), Schedule(BUSY)
    hands, others = Recorder(noise=0.3), Recorder(noise=0.3)
    t = 0
    for wait, orders, moment in moves:
        for what in orders:
            assert ask(whole, what, t) == ask(parted, what, t)
        if moment == "before the run":
            parted = put_away(BUSY, parted)
            assert seen(parted) == seen(whole)
        t += wait
        whole.run_to(t, hands)
        parted.run_to(t, others)
        if moment == "after the run":
            parted = put_away(BUSY, parted)
        assert seen(parted) == seen(whole)
        assert parted.state() == whole.state()
        assert others.did == hands.did
    whole.run_to(t + 2 * DAY, hands)
    put_away(BUSY, parted).run_to(t + 2 * DAY, others)
    assert others.did == hands.did


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_nothing_is_lost(moves: list[tuple[int, list[int], str]]) -> None:
    """Every order is open or done, once; and never are more at work than there are people."""
    schedule, hands = Schedule(BUSY), Recorder()
    t = asked = 0
    for wait, orders, _ in moves:
        asked += sum(ask(schedule, what, t) == "" for what in orders)
        t += wait
        schedule.run_to(t, hands)
        names = [type(event).__name__ for event in hands.events]
        done = names.count("LabReported") + names.count("WorkDone")
        routine = (t // (2 * HOUR) + 1) + t // HOUR
        assert done + len(schedule.jobs()) == asked + routine
        at_work = [job for job in schedule.jobs() if job.stage == "working"]
        assert len([job for job in at_work if job.kind != "maintenance"]) <= 3
        assert len([job for job in at_work if job.kind == "maintenance"]) <= 1
        blocks = [deed[2] for deed in hands.did if deed[0] == "block"]
        changing = [job for job in at_work if job.kind == "bottle change"]
        assert blocks.count(True) - blocks.count(False) == len(changing)


@settings(max_examples=60, deadline=None)
@given(MOVES, st.randoms(use_true_random=False))
def test_the_order_of_the_records_decides_nothing(
    moves: list[tuple[int, list[int], str]], chance: Random
) -> None:
    """Jobs of a checkpoint in any order: people, laboratory and deliveries do the same deeds."""
    whole, parted = Schedule(BUSY), Schedule(BUSY)
    hands, others = Recorder(noise=0.3), Recorder(noise=0.3)
    t = 0
    for wait, orders, _ in moves:
        for what in orders:
            assert ask(whole, what, t) == ask(parted, what, t)
        state = parted.state()
        chance.shuffle(state["jobs"])
        parted = Schedule.restored(BUSY, state)
        t += wait
        whole.run_to(t, hands)
        parted.run_to(t, others)
        assert others.did == hands.did
    whole.run_to(t + DAY, hands)
    parted.run_to(t + DAY, others)
    assert others.did == hands.did


def test_running_in_one_go_or_in_steps_is_the_same() -> None:
    """How often the plant looks at the schedule changes nothing."""
    once, often = Schedule(BUSY), Schedule(BUSY)
    hands, others = Recorder(noise=0.3), Recorder(noise=0.3)
    for what in range(9):
        assert ask(once, what, 0) == ask(often, what, 0)
    once.run_to(DAY, hands)
    for t in range(0, DAY + 1, 4 * MINUTE):
        often.run_to(t, others)
    assert others.did == hands.did
    assert len(hands.did) > 100


def test_numpy_values_give_the_same_plain_results() -> None:
    """Truth from compiled arrays and from lists gives the same plain floats, rounded alike."""
    ends = []
    for kind in (float, np.float64):
        schedule = Schedule(site())
        # NumPy rounds 1.115 to 1.12 in two decimals; Python, which looks at all digits, to 1.11
        truth = {"glucose concentration": kind(1.115), "viable density": kind(2.675)}
        schedule.sample("BR-101", 0)
        schedule.run_to(6 * MINUTE, Recorder(truth))
        schedule.run_to(HOUR, Recorder(truth))
        ends.append(repr(schedule.state()))
    assert ends[0] == ends[1]


def spoilt(**changes: Any) -> dict[str, Any]:
    """Return a good state with a change in its first job, or, for ``now``, in the whole."""
    schedule = Schedule(BUSY)
    schedule.sample("BR-101", 0)
    schedule.run_to(GRID // 2, Recorder())
    state = schedule.state()
    now = changes.pop("now", state["now"])
    first = {**state["jobs"][-1], **changes}
    return {**state, "now": now, "jobs": [*state["jobs"][:-1], first]}


@pytest.mark.parametrize(
    "state",
    [
        {},
        spoilt(now=-1),
        spoilt(now=True),
        spoilt(now="0"),
        spoilt(stage="asleep"),
        spoilt(due=None, queue="pilots"),
        spoilt(due=-5),
        spoilt(due=1.5),
        spoilt(holds=["pilots"]),
        spoilt(holds=7),
        spoilt(number=0),
        spoilt(values=[1]),
        spoilt(results=[["a", "b", "c"]]),
        spoilt(colour="red"),
        {**spoilt(), "jobs": None},
        {**spoilt(), "jobs": [7]},
        {**spoilt(), "reported": [{}]},
    ],
)
def test_a_spoilt_checkpoint_is_refused(state: dict[str, Any]) -> None:
    """What is not the state of a schedule of this plant gives a Refusal, and no traceback."""
    with pytest.raises(Refusal, match="cannot be used"):
        Schedule.restored(BUSY, state)
