"""The yields and the balance at the end of a session, painted in the columns of a small screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.documents import Documents
from simulator.session.speech import Speaker
from tui.lobby import Visitor
from tui.lobby.accounted import balance_lines, step_lines
from tui.lobby.ending import Ended, Ending

STEP: dict[str, Any] = {
    "name": "Protein A",
    "began_s": 3600.0,
    "ended_s": 12_600.0,
    "yield_percent": 93.44,
    "aggregate_percent": 1.5,
}
SUM: dict[str, Any] = {
    "name": "carbon",
    "unit": "mmol",
    "before": 55_053.0,
    "brought": 31_648.0,
    "made": 2.0333e6,
    "used": 0.0,
    "now": 17_814.0,
    "out": 52_766.0,
    "vented": 2.0494e6,
    "off": 1e-13,
}


def text(lines: list[Any]) -> list[str]:
    """Return lines without their colours."""
    return ["".join(piece for piece, _ in one) for one in lines]


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_tables_fit_a_screen_of_80(language: str) -> None:
    """Every line has 80 cells, and no number or unit of measure is cut."""
    say = Speaker(language)
    lines = text([*step_lines([STEP], say, 80), *balance_lines([SUM], say, 80)])
    assert {len(one) for one in lines} == {80}
    assert not any("…" in one for one in lines)
    assert lines[2].split() == ["Protein", "A", "2.5", "93.4", "1.50"]
    assert lines[-1].split()[-6:] == ["mmol", "2.12e+06", "0", "1.781e+04", "2.102e+06", "-1e-13"]


def test_what_came_and_went_with_gas_and_people_is_on_its_side() -> None:
    """Oxygen that came with gas came; a sample that was taken went; a step may have no yield."""
    oxygen = {**SUM, "name": "oxygen", "brought": -5.0, "made": 0.0, "vented": -100.0}
    told = {**oxygen, "before": 10.0, "used": 60.0, "now": 40.0, "out": 5.0, "off": 0.0}
    row = text(balance_lines([told], Speaker("en"), 80))[-1]
    assert row.split()[-5:] == ["110", "60", "40", "10", "0e+00"]
    step = text(step_lines([{**STEP, "yield_percent": None}], Speaker("en"), 80))[-1]
    assert step.split()[-2:] == ["-", "1.50"]


def test_the_end_of_a_session_shows_them_below_its_key_results() -> None:
    """Scrolled down, the page of the end holds both tables; without results it holds neither."""
    documents = Documents("a.yaml", {})
    bare = Ended(Path("a.log"), "0" * 64, documents, {"en": "A batch"}, 1, 60_000)
    full = Ended(
        Path("a.log"),
        "0" * 64,
        documents,
        {"en": "A batch"},
        1,
        60_000,
        results={"steps": [STEP], "balance": [SUM]},
    )
    shown = "\n".join(text(Ending(Visitor("Ann", Speaker("en")), full).body(80, 40)))
    assert shown.index("key results") < shown.index("Protein A") < shown.index("carbon dioxide")
    assert "balance" not in "\n".join(
        text(Ending(Visitor("Ann", Speaker("en")), bare).body(80, 40))
    )
