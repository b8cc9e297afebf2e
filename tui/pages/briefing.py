"""What the trainee is asked to do, and what the session is judged on."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.simtime import show_duration
from simulator.session.desk import CriterionBrief
from tui import going
from tui.draw import Line, Piece, blank, fit, line, scrolled, wrap
from tui.page import DOWN, UP, Key, Page, Station
from tui.skills import skills

_WIDEST = 76
_BEHIND = 12
"""Columns behind the name of a criterion: its points, and whether it is critical."""


def _criterion_row(page: Page, place: int, one: CriterionBrief, width: int, token: str) -> Line:
    """Return a criterion in one line: its number, name, points, and a mark if it is critical."""
    widest = min(width, _WIDEST + 4)
    name = f"    {place:>2}  {page.console.say.words(one.name)}"
    points = f"{one.points:g}{' !' if one.critical else '  '}"
    row: list[Piece] = [(fit(name, widest - _BEHIND), token)]
    return line([*row, (fit(points, 10, right=True), token)], width)


class Briefing(Page):
    """What the trainee is asked to do. Time begins when they are ready."""

    name: ClassVar[str] = "briefing"
    heading: ClassVar[str] = "task"
    LEAP: ClassVar[int] = 10
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, Key("enter", "begin", "begin", "Enter"))

    def begin(self) -> None:
        """Let time go, and show the overview."""
        self.console.runner.pause(False)
        going.show(self.console, "overview")

    def up(self) -> None:
        """Show what is above."""
        self.chosen = max(self.chosen - 1, 0)

    def down(self) -> None:
        """Show what is below."""
        self.chosen += 1

    def paint(self, width: int, height: int) -> list[Line]:
        """Return title, task, handover and criteria as far as they fit, and what to press."""
        speak = self.console.say
        told = self._told(width)
        room = max(height - 4, 1)
        self.chosen = max(0, min(self.chosen, len(told) - room))
        shown = told[self.chosen : self.chosen + room]
        shown += [blank(width)] * (room - len(shown))
        more = speak("↓ more below") if len(told) > self.chosen + room else ""
        rows: list[Piece] = [
            (more, "soft"),
            (speak("Press Enter to begin, ? for all keys"), "chosen"),
            (speak("A training tool, not for GxP use."), "soft"),
        ]
        return [blank(width), *shown, *(line([("    ", ""), row], width) for row in rows)]

    def _told(self, width: int) -> list[Line]:
        speak, brief = self.console.say, self.console.runner.desk.brief
        widest = min(width - 8, _WIDEST)
        lasts = f"{speak('Duration')}{speak.colon}{show_duration(brief.duration_ms)}"
        texts: list[Piece] = [(speak.words(brief.title), "strong"), ("", "")]
        texts += [(row, "") for row in wrap(speak.words(brief.text), widest)]
        texts += [("", ""), (lasts, "")]
        if brief.handover:
            texts += [("", ""), (speak("From the shift before"), "strong")]
            texts += [(row, "") for row in wrap(speak.words(brief.handover), widest)]
        lines = [line([("    ", ""), text], width) for text in texts]
        if brief.criteria:
            count = len(brief.criteria)
            told = speak("You are judged on {n} criteria", n=count)
            lines += [blank(width), line([("    ", ""), (told, "strong")], width)]
            lines += [
                _criterion_row(self, place, one, width, "")
                for place, one in enumerate(brief.criteria, 1)
            ]
        return lines


class Criteria(Page):
    """What the session is judged on, one by one; one of them can be kept in sight."""

    name: ClassVar[str] = "criteria"
    heading: ClassVar[str] = "criteria"
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, Key("enter", "keep in sight", "keep", "Enter"))

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.kept: int | None = None
        """The position of the criterion that every page shows."""
        self._first = 0

    @property
    def criteria(self) -> tuple[CriterionBrief, ...]:
        """What the session is judged on."""
        return self.console.runner.desk.brief.criteria

    def count(self) -> int:
        """Return how many criteria there are."""
        return len(self.criteria)

    def keep(self) -> None:
        """Keep the chosen criterion in sight on every page, or no longer."""
        if self.criteria:
            self.kept = None if self.kept == self.chosen else self.chosen

    def click(self, x: int, y: int) -> None:
        """Choose the criterion that was clicked on."""
        place = self._first + y - 1
        if y > 0 and 0 <= place < self.count():
            self.chosen = place

    def strip(self, width: int) -> list[Line]:
        """Return the criterion that is kept in sight, in one line."""
        if self.kept is None or self.kept >= self.count():
            return []
        one = self.criteria[self.kept]
        told = f" {self._numbered(self.kept)}: "
        more = f"{self.console.say.words(one.name)}. {self.console.say.words(one.what)}"
        return [line([(told, "bar strong"), (more, "bar")], width, "bar")]

    def _numbered(self, place: int) -> str:
        """Return the number of a criterion, such as ``criterion 3 of 10``."""
        return self.console.say("criterion {n} of {total}", n=place + 1, total=self.count())

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the list, and below it everything about the chosen criterion."""
        speak = self.console.say
        if not self.criteria:
            told = speak("this scenario is not judged")
            return [self.title(width), blank(width), line([(f" {told}", "soft")], width)]
        self.chosen = min(self.chosen, self.count() - 1)
        below = self._about(self.criteria[self.chosen], width)
        rows = max(min(self.count(), height - len(below) - 2), 3)
        self._first = scrolled(self.chosen, self.count(), rows)
        total = sum(one.points for one in self.criteria)
        told = speak("{points:g} points in all", points=total)
        lines = [self.title(width, (f" {self._numbered(self.chosen)}  {told}", "soft"))]
        for place in range(self._first, min(self._first + rows, self.count())):
            token = "chosen" if place == self.chosen else ""
            lines.append(_criterion_row(self, place + 1, self.criteria[place], width, token))
        return [*lines, blank(width), *below]

    def _about(self, one: CriterionBrief, width: int) -> list[Line]:
        """Return what a criterion asks, what it is worth, and what it trains."""
        speak = self.console.say
        texts: list[Piece] = [(row, "") for row in wrap(speak.words(one.what), width - 3)]
        if one.critical:
            told = speak("! critical: less than half of the points fails the session")
            texts += [(row, "strong") for row in wrap(told, width - 3)]
        texts += [(row, "soft") for row in wrap(skills(one.competencies, speak), width - 3)]
        if self.kept == self.chosen:
            texts.append((speak("kept in sight on every page; Enter ends that"), "soft"))
        return [line([(" ", ""), text], width) for text in texts]
