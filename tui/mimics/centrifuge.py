"""A disc-stack centrifuge: a device whose discs stand around a shaft that turns."""

from __future__ import annotations

from tui.mimics import device
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

TURNS = 100.0
"""rpm above which the bowl is drawn as turning."""


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    device.draw(scene, canvas, x, y, size)
    left, top, wide, high = device.inside(scene, x, y, size)
    speed = scene.value("bowl speed")
    turns = speed is not None and speed >= TURNS
    middle = left + wide // 2
    for row in range(top, top + high):
        canvas.put(left, row, " " * wide, "soft")
        canvas.put(middle, row, "┃" if turns else "│", "strong" if turns else "soft")
        if top < row < top + high - 1:
            canvas.put(middle - 3, row, "╱╱ ", "soft")
            canvas.put(middle + 2, row, "╲╲", "soft")
