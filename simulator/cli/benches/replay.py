"""How quick a recording is: opening, going to any moment, branching; and how large its log is.

The sessions are made here, of so many days: the fed-batch of the library, and a plant of several
reactors, with somebody who does something every few hours.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from simulator.cli.benches.figure import Figure
from simulator.cli.benches.plants import REACTORS, SEED, fed_batch, live_through, several
from simulator.scenario.documents import Documents
from simulator.session.branch import Branch
from simulator.session.live import Signature
from simulator.session.operator import IdleOperator, run_session
from simulator.session.pace import cpu_seconds
from simulator.session.replay import Recording

DAY_MS = 86_400_000
SEEKS = 400
COMPARED = 25
"""So many moments that were sought are held against a straight run, bit by bit."""
BUDGET_SEEK_MS = 20.0
BUDGET_OPEN_S = 2.0
BUDGET_BRANCH_S = 1.0
BUDGET_KB = 60.0
_OPEN = (
    "import sys; from simulator.session.replay import Recording;"
    "from simulator.session.pace import cpu_seconds;"
    "r = Recording.open(sys.argv[1]); r.marks(); r.observe(); print(cpu_seconds())"
)


def replay(rounds: int, days: int) -> list[Figure]:
    """Measure sessions of so many simulated days."""
    few = _measured(fed_batch(days), 1, rounds, days)
    many = _measured(several(days), REACTORS, rounds, days)
    return few + many


def _measured(documents: Documents, reactors: int, rounds: int, days: int) -> list[Figure]:
    """Measure a session on a plant of so many reactors."""
    of = f"{reactors} reactors" if reactors > 1 else "one reactor"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "bench.log"
        size = live_through(documents, log)
        recording = Recording.open(log)
        found = [*_seeks(recording, rounds, days, of), _compared(recording, of)]
        opened = statistics.median(_opening(log) for _ in range(rounds))
        note = f"a new process from its start, {days} days, with its marks"
        found.append(Figure(f"opening, {of}", opened, "budget", BUDGET_OPEN_S, "CPU s", note))
        found.append(_branch(recording, rounds, of))
        note = f"with checkpoints, without the scenario's texts; {size / 1e3:.0f} kB in all"
        texts = len(log.read_bytes().split(b"\n", 1)[0])
        daily = (size - texts) / 1e3 / days / reactors
        unit = "kB a day and reactor"
        found.append(Figure(f"log, {of}", daily, "budget", BUDGET_KB, unit, note))
    return found


def _opening(log: Path) -> float:
    """Return the processor seconds of a new process that opens a recording and shows it."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(log)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _seeks(recording: Recording, rounds: int, days: int, of: str) -> list[Figure]:
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
    middle = statistics.median(times)
    lived = statistics.median(straight)
    p99 = times[int(len(times) * 0.99)]
    note = f"{len(times)} moments of {days} days; most {times[-1]:.1f} ms"
    return [
        Figure(f"seek, median, {of}", middle, "living it up to there", lived, "CPU ms", note),
        Figure(f"seek, p99, {of}", p99, "budget", BUDGET_SEEK_MS, "CPU ms"),
    ]


def _compared(recording: Recording, of: str) -> Figure:
    """Go to moments in no order; count those with the very bits of a run without checkpoints."""
    dice = Random(SEED + 1)
    moments = [dice.randrange(recording.end) for _ in range(COMPARED)]
    straight = {}
    fresh = Recording(recording.journal)
    for t in sorted(moments):
        fresh.advance(t)
        straight[t] = fresh.commissioned.plant.snapshot()
    same = 0
    for t in moments:
        recording.seek(t)
        same += recording.commissioned.plant.snapshot() == straight[t]
    note = "the whole state, to the bit"
    return Figure(f"same as lived, {of}", same, "compared", COMPARED, "moments", note)


def _branch(recording: Recording, rounds: int, of: str) -> Figure:
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
    return Figure(f"branch of 24 h, {of}", middle, "budget", BUDGET_BRANCH_S, "CPU s", note)
