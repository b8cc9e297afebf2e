"""A device that lines lead through: what is read of it, and each line with its ends and pump.

The lines through it are drawn below each other, from where they come to where they go; the device
stands across them, and what is read of it is told to the right.
"""

from __future__ import annotations

from simulator.language.text import N_
from simulator.session.process_cell import LineCard
from tui.draw import fit
from tui.mimics.canvas import Canvas
from tui.mimics.scene import MARK, TAG, Area, Scene

FILTER_FIELDS = ("pressure drop", "flux", "turbidity", "throughput")
"""What an overview shows of a filter, the most telling first."""
COLUMN_FIELDS = ("UV", "conductivity", "pH", "pressure drop")
"""What an overview shows of a column."""
MEMBRANE_FIELDS = ("transmembrane pressure", "flux", "diavolumes", "cross-flow")
"""What an overview shows of an ultrafilter."""
SPRAY_FIELDS = ("return conductivity", "return temperature", "spray pressure", "flow", "TOC")
"""What an overview shows of a vessel that is cleaned."""
CENTRIFUGE_FIELDS = ("turbidity", "feed solids", "bowl speed", "sludge volume")
"""What an overview shows of a centrifuge."""
MOVED = (
    "cross-flow",
    "retentate valve",
    "feed pressure",
    "test pressure",
    "test isolated",
    "bowl speed",
    "discharge interval",
    "discharge volume",
    "discharge",
)
"""Inputs of a device that valves, pumps and drives move."""
INNER = 12
MANY = 4
"""Lines through a device above which they are drawn close together."""
SMALLEST = 18
"""Rows of a drawing on the smallest screen; more, and the lines are drawn close together."""
HIGHEST = 10
"""Rows of the device that are drawn at most."""


def needs(scene: Scene) -> tuple[int, int]:
    """Return the least columns and rows this unit's drawing takes."""
    return 80, _beside(scene) + 3 + _height(scene)


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    width = size[0]
    lines = _through(scene)
    left, top, inner, high = inside(scene, x, y, size)
    first, last, bottom = left - 1, left + inner, top + high
    canvas.put(first, y, "╭" + "─" * inner + "╮", "soft")
    for row in range(top, bottom):
        canvas.put(first, row, "│" + " " * inner + "│", "soft")
    canvas.put(first, bottom, "╰" + "─" * inner + "╯", "soft")
    _medium(canvas, (left, top, inner, high))
    for row, tag in enumerate(_read(scene), y + 1):
        canvas.put(last, row, "├─", "soft")
        scene.reads(canvas, last + 2, row, tag, x + width - last - 2)
    for row, (tag, pump) in enumerate(_moved(scene), y + 1):
        canvas.put(x + MARK, row, fit(tag, TAG))
        at = scene.moves(canvas, x + MARK + TAG + 1, row, tag, pump)
        canvas.across(at + MARK, first, row)
    for place, line in enumerate(lines):
        _line(scene, canvas, line, (x, bottom + 1 + place * _height(scene) // len(lines), first))


def inside(scene: Scene, x: int, y: int, size: tuple[int, int]) -> Area:
    """Return what is within the walls of the device: column, row, columns, rows."""
    width, height = size
    bottom = min(
        y + height - 2 - _height(scene),
        y + max(HIGHEST, _beside(scene) + 1),
    )
    return x + max((width - INNER) // 3, 24) + 1, y + 1, INNER, bottom - y - 1


def _height(scene: Scene) -> int:
    """Return the rows that the lines take: one each where much is to be drawn, else two."""
    lines = len(_through(scene))
    dense = lines > MANY or _beside(scene) + 3 + 2 * lines > SMALLEST
    return lines if dense else 2 * lines


def _beside(scene: Scene) -> int:
    """Return the rows of what is read of the device and what moves it."""
    return max(len(_read(scene)), len(_moved(scene)), 3)


def _through(scene: Scene) -> list[LineCard]:
    return [line for line in scene.cell.lines if scene.unit.tag in line.devices]


def _read(scene: Scene) -> list[str]:
    """Return the tags of everything that is read of the device, the telling first."""
    first = {
        "ultrafilter": MEMBRANE_FIELDS,
        "affinity column": COLUMN_FIELDS,
        "oligo-dT column": COLUMN_FIELDS,
        "cation exchange column": COLUMN_FIELDS,
        "anion exchange column": COLUMN_FIELDS,
        "capsid affinity column": COLUMN_FIELDS,
        "capsid exchange column": COLUMN_FIELDS,
        "centrifuge": CENTRIFUGE_FIELDS,
        "cleaned vessel": SPRAY_FIELDS,
    }.get(scene.unit.kind, FILTER_FIELDS)
    return [tag for name in scene.read_here(first) for tag in scene.reading(name)]


def _moved(scene: Scene) -> list[tuple[str, bool]]:
    """Return the tags of what moves the device's own inputs, and whether each is a pump."""
    names = scene.moved_here(MOVED)
    return [(tag, name == "cross-flow") for name in names for tag in scene.moving(name)]


def _medium(canvas: Canvas, area: Area) -> None:
    """Draw what the liquid passes, slanted, in an area (column, row, columns, rows)."""
    x, y, wide, high = area
    for row in range(high):
        canvas.put(x, y + row, ("╱ " * wide)[row % 2 : wide + row % 2], "soft")


def _line(scene: Scene, canvas: Canvas, line: LineCard, place: tuple[int, int, int]) -> None:
    """Draw one line through the device: source, pump, device, sink; its flow below."""
    x, y, across = place
    canvas.put(x + MARK, y, fit(line.source, TAG))
    at = x + MARK + TAG
    canvas.put(at, y, "─▶ ", "soft")
    at += 3
    if line.pump:
        at = scene.moves(canvas, at, y, line.pump, True) + 1
    canvas.across(at, across, y)
    canvas.put(across, y, "▶", "soft")
    at = canvas.put(across + 2, y, " ─▶ ".join(line.devices))
    at = canvas.put(at, y, " ─▶ ", "soft")
    at = canvas.put(at, y, f"{line.sink or scene.console.say(N_('drain'))} ")
    if line.pump and not scene.reading("flow", line.tag):
        at = canvas.put(at + 1 + MARK, y, f"{line.pump} ") - MARK
    scene.along(canvas, line, at + 1, y)
