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


@pytest.mark.parametrize(("name", "tag"), [("protein-a-clean", "C-401"), ("ion-exchange", "C-501")])
@pytest.mark.parametrize("size", SIZES)
def test_all_that_leads_through_a_column_is_drawn(
    tmp_path: Path, size: tuple[int, int], name: str, tag: str
) -> None:
    """Six lines, the detectors and the bubble trap fit the smallest terminal too."""
    documents = library.read(name)
    live = Live.begin(documents, tmp_path / "s.log", Signature("test"), commission=by_scan)  # type: ignore[arg-type]
    try:
        console = seat(live)
        card = next(one for one in console.runner.desk.brief.cell.units if one.tag == tag)
        mimic, scene = MIMICS[card.kind], Scene(console, card)
        assert mimic.needs(scene)[1] <= size[1] - 6
        canvas = Canvas(size[0], size[1] - 6)
        mimic.draw(scene, canvas, 0, 0, (size[0], size[1] - 6))
        text = "\n".join("".join(part for part, _ in line) for line in canvas.lines())
    finally:
        live.close()
    assert len([row for row in text.splitlines() if tag in row]) == 6
    area = tag[2]
    assert all(f"{kind}-{area}01" in text for kind in ("UT", "CT", "AT", "PT"))
    assert f"LT-{area}02" in text
