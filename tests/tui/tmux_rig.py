"""A real terminal for tests: tmux with a server of its own, in which the program runs."""

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

    def play(self, folder: Path, words: str) -> None:
        """Begin ``cuve play`` with these words, in a folder; its status is printed at the end."""
        python = shlex.quote(sys.executable)
        play = f"{python} -m simulator play {words}; echo status=$?"
        root = shlex.quote(str(ROOT))
        shell = f"cd {shlex.quote(str(folder))} && export PYTHONPATH={root}; {play}"
        environment = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        settings = [w for name, value in environment.items() for w in ("-e", f"{name}={value}")]
        self("new-session", "-d", "-x", "80", "-y", "24", *settings, f"{shell}; sleep 60")


def terminal(folder: Path) -> Iterator[Tmux]:
    """Yield a tmux of one test alone; skip the test where there is none."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    made = Tmux(folder)
    yield made
    made("kill-server")
