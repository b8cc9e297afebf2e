"""A whole session in a real terminal, keys only, by what the screen says at each step."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.language.command import Acknowledge
from simulator.session.journal import read_journal
from simulator.session.record import CommandRecord, Seal

ROOT = Path(__file__).parents[2]


class Tmux:
    """A terminal of 80 by 24 cells with its own server."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux.sock")

    def __call__(self, *words: str) -> str:
        """Give tmux a command and return what it prints."""
        command = ["tmux", "-f", "/dev/null", "-S", self._socket, *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout

    def see(self, text: str, seconds: float = 30.0) -> str:
        """Wait until a text is on the screen, and return the screen."""
        end = time.monotonic() + seconds
        while text not in (screen := self("capture-pane", "-p")):
            assert time.monotonic() < end, f"never saw {text!r}:\n{screen}"
            time.sleep(0.05)
        return screen


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux of this test alone."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    terminal = Tmux(tmp_path)
    yield terminal
    terminal("kill-server")


def test_from_the_task_to_an_acknowledged_alarm_and_a_sealed_log(
    tmux: Tmux, tmp_path: Path
) -> None:
    """Begin, go to the next alarm, acknowledge it, seal: the shell is back and the log holds."""
    python = shlex.quote(sys.executable)
    play = f"{python} -m simulator play oxygen-lost --log journey.log --who Ann; echo status=$?"
    shell = f"cd {shlex.quote(str(tmp_path))} && export PYTHONPATH={shlex.quote(str(ROOT))}; {play}"
    environment = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    settings = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
    tmux("new-session", "-d", "-x", "80", "-y", "24", *settings, f"{shell}; sleep 60")
    tmux.see("Press Enter to begin")
    tmux("send-keys", "Enter")
    tmux.see("▶ ×1 ")
    tmux("send-keys", "n")
    tmux.see("PAUSED")
    for _ in range(5):
        if "unacknowledged" in tmux("capture-pane", "-p"):
            break
        tmux("send-keys", "n")
        time.sleep(0.5)
    screen = tmux.see("▲2 FIC-102.DEV")
    assert "2 alarms" in screen
    tmux("send-keys", "2")
    tmux.see("a acknowledge")
    tmux("send-keys", "a")
    acknowledged = tmux.see("done: ack ").partition("done: ack ")[2].split()[0]
    tmux("send-keys", "q")
    tmux.see("s seal the log")
    tmux("send-keys", "s")
    end = tmux.see("status=0")
    assert "log: journey.log" in end
    told = read_journal(tmp_path / "journey.log").records
    given = [record for record in told if isinstance(record, CommandRecord)]
    assert [record.command for record in given] == [Acknowledge(acknowledged)]
    assert given[0].who == "Ann"
    assert isinstance(told[-1], Seal)
    assert f"head: {read_journal(tmp_path / 'journey.log').head}"[:70] in end.replace("\n", "")
