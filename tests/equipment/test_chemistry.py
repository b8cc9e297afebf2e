"""Acids, bases and osmolality against known values and the balance of charges."""

from __future__ import annotations

import random

import pytest
from charge_bench import charge
from findings import Finding
from reactor import UNITS, Reactor

from simulator.equipment.bioreactor.chemistry import (
    K_BICARBONATE,
    K_CARBONIC,
    balance_charges,
    free_share,
    strong_ion_for,
)

MODEL = {"model": "equipment/bioreactor/chemistry", "source": "Stewart 1981, strong-ion difference"}
LITRE = {"volume": 1000.0, "buffer concentration": 0.0, "temperature": 37.0}


@pytest.mark.parametrize(
    ("acidity", "pressure", "bicarbonate"),
    [
        (7.0, 40.0, 9.8),
        (7.0, 60.0, 14.6),
        (7.0, 100.0, 24.4),
        (7.0, 150.0, 36.6),
        (7.2, 40.0, 15.5),
        (7.2, 60.0, 23.2),
        (7.2, 100.0, 38.6),
        (7.2, 150.0, 58.0),
    ],
)
def test_bicarbonate(acidity: float, pressure: float, bicarbonate: float, finding: Finding) -> None:
    """Verification: Henderson and Hasselbalch's table of bicarbonate under carbon dioxide."""
    given = {**LITRE, "pH": acidity, "carbon dioxide pressure": pressure}
    reactor = Reactor(given)
    h = reactor["hydrogen ion"]
    found = reactor["carbon"] / 1000.0 * K_CARBONIC * h
    found /= h * h + K_CARBONIC * h + K_CARBONIC * K_BICARBONATE
    table = {**MODEL, "against": "Henderson and Hasselbalch's table", "tolerance": 0.01}
    finding(found, bicarbonate, quantity="bicarbonate", unit="mM", **table)
    assert reactor["pH"] == pytest.approx(acidity, abs=1e-9)
    assert reactor["carbon dioxide pressure"] == pytest.approx(pressure, rel=1e-9)


def test_charges_balance_from_anywhere(finding: Finding) -> None:
    """Any composition from any last pH is solved in one scan until the charges balance."""
    rng = random.Random(3)
    reactor = Reactor({**UNITS})
    for _ in range(2000):
        for name in ("ammonium", "carbon", "lactate", "acetate", "precursor", "buffer"):
            reactor[name] = 1500.0 * 10.0 ** rng.uniform(-4.0, 3.0) * (rng.random() < 0.8)
        reactor["strong ion"] = 1500.0 * rng.choice((-1.0, 1.0)) * 10.0 ** rng.uniform(-4.0, 3.0)
        reactor["hydrogen ion"] = 10.0 ** rng.uniform(-13.0, 4.0)
        balance_charges(reactor.y, 0, 1.0 / 1500.0)
        net, gross = charge(reactor)
        closed = {**MODEL, "against": "electroneutrality", "within": 1e-9}
        finding(net / gross, 0.0, quantity="net charge as a share of all charges", **closed)
        assert -1.0 <= reactor["pH"] <= 16.0


def test_pure_water_is_neutral() -> None:
    """With nothing in it the pH is half of water's pK at 37 degC."""
    reactor = Reactor({**LITRE, "pH": 5.0, "carbon dioxide pressure": 0.0})
    reactor["strong ion"] = 0.0
    balance_charges(reactor.y, 0, 1.0 / 1000.0)
    assert reactor["pH"] == pytest.approx(6.8, abs=1e-6)


def test_strong_base_and_acid(finding: Finding) -> None:
    """Verification: 10 mM of sodium hydroxide is pH 11.6 at pKw 13.6; of acid pH 2.0."""
    for strong, expected in ((10.0, 11.6), (-10.0, 2.0)):
        reactor = Reactor({**LITRE, "carbon dioxide pressure": 0.0})
        reactor["strong ion"] = strong * 1000.0
        balance_charges(reactor.y, 0, 1.0 / 1000.0)
        closed = {**MODEL, "against": "the closed form", "within": 1e-4}
        finding(reactor["pH"], expected, quantity=f"pH of {strong:g} mM strong ion", **closed)


def test_what_raises_and_what_lowers_the_ph() -> None:
    """Base and ammonia raise the pH; lactic acid and carbon dioxide lower it."""
    start = Reactor({**UNITS, "pH": 7.0})
    for name, amount, rises in (
        ("strong ion", 1500.0, True),
        ("ammonium", 1500.0, True),
        ("lactate", 1500.0, False),
        ("carbon", 1500.0, False),
    ):
        reactor = Reactor({**UNITS, "pH": 7.0})
        reactor[name] += amount
        balance_charges(reactor.y, 0, 1.0 / 1500.0)
        assert (reactor["pH"] > start["pH"]) is rises, name


def test_lactic_acid_drives_carbon_dioxide_out_of_bicarbonate(finding: Finding) -> None:
    """Verification: each mmol of lactic acid takes one mmol of bicarbonate, within 1 %."""
    reactor = Reactor({**LITRE, "pH": 7.0, "carbon dioxide pressure": 60.0})
    before = reactor["carbon"] * (1.0 - free_share(reactor["hydrogen ion"]))
    reactor["lactate"] += 2000.0
    balance_charges(reactor.y, 0, 1.0 / 1000.0)
    after = reactor["carbon"] * (1.0 - free_share(reactor["hydrogen ion"]))
    closed = {**MODEL, "against": "one for one", "tolerance": 0.01, "unit": "mmol"}
    finding(before - after, 2000.0, quantity="bicarbonate lost to lactic acid", **closed)


def test_strong_ion_and_ph_are_inverses() -> None:
    """The strong ion for a pH gives that pH back."""
    for acidity in (4.0, 6.5, 7.1, 9.0):
        reactor = Reactor({**UNITS})
        h = 10.0 ** (3.0 - acidity)
        reactor["strong ion"] = strong_ion_for(reactor.y, 0, h, reactor["carbon"])
        balance_charges(reactor.y, 0, 1.0 / 1500.0)
        assert reactor["pH"] == pytest.approx(acidity, abs=1e-8)


def test_osmolality_of_what_is_fed_and_made() -> None:
    """Sugar adds 1 osmole, sodium lactate 1.86, sodium bicarbonate 1.86 (engineering fit)."""
    for amounts, osmoles in (
        ({"glucose": 1.0}, 1.0),
        ({"lactate": 1.0, "strong ion": 1.0}, 1.86),
        ({"carbon": 1.0, "strong ion": 1.0}, 1.86),
    ):
        reactor = Reactor({**UNITS, "pH": 8.2, "osmolality": 400.0})
        before = reactor["osmolality"]
        for name, amount in amounts.items():
            reactor[name] += 1500.0 * amount
        balance_charges(reactor.y, 0, 1.0 / 1500.0)
        reactor.run(1e-3, 1e-3)
        assert reactor["osmolality"] - before == pytest.approx(osmoles, abs=0.02)
