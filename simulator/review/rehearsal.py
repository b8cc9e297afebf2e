"""A session that is watched while it is lived: for scripted operators, in memory or with a log."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.assessment.timeline import Act, Timeline, Wants
from simulator.language.command import Command
from simulator.language.event import Event, stands_still
from simulator.review.recorder import Recorder
from simulator.session import rules
from simulator.session.commission import Commissioned
from simulator.session.desk import Accepted, Refused
from simulator.session.live import Live
from simulator.session.operator import Operator, run_session
from simulator.session.unlogged import Unlogged

WHO = "rehearsal"
"""Who signs what is done in memory."""


class Rehearsal(Unlogged):
    """A Desk whose session is watched for a rubric.

    Args:
        commissioned: the plant, and what belongs to it.
        wants: what must be watched.
        live: the session with a log, on the same plant; without it nothing is kept.
    """

    def __init__(self, commissioned: Commissioned, wants: Wants, live: Live | None = None) -> None:
        super().__init__(commissioned)
        self._live = live
        self._recorder = Recorder(commissioned, wants)
        self._count = 1

    def submit(self, command: Command, reason: str = "") -> Accepted | Refused:
        """Judge a command and do it; take note of it either way."""
        command = rules.tidy(command)
        found = rules.judge(self._plant, command, "operator", reason)
        receipt: Accepted | Refused
        if self._live is not None:
            receipt = self._live.submit(command, reason)
        elif found.problem is not None:
            receipt = Refused(found.problem, self._count)
        else:
            events = self._plant.accept(command, "operator", WHO, reason)
            receipt = Accepted(self._count, events)
        self._count += 1
        refused = receipt.problem.code if isinstance(receipt, Refused) else ""
        n = self._count if receipt.n is None else receipt.n
        act = Act(self.now, n, command, reason, found.old, found.new, "operator", refused)
        self._recorder.acted(act)
        if isinstance(receipt, Accepted):
            self._recorder.heard(receipt.events)
        return receipt

    def advance(self, until: int) -> tuple[Event, ...]:
        """Let whole scans pass up to ``until``, reading the plant on the way."""
        until = min(until, self.brief.duration_ms)
        desk = self._live or self._plant
        events: list[Event] = []
        while self.now < until:
            before = self.now
            if before >= self._recorder.next_due:
                self._recorder.read()
            heard = desk.advance(min(until, self._recorder.next_due))
            self._recorder.heard(heard)
            events += heard
            if self.now == before or stands_still(heard):
                break
        return tuple(events)

    def timeline(self, shadows: Mapping[str, Timeline] | None = None) -> Timeline:
        """Return the facts so far."""
        return self._recorder.timeline(shadows)


def rehearse(commissioned: Commissioned, operator: Operator, wants: Wants) -> Timeline:
    """Let an operator run a whole session in memory, and return its facts."""
    desk = Rehearsal(commissioned, wants)
    run_session(desk, operator)
    return desk.timeline()
