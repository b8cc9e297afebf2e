"""The drawing of an inactivation vessel: a tank whose stirrer is seen to turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from cell_bench import SIZES, seat

from simulator.language.command import SetOutput
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def by_scan(*args: object, **kwargs: object) -> object:
    """Commission a plant that needs no compiler."""
    return commission(*args, **{**kwargs, "tier": "interpreted"})  # type: ignore[arg-type]


def drawn(live: Live, unit: str, size: tuple[int, int]) -> str:
    """The drawing of a unit as text, in the height that a page leaves it."""
    console = seat(live)
    card = next(one for one in console.runner.desk.brief.cell.units if one.tag == unit)
    mimic, scene = MIMICS[card.kind], Scene(console, card)
    assert mimic.needs(scene)[1] <= size[1] - 6
    canvas = Canvas(size[0], size[1] - 6)
    mimic.draw(scene, canvas, 0, 0, (size[0], size[1] - 6))
    return "\n".join("".join(text for text, _ in line) for line in canvas.lines())


@pytest.mark.parametrize("size", SIZES)
def test_tank_stirrer_lines_and_probes_are_there(tmp_path: Path, size: tuple[int, int]) -> None:
    """Acid, base and transfer, what is read, and a stirrer that stands until it is started."""
    documents = library.read("low-ph-hold")
    live = Live.begin(documents, tmp_path / "s.log", Signature("test"), commission=by_scan)  # type: ignore[arg-type]
    try:
        live.advance(5_000)
        text = drawn(live, "TK-451", size)
        for tag in ("AT-451", "CT-451", "TT-451", "WT-451", "M-451", "TK-811", "TK-812", "TK-452"):
            assert tag in text, tag
        assert "──┴──" in text
        assert "━━┷━━" not in text
        live.submit(SetOutput("M-451", 50.0))
        live.advance(60_000)
        assert "━━┷━━" in drawn(live, "TK-451", size)
    finally:
        live.close()
