"""How long it takes to verify, judge and report a whole class, by the one command that does it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from simulator.cli.benches.figure import Figure
from simulator.language.problem import Problem, Refusal
from simulator.scenario.library import read, read_script
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import Operator, run_session
from simulator.session.operators import BUILT_IN
from simulator.session.pace import seconds
from simulator.session.script import ScriptedOperator

SHORT, LONG = "oxygen-lost", "first-batch"
"""A scenario of an hour or two, judged against two other runs of its seed, and one of two weeks."""
LONG_EVERY = 10
"""Every so many logs one is of the long scenario."""
WHO = ("expert", "idle", "ack-everything", "random")
"""Who sat at the desk, in turn."""
CLASS = 100
BUDGET_S = 120.0


def whole_class(rounds: int, logs: int) -> list[Figure]:
    """Make so many logs, each of a seed of its own, and time their report; told for 100 of them."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(logs):
            _make(Path(folder) / f"{number:04d}.log", number)
        taken = [_reported(folder) for _ in range(rounds)]
    walls, spent = zip(*taken, strict=True)
    wall = statistics.median(walls) * CLASS / logs
    note = f"measured with {logs} logs on {os.cpu_count()} processors"
    found = [Figure(f"class of {CLASS}, wall", wall, "budget", BUDGET_S, "s", note)]
    if any(spent):
        each = statistics.median(spent) / logs
        share = BUDGET_S * 2 / CLASS
        note = "loading of the compiled plant included"
        found.append(Figure("class, each log", each, "budget of 2 cores", share, "CPU s", note))
    return found


def _make(log: Path, number: int) -> None:
    """Let somebody live a session of a class."""
    scenario = LONG if number % LONG_EVERY == LONG_EVERY - 1 else SHORT
    documents = read(scenario)
    built = commission(documents, number + 1)
    live = Live.begin(documents, log, Signature(f"bench {number}"), commission=lambda *_: built)
    live.settle()
    who = WHO[number % len(WHO)]
    operator: Operator
    if who == "expert":
        file, text = read_script(who, scenario)
        operator = ScriptedOperator(text, file, built.names)
    else:
        operator = BUILT_IN[who](built.brief, built.seed)
    run_session(live, operator)
    live.seal()


def _reported(folder: str) -> tuple[float, float]:
    """Return the seconds that the report of a class takes, and those of all its processes."""
    arguments = ["-m", "simulator", "report", "--class", folder, "--force"]
    began, before = seconds(), _spent()
    command = [sys.executable, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(Problem("no-report", "the report of the class failed", done.stderr[:500]))
    return seconds() - began, _spent() - before


def _spent() -> float:
    """Return the processor seconds of the processes that ended; 0 where that is not told."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
