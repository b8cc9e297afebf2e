"""A plate freezer: ice that grows from both plates towards the middle."""

from __future__ import annotations

from tui.mimics import tank
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

KEY_FIELDS = ("core temperature", "plate temperature", "frozen share", "weight", "front speed")
"""What an overview shows of a plate freezer, the most telling first."""


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    tank.draw(scene, canvas, x, y, size)
    first, top, inner, bottom = tank.walls(scene, x, y, size)
    frozen = scene.value("frozen share")
    if frozen is None:
        return
    ice = round(inner / 2 * min(max(frozen / 100.0, 0.0), 1.0))
    for row in range(top + 1, bottom):
        canvas.put(first + 1, row, "▒" * ice, "strong")
        canvas.put(first + 1 + inner - ice, row, "▒" * ice, "strong")
