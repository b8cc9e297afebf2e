"""What every page of the terminal is: a painter of lines with a table of keys.

A page knows the console that shows it as a Station: what it may ask there, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from simulator.language.command import Command
from simulator.language.guide import Hint
from simulator.language.observation import AlarmView, Observation
from simulator.session.speech import Speaker
from tui.draw import Line, Piece, line
from tui.history import History
from tui.key import DOWN, UP, Key
from tui.keymap import Keymap
from tui.past import Past
from tui.question import Question
from tui.runner import Runner
from tui.settings import Cupboard, Settings

__all__ = ["DOWN", "UP", "Key", "Page", "Station", "keymap_of"]


class Station(Protocol):
    """What a page may ask of the console that shows it; so may whatever helps a page.

    Attributes:
        runner: lets time pass, and has the latest picture of the instruments.
        history: what trends are drawn from.
        past: what happened, as events and deeds.
        say: puts texts into the language and the register of this person.
        who: the name of who is at the desk.
        settings: what this person chose about the terminal.
        changed: what of it was chosen in this session and not saved yet.
        cupboard: where settings are kept, if anywhere.
        keymap: which key does what, as this person has it.
        pens: the tags in the trends.
        pages: every page, by its name.
        page: the page in sight.
        question: the open question, if there is one.
        message: the last message and its style.
        theme_name: the colours.
        size: columns and rows that were painted last.
    """

    ASKS: ClassVar[bool]
    """Whether a freeze hides the instruments; not from who watches a recording."""

    runner: Runner
    history: History
    past: Past
    say: Speaker
    who: str
    settings: Settings
    changed: dict[str, object]
    cupboard: Cupboard | None
    keymap: Keymap
    pens: list[str]
    pages: Mapping[str, Page]
    page: Page
    question: Question | None
    message: Piece
    theme_name: str
    size: tuple[int, int]

    @property
    def language(self) -> str:
        """The language of everything a person reads."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that work on every page, as this person has them."""

    @property
    def lit(self) -> bool:
        """Whether the marks of alarms that call are lit just now, if they blink."""

    @property
    def frozen(self) -> bool:
        """Whether a freeze hides the instruments."""

    def alarms(self) -> list[AlarmView]:
        """Return the alarms to respond to first: unacknowledged, then by priority, newest first."""

    def hints(self) -> list[Hint]:
        """Return the hints for now."""

    def true_value(self, tag: str) -> float | None:
        """Return the true value behind a tag, if who is here may see it."""

    def tell(self, text: str, token: str = "strong") -> None:
        """Show a message until the next one."""

    def ask(self, word: str, answer: Callable[[str], None], text: str = "", what: str = "") -> None:
        """Ask for a text; ``what`` it is about stands before it."""

    def confirm(self, what: str, act: Callable[[], None]) -> None:
        """Ask whether something should be done, never with the key that asked for it."""

    def put_away(self) -> None:
        """Close whatever question or list of choices is open."""

    def submit(self, command: Command, reason: str = "") -> None:
        """Give a command to the desk, and say what came of it."""

    def choose(self, name: str, value: object) -> None:
        """Change a setting, such as the theme, from now on."""

    def go(self, page: Page) -> None:
        """Show a page; Esc comes back."""

    def do_quit(self) -> None:
        """Ask how to leave."""


class Page:
    """One page; ``name`` is what code calls it, ``heading`` the English text of its title."""

    name: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    KEYS: ClassVar[tuple[Key, ...]] = ()
    LEAP: ClassVar[int] = 0
    """How often PgUp and PgDn go up or down on a page to read; 0: they do nothing."""

    def __init__(self, console: Station) -> None:
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

    @property
    def subject(self) -> str:
        """The tag, unit or alarm that the page is about; of trends, their tags; else empty."""
        return ""

    @property
    def helped(self) -> str:
        """The tag or alarm that help is looked for here: what the page is about, or the chosen."""
        return self.subject

    def turn_to(self, subject: str) -> None:
        """Be about a tag, unit or alarm from now on; most pages are about no single thing."""

    def click(self, x: int, y: int) -> None:
        """Take a click on a cell, counted from the left and the first line of the page."""

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse over a cell: as the arrow keys."""
        if up:
            self.up()
        else:
            self.down()

    def leap(self, key: str) -> None:
        """Take a key that the page has no own use for: on pages to read, PgUp and PgDn."""
        for _ in range(self.LEAP):
            if key == "pageup":
                self.up()
            elif key == "pagedown":
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


def keymap_of(keys: tuple[Key, ...], pages: Mapping[str, Page], settings: Settings) -> Keymap:
    """Return the keys of every page and those that work everywhere, as somebody has them."""
    return Keymap(keys, {name: page.KEYS for name, page in pages.items()}, settings.keys)
