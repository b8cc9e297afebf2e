"""Runs a campaign from its first batch to its last, and returns the book of all that happened.

SimPy keeps the clock and the queues. Nothing here looks at a clock, a disk or a die; the same plan
and seed give the same book, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.campaign.batch import Batch
from simulator.campaign.dice import Dice
from simulator.campaign.floor import Floor, Steps
from simulator.campaign.jobs import Jobs
from simulator.campaign.plan import Campaign
from simulator.campaign.records import Book
from simulator.campaign.stores import Stores
from simulator.language.simtime import DAY

Progress = Callable[[int, int], None]
"""Hears how many batches are closed, and of how many."""


def run(plan: Campaign, seed: int | None = None, progress: Progress | None = None) -> Book:
    """Return the book of a campaign; it ends when all batches are closed, or time is over."""
    book = Book(plan.seed if seed is None else seed)
    floor = Floor(plan, book, Dice(book.seed))
    jobs = Jobs(floor)
    stores = Stores(floor, jobs)
    batches: list[Batch] = []
    over = floor.env.process(_started(plan, floor, jobs, stores, batches))
    while floor.now < plan.duration and not over.processed:
        before = min(plan.duration, floor.now + DAY)
        while not over.processed and floor.env.peek() <= before:
            floor.env.step()
        if not over.processed and floor.now < before:
            floor.env.run(until=before)
        if progress is not None:
            progress(sum(one.closed.triggered for one in batches), plan.batches)
    book.end = floor.now
    for one in batches:
        one.file.waits_for = one.waits_for
    stores.close()
    return book


def _started(
    plan: Campaign, floor: Floor, jobs: Jobs, stores: Stores, batches: list[Batch]
) -> Steps:
    """Start the batches, each when its time has come and there is room, and wait for all."""
    for number in range(1, plan.batches + 1):
        if number > 1:
            yield floor.env.timeout(plan.every)
        while plan.in_work:
            open_ = [one for one in batches if one.file.bulk < 0 and not one.closed.triggered]
            if len(open_) < plan.in_work:
                break
            yield floor.env.any_of([event for one in open_ for event in (one.done, one.closed)])
        batch = Batch(floor, jobs, stores, number)
        batches.append(batch)
        batch.begin()
    yield floor.env.all_of([one.closed for one in batches])
