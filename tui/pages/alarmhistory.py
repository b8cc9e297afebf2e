"""Every alarm change of the session, who acknowledged what and how soon, and the figures."""

from __future__ import annotations

from typing import ClassVar

from simulator.language.event import AlarmChanged
from simulator.language.simtime import show_duration, show_time
from tui import going
from tui.alarm.figures import Figures, figures
from tui.alarm.flood import spell_at
from tui.alarm.mark import mark_of
from tui.draw import Line, fit, line, number, unit_of
from tui.page import DOWN, UP, Key, Page, Station


class AlarmHistory(Page):
    """What the alarms did, the newest first, below the figures of ISA-18.2."""

    name: ClassVar[str] = "alarm_history"
    heading: ClassVar[str] = "alarm history"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("/", "only a tag", "ask"),
        Key("enter", "what to do", "open", "Enter"),
        Key("pagedown", "far down", "far_down", "PgDn"),
        Key("pageup", "far up", "far_up", "PgUp"),
    )

    def __init__(self, console: Station) -> None:
        super().__init__(console)
        self.wanted = ""
        """Only alarms with this text in their tag are listed."""
        self._rows = 1
        self._known: tuple[tuple[int, int, str], Figures] | None = None

    def turn_to(self, subject: str) -> None:
        """List the alarms whose tag has this text in it."""
        self.wanted, self.chosen = subject, 0

    def changes(self) -> list[AlarmChanged]:
        """Return the changes that are listed, the newest first."""
        found = reversed(self.console.past.changes)
        return [event for event in found if self.wanted in event.subject]

    def count(self) -> int:
        """Return how many changes are listed."""
        return len(self.changes())

    def ask(self) -> None:
        """Ask for a tag, or a part of one; nothing is all."""
        self.console.ask("Tag", self._ask, self.wanted)

    def _ask(self, typed: str) -> None:
        self.wanted = typed.strip().upper()
        self.chosen = 0

    def far_down(self) -> None:
        """Go down by a screen."""
        self.chosen = min(self.chosen + self._rows, max(self.count() - 1, 0))

    def far_up(self) -> None:
        """Go up by a screen."""
        self.chosen = max(self.chosen - self._rows, 0)

    def open(self) -> None:
        """Show what to do about the alarm of the chosen line."""
        changes = self.changes()
        if changes:
            going.alarm_help(self.console, changes[min(self.chosen, len(changes) - 1)].subject)

    def figures(self) -> Figures:
        """Return the figures of what is listed, worked out anew once in a simulated minute."""
        spells = self.console.past.spells
        now = self.now.now
        key = (len(spells), now // 60_000, self.wanted)
        if self._known is None or self._known[0] != key:
            wanted = [spell for spell in spells if self.wanted in spell.alarm]
            self._known = (key, figures(wanted, now))
        return self._known[1]

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the figures, then the changes from the chosen one on."""
        speak = self.console.say
        changes = self.changes()
        self.chosen = max(min(self.chosen, len(changes) - 1), 0)
        only = f"   {speak('only')}{speak.colon}{self.wanted} " if self.wanted else ""
        lines = [self.title(width, (f"({len(changes)})", ""), (only, "refused"))]
        lines += [line([(f" {text}", "")], width) for text in self._told(self.figures())]
        head = (
            f" {fit(speak('time'), 13, right=True)}  {'':3} {fit(speak('tag'), 15)} "
            f"{fit(speak('state'), 8)}{fit(speak('value'), 7, right=True)} {'':6} "
            f"{speak('acknowledged')}"
        )
        lines.append(line([(head, "soft")], width))
        self._rows = max(height - len(lines), 1)
        first = max(min(self.chosen, len(changes) - self._rows), 0)
        shown = changes[first : first + self._rows]
        if not shown:
            lines.append(line([(f"   {speak('no alarms')}", "")], width))
        lines += [
            self._row(event, first + n == self.chosen, width) for n, event in enumerate(shown)
        ]
        return lines

    def _told(self, found: Figures) -> list[str]:
        """Return the figures as lines, with the target that ISA-18.2 gives where it has one."""
        speak = self.console.say
        slowest = "--" if found.slowest_ms is None else show_duration(found.slowest_ms)
        lines = [
            speak(
                "{n} alarms; in 10 min {rate} (target 1), peak {peak} (target 10); flood {part} %",
                n=found.count,
                rate=f"{found.rate:.1f}",
                peak=found.peak,
                part=f"{100.0 * found.flooded:.0f}",
            ),
            speak("longest until acknowledged: {time}", time=slowest),
        ]
        many = ", ".join(f"{alarm} {count}" for alarm, count in found.frequent)
        for text, names in (
            (speak("most frequent"), many),
            (speak("chattering"), ", ".join(found.chattering)),
            (speak("standing over a day"), ", ".join(found.standing)),
        ):
            lines.append(f"{text}: {names or speak('none')}")
        return lines

    def _row(self, event: AlarmChanged, chosen: bool, width: int) -> Line:
        """Return one change: time, mark, tag, states, value, and of an answer, by whom."""
        view = self.now.tags.get(event.subject.rpartition(".")[0])
        span = view.high - view.low if view else 100.0
        unit = unit_of(view.unit) if view else ""
        token = "chosen" if chosen else ""
        text = (
            f" {fit(event.subject, 15)} {event.old}→{event.new}   "
            f"{number(event.value, span):>9} {fit(unit, 6)} {self._answer(event)}"
        )
        pieces = [(f" {show_time(event.t):>13}  ", token), (mark_of(event.priority), "strong")]
        return line([*pieces, (" " + text, token)], width, token)

    def _answer(self, event: AlarmChanged) -> str:
        """Return who acknowledged with this change, and how long the alarm had waited."""
        spell = spell_at(self.console.past, event.subject, event.t)
        if spell is None or spell.acknowledged_at != event.t or event.new not in "ACF":
            return ""
        after = show_duration((event.t - spell.at) // 1000 * 1000)
        return f"{spell.acknowledged_by or '?'}  {after}"
