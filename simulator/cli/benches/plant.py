"""How fast the plant and the command are."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator.cli.benches.figure import Figure, cpu_of, memory_of, paired, wall_of
from simulator.cli.benches.peers import against_peers

if TYPE_CHECKING:
    from simulator.plant.plant import Plant

SCENARIO = "first-batch"
DAY_MS = 86_400_000
DAYS = 14
BUDGET_MB = 300.0
BUDGET_START_S = 1.5
C_BUILDS = {"c": (), "c, same bits": ("-ffp-contract=off",)}
"""What is compiled by gcc: as it likes to, and with every operation rounded by itself."""


class Timed:
    """One copy of the compiled entry, and the processor time that it took, s."""

    def __init__(self, entry: Callable[..., Any]) -> None:
        self.entry = entry
        self.took = 0.0

    def __call__(self, *given: Any) -> int:
        """Run scans."""
        from simulator.session.pace import cpu_seconds

        began = cpu_seconds()
        done = int(self.entry(*given))
        self.took += cpu_seconds() - began
        return done


def pass_by(plant: Plant, until: int) -> None:
    """Let time pass up to ``until`` (ms), past every freeze on the way."""
    while plant.now < until and not plant.finished:
        plant.advance(until)


def batch(entry: Callable[..., Any]) -> tuple[float, float, dict[str, str]]:
    """Return kernel seconds, all seconds and the digest of fourteen days with nobody at the desk.

    All loops, transmitters with their noise, conditions and alarms run each scan of 1 s; people,
    the laboratory, phases and alarm states where they are due.
    """
    from simulator.plant.plant import Plant
    from simulator.scenario.library import load
    from simulator.session.pace import cpu_seconds

    scenario = load(SCENARIO)
    plant, timed = Plant(scenario.design, scenario.seed, "interpreted"), Timed(entry)
    plant.engine.use(timed)
    began = cpu_seconds()
    pass_by(plant, DAYS * DAY_MS)
    return timed.took, cpu_seconds() - began, plant.digest()


def plant(rounds: int) -> list[Figure]:
    """Time a fed-batch of fourteen days against the same equations in C and against other plants.

    Without gcc, or without LLVM, the comparison with C is left out, and a line says so; so for
    each other simulator that is not here.
    """
    from simulator.cli.out import tell
    from simulator.plant.engine import shared_compiler

    compiled = shared_compiler().wait(None)
    if compiled is None:
        tell(f"plant: no compiled copy ({shared_compiler().note})")
        return _commands(rounds)
    batch(compiled)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        figures = _against_c(compiled, _all(directory), "plant kernel", rounds)
        own, written = _own(directory)
        if own is not None:
            figures += _against_c(own, written, "plant kernel, own copy", rounds)
            figures.append(_against_all(own, compiled, rounds))
    figures += against_peers(lambda: batch(own or compiled)[1], DAYS, rounds)
    return figures + _commands(rounds)


def _all(directory: str) -> dict[str, Callable[..., Any]]:
    """Return the kernels of all plants as compiled by gcc; nothing without it."""
    from simulator.cli.benches.native import build, compiler
    from simulator.cli.out import tell
    from simulator.plant import scan

    if compiler() is None:
        tell("plant: no gcc here, so nothing in C to hold it against")
        return {}
    return {name: build(scan.advance, directory, *more) for name, more in C_BUILDS.items()}


def _own(directory: str) -> tuple[Callable[..., Any] | None, dict[str, Callable[..., Any]]]:
    """Return the copy for this plant alone, and what gcc makes of the very same kernels."""
    from simulator.cli.benches.native import build, compiler
    from simulator.plant.plant import Plant
    from simulator.plant.tailored import called, written_out
    from simulator.scenario.library import load

    scenario = load(SCENARIO)
    engine = Plant(scenario.design, scenario.seed, "compiled").engine
    own = engine.tailor()
    if own is None or compiler() is None:
        return own, {}
    kernel = written_out(*engine.arrays[1:])
    built = {name: build(kernel, directory, *more) for name, more in C_BUILDS.items()}
    return own, {name: called(run) for name, run in built.items()}


def _against_all(own: Callable[..., Any], compiled: Callable[..., Any], rounds: int) -> Figure:
    """Time the copy for this plant alone against the one for all plants."""
    runs = _in_turn({"ours": own, "for all": compiled}, rounds)
    took = {name: statistics.median(run[0] for run in of) for name, of in runs.items()}
    note = f"compiled for this plant alone; {_bits(runs, 'for all')}"
    unit = f"CPU s for {DAYS} days"
    return Figure("plant kernel, own copy", took["ours"], "for all", took["for all"], unit, note)


Runs = dict[str, list[tuple[float, float, dict[str, str]]]]
"""What :func:`batch` returned for each copy, in each round."""


def _in_turn(copies: dict[str, Callable[..., Any]], rounds: int) -> Runs:
    """Run the batch with each copy in turn, so many times."""
    runs: Runs = {name: [] for name in copies}
    for _ in range(rounds):
        for name, copy in copies.items():
            runs[name].append(batch(copy))
    return runs


def _against_c(
    ours: Callable[..., Any], others: dict[str, Callable[..., Any]], name: str, rounds: int
) -> list[Figure]:
    """Time the kernel and all of the plant; the kernel against what gcc made of it, if it did."""
    runs = _in_turn({"ours": ours, **others}, rounds)
    took = {name: statistics.median(run[0] for run in of) for name, of in runs.items()}
    whole = statistics.median(run[1] for run in runs["ours"])
    times = DAYS * 86_400.0 / took["ours"]
    note = f"{times / 1e6:.2f} million times real time"
    unit = f"CPU s for {DAYS} days"
    figures = [
        Figure(name, took["ours"], by, took[by], unit, f"{note}; {_bits(runs, by)}")
        for by in others
    ]
    beside = whole - took["ours"]
    note = "people, laboratory (SimPy), phases and alarm states, beside the scans"
    events = name.replace("kernel", "events")
    return [*figures, Figure(events, beside, "kernel", took["ours"], unit, note)]


def _bits(runs: Runs, name: str) -> str:
    """Say whether a copy came to the very numbers that ours came to."""
    same = all(run[2] == runs["ours"][0][2] for run in runs[name])
    return "its last bits are ours" if same else "its last bits are others"


def _commands(rounds: int) -> list[Figure]:
    """Measure ``cuve run`` as a process: an hour with a warm cache, and the memory of a batch.

    Python keeps its byte code, as it does of an installed program, whatever the setting here is.
    """
    with tempfile.TemporaryDirectory() as directory:
        counter = iter(range(10_000))
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": directory}

        def words(*until: str) -> list[str]:
            log = os.path.join(directory, f"{next(counter)}.log")
            return ["-m", "simulator", "run", SCENARIO, "--log", log, *until]

        cpu_of(words("--until", "1 h"), **kept)
        hour = statistics.median(cpu_of(words("--until", "1 h"), **kept) for _ in range(rounds))
        memory = memory_of(words(), **kept)
    return [
        Figure("cuve run, one hour, warm", hour, "budget", BUDGET_START_S, "CPU s"),
        Figure("memory of cuve run, 14 days", memory, "budget", BUDGET_MB, "MB"),
    ]


def kernel(rounds: int) -> list[Figure]:
    """Time the compiled plant against the same plant interpreted, per simulated day."""
    from simulator.plant.plant import Plant
    from simulator.scenario.library import load
    from simulator.session.pace import cpu_seconds

    scenario = load(SCENARIO)

    def run(tier: Any, days: float) -> float:
        plant = Plant(scenario.design, scenario.seed, tier)
        began = cpu_seconds()
        pass_by(plant, int(days * DAY_MS))
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
    note = f"{times / 1e3:.0f} thousand times real time"
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
