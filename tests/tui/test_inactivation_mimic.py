"""The drawing of an inactivation vessel: a tank whose stirrer is seen to turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from cell_bench import SIZES
from mimic_bench import drawn, lives

from simulator.language.command import SetOutput


@pytest.mark.parametrize("size", SIZES)
def test_tank_stirrer_lines_and_probes_are_there(tmp_path: Path, size: tuple[int, int]) -> None:
    """Acid, base and transfer, what is read, and a stirrer that stands until it is started."""
    live = lives("low-ph-hold", tmp_path)
    try:
        live.advance(5_000)
        text = drawn(live, "TK-451", size)
        for tag in ("AT-451", "CT-451", "TT-451", "WT-451", "M-451", "TK-811", "TK-812", "TK-452"):
            assert tag in text, tag
        assert "──┴──" in text
        assert "━━┷━━" not in text
        live.submit(SetOutput("M-451", 50.0))
        live.advance(60_000)
        assert "━━┷━━" in drawn(live, "TK-451", size)
    finally:
        live.close()
