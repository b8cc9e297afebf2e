"""Evidence of the kinds ``records`` and ``entries``: ALCOA+ on the log and the batch record."""

from __future__ import annotations

import pytest
from rubric_bench import FAULT, NAMES, act, note, pattern, session, setpoint, share

from simulator.assessment.entries import Entries, Truth
from simulator.assessment.moment import Faulted, Start
from simulator.assessment.records import NoteTest, Records
from simulator.assessment.timeline import Act
from simulator.language.command import SetMode
from simulator.language.condition import compile_value
from simulator.language.event import (
    DeviationOpened,
    EntryCorrected,
    EntryDue,
    EntryMade,
    EntryWitnessed,
    Event,
)

LOST = (Faulted("lost", "The oxygen is lost"),)
TEST = NoteTest((("oxygen", "zuurstof"), ("bank",)), LOST, within_ms=600_000)


@pytest.mark.parametrize(
    ("acts", "won"),
    [
        ((note(200, 1, "Oxygen is lost, BANK 2 in use"),), 1.0),
        ((note(200, 1, "De zuurstof  is weg, bank 2 staat aan"),), 1.0),
        ((note(200, 1, "Oxygen is lost and back"),), 0.0),
        ((note(200, 1, "oxygen bank"),), 0.0),
        ((note(200, 1, "reserve-zuurstofbank aan"),), 0.0),
        ((note(200, 1, "de reserve-zuurstofbank staat aan"),), 1.0),
        ((note(200, 1, "oxygen bank bank bank"),), 0.0),
        ((note(90, 1, "Oxygen is lost, bank 2 in use"),), 0.0),
        ((note(701, 1, "Oxygen is lost, bank 2 in use"),), 0.0),
        ((), 0.0),
    ],
    ids=[
        "en",
        "nl",
        "incomplete",
        "two words",
        "two more",
        "compound",
        "stuttered",
        "too early",
        "too late",
        "none",
    ],
)
def test_a_note_with_content_and_in_time(acts: tuple[Act, ...], won: float) -> None:
    """A note holds a word of each group, in any language, of at least three different words."""
    assert share(Records((TEST,)).judge(session(acts=acts))) == won


def test_a_short_word_must_stand_by_itself() -> None:
    """The pH of a phase is not the ph in phase."""
    test = NoteTest((("ph",),), (Start(),))
    for words, won in (("phase one is done", 0.0), ("all of it, pH: 7.0", 1.0)):
        assert share(Records((test,)).judge(session(acts=(note(5, 1, words),)))) == won


def test_a_note_about_what_never_happened_is_not_asked_for() -> None:
    """Without the fault there is nothing to write."""
    assert Records((TEST,)).judge(session(events=())) == ()


def test_notes_in_every_period() -> None:
    """Two of four periods of 250 s have a note; two in one period count once."""
    test = NoteTest((), (Start(),), every_ms=250_000)
    words = "all is as it was"
    acts = tuple(note(second, n, words) for n, second in enumerate((10, 20, 800)))
    assert share(Records((test,)).judge(session(acts=acts))) == pytest.approx(0.5)
    assert Records((NoteTest((), LOST, every_ms=10_000_000),)).judge(session()) == ()


def test_reasons() -> None:
    """Of two changes one has a reason of three different words: half."""
    evidence = Records(reasons=(pattern("*.SP"), pattern("*.MODE")))
    acts = (setpoint(10, 1, "TIC-101", 36.0), act(11, 2, SetMode("TIC-101", "MAN"), "just just ok"))
    marks = evidence.judge(session(acts=acts))
    assert share(marks) == 0.5
    assert marks[0].records == (2,)
    assert share(evidence.judge(session())) == 0.0


DUE = EntryDue(100_000, "weight", 400_000)


def made(second: float, value: float | str, late: bool = False, out: bool = False) -> EntryMade:
    """Return an entry of the batch record."""
    return EntryMade(int(second * 1000), "weight", value, "kg", "me", late, out)


TRUTH = Truth("weight", compile_value("AT-101.PV", NAMES, "pH"), 0.5)
SIGNED = EntryWitnessed(210_000, "weight", "A. Peeters", "operator")
DEVIATION = DeviationOpened(220_000, "weight", 1, "far too heavy", "me")


@pytest.mark.parametrize(
    ("events", "won"),
    [
        ((made(200, 7.2), SIGNED), 1.0),
        ((made(200, 7.2),), 0.75),
        ((made(500, 8.2, late=True), SIGNED), 0.75),
        ((made(200, 9.0), SIGNED), 0.75),
        ((made(200, 7.2, out=True), SIGNED), 0.8),
        ((made(200, 7.2, out=True), SIGNED, DEVIATION), 1.0),
        ((made(200, "heavy"), SIGNED), 0.75),
        ((), 0.0),
    ],
    ids=["good", "no witness", "late", "untrue", "no deviation", "deviation", "words", "none"],
)
def test_entries_of_the_batch_record(events: tuple[Event, ...], won: float) -> None:
    """Entered, in time, witnessed, true, and with a deviation where it is out of its limits."""
    evidence = Entries(("*",), ("weight",), (TRUTH,))
    tracks = {"AT-101.PV": ((0, 6.0), (150_000, 7.0), (250_000, 8.0))}
    world = session(events=(FAULT, DUE, *events), tracks=tracks)
    assert share(evidence.judge(world)) == pytest.approx(won)


def test_a_corrected_entry_counts_as_it_stands() -> None:
    """An untrue entry that was corrected is true."""
    fixed = EntryCorrected(300_000, "weight", 9.0, 7.2, "kg", "me", "misread", False)
    tracks = {"AT-101.PV": ((150_000, 7.0),)}
    world = session(events=(DUE, made(200, 9.0, out=True), fixed), tracks=tracks)
    assert share(Entries(("weight",), (), (TRUTH,)).judge(world)) == 1.0


def test_steps_that_did_not_become_due_or_are_not_meant_do_not_count() -> None:
    """Nothing is asked of a step that never came, of another name, or that ends after the end."""
    late = EntryDue(900_000, "weight", 5_000_000)
    assert Entries(("*",)).judge(session(events=(late,))) == ()
    assert Entries(("volume",)).judge(session(events=(DUE,))) == ()
