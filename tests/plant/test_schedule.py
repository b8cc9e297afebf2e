"""The schedule: who waits for whom, and for how long."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from schedule_rig import (
    DAY,
    HOUR,
    LAB,
    MINUTE,
    PEOPLE,
    STEADY,
    Recorder,
    analysis,
    run_all,
    site,
)

from simulator.language.event import (
    Event,
    LabReported,
    MessageShown,
    SampleTaken,
    ShiftChanged,
    WorkDone,
)
from simulator.language.problem import Problem, Refusal
from simulator.plant.design import NeighbourSpec, RoutineSpec, ShiftSpec
from simulator.plant.schedule import Schedule


def code(problem: Problem | None) -> str:
    """Return a problem's code, or nothing."""
    return problem.code if problem else ""


def test_a_sample_goes_from_vessel_to_report() -> None:
    """With nobody in the way, a sample takes draw + transport + each analysis, and no more."""
    schedule, hands = Schedule(site()), Recorder()
    assert schedule.next_due() is None
    assert schedule.sample("BR-101", 1000) == 1
    stages = []
    while (due := schedule.next_due()) is not None:
        schedule.run_to(due, hands)
        stages.append((due, schedule.samples()[0].stage))
    t0 = 1000
    assert stages == [
        (t0, "ordered"),
        (t0 + 5 * MINUTE, "drawn"),
        (t0 + 15 * MINUTE, "analysed"),
        (t0 + 19 * MINUTE, "analysed"),
        (t0 + 25 * MINUTE, "reported"),
    ]
    results = (("glucose", 20.0, "mM"), ("cells", 10.0, "mM"))
    assert hands.events == [
        SampleTaken(t0 + 5 * MINUTE, "BR-101", 1),
        LabReported(t0 + 25 * MINUTE, "BR-101", 1, t0 + 5 * MINUTE, results),
    ]
    assert hands.did[0] == ("draw", "BR-101", 15.0)
    assert schedule.samples()[0].results == results
    assert schedule.jobs() == ()


def test_results_stay_hidden_until_reported() -> None:
    """An operator sees no result of a sample whose panel is not finished."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0)
    schedule.run_to(20 * MINUTE, hands)
    assert schedule.samples()[0].stage == "analysed"
    assert schedule.samples()[0].results == ()
    assert schedule.samples()[0].taken_at == 5 * MINUTE


def test_laboratory_error_is_relative_absolute_and_bias() -> None:
    """The reported value is value*(1 + r*n1) + a*n2 + bias, rounded, from the sample's own noise.

    Verification, exact.
    """
    spec = replace(LAB.panel[0], relative=0.1, absolute=0.5, bias=0.25, decimals=1)
    schedule = Schedule(site(replace(LAB, panel=(spec,))))
    hands = Recorder(noise=1.0)
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, DAY)
    asked = [deed for deed in hands.did if deed[0] == "noise"]
    assert asked == [("noise", "lab/glucose", 2), ("noise", "lab/glucose", 3)]
    n1, n2 = -0.5, 0.5
    expected = round(20.0 * (1.0 + 0.1 * n1) + 0.5 * n2 + 0.25, 1)
    assert schedule.samples()[0].results == (("glucose", expected, "mM"),)


def test_a_result_is_never_negative() -> None:
    """Noise on a value near nothing gives zero at the least."""
    spec = replace(LAB.panel[0], absolute=5.0)
    schedule = Schedule(site(replace(LAB, panel=(spec,))))
    hands = Recorder({"glucose concentration": 0.01}, noise=-1.0)
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, DAY)
    assert schedule.samples()[0].results == (("glucose", 0.0, "mM"),)


def test_what_the_vessel_does_not_have_is_not_analysed() -> None:
    """An analysis without a true value takes no time and gives no result."""
    schedule, hands = Schedule(site()), Recorder({"viable density": 3.0})
    schedule.sample("TK-111", 0)
    run_all(schedule, hands, DAY)
    (report,) = hands.of(LabReported)
    assert report == LabReported(21 * MINUTE, "TK-111", 1, 5 * MINUTE, (("cells", 3.0, "mM"),))


def test_instruments_queue_across_analysts() -> None:
    """Two analysts work at once, but one waits for the analyser while the other has it."""
    lab = replace(LAB, analysts=2)
    people = replace(STEADY, shifts=(ShiftSpec("day", 0, 2),))
    schedule, hands = Schedule(site(lab, people)), Recorder()
    schedule.sample("BR-101", 0)
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, DAY)
    # analyser 15-19 and 19-23; counter 19-25 and 25-31
    assert [event.t for event in hands.of(LabReported)] == [25 * MINUTE, 31 * MINUTE]


def test_bottle_change_stops_the_lines_and_refills() -> None:
    """The lines are blocked from beginning to end, and the bottle is full when they open."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.change_bottle("TK-111", 2000)
    schedule.run_to(2000, hands)
    assert hands.did == [("block", "TK-111", True)]
    assert schedule.people_free == 0
    run_all(schedule, hands, DAY)
    done = WorkDone(2000 + 15 * MINUTE, "TK-111", "bottle changed")
    assert hands.did[1:] == [("refill", "TK-111"), ("block", "TK-111", False), ("report", done)]
    assert schedule.people_free == 1


def test_bank_switch_and_repair() -> None:
    """A bank is switched after its time; a technician comes, works, and says what was found."""
    schedule, hands = Schedule(site(language="nl")), Recorder()
    schedule.switch_bank("O2", 2, 0)
    schedule.call_maintenance("TT-101", 0)
    run_all(schedule, hands, DAY)
    assert ("bank", "O2", 2) in hands.did
    assert hands.of(WorkDone) == [
        WorkDone(3 * MINUTE, "O2", "omgeschakeld naar bank 2"),
        WorkDone((20 + 16) * MINUTE, "TT-101", "repaired TT-101"),
    ]


def test_the_urgent_goes_first_and_equals_in_order() -> None:
    """Behind a busy operator: bank switch, bottle change, then samples as they were asked."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0)
    for t, unit in ((1000, "TK-111"), (1000, "BR-101")):
        schedule.sample(unit, t)
    schedule.change_bottle("TK-111", 2000)
    schedule.switch_bank("O2", 1, 3000)
    run_all(schedule, hands, DAY)
    began = [e for e in hands.events if isinstance(e, SampleTaken | WorkDone)]
    assert [(e.t // MINUTE, e.subject) for e in began] == [
        (5, "BR-101"),
        (8, "O2"),
        (23, "TK-111"),
        (28, "TK-111"),
        (33, "BR-101"),
    ]


def test_duplicates_are_refused_until_done() -> None:
    """A second bottle change, bank switch or call for the same thing is refused meanwhile."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.change_bottle("TK-111", 0)
    schedule.switch_bank("O2", 2, 0)
    schedule.call_maintenance("FV-101", 0)
    assert code(schedule.may_change_bottle("TK-111")) == "under-way"
    assert code(schedule.may_switch_bank("O2", 1)) == "under-way"
    assert code(schedule.may_call_maintenance("FV-101")) == "under-way"
    assert schedule.may_change_bottle("BR-101") is None
    assert schedule.may_call_maintenance("FV-102") is None
    with pytest.raises(Refusal, match="under way"):
        schedule.change_bottle("TK-111", 0)
    run_all(schedule, hands, DAY)
    assert schedule.may_change_bottle("TK-111") is None
    assert schedule.may_switch_bank("O2", 1) is None
    assert schedule.may_call_maintenance("FV-101") is None


def test_nonsense_is_refused_with_a_hint() -> None:
    """Unknown tags and banks, a time that is past, and work for people who are not there."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, DAY)
    for problem, expected in (
        (schedule.may_sample("BR-999"), "unknown-tag"),
        (schedule.may_change_bottle("\x1b[31m"), "unknown-tag"),
        (schedule.may_switch_bank("WFI", 1), "unknown-tag"),
        (schedule.may_switch_bank("O2", 0), "no-such-bank"),
        (schedule.may_switch_bank("O2", 3), "no-such-bank"),
    ):
        assert code(problem) == expected
        assert problem is not None
        assert problem.hint
    with pytest.raises(Refusal, match="before"):
        schedule.sample("BR-101", 0)
    nobody = Schedule(site(people=replace(STEADY, shifts=(), technicians=0)))
    assert code(nobody.may_sample("BR-101")) == "nobody"
    assert code(nobody.may_switch_bank("O2", 1)) == "nobody"
    assert code(nobody.may_call_maintenance("TT-101")) == "nobody"


def test_at_most_two_hundred_jobs() -> None:
    """The 201st open job is refused, a routine sample is skipped aloud, and room comes back."""
    schedule = Schedule(site(routines=(RoutineSpec("BR-101", 1000, 30 * DAY),)))
    hands = Recorder()
    for _ in range(200):
        schedule.sample("BR-101", 0)
    assert len(schedule.jobs()) == 200
    assert code(schedule.may_sample("BR-101")) == "too-many-jobs"
    assert code(schedule.may_call_maintenance("TT-101")) == "too-many-jobs"
    schedule.run_to(1000, hands)
    assert [event.subject for event in hands.of(MessageShown)] == ["BR-101"]
    schedule.run_to(HOUR, hands)
    assert schedule.may_sample("BR-101") is None
    run_all(schedule, hands, 2 * DAY)
    assert len(hands.of(LabReported)) == 200
    assert len(schedule.samples()) == 100


def test_shifts_change_without_taking_work_away() -> None:
    """At 18:00 two are at work and one comes on duty: both finish, and only one goes on."""
    schedule, hands = Schedule(site(people=PEOPLE)), Recorder()
    evening = 10 * HOUR
    assert (schedule.people_on_shift, schedule.people_free) == (2, 2)
    schedule.change_bottle("TK-111", evening - 5 * MINUTE)
    schedule.change_bottle("BR-101", evening - 2 * MINUTE)
    schedule.sample("BR-101", evening - MINUTE)
    schedule.run_to(evening, hands)
    assert hands.of(ShiftChanged) == [ShiftChanged(evening, "night", 1)]
    assert (schedule.people_on_shift, schedule.people_free) == (1, 0)
    schedule.run_to(evening + 11 * MINUTE, hands)
    assert len(hands.of(WorkDone)) == 1
    assert schedule.samples()[0].stage == "ordered", "one is still busy: nobody is free"
    run_all(schedule, hands, evening + HOUR)
    assert [event.t for event in hands.of(WorkDone)] == [
        evening + 10 * MINUTE,
        evening + 13 * MINUTE,
    ]
    assert [event.t for event in hands.of(SampleTaken)] == [evening + 18 * MINUTE]


def test_a_shift_of_nobody_waits_for_the_next() -> None:
    """What is asked at night, with nobody on duty, is done when the day shift comes."""
    shifts = (ShiftSpec("day", 6 * HOUR, 1), ShiftSpec("night", 22 * HOUR, 0))
    people = replace(PEOPLE, shifts=shifts, day_starts_ms=0)
    schedule, hands = Schedule(site(people=people)), Recorder()
    assert schedule.people_on_shift == 0
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, 2 * DAY)
    assert hands.of(SampleTaken)[0].t == 6 * HOUR + 5 * MINUTE
    changes = [(event.t // HOUR, event.subject) for event in hands.of(ShiftChanged)]
    assert changes == [(6, "day"), (22, "night"), (30, "day"), (46, "night")]


def test_neighbours_take_and_leave() -> None:
    """The use of the neighbours is the sum of those that take at the time."""
    neighbours = (
        NeighbourSpec("a", 10.0, 0, HOUR, 30 * MINUTE),
        NeighbourSpec("b", 5.0, 20 * MINUTE, 2 * HOUR, 20 * MINUTE),
    )
    schedule, hands = Schedule(site(neighbours=neighbours)), Recorder()
    told = []
    while (due := schedule.next_due()) is not None and due <= 95 * MINUTE:
        schedule.run_to(due, hands)
        told.append((due // MINUTE, hands.did[-1][2]))
    assert told == [(0, 10.0), (20, 15.0), (30, 5.0), (40, 0.0), (60, 10.0), (90, 0.0)]


def test_a_neighbour_that_never_leaves_time_between_stays() -> None:
    """A neighbour whose use outlasts its interval takes all the time, and time goes on."""
    neighbours = (NeighbourSpec("a", 10.0, 0, 10 * MINUTE, 30 * MINUTE),)
    schedule, hands = Schedule(site(neighbours=neighbours)), Recorder()
    for t in range(0, 3 * HOUR, 7 * MINUTE):
        schedule.run_to(t, hands)
        assert hands.did[-1] == ("neighbours", "O2", 10.0)


def test_routine_samples_come_by_themselves() -> None:
    """The shift draws at the first time and then at each interval."""
    schedule = Schedule(site(routines=(RoutineSpec("BR-101", 2 * HOUR, 8 * HOUR),)))
    hands = Recorder()
    run_all(schedule, hands, DAY)
    drawn = [event.t - 5 * MINUTE for event in hands.of(SampleTaken)]
    assert drawn == [2 * HOUR, 10 * HOUR, 18 * HOUR]
    assert [view.sample for view in schedule.samples()] == [1, 2, 3]


def test_orders_given_while_something_happens() -> None:
    """An order given in answer to a report begins at that very time."""

    class Asker(Recorder):
        def report(self, event: Event) -> None:
            super().report(event)
            if isinstance(event, SampleTaken):
                schedule.change_bottle("TK-111", event.t)

    schedule, hands = Schedule(site()), Asker()
    schedule.sample("BR-101", 0)
    run_all(schedule, hands, DAY)
    assert [event.t for event in hands.of(WorkDone)] == [20 * MINUTE]


def queue_of_one(service_ms: int) -> Schedule:
    """Return a site whose only queue is one analyst who needs ``service_ms`` for each sample."""
    spec = analysis("glucose", "glucose concentration", service_ms / MINUTE, "analyser")
    lab = replace(LAB, draw_ms=0, transport_ms=0, panel=(spec,))
    return Schedule(site(lab, replace(STEADY, shifts=(ShiftSpec("day", 0, 500),))))


def poisson_run(service_ms: int, mean_ms: int, number: int) -> tuple[list[int], list[int], int]:
    """Return when samples came and were reported, and the area under the number present.

    They come as a Poisson stream with the given mean interval (ms), rounded to milliseconds.
    """
    schedule, hands, dice = queue_of_one(service_ms), Recorder(), random.Random(4)
    arrivals: list[int] = []
    coming = area = last = 0
    while True:
        due = schedule.next_due()
        ordering = len(arrivals) < number and (due is None or coming < due)
        if not ordering and due is None:
            return arrivals, [event.t for event in hands.of(LabReported)], area
        now = coming if ordering or due is None else due
        area += (now - last) * len(schedule.jobs())
        last = now
        if ordering:
            schedule.sample("BR-101", now)
            arrivals.append(now)
            coming = now + round(dice.expovariate(1.0 / mean_ms))
        else:
            schedule.run_to(now, hands)


def test_waiting_is_that_of_one_server() -> None:
    """Verification, exact: Lindley's recursion (1952), Little's law (1961), and conservation.

    Verification within 5 %, the sampling error: the mean wait of an M/D/1 queue at half load is
    half a service (Pollaczek and Khinchine), and the analyst is busy half the time.
    """
    service, number = 10 * MINUTE, 4000
    arrivals, reports, area = poisson_run(service, 2 * service, number)
    assert len(arrivals) == len(reports) == number
    free, waits = 0, []
    for came, done in zip(arrivals, reports, strict=True):
        begun = max(came, free)
        free = begun + service
        assert done == free
        waits.append(begun - came)
    assert area == sum(done - came for came, done in zip(arrivals, reports, strict=True))
    assert sum(waits) / number == pytest.approx(0.5 * service, rel=0.05)
    assert number * service / reports[-1] == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("together", [1, 3, 6])
def test_samples_that_come_together_wait_in_line(together: int) -> None:
    """Verification, exact: the j-th of a batch waits j - 1 services, below full load."""
    service = 10 * MINUTE
    schedule, hands = queue_of_one(service), Recorder()
    for _ in range(together):
        schedule.sample("BR-101", 1000)
    run_all(schedule, hands, DAY)
    reports = [event.t for event in hands.of(LabReported)]
    assert reports == [1000 + service * (place + 1) for place in range(together)]


def test_open_jobs_say_what_they_wait_for() -> None:
    """A job in hand says when its stage ends; one that waits says for whom."""
    schedule, hands = Schedule(site()), Recorder()
    schedule.sample("BR-101", 0)
    schedule.change_bottle("TK-111", 1000)
    schedule.call_maintenance("TT-101", 2000)
    schedule.run_to(2000, hands)
    shown = [(job.kind, job.stage, job.since, job.due, job.waits_for) for job in schedule.jobs()]
    assert shown == [
        ("sample", "working", 0, 5 * MINUTE, ""),
        ("bottle change", "waiting", 1000, None, "operators"),
        ("maintenance", "coming", 2000, 2000 + 20 * MINUTE, ""),
    ]
