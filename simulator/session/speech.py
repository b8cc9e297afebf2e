"""What the program says to a person: gettext catalogues, in a language and a register.

The id of a message is its English text. Tags, units of measure, modes, ISA-88 states and the
letters of alarm states are never translated. There are two registers: ``industry`` says what the
plant says, ``plain`` has an easier word where the catalogues know one (context ``plain``).
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files

from simulator.language.problem import Problem
from simulator.language.text import Text
from simulator.language.words import LANGUAGES, Words, say

PSEUDO = "pseudo"
"""A language for trying screens: every text has accents and is two fifths longer."""
REGISTERS = ("industry", "plain")
_PLAIN = "plain"
_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéîñóûýÁÇÉÎÑÓÛÝ")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English has only the plain register."""
    with as_file(files("simulator") / "locale") as folder:
        return gettext.translation("cuve", folder, [language], fallback=True)


class Speaker:
    """Says things in one language and register; both can be changed while a session goes on.

    >>> Speaker("nl")("alarms")
    'alarmen'

    Args:
        language: en, nl, fr, or ``pseudo``.
        register: ``industry`` or ``plain``.
        phrases: texts of the scenario in every language, so that one can be told in another.
    """

    def __init__(
        self, language: str, register: str = "industry", phrases: Iterable[Words] = ()
    ) -> None:
        self.language = language
        self.register = register
        self._phrases: dict[str, Words] = {}
        self.learn(phrases)

    def learn(self, phrases: Iterable[Words]) -> None:
        """Take in more texts of the scenario, such as those of its rubric."""
        for words in phrases:
            for told in words.values():
                self._phrases.setdefault(told, words)

    def __call__(self, message: str, /, **values: object) -> str:
        """Return a message of the catalogues, its fields filled in."""
        return self._filled(self._found("", message), values)

    def of(self, context: str, message: str, /, **values: object) -> str:
        """Return a message that has another meaning elsewhere; the context says which this is."""
        return self._filled(self._found(context, message), values)

    @property
    def colon(self) -> str:
        """What stands between a word and what it is about: a colon, in French after a blank."""
        return " : " if self.language == "fr" else ": "

    def words(self, words: Words) -> str:
        """Return the words of a scenario in this language."""
        return say(words, self.language)

    def retell(self, told: str) -> str:
        """Return a text that was told in some language in this one, where that is known."""
        if isinstance(told, Text):
            values = {
                name: self.retell(value) if isinstance(value, str) else value
                for name, value in told.values.items()
            }
            return self(told.template, **values)
        words = self._phrases.get(told)
        return say(words, self.language) if words is not None else told

    def problem(self, problem: Problem) -> str:
        """Return what is wrong and, behind it, what to try."""
        tail = f" ({self.retell(problem.hint)})" if problem.hint else ""
        return f"{self.retell(problem.message)}{tail}"

    def _found(self, context: str, message: str) -> str:
        if not message:  # gettext would answer with the head of its catalogue
            return ""
        if self.language == PSEUDO:
            return pseudo(message)
        known = catalogue(self.language)
        if self.register == _PLAIN:
            easier = known.pgettext(_PLAIN, message)
            if easier != message:
                return easier
        return known.pgettext(context, message) if context else known.gettext(message)

    @staticmethod
    def _filled(message: str, values: Mapping[str, object]) -> str:
        return message.format(**values) if values else message


ENGLISH = Speaker("en")
"""For those who only ever want English, such as a log that is read by an engineer."""


def pseudo(message: str) -> str:
    """Return a text as a language that does not exist would have it: accented and longer.

    >>> pseudo("{n} alarms")
    '{n} álárms~~~'
    """
    parts = []
    rest = message
    while rest:
        before, brace, rest = rest.partition("{")
        parts.append(before.translate(_ACCENTS))
        if brace:
            field, _, rest = rest.partition("}")
            parts.append(f"{{{field}}}")
    letters = sum(map(str.isalpha, message))
    return "".join(parts) + "~" * (2 * letters // 5)


def next_language(language: str) -> str:
    """Return the language after this one, in a circle."""
    place = LANGUAGES.index(language) if language in LANGUAGES else -1
    return LANGUAGES[(place + 1) % len(LANGUAGES)]
