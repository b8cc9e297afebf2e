"""Labels, lots and people on the screen: the overview, their own page, what keys do there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import keys, question, seat
from rich.cells import cell_len
from tui_bench import records, session_in

from simulator.language.command import SetSetpoint, TakeSample
from simulator.language.floor import AskRelease, HangLabel, ReleaseEquipment
from simulator.language.words import LANGUAGES
from simulator.session.live import Live
from simulator.session.record import CommandRecord, RefusalRecord

MINUTE = 60_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of depth-filter, in which a sample is asked for, after eleven minutes."""
    for session in session_in(tmp_path, "depth-filter"):
        session.submit(TakeSample("TK-301"))
        session.submit(SetSetpoint("FIC-303", 960.0))
        session.advance(11 * MINUTE)
        yield session


def test_the_overview_tells_labels_and_lots(live: Live) -> None:
    """On 80 columns: how many bear which label, the lots in work, and both at each tank."""
    shown = keys(seat(live), "1")
    assert "3 CLEAN  7 IN USE" in shown
    assert "lots in work: 3" in shown
    assert "IN USE  H-0417" in shown
    assert "IN USE  P-0417" in shown


def test_a_unit_tells_its_label(live: Live) -> None:
    """The drawing of a filter, level 2, has the label beside its name."""
    console = seat(live)
    console.pages["unit"].turn_to("DF-302")
    shown = "".join(piece for piece, _ in console.pages["unit"].paint(80, 20)[0])
    assert "IN USE" in shown


def test_every_lot_with_what_went_into_it_can_be_scrolled_to(live: Live) -> None:
    """Twelve rows show a part; the arrow keys bring every row into sight, none is lost."""
    console = seat(live)
    keys(console, "1", "f", "right")
    page = console.pages["floor"]
    wanted = {"".join(piece for piece, _ in row).strip() for row in page.rows()}
    seen: set[str] = set()
    for _ in range(page.count()):
        for row in page.paint(100, 12)[3:]:
            seen.add("".join(piece for piece, _ in row).replace("▸", " ").strip())
        page.down()
    assert wanted <= seen
    assert any(re.search(r"made \d\d:00:00 before the start", row) for row in wanted)
    assert not any("made -" in row for row in wanted)
    assert any("H-0417" in row and "L-301" in row for row in wanted)
    assert any("out of the plant" in row and "L-303" in row for row in wanted)


def test_people_and_the_laboratory(live: Live) -> None:
    """The shift on duty, and the sample in the queue of the laboratory."""
    shown = keys(seat(live), "1", "f", "left")
    assert "shift early  2 of 2 people free" in shown
    assert "B. Maes             on duty       operator" in shown
    assert "D. Willems          not on duty   operator, supervisor" in shown
    assert "Sample 1" in shown
    assert "in analysis" in shown


def test_nothing_stands_under_no_heading(live: Live) -> None:
    """A plant without utilities has no heading for them on the page of people."""
    shown = keys(seat(live), "9")
    assert "People to call" in shown
    assert "Interlocks" in shown
    assert "Utilities" not in shown


def test_a_label_is_hung_and_released_by_keys(live: Live, tmp_path: Path) -> None:
    """Hang DIRTY on a line, be refused its pump, have it released with name, role and reason."""
    console = seat(live)
    keys(console, "1", "f", "down", "down", "down", "down", "down", "down", "h")
    assert "L-302" in question(console)
    keys(console, "1")
    live.submit(SetSetpoint("FIC-302", 500.0))
    keys(console, "r", "=C. Claes", "enter", "2", "=rinsed by hand", "enter")
    live.submit(SetSetpoint("FIC-302", 500.0))
    live.seal()
    found = [r for r in records(tmp_path) if isinstance(r, CommandRecord | RefusalRecord)][2:]
    assert [r.command for r in found] == [
        HangLabel("L-302", "DIRTY"),
        SetSetpoint("FIC-302", 500.0),
        ReleaseEquipment("L-302", "C. Claes", "quality"),
        SetSetpoint("FIC-302", 500.0),
    ]
    assert isinstance(found[1], RefusalRecord)
    assert found[1].code == "not-ready"
    assert isinstance(found[2], CommandRecord)
    assert isinstance(found[3], CommandRecord)
    assert found[2].reason == "rinsed by hand"


def test_whoever_is_at_the_desk_releases_nothing(live: Live) -> None:
    """Ann cannot release what Ann wants to use, nor anybody without a reason."""
    live.submit(HangLabel("L-302", "DIRTY"))
    refused = live.submit(ReleaseEquipment("L-302", "ann.", "supervisor"), "because")
    assert refused.problem.code == "own-release"
    refused = live.submit(ReleaseEquipment("L-302", "Bo", "supervisor"), " ")
    assert refused.problem.code == "reason-needed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_is_wider_than_the_screen(live: Live, language: str) -> None:
    """In each language every line of each list fills 80 columns, no more."""
    console = seat(live)
    console.choose("language", language)
    page = console.pages["floor"]
    for _ in range(3):
        assert all(sum(cell_len(piece) for piece, _ in row) <= 80 for row in page.paint(80, 20))
        page.after()


def test_lots_in_quarantine_a_store_and_who_waits_for_what(tmp_path: Path) -> None:
    """Two batches: where each lot stands, filters that are announced, the phase that waits."""
    for session in session_in(tmp_path, "two-batches", 30 * MINUTE):
        console = seat(session)
        assert "2 QUARANTINE" in keys(console, "1")
        shown = keys(console, "1", "f", "right")
        assert "P-0418        TK-942" in shown
        assert "QUARANTINE" in shown
        shown = keys(console, "right")
        assert "filter-B-0417" in shown
        assert "! lot P-0417 is QUARANTINE, for 00:30:00" in shown
        assert "0 in the store  2 announced for" in shown
        assert "Sample 3" in shown
        assert "1 before it" in keys(console, "5")
        keys(console, "u")
        session.submit(AskRelease("P-0418"))
        seen = session.observe()
        assert [one.urgent for one in seen.samples] == [False, False, True]
        session.advance(session.now + MINUTE)
        assert "review" in keys(seat(session), "1", "f", "left")


def test_a_lot_is_asked_for_and_used_at_risk_by_keys(tmp_path: Path) -> None:
    """On the list of lots: ask the quality unit, or have somebody of it answer for the risk."""
    for session in session_in(tmp_path, "two-batches", 10 * MINUTE):
        console = seat(session)
        keys(console, "1", "f", "right", "r", "1")
        assert [job.subject for job in session.observe().jobs if job.kind == "release"] == [
            "P-0417"
        ]
        keys(console, "r", "2", "=C. Claes", "enter", "2", "=no time left", "enter")
        assert session.observe().standings["P-0417"] == "AT RISK"
        session.seal()
