"""How long a whole batch takes, from the vial to the bulk, and that its log comes to the same."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.benches.figure import Figure
from simulator.cli.out import tell

if TYPE_CHECKING:
    from simulator.session.live import Live

SCENARIO = "vial-to-bulk"
OPERATOR = "expert"
LIMIT = 60.0
"""Seconds of one core in which a whole batch must be run."""


def batch(rounds: int) -> list[Figure]:
    """Time a session of the whole batch with an expert at the desk, logged, and its verification.

    The verification computes all of it again from the log: every digest of every unit and room,
    each hour, must be the one that the run wrote.
    """
    from simulator.plant.engine import shared_compiler
    from simulator.session.pace import cpu_seconds
    from simulator.session.verify import verify

    if shared_compiler().wait(None) is None:
        tell(f"batch: no compiled copy ({shared_compiler().note})")
        return []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        took: list[float] = []
        for number in range(rounds):
            path = Path(os.path.join(directory, f"{number}.log"))
            began = cpu_seconds()
            live = _session(path)
            took.append(cpu_seconds() - began)
        began = cpu_seconds()
        verdict = verify(path)
        again = cpu_seconds() - began
    ours = statistics.median(took)
    days = live.now / 86_400_000.0
    same = "every digest again" if verdict.ok and verdict.recomputed else "it departs from its log"
    name = f"{live.brief.name}, {days:g} days"
    return [
        Figure(name, ours, "limit", LIMIT, "CPU s", _told(live.results())),
        Figure("the same from its log", again, "run", ours, "CPU s", same),
    ]


def _session(path: Path) -> Live:
    """Run the session to its end, seal its log, and return it."""
    from simulator.cli.headless import begin
    from simulator.session.operator import run_session

    options: dict[str, Any] = {
        "scenario": SCENARIO,
        "operator_name": OPERATOR,
        "script": None,
        "seed": None,
        "language": "en",
        "who": "",
        "resume": False,
        "log_path": str(path),
        "as_json": True,
    }
    live, operator = begin(options, path)
    run_session(live, operator)
    live.seal("ended")
    return live


def _told(results: dict[str, Any]) -> str:
    """Return the yield of all steps and the worst of the balance, if the recipe has steps."""
    overall, worst = 1.0, 0.0
    for step in results.get("steps", ()):
        overall *= (step["yield_percent"] or 100.0) / 100.0
    for sum_ in results.get("balance", ()):
        worst = max(worst, abs(sum_["off"]))
    steps = len(results.get("steps", ()))
    return f"{steps} steps, yield {100.0 * overall:.1f} %, balance off by {worst:.0e}"
