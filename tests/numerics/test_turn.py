"""Turns: one at a time, whoever is killed leaves none behind, and no one waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from simulator.numerics import turn as turns
from simulator.numerics.turn import turn

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from simulator.numerics.turn import turn
with turn(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""


class Watched(threading.Event):
    """What waiting looks at; ``looked`` is set when somebody has waited."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait as long as is asked, and tell it."""
        self.looked.set()
        return super().wait(timeout)


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """While one has its turn another looks and waits, and then has its own."""
    watched, inside = Watched(), threading.Event()

    def other() -> None:
        with turn(str(tmp_path), watched):
            inside.set()

    thread = threading.Thread(target=other)
    with turn(str(tmp_path)):
        thread.start()
        assert watched.looked.wait(60.0)
        assert not inside.is_set()
    thread.join(60.0)
    assert inside.is_set()


def test_a_killed_process_leaves_its_turn(tmp_path: Path) -> None:
    """The turn of a process that was killed comes to the next, without anything to clear away."""
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    process = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"mine"
        watched = Watched()
        watched.set()  # wait no longer than one look
        with turn(str(tmp_path), watched):
            assert watched.looked.is_set()
        process.kill()
        process.wait()
    watched = Watched()
    with turn(str(tmp_path), watched):
        assert not watched.looked.is_set()


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a number of looks one goes on without a turn: the holder is stuck."""
    monkeypatch.setattr(turns, "_LOOKS", 3)
    monkeypatch.setattr(turns, "_PAUSE_S", 0.0)
    entered = []
    with turn(str(tmp_path)), turn(str(tmp_path)):
        entered.append("both")
    assert entered == ["both"]


def test_a_folder_that_cannot_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the folder, or on a disk that knows no locks, the block is done all the same."""

    def fail(_: int) -> None:
        raise OSError(95, "not supported")

    entered = []
    with turn(str(tmp_path / "absent")):
        entered.append("absent")
    monkeypatch.setattr(turns, "_lock", lambda: fail)
    watched = Watched()
    with turn(str(tmp_path), watched):
        entered.append("no locks")
    assert entered == ["absent", "no locks"]
    assert not watched.looked.is_set()
