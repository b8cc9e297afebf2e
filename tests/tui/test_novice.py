"""Who has never used the program gets from the first screen to a handled alarm, by keys alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from novice import Novice
from patience import wait_for
from tmux_rig import Tmux, terminal
from tui_bench import records, session_in

from simulator.language.command import (
    Acknowledge,
    ChangeBottle,
    Note,
    SetSetpoint,
    TakeSample,
)
from simulator.session.journal import read_journal
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord, RefusalRecord
from tui.console import Console
from tui.history import History
from tui.runner import Runner

Asked = CommandRecord | RefusalRecord


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """The scenario that a beginner is given first."""
    yield from session_in(tmp_path, "first-steps")


@pytest.fixture
def novice(live: Live) -> Iterator[Novice]:
    """A novice at an 80x24 terminal, before the first key."""
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    runner = Runner(live, pace, watch=history.record)
    console = Console(runner, history, "Ann")
    runner.start()

    def look() -> str:
        console.poll()
        return "\n".join("".join(t for t, _ in row) for row in console.paint(80, 24))

    def press(key: str) -> None:
        console.press(key)
        console.poll()

    yield Novice(look, press, lambda: time.sleep(0.05))
    runner.stop()


def given(live: Live, folder: Path) -> list[Asked]:
    """Seal the session and return what was asked in it."""
    live.seal()
    return [r for r in records(folder) if isinstance(r, Asked)]


def test_the_tour_leads_a_novice_through_the_first_alarm(
    live: Live, novice: Novice, tmp_path: Path
) -> None:
    """Doing what the box says, step by step, handles the alarm and writes it down; no refusals."""
    step = novice.step()
    assert step is not None
    for _ in range(2 * step[1]):
        if novice.step() is None:
            break
        novice.follow()
    assert novice.step() is None
    wait_for(lambda: "no alarms" in novice.banner())
    asked = given(live, tmp_path)
    assert not [record for record in asked if isinstance(record, RefusalRecord)]
    assert [record.command for record in asked] == [
        SetSetpoint("TIC-101", 37.0),
        SetSetpoint("TIC-101", 36.8),
        TakeSample("BR-101"),
        Acknowledge("WT-112.LO"),
        ChangeBottle("TK-112"),
        Note("base bottle changed"),
    ]


def test_without_the_tour_the_screen_is_enough(live: Live, novice: Novice, tmp_path: Path) -> None:
    """By banner, foot and alarm help alone: wait for the alarm, read, acknowledge, have it done."""
    leave = re.search(r"\[(\S+)\] leave the tour", "\n".join(novice.rows()))
    assert leave is not None
    novice.press(leave[1])
    novice.choose("begin")
    while "unacknowledged" not in novice.banner():
        novice.choose("to next event")
    alarm = re.search(r"\S+\.(?:HI|LO|HIHI|LOLO|DEV|BAD)\b", novice.banner())
    assert alarm is not None
    novice.choose("alarms")
    novice.choose("what to do")
    help_text = "\n".join(novice.rows())
    assert "Have the bottle changed" in help_text
    novice.choose("acknowledge")
    assert "unacknowledged" not in novice.banner()
    instruction = re.search(r"\[(\S+)\] work instruction", help_text)
    assert instruction is not None
    novice.press(instruction[1])
    novice.choose("read")
    vessel = re.search(r"change of (TK-\d+)", " ".join("\n".join(novice.rows()).split()))
    assert vessel is not None
    novice.choose("command")
    novice.type(f"change bottle {vessel[1]}")
    novice.press("Enter")
    assert "done: change bottle TK-112" in novice.message()
    novice.choose("to next event")
    novice.choose("pause")
    wait_for(lambda: "no alarms" in novice.banner())
    assert [record.command for record in given(live, tmp_path)] == [
        Acknowledge(alarm[0]),
        ChangeBottle(vessel[1]),
    ]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux of this test alone."""
    yield from terminal(tmp_path)


def test_the_tour_leads_through_a_real_terminal(tmux: Tmux, tmp_path: Path) -> None:
    """The same novice at `cuve play first-steps` in a terminal of 80 by 24, to the end."""
    tmux.play(tmp_path, "first-steps --log first.log --who Ann")
    tmux.see("TOUR 1 of")

    def press(key: str) -> None:
        named = {"enter": "Enter", "escape": "Escape", "space": "Space", "down": "Down"}
        tmux.press(*([named[key]] if key in named else ["-l", key]))

    novice = Novice(lambda: tmux("capture-pane", "-p"), press, lambda: time.sleep(0.1))
    for _ in range(60):
        if novice.step() is None:
            break
        novice.follow()
    assert novice.step() is None
    novice.press(novice.foot()["quit"])
    novice.press("s")
    tmux.see("How do you rate yourself?")
    novice.press("escape")
    assert "✓" in tmux.see("pass mark")
    asked = [r for r in read_journal(tmp_path / "first.log").records if isinstance(r, Asked)]
    assert [type(record.command) for record in asked] == [
        SetSetpoint,
        SetSetpoint,
        TakeSample,
        Acknowledge,
        ChangeBottle,
        Note,
    ]
