"""``cuve bench``: speed as ratios against peers measured in the same run.

A single time on a shared machine says little; a ratio of two things measured in turn says more.
Each figure is the median of several rounds, ours and theirs alternating.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from simulator.cli.out import emit, json_option, tell

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark: our time, what it is held against, and its time, both in ``unit``."""

    name: str
    ours: float
    against: str
    theirs: float
    unit: str
    note: str = ""

    def data(self) -> dict[str, Any]:
        """Return the figure as the JSON output has it; ratio is ours / theirs."""
        return {
            "name": self.name,
            "ours": self.ours,
            "against": self.against,
            "theirs": self.theirs,
            "ratio": self.ours / self.theirs,
            "unit": self.unit,
            "note": self.note,
        }


def paired(
    ours: Callable[[], float], theirs: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Return the medians of two measurements, taken in turn."""
    mine, yours = [], []
    for _ in range(rounds):
        mine.append(ours())
        yours.append(theirs())
    return statistics.median(mine), statistics.median(yours)


def wall_of(arguments: list[str], **environment: str) -> float:
    """Return the seconds a command of this Python takes, from start to end."""
    from simulator.session.pace import seconds

    began = seconds()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )
    return seconds() - began


def peak_mb() -> float:
    """Return the largest memory that any process started from here took, MB; 0 if unknown."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def kernel(rounds: int) -> Figure:
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
    return Figure(
        "plant kernel",
        ours,
        "interpreted",
        theirs,
        "CPU s per simulated day",
        f"{times / 1e6:.2f} million times real time",
    )


def whole_command(rounds: int) -> Figure:
    """Time ``cuve run first-batch`` as a process against its kernel alone, both warm."""
    with tempfile.TemporaryDirectory() as directory:
        counter = iter(range(10_000))

        def run() -> float:
            log = os.path.join(directory, f"{next(counter)}.log")
            return wall_of(["-m", "simulator", "run", "first-batch", "--log", log])

        ours, bare = paired(run, lambda: wall_of(["-c", "pass"]), rounds)
    times = 14 * 86_400.0 / ours
    note = f"{times / 1e3:.0f} thousand times real time; peak memory {peak_mb():.0f} MB"
    return Figure("whole command, 14 days, warm", ours, "bare Python", bare, "wall s", note)


def cold_start(rounds: int) -> Figure:
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
    return Figure("one hour, cold cache", ours, "warm cache", theirs, "wall s")


def help_text(rounds: int) -> Figure:
    """Time ``cuve --help`` against a Python that does nothing."""
    ours, theirs = paired(
        lambda: wall_of(["-m", "simulator", "--help"]), lambda: wall_of(["-c", "pass"]), 5 * rounds
    )
    return Figure("cuve --help", ours, "bare Python", theirs, "wall s")


BENCHMARKS: dict[str, Callable[[int], Figure]] = {
    "kernel": kernel,
    "command": whole_command,
    "cold": cold_start,
    "help": help_text,
}


@click.command("bench")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--rounds", type=click.IntRange(1, 100), default=3, show_default=True)
@json_option
def command(names: tuple[str, ...], rounds: int, as_json: bool) -> None:
    """Measure speed (all, or only NAMES), as ratios against peers in the same run."""
    figures: list[Figure] = []
    for name in names or tuple(BENCHMARKS):
        tell(f"measuring: {name}")
        figures.append(BENCHMARKS[name](rounds))
    if as_json:
        emit({"benchmarks": [figure.data() for figure in figures]})
        return
    for figure in figures:
        ratio = figure.ours / figure.theirs
        click.echo(
            f"{figure.name:<30} {figure.ours:10.4g} {figure.unit}; {figure.against} "
            f"{figure.theirs:.4g}; ratio {ratio:.3g}" + (f"; {figure.note}" if figure.note else "")
        )
