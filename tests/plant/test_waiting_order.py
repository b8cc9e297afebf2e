"""Who goes first where several wait for one unit, and that no other order decides it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from simulator.language.event import PhaseChanged
from simulator.plant.design import Design
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

MINUTE = 60_000

TEXT = """
scenario: 1
name: Queue
brief: Three things want one tank that a fourth has
duration: 3 h
units:
  TK-301: {kind: vessel, name: A, parameters: {working volume: 200 L}, initial: {volume: 150 L}}
  TK-321: {kind: vessel, name: D, parameters: {working volume: 200 L}}
lines:
  L-321: {name: l3, from: TK-301, to: TK-321}
actuators:
  P-321: {name: p, moves: L-321.flow demand, parameters: {capacity: 60 L/h}}
procedure:
  hold:
    name: H
    unit: TK-301
    takes: [TK-321]
    steps: [{do: P-321.OP = 50 %}, {wait: 30 min}, {do: P-321.OP = 0 %}]
"""
WANTS = "  {name}: {{name: W, unit: TK-301, takes: [TK-321], at: {at} min, steps: [wait: 7 min]}}\n"


def queue(*turns: tuple[str, int]) -> Design:
    """Return a design in which these want the tank from so many minutes on, in written order."""
    text = TEXT + "".join(WANTS.format(name=name, at=at) for name, at in turns)
    return build_scenario(Documents("q.yaml", {"q.yaml": text})).design


def begun(design: Design) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Return when each phase began, by time, and the digests of the units at the end."""
    plant = Plant(design, 5, "interpreted")
    events = plant.advance(2 * 60 * MINUTE)
    starts = [
        (e.t, e.subject) for e in events if isinstance(e, PhaseChanged) and e.new == "Running"
    ]
    return sorted(starts), {name: plant.digest()[name] for name in ("TK-301", "TK-321")}


def test_who_waited_longest_goes_first() -> None:
    """Written last, but first in the queue: it has the tank first."""
    starts, _ = begun(queue(("late", 20), ("middle", 10), ("early", 5)))
    assert [name for _, name in starts] == ["hold", "early", "middle", "late"]
    assert [t // MINUTE for t, _ in starts] == [0, 30, 37, 44]


def test_of_equals_the_one_written_first_goes_first() -> None:
    """Two whose turn comes in the same moment go in the order in which they are written."""
    for first, second in (("alpha", "beta"), ("beta", "alpha")):
        starts, _ = begun(queue((first, 10), (second, 10)))
        assert [name for _, name in starts] == ["hold", first, second]


@pytest.fixture(scope="module")
def design() -> Design:
    """Three that wait since different times."""
    return queue(("late", 20), ("middle", 10), ("early", 5))


def test_the_order_in_which_phases_are_written_decides_nothing_else(design: Design) -> None:
    """In all 24 orders of the same phases all begins at the same times, with the same tanks."""
    wanted = begun(design)
    for some in permutations(design.procedure):
        assert begun(replace(design, procedure=some)) == wanted
