"""Who is here by name: on duty, at their break, and qualified to sign as what.

Where a plant names nobody, whoever signs is believed to be somebody else; where it names people, a
second person is one of them, on duty now, and qualified for the role.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.language.floor import PersonView
from simulator.language.paperwork import same_person
from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.plant.design import PeopleSpec, ShiftSpec
from simulator.plant.floor_spec import PersonSpec

DAY_MS = 86_400_000
ON_DUTY, RESTING, AWAY = "on duty", "break", "away"


def shift_on(people: PeopleSpec, t: int) -> ShiftSpec:
    """Return the shift of ``t`` ms into the session; nobody is on duty where none is named."""
    shifts = sorted(people.shifts, key=lambda shift: shift.start_ms)
    if not shifts:
        return ShiftSpec("", 0, 0)
    clock = (people.day_starts_ms + t) % DAY_MS
    begun = [shift for shift in shifts if shift.start_ms <= clock]
    return begun[-1] if begun else shifts[-1]


def state_of(people: PeopleSpec, person: PersonSpec, t: int) -> str:
    """Return whether somebody is on duty, at their break, or away."""
    if person.shifts and shift_on(people, t).name not in person.shifts:
        return AWAY
    since = (people.day_starts_ms + t - person.rest_ms) % DAY_MS
    return RESTING if since < person.rest_for_ms else ON_DUTY


def resting(people: PeopleSpec, t: int) -> int:
    """Return how many operators of the shift have their break now."""
    operators = (one for one in people.crew if "operator" in one.qualified)
    return sum(state_of(people, one, t) == RESTING for one in operators)


def of_quality(people: PeopleSpec, t: int) -> int:
    """Return how many of the quality unit are here now; one always, where none is named."""
    able = [one for one in people.crew if "quality" in one.qualified]
    here = sum(state_of(people, one, t) == ON_DUTY for one in able)
    return here if able else 1


def edges(people: PeopleSpec) -> Iterator[int]:
    """Yield the times of day at which a break begins or ends."""
    for one in people.crew:
        if one.rest_for_ms > 0:
            yield one.rest_ms % DAY_MS
            yield (one.rest_ms + one.rest_for_ms) % DAY_MS


def may_sign(people: PeopleSpec, name: str, role: str, t: int) -> Problem | None:
    """Return why this person may not sign in this role now, if so."""
    if not people.crew:
        return None
    person = next((one for one in people.crew if same_person(one.name, name)), None)
    able = [
        one.name
        for one in people.crew
        if role in one.qualified and state_of(people, one, t) == ON_DUTY
    ]
    hint = text("on duty now: {names}", names=", ".join(able) or "-")
    if person is None:
        return Problem("unknown-person", text("{name} does not work here", name=name), hint)
    if role not in person.qualified:
        message = text("{name} is not qualified for that role", name=person.name)
        return Problem("not-qualified", message, hint)
    if state_of(people, person, t) != ON_DUTY:
        return Problem("not-on-duty", text("{name} is not here now", name=person.name), hint)
    return None


def views(people: PeopleSpec, t: int) -> tuple[PersonView, ...]:
    """Return everybody who is named, as they are now."""
    return tuple(
        PersonView(one.name, one.qualified, state_of(people, one, t)) for one in people.crew
    )
