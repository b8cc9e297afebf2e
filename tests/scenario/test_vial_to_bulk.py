"""The downstream half of a whole antibody batch, run by its recipe from the harvest to the bulk.

The seed train and the culture are other tests' matter; here the harvest of the expert's run stands
in its tank, and the platform's windows of yield, clearance and time (validation) and the balance
of the plant are looked at. The whole batch is run by ``cuve check --prove vial-to-bulk`` and by
``cuve bench batch``.
"""

from __future__ import annotations

import math

import pytest
from findings import Finding

from simulator.language.command import AnswerPrompt, TakeSample
from simulator.plant.accounts import StepFigure
from simulator.plant.plant import Plant
from simulator.plant.results import Results
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
ASKS = "ask-load"
HARVEST = """
units:
  TK-201:
    initial:
      volume: 2030 L
      temperature: 8 degC
      titre: 4.65 g/L
      viable density: 28e6 cells/mL
      dead density: 1e6 cells/mL
      lysed density: 0.5e6 cells/mL
"""
Window = tuple[float, float]
YIELD = "yield (%)"
HOURS = "time (h)"
PROTEIN = "host cell protein left (ng/mg)"
DNA = "DNA, log10 cleared"
RETROVIRUS = "retrovirus, log10 cleared"
PARVOVIRUS = "parvovirus, log10 cleared"
AGGREGATE = "aggregate left (%)"
PLATFORM: dict[str, dict[str, Window]] = {
    "clarification": {
        YIELD: (95.0, 98.0),
        HOURS: (4.0, 8.0),
        PROTEIN: (1e5, 5e5),
        DNA: (0.5, 1.0),
        AGGREGATE: (1.0, 4.0),
    },
    "capture": {
        YIELD: (95.0, 98.0),
        HOURS: (8.0, 24.0),
        PROTEIN: (500.0, 3000.0),
        DNA: (3.0, 4.0),
        RETROVIRUS: (1.0, 4.0),
        PARVOVIRUS: (1.0, 4.0),
        AGGREGATE: (1.0, 4.0),
    },
    "inactivation": {
        YIELD: (97.0, 99.0),
        HOURS: (2.0, 4.0),
        PROTEIN: (200.0, 1000.0),
        DNA: (0.5, 1.0),
        RETROVIRUS: (4.0, 6.0),
        PARVOVIRUS: (0.0, 0.5),
    },
    "cation-exchange": {
        YIELD: (90.0, 95.0),
        HOURS: (6.0, 12.0),
        PROTEIN: (20.0, 200.0),
        DNA: (1.0, 2.0),
        RETROVIRUS: (0.0, 2.0),
        PARVOVIRUS: (0.0, 2.0),
        AGGREGATE: (0.5, 1.0),
    },
    "anion-exchange": {
        YIELD: (95.0, 98.0),
        HOURS: (3.0, 6.0),
        PROTEIN: (1.0, 20.0),
        DNA: (2.0, 4.0),
        RETROVIRUS: (3.0, 5.0),
        PARVOVIRUS: (3.0, 5.0),
    },
    "virus-filtration": {
        YIELD: (96.0, 99.0),
        HOURS: (4.0, 8.0),
        RETROVIRUS: (5.0, 8.0),
        PARVOVIRUS: (4.0, 8.0),
    },
    "formulation": {YIELD: (95.0, 98.0), HOURS: (6.0, 10.0)},
    "bulk": {YIELD: (98.0, 99.0), HOURS: (3.0, 6.0)},
}
"""What each step of a platform for antibodies yields, leaves, clears and takes: usual windows."""

MODELS = {
    "clarification": "filter",
    "capture": "column",
    "inactivation": "inactivation",
    "cation-exchange": "exchanger",
    "anion-exchange": "exchanger",
    "virus-filtration": "filter",
    "formulation": "ultrafilter",
    "bulk": "filter",
}


def downstream() -> Documents:
    """Return the scenario from its harvest on."""
    whole = library.read("vial-to-bulk")
    text = whole.texts[whole.main]
    before, _, rest = text.partition("    thawing:\n")
    after = rest[rest.index("    clarification:\n") :].replace("      after: production\n", "")
    recipe, _, _ = after.partition("\nalarms:\n")
    shorter = before.replace("duration: 40 d", "duration: 3 d") + recipe + HARVEST
    return Documents(whole.main, {**whole.texts, whole.main: shorter})


def found_of(step: StepFigure) -> dict[str, float]:
    """Return what a step came to, by the names of the windows."""
    cleared = {one.name: one.log_reduction for one in step.amounts}
    assert step.yield_percent is not None
    return {
        YIELD: step.yield_percent,
        HOURS: (step.ended_s - step.began_s) / 3600.0,
        PROTEIN: step.protein_ratio,
        AGGREGATE: step.aggregate_percent,
        DNA: cleared.get("DNA") or 0.0,
        RETROVIRUS: cleared.get("retrovirus") or 0.0,
        PARVOVIRUS: cleared.get("parvovirus") or 0.0,
    }


@pytest.fixture(scope="module")
def came_to() -> Results:
    """The results of the train; its pool is sampled by people on the way, and the bulk at last."""
    plant = Plant(build_scenario(downstream()).design, 40, "compiled")
    sampled = loaded = False
    while plant.now < 60 * HOUR and plant.observe().phases[-1].state != "Complete":
        plant.advance(plant.now + HOUR // 4)
        if not loaded and any(one.phase == ASKS and one.prompt for one in plant.observe().phases):
            plant.accept(AnswerPrompt(ASKS, "yes"))
            loaded = True
        if not sampled and plant.truth("TK-421.volume") > 100.0:
            plant.accept(TakeSample("TK-421"))
            sampled = True
    plant.advance(plant.now + HOUR)
    return plant.results()


def test_each_step_is_within_the_windows_of_a_platform(came_to: Results, finding: Finding) -> None:
    """Validation: yield, what is left and cleared, and the time of every step, and of them all."""
    assert [one.tag for one in came_to.steps] == list(PLATFORM)
    found = {one.tag: found_of(one) for one in came_to.steps}
    outside = [
        (tag, name, found[tag][name])
        for tag, windows in PLATFORM.items()
        for name, (low, high) in windows.items()
        if not low <= found[tag][name] <= high
    ]
    assert outside == []
    whole = 100.0 * math.prod(found[tag][YIELD] / 100.0 for tag in found)
    assert 65.0 < whole < 80.0
    told = [
        (MODELS[tag], f"{tag}: {name}", found[tag][name], window)
        for tag, windows in PLATFORM.items()
        for name, window in windows.items()
    ]
    told.append(("column", "all steps: yield (%)", whole, (65.0, 80.0)))
    for model, quantity, value, (low, high) in told:
        finding(
            value,
            0.5 * (low + high),
            model=f"equipment/downstream/{model}",
            source="steps of a platform process, by recipe",
            against="windows usual for an antibody platform",
            quantity=quantity,
            kind="validation",
            within=0.5 * (high - low),
            unit="",
        )


def test_everything_balances_from_harvest_to_waste(came_to: Results, finding: Finding) -> None:
    """Verification: what is in tanks, devices, samples and drains is what was there, to 1e-9."""
    told = {one.name: one for one in came_to.balance}
    assert {"volume", "cells", "product", "host cell protein", "DNA", "glucose"} <= set(told)
    for one in told.values():
        finding(
            one.off,
            0.0,
            model="plant/balance",
            source="conservation of mass",
            against="what was there and brought, less what is there and has gone out",
            quantity=f"{one.name} lost from the harvest to the bulk, as a share",
            within=1e-9,
            unit="",
        )
        ends = one.now + one.out + one.vented - one.brought
        assert one.before + one.made - one.used == pytest.approx(ends, rel=1e-9)
    assert -1.0 < told["product"].brought < 0.0  # the samples
    assert told["product"].out > 500.0
