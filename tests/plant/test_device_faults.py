"""Faults of devices: a hole in a membrane, a bowl out of balance, a bowl that opens half."""

from __future__ import annotations

import pytest
from tiny_plant import MINUTE, SECOND, of

from simulator.language.command import CallMaintenance, ChangeBottle
from simulator.language.event import WorkDone
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

TEXT = """
scenario: 1
name: Two devices
brief: Through a filter and a centrifuge.
duration: 1 d
units:
  TK-1: {kind: process vessel, name: Feed, initial: {volume: 100 L, debris concentration: 1 mL/L}}
  TK-2: {kind: process vessel, name: Pool}
  SF-1: {kind: sterile filter, name: Filter, initial: {wetted: 1}}
  CF-1: {kind: centrifuge, name: Centrifuge, initial: {held volume: 12 L, bowl speed: 7000 rpm}}
lines:
  L-1: {name: Filtered, from: TK-1, to: TK-2, through: SF-1}
  L-2: {name: Centrate, from: TK-1, to: TK-2, through: CF-1}
instruments:
  WT-2: {name: Weight, reads: TK-2.weight, range: 0 kg .. 200 kg}
people:
  technicians: 1
  technician arrives: 2 min
  bottle change: 3 min
happens:
"""


def plant(fault: str) -> Plant:
    """The plant with one fault after a minute, interpreted."""
    text = f"{TEXT}  - {{{fault}, at: 1 min, repair: 2 min, name: x}}\n"
    design = build_scenario(Documents("devices", {"devices": text})).design
    return Plant(design, 1, "interpreted")


@pytest.mark.parametrize(
    ("fault", "name", "value"),
    [
        ("fault: defect, of: SF-1, size: 30 %", "SF-1.defect", 0.3),
        ("fault: defect, of: SF-1", "SF-1.defect", 1.0),
        ("fault: imbalance, of: CF-1, size: 40 %", "CF-1.imbalance", 0.4),
        ("fault: blocked, of: CF-1.discharge, size: 50 %", "CF-1.discharge blockage", 0.5),
        ("fault: blocked, of: CF-1.disc, size: 20 %", "CF-1.disc blockage", 0.2),
    ],
)
def test_a_fault_sets_what_it_names(fault: str, name: str, value: float) -> None:
    """The number is what it was until the fault comes, and then its size."""
    devices = plant(fault)
    devices.advance(MINUTE)
    assert devices.truth(name) == 0.0
    devices.advance(MINUTE + 2 * SECOND)
    assert devices.truth(name) == pytest.approx(value)


def test_an_unbalanced_bowl_shakes_until_it_is_mended() -> None:
    """The technician balances it; before that it vibrates by more than its interlock allows."""
    devices = plant("fault: imbalance, of: CF-1, size: 60 %")
    devices.advance(MINUTE)
    quiet = devices.truth("CF-1.vibration")
    devices.advance(2 * MINUTE)
    assert devices.truth("CF-1.vibration") > 7.0 > 5.0 * quiet
    devices.accept(CallMaintenance("CF-1"))
    assert of(WorkDone, devices.advance(8 * MINUTE))
    assert devices.truth("CF-1.vibration") == pytest.approx(quiet)


def test_nobody_mends_a_membrane() -> None:
    """A technician leaves the hole as it was; a new filter has none."""
    devices = plant("fault: defect, of: SF-1, size: 30 %")
    devices.advance(2 * MINUTE)
    devices.accept(CallMaintenance("SF-1"))
    assert of(WorkDone, devices.advance(16 * MINUTE))
    assert devices.truth("SF-1.defect") == pytest.approx(0.3)
    devices.accept(ChangeBottle("SF-1"))
    assert of(WorkDone, devices.advance(20 * MINUTE))
    assert devices.truth("SF-1.defect") == 0.0


def test_only_what_has_a_membrane_gets_a_hole() -> None:
    """A tank has no membrane, and a filter no bowl."""
    for fault in ("fault: defect, of: TK-1", "fault: imbalance, of: SF-1"):
        with pytest.raises(Refusal):
            plant(fault)
