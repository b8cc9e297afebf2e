"""Who has never used the program gets from the first screen to a handled alarm, by keys alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from novice import Novice
from tui_bench import begin, records, wait_for

from simulator.language.command import (
    Acknowledge,
    ChangeBottle,
    Note,
    SetSetpoint,
    TakeSample,
)
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.record import CommandRecord, RefusalRecord
from tui.console import Console
from tui.history import History
from tui.runner import Runner


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """The scenario that a beginner is given first."""
    session = begin(tmp_path, "first-steps")
    yield session
    if session.stopped is None:
        session.close()


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


def given(live: Live, folder: Path) -> list[CommandRecord | RefusalRecord]:
    """Seal the session and return what was asked in it."""
    live.seal()
    return [r for r in records(folder) if isinstance(r, CommandRecord | RefusalRecord)]


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
