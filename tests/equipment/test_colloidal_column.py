"""An affinity column by the colloidal isotherm: its balance, its cycle, and a run of CADET."""

from __future__ import annotations

import math
import random
from pathlib import Path

import downstream_rig
import numpy
import pytest
from downstream_rig import Train
from findings import Finding
from test_affinity_column import FLOW, VOLUME, all_of, run, skid

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream import column_colloidal as colloidal
from simulator.equipment.unit import defaults
from simulator.language.problem import Refusal

RECORDED = Path(__file__).parent.parent / "data" / "cadet_colloidal_column.csv"
MODEL = "equipment/downstream/column_colloidal"
SOURCE = "Xu and Lenhoff 2008, NIIMBL hybrid model"
FED, RESIDENCE, LOADED = 4.69, 120.0, 38.24
PACKED = {
    "bed height": 1.8,
    "porosity": 0.34,
    "pores and all": 0.9472,
    "bead diameter": 54.1,
    "plates": 14400.0,
    "pore porosity": 0.92,
    "pore diffusivity": 1.54,
    "partition": 1.0,
    "pressure limit": 100.0,
    "isotherm": 1.0,
}
NEUTRAL = {"tris": 20.0, "strong ion": -17.23, "salt": 150.0}


def cell(solid: float = 0.155, pores: float = 1.786, repels: float = 25.082) -> list[float]:
    """One cell of 1 L of liquid, for :func:`column_colloidal.settled`."""
    return [colloidal.LATTICE * solid, colloidal.REACH, repels, solid, pores, 0.0]


def test_the_isotherm_is_the_published_one(finding: Finding) -> None:
    """Verification: at equilibrium liquid and beads keep to the isotherm in molecules and m2."""
    y = cell()
    held = colloidal.settled(y, 0, 200.0, 0.0, 0.0, 1e7, 39.881)
    liquid = 200.0 - held
    bound = (held - y[colloidal.PORES] * liquid) / y[colloidal.SOLID] / 148.0
    radius = 0.7429e-9 * 148.0**0.3599
    apart = math.sqrt(2.0 * 5.91e8 / (6.02214e23 * math.sqrt(3.0) * bound))
    screened = math.exp(-(apart - 2.0 * radius) / 4e-9) * (3.0 + apart / 4e-9)
    repelled = 6.0 / 4.0 * 25.082 * radius / apart * screened
    finding(
        math.log(liquid / 148.0),
        math.log(bound) + repelled - 39.881,
        model=MODEL,
        source=SOURCE,
        against="closed form",
        quantity="logarithm of the molarity in the liquid at equilibrium",
        tolerance=1e-3,
    )


def test_a_cell_holds_no_more_than_there_is() -> None:
    """Whatever is in a cell, its beads hold no less than nothing and no more than all."""
    rng = random.Random(5)
    for _ in range(300):
        total = 10.0 ** rng.uniform(-12.0, 4.0)
        y = cell(solid=10.0 ** rng.uniform(-4.0, 0.0), pores=rng.choice((0.0, 1.8)))
        before = total * rng.random()
        others = rng.choice((0.0, 10.0 ** rng.uniform(-9.0, 3.0)))
        pace, bond = 10.0 ** rng.uniform(-6.0, 4.0), rng.uniform(0.0, 45.0)
        held = colloidal.settled(y, 0, total, before, others, pace, bond)
        assert 0.0 <= held <= total
        free = colloidal.settled(y, 0, total, before, others, pace, 0.0)
        assert free <= held * (1.0 + 1e-6) + 1e-9 * total, "a stronger bond holds as much"


@pytest.mark.parametrize("kind", ["oligo-dT column", "capsid affinity column"])
def test_a_bed_without_antibody_refuses_it(kind: str) -> None:
    """RNA and capsids lie in no lattice of antibodies."""
    of = CATALOGUE[kind]
    with pytest.raises(Refusal, match="antibody on protein A"):
        of.initial({**defaults(of.parameters), "isotherm": 1.0}, {})


def test_a_cycle_binds_and_lets_go_in_acid() -> None:
    """At a usual load nothing is lost before the acid, in which nearly all comes off."""
    train = skid(isotherm=1.0)
    run(train, "h", 8.0)
    run(train, "b", 5.0)
    given = 8.0 * VOLUME * 4.9
    assert train["waste.product"] < 0.01 * given
    train["p.flow demand"] = FLOW
    train.run(1200.0)
    assert train["pool.product"] > 0.98 * given
    assert train["column.bound product"] < 1e-3 * given
    assert all_of(train, "product") == pytest.approx(2000.0 * 4.9, rel=1e-9)


def breakthrough() -> tuple[numpy.ndarray, numpy.ndarray]:
    """Times (s) and what leaves (g/L) of 20 L of PrismA at the recorded run's conditions."""
    train = Train()
    train.tank("feed", volume=2000.0, product=FED * 2000.0)
    for name, amount in NEUTRAL.items():
        train[f"feed.{name}"] = 2000.0 * amount
    train.tank("waste")
    stands = {f"{name} in bed": amount for name, amount in NEUTRAL.items()}
    train.unit("column", "affinity column", stands, {"bed volume": VOLUME, **PACKED})
    train.line("h", "feed", "waste", "column")
    train["h.flow demand"] = VOLUME * 3600.0 / RESIDENCE
    left = [0.0]
    step = 30.0
    for _ in range(int(LOADED * RESIDENCE / step)):
        train.run(step)
        left.append(train["waste.product"])
    time = (numpy.arange(len(left) - 1) + 0.5) * step
    assert train["column.pH"] == pytest.approx(7.4, abs=0.02)
    return time, numpy.diff(left) / (VOLUME * step / RESIDENCE)


def test_breakthrough_of_prisma_against_cadets_shells(
    finding: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Validation: the whole column against beads with shells and diffusion on their surface."""
    monkeypatch.setattr(downstream_rig, "WORTH", 20)
    time, ours = breakthrough()
    theirs = numpy.loadtxt(RECORDED, delimiter=",", skiprows=7)
    curve = 148.0 * numpy.interp(time, theirs[:, 0], theirs[:, 1])
    of = {"model": MODEL, "source": SOURCE, "against": "CADET-Core 5.1.1, general rate model"}
    for share, near in ((0.1, 0.06), (0.5, 0.02), (0.9, 0.06)):
        finding(
            float(numpy.interp(share * FED, ours, time)) / RESIDENCE,
            float(numpy.interp(share * FED, curve, time)) / RESIDENCE,
            quantity=f"column volumes to {100 * share:g} % breakthrough, PrismA at 2 min",
            tolerance=near,
            kind="validation",
            **of,
        )
    finding(
        float((FED - ours).sum() * 30.0 / RESIDENCE),
        float((FED - curve).sum() * 30.0 / RESIDENCE),
        quantity="held at the end of that load",
        tolerance=0.01,
        unit="g/L",
        kind="validation",
        **of,
    )
    wrong = 100.0 * float(numpy.abs(ours - curve).sum() / curve.sum())
    finding(
        wrong,
        0.0,
        quantity="integral error of that curve",
        within=4.0,
        unit="%",
        kind="validation",
        **of,
    )
