"""Samples at hand, labels, retests and calls: what is asked of laboratory and colleagues."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_rig import DAY, HOUR, LAB, MINUTE, Recorder, run_all, site
from tiny_plant import of, plant

from simulator.language.command import TakeSample
from simulator.language.event import (
    LabReported,
    MessageShown,
    PersonCalled,
    SampleLabelled,
    SampleTaken,
)
from simulator.language.observation import SampleView
from simulator.language.paperwork import CallPerson, DrawSample, LabelSample, Retest, SendSample
from simulator.language.problem import Refusal
from simulator.language.words import LANGUAGES
from simulator.plant.laboratory import ANSWER_MS, ANSWERS, RETAINED_MS
from simulator.plant.schedule import Schedule


def drawn() -> tuple[Schedule, Recorder]:
    """Return a schedule with sample 1 at hand, drawn at 5 min."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0, kept=True)
    run_all(schedule, hands, HOUR)
    return schedule, hands


def view(schedule: Schedule) -> SampleView:
    """Return the newest sample."""
    return schedule.samples()[-1]


def test_a_sample_at_hand_waits_until_it_is_sent() -> None:
    """Nobody and no time move it; sent at 2 h it is in the laboratory ten minutes later."""
    schedule, hands = drawn()
    run_all(schedule, hands, DAY)
    found = view(schedule)
    assert (found.stage, found.at_hand, found.taken_at) == ("drawn", True, 5 * MINUTE)
    assert schedule.next_due() is None
    assert schedule.people_free == 1
    schedule.send(1, 2 * DAY)
    assert not view(schedule).at_hand
    run_all(schedule, hands, 3 * DAY)
    (report,) = hands.of(LabReported)
    assert (report.t, report.taken_at) == (2 * DAY + 20 * MINUTE, 5 * MINUTE)


def test_a_sample_that_is_sent_at_once_has_a_label() -> None:
    """One command draws, labels and sends, as it always did."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, 10 * MINUTE)
    found = view(schedule)
    assert (found.stage, found.at_hand) == ("drawn", False)
    assert (found.label, found.label_fault) == ("BR-101/1", "")


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        ("BR-101/1", ""),
        ("1, BR-101, day 4", ""),
        ("BR-101 day 1", ""),
        ("BR-101", "other-form"),
        ("BR-1011", "other-form"),
        ("TK-111/1", "other-form"),
        ("day 4", "other-form"),
        ("BR-101/11", "other-form"),
    ],
)
def test_a_label_names_unit_and_sample(label: str, fault: str) -> None:
    """What is written stands; what is missing on it is seen."""
    schedule, _ = drawn()
    assert view(schedule).label_fault == "missing"
    event = schedule.label(1, label, "An", HOUR)
    assert isinstance(event, SampleLabelled)
    assert (event.t, event.by, event.label) == (HOUR, "An", label)
    assert (view(schedule).label, view(schedule).label_fault) == (label, fault)


def test_an_unlabelled_sample_is_analysed_and_stays_unlabelled() -> None:
    """The laboratory takes what comes; the fault is there to be seen afterwards."""
    schedule, hands = drawn()
    schedule.send(1, HOUR)
    run_all(schedule, hands, DAY)
    assert (view(schedule).stage, view(schedule).label_fault) == ("reported", "missing")


def reported(noise: float = 0.0) -> tuple[Schedule, Recorder]:
    """Return a schedule whose sample 1 is reported at 25 min."""
    lab = replace(LAB, panel=tuple(replace(one, low=15.0, high=19.0) for one in LAB.panel))
    schedule, hands = Schedule(site(lab=lab)), Recorder(noise=noise)
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, HOUR)
    return schedule, hands


def test_results_out_of_specification_are_named() -> None:
    """Glucose 20 is above 19 and cells 10 below 15; a result at its limit is inside."""
    schedule, _ = reported()
    assert view(schedule).out == ("glucose", "cells")
    lab = replace(LAB, panel=tuple(replace(one, low=10.0, high=20.0) for one in LAB.panel))
    fair, hands = Schedule(site(lab=lab)), Recorder()
    fair.sample("BR-101", 0)
    run_all(fair, hands, HOUR)
    assert view(fair).out == ()


def test_a_retest_is_another_measurement_and_the_first_result_stays() -> None:
    """One analysis, its own minutes, its own error; the results of the sample do not change."""
    schedule, hands = reported(noise=1.0)
    before = view(schedule).results
    schedule.retest(1, "glucose", HOUR)
    run_all(schedule, hands, DAY)
    report = hands.of(LabReported)[-1]
    assert isinstance(report, LabReported)
    assert (report.t, report.sample, report.taken_at) == (HOUR + 4 * MINUTE, 1, 5 * MINUTE)
    ((name, value, unit),) = view(schedule).retests
    assert report.results == ((name, value, unit),)
    assert view(schedule).results == before
    assert ("noise", "lab/glucose/retest", 2) in hands.did
    assert len(schedule.samples()) == 1


def test_a_sample_is_measured_again_for_a_day() -> None:
    """To the millisecond; when the next sample is reported, what is left is thrown away."""
    schedule, hands = reported()
    taken = view(schedule).taken_at or 0
    assert schedule.may_retest(1, "cells", taken + RETAINED_MS) is None
    problem = schedule.may_retest(1, "cells", taken + RETAINED_MS + 1)
    assert problem is not None
    assert problem.code == "nothing-left"
    schedule.sample("BR-101", 2 * DAY)
    run_all(schedule, hands, 3 * DAY)
    old = next(job for job in schedule.state()["reported"] if job["sample"] == 1)
    assert old["values"] == {}


def test_who_is_called_answers_after_some_minutes() -> None:
    """One answer for each call, in the language of the session; nobody is called twice at once."""
    schedule, hands = Schedule(site(language="nl")), Recorder()
    schedule.call("qa", MINUTE)
    problem = schedule.may_call("qa")
    assert problem is not None
    assert problem.code == "under-way"
    schedule.call("shift-lead", MINUTE)
    run_all(schedule, hands, HOUR)
    answers = hands.of(MessageShown)
    assert [(a.t, a.subject) for a in answers] == [
        (MINUTE + ANSWER_MS, "qa"),
        (MINUTE + ANSWER_MS, "shift-lead"),
    ]
    assert [a.text for a in answers if isinstance(a, MessageShown)] == [
        ANSWERS["qa"]["nl"],
        ANSWERS["shift-lead"]["nl"],
    ]
    assert all(set(words) == set(LANGUAGES) for words in ANSWERS.values())
    assert schedule.may_call("qa") is None


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (lambda s: s.may_send(2), "unknown-sample"),
        (lambda s: s.may_send(0), "unknown-sample"),
        (lambda s: s.may_label(1, ""), "bad-label"),
        (lambda s: s.may_label(1, "  "), "bad-label"),
        (lambda s: s.may_label(1, "x" * 61), "bad-label"),
        (lambda s: s.may_label(9, "x"), "unknown-sample"),
        (lambda s: s.may_retest(1, "glucose", HOUR), "not-reported"),
        (lambda s: s.may_retest(7, "glucose", HOUR), "unknown-sample"),
        (lambda s: s.may_call("police"), "unknown-contact"),
    ],
)
def test_what_cannot_be_asked_of_a_sample_at_hand(order: object, code: str) -> None:
    """Each refusal has its code and a hint."""
    schedule, _ = drawn()
    problem = order(schedule)  # type: ignore[operator]
    assert (problem.code, bool(problem.hint)) == (code, True)


def test_what_the_laboratory_has_cannot_be_labelled_or_sent() -> None:
    """Once it is there, labels and sending are over; only an analysis it found is repeated."""
    schedule, _ = reported()
    codes = [
        problem.code
        for problem in (
            schedule.may_label(1, "BR-101/1"),
            schedule.may_send(1),
            schedule.may_retest(1, "pH", HOUR),
        )
        if problem
    ]
    assert codes == ["not-at-hand", "not-at-hand", "unknown-analysis"]
    with pytest.raises(Refusal):
        schedule.send(1, HOUR)
    with pytest.raises(Refusal):
        schedule.retest(1, "pH", HOUR)


def test_one_measurement_at_a_time() -> None:
    """The same analysis of the same sample is not asked for twice; another one is."""
    schedule, hands = reported()
    schedule.retest(1, "glucose", HOUR)
    problem = schedule.may_retest(1, "glucose", HOUR)
    assert problem is not None
    assert problem.code == "under-way"
    schedule.retest(1, "cells", HOUR)
    run_all(schedule, hands, DAY)
    assert [name for name, _, _ in view(schedule).retests] == ["glucose", "cells"]


ORDERS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 40).map(lambda step: step * 5 * MINUTE)),
    min_size=1,
    max_size=10,
)


def order(schedule: Schedule, what: int, t: int) -> None:
    """Give one order, if it may be given."""
    try:
        if what == 0:
            schedule.sample("BR-101", t, kept=True)
        elif what == 1:
            schedule.sample("TK-111", t)
        elif what == 2:
            schedule.label(1, "BR-101/1", "An", t)
        elif what == 3:
            schedule.send(1, t)
        elif what == 4:
            schedule.retest(2, "glucose", t)
        else:
            schedule.call("qa", t)
    except Refusal:
        return


@settings(max_examples=60, deadline=None)
@given(ORDERS, st.integers(0, 9))
def test_put_away_and_taken_up_again(orders: list[tuple[int, int]], cut: int) -> None:
    """A schedule restored from JSON between two orders does from then on what it would have."""
    straight, hands = Schedule(site()), Recorder(noise=1.0)
    broken, other = Schedule(site()), Recorder(noise=1.0)
    now = 0
    for place, (what, after) in enumerate(orders):
        now += after
        if place == cut:
            broken = Schedule.restored(site(), json.loads(json.dumps(broken.state())))
        for schedule, doing in ((straight, hands), (broken, other)):
            schedule.run_to(now, doing)
            order(schedule, what, now)
    for schedule, doing in ((straight, hands), (broken, other)):
        run_all(schedule, doing, now + DAY)
    assert other.did == hands.did
    assert broken.state() == straight.state()
    assert broken.samples() == straight.samples()


def test_the_commands_of_a_sample() -> None:
    """Draw, label, send, read, measure again: through the plant, with who wrote the label."""
    tiny = plant()
    tiny.accept(DrawSample("TK-301"))
    assert of(SampleTaken, tiny.advance(6 * MINUTE))
    (label,) = of(SampleLabelled, tiny.accept(LabelSample(1, "TK-301/1"), "operator", "An"))
    assert (label.t, label.by) == (6 * MINUTE, "An")
    tiny.accept(SendSample(1))
    assert of(LabReported, tiny.advance(HOUR))
    for _ in range(2):
        tiny.accept(Retest(1, "glucose"))
        assert of(LabReported, tiny.advance(tiny.now + HOUR))
    (found,) = tiny.observe().samples
    values = [value for _, value, _ in (*found.results, *found.retests)]
    assert values == [pytest.approx(50.0, rel=0.05)] * 3
    assert len(set(values)) > 1
    tiny.accept(TakeSample("TK-302"))
    assert tiny.observe().samples[1].label == "TK-302/2"


def test_a_call_is_told_and_answered() -> None:
    """Who called whom and why is an event at once; an empty call is refused."""
    tiny = plant()
    (told,) = of(PersonCalled, tiny.accept(CallPerson("qa", "tank leaks"), "operator", "An"))
    assert (told.subject, told.text, told.by) == ("qa", "tank leaks", "An")
    (answer,) = of(MessageShown, tiny.advance(5 * MINUTE))[-1:]
    assert answer.subject == "qa"
    problem = tiny.review(CallPerson("qa", " ")).problem
    assert problem is not None
    assert problem.code == "empty-note"
