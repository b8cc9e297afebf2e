"""The bed of a column against closed forms and against CADET."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from column_bench import Bed, bed_of, breakthrough, moments, onward, when
from findings import Finding

from simulator.equipment.downstream.column_binding import core, held, lengthened, strength_at
from simulator.equipment.downstream.column_transport import ANY, SHAPE, travel

TRANSPORT = "equipment/downstream/column_transport"
BINDING = "equipment/downstream/column_binding"
LEONARD = "Leonard 1991"
GLUECKAUF = "Glueckauf 1955, Langmuir 1918"
DATA = Path(__file__).parent.parent / "data"
CADET = DATA / "cadet_langmuir_column.csv"
POOL = DATA / "cadet_langmuir_pool.csv"


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_moments_of_a_linear_column(rate: float, finding: Finding) -> None:
    """Verification: mean time and spread of a peak, at the plant's own steps of a second."""
    ratio, henry = 3.0, 0.4 / 0.6
    bed = Bed(strength=1e-6, capacity=ratio / 1e-6, rate=rate * ratio)
    ran = breakthrough(bed, 1e-3, 60.0, 8000.0)
    mean, variance = moments(ran, 60.0)
    through = 216.0 * (1.0 + henry * ratio)
    finding(
        mean,
        through,
        model=TRANSPORT,
        source=LEONARD,
        against="t0 (1 + F H)",
        quantity="mean time through a linear column",
        tolerance=1e-3,
        unit="s",
    )
    finding(
        variance,
        2.0 * 216.0 * henry * ratio / rate + through**2 * bed.plate * (1.0 - 0.5 * bed.plate),
        model=BINDING,
        source="Glueckauf 1955",
        against="2 t0 F H / k + t^2 (1/N - 1/2N^2)",
        quantity=f"variance of the time through a linear column, rate {rate:g} 1/s, steps of 1 s",
        tolerance=1e-3,
        unit="s2",
    )
    assert ran.left.sum() + ran.held == pytest.approx(ran.given, rel=1e-12)


@pytest.mark.parametrize("step", [0.25, 2.0, 4.0])
def test_the_spread_of_a_column_hardly_knows_its_steps(step: float) -> None:
    """Steps shorter or longer than the plant's change the variance of a fast bed by 1 to 5 %."""
    bed = Bed(strength=1e-6, capacity=3e6, rate=0.3)
    variance = moments(breakthrough(bed, 1e-3, 60.0, 4000.0, step), 60.0)[1]
    exact = 2.0 * 216.0 * 2.0 / 0.1 + 648.0**2 * bed.plate * (1.0 - 0.5 * bed.plate)
    assert variance == pytest.approx(exact, rel=0.01 if step < 3.0 else 0.05)


def test_shock_time_of_a_langmuir_column(finding: Finding) -> None:
    """Verification: a front that sharpens itself leaves at ``t0 (1 + F q*/c)``."""
    ran = breakthrough(Bed(plate=0.0), 5.0, 12000.0, 12000.0)
    missing = float((1.0 - ran.outlet / 5.0).sum())
    finding(
        missing,
        216.0 * (1.0 + 0.4 / 0.6 * 200.0 * 10.0 / (1.0 + 50.0)),
        model=BINDING,
        source=GLUECKAUF,
        against="t0 (1 + F q*(c0) / c0)",
        quantity="stoichiometric time of a Langmuir front",
        tolerance=1e-3,
        unit="s",
    )


@pytest.mark.parametrize("minutes", [2.0, 3.0, 4.0, 6.0, 8.0])
def test_dynamic_capacity_of_a_shrinking_core(minutes: float, finding: Finding) -> None:
    """Verification: the share of the capacity used at 10 % breakthrough is ``1 - 1.03 / n``.

    At 2 min the front is as long as the bed (n is 2.3): the closed form ends at about 2.5.
    """
    rate, porosity = 0.0293, 0.34
    bed = Bed(porosity=porosity, strength=1e4, capacity=121.0, rate=-rate, plate=0.0)
    residence = 60.0 * minutes
    full = residence * (porosity + (1.0 - porosity) * 121.0 / 5.0)
    ran = breakthrough(bed, 5.0, 1.2 * full, 1.2 * full, residence=residence)
    units = rate * (1.0 - porosity) * residence
    finding(
        (when(ran, 0.5) - residence * porosity) / (full - residence * porosity),
        1.0 - 1.03 / units,
        model=BINDING,
        source="Hall 1966",
        against="1 - 1.03 / n_p",
        quantity=f"dynamic over full capacity at {minutes:g} min, pore diffusion",
        tolerance=0.02 if units > 2.5 else 0.025,
    )


def test_against_cadet(finding: Finding) -> None:
    """Verification: a Langmuir breakthrough at 100 cells, by another program."""
    theirs = numpy.loadtxt(CADET, delimiter=",", skiprows=5)
    ran = breakthrough(Bed(), 5.0, 7000.0, 9000.0)
    of = {"model": BINDING, "source": GLUECKAUF, "against": "CADET-Core 5.1.1, 600 cells"}
    for share, name in ((0.1, "10 %"), (0.5, "50 %")):
        rising = theirs[:, 0] < 6990.0
        reached = float(numpy.interp(5.0 * share, theirs[rising, 1], theirs[rising, 0]))
        quantity = f"time of {name} breakthrough"
        finding(when(ran, 5.0 * share), reached, quantity=quantity, tolerance=5e-3, unit="s", **of)
    ours = numpy.interp(theirs[:, 0], ran.time, ran.outlet)
    worst = float(numpy.abs(ours - theirs[:, 1]).max()) / 5.0
    finding(100.0 * worst, 0.0, quantity="largest error of the curve", within=1.0, unit="%", **of)


def test_a_pool_against_cadet(finding: Finding) -> None:
    """Verification: what breaks through, and what pools hold of what was fed, to a point."""
    theirs = numpy.loadtxt(POOL, delimiter=",", skiprows=5)
    bed = Bed()
    y = bed_of(bed, 6500)
    loaded = onward(bed, y, (5.0, 5200.0, 1.0, 360.0), 6500)
    y[SHAPE + 2 : SHAPE + 2 + 2 * bed.cells] = 20.0
    eluted = onward(bed, y, (0.0, 0.0, 1.0, 360.0), 2500)
    of = {"model": BINDING, "source": GLUECKAUF, "against": "CADET-Core 5.1.1, 400 cells"}
    lost = 100.0 * float(loaded.left.sum()) / loaded.given
    finding(lost, 6.0317, quantity="lost while loading", within=1.0, unit="%", **of)
    for begin, end in ((0.0, 1200.0), (100.0, 500.0)):
        mine = eluted.left[(eluted.time > begin) & (eluted.time < end)].sum() / loaded.given
        within = (theirs[:, 0] >= begin) & (theirs[:, 0] <= end)
        yours = numpy.trapezoid(theirs[within, 1], theirs[within, 0]) / (5.0 * 5200.0)
        finding(
            100.0 * float(mine),
            100.0 * float(yours),
            quantity=f"pool from {begin:g} s to {end:g} s of an elution, of what was fed",
            within=1.0,
            unit="%",
            **of,
        )


def test_nothing_is_lost_or_goes_below_zero_at_any_flow() -> None:
    """A pulse through a bed with channels is all there, at any flow, and no cell is negative."""
    cells, work = 20, SHAPE + 20
    for flow in (0.01, 0.3, 0.49, 0.51, 1.7, 9.0, 50.0, 1e4):
        for channels in (0.0, 0.3, 0.6):
            y = [0.2, channels, 0.0, *[0.0] * cells, *[0.0] * (2 * cells + 1)]
            given = left = 0.0
            for i in range(300):
                inlet = 2.0 if i % 37 < 5 else 0.0
                given += inlet * flow
                left += travel(y, cells, SHAPE, work, inlet, flow, 0)
                assert min(y[SHAPE:work]) >= 0.0
            assert left + sum(y[SHAPE:work]) == pytest.approx(given, rel=1e-12)


def test_charge_travels_below_zero_as_well_as_above() -> None:
    """What may be negative travels as its mirror image does."""
    cells, work = 20, SHAPE + 20
    ends = []
    for sign in (1.0, -1.0):
        y = [0.2, 0.1, ANY, *[0.0] * cells, *[0.0] * (2 * cells + 1)]
        out = [travel(y, cells, SHAPE, work, sign * 2.0, 0.3, 0) for _ in range(60)]
        ends.append([sign * value for value in out])
    assert ends[0] == ends[1]


def test_channels_let_the_front_through_early() -> None:
    """What runs in channels leaves before the front of what does not, and spreads it."""
    cells, work = 50, SHAPE + 50
    early = []
    for channels in (0.0, 0.4):
        y = [0.1, channels, 0.0, *[0.0] * cells, *[0.0] * (2 * cells + 1)]
        early.append(sum(travel(y, cells, SHAPE, work, 1.0, 0.25, 0) for _ in range(150)))
    assert early[0] < 0.01
    assert early[1] > 1.0


def test_a_bead_takes_no_more_than_there_is_nor_than_its_room() -> None:
    """Binding stays within what there is and what fits, at any rate, strength and step."""
    for total in (0.0, 1e-9, 1.0, 1e6):
        for before in (0.0, 0.4 * total, total):
            for room in (1e-6, 0.5, 1e3):
                for loose in (0.0, 1e-12, 1.0, 1e12):
                    for pace in (0.0, 1e-3, 1.0, 1e9):
                        longer = lengthened(pace, before, room, loose)
                        assert longer >= pace
                        now = held(total, before, room, loose, longer)
                        assert 0.0 <= now <= total
                        assert now <= max(room, before) * (1.0 + 1e-12)


def test_a_long_step_of_binding_ends_at_the_isotherm() -> None:
    """Verification: with time the liquid and the beads are at Langmuir's equilibrium."""
    now = held(1.0, 0.0, 2.0, 0.2, 1e12)
    liquid = 1.0 - now
    assert now == pytest.approx(2.0 * 5.0 * liquid / (1.0 + 5.0 * liquid), rel=1e-9)


@pytest.mark.parametrize("x", [0.1, 0.4, 1.0])
def test_a_step_of_binding_leaves_what_the_spread_of_a_peak_asks(x: float) -> None:
    """What is left of a small difference is (1 - x/2) / (1 + x/2), to third order of the step."""
    pace = x / 3.0
    total, room, loose = 1e-6, 1.0, 2.0
    now = held(total, 0.0, room, loose, lengthened(pace, 0.0, room, loose))
    left = 1.0 - now / (total / 3.0)
    assert left == pytest.approx((1.0 - 0.5 * x) / (1.0 + 0.5 * x), abs=0.08 * x**4 + 1e-5)


def test_the_core_resists_more_the_smaller_it_is() -> None:
    """The shell of a bead that fills slows it down: from fast to nothing."""
    rates = [core(x / 20.0) for x in range(21)]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 0.0
    assert core(0.5) == pytest.approx(0.2 * 0.5 ** (1 / 3) / (1.0 - 0.5 ** (1 / 3)))


def test_acid_and_caustic_loosen() -> None:
    """Binding is whole between the bend and pH 11, and falls tenfold for each 1/n outside."""
    assert strength_at(30.0, 7.0, 2.0, 5.4) == 30.0
    assert strength_at(30.0, 4.4, 2.0, 5.4) == pytest.approx(0.3)
    assert strength_at(30.0, 12.5, 2.0, 5.4) == pytest.approx(0.03)
