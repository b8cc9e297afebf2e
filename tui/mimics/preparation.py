"""A preparation vessel: a stirred tank with a funnel on its lid for each powder that is weighed."""

from __future__ import annotations

from tui.mimics import inactivation, tank
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

KEY_FIELDS = ("conductivity", "pH", "weight", "agitation", "salt given", "tris given")
"""What an overview shows of a preparation vessel, the most telling first."""
FIRST = 9
"""Columns from the left wall to the first funnel."""
APART = 3


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    inactivation.draw(scene, canvas, x, y, size)
    first, top, _, bottom = tank.walls(scene, x, y, size)
    feeders = [tag for name in tank.FEEDERS for tag in scene.moving(name)]
    for place, tag in enumerate(feeders):
        column = first + FIRST + APART * place
        opening = scene.position(tag)
        falls = opening is not None and opening >= 1.0
        canvas.put(column - 1, top + 1, "╲╱", "strong" if falls else "soft")
        if falls and top + 2 < bottom:
            canvas.put(column - 1, top + 2, "⋮", "strong")
