"""Text in several languages: a map from language code to words."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

LANGUAGES = ("en", "nl", "fr")


def say(words: Words, language: str) -> str:
    """Return the words in ``language``, or in English, or in whatever language there is.

    >>> say({"en": "feed", "nl": "voeding"}, "nl")
    'voeding'
    >>> say({"en": "feed"}, "fr")
    'feed'
    """
    if language in words:
        return words[language]
    return words.get("en") or next(iter(words.values()), "")
