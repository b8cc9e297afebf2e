"""Evidence of the kind ``actions``: steps in order and in time, and what is not allowed."""

from __future__ import annotations

import pytest
from rubric_bench import (
    ack,
    act,
    condition,
    note,
    pattern,
    said,
    session,
    setpoint,
    share,
)

from simulator.assessment.actions import Actions, Forbidden, Step
from simulator.assessment.moment import Faulted, Start
from simulator.assessment.timeline import Act, Spell
from simulator.language.command import Calibrate, EndFault, SetMode, SwitchBank, TakeSample

LOST = (Faulted("lost", "The oxygen is lost"),)
AIR = Step("air", (pattern("FIC-101.SP", "up"),), "Air raised", within_ms=60_000)
BANK = Step("bank", (pattern("switch oxygen to bank 2"),), "Bank switched", ("air",), 300_000)
BOTH = Actions(LOST, (AIR, BANK))


def air(second: float, n: int) -> Act:
    """Raise the air."""
    return setpoint(second, n, "FIC-101", 40.0, old=20.0)


def bank(second: float, n: int) -> Act:
    """Switch the bank."""
    return act(second, n, SwitchBank("oxygen", 2))


@pytest.mark.parametrize(
    ("acts", "won"),
    [
        ((air(110, 1), bank(120, 2)), 1.0),
        ((bank(105, 1), air(110, 2)), 0.75),
        ((air(110, 1),), 0.5),
        ((bank(120, 1),), 0.0),
        ((air(200, 1), bank(210, 2)), 0.5),
        ((air(110, 1), bank(500, 2)), 0.5),
        ((air(90, 1), bank(120, 2)), 0.0),
        ((bank(105, 1), air(110, 2), bank(120, 3)), 1.0),
        ((), 0.0),
    ],
    ids=[
        "good",
        "wrong order",
        "one",
        "no first",
        "first late",
        "last late",
        "before",
        "again",
        "",
    ],
)
def test_required_steps(acts: tuple[Act, ...], won: float) -> None:
    """Each step counts in its window; out of order it counts half; without the first not at all."""
    assert share(BOTH.judge(session(acts=acts))) == pytest.approx(won)


def test_a_step_can_be_asked_for_several_times() -> None:
    """Two samples of three give two thirds."""
    step = Step("samples", (pattern("sample BR-101"),), "Samples", times=3)
    acts = tuple(act(200 + i, i, TakeSample("BR-101")) for i in range(2))
    marks = Actions((Start(),), (step,)).judge(session(acts=acts))
    assert share(marks) == pytest.approx(2 / 3)
    assert "2 of 3" in marks[0].sentence


def test_a_step_counts_only_while_its_condition_held_before_it() -> None:
    """An action is judged by what it found: at the very end of a spell it still counts."""
    text = "AT-101.PV < 6.9 pH"
    step = Step("calibrate", (pattern("calibrate *"),), "Calibrated", when=condition(text))
    evidence = Actions((Start(),), (step,))
    spells = {text: (Spell(200_000, 300_000),)}
    for second, won in ((200.0, 0.0), (200.5, 1.0), (300.0, 1.0), (301.0, 0.0)):
        world = session(acts=(act(second, 1, Calibrate("AT-101", 7.0)),), spells=spells)
        assert share(evidence.judge(world)) == won, second


def test_forbidden_actions_cost_points_each_time_down_to_nothing() -> None:
    """Two costs of a quarter leave half, six leave nothing, and none of it goes below."""
    rule = Forbidden((pattern("AIC-102.SP", "down"),), "it hides the lack", 0.25)
    evidence = Actions(LOST, (AIR, BANK), (rule,))
    good = (air(110, 1), bank(120, 2))
    for times, won in ((0, 1.0), (2, 0.5), (4, 0.0), (6, 0.0)):
        bad = tuple(setpoint(130 + i, 3 + i, "AIC-102", 30.0, old=40.0) for i in range(times))
        marks = evidence.judge(session(acts=good + bad))
        assert share(marks) == pytest.approx(won)
    assert "it hides the lack" in said(marks)


def test_a_critical_action_is_marked() -> None:
    """What fails a session by itself says so, even where no points are left to take."""
    rule = Forbidden((pattern("AIC-102.SP"),), "never", 0.25, critical=True)
    marks = Actions(LOST, (AIR,), (rule,)).judge(
        session(acts=(setpoint(130, 3, "AIC-102", 30.0, old=40.0),))
    )
    assert any(mark.critical for mark in marks)


def test_other_actions_cost_when_what_is_allowed_is_said() -> None:
    """Needless interventions cost; notes and acknowledgements never do."""
    evidence = Actions(LOST, (AIR,), allowed=(pattern("sample *"),), others_cost=0.1)
    acts = (
        air(110, 1),
        act(120, 2, TakeSample("BR-101")),
        note(121, 3, "seen and written"),
        ack(122, 4, "A-1.HI"),
        act(123, 5, SetMode("TIC-101", "MAN")),
    )
    marks = evidence.judge(session(acts=acts))
    assert share(marks) == pytest.approx(0.9)
    assert [mark.records for mark in marks if mark.won < 0.0] == [(5,)]


def test_with_nothing_required_who_does_nothing_wins_nothing() -> None:
    """Restraint is worth something only to who did something."""
    evidence = Actions((Start(),), allowed=(pattern("sample *"),), others_cost=0.5)
    assert share(evidence.judge(session())) == 0.0
    assert share(evidence.judge(session(acts=(note(5, 1, "only a note here"),)))) == 0.0
    assert share(evidence.judge(session(acts=(act(5, 1, TakeSample("BR-101")),)))) == 1.0
    assert share(evidence.judge(session(acts=(act(5, 1, EndFault("x")),)))) == 0.5


def test_without_its_moment_nothing_is_judged() -> None:
    """A fault that never came asks for no action."""
    assert BOTH.judge(session(events=())) == ()
