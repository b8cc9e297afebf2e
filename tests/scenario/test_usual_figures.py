"""The vessel of the shipped fed-batch and its laboratory, beside what is usual in production."""

from __future__ import annotations

import math
import statistics

import pytest
from findings import Finding

from simulator.numerics.noise import normal, stream_number
from simulator.plant.laboratory import measured
from simulator.plant.plant import Plant
from simulator.scenario.library import load

DAYS, DAY_MS = 8, 86_400_000
TIMES = 2000
"""So often each analysis is done."""
VESSEL = {
    "model": "equipment/bioreactor/reactor",
    "source": "practice of antibody plants",
    "kind": "validation",
}
ERRORS = {
    "viable density": (10.0, 0.075, 0.025),
    "glucose": (25.0, 0.04, 0.01),
    "lactate": (15.0, 0.04, 0.01),
    "titre": (3.0, 0.04, 0.01),
    "pCO2": (60.0, 0.05, 0.01),
    "viability": (85.0, 1.5 / 85.0, 0.5 / 85.0),
    "osmolality": (320.0, 3.0 / 320.0, 1.0 / 320.0),
}
"""A usual value of each analysis, and the middle and half of the relative error it usually has."""


@pytest.fixture(scope="module")
def plant() -> Plant:
    """The fed-batch of 2000 L on its eighth day, with nobody at the desk."""
    scenario = load("first-batch")
    made = Plant(scenario.design, scenario.seed, "compiled")
    while made.now < DAYS * DAY_MS:  # time stops where a trainee would be asked something
        before = made.now
        made.advance(DAYS * DAY_MS)
        assert made.now > before
    return made


def test_the_vessel_is_stirred_and_aired_as_usual(plant: Plant, finding: Finding) -> None:
    """Validation: power, tip speed, gas and transfer of the shipped vessel at 19e6 cells/mL."""
    design = next(unit for unit in plant.design.units if unit.tag == "BR-101")
    truth = {
        name: plant.truth(f"BR-101.{name}")
        for name in ("agitator power", "agitation", "volume", "gas flow", "kla")
    }
    across = math.pi * 0.25 * design.parameters.get("tank diameter", 1.2) ** 2
    wide = design.parameters.get("impeller diameter", 0.45)
    found = {
        "power a volume": (1000.0 * truth["agitator power"] / truth["volume"], 25.0, 15.0, "W/m3"),
        "tip speed": (math.pi * wide * truth["agitation"] / 60.0, 1.5, 0.5, "m/s"),
        "gas a volume": (truth["gas flow"] / truth["volume"], 0.0265, 0.0235, "1/min"),
        "speed of the gas": (truth["gas flow"] / 60_000.0 / across, 5e-4, 5e-4, "m/s"),
        "kLa": (truth["kla"], 8.5, 6.5, "1/h"),
    }
    for name, (ours, middle, half, unit) in found.items():
        usual = f"{middle - half:g} to {middle + half:g} {unit}"
        said = {"quantity": f"{name} of the vessel of 2000 L", "against": usual, "unit": unit}
        finding(ours, middle, within=half, **said, **VESSEL)


def test_cells_breathe_as_usual(plant: Plant, finding: Finding) -> None:
    """Validation: a cell takes up 0.15 to 0.35 pmol of oxygen an hour."""
    taken = plant.truth("BR-101.oxygen uptake rate") / plant.truth("BR-101.viable density")
    said = {"quantity": "oxygen taken up by a cell", "against": "0.15 to 0.35 pmol/h"}
    finding(taken, 0.25, within=0.1, unit="pmol/h", **said, **VESSEL)


class Dice:
    """Hands that only draw the noise of the laboratory."""

    def noise(self, stream: str, index: int) -> float:
        """Return the standard normal number of a stream and index."""
        return normal(1, stream_number(stream), index)


@pytest.mark.parametrize("analysis", ERRORS)
def test_the_laboratory_errs_as_usual(analysis: str, plant: Plant, finding: Finding) -> None:
    """Validation: of one sample measured again and again, results scatter as is usual."""
    value, middle, half = ERRORS[analysis]
    spec = next(one for one in plant.design.lab.panel if one.name == analysis)
    results = [measured(spec, value, n, Dice()) for n in range(TIMES)]  # type: ignore[arg-type]
    said = {"quantity": f"error of {analysis} at {value:g}, relative", "model": "plant/laboratory"}
    usual = f"{100.0 * (middle - half):.2g} to {100.0 * (middle + half):.2g} %"
    kind = {"kind": "validation", "source": "practice of laboratories", "against": usual}
    found = statistics.pstdev(results) / statistics.fmean(results)
    finding(found, middle, within=half * 1.05, **said, **kind)


def test_a_late_sample_reads_a_higher_ph(plant: Plant, finding: Finding) -> None:
    """Validation: carbon dioxide leaves a sample on its way: pH reads 0.03 to 0.10 higher."""
    spec = next(one for one in plant.design.lab.panel if one.name == "pH")
    results = [measured(spec, 7.0, n, Dice()) for n in range(TIMES)]  # type: ignore[arg-type]
    said = {"quantity": "pH of a sample over that in the vessel", "against": "0.03 to 0.10"}
    kind = {"kind": "validation", "source": "practice of laboratories", "model": "plant/laboratory"}
    finding(statistics.fmean(results) - 7.0, 0.065, within=0.036, unit="pH", **said, **kind)
