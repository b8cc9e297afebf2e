"""A foreign organism in the culture: growth, oxygen, acid."""

from __future__ import annotations

import math

import pytest
from reactor import UNITS, Reactor

AIRED = {"air flow": 80.0, "oxygen flow": 20.0, "carbon dioxide flow": 5.0, "agitation": 90.0}
THERMOSTAT = {"jacket transfer": 1e5, "jacket volume": 3000.0, "room temperature": 37.0}
"""A jacket that holds 37 degC by its size."""
WATER = {"heating flow": 1000.0, "cooling flow": 742.0}


def test_doubling_time() -> None:
    """Verification: one colony-forming unit doubles every 1.04 h while sugar and oxygen last."""
    given = {**UNITS, "contaminant": 1e-9, "dissolved oxygen": 90.0}
    still = {"contaminant glucose constant": 0.001, "oxygen constant": 0.1}
    reactor = Reactor(given, {**THERMOSTAT, **still}).put(AIRED).put(WATER)
    reactor.run_compiled(10.4 * 3600.0)
    assert math.log2(reactor["contaminant"] / 1e-9) == pytest.approx(10.0, rel=0.02)


def test_oxygen_and_ph_crash_long_after_ingress() -> None:
    """Validation: one cell in 1500 L shows only after some 45 doublings, and then at once."""
    given = {**UNITS, "contaminant": 1e-9, "viable density": 2.0, "glucose concentration": 60.0}
    reactor = Reactor(given, THERMOSTAT).put(AIRED).put(WATER)
    history = []
    for hour in range(1, 73):
        reactor.run_compiled(3600.0, 10.0)
        history.append((hour, reactor["dissolved oxygen"], reactor["pH"]))
    crash = next(hour for hour, oxygen, _ in history if oxygen < 20.0)
    assert 38 <= crash <= 65
    before = next(row for row in history if row[0] == crash - 6)
    after = next(row for row in history if row[0] == crash + 4)
    assert before[1] > 60.0
    assert after[2] < before[2] - 0.1


def test_a_clean_culture_stays_clean() -> None:
    """Nothing grows from nothing, and no acid is made."""
    reactor = Reactor({**UNITS}).put(AIRED)
    strong = reactor["strong ion"]
    reactor.run(60.0)
    assert reactor["contaminant"] == 0.0
    assert reactor["strong ion"] == strong


def test_without_glucose_it_stops() -> None:
    """The contaminant stops growing and making acid when the glucose is gone."""
    given = {**UNITS, "contaminant density": 2000.0, "glucose concentration": 0.5}
    reactor = Reactor(given).put(AIRED)
    reactor.run_compiled(3600.0)
    grown, acid = reactor["contaminant"], reactor["strong ion"]
    reactor.run_compiled(3600.0)
    assert reactor["glucose"] == pytest.approx(0.0, abs=1.0)
    assert reactor["contaminant"] == pytest.approx(grown, rel=1e-3)
    assert reactor["strong ion"] == pytest.approx(acid, rel=1e-3)


def test_starving_cells_breathe_less() -> None:
    """Without glucose respiration falls to 40 %: dissolved oxygen rises, as operators know."""
    fed = Reactor({**UNITS, "dissolved oxygen": 50.0})
    starved = Reactor({**UNITS, "dissolved oxygen": 50.0, "glucose concentration": 0.0})
    ratio = starved["oxygen uptake rate"] / fed["oxygen uptake rate"]
    assert ratio == pytest.approx(0.4, abs=0.01)
