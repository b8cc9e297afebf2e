"""Marks as a hostile user and a forger would have them."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marks_fakes import RUBRIC, TALKS, mark, refused, score
from session_fakes import golden

from simulator.language.plain import controls
from simulator.language.problem import Refusal
from simulator.review.marks import Marks, marks_path, sheets_of
from simulator.review.marks_check import check_marks
from simulator.review.marks_score import marked
from simulator.review.marks_sheet import GENESIS, Sheet, read_sheet
from simulator.session.canonical import canonical


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a sealed log."""
    path = tmp_path / "a.log"
    golden(path, 1)
    return path


HOSTILE = ["", "   ", "\x1b[31mred", "a\nb", "a\x00b", "a\u202eb", "\ud800", "x" * 4001, "\u2028"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_refused_whole(log: Path, words: str) -> None:
    """Nothing that acts on a terminal or has no end gets in, and nothing is left behind."""
    marks = mark(log)
    marks.remark(0, "before")
    size = marks.path.stat().st_size
    for call in (
        lambda: marks.remark(0, words),
        lambda: marks.answer("reaction", words),
        lambda: marks.sign(words, "review"),
        lambda: marks.override(score().criteria[0], 0, 1.0, words),
        lambda: mark(log, words).remark(0, "x"),
        lambda: mark(log, "ann", "trainee").commit(words),
        lambda: mark(log, "ann", "trainee").commit("I will", words or "\x07"),
        lambda: marks.rate(TALKS, level=1, words=words if words.strip() else "\x07"),
    ):
        try:
            call()
        except Refusal:
            continue
        assert words == "   " or not controls(words)
    assert marks.path.stat().st_size == size


@pytest.mark.parametrize(
    ("t", "record"), [(-1, None), (10**12, None), (0, -1), (0, 10**6), (10**30, 0)]
)
def test_a_remark_must_be_of_a_moment_that_is_there(log: Path, t: int, record: int | None) -> None:
    """No time before, after or beyond; no record that the log has not."""
    assert refused(mark(log).remark, t, "when?", record) == "moment"


@pytest.mark.parametrize(
    "given",
    [
        {"level": -1},
        {"level": 4},
        {"level": 10**9},
        {"points": -0.01},
        {"points": 20.01},
        {"points": float("nan")},
        {"points": float("inf")},
        {},
        {"level": 1, "points": 1.0},
    ],
)
def test_a_rating_must_be_possible(log: Path, given: dict[str, Any]) -> None:
    """A level of the criterion, or points from none to all, and only one of the two."""
    assert refused(mark(log).rate, TALKS, **given) in ("rating", "no-level")


@pytest.mark.parametrize("points", [-1.0, 20.01, float("nan"), float("inf")])
def test_an_override_must_be_possible(log: Path, points: float) -> None:
    """Points between none and what the line can win, of a line that is there, with a reason."""
    one = score().criteria[0]
    assert refused(mark(log).override, one, 1, points, "why") == "override"
    assert refused(mark(log).override, one, 2, 1.0, "why") == "no-line"
    assert refused(mark(log).override, one, -1, 1.0, "why") == "no-line"
    assert refused(mark(log).override, one, 1, 1.0, " ") == "reason-needed"


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the records of a marks file as JSON values."""
    return [json.loads(line[65:]) for line in path.read_bytes().splitlines()]


def chained(records: list[dict[str, Any]]) -> bytes:
    """Write records as a forger would, with a chain that fits."""
    head, found = GENESIS, b""
    for record in records:
        body = canonical(record)
        head = hashlib.sha256(head + body).digest()
        found += head.hex().encode() + b" " + body + b"\n"
    return found


def a_file(log: Path) -> Path:
    """Write one of every kind of mark."""
    marks = mark(log)
    marks.remark(1000, "look", 2)
    marks.rate(TALKS, level=2)
    marks.override(score().criteria[0], 1, 20.0, "agreed")
    marks.answer("reaction", "calm")
    marks.withdraw(1)
    marks.sign("A. Peeters", "assessment")
    return marks.path


def test_every_change_of_a_byte_is_found(log: Path) -> None:
    """A byte that is other, gone or doubled anywhere breaks the chain, but for a torn end."""
    path = a_file(log)
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        other = bytes([whole[place] ^ 1])
        for forged in (
            whole[:place] + other + whole[place + 1 :],
            whole[:place] + whole[place + 1 :],
            whole[:place] + whole[place : place + 1] + whole[place:],
        ):
            if forged == whole:
                continue
            path.write_bytes(forged)
            found = check_marks(log, chain_only=True)
            assert found.problems or not found.sheets[0].signed, place


def forgeries(records: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return what a forger who mends the chain may try, each wrong in one way."""
    found: list[list[dict[str, Any]]] = []

    def changed(place: int, **values: Any) -> None:
        copy = [dict(record) for record in records]
        copy[place].update(values)
        found.append(copy)

    other = "0" * 64
    for place, record in enumerate(records):
        changed(place, n=record["n"] + 1)
        changed(place, kind="nonsense")
        changed(place, extra=1)
        changed(place, wall="\x1b[2J")
        changed(place, wall=5)
        if place and record["kind"] != "signed":
            found.append(records[:place] + records[place + 1 :])
            found.append([*records[: place + 1], *records[place:]])
    for values in ({"log": other}, {"records": 3}, {"records": 0}, {"records": 10**6}):
        changed(0, **values)
    for values in ({"who": "ann"}, {"role": "trainee"}, {"role": "boss"}, {"format": 2}):
        changed(0, **values)
    changed(1, t=10**10)
    changed(1, record=10**6)
    changed(1, t=-1)
    changed(2, points=21.0)
    changed(2, points=-1.0)
    changed(2, level=99)
    changed(3, reason=" ")
    changed(3, automatic="many")
    changed(5, of=0)
    changed(5, of=5)
    changed(5, of=77)
    changed(6, log=other)
    changed(6, marks=other)
    changed(6, meaning="whatever")
    # what was signed is changed into something as likely, and the chain mended
    changed(1, t=2000)
    changed(1, record=1)
    changed(2, level=1)
    changed(2, level=3)
    changed(3, points=19.5)
    changed(3, automatic=1.0)
    changed(2, points=13.0)
    for place in range(1, 6):
        text = "text" if "text" in records[place] else "reason"
        changed(place, **{text: "forged"})
    found.append(records[1:])
    found.append([])
    return found


def test_forged_marks_with_a_mended_chain_are_found(log: Path) -> None:
    """Who changes what was signed must also forge the signature's own hash; the rest is checked."""
    path = a_file(log)
    records = lines_of(path)
    tried = forgeries(records)
    assert len(tried) >= 60
    for forged in tried:
        path.write_bytes(chained(forged))
        found = check_marks(log, chain_only=True)
        assert found.problems or not found.sheets, forged


def resigned(records: list[dict[str, Any]]) -> bytes:
    """Write records as a forger who also mends what each signature says of those before it."""
    fitted: list[dict[str, Any]] = []
    for record in records:
        head = chained(fitted)[-1:] and chained(fitted).splitlines()[-1][:64].decode()
        fitted.append({**record, "marks": head} if record["kind"] == "signed" else record)
    return chained(fitted)


@pytest.mark.parametrize(
    ("place", "values", "code"),
    [
        (3, {"automatic": 1.0}, "other-score"),
        (3, {"place": 0}, "other-score"),
        (3, {"rule": "acts/other"}, "other-score"),
        (3, {"criterion": "nonsense"}, "unknown-criterion"),
        (2, {"of": 25.0}, "other-rubric"),
        (2, {"criterion": "nonsense"}, "unknown-criterion"),
    ],
)
def test_a_forged_score_is_found_even_if_the_signature_was_mended(
    log: Path, place: int, values: dict[str, Any], code: str
) -> None:
    """What marks say was computed, and of which rubric, is held against the log's own score."""
    path = a_file(log)
    records = lines_of(path)
    path.write_bytes(resigned(records))
    honest = check_marks(log, chain_only=True)
    assert honest.problems == ()
    assert marked(score(), RUBRIC, honest.sheets).problems == ()
    records[place].update(values)
    path.write_bytes(resigned(records))
    found = check_marks(log, chain_only=True)
    problems = (*found.problems, *marked(score(), RUBRIC, found.sheets).problems)
    assert code in [problem.code for problem in problems]


def test_marks_of_another_log_are_found(log: Path, tmp_path: Path) -> None:
    """A file that is copied beside another log does not belong there."""
    path = a_file(log)
    other = tmp_path / "other.log"
    golden(other, 2)
    marks_path(other, "asse-1").write_bytes(path.read_bytes())
    assert [p.code for p in check_marks(other, chain_only=True).problems] == ["other-log"]
    assert refused(mark, other) == "other-log"


def test_a_torn_end_is_set_aside_and_marking_goes_on(log: Path) -> None:
    """Half a record at the end was never acknowledged; it is kept beside the file."""
    marks = mark(log)
    marks.remark(0, "first")
    whole = marks.path.read_bytes()
    for torn in (b"0", b"ab" * 40, whole.splitlines()[1][:90]):
        marks.path.write_bytes(whole + torn)
        assert mark(log).remark(1, "second") == 2
        assert [one.text for one in mark(log).sheet.remarks] == ["first", "second"]
    marks.path.write_bytes(whole[:50])
    assert mark(log).remark(1, "anew") == 1
    assert len(list(log.parent.glob("*.torn*"))) == 4


def test_two_programs_may_write_the_same_persons_marks(log: Path) -> None:
    """Each waits for the other, and nothing is lost."""
    errors: list[Refusal] = []

    def work(name: str) -> None:
        try:
            for number in range(15):
                mark(log).remark(number, f"{name}{number}")
        except Refusal as refusal:
            errors.append(refusal)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(mark(log).sheet.remarks) == 45


def test_a_damaged_log_cannot_be_marked(log: Path) -> None:
    """What is not whole is not assessed."""
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 1
    log.write_bytes(bytes(data))
    assert refused(mark, log) == "damaged"
    assert refused(mark, log.parent / "none.log") == "cannot-read"
    log.write_bytes(b"not a log\n")
    assert refused(mark, log) == "not-a-log"


def test_names_of_files_never_leave_the_folder(log: Path) -> None:
    """Whatever a marker is called, the file lies beside the log, and no two share one."""
    names = ["../../x", "a/b", "con", "A", "a", "é", "李", "a b", "a-b", "." * 50, "x" * 200]
    paths = [marks_path(log, name) for name in names]
    assert len({str(path).lower() for path in paths}) == len(names)
    assert all(path.parent == log.parent for path in paths)
    for name in names:
        mark(log, name).remark(0, "here")
    assert len(sheets_of(log)[0]) == len(names)


def do(marks: Marks, kind: int, words: str, number: int) -> int:
    """Do one of the things that can be done with marks."""
    calls: list[Any] = [
        lambda: marks.remark(number * 1000, words),
        lambda: marks.withdraw(number),
        lambda: marks.rate(TALKS, level=number),
        lambda: marks.override(score().criteria[0], number, 1.0, words),
        lambda: marks.answer(words[:10], words, number if number > 0 else None),
        lambda: marks.sign(words, "review"),
    ]
    done: int = calls[kind]()
    return done


texts = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 5), texts, st.integers(-2, 5)), max_size=8))
def test_whatever_is_written_is_read_back_or_refused(
    log: Path, deeds: list[tuple[int, str, int]]
) -> None:
    """After any row of deeds the file is sound, and holds exactly what was acknowledged."""
    for path in log.parent.glob("*.marks*"):
        path.unlink()
    marks = mark(log)
    acknowledged = 0
    for deed in deeds:
        try:
            do(marks, *deed)
            acknowledged += 1
        except Refusal:
            continue
    sheet = mark(log).sheet
    assert len(sheet.records) == (acknowledged + 1 if acknowledged else 0)
    found = check_marks(log, chain_only=True)
    assert found.problems == ()
    if sheet.records:
        assert read_sheet(marks.path.read_bytes()) == sheet


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), min_size=1, max_size=4))
def test_a_marked_score_stays_within_its_bounds(given_points: list[tuple[float, float]]) -> None:
    """Ratings and overrides of any number of assessors keep it from 0 to 100 %."""
    from simulator.review.marks_record import Override, Rating, Signed

    counter = itertools.count(1)
    sheets = [
        Sheet(
            f"a{place}",
            "assessor",
            "0" * 64,
            1,
            "0" * 64,
            (Signed(1, "x", "review", "0" * 64, "0" * 64, ""),),
            ratings={"talks": Rating(next(counter), "talks", None, rated, 20.0, "", "")},
            overrides={("acts", 1): Override(2, "acts", 1, "acts/seq", 0.0, over, None, "why", "")},
        )
        for place, (rated, over) in enumerate(given_points)
    ]
    found = marked(score(), RUBRIC, sheets).score
    assert 0.0 <= found.percent <= 100.0
    assert 40.0 <= (found.criteria[0].points or 0.0) <= 60.0
    assert found.waiting == 20.0
