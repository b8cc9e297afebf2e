"""Evidence of the kind ``alarms``: how they were handled, and the measures of ISA-18.2."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rubric_bench import ack, act, alarm, note, pattern, session, setpoint, share

from simulator.assessment import alarm_metrics
from simulator.assessment.alarms import Alarms
from simulator.assessment.timeline import Act, AlarmFacts, Spell
from simulator.language.command import Shelve
from simulator.language.event import Event

FACTS = {"A-1.HI": AlarmFacts(1, 60_000), "B-2.LO": AlarmFacts(3, 600_000)}
TWO: tuple[Event, ...] = (
    alarm(100, "A-1.HI", "A", "B", 1),
    alarm(101, "B-2.LO", "A", "B", 3),
)


@pytest.mark.parametrize(
    ("acts", "won"),
    [
        ((ack(110, 1, "A-1.HI"), ack(111, 2, "B-2.LO")), 1.0),
        ((ack(110, 1, "A-1.HI"),), 0.5),
        ((ack(190, 1, "A-1.HI"), ack(191, 2, "B-2.LO")), 0.5),
        ((ack(99, 1, "A-1.HI"),), 0.0),
        ((), 0.0),
    ],
    ids=["both", "one", "both late", "too early", "none"],
)
def test_acknowledge_delay(acts: tuple[Act, ...], won: float) -> None:
    """Full within 60 s, none from 120 s, each alarm by itself."""
    evidence = Alarms("acknowledge delay", full=60_000.0, none=120_000.0)
    assert share(evidence.judge(session(acts=acts, events=TWO))) == pytest.approx(won)


def test_delays_without_limits_go_by_the_time_to_respond() -> None:
    """Half of the time to respond wins all, three quarters of it half, all of it nothing."""
    evidence = Alarms("acknowledge delay", alarms=("A-1.*",))
    for second, won in ((130, 1.0), (145, 0.5), (160, 0.0)):
        acts = (ack(second, 1, "A-1.HI"),)
        world = session(acts=acts, events=TWO, alarms=FACTS)
        assert share(evidence.judge(world)) == pytest.approx(won)


def test_an_action_is_more_than_an_acknowledgement_a_note_or_a_shelving() -> None:
    """Only what touches the plant answers an alarm."""
    evidence = Alarms("action delay", alarms=("A-1.HI",), full=60_000.0, none=120_000.0)
    empty = (
        ack(110, 1, "A-1.HI"),
        note(111, 2, "the alarm was seen"),
        act(112, 3, Shelve("A-1.HI", 1000)),
    )
    assert share(evidence.judge(session(acts=empty, events=TWO))) == 0.0
    real = (*empty, setpoint(150, 4, "TIC-101", 36.0))
    assert share(evidence.judge(session(acts=real, events=TWO))) == 1.0
    wanted = replace(evidence, does=(pattern("FIC-101.SP"),))
    assert share(wanted.judge(session(acts=real, events=TWO))) == 0.0


def test_order_by_priority() -> None:
    """Acknowledging the lower one while the higher one waits is wrong, after it is right."""
    evidence = Alarms("order")
    wrong = (ack(110, 1, "B-2.LO"), ack(111, 2, "A-1.HI"))
    events = (*TWO, alarm(110, "B-2.LO", "B", "C"), alarm(111, "A-1.HI", "B", "C", 1))
    world = session(acts=wrong, events=events, alarms=FACTS)
    assert share(evidence.judge(world)) == 0.5
    right = (ack(110, 1, "A-1.HI"), ack(111, 2, "B-2.LO"))
    events = (*TWO, alarm(110, "A-1.HI", "B", "C", 1), alarm(111, "B-2.LO", "B", "C"))
    assert share(evidence.judge(session(acts=right, events=events, alarms=FACTS))) == 1.0
    assert share(evidence.judge(session(events=TWO, alarms=FACTS))) == 0.0
    assert evidence.judge(session(events=())) == ()


def test_a_storm_of_acknowledgements() -> None:
    """Three within two seconds are a storm, three within three are not."""
    evidence = Alarms("storms")
    for gap, won in ((0.5, 0.0), (1.0, 1.0)):
        acts = tuple(ack(200 + gap * i, i, "A-1.HI") for i in range(3))
        assert share(evidence.judge(session(acts=acts, events=TWO))) == won
    mixed = (*(ack(200, i, "A-1.HI") for i in range(3)), ack(300, 9, "B-2.LO"))
    assert share(evidence.judge(session(acts=mixed, events=TWO))) == 0.25


@pytest.mark.parametrize(
    ("tag", "reason", "won"),
    [
        ("B-2.LO", "sensor is being replaced", 1.0),
        ("B-2.LO", "noise", 0.0),
        ("A-1.HI", "sensor is being replaced", 0.0),
    ],
)
def test_shelving(tag: str, reason: str, won: float) -> None:
    """A low alarm may be shelved for a real reason, a critical one never."""
    acts = (act(200, 1, Shelve(tag, 1000), reason),)
    world = session(acts=acts, events=TWO, alarms=FACTS)
    assert share(Alarms("shelving").judge(world)) == won
    assert Alarms("shelving").judge(session(events=TWO)) == ()


def minutes(*times: float) -> list[int]:
    """Return times in ms."""
    return [int(60_000 * t) for t in times]


def test_rate_and_peak() -> None:
    """Twelve alarms in an hour are two in ten minutes; the peak slides."""
    times = minutes(0, 5, 9, 11, 14, 15, 20, 30, 40, 50, 55, 59)
    assert alarm_metrics.rate(times, 3_600_000) == 2.0
    assert alarm_metrics.peak(times) == 4
    assert alarm_metrics.peak([]) == 0
    assert alarm_metrics.rate([], 0) == 0.0


def test_a_flood_begins_above_ten_and_ends_below_five() -> None:
    """Bins of 11, 6 and 4 alarms: two of six bins are in flood, the third is its end."""
    times = sorted(
        minutes(*(i / 2 for i in range(11)), *(10 + i for i in range(6)), *(20.0, 21, 22, 23))
    )
    assert alarm_metrics.flood(times, 3_600_000) == pytest.approx(2 / 6)
    assert alarm_metrics.flood(times[11:], 3_600_000) == 0.0
    assert alarm_metrics.flood([], 0) == 0.0


def test_chattering_needs_three_within_a_minute() -> None:
    """Three activations in 59 s chatter, in 60 s they do not."""
    for gap, found in ((29.5, 1), (30.0, 0)):
        events = tuple(alarm(100 + gap * i, "A-1.HI", "A", "B") for i in range(3))
        assert alarm_metrics.chattering(session(events=events)) == found


def test_standing_alarms() -> None:
    """An alarm that is acknowledged stands on; one that returned does not."""
    day = 86_400.0
    events = (
        alarm(0, "A-1.HI", "A", "B"),
        alarm(10, "A-1.HI", "B", "C"),
        alarm(0, "B-2.LO", "A", "B"),
        alarm(20, "B-2.LO", "B", "D"),
    )
    world = session(2 * day, events=events)
    assert alarm_metrics.standing(world) == 1
    assert ("B-2.LO", Spell(0, 20_000)) in alarm_metrics.stood(world)
    evidence = Alarms("standing", full=0.0, none=2.0)
    assert share(evidence.judge(world)) == 0.5
    other = replace(evidence, alarms=("B-*",))
    assert share(other.judge(world)) == 1.0


@pytest.mark.parametrize(
    ("measure", "full", "none", "won"),
    [("rate", 0.0, 2.0, 0.4), ("peak", 0.0, 4.0, 0.5), ("flood", 0.0, 0.5, 1.0)],
)
def test_measures_of_the_alarm_system(measure: str, full: float, none: float, won: float) -> None:
    """Two alarms in 1000 s are 1.2 in ten minutes, at most two in any ten, and no flood."""
    evidence = Alarms(measure, full=full, none=none)  # type: ignore[arg-type]
    assert share(evidence.judge(session(events=TWO))) == pytest.approx(won)


def test_a_chattering_alarm_costs_its_points() -> None:
    """One that chatters where one is the limit leaves nothing."""
    events = tuple(alarm(100 + i, "A-1.HI", "A", "B") for i in range(3))
    evidence = Alarms("chattering", full=0.0, none=1.0)
    assert share(evidence.judge(session(events=events))) == 0.0
    assert share(evidence.judge(session(events=TWO))) == 1.0
