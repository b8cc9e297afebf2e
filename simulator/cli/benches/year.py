"""How long a year of a whole plant takes: the antibody campaign, as events."""

from __future__ import annotations

from dataclasses import replace

from simulator.cli.benches.figure import Figure, paired

CAMPAIGN = "mab-campaign"
BATCHES = 66
LIMIT = 300.0
"""Seconds in which a year must be run."""
YEARS = 12
"""Years, of as many seeds, over which losses are counted: one alone says little of them."""


def year(rounds: int) -> list[Figure]:
    """Time the batches that begin in a year, with everything that they wait for, and the table."""
    from simulator.campaign.cost import cost
    from simulator.campaign.engine import run
    from simulator.campaign.figures import figures
    from simulator.campaign.losses import losses
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
    first = plan.seed
    lost = [
        sum(figures(plan, run(plan, seed)).causes.values()) for seed in range(first, first + YEARS)
    ]
    told = losses(lost, BATCHES)
    note = (
        f"{BATCHES} batches; {3600.0 / ours:.0f} years an hour and core; lost: {lost[0]} in this "
        f"year, {100.0 * told.mean:.1f} % in {YEARS} years (95 %: {100.0 * told.low:.1f} to "
        f"{100.0 * told.high:.1f} %), {told.dispersion:.2f} times the spread of chance"
    )
    return [Figure("year of a plant, as events", ours, "limit", theirs, "CPU s", note)]
