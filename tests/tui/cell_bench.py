"""What the tests of overview, mimics and faceplates share: made-up instruments."""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from simulator.language.observation import (
    AlarmView,
    InterlockView,
    Observation,
    PhaseView,
    TagView,
    UtilityView,
)
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.process_cell import (
    ActuatorCard,
    InstrumentCard,
    LineCard,
    ProcessCell,
    UnitCard,
)
from tui.console import Console
from tui.frame import AROUND
from tui.history import History
from tui.pages.unit import Unit
from tui.runner import Runner

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 36), (200, 60))


def seat(live: Live, language: str = "en") -> Console:
    """Return a console whose time stands still and whose thread does not run."""
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    return Console(Runner(live, pace, watch=history.record), history, "Ann", language)


def made_up(now: Observation) -> Observation:
    """Return an observation that no model made, so that pictures of it last.

    Every instrument stands at two fifths of its range, its set-point in the middle; every second
    valve is open. There are two alarms, a phase that is held, a tripped interlock, a lost utility.
    """
    tags: dict[str, TagView] = {}
    for place, (tag, view) in enumerate(now.tags.items()):
        span = view.high - view.low
        tags[tag] = replace(
            view,
            pv=None if view.pv is None else view.low + 0.4 * span,
            sp=None if view.sp is None else view.low + 0.5 * span,
            op=None if view.op is None else 40.0 * (place % 2),
            position=None if view.position is None else 40.0 * (place % 2),
        )
    tags["M-101"] = replace(tags["M-101"], op=0.0, position=0.0, forced_by="I-102")
    tags["AT-102B"] = replace(tags["AT-102B"], quality="BAD")
    return replace(
        now,
        now=3_600_000,
        tags=tags,
        alarms=(
            AlarmView("AIC-102.LOLO", "B", 1, 3_000_000, 12.0, 15.0, "%"),
            AlarmView("FIC-102.DEV", "C", 2, 3_100_000, 0.0, 3.0, "L/min"),
        ),
        phases=(
            PhaseView("grow", "BR-101", "Held", 1000, 2, 5, "elapsed >= 72 h"),
            PhaseView("feed", "TK-111", "Running", 900, 1, 3, "", "Is the feed line clear?"),
        ),
        samples=(),
        interlocks=(InterlockView("I-102", True, True, "Agitator stopped"),),
        utilities=(
            UtilityView("oxygen", 0.0, 1, 2),
            UtilityView("process-air", 100.0, 1, 1),
            UtilityView("hot-water", 62.5, 1, 1),
        ),
        procedure_mode="AUTOMATIC",
        people_free=2,
        people_on_shift=3,
    )


def still(live: Live, language: str = "en") -> Console:
    """Return a console that shows the made-up instruments."""
    console = seat(live, language)
    console.runner.latest = made_up(live.observe())
    return console


def picture(console: Console, width: int, height: int) -> str:
    """Return the page as text, without the frame around it and without trailing blanks."""
    lines = console.page.paint(width, height - AROUND)
    rows = ["".join(text for text, _ in line).rstrip() for line in lines]
    return "\n".join(rows).rstrip("\n") + "\n"


def press(console: Console, *keys: str) -> str:
    """Press keys, then return the whole screen at 80 by 24."""
    for key in keys:
        console.press(key)
    console.poll()
    return "\n".join("".join(text for text, _ in line) for line in console.paint(80, 24))


def type_in(console: Console, text: str) -> str:
    """Type a text and Enter; return the whole screen at 80 by 24."""
    for letter in text:
        console.press("space" if letter == " " else letter)
    return press(console, "enter")


def unit_page(console: Console) -> Unit:
    """Return the page of the drawings, shown."""
    page = console.pages["unit"]
    assert isinstance(page, Unit)
    console.go(page)
    return page


def compare(name: str, painted: str) -> None:
    """Compare a picture with the one that is kept; CUVE_PICTURES=write keeps the new one."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("CUVE_PICTURES") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(painted, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    difference = "\n".join(difflib.ndiff(kept.splitlines(), painted.splitlines()))
    assert painted == kept, difference


def sound(console: Console, width: int, height: int) -> None:
    """Assert that the page has the right number of lines, each exactly as wide as the screen."""
    lines = console.page.paint(width, height - AROUND)
    assert len(lines) <= height - AROUND
    for line in lines:
        assert sum(cell_len(text) for text, _ in line) == width
        assert not any("\x1b" in text for text, _ in line)


def plant_of_other_tags() -> tuple[ProcessCell, Observation, Observation]:
    """Return a plant whose tags nobody could know, as it is and with nothing measured."""
    words = {"en": "Something"}
    cell = ProcessCell(
        (UnitCard("XB-7", "bioreactor", words), UnitCard("XT-1", "vessel", words)),
        (LineCard("XL-1", words, "XT-1", "XB-7", "XP-1"),),
        (
            InstrumentCard("XTT-9", words, "XB-7.temperature", "degC", 0.0, 60.0),
            InstrumentCard("XAT-9", words, "XB-7.odour", "%", 0.0, 100.0),
            InstrumentCard("XWT-9", words, "XT-1.weight", "kg", 0.0, 100.0),
        ),
        (
            ActuatorCard("XV-1", words, "XB-7.air flow", ""),
            ActuatorCard("XV-2", words, "XB-7.perfume flow", ""),
            ActuatorCard("XP-1", words, "XL-1.flow demand", ""),
        ),
    )
    tags = {
        card.tag: TagView(card.tag, "Something", card.unit, 20.0, low=card.low, high=card.high)
        for card in cell.instruments
    }
    for actuator in cell.actuators:
        tags[actuator.tag] = TagView(actuator.tag, "Something", "%", op=50.0, position=50.0)
    full = Observation(0, tags, (), (), (), (), (), "AUTOMATIC", 1, 1, {})
    return cell, full, replace(full, tags={})


class Elsewhere:
    """A desk of another plant."""

    def __init__(self, live: Live, cell: ProcessCell) -> None:
        self.brief = replace(live.brief, cell=cell, alarms={})
        self.names = live.names
        self.now = 0
        self.finished = False

    def observe(self) -> Observation:
        """Nothing is measured here but what a test says."""
        return plant_of_other_tags()[1]


def elsewhere(live: Live, cell: ProcessCell) -> Console:
    """Return a console in the plant of other tags, its cell described in another way."""
    desk: Any = Elsewhere(live, cell)
    return seat(desk)
