"""Small databases of our own: one SQLite file each, private, with a version, whole or not at all.

SQLite makes every change whole or not at all, and lets programs wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.writer import trouble

_SMALLEST = 512
WAIT_S = 30.0
"""So long one program waits for another that writes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of database: what it is called, its number in the file, its version and tables."""

    name: str
    number: int
    version: int
    tables: str


@contextmanager
def opened(path: Path, kind: Kind, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a database; what is written in the block is kept if the block ends well.

    Args:
        path: of the file. For writing it is made if it is not there, for nobody else to read;
            without it, reading finds empty tables.
        kind: what it must be.
        write: whether something is to be changed.

    Raises:
        Refusal: it cannot be opened, is no such database, or of a later version.
    """
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            os.close(os.open(path, flags, 0o600))
        there = path.exists()
        if there and not path.is_file():
            raise Refusal(Problem("not-a-file", text("{path} is not a file", path=str(path))))
        size = path.stat().st_size if there else 0
        if 0 < size < _SMALLEST:
            raise Refusal(Problem("bad-database", text("{path} is no database", path=str(path))))
        target = str(path) if write or size else ":memory:"
    except OSError as error:
        raise Refusal(trouble("cannot-open", "cannot open", str(path), error)) from None
    except ValueError:
        message = text("a file name cannot hold a NUL")
        raise Refusal(Problem("cannot-open", message)) from None
    try:
        with closing(sqlite3.connect(target, timeout=WAIT_S, isolation_level=None)) as base:
            base.execute("PRAGMA secure_delete = ON")
            base.execute("PRAGMA foreign_keys = ON")
            base.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            _prepare(base, kind, path)
            yield base
            base.execute("COMMIT")
    except sqlite3.Error as error:
        message = text("{path}: {why}", path=str(path), why=str(error))
        hint = text("is this a {name} of cuve?", name=kind.name)
        raise Refusal(Problem("bad-database", message, hint)) from None


def _prepare(base: sqlite3.Connection, kind: Kind, path: Path) -> None:
    """Make the tables of an empty database; refuse one of another kind or of a later version."""
    number = base.execute("PRAGMA application_id").fetchone()[0]
    version = base.execute("PRAGMA user_version").fetchone()[0]
    empty = base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if empty and number == 0 and version == 0:
        for statement in kind.tables.split(";"):
            base.execute(statement)
        base.execute(f"PRAGMA application_id = {kind.number}")
        base.execute(f"PRAGMA user_version = {kind.version}")
        return
    if number != kind.number:
        message = text("{path} is no {name} of cuve", path=str(path), name=kind.name)
        raise Refusal(Problem("other-database", message))
    if version != kind.version:
        message = text(
            "this {name} is of version {found}; this program knows version {known}",
            name=kind.name,
            found=version,
            known=kind.version,
        )
        raise Refusal(Problem("other-version", message, text("use the program that made it")))
