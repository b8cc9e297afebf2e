"""The drawing of shake flasks and of the vial they begin from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cell_bench import SIZES, compare, seat, sound, unit_page

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
    """A seed train at its very beginning; no test lets time pass."""
    path = tmp_path_factory.mktemp("seed") / "session.log"
    documents = library.read("seed-train")
    session = Live.begin(documents, path, Signature("test"), commission=by_scan)  # type: ignore[arg-type]
    yield session
    session.close()


@pytest.fixture
def console(live: Live) -> Console:
    """A console that shows it."""
    console = seat(live)
    console.runner.latest = live.observe()
    return console


def drawn(console: Console, unit: str, width: int, height: int) -> str:
    """The drawing of a unit as text."""
    card = next(card for card in console.runner.desk.brief.cell.units if card.tag == unit)
    canvas = Canvas(width, height - 6)
    MIMICS[card.kind].draw(Scene(console, card), canvas, 0, 0, (width, height - 6))
    rows = ["".join(text for text, _ in line).rstrip() for line in canvas.lines()]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_flask_looks_as_kept(console: Console, width: int, height: int) -> None:
    """The drawing of a flask is the kept picture, at three sizes."""
    compare(f"SF-101-{width}x{height}", drawn(console, "SF-101", width, height))


@pytest.mark.parametrize(
    ("unit", "tags"),
    [
        ("VL-101", ("WB-101", "SF-101", "TT-100", "ZT-101", "(■)")),
        ("SF-101", ("VL-101", "M-100", "ST-100", "FT-102A", "FT-102B", "SF-102A", "SF-102B")),
        ("SF-103", ("SF-102A", "SF-102B", "FT-103A", "FT-103B", "M-103", "ST-103", "RB-104")),
    ],
)
def test_all_about_it_is_there(console: Console, unit: str, tags: tuple[str, ...]) -> None:
    """What moves, reads, feeds and leaves a flask or a vial stands in the smallest drawing."""
    text = drawn(console, unit, 80, 24)
    assert [tag for tag in tags if tag not in text] == []


def test_no_level_is_made_up(console: Console) -> None:
    """A flask shows no liquid, for nothing measures it; it says that samples tell."""
    text = drawn(console, "SF-102A", 120, 36)
    assert "samples tell" in text
    assert "≈" not in text
    assert "samples tell" not in drawn(console, "VL-101", 120, 36)


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_page_is_sound(live: Live, language: str) -> None:
    """The pages of vial and flask have lines of the width of the screen, in three languages."""
    console = seat(live, language)
    console.runner.latest = live.observe()
    page = unit_page(console)
    for unit in ("VL-101", "SF-101"):
        page.unit = unit
        for width, height in SIZES:
            sound(console, width, height)


def test_pictures_are_there() -> None:
    """The kept pictures are kept."""
    kept = Path(__file__).parent / "pictures"
    assert all((kept / f"SF-101-{width}x{height}.txt").exists() for width, height in SIZES)
