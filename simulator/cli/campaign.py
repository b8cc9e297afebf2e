"""``cuve run --runs``: the same scenario with many seeds, several at a time, in one table."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.cells import cell_len

from simulator.cli.commands import DONE, NO
from simulator.cli.headless import begin, operator_of, outcome, signed
from simulator.cli.out import emit, progress_bar, tell
from simulator.cli.parallel import each, processes
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal

if TYPE_CHECKING:
    from simulator.session.commission import Commissioned
    from simulator.session.desk import Brief
    from simulator.session.speech import Speaker

Came = TypeVar("Came", dict[str, Any], list[dict[str, Any]])

SEEDS = 2**32
SHARES = (0.05, 0.5, 0.95)
WORTH_MS = 200 * 86_400_000
"""Simulated ms of all sessions from which compiling the plant for many lanes takes less than it
saves."""
WORTH_OWN_MS = 10_000 * 86_400_000
"""The same for lanes of this plant alone, where those for all plants are compiled."""
WORTH_ALONE_MS = 700 * 86_400_000
"""The same for a copy of this plant alone, where sessions run one by one."""


@dataclass(frozen=True, slots=True)
class Work:
    """One session to run: the options of the command, its seed, and where its log goes."""

    options: dict[str, Any]
    seed: int
    log: str


@dataclass(frozen=True, slots=True)
class Share:
    """Sessions to run together, without logs: the options of the command, and their seeds."""

    options: dict[str, Any]
    seeds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One key result over all seeds: the value that so many of them stay below."""

    name: str
    unit: str
    decimals: int
    low: float
    median: float
    high: float


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that a share of the values lies below, between two of them linearly."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def run_one(work: Work) -> dict[str, Any] | tuple[Problem, ...]:
    """Run one session from beginning to end; return what it came to, or its problems."""
    from simulator.language.simtime import parse_duration
    from simulator.session.operator import run_session

    options = {**work.options, "seed": work.seed, "as_json": True}
    try:
        until = parse_duration(options["until"]) if options["until"] else None
        live, operator = begin(options, Path(work.log))
        try:
            live.settle(until)
            session = run_session(live, operator, until)
            found = outcome(live, session, digests=work.options["as_json"])
            live.seal("ended" if live.finished else "stopped")
        finally:
            if live.stopped is None:
                live.close()
    except Refusal as refusal:
        return refusal.problems
    return found


def run_share(share: Share) -> list[dict[str, Any]] | tuple[Problem, ...]:
    """Run some sessions in memory, in step where that is faster; return what each came to."""
    from simulator.language.simtime import parse_duration
    from simulator.scenario.library import read
    from simulator.session.abreast import built, run_sessions, sessions

    options = share.options
    try:
        until = parse_duration(options["until"]) if options["until"] else None
        first = built(read(options["scenario"]), options["language"])
        desks = sessions(first, share.seeds, signed(options))
        operators = [operator_of(one.brief, one.seed, one.names, options) for one in desks]
        ran = run_sessions(desks, operators, until)
    except Refusal as refusal:
        return refusal.problems
    pairs = zip(desks, ran, strict=True)
    return [outcome(desk, session, digests=options["as_json"]) for desk, session in pairs]


def run_many(options: dict[str, Any]) -> int:
    """Run so many seeds from the first one on, and print one table of what they came to.

    Raises:
        Refusal: the scenario, the script or the folder of the logs cannot be used.
    """
    from simulator.session.pace import seconds

    if options["resume"]:
        raise Refusal(Problem("many-resumed", "--resume is for one session", "leave --runs out"))
    runs = options["runs"]
    built = _first(options)
    first, brief = built.seed, built.brief
    seeds = [(first + at) % SEEDS for at in range(runs)]
    count = processes(options["workers"], runs)
    name = Path(options["scenario"]).stem
    folder = options["log_path"] and Path(options["log_path"])
    together = 1 if folder else _warm_lanes(built, runs * _length(options, brief), runs, count)
    _warm()
    if together == 1 and runs * _length(options, brief) >= WORTH_ALONE_MS:
        _tailor(built)
    if folder:
        _make(folder)
    began = seconds()
    found: list[dict[str, Any]] = []
    with (
        _outcomes(options, seeds, count, together) as outcomes,
        progress_bar(f"{name}, {runs} seeds") as (progress, _),
    ):
        for some in outcomes:
            found += some
            each_ms = round(1000.0 * found[-1]["simulated_s"])
            progress(len(found) * each_ms, runs * each_ms)
    took = max(seconds() - began, 1e-3)
    _show(options, found, took, count)
    stood = any(one["stood_still"] for one in found)
    return NO if stood else DONE


@contextmanager
def _outcomes(
    options: dict[str, Any], seeds: list[int], count: int, together: int
) -> Iterator[Iterator[list[dict[str, Any]]]]:
    """Give what the sessions come to, some at a time, in the order of their seeds.

    They begin with the block. Raises:
        Refusal: when asked for one that could not be run.
    """
    if options["log_path"]:
        name = Path(options["scenario"]).stem
        folder = Path(options["log_path"])
        works = [Work(options, seed, str(folder / f"{name}-{seed}.log")) for seed in seeds]
        with each(run_one, works, count) as ones:
            yield ([one] for one in map(_sound, ones))
        return
    starts = range(0, len(seeds), together)
    shares = [Share(options, tuple(seeds[start : start + together])) for start in starts]
    with each(run_share, shares, count) as some:
        yield map(_sound, some)


def _sound(found: Came | tuple[Problem, ...]) -> Came:
    """Return what came of a session or some, if no problem did.

    Raises:
        Refusal: of the problems.
    """
    if isinstance(found, tuple):
        raise Refusal(found)
    return found


def _first(options: dict[str, Any]) -> Commissioned:
    """Build the plant here, so that what is wrong is told at once; return it, with the first seed.

    Forks of this process have what was built.
    """
    from simulator.scenario.library import read
    from simulator.session.abreast import built

    found = built(read(options["scenario"]), options["language"])
    seed = found.seed if options["seed"] is None else options["seed"]
    operator_of(found.brief, seed, found.names, options)
    return replace(found, seed=seed)


def _length(options: dict[str, Any], brief: Brief) -> int:
    """Return how long each session will be, ms."""
    from simulator.language.simtime import parse_duration

    return min(parse_duration(options["until"] or "90 d"), brief.duration_ms)


def _warm_lanes(built: Commissioned, all_ms: int, runs: int, count: int) -> int:
    """Have a copy for many lanes ready if it pays; return how many sessions to run together."""
    from simulator.plant.lanes import WIDTH, able, own_copy, own_is_refused, shared_lanes
    from simulator.plant.plant import Plant
    from simulator.session.abreast import FEWEST

    together = min(WIDTH, -(-runs // count))
    if together < FEWEST or not able():
        return 1
    assert isinstance(built.plant, Plant)
    engine = built.plant.engine
    if own_copy(engine) is not None:
        return together
    lanes = shared_lanes()
    pays = all_ms >= (WORTH_OWN_MS if lanes.cached else WORTH_MS)
    if pays and not own_is_refused(engine):
        tell("compiling this very plant for many sessions in step (once)")
        if own_copy(engine, make=True) is not None:
            return together
    if not lanes.cached:
        if all_ms < WORTH_MS:
            return 1
        tell("compiling the plant for many sessions in step (once)")
    return together if lanes.bring() is not None else 1


def _warm() -> None:
    """Compile once, before several processes each do."""
    from simulator.plant.engine import shared_compiler

    compiler = shared_compiler()
    if not compiler.cached:
        tell("compiling the plant for this machine (once)")
    compiler.wait(None)


def _tailor(built: Commissioned) -> None:
    """Compile for this plant alone: each of the sessions to come takes that copy up."""
    from simulator.plant.plant import Plant

    tell("compiling this very plant (once)")
    assert isinstance(built.plant, Plant)
    built.plant.engine.tailor()


def _make(folder: Path) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        message = f"the logs cannot be kept in {folder}: {error.strerror}"
        hint = "with --runs, --log names a folder"
        raise Refusal(Problem("no-folder", message, hint)) from None


def table(found: Sequence[dict[str, Any]], say: Speaker) -> list[Row]:
    """Return the percentiles of every key result of some sessions of the same scenario."""
    from simulator.session.meanings import PRIORITIES

    rows: list[Row] = []

    def add(name: str, unit: str, decimals: int, values: list[float]) -> None:
        low, median, high = (percentile(values, share) for share in SHARES)
        rows.append(Row(name, unit, decimals, low, median, high))

    results = [one["results"] for one in found]
    for at, figure in enumerate(results[0]["figures"]):
        name, unit, decimals = plain(figure["name"]), figure["unit"], figure["decimals"]
        parts = ("last", "peak") if figure["role"] != "CPP" else ("lowest", "peak")
        for part in parts:
            said = {"last": say("end"), "peak": say("highest"), "lowest": say("lowest")}[part]
            values = [one["figures"][at][part] for one in results]
            add(f"{name}, {said}", unit, decimals, values)
        if figure["role"] == "CPP":
            inside = [100.0 * one["figures"][at]["inside"] for one in results]
            add(f"{name}, {say('in range')}", "%", 1, inside)
    add(say("Yield (all vessels)"), "kg", 3, [one["product_g"] / 1000.0 for one in results])
    for at, priority in enumerate(PRIORITIES.values()):
        add(
            f"{say('Alarms')}, {say(priority)}",
            "",
            0,
            [float(one["alarms"][at]) for one in results],
        )
    return rows


def _show(options: dict[str, Any], found: list[dict[str, Any]], took: float, count: int) -> None:
    """Print the table on stdout, and how fast it went."""
    from simulator.session.speech import Speaker

    say = Speaker(options["language"])
    rows = table(found, say)
    simulated = math.fsum(one["simulated_s"] for one in found)
    speed = {
        "wall_s": took,
        "workers": count,
        "runs_per_minute": 60.0 * len(found) / took,
        "times_real_time": simulated / took,
    }
    if options["as_json"]:
        data = [
            {"name": r.name, "unit": r.unit, "p5": r.low, "median": r.median, "p95": r.high}
            for r in rows
        ]
        emit(
            {
                "scenario": found[0]["scenario"],
                "runs": len(found),
                "seeds": [one["seed"] for one in found],
                "table": data,
                "throughput": speed,
                "sessions": found,
            }
        )
        return
    _print(found, rows, options["log_path"], say)
    workers = say("{n} processes at a time", n=count) if count > 1 else say("one process at a time")
    speeds = say(
        "{n} sessions in {time:.1f} s by {workers}: {speed:.1f} a minute, {times} times real time",
        n=len(found),
        time=took,
        workers=workers,
        speed=speed["runs_per_minute"],
        times=f"{speed['times_real_time']:,.0f}",
    )
    click.echo(f"\n{speeds}")


def _print(
    found: Sequence[dict[str, Any]], rows: Sequence[Row], log_path: str | None, say: Speaker
) -> None:
    """Print the table on stdout; words may be of any width."""
    told = say(
        "{scenario}, {n} sessions, seeds {first} to {last}",
        scenario=found[0]["scenario"],
        n=len(found),
        first=found[0]["seed"],
        last=found[-1]["seed"],
    )
    click.echo(f"\n{told}\n")
    wide = max(cell_len(row.name) for row in rows) + 2
    click.echo(f"{'':<{wide}} {'5 %':>10} {say('median'):>10} {'95 %':>10}")
    for row in rows:
        ends = " ".join(f"{v:>10.{row.decimals}f}" for v in (row.low, row.median, row.high))
        name = row.name + " " * (wide - cell_len(row.name))
        click.echo(f"{name} {ends} {row.unit}".rstrip())
    if log_path:
        click.echo(f"\n{say('Logs')}{say.colon}{log_path}")
