"""A retention module in a plant: laid out, led through, changed by people, and refused."""

from __future__ import annotations

import pytest

from simulator.language.command import ChangeBottle
from simulator.language.event import WorkDone
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
TEXT = """
scenario: 1
name: Perfusion
brief: Draw permeate.
duration: 2 d
units:
  BR-501:
    kind: bioreactor
    name: Bioreactor
    initial: {volume: 1500 L, dead density: 5e6 cells/mL, titre: 2 g/L}
  AF-501:
    kind: retention
    name: Module
    parameters: {membrane area: 10 m2, layer deposition: 0 m2/L}
    initial: {irreversible resistance: 5}
  TK-501:
    {kind: vessel, name: Permeate, parameters: {working volume: 2000 L}, initial: {volume: 0 L}}
lines:
  L-501:
    {name: Permeate, from: BR-501, through: AF-501, to: TK-501,
     parameters: {capacity: 100 L/h, sink full: 2000 L}}
instruments:
  FT-501: {name: Flow, reads: L-501.flow, range: 0 L/h .. 100 L/h}
actuators:
  P-501:
    {name: Pump, moves: L-501.flow demand, initial: 50 %, parameters: {capacity: 100 L/h}}
happens:
  - {fault: blocked, of: AF-501.fibre, size: 50 %, at: 1 h, name: Blocked}
people:
  bottle change: 30 min
  shifts: [{name: all, start: 0 h, operators: 2}]
"""


def plant() -> Plant:
    """The little plant above."""
    scenario = build_scenario(Documents("perfusion.yaml", {"perfusion.yaml": TEXT}))
    return Plant(scenario.design, 3, "interpreted")


def value(of: Plant, name: str) -> float:
    """A number of the plant, true."""
    cell = of._cell
    return float(cell.y[cell.image.index[name]])


def test_permeate_goes_through_the_module() -> None:
    """Cells stay in the bioreactor, product comes into the tank by the sieving of the module."""
    one = plant()
    one.advance(HOUR // 2)
    assert value(one, "L-501.flow") == pytest.approx(50.0)
    assert value(one, "TK-501.volume") == pytest.approx(25.0, rel=0.01)
    assert value(one, "TK-501.dead") < 1e-3 * value(one, "BR-501.dead")
    assert 0.0 < value(one, "TK-501.titre") < value(one, "BR-501.titre")
    assert value(one, "AF-501.pressure difference") == pytest.approx(125.0, rel=0.02)


def test_people_change_the_module() -> None:
    """While it is changed no permeate flows; the new one is clean and all its fibres are open."""
    one = plant()
    one.advance(HOUR + 60_000)
    assert value(one, "AF-501.fibre blockage") == 0.5
    one.accept(ChangeBottle("AF-501"))
    one.advance(HOUR + 15 * 60_000)
    assert value(one, "L-501.flow") == 0.0
    events = one.advance(HOUR + 33 * 60_000)
    assert [e.text for e in events if isinstance(e, WorkDone)] == ["module changed"]
    assert value(one, "L-501.flow") == pytest.approx(50.0)
    assert value(one, "AF-501.fibre blockage") == 0.0
    assert value(one, "AF-501.irreversible resistance") == pytest.approx(1.0, rel=0.01)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("through: AF-501", "through: TK-501", "unknown-tag"),
        ("to: TK-501", "to: AF-501", "device"),
        ("from: BR-501", "from: AF-501", "device"),
        (
            "\ninstruments:",
            "\n  L-502: {name: x, from: BR-501, through: AF-501, to: drain}\ninstruments:",
            "taken",
        ),
        ("membrane area: 10 m2", "membrane area: 0 m2", "out-of-bounds"),
    ],
)
def test_what_cannot_be_led_through_is_refused(old: str, new: str, code: str) -> None:
    """A line leads through one retention device, and none begins or ends in one."""
    assert TEXT.count(old) == 1
    changed = TEXT.replace(old, new)
    with pytest.raises(Refusal) as caught:
        build_scenario(Documents("perfusion.yaml", {"perfusion.yaml": changed}))
    assert code in [problem.code for problem in caught.value.problems]
