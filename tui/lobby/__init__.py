"""The screens around a session: their frame, their keys, and what they know of their visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from simulator.session.speech import Speaker, next_language
from tui.draw import SMALLEST, Line, Piece, blank, line, notice, too_small
from tui.key import Key
from tui.question import Question
from tui.theme import THEMES

FRAME = 3
"""So many rows stand around a screen of the lobby: the header above; message and keys below."""


@dataclass
class Visitor:
    """Who is at the terminal, and how they want to see it; the same for every screen of a visit."""

    who: str
    say: Speaker
    theme: str = "light"
    scores: dict[str, float] = field(default_factory=dict)
    """Percentages that were worked out in this visit, by the head of the log."""

    @property
    def language(self) -> str:
        """The language of everything they read."""
        return self.say.language


class Lobby:
    """One screen around a session. What it is told to do by keys are its methods.

    Args:
        visitor: who is there.
    """

    heading: ClassVar[str] = ""
    KEYS: ClassVar[tuple[Key, ...]] = ()

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.question: Question | None = None
        self.message: Piece = ("", "")
        self.leaving = ""
        self._faces: list[tuple[int, int, str]] = []
        self._height = 0

    @property
    def say(self) -> Speaker:
        """What says things in the visitor's language."""
        return self.visitor.say

    @property
    def theme_name(self) -> str:
        """The colours the visitor wants."""
        return self.visitor.theme

    def begin(self) -> None:
        """Start what goes on beside the screen; most have nothing."""

    def poll(self) -> None:
        """Take in what happened since the last time; to most nothing does."""

    def press(self, key: str) -> None:
        """Take one key; unknown keys do nothing."""
        if self.question is not None:
            self._answer(self.question, key)
            return
        wanted = "q" if key in ("ctrl+c", "ctrl+q") else key
        for known in self.KEYS:
            if known.key == wanted:
                act: Callable[[], None] = getattr(self, known.method)
                act()
                return

    def paste(self, text: str) -> None:
        """Take pasted text into the open question."""
        if self.question is not None and not self.question.choices:
            self.question.type(text)
            self.typed()

    def _answer(self, question: Question, key: str) -> None:
        if key in ("escape", "ctrl+c"):
            self.question = None
            return
        answer = question.press(key)
        self.typed()
        if answer is not None:
            self.question = None
            question.answer(answer)

    def typed(self) -> None:
        """Hear that the text of the open question changed; most screens wait for the answer."""

    def tell(self, text: str, token: str = "strong") -> None:
        """Show a message until the next one."""
        self.message = (text, token)

    def click(self, x: int, y: int) -> None:
        """Take a click on a cell of the screen; on the foot it presses the key."""
        height = self._height
        if y == height - 1:
            for start, end, key in self._faces:
                if start <= x < end:
                    self.press(key)
                    return
        elif 1 <= y < height - 2 and self.question is None:
            self.point(x, y - 1)

    def wheel(self, up: bool, x: int, y: int) -> None:
        """Take one turn of the wheel of a mouse: as the arrow keys."""
        self.press("up" if up else "down")

    def point(self, x: int, y: int) -> None:
        """Take a click on a cell below the header; most screens have nothing to choose there."""

    def next_language(self) -> None:
        """Go on in the next language."""
        self.visitor.say.language = next_language(self.visitor.language)
        self.message = ("", "")

    def next_theme(self) -> None:
        """Go on in the next colours; without colour there is no other."""
        if self.visitor.theme != "mono":
            names = [name for name in THEMES if name != "mono"]
            self.visitor.theme = names[(names.index(self.visitor.theme) + 1) % len(names)]

    def next_register(self) -> None:
        """Change between the words of the plant and plain ones."""
        speaker = self.visitor.say
        speaker.register = "industry" if speaker.register == "plain" else "plain"

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return ``height`` lines of ``width`` cells: header, body, message, keys."""
        self._height = height
        if too_small(width, height):
            told = self.say("This terminal is too small: at least 60 x 16")
            return notice(told, width, height)
        room = height - FRAME
        body = self.body(width, room)[:room]
        body += [blank(width)] * (room - len(body))
        return [self._header(width), *body, self._message(width), self._foot(width)]

    def body(self, width: int, height: int) -> list[Line]:
        """Return the lines between header and message; what is missing below stays empty."""
        raise NotImplementedError

    def subject(self) -> str:
        """Return what the header says besides the heading and the visitor; mostly nothing."""
        return ""

    def _header(self, width: int) -> Line:
        title = " │ ".join(t for t in ("Cuve", self.say(self.heading), self.subject()) if t)
        tail = f" │ {self.visitor.who[:20]} " if self.visitor.who else " "
        head = line([(f" {title}", "bar strong")], max(width - len(tail), SMALLEST[0] // 2), "bar")
        return line([*head, (tail, "bar strong")], width, "bar")

    def _message(self, width: int) -> Line:
        question = self.question
        if question is None:
            return line([(" ", ""), self.message], width)
        if question.choices:
            return line([(f" {question.label}", "chosen")], width)
        label = f" {question.label}: "
        room = max(width - len(label) - 2, 8)
        before, after = question.text[: question.at][-room:], question.text[question.at :]
        return line([(label, "strong"), (before, ""), ("█", ""), (after, "")], width)

    def _foot(self, width: int) -> Line:
        pieces: list[Piece] = []
        self._faces = []
        place = 0
        for key in self.KEYS:
            face, word = f" {key.face}", f" {self.say(key.word)} "
            length = len(face) + len(word)
            if key.key in ("up", "down") or not key.word or place + length > width:
                continue
            self._faces.append((place, place + length, key.key))
            pieces += [(face, "bar strong"), (word, "bar")]
            place += length
        return line(pieces, width, "bar")


LANGUAGE = Key("l", "language", "next_language")
COLOURS = Key("L", "light or dark", "next_theme")
WORDS = Key("R", "plain words", "next_register")
