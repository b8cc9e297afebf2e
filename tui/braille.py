"""Trends in braille: two dots across and four dots down in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from tui.history import Column

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_EMPTY = 0x2800


def scale(*series: Sequence[Column], least: float) -> tuple[float, float]:
    """Return the lowest and highest value of the series, at least ``least`` apart."""
    seen = [column for columns in series for column in columns if column is not None]
    if not seen:
        return 0.0, least
    low, high = min(c[0] for c in seen), max(c[1] for c in seen)
    room = max(least - (high - low), 0.06 * (high - low)) / 2.0
    return low - room, high + room


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
    width = (len(columns) + 1) // 2
    cells = [[_EMPTY] * width for _ in range(rows)]
    height = 4 * rows

    def dot(value: float) -> int:
        share = (value - low) / (high - low)
        return min(max(int((1.0 - share) * height), 0), height - 1)

    for x, column in enumerate(setpoints):
        if column is not None and x % 4 == 0:
            y = dot(column[1])
            cells[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
    before: Column = None
    for x, column in enumerate(columns):
        if column is not None:
            top, bottom = dot(column[1]), dot(column[0])
            if before is not None:
                top, bottom = min(top, dot(before[0])), max(bottom, dot(before[1]))
            for y in range(top, bottom + 1):
                cells[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
        before = column
    return ["".join(map(chr, row)) for row in cells]
