"""How quick a recording is: opening, going to any moment, branching; and how large its log is.

The session is made here: the longest scenario of the library, made longer if need be, with somebody
who does something every few hours.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from simulator.cli.benches.figure import Figure
from simulator.language.command_text import parse_command
from simulator.scenario.documents import Documents
from simulator.scenario.library import read
from simulator.session.branch import Branch
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, run_session
from simulator.session.pace import cpu_seconds
from simulator.session.replay import Recording

SCENARIO = "first-batch"
DAY_MS = 86_400_000
SEEKS = 400
BUDGET_SEEK_MS = 20.0
BUDGET_OPEN_S = 2.0
BUDGET_BRANCH_S = 1.0
BUDGET_KB = 60.0
SEED = 20261122
ORDERS = (
    "TIC-101.SP = 36.2 degC",
    "TIC-101.SP = 36.8 degC",
    "AIC-102.SP = 45 %",
    "sample BR-101",
    "ack AIC-102.LO",
    "call maintenance AT-102",
    "note all is well",
)
_OPEN = (
    "import sys; from simulator.session.replay import Recording;"
    "from simulator.session.pace import cpu_seconds;"
    "r = Recording.open(sys.argv[1]); r.marks(); r.observe(); print(cpu_seconds())"
)


def replay(rounds: int, days: int) -> list[Figure]:
    """Measure a session of so many simulated days."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "bench.log"
        size = make(log, days)
        recording = Recording.open(log)
        found = _seeks(recording, rounds, days)
        opened = statistics.median(_opening(log) for _ in range(rounds))
        note = f"a new process from its start, {days} days, with its marks"
        found.append(Figure("opening a recording", opened, "budget", BUDGET_OPEN_S, "CPU s", note))
        found.append(_branch(recording, rounds))
        note = f"with checkpoints, without the scenario's texts; {size / 1e3:.0f} kB in all"
        texts = len(log.read_bytes().split(b"\n", 1)[0])
        daily = (size - texts) / 1e3 / days
        found.append(Figure("log, one reactor", daily, "budget", BUDGET_KB, "kB a day", note))
    return found


def make(log: Path, days: int) -> int:
    """Live a session of so many days; return how many bytes its log has."""
    documents = read(SCENARIO)
    text = re.sub(r"(?m)^duration: .*$", f"duration: {days} d", documents.texts[documents.main])
    texts = {**documents.texts, documents.main: text}
    live = Live.begin(Documents(documents.main, texts), log, Signature("bench"))
    live.settle()
    dice = Random(SEED)
    while not live.finished:
        live.advance(live.now + dice.randrange(8 * 3_600_000))
        live.submit(parse_command(dice.choice(ORDERS), live.names), "bench")
    live.seal()
    return os.path.getsize(log)


def _opening(log: Path) -> float:
    """Return the processor seconds of a new process that opens a recording and shows it."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(log)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _seeks(recording: Recording, rounds: int, days: int) -> list[Figure]:
    """Go to random moments; hold it against living the session up to there."""
    dice = Random(SEED)
    times = []
    for _ in range(SEEKS * rounds):
        t = dice.randrange(recording.end)
        began = cpu_seconds()
        recording.seek(t)
        times.append((cpu_seconds() - began) * 1e3)
    times.sort()
    straight = []
    for _ in range(rounds):
        fresh = Recording(recording.journal)
        began = cpu_seconds()
        fresh.advance(recording.end // 2)
        straight.append((cpu_seconds() - began) * 1e3)
    p99 = times[int(len(times) * 0.99)]
    note = f"{len(times)} moments of {days} days; most {times[-1]:.1f} ms"
    return [
        Figure(
            "seek, median",
            statistics.median(times),
            "living it up to there",
            statistics.median(straight),
            "CPU ms",
            note,
        ),
        Figure("seek, p99", p99, "budget", BUDGET_SEEK_MS, "CPU ms"),
    ]


def _branch(recording: Recording, rounds: int) -> Figure:
    """Leave the recording at a random moment and run a day with nobody at the desk."""
    dice = Random(SEED)
    times = []
    for _ in range(3 * rounds):
        t = dice.randrange(max(recording.end - DAY_MS, 1))
        began = cpu_seconds()
        branch = Branch(recording, t, Signature("bench"))
        run_session(branch, IdleOperator(), t + DAY_MS)
        times.append(cpu_seconds() - began)
    note = f"most {max(times):.2f} s"
    middle = statistics.median(times)
    return Figure("branch of 24 h", middle, "budget", BUDGET_BRANCH_S, "CPU s", note)
