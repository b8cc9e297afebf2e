"""What the tests of trends and alarms share: a console whose past was made up, and its picture."""

from __future__ import annotations

import difflib
import math
import os
from dataclasses import replace
from pathlib import Path

from cell_bench import made_up, seat

from simulator.language.command import Acknowledge, SetSetpoint, Shelve
from simulator.language.event import (
    AlarmChanged,
    InterlockTripped,
    LabReported,
    PhaseChanged,
    SampleTaken,
)
from simulator.language.observation import AlarmView, SampleView
from simulator.language.simtime import HOUR, MINUTE, SECOND
from simulator.session.live import Live
from simulator.session.pace import Pace
from tui.console import Console
from tui.memory import Memory
from tui.past import Deed, Past
from tui.runner import Runner

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 36))
NOW = 10 * HOUR
SHELVED = Shelve("FIC-102.DEV", HOUR)


def remembering(live: Live, language: str = "en") -> Console:
    """Return a console that looks back on ten hours that no model made."""
    console = seat(live, language)
    names = {"TIC-101": 37.0, "AIC-101": 7.0, "AIC-102": 40.0, "PIC-101": 50.0}
    for at in range(0, NOW + 1, 20 * SECOND):
        hours = at / HOUR
        swing = math.floor(100.0 * hours) % 100 / 100.0
        values = {}
        for tag, value in names.items():
            values[f"{tag}.SP"] = value
            values[f"{tag}.PV"] = value * (1.0 + 0.02 * swing)
            values[f"{tag}.OP"] = 10.0 * hours
        console.history.note(at, values)
    sample = SampleView(1, "BR-101", "reported", 4 * HOUR, (("pH", 7.05, "pH"),))
    alarms = (
        AlarmView("AIC-102.LOLO", "B", 1, NOW - 30 * SECOND, 12.0, 15.0, "%"),
        AlarmView("AIC-102.LO", "C", 2, 9 * HOUR, 22.0, 30.0, "%"),
        AlarmView("PIC-101.HI", "D", 2, 9 * HOUR, 80.0, 150.0, "mbar"),
        AlarmView("FIC-102.DEV", "G", 2, 8 * HOUR, 0.0, 3.0, "L/min", 10 * HOUR + 29 * MINUTE),
    )
    console.runner.latest = replace(
        made_up(live.observe()), now=NOW, alarms=alarms, samples=(sample,)
    )
    console.past.hear(
        [
            PhaseChanged(HOUR, "grow", "Idle", "Running", "recipe"),
            SampleTaken(4 * HOUR, "BR-101", 1),
            LabReported(5 * HOUR, "BR-101", 1, 4 * HOUR, (("pH", 7.05, "pH"),)),
            Deed(6 * HOUR, 12, "Ann", SetSetpoint("TIC-101", 37.5)),
            AlarmChanged(7 * HOUR, "FIC-102.DEV", "A", "B", 2, 0.5, 7 * HOUR),
            Deed(8 * HOUR, 14, "Ann", SHELVED, "flow meter is being mended"),
            AlarmChanged(8 * HOUR, "FIC-102.DEV", "B", "G", 2, 0.0, 8 * HOUR),
            AlarmChanged(9 * HOUR - 90 * SECOND, "AIC-102.LO", "A", "B", 2, 29.0, 9 * HOUR),
            InterlockTripped(9 * HOUR - MINUTE, "I-102", True, "Agitator stopped"),
            Deed(9 * HOUR, 15, "Ann", Acknowledge("AIC-102.LO")),
            AlarmChanged(9 * HOUR, "AIC-102.LO", "B", "C", 2, 22.0, 9 * HOUR),
            AlarmChanged(9 * HOUR, "PIC-101.HI", "B", "D", 2, 80.0, 9 * HOUR),
            AlarmChanged(NOW - 30 * SECOND, "AIC-102.LOLO", "A", "B", 1, 14.0, NOW - MINUTE),
        ]
    )
    console.pens[:] = list(names)
    return console


def picture(console: Console, width: int = 80, height: int = 24) -> str:
    """Return what the console paints, as text."""
    lines = console.paint(width, height)
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines) + "\n"


def body(console: Console, width: int, height: int) -> str:
    """Return what the page alone paints on a screen of a size, as text."""
    return "".join(f"{row}\n" for row in picture(console, width, height).splitlines()[1:-3])


def compare(name: str, painted: str) -> None:
    """Compare a picture with the one that is kept; CUVE_PICTURES=write keeps the new one."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("CUVE_PICTURES") == "write":
        path.write_text(painted, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    difference = "\n".join(difflib.ndiff(kept.splitlines(), painted.splitlines()))
    assert painted == kept, difference


def press(console: Console, *keys: str) -> str:
    """Press keys; a text in angle brackets is typed. Return what is painted then."""
    for word in keys:
        if word.startswith("«"):
            for letter in word[1:]:
                console.press("space" if letter == " " else letter)
            console.press("enter")
        else:
            console.press(word)
    return picture(console)


def awake(live: Live) -> Console:
    """Return a console of a real session with three alarms, heard as they came."""
    memory = Memory()
    pace = Pace(1.0)
    pace.paused = True
    runner = Runner(live, pace, watch=memory.history.record)
    made = Console(runner, memory.history, "Ann", past=memory.past)
    for _ in range(23):
        memory.relive(live.observe(), live.advance(live.now + MINUTE))
    runner.latest = live.observe()
    made.do_alarms()
    picture(made)
    return made


def come(past: Past, alarm: str, at: int, priority: int = 2) -> None:
    """Let an alarm come, and go a second later."""
    past.hear([AlarmChanged(at, alarm, "A", "B", priority, 1.0, at)])
    past.hear([AlarmChanged(at + SECOND, alarm, "B", "D", priority, 1.0, at)])
    past.hear([AlarmChanged(at + SECOND, alarm, "D", "A", priority, 1.0, at)])
