"""Operators in code: they look at the instruments, as a person does, and give commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.observation import Observation
from simulator.language.problem import Problem
from simulator.language.steps import Steps, drive
from simulator.session.desk import Accepted, Desk

HOUR_MS = 3_600_000


class Operator(Protocol):
    """Somebody at the desk. ``looks_ms`` is how often they look."""

    @property
    def looks_ms(self) -> int:
        """Simulated milliseconds between two looks."""

    def look(self, observation: Observation) -> Iterable[tuple[Command, str]]:
        """Look at the instruments and return what to do about it, each with the reason."""


class IdleOperator:
    """Never does anything: what happens to a plant that nobody minds."""

    looks_ms = HOUR_MS

    def look(self, observation: Observation) -> tuple[tuple[Command, str], ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Turned:
    """A command that an operator gave and that was refused at ``t``."""

    t: int
    command: Command
    problem: Problem


@dataclass(frozen=True, slots=True)
class Session:
    """What came of a session driven by an operator in code."""

    accepted: int
    refused: tuple[Turned, ...]
    events: int


def pass_time(desk: Desk, until: int) -> tuple[Event, ...]:
    """Let time pass up to ``until`` (ms), past every freeze on the way, and return what happened.

    A freeze that begins at ``until`` itself stays open.
    """
    events: list[Event] = []
    while desk.now < until and not desk.finished:
        before = desk.now
        events += desk.advance(until)
        if desk.now == before:
            break
    return tuple(events)


def run_session(
    desk: Desk,
    operator: Operator,
    until: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    listen: Callable[[Event], None] | None = None,
) -> Session:
    """Drive any Desk with an operator, until ``until`` (ms) or the end of the scenario.

    Args:
        desk: a live session or a recording.
        operator: who looks and gives commands.
        until: how far to go; None is to the end.
        progress: hears the time reached and the time to reach, after every look.
        listen: hears every event, in order.

    Raises:
        Refusal: the log of the session has stopped.
    """

    def at_once(until: int) -> Steps[tuple[Event, ...]]:
        return desk.advance(until)
        yield

    return drive(session_steps(desk, operator, at_once, until, progress, listen), _none_wanted)


def session_steps(
    desk: Desk,
    operator: Operator,
    advance: Callable[[int], Steps[tuple[Event, ...]]],
    until: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    listen: Callable[[Event], None] | None = None,
) -> Steps[Session]:
    """Do what :func:`run_session` does; ``advance`` lets time pass, and may ask for scans."""
    end = desk.brief.duration_ms if until is None else min(until, desk.brief.duration_ms)
    accepted = 0
    heard = 0
    refused: list[Turned] = []
    absent = isinstance(operator, IdleOperator) and progress is None  # then nobody need look
    while True:
        events: list[Event] = []
        for command, reason in () if absent else operator.look(desk.observe()):
            receipt = desk.submit(command, reason)
            if isinstance(receipt, Accepted):
                accepted += 1
                events += receipt.events
            else:
                refused.append(Turned(desk.now, command, receipt.problem))
        before = desk.now
        step = end if absent else operator.looks_ms
        while desk.now == before < end and not desk.finished:
            events += yield from advance(min(end, before + step))
            if before + step >= end:
                break
            step *= 2  # a scan may be longer than the time between two looks
        heard += len(events)
        if listen:
            for event in events:
                listen(event)
        if progress:
            progress(desk.now, end)
        if desk.now == before:
            return Session(accepted, tuple(refused), heard)


def _none_wanted(first: int, scans: int) -> int:
    """Run no scans: a Desk that advances by itself asks for none."""
    return 0
