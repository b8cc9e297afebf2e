"""The scenarios of the fermenter, as a trainer would try them: idle and by the expert.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import pytest
from run_bench import Runs, came_to_its_end, runs_of

from simulator.session.script import problems_of_script

MICROBES = ("e-coli-feed", "yeast-overfed", "penicillin")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Every scenario of a microbe, idle and by the expert, over its whole length."""
    return runs_of(MICROBES, tmp_path_factory.mktemp("microbes"))


def test_every_run_comes_to_its_end(runs: Runs) -> None:
    """No scenario leaves the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


@pytest.mark.parametrize("name", MICROBES)
def test_nothing_the_expert_asks_is_refused(name: str, runs: Runs) -> None:
    """Every command of an expert may be done when it is given; few alarms come, none is missed."""
    run = runs[name, "expert"]
    assert run.session.refused == ()
    assert run.session.accepted > 10
    assert len(run.annunciated()) <= 3
    assert run.results["acknowledged"] == len(run.annunciated())
    assert problems_of_script(f"{name}-expert") == ()


@pytest.mark.parametrize("name", MICROBES)
def test_the_plant_looks_like_a_plant(name: str, runs: Runs) -> None:
    """Temperature stays within half a degree and pH within its band while the expert is there."""
    run = runs[name, "expert"]
    assert run.figure("temperature")["inside"] == 1.0
    assert run.figure("ph")["inside"] > 0.99


def test_e_coli_follows_its_feed(runs: Runs) -> None:
    """Validation: fed with growth, E. coli comes to 25 to 35 g/L in ten hours without acetate."""
    expert, idle = runs["e-coli-feed", "expert"], runs["e-coli-feed", "idle"]
    assert 25.0 < expert.figure("biomass")["last"] < 35.0
    assert expert.figure("acetate")["peak"] < 0.3
    assert expert.figure("dissolved-oxygen")["lowest"] > 20.0
    assert idle.figure("biomass")["last"] < 16.0


def test_yeast_makes_ethanol_of_what_it_cannot_burn(runs: Runs) -> None:
    """The flow meter that reads low makes grams of ethanol; quotient and scale tell of it."""
    expert, idle = runs["yeast-overfed", "expert"], runs["yeast-overfed", "idle"]
    assert idle.figure("ethanol")["peak"] > 2.0
    assert "AT-306.HI" in idle.annunciated()
    assert expert.figure("ethanol")["peak"] < 0.5
    assert expert.figure("biomass")["last"] > 40.0


def test_mould_makes_penicillin_where_sugar_is_short(runs: Runs) -> None:
    """Fed for growth the mould loses penicillin; fed for upkeep it makes 60 % more than that."""
    expert, idle = runs["penicillin", "expert"], runs["penicillin", "idle"]
    assert idle.figure("penicillin")["last"] < 0.4
    assert expert.figure("penicillin")["last"] > 1.6 * idle.figure("penicillin")["last"]
    assert idle.figure("biomass")["last"] > expert.figure("biomass")["last"] + 1.0
    assert expert.figure("sugar")["last"] < 0.1 < idle.figure("sugar")["last"]


def test_phenylacetate_runs_out_behind_a_blocked_line(runs: Runs) -> None:
    """Nobody there: its level falls below 0.2 g/L, by alarm; the expert's never does."""
    expert, idle = runs["penicillin", "expert"], runs["penicillin", "idle"]
    assert {"FIC-314.DEV", "AT-308.LO"} <= set(idle.annunciated())
    assert idle.figure("phenylacetate")["lowest"] < 0.2 < expert.figure("phenylacetate")["lowest"]
    assert expert.figure("phenylacetate")["peak"] < 1.0
