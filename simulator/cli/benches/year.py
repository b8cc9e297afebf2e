"""How long a year of a whole plant takes: the antibody campaign, as events."""

from __future__ import annotations

from dataclasses import replace

from simulator.cli.benches.figure import Figure, paired

CAMPAIGN = "mab-campaign"
BATCHES = 66
LIMIT = 300.0
"""Seconds in which a year must be run."""


def year(rounds: int) -> list[Figure]:
    """Time the batches that begin in a year, with everything that they wait for, and the table."""
    from simulator.campaign.cost import cost
    from simulator.campaign.engine import run
    from simulator.campaign.figures import figures
    from simulator.language.simtime import DAY
    from simulator.scenario.campaigns import load
    from simulator.session.pace import cpu_seconds

    plan = replace(load(CAMPAIGN), batches=BATCHES, duration=1000 * DAY)

    def once() -> float:
        began = cpu_seconds()
        book = run(plan)
        cost(plan, book, figures(plan, book))
        return cpu_seconds() - began

    ours, theirs = paired(once, lambda: LIMIT, rounds)
    note = f"{BATCHES} batches; {3600.0 / ours:.0f} years an hour and core"
    return [Figure("year of a plant, as events", ours, "limit", theirs, "CPU s", note)]
