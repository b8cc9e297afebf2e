"""Low-pH inactivation: decimal reduction, what is sheltered from the acid, and aggregation."""

from __future__ import annotations

import math
import random

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.downstream.inactivation import INACTIVATION_VESSEL

MODEL = "equipment/downstream/inactivation"
FIT = "engineering fit to ASTM E2888-12"
ACID = {"acetate_concentration": 3.0, "titre": 10.0, "retrovirus_concentration": 1000.0}
EVEN = {"dead leg": 0.0, "clumped retrovirus": 0.0}
"""A tank without anything that acid does not reach."""
STATED = {3.5: 1.6, 3.6: 3.0, 3.8: 11.0, 4.0: 42.0}
"""Minutes to a tenth at 20 degC."""


NAMES = [field.name for field in INACTIVATION_VESSEL.parameters]


def acid_tank(train: Train, tag: str, **given: float) -> Train:
    """Add a well stirred tank of 200 L, of which 150 L are full unless told otherwise."""
    own = {name.replace("_", " "): value for name, value in {"volume": 150.0, **given}.items()}
    parameters = {"working volume": 200.0, "mixing time": 0.1}
    parameters |= {name: own.pop(name) for name in tuple(own) if name in NAMES}
    train.unit(tag, "inactivation vessel", own, parameters)
    train[f"{tag}.agitation"] = 100.0
    return train


def strong_ion_at(acidity: float, **given: float) -> float:
    """The strong ion (mM) with which such a pool has a pH, by halving."""
    low, high = -50.0, 50.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        own = {"volume": 1.0, "strong ion concentration": middle, **_plain(given)}
        parameters = {field.name: field.default for field in INACTIVATION_VESSEL.parameters}
        if INACTIVATION_VESSEL.initial(parameters, own)["pH"] < acidity:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _plain(given: dict[str, float]) -> dict[str, float]:
    return {name.replace("_", " "): value for name, value in given.items()}


@pytest.mark.parametrize("acidity", STATED)
def test_decimal_reduction(acidity: float, finding: Finding) -> None:
    """Verification: retrovirus falls tenfold in each D minutes, D tenfold for each 0.35 of pH."""
    ion = strong_ion_at(acidity, **ACID)
    train = acid_tank(Train(), "tank", **ACID, **EVEN, strong_ion_concentration=ion)
    before = train["tank.retrovirus"]
    train.run(1200.0, 1.0)
    decades = math.log10(before / train["tank.retrovirus"])
    exact = 3.0 * 10.0 ** ((acidity - 3.6) / 0.35)
    assert exact == pytest.approx(STATED[acidity], rel=0.06)
    finding(
        decades,
        train.scan / 60.0 / exact,
        model=MODEL,
        source=FIT,
        against="closed form t/D",
        quantity=f"log reduction in 20 min at pH {acidity:g}",
        tolerance=1e-3,
    )


def test_the_standard_hold(finding: Finding) -> None:
    """Validation: 30 min at pH 3.6 and 15 degC take five decades of retrovirus, and few more."""
    train = acid_tank(
        Train(),
        "tank",
        **ACID,
        **{"dead leg": 0.0, "set temperature": 15.0, "ambient temperature": 15.0},
        temperature=15.0,
        strong_ion_concentration=strong_ion_at(3.6, **ACID),
    )
    before = train["tank.retrovirus"]
    train.run(1800.0, 1.0)
    finding(
        math.log10(before / train["tank.retrovirus"]),
        5.0,
        model=MODEL,
        source=FIT,
        against="ASTM E2888-12: 5 log10 in 30 min at pH 3.6 and 15 degC",
        kind="validation",
        quantity="log reduction of retrovirus",
        tolerance=0.3,
    )


def test_a_second_tank_sees_what_the_first_shelters(finding: Finding) -> None:
    """Verification: one tank keeps the share of its dead leg; two bring it down to the clumps."""
    given = {**ACID, "dead leg": 0.05, "dead leg exchange time": 1e4, "dead leg pH": 7.0}
    train = acid_tank(
        Train(), "first", **given, strong_ion_concentration=strong_ion_at(3.4, **ACID)
    )
    acid_tank(train, "second", volume=0.0)
    train.line("over", "first", "second")
    before = train["first.retrovirus"]
    train.run(1800.0, 1.0)
    finding(
        math.log10(before / train["first.retrovirus"]),
        math.log10(150.0 / 0.05),
        model=MODEL,
        source="engineering fit",
        against="volume over dead leg",
        quantity="most decades in one tank",
        tolerance=1e-3,
    )
    train["over.flow demand"] = 2000.0
    train.run(300.0, 1.0)
    train["over.flow demand"] = 0.0
    assert train["first.volume"] < 1e-3
    train.run(1800.0, 1.0)
    assert math.log10(before / train["second.retrovirus"]) == pytest.approx(6.0, abs=0.01)


def test_acid_does_nothing_to_a_parvovirus() -> None:
    """An hour at pH 3.5 leaves of a parvovirus, which has no envelope, all there was."""
    ion = strong_ion_at(3.5, **ACID)
    train = acid_tank(
        Train(), "tank", **ACID, strong_ion_concentration=ion, parvovirus_concentration=1000.0
    )
    before = train["tank.parvovirus"]
    retrovirus = train["tank.retrovirus"]
    train.run(3600.0, 1.0)
    assert train["tank.parvovirus"] == pytest.approx(before, rel=1e-12)
    assert train["tank.retrovirus"] < 1e-3 * retrovirus


def test_aggregation(finding: Finding) -> None:
    """Verification: product aggregates in first order, threefold for each 0.2 of pH."""
    for acidity, share in ((3.4, 0.003), (3.2, 0.009), (3.0, 0.027)):
        ion = strong_ion_at(acidity, **ACID)
        train = acid_tank(Train(), "tank", **ACID, strong_ion_concentration=ion)
        before = train["tank.product"]
        train.run(7200.0, 1.0)
        assert train["tank.product"] + train["tank.aggregate"] == pytest.approx(before, rel=1e-12)
        finding(
            train["tank.aggregate"] / before,
            1.0 - math.exp(-share * train.scan / 3600.0),
            model=MODEL,
            source="engineering fit",
            against="closed form 1 - exp(-kt)",
            quantity=f"share aggregated in 2 h at pH {acidity:g}",
            tolerance=1e-3,
        )


def test_a_slow_stirrer_hides_the_acid() -> None:
    """What was given shows late where hardly anything turns: the trap of an overshoot."""
    shown = {}
    for speed in (10.0, 100.0):
        train = acid_tank(Train(), "tank", **ACID, strong_ion_concentration=12.0)
        train.p[train.places["tank.mixing time"]] = 30.0
        train.tank("acid", volume=20.0, strong_ion_concentration=-500.0)
        train.line("dose", "acid", "tank")
        train["tank.agitation"] = speed
        train["dose.flow demand"] = 60.0
        train.run(150.0, 1.0)
        train["dose.flow demand"] = 0.0
        shown[speed] = train["tank.pH"]
        train.run(3600.0, 1.0)
        shown[-speed] = train["tank.pH"]
    assert shown[10.0] > shown[100.0] + 0.1
    assert shown[-10.0] == pytest.approx(shown[-100.0], abs=0.005)


def test_time_in_range_counts_only_there() -> None:
    """Out of range, and while the tank is empty, the clock of the hold stands still."""
    train = acid_tank(Train(), "in", **ACID, strong_ion_concentration=strong_ion_at(3.5, **ACID))
    acid_tank(train, "out", **ACID, strong_ion_concentration=strong_ion_at(3.7, **ACID))
    acid_tank(train, "empty", volume=0.0)
    train.run(600.0, 1.0)
    assert train["in.time in range"] == pytest.approx(train.scan / 60.0)
    assert train["out.time in range"] == train["empty.time in range"] == 0.0


def test_nothing_but_retrovirus_is_lost(finding: Finding) -> None:
    """Under random transfers and doses each component stays, product with its aggregate."""
    rng = random.Random(5)
    train = acid_tank(Train(), "first", **ACID, strong_ion_concentration=12.0)
    acid_tank(train, "second", volume=0.0)
    train.tank("acid", volume=20.0, strong_ion_concentration=-500.0)
    for name, source, sink in (
        ("over", "first", "second"),
        ("back", "second", "first"),
        ("dose", "acid", "first"),
    ):
        train.line(name, source, sink)
    units = ("first", "second", "acid")
    kept = [name for name in COMPONENTS if name not in ("retrovirus", "product", "aggregate")]
    before = {name: math.fsum(train[f"{u}.{name}"] for u in units) for name in kept}
    protein = ("product", "aggregate")
    before["protein"] = math.fsum(train[f"{u}.{n}"] for u in units for n in protein)
    virus = math.fsum(train[f"{u}.retrovirus"] for u in units)
    for _ in range(60):
        for name in ("over", "back", "dose"):
            train[f"{name}.flow demand"] = rng.choice((0.0, 20.0, 900.0))
        train.run(20.0, 1.0)
        now = math.fsum(train[f"{u}.retrovirus"] for u in units)
        assert now <= virus
        virus = now
        for u in ("first", "second"):
            assert (
                0.0 <= train[f"{u}.sheltered retrovirus"] <= train[f"{u}.retrovirus"] * (1 + 1e-12)
            )
    after = {name: math.fsum(train[f"{u}.{name}"] for u in units) for name in kept}
    after["protein"] = math.fsum(train[f"{u}.{n}"] for u in units for n in protein)
    close(finding, MODEL, "inactivation vessel", before, after)
