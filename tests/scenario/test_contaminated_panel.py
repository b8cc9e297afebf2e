"""Microbes that spread over a transfer panel: by the expert, by nobody, by who only rinses."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from findings import Finding
from run_bench import COMPILED, Run, Runs, came_to_its_end, runs_of

from simulator.language.command import PhaseCommand, SetOutput
from simulator.language.event import DeviationOpened, LotJudged, RuleBroken
from simulator.language.floor import AskRelease, HangLabel
from simulator.plant.plant import Plant
from simulator.review.score import score_log
from simulator.scenario import library
from simulator.session.live import Live, Signature

NAME = "contaminated-panel"
MINUTE = 60_000
LIMIT = 100.0
"""CFU/L that a pool may hold."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The scenario idle and by the expert, over its whole length."""
    return runs_of((NAME,), tmp_path_factory.mktemp("panel"))


def microbes(run: Run, tank: int) -> float:
    """Return the CFU in a litre of a hold tank (40 L) at the end of a run."""
    last: float = run.figure(f"microbes-{tank}")["last"]
    return last / 40.0


def by_hand() -> Plant:
    """Return the plant at two hours, when the count of hold tank 1 is known."""
    plant = Plant(library.load(NAME).design, 20, "compiled")
    plant.advance(120 * MINUTE)
    return plant


def test_both_runs_come_to_their_end(runs: Runs) -> None:
    """The scenario does not leave the range of its physics, whoever is at the desk."""
    for (name, _), run in runs.items():
        assert came_to_its_end(name, run)


def test_nobody_at_the_desk_two_lots_are_spoilt(runs: Runs) -> None:
    """The lot after the bad one is, and what stays in gaskets spoils the one after 4 h too."""
    run = runs[NAME, "idle"]
    assert microbes(run, 2) > 10.0 * microbes(run, 3)
    assert microbes(run, 3) > LIMIT


def test_the_expert_saves_the_one_that_is_still_to_go(runs: Runs) -> None:
    """Hold tank 2 was spoilt before anybody could know; tank 3 is clean and released."""
    run = runs[NAME, "expert"]
    assert microbes(run, 2) > LIMIT
    assert microbes(run, 3) == 0.0
    judged = [(one.subject, one.new) for one in run.events if isinstance(one, LotJudged)]
    assert judged == [("B-0422/TK-983", "RELEASED")]
    assert not any(isinstance(one, RuleBroken | DeviationOpened) for one in run.events)


def test_the_genealogy_tells_who_shared_the_panel(runs: Runs) -> None:
    """By the page of lots B-0421 came over the panel after B-0420; B-0423 and B-0422 did not."""
    lots = {one["number"]: one for one in runs[NAME, "expert"].results["lots"]}
    parts = {
        batch: [move["source"] for move in lots[f"{batch}/TK-98{n}"]["inputs"]]
        for batch, n in (("B-0420", 1), ("B-0421", 2), ("B-0422", 3), ("B-0423", 4))
    }
    assert parts["B-0420"] == ["P-0420"]
    assert sorted(parts["B-0421"]) == ["P-0420", "P-0421"]
    assert parts["B-0422"] == ["P-0422"]
    assert parts["B-0423"] == ["P-0423"]


def test_what_the_panel_brought_is_what_it_held(runs: Runs, finding: Finding) -> None:
    """Verification: of the lot after the bad one, by the closed form of a panel of 0.5 L."""
    volumes = 39.4 / 0.5
    gaskets = 1.0 - math.exp(-volumes / 100.0)
    expected = 2e6 * 0.5 * (0.9 + 0.1 * gaskets * gaskets)
    finding(
        runs[NAME, "expert"].figure("microbes-2")["last"],
        expected,
        model="plant/panels",
        source="definition",
        against="closed form",
        quantity="CFU that a panel brought into the lot after a bad one",
        tolerance=0.001,
        unit="CFU",
    )


def test_an_empty_transfer_of_water_is_no_sanitising() -> None:
    """Water alone leaves the panel as its label has it, and something in the gaskets."""
    plant = by_hand()
    plant.accept(SetOutput("P-992", 85.0))
    plant.advance(plant.now + 15 * MINUTE)
    plant.accept(SetOutput("P-992", 0.0))
    plant.advance(300 * MINUTE)
    assert plant.truth("TK-983.bioburden") > 40.0 * LIMIT


def test_sanitising_that_stops_early_leaves_it_dirty() -> None:
    """Aborted it is DIRTY, and the transfer after four hours waits for a panel that is CLEAN."""
    plant = by_hand()
    plant.accept(HangLabel("TP-970", "DIRTY"))
    plant.accept(PhaseCommand("sanitise", "START"))
    plant.advance(plant.now + 10 * MINUTE)
    plant.accept(PhaseCommand("sanitise", "ABORT"))
    plant.advance(270 * MINUTE)
    view = next(one for one in plant.observe().phases if one.phase == "move-B-0422")
    assert (view.state, view.barred) == ("Idle", "TP-970 is DIRTY; it must be CLEAN")
    assert plant.truth("TK-983.volume") == 0.0


def test_a_bad_lot_is_rejected() -> None:
    """Who asks for the release of what is out of specification gets it REJECTED."""
    plant = by_hand()
    plant.accept(AskRelease("B-0420/TK-981"))
    events = plant.advance(plant.now + 40 * MINUTE)
    assert [one.new for one in events if isinstance(one, LotJudged)] == ["REJECTED"]


def test_who_saves_the_batch_and_has_it_neither_counted_nor_released_gets_a_part(
    tmp_path: Path,
) -> None:
    """The pool is clean, but nobody knows: no sample was taken and no release asked for."""
    path = tmp_path / "one.log"
    live = Live.begin(library.read(NAME), path, Signature("test"), commission=COMPILED)
    live.advance(90 * MINUTE)
    live.submit(HangLabel("TP-970", "DIRTY"))
    live.submit(PhaseCommand("sanitise", "START"))
    live.advance(live.brief.duration_ms)
    live.seal()
    saved = next(one for one in score_log(path).criteria if one.id == "saved")
    assert 0.5 * saved.of <= saved.points < 0.8 * saved.of


def test_litres_of_before_are_no_sanitising() -> None:
    """Caustic and water by hand, both at once, count for nothing: the phase takes its own time."""
    plant = by_hand()
    for demand, minutes in ((85.0, 20), (0.0, 1)):
        plant.accept(SetOutput("P-991", demand))
        plant.accept(SetOutput("P-992", demand))
        plant.advance(plant.now + minutes * MINUTE)
    before = plant.truth("L-991.moved")
    assert before > 20.0
    plant.accept(PhaseCommand("sanitise", "START"))
    plant.advance(plant.now + 58 * MINUTE)
    assert next(o for o in plant.observe().phases if o.phase == "sanitise").state == "Running"
    plant.advance(plant.now + 6 * MINUTE)
    assert next(o for o in plant.observe().phases if o.phase == "sanitise").state == "Complete"
    assert plant.truth("L-991.moved") > before + 19.0


def test_water_that_runs_along_is_no_sanitising() -> None:
    """Caustic that water thins is not what the method says: the phase waits until it is shut."""
    plant = by_hand()
    plant.accept(SetOutput("P-992", 85.0))
    plant.advance(plant.now + MINUTE)
    plant.accept(PhaseCommand("sanitise", "START"))
    plant.advance(plant.now + 18 * MINUTE)
    assert plant.truth("P-991.OP") == 85.0
    plant.accept(SetOutput("P-992", 0.0))
    plant.advance(plant.now + 14 * MINUTE)
    assert plant.truth("P-991.OP") == 85.0
    plant.advance(plant.now + 2 * MINUTE)
    assert plant.truth("P-991.OP") == 0.0
