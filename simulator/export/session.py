"""What is exported of a session: its log, when it was, and under which codes people stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.chain import Journal
from simulator.session.journal import read_journal
from simulator.session.record import Branched, Open, Resumed

Coded = Callable[[str], str]
"""Gives the code for whoever signed a log; what is a code already stays as it is."""

ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Session:
    """A log that is exported.

    Attributes:
        path: of the log.
        journal: what it holds; it is sound, or ends in a torn record.
        id: the first digits of the log's head, which tell sessions apart.
        began: date and time in UTC.
        people: the codes of who was at the desk, by what the log says.
    """

    path: str
    journal: Journal
    id: str
    began: datetime
    people: dict[str, str]

    @property
    def opening(self) -> Open:
        """The first record."""
        return self.journal.opening

    @property
    def scenario(self) -> str:
        """The short name of what was played."""
        return Path(self.opening.main).stem

    @property
    def who(self) -> str:
        """The code of who began the session."""
        return self.coded(self.opening.who)

    def at(self, t: int) -> datetime:
        """Return the date and time of a simulated moment: the beginning and what was simulated."""
        return self.began + timedelta(milliseconds=t)

    def coded(self, who: str) -> str:
        """Return the code of whoever was at the desk; other words stay as they are."""
        return self.people.get(who, who)


def read_session(path: str | Path, coded: Coded) -> Session:
    """Read a log to export it.

    Raises:
        Refusal: it cannot be read, is damaged, or tells no time.
    """
    journal = read_journal(path)
    if journal.problems:
        raise Refusal(journal.problems)
    opening = journal.opening
    arrivals = [r for r in journal.records if isinstance(r, Open | Resumed | Branched)]
    return Session(
        path=str(path),
        journal=journal,
        id=journal.head[:ID_DIGITS],
        began=read_time(opening.wall),
        people={one.who: coded(one.who) for one in arrivals},
    )


def read_time(wall: str) -> datetime:
    """Return the date and time of a record, in UTC.

    Raises:
        Refusal: it is none, or has no time zone.
    """
    untold = Refusal(Problem("bad-time", text("the log tells no date and time in UTC")))
    try:
        found = datetime.fromisoformat(wall)
        found + timedelta(days=100_000)  # simulated time will be added to it
    except (ValueError, OverflowError):
        raise untold from None
    if found.utcoffset() != timedelta(0):
        raise untold
    return found.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """Return a date and time in UTC as ISO 8601, to a millisecond.

    >>> stamp(datetime.fromisoformat("2026-11-22T03:50:00.125Z"))
    '2026-11-22T03:50:00.125Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
