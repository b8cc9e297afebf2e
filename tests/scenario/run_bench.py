"""What the tests of whole scenarios share: one session to its end, and what came of it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.language.command import Command, SetSetpoint
from simulator.language.event import AlarmChanged, Event, ModelFaulted
from simulator.language.observation import Observation
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from simulator.session.operator import IdleOperator, Operator, Session, run_session
from simulator.session.script import ScriptedOperator

COMPILED = functools.partial(commission, tier="compiled")


@dataclass
class Watched:
    """An operator who notes what is given, and at every look the extremes of some instruments."""

    operator: Operator
    looks_ms: int
    instruments: tuple[str, ...] = ()
    given: list[tuple[int, Command, str]] = field(default_factory=list)
    lowest: dict[str, float] = field(default_factory=dict)
    highest: dict[str, float] = field(default_factory=dict)

    def look(self, observation: Observation) -> Iterable[tuple[Command, str]]:
        """Look with the eyes of the other, and keep what is seen and done."""
        # Nothing is read before the first scan.
        for name in self.instruments if observation.now else ():
            value = observation.values[name]
            self.lowest[name] = min(self.lowest.get(name, value), value)
            self.highest[name] = max(self.highest.get(name, value), value)
        orders = list(self.operator.look(observation))
        self.given += [(observation.now, command, reason) for command, reason in orders]
        return orders


@dataclass
class Run:
    """One whole session and all that came of it."""

    watched: Watched
    session: Session
    events: list[Event]
    results: Any
    end: int

    def figure(self, tag: str) -> dict[str, Any]:
        """Return one figure of the results."""
        found: dict[str, Any] = next(f for f in self.results["figures"] if f["tag"] == tag)
        return found

    def annunciated(self) -> list[str]:
        """Return the alarms that were annunciated, in order."""
        changes = [event for event in self.events if isinstance(event, AlarmChanged)]
        return [event.subject for event in changes if event.new == "B"]

    def set_points(self) -> set[str]:
        """Return the loops whose set-point the operator moved."""
        return {c.tag for _, c, _ in self.watched.given if isinstance(c, SetSetpoint)}


Runs = dict[tuple[str, str], Run]
"""Runs by scenario and who was at the desk."""


def runs_of(names: Iterable[str], place: Path, instruments: tuple[str, ...] = ()) -> Runs:
    """Return every scenario, idle and by the expert, over its whole length."""
    return {
        (name, who): _lived(name, who, place, instruments)
        for name in names
        for who in ("idle", "expert")
    }


def _lived(name: str, who: str, place: Path, instruments: tuple[str, ...]) -> Run:
    """Run one session to its end."""
    path = place / f"{name}-{who}.log"
    live = Live.begin(library.read(name), path, Signature("test"), commission=COMPILED)
    operator: Operator = IdleOperator()
    if who != "idle":
        file, text = library.read_script(who, name)
        operator = ScriptedOperator(text, file, live.names)
    watched = Watched(operator, operator.looks_ms, instruments)
    events: list[Event] = []
    session = run_session(live, watched, listen=events.append)
    run = Run(watched, session, events, live.results(), live.now)
    live.seal()
    return run


def came_to_its_end(name: str, run: Run) -> bool:
    """Return whether a run lasted as long as its scenario and never left the range of its physics.

    A model that leaves its range says so and stands still.
    """
    whole = run.end == library.load(name).design.duration_ms
    return whole and not any(isinstance(event, ModelFaulted) for event in run.events)
