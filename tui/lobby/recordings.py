"""Recordings that are opened on the way; each leads back to the screen it was opened from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.text import N_
from tui.lobby import Lobby, Visitor
from tui.seat import Seat
from tui.settings import Settings
from tui.waiting import Progress, Waiting

if TYPE_CHECKING:
    from tui.replay.screening import Screening


class Recordings:
    """Shows one recording at a time.

    Args:
        visitor: who watches.
        settings: gives what they chose about the terminal.
    """

    def __init__(self, visitor: Visitor, settings: Callable[[], Settings]) -> None:
        self._visitor = visitor
        self._settings = settings
        self._shown: tuple[Screening, Lobby] | None = None

    @property
    def shown(self) -> bool:
        """Whether a recording is shown now."""
        return self._shown is not None

    def open(self, path: Path, back: Lobby, start: int) -> tuple[Waiting, Callable[..., Seat]]:
        """Return what opens the recording of a log at a moment (ms), and says what comes after it.

        Args:
            path: of the log.
            back: where to go when the recording is left, or if it cannot be opened.
            start: the moment.
        """

        def task(_: Progress) -> object:
            from tui.replay.screening import screening_of

            return screening_of(path, self._visitor, self._settings(), start)

        def following(waiting: Waiting) -> Seat:
            back.leaving = ""
            if waiting.found is not None:
                self._shown = waiting.found, back
                seat: Seat = waiting.found.console
                return seat
            if waiting.problem is not None:
                back.tell(back.say.problem(waiting.problem), "refused")
            return back

        return Waiting(self._visitor, N_("opening the recording"), task), following

    def onward(self, seat: Seat) -> Seat:
        """Return the seat after one of the recording: another one of it, or where it began."""
        assert self._shown is not None
        screening, back = self._shown
        following = screening.onward(seat)
        if following is not None:
            return following
        self.close()
        self._visitor.say.language = screening.console.language
        self._visitor.theme = screening.console.theme_name
        back.leaving = ""
        return back

    def close(self) -> None:
        """End what goes on beside a recording, if one is shown."""
        if self._shown is not None:
            self._shown[0].close()
            self._shown = None
