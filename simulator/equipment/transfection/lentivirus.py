"""Lentivirus of transfected cells, lumped: particles that bud for two days and soon lose function.

Each living cell buds at a rate ``q`` from about 24 to 72 h after transfection; the particles stay,
their function does not:

    dV_f/dt = q X - k(T) V_f        dP/dt = 300 q X

No published model of transient production could be identified from its data, so that window,
rate, dose and burden are engineering fits; the rate gives the titre of a suspension culture four
days after it was begun (doi 10.1080/21655979.2021.1931644). The dose is the plasmid that cells took
up so far; several plasmids must meet in a cell, hence the square. Environment acts on budding as on
a product.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import PRODUCT_FACTOR
from simulator.equipment.inventory import TEMPERATURE
from simulator.equipment.transfection.parameters import (
    T_BUDDING,
    T_BUDDING_BEGIN,
    T_BUDDING_END,
    T_BUDDING_RAMP,
    T_DECAY,
    T_PARTICLES,
    T_USUAL_UPTAKE,
)
from simulator.equipment.transfection.states import (
    BUDDED,
    FUNCTIONAL,
    PARTICLES,
    SINCE,
    TRANSFECTED,
)
from simulator.equipment.vectors import PER_THOUSAND, function_left
from simulator.numerics.exact import clamp
from simulator.numerics.kernel import Floats, kernel


@kernel
def response(uptake: float) -> float:
    """Return what an uptake, 1 for the usual, does to budding: 0 to 2, and 1 for the usual."""
    squared = clamp(uptake, 0.0, 1e6)
    squared = squared * squared
    return 2.0 * squared / (1.0 + squared)


@kernel
def smooth(hours: float, middle: float, width: float) -> float:
    """Return 0 before and 1 after a smooth step of ``width`` h about ``middle``."""
    x = clamp((hours - middle) / width + 0.5, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


@kernel
def window(hours: float, begin: float, end: float, ramp: float) -> float:
    """Return the share of cells that bud so many hours after transfection."""
    return smooth(hours, begin, ramp) * (1.0 - smooth(hours, end, ramp))


@kernel
def bud(y: Floats, p: Floats, yb: int, pb: int, hours: float, living: float) -> None:
    """Let ``living`` cells (1e9) bud for ``hours``."""
    now = window(
        y[yb + SINCE], p[pb + T_BUDDING_BEGIN], p[pb + T_BUDDING_END], p[pb + T_BUDDING_RAMP]
    )
    uptake = y[yb + TRANSFECTED] / p[pb + T_USUAL_UPTAKE]
    rate = p[pb + T_BUDDING] * response(uptake) * now * y[yb + PRODUCT_FACTOR]
    made = rate * living * hours
    y[yb + BUDDED] = rate
    y[yb + FUNCTIONAL] = y[yb + FUNCTIONAL] + made
    y[yb + PARTICLES] = y[yb + PARTICLES] + PER_THOUSAND * p[pb + T_PARTICLES] * made


@kernel
def age(y: Floats, p: Floats, yb: int, pb: int, hours: float) -> None:
    """Let functional vector in the liquid lose its function for ``hours``."""
    if y[yb + FUNCTIONAL] == 0.0:
        return
    left = function_left(y[yb + TEMPERATURE], p[pb + T_DECAY], hours)
    y[yb + FUNCTIONAL] = y[yb + FUNCTIONAL] * left
