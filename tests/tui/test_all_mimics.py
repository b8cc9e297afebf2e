"""The drawings of every shipped plant: nothing that can be read or moved is missing from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cell_bench import elsewhere, picture, unit_page
from tui_bench import session_in

from simulator.scenario import library
from simulator.scenario.build import build_scenario
from simulator.scenario.document import read_document, top_word
from simulator.session.live import Live
from simulator.session.process_cell import ProcessCell, describe
from tui.frame import AROUND
from tui.mimics import MIMICS
from tui.mimics.scene import Scene

ROWS = 2
"""The rows of a page above and below a drawing, besides the four around the page."""


def plants() -> dict[str, str]:
    """Return a scenario of each plant of the library, by the name of the plant."""
    found: dict[str, str] = {}
    for one in library.scenarios():
        text = library.read(one.name).texts[f"{one.name}.yaml"]
        found.setdefault(top_word(read_document(text, one.name), "plant"), one.name)
    return found


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session whose place other plants take."""
    yield from session_in(tmp_path_factory.mktemp("cell"))


@pytest.mark.parametrize(("plant", "scenario"), plants().items(), ids=lambda value: value)
def test_all_that_is_read_or_moved_is_drawn(live: Live, plant: str, scenario: str) -> None:
    """At 80 by 24 every tag of a plant can be chosen on a drawing, at 120 by 40 each is seen."""
    cell = describe(build_scenario(library.read(scenario)).design)
    console = elsewhere(live, cell)
    console.runner.latest = replace(console.runner.latest, tags={})
    page = unit_page(console)
    wanted = {page.face(card.tag) for card in cell.instruments}
    wanted |= {card.tag for card in cell.actuators}
    wanted -= of_utilities(cell)
    for width, height in ((80, 24), (120, 40)):
        chosen: set[str] = set()
        drawn: set[str] = set()
        for card in cell.units:
            mimic = MIMICS[card.kind]
            least = mimic.needs(Scene(console, card))
            assert least[0] <= width, f"{card.tag} of {plant}"
            assert least[1] <= height - AROUND - ROWS, f"{card.tag} of {plant}"
            page.unit, page.tag = card.tag, ""
            picture(console, width, height)
            chosen |= {spot.tag for spot in page._spots}
            drawn |= {spot.tag for spot in page._spots if spot.y >= 0}
        assert sorted(wanted - chosen) == []
        assert sorted(wanted - drawn) == [] or width < 120


def of_utilities(cell: ProcessCell) -> set[str]:
    """Return the tags that belong to no unit: what is read of a utility itself."""
    tags = {card.tag for card in (*cell.instruments, *cell.actuators)}
    return {tag for tag in tags if not cell.owner_of(tag)}
