"""The drawing of the retention module, and of a bioreactor whose permeate goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cell_bench import SIZES, compare, seat, sound, unit_page

from simulator.language.observation import Observation
from simulator.scenario import library
from simulator.session.commission import commission
from simulator.session.live import Live, Signature
from tui.console import Console
from tui.mimics import MIMICS
from tui.mimics.canvas import Canvas
from tui.mimics.scene import Scene


def by_scan(*args: object, **kwargs: object) -> object:
    """Commission a plant that needs no compiler."""
    return commission(*args, **{**kwargs, "tier": "interpreted"})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A perfusion at its very beginning; no test lets time pass."""
    path = tmp_path_factory.mktemp("perfusion") / "session.log"
    documents = library.read("perfusion-fouled")
    session = Live.begin(documents, path, Signature("test"), commission=by_scan)  # type: ignore[arg-type]
    yield session
    session.close()


def two_fifths(now: Observation) -> Observation:
    """Every instrument at two fifths of its range, which no model made, so that pictures last."""
    tags = {}
    for place, (tag, view) in enumerate(now.tags.items()):
        at = view.low + 0.4 * (view.high - view.low)
        tags[tag] = replace(
            view,
            pv=None if view.pv is None else at,
            sp=None if view.sp is None else at,
            op=None if view.op is None else 40.0 * (place % 2),
            position=None if view.position is None else 40.0 * (place % 2),
        )
    return replace(now, tags=tags)


@pytest.fixture
def console(live: Live) -> Console:
    """A console that shows the made-up instruments."""
    console = seat(live)
    console.runner.latest = two_fifths(live.observe())
    return console


def drawn(console: Console, unit: str, width: int, height: int) -> str:
    """The drawing of a unit as text."""
    card = next(card for card in console.runner.desk.brief.cell.units if card.tag == unit)
    canvas = Canvas(width, height - 6)
    MIMICS[card.kind].draw(Scene(console, card), canvas, 0, 0, (width, height - 6))
    rows = ["".join(text for text, _ in line).rstrip() for line in canvas.lines()]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_module_looks_as_kept(console: Console, width: int, height: int) -> None:
    """The drawing of the module is the kept picture, at three sizes."""
    compare(f"AF-501-{width}x{height}", drawn(console, "AF-501", width, height))


def test_all_that_is_read_of_it_is_there(console: Console) -> None:
    """Exchange, permeate, pressure, rate per cell and both ends stand in the smallest drawing."""
    text = drawn(console, "AF-501", 80, 24)
    for tag in ("FIC-541", "FIC-521", "PT-541", "AIC-541", "BR-501", "TK-521"):
        assert tag in text


def test_the_bioreactor_tells_the_way_of_its_permeate(console: Console) -> None:
    """Permeate goes by the module to its tank, bleed straight to its own."""
    rows = [row for row in drawn(console, "BR-501", 120, 40).splitlines() if "TK-5" in row]
    assert any("AF-501 ─▶ TK-521" in row for row in rows)
    assert any("─▶ TK-531" in row and "AF-501" not in row for row in rows)


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_page_is_sound(live: Live, language: str) -> None:
    """The page of the module has lines of the width of the screen, in three languages."""
    console = seat(live, language)
    console.runner.latest = two_fifths(live.observe())
    page = unit_page(console)
    page.unit = "AF-501"
    for width, height in SIZES:
        sound(console, width, height)


def test_pictures_are_there() -> None:
    """The kept pictures are kept."""
    kept = Path(__file__).parent / "pictures"
    assert all((kept / f"AF-501-{width}x{height}.txt").exists() for width, height in SIZES)


def test_the_overview_puts_it_behind_its_bioreactor(console: Console) -> None:
    """In the overview the module stands to the right of the bioreactor, with a line to it."""
    console.go(console.pages["overview"])
    rows = ["".join(text for text, _ in line) for line in console.page.paint(130, 40)]
    row = next(row for row in rows if "AF-501" in row)
    assert 0 < row.index("BR-501") < row.index("AF-501")
    assert row.index("TK-511") < row.index("BR-501")
