"""The drawings of the ring of water, the boiler and the kill tanks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cell_bench import SIZES
from mimic_bench import drawn, lives

from simulator.language.command import SetMode, SetOutput
from simulator.session.live import Live

TAGS = {
    "AC-941": "PIC-941 PT-942 PD-941 FT-941 MT-941 C-941",
    "CH-951": "TIC-951 TT-952 FT-951 JT-951 LT-951 C-951 P-951",
    "TK-901": "TIC-901 TT-902 LIC-901 FT-901 PT-901 CT-901 CY-901 AT-901 P-901 SG-901 TK-911",
    "SG-901": "PIC-902 LIC-902 FT-902 AT-902 AT-903 EH-902 TK-901",
    "TK-921": "TIC-921 TT-931 LT-921 AT-921 AQ-921 PT-921 M-921 FV-931 BR-920 TK-925 drain",
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A shift among water, steam and waste."""
    live = lives("utilities-shift", tmp_path_factory.mktemp("mimic"))
    live.advance(30_000)
    yield live
    live.close()


@pytest.fixture(scope="module")
def blown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A shift with air and cold."""
    live = lives("air-and-cold", tmp_path_factory.mktemp("mimic"))
    live.advance(30_000)
    yield live
    live.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("unit", TAGS)
def test_all_that_reads_and_moves_it_is_there(
    begun: Live, blown: Live, unit: str, size: tuple[int, int]
) -> None:
    """Each instrument, valve and line of the unit is on its drawing, at every size."""
    text = drawn(blown if unit in ("AC-941", "CH-951") else begun, unit, size)
    for tag in TAGS[unit].split():
        assert tag in text, tag


def test_what_runs_is_seen(begun: Live) -> None:
    """Water comes back through the spray ball while the pump of the ring runs, and not after."""
    assert "╱╵╲" in drawn(begun, "TK-901", (120, 40))
    assert "~~~" in drawn(begun, "SG-901", (120, 40))
    assert "·" in drawn(begun, "SG-901", (120, 40))
    assert "▽" in drawn(begun, "TK-921", (120, 40))
    begun.submit(SetOutput("P-901", 0.0))
    begun.advance(begun.now + 20_000)
    assert "╱╵╲" not in drawn(begun, "TK-901", (120, 40))


def test_machines_that_stop_are_seen(blown: Live) -> None:
    """A compressor and a chiller look otherwise when their load is taken away."""
    assert "(»)" in drawn(blown, "AC-941", (120, 40))
    assert "* * *" in drawn(blown, "CH-951", (120, 40))
    for command in (SetMode("PIC-941", "MAN"), SetMode("TIC-951", "MAN")):
        blown.submit(command)
    blown.submit(SetOutput("PIC-941", 0.0))
    blown.submit(SetOutput("TIC-951", 100.0))
    blown.advance(blown.now + 60_000)
    assert "(■)" in drawn(blown, "AC-941", (120, 40))
    assert "| | |" in drawn(blown, "CH-951", (120, 40))
