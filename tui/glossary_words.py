"""Words of the glossary in one language, as both screens and the line mode show them."""

from __future__ import annotations

from simulator.language.words import Words
from simulator.scenario.glossary import Glossary


def first_words(words: Words, language: str) -> str:
    """Return words in a language; in one that the glossary lacks, in English."""
    return words.get(language, words["en"])


def letters_of(book: Glossary, tag: str, language: str) -> str:
    """Return what the letters of a tag mean, one after the other: ``T temperature, I ...``."""
    letters = book.letters(tag)
    return ", ".join(f"{letter} {first_words(words, language)}" for letter, words in letters)
