"""The drawings of a plant for mRNA: every unit of it, at every size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cell_bench import SIZES, seat
from mimic_bench import drawn, lives

from simulator.language.command import SetOutput
from simulator.session.live import Live

TAGS = {
    "TK-521": "WT-521 TT-521 XQ-522 P-522 RX-501 TK-541",
    "TK-541": "WIC-541 TT-541 TK-521 TK-542",
    "TK-561": "WIC-561 TT-561 TK-552 TK-562 FZ-571",
    "C-551": "UT-551 CT-551 AT-551 PT-551 FT-551 LT-551 TK-541 TK-542 TK-552 TK-553 TK-561",
    "UF-541": "PT-543 FT-541 P-541 PV-542 TK-541",
    "FL-531": "PT-531 FT-531 TK-521 TK-542 TK-541",
    "FZ-571": "WT-571 TT-571 XT-571 TIC-572 FV-572 TK-561",
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A session of the batch that has just begun."""
    live = lives("mrna-batch", tmp_path_factory.mktemp("mrna"))
    live.advance(2_000)
    yield live
    live.close()


@pytest.mark.parametrize("size", SIZES)
def test_every_unit_has_its_drawing(begun: Live, size: tuple[int, int]) -> None:
    """All units of the plant are drawn, the smallest screen included."""
    for card in seat(begun).runner.desk.brief.cell.units:
        assert drawn(begun, card.tag, size).strip(), card.tag


@pytest.mark.parametrize("unit", TAGS)
def test_what_reads_moves_and_leads_is_there(begun: Live, unit: str) -> None:
    """Each instrument, pump and neighbour of a unit is on its drawing."""
    text = drawn(begun, unit, SIZES[0])
    for tag in TAGS[unit].split():
        assert tag in text, f"{tag} of {unit}:\n{text}"


def test_a_syringe_is_seen_to_work(begun: Live) -> None:
    """The pump of the DNase shows what is asked of it."""
    begun.submit(SetOutput("P-522", 50.0))
    begun.advance(10_000)
    line = next(one for one in drawn(begun, "TK-521", SIZES[0]).split("\n") if "P-522" in one)
    assert "50%" in line
