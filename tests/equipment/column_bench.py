"""A packed bed on a bench: one binding component, run through the kernels of a column alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.equipment.downstream.column_binding import bind
from simulator.equipment.downstream.column_transport import SHAPE, travel
from simulator.numerics.kernel import Floats, kernel, kernels_under

HEIGHT = 20.0
"""cm"""


@dataclass(frozen=True)
class Bed:
    """One litre of bed: rate in 1/s (below zero: a core that shrinks), strength in L/g."""

    cells: int = 100
    porosity: float = 0.6
    strength: float = 10.0
    capacity: float = 200.0
    """g per L of beads"""
    rate: float = 0.05
    plate: float = 0.005
    """Height of a plate by dispersion, as a share of the bed."""

    @property
    def ratio(self) -> float:
        """The volume of beads over that of liquid."""
        return (1.0 - self.porosity) / self.porosity


@dataclass
class Ran:
    """What left in each step (g), when (s), what was fed and what is held at the end (g)."""

    left: NDArray[numpy.float64]
    time: NDArray[numpy.float64]
    given: float
    held: float
    outlet: NDArray[numpy.float64]
    """g/L"""


@kernel
def run(
    y: Floats, cells: int, steps: int, fed: int, inlet: float, flow: float, pace: float
) -> float:
    """Feed for ``fed`` of ``steps`` steps; write what leaves in each, and return what was fed.

    Slots: shape, room, volume, 1 / K, liquid and beads of two components, work, then record.
    """
    room = y[SHAPE]
    volume = y[SHAPE + 1]
    loose = SHAPE + 2
    first = loose + 2 * cells
    work = first + 4 * cells
    record = work + 2 * cells + 1
    given = 0.0
    for i in range(steps):
        now = 0.0
        if i < fed:
            now = inlet
        y[record + i] = travel(y, cells, first, work, now, flow, 0)
        bind(y, cells, first, room, pace, loose, volume)
        given += now * flow
    return given


@functools.cache
def fast() -> Callable[..., Any]:
    """The run, compiled if there is a compiler."""
    try:
        import numba
        from numba.extending import register_jitable
    except ImportError:
        return run
    options = {"error_model": "numpy", "fastmath": False}
    for function in kernels_under(run)[1:]:
        register_jitable(**options)(function)
    return numba.njit(**options)(run)  # type: ignore[no-any-return]


def bed_of(bed: Bed, steps: int) -> NDArray[numpy.float64]:
    """The slots of an empty bed, with room to record so many steps."""
    n = bed.cells
    first = SHAPE + 2 + 2 * n
    y = numpy.zeros(first + 4 * n + 2 * n + 1 + steps)
    y[0] = 0.5 * bed.plate * n
    y[SHAPE] = bed.capacity * (1.0 - bed.porosity) / n
    y[SHAPE + 1] = bed.porosity / n
    y[SHAPE + 2 : first] = 1.0 / bed.strength
    return y


def breakthrough(
    bed: Bed, feed: float, fed: float, until: float, step: float = 1.0, residence: float = 360.0
) -> Ran:
    """Feed ``feed`` g/L for ``fed`` seconds and wash until ``until``, both at one flow.

    ``residence`` is the bed volume over the flow, in s: 360 is 200 cm/h through 20 cm.
    """
    steps = round(until / step)
    return onward(bed, bed_of(bed, steps), (feed, fed, step, residence), steps)


def onward(
    bed: Bed,
    y: NDArray[numpy.float64],
    run: tuple[float, float, float, float],
    steps: int,
) -> Ran:
    """Go on with a bed: feed (g/L), for how long (s), the step (s) and the residence (s)."""
    feed, fed, step, residence = run
    n = bed.cells
    liquid = bed.porosity / n
    first = SHAPE + 2 + 2 * n
    record = first + 4 * n + 2 * n + 1
    litres = step / residence
    pace = step * bed.rate * bed.ratio
    given = fast()(y, n, steps, round(fed / step), feed * liquid, litres / liquid, pace)
    left = y[record : record + steps].copy()
    held = float(y[first : first + 4 * n].sum())
    time = (numpy.arange(steps) + 0.5) * step
    return Ran(left, time, given, held, left / litres)


def moments(ran: Ran, fed: float) -> tuple[float, float]:
    """Mean and variance of the time that a feed of ``fed`` seconds takes through the bed."""
    share = ran.left / ran.left.sum()
    mean = float((ran.time * share).sum())
    variance = float(((ran.time - mean) ** 2 * share).sum())
    return mean - 0.5 * fed, variance - fed * fed / 12.0


def when(ran: Ran, outlet: float) -> float:
    """The time at which the outlet first reaches so many g/L."""
    at = int(numpy.argmax(ran.outlet >= outlet))
    return float(numpy.interp(outlet, ran.outlet[at - 1 : at + 1], ran.time[at - 1 : at + 1]))
