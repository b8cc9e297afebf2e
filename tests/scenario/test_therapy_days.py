"""The scenarios of cells as a medicine, as a trainer would try them: idle and by the expert.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import pytest
from run_bench import Run, Runs, came_to_its_end, runs_of

from simulator.session.script import problems_of_script

CAR = "car-t-expansion"
MSC = "msc-microcarriers"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenarios idle and by the expert, over their whole length."""
    return runs_of((CAR, MSC), tmp_path_factory.mktemp("therapy"))


@pytest.fixture(scope="module")
def car(runs: Runs) -> Run:
    """The expert's session with T cells."""
    return runs[CAR, "expert"]


def test_every_run_comes_to_its_end(runs: Runs) -> None:
    """No scenario leaves the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_nothing_the_expert_asks_is_refused(car: Run) -> None:
    """Every command of the expert may be done when it is given; the blocked line is announced."""
    assert car.session.refused == ()
    assert "FIC-711.DEV" in car.annunciated()
    assert problems_of_script(f"{CAR}-expert") == ()


def test_t_cells_look_like_t_cells(car: Run) -> None:
    """Validation: 2 to 10 million per mL in a week, 40 to 75 % CAR, one to three copies."""
    assert 2.0 < car.figure("viable-density")["peak"] < 10.0
    assert 40.0 < car.figure("car-share")["last"] < 75.0
    assert 1.0 < car.figure("copies")["last"] < 3.0
    assert car.figure("harvested")["last"] > 5.0


def test_the_keeper_of_beads_is_not_refused(runs: Runs) -> None:
    """Every command of the expert may be done, and the agitator that trips is announced."""
    run = runs[MSC, "expert"]
    assert run.session.refused == ()
    assert "SIC-701.DEV" in run.annunciated()
    assert problems_of_script(f"{MSC}-expert") == ()


def test_stromal_cells_look_like_stromal_cells(runs: Runs) -> None:
    """Validation: three to six times as many in five days, four in five of them harvested."""
    run = runs[MSC, "expert"]
    most = run.figure("attached")["peak"]
    assert 3.0 * 0.8 < most < 6.0 * 0.8
    assert run.figure("harvested")["last"] > 0.8 * most
    assert run.figure("harvest-viability")["last"] > 75.0
    assert runs[MSC, "idle"].figure("harvested")["last"] == 0.0


def test_nobody_there_no_dose(runs: Runs) -> None:
    """Untouched, the cells rest and die, and none is a CAR T cell."""
    idle = runs[CAR, "idle"]
    assert idle.figure("car-share")["last"] == 0.0
    assert idle.figure("viable-density")["last"] < 0.45
    assert idle.figure("harvested")["last"] == 0.0
