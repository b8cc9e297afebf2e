"""Making a buffer: what is weighed dissolves, is counted, and is told by its conductivity."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.preparation.preparation import PREPARATION_VESSEL

MODEL = "equipment/preparation/preparation"
NAMES = [field.name for field in PREPARATION_VESSEL.parameters]


def tank(train: Train, **given: float) -> Train:
    """Add a stirred tank of 120 L with 90 L of water unless told otherwise."""
    own = {name.replace("_", " "): value for name, value in {"volume": 90.0, **given}.items()}
    parameters = {"working volume": 120.0}
    parameters |= {name: own.pop(name) for name in tuple(own) if name in NAMES}
    train.unit("tank", "preparation vessel", own, parameters)
    train["tank.agitation"] = 150.0
    return train


def made(salt: float) -> Train:
    """A buffer of so many kg of salt and 0.6 kg of Tris, filled up to 100 L."""
    train = tank(Train(), salt_hopper=salt, tris_hopper=0.6)
    train.tank("acid", volume=5.0, strong_ion_concentration=-3000.0)
    train.tank("water", volume=100.0)
    train.line("dose", "acid", "tank", capacity=60.0).line("fill", "water", "tank")
    train["tank.salt feed"] = train["tank.tris feed"] = 20.0
    train.run(900.0)
    assert train["tank.pH"] > 9.0
    while train["tank.pH"] > 7.5:
        train["dose.flow demand"] = 10.0
        train.run(1.0)
    train["dose.flow demand"] = 0.0
    train["fill.flow demand"] = 400.0
    while train["tank.volume"] < 100.0:
        train.run(1.0)
    train["fill.flow demand"] = 0.0
    return train.run(600.0)


def test_amounts_follow_from_weight(finding: Finding) -> None:
    """Verification: mmol by purity and molar mass with crystal water, sodium by the formula."""
    given = {"salt_purity": 99.0, "tris_purity": 99.8, "phosphate_purity": 98.5}
    train = tank(
        Train(), salt_hopper=0.8, tris_hopper=0.6, phosphate_hopper=0.3, volume=100.0, **given
    )
    for name in ("salt", "tris", "phosphate"):
        train[f"tank.{name} feed"] = 10.0
    train.run(3600.0)
    for name, kg, purity, mass in (
        ("salt", 0.8, 99.0, 58.44),
        ("tris", 0.6, 99.8, 121.14),
        ("phosphate", 0.3, 98.5, 156.01),
    ):
        finding(
            train[f"tank.{name}"],
            1e4 * kg * purity / mass,
            model=MODEL,
            source="IUPAC atomic weights 2021",
            against="weight x purity / molar mass",
            quantity=f"{name} dissolved (mmol)",
            tolerance=1e-6,
        )
    assert train["tank.strong ion"] == pytest.approx(train["tank.phosphate"], rel=1e-9)
    dry = 0.8 + 0.6 + 0.3
    assert train["tank.weight"] == pytest.approx(100.0 + dry, rel=1e-6)


def test_dissolution(finding: Finding) -> None:
    """Verification: far from saturation powder goes in first order, by the speed of the stirrer."""
    for speed in (50.0, 200.0):
        train = tank(Train(), salt_undissolved=0.001, volume=100.0)
        train["tank.agitation"] = speed
        train.run(120.0)
        finding(
            train["tank.salt undissolved"] / 0.001,
            math.exp(-120.0 * speed / 100.0 / 90.0),
            model=MODEL,
            source="Noyes and Whitney 1897",
            against="closed form exp(-kt)",
            quantity=f"left after 2 min at {speed:g} rpm",
            tolerance=1e-3,
        )


def test_no_more_dissolves_than_the_water_takes() -> None:
    """Half a kilogram of salt stays on the bottom of a litre of brine."""
    train = tank(Train(), volume=1.0, salt_undissolved=0.9)
    train.run(7200.0)
    assert train["tank.salt"] * 58.44e-6 / train["tank.volume"] == pytest.approx(0.359, rel=0.01)
    assert train["tank.solids"] == pytest.approx(0.9 - train["tank.salt"] * 58.44e-6, rel=1e-6)


def test_conductivity_tells_a_weighing_error(finding: Finding) -> None:
    """Validation: a tenth less salt is some 1.1 mS/cm less, and the pH is as it should be."""
    right, short = made(0.76), made(0.684)
    assert right["tank.pH"] == pytest.approx(short["tank.pH"], abs=0.03)
    assert right["tank.volume"] == pytest.approx(100.0, abs=0.2)
    finding(
        right["tank.conductivity"],
        16.7 * 130.0 / 150.0 + 0.088 * 49.5 * 0.75 * 0.9,
        model=MODEL,
        source="charge balance and ions",
        against="16.7 mS/cm of 150 mM NaCl in proportion, and Tris chloride",
        kind="validation",
        quantity="conductivity of 50 mM Tris, 130 mM NaCl (mS/cm)",
        tolerance=0.1,
    )
    assert 0.9 < right["tank.conductivity"] - short["tank.conductivity"] < 1.5


def test_probes_see_what_is_mixed_in() -> None:
    """Salt on the bottom of a tank that hardly turns is not seen for minutes."""
    shown = {}
    for speed in (5.0, 150.0):
        train = tank(Train(), salt_hopper=0.8, volume=100.0)
        train["tank.agitation"] = speed
        train["tank.salt feed"] = 100.0
        shown[speed] = train.run(300.0)["tank.conductivity"]
    assert shown[5.0] < 0.3 * shown[150.0]


def test_nothing_is_lost(finding: Finding) -> None:
    """Under random feeds, doses and speeds powder and components are kept to 1e-9."""
    rng = random.Random(8)
    train = tank(Train(), volume=40.0, salt_hopper=2.0, tris_hopper=1.0, phosphate_hopper=0.7)
    train.tank("acid", volume=20.0, strong_ion_concentration=-500.0).tank("bag")
    train.line("dose", "acid", "tank").line("out", "tank", "bag")
    powders = {"salt": 58.44, "tris": 121.14, "phosphate": 156.01}

    def dry(name: str) -> float:
        where = ("hopper", "undissolved")
        solid = math.fsum(train[f"tank.{name} {one}"] for one in where)
        return solid + train.total(name) * powders[name] * 1e-6

    before = {name: dry(name) for name in powders}
    before["strong ion"] = train.total("strong ion")
    for _ in range(40):
        train["tank.agitation"] = rng.choice((0.0, 30.0, 200.0))
        for name in powders:
            train[f"tank.{name} feed"] = rng.choice((0.0, 1.0, 30.0))
        train["dose.flow demand"] = rng.choice((0.0, 10.0))
        train["out.flow demand"] = rng.choice((0.0, 0.0, 60.0))
        train.run(30.0, rng.choice((0.5, 1.0)))
    for name in powders:
        given = train[f"tank.{name} given"] + train[f"tank.{name} hopper"]
        assert given == pytest.approx(before[name], rel=1e-9)
    after = {name: dry(name) for name in powders}
    after["strong ion"] = train.total("strong ion") - train.total("phosphate")
    close(finding, MODEL, "preparation vessel", before, after)
    assert set(powders) < set(COMPONENTS)
