"""A grid of cells to draw on: text, lines and boxes at places, cut where the grid ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rich.cells import cell_len

from simulator.language.plain import plain
from tui.draw import Line, Piece, line

_JOINTS = {
    frozenset("ew"): "─",
    frozenset("ns"): "│",
    frozenset("es"): "┌",
    frozenset("sw"): "┐",
    frozenset("en"): "└",
    frozenset("nw"): "┘",
    frozenset("ens"): "├",
    frozenset("nsw"): "┤",
    frozenset("esw"): "┬",
    frozenset("enw"): "┴",
    frozenset("ensw"): "┼",
}
_ARMS = {joint: arms for arms, joint in _JOINTS.items()}


def _stroke(arms: frozenset[str]) -> str:
    """Return the character with these arms; a single arm goes on to the other side."""
    if len(arms) == 1:
        arms = frozenset("ew") if arms <= frozenset("ew") else frozenset("ns")
    return _JOINTS[arms]


class Canvas:
    """Cells of ``width`` by ``height``; what falls outside is left away.

    A character two cells wide takes its cell and an empty one; one without width is dropped.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._cells: list[list[Piece]] = [[(" ", "")] * width for _ in range(height)]
        self._arms: dict[tuple[int, int], frozenset[str]] = {}

    def put(self, x: int, y: int, text: str, token: str = "") -> int:
        """Write text from a cell on; return the column after it."""
        for letter in unicodedata.normalize("NFC", plain(text)):
            length = cell_len(letter)
            if length == 0:
                continue
            if 0 <= y < self.height and x >= 0 and x + length <= self.width:
                row = self._cells[y]
                self._free(row, x)
                row[x] = (letter, token)
                if length == 2:
                    self._free(row, x + 1)
                    row[x + 1] = ("", token)
            x += length
        return x

    def pieces(self, x: int, y: int, pieces: Iterable[Piece]) -> int:
        """Write pieces one after another; return the column after them."""
        for text, token in pieces:
            x = self.put(x, y, text, token)
        return x

    def at(self, x: int, y: int) -> str:
        """Return the character in a cell, a blank outside."""
        inside = 0 <= x < self.width and 0 <= y < self.height
        return self._cells[y][x][0] if inside else " "

    def across(self, x: int, end: int, y: int, token: str = "soft") -> None:
        """Draw a line from one column to another, joined with the lines it meets."""
        for place in range(min(x, end), max(x, end) + 1):
            arms = {"w"} if place > min(x, end) else set()
            if place < max(x, end):
                arms.add("e")
            self._join(place, y, arms, token)

    def down(self, x: int, y: int, end: int, token: str = "soft") -> None:
        """Draw a line from one row to another, joined with the lines it meets."""
        for place in range(min(y, end), max(y, end) + 1):
            arms = {"n"} if place > min(y, end) else set()
            if place < max(y, end):
                arms.add("s")
            self._join(x, place, arms, token)

    def box(self, x: int, y: int, width: int, height: int, token: str = "soft") -> None:
        """Draw a box with round corners, and clear what is inside."""
        right, bottom = x + width - 1, y + height - 1
        for row in range(y, bottom + 1):
            self.put(x, row, "│" + " " * (width - 2) + "│", token)
        self.put(x, y, "╭" + "─" * (width - 2) + "╮", token)
        self.put(right - width + 1, bottom, "╰" + "─" * (width - 2) + "╯", token)

    def place(self, x: int, y: int, lines: Iterable[Line]) -> None:
        """Write painted lines one below another."""
        for row, pieces in enumerate(lines, y):
            self.pieces(x, row, pieces)

    def lines(self) -> list[Line]:
        """Return the rows as lines of exactly the width."""
        return [line(self._runs(row), self.width) for row in self._cells]

    def _join(self, x: int, y: int, arms: set[str], token: str) -> None:
        """Draw arms in a cell, with those that are there already; one arm is a whole stroke."""
        drawn = self._arms.get((x, y))
        if drawn is not None and _stroke(drawn) == self.at(x, y):
            together = drawn | arms
        else:
            together = _ARMS.get(self.at(x, y), frozenset()) | arms
        if together:
            self.put(x, y, _stroke(together), token)
            self._arms[x, y] = together

    @staticmethod
    def _free(row: list[Piece], x: int) -> None:
        """Blank the other half of a wide character that a cell belongs to."""
        if row[x][0] == "" and x > 0:
            row[x - 1] = (" ", row[x - 1][1])
        if cell_len(row[x][0]) == 2 and x + 1 < len(row):
            row[x + 1] = (" ", row[x + 1][1])

    @staticmethod
    def _runs(row: list[Piece]) -> list[Piece]:
        """Return the cells of a row with neighbours of one token joined."""
        runs: list[Piece] = []
        text, token = "", ""
        for letter, style in row:
            if style != token and text:
                runs.append((text, token))
                text = ""
            token = style
            text += letter
        return [*runs, (text, token)] if text else runs
