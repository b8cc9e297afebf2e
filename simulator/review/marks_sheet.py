"""What one marker wrote about one session, read from the bytes of a marks file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from simulator.language.problem import Place, Problem, Refusal
from simulator.language.text import text
from simulator.review.marks_record import (
    Answer,
    Commitment,
    Marker,
    MarkRecord,
    OpenMarks,
    Override,
    Rating,
    Remark,
    Seen,
    Signed,
    Withdrawn,
    decode,
)
from simulator.session.canonical import canonical
from simulator.session.chain import walk_chain

GENESIS: Final = hashlib.sha256(b"cuve marks, format 1\n").digest()
"""The hash before the first record of a marks file."""
FILE_BYTES = 4 * 1024 * 1024
"""Largest marks file."""
RATERS: tuple[Marker, ...] = ("assessor", "peer")
"""Those who mark somebody else, blind to each other until both have signed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one marker wrote about one session, as it stands now.

    Attributes:
        who: the marker, as named in the records, usually a pseudonym.
        role: assessor, peer or trainee (about oneself).
        log: the hash of the log's last record when marking began; ``of`` how many it had then.
        head: the hash of the last record of the marks; ``records`` are all of them, in order.
        remarks: those that were not withdrawn, by time.
        ratings: the last rating of each criterion, by its id.
        overrides: the last override of each line, by criterion and position, if not withdrawn.
        answers: the last answer to each question of the debrief, by question (and moment).
        commitment: the last one, if there is any.
        signatures: all of them, in order.
        torn: bytes of an unfinished end.
    """

    who: str
    role: Marker
    log: str
    of: int
    head: str
    records: tuple[MarkRecord, ...]
    remarks: tuple[Remark, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    overrides: Mapping[tuple[str, int], Override] = field(default_factory=dict)
    answers: Mapping[tuple[str, int | None], Answer] = field(default_factory=dict)
    commitment: Commitment | None = None
    signatures: tuple[Signed, ...] = ()
    torn: bytes = b""

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return not self.records

    @property
    def signed(self) -> bool:
        """Whether nothing was written since the last signature."""
        last = next((one for one in reversed(self.records) if not isinstance(one, Seen)), None)
        return isinstance(last, Signed)

    @property
    def blind(self) -> Sheet | None:
        """These marks as they were first signed, before the marker could see any others'.

        None if they were never signed, or not before others' were seen.
        """
        for place, record in enumerate(self.records):
            if isinstance(record, Seen):
                return None
            if isinstance(record, Signed):
                return _folded(replace(self, records=self.records[: place + 1]))
        return None


def blank(who: str, role: Marker, log: str, of: int) -> Sheet:
    """Return a sheet on which nothing is written yet."""
    return Sheet(who, role, log, of, GENESIS.hex(), ())


def read_sheet(data: bytes, name: str = "marks") -> Sheet:
    """Read the bytes of a marks file.

    Raises:
        Refusal: it is no marks file, or was damaged.
    """
    if len(data) > FILE_BYTES:
        raise Refusal(Problem("too-large", text("{name} is too large", name=name)))
    chain = walk_chain(data, name, GENESIS)
    if chain.problem is not None or not chain.lines:
        raise Refusal(chain.problem if chain.lines and chain.problem else _no_marks(name))
    records: list[MarkRecord] = []
    head = GENESIS
    for number, line in enumerate(chain.lines):
        try:
            record = decode(line)
            _refuse_misplaced(record, records, head.hex())
        except Refusal as refusal:
            found = refusal.problems[0]
            message = f"record {number}: {found.message}"
            place = Place(name, number + 1, 1)
            raise Refusal(replace(found, message=message, place=place)) from None
        records.append(record)
        head = hashlib.sha256(head + line).digest()
    opening = records[0]
    if not isinstance(opening, OpenMarks):
        raise Refusal(_no_marks(name))
    blank_one = Sheet(
        who=opening.who,
        role=opening.role,
        log=opening.log,
        of=opening.records,
        head=chain.head,
        records=tuple(records),
        torn=chain.torn,
    )
    return _folded(blank_one)


def _no_marks(name: str) -> Problem:
    return Problem("no-marks", text("this is no marks file"), "", Place(name, 1, 1))


def _folded(sheet: Sheet) -> Sheet:
    """Return a sheet with what its records come to."""
    gone = {one.of for one in sheet.records if isinstance(one, Withdrawn)}
    stands = [one for one in sheet.records if one.n not in gone]
    commitments = [one for one in stands if isinstance(one, Commitment)]
    remarks = [one for one in stands if isinstance(one, Remark)]
    return replace(
        sheet,
        remarks=tuple(sorted(remarks, key=lambda one: (one.t, one.n))),
        ratings={one.criterion: one for one in stands if isinstance(one, Rating)},
        overrides={(o.criterion, o.place): o for o in stands if isinstance(o, Override)},
        answers={(one.question, one.t): one for one in stands if isinstance(one, Answer)},
        commitment=commitments[-1] if commitments else None,
        signatures=tuple(one for one in stands if isinstance(one, Signed)),
    )


def _refuse_misplaced(record: MarkRecord, before: list[MarkRecord], head: str) -> None:
    """Refuse a record that cannot stand here."""
    message = ""
    opening = before[0] if before else None
    role = opening.role if isinstance(opening, OpenMarks) else ""
    if isinstance(record, OpenMarks) != (not before):
        message = text("an opening record stands first, and only there")
    elif record.n != len(before):
        message = text("its number is {n}, its place {place}", n=record.n, place=len(before))
    elif isinstance(record, Signed) and record.marks != head:
        message = text("the signature is of other marks")
    elif isinstance(record, Rating) and record.points > record.of:
        message = text("{points:g} points of {of:g}", points=record.points, of=record.of)
    elif isinstance(record, Withdrawn) and not _can_go(record, before):
        message = text("there is no remark or override of number {n}", n=record.of)
    elif isinstance(record, Override) and not record.reason.strip():
        message = text("an override needs a reason")
    elif isinstance(record, Override) and role != "assessor":
        message = text("only an assessor overrides what is computed")
    elif isinstance(record, Commitment) and role != "trainee":
        message = text("only the trainee makes a commitment")
    if message:
        raise Refusal(Problem("out-of-order", message))


def _can_go(record: Withdrawn, before: list[MarkRecord]) -> bool:
    return record.of < len(before) and isinstance(before[record.of], Remark | Override)


def signature_heads(sheet: Sheet) -> tuple[str, ...]:
    """Return the hash after each signature: what a signer notes down."""
    head, found = GENESIS, []
    for record in sheet.records:
        head = hashlib.sha256(head + canonical(record)).digest()
        if isinstance(record, Signed):
            found.append(head.hex())
    return tuple(found)


def may_see(mine: Sheet, other: Sheet) -> bool:
    """Say whether one marker may see the marks of another.

    The trainee sees what is signed. Raters see what the trainee wrote, and each other's marks when
    both have signed.
    """
    if mine.who == other.who:
        return True
    if mine.role == "trainee":
        return bool(other.signatures)
    if other.role == "trainee":
        return True
    return bool(mine.signatures) and bool(other.signatures)


def seen_by(mine: Sheet, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets of others that a marker may see."""
    return tuple(one for one in sheets if one.who != mine.who and may_see(mine, one))
