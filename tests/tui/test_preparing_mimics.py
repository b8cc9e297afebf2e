"""The drawings of what is steamed, cleaned or frozen, and of that in which a buffer is made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cell_bench import SIZES
from mimic_bench import drawn, lives

from simulator.language.command import SetOutput
from simulator.session.live import Live

UNITS = {
    "sip": "TK-801",
    "buffer-preparation": "TK-821",
    "cip": "V-811",
    "bulk-freeze": "FZ-731",
}
TAGS = {
    "sip": "PIC-801 TT-801 TY-801 TT-802 TT-803 TT-804 TT-805 AQ-801 FV-802 FV-803 FV-804",
    "buffer-preparation": "CT-821 AT-821 WT-821 WQ-821 WQ-822 M-821 FD-821 FD-822 TK-822 TK-823",
    "bulk-freeze": "TT-731 TIC-732 XT-731 ST-731 WT-731 TK-731 FV-731",
    "cip": "CT-811 CT-812 TT-811 PT-811 FT-811 AT-811 TK-812 TK-813 TK-814",
}
STARTS = {
    "sip": {"FV-802": 100.0, "PIC-801": 100.0},
    "buffer-preparation": {"P-822": 100.0, "M-821": 50.0, "FD-821": 20.0},
    "cip": {"P-812": 92.0},
    "bulk-freeze": {"P-731": 5.0, "TIC-732": 100.0},
}
AT_REST = {
    "sip": ("▽", "▼"),
    "buffer-preparation": ("──┴──", "━━┷━━"),
    "cip": ("()", "╱"),
    "bulk-freeze": ("▶◀  0%", "▒"),
}
"""What is seen of the unit before it is started, and only afterwards."""


@pytest.fixture(scope="module", params=UNITS)
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:  # type: ignore[type-arg]
    """A session that has just begun, one for each scenario."""
    live = lives(request.param, tmp_path_factory.mktemp("mimic"))
    live.advance(2_000)
    yield request.param, live
    live.close()


@pytest.mark.parametrize("size", SIZES)
def test_all_that_reads_and_moves_it_is_there(
    begun: tuple[str, Live], size: tuple[int, int]
) -> None:
    """Each instrument, valve and line of the unit is on its drawing, at every size."""
    name, live = begun
    text = drawn(live, UNITS[name], size)
    for tag in TAGS[name].split():
        assert tag in text, tag


def test_what_works_is_seen_to_work(begun: tuple[str, Live]) -> None:
    """A stirrer that turns, a ball that sprays, a trap that is hot look otherwise than at rest."""
    name, live = begun
    rest, work = AT_REST[name]
    before = drawn(live, UNITS[name], SIZES[0])
    assert rest in before
    assert work not in before
    for tag, percent in STARTS[name].items():
        live.submit(SetOutput(tag, percent))
    live.advance({"sip": 960_000, "bulk-freeze": 1_800_000}.get(name, 60_000))
    assert work in drawn(live, UNITS[name], SIZES[0])
