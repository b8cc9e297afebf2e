"""Kernels for many lanes: the bits of one plant alone, however lanes part; and the copy on disk."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from pathlib import Path

import lane_kernels
import pytest
import sample_kernels

from simulator.numerics.lanes.machine import LaneCompiler

pytest.importorskip("llvmlite")

WIRING = (1, 5, -1, 20)
"""What comes after the seed: where turns begin, a noise stream, no slot, and a slot."""
CONSTANTS = array("d", (1.5, 6.0, 9.0, 2.9))


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep copies apart from those of the program."""
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path))
    return tmp_path


def run_lanes(
    entry: Callable[..., int], states: list[list[float]], first: int, scans: int
) -> tuple[list[list[float]], int]:
    """Run a copy on states of plants with seeds 0, 1, ...; return theirs, and what it returns."""
    width, slots = len(states), len(states[0])
    y = (ctypes.c_double * (width * slots))(*(s[i] for i in range(slots) for s in states))
    p = (ctypes.c_double * len(CONSTANTS))(*CONSTANTS)
    k = (ctypes.c_int64 * (1 + len(WIRING)))(-1, *WIRING)
    seeds = (ctypes.c_int64 * width)(*range(width))
    done = entry(y, p, k, seeds, first, scans)
    found = list(y)
    return [found[lane::width] for lane in range(width)], done


def bits(states: list[list[float]]) -> list[bytes]:
    """The numbers as bytes; of not-a-number, which has many, only that it is one."""
    return [array("d", [x if x == x else 0.5 for x in one]).tobytes() for one in states]  # noqa: PLR0124


@pytest.mark.parametrize("width", [4, 8, 16])
def test_lanes_part_and_meet_again(width: int) -> None:
    """Ifs, loops, returns and conditions that differ between lanes give the bits of one alone."""
    entry = LaneCompiler(lane_kernels.everything, ("y",), width).bring()
    assert entry is not None
    at, states = 0, [[0.0] * lane_kernels.SLOTS for _ in range(width)]
    alone = [array("d", one) for one in states]
    stops = 0
    while at < 400:
        states, done = run_lanes(entry, states, at, 400 - at)
        stopped = False
        for seed, own in enumerate(alone):
            ran = 0
            while ran < done:
                k = (seed, *WIRING)
                ran += lane_kernels.everything(own, CONSTANTS, k, at + ran, done - ran)
                stopped = stopped or own[31] > 0.0
        assert bits(states) == [own.tobytes() for own in alone], at
        assert stopped or at + done == 400
        at, stops = at + done, stops + 1
    assert stops > 5


def test_functions() -> None:
    """Exponentials, logarithms and powers of all sizes have the bits that Python gives."""
    width = 8
    entry = LaneCompiler(lane_kernels.functions, ("y",), width).bring()
    assert entry is not None
    numbers = sample_kernels.points(800)
    count = len(numbers) // width
    states = []
    for lane in range(width):
        own = numbers[lane * count : (lane + 1) * count]
        states.append(own + [0.0] * (count * lane_kernels.FUNCTIONS))
    found, _ = run_lanes(entry, states, 0, count)
    for one in states:
        lane_kernels.functions(one, CONSTANTS, (0, *WIRING), 0, count)
    assert bits(found) == bits(states)


@pytest.mark.parametrize("width", [4, 8, 16])
def test_noise(width: int) -> None:
    """What is written by hand for lanes draws the deviates that each plant draws alone."""
    entry = LaneCompiler(lane_kernels.noisy, ("y",), width).bring()
    assert entry is not None
    count = 118
    for first in (0, 2**32 - 60, 2**40):
        states = [[0.0] * (3 * count) + [float(lane % 3)] for lane in range(width)]
        found, _ = run_lanes(entry, states, first, count)
        for seed, one in enumerate(states):
            lane_kernels.noisy(one, CONSTANTS, (seed, *WIRING), first, count)
        assert bits(found) == bits(states)


def test_copy_is_kept_and_believed_only_whole(own_cache: Path) -> None:
    """The second time the copy comes from disk; a damaged one is made again."""
    made = LaneCompiler(lane_kernels.everything, ("y",), 4)
    assert not made.cached
    assert made.bring() is not None
    assert made.note == "lanes compiled"
    again = LaneCompiler(lane_kernels.everything, ("y",), 4)
    assert again.cached
    assert again.bring() is not None
    assert again.note == "lanes loaded from cache"
    (file,) = own_cache.rglob("kernel.bin")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    damaged = LaneCompiler(lane_kernels.everything, ("y",), 4)
    assert damaged.bring() is not None
    assert damaged.note == "lanes compiled"


def test_what_cannot_be_is_told() -> None:
    """A kernel that writes to what lanes share has no copy, and the note says why."""
    compiler = LaneCompiler(lane_kernels.spoilt, ("y",), 4)
    assert compiler.bring() is None
    assert "p[0] is shared by all lanes" in compiler.note


def test_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where kernels are not to be compiled there is no copy either."""
    monkeypatch.setenv("CUVE_INTERPRETED", "1")
    compiler = LaneCompiler(lane_kernels.everything, ("y",), 4)
    assert not compiler.cached
    assert compiler.bring() is None
    assert "CUVE_INTERPRETED" in compiler.note


def test_unwritable_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a folder for copies the copy works and is not kept."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("CUVE_CACHE_DIR", str(tmp_path / "file"))
    compiler = LaneCompiler(lane_kernels.everything, ("y",), 4)
    assert compiler.bring() is not None
    assert not LaneCompiler(lane_kernels.everything, ("y",), 4).cached
