"""Work instructions: a list, those for where one comes from first, and each to read."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.guide import WorkInstruction, about
from tui.draw import Line, Piece, fit, line, scrolled, whole, wrap
from tui.page import DOWN, UP, Key, Page, Station


def show_instructions(console: Station) -> None:
    """Show the work instructions, those for the tag or alarm of this page first."""
    page = console.pages["sop"]
    if console.page.name not in ("sop", "instruction"):
        page.turn_to(console.page.helped)
    console.go(page)


class Instructions(Page):
    """Every work instruction; those for the tag or alarm that one comes from stand first."""

    name: ClassVar[str] = "sop"
    heading: ClassVar[str] = "work instructions"
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, Key("enter", "read", "open", "Enter"))

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.wanted = ""
        """The tag or alarm whose instructions stand first."""

    def turn_to(self, subject: str) -> None:
        """Let the instructions for a tag or alarm stand first."""
        self.wanted, self.chosen = subject, 0

    def listed(self) -> tuple[list[WorkInstruction], list[WorkInstruction]]:
        """Return the instructions for the subject, and the others."""
        known = self.console.runner.desk.brief.procedures
        first = about(known, self.wanted)
        return first, [one for one in known if one not in first]

    def count(self) -> int:
        """Return how many there are."""
        return len(self.console.runner.desk.brief.procedures)

    def open(self) -> None:
        """Read the chosen one."""
        first, others = self.listed()
        known = [*first, *others]
        if known:
            page = self.console.pages["instruction"]
            assert isinstance(page, Instruction)
            page.show(known[min(self.chosen, len(known) - 1)])

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the titles, with the tags that each is for."""
        say = self.console.say
        first, others = self.listed()
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        rows = [
            self._row(one, place == self.chosen, width)
            for place, one in enumerate([*first, *others])
        ]
        at = self.chosen
        if first:
            heading = say("for {subject}", subject=self.wanted)
            rest = [line([(f"  {say('others')}", "soft")], width)] if others else []
            rows = [
                line([(f"  {heading}", "soft")], width),
                *rows[: len(first)],
                *rest,
                *rows[len(first) :],
            ]
            at += 1 if at < len(first) else 2
        if not rows:
            rows = [line([(f"  {say('this plant has no work instructions')}", "")], width)]
        start = scrolled(at, len(rows), height - 1)
        return [self.title(width), *rows[start : start + height - 1]]

    def _row(self, one: WorkInstruction, chosen: bool, width: int) -> Line:
        name = max(width * 3 // 5, 20)
        title = fit(f" {self.console.say.words(one.title)}", name)
        token = "chosen" if chosen else ""
        topics: list[Piece] = [(f" {topic}", "soft") for topic in one.topics]
        return line([("   ", ""), (title, token), *whole(topics, width - name - 3)], width)


class Instruction(Page):
    """One work instruction, numbered step by step."""

    name: ClassVar[str] = "instruction"
    heading: ClassVar[str] = "work instruction"
    LEAP: ClassVar[int] = 10
    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN)

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.one: WorkInstruction | None = None
        """The one to read."""

    def show(self, one: WorkInstruction) -> None:
        """Turn to a work instruction."""
        self.one = one
        self.chosen = 0
        self.console.go(self)

    def up(self) -> None:
        """Show what is above."""
        self.chosen = max(self.chosen - 1, 0)

    def down(self) -> None:
        """Show what is below."""
        self.chosen += 1

    def paint(self, width: int, height: int) -> list[Line]:
        """Return its title and steps, wrapped, from the first row in sight."""
        if self.one is None:
            return [self.title(width)]
        say = self.console.say
        rows: list[Line] = []
        for number, step in enumerate(self.one.steps, 1):
            for at, part in enumerate(wrap(say.words(step), min(width - 9, 90))):
                mark = f"{number}." if at == 0 else ""
                rows.append(line([(f"  {mark:>3}  ", "strong"), (part, "")], width))
        self.chosen = max(0, min(self.chosen, len(rows) - height + 3))
        topics = ", ".join(self.one.topics)
        return [
            self.title(width, (say.words(self.one.title), "strong")),
            line([(f"  {topics}", "soft")], width),
            *rows[self.chosen : self.chosen + height - 2],
        ]
