"""A grid of cells to draw on: text, lines and boxes at places, cut where the grid ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

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


@lru_cache(maxsize=8192)
def _cells(text: str) -> tuple[str, bool]:
    """Return a text as it can be shown, without what has no width, and whether all is narrow."""
    shown = unicodedata.normalize("NFC", plain(text))
    kept = "".join(letter for letter in shown if cell_len(letter) > 0)
    return kept, all(cell_len(letter) == 1 for letter in kept)


class Canvas:
    """Cells of ``width`` by ``height``; what falls outside is left away.

    A character two cells wide takes its cell and an empty one; one without width is dropped.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._letters = [[" "] * width for _ in range(height)]
        self._tokens = [[""] * width for _ in range(height)]
        self._wide = [False] * height
        self._arms: dict[tuple[int, int], frozenset[str]] = {}

    def put(self, x: int, y: int, text: str, token: str = "") -> int:
        """Write text from a cell on; return the column after it."""
        shown, narrow = _cells(text)
        if not narrow or (0 <= y < self.height and self._wide[y]):
            return self._put_each(x, y, shown, token)
        end = x + len(shown)
        if 0 <= y < self.height and x < self.width and end > 0:
            first, last = max(x, 0), min(end, self.width)
            self._letters[y][first:last] = shown[first - x : last - x]
            self._tokens[y][first:last] = [token] * (last - first)
        return end

    def _put_each(self, x: int, y: int, text: str, token: str) -> int:
        """Write text letter by letter, some of them two cells wide."""
        for letter in text:
            length = cell_len(letter)
            if 0 <= y < self.height and x >= 0 and x + length <= self.width:
                self._free(x, y)
                self._letters[y][x], self._tokens[y][x] = letter, token
                if length == 2:
                    self._wide[y] = True
                    self._free(x + 1, y)
                    self._letters[y][x + 1], self._tokens[y][x + 1] = "", token
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
        return self._letters[y][x] if inside else " "

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
        rows = [self._runs(y) for y in range(self.height)]
        return [line(row, self.width) if self._wide[y] else row for y, row in enumerate(rows)]

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

    def _free(self, x: int, y: int) -> None:
        """Blank the other half of a wide character that a cell belongs to."""
        letters = self._letters[y]
        if letters[x] == "" and x > 0:
            letters[x - 1] = " "
        if cell_len(letters[x]) == 2 and x + 1 < self.width:
            letters[x + 1] = " "

    def _runs(self, y: int) -> list[Piece]:
        """Return the cells of a row with neighbours of one token joined."""
        letters = self._letters[y]
        runs: list[Piece] = []
        start = 0
        for token, cells in groupby(self._tokens[y]):
            end = start + len(list(cells))
            runs.append(("".join(letters[start:end]), token))
            start = end
        return runs
