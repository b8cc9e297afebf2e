"""The glossary: the words of the page one comes from first, then all; typing searches."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from simulator.language.words import LANGUAGES
from simulator.scenario.glossary import Glossary, Term, glossary
from tui.draw import Line, fit, line, scrolled, wrap
from tui.glossary_words import first_words, letters_of
from tui.page import DOWN, UP, Key, Page, Station
from tui.question import Question

_TAG = re.compile(r"\b[A-Z]{1,5}-[0-9]{1,5}[A-Z]?\b")
_SIZE = (120, 40)
"""The page one comes from is painted so large when its words are looked for."""
_TAGS = 8
"""So many kinds of tags of that page are explained."""
Row = Term | str
"""A term, or a tag whose letters are explained."""


class _Search(Question):
    """Text that is looked for while it is typed; up and down go through what is found."""

    def __init__(self, label: str, page: GlossaryPage, answer: Callable[[str], None]) -> None:
        super().__init__(label, answer)
        self._page = page

    def press(self, key: str) -> str | None:
        """Take a key; the page shows what fits at once."""
        if key in ("up", "down"):
            (self._page.up if key == "up" else self._page.down)()
            return None
        answer = super().press(key)
        self._page.wanted = self.text
        return answer


def glossary_page(console: Station) -> GlossaryPage:
    """Return the glossary of a console."""
    page = console.pages["glossary"]
    assert isinstance(page, GlossaryPage)
    return page


def explained(console: Station, term: str) -> bool:
    """Open the glossary at a term, if it knows it; return whether it does."""
    page = glossary_page(console)
    if not page.book.find(term):
        return False
    page.wanted, page.chosen = term, 0
    console.go(page)
    return True


def show_glossary(console: Station) -> None:
    """Show the glossary; from it and its pages, only go back to the list."""
    page = glossary_page(console)
    if console.page.name not in ("glossary", "term"):
        page.come_from(console.page)
    console.go(page)


class GlossaryPage(Page):
    """A list of terms; below it what the chosen one means."""

    name: ClassVar[str] = "glossary"
    heading: ClassVar[str] = "glossary"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "read", "open", "Enter"),
        Key("/", "search", "search"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.wanted = ""
        """What is looked for."""
        self._came_from: tuple[str, ...] = ()

    @property
    def book(self) -> Glossary:
        """The glossary; it is read when it is first needed."""
        return glossary()

    def come_from(self, page: Page) -> None:
        """Look at the page one comes from, for its words; and forget what was looked for."""
        lines = page.paint(*_SIZE)
        self._came_from = tuple("".join(text for text, _ in row) for row in lines)
        self.wanted = ""
        self.chosen = 0

    def rows(self) -> tuple[list[Row], list[Row]]:
        """Return what is on the page one came from, and the rest; or what was looked for."""
        if self.wanted.strip():
            return [], [*self._tags(self.wanted.upper()), *self.book.find(self.wanted)]
        language = self.console.language
        here: list[Row] = [*self.book.on(self._came_from, language)]
        tags = self._tags("\n".join(self._came_from))[:_TAGS]
        terms = sorted(self.book.terms, key=lambda t: t.title(language).casefold())
        return [*here, *tags], [term for term in terms if term not in here]

    def _tags(self, text: str) -> list[Row]:
        """Return one tag for each group of letters in a text that mean something."""
        first: dict[str, Row] = {}
        for tag in _TAG.findall(text):
            if self.book.letters(tag):
                first.setdefault(tag.partition("-")[0], tag)
        return list(first.values())

    def count(self) -> int:
        """Return how many rows can be chosen."""
        return sum(map(len, self.rows()))

    def selected(self) -> Row | None:
        """Return the chosen row, if there is one."""
        here, rest = self.rows()
        rows = [*here, *rest]
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        return rows[self.chosen] if rows else None

    def search(self) -> None:
        """Look for what is typed, letter by letter."""
        self.chosen = 0
        self.console.question = _Search(self.console.say("Search"), self, lambda _: self.open())

    def open(self) -> None:
        """Show the chosen term alone, in every language."""
        row = self.selected()
        page = self.console.pages["term"]
        assert isinstance(page, TermPage)
        if row is not None:
            page.row = row
            self.console.go(page)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the list, and in the last rows what the chosen one means."""
        say = self.console.say
        here, rest = self.rows()
        row = self.selected()
        below = self._meaning(row, width)
        rows = [self._row(one, at == self.chosen, width) for at, one in enumerate([*here, *rest])]
        at = self.chosen
        if here:
            rows = [
                line([(f"  {say('on the page you come from')}", "soft")], width),
                *rows[: len(here)],
                line([(f"  {say('all words')}", "soft")], width),
                *rows[len(here) :],
            ]
            at += 1 if at < len(here) else 2
        if row is None:
            rows = [line([(f"  {say('nothing found')}", "")], width)]
        room = max(height - 1 - len(below), 2)
        start = scrolled(at, len(rows), room)
        count = (f"({self.count()})", "soft")
        shown = rows[start : start + room]
        filling = [line([], width)] * (room - len(shown))
        return [self.title(width, count), *shown, *filling, *below]

    def _row(self, row: Row, chosen: bool, width: int) -> Line:
        language = self.console.language
        title = row if isinstance(row, str) else row.title(language)
        cell = max(width // 2, 24)
        short = self._first(row, language)
        token = "chosen" if chosen else ""
        return line([("   ", ""), (fit(f" {title}", cell), token), (f" {short}", "soft")], width)

    def _first(self, row: Row, language: str) -> str:
        """Return the beginning of what a row means."""
        if isinstance(row, str):
            return letters_of(self.book, row, language)
        return first_words(row.means, language)

    def _meaning(self, row: Row | None, width: int) -> list[Line]:
        if row is None:
            return []
        text = self._first(row, self.console.language)
        rows = wrap(text, width - 4)[:4]
        rule = line([(" " + "─" * (width - 2), "soft")], width)
        return [rule, *(line([("  ", ""), (part, "")], width) for part in rows)]


class TermPage(Page):
    """One term: how it is called in each language, and what it means."""

    name: ClassVar[str] = "term"
    heading: ClassVar[str] = "glossary"

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.row: Row | None = None
        """The term, or the tag, to be explained."""

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the names and the meaning; of a tag, its letters one by one."""
        language = self.console.language
        if self.row is None:
            return [self.title(width)]
        if isinstance(self.row, str):
            letters = glossary().letters(self.row)
            rows = [(f"{letter:<4}", first_words(words, language)) for letter, words in letters]
            heading = self.row
        else:
            rows = [(f"{one:<4}", self.row.term[one]) for one in LANGUAGES if one != language]
            heading = self.row.title(language)
        lines = [self.title(width, (heading, "strong")), line([], width)]
        if not isinstance(self.row, str):
            text = wrap(first_words(self.row.means, language), min(width - 8, 76))
            lines += [line([("    ", ""), (part, "")], width) for part in text]
            lines.append(line([], width))
        else:
            name = self._name(self.row)
            lines += [line([("    ", ""), (name, "")], width), line([], width)] if name else []
        lines += [line([("    ", ""), (mark, "soft"), (text, "")], width) for mark, text in rows]
        return lines[:height]

    def _name(self, tag: str) -> str:
        """Return the name of a tag of this plant, if it is one."""
        view = self.now.tags.get(tag)
        return self.console.say.retell(view.name) if view is not None else ""
