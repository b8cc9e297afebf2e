"""A bed of ion exchanger on a bench: proteins and salt, run through its kernels alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.equipment.downstream.column_transport import SHAPE
from simulator.equipment.downstream.mass_action import (
    CHARGE,
    FLOW,
    INLET,
    LEFT,
    POWER,
    RATIO,
    SALT_FLOW,
    SALT_INLET,
    SALT_LEFT,
    SHADE,
    SITES,
    SLACK,
    STRENGTH,
    match,
    row,
    rows_of,
    single,
    table,
)
from simulator.equipment.downstream.mass_action_bed import advance
from simulator.numerics.kernel import Floats, kernel, kernels_under

AGAIN = 32
"""Steps between which the strengths are found anew from x."""


@dataclass(frozen=True)
class Exchanger:
    """A bed of 1 cm2: what CADET has for its load, wash and elution, in its units (m, s, mM)."""

    cells: int = 100
    length: float = 0.014
    porosity: float = 0.5
    velocity: float = 4.252620e-4
    dispersion: float = 5.75e-8
    capacity: float = 1200.0
    strengths: tuple[float, ...] = (0.0355, 0.00159, 0.0077)
    powers: tuple[float, ...] = (4.7, 5.29, 3.7)
    shades: tuple[float, ...] = (11.83, 10.6, 10.0)
    start: float = 50.0
    rate: float = 0.0
    """Of exchange by the volume of liquid (1/s); 0: at equilibrium."""


@kernel
def run(y: Floats, cells: int, kinds: int, steps: int, profile: int, record: int, at: int) -> None:
    """Take ``steps`` steps: at ``profile`` what comes in, at ``record`` what leaves, of each."""
    width = kinds + 1
    work = at - cells - 1
    for i in range(steps):
        if i % AGAIN == 0:
            match(y, cells, at, kinds)
        for j in range(kinds):
            y[table(at, kinds, INLET) + j] = y[profile + i * width + j]
            y[table(at, kinds, LEFT) + j] = 0.0
        y[at + SALT_INLET] = y[profile + i * width + kinds]
        y[at + SALT_LEFT] = 0.0
        advance(y, cells, at, kinds, work, 0)
        for j in range(kinds):
            y[record + i * width + j] = y[table(at, kinds, LEFT) + j]
        y[record + i * width + kinds] = y[at + SALT_LEFT]


@functools.cache
def fast() -> Callable[..., Any]:
    """The run, compiled if there is a compiler."""
    try:
        import numba
        from numba.extending import register_jitable
    except ImportError:
        return run
    options: dict[str, Any] = {"error_model": "numpy", "fastmath": False, "_nrt": False}
    for function in kernels_under(run)[1:]:
        register_jitable(**options)(function)
    return numba.njit(**options)(run)  # type: ignore[no-any-return]


@dataclass
class Eluted:
    """What left, as concentrations (mM; a row for each step, salt last), when, and the balance."""

    time: NDArray[numpy.float64]
    outlet: NDArray[numpy.float64]
    given: NDArray[numpy.float64]
    left: NDArray[numpy.float64]
    held: NDArray[numpy.float64]


def lay_out(bed: Exchanger, step: float, steps: int) -> NDArray[numpy.float64]:
    """The slots of a bed in its salt: shape, work, block, then what comes in and what leaves."""
    n, kinds = bed.cells, len(bed.powers)
    cell = bed.porosity / n
    beads = (1.0 - bed.porosity) / n
    dx = bed.length / n
    at = SHAPE + n + 1
    end = row(at, kinds, n, rows_of(kinds))
    y = numpy.zeros(end + 2 * steps * (kinds + 1))
    y[0] = bed.dispersion / (bed.velocity * dx)
    y[at + SITES] = bed.capacity * beads
    y[at + FLOW] = y[at + SALT_FLOW] = bed.velocity * step / dx
    for j in range(kinds):
        y[table(at, kinds, POWER) + j] = bed.powers[j]
        y[table(at, kinds, CHARGE) + j] = bed.powers[j]
        y[table(at, kinds, SHADE) + j] = bed.powers[j] + bed.shades[j]
        y[table(at, kinds, STRENGTH) + j] = numpy.log(
            bed.strengths[j] * beads / cell * (cell / beads) ** bed.powers[j]
        )
    salt = row(at, kinds, n, kinds)
    y[salt : salt + n] = bed.start * cell
    salt = row(at, kinds, n, 2 * kinds + 1)
    y[salt : salt + n] = bed.capacity * beads
    if bed.rate > 0.0:
        slack = single(at, kinds, n, SLACK)
        y[slack : slack + n] = 1.0 / (step * bed.rate)
    ratio = single(at, kinds, n, RATIO)
    y[ratio : ratio + n] = bed.capacity * beads / (bed.start * cell)
    return y


def elute(
    bed: Exchanger, feed: Callable[[float], list[float]], until: float, bound: float = 2.0
) -> Eluted:
    """Feed what ``feed`` says for each moment (mM, salt last) until so many seconds.

    A step is so short that a cell loses no more than a ``bound``-th by flow and spread.
    """
    n, kinds = bed.cells, len(bed.powers)
    dx = bed.length / n
    step = 0.999 * dx / bed.velocity / (bound * (1.0 + bed.dispersion / (bed.velocity * dx)))
    steps = round(until / step)
    y = lay_out(bed, step, steps)
    at = SHAPE + n + 1
    cell = bed.porosity / n
    first, last = row(at, kinds, n, 0), row(at, kinds, n, 2 * kinds + 2)
    profile = row(at, kinds, n, rows_of(kinds))
    record = profile + steps * (kinds + 1)
    times = (numpy.arange(steps) + 0.5) * step
    y[profile:record] = cell * numpy.array([feed(t) for t in times]).ravel()
    before = y[first:last].reshape(2, kinds + 1, n).sum((0, 2))
    fast()(y, n, kinds, steps, profile, record, at)
    flow = float(y[at + FLOW])
    given = flow * y[profile:record].reshape(steps, kinds + 1).sum(0)
    out = y[record:].reshape(steps, kinds + 1)
    held = y[first:last].reshape(2, kinds + 1, n).sum((0, 2)) - before
    return Eluted(times, out / (cell * flow), given, out.sum(0), held)
