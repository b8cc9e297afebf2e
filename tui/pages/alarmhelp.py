"""What the master alarm database says of one alarm, how much time is left, and its trend."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.command import Acknowledge
from simulator.language.observation import AlarmView
from simulator.language.simtime import HOUR, MINUTE, SECOND, show_duration
from simulator.language.text import N_
from simulator.session.desk import AlarmHelp
from tui import going
from tui.alarm.mark import alarm_token, mark_of, mark_token
from tui.draw import Line, Piece, line, number, unit_of, wrap
from tui.guidance import pointers
from tui.page import Key, Page, Station
from tui.pages.alarms import ask_shelving
from tui.pages.trends import show_trends
from tui.trend.pane import pane

_LEAST_ROWS = 4
"""The trend needs at least so many lines."""
_BAR = 20


class AlarmHelpPage(Page):
    """Cause, consequence, action and time to respond of one alarm."""

    name: ClassVar[str] = "alarm_help"
    heading: ClassVar[str] = "alarm help"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("a", "acknowledge", "acknowledge"),
        Key("enter", "faceplate", "faceplate", "Enter"),
        Key("u", "unit", "unit"),
        Key("t", "trend", "trend"),
        Key("s", "shelve", "shelve"),
        Key("f", "faceplate", "faceplate"),
        Key("h", "alarm history", "history"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.alarm = ""
        """The alarm that is explained."""

    @property
    def subject(self) -> str:
        """The alarm that is explained."""
        return self.alarm

    def turn_to(self, subject: str) -> None:
        """Explain an alarm from now on."""
        self.alarm = subject

    @property
    def tag(self) -> str:
        """The tag that the alarm belongs to."""
        return self.alarm.rpartition(".")[0]

    def acknowledge(self) -> None:
        """Acknowledge this alarm."""
        if self.alarm:
            self.console.submit(Acknowledge(self.alarm))

    def faceplate(self) -> None:
        """Open the faceplate of its tag."""
        going.faceplate(self.console, self.tag)

    def unit(self) -> None:
        """Open the drawing of its unit."""
        going.unit(self.console, self.tag)

    def trend(self) -> None:
        """Show the trend of its tag over the last hour."""
        show_trends(self.console, [self.tag], HOUR)

    def shelve(self) -> None:
        """Ask for how long and why, and shelve it."""
        if self.alarm:
            ask_shelving(self.console, self.alarm)

    def history(self) -> None:
        """Show what this alarm did in the session."""
        going.alarm_history(self.console, self.alarm)

    def state(self) -> AlarmView | None:
        """Return the alarm as it is now, if it is not normal."""
        return next((a for a in self.now.alarms if a.alarm == self.alarm), None)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the help, wrapped to the width, the time that is left, and a trend below."""
        speak = self.console.say
        lines = [self.title(width, (self.alarm, "strong"))]
        found = self.console.runner.desk.brief.alarms.get(self.alarm)
        if found is None:
            return [*lines, line([], width), line([(f" {speak('none')}", "")], width)]
        lines += [line(self._facts(found), width), line(self._time(found), width), line([], width)]
        for word, texts in (
            (N_("Cause"), found.cause),
            (N_("Consequence"), found.consequence),
            (N_("What to do"), found.action),
        ):
            lines.append(line([(f" {speak(word)}", "strong")], width))
            told = wrap(speak.words(texts), width - 6)
            lines += [line([(f"   {row}", "")], width) for row in told]
        more = pointers(self.console, self.alarm)
        lines += [line([(f" {more}", "soft")], width)] if more else []
        view = self.now.tags.get(self.tag)
        rows = height - len(lines) - 1
        if view is None or rows < _LEAST_ROWS:
            return lines
        head = f" {view.tag}  {speak.retell(view.name)}  {speak('last')} 1 h"
        return [*lines, line([(head, "soft")], width), *pane(self.console, view, HOUR, width, rows)]

    def _facts(self, found: AlarmHelp) -> list[Piece]:
        """Return mark, state, value and limit."""
        speak, state = self.console.say, self.state()
        view = self.now.tags.get(self.tag)
        unit = unit_of(view.unit) if view else ""
        value = number(view.pv, view.high - view.low) if view else "--"
        token = alarm_token(state) if state else "strong"
        mark = mark_token(state, self.console.lit, token, "strong") if state else token
        letter = state.state if state else "A"
        return [
            (f" {mark_of(found.priority)} ", mark),
            (f"  {speak('state')} {letter}   {speak('priority')} {found.priority}", ""),
            (f"   {speak('value')} {value} {unit}", "strong"),
            (f"   {found.kind} {speak('limit')} {found.limit:g} {unit}".rstrip(), ""),
        ]

    def _time(self, found: AlarmHelp) -> list[Piece]:
        """Return the time to respond, and of an alarm that stands, how much of it is left."""
        speak = self.console.say
        respond = f" {speak('Time to respond')}{speak.colon}{show_duration(found.respond_ms)}"
        state = self.state()
        if state is None or state.state not in "BC" or found.respond_ms <= 0:
            return [(respond, "strong")]
        spell = self.console.past.standing(self.alarm)
        left = found.respond_ms - (self.now.now - (spell.at if spell else state.since))
        if left < 0:
            late = speak("over by {time}", time=_coarse(-left))
            return [(respond, "strong"), ("   ", ""), (f" {late} ", "refused")]
        full = -(-left * _BAR // found.respond_ms)
        bar = "█" * full + "░" * (_BAR - full)
        shown = speak("{time} left", time=_coarse(left))
        return [(respond, "strong"), (f"   {bar} ", "pen"), (shown, "strong")]


def _coarse(ms: int) -> str:
    """Return a duration in whole seconds below ten minutes, in whole minutes above."""
    unit = SECOND if ms < 10 * MINUTE else MINUTE
    return show_duration(ms // unit * unit)
