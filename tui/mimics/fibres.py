"""A retention module: broth flows along hollow fibres and back, permeate leaves across them.

The exchange with the bioreactor is drawn on top, the fibres in the middle with what is read of
them to the right, and the permeate line below with its pump, its flow and where it goes.
"""

from __future__ import annotations

from simulator.session.process_cell import LineCard
from tui.draw import fit
from tui.mimics.canvas import Canvas
from tui.mimics.scene import MARK, MODE, TAG, Area, Scene

KEY_FIELDS = ("pressure difference", "cell-specific perfusion rate", "exchange flow", "flux")
"""What an overview shows of a module, the most telling first."""
EXCHANGE = "exchange flow"
HIGHEST = 12
"""Rows of fibres that are drawn at most."""


def needs(scene: Scene) -> tuple[int, int]:
    """Return the least columns and rows this unit's drawing takes."""
    return 80, max(len(_read(scene)), 3) + 4 + len(_through(scene))


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    width, height = size
    inner = 18 if width < 104 else 26
    left = max((width - inner) // 3, 24)
    lines = _through(scene)
    first, last = x + left, x + left + inner + 1
    top = y + 1
    bottom = min(y + height - 1 - len(lines), top + HIGHEST + 1)
    canvas.put(first, top, "╭" + "─" * inner + "╮", "soft")
    for row in range(top + 1, bottom):
        canvas.put(first, row, "│" + " " * inner + "│", "soft")
    canvas.put(first, bottom, "╰" + "─" * inner + "╯", "soft")
    _fibres(canvas, (first + 1, top + 1, inner, bottom - top - 1))
    _exchange(scene, canvas, (x, y, first + inner // 2), lines)
    for place, line in enumerate(lines):
        scene.leads_out(canvas, line, (first + inner // 2, bottom), bottom + 1 + place)
    for row, tag in enumerate(_read(scene), top + 1):
        canvas.put(last, row, "├─", "soft")
        scene.reads(canvas, last + 2, row, tag, x + width - last - 2)


def _through(scene: Scene) -> list[LineCard]:
    return [line for line in scene.cell.lines if line.through == scene.unit.tag]


def _read(scene: Scene) -> list[str]:
    """Return the tags of everything that is read of the module but its exchange."""
    return [
        tag
        for name in scene.read_here(KEY_FIELDS)
        if name != EXCHANGE
        for tag in scene.reading(name)
    ]


def _fibres(canvas: Canvas, area: Area) -> None:
    """Draw the fibres upright in an area (column, row, columns, rows)."""
    x, y, wide, high = area
    for row in range(y, y + high):
        canvas.put(x, row, " ║" * (wide // 2), "soft")


def _exchange(
    scene: Scene, canvas: Canvas, place: tuple[int, int, int], lines: list[LineCard]
) -> None:
    """Draw the broth that flows to and fro between the bioreactor and the fibres."""
    x, y, down = place
    source = lines[0].source if lines else ""
    canvas.put(x + MARK, y, fit(source, TAG))
    at = x + MARK + TAG + MODE
    canvas.put(at, y, "◀▶", "soft")
    at += 3
    for tag in scene.moving(EXCHANGE)[:1]:
        at = scene.moves(canvas, at, y, tag, True)
    canvas.across(at, down, y)
    canvas.put(down, y, "┐", "soft")
    canvas.put(down, y + 1, "┴", "soft")
    for tag in scene.reading(EXCHANGE):
        scene.reads(canvas, down + 2, y, tag, canvas.width - down - 2)
