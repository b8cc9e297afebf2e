"""Colours: grey as ISA-101 asks, so that only what is abnormal has a colour.

State is never told by colour alone; the monochrome theme has none. Tests compute the contrast of
every pair, and that the four priorities stay apart for eyes that lack a kind of cone.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

from simulator.language.text import N_

Theme = Mapping[str, Style]


def _theme(ground: str, ink: str, soft: str, raised: str, alarms: tuple[str, ...]) -> Theme:
    """Return a theme from its colours; ``alarms`` is a pair of colours for each priority."""
    base = Style(color=ink, bgcolor=ground)
    styles = {
        "": base,
        "strong": base + Style(bold=True),
        "soft": Style(color=soft, bgcolor=ground),
        "bar": Style(color=ink, bgcolor=raised),
        "bar strong": Style(color=ink, bgcolor=raised, bold=True),
        "chosen": Style(color=ground, bgcolor=ink, bold=True),
        "pen": Style(color=ink, bgcolor=ground),
        "refused": Style(color=ink, bgcolor=ground, bold=True, underline=True),
    }
    for priority in range(1, 5):
        back, front = alarms[2 * priority - 2 : 2 * priority]
        styles[f"new {priority}"] = Style(color=front, bgcolor=back, bold=True)
        styles[f"old {priority}"] = Style(color=ink, bgcolor=ground, bold=True, underline=True)
    return styles


_ON_LIGHT = (
    *("#b00020", "#ffffff", "#f0a000", "#000000"),
    *("#f5e663", "#000000", "#7b4f9d", "#ffffff"),
)
_ON_DARK = (
    *("#d9304a", "#ffffff", "#f0a000", "#000000"),
    *("#f5e663", "#000000", "#a987c9", "#000000"),
)
_ON_BLACK = (
    *("#ff6161", "#000000", "#ffa600", "#000000"),
    *("#ffff66", "#000000", "#cda3ff", "#000000"),
)
_PLAIN = Style()
_BOLD = Style(bold=True)
_REVERSE = Style(reverse=True)

THEMES: Mapping[str, Theme] = {
    "light": _theme("#d3d6d8", "#16191b", "#4c5256", "#bcc1c4", _ON_LIGHT),
    "dark": _theme("#25292c", "#d9dcde", "#9aa1a6", "#363c40", _ON_DARK),
    "contrast": _theme("#000000", "#ffffff", "#d8d8d8", "#303030", _ON_BLACK),
    "mono": {
        "": _PLAIN,
        "strong": _BOLD,
        "soft": _PLAIN,
        "bar": _REVERSE,
        "bar strong": _REVERSE + _BOLD,
        "chosen": _REVERSE,
        "pen": _PLAIN,
        "refused": _BOLD,
        **{f"new {priority}": _REVERSE + _BOLD for priority in range(1, 5)},
        **{f"old {priority}": _BOLD for priority in range(1, 5)},
    },
}
"""Every theme, by name; each has the same tokens."""
NAMES = {
    "light": N_("light"),
    "dark": N_("dark"),
    "contrast": N_("high contrast"),
    "mono": N_("without colours"),
}
"""What a person reads for each, as English texts."""
