"""A filter before a device: what it keeps never reaches the device; clogged, it shuts both."""

from __future__ import annotations

import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

WET = {"wetted": 1.0}
BED = {"salt in bed": 150.0, "strong ion in bed": -15.0, "tris in bed": 20.0}


def loading(guarded: bool, debris: float) -> Train:
    """A column of 20 L that is loaded for ten minutes with a harvest of so much debris (mL/L)."""
    train = Train().tank("harvest", volume=500.0, titre=4.9, debris_concentration=debris)
    train.tank("waste").unit("column", "affinity column", BED)
    train.unit("guard", "sterile filter", WET)
    train.line("load", "harvest", "waste", "column", prefilter="guard" if guarded else "")
    train["load.flow demand"] = 300.0
    return train.run(600.0, 2.0)


def test_debris_stays_in_the_prefilter() -> None:
    """A cloudy load presses on the bed; with a prefilter it presses on the prefilter instead."""
    bare, guarded, clean = loading(False, 1.0), loading(True, 1.0), loading(True, 0.0)
    assert bare["column.kept debris"] > 40.0
    assert guarded["column.kept debris"] < 0.2 * bare["column.kept debris"]
    assert guarded["guard.kept debris"] > 20.0
    assert guarded["guard.resistance"] > 3.0 * clean["guard.resistance"]
    assert bare["column.pressure drop"] > 1.3 * clean["column.pressure drop"]


def test_a_clogged_prefilter_holds_the_flow() -> None:
    """What the prefilter does not let through, the column does not get, and none of it is lost."""
    train = loading(True, 0.0)
    train["guard.medium blockage"] = 1.0
    loaded = train["column.loaded"]
    train.run(60.0, 2.0)
    assert train["load.flow"] < 15.0
    assert train["column.loaded"] - loaded < 1.5


def test_it_is_as_one_filter_after_the_other() -> None:
    """Two filters on one line keep and pass what they do on two lines with a tank between."""
    one, two = Train(), Train()
    for train in (one, two):
        train.tank("feed", volume=100.0, debris_concentration=0.5)
        train.tank("pool").unit("first", "depth filter", WET).unit("last", "sterile filter", WET)
    one.line("way", "feed", "pool", "last", prefilter="first")
    two.tank("between").line("in", "feed", "between", "first").line(
        "way", "between", "pool", "last"
    )
    for train in (one, two):
        train["way.flow demand"] = 120.0
    two["in.flow demand"] = 120.0
    one.run(1800.0)
    two.run(1800.0)
    for name in ("pool.volume", "pool.debris", "first.kept debris", "last.kept debris"):
        assert one[name] == pytest.approx(two[name], rel=1e-9), name


def test_everything_is_conserved_through_both(finding: Finding) -> None:
    """Verification: what comes in is passed, held or kept by the two, or lost (1e-9)."""
    rng = random.Random(12)
    names = ("volume", *(n for n in COMPONENTS if n not in ("lysed", "functional vector")))
    for _ in range(6):
        train = Train()
        for tag in ("a", "b"):
            train.tank(tag, volume=rng.choice((3.0, 900.0)))
            for name in COMPONENTS:
                if name != "lysed":
                    train[f"{tag}.{name}"] = 10.0 ** rng.uniform(-3.0, 3.0)
        train.unit("first", "depth filter", {"wetted": rng.random()}, {"hold-up": 5.0})
        train.unit("last", "virus filter", {"wetted": rng.random()}, {"hold-up": 2.0})
        train.line("one", "a", "b", "last", prefilter="first").line("back", "b", "a", "first")
        train.line("out", "b", "", "last", prefilter="first")
        before = {name: train.total(name) for name in names}
        for _ in range(20):
            for tag in train.rows:
                train[f"{tag}.flow demand"] = 10.0 ** rng.uniform(-1.0, 5.0)
                train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.4))
            train["first.defect"] = rng.choice((0.0, 1.0))
            train["last.feed pressure"] = rng.choice((0.0, 1.0, 10.0))
            train.run(rng.choice((1.0, 10.0)), 1.0)
        after = {name: train.total(name) for name in names}
        close(finding, "equipment/through", "two filters on one line", before, after)
