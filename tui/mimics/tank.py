"""A bottle, bag or tank: contents as a fill, what comes in above, what goes out below."""

from __future__ import annotations

from simulator.session.process_cell import LineCard
from tui.draw import fit
from tui.mimics.canvas import Canvas
from tui.mimics.scene import MARK, MODE, TAG, Area, Scene

KEY_FIELDS = ("weight", "level", "temperature")
"""What an overview shows of a tank, the most telling first."""
RNA_FIELDS = ("weight", "level", "temperature", "pH", "conductivity")
"""What an overview shows of a tank of RNA."""
VECTOR_FIELDS = ("weight", "temperature", "detergent", "nuclease", "pH", "level")
"""What an overview shows of a tank of viral vector."""
JACKET = "temperature control"
"""What a valve on the tank's jacket moves."""
STIRRER = "agitation"
"""What the drive of its stirrer moves."""
FEEDERS = ("salt feed", "tris feed", "phosphate feed")
"""What the feeders of its powder hoppers move."""
GASES = ("steam flow", "air bleed", "air flow", "cooling flow")
"""What the valves of a vessel that is steamed move."""
PLATES = "plate temperature"
"""What the valve of a plate freezer moves."""
SYRINGE = "DNase flow"
"""What the syringe pump of DNase moves."""
MADE = ("make-up flow", "heating flow", "pump speed", "heating power", "compressor load")
"""What moves a unit that makes a utility."""
DOSED = ("detergent feed", "nuclease feed")
"""What the dosing pumps of a lysis tank move."""
MOVED = (JACKET, STIRRER, *FEEDERS, *GASES, PLATES, SYRINGE, *MADE, *DOSED)
_SIDE = 2


def needs(scene: Scene) -> tuple[int, int]:
    """Return the least columns and rows this unit's drawing takes."""
    ends = max(len(scene.lines_in()), len(scene.lines_out()), 1)
    return 80, max(len(_read(scene)), len(_moved(scene)) + 1, 3) + 2 * ends + 4


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    width = size[0]
    coming, going = scene.lines_in(), scene.lines_out()
    first, top, inner, bottom = walls(scene, x, y, size)
    last = first + inner + 1
    canvas.put(first, top, "╭" + "─" * inner + "╮", "soft")
    for row in range(top + 1, bottom):
        canvas.put(first, row, "│" + " " * inner + "│", "soft")
    canvas.put(first, bottom, "╰" + "─" * inner + "╯", "soft")
    _contents(scene, canvas, (first + 1, top + 1, inner, bottom - top - 1))
    middle = first + inner // 2
    for place, line in enumerate(coming):
        leads_in(scene, canvas, line, (x, y + place, middle + 2 * place), top)
    for place, line in enumerate(going):
        scene.leads_out(canvas, line, (middle + 2 * place, bottom), bottom + len(going) - place)
    for row, tag in enumerate(_moved(scene), top + 2):
        canvas.put(x + MARK, row, fit(tag, TAG))
        at = scene.moves(canvas, x + MARK + TAG + MODE, row, tag)
        canvas.across(at, first - 2, row)
        canvas.put(first - 1, row, "▶", "soft")
    for row, tag in enumerate(_read(scene), top + 1):
        canvas.put(last, row, "├─", "soft")
        scene.reads(canvas, last + 2, row, tag, x + width - last - 2)


def walls(scene: Scene, x: int, y: int, size: tuple[int, int]) -> Area:
    """Return the left wall, the lid's row, the columns between the walls and the bottom's row."""
    width, height = size
    inner = 18 if width < 104 else 26
    top = y + len(scene.lines_in())
    bottom = min(y + height - 1 - len(scene.lines_out()), top + 16)
    return x + max((width - inner) // 3, 24), top, inner, bottom


def _moved(scene: Scene) -> list[str]:
    """Return the tags of what moves the unit's own inputs."""
    return [tag for name in scene.moved_here(MOVED) for tag in scene.moving(name)]


def _read(scene: Scene) -> list[str]:
    """Return the tags of everything that is read of the unit, the telling first."""
    return [tag for name in scene.read_here(KEY_FIELDS) for tag in scene.reading(name)]


def _contents(scene: Scene, canvas: Canvas, area: Area) -> None:
    """Draw the contents in an area (column, row, columns, rows)."""
    x, y, wide, high = area
    share = scene.filled()
    if share is None:
        word = scene.console.say("level") if _read(scene) else scene.console.say("not measured")
        canvas.put(x + 1, y, fit(f"{word} ?", wide - _SIDE), "refused" if _read(scene) else "soft")
        return
    rows = max(0, min(round(share * high), high))
    for row in range(y + high - rows, y + high):
        surface = row == y + high - rows
        canvas.put(x, row, ("≈" if surface else "░") * wide, "soft")


def leads_in(
    scene: Scene, canvas: Canvas, line: LineCard, place: tuple[int, int, int], top: int
) -> None:
    """Draw a line into the lid: where it comes from, its pump, its flow."""
    x, y, down = place
    canvas.put(x + MARK, y, fit(line.source, TAG))
    at = x + MARK + TAG + MODE
    canvas.put(at, y, "─▶", "soft")
    at += 3
    if line.pump:
        at = scene.moves(canvas, at, y, line.pump, True)
    canvas.across(at, down, y)
    canvas.down(down, y, top)
    canvas.put(down, y, "┐", "soft")
    canvas.put(down, top, "┴", "soft")
    scene.along(canvas, line, down + 2, y)
