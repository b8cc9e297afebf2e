"""A shake flask or a vial: glass that widens downwards, what moves it below, what is read beside.

Nothing in it is measured on line, so no liquid is drawn that nobody has seen: the flask says that
samples tell. A vial has the same shape; its bath is drawn where a flask has its shaker.
"""

from __future__ import annotations

from simulator.language.text import N_
from tui.draw import fit
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene
from tui.mimics.tank import leads_in

KEY_FIELDS = ("agitation", "thawed", "temperature")
"""What an overview shows of a flask or a vial, the most telling first."""
MOVED = ("agitation", "water bath")
"""What a shaker or a bath moves."""
FLASK = "shake flask"
NECK = 4
"""Cells between the walls of the neck."""
HIGHEST = 7
"""Rows of the slanting wall that are drawn at most."""
LEAST = 3


def needs(scene: Scene) -> tuple[int, int]:
    """Return the least columns and rows this unit's drawing takes."""
    ends = len(scene.lines_in()) + len(scene.lines_out()) + len(_movers(scene))
    return 80, max(len(_read(scene)) + 2, LEAST + 4) + ends


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    width, height = size
    coming, going, movers = scene.lines_in(), scene.lines_out(), _movers(scene)
    top = y + len(coming)
    slope = max(LEAST, min(HIGHEST, height - len(coming) - len(going) - len(movers) - 4))
    middle = x + 34 + NECK // 2
    bottom = _glass(canvas, middle, top, slope)
    wide = NECK + 2 * (slope - 1)
    if scene.unit.kind == FLASK:
        note = scene.console.say(N_("samples tell"))
        canvas.put(middle - wide // 2, bottom - 1, fit(note, wide), "soft")
    for place, line in enumerate(coming):
        leads_in(scene, canvas, line, (x, y + place, middle + place), top)
    for row, tag in enumerate(movers, bottom + 1):
        canvas.put(middle - 1, row, "⇄ ", "soft")
        at = scene.moves(canvas, middle + 1, row, tag)
        canvas.put(at + 2, row, fit(tag, 8), "chosen" if tag == scene.chosen else "")
    under = bottom + len(movers)
    for place, line in enumerate(going):
        start = (middle - wide // 2 + 2 * place, bottom)
        scene.leads_out(canvas, line, start, under + len(going) - place)
    beside = middle + NECK // 2 + slope + 2
    for row, tag in enumerate(_read(scene), top + 1):
        canvas.put(beside, row, "├─", "soft")
        scene.reads(canvas, beside + 3, row, tag, x + width - beside - 3)


def _glass(canvas: Canvas, middle: int, top: int, slope: int) -> int:
    """Draw neck, slanting walls and bottom about a column; return the row of the bottom."""
    half = NECK // 2
    canvas.put(middle - half - 1, top, "╤" + "═" * NECK + "╤", "soft")
    canvas.put(middle - half - 1, top + 1, "│" + " " * NECK + "│", "soft")
    for row in range(slope):
        out = half + row + 1
        canvas.put(middle - out - 1, top + 2 + row, "╱" + " " * (2 * out) + "╲", "soft")
    out = half + slope
    bottom = top + 2 + slope
    canvas.put(middle - out - 1, bottom, "╰" + "─" * (2 * out) + "╯", "soft")
    return bottom


def _movers(scene: Scene) -> list[str]:
    """Return the tags of what shakes the flask, or warms the vial."""
    return [tag for name in scene.moved_here(MOVED) for tag in scene.moving(name)]


def _read(scene: Scene) -> list[str]:
    """Return the tags of everything that is read of the unit, the telling first."""
    return [tag for name in scene.read_here(KEY_FIELDS) for tag in scene.reading(name)]
