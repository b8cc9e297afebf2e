"""What attempts come to: mastered or not, which competencies are weak, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.assessment.timeline import total
from simulator.language.competence import COMPETENCIES
from simulator.language.text import text
from simulator.review.debrief_next import MASTERED, PASSES

LATEST = 3
"""A competency is judged by so many of the latest attempts that showed it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One attempt, as far as rules look at it; attempts are in the order of time."""

    scenario: str
    seed: int
    percent: float
    passed: bool
    competencies: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A scenario of the library, as far as rules look at it."""

    name: str
    level: int
    competencies: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do next, with which seed, and why: a Text, which can be told in another language."""

    scenario: str
    seed: int
    why: str


def mastered(attempts: Iterable[Pass]) -> tuple[str, ...]:
    """Return the scenarios that were passed well with enough different seeds, in order of name."""
    seeds: dict[str, set[int]] = {}
    for one in attempts:
        if one.passed and one.percent >= MASTERED:
            seeds.setdefault(one.scenario, set()).add(one.seed)
    return tuple(sorted(name for name, found in seeds.items() if len(found) >= PASSES))


def competencies(attempts: Sequence[Pass]) -> dict[str, float]:
    """Return the mean percentage of each competency over its latest attempts, by code."""
    shown: dict[str, list[float]] = {}
    for one in attempts:
        for code, percent in one.competencies.items():
            shown.setdefault(code, []).append(percent)
    found = {code: values[-LATEST:] for code, values in shown.items()}
    return {code: round(total(found[code]) / len(found[code]), 2) for code in sorted(found)}


def suggest(attempts: Sequence[Pass], library: Iterable[Exercise]) -> Suggestion | None:
    """Return the exercise that is next, or None if the library is empty.

    What was begun and is not mastered comes first, the lowest level before all; but who did not
    pass it does an easier exercise that is new first. Then comes what is new, on the lowest level,
    and there what trains the weakest competency. Who has mastered everything does again what was
    done least recently.
    """
    exercises = sorted(library, key=lambda one: (one.level, one.name))
    if not exercises:
        return None
    done = set(mastered(attempts))
    last = {one.scenario: place for place, one in enumerate(attempts)}
    begun = [one for one in exercises if one.name in last and one.name not in done]
    new = [one for one in exercises if one.name not in last and one.name not in done]
    if begun:
        one = begun[0]
        easier = [other for other in new if other.level < one.level]
        if not easier or attempts[last[one.name]].passed:
            return Suggestion(one.name, _fresh(one, attempts), _again(one, attempts))
        first = _trains_weakest(easier, attempts)[0]
        why = text("easier than {scenario}, which was not passed", scenario=one.name)
        return Suggestion(first.name, first.seed, why)
    if new:
        first, because = _trains_weakest(new, attempts)
        return Suggestion(first.name, first.seed, because)
    oldest = min(exercises, key=lambda one: last[one.name])
    why = text("everything is mastered; this was done least recently")
    return Suggestion(oldest.name, _fresh(oldest, attempts), why)


def _trains_weakest(new: Sequence[Exercise], attempts: Sequence[Pass]) -> tuple[Exercise, str]:
    """Return what trains the weakest competency among the new ones of the lowest level, and why."""
    lowest = [one for one in new if one.level == new[0].level]
    shown = competencies(attempts)
    for code in sorted(shown, key=lambda code: (shown[code], code)):
        for one in lowest:
            if code in one.competencies and shown[code] < MASTERED:
                what = text(COMPETENCIES[code]) if code in COMPETENCIES else code
                return one, text("not done yet; it trains what is weakest: {what}", what=what)
    return lowest[0], text("not done yet; level {level} is next", level=lowest[0].level)


def _again(one: Exercise, attempts: Sequence[Pass]) -> str:
    """Say why an exercise that was begun is done again."""
    mine = [a for a in attempts if a.scenario == one.name]
    best = max(a.percent for a in mine)
    if any(a.passed and a.percent >= MASTERED for a in mine):
        return text("passed well once; mastered when it is passed so with another seed")
    if any(a.passed for a in mine):
        return text("passed with {best:g} %; {mark:g} % shows mastery", best=best, mark=MASTERED)
    return text("not passed yet; the best was {best:g} %", best=best)


def _fresh(one: Exercise, attempts: Sequence[Pass]) -> int:
    """Return the first seed, from the exercise's own, that it was not done with."""
    used = {a.seed for a in attempts if a.scenario == one.name}
    seed = one.seed
    while seed in used:
        seed = (seed + 1) % 2**32
    return seed
