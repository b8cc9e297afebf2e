"""Finds what is meant by a few letters: they must all be there, in order, not side by side."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

BEST = 1000
"""The score of a text that is what was sought."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return a text without accents, in small letters, its words one blank apart.

    >>> folded("Tendances  à l’écran_2")
    'tendances a l’ecran 2'
    """
    taken_apart = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(c for c in taken_apart if not unicodedata.combining(c))
    return " ".join(letters.replace("_", " ").split())


def score(sought: str, text: str) -> int:
    """Return how well a folded text fits what is sought, folded too; 0 if it does not.

    Every word that is sought must be there. A word of the text counts more than letters within
    one, and its beginning more than the rest; letters that are scattered count least.

    >>> score("tic 101", "faceplate tic-101") > score("tic 101", "trend ftiac-1013") > 0
    True
    >>> score("xyz", "faceplate tic-101")
    0
    """
    if sought == text:
        return BEST
    total = 0
    for word in sought.split():
        points = _word(word, text)
        if not points:
            return 0
        total += points
    return total


def _word(word: str, text: str) -> int:
    """Return how well one word fits a text."""
    at = text.find(word)
    if at == 0:
        return 100
    if at > 0:
        return 90 if f" {word}" in text else 70 if f"-{word}" in text or f".{word}" in text else 50
    return _scattered(word, text)


def _scattered(word: str, text: str) -> int:
    """Return the points for letters that are all there in order, few gaps first; 0 if not."""
    if len(word) < 2:
        return 0
    at, gaps = -1, 0
    for letter in word:
        found = text.find(letter, at + 1)
        if found < 0:
            return 0
        gaps += found != at + 1
        at = found
    return max(30 - 5 * gaps, 0)
