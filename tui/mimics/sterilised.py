"""A vessel that is steamed: gas inside, and a trap below for each place of which it is read."""

from __future__ import annotations

from tui.mimics import tank
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

PLACES = ("drain temperature", "line temperature", "sample temperature", "filter temperature")
"""What is read of the places with a trap."""
KEY_FIELDS = ("coldest temperature", *PLACES, "temperature", "saturation temperature", "pressure")
"""What an overview shows of it, the most telling first."""
STEAM = 0.05
"""bar from which there is steam, or air, in it under pressure."""
LETHAL = 121.1


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    tank.draw(scene, canvas, x, y, size)
    first, top, inner, bottom = tank.walls(scene, x, y, size)
    pressure = scene.value("pressure")
    full = pressure is not None and pressure > STEAM
    for row in range(top + 1, bottom):
        dots = ("· " * inner)[row % 2 : inner + row % 2] if full else " " * inner
        canvas.put(first + 1, row, dots, "soft")
    places = [name for name in PLACES if scene.reading(name)]
    for place, name in enumerate(places):
        warmth = scene.value(name)
        hot = warmth is not None and warmth >= LETHAL
        column = first + 2 + (inner - 2) * place // max(len(places), 1)
        canvas.put(column, bottom, "▼" if hot else "▽", "strong" if hot else "refused")
