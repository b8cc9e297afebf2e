"""The drawing of a transcription reactor: a vessel whose liquid clouds as crystals grow."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cell_bench import seat

from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.console import Console
from tui.mimics import MIMICS, telling
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene
from tui.mimics.transcription import CRYSTAL


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of mrna-cloudy after a minute; no test lets more time pass."""
    path = tmp_path_factory.mktemp("reactor") / "a.log"
    begun = functools.partial(commission, tier="interpreted")
    session = Live.begin(library.read("mrna-cloudy"), path, Signature("test"), commission=begun)
    session.advance(60_000)
    yield session
    session.close()


def drawn(console: Console, cloud: float | None, size: tuple[int, int] = (120, 30)) -> str:
    """The drawing with so many NTU; None for a probe that failed."""
    now = console.runner.latest
    view = now.tags["AT-503"]
    shown = replace(view, quality="BAD") if cloud is None else replace(view, pv=cloud)
    console.runner.latest = replace(now, tags={**now.tags, "AT-503": shown})
    unit = next(card for card in console.runner.desk.brief.cell.units if card.tag == "RX-501")
    canvas = Canvas(*size)
    MIMICS[unit.kind].draw(Scene(console, unit), canvas, 0, 0, size)
    return "\n".join("".join(text for text, _ in line) for line in canvas.lines())


@pytest.mark.parametrize("size", [(80, 18), (120, 30), (200, 54)])
def test_crystals_thicken_with_turbidity(live: Live, size: tuple[int, int]) -> None:
    """Clear liquid has no crystal, a cloud has few, a thick one many; a failed probe shows none."""
    console = seat(live)
    counts = [drawn(console, cloud, size).count(CRYSTAL) for cloud in (0.0, 1.0, 100.0)]
    assert counts[0] == 0 < counts[1] < counts[2]
    assert drawn(console, None, size).count(CRYSTAL) == 0


def test_crystals_are_in_the_liquid_alone(live: Live) -> None:
    """They stand where liquid stood: with them taken out the drawing is the clear one."""
    console = seat(live)
    cloudy, clear = drawn(console, 40.0), drawn(console, 0.0)
    for row, other in zip(cloudy.splitlines(), clear.splitlines(), strict=True):
        if "AT-503" not in row:
            assert row.replace(CRYSTAL, "░") == other


def test_everything_that_reads_and_moves_is_drawn(live: Live) -> None:
    """Every loop, scale and probe of the reactor is on the drawing, in each language."""
    for language in ("en", "nl", "fr"):
        picture = drawn(seat(live, language), 2.0)
        for tag in ("TIC-501", "AIC-501", "AT-503", "FIC-511", "FIC-512", "FIC-513", "WT-514"):
            assert tag in picture
        for tag in ("SIC-501", "TIC-502", "LT-501", "WT-501", "TK-521"):
            assert tag in picture
    assert telling("transcription reactor")[:3] == ("temperature", "pH", "turbidity")
