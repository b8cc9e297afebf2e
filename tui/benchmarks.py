"""What ``cuve bench screen`` measures inside a process of the terminal: ``trend``, ``keys``.

Run as ``python -m tui.benchmarks NAME ROUNDS``; prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from simulator.plant.engine import shared_compiler
from simulator.scenario.library import read
from simulator.session.live import Live, Signature
from simulator.session.pace import Pace, cpu_seconds, thread_seconds
from tui.console import Console
from tui.history import History
from tui.pages.trends import show_trends
from tui.runner import Runner

SIZE = (120, 36)
DAYS = 14
KEYS = ("2", "down", "1", "down", "3", "6", "5", "1", "4", "down") * 2
PEER_KEYS = ("left", "right", "up", "down", "r", "y", "o", "a", "left", "right") * 2


def console(folder: str) -> tuple[Live, Console]:
    """Return a session of the longest scenario and a terminal for it."""
    shared_compiler().start()
    shared_compiler().wait(None)
    live = Live.begin(read("first-batch"), Path(folder) / "bench.log", Signature("bench"))
    history = History()
    pace = Pace(1.0)
    pace.paused = True
    runner = Runner(live, pace, live.note_speed, watch=history.record)
    return live, Console(runner, history, "bench")


def trend(rounds: int) -> dict[str, object]:
    """Time the painting of four series over fourteen days (CPU ms)."""
    with tempfile.TemporaryDirectory() as folder:
        live, seat = console(folder)
        for look in range(144 * DAYS):
            live.advance(look * 600_000)
            seat.history.record(live.observe())
        seat.runner.latest = live.observe()
        show_trends(seat, list(seat.pens), DAYS * 86_400_000)
        seat.paint(*SIZE)
        times = []
        for _ in range(10 * rounds):
            began = cpu_seconds()
            seat.paint(*SIZE)
            times.append(1000.0 * (cpu_seconds() - began))
        live.close()
    note = f"{len(seat.pens)} series, {SIZE[0]} x {SIZE[1]}"
    return {"name": "trend over 14 days", "ours": statistics.median(times), "note": note}


def pressed(make: Callable[[], App[Any]], keys: tuple[str, ...], rounds: int) -> dict[str, object]:
    """Return the processor time (s) that keys take in Textual's test harness, medians of rounds.

    ``ours`` is that of the thread of the screen, ``process`` that of all threads together. Not the
    wall time: the harness itself sleeps some sixty milliseconds for every key.
    """

    async def once() -> tuple[float, float]:
        async with make().run_test(size=SIZE) as pilot:
            began, whole = thread_seconds(), cpu_seconds()
            for key in keys:
                await pilot.press(key)
            return thread_seconds() - began, cpu_seconds() - whole

    taken = [asyncio.run(once()) for _ in range(rounds)]
    own, process = (statistics.median(times) for times in zip(*taken, strict=True))
    return {"name": "twenty keys, the screen's thread", "ours": own, "process": process, "note": ""}


def keys(rounds: int) -> dict[str, object]:
    """Time twenty keys at the terminal, time going on at x600."""
    from tui.app import Terminal

    with tempfile.TemporaryDirectory() as folder:
        live, seat = console(folder)
        live.advance(60_000)  # from here on compiled
        seat.runner.set_speed(600.0)
        seat.press("enter")
        taken = pressed(lambda: Terminal(seat), KEYS, rounds)
        seat.runner.stop()
        live.close()
    return {**taken, "note": "plant at x600 in a thread of its own"}


def helios(rounds: int) -> dict[str, object]:
    """Time twenty keys at helios-core, the nearest open terminal.

    Raises:
        ImportError: it is not installed.
    """
    from helios_core.tui import ReactorTUI

    return pressed(ReactorTUI, PEER_KEYS, rounds)


if __name__ == "__main__":
    chosen = {"trend": trend, "keys": keys, "helios": helios}[sys.argv[1]]
    json.dump(chosen(int(sys.argv[2])), sys.stdout)
