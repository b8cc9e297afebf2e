"""What goes on in the bed of a protein A column besides transport and binding of the product.

Host cell protein, DNA and viruses cling to the antibody that is bound, not to the beads (A. Nogal,
K. Chhiba and J. C. Emery, Biotechnol. Prog. 28:454, 2012), are washed off slowly, and come off
with it. Ligand leaches, little at neutral pH, more in acid, and caustic destroys some at each
cleaning. Air that gets into a bed opens channels. The sizes are engineering fits.
"""

from __future__ import annotations

from simulator.equipment.downstream.buffer import acidity
from simulator.equipment.downstream.column_binding import salted, strength_at
from simulator.equipment.downstream.column_colloidal import (
    FEED,
    LATTICE,
    MORE,
    bond_at,
    describe,
    filled_bed,
    repels_at,
)
from simulator.equipment.downstream.column_slots import (
    AGGREGATE_STRENGTH,
    AIR,
    ALL_POROSITY,
    BAD_PACKING,
    BEAD,
    BEADS,
    BED_HEIGHT,
    BED_VOLUME,
    BENDS,
    BLOCKAGE,
    CAPACITY,
    CELLS,
    CLING,
    CLINGING,
    CLUNG,
    COARSE,
    DISTURBED,
    IONS,
    ISOTHERM,
    KEPT_DEBRIS,
    LIGAND_DENSITY,
    LOOSE,
    NEXT_CELL,
    PARTITION,
    PLATES,
    PORE_POROSITY,
    POROSITY,
    RESIN_LIGAND,
    SALT_OF_HALF,
    SHAPE_AT,
    SMALL,
    STEEPNESS,
    STRENGTH,
    TANK,
    TANKS,
    TRAP,
    TRAPPED,
    WORK,
)
from simulator.equipment.downstream.column_transport import CHANNELS, DISPERSION, FLOOR
from simulator.equipment.downstream.quality import WIDTH
from simulator.equipment.inventory import VOLUME
from simulator.numerics.exact import clamp, exp, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

CLINGS: tuple[float, ...] = (8e-3, 5e-4, 1.5e-3, 4e-3)
"""Per second, on a bed that is full: host cell protein, DNA, retrovirus, parvovirus."""
WASHES: tuple[float, ...] = (1e-3, 1e-3, 1e-3, 1e-3)
"""Per second, without salt; each 300 mM add as much again."""
SALT_OF_WASH = 300.0

HARM = 0.03
"""Part of the bed volume of air that disturbs the whole bed."""
MOST_CHANNELS = 0.6
WIDER = 3.0
"""By how much plates are higher, relatively, in a bed that is wholly disturbed."""
AIR_WIDENS = 20.0
AIR_PRESSES = 15.0
"""Relative growth of plate height, and of pressure, per part of the bed that is air."""
DEBRIS_PRESSES = 0.2
"""Relative growth of pressure per mL of debris per L of bed."""
UPWARD = 0.5
DOWNWARD = 20.0
"""Bed volumes that wash air out of the bed by a factor e, bottom to top and top to bottom."""
VISCOSITY = 1e-3
"""Pa s, water at 20 degC."""
LEAST_OPEN = 1e-3
LEAST_STRENGTH = 1e-12
"""L/g: what binds less is as good as loose."""


@kernel
def mirror(y: Floats, at: int, count: int) -> None:
    """Turn a row of slots end for end."""
    for i in range(count // 2):
        other = at + count - 1 - i
        kept = y[at + i]
        y[at + i] = y[other]
        y[other] = kept


@kernel
def turn(y: Floats, yb: int) -> None:
    """Turn the whole bed end for end: the flow now comes in at its other end."""
    for row in range((TANK - BEADS) // CELLS):
        mirror(y, yb + BEADS + row * CELLS, CELLS)
    for row in range(2):
        mirror(y, yb + LOOSE + row * CELLS, CELLS)
    for row in range(len(COARSE)):
        mirror(y, yb + TANK + row * TANKS, TANKS)


@kernel
def part_of_air(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the part of the bed volume that is air."""
    return clamp(y[yb + AIR] / p[pb + BED_VOLUME], 0.0, 1.0)


@kernel
def shape_bed(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write how the bed spreads and channels what runs through it, as it is now."""
    disturbed = clamp(y[yb + DISTURBED] + y[yb + BAD_PACKING], 0.0, 1.0)
    air = part_of_air(y, p, yb, pb)
    cell = 0.01 * p[pb + BED_HEIGHT] / float(CELLS)
    even = 0.5 / (p[pb + PLATES] * cell)
    y[yb + SHAPE_AT + DISPERSION] = even * (1.0 + WIDER * disturbed + AIR_WIDENS * air)
    y[yb + SHAPE_AT + CHANNELS] = clamp(MOST_CHANNELS * disturbed + 4.0 * air, 0.0, MOST_CHANNELS)
    y[yb + SHAPE_AT + FLOOR] = 0.0


@kernel
def resistance(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return bar per L/h of the bed as it stands (Blake-Kozeny: Bird, Stewart, Lightfoot 2002)."""
    height = 0.01 * p[pb + BED_HEIGHT]
    area = 1e-3 * p[pb + BED_VOLUME] / height
    velocity = 1.0 / (3.6e6 * area)
    solid = 1.0 - p[pb + POROSITY]
    porosity = p[pb + POROSITY]
    bead = 1e-6 * p[pb + BEAD]
    open_bed = 150.0 * VISCOSITY * velocity * solid * solid * height
    clean = 1e-5 * open_bed / (porosity * porosity * porosity * bead * bead)
    debris = greater(y[yb + KEPT_DEBRIS], 0.0) / p[pb + BED_VOLUME]
    more = 1.0 + lesser(DEBRIS_PRESSES * debris, 1e6)
    more *= 1.0 + AIR_PRESSES * part_of_air(y, p, yb, pb)
    return clean * more / greater(1.0 - clamp(y[yb + BLOCKAGE], 0.0, 1.0), LEAST_OPEN)


@kernel
def solid_part(p: Floats, pb: int) -> float:
    """Return the part of the bed that is the stuff of the beads."""
    return (1.0 - p[pb + POROSITY]) * greater(1.0 - p[pb + PORE_POROSITY], LEAST_OPEN)


@kernel
def pores_part(p: Floats, pb: int) -> float:
    """Return the part of the bed, in pores, that is open to the product."""
    return p[pb + PARTITION] * p[pb + PORE_POROSITY] * (1.0 - p[pb + POROSITY])


@kernel
def room_of_lattice(p: Floats, pb: int, left: float) -> float:
    """Return what one cell holds when full by the colloidal isotherm, bound and in its pores."""
    held = left * filled_bed(solid_part(p, pb)) + FEED * pores_part(p, pb)
    return held * p[pb + BED_VOLUME] / float(CELLS)


@kernel
def describe_lattice(y: Floats, p: Floats, yb: int, pb: int, at: int) -> None:
    """Write what :func:`column_colloidal.bind_colloidal` is to know of the cells."""
    new = 1000.0 * p[pb + LIGAND_DENSITY] * p[pb + BED_VOLUME]
    left = clamp(y[yb + RESIN_LIGAND] / new, 0.001, 1.0)
    solid = left * solid_part(p, pb)
    lattice = LATTICE * solid * p[pb + BED_VOLUME] / float(CELLS)
    describe(y, at, lattice, solid / p[pb + POROSITY], pores_part(p, pb) / p[pb + POROSITY])
    y[at + MORE] = log(p[pb + AGGREGATE_STRENGTH])


@kernel
def room(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the product (g) that one cell can bind with the ligand that is left."""
    new = 1000.0 * p[pb + LIGAND_DENSITY] * p[pb + BED_VOLUME]
    left = clamp(y[yb + RESIN_LIGAND] / new, 0.001, 1.0)
    if p[pb + ISOTHERM] > 0.5:
        return room_of_lattice(p, pb, left)
    return p[pb + CAPACITY] * left * p[pb + BED_VOLUME] / float(CELLS)


@kernel
def refresh(y: Floats, p: Floats, yb: int, pb: int, cells: int) -> None:
    """Find the pH in the next cells, in turn, and with it how strongly they bind.

    The work slots serve as a vessel of one cell's liquid. What is in the pores unbound counts as
    bound, weakly: that is all that holds product back in acid.
    """
    at = yb + WORK
    pores = p[pb + PORE_POROSITY] * (1.0 - p[pb + POROSITY])
    inside = p[pb + PARTITION] * pores / p[pb + CAPACITY]
    cell = 0
    if y[yb + NEXT_CELL] < float(CELLS):
        cell = int(greater(y[yb + NEXT_CELL], 0.0))
    for _ in range(cells):
        for i in range(WIDTH):
            y[at + i] = 0.0
        y[at + VOLUME] = p[pb + ALL_POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
        for i in range(len(SMALL)):
            y[at + SMALL[i]] = y[yb + IONS + i * CELLS + cell]
        acid = acidity(y, at)
        if p[pb + ISOTHERM] > 0.5:
            y[yb + LOOSE + cell] = bond_at(acid, p[pb + STEEPNESS])
            y[yb + LOOSE + CELLS + cell] = repels_at(acid)
        else:
            here = strength_at(p[pb + STRENGTH], acid, p[pb + STEEPNESS], p[pb + BENDS])
            here *= salted(y[yb + IONS + cell] / y[at + VOLUME], p[pb + SALT_OF_HALF])
            y[yb + LOOSE + cell] = 1.0 / greater(here + inside, LEAST_STRENGTH)
            here *= p[pb + AGGREGATE_STRENGTH]
            y[yb + LOOSE + CELLS + cell] = 1.0 / greater(here + inside, LEAST_STRENGTH)
        cell += 1
        if cell >= CELLS:
            cell = 0
    y[yb + NEXT_CELL] += float(cells)
    if y[yb + NEXT_CELL] >= float(CELLS):
        y[yb + NEXT_CELL] -= float(CELLS)


@kernel
def remember(y: Floats, yb: int) -> None:
    """Keep what each cell's beads hold of the product, to see what they let go."""
    for i in range(CELLS):
        y[yb + WORK + i] = y[yb + BEADS + 2 * CELLS + i]


@kernel
def cling(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let impurities cling to bound product, be washed off, and come off with it."""
    full = room(y, p, yb, pb)
    liquid = p[pb + ALL_POROSITY] * p[pb + BED_VOLUME] / float(CELLS)
    for i in range(CELLS):
        before = y[yb + WORK + i]
        now = y[yb + BEADS + 2 * CELLS + i]
        freed = 0.0
        if before > now:
            freed = 1.0 - now / before
        filled = clamp(now / full, 0.0, 1.0)
        salt = greater(y[yb + IONS + i] / liquid, 0.0)
        for one in range(CLINGING):
            loose = yb + CLING + one * CELLS + i
            held = yb + CLUNG + one * CELLS + i
            on = CLINGS[one] * filled * dt
            off = WASHES[one] * (1.0 + lesser(salt / SALT_OF_WASH, 10.0)) * dt
            clings = y[loose] * (on / (1.0 + on))
            comes = y[held] * lesser(freed + off / (1.0 + off), 1.0)
            y[loose] += comes - clings
            y[held] += clings - comes


@kernel
def take_air(y: Floats, p: Floats, yb: int, pb: int, air: float) -> float:
    """Bring litres of air into the trap and what is over into the bed; return what is over."""
    size = y[yb + TRAPPED] + air
    over = greater(size - lesser(size, p[pb + TRAP]), 0.0)
    y[yb + TRAPPED] = size - over
    y[yb + AIR] += over
    harm = lesser(over / (HARM * p[pb + BED_VOLUME]), 1.0)
    y[yb + DISTURBED] += (1.0 - y[yb + DISTURBED]) * harm
    return over


@kernel
def drive_out(y: Floats, p: Floats, yb: int, pb: int, litres: float, turned: float) -> None:
    """Let liquid that passes take air out of the bed: well from below, badly from above."""
    volumes = DOWNWARD
    if turned > 0.5:
        volumes = UPWARD
    y[yb + AIR] *= exp(-lesser(litres / (volumes * p[pb + BED_VOLUME]), 100.0))
