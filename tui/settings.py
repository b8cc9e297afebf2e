"""What a person may choose about the terminal; the same for every session.

A choice is taken from the command line, or else from the environment (``CUVE_THEME`` and so on),
or else from the settings file. What a file or an environment gets wrong is told, and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simulator.language.problem import Problem, Refusal
from simulator.language.tag import meant, quoted
from simulator.language.text import N_, text
from simulator.language.words import LANGUAGES
from simulator.session.preferences import preferences_path, read_preferences, write_preferences
from simulator.session.speech import REGISTERS
from tui import theme

CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": tuple(theme.THEMES),
    "language": LANGUAGES,
    "register": REGISTERS,
}
"""The settings that are one of some words."""
SWITCHES = ("bell", "blink", "slow_down", "ascii", "freezes")
"""The settings that are on or off."""
NAMES = (*CHOICES, *SWITCHES)
"""The settings with one value each, in the order of the settings page."""
_TITLES = {
    "theme": N_("theme"),
    "language": N_("language"),
    "register": N_("words"),
    "bell": N_("bell for new alarms"),
    "blink": N_("new alarms blink"),
    "slow_down": N_("x1 on new alarm"),
    "ascii": N_("plain characters only"),
    "freezes": N_("questions on a blank screen"),
}
_WORDS = {
    **theme.NAMES,
    **{"en": "English", "nl": "Nederlands", "fr": "français"},
    **{"industry": N_("words of the plant"), "plain": N_("plain words")},
}
_SAID = {"on": True, "true": True, "yes": True, "1": True}
_SAID |= {"off": False, "false": False, "no": False, "0": False}
_HEAD = "# Settings of the cuve terminal, written by its settings page.\n"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the terminal.

    ``slow_down`` brings time back to x1 on a new urgent alarm; ``bell`` rings for new alarms;
    ``blink`` lets their marks blink; ``ascii`` paints with the characters of ASCII alone; without
    ``freezes`` a new session never hides the screen to ask what was on it; ``keys``
    gives actions other keys, by the names of the actions. ``colourless`` is no choice: the
    environment says NO_COLOR.
    """

    theme: str = "light"
    language: str = "en"
    register: str = "industry"
    bell: bool = False
    blink: bool = False
    slow_down: bool = False
    ascii: bool = False
    freezes: bool = True
    colourless: bool = False
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @staticmethod
    def first() -> dict[str, object]:
        """Return the settings with one value each, as the program has them of itself."""
        made = Settings()
        return {name: getattr(made, name) for name in NAMES}


class Cupboard:
    """Where the settings of one person are kept.

    Args:
        environment: the environment of the process.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.path: Path = preferences_path(environment)
        self._environment = environment
        self.problems: list[Problem] = []
        """What was wrong with the file or the environment; what is wrong is left out."""

    def settings(self, options: Mapping[str, object]) -> Settings:
        """Return the settings: options that are not None, else the environment, else the file."""
        self.problems.clear()
        known = self._stored()
        spoken = {
            name: self._environment[_variable(name)]
            for name in NAMES
            if self._environment.get(_variable(name))
        }
        known |= self._checked(spoken, {name: _variable(name) for name in NAMES})
        known |= {n: v for n, v in options.items() if n in NAMES and v is not None}
        return replace(Settings(), **known)

    def save(self, changed: Mapping[str, object]) -> None:
        """Write what was changed into the file; what else it says stays.

        Raises:
            Refusal: it cannot be written.
        """
        before = list(self.problems)
        kept = self._stored()
        self.problems = before
        write_preferences(self.path, _as_toml({**kept, **changed}))

    def _stored(self) -> dict[str, Any]:
        """Return what the file says, without what is wrong in it."""
        try:
            found = read_preferences(self.path)
        except Refusal as refusal:
            self.problems += refusal.problems
            return {}
        return self._checked(found, {})

    def _checked(self, found: Mapping[str, object], called: Mapping[str, str]) -> dict[str, Any]:
        """Return the values that can be used; ``called`` is what a setting is called there."""
        good: dict[str, Any] = {}
        for name, value in found.items():
            known = _value(name, value)
            if known is None:
                self.problems.append(_wrong(called.get(name, name), name, value, str(self.path)))
            else:
                good[name] = known
        return good


def changed(settings: Settings, name: str, value: object) -> Settings:
    """Return settings with one of them changed."""
    values: dict[str, Any] = {name: value}
    return replace(settings, **values)


def title_of(name: str) -> str:
    """Return the English text that a person reads for a setting."""
    return _TITLES[name]


def word_of(choice: str) -> str:
    """Return the English text that a person reads for a choice; a language names itself."""
    return _WORDS.get(choice, choice)


def _variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"CUVE_{'LANG' if name == 'language' else name.upper()}"


def _value(name: str, value: object) -> object | None:
    """Return the value of a setting as it is kept; None if it cannot be."""
    if name in CHOICES:
        return value if isinstance(value, str) and value in CHOICES[name] else None
    if name in SWITCHES:
        return value if isinstance(value, bool) else _SAID.get(str(value).lower())
    if name == "keys" and isinstance(value, dict):
        texts = (isinstance(part, str) for pair in value.items() for part in pair)
        return dict(value) if all(texts) else None
    return None


def _wrong(called: str, name: str, value: object, place: str) -> Problem:
    """Return what is wrong with a setting."""
    known = [*NAMES, "keys"]
    if name not in known:
        message = text("there is no setting {name}", name=quoted(called))
        return Problem("unknown-setting", message, meant(name, known, place))
    message = text("{name} cannot be {value}", name=called, value=quoted(str(value)))
    fitting: Iterable[str] = CHOICES.get(name, ("on", "off"))
    hint = text("one of {choices}", choices=", ".join(fitting))
    if name == "keys":
        hint = text("write for example: {example}", example='[keys] then "trends" = "T"')
    return Problem("bad-setting", message, hint)


def _as_toml(settings: Mapping[str, object]) -> str:
    """Return settings as the text of a file."""
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items() if name in NAMES]
    keys = settings.get("keys")
    if isinstance(keys, Mapping) and keys:
        pairs = (f"{_quoted(name)} = {_quoted(key)}" for name, key in keys.items())
        lines += ["", "[keys]", *pairs]
    return _HEAD + "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    parts = []
    for letter in str(value):
        if letter in '"\\':
            parts.append(f"\\{letter}")
        elif ord(letter) < 0x20 or ord(letter) == 0x7F:
            parts.append(f"\\u{ord(letter):04x}")
        else:
            parts.append(letter)
    return f'"{"".join(parts)}"'
