"""People by name: on duty or at their break, qualified or not; who may sign as a second person."""

from __future__ import annotations

from typing import Any

import pytest
from test_status import LABELLED
from tiny_plant import MINUTE, of, plant

from simulator.language.command import SetOutput, TakeSample
from simulator.language.event import EntryWitnessed, ShiftChanged, WorkDone
from simulator.language.floor import ReleaseEquipment
from simulator.language.paperwork import EnterStep, WitnessStep
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

CREW = (
    LABELLED.replace(
        "shifts: [{name: day, start: 0 s, operators: 1}]",
        """shifts:
    - {name: early, start: 6 h, operators: 2}
    - {name: late, start: 14 h, operators: 1}
  day starts: 6 h 50 min
  crew:
    An Smets: {qualified: operator, shifts: early, rest: 7 h, rest for: 20 min}
    B. Maes: {qualified: [operator, supervisor], shifts: [early]}
    C. Claes: {qualified: quality}
    D. Willems: {qualified: supervisor, shifts: late}""",
    ).replace("label: CLEAN, since: 10 h", "label: DIRTY")
    + """
record:
  clear: {text: Line clear, of: TK-302, kind: check, witness: yes}
"""
)


def staffed() -> Plant:
    """Return the tiny plant with a crew, ten minutes before the first break."""
    tiny = plant(text=CREW)
    tiny.advance(MINUTE)
    tiny.accept(EnterStep("clear", "yes"), "operator", "An Smets")
    return tiny


def code(tiny: Plant, command: Any) -> str:
    """Return why a command may not be done now, or "" if it may."""
    problem = tiny.review(command).problem
    return problem.code if problem else ""


def test_only_who_is_here_and_qualified_signs_as_a_second_person() -> None:
    """A stranger, somebody without the qualification, and somebody of another shift are refused."""
    tiny = staffed()
    for name, role, why in (
        ("Nobody", "operator", "unknown-person"),
        ("C. Claes", "supervisor", "not-qualified"),
        ("D. Willems", "supervisor", "not-on-duty"),
        ("An Smets", "operator", "own-entry"),
        ("b maes", "supervisor", ""),
    ):
        assert code(tiny, WitnessStep("clear", name, role)) == why
        if why != "own-entry":
            assert code(tiny, ReleaseEquipment("TK-302", name, role)) == why
    problem = tiny.review(WitnessStep("clear", "Nobody", "operator")).problem
    assert problem is not None
    assert problem.hint == "on duty now: An Smets, B. Maes"
    (signed,) = of(EntryWitnessed, tiny.accept(WitnessStep("clear", "C. Claes", "quality")))
    assert signed.name == "C. Claes"


def test_a_break_takes_one_operator_away() -> None:
    """From seven to twenty past one person fewer is on duty, and does not sign; then two again."""
    tiny = staffed()
    assert (tiny.observe().people_on_shift, tiny.observe().shift) == (2, "early")
    events = tiny.advance(40 * MINUTE)
    changes = [(event.t, event.people) for event in of(ShiftChanged, events)]
    assert changes == [(10 * MINUTE, 1), (30 * MINUTE, 2)]
    states = {view.name: view.state for view in tiny.observe().crew}
    assert states["D. Willems"] == "away"
    assert states["An Smets"] == "on duty"


def test_work_in_hand_is_finished_before_the_break() -> None:
    """A sample that was begun is drawn; and at the break An is told as such."""
    tiny = staffed()
    tiny.advance(9 * MINUTE)
    tiny.accept(TakeSample("TK-301"))
    tiny.advance(12 * MINUTE)
    assert {view.name: view.state for view in tiny.observe().crew}["An Smets"] == "break"
    assert tiny.observe().people_on_shift == 1
    tiny.advance(16 * MINUTE)
    assert tiny.observe().samples[0].taken_at is not None
    assert not of(WorkDone, tiny.advance(17 * MINUTE))


def test_a_checkpoint_keeps_the_breaks() -> None:
    """A plant taken up within a break goes on as the first."""
    first, second = staffed(), staffed()
    first.advance(15 * MINUTE)
    second.restore(first.snapshot())
    assert second.observe().people_on_shift == 1
    assert second.advance(35 * MINUTE) == first.advance(35 * MINUTE)
    assert second.digest() == first.digest()


def test_without_names_anybody_signs() -> None:
    """Where nobody is named, any name but one's own will do, as before."""
    tiny = plant(text=CREW.replace(CREW[CREW.index("  crew:") : CREW.index("  technicians")], ""))
    tiny.advance(MINUTE)
    tiny.accept(EnterStep("clear", "yes"), "operator", "An Smets")
    assert code(tiny, WitnessStep("clear", "Nobody", "operator")) == ""
    assert tiny.observe().crew == ()
    tiny.accept(SetOutput("FIC-301", 0.0))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("shifts: late", "shifts: noon", "unknown-tag"),
        ("C. Claes:", "b maes:", "same-name"),
        ("qualified: quality", "qualified: boss", "choice"),
        ("rest for: 20 min", "rest for: 20 h", "out-of-bounds"),
    ],
)
def test_a_file_that_says_nonsense_of_people_is_refused(old: str, new: str, wanted: str) -> None:
    """A shift that is none, two people of one name, a role that is none, a break of a day."""
    assert old in CREW
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("x.yaml", {"x.yaml": CREW.replace(old, new)}))
    assert wanted in [problem.code for problem in refusal.value.problems]
