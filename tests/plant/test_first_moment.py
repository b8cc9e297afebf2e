"""The first moment of a session: instruments show what flows, and nothing has moved yet."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.equipment.catalogue import CATALOGUE
from simulator.plant.cell import Cell
from simulator.plant.plant import Plant
from simulator.scenario.library import load

RUNNING = ("perfusion-fouled", "uf-df", "virus-filter", "utilities-shift", "mrna-cloudy")
"""Scenarios that begin with liquid, cells or steam on its way."""
FLOWS = ("L/h", "L/min", "kg/h", "pL/cell/d")


@cache
def plant_of(name: str) -> Plant:
    """Return a plant of a scenario in its first moment; it is not run."""
    return Plant(load(name).design, 7, "interpreted")


@pytest.mark.parametrize("name", RUNNING)
def test_a_meter_shows_at_once_what_flows(name: str) -> None:
    """No flow meter begins at nought beside a flow that the first scan has: 10 % of it at most."""
    design = load(name).design
    plant = plant_of(name)
    fields = plant._cell.image.fields
    meters = [one for one in design.transmitters if fields[one.reads].unit in FLOWS]
    begun = {one.tag: plant.truth(f"{one.tag}.PV") for one in meters}
    after = Plant(design, 7, "interpreted", like=plant)
    after.advance(design.scan_ms)
    looked_at = 0
    for one in meters:
        true = after.truth(one.reads)
        span = one.parameters["high"] - one.parameters["low"]
        if true > 0.05 * span:
            looked_at += 1
            assert begun[one.tag] == pytest.approx(true, rel=0.1, abs=0.02 * span), one.tag
    assert looked_at > 0


@pytest.mark.parametrize("name", RUNNING)
def test_nothing_has_moved_in_the_first_moment(name: str) -> None:
    """What units hold and what lines have moved is to the bit as it was laid out."""
    design = load(name).design
    bare = Cell(design, 7).y
    cell = plant_of(name)._cell
    for unit in design.units:
        base = cell.base("unit", unit.tag)
        for place, field in enumerate(CATALOGUE[unit.kind].states, base):
            if field.role == "state":
                assert cell.y[place] == bare[place], f"{unit.tag}.{field.name}"
    for line in design.lines:
        assert cell.value(f"{line.tag}.moved") == 0.0


def test_no_alarm_of_the_first_scans_comes_of_an_instrument_not_yet_read() -> None:
    """In the first ten seconds of a perfusion at work no alarm comes: all its flows are there."""
    plant = Plant(load("perfusion-fouled").design, 3, "interpreted")
    alarms = [one for one in plant.advance(10_000) if type(one).__name__ == "AlarmChanged"]
    assert alarms == []
