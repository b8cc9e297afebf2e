"""The alarm list, and what the master alarm database says of one alarm."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import Acknowledge, ResetAlarm, Shelve, Unshelve
from simulator.language.observation import AlarmView
from simulator.language.problem import Refusal
from simulator.language.simtime import parse_duration, show_duration, show_time
from simulator.language.text import N_
from simulator.language.words import say
from tui.console import Console
from tui.draw import SHAPES, Line, fit, line, number, scrolled, unit_of, wrap
from tui.page import DOWN, UP, Key, Page, alarm_token


class Alarms(Page):
    """Alarms that are not normal: unacknowledged first, then by priority."""

    name: ClassVar[str] = "alarms"
    heading: ClassVar[str] = "alarms"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("a", "acknowledge", "acknowledge"),
        Key("enter", "what to do", "open", "Enter"),
        Key("f", "faceplate", "faceplate"),
        Key("s", "shelve", "shelve"),
        Key("u", "unshelve", "unshelve"),
        Key("r", "reset", "reset"),
    )

    def count(self) -> int:
        """Return how many alarms are listed."""
        return len(self.now.alarms)

    def selected(self) -> str:
        """Return the tag of the chosen alarm; empty, and told, if there is none."""
        alarms = self.console.alarms()
        if not alarms:
            self.console.tell(self.console.say("nothing selected"))
            return ""
        return alarms[max(0, min(self.chosen, len(alarms) - 1))].alarm

    def acknowledge(self) -> None:
        """Acknowledge the chosen alarm."""
        if alarm := self.selected():
            self.console.submit(Acknowledge(alarm))

    def reset(self) -> None:
        """Reset the chosen latched alarm."""
        if alarm := self.selected():
            self.console.submit(ResetAlarm(alarm))

    def unshelve(self) -> None:
        """Bring the chosen alarm back from its shelf."""
        if alarm := self.selected():
            self.console.submit(Unshelve(alarm))

    def shelve(self) -> None:
        """Ask for how long and why, and shelve the chosen alarm."""
        if alarm := self.selected():
            self.console.ask("Shelve for", lambda text: self._shelve(alarm, text), "30 min", alarm)

    def _shelve(self, alarm: str, duration: str) -> None:
        try:
            length = parse_duration(duration)
        except Refusal as refusal:
            self.console.tell(str(refusal.problems[0]), "refused")
            return
        self.console.ask(
            "Reason",
            lambda reason: self.console.submit(Shelve(alarm, length), reason),
            what=alarm,
        )

    def open(self) -> None:
        """Show what to do about the chosen alarm."""
        if alarm := self.selected():
            page = self.console.pages["alarm_help"]
            assert isinstance(page, AlarmHelpPage)
            page.alarm = alarm
            self.console.go(page)

    def faceplate(self) -> None:
        """Open the faceplate of the tag of the chosen alarm."""
        from tui.pages.faceplate import open_faceplate

        if alarm := self.selected():
            open_faceplate(self.console, alarm.rpartition(".")[0])

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the list: state letter, shape and priority, tag, value, limit, since, name."""
        say_ = self.console.say
        alarms = self.console.alarms()
        self.chosen = max(0, min(self.chosen, len(alarms) - 1))
        rows = height - 2
        start = scrolled(self.chosen, len(alarms), rows)
        head = (
            f"   {fit('', 4)}{fit(say_('tag'), 15)}"
            f"{fit(say_('value'), 9, right=True)}{fit(say_('limit'), 9, right=True)}"
            f" {fit('', 6)} {fit(say_('since'), 13, right=True)}  {say_('name')}"
        )
        lines = [self.title(width, (f"({len(alarms)})", "")), line([(head, "soft")], width)]
        if not alarms:
            lines.append(line([(f"   {say_('no alarms')}", "")], width))
        for place, alarm in enumerate(alarms[start : start + rows], start):
            lines.append(self._row(alarm, place == self.chosen, width))
        return lines

    def _row(self, alarm: AlarmView, chosen: bool, width: int) -> Line:
        view = self.now.tags.get(alarm.alarm.rpartition(".")[0])
        span = view.high - view.low if view else 100.0
        mark = f"{SHAPES.get(alarm.priority, '○')}{alarm.priority}"
        until = ""
        if alarm.shelved_until is not None:
            until = f" → {show_time(alarm.shelved_until)}"
        text = (
            f"{number(alarm.value, span):>9}{number(alarm.limit, span):>9}"
            f" {fit(unit_of(alarm.unit), 6)} {show_time(alarm.since):>13}{until}"
            f"  {self.console.say.retell(view.name) if view else ''}"
        )
        return line(
            [
                (f" {alarm.state} ", "chosen" if chosen else "strong"),
                (f" {mark} ", alarm_token(alarm)),
                (fit(alarm.alarm, 15), "chosen" if chosen else "strong"),
                (text, ""),
            ],
            width,
        )


class AlarmHelpPage(Page):
    """Cause, consequence, action and time to respond of one alarm."""

    name: ClassVar[str] = "alarm_help"
    heading: ClassVar[str] = "alarm help"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("a", "acknowledge", "acknowledge"),
        Key("enter", "faceplate", "faceplate", "Enter"),
    )

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.alarm = ""
        """The alarm that is explained."""

    def acknowledge(self) -> None:
        """Acknowledge this alarm."""
        if self.alarm:
            self.console.submit(Acknowledge(self.alarm))

    def faceplate(self) -> None:
        """Open the faceplate of its tag."""
        from tui.pages.faceplate import open_faceplate

        open_faceplate(self.console, self.alarm.rpartition(".")[0])

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the help, wrapped to the width."""
        speak, language = self.console.say, self.console.language
        lines = [self.title(width, (self.alarm, "strong")), line([], width)]
        found = self.console.runner.desk.brief.alarms.get(self.alarm)
        state = next((a for a in self.now.alarms if a.alarm == self.alarm), None)
        shown = state.state if state else "A"
        if found is None:
            return [*lines, line([(f" {speak('none')}", "")], width)]
        view = self.now.tags.get(self.alarm.rpartition(".")[0])
        unit = unit_of(view.unit) if view else ""
        value = number(view.pv, view.high - view.low) if view else "--"
        facts = (
            f" {speak('state')} {shown}   {speak('priority')} "
            f"{SHAPES.get(found.priority, '○')}{found.priority}   {speak('value')} {value} {unit}"
            f"   {found.kind} {speak('limit')} {found.limit:g}"
        )
        lines += [line([(facts, "")], width), line([], width)]
        for word, texts in (
            (N_("Cause"), found.cause),
            (N_("Consequence"), found.consequence),
            (N_("What to do"), found.action),
        ):
            lines.append(line([(f" {speak(word)}", "strong")], width))
            lines += [
                line([(f"   {row}", "")], width) for row in wrap(say(texts, language), width - 6)
            ]
        respond = f" {speak('Time to respond')}: {show_duration(found.respond_ms)}"
        return [*lines, line([], width), line([(respond, "strong")], width)]
