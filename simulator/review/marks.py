"""Marks beside a log: remarks, ratings, overrides, a trainee's own words, and signatures.

Each marker has a chained file beside the log, ``SESSION.log.NAME.marks``, bound to the head of the
log; the log itself is never changed. Marks only grow: what no longer stands stays readable.

    marks = Marks.open("session.log", "assessor-1")
    marks.remark(3_600_000, "Why did you wait here?")
    marks.rate(criterion, level=2, text="clear, but late")
    marks.sign("A. Peeters", "assessment")

Who marks somebody else is blind to other raters until both have signed.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import __version__
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.review.marks_log import (
    LogRef,
    marks_path,
    refer,
    refuse_other_log,
    sheets_of,
)
from simulator.review.marks_record import (
    FORMAT,
    MEANINGS,
    Answer,
    Commitment,
    Marker,
    MarkRecord,
    Meaning,
    OpenMarks,
    Override,
    Rating,
    Remark,
    Seen,
    Signed,
    Withdrawn,
    encode,
)
from simulator.review.marks_sheet import (
    FILE_BYTES,
    RATERS,
    Sheet,
    blank,
    may_see,
    read_sheet,
    seen_by,
)
from simulator.session.journal import growing, read_bytes
from simulator.session.pace import utc_stamp

if TYPE_CHECKING:
    from simulator.assessment.rubric import Criterion, Level
    from simulator.assessment.score import CriterionScore

__all__ = [
    "MEANINGS",
    "RATERS",
    "Answer",
    "Commitment",
    "LogRef",
    "Marker",
    "Marks",
    "Meaning",
    "Override",
    "Rating",
    "Remark",
    "Sheet",
    "Signed",
    "may_see",
    "refer",
    "seen_by",
    "sheets_of",
    "worth",
]

_TRIES = 100
_PAUSE_S = 0.02
_NEVER = threading.Event()


def worth(levels: Sequence[Level], level: int, of: float) -> float:
    """Return the points of a level of a criterion.

    The highest level is worth all points, the lowest none, one between them the middle of its band.

    Raises:
        Refusal: there is no such level.
    """
    if not 0 <= level < len(levels):
        message = text("there is no level {level}", level=level)
        hint = text("levels are counted from 0 to {last}", last=len(levels) - 1)
        raise Refusal(Problem("no-level", message, hint))
    if level == len(levels) - 1:
        return of
    if level == 0:
        return 0.0
    return round(of * (levels[level].starts + levels[level + 1].starts) / 2.0, 2)


class Marks:
    """The marks of one person about one log. Nothing is on disk before the first is written.

    Every mark is brought to disk before its method returns its number. Two programs may write
    marks of the same person: each waits for the other.
    """

    def __init__(
        self, log: Path, ref: LogRef, who: str, role: Marker, stamp: Callable[[], str]
    ) -> None:
        self.log = log
        self.ref = ref
        self.who = who
        self.role = role
        self.path = marks_path(log, who)
        self._stamp = stamp

    @classmethod
    def open(
        cls,
        log: str | Path,
        who: str,
        role: Marker = "assessor",
        *,
        ref: LogRef | None = None,
        stamp: Callable[[], str] = utc_stamp,
    ) -> Marks:
        """Begin or go on with somebody's marks of a log.

        Args:
            log: the session log; it must not be damaged.
            who: the marker, best a pseudonym.
            role: as what; who was at the desk marks as ``trainee``, and nobody else.
            ref: what :func:`refer` said of the log, to save reading it again.
            stamp: gives the date and time.

        Raises:
            Refusal: the log or the marks cannot be read, or this person may not mark so.
        """
        ref = ref or refer(log)
        if not who.strip() or len(who) > 200 or plain(who) != who:
            hint = text("say who you are, in up to 200 plain characters")
            raise Refusal(Problem("who", text("marks need a name"), hint))
        if (role == "trainee") != (who in ref.people):
            mine = text("nobody assesses their own session; rate yourself as trainee")
            other = text("only who was at the desk rates the session as trainee")
            raise Refusal(Problem("own-session", mine if who in ref.people else other))
        made = cls(Path(log), ref, who, role, stamp)
        made.sheet  # noqa: B018 - refuses marks that cannot be gone on with
        return made

    @property
    def sheet(self) -> Sheet:
        """What is written so far.

        Raises:
            Refusal: the file cannot be read, is damaged, or is of another person or log.
        """
        return self._checked(read_bytes(self.path) if self.path.exists() else b"")

    def others(self) -> tuple[Sheet, ...]:
        """Return the marks of others that this person may see now.

        That a rater has seen another rater's is itself put in the marks, once for each state.
        """
        mine = self.sheet
        shown = seen_by(mine, sheets_of(self.log)[0])
        known = {(one.who, one.head) for one in mine.records if isinstance(one, Seen)}
        for other in shown:
            both = mine.role in RATERS and other.role in RATERS
            if both and (other.who, other.head) not in known:
                self._saw(other)
        return shown

    def remark(self, t: int, words: str, record: int | None = None) -> int:
        """Pin a remark to a moment (ms), and to a record of the log; return its number."""
        self._refuse_elsewhere(t, record)
        said = _said(words)
        return self._add(lambda n: Remark(n, t, record, said, self._stamp()))

    def withdraw(self, number: int, reason: str = "") -> int:
        """Say that a remark or an override no longer stands; return the number of saying so."""
        return self._add(lambda n: Withdrawn(n, number, reason.strip(), self._stamp()))

    def rate(
        self,
        criterion: Criterion,
        *,
        level: int | None = None,
        points: float | None = None,
        words: str = "",
    ) -> int:
        """Rate a criterion by level (from 0) or by points; return the number of the rating.

        A trainee may rate every criterion; others rate what waits for them, and an assessor
        overrides the lines of what is judged automatically.
        """
        if self.role not in ("trainee", criterion.rater):
            hint = text("override a line of it, with a reason")
            message = text(
                "{criterion} is not for {role} to rate", criterion=criterion.id, role=self.role
            )
            raise Refusal(
                Problem("not-yours", message, hint if criterion.rater == "automatic" else "")
            )
        if (level is None) == (points is None):
            raise Refusal(Problem("rating", text("give either a level or points")))
        of = float(criterion.points)
        worth_of = worth(criterion.levels, level, of) if level is not None else float(points or 0)
        if not 0.0 <= worth_of <= of:
            message = text("{points:g} points are not from 0 to {of:g}", points=worth_of, of=of)
            raise Refusal(Problem("rating", message))
        return self._add(
            lambda n: Rating(n, criterion.id, level, worth_of, of, words.strip(), self._stamp())
        )

    def override(
        self,
        one: CriterionScore,
        place: int,
        points: float,
        reason: str,
        failed: bool | None = None,
    ) -> int:
        """Give the line at ``place`` (from 0) of a criterion other points; return the number.

        The value that was computed stays in the record. ``failed`` settles whether the criterion
        is a critical failure; None leaves that as it is computed.
        """
        if not 0 <= place < len(one.lines):
            message = text("{criterion} has no line {place}", criterion=one.id, place=place)
            raise Refusal(Problem("no-line", message))
        line = one.lines[place]
        low, high = (line.of, line.of) if line.of < 0.0 else (0.0, line.of)
        low = min(low, line.points)
        if not low <= points <= high:
            message = text(
                "{points:g} points are not from {low:g} to {high:g}",
                points=points,
                low=low,
                high=high,
            )
            raise Refusal(Problem("override", message))
        if not reason.strip():
            raise Refusal(Problem("reason-needed", text("an override needs a reason")))
        return self._add(
            lambda n: Override(
                n,
                one.id,
                place,
                line.rule,
                line.points,
                float(points),
                failed,
                reason.strip(),
                self._stamp(),
            )
        )

    def answer(self, question: str, words: str, t: int | None = None) -> int:
        """Write down an answer to a question of the debrief, about a moment (ms) if it is one."""
        if t is not None:
            self._refuse_elsewhere(t, None)
        said = _said(words)
        return self._add(lambda n: Answer(n, question, t, said, self._stamp()))

    def commit(self, words: str, scenario: str = "") -> int:
        """Write down what the trainee will do differently, and what to play next."""
        said = _said(words)
        return self._add(lambda n: Commitment(n, said, scenario, self._stamp()))

    def sign(self, name: str, meaning: Meaning) -> int:
        """Sign what is written, with one's printed name; the session must have been ended.

        Marks written afterwards need a new signature.
        """
        if meaning not in MEANINGS:
            hint = ", ".join(MEANINGS)
            raise Refusal(Problem("meaning", text("what does the signature say?"), hint))
        if not self.ref.sealed:
            hint = text("end the session, then sign")
            raise Refusal(Problem("not-sealed", text("this session has not been ended"), hint))
        printed = _said(name)
        return self._append(
            lambda n, head: Signed(n, printed, meaning, self.ref.head, head, self._stamp())
        )

    def _saw(self, other: Sheet) -> None:
        self._add(lambda n: Seen(n, other.who, other.head, self._stamp()))

    def _refuse_elsewhere(self, t: int, record: int | None) -> None:
        if not 0 <= t <= self.ref.end or not 0 <= (record or 0) < self.ref.records:
            raise Refusal(Problem("moment", text("the session has no such moment")))

    def _checked(self, data: bytes) -> Sheet:
        """Return the sheet of a file's bytes, if it is this person's, about this log."""
        if b"\n" not in data:  # nothing, or a first record that never came to disk
            empty = blank(self.who, self.role, self.ref.head, self.ref.records)
            return replace(empty, torn=data)
        sheet = read_sheet(data, str(self.path))
        if sheet.who != self.who or sheet.role != self.role:
            message = text(
                "these are the marks of {who}, as {role}", who=sheet.who, role=sheet.role
            )
            raise Refusal(Problem("other-marker", message))
        refuse_other_log(sheet, self.ref)
        return sheet

    def _add(self, make: Callable[[int], MarkRecord]) -> int:
        """Append a record made with its number."""
        return self._append(lambda n, _: make(n))

    def _append(self, make: Callable[[int, str], MarkRecord]) -> int:
        """Append a record made with its number and the hash before it; wait for other writers."""
        tries = 1
        while True:
            try:
                with growing(self.path, FILE_BYTES) as (data, add):
                    return self._write(data, add, make)
            except Refusal as refusal:
                if refusal.problems[0].code != "in-use" or tries == _TRIES:
                    raise
            tries += 1
            _NEVER.wait(_PAUSE_S)

    def _write(
        self,
        data: bytes,
        add: Callable[[bytes, bytes], None],
        make: Callable[[int, str], MarkRecord],
    ) -> int:
        """Write a record, and before the first of all the opening one; return its number."""
        sheet = self._checked(data)
        head, number, written = bytes.fromhex(sheet.head), len(sheet.records), b""
        if sheet.empty:
            head, written = _line(head, self._opening())
            number = 1
        record = make(number, head.hex())
        written += _line(head, record)[1]
        if len(data) + len(written) > FILE_BYTES:
            raise Refusal(
                Problem("marks-full", text("these marks have reached their largest size"))
            )
        read_sheet(data[: len(data) - len(sheet.torn)] + written, str(self.path))
        add(written, sheet.torn)
        return record.n

    def _opening(self) -> OpenMarks:
        return OpenMarks(
            n=0,
            format=FORMAT,
            log=self.ref.head,
            records=self.ref.records,
            who=self.who,
            role=self.role,
            program=__version__,
            wall=self._stamp(),
        )


def _line(head: bytes, record: MarkRecord) -> tuple[bytes, bytes]:
    """Return the hash of a record after another, and its line."""
    body = encode(record)
    head = hashlib.sha256(head + body).digest()
    return head, head.hex().encode() + b" " + body + b"\n"


def _said(words: str) -> str:
    """Return what somebody wrote, if it is anything."""
    if not words.strip():
        raise Refusal(Problem("empty", text("there is nothing written")))
    return words.strip()
