"""The benchmark of the plant: what it holds against C, and what it says where there is no C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.benches import figure, native, plant
from simulator.plant.engine import shared_compiler


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The compiled entry; days of a hundred seconds, so that fourteen are soon over."""
    monkeypatch.setattr(plant, "DAY_MS", 100_000)
    entry = shared_compiler().wait(None)
    if entry is None:
        pytest.skip(shared_compiler().note)
    return entry


@pytest.mark.skipif(native.compiler() is None, reason="there is no gcc here")
def test_against_c(
    compiled: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds by gcc are timed; the one that rounds each operation comes to our numbers.

    What gcc makes of it as fast as it can takes ten times as long to compile, and no other bits.
    """
    monkeypatch.setattr(native, "FLAGS", ("-O0", *native.FLAGS[1:]))
    figures = plant._against_c(compiled, 1, str(tmp_path))
    assert [figure.against for figure in figures] == ["c", "c, same bits", "kernel"]
    assert all(figure.ours > 0.0 and figure.theirs > 0.0 for figure in figures)
    assert figures[1].note.endswith("its last bits are ours")


def test_without_gcc(
    compiled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where there is no gcc the rest is measured all the same, and a line says what is not."""
    monkeypatch.setenv("PATH", str(tmp_path))
    figures = plant._against_c(compiled, 1, str(tmp_path))
    assert [figure.name for figure in figures] == ["plant events"]
    assert "no gcc" in capsys.readouterr().err


def test_a_copy_that_differs_is_told(compiled: Callable[..., Any]) -> None:
    """A copy that comes to another number is never said to have our last bits."""

    def wrong(y: Any, *rest: Any) -> int:
        done = int(compiled(y, *rest))
        y[-1] += 1e-9
        return done

    runs = {"ours": [plant.batch(compiled)], "theirs": [plant.batch(wrong)]}
    assert plant._bits(runs, "ours") == "its last bits are ours"
    assert plant._bits(runs, "theirs") == "its last bits are others"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_memory_is_that_of_the_command_alone() -> None:
    """A command that takes 60 MB more shows it, whatever this process and others here took."""
    small = figure.memory_of(["-c", "pass"])
    large = figure.memory_of(["-c", "x = bytearray(b'1') * 60_000_000"])
    assert 1.0 < small < 60.0
    assert 55.0 < large - small < 90.0
