"""The table of steps and the balance at the end of a run, in words of the language asked for."""

from __future__ import annotations

from typing import Any

from simulator.cli.steps_table import balance_lines, step_lines
from simulator.session.speech import Speaker

STEP = {
    "name": "Eiwit A",
    "began_s": 3600.0,
    "ended_s": 10_800.0,
    "yield_percent": 90.0,
    "aggregate_percent": 1.234,
    "protein_ratio": 1500.0,
    "amounts": [
        {"name": "DNA", "log_reduction": 3.3},
        {"name": "retrovirus", "log_reduction": -0.001},
        {"name": "parvovirus", "log_reduction": None},
    ],
}
SUM = {
    "name": "volume",
    "unit": "L",
    "before": 100.0,
    "brought": 0.0,
    "made": 3.0,
    "used": 0.0,
    "now": 60.0,
    "out": 41.5,
    "vented": 1.5,
}
PART = {"before": 0.0, "brought": 0.0, "made": 5.0, "now": 2.0, "out": 1.0, "vented": 0.0}


def test_a_line_for_each_step_and_one_for_all() -> None:
    """Time, yield, what is left and what was cleared; the yields multiply; columns stand below."""
    lines = list(step_lines([STEP, {**STEP, "name": "Filter"}], Speaker("nl")))
    assert lines[0].split()[:3] == ["Stap", "duur", "h"]
    assert lines[1].split() == ["Eiwit", "A", "2.0", "90.0", "1.23", "1500", "3.30", "0.00"]
    assert lines[-1].split() == ["Alle", "samen", "81.0"]
    assert lines[1].index("90.0") + 4 == lines[-1].index("81.0") + 4


def test_a_column_of_nothing_is_left_out() -> None:
    """What no step has is no column; what one of them has is a dash in the others."""
    bare = {**STEP, "aggregate_percent": 0.0, "protein_ratio": 0.0}
    heads, first, *_ = step_lines([bare, {**bare, "amounts": []}], Speaker("en"))
    assert heads.split()[-4:] == ["log10", "DNA", "log10", "retrovirus"]
    assert "%  log10" in heads
    assert "aggregate" not in heads
    both = list(step_lines([bare, STEP], Speaker("en")))
    assert "aggregate" in both[0]
    assert both[1].split()[-4:] == ["-", "-", "3.30", "0.00"]
    assert first.split()[-2:] == ["3.30", "0.00"]


def test_a_step_without_product_tells_no_yield() -> None:
    """Where no product came there is no yield, and it takes nothing from that of all."""
    lines = list(step_lines([STEP, {**STEP, "yield_percent": None}], Speaker("en")))
    assert lines[2].split()[3] == "-"
    assert lines[-1].split()[-1] == "90.0"


def test_the_balance_in_words() -> None:
    """A sum in words and its unit; what is missing is told as it is."""
    lines = list(balance_lines([{**SUM, "off": -1e-13}], Speaker("fr")))
    assert lines[0].split()[0] == "Bilan"
    told = ["volume,", "L", "100", "0", "3", "0", "60", "41.5", "1.5", "1e-13"]
    assert lines[1].split() == told
    assert [one.split(" : ")[0].strip() for one in lines[2:]] == ["avec le gaz", "manque"]


def test_the_product_is_told_unit_by_unit() -> None:
    """Who made it, who used it up and where it is; nothing is a dash."""
    eater = {**PART, "tag": "TK-2", "made": -2.0}
    made: dict[str, Any] = {
        **SUM,
        "name": "product",
        "off": 0.0,
        "parts": [{**PART, "tag": "BR-1"}, eater],
    }
    made["parts"].append({**PART, "tag": "TK-3", "made": 1e-12, "now": 0.0, "out": 0.0})
    lines = list(balance_lines([made], Speaker("en")))
    assert lines[-2].split() == ["BR-1", "-", "-", "5", "-", "2", "1", "-"]
    assert lines[-1].split() == ["TK-2", "-", "-", "-", "2", "2", "1", "-"]
