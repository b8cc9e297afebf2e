"""Markup built from parts, in which no outside text can become anything but text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from simulator.language.plain import plain

_VOID = frozenset({"meta", "input", "br", "hr", "line", "circle", "rect", "path", "polyline"})
_NOT_TEXT = re.compile("[\ufffe\uffff]")


class Markup(str):
    """Text that is markup already; made by this module alone."""

    __slots__ = ()


Part = str | Markup | None
"""What an element may hold: plain text, which is escaped, markup, or nothing."""


def escape(text: str) -> Markup:
    """Return text as markup: control characters are shown as pictures, and nothing acts.

    >>> escape("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(_NOT_TEXT.sub("\ufffd", plain(text))))


def join(parts: Iterable[Part], between: str = "") -> Markup:
    """Return parts behind each other."""
    made = (escape(part) for part in parts if part is not None)
    return Markup(escape(between).join(made))


def element(name: str, /, *parts: Part, **attributes: str | float | bool | None) -> Markup:
    """Return an element.

    Of an attribute's name, an underscore at its end is dropped and others become dashes; one of
    None or False is left out.

    >>> element("td", "a < b", class_="wide")
    '<td class="wide">a &lt; b</td>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{told}/>")
    return Markup(f"<{name}{told}>{join(parts)}</{name}>")


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    called = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {called}"
    shown = str(value) if isinstance(value, str) else f"{value:.6g}"
    return f' {called}="{escape(shown)}"'


def table(heads: Iterable[Part], rows: Iterable[Iterable[Part]], class_: str = "") -> Markup:
    """Return a table with a head that a printer repeats on each page."""
    head = element("tr", *(element("th", one, scope="col") for one in heads))
    body = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    return element("table", element("thead", head), element("tbody", *body), class_=class_ or None)


def items(parts: Iterable[Part]) -> Markup:
    """Return a list."""
    return element("ul", *(element("li", part) for part in parts))


LINES = 3
"""So many lines to write on stand where nothing is written yet."""


def written(words: str | None, lines: int = LINES) -> Markup:
    """Return what somebody wrote, line by line, or lines to write on."""
    if words:
        return element("div", *(element("div", row) for row in words.splitlines()), class_="said")
    blank = (element("div", class_="write") for _ in range(lines))
    return element("div", *blank, class_="keep")
