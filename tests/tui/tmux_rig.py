"""A real terminal for tests: tmux with a server of its own, in which the program runs."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import LIMIT_S, wait_for

ROOT = Path(__file__).parents[2]


class Tmux:
    """A terminal of 80 by 24 cells with its own server."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux.sock")

    def __call__(self, *words: str) -> str:
        """Give tmux a command and return what it prints."""
        command = ["tmux", "-f", "/dev/null", "-S", self._socket, *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        return done.stdout

    def see(self, text: str) -> str:
        """Wait until a text is on the screen, and return the screen."""
        end = time.monotonic() + LIMIT_S
        while text not in (screen := self("capture-pane", "-p")):
            assert time.monotonic() < end, f"never saw {text!r}:\n{screen}"
            time.sleep(0.05)
        return screen

    def press(self, *keys: str) -> None:
        """Press keys, typed letters after ``-l``, and wait until the screen has followed."""
        self("send-keys", *keys)
        self._rest()
        time.sleep(0.25)  # a command is answered at the next look at the plant
        self._rest()

    def _rest(self) -> None:
        """Wait until the program has read all keys, and has nothing to do (where Linux tells)."""
        told = self("display-message", "-p", "#{pane_tty} #{pane_pid}").split()
        if len(told) == 2 and Path("/proc").is_dir():
            wait_for(lambda: _unread(told[0]) == 0 and not _busy(told[1]))

    def play(self, folder: Path, words: str) -> None:
        """Begin ``cuve play`` with these words, in a folder; its status is printed at the end."""
        python = shlex.quote(sys.executable)
        play = f"{python} -m simulator play {words}; echo status=$?"
        root = shlex.quote(str(ROOT))
        shell = f"cd {shlex.quote(str(folder))} && export PYTHONPATH={root}; {play}"
        environment = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        settings = [w for name, value in environment.items() for w in ("-e", f"{name}={value}")]
        self("new-session", "-d", "-x", "80", "-y", "24", *settings, f"{shell}; sleep 60")


def _unread(tty: str) -> int:
    """Return how many bytes have been typed at a terminal and not read."""
    try:
        file = os.open(tty, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:  # it has gone
        return 0
    try:
        return struct.unpack("i", fcntl.ioctl(file, termios.FIONREAD, bytes(4)))[0]
    finally:
        os.close(file)


def _busy(shell: str) -> bool:
    """Return whether a thread of the program that a shell runs has something to do just now."""
    states = {}
    for stat in Path("/proc").glob("[0-9]*/task/*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text("utf-8").rpartition(")")[2].split()[:2]
            if parent == shell:
                states[stat] = state
    return bool(set(states.values()) & {"R", "D"})


def terminal(folder: Path) -> Iterator[Tmux]:
    """Yield a tmux of one test alone; skip the test where there is none."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    made = Tmux(folder)
    yield made
    made("kill-server")
