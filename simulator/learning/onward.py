"""What to play next, as the learning record knows the person: mastery of all that they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.language.problem import Refusal
from simulator.learning.identity import code_of
from simulator.learning.mastery import Exercise, Pass, suggest
from simulator.learning.store import Store, passes, store_path
from simulator.review.debrief_next import Chooser, Just, NextUp, choose

if TYPE_CHECKING:
    from simulator.scenario.library import Listing


def exercises(library: Sequence[Listing]) -> list[Exercise]:
    """Return the scenarios of a library as the rules of mastery look at them."""
    return [Exercise(one.name, one.level, one.competencies, one.seed) for one in library]


def chooser(environment: Mapping[str, str]) -> Chooser:
    """Return what says what is next by the learning record of a place.

    Who is not in the record is told what their one session tells; so is everybody, if the record
    cannot be read: a debrief does not wait for it.
    """

    def by_record(just: Just, library: Sequence[Listing]) -> NextUp:
        try:
            kept = Store(store_path(environment)).attempts(code_of(just.who, environment))
        except Refusal:
            kept = ()
        if not kept:
            return choose(just, library)
        before = [one for one in kept if one.head != just.head and one.began <= just.began]
        found = suggest([*passes(before), _pass(just)], exercises(library))
        if found is None:
            return choose(just, library)
        return NextUp(found.scenario, found.scenario == just.brief.name, found.why)

    return by_record


def _pass(just: Just) -> Pass:
    score = just.score
    return Pass(just.brief.name, just.seed, score.percent, score.passed, score.competencies)
