"""How quick the terminal is: the real command in a pseudo-terminal, the plant running beside it."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from simulator.cli.benches.figure import Figure
from simulator.language.problem import Problem, Refusal

SCENARIO = "first-batch"
SPEED = 600
KEYS = {"2": "ALARMS", "3": "TRENDS", "4": "PHASES", "6": "LOGBOOK", "5": "LABORATORY"}
"""Keys that open a page, and the heading that shows that it was painted."""
PRESSES = 20
WATCHED_S = 10.0
BUDGET_KEY_MS = 30.0
BUDGET_CPU = 10.0
BUDGET_FIRST_MS = 500.0
BUDGET_TREND_MS = 5.0
FIRST_ROUNDS = 5
BARE = "a bare Textual app"
FIRST: Mapping[str, tuple[Sequence[str], str]] = {
    "task": (("-m", "simulator", "play", SCENARIO, "--lang", "en"), "BR-101"),
    "library": (("-m", "simulator", "play", "--lang", "en"), "First batch"),
    BARE: (
        (
            "-c",
            "from textual.app import App\n"
            "from textual.widgets import Static\n"
            "class Bare(App):\n"
            "    def compose(self):\n"
            "        yield Static('BR-101')\n"
            "Bare().run()",
        ),
        "BR-101",
    ),
}
"""What is started for each first content, and the words that show that it is there."""


def screen(rounds: int) -> list[Figure]:
    """Time the terminal: first content, key to paint, its processor time, trends, twenty keys.

    Raises:
        Refusal: this machine has no pseudo-terminals.
    """
    try:
        import simulator.cli.benches.pseudoterminal  # noqa: F401 - not on Windows
    except ImportError:
        raise Refusal(Problem("no-pty", "this machine has no pseudo-terminals")) from None
    found: list[Figure] = []
    waits, shares, written = [], [], []
    for _ in range(rounds):
        keys, share, rate = _play()
        waits += keys
        shares.append(share)
        written.append(rate)
    waits.sort()
    median = statistics.median(waits)
    p95 = waits[max(int(len(waits) * 0.95) - 1, 0)]
    note = f"median {median:.1f}, most {waits[-1]:.1f}; plant at x{SPEED}"
    found.append(Figure("key to repaint, p95", p95, "budget", BUDGET_KEY_MS, "ms", note))
    note = f"with the plant at x{SPEED}; {statistics.median(written):.0f} kB/s to the terminal"
    share = statistics.median(shares)
    found.append(Figure("processor, 120 x 36", share, "budget", BUDGET_CPU, "% of a core", note))
    found += _first_contents(max(rounds, FIRST_ROUNDS))
    found.append(_inside("trend", rounds, Figure("", 0, "budget", BUDGET_TREND_MS, "CPU ms")))
    return found + _keys(rounds)


def _first_contents(rounds: int) -> list[Figure]:
    """Return when the first content is there: the task of a scenario, and the library.

    They are measured in turn with a Textual application of one text, which is the least there is.
    """
    made: dict[str, list[tuple[float, float]]] = {name: [] for name in FIRST}
    for _ in range(rounds):
        for name, (arguments, words) in FIRST.items():
            made[name].append(_first(arguments, words))
    middle = {
        name: tuple(statistics.median(times) for times in zip(*both, strict=True))
        for name, both in made.items()
    }
    bare, bare_cpu = middle.pop(BARE)
    found = []
    for name, (wall, cpu) in middle.items():
        note = f"a bare Textual app {bare:.0f}"
        found.append(Figure(f"first content, {name}", wall, "budget", BUDGET_FIRST_MS, "ms", note))
        found.append(Figure(f"first content, {name}", cpu, BARE, bare_cpu, "CPU ms"))
    return found


def _first(arguments: Sequence[str], words: str) -> tuple[float, float]:
    """Return when a command of this Python shows some words: wall ms and processor ms."""
    from simulator.cli.benches.pseudoterminal import PseudoTerminal

    with tempfile.TemporaryDirectory() as folder:
        log = ["--log", str(Path(folder) / "first.log")] if SCENARIO in arguments else []
        with PseudoTerminal([sys.executable, *arguments, *log]) as terminal:
            wall = terminal.wait_for(words)
            if wall < 0.0:
                raise Refusal(Problem("no-screen", "the terminal showed nothing in 30 s"))
            return 1000.0 * wall, 1000.0 * terminal.cpu_seconds()


def _play() -> tuple[list[float], float, float]:
    """Return key to paint (ms each), share of a core (%), kB/s written."""
    from simulator.cli.benches.pseudoterminal import PseudoTerminal

    with tempfile.TemporaryDirectory() as folder:
        log = str(Path(folder) / "screen.log")
        play = ["-m", "simulator", "play", SCENARIO, "--speed", str(SPEED), "--log", log]
        with PseudoTerminal([sys.executable, *play, "--lang", "en"]) as terminal:
            if terminal.wait_for("Press Enter") < 0.0:
                raise Refusal(Problem("no-screen", "the terminal showed no task in 30 s"))
            terminal.settle(0.3)
            terminal.send(b"\r")
            terminal.settle(0.5, 1.0)
            waits = []
            for key in (list(KEYS) * PRESSES)[:PRESSES]:
                terminal.send(key.encode())
                waits.append(1000.0 * terminal.wait_for(KEYS[key], 5.0))
                terminal.settle(0.03, 0.1)
            before, begin, sent = terminal.cpu_seconds(), _now(), len(terminal.seen)
            terminal.send(b"1")
            while _now() - begin < WATCHED_S:
                terminal.read(0.05)
            passed = _now() - begin
            share = 100.0 * (terminal.cpu_seconds() - before) / passed
            rate = (len(terminal.seen) - sent) / 1000.0 / passed
    return [wait for wait in waits if wait >= 0.0], share, rate


def _keys(rounds: int) -> list[Figure]:
    """Return what twenty keys take beside helios-core, if it is here: the screen, and everything.

    The plant runs in a thread of its own, which the peer has not; so both are told.
    """
    from simulator.cli.out import tell

    if find_spec("helios_core") is None:
        tell("screen: helios-core is not here, so twenty keys are held against nothing")
        return []
    peer, ours = _measured("helios", rounds), _measured("keys", rounds)
    if peer is None or ours is None:
        who = "helios-core" if peer is None else "the terminal"
        tell(f"screen: {who} broke off, so twenty keys are not compared")
        return []
    note, name = ours["note"], ours["name"]
    plant = f"{ours['process'] - ours['ours']:.3f} of it beside the screen's thread"
    whole = ours["process"], "helios-core 1.0.4", peer["process"], "CPU s", f"{note}; {plant}"
    return [
        Figure(name, ours["ours"], "helios-core 1.0.4", peer["ours"], "CPU s", note),
        Figure("twenty keys, all threads", *whole),
    ]


def _now() -> float:
    from simulator.session.pace import seconds

    return seconds()


def _inside(what: str, rounds: int, against: Figure) -> Figure:
    """Return a figure that is measured inside the terminal's own process."""
    found = _measured(what, rounds)
    if found is None:
        raise Refusal(Problem("no-bench", f"{what} could not be measured in the terminal"))
    return Figure(
        found["name"], found["ours"], against.against, against.theirs, against.unit, found["note"]
    )


def _measured(what: str, rounds: int) -> dict[str, Any] | None:
    """Return what a process of the terminal measured of itself; None if it could not."""
    told = subprocess.run(
        [sys.executable, "-m", "tui.benchmarks", what, str(rounds)],
        check=False,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] | None = json.loads(told.stdout) if told.returncode == 0 else None
    return found
