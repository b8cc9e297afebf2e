"""Filters: the blocking laws, what is kept, and the balance of all that passes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.downstream.filter_parameters import LAWS

K = 0.004
FLUX = 50.0
LOADED = {"debris_concentration": 1.5}
BARE = {
    "filter area": 1.0,
    "clean permeability": 25.0,
    "hold-up": 0.0,
    "fouling constant": K,
    "solids retention": 0.0,
}
"""A filter whose load is one, with 50 L/m2/h at 2 bar."""
WET = {"wetted": 1.0}
PRESSURE: dict[str, Callable[[float], float]] = {
    "complete": lambda t: FLUX / (K * FLUX) * (1.0 - math.exp(-K * FLUX * t)),
    "standard": lambda t: t / (1.0 / FLUX + K * t / 2.0),
    "intermediate": lambda t: math.log(1.0 + K * FLUX * t) / K,
    "cake": lambda t: (math.sqrt(1.0 + 2.0 * K * FLUX * t) - 1.0) / K,
}
"""Volume per area after t hours at constant pressure, with J/J0 = 1 - Kv, (1 - Kv/2)^2,
exp(-Kv) and 1/(1 + Kv)."""
CONSTANT: dict[str, Callable[[float], float]] = {
    "complete": lambda v: 1.0 / (1.0 - K * v),
    "standard": lambda v: (1.0 - K * v / 2.0) ** -2,
    "intermediate": lambda v: math.exp(K * v),
    "cake": lambda v: 1.0 + K * v,
}
"""Pressure relative to the clean filter at constant flux after v litres per area."""
SOURCE = "Hermia 1982; Grace 1956"


def filtering(law: str, demand: float, kind: str = "depth filter", **p: float) -> Train:
    """A tank of liquid with a load of one, a filter of 1 m2 and a pool."""
    own = {name.replace("_", " "): value for name, value in p.items()}
    train = Train().tank("feed", volume=20000.0, **LOADED).tank("pool")
    train.unit("filter", kind, WET, {**BARE, "fouling law": float(LAWS.index(law)), **own})
    train.line("out", "feed", "pool", "filter")
    train["out.flow demand"] = demand
    if demand < 1e4:
        train["filter.feed pressure"] = 10.0  # constant flux: the pump gives what it takes
    return train


@pytest.mark.parametrize("law", LAWS)
def test_constant_pressure(law: str, finding: Finding) -> None:
    """Verification: litres by time at constant pressure are the closed form's within 0.1 %."""
    train = filtering(law, 1e5)
    for hours in (2.0, 10.0):
        train.run((hours - train.scan * 4.0 / 3600.0) * 3600.0, 4.0)
        finding(
            train["filter.throughput"],
            PRESSURE[law](hours),
            model="equipment/downstream/filter",
            source=SOURCE,
            against="closed form, constant pressure",
            quantity=f"volume by area, {law}",
            tolerance=1e-3,
            unit="L/m2",
        )


@pytest.mark.parametrize("law", LAWS)
def test_constant_flux(law: str, finding: Finding) -> None:
    """Verification: the pressure at constant flux is the closed form's within 0.1 %."""
    train = filtering(law, 20.0)
    for hours in (3.0, 9.0):
        train.run(hours * 3600.0 - train.scan * 10.0, 10.0)
        finding(
            train["filter.pressure drop"] * 25.0 / 20.0,
            CONSTANT[law](train["filter.throughput"]),
            model="equipment/downstream/filter",
            source=SOURCE,
            against="closed form, constant flux",
            quantity=f"pressure to that of a clean filter, {law}",
            tolerance=1e-3,
        )
        assert train["filter.flux"] == pytest.approx(20.0)


def test_a_reference_case(finding: Finding) -> None:
    """Verification: 50 L/m2/h with K = 0.004 m2/L, intermediate, gives 274.65 L/m2 in ten hours."""
    train = filtering("intermediate", 1e5).run(36000.0, 4.0)
    finding(
        train["filter.throughput"],
        math.log(3.0) / 0.004,
        model="equipment/downstream/filter",
        source=SOURCE,
        against="ln(1 + K J0 t)/K",
        quantity="volume by area in 10 h",
        tolerance=1e-3,
        unit="L/m2",
    )


def test_two_lines_share_what_the_pressure_admits() -> None:
    """Both valves open at once do not give more than the pressure, nor does the sum exceed it."""
    train = Train().tank("a", volume=50.0).tank("b", volume=50.0).tank("pool")
    train.unit("filter", "virus filter", WET)
    train.line("one", "a", "pool", "filter").line("two", "b", "pool", "filter")
    train["one.flow demand"], train["two.flow demand"] = 100.0, 1000.0
    train.run(60.0)
    assert train["filter.flow"] == pytest.approx(180.0)
    assert train["filter.pressure drop"] == pytest.approx(2.0)
    share = train["one.flow"], train["two.flow"]
    assert share == pytest.approx((180.0 / 11.0, 1800.0 / 11.0))
    train["a.volume"] = 0.0
    train.run(10.0)
    assert train["two.flow"] == pytest.approx(180.0), "an empty tank wants nothing"


def test_complete_blocking_ends() -> None:
    """A filter by complete blocking passes 1/K and no more, and stays finite."""
    train = filtering("complete", 1e5).run(100.0 * 3600.0, 60.0)
    assert train["filter.throughput"] == pytest.approx(1.0 / K, rel=0.02)
    assert train["filter.resistance"] <= 1e4
    assert train["out.flow"] < 0.01


def test_everything_is_conserved(finding: Finding) -> None:
    """Verification: what comes in is passed, held, kept or lost, for each component (1e-9)."""
    rng = random.Random(8)
    names = ("volume", *(n for n in COMPONENTS if n not in ("lysed", "functional vector")))
    for kind in ("depth filter", "virus filter", "sterile filter"):
        for _ in range(8):
            train = Train()
            for tag in ("a", "b", "c"):
                given = {n: 10.0 ** rng.uniform(-3.0, 3.0) for n in COMPONENTS if n != "lysed"}
                train.tank(tag, volume=rng.choice((3.0, 900.0)))
                for name, amount in given.items():
                    train[f"{tag}.{name}"] = amount
            train.unit("filter", kind, {"wetted": rng.random()}, {"hold-up": 5.0})
            train.line("one", "a", "b", "filter").line("two", "c", "a", "filter")
            train.line("out", "b", "", "filter").line("back", "b", "c")
            before = {name: train.total(name) for name in names}
            for _ in range(30):
                for tag in train.rows:
                    train[f"{tag}.flow demand"] = 10.0 ** rng.uniform(-1.0, 5.0)
                    train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.4))
                train["filter.medium blockage"] = rng.choice((0.0, 0.5, 1.0))
                train["filter.defect"] = rng.choice((0.0, 1.0))
                train["filter.feed pressure"] = rng.choice((0.0, 1.0, 10.0))
                train.run(rng.choice((1.0, 10.0)), 1.0)
            after = {name: train.total(name) for name in names}
            close(finding, "equipment/downstream/filter", kind, before, after)
            for name in names:
                held = [train[f"{tag}.{name}"] for tag in ("a", "b", "c", "filter")]
                assert name == "strong ion" or min(held) >= 0.0, name


def test_lysed_cells_reach_a_filter_as_debris() -> None:
    """A harvest straight from a bioreactor clogs the filter by what its dead cells let go."""
    train = Train().unit("reactor", "bioreactor", {"volume": 1500.0, "lysed density": 5.0})
    train.tank("pool").unit("filter", "depth filter", WET)
    train.line("out", "reactor", "pool", "filter")
    train["out.flow demand"] = 1500.0
    train.run(1800.0)
    assert train["pool.lysed"] == 0.0
    assert train["filter.kept debris"] > 500.0
    assert train["pool.host cell protein"] > 1000.0
    assert train["filter.resistance"] > 1.2
