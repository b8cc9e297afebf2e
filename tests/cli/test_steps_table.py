"""The table of steps and the balance at the end of a run, in words of the language asked for."""

from __future__ import annotations

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
        {"name": "retrovirus", "log_reduction": None},
        {"name": "parvovirus", "log_reduction": None},
    ],
}
SUM = {"name": "volume", "unit": "L", "before": 100.0, "brought": 0.0, "now": 60.0, "out": 40.0}


def test_a_line_for_each_step_and_one_for_all() -> None:
    """Time, yield, what is left and what was cleared; the yields multiply; columns stand below."""
    lines = list(step_lines([STEP, {**STEP, "name": "Filter"}], Speaker("nl")))
    assert lines[0].split()[:3] == ["Stap", "duur", "h"]
    assert lines[1].split() == ["Eiwit", "A", "2.0", "90.0", "1.23", "1500", "-", "3.30", "-", "-"]
    assert lines[-1].split() == ["Alle", "samen", "81.0"]
    assert lines[1].index("90.0") + 4 == lines[-1].index("81.0") + 4


def test_a_step_without_product_tells_no_yield() -> None:
    """Where no product came there is no yield, and it takes nothing from that of all."""
    lines = list(step_lines([STEP, {**STEP, "yield_percent": None}], Speaker("en")))
    assert lines[2].split()[3] == "-"
    assert lines[-1].split()[-1] == "90.0"


def test_the_balance_in_words() -> None:
    """A sum in words and its unit; what is missing is told as it is."""
    lines = list(balance_lines([{**SUM, "off": -1e-13}], Speaker("fr")))
    assert lines[0].split()[0] == "Bilan"
    assert lines[1].split() == ["volume,", "L", "100", "0", "60", "40", "1e-13"]
