"""HEK293 cells: how their growth slows as they crowd, and what transfection does to them.

Nguyen et al. (2021) give cells as c(t) = c0 + g1/g2 (1 - exp(-g2 t)) after transfection. Its rate
depends on the density alone, dc/dt = g2 (c_most - c), so that it serves any density and any time;
below the density of the paper growth is what it was there. Metabolism is that of Möller et al.
with numbers of HEK293. The poison of PEI complexes, and that cells which make lentivirus grow less
and die of its envelope protein, are engineering fits.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import M_GROWTH
from simulator.equipment.bioreactor.states import GROWTH_FACTOR, STRESS_DEATH, TOTAL_DENSITY
from simulator.equipment.transfection.lentivirus import response
from simulator.equipment.transfection.parameters import (
    T_BURDEN,
    T_CROWDING,
    T_ENVELOPE,
    T_MOST_CELLS,
    T_TOXICITY,
    T_USUAL_DOSE,
    T_USUAL_UPTAKE,
    T_VECTOR,
)
from simulator.equipment.transfection.states import EXTERNAL, TRANSFECTED
from simulator.numerics.exact import clamp, lesser
from simulator.numerics.kernel import Floats, kernel

HIGHEST_TOXICITY = 5.0
"""1/h."""


@kernel
def crowd(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Slow growth by density and by what the cells make; add the death that both bring."""
    density = y[yb + TOTAL_DENSITY]
    share = 1.0
    if density > 0.0 and p[pb + M_GROWTH] > 0.0:
        room = p[pb + T_CROWDING] * (p[pb + T_MOST_CELLS] / density - 1.0)
        share = clamp(room / p[pb + M_GROWTH], 0.0, 1.0)
    y[yb + GROWTH_FACTOR] = y[yb + GROWTH_FACTOR] * share
    dose = lesser(y[yb + EXTERNAL] / p[pb + T_USUAL_DOSE], 1e3)
    poison = lesser(p[pb + T_TOXICITY] * dose * dose, HIGHEST_TOXICITY)
    if p[pb + T_VECTOR] > 0.5:
        busy = response(y[yb + TRANSFECTED] / p[pb + T_USUAL_UPTAKE])
        slower = 1.0 - p[pb + T_BURDEN] * lesser(busy, 1.0)
        y[yb + GROWTH_FACTOR] = y[yb + GROWTH_FACTOR] * slower
        poison = poison + p[pb + T_ENVELOPE] * busy
    y[yb + STRESS_DEATH] = y[yb + STRESS_DEATH] + poison
