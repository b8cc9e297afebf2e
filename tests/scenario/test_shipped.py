"""The scenarios that come with the program, as a trainer would try them: idle and by the expert.

Windows of results are validation: they hold what a practised engineer expects of such a plant.
"""

from __future__ import annotations

import re

import pytest
from findings import Finding
from run_bench import COMPILED, Runs, came_to_its_end, runs_of

from simulator.assessment.outcome import Outcome
from simulator.control.alarm import LETTERS
from simulator.language.command import Calibrate, CallMaintenance
from simulator.language.paperwork import Paperwork
from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.names import ALARM_STATES, operator_names
from simulator.session.script import problems_of_script

TRUTH = re.compile(r"[A-Z]+-[0-9]+[A-Z]?\.")
"""How the names of true values begin, such as ``TK-421.product``."""

HOUR = 3_600_000
SCENARIOS = ("first-batch", "first-steps", "oxygen-lost", "ph-probe-drift")
WATCHED = ("WT-112.PV", "SIC-101.PV", "FIC-101.PV", "PIC-101.PV", "LT-103.PV")
SCRIPTS = [f"{name}-{one}" for name in SCENARIOS for one in library.scripts(name)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Every scenario, idle and by the expert, over its whole length."""
    return runs_of(SCENARIOS, tmp_path_factory.mktemp("shipped"), WATCHED)


def test_every_run_comes_to_its_end(runs: Runs) -> None:
    """No scenario leaves the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_the_expert_asks_is_refused(name: str, runs: Runs) -> None:
    """Every command of an expert may be done when it is given, and has a reason."""
    run = runs[name, "expert"]
    assert run.session.refused == ()
    assert run.session.accepted == len(run.watched.given) > 5
    assert all(reason for _, _, reason in run.watched.given)
    assert runs[name, "idle"].session.accepted == 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_expert_hears_few_alarms(name: str, runs: Runs) -> None:
    """Beside the fault itself there are hardly any alarms, and none waits to be acknowledged."""
    run = runs[name, "expert"]
    assert len(run.annunciated()) <= 3
    assert run.results["acknowledged"] == len(run.annunciated())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_plant_looks_like_a_plant(name: str, runs: Runs) -> None:
    """Temperature, pressure, foam, carbon dioxide and osmolality are where they are in practice."""
    run = runs[name, "expert"]
    assert run.figure("temperature")["lowest"] > 36.5
    assert run.figure("temperature")["peak"] < 37.1
    assert run.watched.lowest["PIC-101.PV"] > 10
    assert run.watched.highest["PIC-101.PV"] < 80
    assert run.watched.highest["LT-103.PV"] < 20
    assert run.figure("carbon-dioxide-pressure")["lowest"] > 30
    assert run.figure("carbon-dioxide-pressure")["peak"] < 110
    assert run.figure("osmolality")["lowest"] > 280
    assert run.figure("osmolality")["peak"] < 360


def test_the_first_batch_is_a_good_one(runs: Runs, finding: Finding) -> None:
    """Validation: density, titre and viability of a present-day fed-batch of fourteen days."""
    run = runs["first-batch", "expert"]
    for name, figure, middle, half, unit in (
        ("most living cells", run.figure("viable-density")["peak"], 22.5, 8.0, "1e6/mL"),
        ("titre at the end", run.figure("titre")["last"], 5.0, 2.0, "g/L"),
        ("viability at the end", run.figure("viability")["last"], 75.0, 15.0, "%"),
        ("most carbon dioxide", run.figure("carbon-dioxide-pressure")["peak"], 75.0, 35.0, "mmHg"),
    ):
        usual = f"{middle - half:g} to {middle + half:g} {unit}"
        said = {"quantity": f"{name}, run by its expert", "against": usual, "kind": "validation"}
        where = {"model": "equipment/bioreactor/reactor", "source": "practice of antibody plants"}
        finding(figure, middle, within=half, unit=unit, **said, **where)
    assert 8_000 < run.results["product_g"] < 12_000
    for tag in ("temperature", "ph", "dissolved-oxygen", "carbon-dioxide-pressure"):
        assert run.figure(tag)["inside"] == 1.0


def test_the_base_is_never_empty_for_the_expert(runs: Runs) -> None:
    """The bottle is changed in time; without that it runs dry and pH leaves its band."""
    expert, idle = runs["first-batch", "expert"], runs["first-batch", "idle"]
    assert expert.watched.lowest["WT-112.PV"] > 3.0
    assert idle.watched.lowest["WT-112.PV"] < 0.5
    assert idle.figure("ph")["inside"] < 0.85 < expert.figure("ph")["inside"]
    assert expert.figure("titre")["last"] > idle.figure("titre")["last"]
    assert {"WT-112.LO", "AIC-101.LO"} <= set(idle.annunciated())


def test_oxygen_is_kept_by_the_expert(runs: Runs) -> None:
    """Exercise S12: DO stays above 10 %, agitation within its limit, and all is normal again."""
    expert, idle = runs["oxygen-lost", "expert"], runs["oxygen-lost", "idle"]
    assert expert.figure("dissolved-oxygen")["lowest"] > 10.0
    assert expert.figure("dissolved-oxygen")["last"] == pytest.approx(40.0, abs=2.0)
    assert 95 < expert.watched.highest["SIC-101.PV"] <= 110
    assert expert.watched.highest["FIC-101.PV"] <= 60
    assert idle.figure("dissolved-oxygen")["lowest"] < 3.0
    assert idle.figure("dissolved-oxygen")["inside"] < 0.25
    assert {"FIC-102.DEV", "AIC-102.LO", "AIC-102.LOLO"} <= set(idle.annunciated())
    kinds = [command.kind for _, command, _ in expert.watched.given]
    assert kinds.index("set-mode") < kinds.index("switch-bank") < kinds.index("call-maintenance")
    first, *_ = [given for given in expert.watched.given if not isinstance(given[1], Paperwork)]
    assert 20 * 60_000 < first[0] <= 20 * 60_000 + 30_000


def test_dissolved_oxygen_falls_within_a_minute() -> None:
    """Validation: at 12e6 cells/mL DO goes from 40 to 30 % in half a minute to a minute."""
    plant = COMPILED(library.read("oxygen-lost")).plant
    plant.advance(20 * 60_000)
    before = plant.truth("BR-101.dissolved oxygen")  # type: ignore[attr-defined]
    plant.advance(20 * 60_000 + 25_000)
    soon = plant.truth("BR-101.dissolved oxygen")  # type: ignore[attr-defined]
    plant.advance(20 * 60_000 + 65_000)
    later = plant.truth("BR-101.dissolved oxygen")  # type: ignore[attr-defined]
    assert before == pytest.approx(40.0, abs=1.0)
    assert soon > 30.0 > later > 20.0


def test_the_probe_is_restandardised_once(runs: Runs) -> None:
    """Exercise S09: a second sample, one calibration to the true pH, no set-point moved."""
    expert, idle = runs["ph-probe-drift", "expert"], runs["ph-probe-drift", "idle"]
    calibrations = [(t, c) for t, c, _ in expert.watched.given if isinstance(c, Calibrate)]
    samples = [t for t, c, _ in expert.watched.given if c.kind == "take-sample"]
    assert len(calibrations) == 1
    t, command = calibrations[0]
    assert t > 20 * HOUR
    assert samples[0] < t
    assert command.value == pytest.approx(7.02, abs=0.05)
    assert expert.set_points() == set()
    assert expert.figure("ph")["inside"] == 1.0
    assert idle.figure("ph")["inside"] < 0.7
    assert idle.figure("ph")["peak"] - expert.figure("ph")["peak"] > 0.05


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_of_the_library_is_good(name: str) -> None:
    """Each script is found with its scenario and has no problem against its instruments."""
    assert problems_of_script(name) == ()


def test_every_scenario_has_an_expert() -> None:
    """``cuve run NAME --operator expert`` finds a script for each scenario, named in the file."""
    for name in library.names():
        assert "expert" in library.scripts(name)
        assert f"scenario: {name}\n" in library.read_script("expert", name)[1]


def test_alarm_states_have_a_word_for_every_letter() -> None:
    """The words of ISA-18.2 stand in the order of its letters."""
    assert len(ALARM_STATES) == len(LETTERS)
    words = dict(zip(LETTERS, ALARM_STATES, strict=True))
    assert (words["A"], words["B"], words["C"], words["D"]) == ("NORM", "UNACK", "ACKED", "RTNUN")
    assert (words["G"], words["H"], words["I"]) == ("SHLVD", "DSUPR", "OOSRV")
    names = operator_names(library.load("oxygen-lost").design)
    assert names["FIC-102.DEV.STATE"].choices == ALARM_STATES
    assert names["BR-101.laboratory.glucose"].unit == "mM"
    assert "TK-113.laboratory.glucose" not in names or names["TK-113.laboratory.age"].unit == "s"


def test_a_repaired_probe_forgets_its_calibration() -> None:
    """After a repair neither the drift nor the correction made for it is left."""
    built = COMPILED(library.read("ph-probe-drift"))
    plant = built.plant
    plant.advance(21 * HOUR)
    truth = plant.truth("BR-101.pH")  # type: ignore[attr-defined]
    assert truth - plant.observe().values["AT-101.PV"] > 0.06
    plant.accept(Calibrate("AT-101", truth))
    plant.accept(CallMaintenance("AT-101"))
    plant.advance(23 * HOUR)
    truth = plant.truth("BR-101.pH")  # type: ignore[attr-defined]
    assert plant.observe().values["AT-101.PV"] == pytest.approx(truth, abs=0.025)


def test_what_is_scored_has_a_name() -> None:
    """What came of a session is told in the words of its scenario, never by a name of the model."""
    for name in library.names():
        rubric = build_scenario(library.read(name)).rubric
        assert rubric is not None
        judged = [one.evidence for criterion in rubric.criteria for one in criterion.evidence]
        named = [one.name for one in judged if isinstance(one, Outcome)]
        assert [text for text in named if TRUTH.match(text)] == [], name
