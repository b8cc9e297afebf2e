"""The glossary: words of the plant in three languages, each with a plain definition.

It is a file beside the scenarios, read by the same bounded reader; nothing of it reaches the plant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from simulator.language.problem import Refusal
from simulator.language.tag import is_tag
from simulator.language.words import LANGUAGES, Words
from simulator.scenario.document import read_document
from simulator.scenario.library import read_glossary
from simulator.scenario.parts import Human, Part
from simulator.scenario.schema import validate

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ENDINGS = 3
"""A word may be so many letters longer than the term and still be the term, as plurals are."""
_SHORTEST = 4
"""Shorter terms, such as pH, are found only as they are written."""


def _each_language(words: Words) -> Words:
    """Return words that are there in every language."""
    missing = [language for language in LANGUAGES if language not in words]
    if missing:
        raise ValueError(f"the text for {' and '.join(missing)} is missing")
    return words


def _listed(value: object) -> object:
    """Return a single word as a list of one."""
    return [value] if isinstance(value, str) else value


Told = Annotated[Human, AfterValidator(_each_language)]


class TermPart(Part):
    """One term: what it is called, other ways to write it, and what it means."""

    term: Told
    also: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[])
    means: Told


class LettersPart(Part):
    """What the letters of a tag mean: equipment by all of them, instruments one by one."""

    equipment: dict[str, Told]
    measured: dict[str, Told]
    function: dict[str, Told]


class GlossaryFile(Part):
    """The file as a whole."""

    glossary: Literal["1"]
    terms: dict[str, TermPart] = Field(min_length=1, max_length=400)
    letters: LettersPart


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the glossary; ``also`` holds abbreviations and symbols, as they are written."""

    name: str
    term: Words
    also: tuple[str, ...]
    means: Words

    def title(self, language: str) -> str:
        """Return how the term is called in a language, its abbreviations behind it."""
        word = self.term.get(language, self.term["en"])
        return f"{word} ({', '.join(self.also)})" if self.also else word

    def fits(self, text: str) -> bool:
        """Return whether a typed text is part of the term, in any language."""
        wanted = text.strip().casefold()
        told = [*self.term.values(), *self.also]
        return any(wanted in word.casefold() for word in told)


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms, and what the letters of tags mean."""

    terms: tuple[Term, ...]
    equipment: Mapping[str, Words]
    measured: Mapping[str, Words]
    function: Mapping[str, Words]

    def letters(self, tag: str) -> tuple[tuple[str, Words], ...]:
        """Return the letters of a tag with what each means; empty if one means nothing."""
        letters = tag.partition("-")[0]
        if not is_tag(tag):
            return ()
        if letters in self.equipment:
            return ((letters, self.equipment[letters]),)
        if letters[0] not in self.measured or any(one not in self.function for one in letters[1:]):
            return ()
        return (
            (letters[0], self.measured[letters[0]]),
            *((one, self.function[one]) for one in letters[1:]),
        )

    def on(self, page: Iterable[str], language: str) -> list[Term]:
        """Return the terms that occur in lines of text, in the order of the glossary.

        Abbreviations count only as they are written; words also in capitals and with an ending.
        """
        text = "\n".join(page)
        words = [word.casefold() for word in _WORD.findall(text)]
        running = f" {' '.join(words)} "
        exact = set(re.findall(r"[\w²%/-]+", text)) | set(_WORD.findall(text))
        return [term for term in self.terms if _occurs(term, language, running, exact)]

    def find(self, text: str) -> list[Term]:
        """Return the terms that a typed text is part of: equal ones first, then beginnings."""
        wanted = text.strip().casefold()
        found = [term for term in self.terms if term.fits(wanted)]
        return sorted(found, key=lambda term: _distance(term, wanted))


def _distance(term: Term, wanted: str) -> int:
    """Return how far a term is from what is looked for: 0 equal, 1 begins with it, 2 holds it."""
    told = [word.casefold() for word in (*term.term.values(), *term.also)]
    if wanted in told:
        return 0
    return 1 if any(word.startswith(wanted) for word in told) else 2


def _occurs(term: Term, language: str, running: str, exact: set[str]) -> bool:
    """Return whether a term is among the words of a page, which stand between blanks."""
    if any(short in exact for short in term.also):
        return True
    for word in term.term.get(language, term.term["en"]).split(", "):
        wanted = " ".join(part.casefold() for part in _WORD.findall(word))
        longer = "" if len(wanted) < _SHORTEST else rf"[^\W_]{{0,{_ENDINGS}}}"
        if wanted and re.search(rf" {re.escape(wanted)}{longer} ", running):
            return True
    return False


def parse_glossary(text: str, file: str) -> Glossary:
    """Return the glossary that a text holds, its terms in alphabetical order of English.

    Raises:
        Refusal: with every problem found, each with its place.
    """
    made = validate(GlossaryFile, read_document(text, file))
    if not isinstance(made, GlossaryFile):
        assert isinstance(made, list)
        raise Refusal(made)
    terms = [
        Term(name, part.term, tuple(part.also), part.means) for name, part in made.terms.items()
    ]
    letters = made.letters
    return Glossary(
        tuple(sorted(terms, key=lambda term: term.term["en"].casefold())),
        letters.equipment,
        letters.measured,
        letters.function,
    )


@cache
def glossary() -> Glossary:
    """Return the glossary that comes with the program; it is read once.

    Raises:
        Refusal: if the file cannot be used.
    """
    return parse_glossary(*read_glossary())
