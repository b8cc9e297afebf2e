"""The task of a session, to read while its plant is made ready: all that is needed is its text."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from simulator.language.simtime import show_duration
from simulator.language.text import N_
from simulator.session.pace import seconds
from tui.draw import Line, Piece, blank, line, wrap
from tui.lobby import Visitor
from tui.waiting import Task, Waiting

if TYPE_CHECKING:
    from simulator.scenario.library import Listing

_WIDEST = 76
_BELOW = 4
_MOST_KEYS = 64
_AWAY = ("escape", "q", "ctrl+c", "ctrl+q")


def must_compile() -> bool:
    """Say whether the plant runs slowly at first, because this computer has not compiled it yet."""
    from simulator.plant.engine import shared_compiler

    return find_spec("llvmlite") is not None and not shared_compiler().cached


class Preparing(Waiting):
    """Shows what is to be done while the session begins, where its briefing will show the same.

    Keys that are pressed meanwhile are meant for the session, and kept for it in ``keys``.

    Args:
        visitor: who waits.
        told: the head of the scenario.
        task: begins the session.
        drop: gets rid of a session that nobody waited for.
    """

    heading: ClassVar[str] = "task"

    def __init__(
        self, visitor: Visitor, told: Listing, task: Task, drop: Callable[[Any], None]
    ) -> None:
        super().__init__(visitor, N_("preparing the session"), task, drop)
        self.told = told
        self.keys: list[str] = []

    def press(self, key: str) -> None:
        """Leave, or keep a key for the session."""
        if key in _AWAY:
            self.away()
        elif len(self.keys) < _MOST_KEYS:
            self.keys.append(key)

    def body(self, width: int, height: int) -> list[Line]:
        """Return the task as far as it fits, and below it how long it took so far."""
        say, told = self.say, self.told
        widest = min(width - 8, _WIDEST)
        texts: list[Piece] = [("", ""), (say.words(told.title), "strong"), ("", "")]
        texts += [(row, "") for row in wrap(say.words(told.brief), widest)]
        texts += [("", ""), (f"{say('Duration')}{say.colon}{show_duration(told.duration_ms)}", "")]
        room = max(height - _BELOW, 1)
        rows = [line([("    ", ""), text], width) for text in texts[:room]]
        rows += [blank(width)] * (room + 1 - len(rows))
        took = seconds() - self.began if self.began else 0.0
        ready: list[Piece] = [("    ", ""), (say(self.what), "strong"), (f"  {took:.0f} s", "soft")]
        return [*rows, line(ready, width)]
