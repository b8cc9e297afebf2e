"""What only loops and supplies may move is driven in their scans, and until it is there."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest

from simulator.control import actuator
from simulator.numerics.kernel import Floats, Ints
from simulator.plant import due
from simulator.plant.acting import scans_between
from simulator.plant.design import Design, OutputSpec
from simulator.plant.layout import lay_out
from simulator.plant.scan import advance, energise
from simulator.scenario.library import load


def with_outputs(design: Design, targets: dict[str, str], periods: dict[str, float]) -> Design:
    """Return a design with these loops alone, each of which moves one thing."""
    loops = tuple(
        replace(
            spec,
            outputs=(OutputSpec(targets[spec.tag]),),
            parameters={"period": periods[spec.tag]} if spec.tag in periods else {},
        )
        for spec in design.loops
        if spec.tag in targets
    )
    return replace(design, loops=loops)


def test_an_actuator_matters_where_its_loops_act() -> None:
    """Of loops of 4 and 6 s, one scan of two; without a period, as the instrument reads."""
    design = load("first-batch").design
    targets = {"PIC-101": "PV-101", "TIC-102": "PV-101", "FIC-104": "FV-104", "LIC-103": "P-113"}
    design = with_outputs(design, targets, {"PIC-101": 4.0, "TIC-102": 6.0, "LIC-103": 2.6})
    readings = {spec.tag: 7 for spec in design.transmitters}
    found = scans_between(design, readings)
    asked = {"PIC-101": 4, "TIC-102": 6, "FIC-104": 7, "LIC-103": 3}
    moved = {"PV-101": 2, "FV-104": 7, "P-113": 3}
    rest = {spec.tag: 0 for spec in design.actuators if spec.tag not in moved}
    assert found == asked | moved | rest
    quicker = scans_between(replace(design, scan_ms=500), readings)
    assert quicker == found | {"PIC-101": 8, "TIC-102": 12, "LIC-103": 5, "PV-101": 4, "P-113": 5}


def test_an_actuator_matters_in_every_scan_where_a_unit_makes_what_it_uses() -> None:
    """So does one that writes what such a unit is told by its users."""
    design = load("utilities-shift").design
    first = replace(design.actuators[0], moves="SG-901.demand")
    design = replace(design, loops=(), actuators=(first, *design.actuators[1:]))
    found = scans_between(design, {})
    using = {spec.tag for spec in design.actuators if spec.supply is not None}
    assert using
    assert {tag for tag, every in found.items() if every == 1} == {first.tag} | using
    assert set(found.values()) == {0, 1}


def test_an_actuator_at_rest_is_not_driven(monkeypatch: pytest.MonkeyPatch) -> None:
    """All are driven in the two scans that begin a call, and while one is on its way."""
    driven: list[int] = []

    def drive(y: Floats, p: Floats, k: Ints, row: int, dt: float) -> int:
        driven.append(row)
        return actuator.drive_sound(y, p, k, row, dt)

    monkeypatch.setattr(due, "drive_sound", drive)
    image = lay_out(load("first-batch").design, 3)
    y, p, k = image.y, image.p, image.k
    energise(y, p, k)
    at = advance(y, p, k, 0, 400)
    while at < 1000:
        at += advance(y, p, k, at, 1000 - at)
    pump, vent = image.blocks["actuator", "P-201"], image.blocks["actuator", "TV-102A"]
    pads = array("d", p)
    assert due.run_due(y, p, pads, k, at, 30) == 30
    assert driven.count(pump.row) == 2
    every = k[vent.row + actuator.EVERY]
    assert driven.count(vent.row) == 2 + sum(scan % every == 0 for scan in range(at + 2, at + 30))
    driven.clear()
    y[pump.y + actuator.DEMAND] = 45.0  # 10 % a second
    at += 30
    end = at + 20
    while at < end:  # a condition stops it in the first scan
        at += due.run_due(y, p, pads, k, at, end - at)
    assert y[pump.y + actuator.POSITION] == 45.0
    assert driven.count(pump.row) == 5
