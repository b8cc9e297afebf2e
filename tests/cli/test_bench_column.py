"""The columns that ``cuve bench column`` times are columns: they hold and lose nothing."""

from __future__ import annotations

from array import array

import pytest

from simulator.cli.benches import column
from simulator.cli.benches.peers import PYTHON
from simulator.equipment.downstream.column_transport import SHAPE
from simulator.equipment.downstream.mass_action import LEFT, SALT_LEFT, row, table
from simulator.session import pace


def test_the_langmuir_column_holds_what_it_was_fed() -> None:
    """After a few steps all that came in is in the liquid and on the beads, or has left."""
    y = column.langmuir_slots(60)
    column.langmuir(y, 60, 15)
    first = SHAPE + 2 * column.CELLS
    cells = y[first : first + 5 * column.CELLS]
    left = y[first + 6 * column.CELLS + 1 :]
    fed = 15 * 0.006 * column.LANGMUIR_STEP / 3.6 / 0.6
    for i, rows in enumerate(((0, 2), (1, 3), (4,))):
        held = sum(sum(cells[100 * row : 100 * row + 100]) for row in rows)
        assert held + sum(left[i::3]) == pytest.approx(fed * column.FEED[i], rel=1e-12)
    assert sum(left[2::3]) > 0.1 * fed
    assert min(cells) >= 0.0


def test_the_exchanger_keeps_its_salt_and_its_proteins() -> None:
    """In its own salt a bed stays as it is, and what is fed is held."""
    y, step = column.exchange_slots()
    column.exchange_column(y, 8, step)
    flow = y[column.AT + column.FLOW]
    held = sum(y[row(column.AT, 3, 100, 0) : row(column.AT, 3, 100, 1)])
    held += sum(y[row(column.AT, 3, 100, 4) : row(column.AT, 3, 100, 5)])
    assert held == pytest.approx(8 * 0.005 * flow, rel=1e-9)
    assert y[table(column.AT, 3, LEFT)] < 1e-9
    assert y[column.AT + SALT_LEFT] == pytest.approx(8 * 0.25 * flow, rel=1e-6)


def test_a_measurement_is_the_mean_of_many_runs_of_beds_as_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A clock that ticks slowly still tells what a run takes, and no run begins where one ended."""
    ran: list[list[float]] = []
    monkeypatch.setattr(pace, "cpu_seconds", lambda: 0.004 * (len(ran) // 2))

    def run(bed: array[float], more: float) -> None:
        ran.append(list(bed))
        bed[0] += more

    assert column.seconds_of(run, [1.0, 2.0], (5.0,), 100) == pytest.approx(0.002)
    assert ran == [[1.0, 2.0]] * 100


def test_without_cadet_a_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where CADET is not installed there is no figure, but our time and why."""
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(column, "said_by", lambda program, words: {"absent": f"no {words[0]}"})
    monkeypatch.delenv(PYTHON, raising=False)
    assert column.column(1) == []
    told = capsys.readouterr().err
    assert "CADET-Core: no langmuir" in told
    assert "CADET-Core: no exchange" in told
