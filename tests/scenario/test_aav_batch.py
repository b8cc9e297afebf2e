"""A whole batch of vector but its culture, run by its recipe from the harvest to the freezer.

The culture is another test's matter; here the harvest of the expert's run stands in the lysis tank,
and the yields of the steps, what is full, what DNA is left, and the balance are looked at.
"""

from __future__ import annotations

import re

import pytest
from findings import Finding

from simulator.language.command import AnswerPrompt
from simulator.plant.layout import lay_out
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.documents import Documents

HOUR = 3_600_000
MINUTE = 60_000
HARVEST = """
units:
  TK-201:
    initial:
      volume: 1558 L
      temperature: 36 degC
      viable density: 2.65e6 cells/mL
      dead density: 0.17e6 cells/mL
      full capsids: 4.3e15 vg
      empty capsids: 3.06e16 vp
      full capsids in cells: 8.25e15 vg
      empty capsids in cells: 5.89e16 vp
"""
_FULL = re.compile(r"\bfull capsids\b")
STEPS = {
    "lysis and clarification": ("TK-201", "TK-321", 75.0, 90.0),
    "concentration and capture": ("TK-321", "TK-421", 65.0, 90.0),
    "full from empty": ("TK-501", "TK-521", 55.0, 80.0),
}
"""Where full capsids were, where they then are, and the window of the yield (%)."""


def full_names(plant: Plant) -> list[str]:
    """Return every state that holds full capsids: in tanks and devices, and lost from lines."""
    return [
        name
        for name, field in lay_out(plant.design, 62).fields.items()
        if field.role == "state" and _FULL.search(field.name)
    ]


def full(plant: Plant, names: list[str]) -> float:
    """Return the full capsids anywhere in the plant, with what was lost from its lines."""
    return sum(plant.truth(name) for name in names)


def in_tank(plant: Plant, tank: str) -> float:
    """Return the full capsids in a tank, those in cells too."""
    return plant.truth(f"{tank}.full capsids") + plant.truth(f"{tank}.full capsids in cells")


def downstream() -> Documents:
    """Return the scenario from its harvest on."""
    whole = library.read("aav-batch")
    text = whole.texts[whole.main]
    before, _, rest = text.partition("    production:\n")
    after = rest[rest.index("    lysis:\n") :].replace("      after: production\n", "")
    recipe, _, _ = after.partition("\nalarms:\n")
    shorter = before.replace("duration: 80 h", "duration: 30 h") + recipe + HARVEST
    return Documents(whole.main, {**whole.texts, whole.main: shorter})


def answer(plant: Plant, phase: str, now: bool) -> None:
    """Answer a prompt that waits, if it is time."""
    waits = any(view.phase == phase and view.prompt for view in plant.observe().phases)
    if now and waits:
        plant.accept(AnswerPrompt(phase, "yes"), reason="the test says so")


@pytest.fixture(scope="module")
def batch() -> dict[str, float]:
    """The yield of each step, what the bags hold of the harvest, and by how much vector is off."""
    plant = Plant(build_scenario(downstream()).design, 62, "compiled")
    names = full_names(plant)
    began = full(plant, names)
    most = {"TK-201": in_tank(plant, "TK-201")}
    seen: dict[str, float] = {}
    while plant.now < 29 * HOUR and plant.observe().phases[-1].state != "Complete":
        plant.advance(plant.now + MINUTE)
        answer(plant, "digest", plant.truth("TK-201.DNA content") < 0.45 and plant.now > HOUR)
        answer(plant, "wash-empty", plant.truth("L-511.moved") > 29.0)
        for _, tank, _, _ in STEPS.values():
            most[tank] = max(most.get(tank, 0.0), in_tank(plant, tank))
        most["TK-501"] = max(most.get("TK-501", 0.0), in_tank(plant, "TK-501"))
        phases = {view.phase: view.state for view in plant.observe().phases}
        if phases["sample-bulk"] == "Idle":  # a sample takes some away
            seen["balance"] = abs(full(plant, names) - began) / began
        elif "share" not in seen:
            seen["share"] = plant.truth("TK-521.full share")
            seen["DNA"] = plant.truth("TK-521.DNA per dose")
    for name, (source, to, _, _) in STEPS.items():
        seen[name] = 100.0 * most[to] / most[source]
    seen["bags"] = 100.0 * plant.truth("FZ-731.frozen full capsids") / most["TK-201"]
    return seen


def test_the_batch_is_what_the_field_knows(batch: dict[str, float], finding: Finding) -> None:
    """Validation: steps, whole yield, full capsids and DNA of the bulk lie where usual."""
    of = {
        "model": "equipment/downstream/capsid_columns",
        "source": "steps of a vector batch, by recipe",
        "against": "usual of AAV in suspension",
        "kind": "validation",
    }
    for name, (_, _, low, high) in STEPS.items():
        middle = 0.5 * (low + high)
        finding(
            batch[name],
            middle,
            quantity=f"yield: {name}",
            within=0.5 * (high - low),
            unit="%",
            **of,
        )
    finding(batch["bags"], 40.0, quantity="yield of the batch", within=10.0, unit="%", **of)
    finding(batch["share"], 82.0, quantity="full capsids of the bulk", within=12.0, unit="%", **of)
    finding(batch["DNA"], 5.0, quantity="DNA in 1e13 vg", within=5.0, unit="ng", **of)


def test_the_vector_balances_from_harvest_to_freezer(batch: dict[str, float]) -> None:
    """Verification: full capsids anywhere are those of the harvest, to 1e-9, before a sample."""
    assert batch["balance"] < 1e-9
