"""Trends in braille: two dots across and four dots down in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tui.history import Column

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_CELLS = (" ", *(chr(0x2800 | mask) for mask in range(1, 256)))
"""The character of every mask of dots."""


def _runs(dots: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return the mask of the dots from one row to another, for a column of a cell."""
    return tuple(
        tuple(sum(dots[n] for n in range(first, last + 1)) for last in range(4))
        for first in range(4)
    )


_RUNS = (_runs(_DOTS[0]), _runs(_DOTS[1]))


def scale(*series: Sequence[Column], least: float) -> tuple[float, float]:
    """Return the lowest and highest value of the series, at least ``least`` apart."""
    seen = [column for columns in series for column in columns if column is not None]
    if not seen:
        return 0.0, least
    low, high = min(c[0] for c in seen), max(c[1] for c in seen)
    room = max(least - (high - low), 0.06 * (high - low)) / 2.0
    return low - room, high + room


class Graph:
    """A field of cells on which lines are drawn, each with an owner: a small number of its pen.

    Where lines of two pens meet, the later one owns the cell. Single characters may stand over the
    dots: they are kept apart, so that lines drawn later do not hide them.
    """

    def __init__(self, width: int, rows: int) -> None:
        self.width, self.rows = width, rows
        self.masks = [[0] * width for _ in range(rows)]
        self.owners = [[0] * width for _ in range(rows)]
        self.marks: dict[tuple[int, int], tuple[str, int]] = {}
        """Characters that stand over the dots, with their owners, by row and column."""

    def dot(self, value: float, low: float, high: float) -> int:
        """Return the dot of a value, counted from the top; beyond the scale it is at the edge."""
        height = 4 * self.rows
        at = int((high - value) / (high - low) * height)
        return 0 if at < 0 else at if at < height else height - 1

    def line(self, columns: Sequence[Column], low: float, high: float, owner: int = 0) -> None:
        """Draw a series, two columns in a cell; neighbours are joined, gaps are not."""
        masks, owners = self.masks, self.owners
        height = 4 * self.rows
        steps = height / (high - low)
        last = height - 1
        before_top = before_bottom = -1
        for x, column in enumerate(columns):
            if column is None:
                before_top = -1
                continue
            top, bottom = int((high - column[1]) * steps), int((high - column[0]) * steps)
            top = 0 if top < 0 else top if top < last else last
            bottom = 0 if bottom < 0 else bottom if bottom < last else last
            first, end = top, bottom
            if before_top >= 0:
                if before_bottom < first:
                    first = before_bottom
                elif before_top > end:
                    end = before_top
            before_top, before_bottom = top, bottom
            cell = x >> 1
            runs = _RUNS[x & 1]
            row, final = first >> 2, end >> 2
            if row == final:
                masks[row][cell] |= runs[first & 3][end & 3]
                owners[row][cell] = owner
                continue
            masks[row][cell] |= runs[first & 3][3]
            owners[row][cell] = owner
            for between in range(row + 1, final):
                masks[between][cell] |= runs[0][3]
                owners[between][cell] = owner
            masks[final][cell] |= runs[0][end & 3]
            owners[final][cell] = owner

    def dotted(
        self, columns: Sequence[Column], low: float, high: float, owner: int = 0, every: int = 4
    ) -> None:
        """Draw the last values of a series, such as a set-point, as single dots."""
        for x in range(0, len(columns), every):
            column = columns[x]
            if column is not None:
                self._dot(x, self.dot(column[1], low, high), owner)

    def level(self, value: float, low: float, high: float, owner: int = 0) -> None:
        """Draw a thin level, such as an alarm limit, if it is on the scale."""
        if low <= value <= high:
            y = self.dot(value, low, high)
            for x in range(1, 2 * self.width, 8):
                self._dot(x, y, owner)

    def _dot(self, x: int, y: int, owner: int) -> None:
        row, cell = y >> 2, x >> 1
        if not self.masks[row][cell]:
            self.owners[row][cell] = owner
        self.masks[row][cell] |= _DOTS[x & 1][y & 3]

    def mark(self, cell: int, row: int, text: str, owner: int) -> None:
        """Let a character stand over the dots of a cell."""
        if 0 <= cell < self.width and 0 <= row < self.rows:
            self.marks[row, cell] = text, owner

    def text(self, row: int) -> list[tuple[str, int]]:
        """Return a row as pieces of text with their owners."""
        shown = [_CELLS[mask] for mask in self.masks[row]]
        owners = self.owners[row]
        for (at, cell), (text, owner) in self.marks.items():
            if at == row:
                shown[cell], owners[cell] = text, owner
        pieces: list[tuple[str, int]] = []
        start = 0
        for owner, cells in groupby(owners):
            end = start + len(list(cells))
            pieces.append(("".join(shown[start:end]), owner))
            start = end
        return pieces


def paint(
    columns: Sequence[Column],
    rows: int,
    low: float,
    high: float,
    setpoints: Sequence[Column] = (),
) -> list[str]:
    """Return ``rows`` lines of braille; two columns make one cell.

    The set-point is dotted: every fourth dot. Neighbouring columns are joined.
    """
    graph = Graph((len(columns) + 1) // 2, rows)
    graph.dotted(setpoints, low, high)
    graph.line(columns, low, high)
    return ["".join(text for text, _ in graph.text(row)) for row in range(rows)]
