"""What every page of the terminal is: a painter of lines with a table of keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from simulator.session.meanings import UNACKNOWLEDGED
from tui.draw import Line, Piece, line

if TYPE_CHECKING:
    from simulator.language.observation import AlarmView, Observation
    from tui.console import Console


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a page: its name, the English text of what it does, and its method.

    ``shown`` is how it is printed, if not by its name.
    """

    key: str
    word: str
    method: str
    shown: str = ""

    @property
    def face(self) -> str:
        """What is printed on the key."""
        return self.shown or self.key


class Page:
    """One page; ``name`` is what code calls it, ``heading`` the English text of its title."""

    name: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    KEYS: ClassVar[tuple[Key, ...]] = ()

    def __init__(self, console: Console) -> None:
        self.console = console
        self.chosen = 0

    @property
    def now(self) -> Observation:
        """The latest picture of the instruments."""
        return self.console.runner.latest

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of this page as this person has them."""
        return self.console.keymap.table(self.name, self.KEYS)

    def click(self, x: int, y: int) -> None:
        """Take a click on a cell, counted from the left and the first line of the page."""

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse over a cell: as the arrow keys."""
        if up:
            self.up()
        else:
            self.down()

    def count(self) -> int:
        """Return how many rows can be chosen."""
        return 0

    def up(self) -> None:
        """Choose the row above."""
        self.chosen = max(min(self.chosen, self.count() - 1) - 1, 0)

    def down(self) -> None:
        """Choose the row below."""
        self.chosen = max(min(self.chosen + 1, self.count() - 1), 0)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines of the page; what is missing below stays empty."""
        raise NotImplementedError

    def strip(self, width: int) -> list[Line]:
        """Return what this page keeps in sight on every page; most keep nothing."""
        return []

    def title(self, width: int, *more: Piece) -> Line:
        """Return the title line of the page, with more pieces behind it."""
        words = self.console.say(self.heading)
        return line([(f" {words.upper()} ", "strong"), *more], width)


UP = Key("up", "up", "up", "↑")
DOWN = Key("down", "down", "down", "↓")


def alarm_token(view: AlarmView) -> str:
    """Return the style of an alarm: a block of colour while unacknowledged, then a line."""
    if view.state in UNACKNOWLEDGED:
        return f"new {view.priority}"
    return f"old {view.priority}" if view.state in "CF" else "soft"
