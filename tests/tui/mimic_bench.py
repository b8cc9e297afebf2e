"""What the tests of drawings share: a session without a compiler, and a drawing as text."""

from __future__ import annotations

from pathlib import Path

from cell_bench import seat

from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def by_scan(*args: object, **kwargs: object) -> object:
    """Commission a plant that needs no compiler."""
    return commission(*args, **{**kwargs, "tier": "interpreted"})  # type: ignore[arg-type]


def lives(name: str, path: Path) -> Live:
    """A session of a scenario, its log in that folder, before its first scan."""
    documents = library.read(name)
    return Live.begin(documents, path / "s.log", Signature("test"), commission=by_scan)  # type: ignore[arg-type]


def drawn(live: Live, unit: str, size: tuple[int, int]) -> str:
    """The drawing of a unit as text, in the height that a page leaves it."""
    console = seat(live)
    card = next(one for one in console.runner.desk.brief.cell.units if one.tag == unit)
    mimic, scene = MIMICS[card.kind], Scene(console, card)
    assert mimic.needs(scene)[1] <= size[1] - 6, unit
    canvas = Canvas(size[0], size[1] - 6)
    mimic.draw(scene, canvas, 0, 0, (size[0], size[1] - 6))
    return "\n".join("".join(text for text, _ in line) for line in canvas.lines())
