"""The drawing of a reactor for cells as a medicine, with the bags that are given to it."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from cell_bench import seat

from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def drawn(session: Live, language: str, size: tuple[int, int]) -> list[str]:
    """The rows of the reactor's drawing."""
    console = seat(session, language)
    unit = next(card for card in console.runner.desk.brief.cell.units if card.tag == "BR-701")
    canvas = Canvas(*size)
    MIMICS[unit.kind].draw(Scene(console, unit), canvas, 0, 0, size)
    return ["".join(text for text, _ in line) for line in canvas.lines()]


@pytest.mark.parametrize("name", ["car-t-expansion", "msc-microcarriers"])
def test_bags_are_pumped_into_the_vessel(name: str, tmp_path: Path) -> None:
    """Both bags stand among the feeds, with a pump that leads to the wall, in any language."""
    begun = functools.partial(commission, tier="interpreted")
    session = Live.begin(
        library.read(name), tmp_path / "a.log", Signature("test"), commission=begun
    )
    session.advance(60_000)
    for language in ("en", "nl", "fr"):
        rows = drawn(session, language, (120, 34))
        for pump in ("P-751", "P-752"):
            row = next(row for row in rows if pump in row)
            assert "▶│" in row
    session.close()
