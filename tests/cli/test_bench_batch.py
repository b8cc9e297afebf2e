"""The benchmark of a whole batch: what it tells, on a batch of two hours."""

from __future__ import annotations

import pytest

from simulator.cli.benches import batch
from simulator.plant.engine import shared_compiler


def test_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure for the run, and one for its log, which comes to every digest again."""
    monkeypatch.setattr(batch, "SCENARIO", "depth-filter")
    run, again = batch.batch(1)
    assert run.theirs == batch.LIMIT
    assert run.ours > 0.0
    assert "0 steps" in run.note
    assert again.theirs == run.ours
    assert again.note == "every digest again"


def test_without_a_copy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is compiled a line says why, and there is no figure."""
    monkeypatch.setattr(shared_compiler(), "wait", lambda _: None)
    assert batch.batch(1) == []
    assert "batch:" in capsys.readouterr().err


def test_what_is_told_of_steps() -> None:
    """The yields multiply, and the worst of the balance is told."""
    steps = [{"yield_percent": 90.0}, {"yield_percent": None}, {"yield_percent": 50.0}]
    told = batch._told({"steps": steps, "balance": [{"off": 1e-13}, {"off": -3e-12}]})
    assert told == "3 steps, yield 45.0 %, balance off by 3e-12"
