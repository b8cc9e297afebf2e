"""What if? A Desk that leaves a recording at some moment and goes its own way, unlogged."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.session.desk import Accepted, Brief, Refused
from simulator.session.replay import Replay
from simulator.session.rules import judge, tidy


class Branch:
    """A plant of its own that begins where ``replay`` stood at ``t``.

    Raises:
        Refusal: as for the recording.
    """

    def __init__(self, replay: Replay, t: int, role: str = "operator") -> None:
        follower = replay.follower_at(t)
        self._of = follower.commissioned
        self._plant = follower.plant
        self._role = role
        self._count = 0

    @property
    def brief(self) -> Brief:
        """What the trainee was told."""
        return self._of.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self._of.names

    @property
    def now(self) -> int:
        """Simulated milliseconds since the session began."""
        return self._plant.now

    @property
    def finished(self) -> bool:
        """Whether the scenario's time is up."""
        return self._plant.finished or self._plant.now >= self._of.brief.duration_ms

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Judge a command as a session would, and do it."""
        command = tidy(command)
        found = judge(self._plant, command, self._role, reason)
        if found.problem is not None:
            return Refused(found.problem)
        self._count += 1
        return Accepted(self._count, self._plant.accept(command, self._role))

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, or the end of the scenario."""
        until = min(until, self._of.brief.duration_ms)
        return self._plant.advance(until) if until > self._plant.now else ()

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""
        return self._plant.observe()
