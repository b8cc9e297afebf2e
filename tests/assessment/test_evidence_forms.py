"""Evidence of the kinds ``diagnosis`` and ``awareness``, views as moments, and the workload."""

from __future__ import annotations

import pytest
from rubric_bench import FAULT, act, session, share

from simulator.assessment.awareness import Awareness, Probe
from simulator.assessment.diagnosis import Asked, Counts, Diagnosis
from simulator.assessment.moment import Faulted, Viewed
from simulator.assessment.rubric import Criterion, Level, Rubric, Weighed
from simulator.assessment.score import assess
from simulator.assessment.time_to import TimeTo
from simulator.assessment.timeline import Act, Look, Timeline
from simulator.assessment.workload import last_workload
from simulator.language.command import Command
from simulator.language.event import RightAnswer
from simulator.language.forms import Diagnose, RateWorkload, Recall, SwitchOffFreezes

LOST = (Faulted("lost", "The oxygen is lost"),)
CAUSE = Asked("cause", "Why?", {"air": "Air", "bank": "Bank"}, "bank", "It is empty.")
PROBES = (
    Probe("check.oxygen", "perception", "How much?", "%", 0, 3.0),
    Probe("check.carrier", "comprehension", "From where?", choices={"air": "Air", "bank": "Bank"}),
)
RIGHT = (
    RightAnswer(200_000, "check.oxygen", 40.0, ()),
    RightAnswer(200_000, "check.carrier", 0.0, ("bank",)),
)


def chosen(*given: tuple[float, str]) -> Timeline:
    """Return a session with choices at given seconds."""
    acts = tuple(act(s, n, Diagnose("cause", word)) for n, (s, word) in enumerate(given, 5))
    return session(acts=acts)


def judged(given: Timeline, counts: Counts = "last") -> float:
    """Return the part that a diagnosis within 60 s, at most 120 s, wins."""
    return share(Diagnosis((CAUSE,), LOST, counts, 60_000, 120_000).judge(given))


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ([(120.0, "bank")], 1.0, 1.0),
        ([(190.0, "bank")], 5 / 6, 5 / 6),
        ([(900.0, "bank")], 2 / 3, 2 / 3),
        ([(50.0, "bank")], 1.0, 1.0),
        ([(120.0, "air")], 0.0, 0.0),
        ([(120.0, "air"), (190.0, "bank")], 0.0, 5 / 6),
        ([(120.0, "bank"), (190.0, "air")], 1.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_right_is_two_thirds_and_in_time_the_rest(
    given: list[tuple[float, str]], first: float, last: float
) -> None:
    """The first or the last choice counts; only a right one wins points for time."""
    assert judged(chosen(*given), "first") == pytest.approx(first)
    assert judged(chosen(*given)) == pytest.approx(last)


def test_without_limits_only_the_answer_counts() -> None:
    """A right answer wins all, whenever; the sentence says why it is right."""
    marks = Diagnosis((CAUSE,), LOST).judge(chosen((999.0, "bank")))
    assert [(mark.won, mark.of) for mark in marks] == [(1.0, 1.0)]
    assert marks[0].sentence == "Why? Bank. That is right. It is empty."
    wrong = Diagnosis((CAUSE,), LOST).judge(chosen((999.0, "air")))
    assert wrong[0].sentence == "Why? Air. Right is: Bank. It is empty."
    assert wrong[0].records == (5,)


def test_a_session_without_the_fault_is_judged_on_the_answer_alone() -> None:
    """Where the moment never came there is no time to judge."""
    given = session(acts=(act(10.0, 5, Diagnose("cause", "bank")),), events=())
    marks = Diagnosis((CAUSE,), LOST, "last", 60_000, 120_000).judge(given)
    assert [(mark.won, mark.of) for mark in marks] == [(2.0, 2.0)]


def recalled(*commands: Command) -> Timeline:
    """Return a session with a freeze at 200 s and these answers in it."""
    acts = tuple(act(200.0, n, command) for n, command in enumerate(commands, 5))
    return session(acts=acts, events=(FAULT, *RIGHT))


@pytest.mark.parametrize(
    ("oxygen", "carrier", "won"),
    [
        (Recall("check", "oxygen", 43.0), Recall("check", "carrier", "bank"), 1.0),
        (Recall("check", "oxygen", 37.0), Recall("check", "carrier", "air"), 0.5),
        (Recall("check", "oxygen", 43.5), Recall("check", "carrier", "bank"), 0.5),
        (Recall("check", "oxygen", 36.5), Recall("check", "carrier", "air"), 0.0),
        (Recall("other", "oxygen", 40.0), Recall("check", "other", "bank"), 0.0),
    ],
)
def test_answers_are_compared_with_the_twin(oxygen: Recall, carrier: Recall, won: float) -> None:
    """Within the tolerance on either side, or one of the choices that were right."""
    marks = Awareness(PROBES).judge(recalled(oxygen, carrier))
    assert share(marks) == pytest.approx(won)
    assert {mark.t for mark in marks} == {200_000}


def test_an_unanswered_freeze_wins_nothing_and_one_that_did_not_come_is_not_judged() -> None:
    """Nobody's answer is wrong; what was never asked takes its points out of the whole."""
    marks = Awareness(PROBES).judge(recalled())
    assert [(mark.won, mark.of) for mark in marks] == [(0.0, 1.0), (0.0, 1.0)]
    assert Awareness(PROBES).judge(session()) == ()


def test_an_instructors_answer_does_not_count() -> None:
    """Only what an operator recalls is judged."""
    told = Act(200_000, 5, Recall("check", "oxygen", 40.0), role="instructor")
    marks = Awareness(PROBES[:1]).judge(session(acts=(told,), events=RIGHT))
    assert share(marks) == 0.0


@pytest.mark.parametrize("end", [1000.0, 300.0])
def test_who_switched_freezes_off_loses_nothing_by_it(end: float) -> None:
    """The criterion has nothing to judge, even if the session ended early; the others count."""
    off = act(0.0, 1, SwitchOffFreezes())
    levels = (Level(0.0, {"en": "no"}), Level(0.5, {"en": "yes"}))
    rubric = Rubric(
        (
            Criterion(
                "aware", {}, {}, 10.0, levels, (), "automatic", False,
                (Weighed("awareness", Awareness(PROBES)),),
            ),
            Criterion(
                "cause", {}, {}, 10.0, levels, (), "automatic", False,
                (Weighed("diagnosis", Diagnosis((CAUSE,), LOST)),),
            ),
        )
    )  # fmt: skip
    acts = (off, act(110.0, 5, Diagnose("cause", "bank")))
    lived = Timeline(int(end * 1000), 1_000_000, acts=acts, events=(FAULT,))
    score = assess(rubric, lived)
    assert [one.points for one in score.criteria] == [None, 10.0]
    assert score.of == 10.0


def test_a_page_that_came_into_sight_is_a_moment() -> None:
    """A view of the page counts; with a subject only one about it, a trend about each tag."""
    looks = (
        Look(110_000, 4, "faceplate", "TIC-101"),
        Look(130_000, 5, "trends", "AIC-102 FIC-102"),
        Look(150_000, 6, "alarms"),
    )
    lived = session(looks=looks)
    for page, subject, found in (
        ("faceplate", "TIC-101", [110_000]),
        ("faceplate", "TIC-*", [110_000]),
        ("faceplate", "", [110_000]),
        ("faceplate", "FIC-102", []),
        ("trends", "FIC-102", [130_000]),
        ("alarms", "", [150_000]),
    ):
        assert [one.t for one in Viewed(page, subject, "x").instants(lived)] == found
    marks = TimeTo(LOST, (Viewed("alarms", "", "view of alarms"),), 60_000, 120_000).judge(lived)
    assert share(marks) == 1.0
    assert marks[0].records == (6,)


def test_the_last_workload_form_counts_and_its_mean_has_no_weights() -> None:
    """A second form takes the place of the first; without one there is none."""
    first, last = RateWorkload(0, 0, 0, 0, 0, 0), RateWorkload(100, 0, 50, 25, 25, 10)
    found = last_workload([(1000, 3, first), (2000, 4, last)])
    assert found is not None
    assert (found.mean, found.t, found.n) == (35.0, 2000, 4)
    assert dict(found.scales)["temporal"] == 50
    assert last_workload([(1000, 3, Diagnose("cause", "air"))]) is None
