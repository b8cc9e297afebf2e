"""Foam on the culture, and what it does to the exhaust filter.

Bikerman (1938): foam stands at a volume of gas flow times foaminess, and gets there with a time
constant of one foaminess. Foaminess grows with dead and lysed cells and falls with antifoam, to a
fifth at 10 ppm. Foam that fills the headspace goes up the exhaust, takes culture along and wets the
filter. All sizes are engineering fits within 10 to 100 s.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import (
    ANTIFOAM_DOSE,
    BASE_FOAMINESS,
    DEBRIS_FOAMINESS,
    VESSEL_VOLUME,
)
from simulator.equipment.bioreactor.states import (
    FOAM,
    FOAM_LEVEL,
    FOAMINESS,
    FOAMING,
    GAS_FLOW,
    PRESSURE,
    VENTED_CELLS,
    VENTED_GLUCOSE,
    VENTED_VOLUME,
    WETTING,
)
from simulator.equipment.bioreactor.transfer import AMBIENT
from simulator.equipment.inventory import (
    ANTIFOAM,
    CARBON,
    DEAD,
    FIRST_COMPONENT,
    GLUCOSE,
    HEAD,
    LYSED,
    TEMPERATURE,
    VIABLE,
    VOLUME,
)
from simulator.equipment.relaxation import relaxed
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

EXPANSION = AMBIENT / (60.0 * 273.15)
"""L/s of gas at 1 K and 1 mbar, in one L/min at 0 degC and 1.01325 bar."""
LEAST_HEADSPACE = 0.005
"""Smallest headspace, as a share of the vessel."""
FOAM_LIQUID = 0.02
"""Liquid in the foam that leaves, L/L."""
FILTER_HOLDS = 0.005
"""Liquid that wets most (1 - 1/e) of the exhaust filter, as a share of the vessel's volume."""
DRYING_TIME = 7200.0
"""Time constant (s) with which the filter dries."""
ANTIFOAM_POWER = 4.0
"""Foaminess is divided by 1 + 4 x doses."""


@kernel
def foaminess(y: Floats, p: Floats, yb: int, pb: int, per_litre: float) -> None:
    """Write the foaminess (s) from the debris and the antifoam in the culture."""
    debris = (y[yb + DEAD] + y[yb + LYSED]) * per_litre
    natural = p[pb + BASE_FOAMINESS] + p[pb + DEBRIS_FOAMINESS] * lesser(0.1 * debris, 10.0)
    doses = y[yb + ANTIFOAM] * per_litre / p[pb + ANTIFOAM_DOSE]
    natural = natural * y[yb + FOAMING] / (1.0 + ANTIFOAM_POWER * doses)
    y[yb + FOAMINESS] = clamp(natural, 0.1, 1000.0)


@kernel
def froth(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Advance foam and filter by ``dt`` seconds; write the foam level (% of the headspace)."""
    kelvin = greater(y[yb + TEMPERATURE] + 273.15, 1.0)
    absolute = greater(y[yb + PRESSURE] + AMBIENT, 50.0)
    flow = y[yb + GAS_FLOW] * EXPANSION * kelvin / absolute
    rate = 1.0 / y[yb + FOAMINESS]
    foam = y[yb + FOAM]
    foam = foam + (flow - rate * foam) * dt * relaxed(rate * dt)
    vessel = p[pb + VESSEL_VOLUME]
    free = greater(vessel - y[yb + VOLUME], LEAST_HEADSPACE * vessel)
    wet = y[yb + WETTING]
    if wet > 0.0:
        x = dt / DRYING_TIME
        wet = wet - wet * x * relaxed(x)
    if foam > free:
        liquid = lesser(FOAM_LIQUID * (foam - free), 0.5 * y[yb + VOLUME])
        foam = free
        share = liquid / (FILTER_HOLDS * vessel)
        wet = wet + (1.0 - wet) * share * relaxed(share)
        lose(y, yb, liquid)
    y[yb + FOAM] = foam
    y[yb + WETTING] = wet
    y[yb + FOAM_LEVEL] = 100.0 * (foam / free)


@kernel
def lose(y: Floats, yb: int, liquid: float) -> None:
    """Take ``liquid`` litres, and its share of every component, out of the vessel."""
    volume = y[yb + VOLUME]
    if liquid <= 0.0 or volume <= 0.0:
        return
    left = 1.0 - liquid / volume
    y[yb + VOLUME] = volume * left
    y[yb + VENTED_VOLUME] += volume - volume * left
    cells = y[yb + VIABLE] + y[yb + DEAD] + y[yb + LYSED]
    y[yb + VENTED_CELLS] += cells - cells * left
    for i in range(CARBON + 1 - GLUCOSE):
        there = y[yb + GLUCOSE + i]
        y[yb + VENTED_GLUCOSE + i] += there - there * left
    for i in range(yb + FIRST_COMPONENT, yb + HEAD):
        y[i] = y[i] * left
