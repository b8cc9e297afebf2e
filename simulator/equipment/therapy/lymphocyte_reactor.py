"""The T cell reactor: a small bioreactor with a bag of activating beads and one of viral vector.

It is stepped as a bioreactor is; then beads activate the cells, activation ends the lag, and the
vector goes into activated cells. How many copies a cell has is taken to be Poisson's: of cells with
a mean of m copies the share exp(-m) has none, and the others are CAR T cells.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.parameters import ROOM_TEMPERATURE, VESSEL_VOLUME
from simulator.equipment.bioreactor.reactor import step as step_cells
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.inventory import INHIBITOR, VIABLE, VOLUME
from simulator.equipment.therapy.lymphocyte_parameters import (
    L_ACTIVATION,
    L_BEAD_STRENGTH,
    L_BEADS_USUAL,
    L_BINDING,
    L_INTEGRATION,
    L_VECTOR_LOSS,
    L_VECTOR_STRENGTH,
    PARAMETERS,
)
from simulator.equipment.therapy.lymphocyte_states import (
    ACTIVATION,
    BEAD_BAG,
    BEAD_FLOW,
    BEAD_RATIO,
    BEADS,
    CAR_CELLS,
    CAR_COPIES,
    CAR_DENSITY,
    CAR_SHARE,
    COPIES,
    GIVEN_VECTOR,
    INHIBITOR_LEVEL,
    LAG,
    MULTIPLICITY,
    STATES,
    VECTOR,
    VECTOR_BAG,
    VECTOR_FLOW,
)
from simulator.equipment.therapy.vessel import give
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

FEWEST = 1e-6
"""1e9 living cells; with fewer, numbers per cell have no meaning."""
RAREST = 1e-6
"""Mean copies per cell below which a CAR T cell has one."""


@kernel
def dose(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the pumps of beads and vector give for ``dt`` seconds."""
    minutes = dt / 60.0
    most = p[pb + VESSEL_VOLUME]
    room = p[pb + ROOM_TEMPERATURE]
    taken = give(y, yb, BEAD_BAG, y[yb + BEAD_FLOW] * minutes, most, room)
    y[yb + BEADS] = y[yb + BEADS] + 0.001 * p[pb + L_BEAD_STRENGTH] * taken
    taken = give(y, yb, VECTOR_BAG, y[yb + VECTOR_FLOW] * minutes, most, room)
    units = 0.001 * p[pb + L_VECTOR_STRENGTH] * taken
    y[yb + VECTOR] = y[yb + VECTOR] + units
    y[yb + GIVEN_VECTOR] = y[yb + GIVEN_VECTOR] + units
    if y[yb + VIABLE] > FEWEST:
        y[yb + MULTIPLICITY] = y[yb + MULTIPLICITY] + units / y[yb + VIABLE]


@kernel
def activate(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> None:
    """Activate cells by their beads, work off the lag, and leave inhibitor once it is over."""
    viable = greater(y[yb + VIABLE], 0.0)
    volume = y[yb + VOLUME]
    enough = 0.0
    if viable > FEWEST:
        enough = clamp(y[yb + BEADS] / viable / p[pb + L_BEADS_USUAL], 0.0, 1.0)
    turned = p[pb + L_ACTIVATION] * hours * enough
    y[yb + ACTIVATION] = (y[yb + ACTIVATION] + turned) / (1.0 + turned)
    if y[yb + LAG] <= 0.0:
        y[yb + INHIBITOR] = y[yb + INHIBITOR] + viable * hours
    elif volume > SMALLEST_VOLUME:
        worked = y[yb + ACTIVATION] * hours * (viable / volume)
        y[yb + LAG] = y[yb + LAG] - lesser(worked, y[yb + LAG])


@kernel
def transduce(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> None:
    """Bind vector to cells; of what activated cells bind, a part becomes copies in them."""
    viable = greater(y[yb + VIABLE], 0.0)
    bound_at = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        bound_at = p[pb + L_BINDING] * hours * (viable / y[yb + VOLUME])
    left = y[yb + VECTOR] / (1.0 + bound_at + p[pb + L_VECTOR_LOSS] * hours)
    y[yb + VECTOR] = left
    if viable > FEWEST:
        bound = bound_at * left / viable
        y[yb + COPIES] = y[yb + COPIES] + p[pb + L_INTEGRATION] * y[yb + ACTIVATION] * bound


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a T cell reactor's block by ``dt`` s; ``slow`` is 1 where that is due."""
    dose(y, p, yb, pb, dt)
    step_cells(y, p, yb, pb, dt, slow)
    hours = dt / 3600.0
    transduce(y, p, yb, pb, hours)
    activate(y, p, yb, pb, hours)
    if slow == 1:
        show(y, yb)


@kernel
def show(y: Floats, yb: int) -> None:
    """Write what a cytometer and a count find."""
    viable = greater(y[yb + VIABLE], 0.0)
    y[yb + BEAD_RATIO] = 0.0
    if viable > FEWEST:
        y[yb + BEAD_RATIO] = y[yb + BEADS] / viable
    copies = greater(y[yb + COPIES], 0.0)
    share = 1.0 - exp(-copies)
    y[yb + CAR_SHARE] = 100.0 * share
    y[yb + CAR_CELLS] = 1000.0 * share * viable
    y[yb + CAR_COPIES] = 1.0
    if copies > RAREST:
        y[yb + CAR_COPIES] = copies / share
    y[yb + CAR_DENSITY] = 0.0
    y[yb + INHIBITOR_LEVEL] = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        y[yb + CAR_DENSITY] = share * viable / y[yb + VOLUME]
        y[yb + INHIBITOR_LEVEL] = y[yb + INHIBITOR] / y[yb + VOLUME]


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reactor that begins with what was given; raises Refusal.

    Unless given, a filled one begins as a bioreactor does, with resting cells and empty bags.
    """
    values = fill(parameters, given, STATES)
    settle(LYMPHOCYTE_REACTOR, parameters, values)
    return values


LYMPHOCYTE_REACTOR = UnitKind(
    name="lymphocyte reactor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a small bioreactor with T cells, activating beads and a viral vector",
)
