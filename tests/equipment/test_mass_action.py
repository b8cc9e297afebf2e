"""Ion exchange in a bed, against closed forms and against CADET."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from exchange_bench import Eluted, Exchanger, elute
from findings import Finding

from simulator.cli.benches.column import EXCHANGE_BOUND
from simulator.equipment.downstream.column_transport import SHAPE
from simulator.equipment.downstream.mass_action import (
    CHARGE,
    FLOW,
    FREE,
    INLET,
    LEFT,
    LEVEL,
    OTHERS,
    POWER,
    RATIO,
    SALT_FLOW,
    SALT_INLET,
    SALT_LEFT,
    SALT_SEEN,
    SHADE,
    SITES,
    SLACK,
    STRENGTH,
    exchange,
    match,
    raised,
    row,
    rows_of,
    single,
    table,
    weigh,
)
from simulator.equipment.downstream.mass_action_bed import advance

KERNEL = "equipment/downstream/mass_action"
BED = "equipment/downstream/mass_action_bed"
BROOKS = "Brooks and Cramer 1992"
DATA = Path(__file__).parent.parent / "data"
pytest.importorskip("numba", reason="these columns take minutes without a compiler")


def gradient(time: float) -> list[float]:
    """Three proteins for 9 s, a wash, and a gradient of salt from 90 s on."""
    fed = 1.0 if time < 9.0 else 0.0
    return [fed, fed, fed, 50.0 + max(time - 90.0, 0.0) * 450.0 / 1910.0]


@functools.cache
def eluted() -> Eluted:
    """The run of CADET's, by our kernels at 100 cells and the steps of the bench."""
    return elute(Exchanger(), gradient, 2000.0, EXCHANGE_BOUND)


@functools.cache
def theirs() -> numpy.ndarray:
    """CADET's: time (s) and three proteins (mM)."""
    return numpy.loadtxt(DATA / "cadet_ion_exchange_column.csv", delimiter=",", skiprows=6)


def pooled(time: numpy.ndarray, outlet: numpy.ndarray) -> float:
    """Percent of a protein that leaves from 755 s, within one peak, to 990 s, within another."""
    within = (time > 755.0) & (time < 990.0)
    return float(100.0 * outlet[within].sum() / outlet.sum())


@pytest.mark.parametrize("protein", [0, 1, 2])
def test_three_proteins_elute_as_cadet_has_it(protein: int, finding: Finding) -> None:
    """Verification: the curve of each protein and what a pool holds of it, by another program."""
    ran = eluted()
    time, curve = theirs()[:, 0], theirs()[:, 1 + protein]
    ours = numpy.interp(time, ran.time, ran.outlet[:, protein])
    of = {"model": BED, "source": BROOKS, "against": "CADET-Core 5.1.1, 400 cells"}
    wrong = float(numpy.abs(ours - curve).sum() / curve.sum())
    name = f"protein {protein + 1} over a gradient, 100 cells"
    finding(100.0 * wrong, 0.0, quantity=f"integral error, {name}", within=1.5, unit="%", **of)
    finding(
        pooled(time, ours),
        pooled(time, curve),
        quantity=f"in a pool, {name}",
        within=1.0,
        unit="%",
        **of,
    )


def test_all_that_comes_in_leaves_or_is_held() -> None:
    """Proteins and salt, that of the sites too, balance to 1e-9 over 19 000 steps."""
    ran = eluted()
    assert ran.given == pytest.approx(ran.left + ran.held, rel=1e-9, abs=1e-12)


def mean_time(ran: Eluted, protein: int = 0) -> float:
    """The mean time at which a protein leaves."""
    share = ran.outlet[:, protein] / ran.outlet[:, protein].sum()
    return float((ran.time * share).sum())


ONE = Exchanger(cells=50, strengths=(0.0355,), powers=(4.7,), shades=(0.0,))
THROUGH = ONE.length / ONE.velocity


@pytest.mark.parametrize("salt", [250.0, 350.0])
def test_isocratic_retention(salt: float, finding: Finding) -> None:
    """Verification: at one salt and little load, t0 (1 + F K (sites / salt) ^ power)."""
    factor = 0.0355 * (1200.0 / salt) ** 4.7
    fed = 0.2 * THROUGH * (1.0 + factor)
    bed = replace(ONE, start=salt)
    until = 2.0 * THROUGH * (1.0 + factor)
    ran = elute(bed, lambda t: [1e-6 if t < fed else 0.0, salt], until)
    finding(
        mean_time(ran) - 0.5 * fed,
        THROUGH * (1.0 + factor),
        model=BED,
        source=BROOKS,
        against="t0 (1 + F K (sites / salt)^power)",
        quantity=f"retention at {salt:g} mM",
        tolerance=2e-3,
        unit="s",
    )


def test_salt_at_which_a_gradient_elutes(finding: Finding) -> None:
    """Verification: S. Yamamoto's law of a linear gradient, without spreading."""
    slope, power = 0.2, 4.7
    bed = replace(ONE, dispersion=1e-9, cells=100)
    ran = elute(bed, lambda t: [1e-6 if t < 2.0 else 0.0, 50.0 + slope * max(t - 2.0, 0.0)], 2000.0)
    through = 0.0355 * 1200.0**power * (power + 1.0) * slope * THROUGH
    finding(
        50.0 + slope * (mean_time(ran) - THROUGH - 2.0),
        (50.0 ** (power + 1.0) + through) ** (1.0 / (power + 1.0)),
        model=BED,
        source="Yamamoto 1988",
        against="(c0^(n+1) + (n+1) F K sites^n t0 dc/dt)^(1/(n+1))",
        quantity="salt at elution",
        tolerance=5e-3,
        unit="mM",
    )


KINDS, CELLS = 3, 6
AT = SHAPE + CELLS + 1


def cells_of(rng: random.Random) -> list[float]:
    """A small bed with whatever proteins, sites and strengths."""
    y = [0.0] * row(AT, KINDS, CELLS, rows_of(KINDS))
    y[0], y[1] = rng.uniform(0.0, 2.0), rng.choice((0.0, 0.3))
    y[AT + SITES] = 10.0 ** rng.uniform(-1.0, 2.0)
    for j in range(KINDS):
        charge = rng.uniform(0.01, 0.1)
        y[table(AT, KINDS, POWER) + j] = rng.uniform(1.0, 12.0)
        y[table(AT, KINDS, CHARGE) + j] = charge
        y[table(AT, KINDS, SHADE) + j] = charge * rng.uniform(1.0, 8.0)
        y[table(AT, KINDS, STRENGTH) + j] = rng.uniform(-20.0, 6.0)
    for i in range(CELLS):
        y[single(AT, KINDS, CELLS, RATIO) + i] = 1.0
        y[single(AT, KINDS, CELLS, SLACK) + i] = rng.choice((0.0, 0.01, 3.0, 1e6))
        y[single(AT, KINDS, CELLS, OTHERS) + i] = rng.choice((0.0, 3.0))
        y[row(AT, KINDS, CELLS, KINDS) + i] = 10.0 ** rng.uniform(-3.0, 2.0)
        y[row(AT, KINDS, CELLS, 2 * KINDS + 1) + i] = y[AT + SITES]
    return y


def amounts(y: list[float], which: int) -> float:
    """All there is of a protein, or of the salt, in the bed."""
    rows = (row(AT, KINDS, CELLS, r) for r in (which, KINDS + 1 + which))
    return sum(sum(y[at : at + CELLS]) for at in rows)


def test_nothing_is_lost_or_below_zero_whatever_comes() -> None:
    """Any proteins, salt, rates and flows: balances to 1e-9, and no amount below zero."""
    rng = random.Random(3)
    for _ in range(60):
        y = cells_of(rng)
        given = [amounts(y, r) for r in range(KINDS + 1)]
        for _ in range(12):
            y[AT + FLOW] = rng.uniform(0.0, 0.5 / (1.0 + y[0]))
            y[AT + SALT_FLOW] = y[AT + FLOW] * rng.uniform(0.3, 1.0)
            for j in range(KINDS):
                y[table(AT, KINDS, INLET) + j] = rng.choice((0.0, 10.0 ** rng.uniform(-4.0, 2.0)))
                given[j] += y[table(AT, KINDS, INLET) + j] * y[AT + FLOW]
            y[AT + SALT_INLET] = 10.0 ** rng.uniform(-3.0, 3.0)
            given[KINDS] += y[AT + SALT_INLET] * y[AT + SALT_FLOW]
            match(y, CELLS, AT, KINDS)
            advance(y, CELLS, AT, KINDS, SHAPE, 0)
            assert min(y[row(AT, KINDS, CELLS, 0) : row(AT, KINDS, CELLS, 2 * KINDS + 2)]) >= 0.0
        left = [y[table(AT, KINDS, LEFT) + j] for j in range(KINDS)] + [y[AT + SALT_LEFT]]
        for r in range(KINDS + 1):
            assert amounts(y, r) + left[r] == pytest.approx(given[r], rel=1e-9)


def test_what_is_found_is_the_equilibrium() -> None:
    """Whatever a cell holds, its x ends where free sites over salt are x, at any rate."""
    rng = random.Random(4)
    for _ in range(200):
        y = cells_of(rng)
        for slot in range(row(AT, KINDS, CELLS, 0), row(AT, KINDS, CELLS, KINDS)):
            y[slot] = 10.0 ** rng.uniform(-6.0, 2.5)
        for i in range(CELLS):
            y[row(AT, KINDS, CELLS, KINDS) + i] += y[AT + SITES]
        held = y[row(AT, KINDS, CELLS, 0) : row(AT, KINDS, CELLS, KINDS + 1)]
        for _ in range(3):
            match(y, CELLS, AT, KINDS)
            exchange(y, CELLS, AT, KINDS)
            y[row(AT, KINDS, CELLS, 0) : row(AT, KINDS, CELLS, KINDS + 1)] = held
        match(y, CELLS, AT, KINDS)
        weigh(y, CELLS, AT, KINDS)
        for i in range(CELLS):
            x = y[single(AT, KINDS, CELLS, RATIO) + i]
            salt = y[single(AT, KINDS, CELLS, SALT_SEEN) + i]
            free = y[single(AT, KINDS, CELLS, FREE) + i]
            assert x * salt == pytest.approx(free, rel=1e-5, abs=1e-6 * y[AT + SITES])


def test_a_level_moves_the_strength() -> None:
    """Where the level is one unit higher, a kind binds more by e to its tilt."""
    y = cells_of(random.Random(5))
    y[table(AT, KINDS, CHARGE) - KINDS] = 2.0
    y[table(AT, KINDS, 4)] = -1.5
    y[single(AT, KINDS, CELLS, LEVEL) + 1] = 1.0
    match(y, CELLS, AT, KINDS)
    binds = row(AT, KINDS, CELLS, 4 * KINDS + 3)
    assert y[binds + 1] / y[binds] == pytest.approx(numpy.exp(-1.5))


def test_raised_is_the_exponential() -> None:
    """The polynomial is e to the z within 1e-6 of it from -8 to 8, and 1e-15 near zero."""
    for z in numpy.linspace(-8.0, 8.0, 401):
        assert raised(float(z)) == pytest.approx(float(numpy.exp(z)), rel=2e-6)
    assert raised(1e-3) == pytest.approx(float(numpy.exp(1e-3)), rel=1e-15)
