"""A disc-stack centrifuge: what settles, what fills the bowl, what goes over, what is broken."""

from __future__ import annotations

import random

import numpy
import pytest
from closure import close
from downstream_rig import COMPONENTS, Train
from findings import Finding

from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.downstream.centrifuge_settling import (
    critical_size,
    equivalent_area,
    settled_share,
    share_below,
    tube_area,
)
from simulator.equipment.downstream.filter import CELL_VOLUME
from simulator.equipment.downstream.quality import DEBRIS_OF_CELL, DNA_OF_CELL, PROTEIN_OF_CELL
from simulator.equipment.unit import defaults
from simulator.language.problem import Refusal

MODEL = "equipment/downstream/centrifuge_settling"
SETTLED = ("viable", "dead", "resting", "generations", "debris", "bioburden", "contaminant")
FEED = {
    "viable_density": 25.0,
    "dead_density": 6.0,
    "titre": 4.0,
    "debris_concentration": 1.0,
    "host_cell_protein_concentration": 300.0,
}
GENTLE = {"viable breakage": 0.0, "dead breakage": 0.0}


def spinning(p: dict[str, float] | None = None, speed: float = 7000.0, **fed: float) -> Train:
    """A tank of harvest, a centrifuge at speed with a bowl of buffer, and a tank for centrate."""
    train = Train().tank("feed", volume=2000.0, **{**FEED, **fed}).tank("pool")
    train.unit("bowl", "centrifuge", {"held volume": 12.0}, p)
    train.line("out", "feed", "pool", "bowl")
    train["bowl.bowl speed"], train["out.flow demand"] = speed, 600.0
    return train


def test_equivalent_area(finding: Finding) -> None:
    """Verification: 100 discs of 0.10 and 0.05 m at 40 degrees and 7000 rpm are 11,963 m2."""
    slope = numpy.tan(numpy.radians(40.0))
    finding(
        equivalent_area(100.0, 7000.0, 0.1, 0.05, float(slope)),
        11963.0,
        model=MODEL,
        source="Ambler 1952",
        against="2 pi n w^2 (r1^3 - r2^3)/(3 g tan)",
        quantity="sigma of a stack of discs",
        tolerance=1e-3,
        unit="m2",
    )


def test_equivalent_area_of_a_tube(finding: Finding) -> None:
    """Verification: 15 mL from 0.08 to 0.17 m at 4000 rpm are 0.436 m2."""
    finding(
        tube_area(0.015, 4000.0, 0.08, 0.17),
        0.4364,
        model=MODEL,
        source="Ambler 1952",
        against="V w^2/(2 g ln(2 r2/(r1 + r2)))",
        quantity="sigma of a laboratory tube",
        tolerance=1e-3,
        unit="m2",
    )


def test_a_tube_tells_beforehand_what_the_bowl_will_do(finding: Finding) -> None:
    """Verification: V/t over c sigma of the tube is Q over c sigma of the bowl, at two flows."""
    for flow in (300.0, 600.0):
        train = spinning(GENTLE)
        train["out.flow demand"] = flow
        train.run(20.0)
        finding(
            train["bowl.equal spin"],
            0.015 * 0.4 * train["bowl.sigma"] / (flow * 0.98 * 0.4364) * 60.0,
            model=MODEL,
            source="Ambler 1952",
            against="Q1/(c1 sigma1) = Q2/(c2 sigma2)",
            quantity="minutes of a laboratory tube at 4000 rpm",
            tolerance=1e-3,
            unit="min",
        )


def test_settling_of_a_cell(finding: Finding) -> None:
    """Verification: a cell of 14 um, 60 kg/m3 heavier, in 0.8 mPa s settles at 8.0e-6 m/s."""
    velocity = 14e-6**2 * 60.0 * 9.80665 / (18.0 * 0.8e-3)
    finding(
        critical_size(velocity, 60.0, 0.8, 0.0),
        14.0,
        model=MODEL,
        source="Stokes",
        against="d^2 drho g/(18 mu)",
        quantity="size of what settles at 8.0e-6 m/s",
        tolerance=1e-3,
        unit="um",
    )
    assert velocity == pytest.approx(8.0e-6, rel=0.01)
    assert critical_size(velocity, 60.0, 0.8, 0.05) > 14.0, "others hinder it"


@pytest.mark.parametrize(("size", "spread"), [(13.7, 0.212), (1.1, 0.5), (2.0, 1.2)])
def test_grade_efficiency(size: float, spread: float, finding: Finding) -> None:
    """Verification: the share that settles is the integral over the sizes, within 0.1 %."""
    z = numpy.linspace(-10.0, 10.0, 400001)
    d = size * numpy.exp(spread * z)
    weight = numpy.exp(-0.5 * z * z)
    for critical in (0.5, 1.6, 4.0, 20.0):
        caught = numpy.minimum(1.0, (d / critical) ** 2)
        finding(
            settled_share(size, spread, critical),
            float((weight * caught).sum() / weight.sum()),
            model=MODEL,
            source="grade efficiency of sigma theory",
            against="numerical integral over a log-normal",
            quantity=f"share settled, median {size:g} um, spread {spread:g}",
            tolerance=1e-3,
        )


def test_ends_of_the_distribution() -> None:
    """All settles at no flow, nothing without area; the normal distribution has both its ends."""
    assert settled_share(1.1, 0.5, 0.0) == 1.0
    assert settled_share(1.1, 0.5, 1e9) < 1e-12
    assert share_below(0.0) == pytest.approx(0.5, abs=1e-7)
    assert (share_below(-1e9), share_below(1e9)) == (0.0, 1.0)


def test_sigma_scaling(finding: Finding) -> None:
    """Verification: a machine of half sigma at half the flow catches the same share of fines."""
    caught = []
    for discs, flow in ((100.0, 600.0), (50.0, 300.0)):
        train = spinning({**GENTLE, "discs": discs})
        train["out.flow demand"] = flow
        caught.append(train.run(20.0)["bowl.fines caught"])
    finding(
        caught[1],
        caught[0],
        model=MODEL,
        source="Ambler 1952",
        against="Q2 = Q1 sigma2/sigma1",
        quantity="fines caught at equal flow by sigma",
        tolerance=1e-3,
        unit="%",
    )
    assert 30.0 < caught[0] < 95.0


def test_everything_is_conserved(finding: Finding) -> None:
    """Verification: each component is fed, held, settled, ejected or passed on (1e-9)."""
    rng = random.Random(21)
    names = ("volume", *(n for n in COMPONENTS if n not in ("lysed", "functional vector")))
    keepers = ("", "held ", "sediment ", "sludge ")
    for _ in range(8):
        train = spinning({**GENTLE, "packing": rng.uniform(5.0, 100.0)})
        train.tank("c", volume=300.0, debris_concentration=10.0 ** rng.uniform(-2.0, 3.0))
        train.line("flush", "c", "", "bowl").line("back", "pool", "c")
        for name in names[1:]:
            train[f"feed.{name}"] = 10.0 ** rng.uniform(-3.0, 5.0)
        before = {name: train.total(name, keepers) for name in names}
        for _ in range(40):
            for tag in train.rows:
                train[f"{tag}.flow demand"] = 10.0 ** rng.uniform(-1.0, 4.0)
                train[f"{tag}.leak"] = rng.choice((0.0, 0.0, 0.4))
            train["bowl.bowl speed"] = rng.choice((0.0, 3000.0, 7000.0))
            train["bowl.discharge"] = rng.choice((0.0, 1.0))
            train["bowl.discharge interval"] = rng.choice((0.0, 0.2))
            train["bowl.discharge volume"] = 10.0 ** rng.uniform(-1.0, 3.0)
            train["bowl.discharge blockage"] = rng.choice((0.0, 0.5, 1.0))
            train["bowl.disc blockage"] = rng.choice((0.0, 1.0))
            train.run(10.0, rng.choice((1.0, 10.0)))
        after = {name: train.total(name, keepers) for name in names}
        close(finding, "equipment/downstream/centrifuge", "centrifuge", before, after)
        kinds = CATALOGUE["centrifuge"].states
        assert min(train[f"bowl.{f.name}"] for f in kinds if f.low == 0.0) >= 0.0
        assert train["bowl.sediment volume"] <= 5.0


def test_broken_cells_become_what_they_held() -> None:
    """Verification: cells that shear breaks are counted, and what they held is there (1e-9)."""
    train = spinning(speed=7000.0)
    keepers = ("", "held ", "sediment ", "sludge ")
    cells = train.total("viable", keepers) + train.total("dead", keepers)
    held = {name: train.total(name, keepers) for name in ("host cell protein", "DNA", "debris")}
    train.run(300.0)
    broken = train["bowl.broken cells"]
    left = train.total("viable", keepers) + train.total("dead", keepers)
    assert broken > 1.0
    assert left + broken == pytest.approx(cells, rel=1e-9)
    each = {"host cell protein": PROTEIN_OF_CELL, "DNA": DNA_OF_CELL, "debris": DEBRIS_OF_CELL}
    for name, amount in each.items():
        expected = held[name] + amount * broken
        assert train.total(name, keepers) == pytest.approx(expected, rel=1e-9)


def test_the_bowl_fills_as_the_solids_come() -> None:
    """Sediment is the feed's solids by its packing, until a discharge takes it out."""
    train = spinning({**GENTLE}).run(120.0)
    fed = 0.001 * (CELL_VOLUME * 31.0) * train["bowl.passed"]
    assert train["bowl.sediment volume"] == pytest.approx(fed / 0.65, rel=0.03)
    train["bowl.discharge"] = 1.0
    train.run(5.0)
    assert train["bowl.discharges"] == 1.0, "held down, it discharges once"
    assert train["bowl.sludge volume"] == pytest.approx(3.0)
    train["bowl.discharge"] = 0.0
    train.run(1.0)
    train["bowl.discharge"] = 1.0
    assert train.run(1.0)["bowl.discharges"] == 2.0


def test_a_full_bowl_lets_fines_over_and_then_cells() -> None:
    """Turbidity climbs with the fill, and stays low with discharges in time."""
    train = spinning().run(200.0)
    early = train["bowl.turbidity"]
    train.run(200.0)
    assert 30.0 < early < 200.0
    assert train["bowl.turbidity"] > 1.4 * early
    train.run(600.0)
    assert train["bowl.turbidity"] > 1000.0
    assert train["bowl.bowl fill"] <= 100.0 + 1e-9
    timed = spinning()
    timed["bowl.discharge interval"] = 2.5
    assert timed.run(930.0)["bowl.turbidity"] < 1.3 * early


def test_a_trickle_beside_the_feed_changes_little() -> None:
    """Solids of the feed are those of all that comes in a scan, whichever line came last."""
    train = spinning().tank("buffer", volume=100.0).line("flush", "buffer", "pool", "bowl")
    train["flush.flow demand"] = 0.5
    told = train.run(30.0)["bowl.feed solids"]
    assert told == pytest.approx(0.1 * (CELL_VOLUME * 31.0 + 1.0), rel=0.03)
    train["out.flow demand"] = train["flush.flow demand"] = 0.0
    assert train.run(1.0)["bowl.feed solids"] == 0.0


def test_a_usual_harvest(finding: Finding) -> None:
    """Validation: 97 % of the product of a usual harvest is in the centrate, which is clear."""
    train = spinning(viable_density=18.0, dead_density=2.0)
    train["bowl.discharge interval"] = 5.0
    train.run(2400.0, 2.0)
    lost = train["bowl.sludge product"] + train["bowl.sediment product"]
    finding(
        100.0 * (1.0 - lost / (4.0 * train["bowl.passed"])),
        96.5,
        model="equipment/downstream/centrifuge",
        source="antibody platforms, usual values",
        against="95 to 98 % with the depth filter after it",
        quantity="product in the centrate",
        tolerance=0.015,
        kind="validation",
        unit="%",
    )
    assert train["bowl.settling velocity"] == pytest.approx(14.0, rel=0.03)
    assert 20.0 < train["bowl.turbidity"] < 200.0
    assert train["bowl.bowl fill"] < 70.0


def test_rare_or_wide_discharges_cost() -> None:
    """Twice the volume at each discharge takes more product with it into the sludge."""
    lost = []
    for volume in (3.0, 6.0):
        train = spinning()
        train["bowl.discharge interval"] = 3.0
        train["bowl.discharge volume"] = volume
        lost.append(train.run(1200.0)["bowl.sludge product"])
    fed = 4.0 * 200.0
    assert 0.01 * fed < lost[0] < 0.06 * fed < lost[1]


def test_less_speed_breaks_less_and_catches_less() -> None:
    """A slower bowl spares cells by the cube of the speed, and lets more fines by."""
    fast, slow = spinning().run(60.0), spinning(speed=5000.0).run(60.0)
    assert slow["bowl.broken cells"] < 0.5 * fast["bowl.broken cells"]
    assert slow["bowl.fines caught"] < fast["bowl.fines caught"]
    assert slow["bowl.motor power"] < fast["bowl.motor power"]
    still = spinning(speed=0.0).run(300.0)
    assert still["bowl.sediment volume"] == 0.0
    assert still["bowl.turbidity"] > 1000.0


def test_a_poor_culture_gives_a_cloudy_centrate() -> None:
    """The same cells at a lower viability leave more fines, DNA and protein in the centrate."""
    good = spinning(viable_density=30.0, dead_density=1.0).run(120.0)
    poor = spinning(viable_density=16.0, dead_density=15.0).run(120.0)
    for name in ("pool.DNA", "pool.host cell protein", "bowl.turbidity"):
        assert poor[name] > 1.1 * good[name], name


def test_what_cannot_be_is_refused() -> None:
    """A bowl holds no more than it is large, and its solids space is a part of it."""
    kind = CATALOGUE["centrifuge"]
    p = defaults(kind.parameters)
    for given in ({"volume": 1.0}, {"held volume": 13.0}, {"sediment volume": 6.0}):
        with pytest.raises(Refusal):
            kind.initial(p, given)
    with pytest.raises(Refusal, match="no part"):
        kind.initial({**p, "bowl volume": 4.0}, {})
