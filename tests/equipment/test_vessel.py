"""A vessel: its temperature, weight, level and concentrations."""

from __future__ import annotations

import math

import pytest
from findings import Finding

from simulator.equipment.inventory import GLUCOSE, TEMPERATURE, VOLUME
from simulator.equipment.unit import defaults
from simulator.equipment.vessel import (
    CONCENTRATIONS,
    LEVEL,
    PARAMETERS,
    STATES,
    TEMPERATURE_CONTROL,
    VESSEL,
    WEIGHT,
    step,
)
from simulator.language.problem import Refusal


def vessel(given: dict[str, float], **changes: float) -> tuple[list[float], list[float]]:
    """The block and parameters of one vessel; parameter names with _ for blanks."""
    p = {**defaults(PARAMETERS), **{n.replace("_", " "): v for n, v in changes.items()}}
    values = VESSEL.initial(p, given)
    return [values[f.name] for f in STATES], [p[f.name] for f in PARAMETERS]


@pytest.mark.parametrize("dt", [0.1, 1.0, 10.0])
def test_temperature_decays_exponentially(dt: float, finding: Finding) -> None:
    """Verification: T - T_set = (T0 - T_set) e^(-t/tau), within 0.1 %."""
    y, p = vessel(
        {"volume": 50.0, "temperature": 37.0},
        set_temperature=5.0,
        temperature_time_constant=0.5,
    )
    for _ in range(round(3600 / dt)):
        step(y, p, 0, 0, dt, 0)
    closed = {"source": "Newton's law of cooling", "against": "exp(-t/tau)", "tolerance": 1e-3}
    wanted = 32.0 * math.exp(-2.0)
    said = {"model": "equipment/vessel", "quantity": "above its set temperature", "unit": "K"}
    finding(y[TEMPERATURE] - 5.0, wanted, **said, **closed)


def test_temperature_never_overshoots() -> None:
    """A step far longer than the time constant ends between both temperatures."""
    y, p = vessel(
        {"volume": 1.0, "temperature": 80.0}, set_temperature=4.0, temperature_time_constant=0.01
    )
    for _ in range(20):
        before = y[TEMPERATURE]
        step(y, p, 0, 0, 3600.0, 0)
        assert 4.0 <= y[TEMPERATURE] <= before


def test_loss_of_temperature_control() -> None:
    """A cold store that fails lets its bottle warm to the room."""
    y, p = vessel({"volume": 20.0}, set_temperature=5.0, ambient_temperature=21.0)
    step(y, p, 0, 0, 3600.0, 0)
    assert y[TEMPERATURE] == 5.0
    y[TEMPERATURE_CONTROL] = 0.0
    for _ in range(100):
        step(y, p, 0, 0, 3600.0, 0)
    assert y[TEMPERATURE] == pytest.approx(21.0, abs=1e-6)


def test_weight_and_level_each_scan_concentrations_on_slow_ones() -> None:
    """A balance and a level probe are never stale; concentrations wait for a slow scan."""
    y, p = vessel({"volume": 50.0, "glucose concentration": 100.0}, density=1.05)
    glucose = CONCENTRATIONS + 3
    y[VOLUME], y[GLUCOSE] = 100.0, 5000.0
    step(y, p, 0, 0, 1.0, 0)
    assert y[WEIGHT] == pytest.approx(105.0)
    assert y[LEVEL] == 50.0
    assert y[glucose] == 100.0
    step(y, p, 0, 0, 1.0, 1)
    assert y[glucose] == 50.0


def test_begins_at_its_set_temperature() -> None:
    """A bottle from the cold store is cold; a given temperature goes first."""
    assert vessel({"volume": 1.0}, set_temperature=5.0)[0][TEMPERATURE] == 5.0
    given = {"volume": 1.0, "temperature": 30.0}
    assert vessel(given, set_temperature=5.0)[0][TEMPERATURE] == 30.0


def test_overfull_is_refused() -> None:
    """More than the working volume does not fit."""
    with pytest.raises(Refusal, match="does not fit"):
        vessel({"volume": 201.0}, working_volume=200.0)
