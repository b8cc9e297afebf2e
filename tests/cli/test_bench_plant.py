"""The benchmark of the plant: what it holds against C, and what it says where there is no C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.benches import figure, native, plant
from simulator.plant.engine import shared_compiler

SAME_BITS = {"c, same bits": plant.C_BUILDS["c, same bits"]}


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
    """What gcc makes of the kernels is timed; rounding each operation, it comes to our numbers.

    What gcc makes of it as fast as it can takes ten times as long to compile, and no other bits.
    """
    monkeypatch.setattr(native, "FLAGS", ("-O0", *native.FLAGS[1:]))
    monkeypatch.setattr(plant, "C_BUILDS", SAME_BITS)
    figures = plant._against_c(compiled, plant._all(str(tmp_path)), "plant kernel", 1)
    assert [figure.against for figure in figures] == ["c, same bits", "kernel"]
    assert all(figure.ours > 0.0 and figure.theirs > 0.0 for figure in figures)
    assert figures[0].note.endswith("its last bits are ours")


@pytest.mark.skipif(native.compiler() is None, reason="there is no gcc here")
def test_own_copy_against_c(
    compiled: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy for one plant is held against C made of the very same kernels, to the last bit."""
    monkeypatch.setattr(native, "FLAGS", ("-O0", *native.FLAGS[1:]))
    monkeypatch.setattr(plant, "C_BUILDS", SAME_BITS)
    monkeypatch.setattr(plant, "SCENARIO", "virus-filter")
    own, written = plant._own(str(tmp_path))
    if own is None:
        pytest.skip("no copy can be kept here")
    figures = [*plant._against_c(own, written, "own", 1), plant._against_all(own, compiled, 1)]
    assert [figure.against for figure in figures] == ["c, same bits", "kernel", "for all"]
    assert figures[0].note.endswith("its last bits are ours")
    assert figures[2].note.endswith("its last bits are ours")


def test_without_gcc(
    compiled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where there is no gcc the rest is measured all the same, and a line says what is not."""
    monkeypatch.setenv("PATH", str(tmp_path))
    figures = plant._against_c(compiled, plant._all(str(tmp_path)), "plant kernel", 1)
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
