"""An affinity column: a packed bed, as of protein A, to load, wash, elute and clean through lines.

Transport (:mod:`column_transport`) is done as liquid comes, binding (:mod:`column_binding`) at
each step, the one after the other: the split of G. Strang taken over many steps. Detectors stand
right behind the column.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.column_bed import (
    cling,
    describe_lattice,
    refresh,
    remember,
    resistance,
    room,
    turn,
)
from simulator.equipment.downstream.column_binding import bind
from simulator.equipment.downstream.column_colloidal import bind_colloidal
from simulator.equipment.downstream.column_kind import column_kind
from simulator.equipment.downstream.column_passage import (
    CAUSTIC_AT,
    enter_bed,
    leave_bed,
    tell_passage,
    upflow,
)
from simulator.equipment.downstream.column_slots import (
    ACIDITY,
    ALL_POROSITY,
    BEAD,
    BEADS,
    BED_VOLUME,
    BOUND,
    CAPACITY_LEFT,
    CELLS,
    CLING,
    COARSE,
    IONS,
    ISOTHERM,
    KEPT_DEBRIS,
    LARGE,
    LIGAND_DENSITY,
    LOOSE,
    OLIGO_DT_PARAMETERS,
    PARAMETERS,
    PASSING,
    PORE_DIFFUSION,
    PORE_POROSITY,
    POROSITY,
    PRESSURE_LIMIT,
    RESIN_LIGAND,
    SHAPE_AT,
    SMALL,
    STANDING,
    STATES,
    TANK,
    TANKS,
    TRANSFER,
    TURNED,
    UNSEEN,
    WORK,
)
from simulator.equipment.downstream.column_transport import ANY, FLOOR, rush, travel
from simulator.equipment.downstream.quality import (
    DEBRIS,
    LIGAND,
    QUALITY_FIELDS,
)
from simulator.equipment.inventory import STRONG_ION, VOLUME
from simulator.equipment.unit import UnitKind, begin, settle
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, lesser
from simulator.numerics.kernel import Floats, kernel

REFRESHED = 10
"""Cells whose pH is found anew in a scan with flow: all of them in five scans."""
LEACHED = 3e-9
LEACHED_IN_ACID = 6.7e-8
LOST_IN_CAUSTIC = 2.2e-6
"""Part of the ligand per second: 5-20 ng per mg in a pool, 0.2 % of the capacity by a quarter of
an hour of caustic. Engineering fits."""
ACID = 4.5
DISSOLVES = 300.0
"""s in which caustic dissolves debris by a factor e."""


@kernel
def carry_rows(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Let each component that has rows of its own travel, from the head and back into it."""
    between = p[pb + POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
    inside = p[pb + ALL_POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
    work = yb + WORK
    shape = yb + SHAPE_AT
    flow = litres / between
    for i in range(len(LARGE)):
        at = yb + BEADS + i * CELLS
        if i > 1:
            at = yb + CLING + (i - 2) * CELLS
        come = y[yb + LARGE[i]] / flow
        y[yb + LARGE[i]] = travel(y, CELLS, at, work, come, flow, shape)
    flow = litres / inside
    for i in range(len(SMALL)):
        y[shape + FLOOR] = 0.0
        if SMALL[i] == STRONG_ION:
            y[shape + FLOOR] = ANY
        at = yb + IONS + i * CELLS
        come = y[yb + SMALL[i]] / flow
        y[yb + SMALL[i]] = travel(y, CELLS, at, work, come, flow, shape)
    y[shape + FLOOR] = 0.0
    flow = litres * float(TANKS) / (p[pb + ALL_POROSITY] * p[pb + BED_VOLUME])
    for i in range(len(COARSE)):
        come = y[yb + COARSE[i]] / flow
        y[yb + COARSE[i]] = rush(y, TANKS, yb + TANK + i * TANKS, come, flow)


@kernel
def leach(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let ligand come off into what leaves, and caustic take some and the debris away."""
    rate = LEACHED
    if y[yb + ACIDITY] < ACID:
        rate = LEACHED_IN_ACID
    if y[yb + ACIDITY] > CAUSTIC_AT:
        rate = LOST_IN_CAUSTIC
        gone = y[yb + KEPT_DEBRIS] * lesser(dt / DISSOLVES, 1.0)
        y[yb + KEPT_DEBRIS] -= gone
        y[yb + DEBRIS] += gone
    off = y[yb + RESIN_LIGAND] * lesser(rate * dt, 1.0)
    y[yb + RESIN_LIGAND] -= off
    y[yb + LIGAND] += off


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head pass the column: what leaves it in this scan stands in its place."""
    litres = y[yb + VOLUME]
    if litres > 0.0 and dt > 0.0:
        turned = upflow(y, yb)
        if turned != y[yb + TURNED]:
            turn(y, yb)
            y[yb + TURNED] = turned
        enter_bed(y, p, yb, pb, litres)
        carry_rows(y, p, yb, pb, litres)
        leach(y, p, yb, pb, dt)
        leave_bed(y, p, yb, pb, litres)


@kernel
def admitted(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flow (L/h) at the pressure limit."""
    return p[pb + PRESSURE_LIMIT] / resistance(y, p, yb, pb)


@kernel
def pace(p: Floats, pb: int, dt: float) -> float:
    """Return a step of binding as :func:`bind` has it: below zero for a core that shrinks."""
    radius = 0.5 * p[pb + BEAD]
    rate = 15.0 * p[pb + PORE_POROSITY] * p[pb + PORE_DIFFUSION] / (radius * radius)
    of = dt * rate * (1.0 - p[pb + POROSITY]) / p[pb + POROSITY]
    if p[pb + TRANSFER] < 0.5:
        return -of
    return of


@kernel
def tell(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Write the outputs that go with what passed in this scan."""
    volume = p[pb + BED_VOLUME]
    new = 1000.0 * p[pb + LIGAND_DENSITY] * volume
    y[yb + CAPACITY_LEFT] = clamp(100.0 * y[yb + RESIN_LIGAND] / new, 0.0, 100.0)
    tell_passage(y, p, yb, pb, dt)


@kernel
def exchange(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the beads take and give for ``dt`` seconds, and count what they hold."""
    remember(y, yb)
    volume = p[pb + POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
    full = room(y, p, yb, pb)
    step = pace(p, pb, dt)
    if p[pb + ISOTHERM] > 0.5:
        at = yb + WORK + CELLS
        describe_lattice(y, p, yb, pb, at)
        bind_colloidal(y, CELLS, yb + BEADS, full, step, yb + LOOSE, at)
    else:
        bind(y, CELLS, yb + BEADS, full, step, yb + LOOSE, volume)
    cling(y, p, yb, pb, dt)
    bound = 0.0
    for i in range(2 * CELLS):
        bound += y[yb + BEADS + 2 * CELLS + i]
    y[yb + BOUND] = lesser(bound, 1e9)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Let the beads take and give, and show what passed in this scan.

    A bed in which the liquid stands takes and gives on slow scans alone, for all the time since.
    """
    if y[yb + PASSING] > 0.0:
        refresh(y, p, yb, pb, REFRESHED)
        y[yb + UNSEEN] = 1.0
        exchange(y, p, yb, pb, y[yb + STANDING] + dt)
        y[yb + STANDING] = 0.0
    else:
        if slow == 1:
            if y[yb + UNSEEN] > 0.5:
                refresh(y, p, yb, pb, CELLS)
                y[yb + UNSEEN] = 0.0
            exchange(y, p, yb, pb, y[yb + STANDING])
            y[yb + STANDING] = 0.0
        y[yb + STANDING] += dt
    tell(y, p, yb, pb, dt)


ANTIBODY_COLUMN = "affinity column"
GIVENS: tuple[Field, ...] = tuple(
    Field(f"{name} in bed", "mM", 0.0, low, 1e4, "definition", meaning="of the liquid in it")
    for name, low in (("salt", 0.0), ("strong ion", -1e4), ("tris", 0.0), ("phosphate", 0.0))
)
"""What the bed stands in at the beginning."""


def _initial(
    kind: UnitKind, parameters: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, float]:
    """Every state of a column that stands in the buffer that was given; raises Refusal."""
    if parameters["isotherm"] > 0.5 and kind.name != ANTIBODY_COLUMN:
        message = "the colloidal isotherm is that of antibody on protein A"
        raise Refusal(Problem("isotherm", message, "leave isotherm at Langmuir"))
    new = 1000.0 * parameters["ligand density"] * parameters["bed volume"]
    values = begin(kind.states, {"ligand on resin": new, **given}, GIVENS, QUALITY_FIELDS)
    cell = parameters["pores and all"] * parameters["bed volume"] / CELLS
    for field in GIVENS:
        if field.name in given:
            name = field.name.removesuffix(" in bed")
            for i in range(CELLS):
                values[f"{name} in cell {i + 1}"] = given[field.name] * cell
    settle(kind, parameters, values)
    return values


def binding_column(
    name: str, meaning: str, fields: tuple[Field, ...], states: tuple[Field, ...] = STATES
) -> UnitKind:
    """Return a kind of column; its slots may have names of their own."""
    return column_kind((name, meaning), states, fields, GIVENS, step, _initial)


AFFINITY_COLUMN = binding_column(
    ANTIBODY_COLUMN,
    "a packed bed, as of protein A, that binds antibody and lets it go in acid",
    PARAMETERS,
)
OLIGO_DT_COLUMN = binding_column(
    "oligo-dT column",
    "a packed bed that binds the tails of mRNA in salt and lets them go without",
    OLIGO_DT_PARAMETERS,
)
