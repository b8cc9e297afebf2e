"""How quick the terminal is: the real command in a pseudo-terminal, the plant running beside it."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

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
    firsts, waits, shares, written = [], [], [], []
    for _ in range(rounds):
        first, keys, share, rate = _play()
        firsts.append(first)
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
    first = statistics.median(firsts)
    found.append(Figure("first content", first, "budget", BUDGET_FIRST_MS, "wall ms"))
    found.append(_inside("trend", rounds, Figure("", 0, "budget", BUDGET_TREND_MS, "CPU ms")))
    peer = _helios(rounds)
    if peer is not None:
        against = Figure("", 0, "helios-core 1.0.4", peer, "CPU s")
        found.append(_inside("keys", rounds, against))
    return found


def _play() -> tuple[float, list[float], float, float]:
    """Return first content (ms), key to paint (ms each), share of a core (%), kB/s written."""
    from simulator.cli.benches.pseudoterminal import PseudoTerminal

    with tempfile.TemporaryDirectory() as folder:
        log = str(Path(folder) / "screen.log")
        play = ["-m", "simulator", "play", SCENARIO, "--speed", str(SPEED), "--log", log]
        with PseudoTerminal([sys.executable, *play, "--lang", "en"]) as terminal:
            first = terminal.wait_for("BR-101")
            if first < 0.0:
                raise Refusal(Problem("no-screen", "the terminal showed nothing in 30 s"))
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
    return 1000.0 * first, [wait for wait in waits if wait >= 0.0], share, rate


def _now() -> float:
    from simulator.session.pace import seconds

    return seconds()


def _inside(what: str, rounds: int, against: Figure) -> Figure:
    """Return a figure that is measured inside the terminal's own process."""
    told = subprocess.run(
        [sys.executable, "-m", "tui.benchmarks", what, str(rounds)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(told.stdout)
    return Figure(
        found["name"], found["ours"], against.against, against.theirs, against.unit, found["note"]
    )


def _helios(rounds: int) -> float | None:
    """Return what twenty keys take in helios-core (CPU s, test harness), if here."""
    told = subprocess.run(
        [sys.executable, "-m", "tui.benchmarks", "helios", str(rounds)],
        check=False,
        capture_output=True,
        text=True,
    )
    return float(json.loads(told.stdout)["ours"]) if told.returncode == 0 else None
