"""Which page a person looks at, for the log: an assessor sees later what was in sight and when."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from simulator.language.problem import Refusal
from tui.page import Station


@runtime_checkable
class ViewDesk(Protocol):
    """A Desk that keeps what was looked at."""

    def note_view(self, page: str, subject: str) -> None:
        """Keep that the terminal shows this page from here on."""


class Views:
    """Notes every page that comes into sight, once; asked often, it is cheap.

    Args:
        console: whose pages are shown; a recording keeps nothing.
    """

    def __init__(self, console: Station) -> None:
        self._console = console
        self._noted = ("", "")

    def look(self) -> None:
        """Note the page in sight if it is another one than before."""
        desk = self._console.runner.desk
        shown = self._console.page.name, self._console.page.subject
        if shown == self._noted or not isinstance(desk, ViewDesk) or desk.finished:
            return
        self._noted = shown
        try:
            desk.note_view(*shown)
        except Refusal as refusal:
            self._console.tell(self._console.say.problem(refusal.problems[0]), "refused")
