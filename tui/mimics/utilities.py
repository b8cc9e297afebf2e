"""The units that make utilities, and the tank that kills waste: each a tank with its own marks."""

from __future__ import annotations

from tui.mimics import inactivation, tank
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene

LOOP_FIELDS = (
    "return temperature",
    "level",
    "return flow",
    "loop pressure",
    "conductivity",
    "TOC",
    "temperature",
)
BOILER_FIELDS = ("pressure", "level", "steam flow", "dryness", "gases", "temperature")
KILL_FIELDS = ("drain temperature", "level", "F0", "temperature", "pH", "pressure")
AIR_FIELDS = ("delivery pressure", "pressure", "dew point", "air flow", "filter drop")
COLD_FIELDS = ("temperature", "return temperature", "coolant flow", "heat load", "level")
"""What an overview shows of them, the most telling first."""
RUNS = 1.0
"""% from which something runs."""
FLOWS = 50.0
"""L/h from which a return is more than the noise of its meter."""
HOT = 100.0
PRESSED = 4.0
"""bar from which a receiver is drawn full."""


def draw_loop(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw a tank with a spray ball, through which the ring comes back."""
    tank.draw(scene, canvas, x, y, size)
    first, top, inner, bottom = tank.walls(scene, x, y, size)
    flow = scene.value("return flow")
    runs = flow is not None and flow >= FLOWS
    ball = first + inner - 3
    canvas.put(ball, top + 1, "●", "strong" if runs else "soft")
    if top + 2 < bottom:
        canvas.put(ball - 1, top + 2, "╱╵╲" if runs else "   ", "strong")


def draw_boiler(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw a boiler: a coil below, and steam above the water while it is under pressure."""
    tank.draw(scene, canvas, x, y, size)
    first, top, inner, bottom = tank.walls(scene, x, y, size)
    pressure, level = scene.value("pressure"), scene.filled()
    high = bottom - top - 1
    water = max(0, min(round((level or 0.0) * high), high))
    if pressure is not None and pressure > 0.0:
        for row in range(top + 1, bottom - water):
            canvas.put(first + 1, row, ("· " * inner)[row % 2 : inner + row % 2], "soft")
    heats = any((scene.position(tag) or 0.0) >= RUNS for tag in scene.moving("heating power"))
    canvas.put(first + 3, bottom - 1, "~" * (inner - 4), "strong" if heats else "soft")


def draw_kill_tank(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw a tank with a stirrer; its drain is marked once it is hot enough to kill."""
    inactivation.draw(scene, canvas, x, y, size)
    first, _, inner, bottom = tank.walls(scene, x, y, size)
    warmth = scene.value("drain temperature")
    hot = warmth is not None and warmth >= HOT
    canvas.put(first + inner - 3, bottom - 1, "▼" if hot else "▽", "strong" if hot else "soft")


def draw_receiver(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw a receiver full of air, as dense as its pressure, with a filter on its lid."""
    tank.draw(scene, canvas, x, y, size)
    first, top, inner, bottom = tank.walls(scene, x, y, size)
    pressure = scene.value("pressure")
    apart = 2 if pressure is not None and pressure > PRESSED else 4
    for row in range(top + 1, bottom):
        dots = ("·" + " " * (apart - 1)) * inner
        canvas.put(first + 1, row, dots[row % 2 : inner + row % 2], "soft")
    loads = any((scene.position(tag) or 0.0) >= RUNS for tag in scene.moving("compressor load"))
    canvas.put(first + 3, bottom - 1, "(»)" if loads else "(■)", "strong" if loads else "soft")
    canvas.put(first + inner - 4, top, "▭▭▭", "soft")


def draw_chiller(scene: Scene, canvas: Canvas, x: int, y: int, size: tuple[int, int]) -> None:
    """Draw a tank of glycol with the fins of its chiller below."""
    tank.draw(scene, canvas, x, y, size)
    first, _, inner, bottom = tank.walls(scene, x, y, size)
    cools = any((scene.position(tag) or 0.0) >= RUNS for tag in scene.moving("compressor load"))
    fins = ("* " if cools else "| ") * inner
    canvas.put(first + 3, bottom - 1, fins[: inner - 4], "strong" if cools else "soft")
