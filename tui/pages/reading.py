"""Pages to read: every key."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from simulator.language.text import N_
from tui.draw import Line, fit, line
from tui.page import DOWN, UP, Key, Page, Station

_PAGE = 10


class Scrolled(Page):
    """A page of text that the arrow keys scroll; ``chosen`` is the first row in sight."""

    LEAP: ClassVar[int] = 2

    def up(self) -> None:
        """Show what is above."""
        self.chosen = max(self.chosen - _PAGE, 0)

    def down(self) -> None:
        """Show what is below."""
        self.chosen += _PAGE


class HelpPage(Scrolled):
    """Every key of every page, from the very tables that are obeyed."""

    name: ClassVar[str] = "help"
    heading: ClassVar[str] = "help"
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN)

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.chosen = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the keys, in columns that are as wide as their longest text."""
        lines = self._section(N_("Everywhere"), self.console.keys, width)
        for page in self.console.pages.values():
            if page.keys:
                lines += self._section(page.heading, page.keys, width)
        self.chosen = max(0, min(self.chosen, len(lines) - height + 1))
        return [self.title(width, ("↑ ↓", "")), *lines[self.chosen : self.chosen + height - 1]]

    def _section(self, word: str, keys: tuple[Key, ...], width: int) -> list[Line]:
        longest = max(cell_len(self.console.say(key.word)) for key in keys)
        columns = max(width // max(longest + 10, 26), 1)
        cell = width // columns
        lines = [line([(f" {self.console.say(word)}", "strong")], width)]
        for start in range(0, len(keys), columns):
            row = []
            for key in keys[start : start + columns]:
                row.append((f"  {fit(key.face, 6)} ", "strong"))
                row.append((fit(self.console.say(key.word), cell - 9), ""))
            lines.append(line(row, width))
        return lines
