"""A screen to look at while something takes its time: what is done, how far, and how long yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar

from simulator.language.problem import Problem, Refusal
from simulator.session.pace import seconds
from tui.draw import Line, blank, line
from tui.key import Key
from tui.lobby import Lobby, Visitor

Progress = Callable[[int, int], None]
"""Hears how far something has come, and how far it goes, in any unit."""
Task = Callable[[Progress], Any]
_BREAKS = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError)
_BAR = 40


class Waiting(Lobby):
    """Does one thing in a thread of its own; it leaves when that is done.

    After ``leaving`` is ``done``, ``found`` is what came out, or ``problem`` says why nothing did.
    Who does not want to wait leaves with ``away``; then ``drop`` hears what comes out, if it does.

    Args:
        visitor: who waits.
        what: the English text of what is done.
        task: does it, and says how far it is.
        drop: gets rid of what nobody waited for, such as an open file.
    """

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("escape", "do not wait", "away", "Esc"),
        Key("q", "", "away"),
    )

    def __init__(
        self,
        visitor: Visitor,
        what: str,
        task: Task,
        drop: Callable[[Any], None] = lambda _: None,
    ) -> None:
        super().__init__(visitor)
        self.what = what
        self.found: Any = None
        self.problem: Problem | None = None
        self._task = task
        self._drop = drop
        self.problems: tuple[Problem, ...] = ()
        """Everything that was wrong, if ``problem`` is only the first of it."""
        self.began = 0.0
        """When the work began, on a clock that never goes back (s); 0 before."""
        self._came, self._end = 0, 0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._state = "new"

    def begin(self) -> None:
        """Begin the work, once."""
        if self._state == "new":
            self._state = "busy"
            self.began = seconds()
            self._thread = threading.Thread(target=self._run, name="cuve-waiting", daemon=True)
            self._thread.start()

    def poll(self) -> None:
        """Leave when the work is done."""
        if self._state == "done" and not self.leaving:
            self.leaving = "done"

    def away(self) -> None:
        """Wait no longer; the work goes on unseen, and what comes out is dropped."""
        with self._lock:
            if self._state != "done":
                self._state = "away"
                self.leaving = "away"

    def give_up(self, patience_s: float) -> None:
        """Wait no longer, but see to it that what comes out within this time (s) is dropped."""
        self.away()
        if self._thread is not None:
            self._thread.join(patience_s)

    def _run(self) -> None:
        try:
            found = self._task(self._hear)
        except Refusal as refusal:
            self.problem, self.problems = refusal.problems[0], refusal.problems
            found = None
        except _BREAKS as error:
            self.problem = Problem("broke-off", f"{type(error).__name__}: {error}")
            self.problems = (self.problem,)
            found = None
        with self._lock:
            if self._state == "away":
                if found is not None:
                    self._drop(found)
                return
            self.found = found
            self._state = "done"

    def _hear(self, came: int, end: int) -> None:
        self._came, self._end = came, end

    def body(self, width: int, height: int) -> list[Line]:
        """Return what is done, and how far it is: a bar once that is known, seconds always."""
        took = seconds() - self.began if self.began else 0.0
        part = min(self._came / self._end, 1.0) if self._end > 0 else None
        bar = ""
        if part is not None:
            full = int(part * _BAR)
            bar = f"{'█' * full}{'░' * (_BAR - full)} {100 * part:3.0f} %   "
        above = max(height // 2 - 2, 0)
        return [
            *[blank(width)] * above,
            line([("    ", ""), (self.say(self.what), "strong")], width),
            blank(width),
            line([(f"    {bar}{took:.0f} s", "soft")], width),
        ]
