"""A vial, flasks and passages: growth, age, lag, transfers and the gas that a flask takes up."""

from __future__ import annotations

import math
import random

import pytest
from findings import Finding

from simulator.equipment import line
from simulator.equipment.bioreactor.states import (
    DISSOLVED_OXYGEN,
    GROWTH_RATE,
    HEADSPACE_DIOXIDE,
    HEADSPACE_OXYGEN,
    KLA,
    PH,
    RESTING_SHARE,
    SEED_WANT,
    UPTAKE_RATE,
    VIABLE_DENSITY,
)
from simulator.equipment.inventory import (
    CARBON,
    DEAD,
    FIRST_COMPONENT,
    GENERATIONS,
    HEAD,
    OXYGEN,
    RESTING,
    VIABLE,
    VOLUME,
)
from simulator.equipment.seed_train import vial
from simulator.equipment.seed_train.flask import SHAKE_FLASK
from simulator.equipment.seed_train.shaking import shaken_kla
from simulator.equipment.seed_train.vial import VIAL
from simulator.equipment.unit import UnitKind, defaults, slot
from simulator.language.problem import Refusal

MEDIUM = {
    "glucose concentration": 30.0,
    "glutamine concentration": 8.0,
    "lactate concentration": 1.0,
    "pH": 7.0,
}
PLAIN = {
    "culture": 1.0,
    "environment": 0.0,
    "amribt death rate": 0.0,
    "resting rate": 0.0,
    "warming time": 0.01,
}
"""Growth that nothing slows: what the published constants give in ample medium."""
RATE = 0.6722 * 0.0384 + 0.3466 * 0.0218
"""1/h: growth on glucose and on glutamine, both at their greatest oxidation."""
SEED = {
    "model": "equipment/cultures/seed",
    "source": "engineering fit (definition of population doublings)",
}


class Bench:
    """Units of the seed train on a bench, stepped together, with lines between them."""

    def __init__(self) -> None:
        self.y: list[float] = []
        self.p: list[float] = []
        self.units: list[tuple[UnitKind, int, int]] = []

    def unit(self, kind: UnitKind, given: dict[str, float], **changes: float) -> int:
        """Stand a unit on the bench; return its place in the state array."""
        p = {**defaults(kind.parameters), **{k.replace("_", " "): v for k, v in changes.items()}}
        values = kind.initial(p, given)
        at, below = len(self.y), len(self.p)
        self.y += [values[f.name] for f in kind.states]
        self.p += [p[f.name] for f in kind.parameters]
        self.units.append((kind, at, below))
        return at

    def flask(self, given: dict[str, float] | None = None, **changes: float) -> int:
        """Stand a flask of 40 mL on the bench."""
        return self.unit(SHAKE_FLASK, {"volume": 0.04, **MEDIUM, **(given or {})}, **changes)

    def parameter(self, unit: int, name: str, value: float) -> None:
        """Change a parameter of a unit."""
        kind, _, below = next(one for one in self.units if one[1] == unit)
        self.p[below + slot(kind.parameters, name)] = value

    def run(self, hours: float, dt: float = 10.0) -> None:
        """Step all units; slow things each 10 s."""
        every = max(1, round(10.0 / dt))
        for scan in range(round(hours * 3600.0 / dt)):
            for kind, at, below in self.units:
                kind.step(self.y, self.p, at, below, dt, int(scan % every == 0))

    def passage(self, source: int, sink: int, litres: float) -> list[float]:
        """Move litres from unit to unit in one scan; return the state of the line."""
        at, below = len(self.y), len(self.p)
        self.y += [f.default for f in line.STATES]
        self.p += [1e5, 0.0, 30000.0]
        self.y[at + line.DEMAND] = litres * 3600.0
        line.move(self.y, self.p, [at, below, source, sink, 0, 0, 0, 0, 0, -1, 0, 0, 0], 0, 1.0)
        return self.y[at:]


def plain(bench: Bench, given: dict[str, float] | None = None) -> int:
    """A flask whose cells grow at RATE and never die or rest."""
    at = bench.flask(given)
    for name, value in PLAIN.items():
        bench.parameter(at, name, value)
    return at


def test_growth_and_age_through_passages(finding: Finding) -> None:
    """Verification: passages of one to ten grow and age as exponential growth says."""
    bench = Bench()
    flask = plain(bench, {"viable density": 0.4, "population doublings": 14.0})
    closed, doublings = bench.y[flask + VIABLE], 14.0
    for passage in range(3):
        before = bench.y[flask + VIABLE]
        bench.run(20.0)
        closed *= math.exp(RATE * 20.0)
        doublings += math.log2(bench.y[flask + VIABLE] / before)
        if passage < 2:
            bench.units.clear()
            fresh = plain(bench)
            bench.passage(flask, fresh, 0.1 * bench.y[flask + VOLUME])
            closed *= 0.1
            flask = fresh
    cells = bench.y[flask + VIABLE]
    both = {"against": "closed form", "tolerance": 1e-3, **SEED}
    finding(cells, closed, quantity="cells after three passages", unit="1e9 cells", **both)
    age = bench.y[flask + GENERATIONS] / cells
    finding(
        age, doublings, quantity="population doublings: 14 and the sum of log2", unit="", **both
    )


def test_lag_after_thaw(finding: Finding) -> None:
    """Verification: cells that all rest at first wake and grow as two linear equations say."""
    bench = Bench()
    flask = plain(bench, {"viable density": 0.5, "resting density": 0.5})
    at_first = bench.y[flask + VIABLE]
    bench.run(30.0)
    tau = 12.0
    part = 1.0 / (1.0 + RATE * tau)
    awake = part * math.exp(RATE * 30.0) - part * math.exp(-30.0 / tau)
    closed = at_first * (awake + math.exp(-30.0 / tau))
    both = {"against": "closed form", "tolerance": 1e-3, "unit": "1e9 cells", **SEED}
    finding(bench.y[flask + VIABLE], closed, quantity="cells 30 h after a thaw", **both)
    resting = at_first * math.exp(-30.0 / tau)
    finding(bench.y[flask + RESTING], resting, quantity="of which still rest", **both)


def test_clumped_cells_die_from_within(finding: Finding) -> None:
    """Verification: with 40 % in clumps growth is less by 0.4 of the death in clumps."""
    bench = Bench()
    began = {"viable density": 0.5, "population doublings": 20.0}
    clumped, loose = plain(bench, began), plain(bench, began)
    place = slot(SHAKE_FLASK.states, "clumped")
    bench.y[clumped + place] = 40.0
    bench.run(10.0)
    ratio = bench.y[clumped + VIABLE] / bench.y[loose + VIABLE]
    said = {"model": "equipment/seed_train/flask", "source": "engineering fit", "tolerance": 1e-3}
    known = {"quantity": "cells after 10 h, of those without clumps", "against": "exp(-0.4 k t)"}
    finding(ratio, math.exp(-0.4 * 0.02 * 10.0), **said, **known)
    ages = [bench.y[one + GENERATIONS] / bench.y[one + VIABLE] for one in (clumped, loose)]
    assert ages[0] == pytest.approx(ages[1], rel=1e-3)


def test_nothing_is_lost_in_a_passage() -> None:
    """Verification: a passage conserves every component (1e-9) and mixes the ages."""
    rng = random.Random(3)
    for _ in range(200):
        bench = Bench()
        cells = {"viable density": 10.0 ** rng.uniform(-1.0, 1.0)}
        source = bench.flask({**cells, "population doublings": rng.uniform(0.0, 60.0)})
        sink = bench.flask({"viable density": 0.2, "population doublings": 5.0})
        for component in range(FIRST_COMPONENT, HEAD):
            bench.y[source + component] += 10.0 ** rng.uniform(-6.0, 1.0)
        slots = (VOLUME, *range(FIRST_COMPONENT, HEAD))
        before = [bench.y[source + c] + bench.y[sink + c] for c in slots]
        share = bench.passage(source, sink, rng.uniform(0.001, 0.06))
        assert share[line.MOVED] > 0.0
        after = [bench.y[source + c] + bench.y[sink + c] for c in slots]
        assert after == pytest.approx(before, rel=1e-9)


def test_a_sealed_flask_keeps_its_gas() -> None:
    """Verification: oxygen used and carbon dioxide made are what liquid and gas changed by."""
    bench = Bench()
    flask = bench.flask({"viable density": 3.0}, closure_exchange=0.0)
    y = bench.y
    oxygen = y[flask + OXYGEN] + y[flask + HEADSPACE_OXYGEN]
    carbon = y[flask + CARBON] + y[flask + HEADSPACE_DIOXIDE]
    used = 0.0
    for _ in range(720):
        bench.run(10.0 / 3600.0)
        used += y[flask + UPTAKE_RATE] * y[flask + VOLUME] * 10.0 / 3600.0
    assert used > 0.05 * oxygen
    assert y[flask + OXYGEN] + y[flask + HEADSPACE_OXYGEN] == pytest.approx(oxygen - used, rel=1e-9)
    made = carbon + used
    assert y[flask + CARBON] + y[flask + HEADSPACE_DIOXIDE] == pytest.approx(made, rel=1e-9)


def test_the_incubator_makes_the_acidity(finding: Finding) -> None:
    """Verification: the pH of medium in a flask is Henderson's, under 5 and 8 % carbon dioxide."""
    for percent in (5.0, 8.0):
        bench = Bench()
        given = {"incubator carbon dioxide": percent, "buffer": 0.0, "carbon concentration": 20.0}
        given |= {"strong ion concentration": 24.0, "volume": 0.04}
        flask = bench.unit(SHAKE_FLASK, given)
        bench.run(6.0)
        pressure = 0.01 * percent * 1013.25 * 0.75006168
        y = bench.y
        bicarbonate = 24.0
        acidity = 6.1 + math.log10(bicarbonate / (0.0307 * pressure * math.exp(2400.0 * SHIFT)))
        finding(
            y[flask + PH],
            acidity,
            model="equipment/seed_train/shaking",
            source="Henderson and Hasselbalch",
            against="closed form",
            quantity=f"pH of medium with 24 mM bicarbonate under {percent:g} % carbon dioxide",
            unit="pH",
            within=0.01,
        )


SHIFT = 1.0 / 309.65 - 1.0 / 310.15
"""1/K: from 37 to 36.5 degC."""


def test_a_starved_seed_is_late() -> None:
    """A seed that ran out of glutamine or grew too dense begins the next stage with a lag."""
    grown = []
    for source in ({"glutamine concentration": 0.0}, {}, {"viable density": 11.0}):
        bench = Bench()
        old = bench.flask({"viable density": 4.0, **source}, moller_glutamine_uptake=0.0)
        if source.get("viable density"):
            bench.parameter(old, "moller growth rate", 0.0)
        bench.run(12.0)
        assert (bench.y[old + SEED_WANT] > 0.5) == bool(source)
        share = bench.y[old + RESTING_SHARE]
        fresh = bench.flask()
        bench.passage(old, fresh, 0.4 / bench.y[old + VIABLE_DENSITY] * 0.04)
        bench.units = bench.units[1:]
        began = bench.y[fresh + VIABLE]
        bench.run(24.0)
        grown.append((share, bench.y[fresh + VIABLE] / began))
    assert grown[1][0] < 0.1
    assert min(grown[0][0], grown[2][0]) > 40.0
    assert max(grown[0][1], grown[2][1]) < 0.85 * grown[1][1]


def test_old_cells_grow_slower() -> None:
    """Growth is whole up to the oldest generation, less after it, and never all gone."""
    rates = []
    for age in (0.0, 60.0, 70.0, 5000.0):
        bench = Bench()
        flask = bench.flask({"viable density": 1.0, "population doublings": age})
        bench.run(10.0 / 3600.0)
        rates.append(bench.y[flask + GROWTH_RATE])
    assert rates[1] == pytest.approx(rates[0], rel=1e-9)
    assert rates[2] == pytest.approx(0.8 * rates[0], rel=1e-6)
    assert rates[3] == pytest.approx(0.3 * rates[0], rel=1e-6)


def test_thaw_and_solvent(finding: Finding) -> None:
    """Verification: a vial melts in its time, and then its solvent kills by the first order."""
    bench = Bench()
    given = {"volume": 0.001, "viable density": 20.0, "solutes concentration": 1400.0}
    tube = bench.unit(VIAL, given)
    bench.run(1.0)
    assert bench.y[tube + vial.ICE] == 1.0
    assert bench.y[tube + RESTING] == bench.y[tube + VIABLE] == pytest.approx(0.02)
    bench.y[tube + vial.BATH] = 1.0
    bench.run(118.0 / 3600.0, 1.0)
    assert 0.0 < bench.y[tube + vial.ICE] < 0.05
    assert bench.y[tube + DEAD] == 0.0
    bench.run(1.0, 1.0)
    before = bench.y[tube + VIABLE]
    bench.run(0.5, 1.0)
    finding(
        bench.y[tube + VIABLE],
        before * math.exp(-0.25),
        model="equipment/seed_train/vial",
        source="engineering fit",
        against="closed form",
        quantity="cells after half an hour at 37 degC in a tenth of DMSO",
        unit="1e9 cells",
        tolerance=1e-3,
    )
    assert bench.y[tube + RESTING] == pytest.approx(bench.y[tube + VIABLE], rel=1e-12)


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ({"volume": 0.2}, {}),
        ({"agitation": 900.0}, {}),
        ({"incubator temperature": 100.0}, {}),
        ({"air flow": 1.0}, {}),
        ({"population doublings": 3.0, "generations": 1.0}, {}),
    ],
)
def test_what_no_flask_can_be(given: dict[str, float], changes: dict[str, float]) -> None:
    """A flask refuses what does not fit in it and what it does not have."""
    with pytest.raises(Refusal):
        Bench().flask(given, **changes)


def test_oxygen_is_soon_short_at_rest() -> None:
    """A shaker that stands still leaves a dense flask without oxygen within the hour."""
    bench = Bench()
    shaken = bench.flask({"viable density": 5.0})
    still = bench.flask({"viable density": 5.0, "agitation": 0.0})
    bench.run(1.0)
    assert bench.y[shaken + DISSOLVED_OXYGEN] > 40.0
    assert bench.y[still + DISSOLVED_OXYGEN] < 1.0
    assert bench.y[still + KLA] < 0.1 * bench.y[shaken + KLA]


def test_shaking_by_the_correlation(finding: Finding) -> None:
    """Verification: kLa of three flasks is the published correlation; none at rest or empty."""
    for speed, filling, orbit, diameter in (
        (120.0, 40.0, 2.5, 6.7),
        (200.0, 25.0, 5.0, 8.2),
        (350.0, 10.0, 5.0, 8.2),
    ):
        published = 6.67e-6 * speed**1.16 * filling**-0.83 * orbit**0.38 * diameter**1.92 * 3600.0
        finding(
            shaken_kla(speed, filling, orbit, diameter),
            published,
            model="equipment/seed_train/shaking",
            source="Maier, Losen and Büchs 2004, Biochem Eng J 17:155",
            against="the correlation by the C library's powers",
            quantity=f"kLa of {filling:g} mL at {speed:g} rpm, orbit {orbit:g} cm",
            unit="1/h",
            tolerance=1e-6,
        )
    assert shaken_kla(0.0, 40.0, 2.5, 6.7) == shaken_kla(100.0, 0.0, 2.5, 6.7) == 0.0
