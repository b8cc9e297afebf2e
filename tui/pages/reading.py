"""Pages to read: every key, and what happened."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import Note
from simulator.language.text import N_
from tui.console import Console
from tui.draw import Line, fit, line, wrap
from tui.page import DOWN, UP, Key, Page

_PAGE = 10


class Scrolled(Page):
    """A page of text that the arrow keys scroll; ``chosen`` is the first row in sight."""

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

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.chosen = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the keys, in columns."""
        columns = max(width // 26, 1)
        cell = width // columns
        lines = self._section(N_("Everywhere"), self.console.keys, columns, cell, width)
        for page in self.console.pages.values():
            if page.keys:
                lines += self._section(page.heading, page.keys, columns, cell, width)
        self.chosen = max(0, min(self.chosen, len(lines) - height + 1))
        return [self.title(width, ("↑ ↓", "")), *lines[self.chosen : self.chosen + height - 1]]

    def _section(
        self, word: str, keys: tuple[Key, ...], columns: int, cell: int, width: int
    ) -> list[Line]:
        lines = [line([(f" {self.console.say(word)}", "strong")], width)]
        for start in range(0, len(keys), columns):
            row = []
            for key in keys[start : start + columns]:
                row.append((f"  {fit(key.face, 6)} ", "strong"))
                row.append((fit(self.console.say(key.word), cell - 9), ""))
            lines.append(line(row, width))
        return lines


class Logbook(Scrolled):
    """What happened, the newest first."""

    name: ClassVar[str] = "logbook"
    heading: ClassVar[str] = "logbook"
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, Key("e", "write a note", "note"))

    def note(self) -> None:
        """Ask for a note to write into the log."""
        self.console.ask("Note", self._note)

    def _note(self, text: str) -> None:
        if text.strip():
            self.console.submit(Note(text.strip()))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the events, wrapped, as far as they fit."""
        rows: list[Line] = []
        for event in reversed(self.console.events):
            stamp, text = event[:15], wrap(event[15:], width - 18)
            for place, part in enumerate(text):
                rows.append(
                    line([(f" {stamp if place == 0 else '':15} ", "soft"), (part, "")], width)
                )
            if len(rows) > self.chosen + height:
                break
        self.chosen = max(0, min(self.chosen, len(rows) - height + 1))
        return [self.title(width, ("↑ ↓", "")), *rows[self.chosen : self.chosen + height - 1]]
