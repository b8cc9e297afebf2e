"""Before a session: what it is about, who plays, with which seed and how fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from simulator.language.simtime import show_duration, show_time
from tui.draw import Line, Piece, fit, line, wrap
from tui.key import DOWN, UP, Key
from tui.lobby import COLOURS, LANGUAGE, WORDS, Lobby, Visitor
from tui.question import Question
from tui.settings import word_of
from tui.shelf import Entry, Shelf
from tui.skills import level

MOST_SEED = 2**32 - 1
FASTEST = 3600.0
_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """How a session is to be begun; ``seed`` None is the scenario's own."""

    source: str
    seed: int | None
    speed: float


class Start(Lobby):
    """Fill in what a session needs, and begin it; Enter alone begins it as it stands.

    It leaves with ``begin`` (``choice`` says how) or ``back``.

    Args:
        visitor: who plays.
        entry: the scenario, one that can be used.
        shelf: what was made of it before.
        seed: of all noise; None is the scenario's own.
        speed: how many times faster than the clock time goes to begin with.
    """

    heading: ClassVar[str] = "before you begin"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "choose", "choose", "Enter"),
        Key("escape", "back", "back", "Esc"),
        LANGUAGE,
        COLOURS,
        WORDS,
        Key("q", "back", "back"),
    )

    def __init__(
        self, visitor: Visitor, entry: Entry, shelf: Shelf, seed: int | None, speed: float
    ) -> None:
        super().__init__(visitor)
        self.entry = entry
        self.shelf = shelf
        self.seed = seed
        self.speed = speed
        self.chosen = 0
        self._first = 0

    @property
    def choice(self) -> Choice:
        """How the session is to be begun."""
        return Choice(self.entry.source, self.seed, self.speed)

    def _fields(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Return what can be chosen: a name, how it stands, and what Enter does."""
        say = self.say
        own = self.entry.listing.seed if self.entry.listing else 0
        seed = say("{seed} (the scenario's own)", seed=own) if self.seed is None else str(self.seed)
        return [
            (say("Begin"), "", self._begin),
            (say("Your name"), self.visitor.who or say("operator"), self._ask_name),
            (say("Seed"), seed, self._ask_seed),
            (say("Speed"), f"×{self.speed:g}", self._ask_speed),
            (say("Language"), word_of(self.visitor.language), self.next_language),
        ]

    # -- keys --------------------------------------------------------------------------------

    def up(self) -> None:
        """Choose the row above."""
        self.chosen = max(self.chosen - 1, 0)

    def down(self) -> None:
        """Choose the row below."""
        self.chosen = min(self.chosen + 1, len(self._fields()) - 1)

    def choose(self) -> None:
        """Do what is chosen."""
        self._fields()[self.chosen][2]()

    def back(self) -> None:
        """Go back to the library."""
        self.leaving = "back"

    def point(self, x: int, y: int) -> None:
        """Choose the field that was clicked on; a click on the chosen one does it."""
        place = y - self._first
        if 0 <= place < len(self._fields()):
            if place == self.chosen:
                self.choose()
            self.chosen = place

    def wheel(self, up: bool, _x: int, _y: int) -> None:
        """Take one turn of the wheel of a mouse."""
        (self.up if up else self.down)()

    def _begin(self) -> None:
        self.leaving = "begin"

    def _ask_name(self) -> None:
        self.question = Question(self.say("Your name"), self._named, self.visitor.who)

    def _named(self, text: str) -> None:
        self.visitor.who = text.strip()[:40]
        self.tell("")

    def _ask_seed(self) -> None:
        shown = "" if self.seed is None else str(self.seed)
        label = self.say("Seed, a whole number; empty: the scenario's own")
        self.question = Question(label, self._seeded, shown)

    def _seeded(self, text: str) -> None:
        text = text.strip()
        if not text:
            self.seed = None
            self.tell("")
        elif text.isascii() and text.isdigit() and int(text[:12]) <= MOST_SEED:
            self.seed = int(text)
            self.tell("")
        else:
            self.tell(self.say("A seed is a whole number from 0 to {most}", most=MOST_SEED))

    def _ask_speed(self) -> None:
        label = self.say("Speed, from 1 to 3600 times real time")
        self.question = Question(label, self._paced, f"{self.speed:g}")

    def _paced(self, text: str) -> None:
        try:
            speed = float(text.strip().lstrip("×x").replace(",", "."))
        except ValueError:
            speed = 0.0
        if 1.0 <= speed <= FASTEST:
            self.speed = speed
            self.tell("")
        else:
            self.tell(self.say("Speed, from 1 to 3600 times real time"))

    # -- painting ----------------------------------------------------------------------------

    def subject(self) -> str:
        """Return the title of the scenario."""
        return self.say.words(self.entry.listing.title) if self.entry.listing else ""

    def body(self, width: int, height: int) -> list[Line]:
        """Return the fields, what the scenario is about, and the attempts so far."""
        say, told = self.say, self.entry.listing
        lines: list[Line] = [line([], width)]
        self._first = len(lines)
        fields = self._fields()
        widest = max(len(name) for name, _, _ in fields)
        for place, (name, value, _) in enumerate(fields):
            token = "chosen" if place == self.chosen else "strong" if place == 0 else ""
            mark = "▸" if place == self.chosen else " "
            shown = fit(f" {mark} {name}", widest + 5) + f" {value} "
            lines.append(line([("  ", ""), (shown, token)], width))
        lines.append(line([], width))
        if told is None:
            return lines
        lasts = say("{time} of plant time", time=show_duration(told.duration_ms))
        texts: list[Piece] = [(f"{level(told.level, say)} · {lasts}", "soft"), ("", "")]
        texts += [(text, "") for text in wrap(say.words(told.brief), min(width - 8, 76))]
        lines += [line([("    ", ""), text], width) for text in texts]
        return lines + self._attempts(width)

    def _attempts(self, width: int) -> list[Line]:
        """Return the attempts so far, the latest first."""
        tries = self.shelf.tries(self.entry.name, self.visitor.who or "operator")
        lines = [line([], width)]
        for one in tries[:_ATTEMPTS]:
            percent = self.visitor.scores.get(one.head)
            result = f"{percent:.0f} %" if percent is not None else ""
            state = self.say("ended") if one.sealed else self.say("left open")
            told = f"{one.began[:16].replace('T', ' ')}  {show_time(one.reached):>12}  {state:10}"
            told += f" {self.say('seed {seed}', seed=one.seed):>12} {result:>6}"
            lines.append(line([("    ", ""), (told, "soft")], width))
        return lines
