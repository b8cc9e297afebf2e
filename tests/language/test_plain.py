"""Text from outside that is made safe to show."""

from __future__ import annotations

import unicodedata

from simulator.language.plain import controls, is_control, plain

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_every_character_that_acts_on_a_terminal_is_found() -> None:
    """Of all of Unicode, controls, separators of lines, half characters and directions are."""
    acting = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp") or chr(code) in DIRECTIONS
    ]
    everything = "".join(map(chr, range(0x110000)))
    assert controls(everything) == acting
    assert all(map(is_control, acting))
    assert not any(map(is_control, "aé⠿漢 -"))


def test_what_acts_is_shown_as_a_picture() -> None:
    """Escape, delete and the turning of direction become pictures; the rest stays as it is."""
    assert plain("a\x1b[31m\x7f\u202eé") == "a\u241b[31m\u2421\ufffdé"
    assert plain("abcdef", 4) == "abc…"


def test_what_nobody_sees_is_left_out_and_marks_do_not_pile_up() -> None:
    """Zero-width characters go, two marks on a letter stay, and the hundredth does not."""
    assert plain("ad\u200bm\u2060in\ufeff") == "admin"
    assert plain("e\u0301" + "Z" + "\u0301\u0335" * 100) == "e\u0301Z\u0301\u0335"
    assert plain("a\u200b\x1b") == "a\u241b"
