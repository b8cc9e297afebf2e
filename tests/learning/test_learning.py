"""The learning record: kept once, mastery and what is next, erased on request, hard to break."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_fakes import commission_small, golden

from simulator.language.problem import Refusal
from simulator.learning.gather import (
    Attempted,
    Judged,
    MarkedBy,
    examine_log,
    logs_in,
)
from simulator.learning.mastery import (
    Exercise,
    Pass,
    competencies,
    mastered,
    suggest,
)
from simulator.learning.store import Store, passes, store_path

LIBRARY = (
    Exercise("steps", 0, ("C02",), 3),
    Exercise("drift", 2, ("C06", "C08"), 5),
    Exercise("batch", 2, ("C03",), 1),
    Exercise("oxygen", 3, ("C04", "C05"), 12),
)


def attempt(number: int = 1, who: str = "T-1", percent: float = 90.0, **values: Any) -> Attempted:
    """Return an attempt with a head of its own."""
    made = Attempted(
        head=f"{number:064x}",
        who=who,
        scenario="oxygen",
        title={"en": "Oxygen", "nl": "Zuurstof"},
        text="0" * 64,
        level=3,
        seed=number,
        began=f"2026-11-22T03:{number % 60:02d}:00.000Z",
        simulated_ms=7_200_000,
        finished=True,
        program="0.1.0",
        physics=1,
        computed=percent,
        percent=percent,
        passed=percent >= 60.0,
        grade=f"{percent:g} %",
        waiting=0.0,
        criteria=(
            Judged("gain", {"en": "Gain time"}, "automatic", 9.0, 9.0, 10.0, False, ("C04",)),
            Judged("talk", {"en": "Talk"}, "assessor", None, None, 5.0, False, ()),
        ),
        competencies={"C04": percent, "C05": 50.0},
        marks=(MarkedBy("a1", "assessor", "f" * 64, ("e" * 64,)),),
    )
    return replace(made, **values)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a learning record that is not there yet."""
    return Store(tmp_path / "deep" / "learning.sqlite3")


def code_of(call: Callable[[], object]) -> str:
    """Return the code with which something is refused."""
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problems[0].code


def test_what_is_kept_comes_back_whole(store: Store) -> None:
    """Every part of an attempt, in the order of time; nobody else can read the file."""
    later, sooner = attempt(2), attempt(1, who="T-2")
    assert [kept.outcome for kept in store.keep([later, sooner])] == ["new", "new"]
    assert store.attempts() == (sooner, later)
    assert store.attempts("T-1") == (later,)
    assert store.people() == ("T-1", "T-2")
    assert store.percent(later.head) == 90.0
    assert store.percent("0") is None
    assert store.path.stat().st_mode & 0o777 == 0o600


def test_reading_makes_no_file(store: Store) -> None:
    """A record that is not there is empty."""
    assert store.attempts() == ()
    assert store.people() == ()
    assert store.percent("0") is None
    assert store.erase("T-1") == 0
    assert not store.path.parent.exists()


def test_a_log_is_kept_once_and_scored_anew(store: Store) -> None:
    """The same log again changes nothing; another score replaces the old one whole."""
    assert store.keep([attempt()])[0].outcome == "new"
    assert store.keep([attempt()])[0].outcome == "same"
    better = attempt(percent=95.0, criteria=attempt().criteria[:1])
    assert store.keep([better])[0].outcome == "changed"
    assert store.attempts() == (better,)


def test_signed_marks_that_were_rewritten_are_found(store: Store) -> None:
    """What was signed must still be there, as it was; more signatures may follow."""
    store.keep([attempt()])
    more = MarkedBy("a1", "assessor", "d" * 64, ("e" * 64, "d" * 64))
    assert store.keep([attempt(marks=(more,))])[0].problems == ()
    for forged in (
        (),
        (MarkedBy("a1", "assessor", "c" * 64, ()),),
        (MarkedBy("a1", "assessor", "c" * 64, ("c" * 64, "d" * 64)),),
        (MarkedBy("a2", "assessor", "c" * 64, ("e" * 64, "d" * 64)),),
    ):
        (kept,) = store.keep([attempt(percent=100.0, marks=forged)])
        assert kept.problems[0].code == "marks-rewritten"
        assert store.attempts()[0].percent == 90.0


def test_one_person_is_erased_and_nobody_else(store: Store) -> None:
    """Nothing of them is left in the bytes of the file."""
    store.keep([attempt(1, who="T-GONE"), attempt(2, who="T-STAYS")])
    assert store.erase("T-GONE") == 1
    assert store.people() == ("T-STAYS",)
    assert b"T-GONE" not in store.path.read_bytes()
    assert attempt(1).head.encode() not in store.path.read_bytes()
    assert store.erase("T-GONE") == 0
    assert len(store.attempts()[0].criteria) == 2


def test_all_or_nothing(store: Store) -> None:
    """An attempt that cannot be kept keeps the others out too."""
    bad = replace(attempt(2), waiting="many")  # type: ignore[arg-type]
    assert code_of(lambda: store.keep([attempt(1), bad])) == "bad-database"
    assert store.attempts() == ()


def test_many_programs_write_at_once(store: Store) -> None:
    """Each waits for the others; every attempt is there once."""
    problems: list[Refusal] = []

    def work(part: int) -> None:
        try:
            for number in range(12):
                store.keep([attempt(100 * (number % 6) + part % 2)])
        except Refusal as refusal:
            problems.append(refusal)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert len(store.attempts()) == 12


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a database, but long enough to be taken for one" * 40, "bad-database"),
        (b"SQLite format 3\0" + bytes(84), "bad-database"),
        (b"\0", "bad-database"),
    ],
)
def test_a_file_that_is_no_database_is_left_alone(store: Store, data: bytes, code: str) -> None:
    """It is said what it is, and not a byte of it changes."""
    store.path.parent.mkdir()
    store.path.write_bytes(data)
    assert code_of(store.attempts) == code
    assert code_of(lambda: store.keep([attempt()])) == code
    assert store.path.read_bytes() == data


def test_a_database_of_others_or_of_the_future_is_left_alone(store: Store) -> None:
    """Only a learning record of this version is written to."""
    store.path.parent.mkdir()
    with sqlite3.connect(store.path) as base:
        base.execute("CREATE TABLE recipes (name)")
    base.close()
    assert code_of(lambda: store.keep([attempt()])) == "other-database"
    store.path.unlink()
    store.keep([attempt()])
    with sqlite3.connect(store.path) as base:
        base.execute("PRAGMA user_version = 2")
    base.close()
    assert code_of(store.attempts) == "other-version"
    assert code_of(lambda: store.keep([attempt()])) == "other-version"


def test_a_damaged_record_is_told(store: Store) -> None:
    """Bytes that were changed under it do not come out as results."""
    store.keep([attempt(n) for n in range(200)])
    data = bytearray(store.path.read_bytes())
    data[4096:] = bytes(b ^ 0x55 for b in data[4096:])
    store.path.write_bytes(bytes(data))
    assert code_of(store.attempts) == "bad-database"


@pytest.mark.parametrize("name", ["a\0b", "/proc/version/x", "/dev/null/x"])
def test_places_where_nothing_can_be_kept(name: str) -> None:
    """It is said, without a traceback."""
    assert code_of(lambda: Store(Path(name)).keep([attempt()])) == "cannot-open"


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    """Nor is it written into."""
    assert code_of(lambda: Store(tmp_path).attempts()) in ("not-a-file", "cannot-open")
    assert code_of(lambda: Store(tmp_path).keep([attempt()])) == "cannot-open"


def test_hostile_words_are_kept_as_they_are(store: Store) -> None:
    """A quote ends no statement."""
    evil = "x'; DROP TABLE attempts; --"
    store.keep([attempt(who=evil, scenario=evil, grade=evil, title={"en": evil})])
    assert store.attempts(evil)[0].title == {"en": evil}
    assert store.erase(evil) == 1


def test_where_the_record_is() -> None:
    """The environment has the last word."""
    assert store_path({"CUVE_STORE": "/x/y"}) == Path("/x/y")
    assert store_path({}).name == "learning.sqlite3"


def done(scenario: str, seed: int, percent: float, **shown: float) -> Pass:
    """Return an attempt as the rules see it."""
    return Pass(scenario, seed, percent, percent >= 60.0, shown)


def test_mastery_is_two_good_passes_with_different_seeds() -> None:
    """The same seed twice shows memory; 79 % is not enough; a critical failure is no pass."""
    assert mastered([done("a", 1, 90), done("a", 2, 80)]) == ("a",)
    assert mastered([done("a", 1, 90), done("a", 1, 100)]) == ()
    assert mastered([done("a", 1, 90), done("a", 2, 79.99)]) == ()
    assert mastered([done("a", 1, 90), Pass("a", 2, 90, False, {})]) == ()
    assert mastered([done("a", 1, 90), done("b", 2, 90)]) == ()


def test_competencies_are_of_the_latest_attempts() -> None:
    """Three of them: who learned is not held to how it began."""
    found = competencies([done("a", n, 90, C04=p) for n, p in enumerate((0, 0, 60, 90, 100))])
    assert found == {"C04": 83.33}


def next_one(*attempts: Pass) -> tuple[str, int, str]:
    """Return what is suggested: scenario, seed, and the first words of why."""
    found = suggest(attempts, LIBRARY)
    assert found is not None
    return found.scenario, found.seed, found.why


def test_what_is_suggested_next() -> None:
    """The easiest first, what was begun until it is mastered, then what trains the weakest."""
    assert next_one() == ("steps", 3, "not done yet; level 0 is next")
    name, seed, why = next_one(done("steps", 3, 70))
    assert (name, seed) == ("steps", 4)
    assert "70 %" in why
    name, seed, why = next_one(done("steps", 3, 85))
    assert (name, seed) == ("steps", 4)
    assert "another seed" in why
    steps = (done("steps", 3, 85), done("steps", 4, 85, C02=85, C08=40))
    name, seed, why = next_one(*steps)
    assert (name, seed) == ("drift", 5)
    assert "take samples" in why
    name, _, why = next_one(done("oxygen", 12, 30))
    assert name == "steps"
    assert "easier than oxygen" in why
    assert next_one(done("oxygen", 12, 70))[0] == "oxygen"


def test_who_mastered_everything_does_the_oldest_again() -> None:
    """With a seed that is new to them."""
    every = [done(e.name, e.seed + n, 90) for e in LIBRARY for n in (0, 1)]
    name, seed, why = next_one(*every)
    assert (name, seed) == ("steps", 5)
    assert "mastered" in why
    assert suggest(every, ()) is None


names = st.sampled_from([one.name for one in LIBRARY] + ["other"])
attempts = st.lists(
    st.builds(
        Pass,
        names,
        st.integers(0, 15),
        st.floats(0, 100),
        st.booleans(),
        st.dictionaries(st.sampled_from(["C02", "C04", "C99"]), st.floats(0, 100), max_size=2),
    ),
    max_size=30,
)


@given(attempts)
def test_a_suggestion_is_always_of_the_library_and_never_done_before(had: list[Pass]) -> None:
    """Whatever somebody did, there is a next exercise with a seed of its own, and a reason."""
    found = suggest(had, LIBRARY)
    assert found is not None
    assert found.scenario in {one.name for one in LIBRARY}
    assert (found.scenario, found.seed) not in {(one.scenario, one.seed) for one in had}
    assert found.why
    have = mastered(had)
    open_ones = {one.name for one in LIBRARY} - set(have)
    assert not open_ones or found.scenario in open_ones


@given(attempts)
def test_more_attempts_never_take_mastery_away(had: list[Pass]) -> None:
    """What was shown stays shown."""
    assert set(mastered(had[: len(had) // 2])) <= set(mastered(had))


def test_what_cannot_be_examined_is_told(tmp_path: Path) -> None:
    """Damaged, unfinished, forged, no log at all, no rubric: each with its reason."""
    log = tmp_path / "a.log"
    golden(log, 1)
    whole = log.read_bytes()

    def found(data: bytes) -> str:
        log.write_bytes(data)
        examined = examine_log(str(log), commission_small)
        assert examined.attempt is None
        return examined.problems[0].code

    assert found(whole) == "no-rubric"
    assert found(whole[: len(whole) // 2]) == "not-sealed"
    assert found(whole.replace(b"hands on", b"hands 0n", 1)) == "damaged"
    assert found(b"") == "not-a-log"
    assert found(b"\x1b[2J\n") == "not-a-log"
    assert examine_log(str(tmp_path), commission_small).problems
    assert examine_log(str(tmp_path / "none"), commission_small).problems


def test_logs_of_folders_come_once_and_in_order(tmp_path: Path) -> None:
    """Only plain files called *.log; what is named is taken as it is."""
    for name in ("b.log", "a.log", "c.txt", "a.log.x.marks"):
        (tmp_path / name).write_text("")
    (tmp_path / "d.log").mkdir()
    (tmp_path / "e.log").symlink_to(tmp_path / "a.log")
    found = logs_in([tmp_path, tmp_path / "a.log", "other.txt"])
    assert [Path(one).name for one in found] == ["a.log", "b.log", "other.txt"]


def test_attempts_go_into_the_rules_as_they_are() -> None:
    """What the record keeps is what mastery looks at."""
    assert passes([attempt(7, percent=88.0)]) == [
        Pass("oxygen", 7, 88.0, True, {"C04": 88.0, "C05": 50.0})
    ]
