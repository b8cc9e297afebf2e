"""The microcarrier reactor: a small bioreactor whose cells sit on beads that stirring suspends.

Each scan the cells on beads are counted with the loose ones while the reactor is stepped as any
bioreactor is, and told apart again after it. Then loose cells attach to beads, the enzyme takes
attached ones off, the beads follow the stirrer, and cells reach the beads that were added: from
bead to bead, or at once when loose cells settle on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.parameters import ROOM_TEMPERATURE, VESSEL_VOLUME
from simulator.equipment.bioreactor.reactor import step as step_cells
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.bioreactor.states import AGITATION
from simulator.equipment.cultures.stroma import enzyme_share
from simulator.equipment.inventory import VIABLE, VOLUME
from simulator.equipment.therapy.carrier_parameters import (
    C_AREA,
    C_ATTACHMENT,
    C_BEAD_STRENGTH,
    C_BRIDGING,
    C_DETACHMENT,
    C_ENZYME_LOSS,
    C_ENZYME_STRENGTH,
    C_PER_AREA,
    C_SETTLING,
    PARAMETERS,
)
from simulator.equipment.therapy.carrier_states import (
    ATTACHED,
    ATTACHED_DENSITY,
    BEAD_BAG,
    BEAD_FLOW,
    BEAD_LEVEL,
    BEADS,
    CONFLUENCE,
    ENZYME,
    ENZYME_BAG,
    ENZYME_FLOW,
    ENZYME_LEVEL,
    LOOSE_DEATH,
    LOOSE_DENSITY,
    PER_AREA,
    REACHED,
    SETTLED,
    STATES,
    SUSPENDED,
    SUSPENSION_SPEED,
)
from simulator.equipment.therapy.vessel import give
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

HOLDS_OFF = 0.05
"""Share of the enzyme's largest effect that halves attachment; an engineering fit."""
ON = 1e-9


@kernel
def dose(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the pumps of beads and enzyme give for ``dt`` seconds; the enzyme loses activity."""
    minutes = dt / 60.0
    most = p[pb + VESSEL_VOLUME]
    room = p[pb + ROOM_TEMPERATURE]
    taken = give(y, yb, BEAD_BAG, y[yb + BEAD_FLOW] * minutes, most, room)
    y[yb + BEADS] = y[yb + BEADS] + 0.001 * p[pb + C_BEAD_STRENGTH] * taken
    taken = give(y, yb, ENZYME_BAG, y[yb + ENZYME_FLOW] * minutes, most, room)
    active = y[yb + ENZYME] + 0.001 * p[pb + C_ENZYME_STRENGTH] * taken
    y[yb + ENZYME] = active / (1.0 + p[pb + C_ENZYME_LOSS] * dt / 3600.0)


@kernel
def suspend(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the beads follow the stirrer: all are up from the speed that just suspends them on."""
    up = 1.0
    if y[yb + SUSPENSION_SPEED] > 0.0:
        up = clamp(y[yb + AGITATION] / y[yb + SUSPENSION_SPEED], 0.0, 1.0)
    pace = dt / (60.0 * p[pb + C_SETTLING])
    y[yb + SETTLED] = (y[yb + SETTLED] + pace * (1.0 - up * up)) / (1.0 + pace)


@kernel
def attach(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> None:
    """Move cells between liquid and beads, and let cells reach new beads."""
    area = p[pb + C_AREA] * greater(y[yb + BEADS], 0.0)
    most = ON * p[pb + C_PER_AREA] * area
    loose = y[yb + VIABLE]
    held = y[yb + ATTACHED]
    living = loose + held
    rate = 0.0
    if most > 0.0:
        rate = p[pb + C_ATTACHMENT] * hours * clamp(2.0 * (1.0 - held / most), 0.0, 1.0)
    off = enzyme_share(y, p, yb, pb)
    up = 1.0 - clamp(y[yb + SETTLED], 0.0, 1.0)
    rate = rate / (1.0 + off / HOLDS_OFF)
    leaving = p[pb + C_DETACHMENT] * hours * off * up
    comes = loose * (rate / (1.0 + rate))
    goes = held * (leaving / (1.0 + leaving))
    y[yb + VIABLE] = greater(loose - comes + goes, 0.0)
    y[yb + ATTACHED] = greater(held - goes + comes, 0.0)
    reach = p[pb + C_BRIDGING] * hours * up
    if living > 0.0:
        reach = reach + p[pb + C_ATTACHMENT] * hours * (clamp(loose, 0.0, living) / living)
    else:
        reach = 0.0
    y[yb + REACHED] = (y[yb + REACHED] + reach * area) / (1.0 + reach)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a microcarrier reactor's block by ``dt`` s; ``slow`` is 1 where that is due."""
    hours = dt / 3600.0
    dose(y, p, yb, pb, dt)
    suspend(y, p, yb, pb, dt)
    loose = y[yb + VIABLE]
    y[yb + VIABLE] = loose + y[yb + ATTACHED]
    step_cells(y, p, yb, pb, dt, slow)
    living = y[yb + VIABLE]
    loose = lesser(loose / (1.0 + y[yb + LOOSE_DEATH] * hours), living)
    y[yb + VIABLE] = loose
    y[yb + ATTACHED] = greater(living - loose, 0.0)
    attach(y, p, yb, pb, hours)
    if slow == 1:
        show(y, p, yb, pb)


@kernel
def show(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what a microscope, a count and a look through the glass find."""
    per_litre = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        per_litre = 1.0 / y[yb + VOLUME]
    y[yb + LOOSE_DENSITY] = y[yb + VIABLE] * per_litre
    y[yb + ATTACHED_DENSITY] = y[yb + ATTACHED] * per_litre
    y[yb + BEAD_LEVEL] = y[yb + BEADS] * per_litre
    y[yb + ENZYME_LEVEL] = y[yb + ENZYME] * per_litre
    y[yb + SUSPENDED] = 100.0 * (1.0 - clamp(y[yb + SETTLED], 0.0, 1.0))
    area = p[pb + C_AREA] * y[yb + BEADS]
    y[yb + PER_AREA] = 0.0
    y[yb + CONFLUENCE] = 0.0
    if area > ON:
        y[yb + PER_AREA] = y[yb + ATTACHED] / (ON * area)
    most = ON * p[pb + C_PER_AREA] * y[yb + REACHED]
    if most > ON:
        y[yb + CONFLUENCE] = 100.0 * (y[yb + ATTACHED] / most)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reactor that begins with what was given; raises Refusal.

    Unless given, a filled one begins as a bioreactor does, with no beads; attached cells are spread
    over all beads.
    """
    values = fill(parameters, given, STATES)
    area = parameters["bead area"] * values["beads"]
    most = ON * parameters["cells per area"] * area
    if values["attached"] > most:
        message = f"{values['attached']:g}e9 cells do not fit on beads for {most:g}e9"
        raise Refusal(Problem("overfull", message, "give fewer attached cells, or more beads"))
    if "reached area" not in given and values["attached"] > 0.0:
        values["reached area"] = area
    settle(MICROCARRIER_REACTOR, parameters, values)
    return values


MICROCARRIER_REACTOR = UnitKind(
    name="microcarrier reactor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a small bioreactor with stromal cells on beads, and an enzyme to take them off",
)
