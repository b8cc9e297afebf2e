"""What the hyphae find in a vessel of 100 m3: pressure, oxygen transfer, and what slows them.

Equations of Goldrick et al. (2015); the power of a gassed stirrer is Michel and Miller's (1962).
"""

from __future__ import annotations

from simulator.equipment.industrial_penicillin.parameters import (
    CRITICAL_DIOXIDE,
    CRITICAL_NITROGEN,
    CRITICAL_OXYGEN_GROWTH,
    CRITICAL_OXYGEN_PRODUCT,
    IMPELLER_RADIUS,
    LEAST_PRECURSOR,
    RADIUS,
    TOXIC_PRECURSOR,
    TRANSFER,
)
from simulator.equipment.industrial_penicillin.states import (
    AGITATION,
    AIR_FLOW,
    AUTOLYSED,
    BACK_PRESSURE,
    DEGENERATED,
    DIOXIDE_LEVEL,
    GROWING,
    GROWTH_FACTOR,
    HYDROGEN,
    HYDROLYSIS,
    KLA,
    MATURE,
    MEAN_PRESSURE,
    NITROGEN,
    OIL_FLOW,
    OXYGEN_LEVEL,
    POWER,
    PRODUCT_FACTOR,
    SATURATION,
    SPARGER_BLOCKAGE,
    VISCOSITY,
)
from simulator.equipment.inventory import PRECURSOR, PRODUCT, TEMPERATURE
from simulator.numerics.exact import clamp, exp, greater, log, log10, power, tanh
from simulator.numerics.kernel import Floats, kernel

PI = 3.141592653589793
KELVIN = 273.15
HOLD_UP = 0.1
"""Share of the vessel's contents that is gas."""
HENRY = 0.0251
"""bar L/mg, of oxygen."""
AIR_OXYGEN = 0.21
IMPELLERS = 3.0
POWER_NUMBER = 5.0
GAS = 8.314
THIN = 4.0
"""mPa s; a broth thinner than this moves as water does."""
FEWEST = 1e-9
"""m3/min; less air than this is none."""


@kernel
def density(y: Floats, yb: int, litres: float) -> float:
    """Return the density of the broth, g/L (kg/m3)."""
    hyphae = y[yb + GROWING] + y[yb + MATURE] + y[yb + DEGENERATED] + y[yb + AUTOLYSED]
    return 1100.0 + y[yb + PRODUCT] / litres + hyphae


@kernel
def height(p: Floats, pb: int, litres: float) -> float:
    """Return the height of the liquid, m."""
    return 1e-3 * litres / (PI * p[pb + RADIUS] * p[pb + RADIUS]) * (1.0 - HOLD_UP)


@kernel
def compress(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write the log mean pressure of the liquid and the oxygen that air saturates it with."""
    top = 1.0 + greater(y[yb + BACK_PRESSURE], 0.0)
    rise = density(y, yb, litres) * height(p, pb, litres) * 9.81e-5
    mean = top
    if rise > 1e-9 * top:
        mean = rise / log((top + rise) / top)
    y[yb + MEAN_PRESSURE] = mean
    y[yb + SATURATION] = mean * AIR_OXYGEN / HENRY


@kernel
def aerate(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write the power of stirrer and air, and the transfer of oxygen."""
    broth = density(y, yb, litres)
    gas = greater(y[yb + AIR_FLOW], 0.0) / 60.0
    turns = greater(y[yb + AGITATION], 0.0) / 60.0
    wide = 2.0 * p[pb + IMPELLER_RADIUS]
    bare = IMPELLERS * POWER_NUMBER * broth * turns * turns * turns
    bare = bare * (wide * wide * wide * wide * wide)
    if gas < FEWEST / 60.0:
        y[yb + POWER] = 1e-3 * bare
        y[yb + KLA] = 0.0
        return
    gassed = 0.706 * power(bare * bare * turns * wide * wide * wide / power(gas, 0.56), 0.45)
    speed = gas / (PI * p[pb + RADIUS] * p[pb + RADIUS])
    metres = 1e-3 * litres
    high = height(p, pb, litres)
    top = 1.0 + greater(y[yb + BACK_PRESSURE], 0.0)
    air = speed * GAS * (y[yb + TEMPERATURE] + KELVIN) * metres / (22.4 * high)
    air = air * log(1.0 + broth * 9.81 * high / (top * 1e5))
    spent = 1e-3 * gassed + air
    y[yb + POWER] = spent
    thick = y[yb + VISCOSITY]
    if thick <= THIN:
        thick = 1.0
    kla = p[pb + TRANSFER] * power(speed, 0.38) * power(spent / metres, 0.34)
    kla = kla * power(0.01 * thick, -0.38)
    oily = 1.0 - power(greater(y[yb + OIL_FLOW], 0.0) / litres, 0.25)
    kla = kla * greater(oily, 0.0) * (1.0 - clamp(y[yb + SPARGER_BLOCKAGE], 0.0, 1.0))
    y[yb + KLA] = clamp(kla, 0.0, 1e5)


@kernel
def rising(x: float) -> float:
    """Return a step from 0 to 1 about zero, some units wide."""
    return 0.5 * (1.0 + tanh(x))


@kernel
def judge(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write what growth and production are slowed to, and how fast penicillin falls apart.

    Heat that would turn growth round only stops it here.
    """
    kelvin = y[yb + TEMPERATURE] + KELVIN
    ion = y[yb + HYDROGEN]
    oxygen = y[yb + OXYGEN_LEVEL]
    full = y[yb + SATURATION]
    precursor = 1e3 * y[yb + PRECURSOR] / litres
    warm = 450.0 * exp(-14880.0 / (GAS * kelvin)) - 2.5e29 * exp(-173250.0 / (GAS * kelvin))
    factor = greater(warm, 0.0) / (1.0 + ion / 1e-5 + 2.5e-8 / ion)
    factor = factor * rising(y[yb + NITROGEN] - p[pb + CRITICAL_NITROGEN])
    factor = factor * rising(p[pb + CRITICAL_DIOXIDE] - 1e3 * y[yb + DIOXIDE_LEVEL])
    factor = factor * rising(oxygen - p[pb + CRITICAL_OXYGEN_GROWTH] * full)
    y[yb + GROWTH_FACTOR] = factor * rising(p[pb + TOXIC_PRECURSOR] - precursor)
    breath = rising(oxygen - p[pb + CRITICAL_OXYGEN_PRODUCT] * full)
    y[yb + PRODUCT_FACTOR] = breath * rising(precursor - p[pb + LEAST_PRECURSOR])
    acid = -log10(ion)
    lost = -64.29 - 1.825 * acid + 0.3649 * kelvin
    y[yb + HYDROLYSIS] = exp(lost + 0.1280 * (acid * acid) - 4.9496e-4 * (kelvin * kelvin))
