"""A transcription reactor: drawn as a stirred vessel, with the crystals that cloud its liquid."""

from __future__ import annotations

import math

from tui.mimics import bioreactor
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

KEY_FIELDS = (
    "temperature",
    "pH",
    "turbidity",
    "level",
    "weight",
    "agitation",
    "jacket temperature",
)
"""What an overview shows of a transcription reactor, the most telling first."""
LIQUID = "░"
CRYSTAL = "*"
FAINT = 0.5
"""NTU below which no crystal is drawn."""
THINNEST = 17
"""One cell of so many has a crystal in the faintest cloud; fewer as it thickens."""
_STRIDE = 7
_LEAN = 5


def draw(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw the unit into ``size`` cells from (x, y)."""
    bioreactor.draw(scene, canvas, x, y, size)
    cloud = scene.value("turbidity")
    if cloud is None or cloud < FAINT:
        return
    apart = max(2, THINNEST - round(5.0 * math.log10(cloud / FAINT)))
    first, top, wide, high = bioreactor.inside(scene, x, y, size)
    for row in range(high):
        for place in range(wide):
            crystal = (_STRIDE * place + _LEAN * row) % apart == 0
            if crystal and canvas.at(first + place, top + row) == LIQUID:
                canvas.put(first + place, top + row, CRYSTAL, "strong")
