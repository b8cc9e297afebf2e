"""What the glass shows and gives its keys to: a session, or a screen before, between or after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from tui.draw import Line
from tui.question import Question


class Seat(Protocol):
    """One screenful that takes keys. It knows no Textual."""

    leaving: str
    """How the user chose to leave; empty while they stay."""

    @property
    def theme_name(self) -> str:
        """The colours."""

    @property
    def question(self) -> Question | None:
        """The open question, if there is one."""

    def begin(self) -> None:
        """Start what goes on beside the screen; beginning twice does nothing."""

    def poll(self) -> None:
        """Take in what happened since the last time."""

    def press(self, key: str) -> None:
        """Take one key."""

    def paste(self, text: str) -> None:
        """Take pasted text."""

    def click(self, x: int, y: int) -> None:
        """Take a click of a mouse on a cell of the screen."""

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse over a cell."""

    def paint(self, width: int, height: int) -> list[Line]:
        """Return ``height`` lines of ``width`` cells."""


BEAT_S = 1.0
"""Seconds between two beats: marks are lit for one and dark for one, which is 0.5 Hz."""


@runtime_checkable
class Pulsing(Protocol):
    """A seat that has a horn."""

    def beat(self) -> bool:
        """Take one beat of the slow pulse; return whether the bell is to ring now."""


Onward = Callable[[Seat], Seat | None]
"""Says which seat comes after one that was left; None is out."""


def out(_: Seat) -> Seat | None:
    """Say that nothing comes after."""
    return None
