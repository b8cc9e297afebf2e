"""A session as it was recorded: the same Desk, lived again from the log. Nothing can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.session.chain import Journal
from simulator.session.commission import Commission, commission
from simulator.session.desk import Brief, Refused
from simulator.session.follow import Departure, Happening, follow
from simulator.session.journal import read_journal
from simulator.session.keeping import CHECK_MS
from simulator.session.record import Checkpoint, Open, Record

RECORDING = Problem(
    "recording", "this is a recording: nothing can be changed", "run the scenario to try something"
)


class Replay:
    """A Desk over a journal.

    Raises:
        Refusal: the journal is damaged, of another physics edition, or holds no usable scenario.
    """

    def __init__(self, journal: Journal, commission: Commission = commission) -> None:
        self.journal = journal
        self._commission = commission
        self._follower = follow(journal, commission)
        self._first: Departure | None = None

    @classmethod
    def open(cls, path: str | Path, commission: Commission = commission) -> Replay:
        """Read a log from disk; a torn tail is left out.

        Raises:
            Refusal: as for the class, or the file cannot be read.
        """
        return cls(read_journal(path), commission)

    @property
    def opening(self) -> Open:
        """The first record: scenario, seed, who and when."""
        return self.journal.opening

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record of the log."""
        return self.journal.records

    @property
    def brief(self) -> Brief:
        """What the trainee was told."""
        return self._follower.commissioned.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self._follower.commissioned.names

    @property
    def now(self) -> int:
        """Simulated milliseconds since the session began."""
        return self._follower.plant.now

    @property
    def end(self) -> int:
        """The time of the last record."""
        return self._follower.end

    @property
    def finished(self) -> bool:
        """Whether the end of the recording is reached."""
        return self.now >= self.end and self._follower.at >= len(self.records)

    @property
    def departure(self) -> Departure | None:
        """Where what is shown first differed from what was logged, as far as it was lived again."""
        return self._first or self._follower.departure

    def submit(self, command: Command, reason: str = "") -> Refused:
        """Refuse: this is a recording."""
        return Refused(RECORDING)

    def observe(self) -> Observation:
        """Return a frozen picture of the instruments."""
        return self._follower.plant.observe()

    def advance(self, until: int) -> tuple[Event, ...]:
        """Go on to ``until`` and return the events."""
        return tuple(item for item in self.happenings(until) if isinstance(item, Event))

    def happenings(self, until: int) -> tuple[Happening, ...]:
        """Go on to ``until`` and return events and records together, in order."""
        return self._follower.advance(until)

    def seek(self, t: int) -> None:
        """Go to any moment, through the nearest checkpoint before it; what is passed is not told.

        What a checkpoint says is only as good as the log: ``verify`` compares each of them.
        """
        t = min(max(t, 0), self.end)
        nearest = self._nearest(t)
        if nearest is not None and not self.records[nearest].t <= self.now <= t:
            self._first = self.departure
            try:
                self._follower.restore(nearest)
            except Refusal:
                self._restart()
        elif t < self.now:
            self._restart()
        self._follower.advance(t)

    def story(self) -> Iterator[Happening]:
        """Tell the whole session from its beginning, without moving this desk."""
        follower = follow(self.journal, self._commission)
        yield self.opening
        while follower.at < len(follower.records):
            before = follower.at, follower.plant.now
            yield from follower.advance(min(follower.plant.now + CHECK_MS, follower.end))
            if before == (follower.at, follower.plant.now):
                yield from follower.advance(follower.end)

    def _nearest(self, t: int) -> int | None:
        """Return the position of the last checkpoint that is not after ``t``."""
        found = None
        for position, record in enumerate(self.records):
            if record.t > t:
                break
            if isinstance(record, Checkpoint):
                found = position
        return found

    def _restart(self) -> None:
        self._first = self.departure
        self._follower = follow(self.journal, self._commission)
