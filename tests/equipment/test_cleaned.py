"""Cleaning in place: rinse, soil, scale, warmth, and a spray ball that is blocked."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.preparation.cleaned import CLEANED_VESSEL, warm

MODEL = "equipment/preparation/cleaned"
NAMES = [field.name for field in CLEANED_VESSEL.parameters]
FLOW = 2400.0


def skid(**given: float) -> Train:
    """Water, caustic and acid, all led through a vessel to the drain."""
    own = {name.replace("_", " "): value for name, value in given.items()}
    parameters = {name: own.pop(name) for name in tuple(own) if name in NAMES}
    train = Train()
    train.tank("water", volume=20000.0, temperature=70.0)
    train.tank("caustic", volume=20000.0, temperature=70.0, strong_ion_concentration=500.0)
    train.tank("acid", volume=20000.0, temperature=50.0, strong_ion_concentration=-150.0)
    train.unit("vessel", "cleaned vessel", own, parameters)
    for name in ("water", "caustic", "acid"):
        train[f"{name}.temperature control"] = 0.0
        train.p[train.places[f"{name}.ambient temperature"]] = train[f"{name}.temperature"]
        train.line(name + "-line", name, "", "vessel")
    return train


def spray(train: Train, liquid: str, minutes: float, flow: float = FLOW) -> Train:
    """Spray one liquid for so long."""
    train[f"{liquid}-line.flow demand"] = flow
    train.run(60.0 * minutes)
    train[f"{liquid}-line.flow demand"] = 0.0
    return train


def cycle(train: Train, caustic: float = 20.0) -> Train:
    """Run the whole cycle of the work instruction."""
    for liquid, minutes in (("water", 4.0), ("caustic", caustic), ("water", 6.0), ("acid", 10.0)):
        spray(train, liquid, minutes)
    return spray(train, "water", 12.0)


def test_a_rinse_washes_out(finding: Finding) -> None:
    """Verification: what a rinse leaves of caustic falls as exp(-Qt/V)."""
    train = spray(skid(), "caustic", 10.0)
    before = train["vessel.held strong ion"]
    minutes = 4.0
    spray(train, "water", minutes)
    finding(
        math.log(before / train["vessel.held strong ion"]),
        FLOW * minutes / 60.0 / 30.0,
        model=MODEL,
        source="one mixed volume",
        against="closed form Qt/V",
        quantity="logarithm of the wash-out of caustic in 4 min",
        tolerance=1e-3,
    )


def test_soil_leaves_in_first_order(finding: Finding) -> None:
    """Verification: in 0.5 M caustic at 70 degC soil falls by e in each 3 minutes."""
    train = skid(
        held_volume=30.0,
        held_temperature=70.0,
        held_strong_ion=15000.0,
        wall_temperature=70.0,
        wall_loss=0.0,
        ambient_temperature=70.0,
    )
    train["vessel.wall temperature"] = 70.0
    before = train["vessel.wall soil"]
    spray(train, "caustic", 9.0)
    finding(
        math.log(before / train["vessel.wall soil"]),
        3.0,
        model=MODEL,
        source="engineering fit; plateau of Bird and Fryer 1991",
        against="closed form t/tau",
        quantity="logarithm of the soil washed off in 9 min",
        tolerance=1e-3,
    )


@pytest.mark.parametrize("what", ["cold", "weak", "slow"])
def test_time_action_concentration_and_temperature(what: str) -> None:
    """Whatever is taken away of warmth, strength or flow leaves more soil in the same time."""
    left = {}
    for name in ("right", what):
        train = skid()
        if name == "cold":
            train["caustic.temperature"] = 40.0
            train.p[train.places["caustic.ambient temperature"]] = 40.0
        if name == "weak":
            train["caustic.strong ion"] *= 0.05
        spray(train, "caustic", 15.0, 900.0 if name == "slow" else FLOW)
        left[name] = train["vessel.wall soil"]
    assert left[what] > 3.0 * left["right"]


def test_a_clean_cycle() -> None:
    """Validation: after a whole cycle the last rinse is below 5 uS/cm and 500 ug/L of carbon."""
    train = cycle(skid())
    assert train["vessel.rinse conductivity"] < 5.0
    assert train["vessel.TOC"] < 100.0
    assert train["vessel.soil"] < 200.0
    assert train["vessel.scale"] < 0.5
    assert train["vessel.alkali time"] > 15.0
    assert train["vessel.acid time"] > 9.0


def test_a_blocked_spray_ball_leaves_a_shadow() -> None:
    """Pressure up and flow down tell it at once, carbon at the end; conductivity never does."""
    train = skid()
    train["vessel.spray ball blockage"] = 0.6
    spray(train, "water", 1.0)
    assert train["vessel.flow"] < 0.85 * FLOW
    train["water-line.flow demand"] = FLOW
    assert train.run(10.0)["vessel.spray pressure"] > 3.0
    train["water-line.flow demand"] = 0.0
    cycle(train)
    assert train["vessel.rinse conductivity"] < 5.0
    assert train["vessel.TOC"] > 500.0
    assert train["vessel.shadow soil"] > 3000.0
    train["vessel.spray ball blockage"] = 0.0
    cycle(train)
    assert train["vessel.TOC"] < 100.0


def test_warmth_is_shared_with_the_wall(finding: Finding) -> None:
    """Verification: pool and wall come to the mean of their heat capacities."""
    train = skid(held_volume=30.0, held_temperature=70.0, wall_temperature=20.0, wall_loss=0.0)
    _, yb, pb = train.units["vessel"]
    for _ in range(1800):
        warm(train.y, train.p, yb, pb, 1.0)
    pool, wall = 4.18 * 30.0, 100.0
    finding(
        train["vessel.wall temperature"],
        (pool * 70.0 + wall * 20.0) / (pool + wall),
        model=MODEL,
        source="heat balance",
        against="mean by heat capacity",
        quantity="wall and pool at rest (degC)",
        tolerance=1e-6,
    )


def test_nothing_is_lost(finding: Finding) -> None:
    """Soil, scale and each component are on the walls, in the pool, in tanks or down the drain."""
    rng = random.Random(2)
    train = skid()
    train.line("round", "caustic", "caustic", "vessel")

    def all_of(name: str) -> float:
        extra = {
            "host cell protein": train["vessel.wall soil"] + train["vessel.shadow soil"],
            "phosphate": train["vessel.scale"],
        }
        return train.total(name) + extra.get(name, 0.0)

    before = {name: all_of(name) for name in COMPONENTS}
    for _ in range(40):
        train["vessel.spray ball blockage"] = rng.choice((0.0, 0.3, 0.9))
        for name in ("water", "caustic", "acid"):
            train[f"{name}-line.flow demand"] = rng.choice((0.0, 0.0, 500.0, 3000.0))
        train["round.flow demand"] = rng.choice((0.0, 2400.0))
        train.run(20.0, rng.choice((0.5, 1.0)))
    after = {name: all_of(name) for name in COMPONENTS}
    close(finding, MODEL, "cleaned vessel", before, after)
