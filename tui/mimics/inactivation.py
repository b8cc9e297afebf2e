"""An inactivation vessel: drawn as a tank with a stirrer in it."""

from __future__ import annotations

from tui.mimics import tank
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

KEY_FIELDS = ("pH", "temperature", "conductivity", "weight", "level", "agitation")
"""What an overview shows of an inactivation vessel, the most telling first."""
SHAFT = 5
"""Columns from the left wall to the shaft."""


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    tank.draw(scene, canvas, x, y, size)
    first, top, _, bottom = tank.walls(scene, x, y, size)
    shaft, blade = first + SHAFT, bottom - 2
    for row in range(top + 1, blade):
        canvas.put(shaft, row, "│", "soft")
    speed = scene.value("agitation")
    turns = speed is not None and speed >= 1.0
    canvas.put(shaft - 2, blade, "━━┷━━" if turns else "──┴──", "strong" if turns else "soft")
