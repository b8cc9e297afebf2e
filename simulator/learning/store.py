"""The learning record: every attempt and what it came to, in one SQLite file. No names, only codes.

An attempt is known by the head of its log: the same log is kept once, however often it is imported;
importing it again scores it anew. What was signed is remembered by its head, so that marks that
were rewritten since are found.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from platformdirs import user_data_path

from simulator.language.problem import Problem
from simulator.language.text import text
from simulator.learning.gather import Attempted, Judged, MarkedBy
from simulator.learning.mastery import Pass
from simulator.session.pace import utc_stamp
from simulator.session.tables import Kind, opened

PLACE: Final = "CUVE_STORE"
"""The environment variable that names another learning record."""

_KIND = Kind(
    "learning record",
    0x43757602,
    1,
    """
    CREATE TABLE attempts (
        head TEXT PRIMARY KEY,
        who TEXT NOT NULL,
        scenario TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        level INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        began TEXT NOT NULL,
        simulated_ms INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        program TEXT NOT NULL,
        physics INTEGER NOT NULL,
        computed REAL NOT NULL,
        percent REAL NOT NULL,
        passed INTEGER NOT NULL,
        grade TEXT NOT NULL,
        waiting REAL NOT NULL,
        imported TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attempts_by_who ON attempts (who, began);
    CREATE TABLE criteria (
        head TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        rater TEXT NOT NULL,
        computed REAL,
        points REAL,
        of REAL NOT NULL,
        failed INTEGER NOT NULL,
        competencies TEXT NOT NULL,
        PRIMARY KEY (head, place)
    ) STRICT;
    CREATE TABLE competencies (
        head TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
        code TEXT NOT NULL,
        percent REAL NOT NULL,
        PRIMARY KEY (head, code)
    ) STRICT;
    CREATE TABLE marks (
        head TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
        who TEXT NOT NULL,
        role TEXT NOT NULL,
        marks TEXT NOT NULL,
        signatures TEXT NOT NULL,
        PRIMARY KEY (head, who)
    ) STRICT
    """,
)
_ATTEMPT = (
    "head, who, scenario, title, text, level, seed, began, simulated_ms, finished, program,"
    " physics, computed, percent, passed, grade, waiting"
)

Outcome = Literal["new", "same", "changed"]
"""What keeping an attempt did: it was not there, it was there alike, or its score is another."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping an attempt did; ``problems`` tells of marks that are not what they were."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()


def store_path(environment: Mapping[str, str]) -> Path:
    """Return where the learning record is kept."""
    named = environment.get(PLACE, "")
    return Path(named) if named else user_data_path("cuve") / "learning.sqlite3"


class Store:
    """The learning record of a place.

    Args:
        path: of the file; it is made when the first attempt is kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, attempts: Iterable[Attempted]) -> list[Kept]:
        """Keep attempts, all or none; return what came of each.

        Raises:
            Refusal: the file cannot be written, or is none.
        """
        with opened(self.path, _KIND, write=True) as base:
            return [_keep(base, one) for one in attempts]

    def attempts(self, who: str = "") -> tuple[Attempted, ...]:
        """Return the attempts of everybody, or of one person, by time.

        Raises:
            Refusal: the file cannot be read, or is none.
        """
        with opened(self.path, _KIND) as base:
            order = "ORDER BY began, head"
            if who:
                query = f"SELECT {_ATTEMPT} FROM attempts WHERE who = ? {order}"
                rows = base.execute(query, (who,)).fetchall()
            else:
                rows = base.execute(f"SELECT {_ATTEMPT} FROM attempts {order}").fetchall()
            return tuple(_read(base, row) for row in rows)

    def percent(self, head: str) -> float | None:
        """Return what the log of this head came to, in percent; None if it is not kept.

        Raises:
            Refusal: the file cannot be read, or is none.
        """
        if not self.path.exists():
            return None
        with opened(self.path, _KIND) as base:
            query = "SELECT percent FROM attempts WHERE head = ?"
            row = base.execute(query, (head,)).fetchone()
        return float(row[0]) if row else None

    def people(self) -> tuple[str, ...]:
        """Return the codes of everybody who made an attempt, in order.

        Raises:
            Refusal: the file cannot be read, or is none.
        """
        with opened(self.path, _KIND) as base:
            rows = base.execute("SELECT DISTINCT who FROM attempts ORDER BY who").fetchall()
        return tuple(row[0] for row in rows)

    def erase(self, who: str) -> int:
        """Erase one person's attempts, and the trace of their marks; return how many attempts.

        Raises:
            Refusal: the file cannot be written, or is none.
        """
        if not self.path.exists():
            return 0
        with opened(self.path, _KIND, write=True) as base:
            base.execute("DELETE FROM marks WHERE who = ?", (who,))
            return base.execute("DELETE FROM attempts WHERE who = ?", (who,)).rowcount


def passes(attempts: Iterable[Attempted]) -> list[Pass]:
    """Return attempts as the rules of mastery look at them."""
    return [
        Pass(one.scenario, one.seed, one.percent, one.passed, one.competencies) for one in attempts
    ]


def _keep(base: sqlite3.Connection, one: Attempted) -> Kept:
    """Keep one attempt."""
    query = f"SELECT {_ATTEMPT} FROM attempts WHERE head = ?"
    row = base.execute(query, (one.head,)).fetchone()
    before = _read(base, row) if row else None
    if before == one:
        return Kept("same")
    rewritten = _rewritten(before, one) if before else []
    if rewritten:
        return Kept("same", tuple(rewritten))
    base.execute("DELETE FROM attempts WHERE head = ?", (one.head,))
    values = (
        one.head, one.who, one.scenario, _json(one.title), one.text, one.level, one.seed, one.began,
        one.simulated_ms, int(one.finished), one.program, one.physics, one.computed, one.percent,
        int(one.passed), one.grade, one.waiting, utc_stamp(),
    )  # fmt: skip
    base.execute(
        f"INSERT INTO attempts ({_ATTEMPT}, imported) VALUES ({', '.join('?' * len(values))})",
        values,
    )
    for place, criterion in enumerate(one.criteria):
        base.execute(
            "INSERT INTO criteria VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.head,
                place,
                criterion.id,
                _json(criterion.name),
                criterion.rater,
                criterion.computed,
                criterion.points,
                criterion.of,
                int(criterion.failed),
                " ".join(criterion.competencies),
            ),
        )
    rows = [(one.head, code, percent) for code, percent in sorted(one.competencies.items())]
    base.executemany("INSERT INTO competencies VALUES (?, ?, ?)", rows)
    marks = [(one.head, m.who, m.role, m.head, " ".join(m.signatures)) for m in one.marks]
    base.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?)", marks)
    return Kept("new" if before is None else "changed")


def _rewritten(before: Attempted, now: Attempted) -> list[Problem]:
    """Return a problem for each marker whose signed marks are gone or were rewritten since."""
    there = {one.who: one.signatures for one in now.marks}
    return [
        Problem(
            "marks-rewritten",
            text("the marks that {who} signed are gone or were rewritten", who=one.who),
            text("what was kept stays as it was"),
        )
        for one in before.marks
        if there.get(one.who, ())[: len(one.signatures)] != one.signatures
    ]


def _read(base: sqlite3.Connection, row: tuple[Any, ...]) -> Attempted:
    """Return an attempt from its row and those that belong to it."""
    (head, who, scenario, title, text_hash, level, seed, began, reached, finished, program,
     physics, computed, percent, passed, grade, waiting) = row  # fmt: skip
    query = (
        "SELECT id, name, rater, computed, points, of, failed, competencies FROM criteria"
        " WHERE head = ? ORDER BY place"
    )
    criteria = tuple(
        Judged(i, json.loads(name), rater, c, points, of, bool(failed), tuple(codes.split()))
        for i, name, rater, c, points, of, failed, codes in base.execute(query, (head,))
    )
    shown = base.execute("SELECT code, percent FROM competencies WHERE head = ?", (head,))
    marks = base.execute(
        "SELECT who, role, marks, signatures FROM marks WHERE head = ? ORDER BY rowid", (head,)
    )
    return Attempted(
        head, who, scenario, json.loads(title), text_hash, level, seed, began, reached,
        bool(finished), program, physics, computed, percent, bool(passed), grade, waiting,
        criteria, dict(shown.fetchall()),
        tuple(MarkedBy(w, r, m, tuple(signatures.split())) for w, r, m, signatures in marks),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
