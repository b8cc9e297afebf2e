"""Outside text made safe to show: nothing in it can act on a terminal."""

from __future__ import annotations

import unicodedata

_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_control(character: str) -> bool:
    """Say whether a character can act on a terminal: control, line separator or direction."""
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or character in _DIRECTIONS


def plain(text: str, longest: int | None = None) -> str:
    """Return text with control characters shown as pictures, of at most ``longest`` characters.

    >>> plain("a" + chr(27) + "b") == "a" + chr(0x241B) + "b"
    True
    """
    shown = text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
    if shown.isprintable():  # which no control, separator or direction is
        return shown
    return "".join(_picture(c) if is_control(c) else c for c in shown)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
