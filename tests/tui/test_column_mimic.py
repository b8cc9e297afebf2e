"""The drawing of a column, through which many lines lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from cell_bench import SIZES, seat

from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def by_scan(*args: object, **kwargs: object) -> object:
    """Commission a plant that needs no compiler."""
    return commission(*args, **{**kwargs, "tier": "interpreted"})  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
def test_all_that_leads_through_a_column_is_drawn(tmp_path: Path, size: tuple[int, int]) -> None:
    """Six lines, the detectors and the bubble trap fit the smallest terminal too."""
    documents = library.read("protein-a-clean")
    live = Live.begin(documents, tmp_path / "s.log", Signature("test"), commission=by_scan)  # type: ignore[arg-type]
    try:
        console = seat(live)
        card = next(one for one in console.runner.desk.brief.cell.units if one.tag == "C-401")
        mimic, scene = MIMICS[card.kind], Scene(console, card)
        assert mimic.needs(scene)[1] <= size[1] - 6
        canvas = Canvas(size[0], size[1] - 6)
        mimic.draw(scene, canvas, 0, 0, (size[0], size[1] - 6))
        text = "\n".join("".join(part for part, _ in line) for line in canvas.lines())
    finally:
        live.close()
    assert len([row for row in text.splitlines() if "C-401" in row]) == 6
    assert all(tag in text for tag in ("UT-401", "CT-401", "AT-401", "PT-401", "LT-402"))
