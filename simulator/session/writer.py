"""Appending to a log so that nothing acknowledged is lost and nothing half-written stays.

A record is *acknowledged* when fsync has returned. The writer knows the file only as a Sink, so
that a test can make every write and every fsync fail.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from dataclasses import replace
from typing import NoReturn, Protocol

from simulator.language.problem import Problem, Refusal
from simulator.session.chain import GENESIS, PREFIX, Journal
from simulator.session.record import Record, Seal, encode

FILE_BYTES = 256 * 1024 * 1024
"""Largest log that is read or written."""
_ROOM_TO_SEAL = 1024 * 1024


class Sink(Protocol):
    """What the writer asks of a file that only grows; each may raise OSError."""

    def write(self, data: bytes) -> int:
        """Append some of ``data`` and return how many bytes went."""

    def sync(self) -> None:
        """Return when everything written would survive a power failure."""

    def truncate(self, size: int) -> None:
        """Cut the file to ``size`` bytes."""

    def close(self) -> None:
        """Let go of the file and its lock."""


class JournalWriter:
    """Appends records to a log.

    ``append`` keeps a record in memory, ``flush`` gives what is kept to the operating system, and
    ``commit`` appends one more and returns only when all of it would survive a power failure.
    A record that could not be written leaves no trace in the chain; after a failed fsync nobody
    knows what the disk holds, so the writer stops for good.
    """

    def __init__(self, sink: Sink, journal: Journal | None = None) -> None:
        self._sink = sink
        self._head = bytes.fromhex(journal.head) if journal else GENESIS
        self._size = journal.size if journal else 0
        self._kept: list[bytes] = []
        self._busy = False
        self.count = len(journal.records) if journal else 0
        self.stopped: Problem | None = None

    @property
    def head(self) -> str:
        """The hash of the last record appended, in hexadecimal."""
        return self._head.hex()

    def append(self, record: Record) -> None:
        """Keep a record for the next flush or commit.

        Raises:
            Refusal: the record cannot be written, the log is full, or the writer has stopped.
        """
        self._refuse_if_stopped()
        data = encode(record)
        kept = sum(len(line) for line in self._kept)
        room = FILE_BYTES - (0 if isinstance(record, Seal) else _ROOM_TO_SEAL)
        if self._size + kept + len(data) + PREFIX + 1 > room:
            raise Refusal(Problem("log-full", "the log has reached its largest size"))
        self._head = hashlib.sha256(self._head + data).digest()
        self._kept.append(self._head.hex().encode() + b" " + data + b"\n")
        self.count += 1

    def commit(self, record: Record) -> None:
        """Append a record and bring everything to disk.

        Raises:
            Refusal: it is not acknowledged. If the writer has not stopped, it may be tried again.
        """
        head = self._head
        self.append(record)
        try:
            self._write()
        except Refusal:
            self._kept.pop()
            self._head = head
            self.count -= 1
            raise
        self.sync()

    def flush(self) -> None:
        """Give every kept record to the operating system.

        Raises:
            Refusal: it was not possible; they are still kept, unless the writer has stopped.
        """
        self._refuse_if_stopped()
        self._write()

    def sync(self) -> None:
        """Bring every record that was flushed to disk.

        Raises:
            Refusal: fsync failed, and the writer has stopped.
        """
        self._refuse_if_stopped()
        self._busy = True
        try:
            self._sink.sync()
        except OSError as error:
            self.stopped = trouble("log-lost", "cannot bring to disk", "the log", error)
            raise Refusal(self.stopped) from None
        self._busy = False

    def close(self) -> None:
        """Let go of the file and its lock."""
        with contextlib.suppress(OSError):
            self._sink.close()
        self.stopped = self.stopped or Problem("closed", "the log is closed")

    def _refuse_if_stopped(self) -> None:
        if self._busy and not self.stopped:
            # A write or fsync was left by an interrupt: what the file holds is not known.
            self.stopped = Problem("log-lost", "writing the log was interrupted")
        if self.stopped:
            raise Refusal(self.stopped)

    def _write(self) -> None:
        if not self._kept:
            return
        data = b"".join(self._kept)
        self._busy = True
        done = 0
        try:
            while done < len(data):
                try:
                    went = self._sink.write(data[done:])
                except InterruptedError:
                    continue
                if went <= 0:
                    self._take_back(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
                done += went
        except OSError as error:
            self._take_back(error)
        self._busy = False
        self._size += len(data)
        self._kept.clear()

    def _take_back(self, error: OSError) -> NoReturn:
        """Cut off what a failed write left, so that no half record stays, and refuse."""
        try:
            self._sink.truncate(self._size)
        except OSError as second:
            self.stopped = trouble("log-lost", "cannot mend", "the log", second)
            raise Refusal(self.stopped) from None
        self._busy = False
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = "make room on the disk and try again" if full else ""
        problem = trouble("disk-full" if full else "log-failed", "cannot write", "the log", error)
        raise Refusal(replace(problem, hint=hint)) from None


def trouble(code: str, verb: str, name: str, error: OSError) -> Problem:
    """Return the Problem for what the operating system refused."""
    return Problem(code, f"{verb} {name}: {error.strerror or error}")
