"""N-1 with perfusion, as a trainer would try it: idle, by the expert, and with a cold N.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import pytest
from run_bench import Run, Runs, came_to_its_end, runs_of

from simulator.scenario import library
from simulator.session.script import problems_of_script

NAME = "n-1-perfusion"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("dense"), ("TT-601.PV", "AT-501.PV"))


@pytest.fixture(scope="module")
def expert(runs: Runs) -> Run:
    """The expert's session."""
    return runs[NAME, "expert"]


def test_every_run_comes_to_its_end(runs: Runs) -> None:
    """The scenario does not leave the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_nothing_the_expert_asks_is_refused(expert: Run) -> None:
    """Every command of the expert may be done when it is given, and hardly an alarm comes."""
    assert expert.session.refused == ()
    assert len(expert.annunciated()) <= 2
    assert problems_of_script(f"{NAME}-expert") == ()


def test_cells_and_their_medium(expert: Run) -> None:
    """Validation: tenfold in five days at 40 pL per cell and day, alive, and N in its window."""
    assert 40.0 < expert.figure("viable-density")["peak"] < 60.0
    assert expert.figure("viability")["lowest"] > 94.0
    assert 3.0 < expert.figure("n-cells")["last"] < 9.0
    assert 36.0 < expert.figure("age")["last"] < 42.0
    assert expert.watched.highest["TT-601.PV"] < 37.6
    assert expert.watched.lowest["AT-501.PV"] > 6.8
    assert library.load(NAME).design.duration_ms == 6 * 86_400_000


def test_cells_that_medium_does_not_follow(runs: Runs, expert: Run) -> None:
    """Left in MAN, the medium is short within the day, and the cells reach half of the density."""
    idle = runs[NAME, "idle"]
    assert idle.figure("cspr")["inside"] < 0.3
    assert idle.figure("viable-density")["peak"] < 0.6 * expert.figure("viable-density")["peak"]
    assert idle.figure("n-cells")["peak"] == 0.0
