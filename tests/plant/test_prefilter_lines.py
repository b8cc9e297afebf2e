"""A line with a prefilter in a plant: laid out, renewed by people, and refused."""

from __future__ import annotations

import pytest

from simulator.language.command import ChangeBottle
from simulator.language.problem import Refusal
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

MINUTE = 60_000
TEXT = """
scenario: 1
name: Two filters
brief: Filter.
duration: 1 d
units:
  TK-1:
    kind: process vessel
    name: Tank
    parameters: {working volume: 500 L}
    initial: {volume: 400 L, debris concentration: 1 mL/L}
  TK-2: {kind: process vessel, name: Pool, parameters: {working volume: 500 L}}
  DF-1: {kind: depth filter, name: Depth filter, parameters: {filter area: 1 m2, hold-up: 1 L}}
  SF-1: {kind: sterile filter, name: Sterile filter}
  CV-1: {kind: cleaned vessel, name: Spray ball}
lines:
  L-1:
    {name: Line, from: TK-1, prefilter: DF-1, through: SF-1, to: TK-2,
     parameters: {capacity: 300 L/h}}
actuators:
  P-1: {name: Pump, moves: L-1.flow demand, initial: 50 %, parameters: {capacity: 300 L/h}}
"""


def built(text: str = TEXT) -> Plant:
    """The plant of this text, interpreted."""
    design = build_scenario(Documents("two.yaml", {"two.yaml": text})).design
    return Plant(design, 1, tier="interpreted")


def test_people_change_the_prefilter_and_nothing_flows_meanwhile() -> None:
    """The prefilter catches debris; while it is changed the line is shut; then it is a new one."""
    one = built()
    one.advance(20 * MINUTE)
    assert one.truth("DF-1.kept debris") > 40.0
    assert one.truth("SF-1.kept debris") < 0.02 * one.truth("DF-1.kept debris")
    one.accept(ChangeBottle("DF-1"))
    shut = False
    for minute in range(21, 60):
        one.advance(minute * MINUTE)
        shut |= one.truth("L-1.flow") == 0.0
    assert shut
    assert one.truth("L-1.flow") == pytest.approx(150.0)
    assert one.truth("DF-1.passed") < 150.0


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("prefilter: TK-1, through: SF-1", "unknown-tag"),
        ("prefilter: DF-9, through: SF-1", "unknown-tag"),
        ("prefilter: SF-1, through: SF-1", "no-device"),
        ("prefilter: DF-1", "no-device"),
        ("prefilter: DF-1, through: CV-1", "no-device"),
    ],
)
def test_what_is_no_prefilter_is_refused(new: str, code: str) -> None:
    """It is a filter of the plant, another than the device, and stands before one."""
    changed = TEXT.replace("prefilter: DF-1, through: SF-1", new)
    with pytest.raises(Refusal) as caught:
        built(changed)
    assert code in [problem.code for problem in caught.value.problems]
