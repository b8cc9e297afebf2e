"""Hints for the situation as it is: what they are about, what they cost, and what they say."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import TakeHint
from simulator.language.guide import Hint, cost_of
from simulator.session.meanings import ANNUNCIATED
from tui import going
from tui.draw import Line, line, scrolled, wrap
from tui.page import DOWN, UP, Key, Page


class Hints(Page):
    """The hints for now. Each step is paid for before it is told; the help of an alarm is free."""

    name: ClassVar[str] = "hints"
    heading: ClassVar[str] = "hints"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("enter", "open", "open", "Enter"),
    )

    def rows(self) -> list[Hint | str]:
        """Return the hints for now and those taken before, then the alarms that have none."""
        brief, taken = self.console.runner.desk.brief, self.now.hints
        fitting = self.console.hints()
        before = [hint for hint in brief.hints if hint.name in taken and hint not in fitting]
        helped = {alarm for hint in fitting for alarm in hint.alarms}
        alone = [
            view.alarm
            for view in self.console.alarms()
            if view.state in ANNUNCIATED and view.alarm not in helped
        ]
        return [*fitting, *before, *alone]

    def count(self) -> int:
        """Return how many rows can be chosen."""
        return len(self.rows())

    def open(self) -> None:
        """Ask whether the next step of the chosen hint is worth its points, or open alarm help."""
        rows = self.rows()
        if not rows:
            self.console.tell(self.console.say("nothing selected"))
            return
        chosen = rows[min(self.chosen, len(rows) - 1)]
        if isinstance(chosen, str):
            going.alarm_help(self.console, chosen)
            return
        step = self.now.hints.get(chosen.name, 0) + 1
        if step > len(chosen.steps):
            self.console.tell(self.console.say("you have every step of this hint"))
            return
        cost = f"{chosen.steps[step - 1].cost:g}"
        what = self.console.say(
            "Take step {step}, price in points: {points}", step=step, points=cost
        )
        self.console.confirm(what, lambda: self.console.submit(TakeHint(chosen.name, step)))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the hints, each with the steps that were told and the price of the next."""
        say = self.console.say
        brief = self.console.runner.desk.brief
        paid = cost_of(brief.hints, self.now.hints)
        title = self.title(width, (say("points spent so far: {points}", points=f"{paid:g}"), ""))
        rows = self.rows()
        self.chosen = max(0, min(self.chosen, len(rows) - 1))
        if not rows:
            told = say("No hint is for this moment: nothing is wrong that a hint is about.")
            return [title, *(line([("  ", ""), (row, "")], width) for row in wrap(told, width - 4))]
        blocks = [self._row(row, place, width) for place, row in enumerate(rows)]
        lines = [part for block in blocks for part in block]
        at = sum(len(block) for block in blocks[: self.chosen])
        end = at + len(blocks[self.chosen])
        start = scrolled((at + end) // 2, len(lines), height - 1)
        return [title, *lines[start : start + height - 1]]

    def _row(self, row: Hint | str, place: int, width: int) -> list[Line]:
        token = "chosen" if place == self.chosen else "strong"
        say = self.console.say
        if isinstance(row, str):
            free = say("no hint; what to do stands in the alarm help, for free")
            return [line([("  ", ""), (f" {row} ", token), (f" {free}", "soft")], width)]
        lines = [line([("  ", ""), (f" {say.words(row.title)} ", token)], width)]
        told = self.now.hints.get(row.name, 0)
        for number, step in enumerate(row.steps[:told], 1):
            for at, part in enumerate(wrap(say.words(step.text), width - 10)):
                mark = f"{number}." if at == 0 else ""
                lines.append(line([(f"      {mark:<3}", "soft"), (part, "")], width))
        if told < len(row.steps):
            text = say(
                "step {step} of {steps}, price in points: {points}",
                step=told + 1,
                steps=len(row.steps),
                points=f"{row.steps[told].cost:g}",
            )
            lines.append(line([(f"      {text}", "soft")], width))
        return lines
