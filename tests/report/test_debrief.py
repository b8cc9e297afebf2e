"""What a debrief tells of a session: moments, responses, other ways, and what to play next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from debrief_rig import late, late_log

from simulator.assessment.score import Score, assess
from simulator.language.event import AlarmChanged
from simulator.review.debrief_moments import quiet_after
from simulator.review.debrief_next import suggest
from simulator.review.debrief_trend import step_for
from simulator.review.debrief_whatif import Ways
from simulator.review.score import live_again, score_log
from simulator.scenario.library import Listing
from simulator.session.commission import commission
from simulator.session.journal import read_journal


def test_the_dearest_moments_come_first() -> None:
    """Three moments, the dearest first, each with its losses; none costs more than was lost."""
    costs = [one.dear.cost for one in late().moments]
    assert len(costs) == 3
    assert costs == sorted(costs, reverse=True)
    lost = sum(one.of - (one.points or 0.0) for one in late().score.criteria)
    assert sum(costs) <= lost + 0.1
    for one in late().moments:
        assert one.dear.cost == pytest.approx(sum(o.points for o in one.dear.losses), abs=0.01)


def test_what_was_never_done_counts_from_when_it_was_asked() -> None:
    """The bank that was lost at 20 min asked for air and maintenance from then on."""
    first = late().moments[0].dear
    assert first.t == 1_200_000
    assert any("Air raised: not done" in o.line.sentence for o in first.losses)


def test_an_extreme_counts_from_when_it_began_to_cost() -> None:
    """Oxygen below its full mark is lost when it falls, not when the session ends."""
    losses = [o for one in late().moments for o in one.dear.losses if o.criterion.id == "oxygen"]
    assert losses
    assert all(1_200_000 < (loss.t or 0) < 1_500_000 for loss in losses)


def test_the_same_action_earlier_saves_what_was_lost() -> None:
    """The bank switched some minutes earlier keeps the cells breathing."""
    ways = [way for one in late().moments for way in one.ways if way.way == "earlier"]
    assert ways
    best = max(ways, key=lambda way: way.gained)
    assert best.command is not None
    assert best.command.kind == "switch-bank"
    assert best.gained > 10.0
    before, after = best.changes["oxygen"]
    assert after > before
    assert best.t >= 1_200_000


def test_the_practised_operator_from_the_fault_on_does_well() -> None:
    """Who takes over when the oxygen is lost comes to 90 % at least."""
    way = next(way for way in late().moments[0].ways if way.way == "expert")
    assert way.score.percent >= 90.0


def lines_of(score: Score) -> list[tuple[str, float, float, int | None, str]]:
    """Return every line but for the numbers of its records, which memory has none of."""
    lines = [line for one in score.criteria for line in one.lines]
    return [(o.rule, o.points, o.of, o.t, o.sentence) for o in lines]


def test_a_session_lived_in_memory_is_the_session_of_the_log() -> None:
    """With nothing done otherwise, every line of the score is the same."""
    lived = live_again(read_journal(late_log()))
    score = assess(lived.rubric, lived.timeline)
    assert score == score_log(late_log())
    ways = Ways(lived, score, commission, (), 60_000)
    desk = ways._run(lived.timeline.done)
    again = assess(lived.rubric, desk.timeline(lived.timeline.shadows))
    assert again.percent == score.percent
    assert lines_of(again) == lines_of(score)


def test_a_session_led_by_hand_is_not_lived_otherwise() -> None:
    """What an instructor started would not be the same; and a budget that is spent is spent."""
    lived = live_again(read_journal(late_log()))
    acts = tuple(replace(act, role="instructor") for act in lived.timeline.acts[:1])
    led = replace(lived, timeline=replace(lived.timeline, acts=acts))
    score = assess(lived.rubric, lived.timeline)
    assert not Ways(led, score, commission, (), 60_000).open
    endless = replace(lived, timeline=replace(lived.timeline, end=10**12))
    assert not Ways(endless, score, commission, (), 60_000).open


def test_how_a_fault_was_met_beside_the_practised_operator() -> None:
    """Both runs have the same fault; the trainee acted later."""
    (mine,), (other,) = late().responses, late().expert
    assert mine.began == other.began == 1_200_000
    assert mine.action is not None
    assert other.action is not None
    assert mine.action > other.action
    assert mine.alarm is not None


def test_trends_hold_what_was_measured_true_and_expert() -> None:
    """The controlled oxygen comes first, with all its pens over the whole session."""
    trend = late().trends[0]
    assert trend.tag == "AIC-102"
    assert {"pv", "sp", "op", "truth", "expert pv"} <= set(trend.pens)
    times = [t for t, _ in trend.pens["pv"]]
    assert times[0] == 0
    assert times[-1] == late().end
    assert 500 <= len(times) <= 700


def test_what_there_was_to_see() -> None:
    """At the fault nothing shows yet; a little later it does."""
    first = late().moments[0]
    assert first.seen is not None
    assert first.later is not None
    before, after = (one.tags["AIC-102"].pv for one in (first.seen, first.later))
    assert before is not None
    assert after is not None
    assert after < before - 5.0
    assert first.start < first.seen.now < first.later.now < first.end


def changed(t: int, alarm: str, old: str, new: str) -> AlarmChanged:
    """Return a change of an alarm."""
    return AlarmChanged(t, alarm, old, new, 2, 0.0, t)


def test_quiet_is_when_the_last_alarm_is_gone_for_good() -> None:
    """An alarm that comes back is not gone; one that stands to the end never is."""
    events = [
        changed(10, "A", "A", "B"),
        changed(20, "A", "B", "D"),
        changed(30, "A", "D", "B"),
        changed(40, "A", "B", "A"),
    ]
    assert quiet_after(events, 5) == 40
    assert quiet_after(events[:3], 5) is None
    assert quiet_after([], 5) is None


def listing(name: str, level: int, *codes: str) -> Listing:
    """Return a scenario of a library."""
    return Listing(name, {"en": name}, {"en": ""}, level, 1, codes, {"en": ""}, 1, ("en",))


def test_what_to_play_next_follows_a_rule() -> None:
    """Again until it is mastered; then what asks for the weakest competency, no easier."""
    brief, score = late().brief, late().score
    library = [listing("easy", 1, "C04"), listing("b", 4, "C04"), listing("a", 3, "C09")]
    assert suggest(brief, score, library).same
    passed = replace(score, passed=True, percent=70.0)
    assert suggest(brief, passed, library).same
    good = replace(score, passed=True, percent=95.0, competencies={"C05": 99.0, "C04": 90.0})
    assert suggest(brief, good, library).scenario == "b"
    other = replace(good, competencies={"C01": 90.0})
    assert suggest(brief, other, library).scenario == "a"
    assert suggest(brief, good, []).same


def test_values_are_read_in_whole_scans() -> None:
    """A step is a multiple of the scan, never nothing."""
    assert step_for(7_200_000, 1000, 600) == 12_000
    assert step_for(1, 1000, 600) == 1000
    assert step_for(1_000_001, 7000, 10) % 7000 == 0
