"""Marks beside a log: what is written stays, and nobody peeks."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from marks_fakes import ACTS, LEVELS, PEER, RUBRIC, TALKS, mark, refused, score
from session_fakes import a_story, begin, commission_small, golden, stamp

from simulator.assessment.score import CAP, level_of
from simulator.language.problem import Refusal
from simulator.review.marks import refer, sheets_of, worth
from simulator.review.marks_check import check_marks
from simulator.review.marks_score import marked


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a sealed log."""
    path = tmp_path / "a.log"
    golden(path, 1)
    return path


def test_what_is_written_stays_and_the_log_is_never_touched(log: Path) -> None:
    """Every mark is on disk when its method returns; another program reads the same."""
    before = log.read_bytes()
    marks = mark(log)
    assert not marks.path.exists()
    assert marks.remark(3000, "  later  ") == 1
    assert marks.remark(1000, "sooner", 2) == 2
    assert [one.text for one in mark(log).sheet.remarks] == ["sooner", "later"]
    assert marks.withdraw(1, "wrong moment") == 3
    assert [one.text for one in marks.sheet.remarks] == ["sooner"]
    assert len(marks.sheet.records) == 4
    assert log.read_bytes() == before
    assert marks.path.stat().st_mode & 0o777 == 0o600
    assert (marks.sheet.log, marks.sheet.of) == (refer(log).head, refer(log).records)


def test_the_chain_is_the_one_that_is_described(log: Path) -> None:
    """A reader of ten lines follows it: SHA-256 of the hash before and the record's bytes."""
    marks = mark(log)
    marks.remark(0, "é")
    head = hashlib.sha256(b"cuve marks, format 1\n").digest()
    for line in marks.path.read_bytes().splitlines():
        digits, record = line.split(b" ", 1)
        head = hashlib.sha256(head + record).digest()
        assert digits.decode() == head.hex()
    assert head.hex() == marks.sheet.head


def test_a_signature_is_bound_to_log_and_marks(log: Path) -> None:
    """It holds the head of the log, the head of the marks before it, name, meaning and time."""
    marks = mark(log)
    marks.remark(0, "well done")
    head = marks.sheet.head
    marks.sign("A. Peeters", "assessment")
    (signed,) = marks.sheet.signatures
    assert (signed.name, signed.meaning, signed.wall) == ("A. Peeters", "assessment", stamp())
    assert (signed.log, signed.marks) == (refer(log).head, head)
    assert marks.sheet.signed
    marks.remark(1, "one more thing")
    assert not marks.sheet.signed
    marks.sign("A. Peeters", "review")
    assert marks.sheet.signed
    assert len(marks.sheet.signatures) == 2


def test_one_may_sign_that_there_is_nothing_to_remark(log: Path) -> None:
    """A signature alone is a sound file too."""
    mark(log).sign("A. Peeters", "approval")
    assert mark(log).sheet.signed
    assert check_marks(log, chain_only=True).problems == ()


def test_an_unfinished_session_may_be_marked_but_not_signed(tmp_path: Path) -> None:
    """Marks hold on to what the log was; when it has grown they still belong to it."""
    path = tmp_path / "b.log"
    live = begin(path)
    a_story(live, 1)
    live.close()
    marks = mark(path)
    marks.remark(1000, "so far so good")
    assert refused(marks.sign, "A. Peeters", "review") == "not-sealed"
    live = type(live).resume(path, live._by, commission=commission_small, stamp=stamp)
    live.seal()
    again = mark(path)
    assert [one.text for one in again.sheet.remarks] == ["so far so good"]
    again.sign("A. Peeters", "review")
    assert check_marks(path, chain_only=True).problems == ()


def test_raters_are_blind_to_each_other_until_both_have_signed(log: Path) -> None:
    """Neither sees a thing before; that a rater saw the other's is put in the marks."""
    one, two, trainee = mark(log, "one"), mark(log, "two"), mark(log, "ann", "trainee")
    one.rate(TALKS, level=3)
    two.rate(TALKS, level=1)
    trainee.commit("look sooner")
    for marks in (one, two):
        assert [sheet.who for sheet in marks.others()] == ["ann"]
    assert trainee.others() == ()
    one.sign("One", "assessment")
    assert [sheet.who for sheet in one.others()] == ["ann"]
    assert [sheet.who for sheet in two.others()] == ["ann"]
    assert [sheet.who for sheet in trainee.others()] == ["one"]
    two.sign("Two", "assessment")
    assert [sheet.who for sheet in one.others()] == ["two", "ann"]
    assert one.sheet.signed
    assert len(one.sheet.records) == 4
    one.others()
    assert len(one.sheet.records) == 4
    one.rate(TALKS, level=1, words="I was too kind")
    assert one.sheet.ratings["talks"].level == 1
    blind = one.sheet.blind
    assert blind is not None
    assert blind.ratings["talks"].level == 3


def test_who_may_mark_as_what(log: Path) -> None:
    """Nobody assesses their own session, and only the trainee rates it as trainee."""
    assert refused(mark, log, "ann") == "own-session"
    assert refused(mark, log, "ann", "peer") == "own-session"
    assert refused(mark, log, "bob", "trainee") == "own-session"
    assessor, trainee, peer = mark(log), mark(log, "ann", "trainee"), mark(log, "eve", "peer")
    assert refused(assessor.rate, ACTS, level=1) == "not-yours"
    assert refused(assessor.rate, PEER, level=1) == "not-yours"
    assert refused(peer.rate, TALKS, level=1) == "not-yours"
    assert refused(assessor.commit, "I will") == "out-of-order"
    assert refused(trainee.override, score().criteria[0], 0, 1.0, "mine") == "out-of-order"
    for criterion in RUBRIC.criteria:
        trainee.rate(criterion, level=2)
    peer.rate(PEER, points=7.5)
    peer.remark(0, "kind")
    assert refused(mark, log, "eve", "assessor") == "other-marker"


@pytest.mark.parametrize(("level", "points"), [(0, 0.0), (1, 10.0), (2, 15.0), (3, 20.0)])
def test_a_level_is_worth_the_middle_of_its_band(level: int, points: float) -> None:
    """The highest is worth all, the lowest nothing; each leads back to itself."""
    assert worth(LEVELS, level, 20.0) == points
    assert level_of(points / 20.0, LEVELS) == level


def test_signed_ratings_count_and_unsigned_do_not(log: Path) -> None:
    """What waits for a person is won by a signed rating; two assessors count alike."""
    one, two = mark(log, "one"), mark(log, "two")
    one.rate(TALKS, points=20.0)
    found = marked(score(), RUBRIC, sheets_of(log)[0])
    assert (found.score, found.unsigned) == (score(), ("one",))
    draft = marked(score(), RUBRIC, sheets_of(log)[0], draft="one")
    assert (draft.score.points, draft.score.waiting) == (60.0, 20.0)
    one.sign("One", "assessment")
    two.rate(TALKS, points=10.0)
    two.sign("Two", "assessment")
    found = marked(score(), RUBRIC, sheets_of(log)[0])
    assert found.score.points == 55.0
    assert found.score.of == 80.0
    assert found.score.percent == 68.75
    assert found.automatic.percent == score().percent == 66.67
    assert found.score.criteria[1].level == 2
    assert [(c.criterion, c.before, c.after) for c in found.changes] == [("talks", None, 15.0)]


def test_each_rater_decides_their_own_criteria(log: Path) -> None:
    """A trainee's rating counts for what is theirs alone; a fellow trainee's likewise."""
    trainee, peer = mark(log, "ann", "trainee"), mark(log, "eve", "peer")
    for criterion in RUBRIC.criteria:
        trainee.rate(criterion, level=3)
    trainee.sign("ann", "authorship")
    peer.rate(PEER, level=0)
    peer.sign("eve", "assessment")
    found = marked(score(), RUBRIC, sheets_of(log)[0])
    points = {one.id: one.points for one in found.score.criteria}
    assert points == {"acts": 40.0, "talks": None, "self": 10.0, "peer": 0.0}
    assert found.score.waiting == 20.0


def test_an_override_keeps_the_computed_value_in_sight(log: Path) -> None:
    """The line's points change by what the assessor gave; both values are told."""
    marks = mark(log)
    marks.override(score().criteria[0], 1, 20.0, "the order was agreed by phone")
    marks.sign("A. Peeters", "assessment")
    found = marked(score(), RUBRIC, sheets_of(log)[0])
    assert found.score.criteria[0].points == 60.0
    assert found.automatic.criteria[0].points == 40.0
    (change,) = found.changes
    assert change.overrides[0][1].automatic == 0.0
    second = mark(log, "two")
    second.sign("Two", "assessment")
    halved = marked(score(), RUBRIC, sheets_of(log)[0])
    assert halved.score.criteria[0].points == 50.0


def test_an_override_may_settle_a_critical_failure(log: Path) -> None:
    """A failure that came from too few points goes with them; any other needs a word."""
    poor = score(10.0, failed=True)
    assert poor.percent == round(100 * 10 / 60, 2)
    marks = mark(log)
    marks.override(poor.criteria[0], 1, 20.0, "seen from the floor")
    marks.sign("A", "assessment")
    assert marked(poor, RUBRIC, sheets_of(log)[0]).score.failures == ()
    acted = score(40.0, failed=True)
    assert acted.percent == CAP
    other = mark(log, "two")
    other.override(acted.criteria[0], 1, 20.0, "good", failed=None)
    other.sign("B", "assessment")
    only = [sheet for sheet in sheets_of(log)[0] if sheet.who == "two"]
    assert marked(acted, RUBRIC, only).score.failures == ("acts",)
    other.override(acted.criteria[0], 1, 20.0, "good", failed=False)
    other.sign("B", "assessment")
    only = [sheet for sheet in sheets_of(log)[0] if sheet.who == "two"]
    lifted = marked(acted, RUBRIC, only).score
    assert (lifted.failures, lifted.percent) == ((), 100.0)


def test_marks_of_another_score_or_rubric_do_not_count(log: Path) -> None:
    """An override of a value that was not computed, or of no line, is told and left out."""
    marks = mark(log)
    marks.override(score(30.0).criteria[0], 0, 40.0, "more")
    marks.rate(replace(TALKS, points=30.0), points=30.0)
    marks.rate(replace(TALKS, id="sings"), points=20.0)
    marks.sign("A", "assessment")
    found = marked(score(), RUBRIC, sheets_of(log)[0])
    assert found.score.points == 40.0
    codes = {problem.code for problem in found.problems}
    assert codes == {"other-score", "other-rubric", "unknown-criterion"}


def test_an_empty_file_beside_marks_is_named(tmp_path: Path) -> None:
    """What is no log is said with the name of the file."""
    path = tmp_path / "empty.log"
    path.write_bytes(b"")
    with pytest.raises(Refusal) as refusal:
        refer(path)
    assert "empty.log:1:1: this is not a session log" in str(refusal.value)
