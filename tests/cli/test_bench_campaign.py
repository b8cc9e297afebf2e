"""The benchmark of a campaign: what it tells, and that sessions in step come to the same."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cli.benches import campaign, plant
from simulator.cli.benches.figure import Figure
from simulator.cli.campaign import Share, run_share
from simulator.plant import lanes
from simulator.plant.engine import Engine
from simulator.plant.lanes import WIDTH, shared_lanes
from simulator.plant.plant import Plant
from simulator.scenario.library import load
from simulator.session import abreast

OPTIONS: dict[str, Any] = {
    "scenario": "oxygen-lost",
    "script": "",
    "operator_name": "random",
    "until": "20 min",
    "who": "",
    "as_json": True,
    "language": "en",
}


def no_own(*_: object, make: bool = False) -> None:
    """Make no copy for one plant, and have none."""


def figure_of(scenario: str, monkeypatch: pytest.MonkeyPatch) -> Figure:
    """Return what the benchmark makes of a few batches of a scenario."""
    monkeypatch.setattr(campaign, "SCENARIO", scenario)
    monkeypatch.setattr(campaign, "SESSIONS", WIDTH)
    monkeypatch.setattr(campaign, "ALONE", 1)
    (figure,) = campaign.campaign(1)
    assert figure.ours > 0.0
    assert figure.theirs > 0.0
    assert f"extrapolated from {WIDTH}" in figure.note
    return figure


def test_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure: processor time of a batch in step and alone, and what 1,000 would take."""
    monkeypatch.setattr(lanes, "own_copy", no_own)
    monkeypatch.setattr(abreast, "own_copy", no_own)
    monkeypatch.setattr(Engine, "tailor", no_own)
    figure = figure_of("oxygen-lost", monkeypatch)
    assert figure.note.startswith("by the copy for all plants, alone by that for all plants; ")


def test_figures_of_a_copy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches run by the copy for lanes of their plant, made first, and the note says so."""

    def refuse() -> None:
        raise AssertionError("the copy for all plants was asked for")

    monkeypatch.setattr(lanes, "_own", {})
    monkeypatch.setattr(shared_lanes(), "bring", refuse)
    monkeypatch.setattr(Engine, "tailor", lambda engine: engine.run)
    figure = figure_of("bulk-freeze", monkeypatch)
    assert figure.note.startswith("by the copy for this plant, alone by that for this plant; ")
    assert len(lanes._own) == 1


def test_without_a_copy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no copy for many lanes a line says why, and there is no figure."""
    monkeypatch.setattr(lanes, "own_copy", no_own)
    monkeypatch.setattr(shared_lanes(), "bring", lambda: None)
    assert campaign.campaign(1) == []
    assert "campaign:" in capsys.readouterr().err


def test_a_share_is_as_its_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sessions came to does not depend on which were run together."""
    monkeypatch.setattr(abreast, "own_copy", no_own)
    seeds = tuple(range(5, 17))
    together = run_share(Share(OPTIONS, seeds))
    apart = [run_share(Share(OPTIONS, (seed,))) for seed in seeds]
    assert together == [one for some in apart for one in some]


def test_a_share_tells_what_is_wrong() -> None:
    """Problems of a script come back from wherever the sessions are run."""
    found = run_share(Share({**OPTIONS, "script": "absent.yaml"}, (1, 2)))
    assert isinstance(found, tuple)
    assert "absent.yaml" in found[0].message


def test_time_passes_every_freeze() -> None:
    """A batch that is measured goes on where trainees are asked what they know."""
    scenario = load("first-batch")
    frozen = Plant(scenario.design, 1, "compiled")
    frozen.advance(plant.DAYS * plant.DAY_MS)
    assert frozen.now < scenario.design.duration_ms
    plant.pass_by(frozen, plant.DAYS * plant.DAY_MS)
    assert frozen.now == scenario.design.duration_ms
