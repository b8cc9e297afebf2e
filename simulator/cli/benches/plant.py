"""How fast the plant and the command are."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from simulator.cli.benches.figure import Figure, paired, peak_mb, wall_of

DAY_MS = 86_400_000


def kernel(rounds: int) -> list[Figure]:
    """Time the compiled plant against the same plant interpreted, per simulated day."""
    from simulator.plant.plant import Plant
    from simulator.scenario.library import load
    from simulator.session.pace import cpu_seconds

    scenario = load("first-batch")

    def run(tier: Any, days: float) -> float:
        plant = Plant(scenario.design, scenario.seed, tier)
        began = cpu_seconds()
        plant.advance(int(days * DAY_MS))
        return (cpu_seconds() - began) / days

    run("compiled", 0.01)
    ours, theirs = paired(lambda: run("compiled", 14.0), lambda: run("interpreted", 0.005), rounds)
    times = 86_400.0 / ours
    note = f"{times / 1e6:.2f} million times real time"
    return [Figure("plant kernel", ours, "interpreted", theirs, "CPU s per simulated day", note)]


def whole_command(rounds: int) -> list[Figure]:
    """Time ``cuve run first-batch`` as a process against its kernel alone, both warm."""
    with tempfile.TemporaryDirectory() as directory:
        counter = iter(range(10_000))

        def run() -> float:
            log = os.path.join(directory, f"{next(counter)}.log")
            return wall_of(["-m", "simulator", "run", "first-batch", "--log", log])

        ours, bare = paired(run, lambda: wall_of(["-c", "pass"]), rounds)
    times = 14 * 86_400.0 / ours
    note = f"{times / 1e3:.0f} thousand times real time; peak memory {peak_mb():.0f} MB"
    return [Figure("whole command, 14 days, warm", ours, "bare Python", bare, "wall s", note)]


def cold_start(rounds: int) -> list[Figure]:
    """Time one simulated hour with an empty compiler cache against the same with a warm one."""
    with tempfile.TemporaryDirectory() as directory:
        counter = iter(range(10_000))

        def run(cache: str) -> float:
            log = os.path.join(directory, f"{next(counter)}.log")
            arguments = ["-m", "simulator", "run", "first-batch", "--until", "1 h", "--log", log]
            return wall_of(arguments, CUVE_CACHE_DIR=cache)

        warm = os.path.join(directory, "warm")
        wall_of(
            [
                "-c",
                "from simulator.plant.engine import Engine, shared_compiler as c;"
                "c().start(); c().wait(None)",
            ],
            CUVE_CACHE_DIR=warm,
        )
        ours, theirs = paired(
            lambda: run(os.path.join(directory, f"cold{next(counter)}")),
            lambda: run(warm),
            rounds,
        )
    return [Figure("one hour, cold cache", ours, "warm cache", theirs, "wall s")]


def help_text(rounds: int) -> list[Figure]:
    """Time ``cuve --help`` against a Python that does nothing."""
    ours, theirs = paired(
        lambda: wall_of(["-m", "simulator", "--help"]), lambda: wall_of(["-c", "pass"]), 5 * rounds
    )
    return [Figure("cuve --help", ours, "bare Python", theirs, "wall s")]
