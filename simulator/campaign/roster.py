"""Who is on duty when: shifts, days of the week and breaks. A campaign begins on a Monday, 0:00."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.campaign.plan import Crew
from simulator.language.simtime import DAY

WEEK = 7


@dataclass(slots=True)
class Person:
    """Somebody of a crew."""

    code: str
    crew: Crew
    busy: bool = False


def people(crews: Iterable[Crew]) -> list[Person]:
    """Return everybody, those with the fewest qualifications first, so that others stay free."""
    ordered = sorted(crews, key=lambda crew: len(crew.qualified))
    return [Person(f"{crew.name}-{n}", crew) for crew in ordered for n in range(1, crew.number + 1)]


def shift_end(crew: Crew, t: int) -> int:
    """Return when the shift at time ``t`` (ms) of a crew ends; -1 if it is not on duty or rests."""
    for day in (t // DAY, t // DAY - 1):
        start, end = day * DAY + crew.since, day * DAY + crew.until
        if day >= 0 and day % WEEK in crew.days and start <= t < end:
            pause = (start + end - crew.rest) // 2
            return -1 if pause <= t < pause + crew.rest else end
    return -1


def next_change(crews: Iterable[Crew], t: int) -> int:
    """Return the first time after ``t`` (ms) at which somebody may come, go or rest."""
    found = []
    for crew in crews:
        pause = (crew.since + crew.until - crew.rest) // 2
        for moment in (crew.since, pause, pause + crew.rest, crew.until):
            found.append(t + 1 + (moment - t - 1) % DAY)
    return min(found, default=t + DAY)


def on_duty(crew: Crew, until: int) -> int:
    """Return for how long (ms) each of a crew is on duty, breaks left out, before a time (ms)."""
    total = 0
    for day in range(until // DAY + 1):
        if day % WEEK in crew.days:
            start, end = day * DAY + crew.since, day * DAY + crew.until
            pause = (start + end - crew.rest) // 2
            total += max(0, min(pause, until) - start)
            total += max(0, min(end, until) - min(pause + crew.rest, until))
    return total
