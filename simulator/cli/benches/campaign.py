"""How fast many sessions of one scenario are: in step, against one after the other."""

from __future__ import annotations

from typing import Any

from simulator.cli.benches.figure import Figure, paired

SCENARIO = "first-batch"
SESSIONS = 64
ALONE = 4
CAMPAIGN = 1000
CORES = 2
COPIES = {True: "this plant", False: "all plants"}
"""Whom a copy is for: made for one, or not."""


def campaign(rounds: int) -> list[Figure]:
    """Time fourteen-day batches in step against the same one by one: no log, nobody at the desk.

    Everything is counted: plants are made, people and the laboratory work, results are taken.
    Both run by copies that are made for this very plant, as those of a long campaign do, or for
    all plants where the former cannot be. The note says which; it does not depend on what was run
    on the machine before. Without LLVM there is nothing to measure, and a line says so.
    """
    from simulator.cli.campaign import Share, run_share
    from simulator.cli.out import tell
    from simulator.plant.engine import shared_compiler
    from simulator.plant.lanes import WIDTH, own_copy, shared_lanes
    from simulator.plant.plant import Plant
    from simulator.scenario.library import load
    from simulator.session.pace import cpu_seconds

    shared_compiler().wait(None)
    scenario = load(SCENARIO)
    built = Plant(scenario.design, scenario.seed)
    own = own_copy(built.engine, make=True) is not None
    if not own and shared_lanes().bring() is None:
        tell(f"campaign: {shared_lanes().note}")
        return []
    lone = built.engine.tailor() is not None
    options: dict[str, Any] = {
        "scenario": SCENARIO,
        "script": "",
        "operator_name": "idle",
        "until": None,
        "who": "bench",
        "as_json": False,
        "language": "en",
    }

    def each(sessions: int, together: int) -> float:
        began = cpu_seconds()
        for first in range(0, sessions, together):
            run_share(Share(options, tuple(range(first, first + together))))
        return (cpu_seconds() - began) / sessions

    each(1, 1)
    ours, theirs = paired(lambda: each(SESSIONS, WIDTH), lambda: each(ALONE, 1), rounds)
    note = (
        f"by the copy for {COPIES[own]}, alone by that for {COPIES[lone]}; "
        f"{1.0 / ours:.1f} a second and core; {CAMPAIGN} on {CORES} cores in "
        f"{CAMPAIGN * ours / CORES:.0f} s, extrapolated from {SESSIONS}"
    )
    return [Figure("batch of 14 days, in step", ours, "alone", theirs, "CPU s a batch", note)]
