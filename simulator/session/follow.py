"""Living a recorded session again: the plant is run along the records and must agree with each.

Resuming, replaying and verifying are all this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.language.event import Event, ModelFaulted
from simulator.language.problem import Problem, Refusal
from simulator.scenario.documents import Documents
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned
from simulator.session.record import (
    PHYSICS_EDITION,
    Checkpoint,
    CheckRecord,
    CommandRecord,
    Fault,
    Record,
    RefusalRecord,
    Sample,
    Seal,
    canonical,
)
from simulator.session.rules import CHECK_MS, judge, results, sample, unpack

Happening = Event | Record
"""Something of a session's story; each has its time ``t`` (ms)."""


@dataclass(frozen=True, slots=True)
class Departure:
    """The first place where a log and its recomputation differ.

    ``t`` is the simulated time, ``n`` the record, ``where`` the unit or value; ``logged`` and
    ``computed`` are the two sides.
    """

    t: int
    n: int
    where: str
    logged: str
    computed: str

    def __str__(self) -> str:
        return (
            f"record {self.n} at {self.t} ms, {self.where}: "
            f"the log has {self.logged}, recomputing gives {self.computed}"
        )


class Follower:
    """Runs a plant along a journal and remembers the first departure.

    ``at`` is the position of the next record; ``due`` is when the next check must stand.
    """

    def __init__(self, journal: Journal, commissioned: Commissioned) -> None:
        self.records = journal.records
        self.commissioned = commissioned
        self.plant = commissioned.plant
        self.at = 1
        self.due = 0
        self.departure: Departure | None = None
        self._faults: list[ModelFaulted] = []

    @property
    def end(self) -> int:
        """The time of the last record."""
        return self.records[-1].t

    def advance(self, until: int) -> tuple[Happening, ...]:
        """Go on to ``until`` or the end of the records; those of ``until`` itself are included."""
        story: list[Happening] = []
        while self.at < len(self.records) and self.records[self.at].t <= until:
            record = self.records[self.at]
            story += self._run(record.t)
            if self.plant.now != record.t:
                self._depart(record, "time", str(record.t), str(self.plant.now))
            self._mind_checks(record)
            story.append(record)
            story += self._meet(record)
            self.at += 1
        story += self._run(min(until, self.end))
        return tuple(story)

    def finish(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Go to the end, or to the first departure; ``progress`` hears time and end each hour."""
        while self.at < len(self.records) and self.departure is None:
            before = self.at, self.plant.now
            self.advance(min(self.plant.now + CHECK_MS, self.end))
            if progress:
                progress(self.plant.now, self.end)
            if before == (self.at, self.plant.now):
                # The plant's time is up before the records are: meet those that are left.
                self.advance(self.end)

    def restore(self, position: int) -> None:
        """Continue after the checkpoint at ``position``.

        The state must have the time of the record and the digests of the check before it.

        Raises:
            Refusal: the checkpoint cannot be used; the plant is then in no usable state.
        """
        record = self.records[position]
        if not isinstance(record, Checkpoint):
            raise Refusal(Problem("bad-checkpoint", f"record {position} is no checkpoint"))
        try:
            self.plant.restore(unpack(record.state))
            sound = self.plant.now == record.t and self._fits(position)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
            sound = False
        if not sound:
            raise Refusal(Problem("bad-checkpoint", "a checkpoint cannot be used"))
        self.at = position + 1
        self.due = (record.t // CHECK_MS + 1) * CHECK_MS
        self._faults.clear()

    def _fits(self, position: int) -> bool:
        check = self.records[position - 1]
        return isinstance(check, CheckRecord) and check.digests == self.plant.digest()

    def _run(self, until: int) -> tuple[Event, ...]:
        until = min(until, self.commissioned.brief.duration_ms)
        if until <= self.plant.now:
            return ()
        return self._heed(self.plant.advance(until))

    def _heed(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        self._faults += [event for event in events if isinstance(event, ModelFaulted)]
        return events

    def _depart(self, record: Record, where: str, logged: str, computed: str) -> None:
        if self.departure is None:
            self.departure = Departure(record.t, record.n, where, logged, computed)

    def _mind_checks(self, record: Record) -> None:
        """Notice checks that are missing: without them a forged command could go unseen."""
        if isinstance(record, CheckRecord | Fault):
            punctual = record.t <= self.due
        else:
            punctual = record.t < self.due
        if not punctual:
            self._depart(record, "check", "none", f"one at {self.due} ms")
        if isinstance(record, CheckRecord) or not punctual:
            self.due = (record.t // CHECK_MS + 1) * CHECK_MS
        if self._faults and not isinstance(record, Fault):
            fault = self._faults.pop(0)
            self._depart(record, fault.subject, "no fault", f"a model fault at {fault.t} ms")

    def _meet(self, record: Record) -> tuple[Event, ...]:
        """Compare one record with the plant; do its command."""
        if isinstance(record, CommandRecord):
            return self._command(record)
        if isinstance(record, RefusalRecord):
            found = judge(self.plant, record.command, record.role, record.reason).problem
            code = found.code if found else "accepted"
            if code != record.code:
                self._depart(record, "refusal", record.code, code)
        elif isinstance(record, CheckRecord):
            self._compare(record, "", record.digests, self.plant.digest())
        elif isinstance(record, Sample):
            now = sample(self.plant, self.commissioned.samples)
            self._compare(record, "sample ", record.values, now)
        elif isinstance(record, Seal):
            if not isinstance(self.records[self.at - 1], CheckRecord):
                self._depart(record, "check", "none", "one before the seal")
            if record.score is not None:
                self._depart(record, "score", canonical(record.score).decode(), "null")
            self._compare(record, "result ", record.results, results(self.plant))
        elif isinstance(record, Checkpoint):
            self._checkpoint(record)
        elif isinstance(record, Fault):
            subject = self._faults.pop(0).subject if self._faults else "none"
            if subject != record.subject:
                self._depart(record, "model fault", record.subject, subject)
        return ()

    def _command(self, record: CommandRecord) -> tuple[Event, ...]:
        found = judge(self.plant, record.command, record.role, record.reason)
        if found.problem is not None:
            self._depart(record, "command", "accepted", found.problem.code)
            return ()
        logged = (record.old, record.new, record.unit)
        computed = (found.old, found.new, found.unit)
        if logged != computed:
            self._depart(record, "command", str(logged), str(computed))
        done = self.plant.accept(record.command, record.role, record.who, record.reason)
        return self._heed(done)

    def _compare(
        self,
        record: Record,
        what: str,
        logged: Mapping[str, object],
        computed: Mapping[str, object],
    ) -> None:
        for name in sorted({*logged, *computed}):
            left = canonical(logged[name]) if name in logged else b"nothing"
            right = canonical(computed[name]) if name in computed else b"nothing"
            if left != right:
                self._depart(record, f"{what}{name}", left.decode(), right.decode())
                return

    def _checkpoint(self, record: Checkpoint) -> None:
        try:
            logged = canonical(unpack(record.state))
            computed = canonical(self.plant.snapshot())
        except (Refusal, ValueError):
            logged, computed = b"unreadable", b""
        if logged != computed:
            self._depart(record, "checkpoint", "another state", "its own")


def follow(journal: Journal, commission: Commission) -> Follower:
    """Build the plant of a journal from the texts inside it, ready to be run along it.

    Raises:
        Refusal: the journal is damaged, of another physics edition, or holds no usable scenario.
    """
    if journal.problems:
        raise Refusal(journal.problems)
    opening = journal.opening
    if opening.physics != PHYSICS_EDITION:
        message = (
            f"this was recorded with physics edition {opening.physics}; "
            f"this program computes edition {PHYSICS_EDITION}"
        )
        hint = f"use the program that made it: {opening.program}"
        raise Refusal(Problem("other-edition", message, hint))
    documents = Documents(opening.main, opening.documents)
    return Follower(journal, commission(documents, opening.seed, opening.language))
