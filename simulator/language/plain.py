"""Outside text made safe to show: nothing in it can act on a terminal."""

from __future__ import annotations

import re

LONGEST_COMMAND = 512
"""A command, as a person types it or a script has it, is at most this many characters long."""

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Unicode's categories Cc, Cs, Zl and Zp, and the marks that turn the direction of a text."""
_UNSEEN = re.compile(
    "[\u00ad\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Characters without a picture, whose width terminals do not agree on."""
_MARK = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff"
_MARK += "\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\ufe00-\ufe0f\ufe20-\ufe2f]"
_HEAP = re.compile(f"({_MARK}{{2}}){_MARK}+")
"""More marks on one letter than any language of Europe has; piled up they cover other lines."""


def controls(text: str) -> list[str]:
    """Return the characters of a text that can act on a terminal, in order."""
    return _CONTROL.findall(text)


def is_control(character: str) -> bool:
    """Say whether a character can act on a terminal: control, line separator or direction."""
    return _CONTROL.match(character) is not None


def plain(text: str, longest: int | None = None) -> str:
    """Return text with control characters shown as pictures, of at most ``longest`` characters.

    Characters that nobody can see are left out, and so is a third mark on one letter.

    >>> plain("a" + chr(27) + "b") == "a" + chr(0x241B) + "b"
    True
    """
    shown = text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
    if shown.isascii() and shown.isprintable():
        return shown
    shown = _HEAP.sub(r"\1", _UNSEEN.sub("", shown))
    if shown.isprintable():  # which no control, separator or direction is
        return shown
    return _CONTROL.sub(lambda found: _picture(found[0]), shown)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
