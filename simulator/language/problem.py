"""What is wrong, where, and what to try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text: file name, line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: a stable short name for programs, such as ``unknown-tag``.
        message: what is wrong, for a person.
        hint: what to try, for a person; may be empty.
        place: where in a text, if it came from one.
    """

    code: str
    message: str
    hint: str = ""
    place: Place | None = None

    def at(self, place: Place) -> Problem:
        """Return the same problem, placed."""
        return replace(self, place=place)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        tail = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{tail}"


class Refusal(Exception):
    """Input that cannot be used; carries every problem that was found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
