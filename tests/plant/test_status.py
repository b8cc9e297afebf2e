"""Status labels of units and lines: what they forbid, who changes them, and what goes on record.

Verification: no sterility, label or hold-time rule is broken without a record.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from findings import Finding
from tiny_plant import HOUR, MINUTE, SECOND, TEXT, of, plant

from simulator.language.command import (
    AnswerPrompt,
    CallMaintenance,
    PhaseCommand,
    SetMode,
    SetOutput,
    SetProcedureMode,
    SetSetpoint,
)
from simulator.language.event import (
    DeviationOpened,
    EquipmentReleased,
    LabelChanged,
    PhaseChanged,
    RuleBroken,
)
from simulator.language.floor import LABELS, HangLabel, ReleaseEquipment, StatusView
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.plant.status import READY
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents
from simulator.session.difference import pack_state, unpack_state

PHASES = """
  cip:
    {name: Cleaning, unit: TK-302, after: fill, cleans: [TK-302, L-301],
     steps: [{wait: 10 min}], proof: WT-302.PV < 20 kg}
  sip:
    {name: Sterilising, unit: TK-302, after: fill, sterilises: TK-302, steps: [{wait: 5 min}]}
"""
STATUS = """
status:
  TK-301: {label: IN USE}
  TK-302:
    {label: CLEAN, since: 10 h, clean hold: 10 h 20 min, sterile hold: 15 min, dirty hold: 30 min}
  L-301: {label: CLEAN}
"""
LABELLED = (
    TEXT.replace("    after: ready\n", "    after: ready\n    uses: [TK-302, L-301]\n").replace(
        "gauges:", PHASES.lstrip("\n") + "gauges:"
    )
    + STATUS
)


def labelled(text: str = LABELLED) -> Plant:
    """Return the tiny plant with labels, its procedure in the hands of people."""
    tiny = Plant(
        build_scenario(Documents("tiny.yaml", {"tiny.yaml": text})).design, 1, "interpreted"
    )
    tiny.accept(SetProcedureMode("MANUAL"))
    return tiny


def hanging(tiny: Plant, tag: str) -> StatusView:
    """Return the label of a unit or line."""
    return next(view for view in tiny.observe().status if view.tag == tag)


def code(tiny: Plant, command: Any) -> str:
    """Return why a command may not be done now, or "" if it may."""
    problem = tiny.review(command).problem
    return problem.code if problem else ""


def start(tiny: Plant, phase: str) -> None:
    """Start a phase that is idle."""
    tiny.accept(PhaseCommand(phase, "START"))


def test_a_plant_without_labels_keeps_none() -> None:
    """Nothing is kept, and nothing refused, where the file says nothing of labels."""
    tiny = plant()
    assert tiny.observe().status == ()
    assert "floor" not in tiny.snapshot()["record"]
    tiny.accept(SetOutput("FIC-301", 50.0))
    assert code(tiny, HangLabel("TK-302", "DIRTY")) == "unknown-tag"


def test_a_label_runs_out_at_the_end_of_its_hold_time() -> None:
    """CLEAN for ten hours when the session begins, it is EXPIRED twenty minutes later."""
    tiny = labelled()
    assert hanging(tiny, "TK-302").until == 20 * MINUTE
    tiny.advance(20 * MINUTE - SECOND)
    assert hanging(tiny, "TK-302").label == "CLEAN"
    (change,) = of(LabelChanged, tiny.advance(21 * MINUTE))
    assert (change.t, change.old, change.new, change.by) == (20 * MINUTE, "CLEAN", "EXPIRED", "")
    assert code(tiny, PhaseCommand("fill", "START")) == "not-ready"
    assert code(tiny, SetOutput("FIC-301", 10.0)) == "not-ready"
    assert code(tiny, SetOutput("FIC-301", 0.0)) == ""


def test_a_phase_uses_cleans_and_sterilises() -> None:
    """A tank goes IN USE, CLEANING, CLEAN, CLEANING, STERILE; and expires sooner when sterile."""
    tiny = labelled()
    start(tiny, "fill")
    assert (hanging(tiny, "TK-302").label, hanging(tiny, "TK-302").holder) == ("IN USE", "fill")
    assert code(tiny, PhaseCommand("cip", "START")) == "taken"
    assert code(tiny, HangLabel("TK-302", "DIRTY")) == "taken"
    tiny.accept(PhaseCommand("fill", "ABORT"))
    assert hanging(tiny, "TK-302").holder == ""
    assert code(tiny, PhaseCommand("sip", "START")) == "not-ready"  # clean it first
    tiny.accept(SetOutput("FIC-301", 0.0))
    tiny.advance(MINUTE)
    start(tiny, "cip")
    assert hanging(tiny, "TK-302").label == "CLEANING"
    tiny.advance(12 * MINUTE)
    assert hanging(tiny, "TK-302").label == hanging(tiny, "L-301").label == "CLEAN"
    start(tiny, "sip")
    tiny.advance(18 * MINUTE)
    assert hanging(tiny, "TK-302").label == "STERILE"
    assert hanging(tiny, "L-301").label == "CLEAN"
    tiny.advance(33 * MINUTE)
    assert hanging(tiny, "TK-302").label == "EXPIRED"
    assert code(tiny, PhaseCommand("fill", "RESET")) == ""
    tiny.accept(PhaseCommand("sip", "RESET"))
    start(tiny, "sip")  # what was sterile is sterilised again without a cleaning


def test_a_cleaning_that_is_not_proved_or_broken_off_leaves_it_dirty() -> None:
    """Complete is not enough: its proof must hold, nothing else run through, and nobody abort."""
    tiny = labelled()
    tiny.accept(SetOutput("FIC-301", 100.0))
    tiny.advance(3 * MINUTE)  # 30 kg more than the proof admits
    tiny.accept(SetOutput("FIC-301", 0.0))
    start(tiny, "cip")
    tiny.advance(14 * MINUTE)
    assert hanging(tiny, "TK-302").label == "DIRTY"
    tiny.accept(PhaseCommand("cip", "RESET"))
    start(tiny, "cip")
    tiny.accept(PhaseCommand("cip", "ABORT"))
    assert hanging(tiny, "L-301").label == "DIRTY"


def test_a_recipe_waits_for_a_clean_tank_and_says_so() -> None:
    """In AUTOMATIC a phase stays Idle, tells why, and starts once the tank is released."""
    tiny = plant(text=LABELLED.replace("label: CLEAN, since: 10 h", "label: DIRTY"))
    tiny.advance(MINUTE)
    tiny.accept(AnswerPrompt("ready", "yes"))
    tiny.advance(2 * MINUTE)
    fill = next(view for view in tiny.observe().phases if view.phase == "fill")
    assert (fill.state, fill.barred) == ("Idle", "TK-302 is DIRTY; it must be CLEAN")
    tiny.accept(ReleaseEquipment("TK-302", "A. Peeters", "supervisor"), "operator", "An", "rinsed")
    started = of(PhaseChanged, tiny.advance(3 * MINUTE))
    assert [(event.subject, event.new) for event in started] == [("fill", "Running")]


def test_a_release_is_on_record_and_good_for_one_use() -> None:
    """Who, in which role and why stand in an event and a deviation; the next use needs another."""
    tiny = labelled(LABELLED.replace("label: CLEAN, since: 10 h", "label: DIRTY"))
    assert code(tiny, SetSetpoint("FIC-301", 60.0)) == "not-ready"
    assert code(tiny, SetMode("FIC-301", "AUTO")) == ""  # its set-point is zero
    command = ReleaseEquipment("TK-302", " A. Peeters ", "quality")
    events = tiny.accept(command, "operator", "An", "rinsed by hand")
    (released,) = of(EquipmentReleased, events)
    assert (released.name, released.role, released.reason) == (
        "A. Peeters",
        "quality",
        "rinsed by hand",
    )
    (deviation,) = of(DeviationOpened, events)
    assert "A. Peeters" in deviation.text
    assert "rinsed by hand" in deviation.text
    assert code(tiny, command) == "no-change"
    tiny.accept(SetOutput("FIC-301", 20.0))
    assert not of(RuleBroken, tiny.advance(MINUTE))
    assert hanging(tiny, "TK-302") == StatusView("TK-302", "IN USE", 4 * SECOND, None, "CLEAN")
    tiny.accept(SetOutput("FIC-301", 0.0))
    tiny.accept(HangLabel("TK-302", "DIRTY"), "operator", "An")
    assert code(tiny, SetOutput("FIC-301", 20.0)) == "not-ready"
    assert code(tiny, ReleaseEquipment("TK-302", " ", "quality")) == "no-name"
    assert code(tiny, ReleaseEquipment("TK-301", "A", "quality")) == "no-change"
    assert code(tiny, ReleaseEquipment("TK-302", "x" * 61, "quality")) == "no-name"


def test_what_is_out_of_order_is_released_by_nobody_and_dirty_once_repaired() -> None:
    """Only a technician helps; after the repair the tank is to be cleaned."""
    tiny = labelled()
    tiny.accept(HangLabel("TK-302", "OUT OF ORDER"), "operator", "An")
    assert code(tiny, ReleaseEquipment("TK-302", "B", "quality")) == "not-releasable"
    assert code(tiny, PhaseCommand("cip", "START")) == "not-ready"
    tiny.accept(CallMaintenance("TK-302"))
    tiny.advance(HOUR)
    assert hanging(tiny, "TK-302").label == "DIRTY"


def test_a_pump_that_was_on_already_is_on_record() -> None:
    """Liquid that flows into a dirty tank opens a deviation, though nobody was asked."""
    text = LABELLED.replace("label: CLEAN, since: 10 h", "label: DIRTY")
    moved = "parameters: {capacity: 600 L/h, stroke"
    text = text.replace(moved, f"initial: 50 %, {moved}")
    tiny = plant(text=text.replace("setpoint: 0 L/h", "setpoint: 0 L/h\n    output: 50 %"))
    events = tiny.advance(MINUTE)
    (broken,) = of(RuleBroken, events)
    assert (broken.subject, broken.by) == ("TK-302", "L-301")
    (deviation,) = of(DeviationOpened, events)
    assert deviation.text == "TK-302 was used while DIRTY" == broken.text
    assert hanging(tiny, "TK-302").label == "IN USE"


def test_a_dirty_hold_that_is_over_is_on_record_once() -> None:
    """After half an hour DIRTY a deviation is opened; the label stays what it is."""
    tiny = labelled(LABELLED.replace("label: CLEAN, since: 10 h", "label: DIRTY, since: 20 min"))
    events = tiny.advance(20 * MINUTE)
    assert [event.t for event in of(RuleBroken, events)] == [10 * MINUTE]
    assert len(of(DeviationOpened, events)) == 1
    assert hanging(tiny, "TK-302").overdue


def test_what_is_being_cleaned_is_led_to_by_nobody_else() -> None:
    """While a tank is cleaned by itself, product over a line that is not part of it is refused."""
    text = LABELLED.replace("cleans: [TK-302, L-301]", "cleans: [TK-302]")
    tiny = labelled(text)
    start(tiny, "cip")
    assert code(tiny, SetOutput("FIC-301", 20.0)) == "taken"
    whole = labelled()
    start(whole, "cip")
    assert code(whole, SetOutput("FIC-301", 20.0)) == ""  # the line is cleaned with it


def test_no_rule_is_broken_without_a_record(finding: Finding) -> None:
    """400 random hours of orders: each use of what is not ready has a release or a deviation.

    Verification: an inspector of its own reads the events alone, and believes no review.
    """
    phases = ("fill", "cip", "sip")
    orders = [
        *(PhaseCommand(p, o) for p in phases for o in ("START", "START", "ABORT", "RESET")),
        *(SetOutput("FIC-301", value) for value in (0.0, 2.0, 2.0)),
        *(HangLabel(tag, "DIRTY") for tag in ("TK-302", "L-301")),
        HangLabel("TK-302", "OUT OF ORDER"),
        CallMaintenance("TK-302"),
        *(ReleaseEquipment(tag, "B. Maes", "quality") for tag in ("TK-302", "L-301")),
    ]
    calm = LABELLED.replace("FIC-301.OP = 50 %", "FIC-301.OP = 2 %").replace(
        ", proof: WT-302.PV < 20 kg", ""
    )
    calm = calm.replace("duration: 2 d", "duration: 2 d\nscan: 10 s")
    dice, uses, refused, unrecorded = random.Random(6), 0, 0, 0
    for _ in range(8):
        tiny = labelled(calm)
        events: list[Any] = []
        for _ in range(60):
            try:
                events += tiny.accept(dice.choice(orders), "operator", "An", "why")
            except Refusal:
                refused += 1
            events += tiny.advance(tiny.now + dice.randrange(1, 25) * MINUTE)
        permits: set[str] = set()
        for event in events:
            if isinstance(event, EquipmentReleased | RuleBroken):
                permits.add(event.subject)
            elif isinstance(event, LabelChanged):
                if event.new == "IN USE":
                    uses += 1
                    unrecorded += event.old not in READY and event.subject not in permits
                permits.discard(event.subject)
    assert refused > 50
    assert uses > 20
    finding(
        float(unrecorded),
        0.0,
        model="plant/status",
        source="definition",
        against="none",
        quantity=f"uses of what is not ready, without a record, of {uses} in 480 random orders",
        within=0.5,
    )


def test_labels_are_in_the_checkpoint_and_in_the_digest() -> None:
    """A plant taken up from a checkpoint goes on as the first; a changed label changes a digest."""
    first, second = labelled(), labelled()
    start(first, "fill")
    first.advance(11 * MINUTE)
    kept = unpack_state(pack_state(first.snapshot(), second.snapshot()), second.snapshot())
    second.restore(kept)
    assert second.digest() == first.digest()
    assert second.advance(40 * MINUTE) == first.advance(40 * MINUTE)
    assert second.observe().status == first.observe().status
    first.accept(HangLabel("L-301", "DIRTY"), "operator", "An")
    assert first.digest()["record"] != second.digest()["record"]


@pytest.mark.parametrize(
    "forged",
    [
        None,
        {},
        {"TK-301": ["IN USE", 0, "", "", False, ""]},
        {"TK-301": ["SHINY", 0, "", "", False, ""]},
        {"TK-302": ["CLEAN", 0.5, "", "", False, ""]},
        {"TK-302": ["CLEAN", 0, "", "nobody", False, ""]},
        {"TK-302": ["CLEAN", 0, "", "", 1, ""]},
        {"TK-302": ["CLEAN", 0, "", ""]},
        {"XX-1": ["CLEAN", 0, "", "", False, ""]},
    ],
)
def test_a_forged_label_is_refused(forged: Any) -> None:
    """A checkpoint with labels that cannot be is refused whole."""
    tiny = labelled()
    state = tiny.snapshot()
    whole = dict(state["record"]["floor"]["status"])
    if forged and forged.get("TK-301", ["SHINY"])[0] == "SHINY":
        forged = {**whole, **forged}
    state["record"] = {**state["record"], "floor": {"status": forged}}
    with pytest.raises(Refusal):
        tiny.restore(state)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("L-301: {label: CLEAN}", "L-999: {label: CLEAN}", "unknown-tag"),
        ("since: 10 h", "since: 11 h", "hold-over"),
        ("proof: WT-302.PV < 20 kg", "proof: WT-302.PV < 20 bar", "unit-mismatch"),
        ("uses: [TK-302, L-301]", "uses: [TK-302, BR-1]", "unknown-tag"),
        ("sterilises: TK-302", "proof: elapsed > 1 h", "no-cleaning"),
        ("cleans: [TK-302, L-301]", "cleans: [TK-302], uses: TK-302", "uses-and-cleans"),
        ("label: IN USE", "label: SHINY", "choice"),
    ],
)
def test_a_file_that_says_nonsense_of_labels_is_refused(old: str, new: str, wanted: str) -> None:
    """Unknown tags, labels that are out of date at once, proofs of nothing."""
    assert old in LABELLED
    with pytest.raises(Refusal) as refusal:
        build_scenario(Documents("x.yaml", {"x.yaml": LABELLED.replace(old, new)}))
    found = [problem.code for problem in refusal.value.problems]
    assert wanted in found, found


def test_labels_are_the_seven_of_the_field() -> None:
    """The closed set, so that a word misspelt anywhere is seen."""
    assert sorted(LABELS) == sorted(
        ["DIRTY", "CLEANING", "CLEAN", "STERILE", "IN USE", "EXPIRED", "OUT OF ORDER"]
    )
