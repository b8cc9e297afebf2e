"""Every kind of fault: what it changes, when it begins, how it grows and how it ends."""

from __future__ import annotations

import pytest
from tiny_plant import HOUR, MINUTE, SECOND, of, plant

from simulator.language.command import CallMaintenance, EndFault, SetOutput, StartFault
from simulator.language.event import FaultBegan, FaultEnded, WorkDone

CASES = {
    "fault: stuck, of: WT-302": ("WT-302.stuck", 1.0),
    "fault: drift, of: WT-302, size: 24 kg/d": ("WT-302.drift rate", 24.0),
    "fault: bias, of: WT-302, size: -3 kg": ("WT-302.bias", -3.0),
    "fault: noise, of: WT-301, size: 5": ("WT-301.noise factor", 5.0),
    "fault: fail, of: WT-302": ("WT-302.failed", 1.0),
    "fault: stuck, of: P-301": ("P-301.stuck", 1.0),
    "fault: stuck, of: P-301, size: 30 %": ("P-301.position", 30.0),
    "fault: blocked, of: P-301, size: 40 %": ("P-301.blocked", 0.4),
    "fault: trip, of: P-301": ("P-301.tripped", 1.0),
    "fault: blocked, of: L-301, size: 25 %": ("L-301.blockage", 0.25),
    "fault: leak, of: L-301, size: 10 %": ("L-301.leak", 0.1),
    "fault: loss, of: air bank 1": ("air.bank 1 fault", 1.0),
    "fault: loss, of: air": ("air.bank 2 fault", 1.0),
    "fault: contamination, of: TK-301, size: 1 1e9 cells": ("TK-301.contaminant", 1.0),
    "fault: empty, of: TK-301": ("TK-301.volume", 0.0),
}


@pytest.mark.parametrize(("fault", "effect"), CASES.items(), ids=lambda case: str(case)[:50])
def test_a_fault_changes_what_it_names_when_it_says(fault: str, effect: tuple[str, float]) -> None:
    """Each kind changes its number at its time, not before, and reports itself."""
    tiny = plant(f"{fault}, at: 2 min")
    tiny.accept(SetOutput("FIC-301", 20.0))
    name, value = effect
    tiny.advance(2 * MINUTE)
    assert tiny.truth(name) != value
    events = tiny.advance(2 * MINUTE + SECOND)
    assert [e.t for e in of(FaultBegan, events)] == [2 * MINUTE]
    assert tiny.truth(name) == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize(
    "fault",
    [fault for fault in CASES if "contamination" not in fault and "empty" not in fault],
)
def test_a_fault_that_ends_leaves_nothing_behind(fault: str) -> None:
    """After its time the number is what it was before."""
    tiny = plant(f"{fault}, at: 2 min, lasts: 3 min")
    name, value = CASES[fault]
    tiny.advance(2 * MINUTE)
    before = tiny.truth(name)
    tiny.advance(3 * MINUTE)
    assert tiny.truth(name) == pytest.approx(value)
    ended = of(FaultEnded, tiny.advance(6 * MINUTE))
    assert [e.t for e in ended] == [5 * MINUTE]
    assert tiny.truth(name) == pytest.approx(before)


def test_a_fault_may_grow() -> None:
    """Verification: a ramp over ten minutes is half way after five, and stops at its size."""
    tiny = plant("fault: bias, of: WT-302, size: 8 kg, at: 1 min, over: 10 min")
    tiny.advance(6 * MINUTE)
    assert tiny.truth("WT-302.bias") == pytest.approx(4.0, rel=1e-9)
    tiny.advance(HOUR)
    assert tiny.truth("WT-302.bias") == 8.0


def test_a_fault_may_wait_for_a_condition() -> None:
    """It begins in the scan after its condition first holds, and only once."""
    tiny = plant("fault: trip, of: P-301, when: TK-302.volume > 50 L, lasts: 1 min")
    tiny.accept(SetOutput("FIC-301", 100.0))
    events = tiny.advance(HOUR)
    assert len(of(FaultBegan, events)) == 1
    assert of(FaultBegan, events)[0].t == pytest.approx(4 * MINUTE, abs=2 * SECOND)


def test_an_instructor_starts_and_ends_a_prepared_fault() -> None:
    """An armed fault waits; starting it twice, or ending it when it is over, is refused."""
    tiny = plant("fault: fail, of: WT-302, tag: blind, armed: yes")
    tiny.advance(HOUR)
    assert tiny.truth("WT-302.failed") == 0.0
    assert tiny.review(EndFault("blind")).problem is not None
    assert of(FaultBegan, tiny.accept(StartFault("blind")))
    assert tiny.review(StartFault("blind")).problem is not None
    assert of(FaultEnded, tiny.accept(EndFault("blind")))
    assert tiny.truth("WT-302.failed") == 0.0
    unknown = tiny.review(StartFault("blnd")).problem
    assert unknown is not None
    assert "did you mean blind" in unknown.hint


def test_a_technician_ends_a_fault_and_puts_the_instrument_right() -> None:
    """A drift is repaired after the technician came and worked; what had drifted is gone."""
    tiny = plant("fault: drift, of: WT-302, size: 240 kg/d, at: 1 min, repair: 20 min")
    tiny.advance(HOUR)
    assert tiny.truth("WT-302.drift") == pytest.approx(9.83, rel=0.01)
    tiny.accept(CallMaintenance("WT-302"))
    ended = of(FaultEnded, tiny.advance(2 * HOUR))
    assert [e.t for e in ended] == [HOUR + 30 * MINUTE]
    assert tiny.truth("WT-302.drift") == 0.0


def test_two_faults_of_the_same_number_end_as_if_each_had_been_alone() -> None:
    """The newest has its way; when one ends the other stays, and after both nothing is left."""
    tiny = plant(
        "fault: bias, of: WT-302, size: 3 kg, at: 1 min, lasts: 20 min, tag: first",
        "fault: bias, of: WT-302, size: 8 kg, at: 5 min, lasts: 30 min, over: 2 min, tag: second",
    )
    for until, bias in ((4, 3.0), (10, 8.0), (25, 8.0), (40, 0.0)):
        tiny.advance(until * MINUTE)
        assert tiny.truth("WT-302.bias") == bias


def test_a_fault_within_another_gives_way_to_it_again() -> None:
    """When the shorter of two faults ends first, the longer one is there as before."""
    tiny = plant(
        "fault: bias, of: WT-302, size: 3 kg, at: 1 min, lasts: 20 min, tag: first",
        "fault: bias, of: WT-302, size: 8 kg, at: 5 min, lasts: 5 min, tag: second",
    )
    for until, bias in ((7, 8.0), (15, 3.0), (30, 0.0)):
        tiny.advance(until * MINUTE)
        assert tiny.truth("WT-302.bias") == bias


@pytest.mark.parametrize(
    "fault", ["contamination, of: TK-301, size: 1 1e9 cells", "empty, of: TK-301"]
)
def test_a_technician_undoes_nothing_that_happened_once(fault: str) -> None:
    """Who is called to a contaminated or emptied vessel finds nothing to repair, and says so."""
    tiny = plant(f"fault: {fault}, at: 1 min")
    tiny.advance(5 * MINUTE)
    tiny.accept(CallMaintenance("TK-301"))
    events = tiny.advance(3 * HOUR)
    assert not of(FaultEnded, events)
    assert WorkDone(25 * MINUTE, "TK-301", "nothing found wrong") in events
