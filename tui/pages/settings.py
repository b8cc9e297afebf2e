"""The settings of the terminal: each is changed at once, and kept when the user says so."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from simulator.language.problem import Refusal
from simulator.language.text import N_
from tui.draw import Line, fit, line
from tui.page import DOWN, UP, Key, Page
from tui.settings import CHOICES, NAMES, SWITCHES, title_of, word_of

_MEANS = {
    "theme": N_("grey as a control room, dark, high contrast, or without colours"),
    "language": N_("of everything that is read here; tags and units stay as they are"),
    "register": N_("the words of the industry, or plain ones"),
    "bell": N_("the terminal rings when a new alarm asks for you"),
    "blink": N_("the mark of a new alarm blinks, its text never does"),
    "slow_down": N_("time slows to x1 on a new urgent alarm"),
    "ascii": N_("for a terminal that cannot draw lines and shapes"),
    "freezes": N_("once or more, the screen may go blank and ask; off counts from a new session"),
}
"""What each setting does, as English texts."""


class SettingsPage(Page):
    """Every setting with its value and what it does; left and right change it."""

    name: ClassVar[str] = "settings"
    heading: ClassVar[str] = "settings"
    KEYS: ClassVar[tuple[Key, ...]] = (
        UP,
        DOWN,
        Key("left", "the value before", "before", "←"),
        Key("right", "next value", "after", "→"),
        Key("enter", "next value", "after", "Enter"),
        Key("s", "save", "save"),
        Key("r", "as it was at first", "reset"),
    )

    def count(self) -> int:
        """Return how many settings there are."""
        return len(NAMES)

    def before(self) -> None:
        """Take the value before this one."""
        self._turn(-1)

    def after(self) -> None:
        """Take the next value."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        name = NAMES[self.chosen]
        if name in SWITCHES:
            self.console.choose(name, not self._value(name))
            return
        choices = CHOICES[name]
        place = choices.index(str(self._value(name))) if self._value(name) in choices else 0
        self.console.choose(name, choices[(place + step) % len(choices)])

    def reset(self) -> None:
        """Take every value as the program has it of itself."""
        for name, value in self.console.settings.first().items():
            self.console.choose(name, value)

    def save(self) -> None:
        """Keep what was changed for the next session."""
        console = self.console
        if console.cupboard is None:
            console.tell(console.say("settings last as long as this session"), "refused")
            return
        try:
            console.cupboard.save(console.changed)
        except Refusal as refusal:
            console.tell(console.say.problem(refusal.problems[0]), "refused")
            return
        console.changed.clear()
        console.tell(console.say("saved in {place}", place=console.cupboard.path))

    def click(self, x: int, y: int) -> None:
        """Choose a setting; a click on the chosen one takes its next value."""
        place = y - 2
        if 0 <= place < self.count():
            if place == self.chosen:
                self.after()
            self.chosen = place

    def _value(self, name: str) -> object:
        """Return what holds now; some of it can also be changed by other keys."""
        console = self.console
        now = {"language": console.language, "theme": console.theme_name}
        return now.get(name, getattr(console.settings, name))

    def paint(self, width: int, height: int) -> list[Line]:
        """Return a row for each setting, what the chosen one does, and the changed keys."""
        say = self.console.say
        self.chosen = max(0, min(self.chosen, self.count() - 1))
        lines = [self.title(width), line([], width)]
        widest = max(cell_len(say(title_of(name))) for name in NAMES)
        room = min(widest, max(width - 5 - max(len(self._shown(n)) for n in CHOICES), 20))
        for place, name in enumerate(NAMES):
            token = "chosen" if place == self.chosen else "strong"
            mark = "*" if name in self.console.changed else " "
            lines.append(
                line(
                    [
                        (f" {mark} ", "strong"),
                        (f" {fit(say(title_of(name)), room)} ", token),
                        (self._shown(name), ""),
                    ],
                    width,
                )
            )
        means = say(_MEANS[NAMES[self.chosen]])
        lines += [line([], width), line([("   ", ""), (means, "")], width)]
        if self.console.changed:
            told = say("* changed, not saved: s saves it for next time")
            lines.append(line([("   ", ""), (told, "soft")], width))
        lines += [line([], width), *self._keys(width)]
        return lines[:height]

    def _shown(self, name: str) -> str:
        """Return the value of a setting among those it can have, in brackets."""
        say, value = self.console.say, self._value(name)
        if name in SWITCHES:
            return say("switched on") if value else say("switched off")
        words = (say(word_of(choice)) for choice in CHOICES[name])
        pairs = zip(CHOICES[name], words, strict=True)
        return " ".join(f"[{word}]" if choice == value else f" {word} " for choice, word in pairs)

    def _keys(self, width: int) -> list[Line]:
        """Return where keys are changed, and which were."""
        console, say = self.console, self.console.say
        place = str(console.cupboard.path) if console.cupboard else "settings.toml"
        told = say("Keys are changed in {place}, in the table [keys].", place=place)
        rows = [line([("   ", ""), (told, "soft")], width)]
        for action, key in console.keymap.changes.items():
            rows.append(line([(f"   {fit(key, 8)} {action}", "")], width))
        return rows
