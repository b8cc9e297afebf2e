"""Transfer panels: what led over them goes along until they are cleaned, and nobody shares them."""

from __future__ import annotations

import math

import pytest
from tiny_plant import MINUTE

from simulator.language.command import PhaseCommand, SetOutput, SetProcedureMode, TakeSample
from simulator.language.problem import Refusal
from simulator.plant.panels import STAYS
from simulator.plant.plant import Plant
from simulator.scenario.build import Scenario, build_scenario, problems_of
from simulator.scenario.documents import Documents

TEXT = """
scenario: 1
name: A panel
brief: Two lines over one panel
duration: 1 d
scan: 5 s
units:
  TK-311:
    {kind: process vessel, name: A, parameters: {working volume: 100 L}, initial: {volume: 60 L}}
  TK-312:
    {kind: process vessel, name: B, parameters: {working volume: 100 L}, initial: {volume: 60 L}}
  TK-321:
    {kind: process vessel, name: C, parameters: {working volume: 200 L}, initial: {volume: 50 L}}
  TK-322: {kind: process vessel, name: D, parameters: {working volume: 200 L}}
lines:
  L-311: {name: l1, from: TK-311, to: TK-321}
  L-312: {name: l2, from: TK-312, to: TK-322}
panels:
  TP-301: {name: Panel, lines: [L-311, L-312], holds: 0.5 L}
actuators:
  P-311: {name: p, moves: L-311.flow demand, parameters: {capacity: 60 L/h}}
  P-312: {name: p, moves: L-312.flow demand, parameters: {capacity: 60 L/h}}
lots:
  TK-311: {number: A-1, material: Product}
  TK-312: {number: B-1, material: Product}
status:
  TP-301: {label: CLEAN}
procedure:
  cip:
    {name: Cleaning, unit: TK-321, cleans: TP-301, steps: [{wait: 20 min}]}
recipe:
  procedure:
    one:
      name: One
      unit: TK-311
      operations:
        op1:
          name: Op
          phases: {move-a: {name: A, transfer: {by: P-311, at: 50 %, until: elapsed > 1 h}}}
    two:
      name: Two
      unit: TK-312
      operations:
        op2:
          name: Op
          phases: {move-b: {name: B, transfer: {by: P-312, at: 50 %, until: elapsed > 2 h}}}
happens:
  - {fault: contamination, of: TK-311, size: 6000000 cells, at: 1 min, name: A leak}
"""


DIRTY = "initial: {volume: 60 L, bioburden concentration: 500 CFU/L}}"
LABORATORY = """
laboratory:
  instruments: {incubator: 9}
  panel:
    bioburden: {reads: bioburden concentration, decimals: 0, takes: 30 min, instrument: incubator}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Two lines over one panel, built once."""
    return build_scenario(Documents("p.yaml", {"p.yaml": TEXT}))


def by_hand(scenario: Scenario) -> Plant:
    """Return the plant in the hands of people, with the contaminated tank led over the panel."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.accept(SetProcedureMode("MANUAL"))
    plant.advance(2 * MINUTE)
    lead(plant, "P-311", 10)
    return plant


def lead(plant: Plant, pump: str, minutes: int) -> None:
    """Run a pump at 30 L/h for so long."""
    plant.accept(SetOutput(pump, 50.0))
    plant.advance(plant.now + minutes * MINUTE)
    plant.accept(SetOutput(pump, 0.0))
    plant.advance(plant.now + MINUTE)


def test_what_led_over_a_panel_goes_along(scenario: Scenario) -> None:
    """Verification: of the next lot, half a litre has the microbes of the one before."""
    plant = by_hand(scenario)
    dirty = plant.truth("TK-311.contaminant") / plant.truth("TK-311.volume")
    assert dirty > 0.0
    lead(plant, "P-312", 5)
    moved = plant.truth("TK-322.contaminant")
    assert moved == pytest.approx(0.5 * dirty, rel=0.12)
    lead(plant, "P-312", 5)
    more = plant.truth("TK-322.contaminant") - moved
    assert 0.0 < more <= STAYS * 1.3 * moved
    lots = {lot.number: lot for lot in plant.observe().lots}
    traces = {(move.source, move.line): move.litres for move in lots["TK-322/1"].inputs}
    assert traces["A-1", "L-312"] == 0.0  # held back before, in an amount that nobody measures
    assert traces["B-1", "L-312"] > 4.0


def test_what_comes_loose_depends_on_the_litres_alone(scenario: Scenario) -> None:
    """Verification: a transfer that is looked at every minute brings as much as one that is not."""
    found = []
    for pieces in (1, 10):
        plant = by_hand(scenario)
        for _ in range(pieces):
            plant.accept(SetOutput("P-312", 50.0))  # who changes a flow has the totalisers read
            plant.advance(plant.now + 10 * MINUTE // pieces)
        plant.accept(SetOutput("P-312", 0.0))
        plant.advance(plant.now + MINUTE)
        found.append(plant.truth("TK-322.contaminant"))
    assert found[1] == pytest.approx(found[0], rel=1e-6)


def test_gaskets_let_go_over_many_litres(scenario: Scenario) -> None:
    """Verification: what stands there falls to 1/e over 100 volumes of the panel."""
    plant = by_hand(scenario)
    lead(plant, "P-312", 20)
    before, litres = plant.truth("TK-322.contaminant"), plant.truth("TK-322.volume")
    lead(plant, "P-312", 40)
    first = plant.truth("TK-322.contaminant") - before
    middle, more = plant.truth("TK-322.contaminant"), plant.truth("TK-322.volume") - litres
    lead(plant, "P-312", 40)
    second = plant.truth("TK-322.contaminant") - middle
    assert second / first == pytest.approx(math.exp(-more / (100.0 * 0.5)), rel=0.03)


def test_a_tank_that_ran_dry_leaves_what_was_in_it_last() -> None:
    """Verification: pumped empty, it spoils the next lot as much as one that is not."""
    text = TEXT.replace("initial: {volume: 60 L}}", DIRTY, 1)
    plant = Plant(build_scenario(Documents("p.yaml", {"p.yaml": text})).design, 1, "interpreted")
    plant.accept(SetProcedureMode("MANUAL"))
    plant.advance(2 * MINUTE)
    plant.accept(SetOutput("P-311", 100.0))
    plant.advance(plant.now + 75 * MINUTE)
    assert plant.truth("TK-311.volume") < 0.001
    plant.accept(SetOutput("P-311", 0.0))
    lead(plant, "P-312", 5)
    assert plant.truth("TK-322.bioburden") == pytest.approx(0.5 * 500.0, rel=0.12)


def test_what_a_panel_takes_up_is_taken_from_what_went_over_it() -> None:
    """Verification: microbes in tanks and panel are as many after three transfers as before."""
    text = TEXT.replace("initial: {volume: 60 L}}", DIRTY, 1)
    plant = Plant(build_scenario(Documents("p.yaml", {"p.yaml": text})).design, 1, "interpreted")
    plant.accept(SetProcedureMode("MANUAL"))
    plant.advance(1_000)

    def counted() -> float:
        panels = plant.snapshot()["record"]["floor"]["panels"]
        own = (1.0 - STAYS) * panels["left"]["TP-301"][0] + STAYS * panels["held"]["TP-301"][0]
        tanks = ("TK-311", "TK-312", "TK-321", "TK-322")
        return 0.5 * own + sum(plant.truth(f"{tank}.bioburden") for tank in tanks)

    assert counted() == pytest.approx(60.0 * 500.0, rel=1e-12)
    for pump in ("P-311", "P-312", "P-311"):
        lead(plant, pump, 5)
        assert counted() == pytest.approx(60.0 * 500.0, rel=1e-12)
    assert plant.truth("TK-322.bioburden") > 200.0


def test_the_laboratory_counts_what_spread() -> None:
    """Of 500 CFU/L in one tank the next lot over the panel shows some, counted on plates."""
    text = TEXT.replace("initial: {volume: 60 L}}", DIRTY, 1) + LABORATORY
    plant = by_hand(build_scenario(Documents("p.yaml", {"p.yaml": text})))
    lead(plant, "P-312", 5)
    for unit in ("TK-311", "TK-312", "TK-322"):
        plant.accept(TakeSample(unit))
    plant.advance(plant.now + 120 * MINUTE)
    found = [{n: v for n, v, _ in one.results} for one in plant.observe().samples]
    assert [one["bioburden"] for one in found[:2]] == [500.0, 0.0]
    assert found[2]["bioburden"] == pytest.approx(100.0, rel=0.15)  # 0.5 L of 500 in 2.5 L


def test_a_cleaned_panel_carries_nothing(scenario: Scenario) -> None:
    """After a cleaning that is complete the next lot is as it was, and no trace leads back."""
    plant = by_hand(scenario)
    plant.accept(PhaseCommand("cip", "START"))
    assert plant.review(SetOutput("P-312", 50.0)).problem is not None
    plant.advance(plant.now + 21 * MINUTE)
    lead(plant, "P-312", 5)
    assert plant.truth("TK-322.contaminant") == 0.0
    lots = {lot.number: lot for lot in plant.observe().lots}
    assert [move.source for move in lots["TK-322/1"].inputs] == ["B-1"]


def test_two_transfers_do_not_share_a_panel(scenario: Scenario) -> None:
    """The second waits for the panel that bears a label, and says who has it and since when."""
    plant = Plant(scenario.design, 1, "interpreted")
    plant.advance(25 * MINUTE)
    views = {one.phase: one for one in plant.observe().phases}
    states = [views[tag].state for tag in ("cip", "move-a", "move-b")]
    assert states == ["Complete", "Running", "Idle"]
    assert views["move-b"].barred == "TP-301 is taken by move-a"
    assert views["move-b"].waiting == 0
    plant.advance(130 * MINUTE)
    assert all(one.state == "Complete" for one in plant.observe().phases)


def test_a_panel_is_in_the_checkpoint(scenario: Scenario) -> None:
    """A plant taken up with a panel that holds something goes on as the first; no other is."""
    first = by_hand(scenario)
    second = Plant(scenario.design, 1, "interpreted")
    second.restore(first.snapshot())
    for plant in (first, second):
        lead(plant, "P-312", 5)
    assert first.digest() == second.digest()
    assert second.truth("TK-322.contaminant") > 0.0
    good = first.snapshot()["record"]["floor"]["panels"]
    for part in good:
        for forged in (None, {}, *({"TP-301": one} for one in ([0.0], [-1.0, 0.0], [1, 0.0]))):
            state = first.snapshot()
            state["record"]["floor"]["panels"] = {**good, part: forged}
            with pytest.raises(Refusal):
                second.restore(state)
    for forged in (None, {}, [good]):
        state = first.snapshot()
        state["record"]["floor"]["panels"] = forged
        with pytest.raises(Refusal):
            second.restore(state)


WRONG = {
    "unknown-tag": ("lines: [L-311, L-312]", "lines: [L-311, L-319]"),
    "out-of-bounds": ("holds: 0.5 L", "holds: 500 L"),
    "duplicate-tag": ("  TP-301: {name: Panel", "  TK-311: {name: Panel"),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_a_panel_is_told(code: str) -> None:
    """A slip is told with its line."""
    found = problems_of(Documents("p.yaml", {"p.yaml": TEXT.replace(*WRONG[code], 1)}))
    assert found
    assert all(one.place is not None for one in found)
