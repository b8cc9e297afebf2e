"""A vessel that is cleaned: the device that lines lead through, with a spray ball that is seen."""

from __future__ import annotations

from tui.mimics import device
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    device.draw(scene, canvas, x, y, size)
    left, top, inner, high = device.inside(scene, x, y, size)
    flow = scene.value("flow")
    sprays = flow is not None and flow > 0.0
    middle = left + inner // 2
    for row in range(high):
        canvas.put(left, top + row, " " * inner, "soft")
        spread = min(2 * row, inner // 2 - 1)
        if sprays and 0 < row < high - 1:
            canvas.put(middle - spread, top + row, "╱", "soft")
            canvas.put(middle + spread - 1, top + row, "╲", "soft")
    canvas.put(left, top + high - 1, ("≈" if sprays else " ") * inner, "soft")
    canvas.put(middle - 1, top, "()", "strong" if sprays else "soft")
