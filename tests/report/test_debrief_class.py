"""A class: means and spreads by hand, common errors, progress, mastery, and no names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from debrief_rig import HOSTILE, late, late_log, read

from simulator.assessment.score import CriterionScore, Line, Score
from simulator.assessment.workload import Workload
from simulator.language.forms import SCALES
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.report.classes import class_page
from simulator.review.debrief_class import Outcome, class_report, mastered, outcome
from simulator.session.chain import write_chain
from simulator.session.journal import read_journal
from simulator.session.record import Record, Seal


def session(who: str, day: int, part: float, seed: int = 1, name: str = "s") -> Outcome:
    """Return a session in which this part of one criterion of ten points was won."""
    score = late().score
    line = Line("a/time", 10.0 * part, 10.0, 5, (1,), text("{what}: never", what="first action"))
    one: CriterionScore = replace(
        score.criteria[0], id="a", points=10.0 * part, of=10.0, lines=(line,)
    )
    made: Score = replace(
        score, criteria=(one,), percent=100.0 * part, passed=part >= 0.6, phrases=()
    )
    head = f"{who}{day}{part}{seed}"
    began = f"2026-11-{day:02}T08:00:00Z"
    return Outcome(head, who, name, "d" * 64, {"en": "Title"}, seed, began, made)


def logs(*found: Outcome | Problem) -> list[tuple[str, Outcome | Problem]]:
    """Return outcomes with names of logs."""
    return [(f"{place}.log", one) for place, one in enumerate(found)]


def test_means_and_spreads_are_of_last_attempts() -> None:
    """Of 100, 50 and 0 %: mean 50, standard deviation 50, one with less than half."""
    found = logs(
        session("x", 1, 0.1), session("x", 2, 1.0), session("y", 1, 0.5), session("z", 1, 0.0)
    )
    (course,) = class_report(found).courses
    (spread,) = course.spreads
    assert (spread.n, spread.mean, spread.missed) == (3, 50.0, 1)
    assert spread.deviation == pytest.approx(50.0)
    assert course.progress == ((3, pytest.approx(20.0)), (1, 100.0))


def test_people_have_codes_unless_names_are_wanted() -> None:
    """No name of a log is on the page; with names they are, made harmless."""
    found = logs(session(HOSTILE, 1, 0.2), session("Bob Builder", 1, 0.3))
    report = class_report(found)
    assert [one.name for one in report.courses[0].people] == ["P02", "P01"][::-1]
    page = class_page(report, "en")
    assert "Builder" not in page
    named = class_page(class_report(found, names=True), "en")
    assert "Bob Builder" in named
    assert "script" not in read(named).tags


def test_the_same_log_counts_once_and_what_is_no_log_is_told() -> None:
    """A copy changes nothing; a problem is on the page."""
    one = session("x", 1, 0.5)
    report = class_report(logs(one, one, Problem("damaged", "the <log> was changed")))
    assert report.logs == 1
    assert report.people == 1
    assert "the &lt;log&gt; was changed" in class_page(report, "en")


def test_common_errors_are_what_two_or_more_missed() -> None:
    """Two of three missed the same; a thing that one missed is not common."""
    found = logs(session("x", 1, 0.1), session("y", 1, 0.2), session("z", 1, 0.9))
    (common,) = class_report(found).courses[0].common
    assert (common.count, common.n) == (2, 3)
    assert "2 of 3" in class_page(class_report(found), "en")
    alone = class_report(logs(session("x", 1, 0.1), session("z", 1, 0.9)))
    assert alone.courses[0].common == ()


def test_mastery_is_two_good_passes_with_other_seeds() -> None:
    """Once, or twice the same seed, is none; a failure between takes nothing away."""
    assert mastered([session("x", 1, 0.8, 1), session("x", 2, 0.9, 2)])
    assert not mastered([session("x", 1, 0.9, 1)])
    assert not mastered([session("x", 1, 0.9, 1), session("x", 2, 0.9, 1)])
    assert mastered([session("x", 1, 0.9, 1), session("x", 2, 0.3, 2), session("x", 3, 0.9, 3)])
    assert not mastered([session("x", 1, 0.79, 1), session("x", 2, 0.9, 2)])
    assert mastered([session("x", 1, 0.3, 9), session("x", 2, 0.9, 2), session("x", 3, 0.9, 3)])


def test_versions_of_a_scenario_are_kept_apart() -> None:
    """Another text of the scenario is another course, and both say which version they are."""
    other = replace(session("y", 1, 0.5), digest="e" * 64)
    report = class_report(logs(session("x", 1, 0.5), other))
    assert len(report.courses) == 2
    page = class_page(report, "en")
    assert "version dddddddd" in page
    assert "version eeeeeeee" in page


def test_no_logs_at_all_is_a_page() -> None:
    """A class in which nothing could be scored has no courses, and its page says so."""
    assert "0 sessions of 0 people" in class_page(class_report([]), "en")


def test_a_log_is_scored_or_says_why_not(tmp_path: Path) -> None:
    """A real log has its score; what is no log comes back as a problem, not as an error."""
    found = outcome(str(late_log()))
    assert isinstance(found, Outcome)
    assert found.score == late().marked.automatic
    bad = tmp_path / "bad.log"
    bad.write_text("nothing")
    assert isinstance(outcome(str(bad)), Problem)
    assert isinstance(outcome(str(tmp_path / "none.log")), Problem)


def told(session: Outcome, *numbers: int) -> Outcome:
    """Return a session in which the workload form was filled in."""
    mean = sum(numbers) / len(numbers)
    return replace(session, workload=Workload(tuple(zip(SCALES, numbers, strict=True)), mean, 1, 1))


def test_the_workload_of_a_class_is_told_and_never_graded() -> None:
    """Median and range of each person's last form; who left it out is not counted."""
    found = logs(
        told(session("x", 1, 0.9), 90, 90, 90, 90, 90, 90),
        told(session("x", 2, 0.9), 10, 0, 20, 30, 40, 50),
        told(session("y", 1, 0.9), 50, 0, 20, 30, 40, 100),
        told(session("z", 1, 0.9), 70, 0, 20, 30, 40, 80),
        session("w", 1, 0.9),
        told(session("v", 1, 0.9), 60, 0, 20, 30, 40, 80),
        session("v", 2, 0.9),
    )
    (course,) = class_report(found).courses
    mental = course.burdens[0]
    assert (mental.scale, mental.n, mental.median, mental.low, mental.high) == (
        "mental", 4, 55.0, 10.0, 70.0,
    )  # fmt: skip
    assert course.burdens[-1].scale == "mean"
    assert course.burdens[-1].low == 25.0
    plain = [replace(one, workload=None) for _, one in found if isinstance(one, Outcome)]
    (without,) = class_report(logs(*plain)).courses
    assert (without.spreads, without.people[0].best) == (course.spreads, course.people[0].best)
    assert without.burdens == ()
    page = class_page(class_report(found), "en")
    assert "never graded" in page
    assert "mental demand" in read(page).text
    assert "mental demand" not in class_page(class_report(logs(*plain)), "en")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"title": {"en": "Easier"}}, "differs"), ({"sha256": {"a.yaml": "0" * 64}}, "other-text")],
)
def test_a_class_counts_no_log_that_verify_refuses(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    """Another title, or texts that are not what their hashes say, with a chain that fits."""
    opening, *others = read_journal(late_log()).records
    records: list[Record] = [replace(opening, **change), *others]
    if isinstance(records[-1], Seal):
        records[-1] = replace(records[-1], head=write_chain(records[:-1])[1].hex())
    forged = tmp_path / "forged.log"
    forged.write_bytes(write_chain(records)[0])
    found = outcome(str(forged))
    assert isinstance(found, Problem)
    assert found.code == code
