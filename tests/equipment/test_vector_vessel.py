"""A vector vessel: what detergent and nuclease do to a harvest, and that nothing is lost by it."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.downstream.quality import DNA_OF_CELL

LITRES = 1000.0


def lysate(**parameters: float) -> Train:
    """A harvest of 2 million living cells per mL at 37 degC, its vector mostly in them."""
    given = {
        "volume": LITRES,
        "viable density": 2.0,
        "viability": 80.0,
        "full capsids": 600.0,
        "full capsids in cells": 1400.0,
        "empty capsids": 6000.0,
        "empty capsids in cells": 14000.0,
    }
    own = {name.replace("_", " "): value for name, value in parameters.items()}
    own = {"working volume": 3000.0, "set temperature": 37.0, **own}
    return Train().unit("tank", "vector vessel", given, own)


def test_detergent_opens_cells_in_first_order(finding: Finding) -> None:
    """Verification: cells and the vector in them follow e^-kt, half as fast in little detergent."""
    of = {"model": "equipment/downstream/lysis", "source": "engineering fit", "tolerance": 1e-3}
    for grams, rate in ((1000.0, 2.5), (9000.0, 4.5)):
        train = lysate()
        train["tank.detergent"] = grams
        train.run(1800.0, 10.0)
        left = math.exp(-0.5 * rate)
        name = f"vector in cells after half an hour in {grams / LITRES:g} g/L"
        finding(
            train["tank.full capsids in cells"] / 1400.0,
            left,
            against="e^-kt",
            quantity=name,
            **of,
        )
        assert train["tank.viable"] == pytest.approx(2000.0 * left, rel=1e-3)
        assert train["tank.dead"] == pytest.approx(500.0 * left, rel=1e-3)
        freed = DNA_OF_CELL * 2500.0 * (1.0 - left)
        assert train["tank.DNA"] == pytest.approx(freed, rel=1e-3)


def test_nuclease_digests_in_first_order(finding: Finding) -> None:
    """Verification: DNA follows e^-kt down to what is protected; salt and cold hinder."""
    of = {"model": "equipment/downstream/lysis", "source": "engineering fit", "tolerance": 1e-3}
    for salt, warmth, slower in ((0.0, 37.0, 1.0), (150.0, 37.0, 2.0), (0.0, 27.0, 2.0)):
        train = lysate(set_temperature=warmth)
        train["tank.temperature"] = warmth
        train["tank.DNA"] = 20.0 * LITRES
        train["tank.salt"] = salt * LITRES
        train["tank.nuclease"] = 50.0 * LITRES
        train.run(3600.0, 10.0)
        left = math.exp(-0.06 * 50.0 / slower) * (20.0 - 0.02) + 0.02
        name = f"DNA after an hour, {salt:g} mM of salt, {warmth:g} degC"
        finding(train["tank.DNA"] / LITRES, left, against="e^-kt", quantity=name, unit="mg/L", **of)
        both = train["tank.DNA"] + train["tank.cut DNA"]
        assert both == pytest.approx(20.0 * LITRES, rel=1e-12)


def test_cells_that_leave_whole_take_their_vector() -> None:
    """Half of an unlysed harvest takes half of the vector that is in cells: it is lost."""
    train = lysate().tank("filter")
    train.line("out", "tank", "filter")
    train["out.flow demand"] = 1000.0
    train.run(1800.0)
    assert train["tank.full capsids taken"] == pytest.approx(700.0, rel=1e-2)
    assert train["filter.full capsids"] == pytest.approx(300.0, rel=1e-2)


def test_a_share_of_what_comes_stays_in_living_cells() -> None:
    """Of a harvest that comes in, seven tenths of the vector are in cells, by those alive."""
    train = Train().tank("harvest", volume=1000.0, viable_density=2.0, viability=80.0)
    train["harvest.full capsids"] = 2000.0
    train["harvest.empty capsids"] = 20000.0
    train.unit("tank", "vector vessel", {"volume": 0.0}, {"working volume": 3000.0})
    train.line("in", "harvest", "tank")
    train["in.flow demand"] = 2000.0
    train.run(1900.0, 10.0)
    assert train["tank.vector in cells"] == pytest.approx(56.0, abs=0.5)
    assert train["tank.full capsids"] + train["tank.full capsids in cells"] == pytest.approx(2e3)


def test_a_few_cells_in_a_pool_hold_little() -> None:
    """Of a pool in which a thousandth of the cells are left, hardly any vector is in cells."""
    train = Train().tank("pool", volume=1000.0, viable_density=0.002)
    train["pool.full capsids"] = 2000.0
    train["pool.empty capsids"] = 20000.0
    train.unit("tank", "vector vessel", {"volume": 0.0}, {"working volume": 3000.0})
    train.line("in", "pool", "tank")
    train["in.flow demand"] = 2000.0
    train.run(1900.0, 10.0)
    held = train["tank.full capsids in cells"] + train["tank.empty capsids in cells"]
    assert held == pytest.approx(1e-3 * 5e4 * 2.0, rel=1e-6)


def test_impurities_are_told_by_the_dose() -> None:
    """A mg of DNA in 1e15 vg is 1e4 ng in a dose of 1e13 vg."""
    train = lysate()
    train["tank.DNA"] = 0.6
    train["tank.host cell protein"] = 6.0
    train.run(10.0)
    assert train["tank.DNA per dose"] == pytest.approx(1e4)
    assert train["tank.protein per dose"] == pytest.approx(1e5)


def test_every_component_balances(finding: Finding) -> None:
    """Vector, DNA, detergent and all else stay the same under random operation, to 1e-9."""
    rng = random.Random(5)
    train = lysate().tank("rest").tank("harvest", volume=2000.0, viable_density=1.0)
    cells = ("viable", "dead", "lysed", "resting", "generations")
    turned = (*cells, "host cell protein", "debris", "functional vector")
    for name in COMPONENTS:
        if name not in (*turned, "full capsids", "empty capsids"):
            train[f"harvest.{name}"] = 10.0 ** rng.uniform(-1.0, 4.0)
    train["harvest.full capsids"] = 4000.0
    train.line("in", "harvest", "tank").line("out", "tank", "rest").line("back", "rest", "tank")
    kept = {
        "full capsids": (" in cells", " taken"),
        "empty capsids": (" in cells", " taken"),
        "detergent": (" gone",),
        "nuclease": (" gone",),
    }
    given = {"detergent": 0.0, "nuclease": 0.0}

    def all_of(name: str) -> float:
        here = math.fsum(train[f"tank.{name}{word}"] for word in kept.get(name, ()))
        if name == "DNA":
            whole = math.fsum(train.total(one) for one in ("viable", "dead", "lysed"))
            here += train["tank.cut DNA"] + DNA_OF_CELL * whole
        return train.total(name) + here - given.get(name, 0.0)

    names = [name for name in (*COMPONENTS, "detergent", "nuclease") if name not in turned]
    before = {name: all_of(name) for name in names}
    for _ in range(60):
        for line in ("in", "out", "back"):
            train[f"{line}.flow demand"] = rng.choice((0.0, 0.0, 50.0, 3000.0))
            train[f"{line}.leak"] = rng.choice((0.0, 0.0, 0.3))
        for name in given:
            train[f"tank.{name} feed"] = rng.choice((0.0, 100.0))
            given[name] += train[f"tank.{name} feed"]
        train.run(60.0, 10.0)
    after = {name: all_of(name) for name in names}
    close(finding, "equipment/downstream/vector_vessel", "vector vessel", before, after)
