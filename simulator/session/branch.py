"""What if? A session that begins in the middle of a recording and goes its own way.

It is a live session like any other, so it can be driven by a person or a scripted operator; its
log is kept in memory. Saved, it is a log of its own: the records of the recording up to the moment,
bit for bit, then one that says who branched off and from what, then what happened since. So it can
be verified, replayed, scored, and branched off again.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path

from simulator import __version__
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.chain import Journal, parse_journal, write_chain
from simulator.session.journal import save_journal
from simulator.session.live import Live, Signature, refuse_role
from simulator.session.pace import utc_stamp
from simulator.session.record import Branched, Seal
from simulator.session.replay import Recording
from simulator.session.writer import JournalWriter


class _Memory:
    """A Sink in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        """Take all."""
        self.data += data
        return len(data)

    def sync(self) -> None:
        """Do nothing: who wants to keep a branch saves it."""

    def truncate(self, size: int) -> None:
        """Do nothing: this is for a write that failed."""

    def close(self) -> None:
        """Do nothing: what was written can still be saved."""


class Branch(Live):
    """A session that leaves a recording at ``t`` (ms); the recording is not moved or changed.

    Commands recorded at ``t`` itself have been done; to undo one, leave a scan earlier.

    Raises:
        Refusal: the plant cannot be brought there, or there is no such role.
    """

    def __init__(
        self,
        recording: Recording,
        t: int,
        signature: Signature,
        stamp: Callable[[], str] = utc_stamp,
    ) -> None:
        refuse_role(signature)
        source = Recording(recording.journal, recording.commission)
        source.seek(t)
        follower = source.follower
        if source.departure is not None:
            hint = text("the log was changed, or this program computes otherwise")
            raise Refusal(Problem("departs", str(source.departure), hint))
        shared = source.records[: follower.at]
        if isinstance(shared[-1], Seal):
            shared = shared[:-1]
        self._shared, head = write_chain(shared)
        self._memory = _Memory()
        before = Journal(shared, head.hex(), len(self._shared), b"", ())
        writer = JournalWriter(self._memory, before)
        super().__init__(source.commissioned, follower.keeper, writer, signature, stamp)
        self._write(follower.expected)
        self._begin(recording.journal.head)

    @property
    def journal(self) -> Journal:
        """The whole session so far as a log that was read."""
        if self.stopped is None:
            self._flush()
        return parse_journal(self._data(), "branch")

    def save(self, path: str | Path) -> None:
        """Write the session so far as a log of its own, which must not exist yet.

        Raises:
            Refusal: it exists, or cannot be written.
        """
        if self.stopped is None:
            self._write(self._keeper.closing(self._writer.count))
            self._flush()
        save_journal(path, self._data())

    def _data(self) -> bytes:
        return self._shared + bytes(self._memory.data)

    def _begin(self, head: str) -> None:
        record = Branched(
            n=self._writer.count,
            t=self.now,
            who=self._by.who,
            role=self._by.role,
            program=__version__,
            python=platform.python_version(),
            parent=self._writer.head,
            head=head,
            wall=self._stamp(),
        )
        self._writer.commit(record)
