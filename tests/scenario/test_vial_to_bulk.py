"""The downstream half of a whole antibody batch, run by its recipe from the harvest to the bulk.

The seed train and the culture are other tests' matter; here the harvest of the expert's run stands
in its tank, and
the platform's windows of yield (validation) and the balance of the whole plant are looked at.
"""

from __future__ import annotations

import re

import pytest
from findings import Finding

from simulator.plant.layout import lay_out
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
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
_PROTEIN = re.compile(r"\b(product|aggregate)\b")
STEPS = {
    "Clarification": ("TK-201", "TK-401", 95.0, 98.0),
    "Protein A, four cycles": ("TK-401", "TK-421", 95.0, 99.0),
    "Low pH": ("TK-421", "TK-452", 97.0, 100.0),
    "Virus filter": ("TK-452", "TK-701", 96.0, 100.0),
    "Ultrafiltration and sterile filter": ("TK-701", "TK-721", 95.0, 99.0),
}
"""Where product was, where it then is, and the window of the yield (%)."""


def protein_names(plant: Plant) -> list[str]:
    """Return every state that holds antibody: in tanks and devices, and lost from lines."""
    fields = lay_out(plant.design, 40).fields
    return [
        name
        for name, field in fields.items()
        if field.unit == "g" and field.role == "state" and _PROTEIN.search(field.name)
    ]


def protein(plant: Plant, names: list[str]) -> float:
    """Return the grams of antibody anywhere in the plant, with what was lost from its lines."""
    return sum(plant.truth(name) for name in names)


def in_tank(plant: Plant, tank: str) -> float:
    """Return the grams of antibody in a tank, aggregate included."""
    return plant.truth(f"{tank}.product") + (
        plant.truth(f"{tank}.aggregate") if tank != "TK-201" else 0.0
    )


def downstream() -> Documents:
    """Return the scenario from its harvest on."""
    whole = library.read("vial-to-bulk")
    text = whole.texts[whole.main]
    before, _, rest = text.partition("    thawing:\n")
    after = rest[rest.index("    clarification:\n") :].replace("      after: production\n", "")
    recipe, _, _ = after.partition("\nalarms:\n")
    shorter = before.replace("duration: 40 d", "duration: 2 d") + recipe + HARVEST
    return Documents(whole.main, {**whole.texts, whole.main: shorter})


@pytest.fixture(scope="module")
def yields() -> tuple[dict[str, float], float, float]:
    """The yield of each step, that of all, and by how much the balance of antibody is off."""
    plant = Plant(build_scenario(downstream()).design, 40, "compiled")
    names = protein_names(plant)
    began = protein(plant, names)
    most = {"TK-201": in_tank(plant, "TK-201")}
    while plant.now < 40 * HOUR:
        plant.advance(plant.now + HOUR // 60)
        for _, tank, _, _ in STEPS.values():
            most[tank] = max(most.get(tank, 0.0), in_tank(plant, tank))
        if plant.observe().phases[-1].state != "Idle":  # it draws a sample
            break
    found = {name: 100.0 * most[to] / most[source] for name, (source, to, _, _) in STEPS.items()}
    whole = 100.0 * most["TK-721"] / most["TK-201"]
    return found, whole, abs(protein(plant, names) - began) / began


def test_each_step_yields_what_a_platform_yields(
    yields: tuple[dict[str, float], float, float], finding: Finding
) -> None:
    """Validation: every step of the train comes to its end, with a yield of its platform window."""
    found, whole, _ = yields
    for name, (_, _, low, high) in STEPS.items():
        assert low <= found[name] <= high, (name, found)
    assert 80.0 < whole < 95.0
    for name, told in found.items():
        low, high = STEPS[name][2:]
        finding(
            told,
            0.5 * (low + high),
            model="equipment/downstream/column",
            source="steps of a platform process, by recipe",
            against="yields usual for an antibody platform",
            quantity=f"yield: {name.lower()}",
            kind="validation",
            within=0.5 * (high - low),
            unit="%",
        )


def test_the_antibody_balances_from_harvest_to_waste(
    yields: tuple[dict[str, float], float, float],
) -> None:
    """Verification: what is in tanks, devices and drains is what was in the harvest, to 1e-9."""
    assert yields[2] < 1e-9
