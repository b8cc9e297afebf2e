"""Heat of a small vessel in a jacket: closed forms and the balance of energy."""

from __future__ import annotations

import math

import pytest
from findings import Finding
from transcription_bench import Tube

WATER = {"volume": 8.0, "temperature": 20.0, "buffer concentration": 20.0}
QUIET = {"wall mass": 0.0, "ambient transfer": 0.0, "density": 1.0}
MODEL = {"model": "equipment/transcription/jacket", "source": "two heat balances"}


def test_vessel_follows_a_jacket_held_warm(finding: Finding) -> None:
    """Verification: with the jacket held at 40 degC the vessel warms as 1 - e^(-t/tau)."""
    tube = Tube(WATER, QUIET | {"jacket volume": 300.0})
    tube["jacket temperature"] = 40.0
    tube["agitation"] = 150.0
    tube.run(20.0)
    tau = 8.0 * 4180.0 / (60.0 * 0.8)
    share = 8.0 / 308.0
    wanted = 20.0 + 20.0 * (1.0 - share) * (1.0 - math.exp(-1200.0 / (tau * (1.0 - share))))
    finding(
        tube["temperature"],
        wanted,
        quantity="temperature after 20 min in a warm jacket",
        against="1 - exp(-t/tau)",
        within=0.01,
        unit="degC",
        **MODEL,
    )


def test_energy_is_conserved() -> None:
    """Verification: vessel and jacket exchange heat to rounding when nothing else flows."""
    tube = Tube(WATER, QUIET)
    tube["jacket temperature"] = 60.0
    tube["agitation"] = 150.0
    before = 8.0 * tube["temperature"] + 3.0 * tube["jacket temperature"]
    tube.run(30.0)
    after = 8.0 * tube["temperature"] + 3.0 * tube["jacket temperature"]
    assert after == pytest.approx(before, rel=1e-9)
    assert tube["temperature"] - 20.0 > 5.0


def test_a_stirrer_that_stands_still_slows_the_heat() -> None:
    """Without stirring a tenth of the heat passes, as natural convection carries it."""
    gains = []
    for speed in (0.0, 150.0):
        tube = Tube(WATER, QUIET)
        tube["jacket temperature"] = 60.0
        tube["agitation"] = speed
        gains.append(tube.run(1.0)["temperature"] - 20.0)
    assert 0.08 < gains[0] / gains[1] < 0.2
