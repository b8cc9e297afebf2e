"""Foam, antifoam and the exhaust filter."""

from __future__ import annotations

import math

import pytest
from reactor import UNITS, Reactor

from simulator.equipment.inventory import FIRST_COMPONENT, HEAD_FIELDS

GAS = {"air flow": 100.0}


def actual(reactor: Reactor) -> float:
    """The gas flow through the surface, L/s."""
    kelvin = reactor["temperature"] + 273.15
    pressure = 1013.25 / (1013.25 + reactor["pressure"])
    return reactor["gas flow"] / 60.0 * kelvin / 273.15 * pressure


def test_bikerman() -> None:
    """Verification: foam stands at gas flow times foaminess, and gets there in that time."""
    reactor = Reactor({"volume": 1500.0}).put(GAS).run(600.0)
    assert reactor["foaminess"] == pytest.approx(20.0)
    steady = actual(reactor) * 20.0
    assert reactor["foam"] == pytest.approx(steady, rel=1e-4)
    reactor["foam"] = 0.0
    reactor.run(20.0)
    assert reactor["foam"] == pytest.approx(steady * (1.0 - math.exp(-1.0)), rel=1e-3)


def test_antifoam() -> None:
    """10 ppm of antifoam makes foam a fifth within two minutes, and costs a fifth of kLa."""
    reactor = Reactor({**UNITS}).put({**GAS, "agitation": 80.0}).run(300.0)
    foam, kla = reactor["foam"], reactor["kla"]
    reactor["antifoam"] = 0.01 * 1500.0
    reactor.run(120.0)
    assert reactor["foam"] == pytest.approx(foam / 5.0, rel=0.01)
    assert reactor["kla"] == pytest.approx(0.8 * kla, rel=0.01)


def test_antifoam_wears_off() -> None:
    """Verification: the antifoam decays with its life."""
    reactor = Reactor({"volume": 100.0, "antifoam concentration": 0.1}, {"antifoam life": 2.0})
    reactor.run_compiled(7200.0)
    assert reactor["antifoam"] == pytest.approx(10.0 * math.exp(-1.0), rel=1e-4)


def test_debris_foams() -> None:
    """Dead and lysed cells add to the foaminess."""
    reactor = Reactor({**UNITS, "viability": 50.0})
    assert reactor["foaminess"] == pytest.approx(20.0 + 10.0, rel=1e-6)


def test_foam_out() -> None:
    """Foam that fills the headspace wets the filter, raises the pressure and takes culture out."""
    reactor = Reactor({**UNITS, "volume": 2000.0}).put({**GAS, "foaming": 20.0})
    dry = Reactor({**UNITS, "volume": 2000.0}).put(GAS)
    reactor.run_compiled(3600.0)
    dry.run_compiled(3600.0)
    assert reactor["foam level"] == 100.0
    assert dry["foam level"] < 20.0
    assert dry["filter wetting"] == 0.0
    assert reactor["filter wetting"] > 0.5
    assert reactor["pressure"] > 1.3 * dry["pressure"]
    lost = dry["volume"] - reactor["volume"]
    assert lost > 10.0
    share = 1.0 - lost / dry["volume"]
    for field in HEAD_FIELDS[FIRST_COMPONENT:]:
        if field.name in ("glucose", "glutamine", "solutes", "buffer"):
            assert reactor[field.name] == pytest.approx(dry[field.name] * share, rel=2e-3)


def test_a_wet_filter_dries() -> None:
    """Verification: wetting decays with its two hours once the foam is gone."""
    reactor = Reactor({"volume": 1500.0, "filter wetting": 0.8}).put({"air flow": 10.0})
    reactor.run_compiled(7200.0)
    assert reactor["filter wetting"] == pytest.approx(0.8 * math.exp(-1.0), rel=1e-4)
