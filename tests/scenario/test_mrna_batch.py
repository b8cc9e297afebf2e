"""A whole batch of mRNA by its recipe, from nucleotides to frozen bags, without its questions.

Windows of yields are validation: what an engineer expects of such steps.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pytest
from findings import Finding

from simulator.equipment.downstream.rna_vessel import NUCLEOTIDE
from simulator.plant.layout import lay_out
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
_QUESTION = re.compile(r" {12}ask-[a-z]+:\n {14}name:[^\n]*\n {14}steps:\n {16}- prompt:[^\n]*\n")
BUFFER = """
units:
  TK-542: {parameters: {working volume: 300 L}, initial: {volume: 200 L}}
"""
STEPS = {
    "Clarification": ("TK-521", "TK-541", 95.0, 100.0),
    "Oligo-dT with its ultrafiltration before, two cycles": ("TK-541", "TK-561", 85.0, 98.0),
    "Ultrafiltration and sterile filter": ("TK-561", "FZ-571", 92.0, 99.0),
}
"""Where whole RNA was, where it then is, and the window of the yield (%)."""
_RNA = re.compile(r"\b(product|aggregate|fragments)\b")
_BASES = re.compile(r"\b([AUCG]TP|solutes)\b")


@dataclass
class Batch:
    """What was found of a batch: yields, the bulk, and by how much balances are off."""

    found: dict[str, float]
    whole: float
    bulk: dict[str, float]
    rna_off: float
    bases_off: float
    told: dict[str, float]


def unasked() -> Documents:
    """Return the scenario without its questions, and with salt buffer enough."""
    whole = library.read("mrna-batch")
    text = _QUESTION.sub("", whole.texts[whole.main])
    head, found, _ = text.partition("\nhappens:")
    assert found
    return Documents(whole.main, {**whole.texts, whole.main: head + BUFFER})


def names(plant: Plant, unit: str, wanted: re.Pattern[str]) -> list[str]:
    """Return every state of a unit of measure with a wanted name, in units and lost from lines."""
    fields = lay_out(plant.design, 61).fields
    return [
        name
        for name, field in fields.items()
        if field.unit == unit
        and field.role == "state"
        and wanted.search(field.name)
        and not field.name.startswith("made ")
    ]


def there(plant: Plant, every: list[str]) -> float:
    """Return the sum of these numbers."""
    return math.fsum(plant.truth(name) for name in every)


def inside(plant: Plant, unit: str, name: str) -> float:
    """Return what a tank, or a freezer with its ice, holds of a component."""
    ice = plant.truth(f"{unit}.frozen {name}") if unit == "FZ-571" else 0.0
    return plant.truth(f"{unit}.{name}") + ice


@pytest.fixture(scope="module")
def batch() -> Batch:
    """The batch, from the harvest of its reaction on."""
    plant = Plant(build_scenario(unasked()).design, 61, "compiled")
    while plant.truth("RX-501.volume") > 1e-6:
        plant.advance(plant.now + HOUR // 60)
        assert plant.now < 4 * HOUR
    rna = names(plant, "g", _RNA)
    bases = names(plant, "mmol", _BASES)
    dna = names(plant, "mg", re.compile(r"\bDNA\b"))
    began = there(plant, rna), there(plant, bases) + there(plant, dna) / NUCLEOTIDE
    most: dict[str, float] = {}
    while plant.observe().phases[-1].state != "Complete":
        plant.advance(plant.now + HOUR // 60)
        assert plant.now < 13 * HOUR, "it never came to its end"
        for tank in ("TK-521", "TK-541", "TK-561", "FZ-571"):
            most[tank] = max(most.get(tank, 0.0), inside(plant, tank, "product"))
    found = {name: 100.0 * most[to] / most[source] for name, (source, to, _, _) in STEPS.items()}
    product, other = (inside(plant, "FZ-571", one) for one in ("product", "aggregate"))
    per = 1e3 / (product + other)
    bulk = {
        "product": product,
        "integrity": 100.0 * product / (product + other),
        "DNA": per * inside(plant, "FZ-571", "DNA"),
        "protein": per * inside(plant, "FZ-571", "host cell protein"),
    }
    ended = there(plant, rna), there(plant, bases) + there(plant, dna) / NUCLEOTIDE
    told = {one.name: one.off for one in plant.results().balance}
    off = [abs(end - begin) / begin for end, begin in zip(ended, began, strict=True)]
    return Batch(found, 100.0 * most["FZ-571"] / most["TK-521"], bulk, off[0], off[1], told)


def test_each_step_yields_what_such_steps_yield(batch: Batch, finding: Finding) -> None:
    """Validation: every step comes to its end, with a yield of its window."""
    for name, told in batch.found.items():
        low, high = STEPS[name][2:]
        finding(
            told,
            0.5 * (low + high),
            model="equipment/downstream/rna_vessel",
            source="steps of an mRNA process, by recipe",
            against="yields that an engineer expects of such steps",
            quantity=f"yield: {name.lower()}",
            kind="validation",
            within=0.5 * (high - low),
            unit="%",
        )
    assert 75.0 < batch.whole < 95.0


def test_the_bulk_is_whole_and_clean(batch: Batch) -> None:
    """The bags hold whole RNA, with little template (330 ng/mg are allowed) and enzyme."""
    assert 18.0 < batch.bulk["product"] < 26.0
    assert 95.0 < batch.bulk["integrity"] < 99.9
    assert 0.0 < batch.bulk["DNA"] < 330.0
    assert batch.bulk["protein"] < 1000.0


def test_rna_and_nucleotides_balance_from_harvest_to_bags(batch: Batch) -> None:
    """Verification: RNA, and nucleotides with DNA, in tanks, devices and drains: as at harvest."""
    assert batch.rna_off < 1e-9
    assert batch.bases_off < 1e-9


def test_the_recipe_tells_a_balance_that_closes(batch: Batch, finding: Finding) -> None:
    """Verification: from the reagents to the bags and the waste all is accounted for, to 1e-9."""
    assert {"volume", "product", "host cell protein", "DNA"} <= set(batch.told)
    for name, off in batch.told.items():
        finding(
            off,
            0.0,
            model="plant/balance",
            source="conservation of mass",
            against="all there was, came and was made, less what is there and has gone",
            quantity=f"mrna-batch: {name} lost from the reagents to the bags, as a share",
            within=1e-9,
            unit="",
        )
