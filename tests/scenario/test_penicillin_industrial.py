"""The industrial penicillin plant, idle and by its expert: what a shift at 100 m3 comes to."""

from __future__ import annotations

import pytest
from run_bench import Runs, came_to_its_end, runs_of

from simulator.language.command import SetOutput
from simulator.plant.balance import Balance
from simulator.plant.plant import Plant
from simulator.scenario.library import load
from simulator.session.script import problems_of_script

NAME = "penicillin-industrial"
MINUTE = 60_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The shift of twelve hours, idle and by the expert."""
    return runs_of((NAME,), tmp_path_factory.mktemp("industrial"))


def test_the_expert_is_never_refused(runs: Runs) -> None:
    """Every command of the expert may be done when it is given; few alarms come, none is missed."""
    run = runs[NAME, "expert"]
    assert came_to_its_end(NAME, run)
    assert run.session.refused == ()
    assert len(run.annunciated()) <= 5
    assert run.results["acknowledged"] == len(run.annunciated())
    assert problems_of_script(f"{NAME}-expert") == ()


def test_temperature_and_acid_are_held(runs: Runs) -> None:
    """The loops hold what the expert does not touch, through an hour without growth too."""
    run = runs[NAME, "expert"]
    assert run.figure("temperature")["inside"] == 1.0
    assert run.figure("ph")["inside"] > 0.98
    assert run.figure("oxygen")["lowest"] > 40.0


def test_a_stifled_mould_makes_nothing(runs: Runs) -> None:
    """By the expert penicillin rises by a gram in a litre and more; left alone sugar piles up."""
    expert, idle = runs[NAME, "expert"], runs[NAME, "idle"]
    assert came_to_its_end(NAME, idle)
    assert expert.figure("penicillin")["last"] > 12.5
    assert expert.figure("sugar")["last"] < 0.01
    assert expert.figure("phenylacetate")["lowest"] > 0.25
    assert idle.figure("penicillin")["last"] < 12.2
    assert idle.figure("sugar")["peak"] > 2.0
    assert {"FIC-505.DEV", "AT-506.HI"} <= set(idle.annunciated())


def test_the_plant_loses_nothing() -> None:
    """Volume, sugar and penicillin close over hours, broth to recovery included."""
    scenario = load(NAME)
    plant = Plant(scenario.design, scenario.seed, "compiled")
    plant.advance(10 * MINUTE)
    plant.accept(SetOutput("P-501", 90.0))
    plant.advance(180 * MINUTE)
    told = {one.name: one.off for one in Balance(plant._cell, True).figures()}
    assert plant.truth("L-501.moved") > 8000.0
    assert {"volume", "glucose", "product"} <= set(told)
    assert max(abs(off) for off in told.values()) < 1e-9
