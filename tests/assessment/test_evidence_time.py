"""Evidence of the kind ``time``, and the moments and patterns it rests on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubric_bench import (
    FAULT,
    act,
    alarm,
    condition,
    note,
    pattern,
    session,
    setpoint,
    share,
)

from simulator.assessment.moment import Announced, CameTrue, Done, Faulted, Phased, Reported, Start
from simulator.assessment.pattern import glob_fits
from simulator.assessment.time_to import TimeTo
from simulator.assessment.timeline import Spell
from simulator.language.command import Calibrate, ChangeBottle, SetMode, TakeSample
from simulator.language.event import LabReported, PhaseChanged

LOST = (Faulted("lost", "The oxygen is lost"),)
UP = (Done(pattern("SIC-101.SP", "up"), "SIC-101.SP up"),)


@pytest.mark.parametrize(
    ("second", "won"), [(110.0, 1.0), (160.0, 1.0), (190.0, 0.5), (220.0, 0.0), (900.0, 0.0)]
)
def test_points_fall_along_a_line(second: float, won: float) -> None:
    """Within 60 s all, at 90 s half, from 120 s none."""
    evidence = TimeTo(LOST, UP, 60_000, 120_000)
    done = session(acts=(setpoint(second, 7, "SIC-101", 90.0, old=80.0),))
    assert share(evidence.judge(done)) == pytest.approx(won)


def test_what_came_before_the_moment_does_not_count() -> None:
    """An action before the fault is no answer to it, and a wrong direction is none either."""
    evidence = TimeTo(LOST, UP, 60_000, 120_000)
    early = setpoint(50.0, 3, "SIC-101", 90.0, old=80.0)
    wrong = setpoint(110.0, 4, "SIC-101", 70.0, old=80.0)
    marks = evidence.judge(session(acts=(early, wrong)))
    assert share(marks) == 0.0
    assert "never" in marks[0].sentence


def test_a_moment_that_never_came_is_not_judged() -> None:
    """Without the fault there is nothing to judge."""
    assert TimeTo(LOST, UP, 60_000, 120_000).judge(session(events=())) == ()


def test_a_moment_too_late_for_anybody_is_left_out() -> None:
    """A fault thirty seconds before the end asks nothing that could be done in sixty."""
    evidence = TimeTo(LOST, UP, 60_000, 120_000)
    assert evidence.judge(session(130.0)) == ()


def test_a_session_broken_off_after_the_moment_wins_nothing() -> None:
    """Who leaves right after the fault does not escape the judgement."""
    from dataclasses import replace

    left = replace(session(1000.0), end=110_000)
    assert share(TimeTo(LOST, UP, 60_000, 120_000).judge(left)) == 0.0
    assert len(TimeTo(LOST, UP, 60_000, 120_000).judge(left)) == 1


def test_each_occurrence_can_be_judged() -> None:
    """Of two alarms one is answered: half of the points."""
    events = (alarm(100, "A-1.HI", "A", "B"), alarm(500, "A-1.HI", "A", "B"))
    evidence = TimeTo((Announced("A-1.*", "A-1"),), UP, 60_000, 120_000, each=True)
    acts = (setpoint(130.0, 7, "SIC-101", 90.0, old=80.0),)
    assert share(evidence.judge(session(acts=acts, events=events))) == pytest.approx(0.5)


def test_the_line_names_the_records() -> None:
    """The record of the action stands in the mark, and its time."""
    marks = TimeTo(LOST, UP, 60_000, 120_000).judge(
        session(acts=(setpoint(130.0, 42, "SIC-101", 90.0, old=80.0),))
    )
    assert (marks[0].records, marks[0].t) == ((42,), 130_000)


def test_every_kind_of_moment() -> None:
    """Start, fault, alarm, laboratory, phase, command and condition each have their times."""
    text = "AT-101.PV > 7.1 pH"
    events = (
        FAULT,
        alarm(200, "A-1.HI", "A", "B"),
        LabReported(300_000, "BR-101", 1, 200_000, ()),
        PhaseChanged(400_000, "feed", "Idle", "Running", "recipe"),
    )
    acts = (act(500, 1, ChangeBottle("TK-1")),)
    world = session(acts=acts, events=events, spells={text: (Spell(600_000, 700_000),)})
    moments = (
        Start(),
        Faulted("lost", ""),
        Announced("A-1.HI", ""),
        Reported("BR-101", ""),
        Phased("feed", "Running", ""),
        Done(pattern("change bottle *"), ""),
        CameTrue(condition(text), ""),
    )
    found = [moment.instants(world)[0].t for moment in moments]
    assert found == [0, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000]


@pytest.mark.parametrize(
    ("words", "comparison", "value", "fits"),
    [
        ("TIC-101.SP", "", 0.0, True),
        ("TIC-101.SP", ">", 36.0, True),
        ("TIC-101.SP", "<", 36.0, False),
        ("TIC-101.SP", "=", 36.5, True),
        ("TIC-101.SP", "<=", 36.5, True),
        ("TIC-101.SP", ">=", 36.6, False),
        ("TIC-101.SP", "down", 0.0, True),
        ("TIC-101.SP", "up", 0.0, False),
        ("*.SP", "", 0.0, True),
        ("TIC-10.SP", "", 0.0, False),
        ("TIC-101.OP", "", 0.0, False),
        ("TIC-101.*", "", 0.0, True),
    ],
)
def test_patterns_of_set_points(words: str, comparison: str, value: float, fits: bool) -> None:
    """A set-point of 36.5, down from 37, against patterns of every comparison."""
    given = setpoint(1, 1, "TIC-101", 36.5, old=37.0)
    assert pattern(words, comparison, value).fits(given) is fits  # type: ignore[arg-type]


@given(st.text("ab*", max_size=12), st.text("ab", max_size=14))
def test_globs_agree_with_regular_expressions(glob: str, name: str) -> None:
    """The linear matcher finds what a regular expression would."""
    wanted = re.fullmatch(".*".join(re.escape(part) for part in glob.split("*")), name)
    assert glob_fits(glob, name) is (wanted is not None)


def test_a_pattern_full_of_stars_takes_no_time() -> None:
    """A pattern and a note made to be slow together are not."""
    slow = pattern("note " + "a*" * 60 + "b")
    assert not slow.fits(note(1, 1, "a" * 500))


def test_patterns_of_words() -> None:
    """Words fit from their beginning, whole words only, and may go on."""
    calibrated = act(1, 1, Calibrate("AT-101", 7.02))
    assert pattern("calibrate AT-101").fits(calibrated)
    assert pattern("calibrate *").fits(calibrated)
    assert not pattern("calibrate AT-10").fits(calibrated)
    assert not pattern("AT-101").fits(calibrated)
    assert pattern("TIC-101.MODE", "=", "MAN").fits(act(1, 1, SetMode("TIC-101", "MAN")))
    assert not pattern("TIC-101.MODE", "=", "AUTO").fits(act(1, 1, SetMode("TIC-101", "MAN")))
    assert pattern("note *").fits(note(1, 1, "line\u2028of text"))
    assert not pattern("sample BR-1").fits(act(1, 1, TakeSample("BR-101")))


def test_a_refused_command_and_an_instructors_are_nobodys_actions() -> None:
    """Trying is not doing, and the instructor is not judged."""
    from dataclasses import replace

    given = setpoint(110.0, 7, "SIC-101", 90.0, old=80.0)
    tried = replace(given, refused="bad")
    taught = replace(given, role="instructor")
    assert share(TimeTo(LOST, UP, 60_000, 120_000).judge(session(acts=(tried, taught)))) == 0.0
