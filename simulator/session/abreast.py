"""Sessions of one scenario with different seeds, run in step and in memory: no log is kept.

Each comes to what it comes to alone; only the processor takes the scans of several at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.steps import Steps
from simulator.plant.lanes import Lanes, alike, own_copy, shared_lanes
from simulator.plant.plant import Plant
from simulator.scenario.documents import Documents
from simulator.session import rules
from simulator.session.commission import Commissioned, commission
from simulator.session.desk import Accepted, Refused
from simulator.session.operator import Operator, Session, run_session, session_steps
from simulator.session.unlogged import Unlogged

FEWEST = 6
"""Fewer sessions than this are faster one by one: lanes without a plant cost as much as others."""


class Abreast(Unlogged):
    """A Desk in memory, whose scans somebody else may run.

    Args:
        commissioned: the plant, and what belongs to it.
        plant: the same plant.
        who: who is at the desk.
    """

    def __init__(self, commissioned: Commissioned, plant: Plant, who: str) -> None:
        super().__init__(replace(commissioned, plant=plant))
        self.plant = plant
        self._who = who
        self._count = 1

    @property
    def seed(self) -> int:
        """The seed of the session."""
        return self._of.seed

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Judge a command and do it."""
        command = rules.tidy(command)
        found = rules.judge(self._plant, command, "operator", reason, self._who)
        self._count += 1
        if found.problem is not None:
            return Refused(found.problem, self._count)
        events = self._plant.accept(command, "operator", self._who, reason)
        return Accepted(self._count, events, found.old, found.new, found.unit)

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, or the end of the scenario."""
        return self.plant.advance(min(until, self.brief.duration_ms))

    def steps(self, until: int) -> Steps[tuple[Event, ...]]:
        """Do what :meth:`advance` does, and let whoever drives it run the scans."""
        return self.plant.steps(min(until, self.brief.duration_ms))

    def digest(self) -> dict[str, str]:
        """Return a hash of the state of every unit and room."""
        return self.plant.digest()

    def results(self) -> dict[str, object]:
        """Return the key results so far, as JSON values."""
        return rules.results(self.plant)


def built(documents: Documents, language: str) -> Commissioned:
    """Return a scenario as it is commissioned, for :func:`sessions`; its own plant is never run.

    The shares of many seeds have the same texts, and a process builds these once.
    """
    return _built(documents.main, tuple(sorted(documents.texts.items())), language)


@lru_cache(maxsize=1)
def _built(main: str, texts: tuple[tuple[str, str], ...], language: str) -> Commissioned:
    """Return what :func:`built` does; it is read by many sessions and changed by none."""
    return commission(Documents(main, dict(texts)), language=language)


def sessions(first: Commissioned, seeds: Sequence[int], who: str) -> list[Abreast]:
    """Return a session in memory for each seed, all of the scenario of one that is commissioned."""
    found = []
    for seed in seeds:
        like = first.plant
        assert isinstance(like, Plant)
        plant = Plant(like.design, seed, like=like)
        built = replace(first, seed=seed, settle=plant.settle)
        found.append(Abreast(built, plant, who))
    return found


def run_sessions(
    desks: Sequence[Abreast], operators: Sequence[Operator], until: int | None = None
) -> list[Session]:
    """Drive sessions that all begin now, each with its operator, to ``until`` (ms) or the end.

    They run in step if there are enough of them and this machine has the copy for that; else one
    after the other. Either way each session comes to the same.
    """
    pairs = list(zip(desks, operators, strict=True))
    engines = [desk.plant.engine for desk in desks]
    entry = None
    if len(desks) >= FEWEST and alike(engines):
        entry = own_copy(engines[0]) or shared_lanes().bring()
    if entry is None:
        for desk in desks:
            desk.settle(until)
        return [run_session(desk, operator, until) for desk, operator in pairs]
    work = [session_steps(desk, operator, desk.steps, until) for desk, operator in pairs]
    return Lanes(entry, engines, work).run()
