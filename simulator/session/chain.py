"""The chain of a log: how its lines hang together, and what of a file is whole, torn or damaged.

A line is 64 hexadecimal digits, a blank, a record and a line end. The digits are the SHA-256 of the
32 bytes of the hash before it and the bytes of the record, so that no line can be changed, dropped,
doubled or moved unnoticed. Nothing here touches a disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.language.problem import Place, Problem, Refusal
from simulator.session.canonical import canonical
from simulator.session.record import (
    Branched,
    CommandRecord,
    Open,
    Record,
    RefusalRecord,
    Resumed,
    Seal,
    decode,
)

GENESIS = hashlib.sha256(b"cuve session log, format 1\n").digest()
"""The hash before the first record."""

PREFIX = 65
"""Bytes of a line before its record."""

_HASHED = re.compile(rb"[0-9a-f]{64} ")


@dataclass(frozen=True, slots=True)
class Chain:
    """The lines of a log as far as the chain holds.

    ``lines`` are the bytes of the records, ``head`` the hash of the last good line, ``size`` how
    many bytes there are up to its end, ``torn`` the bytes of an unfinished last line, ``problem``
    the first damage.
    """

    lines: tuple[bytes, ...]
    head: str
    size: int
    torn: bytes
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Journal:
    """A log that was read: its good records, the head after them, and what is wrong."""

    records: tuple[Record, ...]
    head: str
    size: int
    torn: bytes
    problems: tuple[Problem, ...]

    @property
    def opening(self) -> Open:
        """The first record. A journal that was read without problems has one."""
        first = self.records[0] if self.records else None
        if not isinstance(first, Open):
            message = "the log does not begin with an opening record"
            raise Refusal(Problem("not-a-log", message, "is this a session log?"))
        return first

    @property
    def sealed(self) -> bool:
        """Whether the session was ended and sealed."""
        return bool(self.records) and isinstance(self.records[-1], Seal)


def write_chain(records: Iterable[Record]) -> tuple[bytes, bytes]:
    """Return the lines of records that were read, as a log begins with them, and their hash."""
    lines: list[bytes] = []
    head = GENESIS
    for record in records:
        data = canonical(record)
        head = hashlib.sha256(head + data).digest()
        lines += (head.hex().encode(), b" ", data, b"\n")
    return b"".join(lines), head


def walk_chain(data: bytes, name: str = "log", genesis: bytes = GENESIS) -> Chain:
    """Follow the chain through the bytes of a log until its end or the first damaged record.

    Another kind of chained file has another ``genesis``, the hash before its first record.
    """
    lines: list[bytes] = []
    head = genesis
    position = 0
    while True:
        end = data.find(b"\n", position)
        if end < 0:
            return Chain(tuple(lines), head.hex(), position, data[position:], None)
        line = data[position:end]
        record = line[PREFIX:]
        digest = hashlib.sha256(head + record).digest()
        if not _HASHED.match(line) or line[: PREFIX - 1] != digest.hex().encode():
            place = Place(name, len(lines) + 1, 1)
            problem = _damage(line, len(lines), position, place)
            return Chain(tuple(lines), head.hex(), position, b"", problem)
        lines.append(record)
        head = digest
        position = end + 1


def _damage(line: bytes, number: int, position: int, place: Place) -> Problem:
    where = f"record {number} (byte {position})"
    if number == 0 and not _HASHED.match(line):
        return Problem("not-a-log", "this is not a session log", "", place)
    hint = "it was changed, or the disk failed; use a copy that verifies"
    return Problem("damaged", f"{where} does not fit the chain", hint, place)


def parse_journal(data: bytes, name: str = "log") -> Journal:
    """Read the bytes of a log: the chain first, then every record and their order."""
    chain = walk_chain(data, name)
    records: list[Record] = []
    head = GENESIS
    size = 0
    at_desk: tuple[str, str] | None = None
    for number, line in enumerate(chain.lines):
        place = Place(name, number + 1, 1)
        try:
            record = decode(line)
            _in_order(record, records, head.hex(), at_desk)
        except Refusal as refusal:
            found = refusal.problems[0]
            problem = replace(found, message=f"record {number}: {found.message}", place=place)
            return Journal(tuple(records), head.hex(), size, b"", (problem,))
        if isinstance(record, Open | Resumed | Branched):
            at_desk = _signature(record)
        records.append(record)
        head = hashlib.sha256(head + line).digest()
        size += PREFIX + len(line) + 1
    problems = (chain.problem,) if chain.problem else ()
    if not records and not problems:
        message = "the log is empty, or broke off in its first record"
        problems = (Problem("not-a-log", message, "", Place(name, 1, 1)),)
    if chain.torn and records and isinstance(records[-1], Seal):
        message = f"{len(chain.torn)} bytes follow the seal"
        problems = (Problem("damaged", message, "", Place(name, len(records) + 1, 1)),)
    return Journal(tuple(records), chain.head, chain.size, chain.torn, problems)


def _signature(
    record: Open | Resumed | Branched | CommandRecord | RefusalRecord,
) -> tuple[str, str]:
    return record.who, record.role


def _in_order(
    record: Record, before: list[Record], head: str, at_desk: tuple[str, str] | None
) -> None:
    """Refuse a record that cannot stand here; ``at_desk`` is who works, and as what."""
    message = ""
    if isinstance(record, Open) != (not before):
        message = "an opening record stands first, and only there"
    elif record.n != len(before):
        message = f"its number is {record.n}, its place {len(before)}"
    elif before and isinstance(before[-1], Seal):
        message = "it comes after the seal"
    elif before and record.t < before[-1].t:
        message = "it goes back in time"
    elif isinstance(record, Branched) and record.parent != head:
        message = "it branches off another session"
    elif isinstance(record, Seal) and (record.records != len(before) or record.head != head):
        message = "the seal does not fit the records before it"
    elif isinstance(record, CommandRecord | RefusalRecord) and _signature(record) != at_desk:
        message = f"it is signed by {record.who}, who was not at the desk as {record.role}"
    if message:
        raise Refusal(Problem("out-of-order", message))
