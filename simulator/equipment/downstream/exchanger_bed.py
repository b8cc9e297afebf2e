"""What goes on in the bed of an ion exchanger: what it holds at which salt and pH, and how fast."""

from __future__ import annotations

from simulator.equipment.downstream.buffer import acidity, davies, ions
from simulator.equipment.downstream.column_bed import mirror
from simulator.equipment.downstream.column_binding import core
from simulator.equipment.downstream.column_slots import (
    ALL_POROSITY,
    BEAD,
    BED_VOLUME,
    CELLS,
    NEXT_CELL,
    PORE_DIFFUSION,
    PORE_POROSITY,
    POROSITY,
    TANKS,
    TRANSFER,
)
from simulator.equipment.downstream.exchanger_slots import (
    BEADS,
    BEGINNING,
    BINDERS,
    BLOCK,
    COARSE,
    FIRST_BINDING,
    FIRST_MASS,
    FIRST_TRACE,
    HELD,
    IONS,
    KINDS,
    LIQUID,
    LOOSE,
    OTHER_IONS,
    POWER_OF,
    REFERENCE,
    RETENTION_OF,
    SHADE_OF,
    SINGLES,
    SITES_OF_BED,
    TANK,
    TILT_OF,
    TRACES,
    WORK,
)
from simulator.equipment.downstream.mass_action import (
    CHARGE,
    FIRST_WORK,
    LEVEL,
    OTHERS,
    POWER,
    RATIO,
    SHADE,
    SINGLE_ROWS,
    SITES,
    SLACK,
    STRENGTH,
    TILT,
    exchange,
    match,
    table,
)
from simulator.equipment.downstream.mass_action_bed import begin_step
from simulator.equipment.downstream.quality import SALT, WIDTH
from simulator.equipment.inventory import VOLUME
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

LN10 = 2.302585092994046
TOLD_AT = 100.0
"""mM of salt at which retentions are told."""
REACHES = 2.5
"""Units of pH from the reference beyond which nothing changes any more."""
PROTEIN_MASS = 5e4
"""mg of a mmol of host cell protein, of 50 kDa."""
SLOWEST = 1e-12
"""Least that beads and liquid exchange in a step, so that a division is safe."""


@kernel
def equip(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the tables of the block from the parameters."""
    sites = p[pb + SITES_OF_BED]
    at = yb + BLOCK
    y[at + SITES] = sites * p[pb + BED_VOLUME] / float(CELLS)
    told = log(sites / (TOLD_AT * p[pb + ALL_POROSITY]))
    for j in range(KINDS):
        first = pb + FIRST_BINDING + 4 * j
        power = p[first + POWER_OF]
        mass = PROTEIN_MASS
        if j < BINDERS:
            mass = p[pb + FIRST_MASS + j]
        y[table(at, KINDS, POWER) + j] = power
        y[table(at, KINDS, CHARGE) + j] = power / mass
        y[table(at, KINDS, SHADE) + j] = (power + p[first + SHADE_OF]) / mass
        y[table(at, KINDS, STRENGTH) + j] = log(p[first + RETENTION_OF]) - power * told
        y[table(at, KINDS, TILT) + j] = LN10 * p[first + TILT_OF]


@kernel
def pace_of(p: Floats, pb: int, dt: float) -> float:
    """Return what beads take in ``dt`` s over what the liquid around them holds in excess."""
    radius = 0.5 * p[pb + BEAD]
    rate = 15.0 * p[pb + PORE_POROSITY] * p[pb + PORE_DIFFUSION] / (radius * radius)
    return greater(dt * rate * (1.0 - p[pb + POROSITY]) / p[pb + POROSITY], SLOWEST)


@kernel
def set_pace(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Write how slack the binding of each cell is in a step of ``dt`` s.

    Where a core shrinks, it does so in cells whose beads take up product.
    """
    pace = pace_of(p, pb, dt)
    slack = yb + SINGLES + SLACK * CELLS
    for i in range(CELLS):
        y[slack + i] = 1.0 / pace
    if p[pb + TRANSFER] < 0.5:
        shade = y[table(yb + BLOCK, KINDS, SHADE)]
        for i in range(CELLS):
            bound = y[yb + BEADS + i]
            filled = clamp(shade * bound / y[yb + BLOCK + SITES], 0.0, 1.0)
            binds = yb + SINGLES - KINDS * CELLS + i
            if y[binds] * y[yb + LIQUID + i] > bound:
                y[slack + i] = 1.0 / greater(pace * core(filled), SLOWEST)


@kernel
def refresh_bed(y: Floats, p: Floats, yb: int, pb: int, cells: int) -> None:
    """Find pH and ions in the next cells, in turn: the work slots serve as a vessel of one."""
    at = yb + WORK
    cell = 0
    if y[yb + NEXT_CELL] < float(CELLS):
        cell = int(greater(y[yb + NEXT_CELL], 0.0))
    litres = p[pb + ALL_POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
    for _ in range(cells):
        for i in range(WIDTH):
            y[at + i] = 0.0
        y[at + VOLUME] = litres
        salt = greater(y[yb + LIQUID + KINDS * CELLS + cell], 0.0)
        y[at + SALT] = salt
        for i in range(len(OTHER_IONS)):
            y[at + OTHER_IONS[i]] = y[yb + IONS + i * CELLS + cell]
        here = acidity(y, at)
        above = here - p[pb + REFERENCE]
        strength = ions(y, at, exp10(-here), davies(0.1), 0.0)
        y[yb + SINGLES + LEVEL * CELLS + cell] = clamp(above, -REACHES, REACHES)
        others = greater(1000.0 * strength * litres - salt, 0.0)
        y[yb + SINGLES + OTHERS * CELLS + cell] = lesser(others, 1e9)
        cell += 1
        if cell >= CELLS:
            cell = 0
    y[yb + NEXT_CELL] += float(cells)
    if y[yb + NEXT_CELL] >= float(CELLS):
        y[yb + NEXT_CELL] -= float(CELLS)


@kernel
def hold_traces(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the beads take and give what there is little of, at the sites that are free."""
    pace = pace_of(p, pb, dt)
    told = log(p[pb + SITES_OF_BED] / (TOLD_AT * p[pb + ALL_POROSITY]))
    for j in range(len(TRACES)):
        first = pb + FIRST_TRACE + 3 * j
        power = p[first + POWER_OF]
        strength = log(p[first + RETENTION_OF]) - power * told
        tilt = LN10 * p[first + TILT_OF]
        loose = yb + LOOSE + j * CELLS
        held = yb + HELD + j * CELLS
        for i in range(CELLS):
            level = y[yb + SINGLES + LEVEL * CELLS + i]
            binds = strength + tilt * level + power * log(y[yb + SINGLES + RATIO * CELLS + i])
            over = exp(clamp(binds, -200.0, 200.0))
            total = y[loose + i] + y[held + i]
            now = over * (y[held + i] + pace * total) / ((1.0 + pace) * over + pace)
            y[held + i] = lesser(now, total)
            y[loose + i] = total - y[held + i]


@kernel
def rest(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let beads and liquid go on exchanging where nothing flows."""
    equip(y, p, yb, pb)
    match(y, CELLS, yb + BLOCK, KINDS)
    set_pace(y, p, yb, pb, dt)
    begin_step(y, CELLS, yb + BLOCK, KINDS)
    gather(y, yb)
    exchange(y, CELLS, yb + BLOCK, KINDS)
    hold_traces(y, p, yb, pb, dt)


@kernel
def gather(y: Floats, yb: int) -> None:
    """Let the rows of the liquid hold all there is in each cell, to be parted anew."""
    for i in range((KINDS + 1) * CELLS):
        y[yb + LIQUID + i] += y[yb + BEADS + i]


@kernel
def clear_work(y: Floats, yb: int) -> None:
    """Leave nothing behind that only counts within a step."""
    for i in range(SINGLES - BEGINNING):
        y[yb + BEGINNING + i] = 0.0
    for i in range((SINGLE_ROWS - FIRST_WORK) * CELLS):
        y[yb + SINGLES + FIRST_WORK * CELLS + i] = 0.0


@kernel
def turn_bed(y: Floats, yb: int) -> None:
    """Turn the whole bed end for end: the flow now comes in at its other end."""
    for r in range(2 * (KINDS + 1)):
        mirror(y, yb + LIQUID + r * CELLS, CELLS)
    for r in range(3):
        mirror(y, yb + SINGLES + r * CELLS, CELLS)
    for r in range((TANK - LOOSE) // CELLS):
        mirror(y, yb + LOOSE + r * CELLS, CELLS)
    for r in range(len(COARSE)):
        mirror(y, yb + TANK + r * TANKS, TANKS)
