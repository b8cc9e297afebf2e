"""Who is behind a code: the one place where names are kept, apart from all results.

Logs, marks and learning records hold a code, such as ``T-4K7PQ``. The key file says whose it is;
without it, nobody can tell from the code. It is for the school alone, and readable by its owner.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.pace import utc_stamp
from simulator.session.tables import Kind, opened

PLACE: Final = "CUVE_PEOPLE"
"""The environment variable that names another key file."""
LONGEST_SIGNATURE: Final = 200
"""How many characters a log takes for who was at the desk."""
REAL_NAMES: Final = "CUVE_REAL_NAMES"
"""Set to 1 in the environment: logs hold names as they are given, because the site wants so."""
LONGEST = 100
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 5
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
_KIND = Kind(
    "key file",
    0x43757601,
    1,
    """
    CREATE TABLE people (
        code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        since TEXT NOT NULL
    ) STRICT
    """,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by code and name, and since when (UTC)."""

    code: str
    name: str
    since: str


def people_path(environment: Mapping[str, str]) -> Path:
    """Return where the key file is kept."""
    named = environment.get(PLACE, "")
    return Path(named) if named else user_data_path("cuve") / "people.sqlite3"


class People:
    """The key file.

    Args:
        path: of the file; it is made when the first person gets a code.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def everyone(self) -> tuple[Person, ...]:
        """Return all people, by code.

        Raises:
            Refusal: the key file cannot be read.
        """
        with opened(self.path, _KIND) as base:
            rows = base.execute("SELECT code, name, since FROM people ORDER BY code").fetchall()
        return tuple(Person(*row) for row in rows)

    def find(self, code_or_name: str) -> Person | None:
        """Return whoever has this code or this name, whatever its capitals and blanks.

        Raises:
            Refusal: the key file cannot be read.
        """
        with opened(self.path, _KIND) as base:
            return _find(base, code_or_name)

    def code_for(self, name: str, code: str = "") -> Person:
        """Return the person of a name, with a new code if there is none yet.

        Args:
            name: as people write it.
            code: a code that the school chose; without it, one that says nothing.

        Raises:
            Refusal: the name or code cannot be one, or the code is another person's.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST or plain(name) != name:
            hint = text("up to {longest} plain characters", longest=LONGEST)
            raise Refusal(Problem("name", text("this cannot be a name"), hint))
        if code and not _CODE.match(code):
            hint = text("letters, digits, points, dashes; up to 40")
            raise Refusal(Problem("code", text("this cannot be a code"), hint))
        with opened(self.path, _KIND, write=True) as base:
            there = _find(base, name)
            if there is not None and code in ("", there.code):
                return there
            if there is not None:
                message = text("{name} has another code: {code}", name=name, code=there.code)
                raise Refusal(Problem("has-code", message))
            if code and _find(base, code) is not None:
                raise Refusal(Problem("code-taken", text("{code} is another person's", code=code)))
            person = Person(code or _new_code(base), name, utc_stamp())
            row = (person.code, person.name, _folded(name), person.since)
            base.execute("INSERT INTO people VALUES (?, ?, ?, ?)", row)
        return person

    def forget(self, code_or_name: str) -> Person:
        """Erase somebody from the key file; nobody can tell any more whose the code was.

        Raises:
            Refusal: there is nobody of that code or name.
        """
        if self.path.exists():
            with opened(self.path, _KIND, write=True) as base:
                person = _find(base, code_or_name)
                if person is not None:
                    base.execute("DELETE FROM people WHERE code = ?", (person.code,))
                    return person
        message = text("the key file knows nobody called {name}", name=plain(code_or_name, 100))
        raise Refusal(Problem("unknown-person", message))


def signed_as(who: str, environment: Mapping[str, str]) -> str:
    """Return what a log is signed with for somebody who says who they are.

    A single word is taken as a code, unless it is a name that the key file knows. A name of more
    words is replaced by its code, which is made if there is none. Where the site wants real names
    (``CUVE_REAL_NAMES=1``), it stays as it is.

    Raises:
        Refusal: the key file cannot be used, or what was said is no name.
    """
    if len(who) > LONGEST_SIGNATURE:
        message = text("at most {n} characters", n=LONGEST_SIGNATURE)
        raise Refusal(
            Problem("who", message, text("say who you are, in up to 200 plain characters"))
        )
    words = who.split()
    if not words or environment.get(REAL_NAMES, "") == "1":
        return who
    people = People(people_path(environment))
    if len(words) > 1:
        return people.code_for(who).code
    person = people.find(words[0]) if people.path.exists() else None
    return person.code if person else who


def code_of(who: str, environment: Mapping[str, str]) -> str:
    """Return the code of somebody whom the key file knows, or what was said; nothing is made.

    Raises:
        Refusal: the key file cannot be read.
    """
    person = People(people_path(environment)).find(who)
    return person.code if person is not None else who


def _find(base: sqlite3.Connection, code_or_name: str) -> Person | None:
    row = base.execute(
        "SELECT code, name, since FROM people WHERE code = ? OR folded = ?"
        " ORDER BY code = ? DESC LIMIT 1",
        (code_or_name, _folded(code_or_name), code_or_name),
    ).fetchone()
    return Person(*row) if row else None


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _new_code(base: sqlite3.Connection) -> str:
    while True:
        code = "T-" + "".join(secrets.choice(_LETTERS) for _ in range(_DIGITS))
        if base.execute("SELECT 1 FROM people WHERE code = ?", (code,)).fetchone() is None:
            return code
