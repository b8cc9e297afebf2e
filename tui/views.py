"""Which page a person looks at, for the log: an assessor sees later what was in sight and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from simulator.language.problem import Refusal
from tui.page import Page

if TYPE_CHECKING:
    from tui.console import Console

_ABOUT = {"faceplate": "tag", "diagnostics": "tag", "unit": "unit", "alarm_help": "alarm"}
"""Pages that are about one thing, and which of their attributes names it."""


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

    def __init__(self, console: Console) -> None:
        self._console = console
        self._noted = ("", "")

    def look(self) -> None:
        """Note the page in sight if it is another one than before."""
        desk = self._console.runner.desk
        shown = self._console.page.name, subject_of(self._console.page)
        if shown == self._noted or not isinstance(desk, ViewDesk) or desk.finished:
            return
        self._noted = shown
        try:
            desk.note_view(*shown)
        except Refusal as refusal:
            self._console.tell(self._console.say.problem(refusal.problems[0]), "refused")


def subject_of(page: Page) -> str:
    """Return the tag, unit or alarm that a page is about; of trends, their tags."""
    if page.name == "trends":
        return " ".join(page.console.pens)
    return str(getattr(page, _ABOUT[page.name], "")) if page.name in _ABOUT else ""
