"""Freezing drug substance between plates: Plank's time, Scheil's core, and thawing."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.downstream.freezing import PLATE_FREEZER

MODEL = "equipment/downstream/freezing"
NAMES = [field.name for field in PLATE_FREEZER.parameters]
POINT = -0.6


def freezer(**given: float) -> Train:
    """Add a freezer of 5 m2 with 80 L at its freezing point unless told otherwise."""
    own = {"volume": 80.0, "temperature": 0.0, "core temperature": POINT, "titre": 50.0}
    own |= {name.replace("_", " "): value for name, value in given.items()}
    parameters = {name: own.pop(name) for name in tuple(own) if name in NAMES}
    return Train().unit("bags", "plate freezer", own, {"working volume": 100.0, **parameters})


def plank(half: float, colder: float, k: float = 2.2) -> float:
    """The seconds in which slabs of a half thickness (m) freeze."""
    return 320e6 / colder * (half / 150.0 + half * half / (2.0 * k))


@pytest.mark.parametrize("plate", [-20.0, -50.0])
def test_the_last_point_freezes_in_planks_time(plate: float, finding: Finding) -> None:
    """Verification: plates at one temperature freeze a slab in the time of the closed form."""
    train = freezer()
    train["bags.plate temperature"] = plate
    while train["bags.frozen share"] < 99.9999:
        train.run(1.0)
    finding(
        float(train.scan),
        plank(0.016, POINT - plate),
        model=MODEL,
        source="Plank 1913",
        against="rho L/(Tf - Tp) (a/h + a^2/2k)",
        quantity=f"time until the last point is frozen at {plate:g} degC (s)",
        tolerance=2e-3,
    )


@pytest.mark.parametrize("share", [50.0, 90.0])
def test_a_slow_front_pushes_product_before_it(share: float, finding: Finding) -> None:
    """Verification: at a constant partition the core is as strong as Scheil's equation says."""
    train = freezer(trapping_speed=1e4, least_partition=0.3, aggregation_rate=0.0)
    train["bags.plate temperature"] = -20.0
    while train["bags.frozen share"] < share:
        train.run(1.0)
    left = 1.0 - train["bags.frozen share"] / 100.0
    k = 0.3 + 0.7 * (1.0 - math.exp(-train["bags.front speed"] / 1e4))
    finding(
        train["bags.concentration ratio"],
        left ** (k - 1.0),
        model=MODEL,
        source="Scheil 1942",
        against="(1 - f)^(k - 1)",
        quantity=f"strength of the core at {share:g} % frozen",
        tolerance=5e-3,
    )


def test_fast_freezing_spares_the_product() -> None:
    """Colder plates leave a core that is weaker, and less aggregate."""
    ratio, aggregate = {}, {}
    for plate in (-10.0, -60.0):
        train = freezer()
        train["bags.plate temperature"] = plate
        while train["bags.frozen share"] < 90.0:
            train.run(5.0)
        ratio[plate] = train["bags.concentration ratio"]
        train.run(7200.0, 1.0)
        aggregate[plate] = train["bags.aggregate"] + train["bags.frozen aggregate"]
    assert ratio[-10.0] > 1.5 * ratio[-60.0]
    assert aggregate[-10.0] > 3.0 * aggregate[-60.0]


def test_thawing_brings_all_of_it_back() -> None:
    """Frozen through, then thawed: the liquid is as it was, and it warms only when thawed."""
    train = freezer(temperature=5.0, core_temperature=5.0, aggregation_rate=0.0)
    train["bags.plate temperature"] = -40.0
    train.run(5400.0)
    assert train["bags.volume"] == 0.0
    assert train["bags.frozen share"] == 100.0
    assert train["bags.core temperature"] < -35.0
    assert train["bags.temperature"] == 0.0
    train["bags.plate temperature"] = 10.0
    while train["bags.frozen share"] > 0.0:
        train.run(30.0)
        assert train["bags.core temperature"] <= 0.0 or train["bags.frozen share"] == 0.0
    train.run(7200.0)
    assert train["bags.core temperature"] == pytest.approx(10.0, abs=0.1)
    assert train["bags.titre"] == pytest.approx(50.0, rel=1e-9)


def test_what_flows_in_warm_freezes_too(finding: Finding) -> None:
    """Verification: thin bags that are fed slowly freeze as fast as they are fed, cooled first."""
    train = freezer(volume=1.0, temperature=5.0, core_temperature=5.0)
    train.tank("bulk", volume=50.0, temperature=5.0).line("fill", "bulk", "bags")
    train["bags.plate temperature"] = -60.0
    train["fill.flow demand"] = 30.0
    train.run(1200.0)
    finding(
        train["bags.frozen volume"],
        11.0,
        model=MODEL,
        source="heat balance",
        against="what was filled",
        quantity="frozen of 11 L fed in 20 min (L)",
        tolerance=0.02,
    )


def test_only_liquid_leaves() -> None:
    """A line takes what is not frozen, and of ice nothing."""
    train = freezer().tank("pool")
    train.line("out", "bags", "pool")
    train["bags.plate temperature"] = -30.0
    train.run(600.0)
    ice = train["bags.frozen volume"]
    assert ice > 10.0
    train["out.flow demand"] = 1e5
    train["bags.temperature control"] = 1.0
    train.move(30.0)
    assert train["bags.volume"] == 0.0
    assert train["bags.frozen volume"] == ice
    assert train["pool.volume"] == pytest.approx(80.0 - ice, rel=1e-9)


def test_nothing_is_lost(finding: Finding) -> None:
    """Under random plates, fills and draws each component stays, product with its aggregate."""
    rng = random.Random(12)
    train = freezer(aggregate_concentration=0.5, salt_concentration=20.0).tank("pool", volume=50.0)
    train.line("out", "bags", "pool").line("fill", "pool", "bags")
    words = ("", "frozen ")
    kept = [name for name in COMPONENTS if name not in ("product", "aggregate")]
    before = {name: train.total(name, words) for name in ("volume", *kept)}
    protein = ("product", "aggregate")
    before["protein"] = math.fsum(train.total(name, words) for name in protein)
    for _ in range(40):
        train["bags.plate temperature"] = rng.choice((-60.0, -10.0, 5.0, 30.0))
        train["bags.temperature control"] = rng.choice((0.0, 1.0, 1.0))
        train["out.flow demand"] = rng.choice((0.0, 0.0, 200.0))
        train["fill.flow demand"] = rng.choice((0.0, 0.0, 200.0))
        train.run(60.0, rng.choice((0.5, 1.0)))
    after = {name: train.total(name, words) for name in ("volume", *kept)}
    after["protein"] = math.fsum(train.total(name, words) for name in protein)
    close(finding, MODEL, "plate freezer", before, after)
