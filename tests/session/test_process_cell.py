"""What screens are told of the plant: who stands where, what belongs to what, and no value."""

from __future__ import annotations

import dataclasses

import pytest

from simulator.scenario.library import read
from simulator.session.commission import commission
from simulator.session.process_cell import (
    ActuatorCard,
    LineCard,
    LoopCard,
    OutputCard,
    ProcessCell,
    UnitCard,
)


@pytest.fixture(scope="module")
def cell() -> ProcessCell:
    """The process cell of a shipped scenario."""
    return commission(read("oxygen-lost"), tier="interpreted").brief.cell


@pytest.mark.parametrize(
    ("tag", "unit"),
    [
        ("BR-101", "BR-101"),
        ("TT-101", "BR-101"),
        ("TIC-101", "BR-101"),
        ("FV-102", "BR-101"),
        ("WT-112", "TK-112"),
        ("P-111", "TK-111"),
        ("FIC-111", "TK-111"),
        ("P-201", "BR-101"),
        ("oxygen", ""),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_every_tag_knows_its_unit(cell: ProcessCell, tag: str, unit: str) -> None:
    """Instruments, loops, valves and pumps belong to the unit they read, move or empty."""
    assert cell.owner_of(tag) == unit


def test_a_cascade_ends_at_its_valves(cell: ProcessCell) -> None:
    """From the master loop one comes through the slave to both valves of its split range."""
    assert cell.driven("TIC-101") == ("TV-102A", "TV-102B")
    assert cell.driven("FV-101") == ("FV-101",)
    assert cell.driven("TT-101") == ()
    assert [card.tag for card in cell.masters("TIC-102")] == ["TIC-101"]
    assert cell.masters("TIC-101") == ()


def test_loops_in_a_circle_end() -> None:
    """Loops that point at each other are walked once."""
    out = OutputCard("B-1", 0.0, 100.0, 0.0, 100.0)
    back = OutputCard("A-1", 0.0, 100.0, 0.0, 100.0)
    valve = OutputCard("V-1", 0.0, 100.0, 0.0, 100.0)
    loops = (
        LoopCard("A-1", {}, "T-1", (out,), True, 0.0, 1.0),
        LoopCard("B-1", {}, "T-2", (back, valve), True, 0.0, 1.0),
    )
    cell = ProcessCell(loops=loops, actuators=(ActuatorCard("V-1", {}, "U-1.flow", ""),))
    assert cell.driven("A-1") == ("V-1",)


def test_a_loop_without_limits_has_those_of_its_instrument(cell: ProcessCell) -> None:
    """The limits of a set-point are the loop's own, or else the range of the instrument."""
    own, other = cell.loop("TIC-101"), cell.loop("FIC-102")
    assert own is not None
    assert other is not None
    assert (own.low, own.high) == (4.0, 40.0)
    assert (other.low, other.high) == (0.0, 60.0)


def test_pumps_stand_on_their_lines(cell: ProcessCell) -> None:
    """Each line names the pump that moves it, and where it goes."""
    found = {line.tag: (line.source, line.sink, line.pump) for line in cell.lines}
    assert found["L-111"] == ("TK-111", "BR-101", "P-111")
    assert found["L-201"] == ("BR-101", "TK-201", "P-201")


def test_no_truth_is_told(cell: ProcessCell) -> None:
    """The cell has neither initial values nor parameters of units and lines, nor faults."""
    for kind in (UnitCard, LineCard):
        assert not [f.name for f in dataclasses.fields(kind) if f.type in ("float", "int")]
    names = {field.name for field in dataclasses.fields(cell)}
    assert not names & {"faults", "gauges", "parameters", "initial"}
