"""The key file: codes that say nothing, names in one place, and forgetting for good."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from simulator.language.problem import Refusal
from simulator.learning.identity import PLACE, People, people_path, signed_as


@pytest.fixture
def people(tmp_path: Path) -> People:
    """Return a key file that is not there yet."""
    return People(tmp_path / "keys" / "people.sqlite3")


def test_a_name_has_one_code_that_says_nothing_of_it(people: People) -> None:
    """The same name, however it is written, has the same code; the file is for its owner."""
    jan = people.code_for("Jan Jansen")
    assert re.fullmatch("T-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{5}", jan.code)
    assert people.code_for("  jan   JANSEN ") == jan
    assert people.code_for("Jan Jansens").code != jan.code
    assert people.find(jan.code) == people.find("JAN jansen") == jan
    assert people.path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in sorted(people.everyone(), key=lambda p: p.name)] == [
        "Jan Jansen",
        "Jan Jansens",
    ]


def test_a_school_may_choose_codes(people: People) -> None:
    """But not one that is another's, and not a second one for the same person."""
    assert people.code_for("Ann Peeters", "klas2-07").code == "klas2-07"
    for name, code in (("Ann Peeters", "x"), ("Eve", "klas2-07"), ("Eve", "a b"), ("Eve", "-")):
        with pytest.raises(Refusal):
            people.code_for(name, code)
    assert len(people.everyone()) == 1


def test_who_is_forgotten_is_gone_from_the_bytes(people: People) -> None:
    """The code stays where it stands; nobody can tell any more whose it was."""
    jan = people.code_for("Jan Jansen")
    people.code_for("Ann Peeters")
    assert people.forget("jan jansen") == jan
    assert people.find(jan.code) is None
    data = people.path.read_bytes()
    assert b"Jansen" not in data
    assert b"jansen" not in data
    assert people.code_for("Jan Jansen").code != jan.code
    with pytest.raises(Refusal):
        people.forget("Nobody Here")
    with pytest.raises(Refusal):
        People(people.path.parent / "none").forget("x")


def test_how_a_log_is_signed(people: People) -> None:
    """A name of two words gives way to its code; one word is a code, unless it is a known name."""
    place = {PLACE: str(people.path)}
    assert signed_as("ann", place) == "ann"
    assert signed_as("", place) == ""
    assert not people.path.exists()
    code = signed_as("Jan Jansen", place)
    assert code.startswith("T-")
    assert signed_as("jan jansen", place) == code
    assert signed_as(code, place) == code
    people.code_for("Bo", "T-BO")
    assert signed_as("bo", place) == "T-BO"
    assert signed_as("Jan Jansen", {**place, "CUVE_REAL_NAMES": "1"}) == "Jan Jansen"


@pytest.mark.parametrize(
    "name", ["a\x1b b", "a\nb\x00", "x y" * 40, "\u202e evil name", "\ud800 a"]
)
def test_hostile_names_are_refused(people: People, name: str) -> None:
    """What acts on a terminal or has no end is no name."""
    with pytest.raises(Refusal):
        people.code_for(name)
    with pytest.raises(Refusal):
        signed_as(name if " " in name else f"{name} x", {PLACE: str(people.path)})


def test_quotes_end_no_statement(people: People) -> None:
    """A name is a value, whatever it holds."""
    evil = "Robert'); DROP TABLE people; --"
    code = people.code_for(evil).code
    assert people.find(evil) == people.find(code)
    assert people.forget(evil).code == code


def test_two_programs_give_one_code(people: People) -> None:
    """Whoever comes second gets what the first made."""
    found: list[str] = []

    def work() -> None:
        found.extend(people.code_for(f"Trainee Number {n}").code for n in range(10))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert len(set(found)) == 10


def test_where_the_key_file_is() -> None:
    """The environment has the last word."""
    assert people_path({PLACE: "/x/y"}) == Path("/x/y")
    assert people_path({}).name == "people.sqlite3"


def test_who_is_no_longer_than_a_log_takes() -> None:
    """A name that no log can hold is refused in words, whether or not names are kept."""
    for environment in ({}, {"CUVE_REAL_NAMES": "1"}):
        with pytest.raises(Refusal) as refusal:
            signed_as("n" * 201, environment)
        assert "at most 200 characters" in str(refusal.value)
