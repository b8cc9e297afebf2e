"""The scenario of AAV, as a trainer would try it: idle, by the expert, and by who is late or rash.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import pytest
from run_bench import Run, Runs, came_to_its_end, runs_of

from simulator.language.command_text import parse_command
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.names import operator_names
from simulator.session.script import problems_of_script

NAME = "aav-transfection"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("vector"))


@pytest.fixture(scope="module")
def expert(runs: Runs) -> Run:
    """The expert's session."""
    return runs[NAME, "expert"]


def test_every_run_comes_to_its_end(runs: Runs) -> None:
    """The scenario does not leave the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_nothing_the_expert_asks_is_refused(expert: Run) -> None:
    """Every command of the expert may be done when it is given; one alarm comes, and is seen."""
    assert expert.session.refused == ()
    assert expert.annunciated() == ["KT-121.HI"]
    assert expert.results["acknowledged"] == 1
    assert problems_of_script(f"{NAME}-expert") == ()


def test_the_plant_looks_like_a_plant(expert: Run) -> None:
    """Validation: HEK293 stay alive and warm, and give 1 to 4e9 vg/mL with 2 to 5 % full."""
    assert expert.figure("temperature")["inside"] == 1.0
    assert expert.figure("ph")["inside"] > 0.99
    assert 2.0 < expert.figure("viable-density")["last"] < 4.0
    assert 90.0 < expert.figure("viability")["lowest"] < 97.0
    assert 1.0 < expert.figure("full-titre")["last"] < 4.0
    assert 2.0 < expert.figure("full-share")["last"] < 5.0


def test_the_harvest_has_the_vector(expert: Run) -> None:
    """What the cells made is in the harvest tank at the end, all but what stays in the vessel."""
    capsids = expert.figure("harvest-vector")["last"]
    assert 2200.0 < capsids < 3200.0
    per_litre = expert.figure("full-titre")["last"]
    assert capsids == pytest.approx(1540.0 * per_litre, rel=0.03)


def test_nobody_there_no_vector(runs: Runs) -> None:
    """Untouched, the cells grow on and make nothing."""
    idle = runs[NAME, "idle"]
    assert idle.figure("full-titre")["peak"] == 0.0
    assert idle.figure("given-dna")["last"] == 0.0
    assert idle.figure("harvest-vector")["last"] == 0.0


def given(wait_min: int) -> tuple[float, float]:
    """Good plasmid (mg) that goes in before the pump trips, and its share (%) of all plasmid."""
    design = library.load(NAME).design
    plant = Plant(design, 1, "interpreted")

    def do(text: str, ms: int) -> None:
        plant.accept(parse_command(text, operator_names(design)), reason="a test of waiting")
        plant.advance(plant.now + ms)

    do("P-121.OP = 100 %", 300_000)
    do("P-121.OP = 0 %", wait_min * 60_000)
    do("P-122.OP = 100 %", 1_200_000)
    good = plant.truth("BR-101.given DNA")
    all_of = plant.truth("BR-101.given DNA of all")
    return good, 100.0 * good / all_of


def test_a_mix_that_waits_is_worth_less() -> None:
    """The pump trips at 2 g of plasmid; after an hour of waiting half as much of it is good."""
    fresh, fresh_share = given(10)
    old, old_share = given(60)
    assert 1900.0 < fresh / (0.01 * fresh_share) < 2100.0
    assert fresh_share > 70.0
    assert old_share < 50.0
    assert old < 0.65 * fresh
