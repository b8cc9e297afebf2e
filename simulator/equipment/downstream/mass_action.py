"""Ion exchange in the cells of a packed bed: steric mass action, with the counter-ion it moves.

C. A. Brooks and S. M. Cramer (AIChE J. 38:1969, 1992): a protein takes ``power`` sites of the
resin, each from a counter-ion, and shades others, so that at equilibrium

    q_i / c_i = K_i (free / salt) ^ power_i,    free = sites - sum (charge_i + shade_i) q_i.

All q_i follow from the one ratio ``x = free / salt``, and what is missing of the sites rises with
x. So a cell has one root, which I. Newton's method on ln x finds, however steep the powers. The
beads take and give by the liquid-film form of the linear driving force (E. Glueckauf, Trans.
Faraday Soc. 51:1540, 1955), implicit: with any rate the same root is looked for.

A block holds ``kinds`` proteins that compete, in rows of ``cells`` slots; see :func:`row`. Loops
run along a row and hold no branch, so a compiler may do several cells at once.
"""

from __future__ import annotations

from simulator.numerics.exact import clamp, exp, greater, lesser, log, magnitude
from simulator.numerics.kernel import Floats, kernel

SITES = 0
"""mmol of sites in a cell."""
FLOW = 1
SALT_FLOW = 2
SALT_INLET = 3
SALT_LEFT = 4
"""Cell volumes of liquid in a step, as proteins and as salt see the bed; what a cell would hold of
the salt that comes in (mmol); what has left of it."""
TABLES = 5
"""The first of the tables of one number for each kind: see the next."""
POWER = 0
CHARGE = 1
SHADE = 2
STRENGTH = 3
TILT = 4
INLET = 5
LEFT = 6
WIDTH_OF_TABLES = 7
"""Tables: sites taken by a molecule; mmol of them by a unit of amount; mmol shaded or taken by a
unit of amount; ln of the amount on beads over that in liquid at x = 1 and level 0; how that rises
with the level (such as pH); the amount that a cell would hold of what comes in; what has left."""

RATIO = 0
LEVEL = 1
OTHERS = 2
STEP = 3
SALT_SEEN = 4
FREE = 5
SLOPE = 6
SLACK = 7
LIMIT = 8
SINGLE_ROWS = 9
FIRST_WORK = 3
"""Rows that a block has once: x, level, counter-ions that are not the salt (mmol), four of work,
1 / (step * rate), which is 0 where beads and liquid are at equilibrium, and the largest step."""

FARTHEST = 0.5
"""The largest step of ln x in one pass."""
WIDENS = 1.2
NARROWS = 0.4
"""What a step may be over the one before, where it goes on and where it goes back: where a power
is high, the slope says little, and steps would go to and fro over the root."""
LARGEST_RATIO = 1e6
SMALLEST_RATIO = 1e-6
MOST_PASSES = 40
NEAR = 1e-7
"""The step of ln x at which the root is found: the next would be its square."""
LARGEST_POWER = 16.0
LEAST_SALT = 1e-12


@kernel
def row(at: int, kinds: int, cells: int, which: int) -> int:
    """Return the first slot of a row of the block at ``at``.

    Rows: liquid of each kind, then salt (``kinds + 1``); beads, the same; the same of the
    beginning of a step; beads of each kind before it; beads over liquid of each kind; then the
    SINGLE_ROWS.
    """
    return at + TABLES + WIDTH_OF_TABLES * kinds + which * cells


@kernel
def rows_of(kinds: int) -> int:
    """Return how many rows a block has."""
    return 3 * (kinds + 1) + 2 * kinds + SINGLE_ROWS


@kernel
def single(at: int, kinds: int, cells: int, which: int) -> int:
    """Return the first slot of one of SINGLE_ROWS."""
    return row(at, kinds, cells, 3 * (kinds + 1) + 2 * kinds + which)


@kernel
def table(at: int, kinds: int, which: int) -> int:
    """Return the first slot of a table."""
    return at + TABLES + which * kinds


@kernel
def raised(z: float) -> float:
    """Return e to the power z for z from -8 to 8, by a polynomial that needs no branch."""
    s = 0.0625 * z
    t = 1.0 + s * (1.0 / 7.0) * (1.0 + s * 0.125)
    t = 1.0 + s * (1.0 / 5.0) * (1.0 + s * (1.0 / 6.0) * t)
    t = 1.0 + s * (1.0 / 3.0) * (1.0 + s * 0.25 * t)
    t = 1.0 + s * (1.0 + s * 0.5 * t)
    t *= t
    t *= t
    t *= t
    return t * t


@kernel
def match(y: Floats, cells: int, at: int, kinds: int) -> None:
    """Write how strongly each kind binds in each cell, from x and the level there."""
    ratio = single(at, kinds, cells, RATIO)
    level = single(at, kinds, cells, LEVEL)
    for j in range(kinds):
        strength = y[table(at, kinds, STRENGTH) + j]
        tilt = y[table(at, kinds, TILT) + j]
        power = y[table(at, kinds, POWER) + j]
        binds = row(at, kinds, cells, 4 * kinds + 3 + j)
        for i in range(cells):
            at_one = strength + tilt * y[level + i]
            y[binds + i] = exp(clamp(at_one + power * log(y[ratio + i]), -200.0, 200.0))


@kernel
def weigh(y: Floats, cells: int, at: int, kinds: int) -> None:
    """Write, at the x of each cell, the salt and the sites that would be free, and the slope."""
    ratio = single(at, kinds, cells, RATIO)
    others = single(at, kinds, cells, OTHERS)
    salt = single(at, kinds, cells, SALT_SEEN)
    free = single(at, kinds, cells, FREE)
    slope = single(at, kinds, cells, SLOPE)
    all_salt = row(at, kinds, cells, kinds)
    sites = y[at + SITES]
    slack = single(at, kinds, cells, SLACK)
    for i in range(cells):
        y[salt + i] = y[all_salt + i] + y[others + i] - sites
        y[free + i] = sites
        y[slope + i] = 0.0
    for j in range(kinds):
        power = y[table(at, kinds, POWER) + j]
        charge = y[table(at, kinds, CHARGE) + j]
        shade = y[table(at, kinds, SHADE) + j]
        total = row(at, kinds, cells, j)
        was = row(at, kinds, cells, 3 * kinds + 3 + j)
        binds = row(at, kinds, cells, 4 * kinds + 3 + j)
        for i in range(cells):
            over = 1.0 / ((1.0 + y[slack + i]) * y[binds + i] + 1.0)
            held = y[binds + i] * (y[slack + i] * y[was + i] + y[total + i]) * over
            y[salt + i] += charge * held
            y[free + i] -= shade * held
            y[slope + i] += (charge * y[ratio + i] + shade) * (power * held * over)


@kernel
def approach(y: Floats, cells: int, at: int, kinds: int) -> float:
    """Take one step of Newton's in each cell; return the largest, of ln x."""
    ratio = single(at, kinds, cells, RATIO)
    salt = single(at, kinds, cells, SALT_SEEN)
    free = single(at, kinds, cells, FREE)
    slope = single(at, kinds, cells, SLOPE)
    step = single(at, kinds, cells, STEP)
    limit = single(at, kinds, cells, LIMIT)
    least = LEAST_SALT * y[at + SITES]
    for i in range(cells):
        x = y[ratio + i]
        seen = greater(y[salt + i], least)
        by = (y[free + i] - x * y[salt + i]) / (y[slope + i] + x * seen)
        most = lesser(y[limit + i] * WIDENS, FARTHEST)
        if by * y[step + i] < 0.0:
            most = y[limit + i] * NARROWS
        y[limit + i] = most
        low = -most
        if x < SMALLEST_RATIO:
            low = 0.0
        high = most
        if x > LARGEST_RATIO:
            high = 0.0
        by = greater(lesser(by, high), low)
        y[step + i] = by
        y[ratio + i] = x * raised(by)
    for j in range(kinds):
        power = y[table(at, kinds, POWER) + j]
        binds = row(at, kinds, cells, 4 * kinds + 3 + j)
        for i in range(cells):
            y[binds + i] *= raised(power * y[step + i])
    largest = 0.0
    for i in range(cells):
        largest = greater(largest, magnitude(y[step + i]))
    return largest


@kernel
def part(y: Floats, cells: int, at: int, kinds: int) -> None:
    """Part what each cell holds between liquid and beads, as strongly as it binds there."""
    slack = single(at, kinds, cells, SLACK)
    free = single(at, kinds, cells, FREE)
    for i in range(cells):
        y[free + i] = y[at + SITES]
    for j in range(kinds):
        charge = y[table(at, kinds, CHARGE) + j]
        total = row(at, kinds, cells, j)
        beads = row(at, kinds, cells, kinds + 1 + j)
        was = row(at, kinds, cells, 3 * kinds + 3 + j)
        binds = row(at, kinds, cells, 4 * kinds + 3 + j)
        for i in range(cells):
            held = y[binds + i] * (y[slack + i] * y[was + i] + y[total + i])
            held = lesser(held / ((1.0 + y[slack + i]) * y[binds + i] + 1.0), y[total + i])
            y[beads + i] = held
            y[total + i] -= held
            y[free + i] -= charge * held
    salt = row(at, kinds, cells, kinds)
    on_beads = row(at, kinds, cells, 2 * kinds + 1)
    for i in range(cells):
        held = greater(lesser(y[free + i], y[salt + i]), 0.0)
        y[on_beads + i] = held
        y[salt + i] -= held


@kernel
def exchange(y: Floats, cells: int, at: int, kinds: int) -> None:
    """Find what binds in each cell: the rows of liquid hold all there is, and are parted.

    What could not be found in MOST_PASSES is left for the next step; nothing is lost by that.
    """
    step = single(at, kinds, cells, STEP)
    limit = single(at, kinds, cells, LIMIT)
    for i in range(cells):
        y[step + i] = 0.0
        y[limit + i] = FARTHEST
    for _ in range(MOST_PASSES):
        weigh(y, cells, at, kinds)
        if approach(y, cells, at, kinds) < NEAR:
            break
    part(y, cells, at, kinds)
