"""The terminal: one painted widget, keys and mouse in, lines out. All else is in the seats."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste, Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.draw import Line, as_ascii, blank
from tui.seat import BEAT_S, Onward, Pulsing, Seat, out
from tui.theme import THEMES, Theme

LOOK_S = 0.2
"""The longest the screen goes without a look at the plant; seconds of the wall clock."""


class Glass(Widget, inherit_bindings=False, can_focus=True):
    """The whole screen, painted line by line; only lines that changed are sent.

    Args:
        seat: who paints.
        ascii_only: whether the terminal shows nothing but ASCII.
        resized: is called when the screen has another size.
    """

    DEFAULT_CSS = "Glass { width: 100%; height: 100%; }"

    def __init__(self, seat: Seat, ascii_only: bool, resized: Callable[[], None]) -> None:
        super().__init__()
        self.seat = seat
        self._ascii_only = ascii_only
        self._resized = resized
        self._lines: list[Line] = []
        self._strips: list[Strip] = []
        self._look: tuple[str, int, int] = ("", 0, 0)

    def look(self) -> None:
        """Take in what happened, and repaint the lines that changed."""
        self.seat.poll()
        width, height = self.size
        if not width or not height:
            return
        lines = self.seat.paint(width, height)
        if self._ascii_only:
            lines = [as_ascii(line) for line in lines]
        theme = THEMES[self.seat.theme_name]
        look = (self.seat.theme_name, width, height)
        before, self._lines = self._lines, lines
        if look != self._look or len(before) != len(lines):
            self._look = look
            self._strips = [_strip(line, theme, width) for line in lines]
            self.refresh()
            return
        changed = [y for y, line in enumerate(lines) if line != before[y]]
        for y in changed:
            self._strips[y] = _strip(lines[y], theme, width)
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    @property
    def painted(self) -> bool:
        """Whether there is something to see."""
        return bool(self._lines)

    def on_resize(self, event: Resize) -> None:
        """Paint anew at the new size."""
        self._resized()

    def render_line(self, y: int) -> Strip:
        """Return one painted line; every piece has a style, as a terminal without colour needs."""
        if y < len(self._strips):
            return self._strips[y]
        width = self.size.width
        return _strip(blank(width), THEMES[self.seat.theme_name], width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part as they were painted: no style sheet has a say in them."""
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.width == self.size.width:
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]


def _strip(line: Line, theme: Theme, width: int) -> Strip:
    """Return a painted line of so many cells as Textual takes it."""
    return Strip([Segment(text, theme[token]) for text, token in line], width)


class Room(Screen[None], inherit_bindings=False):
    """The one screen; it has no keys of its own."""

    BINDINGS: ClassVar = []


class Terminal(App[None], inherit_bindings=False):
    """A seat at the terminal, and those that come after it; it ends when none does.

    Args:
        seat: the first one.
        onward: says which comes after one that was left.
        ascii_only: whether the terminal shows nothing but ASCII.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, seat: Seat, onward: Onward = out, ascii_only: bool = False) -> None:
        super().__init__(ansi_color=True)  # what is painted goes out as it is
        self.seat = seat
        self.glass = Glass(seat, ascii_only, lambda: self._guarded(self._look))
        self.broke: Exception | None = None
        """What went wrong inside; the terminal was left for it."""
        self._onward = onward
        self._begun = False
        self._over = False
        self._next: asyncio.TimerHandle | None = None

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen."""
        return Room()

    def compose(self) -> ComposeResult:
        """Put up the glass."""
        yield self.glass

    def on_mount(self) -> None:
        """Begin to look at the plant."""
        self.glass.focus()
        self._heed_signals()
        self._look_later()
        self.set_interval(BEAT_S, lambda: self._guarded(self._beat))

    def on_unmount(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()

    def _look_later(self) -> None:
        """Look again in a while, counted from now: a key that is pressed shows what is new too."""
        if self._next is not None:
            self._next.cancel()
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(LOOK_S, self._guarded, self._look)

    def _heed_signals(self) -> None:
        """Leave in order when the terminal is closed or the process is asked to end."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self._hang_up)

    def _hang_up(self) -> None:
        self._over = True
        self.exit()

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do something; if it fails leave the terminal, so that whoever opened it can tell why."""
        if self._over:
            return
        try:
            act()
        except Exception as error:
            self.broke = error
            self._over = True
            self.exit()

    def _beat(self) -> None:
        """Let marks blink, and ring the bell when a new alarm calls."""
        if isinstance(self.seat, Pulsing) and self.seat.beat():
            self.bell()

    def _look(self) -> None:
        """Repaint, after going where the user chose to go, or where waiting led."""
        self._look_later()
        self.glass.look()
        if not self._begun and self.glass.painted:
            self._begun = True  # only now: what a seat begins must not delay its first sight
            self.call_after_refresh(self._guarded, self.seat.begin)
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
        """Give a key to the seat, and show at once what it did."""
        event.stop()
        event.prevent_default()
        key = event.key
        if event.is_printable and event.character and event.character != " ":
            key = event.character
        self._told(lambda: self.seat.press(key))

    def on_paste(self, event: Paste) -> None:
        """Give pasted text to an open question."""
        self._told(lambda: self.seat.paste(event.text))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Give a click to the seat."""
        self._told(lambda: self.seat.click(event.x, event.y))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Give a turn of the wheel to the seat."""
        self._told(lambda: self.seat.wheel(True, event.x, event.y))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Give a turn of the wheel to the seat."""
        self._told(lambda: self.seat.wheel(False, event.x, event.y))

    def _told(self, act: Callable[[], None]) -> None:
        """Do what a person asked for, and show at once what came of it."""

        def acted() -> None:
            act()
            self._look()

        self._guarded(acted)
