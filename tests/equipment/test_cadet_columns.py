"""Columns of several components, and one whose beads have pores, against runs of CADET."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from column_bench import fast as column_fast
from exchange_bench import Exchanger, elute
from findings import Finding
from numpy.typing import NDArray

from simulator.cli.benches import column
from simulator.equipment.downstream.column_binding import bind
from simulator.equipment.downstream.column_transport import SHAPE, travel
from simulator.numerics.compiler import Compiler
from simulator.numerics.kernel import Floats, kernel

DATA = Path(__file__).parent.parent / "data"
BINDING = "equipment/downstream/column_binding"
BED = "equipment/downstream/mass_action_bed"
LANGMUIR = "Glueckauf 1955, Langmuir 1918"
numba = pytest.importorskip("numba", reason="these columns take minutes without a compiler")
Table = NDArray[numpy.float64]


def recorded(name: str, lines: int) -> Table:
    """What CADET told: time (s), then a column for each component."""
    return numpy.loadtxt(DATA / name, delimiter=",", skiprows=lines)


def test_the_column_of_the_bench_against_cadet(finding: Finding) -> None:
    """Verification: antibody, aggregate and what does not bind, as ``cuve bench column`` runs."""
    theirs = recorded("cadet_langmuir_three.csv", 5)
    steps, fed = round(6000.0 / column.LANGMUIR_STEP), round(4000.0 / column.LANGMUIR_STEP)
    run = Compiler(column.langmuir, "void(float64*, int64, int64)").wait(None) or column.langmuir
    y = array("d", column.langmuir_slots(steps))
    run(y, steps, fed)
    first = SHAPE + 2 * column.CELLS
    assert min(y[first : first + 5 * column.CELLS]) >= 0.0
    left = numpy.array(y[-3 * steps :]).reshape(steps, 3)
    time = (numpy.arange(steps) + 0.5) * column.LANGMUIR_STEP
    outlet = left * 360.0 / column.LANGMUIR_STEP
    of: dict[str, Any] = {"model": BINDING, "source": LANGMUIR}
    of["against"] = "CADET-Core 5.1.1, 800 cells"
    for j, name in enumerate(("antibody", "aggregate", "what does not bind")):
        ours = numpy.interp(theirs[:, 0], time, outlet[:, j])
        worst = 100.0 * float(numpy.abs(ours - theirs[:, 1 + j]).max()) / column.FEED[j]
        quantity = f"largest error of the curve of three, {name}, steps of 4 s"
        finding(worst, 0.0, quantity=quantity, within=1.0, unit="%", **of)
    rising = theirs[:, 0] < 3990.0
    before = time < 3990.0
    for share in (0.1, 0.5):
        level = share * column.FEED[0]
        finding(
            float(numpy.interp(level, outlet[before, 0], time[before])),
            float(numpy.interp(level, theirs[rising, 1], theirs[rising, 0])),
            quantity=f"time of {100 * share:g} % breakthrough of antibody beside aggregate",
            tolerance=5e-3,
            unit="s",
            **of,
        )


@kernel
def pair(
    y: Floats, cells: int, steps: int, fed: int, inlet: float, flow: float, pace: float
) -> None:
    """Feed two that compete for ``fed`` of ``steps`` steps; write what leaves of both in each.

    Slots: shape, room, volume, 1 / K, liquid and beads of both, work, then the record.
    """
    first = SHAPE + 2 + 2 * cells
    work = first + 4 * cells
    record = work + cells + 1
    for i in range(steps):
        here = 0.0
        if i < fed:
            here = inlet
        for one in range(2):
            at = first + one * cells
            y[record + 2 * i + one] = travel(y, cells, at, work, here, flow, 0)
        bind(y, cells, first, y[SHAPE], pace, SHAPE + 2, y[SHAPE + 1])


@functools.cache
def fast() -> Callable[..., Any]:
    """The run of two, compiled; what it calls is compiled with the run of one."""
    column_fast()
    return numba.njit(error_model="numpy", fastmath=False)(pair)  # type: ignore[no-any-return]


def batch_elution(feed: float) -> tuple[Table, Table]:
    """CADET-Process's batch elution by our kernels: times (s) and outlet of both (mM)."""
    cells, step, porosity = 400, 0.05, 0.7
    velocity = 1e-6 / (numpy.pi * 0.012**2) / porosity
    dx, liquid, steps = 0.6 / cells, porosity / cells, 12000
    first = SHAPE + 2 + 2 * cells
    record = first + 4 * cells + cells + 1
    y = numpy.zeros(record + 2 * steps)
    y[0] = 4.7e-7 / (velocity * dx)
    y[SHAPE], y[SHAPE + 1] = 100.0 * (1.0 - porosity) / cells, liquid
    y[SHAPE + 2 : first] = numpy.repeat([1.0 / 0.02, 1.0 / 0.03], cells)
    flow = velocity * step / dx
    fast()(y, cells, steps, round(60.0 / step), feed * liquid, flow, 50.0 * step)
    out = y[record:].reshape(steps, 2) / (flow * liquid)
    return (numpy.arange(steps) + 0.5) * step, out


def test_two_dilute_components_leave_when_they_should(finding: Finding) -> None:
    """Verification: with little load each leaves at its own time, as if it were alone."""
    time, out = batch_elution(1e-3)
    for j, factor in enumerate((2.0, 3.0)):
        finding(
            float((time * out[:, j]).sum() / out[:, j].sum()) - 30.0,
            0.6 * numpy.pi * 0.012**2 * 0.7 / 1e-6 * (1.0 + 0.3 / 0.7 * factor),
            model=BINDING,
            source=LANGMUIR,
            against="t0 (1 + F K qm)",
            quantity=f"batch elution, mean time of {'AB'[j]} at little load",
            tolerance=1e-3,
            unit="s",
        )


def test_two_components_that_compete_against_cadet(finding: Finding) -> None:
    """Verification: an overloaded column displaces one by the other as another program has it."""
    theirs = recorded("cadet_batch_elution.csv", 5)
    time, out = batch_elution(10.0)
    of: dict[str, Any] = {"model": BINDING, "source": LANGMUIR}
    of["against"] = "CADET-Core 5.1.1, 800 cells"
    cut = theirs[:, 0] < 340.0
    for j in range(2):
        curve = theirs[:, 1 + j]
        ours = numpy.interp(theirs[:, 0], time, out[:, j])
        wrong = 100.0 * float(numpy.abs(ours - curve).sum() / curve.sum())
        name = f"batch elution, {'AB'[j]} overloaded"
        finding(wrong, 0.0, quantity=f"integral error, {name}", within=2.0, unit="%", **of)
        finding(
            100.0 * float(ours[cut].sum() / ours.sum()),
            100.0 * float(curve[cut].sum() / curve.sum()),
            quantity=f"in a pool to 340 s, {name}",
            within=1.0,
            unit="%",
            **of,
        )


@pytest.mark.parametrize("protein", [0, 1, 2])
def test_film_and_pores_in_one_rate_against_cadets_pores(protein: int, finding: Finding) -> None:
    """Validation: how far one rate for film and pores is from beads with shells."""
    theirs = recorded("cadet_pores_column.csv", 6)
    time, ours = theirs[:, 0], lumped()[:, protein]
    curve = theirs[:, 1 + protein]
    of: dict[str, Any] = {"model": BED, "source": "Glueckauf 1955, Brooks and Cramer 1992"}
    of |= {"against": "CADET-Core 5.1.1, general rate model", "kind": "validation"}
    name = f"protein {protein + 1} over a gradient, beads with pores"
    finding(
        float((time * ours).sum() / ours.sum()),
        float((time * curve).sum() / curve.sum()),
        quantity=f"mean time, {name}",
        tolerance=0.01,
        unit="s",
        **of,
    )
    wrong = 100.0 * float(numpy.abs(ours - curve).sum() / curve.sum())
    finding(wrong, 0.0, quantity=f"integral error, {name}", within=15.0, unit="%", **of)


@functools.cache
def lumped() -> Table:
    """CADET's load, wash and elution by our kernels, film and pores in one rate, at its times."""
    theirs = recorded("cadet_pores_column.csv", 6)
    between, inside, radius = 0.37, 0.75, 4.5e-5
    porosity = between + (1.0 - between) * inside
    resists = 1.0 / 6.9e-6 + radius / (5.0 * inside * 6.07e-11)
    bed = Exchanger(
        porosity=porosity,
        velocity=6.68e-8 / (numpy.pi * 1e-4) / porosity,
        dispersion=5.75e-8 * between / porosity,
        rate=3.0 * (1.0 - between) / radius / resists / porosity,
    )

    def gradient(at: float) -> list[float]:
        fed = 1.0 if at < 9.0 else 0.0
        return [fed, fed, fed, 50.0 + max(at - 90.0, 0.0) * 450.0 / 1910.0]

    ran = elute(bed, gradient, 2000.0)
    rows = [numpy.interp(theirs[:, 0], ran.time, ran.outlet[:, j]) for j in range(3)]
    return numpy.array(rows).T
