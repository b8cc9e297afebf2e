"""The plant as a whole: one fold, whatever way it is asked to go."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language.command import (
    Acknowledge,
    Calibrate,
    CallMaintenance,
    ChangeBottle,
    Command,
    Note,
    PhaseCommand,
    SetMode,
    SetOutput,
    SetSetpoint,
    SetTuning,
    Shelve,
    SwitchBank,
    TakeSample,
)
from simulator.language.event import FaultBegan, PhaseChanged, SampleTaken
from simulator.language.problem import Refusal
from simulator.plant import batchrecord, floor, forms, operations
from simulator.plant.design import Design
from simulator.plant.plant import Plant
from simulator.scenario.library import load

SECOND = 1000
MINUTE = 60 * SECOND

COMMANDS: list[Command] = [
    SetSetpoint("TIC-101", 36.5),
    SetSetpoint("TIC-101", 99.0),
    SetMode("AIC-102", "MAN"),
    SetOutput("AIC-102", 20.0),
    SetMode("FIC-102", "AUTO"),
    SetSetpoint("FIC-102", 12.0),
    SetMode("AIC-102", "AUTO"),
    SetTuning("TIC-101", 5.0, 900.0, 0.0),
    Acknowledge("AIC-102.LO"),
    Shelve("AIC-101.HI", 30 * MINUTE),
    TakeSample("BR-101"),
    Calibrate("AT-101", 7.02),
    ChangeBottle("TK-112"),
    SwitchBank("oxygen", 2),
    CallMaintenance("AT-101"),
    PhaseCommand("growth", "HOLD"),
    Note("looked at the trend"),
]


@pytest.fixture(scope="module")
def design() -> Design:
    """Return the plant with the fault that makes most things happen."""
    return load("oxygen-lost").design


def interpreted(design: Design, seed: int = 3) -> Plant:
    """Return an interpreted plant of a design."""
    return Plant(design, seed, "interpreted")


def test_two_plants_of_one_design_and_seed_are_the_same(design: Design) -> None:
    """The same design, seed and time give the same digests and the same observation."""
    one, other = interpreted(design), interpreted(design)
    assert one.advance(5 * MINUTE) == other.advance(5 * MINUTE)
    assert one.digest() == other.digest()
    assert one.observe().tags == other.observe().tags


def test_the_sign_of_what_is_no_number_is_in_no_digest(design: Design) -> None:
    """Of a NaN, sign and payload tell how it was computed, which differs between copies."""
    one, other = interpreted(design), interpreted(design)
    at = one.engine.arrays[0].index(max(one.engine.arrays[0]))
    one.engine.arrays[0][at] = math.nan
    other.engine.arrays[0][at] = math.copysign(math.nan, -1.0)
    assert one.digest() == other.digest() != interpreted(design).digest()
    assert one.snapshot() == other.snapshot()


def test_another_seed_changes_what_instruments_say(design: Design) -> None:
    """Noise depends on the seed."""
    one, other = interpreted(design), interpreted(design, 4)
    one.advance(MINUTE)
    other.advance(MINUTE)
    assert one.digest()["transmitters"] != other.digest()["transmitters"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.integers(1, 120), min_size=1, max_size=6),
    st.lists(st.sampled_from(COMMANDS), max_size=5),
)
def test_how_far_one_asks_at_once_changes_nothing(
    steps: list[int], commands: list[Command]
) -> None:
    """Going in one piece or in many gives the same events and the same bits."""
    design = load("oxygen-lost").design
    whole, pieces = interpreted(design), interpreted(design)
    for command in commands:
        for plant in (whole, pieces):
            if plant.review(command).problem is None:
                plant.accept(command)
    end = sum(steps) * SECOND
    events = whole.advance(end)
    gathered = []
    for step in steps:
        gathered += pieces.advance(pieces.now + step * SECOND)
    assert list(events) == gathered
    assert whole.digest() == pieces.digest()


@cache
def short_of_oxygen() -> tuple[Design, dict[str, Any]]:
    """Return a design and its plant's state shortly before the oxygen is lost.

    What goes on from there is compared with the plant that came there without a checkpoint.
    """
    design = load("oxygen-lost").design
    plant, other = interpreted(design), interpreted(design)
    plant.advance(18 * MINUTE + 30 * SECOND)
    before = plant.snapshot()
    other.restore(before)
    for command in COMMANDS:
        if plant.review(command).problem is None:
            assert plant.accept(command) == other.accept(command)
    assert other.advance(other.now + 3 * MINUTE) == plant.advance(plant.now + 3 * MINUTE)
    assert other.digest() == plant.digest()
    return design, before


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 400), st.lists(st.sampled_from(COMMANDS), max_size=6))
def test_a_checkpoint_goes_on_as_the_plant_it_was_taken_of(
    seconds: int, commands: list[Command]
) -> None:
    """A plant restored from a snapshot has the same future, to the bit."""
    design, before = short_of_oxygen()
    plant = interpreted(design)
    plant.restore(before)
    for command in commands:
        if plant.review(command).problem is None:
            plant.accept(command)
    plant.advance(plant.now + seconds * SECOND)
    other = interpreted(design)
    other.restore(plant.snapshot())
    assert other.digest() == plant.digest()
    assert other.advance(other.now + MINUTE) == plant.advance(plant.now + MINUTE)
    assert other.digest() == plant.digest()


def test_compiled_and_interpreted_give_the_same_bits(design: Design) -> None:
    """Fifty minutes through the oxygen loss agree in every unit and room."""
    slow, fast = interpreted(design), Plant(design, 3, "compiled")
    assert slow.advance(50 * MINUTE) == fast.advance(50 * MINUTE)
    if not fast.engine.compiled:
        pytest.skip(f"no compiled copy here: {fast.engine.note}")
    assert slow.digest() == fast.digest()


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_review_changes_nothing(design: Design, command: Command) -> None:
    """Asking whether a command may be done leaves every bit as it was."""
    plant = interpreted(design)
    plant.advance(MINUTE)
    before = plant.digest()
    plant.review(command)
    assert plant.digest() == before


def test_every_command_has_a_review_and_a_deed() -> None:
    """The tables of operations cover the closed set of commands."""
    known = {kind.__name__ for kind in Command.__args__}  # type: ignore[attr-defined]
    alarms = {kind.__name__ for kind in operations._ALARM_EVENTS}
    record = {kind.__name__ for kind in (*batchrecord.COMMANDS, *forms.COMMANDS, *floor.COMMANDS)}
    assert {kind.__name__ for kind in operations._REVIEWS} | alarms | record == known
    assert set(operations._REVIEWS) == set(operations._DEEDS)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SetSetpoint("TIC-110", 36.0), "unknown-tag"),
        (SetSetpoint("TIC-101", 99.0), "out-of-bounds"),
        (SetSetpoint("TIC-102", 37.0), "loop-in-cascade"),
        (SetOutput("TIC-101", 20.0), "loop-not-manual"),
        (SetOutput("P-111", 20.0), "moved-by-loop"),
        (SetOutput("P-999", 20.0), "unknown-tag"),
        (SetMode("TIC-101", "CAS"), "no-cascade"),
        (SetTuning("TIC-101", -1.0, 0.0, 0.0), "out-of-bounds"),
        (Acknowledge("TIC-101.HI"), "nothing-to-acknowledge"),
        (Acknowledge("TIC-101.XX"), "unknown-tag"),
        (Calibrate("AT-999", 7.0), "unknown-tag"),
        (Calibrate("AT-101", 99.0), "outside-range"),
        (ChangeBottle("TK-201"), "no-bottle"),
        (SwitchBank("oxygen", 7), "no-such-bank"),
        (CallMaintenance("XX-1"), "unknown-tag"),
        (PhaseCommand("nothing", "START"), "unknown-tag"),
        (Note("  "), "empty-note"),
    ],
    ids=str,
)
def test_what_may_not_be_done_is_refused_with_a_reason(
    design: Design, command: Command, code: str
) -> None:
    """Illegal commands give a problem with a code, and accepting them raises it."""
    plant = interpreted(design)
    plant.advance(SECOND)
    problem = plant.review(command).problem
    assert problem is not None
    assert problem.code == code
    with pytest.raises(Refusal):
        plant.accept(command)


def test_the_fault_comes_when_the_scenario_says(design: Design) -> None:
    """The oxygen fault begins at exactly 20 min, and only then."""
    plant = interpreted(design)
    assert not [e for e in plant.advance(20 * MINUTE) if isinstance(e, FaultBegan)]
    events = plant.advance(20 * MINUTE + SECOND)
    assert [e.t for e in events if isinstance(e, FaultBegan)] == [20 * MINUTE]


def test_a_sample_is_drawn_by_somebody_and_takes_liquid(design: Design) -> None:
    """A sample order leads to a sample that removes its volume from the vessel."""
    plant = interpreted(design)
    plant.advance(SECOND)
    before = plant.truth("BR-101.volume")
    plant.accept(TakeSample("BR-101"))
    events = plant.advance(30 * MINUTE)
    taken = [e for e in events if isinstance(e, SampleTaken)]
    assert taken
    assert plant.truth("BR-101.volume") < before + 0.94  # half an hour of feed, less the sample


def test_phases_report_who_moved_them() -> None:
    """The recipe starts the first phase; an operator's hold is the operator's."""
    plant = interpreted(load("first-batch").design)
    first = [e for e in plant.advance(SECOND) if isinstance(e, PhaseChanged)]
    assert [(e.subject, e.new, e.by) for e in first] == [("growth", "Running", "recipe")]
    held = [
        e
        for e in plant.accept(PhaseCommand("growth", "HOLD"), "operator")
        if isinstance(e, PhaseChanged)
    ]
    assert [(e.new, e.by) for e in held] == [("Holding", "operator"), ("Held", "recipe")]


def test_a_plant_whose_state_lies_among_others_does_the_same(design: Design) -> None:
    """A review changes nothing, what was seen stays as it was, and a snapshot is whole.

    So it is where a slice of the state is no copy, as in plants that run in step.
    """
    plant, home = interpreted(design), interpreted(design)
    numbers = numpy.frombuffer(home.engine.arrays[0])
    among = numpy.zeros((len(numbers), 3))
    among[:, 1] = numbers
    plant.engine.move(memoryview(among[:, 1]))
    command = Calibrate("AT-101", 7.02)
    seen = plant.observe()
    assert plant.review(command) == home.review(command)
    assert plant.snapshot() == home.snapshot()
    assert plant.accept(command) == home.accept(command)
    assert plant.digest() == home.digest()
    assert plant.observe().tags["AT-101"] == home.observe().tags["AT-101"] != seen.tags["AT-101"]
