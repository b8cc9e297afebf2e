"""Lines of painted text: pieces with a style token, cut and filled to a width of cells.

Whatever goes through ``line`` is plain: no text from outside can act on the terminal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size

from simulator.language.plain import plain

Piece = tuple[str, str]
"""Text and its style token."""
Line = list[Piece]

SHAPES = {1: "◆", 2: "▲", 3: "●", 4: "○"}
"""The shape of each alarm priority; the digit always stands beside it."""
_UNITS = {"degC": "°C", "1e6 cells/mL": "e6/mL"}


def fit(text: str, width: int, right: bool = False) -> str:
    """Return text made plain and of exactly ``width`` cells, cut with an ellipsis if too long."""
    text = plain(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return " " * (width - length) + text if right else text + " " * (width - length)


def line(pieces: Iterable[Piece], width: int, token: str = "") -> Line:
    """Return pieces made plain, cut and filled to a width; the filling has the token."""
    made: Line = []
    left = width
    for text, style in pieces:
        safe = plain(text)
        length = cell_len(safe)
        if length > left:
            safe, length = fit(safe, left), left
        if length:
            made.append((safe, style))
        left -= length
        if left <= 0:
            return made
    made.append((" " * left, token))
    return made


def blank(width: int) -> Line:
    """Return an empty line."""
    return [(" " * width, "")]


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
        cells = [self._ground(self._at_cell(n, inner)) for n in range(inner)]
        ends = ["▕", "▏"]
        if setpoint is not None and self.low <= setpoint <= self.high:
            cells[self._cell(setpoint, inner)] = "┼"
        if value is not None and not math.isnan(value):
            if value < self.low:
                ends[0] = "◀"
            elif value > self.high:
                ends[1] = "▶"
            else:
                cells[self._cell(value, inner)] = "◆"
        return ends[0] + "".join(cells) + ends[1]

    def _at_cell(self, cell: int, inner: int) -> float:
        return self.low + (cell + 0.5) / inner * (self.high - self.low)

    def _cell(self, value: float, inner: int) -> int:
        return min(int((value - self.low) / (self.high - self.low) * inner), inner - 1)

    def _ground(self, at: float) -> str:
        """Return what a cell shows: one shade for each limit passed."""
        passed = sum(at < limit for limit in self.lows) + sum(at > limit for limit in self.highs)
        return "─░▒"[min(passed, 2)]


def scrolled(chosen: int, count: int, rows: int) -> int:
    """Return the first row to show of ``count``, so that the chosen one is in sight."""
    return max(0, min(chosen - rows // 2, count - rows))
