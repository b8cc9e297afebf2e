"""What to play next by the learning record: all that a person did counts, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from debrief_rig import late

from simulator.learning.gather import Attempted
from simulator.learning.identity import People, people_path
from simulator.learning.onward import chooser
from simulator.learning.store import Store, store_path
from simulator.review.debrief_next import Just, choose
from simulator.scenario.library import Listing


def listing(name: str, level: int, *codes: str) -> Listing:
    """Return a scenario of a library."""
    return Listing(name, {"en": name}, {"en": ""}, level, 1, codes, {"en": ""}, 1, ("en",))


LIBRARY = [listing("oxygen-lost", 3, "C05"), listing("steps", 1, "C02"), listing("yeast", 4, "C04")]


def kept(number: int, scenario: str, percent: float, who: str = "T-1") -> Attempted:
    """Return an attempt as the record keeps it, each with a seed of its own."""
    return Attempted(
        head=f"{number:064x}",
        who=who,
        scenario=scenario,
        title={"en": scenario},
        text="0" * 64,
        level=3,
        seed=1000 + number,
        began=f"2026-01-{number:02}T00:00:00.000Z",
        simulated_ms=1,
        finished=True,
        program="0.1.0",
        physics=1,
        computed=percent,
        percent=percent,
        passed=percent >= 60.0,
        grade="",
        waiting=0.0,
        criteria=(),
        competencies={},
    )


def just(percent: float, who: str = "T-1") -> Just:
    """Return a session of oxygen-lost that was just played."""
    score = replace(late().score, percent=percent, passed=percent >= 60.0)
    return Just("f" * 64, who, 12, "2026-11-22T08:00:00.000Z", late().brief, score)


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a place with a record and a key file of its own."""
    return {"CUVE_STORE": str(tmp_path / "l.sqlite3"), "CUVE_PEOPLE": str(tmp_path / "p.sqlite3")}


def test_one_good_pass_is_mastery_only_with_another_before_it(place: dict[str, str]) -> None:
    """Alone it leads on; the record asks for a second seed, and leads on after that."""
    assert chooser(place)(just(90.0), LIBRARY) == choose(just(90.0), LIBRARY)
    assert not chooser(place)(just(90.0), LIBRARY).same
    store = Store(store_path(place))
    store.keep([kept(1, "oxygen-lost", 70.0)])
    found = chooser(place)(just(90.0), LIBRARY)
    assert found.same
    assert "another seed" in found.why
    store.keep([kept(2, "oxygen-lost", 85.0)])
    assert chooser(place)(just(90.0), LIBRARY).scenario == "steps"


def test_who_failed_is_led_to_something_easier_that_is_new(place: dict[str, str]) -> None:
    """Until that was done; a name of the key file finds the code of the record."""
    Store(store_path(place)).keep([kept(1, "yeast", 20.0)])
    assert chooser(place)(just(20.0), LIBRARY).scenario == "steps"
    person = People(people_path(place)).code_for("Ann Peeters", "T-1")
    assert person.code == "T-1"
    assert chooser(place)(just(20.0, "Ann Peeters"), LIBRARY).scenario == "steps"
    assert chooser(place)(just(20.0, "Bob Peeters"), LIBRARY).same


def test_the_session_itself_is_not_counted_twice(place: dict[str, str]) -> None:
    """A log that was imported before its debrief is one attempt, and later ones are not known."""
    same = replace(kept(1, "oxygen-lost", 90.0), head="f" * 64, seed=12)
    later = replace(kept(2, "oxygen-lost", 90.0), began="2026-12-01T00:00:00.000Z")
    Store(store_path(place)).keep([same, later])
    assert chooser(place)(just(90.0), LIBRARY).same


def test_asking_makes_no_file_and_a_broken_record_hinders_nobody(place: dict[str, str]) -> None:
    """Nothing is written for a debrief; what is no record is passed over."""
    chooser(place)(just(90.0, "Ann Peeters"), LIBRARY)
    assert not Path(place["CUVE_STORE"]).exists()
    assert not Path(place["CUVE_PEOPLE"]).exists()
    Path(place["CUVE_STORE"]).write_text("no record")
    assert chooser(place)(just(90.0), LIBRARY) == choose(just(90.0), LIBRARY)
