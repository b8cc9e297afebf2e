"""Cells as a seed: how old they are, and how many of them rest before they divide again.

All of it is an engineering fit in a form that the field knows. A cell that is thawed, starved or
over-grown leaves the cycle of division; back in fresh medium it takes its time (a lag). So the
viable cells are of two kinds. Of those that divide, a part goes to rest by ``resting rate`` times
the want (0 within the window of a good seed, 1 in full want); of those that rest, a part wakes by
``1/waking time`` while there is no want. Only cells that do not rest grow. A seed from outside its
window therefore starts the next stage late, by about the waking time.

Age is counted as the field counts it, in population doublings since the cell bank: each cell
carries the number of its ancestors' divisions, so the mean rises by growth rate / ln 2 an hour, is
mixed by transfers and unchanged by death and dilution. Past ``oldest generation`` growth lessens.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    S_AGEING,
    S_CROWDED,
    S_GLUCOSE,
    S_GLUTAMINE,
    S_OLDEST,
    S_RESTING,
    S_WAKING,
)
from simulator.equipment.bioreactor.states import (
    DEATH_RATE,
    DOUBLINGS,
    GLUCOSE_CONCENTRATION,
    GLUTAMINE_CONCENTRATION,
    GROWTH_FACTOR,
    GROWTH_RATE,
    RESTING_SHARE,
    SEED_WANT,
    VIABLE_DENSITY,
)
from simulator.equipment.inventory import GENERATIONS, RESTING, VIABLE
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

LN2 = 0.6931471805599453
FEWEST = 1e-9
"""1e9 cells: below one cell there is nobody to be old or to rest."""
LEAST_VIGOUR = 0.3
"""Share of its growth that a culture keeps however old it is."""


@kernel
def lacking(there: float, enough: float) -> float:
    """Return how far something falls short of enough, 0 to 1."""
    return clamp(1.0 - there / enough, 0.0, 1.0)


@kernel
def slow_growth(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what the seed shows and lessen growth by the cells that rest and by their age."""
    want = lacking(y[yb + GLUCOSE_CONCENTRATION], p[pb + S_GLUCOSE])
    want = greater(want, lacking(y[yb + GLUTAMINE_CONCENTRATION], p[pb + S_GLUTAMINE]))
    crowd = y[yb + VIABLE_DENSITY] / p[pb + S_CROWDED] - 1.0
    y[yb + SEED_WANT] = greater(want, clamp(crowd, 0.0, 1.0))
    viable = y[yb + VIABLE]
    rest = 0.0
    age = 0.0
    if viable > FEWEST:
        rest = clamp(y[yb + RESTING] / viable, 0.0, 1.0)
        age = lesser(y[yb + GENERATIONS] / viable, 1e15)
    y[yb + RESTING_SHARE] = 100.0 * rest
    y[yb + DOUBLINGS] = age
    vigour = 1.0 - p[pb + S_AGEING] * greater(age - p[pb + S_OLDEST], 0.0)
    y[yb + GROWTH_FACTOR] = y[yb + GROWTH_FACTOR] * (1.0 - rest) * greater(vigour, LEAST_VIGOUR)


@kernel
def grow_older(y: Floats, p: Floats, yb: int, pb: int, before: float, hours: float) -> None:
    """Advance age and rest by ``hours``, in which ``before`` viable cells became those there are.

    With no want and no rest nothing changes but the age.
    """
    after = y[yb + VIABLE]
    if before > FEWEST:
        age = y[yb + GENERATIONS] / before + y[yb + GROWTH_RATE] * hours / LN2
        y[yb + GENERATIONS] = age * after
    resting = y[yb + RESTING]
    if p[pb + S_RESTING] <= 0.0 and resting <= 0.0:
        return
    want = y[yb + SEED_WANT]
    falling = p[pb + S_RESTING] * want * greater(before - resting, 0.0)
    waking = (1.0 - want) / p[pb + S_WAKING] + y[yb + DEATH_RATE]
    left = 1.0 / (1.0 + waking * hours)
    y[yb + RESTING] = greater(lesser((resting + falling * hours) * left, after), 0.0)
