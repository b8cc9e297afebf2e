"""The batch record: what becomes due, what is taken, what is refused, and what a checkpoint keeps.

Verification: the rules of data integrity (ALCOA+, 21 CFR 11.10(e)) as closed cases.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_plant import HOUR, MINUTE, SECOND, TEXT, of, plant

from simulator.language.command import Command, SetOutput
from simulator.language.event import (
    DeviationClosed,
    DeviationOpened,
    EntryCorrected,
    EntryDue,
    EntryMade,
    EntryWitnessed,
    HandedOver,
)
from simulator.language.observation import EntryView
from simulator.language.paperwork import (
    CloseDeviation,
    CommentStep,
    CorrectStep,
    EnterStep,
    HandOver,
    OpenDeviation,
    WitnessStep,
)
from simulator.language.problem import Refusal
from simulator.plant.batchrecord import MOST_REMARKS
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.scenario.names import operator_names
from simulator.session.difference import pack_state, unpack_state

RECORD = (
    TEXT
    + """
record:
  line-clear: {text: Line clear, of: TK-302, kind: check, within: 10 min, witness: yes}
  weigh:
    {text: Weight, of: TK-302, kind: value, unit: kg, limits: 5 kg .. 20 kg, at: 30 min,
     within: 10 min}
  colour:
    {text: Colour, of: TK-301, kind: choice, choices: {clear: Clear, cloudy: Cloudy, red: Red},
     expected: clear}
  filled: {text: How it went, of: fill, kind: text, when: WT-302.PV > 60 kg, within: 1 h}
"""
)


def recorded() -> Plant:
    """Return the tiny plant with a batch record of four steps, after one minute."""
    tiny = plant(text=RECORD)
    tiny.advance(MINUTE)
    return tiny


def entry(tiny: Plant, step: str) -> EntryView:
    """Return how a step stands."""
    return next(view for view in tiny.observe().record if view.step == step)


def do(tiny: Plant, *commands: Command, who: str = "An", reason: str = "") -> list[Any]:
    """Give commands as ``who``; return what happened."""
    events: list[Any] = []
    for command in commands:
        events += tiny.accept(command, "operator", who, reason)
    return events


def code(tiny: Plant, command: Command) -> str:
    """Return why a command may not be done now, or "" if it may."""
    problem = tiny.review(command).problem
    return problem.code if problem else ""


def test_steps_become_due_by_the_clock_and_by_a_condition() -> None:
    """At the beginning, at its time, and once its condition holds; each is told once."""
    tiny = plant(text=RECORD)
    tiny.accept(SetOutput("FIC-301", 50.0))
    events = of(EntryDue, tiny.advance(HOUR))
    assert [e.subject for e in events] == ["line-clear", "colour", "filled", "weigh"]
    times = {e.subject: (e.t, e.due) for e in events}
    assert times["line-clear"] == (0, 10 * MINUTE)
    assert times["weigh"] == (30 * MINUTE, 40 * MINUTE)
    assert times["colour"] == (0, None)
    due = entry(tiny, "filled")
    assert due.state == "due"
    assert times["filled"] == (due.opened_at, due.due_at)
    assert 9 * MINUTE < due.opened_at < 11 * MINUTE  # 50 kg at 300 kg/h from 10 kg


def test_an_entry_tells_who_when_and_what() -> None:
    """What is entered stands with its time and name, and cannot be entered a second time."""
    tiny = recorded()
    (made,) = of(EntryMade, do(tiny, EnterStep("line-clear", "yes")))
    assert (made.by, made.value, made.late, made.exception) == ("An", "yes", False, False)
    view = entry(tiny, "line-clear")
    assert (view.state, view.value, view.t, view.by) == ("done", "yes", MINUTE, "An")
    assert view.unsigned
    assert code(tiny, EnterStep("line-clear", "no")) == "entered"


def test_a_late_entry_is_marked_late() -> None:
    """To the last millisecond of its time an entry is in time; a scan later it is late."""
    tiny = recorded()
    tiny.advance(10 * MINUTE)
    assert entry(tiny, "line-clear").state == "due"
    assert not of(EntryMade, do(tiny, EnterStep("line-clear", "yes")))[0].late
    tiny.advance(40 * MINUTE + SECOND)
    assert entry(tiny, "weigh").state == "late"
    (made,) = of(EntryMade, do(tiny, EnterStep("weigh", 10.0)))
    assert made.late
    assert (entry(tiny, "weigh").state, entry(tiny, "weigh").late) == ("done", True)


@pytest.mark.parametrize(
    ("step", "value", "exception"),
    [
        ("weigh", 5.0, False),
        ("weigh", 20.0, False),
        ("weigh", 4.999, True),
        ("weigh", 20.001, True),
        ("weigh", -1.0, True),
        ("line-clear", "no", True),
        ("colour", "clear", False),
        ("colour", "cloudy", True),
    ],
)
def test_what_is_out_of_limits_is_taken_and_asks_for_a_deviation(
    step: str, value: float | str, exception: bool
) -> None:
    """The value stands as it was typed; a deviation about the step settles the question."""
    tiny = recorded()
    tiny.advance(31 * MINUTE)
    (made,) = of(EntryMade, do(tiny, EnterStep(step, value)))
    assert made.exception == exception
    view = entry(tiny, step)
    assert (view.value, view.state) == (value, "exception" if exception else "done")
    assert view.undeviated == exception
    do(tiny, OpenDeviation("seen, tank weighed again", step))
    assert not entry(tiny, step).undeviated


def test_a_correction_keeps_the_old_value_and_asks_for_a_new_witness() -> None:
    """Old and new value, who, when and why stay readable; the signature was for the old one."""
    tiny = recorded()
    do(tiny, EnterStep("line-clear", "no"), WitnessStep("line-clear", "B. Maes", "quality"))
    tiny.advance(2 * MINUTE)
    (change,) = of(
        EntryCorrected, do(tiny, CorrectStep("line-clear", "yes"), who="Jan", reason="misread")
    )
    assert (change.old, change.new, change.reason) == ("no", "yes", "misread")
    view = entry(tiny, "line-clear")
    (kept,) = view.corrections
    assert (kept.t, kept.by, kept.old, kept.new) == (2 * MINUTE, "Jan", "no", "yes")
    assert (view.value, view.t, view.by) == ("yes", MINUTE, "An")
    assert view.unsigned
    assert view.witness is None


def test_a_witness_is_a_second_person() -> None:
    """Neither who made the entry nor who corrected it can verify it, however it is spelt."""
    tiny = recorded()
    assert code(tiny, WitnessStep("line-clear", "B. Maes", "operator")) == "not-entered"
    do(tiny, EnterStep("line-clear", "no"), who="An Peeters")
    for name in ("An Peeters", "an peeters", " AN  PEETERS. "):
        assert code(tiny, WitnessStep("line-clear", name, "supervisor")) == "own-entry"
    do(tiny, CorrectStep("line-clear", "yes"), who="Jan", reason="misread")
    assert code(tiny, WitnessStep("line-clear", "jan", "supervisor")) == "own-entry"
    (signed,) = of(EntryWitnessed, do(tiny, WitnessStep("line-clear", " B. Maes ", "quality")))
    assert (signed.name, signed.role) == ("B. Maes", "quality")
    assert not entry(tiny, "line-clear").unsigned
    assert code(tiny, WitnessStep("line-clear", "C. Claes", "quality")) == "witnessed"


def test_deviations_are_numbered_and_closed_with_an_action() -> None:
    """About a step, an alarm, a unit, a sample or the batch; closed once, and not without words."""
    tiny = recorded()
    subjects = ("weigh", "WT-302.HI", "TK-301", "sample-1", "fill", "air", "")
    opened = do(tiny, *(OpenDeviation(f"about {one}", one) for one in subjects))
    assert [(e.deviation, e.subject) for e in of(DeviationOpened, opened)] == list(
        enumerate(subjects, 1)
    )
    assert code(tiny, OpenDeviation("x", "TK-999")) == "unknown-tag"
    assert code(tiny, OpenDeviation("x", "sample-x")) == "unknown-tag"
    assert code(tiny, CloseDeviation(2, " ")) == "empty-note"
    tiny.advance(5 * MINUTE)
    (closed,) = of(DeviationClosed, do(tiny, CloseDeviation(2, "limit checked"), who="QA"))
    assert (closed.subject, closed.action, closed.by) == ("WT-302.HI", "limit checked", "QA")
    assert code(tiny, CloseDeviation(2, "again")) == "closed"
    views = tiny.observe().deviations
    assert [view.closed_at for view in views] == [None, 5 * MINUTE, None, None, None, None, None]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (EnterStep("weihg", 1.0), "unknown-step"),
        (EnterStep("weigh", 10.0), "not-yet"),
        (EnterStep("filled", "well"), "not-yet"),
        (EnterStep("line-clear", 1.0), "not-a-word"),
        (EnterStep("line-clear", "maybe"), "not-a-choice"),
        (EnterStep("line-clear", ""), "not-a-choice"),
        (EnterStep("colour", "Clear"), "not-a-choice"),
        (CorrectStep("line-clear", "yes"), "not-entered"),
        (CommentStep("line-clear", "\t "), "empty-note"),
        (CommentStep("line-clear", "x" * 501), "too-long"),
        (WitnessStep("weigh", "B. Maes", "quality"), "no-witness"),
        (OpenDeviation(""), "empty-note"),
        (CloseDeviation(1, "done"), "unknown-deviation"),
        (CloseDeviation(0, "done"), "unknown-deviation"),
        (CloseDeviation(-1, "done"), "unknown-deviation"),
        (HandOver("", " ", "", "", ""), "empty-note"),
        (HandOver("a | b", "", "", "", ""), "bad-handover"),
    ],
    ids=str,
)
def test_what_is_refused(command: Command, expected: str) -> None:
    """Each refusal has its code, and what is refused changes nothing."""
    tiny = recorded()
    before = tiny.digest()
    assert code(tiny, command) == expected
    with pytest.raises(Refusal):
        tiny.accept(command)
    assert tiny.digest() == before


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e13, "10", ""])
def test_no_value_that_cannot_be_written_down(value: float | str) -> None:
    """A value step takes a finite number, and nothing that looks like one."""
    tiny = recorded()
    tiny.advance(31 * MINUTE)
    assert code(tiny, EnterStep("weigh", value)) == "not-a-number"


def test_a_witness_without_a_name_signs_nothing() -> None:
    """A signature has a name of a bearable length and one of three roles."""
    tiny = recorded()
    do(tiny, EnterStep("line-clear", "yes"))
    assert code(tiny, WitnessStep("line-clear", "  ", "quality")) == "no-name"
    assert code(tiny, WitnessStep("line-clear", "x" * 61, "quality")) == "no-name"
    boss: Any = "boss"
    assert code(tiny, WitnessStep("line-clear", "B. Maes", boss)) == "bad-role"


def test_remarks_have_an_end() -> None:
    """Nobody fills a checkpoint with comments or corrections."""
    tiny = recorded()
    do(tiny, EnterStep("colour", "clear"))
    for number in range(MOST_REMARKS):
        do(tiny, CommentStep("colour", f"look {number}"))
        do(tiny, CorrectStep("colour", ("red", "clear")[number % 2]), reason="again")
    assert code(tiny, CommentStep("colour", "more")) == "too-many"
    assert code(tiny, CorrectStep("colour", "red")) == "too-many"
    assert code(tiny, CorrectStep("colour", "clear")) == "no-change"


def test_a_handover_is_told_in_its_parts() -> None:
    """The event holds each part and who wrote it."""
    (told,) = of(HandedOver, do(recorded(), HandOver("none", "stable", "", "1 open", "weigh")))
    assert (told.process, told.to_do, told.by) == ("stable", "weigh", "An")


ACTIONS: list[Command] = [
    EnterStep("line-clear", "yes"),
    EnterStep("weigh", 12.5),
    EnterStep("colour", "red"),
    EnterStep("filled", "without trouble"),
    CorrectStep("weigh", 13.0),
    CorrectStep("line-clear", "no"),
    CommentStep("weigh", "scale tared"),
    WitnessStep("line-clear", "B. Maes", "supervisor"),
    OpenDeviation("red", "colour"),
    CloseDeviation(1, "filtered"),
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(1, 1200)), max_size=8),
    st.integers(1, 3000),
)
def test_a_checkpoint_goes_on_as_the_record_it_was_taken_of(
    actions: list[tuple[Command, int]], further: int
) -> None:
    """Restored through JSON in a fresh plant, views and digests are the same now and later."""
    tiny = recorded()
    tiny.accept(SetOutput("FIC-301", 50.0))
    for command, seconds in actions:
        if not code(tiny, command):
            do(tiny, command, reason="so it is")
        tiny.advance(tiny.now + seconds * SECOND)
    other = plant(text=RECORD)
    other.restore(unpack_state(pack_state(tiny.snapshot(), {}), {}))
    until = tiny.now + further * SECOND
    for one in (tiny, other):
        one.advance(until)
    assert other.observe().record == tiny.observe().record
    assert other.observe().deviations == tiny.observe().deviations
    assert other.digest() == tiny.digest()


def spoilt(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a checkpoint with something else at a place of its batch record."""
    tiny = recorded()
    do(tiny, EnterStep("line-clear", "yes"), WitnessStep("line-clear", "B. Maes", "quality"))
    do(tiny, CommentStep("line-clear", "clean"), OpenDeviation("x"))
    snapshot: dict[str, Any] = unpack_state(pack_state(tiny.snapshot(), {}), {})
    here: Any = snapshot["record"]
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return snapshot


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("entries",), None),
        (("entries", "line-clear"), None),
        (("entries", "line-clear"), [0, "yes"]),
        (("entries", "stranger"), [None, None, 0, "", False, [], [], None]),
        (("entries", "line-clear", 0), "soon"),
        (("entries", "line-clear", 0), True),
        (("entries", "line-clear", 1), {"a": 1}),
        (("entries", "line-clear", 1), 1),
        (("entries", "line-clear", 2), -5),
        (("entries", "line-clear", 3), 7),
        (("entries", "line-clear", 4), 1),
        (("entries", "line-clear", 5), [[1]]),
        (("entries", "line-clear", 6), [[1, 2, 3]]),
        (("entries", "line-clear", 7), [1, 2]),
        (("deviations",), 3),
        (("deviations", 0, 0), 2),
        (("deviations", 0, 5), [1]),
        (("more",), []),
    ],
    ids=str,
)
def test_a_forged_checkpoint_is_refused(path: tuple[Any, ...], value: Any) -> None:
    """A record that cannot be one is refused in words, whatever stands in its place."""
    with pytest.raises(Refusal) as refusal:
        plant(text=RECORD).restore(spoilt(path, value))
    assert refusal.value.problems[0].code == "bad-checkpoint"


def test_what_scripts_can_read() -> None:
    """Where a step stands has a name; so has an entry, unless it is a text."""
    design = build_scenario(Documents("tiny.yaml", {"tiny.yaml": RECORD})).design
    names = operator_names(design)
    assert names["weigh.STATE"].choices == ("later", "due", "late", "done", "exception")
    assert names["weigh.ENTRY"].unit == "kg"
    assert names["line-clear.ENTRY"].choices == ("yes", "no")
    assert "filled.ENTRY" not in names


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("{text: x, of: TK-303}", "unknown-tag"),
        ("{text: x, of: TK-302, kind: value, unit: kilos}", "unknown-unit"),
        ("{text: x, of: TK-302, kind: value, unit: kg, limits: 5 kg}", "span"),
        ("{text: x, of: TK-302, kind: value, unit: kg, limits: 5 kg .. 4 kg}", "span"),
        ("{text: x, of: TK-302, kind: value, unit: kg, limits: 5 degC .. 9 degC}", "unit-mismatch"),
        ("{text: x, of: TK-302, kind: check, unit: kg}", "other-kind"),
        ("{text: x, of: TK-302, kind: value, unit: kg, expected: y}", "other-kind"),
        ("{text: x, of: TK-302, kind: choice}", "choices"),
        ("{text: x, of: TK-302, kind: choice, choices: {a: A}}", "choices"),
        (
            "{text: x, of: TK-302, kind: choice, choices: {a: A, b: B}, expected: c}",
            "unknown-tag",
        ),
        ("{text: x, of: TK-302, kind: choice, choices: {a b: A, b: B}}", "bad-name"),
        ("{text: x, of: TK-302, at: 1 h, when: elapsed > 2 h}", "two-moments"),
        ("{text: x, of: TK-302, when: fill.STATE is Rnning}", "unknown-choice"),
        ("{text: x, of: TK-302, when: TK-302.weight > 1 kg}", "unknown-name"),
        ("{text: x, of: TK-302, when: weigh.STATE is done}", "unknown-name"),
        ("{text: x, of: TK-302, within: 0 s}", "out-of-bounds"),
        ("{text: x, of: TK-302, kind: signature}", "choice"),
        ("{text: x, of: TK-302, colour: red}", "unknown-key"),
        ("{of: TK-302}", "missing-key"),
    ],
)
def test_what_a_scenario_cannot_ask(step: str, code: str) -> None:
    """Every slip in a step is told with its place in the file."""
    text = RECORD + f"  odd: {step}\n"
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("tiny.yaml", {"tiny.yaml": text}))
    problem = refusal.value.problems[0]
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.line == text.count("\n", 0, text.index("  odd:")) + 1


def test_a_step_has_a_name_of_its_own() -> None:
    """A step is not called as a phase is, nor as the batch."""
    for name, wanted in (("fill", "duplicate-tag"), ("batch", "bad-name"), ("a b", "bad-name")):
        text = RECORD + f"  {name}: {{text: x, of: TK-302}}\n"
        with pytest.raises(Refusal) as refusal:
            build_scenario(Documents("tiny.yaml", {"tiny.yaml": text}))
        assert refusal.value.problems[0].code == wanted
