"""A microbial culture in its fermenter: what is due each scan, and what is shown of it."""

from __future__ import annotations

from simulator.equipment.bioreactor.contaminant import warmth
from simulator.equipment.bioreactor.gas import AIR_DIOXIDE, AIR_OXYGEN
from simulator.equipment.bioreactor.parameters import C_OXYGEN
from simulator.equipment.bioreactor.states import (
    AIR_FLOW,
    DIOXIDE_FLOW,
    MADE_CELLS,
    MADE_GLUCOSE,
    NITROGEN_FLOW,
    OFFGAS_DIOXIDE,
    OFFGAS_OXYGEN,
    OXYGEN_FLOW,
)
from simulator.equipment.cultures.anane import SUGAR_MASS, grow_anane
from simulator.equipment.cultures.birol import grow_birol
from simulator.equipment.cultures.microbe import gram, nourished, vigour
from simulator.equipment.cultures.sonnleitner import grow_sonnleitner
from simulator.equipment.fermenter.parameters import MICROBE, OPTICAL
from simulator.equipment.fermenter.states import (
    ACETATE_CONCENTRATION,
    BIOMASS_CONCENTRATION,
    ETHANOL_CONCENTRATION,
    FOREIGN_DEMAND,
    OFFGAS_QUOTIENT,
    OPTICAL_DENSITY,
    PRECURSOR_CONCENTRATION,
    SUGAR_CONCENTRATION,
)
from simulator.equipment.inventory import (
    ACETATE,
    CARBON,
    CONTAMINANT,
    DEAD,
    ETHANOL,
    GLUCOSE,
    LYSED,
    PRECURSOR,
    TEMPERATURE,
    VIABLE,
)
from simulator.numerics.exact import clamp, greater
from simulator.numerics.kernel import Floats, kernel

LEAST_USED = 0.005
"""Share of the oxygen that must be used for a quotient to mean something."""
LEAST_INERT = 1.0
"""% of nitrogen and argon that must be in the off-gas."""


@kernel
def enter(y: Floats, yb: int, sign: float) -> None:
    """Add what there is, times ``sign``, to the ledger of what is made less used."""
    cells = y[yb + VIABLE] + y[yb + DEAD] + y[yb + LYSED]
    y[yb + MADE_CELLS] += sign * cells
    for i in range(CARBON + 1 - GLUCOSE):
        y[yb + MADE_GLUCOSE + i] += sign * y[yb + GLUCOSE + i]


@kernel
def ferment(y: Floats, p: Floats, yb: int, pb: int, dt: float, litres: float) -> None:
    """Advance a microbial culture by ``dt`` seconds in ``litres`` of liquid."""
    hours = dt / 3600.0
    enter(y, yb, -1.0)
    if p[pb + MICROBE] < 0.5:
        grow_anane(y, p, yb, pb, hours, litres, vigour(y, p, yb, pb, litres))
    elif p[pb + MICROBE] < 1.5:
        grow_sonnleitner(y, p, yb, pb, hours, litres, vigour(y, p, yb, pb, litres))
    else:
        grow_birol(y, p, yb, pb, hours, litres, nourished(y, p, yb, pb, litres))
    enter(y, yb, 1.0)


@kernel
def tell(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write what a culture of microbes is measured by, and what a contaminant wants to breathe."""
    dry = gram(p, pb) / litres
    y[yb + BIOMASS_CONCENTRATION] = greater(y[yb + VIABLE], 0.0) * dry
    y[yb + OPTICAL_DENSITY] = (y[yb + VIABLE] + y[yb + DEAD]) * dry * p[pb + OPTICAL]
    y[yb + SUGAR_CONCENTRATION] = y[yb + GLUCOSE] * SUGAR_MASS / litres
    y[yb + ACETATE_CONCENTRATION] = y[yb + ACETATE] / litres
    y[yb + ETHANOL_CONCENTRATION] = y[yb + ETHANOL] / litres
    y[yb + PRECURSOR_CONCENTRATION] = y[yb + PRECURSOR] / litres
    foreign = p[pb + C_OXYGEN] * greater(y[yb + CONTAMINANT], 0.0)
    y[yb + FOREIGN_DEMAND] = foreign * warmth(y[yb + TEMPERATURE])
    y[yb + OFFGAS_QUOTIENT] = quotient(y, yb)


@kernel
def quotient(y: Floats, yb: int) -> float:
    """Return carbon dioxide made over oxygen used, from the gases that came in and the off-gas.

    Nitrogen and argon neither come nor go, so they tell how much gas leaves for what entered.
    """
    air = greater(y[yb + AIR_FLOW], 0.0)
    inert = (1.0 - AIR_OXYGEN - AIR_DIOXIDE) * air + greater(y[yb + NITROGEN_FLOW], 0.0)
    left = 100.0 - y[yb + OFFGAS_OXYGEN] - y[yb + OFFGAS_DIOXIDE]
    entered = AIR_OXYGEN * air + greater(y[yb + OXYGEN_FLOW], 0.0)
    if left < LEAST_INERT or entered <= 0.0:
        return 0.0
    leaves = inert / left
    used = entered - y[yb + OFFGAS_OXYGEN] * leaves
    if used < LEAST_USED * entered:
        return 0.0
    came = AIR_DIOXIDE * air + greater(y[yb + DIOXIDE_FLOW], 0.0)
    return clamp((y[yb + OFFGAS_DIOXIDE] * leaves - came) / used, 0.0, 100.0)
