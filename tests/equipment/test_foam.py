"""Foam, antifoam and the exhaust filter."""

from __future__ import annotations

import math

import pytest
from findings import Finding
from reactor import UNITS, Reactor

from simulator.equipment.inventory import FIRST_COMPONENT, HEAD_FIELDS

GAS = {"air flow": 100.0}
FOAM = {"model": "equipment/bioreactor/foam"}


def actual(reactor: Reactor) -> float:
    """The gas flow through the surface, L/s."""
    kelvin = reactor["temperature"] + 273.15
    pressure = 1013.25 / (1013.25 + reactor["pressure"])
    return reactor["gas flow"] / 60.0 * kelvin / 273.15 * pressure


def test_bikerman(finding: Finding) -> None:
    """Verification: foam stands at gas flow times foaminess, and gets there in that time."""
    reactor = Reactor({"volume": 1500.0}).put(GAS).run(600.0)
    assert reactor["foaminess"] == pytest.approx(20.0)
    steady = actual(reactor) * 20.0
    closed = {**FOAM, "source": "Bikerman 1938", "unit": "L", "tolerance": 1e-3}
    finding(reactor["foam"], steady, quantity="foam", against="flow times foaminess", **closed)
    reactor["foam"] = 0.0
    reactor.run(20.0)
    rising = steady * (1.0 - math.exp(-1.0))
    finding(reactor["foam"], rising, quantity="foam after 20 s", against="1 - exp(-t/S)", **closed)


def test_antifoam(finding: Finding) -> None:
    """10 ppm of antifoam makes foam a fifth within two minutes, and costs a fifth of kLa."""
    reactor = Reactor({**UNITS}).put({**GAS, "agitation": 80.0}).run(300.0)
    foam, kla = reactor["foam"], reactor["kla"]
    reactor["antifoam"] = 0.01 * 1500.0
    reactor.run(120.0)
    known = {**FOAM, "source": "engineering fits", "kind": "validation", "tolerance": 0.1}
    less = reactor["foam"] / foam
    finding(less, 0.2, quantity="foam with 10 ppm of antifoam", against="a fifth", **known)
    share = reactor["kla"] / kla
    said = {"quantity": "kLa with 10 ppm of antifoam", "against": "10 to 40 % less"}
    finding(share, 0.75, **said, **known)
    assert share == pytest.approx(0.8, rel=0.01)


def test_antifoam_wears_off(finding: Finding) -> None:
    """Verification: the antifoam decays with its life."""
    reactor = Reactor({"volume": 100.0, "antifoam concentration": 0.1}, {"antifoam life": 2.0})
    reactor.run_compiled(7200.0)
    closed = {**FOAM, "source": "first-order loss", "against": "exp(-t/life)", "tolerance": 1e-3}
    left = 10.0 * math.exp(-1.0)
    finding(reactor["antifoam"], left, quantity="antifoam after its life", unit="mL", **closed)


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
