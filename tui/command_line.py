"""The command line of the screen: commands to the plant, and words that move the screen.

``TIC-101 SP 36.5``, ``ack 12``, ``trend AIC-101 8h``, ``help TIC-101.HI``, ``goto alarms``. The
words are the same in every language, as in the line mode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from simulator.language.command import Acknowledge
from simulator.language.command_text import parse_command
from simulator.language.problem import Problem, Refusal
from simulator.language.simtime import parse_duration
from simulator.language.tag import is_tag, meant, quoted
from simulator.language.text import text
from simulator.session.meanings import UNACKNOWLEDGED
from tui import going
from tui.page import Station
from tui.pages.glossary import explained
from tui.pages.trends import show_trends
from tui.plain.help import COMMANDS
from tui.question import Question
from tui.runner import FASTEST, SLOWEST
from tui.settings import CHOICES
from tui.typed import capitals, command_typed, number_typed

EARLIER = 200
"""So many commands are remembered."""
_ORDERS = ("start", "pause", "resume", "hold", "restart", "stop", "abort", "reset")
_DURATION = re.compile(r"[0-9][0-9. ]*[a-z]+(?: *[0-9. ]+[a-z]+)*")


class CommandLine:
    """Reads what is typed behind the colon, remembers it, and finishes words."""

    def __init__(self, console: Station) -> None:
        self._console = console
        self.earlier: list[str] = []
        """What was typed before, oldest first."""

    def ask(self, begun: str = "") -> None:
        """Ask for a command; ``begun`` stands there to begin with."""
        console = self._console
        console.message = ("", "")
        console.question = Question(
            console.say("Command"),
            self.do,
            begun,
            earlier=self.earlier,
            complete=self.complete,
        )

    def do(self, line: str) -> None:
        """Do what was typed; what cannot be done is told."""
        line = line.strip()
        if not line:
            return
        if not self.earlier or self.earlier[-1] != line:
            self.earlier = [*self.earlier[1 - EARLIER :], line]
        try:
            self._do(line)
        except Refusal as refusal:
            self._console.tell(self._console.say.problem(refusal.problems[0]), "refused")

    def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        rest = capitals(rest.strip(), self._known())
        act = self._acts().get(word.lower())
        if act is not None and act(rest):
            return
        console = self._console
        if not rest and going.reached(console, line):
            return
        typed, reason = command_typed(line, console.runner.latest.tags, self._known())
        first = typed.partition(" ")[0]
        if is_tag(first.upper()):
            self._tag(first.upper())
            if "=" not in typed:
                message = text("{word} is not how this command is written", word=quoted(line))
                hint = text("write for example: {example}", example=self._example(first.upper()))
                raise Refusal(Problem("bad-command", message, hint))
        if "=" not in typed and first not in self._verbs():
            known = sorted({*self._verbs(), *self._acts(), *console.runner.latest.tags})
            message = text("{word} is no command", word=quoted(line))
            raise Refusal(
                Problem(
                    "bad-command", message, meant(first, known, text("ctrl+p finds everything"))
                )
            )
        console.submit(parse_command(typed, console.runner.desk.names, at_console=True), reason)

    def _example(self, tag: str) -> str:
        """Return how a command to a tag may be written: a set-point, or an output without one."""
        view = self._console.runner.latest.tags.get(tag)
        return f"{tag} OP 50" if view is not None and view.sp is None else f"{tag} SP 36.5"

    def _acts(self) -> Mapping[str, Callable[[str], bool]]:
        """Return what the words of the screen do; False if the line is for the plant after all."""
        return {
            "ack": self._acknowledge,
            "trend": self._trend,
            "help": self._help,
            "goto": self._go,
            "show": self._go,
            "speed": self._speed,
            "quit": self._quit,
            "pause": lambda rest: self._pause(True, rest),
            "go": lambda rest: self._pause(False, rest),
            **{name: self._chooser(name) for name in CHOICES},
        }

    def _acknowledge(self, rest: str) -> bool:
        """Acknowledge the twelfth alarm of the list, or the one alarm of a tag that waits."""
        alarms = self._console.alarms()
        if re.fullmatch(r"[0-9]{1,4}", rest):
            if not 1 <= int(rest) <= len(alarms):
                message = text("there is no alarm {n} in the list", n=rest)
                hint = text("the list has {count} alarms", count=len(alarms))
                raise Refusal(Problem("no-alarm", message, hint))
            self._console.submit(Acknowledge(alarms[int(rest) - 1].alarm))
            return True
        if rest not in self._console.runner.latest.tags:
            return False
        new = [
            a.alarm
            for a in alarms
            if a.alarm.rpartition(".")[0] == rest and a.state in UNACKNOWLEDGED
        ]
        if len(new) != 1:
            message = text("{tag} has {count} unacknowledged alarms", tag=rest, count=len(new))
            raise Refusal(Problem("which-alarm", message, ", ".join(f"ack {a}" for a in new)))
        self._console.submit(Acknowledge(new[0]))
        return True

    def _trend(self, rest: str) -> bool:
        """Show the trends of some tags over a span, such as ``AIC-101 TIC-101 8 h``."""
        words = rest.replace(",", " ").split()
        tags = []
        while words and not words[0][0].isdigit():
            tags.append(words.pop(0))
        for tag in tags:
            self._tag(tag)
        span = " ".join(words).lower()
        if span and not _DURATION.fullmatch(span):
            message = text("{word} is no span of time", word=quoted(span))
            raise Refusal(Problem("bad-duration", message, text("write for example: 8 h")))
        show_trends(self._console, tags, parse_duration(span) if span else None)
        return True

    def _help(self, rest: str) -> bool:
        """Explain an alarm; of a tag, the alarm that stands, or what alarms it has."""
        console = self._console
        if not rest:
            going.show(console, "help")
        elif rest in console.runner.desk.brief.alarms:
            going.alarm_help(console, rest)
        elif rest in console.runner.latest.tags:
            standing = [a.alarm for a in console.alarms() if a.alarm.rpartition(".")[0] == rest]
            has = [a for a in console.runner.desk.brief.alarms if a.rpartition(".")[0] == rest]
            if standing or len(has) == 1:
                going.alarm_help(console, (standing or has)[0])
            else:
                going.faceplate(console, rest)
                console.tell(", ".join(f"help {alarm}" for alarm in has))
        elif not explained(console, rest):
            known = [*console.runner.desk.brief.alarms, *console.runner.latest.tags]
            message = text("there is no help about {word}", word=quoted(rest))
            raise Refusal(Problem("no-help", message, meant(rest, known)))
        return True

    def _go(self, rest: str) -> bool:
        """Go to a page, a tag or a unit."""
        if not going.reached(self._console, rest):
            message = text("there is no page, tag or unit {word}", word=quoted(rest))
            raise Refusal(Problem("no-place", message, meant(rest, going.places(self._console))))
        return True

    def _speed(self, rest: str) -> bool:
        """Let time go so many times as fast."""
        speed = number_typed(rest.lower().lstrip("x×"))
        if speed is None or not SLOWEST <= speed <= FASTEST:
            hint = text("from {low:g} to {high:g}, such as speed 60", low=SLOWEST, high=FASTEST)
            raise Refusal(Problem("bad-speed", text("{word} is no speed", word=quoted(rest)), hint))
        self._console.runner.set_speed(speed)
        return True

    def _quit(self, rest: str) -> bool:
        """Ask how to leave."""
        if rest:
            return False
        self._console.do_quit()
        return True

    def _pause(self, paused: bool, rest: str) -> bool:
        """Stop time, or let it go on; with a name behind it, ``pause`` is for a phase."""
        if rest:
            return False
        self._console.runner.pause(paused)
        return True

    def _chooser(self, name: str) -> Callable[[str], bool]:
        """Return what changes a setting."""

        def choose(rest: str) -> bool:
            if rest not in CHOICES[name]:
                message = text("{name} cannot be {value}", name=name, value=quoted(rest))
                hint = text("one of {choices}", choices=", ".join(CHOICES[name]))
                raise Refusal(Problem("bad-setting", message, hint))
            self._console.choose(name, rest)
            return True

        return choose

    def _tag(self, tag: str) -> None:
        """Refuse what is no tag."""
        tags = self._console.runner.latest.tags
        if tag not in tags:
            message = text("there is no tag {tag}", tag=quoted(tag))
            raise Refusal(Problem("unknown-tag", message, meant(tag, tags)))

    def _verbs(self) -> set[str]:
        """Return the words that commands to the plant begin with."""
        return {words.partition(" ")[0] for words in COMMANDS if "=" not in words}

    def _known(self) -> set[str]:
        """Return the tags, alarms and names that are written in capitals."""
        desk = self._console.runner.desk
        known = {*desk.names, *desk.brief.alarms, *self._console.runner.latest.tags}
        known |= {name.partition(".")[0] for name in desk.names}
        return known | {unit.tag for unit in desk.brief.cell.units}

    # -- finishing words ---------------------------------------------------------------------

    def complete(self, line: str) -> list[str]:
        """Return every line that one more word could make of this one, in order."""
        before, space, word = line.rpartition(" ")
        begun = before + space
        fitting = sorted(
            w for w in self._next(before.split()) if w.upper().startswith(word.upper())
        )
        return [begun + found for found in fitting]

    def _next(self, words: list[str]) -> set[str]:
        """Return what may come behind some words."""
        console = self._console
        now, desk = console.runner.latest, console.runner.desk
        tags = set(now.tags)
        if not words:
            names = {name for name in desk.names if name.partition(".")[0] in tags}
            return {*self._acts(), *self._verbs(), *tags, *names}
        verb = words[0].lower()
        if words[0].upper() in tags:
            return self._values(words)
        table: Mapping[str, set[str]] = {
            "ack": {alarm.alarm for alarm in now.alarms if alarm.state in UNACKNOWLEDGED},
            "help": {*desk.brief.alarms, *tags},
            "shelve": {alarm.alarm for alarm in now.alarms},
            "unshelve": {alarm.alarm for alarm in now.alarms if alarm.shelved_until is not None},
            "trend": tags,
            "goto": {*going.places(console)},
            "show": {*going.places(console)},
            "calibrate": {tag for tag in tags if f"{tag}.PV" in desk.names},
            "tune": {tag for tag in tags if f"{tag}.SP" in desk.names},
            "sample": {unit.tag for unit in desk.brief.cell.units},
            "switch": {utility.utility for utility in now.utilities},
            "call": {"maintenance"},
            "change": {"bottle"},
            "procedure": {"automatic", "semiautomatic", "manual"},
            **{order: {phase.phase for phase in now.phases} for order in _ORDERS},
            **{name: set(values) for name, values in CHOICES.items()},
        }
        if len(words) == 1 or verb == "trend":
            return table.get(verb, set())
        second = " ".join(words[:2]).lower()
        more = {
            "call maintenance": {*tags, *(utility.utility for utility in now.utilities)},
            "change bottle": {unit.tag for unit in desk.brief.cell.units},
        }
        return more.get(second, set()) if len(words) == 2 else set()

    def _values(self, words: list[str]) -> set[str]:
        """Return what may come behind a tag: its attributes, or the modes of a loop."""
        names, tag = self._console.runner.desk.names, words[0].upper()
        if len(words) == 1:
            return {part for part in ("SP", "OP", "MODE") if f"{tag}.{part}" in names}
        if len(words) == 2 and words[1].upper() == "MODE" and f"{tag}.MODE" in names:
            return set(names[f"{tag}.MODE"].choices)
        return set()
