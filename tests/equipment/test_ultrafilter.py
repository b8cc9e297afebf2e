"""An ultrafilter: closed forms of concentration and diafiltration, the knee, and the balance."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding
from scipy.special import expi

from simulator.equipment.downstream.ultrafilter import PARAMETERS, admitted, viscosity

FILM = {"clean permeability": 1e5, "compacting": 0.0, "pass aggregation": 0.0, "sieving": 0.0}
"""Cassettes whose flux the film alone decides."""
MODEL: dict[str, Any] = {
    "model": "equipment/downstream/ultrafilter",
    "source": "film theory, Blatt 1970; Ross and Minton 1977",
}


def skid(volume: float, titre: float, p: dict[str, float], **more: float) -> Train:
    """A tank with product, buffer, and cassettes of 20 m2 that draw to a permeate tank."""
    train = Train().tank("tank", volume=volume, titre=titre, **more)
    train.tank("buffer", volume=20000.0).tank("permeate")
    train.unit("skid", "ultrafilter", {}, {"membrane area": 20.0, **p})
    train.line("buffer in", "buffer", "tank")
    train.line("out", "tank", "permeate", "skid")
    train["skid.cross-flow"] = 6000.0
    return train


def test_time_to_concentrate(finding: Finding) -> None:
    """Verification: hours from 10 to 150 g/L are the closed form's with the exponential integral.

    t = c0 V0/(A k cg) (Ei(ln cg/c0) - Ei(ln cg/cf)): 0.798 h for 1000 L, 20 m2, k 25, cg 300.
    """
    train = skid(1000.0, 10.0, FILM)
    train["out.flow demand"] = 1e5
    seconds = 0
    while train["tank.volume"] > 10000.0 / 150.0:
        train.run(1.0)
        seconds += 1
    theirs = 10.0 * 1000.0 / (20.0 * 25.0 * 300.0) * (expi(math.log(30.0)) - expi(math.log(2.0)))
    finding(
        seconds / 3600.0,
        float(theirs),
        **MODEL,
        against="exponential integrals",
        quantity="time to concentrate fifteenfold",
        tolerance=1e-3,
        unit="h",
    )


def test_diafiltration_washes_out(finding: Finding) -> None:
    """Verification: after N volumes at constant volume e^-N of the salt is left, e^-NS of a sieved.

    Seven volumes leave 0.09 %.
    """
    p = {**FILM, "small protein sieving": 0.2}
    train = skid(1000.0, 20.0, p, salt_concentration=100.0, host_cell_protein_concentration=5.0)
    train["buffer in.flow demand"] = train["out.flow demand"] = 700.0
    train.run(36000.0)
    turned = train["buffer in.moved"] / 1000.0
    for name, sieving in (("salt", 1.0), ("host cell protein", 0.2)):
        began = {"salt": 1e5, "host cell protein": 5000.0}[name]
        finding(
            train[f"tank.{name}"] / began,
            math.exp(-turned * sieving),
            **MODEL,
            against="e^-NS",
            quantity=f"{name} left after seven volumes",
            tolerance=1e-3,
        )
    assert turned == pytest.approx(7.0, rel=1e-3)


def test_product_lost_by_sieving(finding: Finding) -> None:
    """Verification: of a product with sieving 0.001, (1/15)^0.001 stays when 15 times as strong."""
    train = skid(1000.0, 10.0, {**FILM, "sieving": 0.001})
    train["out.flow demand"] = 1000.0
    while train["tank.volume"] > 1000.0 / 15.0:
        train.run(1.0)
    finding(
        train["tank.product"] / 1e4,
        (train["tank.volume"] / 1000.0) ** 0.001,
        **MODEL,
        against="(V/V0)^S",
        quantity="product kept, fifteenfold",
        tolerance=1e-4,
    )


def test_where_diafiltration_is_fastest(finding: Finding) -> None:
    """Verification: flux times concentration, the speed of diafiltration, is highest at cg/e."""
    train = skid(1000.0, 10.0, FILM)
    kind, yb, pb = train.units["skid"]
    assert kind == "ultrafilter"

    def speed(c: float) -> float:
        train["skid.bulk concentration"] = c
        return c * admitted(train.y, train.p, yb, pb)

    best = max((0.01 * i for i in range(5000, 20000)), key=speed)
    finding(
        best,
        300.0 / math.e,
        **MODEL,
        against="cg/e (Ng 1976)",
        quantity="best concentration for diafiltration",
        tolerance=1e-3,
        unit="g/L",
    )


def test_viscosity(finding: Finding) -> None:
    """Validation: 100, 150 and 200 g/L of antibody have about 1.9, 4.1 and 14.7 mPa s."""
    p = [field.default for field in PARAMETERS]
    for c, theirs in ((100.0, 1.9), (150.0, 4.1), (200.0, 14.7)):
        finding(
            viscosity(p, 0, c),
            theirs,
            **MODEL,
            kind="validation",
            against="antibodies, usual values",
            quantity=f"viscosity at {c:g} g/L",
            tolerance=0.3,
            unit="mPa*s",
        )


def test_a_knee_in_the_pressure() -> None:
    """Below the knee flux follows pressure; above it flux stays, and in time it falls."""
    fluxes = []
    for valve in (100.0, 60.0, 30.0, 20.0):
        train = skid(1000.0, 40.0, {})
        train["skid.retentate valve"] = valve
        train["out.flow demand"] = 1e5
        train.run(2.0)
        fluxes.append((train["skid.transmembrane pressure"], train["skid.flux"]))
    (low, first), (_, second), (_, third), (high, last) = fluxes
    assert low < 0.7 < high
    assert first * 1.1 < second
    assert third == pytest.approx(last, rel=1e-3)
    train.run(1800.0)
    assert train["skid.compaction"] > 0.1


def test_a_hole_lets_product_by() -> None:
    """With a defect product is seen in the permeate, as a laboratory would."""
    train = skid(1000.0, 40.0, {})
    train["out.flow demand"] = 300.0
    train.run(60.0)
    assert train["skid.permeate titre"] == pytest.approx(0.04, rel=0.01)
    train["skid.defect"] = 0.05
    train.run(60.0)
    assert train["skid.permeate titre"] > 1.5


def test_everything_is_conserved_across_the_membrane(finding: Finding) -> None:
    """Verification: each component is in the tank or in what passed (1e-9), in any operation."""
    rng = random.Random(5)
    mixed = ("product", "aggregate", "lysed", "functional vector")
    names = ("volume", *(n for n in COMPONENTS if n not in (*mixed, "host cell protein", "DNA")))
    for _ in range(10):
        train = skid(rng.choice((5.0, 800.0)), 30.0, {})
        for name in COMPONENTS:
            train[f"tank.{name}"] += 10.0 ** rng.uniform(-3.0, 3.0) if name != "lysed" else 0.0
        before = {name: train.total(name) for name in names}
        before["protein"] = train.total("product") + train.total("aggregate")
        for _ in range(30):
            train["out.flow demand"] = 10.0 ** rng.uniform(-1.0, 5.0)
            train["out.leak"] = rng.choice((0.0, 0.4))
            train["buffer in.flow demand"] = rng.choice((0.0, 300.0, 1e5))
            train["skid.cross-flow"] = rng.choice((0.0, 6000.0, 1e5))
            train["skid.retentate valve"] = rng.choice((0.0, 30.0, 100.0))
            train["skid.defect"] = rng.choice((0.0, 1.0))
            train.run(rng.choice((1.0, 10.0)))
        after = {name: train.total(name) for name in names}
        after["protein"] = train.total("product") + train.total("aggregate")
        close(finding, MODEL["model"], "ultrafilter", before, after)
