"""A rubric applied: sums, caps, levels, grades and competencies."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubric_bench import act, session

from simulator.assessment.mark import Mark, settled
from simulator.assessment.rubric import Criterion, Level, Rubric, Weighed
from simulator.assessment.scale import SCALES, grade
from simulator.assessment.score import CAP, Score, assess
from simulator.assessment.timeline import Timeline, Wants, total
from simulator.language.command import TakeHint
from simulator.language.text import text

LEVELS = (Level(0.0, {"en": "bad"}), Level(0.5, {"en": "fair"}), Level(0.9, {"en": "good"}))


@dataclass(frozen=True)
class Fixed:
    """Evidence that has already made up its mind."""

    marks: tuple[Mark, ...]

    def wants(self) -> Wants:
        """Want nothing."""
        return Wants()

    def judge(self, timeline: Timeline) -> tuple[Mark, ...]:
        """Return the marks."""
        return self.marks


def mark(won: float, of: float = 1.0, critical: bool = False) -> Mark:
    """Return a mark."""
    return Mark(won, of, text("so it is"), 1000, (7,), critical)


def criterion(name: str, points: float, *pieces: tuple[Mark, ...], **other: object) -> Criterion:
    """Return a criterion with pieces of evidence of the same weight."""
    evidence = tuple(Weighed("fixed", Fixed(marks)) for marks in pieces)
    one = Criterion(name, {"en": name}, {"en": "do it"}, points, LEVELS, evidence=evidence)
    return replace(one, **other)  # type: ignore[arg-type]


def scored(*criteria: Criterion, **other: object) -> Score:
    """Return the score of a session under these criteria."""
    return assess(replace(Rubric(criteria), **other), session())  # type: ignore[arg-type]


def test_points_are_shared_by_weight_and_possible_marks() -> None:
    """Of 30 points 10 go to each of three marks of one piece; two are won."""
    score = scored(
        criterion("a", 30.0, (mark(1), mark(1), mark(0))), criterion("b", 70.0, (mark(1),))
    )
    assert score.criteria[0].points == 20.0
    assert [line.of for line in score.criteria[0].lines] == [10.0, 10.0, 10.0]
    assert (score.points, score.of, score.percent) == (90.0, 100.0, 90.0)
    assert score.criteria[0].lines[0].rule == "a/fixed"
    assert score.criteria[0].lines[0].records == (7,)


def test_what_there_was_nothing_to_judge_of_counts_for_nothing() -> None:
    """A criterion without marks takes its points out of the whole, a piece its weight."""
    score = scored(criterion("a", 30.0, ()), criterion("b", 70.0, (mark(0.5),), ()))
    assert score.criteria[0].points is None
    assert (score.of, score.percent) == (70.0, 50.0)
    assert scored(criterion("a", 30.0, ())).percent == 0.0


def test_what_waits_for_a_person_is_told_and_not_counted() -> None:
    """An assessor's criterion is neither won nor lost yet."""
    score = scored(
        criterion("a", 30.0, rater="assessor"), criterion("b", 70.0, (mark(1),), rater="automatic")
    )
    assert (score.waiting, score.of, score.percent) == (30.0, 70.0, 100.0)


def test_a_critical_failure_caps_the_whole_and_does_not_pass() -> None:
    """Less than half of a critical criterion, or one critical action, and 49 % is the most."""
    weak = scored(
        criterion("a", 10.0, (mark(0.4),), critical=True), criterion("b", 90.0, (mark(1),))
    )
    assert (weak.percent, weak.failures, weak.passed) == (CAP, ("a",), False)
    enough = scored(
        criterion("a", 10.0, (mark(0.5),), critical=True), criterion("b", 90.0, (mark(1),))
    )
    assert (enough.failures, enough.passed) == ((), True)
    act_alone = scored(
        criterion("a", 10.0, (mark(1), mark(-0.1, 0.0, critical=True))),
        criterion("b", 90.0, (mark(1),)),
    )
    assert (act_alone.percent, act_alone.failures) == (CAP, ("a",))
    poor = scored(criterion("a", 100.0, (mark(0.1),), critical=True))
    assert poor.percent == 10.0


def test_who_ends_early_wins_no_more_than_the_part_that_was_run() -> None:
    """At a quarter of the time at most a quarter, and what had not come yet is lost."""
    rubric = Rubric((criterion("a", 50.0, (mark(1),)), criterion("b", 50.0, ())))
    early = assess(rubric, replace(session(), end=250_000))
    assert (early.points, early.of, early.percent) == (50.0, 100.0, 25.0)
    assert "ended before" in early.criteria[1].lines[0].sentence
    assert not early.finished


def test_levels_and_competencies() -> None:
    """The level is the highest that is reached; competencies are weighed by points."""
    score = scored(
        criterion("a", 30.0, (mark(0.5),), competencies=("C01", "C02")),
        criterion("b", 10.0, (mark(1),), competencies=("C02",)),
        criterion("c", 10.0, (mark(0),)),
    )
    assert [one.level for one in score.criteria] == [1, 2, 0]
    assert score.competencies == {"C01": 50.0, "C02": 62.5}


def test_hints_cost_what_they_say() -> None:
    """Two steps of a hint cost three points of the whole, and never more than was won."""
    acts = tuple(act(10 + step, step, TakeHint("air", step)) for step in (1, 2, 5))
    world = session(acts=acts, hints={"air": (1.0, 2.0)})
    won = assess(Rubric((criterion("a", 10.0, (mark(1),)),)), world)
    assert (won.points, won.percent) == (7.0, 70.0)
    assert [line.points for line in won.hints] == [-1.0, -2.0, 0.0]
    assert assess(Rubric((criterion("a", 10.0, (mark(0.1),)),)), world).points == 0.0


marks = st.builds(
    mark, st.floats(0.0, 1.0), st.sampled_from([1.0, 2.0]), st.just(False)
) | st.builds(mark, st.floats(-1.0, 0.0), st.just(0.0), st.booleans())
rows = st.lists(st.lists(marks, max_size=6).map(tuple), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.floats(1.0, 100.0), rows), min_size=1, max_size=5))
def test_scores_stay_within_their_bounds(parts: list[tuple[float, list[tuple[Mark, ...]]]]) -> None:
    """Whatever the evidence, percent is 0 to 100, points at most what is possible."""
    score = scored(*(criterion(f"c{i}", p, *r) for i, (p, r) in enumerate(parts)))
    assert 0.0 <= score.percent <= 100.0
    for one in score.criteria:
        assert one.points is None or -1e-9 <= one.points <= one.of + 0.005
    assert all(0.0 <= percent <= 100.0 for percent in score.competencies.values())


@given(st.lists(marks, min_size=1, max_size=8), st.floats(1.0, 100.0))
def test_lines_add_up_to_the_criterion(row: list[Mark], worth: float) -> None:
    """The points of all lines are the points of the criterion, costs included."""
    found = settled(row, worth)
    won = total(one.won for one in found)
    assert -1e-9 <= won <= worth + 1e-9
    score = scored(criterion("a", worth, tuple(row)))
    points = score.criteria[0].points
    assert points is None or points == pytest.approx(won, abs=0.01)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(1.0, 50.0), st.floats(1.0, 50.0))
def test_more_weight_pulls_towards_its_own(a: float, b: float, light: float, more: float) -> None:
    """Giving a criterion more points moves the percentage towards what it won, never away."""
    before = scored(criterion("a", light, (mark(a),)), criterion("b", 50.0, (mark(b),))).percent
    after = scored(
        criterion("a", light + more, (mark(a),)), criterion("b", 50.0, (mark(b),))
    ).percent
    assert (after - before) * (a - b) >= -0.02


@given(st.floats(0.0, 100.0), st.floats(1.0, 99.0))
def test_grades_rise_with_the_percentage(percent: float, mark: float) -> None:
    """On no scale does a higher percentage give a worse grade."""
    order = {
        "OVG": ["O", "V", "G"],
        "1-4": ["1", "2", "3", "4"],
        "acquired": ["not acquired", "acquired"],
    }
    for scale in ("OVG", "1-4", "acquired"):
        places = [order[scale].index(grade(scale, p, mark)) for p in (percent, 100.0)]  # type: ignore[arg-type]
        assert places == sorted(places)


def test_grades_of_every_scale() -> None:
    """The same 72.5 % as five kinds of grade, and a critical failure on each."""
    assert [grade(scale, 72.5, 60.0) for scale in SCALES] == [
        "72.5 %",
        "14.5/20",
        "V",
        "3",
        "acquired",
    ]
    assert [grade(scale, 49.0, 40.0, failed=True) for scale in SCALES] == [
        "49 %",
        "9.8/20",
        "O",
        "2",
        "not acquired",
    ]
    assert grade("1-4", 20.0, 60.0) == "1"
    assert grade("OVG", 80.0, 60.0) == "G"
    assert scored(criterion("a", 10.0, (mark(1),))).graded("1-4") == "4"
