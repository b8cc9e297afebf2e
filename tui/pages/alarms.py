"""The alarm list: what calls first, filters, what is not shown and why, acknowledging, shelving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from simulator.language.command import (
    Acknowledge,
    Command,
    ResetAlarm,
    ReturnToService,
    Shelve,
    TakeOutOfService,
    Unshelve,
)
from simulator.language.observation import AlarmView
from simulator.language.problem import Refusal
from simulator.language.simtime import HOUR, MINUTE, parse_duration, show_duration, show_time
from simulator.language.text import N_
from simulator.session.meanings import UNACKNOWLEDGED
from tui import going
from tui.alarm.flood import Flood, flood
from tui.alarm.rows import came, hidden_row, row_heads, row_start, shown_row
from tui.draw import Line, Piece, line, scrolled
from tui.page import DOWN, UP, Key, Page, Station
from tui.pages.trends import show_trends

HIDDEN = "GHI"
"""Shelved, suppressed by design, out of service: not in the list, but in one of their own."""
STATES = (
    ("", N_("all states")),
    (UNACKNOWLEDGED, N_("unacknowledged")),
    ("BCEF", N_("standing")),
    ("D", N_("returned")),
)
"""What the list can be limited to, by state."""
BY_PRIORITY, BY_TIME, BY_UNIT = range(3)
ORDERS = (N_("most pressing first"), N_("first out first"), N_("by unit"))
_SHELVE_MS = 30 * MINUTE


class Alarms(Page):
    """Alarms that are not normal: unacknowledged first, then by priority, the newest first.

    The chosen alarm stays chosen when others come, so that no key meets another than was meant.
    """

    name: ClassVar[str] = "alarms"
    heading: ClassVar[str] = "alarms"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("a", "acknowledge", "acknowledge"),
        Key("enter", "what to do", "open", "Enter"),
        Key("f", "faceplate", "faceplate"),
        Key("u", "unit", "unit"),
        Key("t", "trend", "trend"),
        Key("s", "shelve", "shelve"),
        Key("h", "alarm history", "history"),
        Key("tab", "not shown", "other", "Tab"),
        Key("A", "acknowledge all in sight", "acknowledge_all"),
        Key("r", "reset", "reset"),
        Key("p", "priority", "by_priority"),
        Key("v", "state", "by_state"),
        Key("w", "of one unit", "by_unit"),
        Key("o", "order", "in_order"),
        Key("U", "unshelve, into service", "back"),
        Key("O", "out of service", "out"),
    )

    def __init__(self, console: Station) -> None:
        self._alarm = ""
        self._at = 0
        super().__init__(console)
        self.hidden = False
        self.priority = 0
        self.state = 0
        self.unit_shown = ""
        self.order: int | None = None
        """BY_PRIORITY, BY_TIME or BY_UNIT; None is by priority, and by unit in a flood."""
        self._first = 0
        self._rows = 0
        self._owners: dict[str, str] = {}

    # -- what is listed ----------------------------------------------------------------------

    @property
    def chosen(self) -> int:
        """The chosen row; setting it chooses the alarm that is there."""
        return self._at

    @chosen.setter
    def chosen(self, row: int) -> None:
        self._at = row
        self._alarm = ""

    def flood(self) -> Flood | None:
        """Return the flood that goes on, if there is one."""
        return flood(self.console.past, self.now.now)

    def listed(self) -> list[AlarmView]:
        """Return the alarms of the list, filtered and in order."""
        states, unit = STATES[self.state][0], self.unit_shown
        found = [
            alarm
            for alarm in self.console.alarms()
            if (alarm.state in HIDDEN) == self.hidden
            and (not self.priority or alarm.priority == self.priority)
            and (self.hidden or not states or alarm.state in states)
            and (not unit or self.owner(alarm) == unit)
        ]
        if self.order == BY_TIME:
            found.sort(key=lambda alarm: came(self.console, alarm))
        elif self._grouped(self.flood()):
            found.sort(key=lambda alarm: (self.owner(alarm), came(self.console, alarm)))
        return found

    def owner(self, alarm: AlarmView) -> str:
        """Return the unit that an alarm belongs to, empty if to none."""
        found = self._owners.get(alarm.alarm)
        if found is None:
            cell = self.console.runner.desk.brief.cell
            found = cell.owner_of(alarm.alarm.rpartition(".")[0])
            self._owners[alarm.alarm] = found
        return found

    def count(self) -> int:
        """Return how many alarms are listed."""
        return len(self.listed())

    def up(self) -> None:
        """Choose the alarm above."""
        self._move(-1)

    def down(self) -> None:
        """Choose the alarm below."""
        self._move(1)

    def _move(self, by: int) -> None:
        rows = self.listed()
        if rows:
            at = min(max(self._find(rows) + by, 0), len(rows) - 1)
            self._at, self._alarm = at, rows[at].alarm

    def _find(self, rows: Sequence[AlarmView]) -> int:
        """Return the row of the chosen alarm; if it has gone, the row where it was."""
        names = [alarm.alarm for alarm in rows]
        if self._alarm in names:
            self._at = names.index(self._alarm)
        self._at = max(min(self._at, len(rows) - 1), 0)
        self._alarm = names[self._at] if names else ""
        return self._at

    def selected(self) -> str:
        """Return the tag of the chosen alarm; empty if there is none."""
        self._find(self.listed())
        return self._alarm

    @property
    def helped(self) -> str:
        """The chosen alarm."""
        return self.selected()

    def _with(self, act: Callable[[str], None]) -> None:
        """Do something with the chosen alarm; without one, say so."""
        if alarm := self.selected():
            act(alarm)
        else:
            self.console.tell(self.console.say("nothing selected"))

    # -- keys --------------------------------------------------------------------------------

    def acknowledge(self) -> None:
        """Acknowledge the chosen alarm."""
        self._with(lambda alarm: self.console.submit(Acknowledge(alarm)))

    def acknowledge_all(self) -> None:
        """Ask whether to acknowledge all that are in sight, naming how many."""
        shown = self.listed()[self._first : self._first + self._rows]
        waiting = [alarm.alarm for alarm in shown if alarm.state in UNACKNOWLEDGED]
        speak = self.console.say
        if not waiting:
            self.console.tell(speak("nothing in sight to acknowledge"))
            return
        what = speak("acknowledge {n} alarm(s) in sight, each of them read", n=len(waiting))
        self.console.confirm(what, lambda: self._all(waiting))

    def _all(self, alarms: Sequence[str]) -> None:
        for alarm in alarms:
            self.console.submit(Acknowledge(alarm))
        left = {a.alarm for a in self.now.alarms if a.state in UNACKNOWLEDGED} & set(alarms)
        done = len(alarms) - len(left)
        self.console.tell(self.console.say("{n} alarm(s) acknowledged", n=done))

    def reset(self) -> None:
        """Reset the chosen latched alarm."""
        self._with(lambda alarm: self.console.submit(ResetAlarm(alarm)))

    def back(self) -> None:
        """Bring the chosen alarm back from its shelf, or return it to service."""
        self._with(self._back)

    def _back(self, alarm: str) -> None:
        state = next((a.state for a in self.now.alarms if a.alarm == alarm), "")
        self.console.submit(ReturnToService(alarm) if state == "I" else Unshelve(alarm))

    def shelve(self) -> None:
        """Ask for how long and why, and shelve the chosen alarm."""
        self._with(lambda alarm: ask_shelving(self.console, alarm))

    def out(self) -> None:
        """Ask why, and take the chosen alarm out of service."""
        self._with(lambda alarm: ask_reason(self.console, alarm, TakeOutOfService(alarm)))

    def open(self) -> None:
        """Show what to do about the chosen alarm."""
        self._with(lambda alarm: going.alarm_help(self.console, alarm))

    def faceplate(self) -> None:
        """Open the faceplate of the tag of the chosen alarm."""
        self._with(lambda alarm: going.faceplate(self.console, alarm.rpartition(".")[0]))

    def unit(self) -> None:
        """Open the drawing of the unit of the chosen alarm."""
        self._with(lambda alarm: going.unit(self.console, alarm.rpartition(".")[0]))

    def trend(self) -> None:
        """Show the trend of the tag of the chosen alarm over the last hour."""
        self._with(lambda alarm: show_trends(self.console, [alarm.rpartition(".")[0]], HOUR))

    def history(self) -> None:
        """Show what the alarms did in this session."""
        going.show(self.console, "alarm_history")

    def other(self) -> None:
        """Change between the alarms that are shown and those that are not."""
        self.hidden = not self.hidden
        self.chosen = 0

    def by_priority(self) -> None:
        """Limit the list to the next priority, after the last one to none."""
        self.priority = (self.priority + 1) % 5
        self.chosen = 0

    def by_state(self) -> None:
        """Limit the list to the next set of states."""
        self.state = (self.state + 1) % len(STATES)
        self.chosen = 0

    def by_unit(self) -> None:
        """Limit the list to the next unit that has an alarm, after the last one to none."""
        units = sorted({self.owner(alarm) for alarm in self.console.alarms()} - {""})
        after = [unit for unit in units if unit > self.unit_shown]
        self.unit_shown = after[0] if after else ""
        self.chosen = 0

    def in_order(self) -> None:
        """Change the order of the list."""
        order = BY_UNIT if self._grouped(self.flood()) else self.order or BY_PRIORITY
        self.order = (order + 1) % len(ORDERS)
        self.chosen = 0

    def click(self, x: int, y: int) -> None:
        """Choose the alarm on a line; a click on the chosen one tells what to do."""
        rows = self.listed()
        row = self._first + y - 2
        if y < 2 or not self._first <= row < min(len(rows), self._first + self._rows):
            return
        if rows[row].alarm == self._alarm:
            self.open()
        self._at, self._alarm = row, rows[row].alarm

    # -- painting ----------------------------------------------------------------------------

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the list: what is shown with its values, or what is hidden and why."""
        speak = self.console.say
        alarms = self.listed()
        chosen = self._find(alarms)
        self._rows = max(height - 2, 1)
        self._first = scrolled(chosen, len(alarms), self._rows)
        heads = row_heads(speak, self.hidden)
        lines = [self.title(width, *self._about(len(alarms))), line([(heads, "soft")], width)]
        if not alarms:
            lines.append(line([(f"   {speak('no alarms')}", "")], width))
        numbers = {alarm.alarm: n for n, alarm in enumerate(self.console.alarms(), 1)}
        flooded = self.flood()
        first = flooded.first.alarm if flooded is not None else ""
        for place in range(self._first, min(self._first + self._rows, len(alarms))):
            alarm = alarms[place]
            pieces = row_start(self.console, alarm, numbers[alarm.alarm], place == chosen)
            if self.hidden:
                pieces += hidden_row(self.console, alarm)
            else:
                grouped = self.owner(alarm) if self._grouped(flooded) else ""
                pieces += shown_row(self.console, alarm, alarm.alarm == first, grouped)
            lines.append(line(pieces, width))
        return lines

    def _grouped(self, flooded: Flood | None) -> bool:
        """Say whether the list is in the order of units."""
        return self.order == BY_UNIT or (self.order is None and flooded is not None)

    def _about(self, count: int) -> list[Piece]:
        """Return how many alarms are listed, by what they are limited, and a flood."""
        speak = self.console.say
        hidden = sum(alarm.state in HIDDEN for alarm in self.now.alarms)
        if self.hidden:
            pieces: list[Piece] = [(f"{speak('not shown')} ({count})", "strong")]
        else:
            told = f"   {speak('not shown')}{speak.colon}{hidden}" if hidden else ""
            pieces = [(f"({count}){told}", "")]
        limits = [f"{speak('priority')} {self.priority}"] if self.priority else []
        limits += [speak(STATES[self.state][1])] if self.state and not self.hidden else []
        limits += [self.unit_shown] if self.unit_shown else []
        if limits:
            pieces.append((f"   {speak('only')}{speak.colon}{', '.join(limits)} ", "refused"))
        if self.order:
            pieces.append((f"   {speak(ORDERS[self.order])} ", "strong"))
        flooded = self.flood()
        if flooded is not None:
            told = speak("FLOOD: {n} in 10 min", n=flooded.recent)
            since = speak("since {time}", time=show_time(flooded.first.at))
            pieces.append((f"   {told}, {since} ", "chosen"))
        return pieces


def ask_shelving(console: Station, alarm: str) -> None:
    """Ask for how long and why, and shelve an alarm; some may never be shelved."""
    helped = console.runner.desk.brief.alarms.get(alarm)
    longest = helped.shelvable_ms if helped is not None else _SHELVE_MS
    if longest <= 0:
        told = console.say("{alarm} may not be shelved", alarm=alarm)
        console.tell(told, "refused")
        return
    _ask_time(console, alarm, longest, show_duration(min(_SHELVE_MS, longest)), alarm)


def _ask_time(console: Station, alarm: str, longest: int, typed: str, what: str) -> None:
    """Ask for how long; what is no time is asked again, so that no letter becomes a key."""
    asked = console.say("Shelve for (at most {time})", time=show_duration(longest))

    def answered(answer: str) -> None:
        try:
            length = parse_duration(answer)
        except Refusal as refusal:
            told = console.say.retell(refusal.problems[0].message)
            _ask_time(console, alarm, longest, answer, f"{told}; {alarm}")
            return
        ask_reason(console, alarm, Shelve(alarm, length))

    console.ask(asked, answered, typed, what)


def ask_reason(console: Station, alarm: str, command: Command) -> None:
    """Ask why, and give a command with its reason."""
    console.ask("Reason", lambda reason: console.submit(command, reason), what=alarm)
