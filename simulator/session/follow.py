"""Living a recorded session again: the plant is run along the records and must agree with each.

Resuming, replaying and verifying are all this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.language.event import Event
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.scenario.documents import Documents
from simulator.session.canonical import canonical
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned
from simulator.session.difference import State, same, unpack_state
from simulator.session.index import Happening
from simulator.session.keeping import CHECK_MS, Keeper, difference_of, first_of
from simulator.session.record import (
    PHYSICS_EDITION,
    Checkpoint,
    CheckRecord,
    CommandRecord,
    Fault,
    Open,
    Record,
    RefusalRecord,
    Sample,
    Seal,
    Story,
)
from simulator.session.rules import Judgement, judge, results

LONGEST_CHAIN = 64
"""Most checkpoints that one may be the difference of, one of the other."""
STATES = 800
"""Most checkpoints whose states are kept at hand: those of a month, 25 MB of a large plant."""
USUAL_BYTES = 16_384
"""A checkpoint that takes more in the log is not kept at hand."""
UNSOUND = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What a plant may raise when it was brought to a state that no plant can have."""

Watch = Callable[[Observation, tuple[Happening, ...]], None]
"""Is shown the instruments and what happened since it looked before."""
LOOKS = 300
"""Whoever watches looks this many times in as long as there is still to go."""
LONGEST_LOOK_MS = 600_000


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

    ``at`` is the position of the next record; ``expected`` are the records that must come next.
    """

    def __init__(self, journal: Journal, commissioned: Commissioned) -> None:
        self.records = journal.records
        self.commissioned = commissioned
        self.plant = commissioned.plant
        self.keeper = Keeper(commissioned)
        self.at = 1
        self.expected: list[Record] = self.keeper.reached(1)
        self.departure: Departure | None = None
        self._states: dict[int, State] = {}
        self._open(journal.opening)

    def _open(self, opening: Open) -> None:
        """Compare what the opening record says that the log holds."""
        for where, logged, computed in (
            ("rooms", opening.rooms, self.keeper.rooms),
            ("keys", opening.keys, self.keeper.keys),
        ):
            if logged != computed:
                self._depart(opening, where, " ".join(logged), " ".join(computed))

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
            story.append(record)
            story += self._meet(record)
            self.at += 1
        story += self._run(min(until, self.end))
        return tuple(story)

    def finish(
        self, progress: Callable[[int, int], None] | None = None, watch: Watch | None = None
    ) -> None:
        """Go to the end, or to the first departure; ``progress`` hears time and end each hour.

        ``watch`` is shown the instruments and what happened since it looked before: every ten
        minutes long ago, ever more often towards the end, as trends are kept.
        """
        told = 0
        while self.at < len(self.records) and self.departure is None:
            before = self.at, self.plant.now
            step = CHECK_MS if watch is None else self._look()
            story = self.advance(min(self.plant.now + step, self.end))
            if watch:
                watch(self.plant.observe(), story)
            if progress and (self.plant.now - told >= CHECK_MS or self.plant.now >= self.end):
                told = self.plant.now
                progress(told, self.end)
            if before == (self.at, self.plant.now):
                # The plant's time is up before the records are: meet those that are left.
                self.advance(self.end)

    def _look(self) -> int:
        """Return how long to go on until the next look of whoever watches, ms."""
        wanted = min((self.end - self.plant.now) // LOOKS, LONGEST_LOOK_MS)
        return max(wanted, 2 * self.plant.scan_ms)

    def restore(self, position: int) -> None:
        """Continue after the checkpoint at ``position``.

        Raises:
            Refusal: the checkpoint cannot be used; the plant is then in no usable state.
        """
        record = self.records[position]
        if not isinstance(record, Checkpoint):
            raise Refusal(Problem("bad-checkpoint", f"record {position} is no checkpoint"))
        state = self._state(position)
        try:
            self.plant.restore(state)
            sound = self.plant.now == record.t
        except UNSOUND:
            sound = False
        if not sound:
            raise Refusal(Problem("bad-checkpoint", "a checkpoint cannot be used"))
        self.at = position + 1
        self.expected = []
        self.keeper.forget()
        self.keeper.base = (record.n, state)

    def rewind(self) -> None:
        """Continue from the session's first moment.

        Raises:
            Refusal: the plant does not take it up; it is then in no usable state.
        """
        try:
            self.plant.restore(self.keeper.origin)
        except UNSOUND:
            raise Refusal(Problem("bad-checkpoint", "the beginning cannot be used")) from None
        self.at = 1
        self.keeper.forget()
        self.keeper.base = None
        self.expected = self.keeper.reached(1)

    def _state(self, position: int) -> State:
        """Return the state of a checkpoint, through those that it is the difference of."""
        chain: list[tuple[int, Checkpoint]] = []
        last = position + 1
        base: int | None = position
        found = self.keeper.origin
        while base is not None:
            if base in self._states:
                found = self._states[base]
                break
            record = self.records[base] if base < last else None
            if not isinstance(record, Checkpoint) or len(chain) >= LONGEST_CHAIN:
                raise Refusal(Problem("bad-checkpoint", "a checkpoint has no base"))
            chain.append((base, record))
            last, base = base, record.base
        for place, record in reversed(chain):
            found = unpack_state(record.state, found)
            self._remember(place, found, len(record.state))
        return found

    def _remember(self, position: int, state: State, size: int) -> None:
        """Keep the states of some checkpoints, so that going near them again takes less."""
        if size <= USUAL_BYTES:
            if len(self._states) >= STATES:
                del self._states[next(iter(self._states))]
            self._states[position] = state

    def _run(self, until: int) -> list[Event]:
        """Let time pass, looking at the plant whenever a session must."""
        until = min(until, self.commissioned.brief.duration_ms)
        events: list[Event] = []
        while self.plant.now < until:
            before, boundary = self.plant.now, self.keeper.boundary()
            events += self._heed(self.plant.advance(min(until, boundary)), self.at)
            if self.plant.now == boundary:
                self.expected += self.keeper.reached(self.at + len(self.expected))
            if self.plant.now == before:
                break
        return events

    def _heed(self, events: tuple[Event, ...], n: int) -> tuple[Event, ...]:
        self.expected += self.keeper.hear(n, events)
        return events

    def _depart(self, record: Record, where: str, logged: str, computed: str) -> None:
        if self.departure is None:
            self.departure = Departure(record.t, record.n, where, logged, computed)

    def _meet(self, record: Record) -> tuple[Event, ...]:
        """Compare one record with the plant; do its command."""
        if isinstance(record, CheckRecord | Story | Sample | Fault):
            self._kept(record)
            return ()
        if self.expected and not isinstance(record, Checkpoint):
            self._miss(record, self.expected[0])
        if isinstance(record, CommandRecord | RefusalRecord) and record.seen != self.keeper.seen():
            self._depart(record, "moment", record.seen or "none", self.keeper.seen())
        if isinstance(record, CommandRecord):
            return self._command(record)
        if isinstance(record, RefusalRecord):
            found = self._judged(record)
            code = found.problem.code if found.problem else "accepted"
            if code != record.code:
                self._depart(record, "refusal", record.code, code)
        elif isinstance(record, Seal):
            self._seal(record)
        elif isinstance(record, Checkpoint):
            self._checkpoint(record)
        return ()

    def _judged(self, record: CommandRecord | RefusalRecord) -> Judgement:
        command, reason = record.command, record.reason
        return judge(self.plant, command, record.role, reason, record.who)

    def _kept(self, record: CheckRecord | Story | Sample | Fault) -> None:
        """Compare a record of what a session keeps with the one that belongs here."""
        if not self.expected and not isinstance(record, Fault):
            self.expected = self.keeper.closing(self.at)  # as before a seal, at any moment
        if not self.expected:
            self._depart(record, record.kind, "one", "none")
        elif type(self.expected[0]) is not type(record):
            self._miss(record, self.expected[0])
        else:
            names = (self.keeper.rooms, self.keeper.keys)
            found = difference_of(record, self.expected.pop(0), *names)
            if found is not None:
                self._depart(record, *found)

    def _miss(self, record: Record, wanted: Record) -> None:
        """Notice that a record is missing: without its checks a forgery could go unseen."""
        self.expected = []
        if isinstance(wanted, Fault):
            self._depart(record, wanted.subject, "no fault", f"a model fault at {wanted.t} ms")
        else:
            self._depart(record, wanted.kind, "none", f"one at {wanted.t} ms")

    def _seal(self, record: Seal) -> None:
        checked = isinstance(self.records[self.at - 1], CheckRecord) and self.keeper.settled
        if not checked:
            self._depart(record, "check", "none", "one before the seal")
        if record.score is not None:
            self._depart(record, "score", canonical(record.score).decode(), "null")
        found = first_of(record.results, results(self.plant))
        if found is not None:
            self._depart(record, f"result {found[0]}", *found[1:])

    def _command(self, record: CommandRecord) -> tuple[Event, ...]:
        found = self._judged(record)
        if found.problem is not None:
            self._depart(record, "command", "accepted", found.problem.code)
            return ()
        logged = (record.old, record.new, record.unit)
        computed = (found.old, found.new, found.unit)
        if logged != computed:
            self._depart(record, "command", str(logged), str(computed))
        done = self.plant.accept(record.command, record.role, record.who, record.reason)
        return self._heed(done, self.at + 1)

    def _checkpoint(self, record: Checkpoint) -> None:
        belongs = self.keeper.checkpoint_due and not self.expected
        if not belongs or self.plant.now != record.t:
            self._depart(record, "checkpoint", "one", "none")
            return
        try:
            logged = self._state(self.at)
        except Refusal:
            self._depart(record, "checkpoint", "unreadable", "its own")
            return
        if same(logged, self.plant.snapshot()):
            self.keeper.base = (record.n, logged)
        else:
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
    commissioned = commission(documents, opening.seed, opening.language)
    commissioned.settle(journal.records[-1].t)
    return Follower(journal, commissioned)
