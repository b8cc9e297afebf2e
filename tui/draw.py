"""Lines of painted text: pieces with a style token, cut and filled to a width of cells.

Whatever goes through ``line`` is plain: no text from outside can act on the terminal.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from simulator.language.plain import plain

Piece = tuple[str, str]
"""Text and its style token."""
Line = list[Piece]

SMALLEST = (60, 16)
"""Columns and rows that the terminal must have at least."""
_UNITS = {"degC": "°C", "1e6 cells/mL": "e6/mL", "pL/cell/d": "pL/c/d"}


def cells(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, right: bool = False) -> str:
    """Return text made plain and of exactly ``width`` cells, cut with an ellipsis if too long."""
    text = plain(text)
    length = cells(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return " " * (width - length) + text if right else text + " " * (width - length)


def line(pieces: Iterable[Piece], width: int, token: str = "") -> Line:
    """Return pieces made plain, cut and filled to a width; the filling has the token."""
    made: Line = []
    left = width
    for text, style in pieces:
        safe = plain(text)
        length = cells(safe)
        if length > left:
            safe, length = fit(safe, left), left
        if length:
            made.append((safe, style))
        left -= length
        if left <= 0:
            return made
    made.append((" " * left, token))
    return made


def whole(pieces: Iterable[Piece], width: int) -> Line:
    """Return the first pieces that fit into a width, each of them whole."""
    made: Line = []
    for text, token in pieces:
        width -= cell_len(plain(text))
        if width < 0:
            break
        made.append((text, token))
    return made


def too_small(width: int, height: int) -> bool:
    """Say whether a terminal of this size has no room for a page."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def blank(width: int) -> Line:
    """Return an empty line."""
    return [(" " * width, "")]


def part(painted: Line, first: int, last: int) -> Line:
    """Return the cells from ``first`` to before ``last`` of a line; half a character is a blank."""
    made: Line = []
    at = 0
    for text, token in painted:
        end = at + cells(text)
        if at < last and end > first:
            if at >= first and end <= last:
                made.append((text, token))
            else:
                made.append((_cells(text, max(first - at, 0), min(last, end) - at), token))
        at = end
    return made


def _cells(text: str, first: int, last: int) -> str:
    """Return some cells of a text; of a character that is cut in half, a blank."""
    made, at = "", 0
    for letter in text:
        end = at + cell_len(letter)
        if at >= first and end <= last:
            made += letter
        elif at < last and end > first:
            made += " " * (min(end, last) - max(at, first))
        at = end
    return made


def over(below: Line, above: Line, left: int, width: int) -> Line:
    """Return a line of ``width`` cells with another laid over it, from the cell ``left`` on."""
    right = left + sum(cells(text) for text, _ in above)
    return [*part(below, 0, left), *above, *part(below, right, width)]


_SHUT = ("▶◀", "][")
"""A shut valve, which must not look as an open one does."""
_GLYPHS = str.maketrans(
    {
        **{chr(code): "+" for code in range(0x2500, 0x2580)},
        **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-"),
        **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▕▏▎▍▌▋▊▉▐", "|"),
        **dict.fromkeys("╱╯╭", "/"),
        **dict.fromkeys("╲╮╰", "\\"),
        **dict.fromkeys("█▓■▬▮▰", "#"),
        **dict.fromkeys("▒▪", ":"),
        **dict.fromkeys("░·∙•", "."),
        **dict.fromkeys("▁▂▃▄", "_"),
        **dict.fromkeys("▔▀", '"'),
        **dict.fromkeys("▲△▴▵↑", "^"),
        **dict.fromkeys("▼▽▾▿↓", "v"),
        **dict.fromkeys("▶▷►▸▹→", ">"),
        **dict.fromkeys("◀◁◄◂◃←", "<"),
        **dict.fromkeys("●○◦°", "o"),
        **dict.fromkeys("◆◇", "*"),
        **dict.fromkeys("□▢▭▯", "="),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″«»", '"'),
        **dict.fromkeys("–—−", "-"),
        **{
            "×": "x",
            "‖": "=",
            "…": "~",
            "≈": "~",
            "µ": "u",
            "✓": "v",
            "✗": "x",
            "ø": "o",
            "Ø": "O",
        },
        **{"≤": "<", "≥": ">", "±": "~", "²": "2", "³": "3", "⚑": "!", "€": "E", "ß": "s"},
    }
)
"""Characters that a screen is drawn with, and what stands for them where there is only ASCII."""
_UPPER_DOTS, _LOWER_DOTS = 0x1B, 0xE4
"""The dots of the upper and of the lower half of a cell of braille; U+2800 has none."""


def as_ascii(painted: Line) -> Line:
    """Return a line of the same width in ASCII alone."""
    return [(text if text.isascii() else _ascii(text), token) for text, token in painted]


@lru_cache(maxsize=4096)
def _ascii(text: str) -> str:
    """Return text of the same width in ASCII; what has no likeness there is a question mark."""
    made = ""
    for letter in text.replace(*_SHUT).translate(_GLYPHS):
        width = cell_len(letter)
        if letter.isascii():
            made += letter
        elif 0x2800 <= ord(letter) <= 0x28FF:
            dots = ord(letter) - 0x2800
            made += " '.:"[(dots & _UPPER_DOTS > 0) + 2 * (dots & _LOWER_DOTS > 0)]
        else:
            base = unicodedata.normalize("NFKD", letter)[0]
            made += (base if base.isascii() and base.isprintable() else "?") * width
    return made


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` cells, broken at blanks."""
    lines: list[str] = []
    current = ""
    for word in plain(text).split():
        if current and cell_len(current) + 1 + cell_len(word) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current] if current else lines


def notice(text: str, width: int, height: int) -> list[Line]:
    """Return ``height`` lines of ``width`` cells with a text alone, broken so that all is read."""
    lines = [line([(row, "strong")], width) for row in wrap(text, width)]
    return [*lines, *[blank(width)] * (height - len(lines))][:height]


def unit_of(unit: str) -> str:
    """Return a unit of measure as a screen shows it."""
    return _UNITS.get(unit, unit)


def number(value: float | None, span: float) -> str:
    """Return a value with the decimals that fit an instrument of this span; dashes for none."""
    if value is None or math.isnan(value):
        return "--"
    shown = f"{value:.{2 if span <= 60 else 1 if span <= 1000 else 0}f}"
    return shown.lstrip("-") if float(shown) == 0.0 else shown


class Gauge:
    """A moving pointer on a bar: normal band, alarm limits, set-point and value.

    ``lows`` and ``highs`` are the alarm limits on either side, in any order.
    """

    def __init__(
        self, low: float, high: float, lows: Sequence[float] = (), highs: Sequence[float] = ()
    ) -> None:
        self.lows, self.highs = sorted(lows), sorted(highs)
        if lows and highs:
            room = (self.highs[-1] - self.lows[0]) / 2.0
            low = max(low, self.lows[0] - room)
            high = min(high, self.highs[-1] + room)
        self.low, self.high = low, max(high, low + 1e-9)

    def bar(self, width: int, value: float | None, setpoint: float | None) -> str:
        """Return the bar in ``width`` cells: ``▕▒░──┼──◆──░▒▏``."""
        inner = max(width - 2, 3)
        made = list(_ground(self.low, self.high, tuple(self.lows), tuple(self.highs), inner))
        ends = ["▕", "▏"]
        if setpoint is not None and self.low <= setpoint <= self.high:
            made[self._cell(setpoint, inner)] = "┼"
        if value is not None and not math.isnan(value):
            if value < self.low:
                ends[0] = "◀"
            elif value > self.high:
                ends[1] = "▶"
            else:
                made[self._cell(value, inner)] = "◆"
        return ends[0] + "".join(made) + ends[1]

    def _cell(self, value: float, inner: int) -> int:
        return min(int((value - self.low) / (self.high - self.low) * inner), inner - 1)


@lru_cache(maxsize=1024)
def _ground(
    low: float, high: float, lows: tuple[float, ...], highs: tuple[float, ...], inner: int
) -> str:
    """Return the ground of a bar: one shade for each limit passed. Limits seldom move."""
    made = ""
    for cell in range(inner):
        at = low + (cell + 0.5) / inner * (high - low)
        passed = sum(at < limit for limit in lows) + sum(at > limit for limit in highs)
        made += "─░▒"[min(passed, 2)]
    return made


def scrolled(chosen: int, count: int, rows: int) -> int:
    """Return the first row to show of ``count``, so that the chosen one is in sight."""
    return max(0, min(chosen - rows // 2, count - rows))
