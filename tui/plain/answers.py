"""What the line mode answers when asked: help, instruments, lists and words; nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from simulator.language.command import Command
from simulator.language.command_text import command_examples
from simulator.language.problem import Problem, Refusal
from simulator.language.simtime import show_duration
from simulator.language.tag import meant, quoted
from simulator.language.text import N_, text
from simulator.session.desk import Desk
from simulator.session.speech import Speaker
from tui.plain import forms, guide, record
from tui.plain.help import SESSION, explain_command
from tui.plain.lines import Lines


class Answers:
    """Answers what is asked about one desk.

    Args:
        desk: the session.
        word: the language.
        lines: writes what the desk shows.
        say: writes one line, made safe to show.
    """

    def __init__(self, desk: Desk, word: Speaker, lines: Lines, say: Callable[[str], None]) -> None:
        self._desk = desk
        self._word = word
        self._lines = lines
        self.say = say

    def table(self) -> Mapping[str, Callable[[str], None]]:
        """Return what answers each word; each hears the rest of its line.

        Raises, when called:
            Refusal: what is asked about does not exist.
        """
        seen, lines = self._desk.observe, self._lines
        return {
            "help": self.help,
            "show": self.show,
            "alarms": lambda _: self.list(lines.alarms(seen()), N_("No alarms.")),
            "phases": lambda _: self.list(lines.phases(seen()), N_("The procedure has no phases.")),
            "samples": lambda _: self.list(lines.samples(seen()), N_("No samples yet.")),
            "record": lambda _: self.list(
                record.record(self._desk, self._word, seen()), N_("No batch record.")
            ),
            "deviations": lambda _: self.list(
                record.deviations(self._word, seen()), N_("No deviations.")
            ),
            "utilities": lambda _: self.list(lines.utilities(seen()), N_("Nothing.")),
            "interlocks": lambda _: self.list(lines.interlocks(seen()), N_("Nothing.")),
            "people": lambda _: self.say(
                self._word(
                    "{free} of {on} people on shift are free.",
                    free=seen().people_free,
                    on=seen().people_on_shift,
                )
            ),
            "brief": lambda _: self.brief(),
            "glossary": lambda word: self.list(guide.explain(self._word, word), ""),
            "hints": lambda _: self.list(
                guide.hints(self._desk, self._word, seen()), N_("No hints for now.")
            ),
            "instructions": lambda name: self.list(
                guide.instructions(self._desk, self._word, name), N_("Nothing.")
            ),
            "diagnosis": lambda _: self.list(
                forms.diagnosis(self._desk, self._word, seen()),
                N_("No diagnosis is asked for now."),
            ),
            "questions": lambda _: self.list(
                forms.questions(self._desk, self._word, seen()), N_("Nothing is asked now.")
            ),
        }

    def told(self, command: Command) -> None:
        """Say what a hint says, if a command that was done took a step of one."""
        for line in guide.told_by(self._desk, self._word, command):
            self.say(line)

    def list(self, lines: Iterable[str], nothing: str) -> None:
        """Say every line, or the phrase for nothing."""
        for line in list(lines) or [self._word(nothing)]:
            self.say(line)

    def brief(self) -> None:
        """Say the task."""
        brief = self._desk.brief
        title = self._word.words(brief.title)
        duration = show_duration(brief.duration_ms)
        self.say(
            self._word(
                "{title}. Level {level}, {duration} of simulated time.",
                title=title,
                level=brief.level,
                duration=duration,
            )
        )
        self.say(self._word.words(brief.text))
        self.say(self._word("A training tool, not for GxP use."))

    def help(self, of: str) -> None:
        """Say what can be typed, or what one command or alarm means."""
        if of:
            self._help_of(of)
            return
        self.say(self._word("Words of this desk:"))
        for word, meaning in SESSION.items():
            self.say(f"{word}: {self._word(meaning)}")
        self.say(self._word("Commands to the plant (add: because REASON):"))
        for example in command_examples():
            self.say(f"{example}: {self._word(explain_command(example))}")
        self.say(self._word("What an alarm means: help FIC-102.DEV"))

    def _help_of(self, of: str) -> None:
        alarm = self._desk.brief.alarms.get(of)
        if alarm is not None:
            for phrase, words in (
                (N_("Cause: {text}"), alarm.cause),
                (N_("Consequence: {text}"), alarm.consequence),
                (N_("Action: {text}"), alarm.action),
            ):
                self.say(self._word(phrase, text=self._word.words(words)))
            self.say(
                self._word("Time to respond: {duration}", duration=show_duration(alarm.respond_ms))
            )
            return
        if of in SESSION:
            self.say(f"{of}: {self._word(SESSION[of])}")
        examples = [one for one in command_examples() if one.startswith(f"{of} ")]
        for example in examples:
            self.say(f"{example}: {self._word(explain_command(example))}")
        if of not in SESSION and not examples:
            verbs = [one.split(" ", 1)[0] for one in command_examples()]
            hint = meant(of, [*SESSION, *verbs, *self._desk.brief.alarms], "help")
            raise Refusal(
                Problem("no-help", text("there is no help on {word}", word=quoted(of)), hint)
            )

    def show(self, which: str) -> None:
        """Say what instruments show: all, or those whose tags are or begin with these words."""
        seen = self._desk.observe()
        wanted = which.upper().split()
        for word in wanted or [""]:
            found = [tag for tag in seen.tags.values() if tag.tag == word]
            found = found or [tag for tag in seen.tags.values() if tag.tag.startswith(word)]
            if not found:
                hint = meant(word, seen.tags, "show")
                raise Refusal(
                    Problem("unknown-name", text("there is no {word}", word=quoted(word)), hint)
                )
            for tag in found:
                self.say(self._lines.tag(tag))
