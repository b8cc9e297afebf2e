"""The scenario of lentivirus: idle, by the expert, and by who is early, late or warm.

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

NAME = "lentivirus-harvest"
HOUR = 3_600_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("lentivirus"))


@pytest.fixture(scope="module")
def expert(runs: Runs) -> Run:
    """The expert's session."""
    return runs[NAME, "expert"]


def test_both_runs_come_to_their_end(runs: Runs) -> None:
    """The scenario does not leave the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_the_expert_is_refused_nothing(expert: Run) -> None:
    """Every command of the expert may be done when it is given; one alarm comes, and is seen."""
    assert expert.session.refused == ()
    assert expert.annunciated() == ["FT-201.LO"]
    assert expert.results["acknowledged"] == 1
    assert problems_of_script(f"{NAME}-expert") == ()


def test_the_harvest_looks_like_one(expert: Run) -> None:
    """Validation: 1.5e7 TU/mL in a cold tank; a third of the particles' function is left."""
    assert 19e3 < expert.figure("harvest-function")["last"] < 23e3
    assert 30.0 < expert.figure("harvest-share")["last"] < 45.0
    assert expert.figure("harvest-temperature")["last"] < 5.0
    assert expert.figure("temperature")["inside"] == 1.0
    assert expert.figure("ph")["inside"] > 0.99
    assert expert.figure("viability")["lowest"] < 85.0


def test_nobody_there_no_harvest(runs: Runs) -> None:
    """Untouched, nothing comes into the tank, and one is told that it grows late."""
    idle = runs[NAME, "idle"]
    assert idle.figure("harvest-function")["peak"] == 0.0
    assert "KT-101.HI" in idle.annunciated()


def harvested(begun_h: int, cold: bool) -> tuple[float, float]:
    """TU (1e9) and particles (1e12) in the tank after 52 h, with the harvest begun at an hour."""
    design = library.load(NAME).design
    plant = Plant(design, 1, "compiled")

    def do(text: str) -> None:
        plant.accept(parse_command(text, operator_names(design)), reason="a test of harvesting")

    if cold:
        do("XV-201.OP = 100 %")
    plant.advance(begun_h * HOUR)
    do("P-201.OP = 100 %")
    plant.advance((begun_h + 1) * HOUR)
    do("call maintenance XV-201")
    plant.advance(52 * HOUR)
    return plant.truth("TK-201.functional vector"), plant.truth("TK-201.vector particles")


def test_early_late_and_warm_cost_function() -> None:
    """In time and cold is best; p24 is highest for who is latest, and tells nothing of it."""
    good, particles = harvested(28, cold=True)
    early, few = harvested(4, cold=True)
    late, many = harvested(48, cold=True)
    warm, same = harvested(28, cold=False)
    assert early < 0.6 * good
    assert late < 0.75 * good
    assert warm < 0.85 * good
    assert few < particles < many
    assert same == pytest.approx(particles, rel=0.01)
