"""Other simulators beside ours, each in its own words, as processor seconds for the same days.

They are not installed with Cuve. ``CUVE_PEERS_PYTHON`` names a Python that has some of them (this
one otherwise), ``CUVE_CHO_FMU`` the file of a CHO culture as an FMU. What is not there is skipped,
and a line says so.
"""

from __future__ import annotations

import inspect
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.cli.benches import peer_runs
from simulator.cli.benches.figure import Figure

PYTHON = "CUVE_PEERS_PYTHON"
FMU = "CUVE_CHO_FMU"
LONGEST_S = 600.0
"""A simulator that takes longer than this is left out."""
RESTARTED_S = 1800
"""Scans of one second that LSODA is restarted for."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another simulator: its name, what runs it, and what differs from ours in one sentence."""

    name: str
    words: tuple[str, ...]
    differs: str


OURS = "ours each 2 or 5 s"
"""How often loops of first-batch act."""

PEERS = (
    Peer(
        "PenSimPy",
        ("pensimpy",),
        f"a penicillin batch with 33 states in C++; its loops act each 12 min, {OURS}",
    ),
    Peer(
        "tep-studio",
        ("tep_studio",),
        f"a chemical plant with 50 states in C; its loops act each 36 s, {OURS}",
    ),
    Peer(
        "CHO culture as FMU",
        ("fmu",),
        "the culture alone by CVODE: no loops, instruments, gas, pH or heat, so nothing to restart",
    ),
)
LSODA_DIFFERS = (
    "our culture alone, its rates compiled by us; no loops, instruments, gas, pH or heat"
)


def against_peers(ours: Callable[[], float], days: int, rounds: int) -> list[Figure]:
    """Time each simulator that is here in turn with ours, as seconds for so many days of plant.

    Args:
        ours: runs our plant for ``days`` and returns the processor seconds.
        days: what all are scaled to.
        rounds: how often each is measured.
    """
    from simulator.cli.out import tell

    runs: list[tuple[str, str, Callable[[], dict[str, Any]]]] = [
        (peer.name, peer.differs, _run_of(peer)) for peer in PEERS
    ]
    runs.append(("SciPy LSODA, each scan anew", LSODA_DIFFERS, lsoda))
    figures = []
    for name, differs, run in runs:
        mine, theirs, said = [], [], run()
        for _ in range(rounds if "absent" not in said else 0):
            mine.append(ours())
            said = run()
            if "absent" in said:
                break
            theirs.append(said["seconds"] * days * 24.0 / said["hours"])
        if "absent" in said:
            tell(f"plant: {name} is not measured: {said['absent']}")
            continue
        note = "; ".join(item for item in (differs, said["found"]) if item)
        unit = f"CPU s for {days} days"
        middle = statistics.median
        figures.append(Figure("plant", middle(mine), name, middle(theirs), unit, note))
    return figures


def _run_of(peer: Peer) -> Callable[[], dict[str, Any]]:
    """Return what runs a peer in a process of its own and returns what it said."""

    def run() -> dict[str, Any]:
        words = list(peer.words)
        if words == ["fmu"]:
            path = os.environ.get(FMU, "")
            if not os.path.isfile(path):
                return {"absent": f"{FMU} names no file" if path else f"{FMU} is not set"}
            words.append(os.path.abspath(path))
        return said_by(inspect.getsource(peer_runs), words)

    return run


def said_by(program: str, words: list[str]) -> dict[str, Any]:
    """Return what a program said that was run by the Python that has the others, or why not."""
    python = os.environ.get(PYTHON, "") or sys.executable
    command = [python, "-W", "ignore", "-c", program, *words]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"absent": str(error)[:200]}
    try:
        said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        return {"absent": "; ".join([f"it ended with status {done.returncode}", *last])[:200]}
    return said


def lsoda() -> dict[str, Any]:
    """Run SciPy's LSODA over our culture, started anew each second as a plant with loops asks.

    The right-hand side is the kernel of the culture, compiled, called on numpy's arrays.
    """
    import numpy
    from scipy.integrate import ode

    from simulator.equipment.bioreactor import states
    from simulator.equipment.bioreactor.reactor import BIOREACTOR
    from simulator.equipment.cultures.moller import grow_moller
    from simulator.equipment.inventory import VIABLE
    from simulator.equipment.unit import defaults
    from simulator.numerics.compiler import Compiler
    from simulator.session.pace import cpu_seconds

    compiler = Compiler(grow_moller, "void(float64*, float64*, int64, int64)")
    grow = compiler.wait(None)
    if grow is None:
        return {"absent": compiler.note}
    parameters = defaults(BIOREACTOR.parameters)
    start = BIOREACTOR.initial(parameters, {"volume": 1500.0, "viable density": 1.0})
    y = numpy.array([start[field.name] for field in BIOREACTOR.states])
    p = numpy.array([parameters[field.name] for field in BIOREACTOR.parameters])
    held = slice(states.HELD, states.HELD + states.RATE_STRONG_ION)
    amounts = slice(VIABLE, VIABLE + states.RATE_STRONG_ION)
    seen = slice(states.GLUCOSE_CONCENTRATION, states.AMMONIUM_CONCENTRATION + 1)
    solutes = slice(states.RATE_GLUCOSE, states.RATE_AMMONIUM + 1)
    volume = float(y[0])

    def rates(_: float, amount: Any) -> Any:
        y[amounts] = amount
        y[seen] = amount[solutes] / volume
        grow(y, p, 0, 0)
        return y[held] / 3600.0

    solver = ode(rates).set_integrator("lsoda", rtol=1e-6, atol=1e-9)
    state = y[amounts].copy()
    began = cpu_seconds()
    for scan in range(RESTARTED_S):
        state = solver.set_initial_value(state, float(scan)).integrate(scan + 1.0)
    took = cpu_seconds() - began
    return {"hours": RESTARTED_S / 3600.0, "seconds": took, "found": ""}
