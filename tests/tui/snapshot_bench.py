"""Every page of the terminal in one state of real sessions, for pictures that are kept.

The sessions are computed from a fixed seed in simulated time, so the same code gives the same
pictures on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from test_ending import ended
from tui_bench import begin

from simulator.language.command import (
    Acknowledge,
    Command,
    Note,
    SetMode,
    SetSetpoint,
    SwitchBank,
    TakeHint,
    TakeSample,
)
from simulator.language.paperwork import EnterStep
from simulator.language.simtime import MINUTE, SECOND
from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from simulator.session.pace import Pace
from simulator.session.speech import Speaker
from tui import going
from tui.console import Console
from tui.draw import Line
from tui.lobby import Visitor
from tui.lobby.ending import Ending
from tui.lobby.start import Start
from tui.memory import Memory
from tui.pages.trends import show_trends
from tui.runner import Runner
from tui.seat import Seat
from tui.shelf import Shelf
from tui.waiting import Waiting

KEPT = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (120, 36), (200, 60))
SMALL = SIZES[:1]
THEMES = ("light", "dark", "contrast", "mono")
STORY: tuple[tuple[int, Command, str], ...] = (
    (6 * MINUTE, EnterStep("oxygen-first", 39.8), ""),
    (8 * MINUTE, TakeSample("BR-101"), ""),
    (12 * MINUTE, SetSetpoint("TIC-101", 36.6), "a little cooler"),
    (21 * MINUTE, Acknowledge("FIC-102.DEV"), ""),
    (21 * MINUTE + 10 * SECOND, SetMode("SIC-101", "AUTO"), "to gain time"),
    (21 * MINUTE + 20 * SECOND, SetSetpoint("SIC-101", 9000.0), ""),
    (21 * MINUTE + 30 * SECOND, SetSetpoint("SIC-101", 95.0), "to gain time"),
    (22 * MINUTE, TakeHint("oxygen-supply", 1), ""),
    (23 * MINUTE, Note("Bank 1 is empty; 95 rpm to gain time"), ""),
    (24 * MINUTE, SwitchBank("oxygen", 2), "bank 1 is empty"),
)
"""What is done in oxygen-lost, with reasons; one of these is refused."""
END = 25 * MINUTE


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the scenario, and how the screen is brought there.

    What only stands over a page is kept at one size.
    """

    scenario: str
    show: Callable[[Console], None]
    sizes: tuple[tuple[int, int], ...] = SIZES


def _page(name: str, *keys: str) -> Callable[[Console], None]:
    """Return what shows a page, then presses keys."""

    def show(console: Console) -> None:
        console.pages[name].chosen = 0
        console.go(console.pages[name])
        for key in keys:
            console.press("space" if key == " " else key)

    return show


def _tag(tag: str, *keys: str) -> Callable[[Console], None]:
    def show(console: Console) -> None:
        going.faceplate(console, tag)
        for key in keys:
            console.press(key)

    return show


def _trend(*keys: str) -> Callable[[Console], None]:
    def show(console: Console) -> None:
        show_trends(console, ["AIC-102.OP", "FIC-102", "SIC-101"], 30 * MINUTE)
        for key in keys:
            console.press(key)

    return show


def _told(console: Console) -> None:
    """Show a refusal on the message line."""
    going.faceplate(console, "TIC-101")
    console.commands.do("TIC-999 OP 40")


def _asked(console: Console) -> None:
    """Show a question that is half answered."""
    going.faceplate(console, "TIC-101")
    for key in ("s", "3", "6", ","):
        console.press(key)


def _sure(console: Console) -> None:
    """Show a question whether something should be done."""
    going.faceplate(console, "TIC-101")
    for key in ("s", "3", "0", "enter"):
        console.press(key)


def _unit(tag: str) -> Callable[[Console], None]:
    return lambda console: going.unit(console, tag)


OXYGEN, BATCH, STEPS = "oxygen-lost", "first-batch", "first-steps"
FILTER = "depth-filter"
SCENES: Mapping[str, Scene] = {
    "overview": Scene(OXYGEN, _page("overview")),
    "unit": Scene(OXYGEN, _unit("BR-101")),
    "tags": Scene(OXYGEN, _page("tags")),
    "alarms": Scene(OXYGEN, _page("alarms")),
    "alarm_help": Scene(OXYGEN, lambda console: going.alarm_help(console, "AIC-102.LOLO")),
    "alarm_history": Scene(OXYGEN, _page("alarm_history")),
    "trends": Scene(OXYGEN, _page("trends")),
    "trends-over": Scene(OXYGEN, _trend("m", "<", "<")),
    "phases": Scene(BATCH, _page("phases")),
    "laboratory": Scene(OXYGEN, _page("laboratory")),
    "logbook": Scene(OXYGEN, _page("logbook")),
    "audit": Scene(OXYGEN, _page("logbook", "right", "right")),
    "batch_record": Scene(OXYGEN, _page("batch_record")),
    "services": Scene(OXYGEN, _page("services")),
    "floor": Scene(FILTER, _page("floor")),
    "floor-lots": Scene(FILTER, _page("floor", "right")),
    "floor-people": Scene(FILTER, _page("floor", "left")),
    "briefing": Scene(OXYGEN, _page("briefing")),
    "criteria": Scene(OXYGEN, _page("criteria")),
    "help": Scene(OXYGEN, _page("help")),
    "faceplate": Scene(OXYGEN, _tag("AIC-102")),
    "faceplate-valve": Scene(OXYGEN, _tag("FV-102")),
    "diagnostics": Scene(OXYGEN, _tag("AIC-102", "d")),
    "settings": Scene(OXYGEN, _page("settings")),
    "hints": Scene(OXYGEN, _page("hints")),
    "sop": Scene(OXYGEN, _page("sop")),
    "instruction": Scene(OXYGEN, _page("sop", "down", "down", "down", "enter")),
    "glossary": Scene(OXYGEN, _page("glossary")),
    "term": Scene(OXYGEN, _page("glossary", "down", "down", "down", "enter")),
    "diagnosis": Scene(OXYGEN, _page("diagnosis")),
    "workload": Scene(OXYGEN, _page("workload", "right", "down", "left", "down")),
    "tour": Scene(STEPS, _page("overview")),
    "palette": Scene(OXYGEN, _page("overview", "ctrl+p", "o", "x", "y"), SMALL),
    "question": Scene(OXYGEN, _asked, SMALL),
    "confirm": Scene(OXYGEN, _sure, SMALL),
    "refused": Scene(OXYGEN, _told, SMALL),
    "quit": Scene(OXYGEN, _page("overview", "q"), SMALL),
}
"""Every page, and what can stand over a page."""


class Stage:
    """The sessions that the scenes show, each begun when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sessions: dict[str, tuple[Live, Memory]] = {}
        """Those that have begun, with what is remembered of them."""

    def console(self, scenario: str, language: str = "en") -> Console:
        """Return a fresh console at a session that stands still."""
        if scenario not in self.sessions:
            folder = self._folder / scenario
            folder.mkdir()
            live = begin(folder, scenario)
            self.sessions[scenario] = (live, Memory())
            if scenario != STEPS:
                self._live(scenario)
        live, memory = self.sessions[scenario]
        pace = Pace(1.0)
        pace.paused = True
        runner = Runner(live, pace, watch=memory.history.record)
        return Console(runner, memory.history, "Ann", language, past=memory.past)

    def _live(self, scenario: str) -> None:
        """Let time pass, with an eye on the instruments, and do what the story says."""
        console = self.console(scenario)
        live, memory = self.sessions[scenario]
        left = list(STORY) if scenario == OXYGEN else []
        while live.now < END:
            until = min(live.now - live.now % MINUTE + MINUTE, left[0][0] if left else END)
            memory.relive(live.observe(), live.advance(until))
            while left and left[0][0] <= live.now:
                _, command, reason = left.pop(0)
                console.submit(command, reason)
                console.poll()
        memory.history.record(live.observe())

    def close(self) -> None:
        """Close the logs."""
        for live, _ in self.sessions.values():
            live.close()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Set up the sessions, and close them in the end."""
    made = Stage(folder)
    try:
        yield made
    finally:
        made.close()


def shown(made: Stage, name: str, language: str, theme: str = "light") -> Console:
    """Return a console that shows a scene."""
    scene = SCENES[name]
    console = made.console(scene.scenario, language)
    console.theme_name = theme
    scene.show(console)
    return console


def lobby(name: str, language: str) -> Seat:
    """Return a seat around the sessions: ``start``, ``waiting`` or ``ending``."""
    visitor = Visitor("Ann", Speaker(language))
    if name == "ending":
        return Ending(visitor, ended())
    if name == "waiting":
        return Waiting(visitor, "preparing the session", lambda _: None, lambda _: None)
    shelf = Shelf(KEPT)
    shelf.look()
    entry = next(e for e in shelf.entries if e.name == OXYGEN)
    return Start(visitor, entry, shelf, None, 1.0)


LOBBY = ("start", "waiting", "ending")


def texts(lines: list[Line]) -> list[str]:
    """Return painted lines as text."""
    return ["".join(text for text, _ in line) for line in lines]


def album(made: Stage, name: str) -> str:
    """Return a scene in every language and size, as it is kept."""
    parts = []
    sizes = SCENES[name].sizes if name in SCENES else SIZES
    for language in LANGUAGES:
        for width, height in sizes:
            seat = lobby(name, language) if name in LOBBY else shown(made, name, language)
            rows = (row.rstrip() for row in texts(seat.paint(width, height)))
            parts.append("\n".join([f"=== {language} {width}x{height}", *rows]))
    return "\n".join(parts) + "\n"
