"""Workers do what they are asked, and are gone when who asked is, whatever ended it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from patience import LIMIT_S

from simulator.session.workers import workers

IDLE = """
import os, sys, time
from simulator.session.workers import workers

def who(_):
    time.sleep(0.2)
    return os.getpid()

if __name__ == "__main__":
    with workers(2, sys.argv[1]) as pool:
        print(len(set(pool.map(who, range(4)))), "at work", flush=True)
        time.sleep(3600)
"""


def test_they_give_answers_in_order() -> None:
    """A pool like any other."""
    with workers(2) as pool:
        assert list(pool.map(abs, [-3, 2, -1])) == [3, 2, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and process groups are for POSIX")
@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_they_end_with_a_process_that_is_killed(way: str, tmp_path: Path) -> None:
    """Nobody is left who holds the pipe that they all wrote to."""
    script = tmp_path / "idle.py"
    script.write_text(IDLE)
    asked = subprocess.Popen(
        [sys.executable, str(script), way], stdout=subprocess.PIPE, start_new_session=True
    )
    assert asked.stdout is not None
    try:
        assert asked.stdout.readline() == b"2 at work\n"
        asked.kill()
        assert asked.communicate(timeout=LIMIT_S) == (b"", None)
    except BaseException:
        os.killpg(asked.pid, signal.SIGKILL)
        raise
