"""What a sample is taken of, and what of it a laboratory can report."""

from __future__ import annotations

import dataclasses

from simulator.language.command import SetOutput, TakeSample
from simulator.numerics.noise import normal
from simulator.plant.design import AnalysisSpec
from simulator.plant.laboratory import measured
from simulator.plant.plant import Plant
from simulator.scenario.build import build_scenario
from simulator.scenario.library import read

VIABILITY = AnalysisSpec("viability", "viability", "%", 1, 0.0, 1.5, 0.0, 1.0, "counter")


class Chance:
    """The noise of a laboratory, and nothing else of a plant."""

    def noise(self, stream: str, index: int) -> float:
        """Return a standard normal number."""
        return float(normal(1, len(stream), index))


def found(analysis: AnalysisSpec, truth: float) -> list[float]:
    """What the laboratory finds in a hundred samples."""
    return [measured(analysis, truth, sample, Chance()) for sample in range(100)]  # type: ignore[arg-type]


def test_no_more_than_all_cells_live() -> None:
    """Of cells that nearly all live no sample shows more than 100 %, and some show less."""
    near = found(VIABILITY, 99.5)
    assert max(near) == 100.0
    assert min(near) < 99.0
    assert max(found(VIABILITY, 50.0)) < 60.0
    density = dataclasses.replace(VIABILITY, name="density", reads="viable density")
    assert max(found(density, 99.5)) > 101.0  # no share: an error may go either way


def test_an_empty_device_gives_no_sample() -> None:
    """Before anything has flowed through a filter there is nothing in it; a tank can be asked."""
    scenario = build_scenario(read("depth-filter"))
    plant = Plant(scenario.design, scenario.seed, "interpreted")
    device = next(spec.through for spec in scenario.design.lines if spec.through)
    source = next(spec.source for spec in scenario.design.lines if spec.through == device)
    problem = plant.review(TakeSample(device)).problem
    assert problem is not None
    assert problem.code == "empty"
    assert plant.review(TakeSample(source)).problem is None


def test_what_a_rinse_leaves_can_be_sampled() -> None:
    """A vessel that is cleaned gives a sample of its rinse once something was sprayed into it."""
    scenario = build_scenario(read("cip"))
    plant = Plant(scenario.design, scenario.seed, "interpreted")
    assert plant.review(TakeSample("V-811")).problem is not None
    plant.advance(2_000)
    plant.accept(SetOutput("P-812", 92.0), "operator")
    plant.advance(30_000)
    assert plant.review(TakeSample("V-811")).problem is None
