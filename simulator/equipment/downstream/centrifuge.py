"""A disc-stack centrifuge in a line: it takes cells and debris out of a harvest, and ejects them.

What settles (:mod:`simulator.equipment.downstream.centrifuge_settling`) lies in the solids space
as sediment, with the liquid between it. As the space fills, sediment stands between the discs and
takes their area: fines go over first, then cells. A discharge opens the bowl for a given volume,
sediment first and some liquid with it: opened too seldom the bowl overflows, too often or too
wide it costs product. Where the feed is brought to the speed of the bowl, shear breaks cells, dead
ones sooner, by the dissipation there, which goes with the cube of the speed; what they let go is
fines, protein and DNA. The sizes are engineering fits to centrates of 50 to 200 NTU at 10 to 20
nm/s, and to discharges at 50 to 70 % of fill.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.centrifuge_settling import (
    RADIANS,
    critical_size,
    equivalent_area,
    settled_share,
    tube_area,
)
from simulator.equipment.downstream.centrifuge_slots import (
    BOWL,
    BROKEN,
    CELL_SIZE,
    CELL_SPREAD,
    CELL_WEIGHT,
    CELLS_CAUGHT,
    DEAD_BREAK,
    DISC_BLOCKAGE,
    DISCHARGE,
    DISCHARGE_BLOCKAGE,
    DISCHARGE_VOLUME,
    DISCHARGES,
    DISCS,
    DISSIPATION,
    EFFICIENCY,
    EQUAL_SPIN,
    FEED_SOLIDS,
    FILL,
    FINES_CAUGHT,
    FINES_SIZE,
    FINES_SPREAD,
    FINES_WEIGHT,
    FLOW,
    HEEDED,
    HELD,
    IDLING,
    IMBALANCE,
    INNER,
    INTERVAL,
    MOST_FLOW,
    ONSET,
    OUTER,
    PACKING,
    PARAMETERS,
    PASSED,
    PASSING,
    POWER,
    QUALITY_FACTOR,
    RATED,
    SEDIMENT,
    SIGMA,
    SINCE,
    SLOPE,
    SLUDGE,
    SOLIDS_PASSING,
    SPACE,
    SPEED,
    STATES,
    TUBE_DEPTH,
    TUBE_FACTOR,
    TUBE_SPEED,
    TUBE_SURFACE,
    TURBIDITY,
    VELOCITY,
    VIABLE_BREAK,
    VIBRATION,
    VISCOSITY,
)
from simulator.equipment.downstream.filter import CELL_VOLUME, cloud
from simulator.equipment.downstream.hold_up import pour
from simulator.equipment.downstream.quality import (
    BIOBURDEN,
    DEBRIS,
    QUALITY_FIELDS,
    WIDTH,
    release,
)
from simulator.equipment.inventory import (
    CONTAMINANT,
    DEAD,
    FIRST_COMPONENT,
    GENERATIONS,
    LYSED,
    RESTING,
    VIABLE,
    VOLUME,
)
from simulator.equipment.line import blend
from simulator.equipment.unit import UnitKind, begin, settle
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

DISSIPATION_UNIT = 1e5
"""W/kg at which breakage is told."""
MOST_KEPT = 0.9
"""Part of what comes in that may stay as sediment in a scan."""
LEAST_FED = 1e-9
"""L in a scan below which nothing can be told of the feed."""
CUBIC = 3.6e6
"""L/h of 1 m3/s."""
QUIET = 0.6
SHAKES = 12.0
"""mm/s at the rated speed, balanced, and by the largest imbalance: engineering fits."""


@kernel
def whirl(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the speed of the bowl as a part of the rated speed."""
    return greater(y[yb + SPEED], 0.0) / p[pb + RATED]


@kernel
def fullness(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the part of the solids space that sediment fills."""
    return greater(y[yb + SEDIMENT + VOLUME], 0.0) / p[pb + SPACE]


@kernel
def area_left(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return sigma (m2), less what is fouled and what sediment between the discs takes."""
    whole = equivalent_area(
        p[pb + DISCS],
        greater(y[yb + SPEED], 0.0),
        p[pb + OUTER],
        p[pb + INNER],
        p[pb + SLOPE],
    )
    onset = 0.01 * p[pb + ONSET]
    taken = clamp((fullness(y, p, yb, pb) - onset) / (1.0 - onset), 0.0, 1.0)
    return whole * (1.0 - taken) * (1.0 - clamp(y[yb + DISC_BLOCKAGE], 0.0, 1.0))


@kernel
def equal_spin(p: Floats, pb: int, area: float, flow: float) -> float:
    """Return the minutes in which a laboratory tube settles what the bowl does at a flow (L/h).

    Flow over c sigma is the same in both: of a tube the flow is its volume over the time. A tube's
    sigma goes with its volume, so a litre of it tells the time of any.
    """
    if flow <= 0.0:
        return 0.0
    surface = p[pb + TUBE_SURFACE]
    tube = tube_area(1.0, p[pb + TUBE_SPEED], surface, surface + p[pb + TUBE_DEPTH])
    hours = p[pb + QUALITY_FACTOR] * area / (flow * p[pb + TUBE_FACTOR] * tube)
    return lesser(60.0 * hours, 1e4)


@kernel
def break_cells(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let shear where the feed is accelerated break some cells of the head."""
    speed = lesser(whirl(y, p, yb, pb), 100.0)
    x = 0.01 * p[pb + DISSIPATION] / DISSIPATION_UNIT * speed * speed * speed
    whole = exp(-lesser(p[pb + VIABLE_BREAK] * x, 100.0))
    dead = y[yb + DEAD] * (1.0 - exp(-lesser(p[pb + DEAD_BREAK] * x, 100.0)))
    viable = y[yb + VIABLE] * (1.0 - whole)
    y[yb + VIABLE] -= viable
    y[yb + RESTING] *= whole
    y[yb + GENERATIONS] *= whole
    y[yb + DEAD] -= dead
    y[yb + LYSED] += viable + dead
    y[yb + BROKEN] += viable + dead
    release(y, yb)


@kernel
def solids(y: Floats, yb: int, cells: float, fines: float) -> float:
    """Return the litres of solids in the head: these shares of its cells and of its debris."""
    of_cells = CELL_VOLUME * (y[yb + VIABLE] + y[yb + DEAD])
    return 0.001 * (cells * of_cells + fines * y[yb + DEBRIS])


@kernel
def deposit(y: Floats, p: Floats, yb: int, pb: int, cells: float, fines: float) -> None:
    """Bring what settles of the head, and the liquid between it, to the sediment."""
    litres = y[yb + VOLUME]
    settling = solids(y, yb, cells, fines)
    volume = settling / (0.01 * p[pb + PACKING])
    room = greater(p[pb + SPACE] - y[yb + SEDIMENT + VOLUME], 0.0)
    most = lesser(MOST_KEPT * litres, room)
    if volume <= 0.0 or most <= 0.0:
        return
    part = lesser(most / volume, 1.0)
    liquid = greater(litres - solids(y, yb, 1.0, 1.0), 1e-9 * litres)
    between = clamp(part * (volume - settling) / liquid, 0.0, MOST_KEPT)
    blend(y, yb, yb + SEDIMENT, volume * part)
    y[yb + VOLUME] -= volume * part
    for component in range(FIRST_COMPONENT, WIDTH):
        there = y[yb + component]
        if there != 0.0:
            share = between
            if component in (VIABLE, DEAD, RESTING, GENERATIONS):
                share = part * cells
            elif component in (DEBRIS, CONTAMINANT, BIOBURDEN):
                share = part * fines
            y[yb + component] = there - there * share
            y[yb + SEDIMENT + component] += there * share


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Turn the head, which holds what came in during ``dt`` s, into the centrate of that time."""
    litres = y[yb + VOLUME]
    if litres <= 0.0 or dt <= 0.0:
        return
    y[yb + PASSED] += litres
    y[yb + PASSING] += litres
    break_cells(y, p, yb, pb)
    y[yb + SOLIDS_PASSING] += solids(y, yb, 1.0, 1.0)
    crowding = clamp(y[yb + SOLIDS_PASSING] / y[yb + PASSING], 0.0, 1.0)
    area = p[pb + QUALITY_FACTOR] * area_left(y, p, yb, pb)
    cells = 0.0
    fines = 0.0
    if area > 0.0:
        velocity = 0.001 * y[yb + PASSING] / dt / area
        thick = p[pb + VISCOSITY]
        of_cells = critical_size(velocity, p[pb + CELL_WEIGHT], thick, crowding)
        of_fines = critical_size(velocity, p[pb + FINES_WEIGHT], thick, crowding)
        cells = settled_share(p[pb + CELL_SIZE], p[pb + CELL_SPREAD], of_cells)
        fines = settled_share(p[pb + FINES_SIZE], p[pb + FINES_SPREAD], of_fines)
    y[yb + CELLS_CAUGHT] = 100.0 * cells
    y[yb + FINES_CAUGHT] = 100.0 * fines
    deposit(y, p, yb, pb, cells, fines)
    held = yb + HELD
    pour(y, yb, held, y[yb + VOLUME])
    size = p[pb + BOWL] - y[yb + SEDIMENT + VOLUME]
    pour(y, held, yb, clamp(y[held + VOLUME] - size, 0.0, y[held + VOLUME]))
    if y[yb + VOLUME] > 0.0:
        y[yb + TURBIDITY] = cloud(y, yb)


@kernel
def admitted(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> float:
    """Return the flow (L/h) that the inlet takes beside what other lines have fed in this scan."""
    if dt <= 0.0:
        return 0.0
    return greater(p[pb + MOST_FLOW] - y[yb + PASSING] * 3600.0 / dt, 0.0)


@kernel
def eject(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Open the bowl once: sediment first, and liquid with it, go out as sludge."""
    volume = greater(y[yb + DISCHARGE_VOLUME], 0.0)
    volume *= 1.0 - clamp(y[yb + DISCHARGE_BLOCKAGE], 0.0, 1.0)
    sediment = lesser(0.01 * p[pb + EFFICIENCY] * volume, y[yb + SEDIMENT + VOLUME])
    liquid = lesser(volume - sediment, y[yb + HELD + VOLUME])
    pour(y, yb + SEDIMENT, yb + SLUDGE, sediment)
    pour(y, yb + HELD, yb + SLUDGE, liquid)
    y[yb + DISCHARGES] += 1.0
    y[yb + SINCE] = 0.0


@kernel
def discharge_when_due(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Discharge when the clock of the feed says so, or once for each time it is asked."""
    if y[yb + FLOW] > 0.0:
        y[yb + SINCE] += dt / 60.0
    due = 0
    if y[yb + INTERVAL] > 0.0 and y[yb + SINCE] >= y[yb + INTERVAL]:
        due = 1
    if y[yb + DISCHARGE] >= 0.5:
        if y[yb + HEEDED] < 0.5:
            due = 1
            y[yb + HEEDED] = 1.0
    elif y[yb + HEEDED] >= 0.5:
        y[yb + HEEDED] = 0.0
    if due == 1:
        eject(y, p, yb, pb)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Show what passed in this scan, and discharge when it is due.

    ``slow`` is what every unit is told; a centrifuge has nothing slow.
    """
    flow = 0.0
    if dt > 0.0 and slow >= 0:
        flow = lesser(y[yb + PASSING] * 3600.0 / dt, 1e12)
    crowding = y[yb + SOLIDS_PASSING] / greater(y[yb + PASSING], LEAST_FED)
    y[yb + FEED_SOLIDS] = 100.0 * clamp(crowding, 0.0, 1.0)
    y[yb + PASSING] = 0.0
    y[yb + SOLIDS_PASSING] = 0.0
    y[yb + FLOW] = flow
    discharge_when_due(y, p, yb, pb, dt)
    area = area_left(y, p, yb, pb)
    y[yb + SIGMA] = area
    y[yb + VELOCITY] = 0.0
    if area > 1e-6:
        y[yb + VELOCITY] = 1e9 * flow / CUBIC / area
    y[yb + FILL] = 100.0 * fullness(y, p, yb, pb)
    y[yb + EQUAL_SPIN] = equal_spin(p, pb, area, flow)
    speed = whirl(y, p, yb, pb)
    rim = greater(y[yb + SPEED], 0.0) * RADIANS * p[pb + OUTER]
    accelerated = 1000.0 * flow / CUBIC * rim * rim
    y[yb + POWER] = p[pb + IDLING] * speed * speed * speed + 0.001 * accelerated
    shaking = QUIET + SHAKES * clamp(y[yb + IMBALANCE], 0.0, 1.0)
    y[yb + VIBRATION] = lesser(shaking * speed * speed, 1e6)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a centrifuge that begins with what was given; raises Refusal."""
    values = begin(STATES, given, carried=QUALITY_FIELDS)
    bowl, space = parameters["bowl volume"], parameters["solids space"]
    problems = []
    if values["volume"] > 0.0:
        message = "a centrifuge holds no liquid of its own between two scans"
        problems.append(Problem("overfull", message, "give the held volume instead"))
    if space > bowl:
        message = f"a solids space of {space:g} L is no part of a bowl of {bowl:g} L"
        problems.append(Problem("out-of-bounds", message, "give less, or a larger bowl volume"))
    if values["sediment volume"] > space or values["held volume"] > bowl:
        message = f"the bowl holds {bowl:g} L, {space:g} L of it sediment"
        problems.append(Problem("overfull", message, "give less"))
    if problems:
        raise Refusal(problems)
    settle(CENTRIFUGE, parameters, values)
    return values


CENTRIFUGE = UnitKind(
    name="centrifuge",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="takes cells and debris out of a harvest, and ejects them",
    carried=QUALITY_FIELDS,
    device=True,
)
