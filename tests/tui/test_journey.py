"""A whole session in a real terminal, keys only, by what the screen says at each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import wait_for
from tmux_rig import Tmux, terminal

from simulator.language.command import Acknowledge
from simulator.session.journal import read_journal
from simulator.session.record import CommandRecord, Seal


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux of this test alone."""
    yield from terminal(tmp_path)


def test_from_the_task_to_an_acknowledged_alarm_and_a_sealed_log(
    tmux: Tmux, tmp_path: Path
) -> None:
    """Begin, go to the next alarm, acknowledge it, seal: the shell is back and the log holds."""
    tmux.play(tmp_path, "oxygen-lost --log journey.log --who 'Ann de Wit'")
    tmux.see("Press Enter to begin")
    tmux("send-keys", "Enter")
    tmux.see("▶ ×1 ")
    tmux("send-keys", "n")
    tmux.see("PAUSED")
    for _ in range(5):
        if "unacknowledged" in tmux("capture-pane", "-p"):
            break
        tmux.press("n")
        wait_for(lambda: "PAUSED" in tmux("capture-pane", "-p"))
    screen = tmux.see("▲2 FIC-102.DEV")
    assert "2 alarms" in screen
    tmux("send-keys", "2")
    tmux.see("a acknowledge")
    tmux("send-keys", "a")
    acknowledged = tmux.see("done: ack ").partition("done: ack ")[2].split()[0]
    tmux("send-keys", "q")
    tmux.see("s seal the log")
    tmux("send-keys", "s")
    for key, face in (("x", "goes on"), ("x", "WORKLOAD"), ("s", "s seal the log")):
        tmux.see(face)  # diagnosis and workload are offered first
        tmux("send-keys", key)
    tmux.see("How do you rate yourself?")
    tmux("send-keys", "Escape")
    end = tmux.see("pass mark")
    tmux("send-keys", "q")
    tmux.see("status=0")
    assert "log: journey.log" in end
    told = read_journal(tmp_path / "journey.log").records
    given = [record for record in told if isinstance(record, CommandRecord)]
    assert [record.command for record in given] == [Acknowledge(acknowledged)]
    assert given[0].who.startswith("T-")  # a code stands for the name
    assert isinstance(told[-1], Seal)
    assert f"head: {read_journal(tmp_path / 'journey.log').head}"[:70] in end.replace("\n", "")
