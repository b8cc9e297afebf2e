"""Every page at three sizes, in three languages and four themes, as it is kept and as it must be.

``CUVE_PICTURES=write`` keeps the pictures that are painted now; read what changed before you
commit it.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from snapshot_bench import (
    KEPT,
    LOBBY,
    SCENES,
    SIZES,
    THEMES,
    Stage,
    album,
    lobby,
    shown,
    stage,
    texts,
)

from simulator.language.words import LANGUAGES
from simulator.session.speech import PSEUDO
from tui.draw import SMALLEST, as_ascii
from tui.seat import Seat
from tui.theme import THEMES as STYLES

EVERY = [*SCENES, *LOBBY]
_CUT_VALUE = re.compile(r"[0-9][.,]?…|[0-9] [a-zA-Z%°/³]{0,4}…(?! *[0-9(])")
"""A number that is cut, or the unit of measure behind it; not the dots of a range."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The sessions that all scenes show."""
    with stage(tmp_path_factory.mktemp("stage")) as built:
        yield built


def seat_of(made: Stage, name: str, language: str, theme: str = "light") -> Seat:
    """Return what paints a scene."""
    return lobby(name, language) if name in LOBBY else shown(made, name, language, theme)


def test_there_is_a_picture_of_every_page(made: Stage) -> None:
    """A page that is added needs a scene, and no picture is kept of a scene that is gone."""
    pages = set(made.console("oxygen-lost").pages)
    shows = {shown(made, name, "en").page.name for name in SCENES}
    assert pages == shows
    assert {path.stem for path in KEPT.glob("*.txt")} == set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_pages_look_as_they_did(made: Stage, name: str) -> None:
    """Every scene is painted letter for letter as it is kept, in each language and size."""
    path = KEPT / f"{name}.txt"
    painted = album(made, name)
    if os.environ.get("CUVE_PICTURES") == "write":
        KEPT.mkdir(exist_ok=True)
        path.write_text(painted, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    changed = difflib.unified_diff(kept.splitlines(), painted.splitlines(), lineterm="", n=0)
    assert painted == kept, "\n".join(changed)


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_that_matters_is_cut(made: Stage, name: str, language: str) -> None:
    """Rows are exactly as wide as the screen; no number, unit, heading or key at the foot is cut.

    In the language that does not exist every text is two fifths longer than in English.
    """
    for width, height in (SMALLEST, *SIZES):
        seat = seat_of(made, name, language)
        rows = texts(seat.paint(width, height))
        assert len(rows) == height
        assert {cell_len(row) for row in rows} == {width}, (width, height)
        for row in rows[1:-2] if width >= 80 else ():
            assert not _CUT_VALUE.search(row), (width, row)
        assert "…" not in rows[-1], rows[-1]
        if width >= 80 and name not in LOBBY:
            title = rows[1].strip()
            assert "…" not in title.partition("  ")[0] or language == PSEUDO, title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENES)
def test_help_and_the_way_out_are_at_every_foot(made: Stage, name: str, language: str) -> None:
    """However small the screen is and whatever is on it, the last row names help and quit."""
    for width, height in (SMALLEST, *SIZES):
        console = shown(made, name, language)
        foot = texts(console.paint(width, height))[-1]
        assert f" q {console.say('quit')}" in foot
        if console.page.name != "help":
            assert f" ? {console.say('help')}" in foot


@pytest.mark.parametrize("name", EVERY)
def test_themes_change_colours_alone(made: Stage, name: str) -> None:
    """Each theme shows the same text in the same tokens, and has a style for each of them."""
    for size in SIZES:
        light = seat_of(made, name, "en").paint(*size)
        for theme in THEMES:
            if name != "settings":  # which says what the theme is
                assert seat_of(made, name, "en", theme).paint(*size) == light
            assert {token for line in light for _, token in line} <= set(STYLES[theme])


@pytest.mark.parametrize("name", EVERY)
def test_ascii_takes_no_more_room(made: Stage, name: str) -> None:
    """Drawn in ASCII alone, every row has its width, and hardly a character has no likeness."""
    for width, height in SIZES:
        rows = texts([as_ascii(line) for line in seat_of(made, name, "fr").paint(width, height)])
        assert all(row.isascii() for row in rows)
        assert {len(row) for row in rows} == {width}


@pytest.mark.parametrize("name", EVERY)
def test_no_picture_tells_where_it_was_made(made: Stage, name: str, tmp_path: Path) -> None:
    """No picture holds a path of the machine, so all machines paint the same."""
    told = album(made, name)
    assert str(Path.home()) not in told
    assert str(tmp_path.parent.parent) not in told
