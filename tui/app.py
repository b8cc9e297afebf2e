"""The terminal itself: one painted widget, keys in, lines out. All else is in the console."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key, Paste, Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.draw import Line
from tui.seat import Onward, Seat, out
from tui.theme import THEMES

POLL_S = 0.2
"""How often the screen looks at the plant; seconds of the wall clock."""


class Glass(Widget, inherit_bindings=False, can_focus=True):
    """The whole screen, painted line by line; only lines that changed are sent."""

    DEFAULT_CSS = "Glass { width: 100%; height: 100%; }"

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self._lines: list[Line] = []
        self._look = ""

    def look(self) -> None:
        """Take in what happened, and repaint the lines that changed."""
        self.seat.poll()
        width, height = self.size
        if not width or not height:
            return
        lines = self.seat.paint(width, height)
        fresh = len(lines) != len(self._lines) or self._look != self.seat.theme_name
        self._look = self.seat.theme_name
        before, self._lines = self._lines, lines
        if fresh:
            self.refresh()
            return
        changed = [Region(0, y, width, 1) for y, line in enumerate(lines) if line != before[y]]
        if changed:
            self.refresh(*changed)

    def on_resize(self, event: Resize) -> None:
        """Paint anew at the new size."""
        self._lines = []
        self.look()

    def render_line(self, y: int) -> Strip:
        """Return one painted line; every piece has a style, as a terminal without colour needs."""
        theme = THEMES[self.seat.theme_name]
        pieces = self._lines[y] if y < len(self._lines) else [(" " * self.size.width, "")]
        return Strip([Segment(text, theme[token]) for text, token in pieces], None)


class Room(Screen[None], inherit_bindings=False):
    """The one screen; it has no keys of its own."""

    BINDINGS: ClassVar = []


class Terminal(App[None], inherit_bindings=False):
    """A seat at the terminal, and those that come after it; it ends when none does."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, seat: Seat, onward: Onward = out) -> None:
        super().__init__()
        self.seat = seat
        self.glass = Glass(seat)
        self._onward = onward
        self._over = False

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen."""
        return Room()

    def compose(self) -> ComposeResult:
        """Put up the glass."""
        yield self.glass

    def on_mount(self) -> None:
        """Begin to look at the plant."""
        self.seat.begin()
        self.glass.focus()
        self.set_interval(POLL_S, self._look)

    def _look(self) -> None:
        """Repaint, after going where the user chose to go, or where waiting led."""
        if self._over:
            return
        self.glass.look()
        while self.seat.leaving:
            following = self._onward(self.seat)
            if following is None:
                self._over = True
                self.exit()
                return
            self.seat = self.glass.seat = following
            following.begin()
            self.glass.look()

    def on_key(self, event: Key) -> None:
        """Give a key to the console, and show at once what it did."""
        event.stop()
        event.prevent_default()
        key = event.key
        if key in ("ctrl+c", "ctrl+q") and self.seat.question is None:
            key = "q"
        elif event.is_printable and event.character and event.character != " ":
            key = event.character
        self.seat.press(key)
        self._look()

    def on_paste(self, event: Paste) -> None:
        """Give pasted text to an open question."""
        self.seat.paste(event.text)
        self.glass.look()
