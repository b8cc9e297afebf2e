"""Columns of ion exchanger, for cations and for anions.

One binds antibody and lets it go by salt; the other lets antibody flow through and binds what is
acidic. Lines load, wash, elute and clean them.

Salt and pH of what comes in decide what binds (:mod:`mass_action`, :mod:`exchanger_bed`). Powers,
retentions and shades are engineering fits: at pH 5.5 a monoclonal antibody leaves a cation
exchanger near 230 mM of salt and its aggregate near 250 mM, and 100 g bind to a litre; at pH 7.5
an anion exchanger holds DNA, endotoxin, viruses and acidic protein below 100 mM.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.column import REFRESHED
from simulator.equipment.downstream.column_faces import steps_of
from simulator.equipment.downstream.column_kind import column_kind
from simulator.equipment.downstream.column_passage import (
    enter_bed,
    leave_bed,
    tell_passage,
    upflow,
)
from simulator.equipment.downstream.column_slots import (
    ALL_POROSITY,
    BED_VOLUME,
    BOUND,
    CELLS,
    PASSING,
    POROSITY,
    SHAPE_AT,
    TANKS,
    TURNED,
)
from simulator.equipment.downstream.column_transport import (
    ANY,
    DISPERSION,
    FLOOR,
    rush,
    travel,
)
from simulator.equipment.downstream.exchanger_bed import (
    clear_work,
    equip,
    gather,
    hold_traces,
    refresh_bed,
    rest,
    set_pace,
    turn_bed,
)
from simulator.equipment.downstream.exchanger_slots import (
    ACIDIC_SHARE,
    BEADS,
    BLOCK,
    COARSE,
    IONS,
    KINDS,
    LIQUID,
    LOOSE,
    OTHER_IONS,
    RESTING_STEP,
    STANDING,
    STATES,
    TANK,
    TRACES,
    WORK,
    parameters,
)
from simulator.equipment.downstream.mass_action import (
    FLOW as CELL_FLOW,
)
from simulator.equipment.downstream.mass_action import (
    INLET,
    LEFT,
    SALT_FLOW,
    SALT_INLET,
    SALT_LEFT,
    exchange,
    match,
    table,
)
from simulator.equipment.downstream.mass_action_bed import (
    advance,
    begin_step,
    flow_of,
    inlet_of,
    left_of,
)
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    HOST_CELL_PROTEIN,
    QUALITY_FIELDS,
    SALT,
)
from simulator.equipment.inventory import PRODUCT, STRONG_ION, VOLUME
from simulator.equipment.unit import UnitKind, begin, settle
from simulator.language.field import Field
from simulator.numerics.exact import lesser
from simulator.numerics.kernel import Floats, kernel


@kernel
def offer(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write what comes in, from the head, to the block, as what a cell would hold of it."""
    at = yb + BLOCK
    y[at + CELL_FLOW] = litres * float(CELLS) / (p[pb + POROSITY] * p[pb + BED_VOLUME])
    y[at + SALT_FLOW] = litres * float(CELLS) / (p[pb + ALL_POROSITY] * p[pb + BED_VOLUME])
    flow = y[at + CELL_FLOW]
    inlet = table(at, KINDS, INLET)
    y[inlet] = y[yb + PRODUCT] / flow
    y[inlet + 1] = y[yb + AGGREGATE] / flow
    y[inlet + 2] = p[pb + ACIDIC_SHARE] * y[yb + HOST_CELL_PROTEIN] / flow
    y[inlet + 3] = (1.0 - p[pb + ACIDIC_SHARE]) * y[yb + HOST_CELL_PROTEIN] / flow
    y[at + SALT_INLET] = y[yb + SALT] / y[at + SALT_FLOW]
    for j in range(KINDS):
        y[table(at, KINDS, LEFT) + j] = 0.0
    y[at + SALT_LEFT] = 0.0


@kernel
def rush_on(y: Floats, yb: int) -> None:
    """Let far too much flow through in one step of first order, then part what each cell holds."""
    at = yb + BLOCK
    begin_step(y, CELLS, at, KINDS)
    for r in range(KINDS + 1):
        row = yb + LIQUID + r * CELLS
        left = rush(y, CELLS, row, y[inlet_of(at, KINDS, r)], flow_of(y, at, KINDS, r))
        y[left_of(at, KINDS, r)] += left
    gather(y, yb)
    exchange(y, CELLS, at, KINDS)


@kernel
def carry_competing(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let all that competes for sites travel and bind, from the head and back into it."""
    at = yb + BLOCK
    equip(y, p, yb, pb)
    offer(y, p, yb, pb, y[yb + VOLUME])
    match(y, CELLS, at, KINDS)
    flow = y[at + CELL_FLOW]
    parts = steps_of(flow, flow * y[yb + SHAPE_AT + DISPERSION])
    if parts == 0:
        set_pace(y, p, yb, pb, dt)
        rush_on(y, yb)
    else:
        set_pace(y, p, yb, pb, dt / float(parts))
        y[at + CELL_FLOW] /= float(parts)
        y[at + SALT_FLOW] /= float(parts)
        for _ in range(parts):
            advance(y, CELLS, at, KINDS, yb + WORK, yb + SHAPE_AT)
    left = table(at, KINDS, LEFT)
    y[yb + PRODUCT] = y[left]
    y[yb + AGGREGATE] = y[left + 1]
    y[yb + HOST_CELL_PROTEIN] = y[left + 2] + y[left + 3]
    y[yb + SALT] = y[at + SALT_LEFT]


@kernel
def carry_others(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let traces, ions and all else travel, from the head and back into it."""
    litres = y[yb + VOLUME]
    work = yb + WORK
    shape = yb + SHAPE_AT
    y[shape + FLOOR] = 0.0
    flow = litres * float(CELLS) / (p[pb + POROSITY] * p[pb + BED_VOLUME])
    for i in range(len(TRACES)):
        come = y[yb + TRACES[i]] / flow
        y[yb + TRACES[i]] = travel(y, CELLS, yb + LOOSE + i * CELLS, work, come, flow, shape)
    flow = litres * float(CELLS) / (p[pb + ALL_POROSITY] * p[pb + BED_VOLUME])
    for i in range(len(OTHER_IONS)):
        y[shape + FLOOR] = 0.0
        if OTHER_IONS[i] == STRONG_ION:
            y[shape + FLOOR] = ANY
        come = y[yb + OTHER_IONS[i]] / flow
        left = travel(y, CELLS, yb + IONS + i * CELLS, work, come, flow, shape)
        y[yb + OTHER_IONS[i]] = left
    y[shape + FLOOR] = 0.0
    flow = litres * float(TANKS) / (p[pb + ALL_POROSITY] * p[pb + BED_VOLUME])
    for i in range(len(COARSE)):
        come = y[yb + COARSE[i]] / flow
        y[yb + COARSE[i]] = rush(y, TANKS, yb + TANK + i * TANKS, come, flow)


@kernel
def awake(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let a bed that stood exchange for the time it has not yet done so, before liquid moves it.

    Once liquid has passed in this scan, the slot of the time is one of work again.
    """
    seconds = y[yb + STANDING]
    if y[yb + PASSING] <= 0.0 and seconds > 0.0:
        refresh_bed(y, p, yb, pb, CELLS)
        rest(y, p, yb, pb, seconds)
        clear_work(y, yb)


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head pass the column: what leaves it in this scan stands in its place."""
    litres = y[yb + VOLUME]
    if litres > 0.0 and dt > 0.0:
        awake(y, p, yb, pb)
        turned = upflow(y, yb)
        if turned != y[yb + TURNED]:
            turn_bed(y, yb)
            y[yb + TURNED] = turned
        enter_bed(y, p, yb, pb, litres)
        carry_competing(y, p, yb, pb, dt)
        carry_others(y, p, yb, pb)
        hold_traces(y, p, yb, pb, dt)
        leave_bed(y, p, yb, pb, litres)


@kernel
def tell(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Write the outputs that go with what passed in this scan."""
    bound = 0.0
    for i in range(2 * CELLS):
        bound += y[yb + BEADS + i]
    y[yb + BOUND] = lesser(bound, 1e9)
    tell_passage(y, p, yb, pb, dt)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Let the beads take and give where nothing flowed, and show what passed in this scan.

    A bed in which the liquid stands may do so in steps longer than a scan, all of a step at once;
    what is left of a step when liquid comes, :func:`awake` does before.
    """
    if y[yb + PASSING] > 0.0:
        refresh_bed(y, p, yb, pb, REFRESHED)
        clear_work(y, yb)
    elif y[yb + STANDING] + dt >= p[pb + RESTING_STEP]:
        if slow == 1 or y[yb + STANDING] > 0.0:
            refresh_bed(y, p, yb, pb, CELLS)
        if dt > 0.0:
            rest(y, p, yb, pb, y[yb + STANDING] + dt)
        clear_work(y, yb)
    else:
        y[yb + STANDING] += dt
    tell(y, p, yb, pb, dt)


GIVENS: tuple[Field, ...] = tuple(
    Field(f"{name} in bed", unit, 0.0, low, 1e4, "definition", meaning="of the liquid in it")
    for name, unit, low in (
        ("salt", "mM", 0.0),
        ("strong ion", "mM", -1e4),
        ("tris", "mM", 0.0),
        ("phosphate", "mM", 0.0),
        ("acetate", "g/L", 0.0),
    )
)
"""What the bed stands in at the beginning."""


def _initial(
    kind: UnitKind, parameters: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, float]:
    """Every state of a column that stands in the buffer that was given; raises Refusal."""
    values = begin(kind.states, dict(given), GIVENS, QUALITY_FIELDS)
    cell = parameters["pores and all"] * parameters["bed volume"] / CELLS
    sites = parameters["sites"] * parameters["bed volume"] / CELLS
    for i in range(CELLS):
        values[f"salt on beads {i + 1}"] = sites
        for field in GIVENS:
            if field.name in given:
                name = field.name.removesuffix(" in bed")
                values[f"{name} in cell {i + 1}"] = given[field.name] * cell
        seen = max(values[f"salt in cell {i + 1}"], cell)
        values[f"ratio {i + 1}"] = sites / seen
    settle(kind, parameters, values)
    return values


def exchange_column(
    name: str,
    meaning: str,
    fields: tuple[Field, ...],
    states: tuple[Field, ...] = STATES,
) -> UnitKind:
    """Return a kind of column; its slots may have names of their own."""
    return column_kind((name, meaning), states, fields, GIVENS, step, _initial)


CATION_EXCHANGE_COLUMN = exchange_column(
    "cation exchange column",
    "a packed bed that binds antibody at little salt and lets it go by more salt",
    parameters(
        120.0,
        5.5,
        {
            "product": (5.5, 98.0, -0.9, 100.0),
            "aggregate": (7.5, 1000.0, -0.9, 200.0),
            "acidic protein": (2.0, 0.5, -0.6, 20.0),
            "basic protein": (4.5, 60.0, -0.6, 20.0),
            "DNA": (1.0, 0.01, -0.3),
            "leached ligand": (4.0, 5.0, -1.0),
            "retrovirus": (5.0, 30.0, -0.8),
            "parvovirus": (4.0, 10.0, -0.8),
            "endotoxin": (1.0, 0.01, -0.3),
        },
    ),
)
ANION_EXCHANGE_COLUMN = exchange_column(
    "anion exchange column",
    "a packed bed that lets antibody through and binds what is acidic: DNA, viruses, protein",
    parameters(
        150.0,
        7.5,
        {
            "product": (1.0, 0.02, 0.8, 100.0),
            "aggregate": (3.0, 0.15, 0.8, 200.0),
            "acidic protein": (5.0, 30.0, 0.8, 20.0),
            "basic protein": (3.0, 0.5, 0.8, 20.0),
            "DNA": (12.0, 1e5, 0.5),
            "leached ligand": (4.0, 20.0, 0.8),
            "retrovirus": (6.0, 300.0, 0.8),
            "parvovirus": (5.0, 150.0, 0.8),
            "endotoxin": (8.0, 1e4, 0.5),
        },
    ),
)
