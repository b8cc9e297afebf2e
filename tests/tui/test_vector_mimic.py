"""The drawings of a transfection reactor and of the cooled tank that its harvest goes to."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
from cell_bench import seat

from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.mimics import MIMICS, telling
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of lentivirus-harvest after a minute; no test lets more time pass."""
    path = tmp_path_factory.mktemp("vector") / "a.log"
    begun = functools.partial(commission, tier="interpreted")
    session = Live.begin(
        library.read("lentivirus-harvest"), path, Signature("test"), commission=begun
    )
    session.advance(60_000)
    yield session
    session.close()


def drawn(live: Live, tag: str, language: str, size: tuple[int, int]) -> list[str]:
    """The rows of a unit's drawing."""
    console = seat(live, language)
    unit = next(card for card in console.runner.desk.brief.cell.units if card.tag == tag)
    canvas = Canvas(*size)
    MIMICS[unit.kind].draw(Scene(console, unit), canvas, 0, 0, size)
    return ["".join(text for text, _ in line) for line in canvas.lines()]


@pytest.mark.parametrize("size", [(80, 18), (120, 30), (200, 54)])
@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_tank_shows_its_cooling(live: Live, size: tuple[int, int], language: str) -> None:
    """The valve of the jacket leads into the tank's wall, beside what is read of the tank."""
    rows = drawn(live, "TK-201", language, size)
    valve = next(row for row in rows if "XV-201" in row)
    assert "▶│" in valve
    assert "0%" in valve
    for tag in ("WT-201", "TT-201", "FT-201", "BR-101"):
        assert any(tag in row for row in rows)


@pytest.mark.parametrize("size", [(80, 23), (120, 30)])
def test_the_clock_is_no_probe(live: Live, size: tuple[int, int]) -> None:
    """The time since transfection stands beside the vessel, and no probe leads to it."""
    rows = drawn(live, "BR-101", "en", size)
    clock = next(row for row in rows if "KT-101" in row)
    assert "─  KT-101" not in clock
    assert any("─  AT-105" in row for row in rows)
    assert "time since transfection" in telling("transfection reactor")[:4]
