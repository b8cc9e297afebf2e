"""A session as it was recorded: the same Desk, lived again from the log. Nothing can be changed."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator.language.command import Command
from simulator.language.event import Event
from simulator.language.field import Field
from simulator.language.observation import Observation
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.chain import Journal
from simulator.session.commission import Commission, Commissioned, commission
from simulator.session.desk import Brief, Refused
from simulator.session.follow import UNSOUND, Departure, Follower, follow
from simulator.session.index import Happening, Index, Mark, samples
from simulator.session.journal import read_journal
from simulator.session.keeping import CHECK_MS
from simulator.session.record import Checkpoint, Open, Record
from simulator.session.told import Row, Told

RECORDING = Problem(
    "recording",
    text("this is a recording: nothing can be changed"),
    text("branch off to act"),
)
MOST_TRIES = 3
"""Checkpoints that are tried before a moment is reached from the beginning of the log."""


class Recording:
    """A Desk over a journal.

    It can be brought to any moment, and goes on from there as the session did. What a checkpoint
    says is only as good as the log: ``verify`` compares each of them.

    Raises:
        Refusal: the journal is damaged, of another physics edition, or holds no usable scenario.
    """

    def __init__(self, journal: Journal, commission: Commission = commission) -> None:
        self.journal = journal
        self.commission = commission
        self._follower = follow(journal, commission)
        self._first: Departure | None = None
        self._index: Index | None = None
        # A full round of the garbage collector would stop the picture for a tenth of a second.
        gc.freeze()
        self._points = [i for i, r in enumerate(journal.records) if isinstance(r, Checkpoint)]

    @classmethod
    def open(cls, path: str | Path, commission: Commission = commission) -> Recording:
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
    def commissioned(self) -> Commissioned:
        """The plant that is shown, as it stands now; for an assessor, who may see the truth."""
        return self._follower.commissioned

    @property
    def follower(self) -> Follower:
        """Who lives the session again, as it stands now."""
        return self._follower

    @property
    def brief(self) -> Brief:
        """What the trainee was told."""
        return self.commissioned.brief

    @property
    def names(self) -> Mapping[str, Field]:
        """What commands and conditions may name."""
        return self.commissioned.names

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
        try:
            return self._follower.plant.observe()
        except UNSOUND:
            self._live_again(self.now)
            return self._follower.plant.observe()

    def digest(self) -> dict[str, str]:
        """Return a hash of the state of every unit and room."""
        return self._follower.plant.digest()

    def advance(self, until: int) -> tuple[Event, ...]:
        """Go on to ``until`` and return the events."""
        return tuple(item for item in self.happenings(until) if isinstance(item, Event))

    def happenings(self, until: int) -> tuple[Happening, ...]:
        """Go on to ``until`` and return events and records together, in order."""
        try:
            return self._follower.advance(until)
        except UNSOUND:
            return self._live_again(until)

    def seek(self, t: int) -> None:
        """Go to any moment, through the nearest checkpoint before it; what is passed is not told.

        Afterwards everything is as if the session had been lived again up to there.
        """
        t = min(max(t, 0), self.end)
        nearest = self._before(t)
        since = 0 if nearest is None else self.records[nearest].t
        if not since <= self.now <= t:
            self._jump(t)
        self.happenings(t)

    def story(self) -> Iterator[Happening]:
        """Tell the whole session from its beginning, computed anew; this desk does not move."""
        follower = follow(self.journal, self.commission)
        yield self.opening
        while follower.at < len(follower.records):
            before = follower.at, follower.plant.now
            yield from follower.advance(min(follower.plant.now + CHECK_MS, follower.end))
            if before == (follower.at, follower.plant.now):
                yield from follower.advance(follower.end)

    def between(self, start: int, end: int) -> tuple[Happening, ...]:
        """Return what happened from ``start`` to ``end`` (ms), as the log tells it.

        What a person changed is told by the record of the command alone.
        """
        return self._indexed().between(start, end)

    def marks(self) -> tuple[Mark, ...]:
        """Return the moments worth going to, in order, as the log tells them."""
        return self._indexed().marks()

    def samples(self) -> tuple[Row, ...]:
        """Return the key values every half hour, in the order of ``opening.keys``."""
        return samples(self.records)

    def _indexed(self) -> Index:
        if self._index is None:
            pending: tuple[Told, ...] = ()
            if not self.journal.sealed:
                here = self.now
                self.seek(self.end)
                pending = self._follower.keeper.pending
                self.seek(here)
            self._index = Index(self.records, pending)
        return self._index

    def _before(self, t: int) -> int | None:
        """Return the position of the last checkpoint that is not after ``t``."""
        count = bisect_right(self._points, t, key=lambda position: self.records[position].t)
        return self._points[count - 1] if count else None

    def _jump(self, t: int) -> None:
        """Bring the plant to a moment before ``t``; what cannot be used is not tried again."""
        self._first = self.departure
        for _ in range(MOST_TRIES):
            nearest = self._before(t)
            if nearest is None:
                break
            try:
                self._follower.restore(nearest)
            except Refusal:
                self._points.remove(nearest)
            else:
                return
        try:
            self._follower.rewind()
        except Refusal:
            self._restart()

    def _live_again(self, t: int) -> tuple[Happening, ...]:
        """Go to ``t`` without checkpoints: one held a state that no plant can have."""
        self._points.clear()
        self._restart()
        return self._follower.advance(t)

    def _restart(self) -> None:
        self._first = self.departure
        self._follower = follow(self.journal, self.commission)
