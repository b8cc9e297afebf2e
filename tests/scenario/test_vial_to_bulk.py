"""The downstream half of a whole antibody batch, run by its recipe from the harvest to the bulk.

The seed train and the culture are other tests' matter; here the harvest of the expert's run stands
in its tank, and the platform's windows of yield, clearance and time (validation) and the balance
of the plant are looked at. The whole batch is run by ``cuve check --prove vial-to-bulk`` and by
``cuve bench batch``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from findings import Finding

from simulator.language.command import AnswerPrompt, SetSetpoint, TakeSample
from simulator.language.event import DeviationOpened, Event, RuleBroken
from simulator.plant.accounts import StepFigure
from simulator.plant.plant import Plant
from simulator.plant.results import Results
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
ASKS = "ask-load"
CYCLE = 580.0
"""Litres of a cycle: less than 45 g per litre of resin, and a quarter of what there is."""
HARVEST = """
units:
  TK-201:
    initial:
      volume: 2030 L
      temperature: 8 degC
      titre: 4.65 g/L
      viable density: 28e6 cells/mL
      dead density: 5.4e6 cells/mL
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
    """Return the scenario from its harvest on, with tanks that were cleaned the day before."""
    whole = library.read("vial-to-bulk")
    text = whole.texts[whole.main]
    before, _, rest = text.partition("    thawing:\n")
    after = rest[rest.index("    clarification:\n") :].replace("      after: production\n", "")
    recipe, _, _ = after.partition("\nalarms:\n")
    shorter = before.replace("duration: 40 d", "duration: 3 d") + recipe + HARVEST
    old, new = "label: EXPIRED", "label: CLEAN"
    texts = {name: one.replace(old, new) for name, one in whole.texts.items()}
    return Documents(whole.main, {**texts, whole.main: shorter})


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


@dataclass
class Train:
    """The train at its end: the plant, what rules were broken, and how full the bowl became."""

    plant: Plant
    broken: list[RuleBroken | DeviationOpened]
    fullest: float


@pytest.fixture(scope="module")
def train() -> Train:
    """The train at its end; its pool is sampled by people on the way, and the bulk at last."""
    plant = Plant(build_scenario(downstream()).design, 40, "compiled")
    sampled = loaded = False
    events: list[Event] = []
    fullest = 0.0
    while plant.now < 60 * HOUR and plant.observe().phases[-1].state != "Complete":
        piece = HOUR // 121 if plant.observe().tags["P-300"].op else HOUR // 4
        events += plant.advance(plant.now + piece)
        fullest = max(fullest, plant.truth("CF-300.bowl fill"))
        if not loaded and any(one.phase == ASKS and one.prompt for one in plant.observe().phases):
            plant.accept(SetSetpoint("FQIC-401", CYCLE))
            plant.accept(AnswerPrompt(ASKS, "yes"))
            loaded = True
        if not sampled and plant.truth("TK-421.volume") > 100.0:
            plant.accept(TakeSample("TK-421"))
            sampled = True
    events += plant.advance(plant.now + HOUR)
    broken = [one for one in events if isinstance(one, RuleBroken | DeviationOpened)]
    return Train(plant, broken, fullest)


@pytest.fixture(scope="module")
def came_to(train: Train) -> Results:
    """The results of the train."""
    return train.plant.results()


def test_labels_follow_the_batch_and_no_rule_is_broken(train: Train) -> None:
    """What the batch went through is DIRTY, what holds the bulk IN USE; nothing is on record."""
    assert train.broken == []
    labels = {one.tag: one.label for one in train.plant.observe().status}
    assert labels.pop("TK-721") == "IN USE"
    assert set(labels.values()) == {"DIRTY"}


def test_the_bowl_never_overflows(train: Train) -> None:
    """Discharges every 3 min keep the bowl below the fill from which cells go over (50 %)."""
    assert 30.0 < train.fullest < 50.0


def test_the_bulk_is_traced_back_to_the_harvest_and_its_buffers(came_to: Results) -> None:
    """Genealogy: from the drug substance every lot that went in is found, with its number."""
    lots = {one.number: one for one in came_to.lots}
    found = ["DS-0417"]
    for number in found:
        found += [m.source for m in lots[number].inputs if m.source not in found]
    product = {"V-0417", "Y-0417", "X-0417", "S-0417", "A-0417", "C-0417", "P-0417", "K-0417"}
    stems = {number.partition("/")[0] for number in found}  # cassettes may drink up a first lot
    assert product | {"H-0417", "B-2210", "B-2214"} <= stems


def test_the_bulk_waits_for_the_quality_unit(train: Train) -> None:
    """It stands in quarantine: nobody at the desk may say that it is good."""
    assert train.plant.observe().standings == {"DS-0417": "QUARANTINE"}


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
