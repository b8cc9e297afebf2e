"""The seed train, as a trainer would try it: idle, by the expert, and by who is late or careless.

Windows of results are validation: they hold what a practised engineer expects of such a train.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from run_bench import Run, Runs, came_to_its_end, runs_of

from simulator.language.command_text import parse_command
from simulator.language.event import LabReported
from simulator.plant.plant import Plant
from simulator.scenario import library
from simulator.scenario.names import operator_names
from simulator.session.script import problems_of_script

NAME = "seed-train"
HOUR = 3_600_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("seeds"))


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
    assert expert.annunciated() == ["ST-103.LO"]
    assert problems_of_script(f"{NAME}-expert") == ()


def test_the_train_looks_like_a_train(expert: Run) -> None:
    """Validation: from vial to N-1 in two weeks and 10 to 20 doublings, the cells alive."""
    assert 30.0 < expert.figure("age")["last"] < 40.0
    assert 1.0 < expert.figure("cells")["last"] < 5.0
    assert expert.figure("viability")["last"] > 94.0
    assert expert.figure("resting")["last"] < 5.0


def test_nobody_there_no_cells(runs: Runs) -> None:
    """Untouched, the vial stays frozen and N-1 stays empty."""
    assert runs[NAME, "idle"].figure("cells")["peak"] == 0.0


class Hands:
    """A plant of the scenario and who works at it without a script."""

    def __init__(self) -> None:
        self.design = library.load(NAME).design
        self.plant = Plant(self.design, 1, "compiled")

    def do(self, text: str, hours: float = 0.0) -> None:
        """Give a command, then let time pass, whatever stops the plant on the way."""
        self.plant.accept(parse_command(text, operator_names(self.design)), reason="a test")
        self.wait(hours)

    def wait(self, hours: float) -> None:
        """Let time pass, whatever stops the plant on the way."""
        end = self.plant.now + round(hours * HOUR)
        while self.plant.now < end:
            self.plant.advance(end)

    def thawed(self, minutes: float) -> None:
        """Thaw the vial, and leave it in the bath for some minutes once its ice is gone."""
        self.wait(0.1)
        self.do("answer thaw yes", 150.0 / 3600.0)
        self.wait(minutes / 60.0)
        self.do("answer thaw yes", 0.2)


def test_solvent_harms_who_waits() -> None:
    """An hour in the bath after the thaw costs a quarter of the cells or more; minutes cost few."""
    alive = []
    for minutes in (0.5, 60.0):
        hands = Hands()
        hands.thawed(minutes)
        alive.append(hands.plant.truth("SF-101.viability"))
    assert alive[0] > 90.0
    assert alive[1] < 0.78 * alive[0]


def test_a_frozen_vial_gives_nothing() -> None:
    """The interlock keeps the pipette from ice, whatever is asked of it."""
    hands = Hands()
    hands.wait(0.1)
    hands.do("P-101.OP = 100 %", 0.5)
    assert hands.plant.truth("SF-101.viable") == 0.0


def test_a_late_passage_starts_late() -> None:
    """A flask left until its glutamine is gone gives a seed of which most cells rest."""
    resting = []
    for hours in (74.0, 120.0):
        hands = Hands()
        hands.thawed(0.5)
        hands.wait(hours)
        hands.do("FQIC-102B.SP = 10 mL")
        hands.do("FQIC-102A.SP = 1 mL")
        hands.do("answer passage-2 yes", 2.0)
        resting.append(hands.plant.truth("SF-102B.resting share"))
    assert resting[0] < 3.0
    assert resting[1] > 50.0


def test_an_empty_flask_ends_its_passage() -> None:
    """Asked for more than there is, a passage gives what there is and goes on."""
    hands = Hands()
    hands.thawed(0.5)
    hands.do("FQIC-102A.SP = 40 mL")
    hands.do("FQIC-102B.SP = 40 mL")
    hands.do("answer passage-2 yes", 1.0)
    assert hands.plant.truth("SF-101.volume") < 1e-6
    hands.do("answer passage-3a yes", 0.1)


def test_foreign_cells_go_on_with_who_does_not_look() -> None:
    """Flask A, passed on after its contamination, brings bacteria into the large flask."""
    hands = Hands()
    hands.thawed(0.5)
    hands.wait(72.0)
    hands.do("answer passage-2 yes", 66.0)
    hands.do("FQIC-103A.SP = 100 mL")
    hands.do("answer passage-3a yes", 1.0)
    assert hands.plant.truth("SF-103.contaminant density") > 1.0


def test_a_weak_seed_stays_behind(tmp_path: Path) -> None:
    """The laboratory tells clumps and a low viability of flask A; the back-up alone goes on."""
    found = runs_of(("weak-inoculum",), tmp_path)
    expert = found["weak-inoculum", "expert"]
    assert all(came_to_its_end(name, run) for (name, _), run in found.items())
    assert expert.session.refused == ()
    given = [reason for _, _, reason in expert.watched.given]
    assert "A weak seed stays behind in every stage that follows" in given
    told = {
        (event.subject, analyte): value
        for event in expert.events
        if isinstance(event, LabReported)
        for analyte, value, _ in event.results
    }
    assert told["SF-102A", "clumped"] > 25.0
    assert told["SF-102B", "clumped"] < 5.0
    assert told["SF-102A", "viability"] < 90.0 < told["SF-102B", "viability"]
