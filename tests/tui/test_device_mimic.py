"""The drawing of a device that lines lead through."""

from __future__ import annotations

from pathlib import Path

import pytest
from cell_bench import SIZES
from mimic_bench import drawn, lives


def pictured(
    tmp_path: Path, unit: str, size: tuple[int, int], scenario: str = "depth-filter"
) -> str:
    """The drawing of a unit of a scenario that has not yet begun."""
    live = lives(scenario, tmp_path)
    try:
        return drawn(live, unit, size)
    finally:
        live.close()


@pytest.mark.parametrize("size", SIZES)
def test_all_lines_through_a_filter_are_there(tmp_path: Path, size: tuple[int, int]) -> None:
    """Feed, flush and chase each tell where they come from, go to, and how much flows."""
    text = pictured(tmp_path, "DF-302", size)
    rows = [row for row in text.splitlines() if "DF-302" in row]
    assert len(rows) == 3
    for source, sink, flow in (
        ("TK-301", "TK-321", "FIC-302"),
        ("TK-311", "drain", "FIC-303"),
        ("TK-311", "TK-321", "FIC-305"),
    ):
        assert any(source in row and sink in row and flow in row for row in rows), source


def test_what_is_read_of_a_filter_is_there(tmp_path: Path) -> None:
    """Pressure, turbidity and litres by area stand beside it in the smallest drawing."""
    text = pictured(tmp_path, "DF-301", (80, 24))
    assert all(tag in text for tag in ("PT-301", "AT-301", "FQ-301"))


@pytest.mark.parametrize(
    ("scenario", "unit", "tags"),
    [
        ("virus-filter", "VF-601", "PT-601 PIC-601 FT-601 UT-601 PT-603 FT-603 PV-603 XV-611"),
        ("sterile-filter", "SF-901", "PT-901 PIC-911 FT-921 PV-911 FIC-901 FIC-911"),
    ],
)
def test_all_of_a_filter_with_its_test_gas_fits(
    tmp_path: Path, scenario: str, unit: str, tags: str
) -> None:
    """Pressure, gas and every valve of it stand in the smallest drawing."""
    text = pictured(tmp_path, unit, (80, 24), scenario)
    assert [tag for tag in tags.split() if tag not in text] == []


@pytest.mark.parametrize("size", SIZES)
def test_a_centrifuge_has_discs_and_all_that_moves_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Its drive, its discharges and its lines are there; the discs stand about the shaft."""
    text = pictured(tmp_path, "CF-201", size, "centrifuge")
    assert "╱╱" in text
    assert "╲╲" in text
    rows = text.splitlines()
    assert len([row for row in rows if "TK-201" in row or "TK-211" in row]) == 3
    for tag in ("AT-201", "AT-202", "LT-201", "SIC-201", "KIC-201", "KIC-202", "HV-201"):
        assert tag in text, tag
