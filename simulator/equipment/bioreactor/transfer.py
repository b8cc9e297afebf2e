"""Stirring and mass transfer: power, kLa, surface aeration and solubilities.

kLa is van't Riet's (1979) correlation, per second 0.026 (P/V)^0.4 v_s^0.5 for coalescing liquids
and 0.002 (P/V)^0.7 v_s^0.2 for those whose salts keep bubbles apart (``kla liquid: salts``), with
P/V in W/m3 and the superficial velocity v_s in m/s. It was made at about 20 degC and is multiplied
by 1.024^(T - 20); cell culture stirs more gently than its range (500 to 10,000 W/m3), so ``kla
factor`` is there to match a vessel of one's own. Antifoam and a blocked sparger lower it.
Under gas an impeller draws less power: Michel and Miller (1962), in W, 1/s, m and m3/s at the
vessel's pressure and temperature, 0.706 (P0^2 N D^3/Q^0.56)^0.45. These change slowly and are
refreshed on slow scans. The pressure in the liquid is the logarithmic mean of those at its top and
at the sparger.
"""

from __future__ import annotations

import math

from simulator.equipment.bioreactor.parameters import (
    ANTIFOAM_DOSE,
    ANTIFOAM_LOSS,
    BUFFER_PKA,
    DENSITY,
    IMPELLER_DIAMETER,
    KLA_FACTOR,
    KLA_LIQUID,
    POWER_NUMBER,
    SURFACE_COEFFICIENT,
    TANK_DIAMETER,
    WORKING_VOLUME,
)
from simulator.equipment.bioreactor.states import (
    AGITATION,
    BUFFER_CONSTANT,
    DEPTH_PRESSURE,
    DIOXIDE_SOLUBILITY,
    GAS_FLOW,
    KLA,
    OXYGEN_SOLUBILITY,
    POWER,
    PRESSURE,
    SPARGER_BLOCKAGE,
    SURFACE_TRANSFER,
)
from simulator.equipment.inventory import ANTIFOAM, TEMPERATURE, VOLUME
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser, log
from simulator.numerics.kernel import Floats, kernel

AMBIENT = 1013.25
"""mbar outside the plant."""
QUARTER_PI = 0.7853981633974483
LN_1024 = 0.023716526617316065
"""ln(1.024)."""
OXYGEN_37 = 0.9752
"""mM/bar: 0.207 mM in air at 1 atm and 37 degC."""
OXYGEN_HEAT_OF_SOLUTION = 1500.0
"""K; R. Sander, Atmos Chem Phys 15 (2015) 4399."""
DIOXIDE_37 = 23.027
"""mM/bar: 0.0307 mM/mmHg at 37 degC."""
DIOXIDE_HEAT_OF_SOLUTION = 2400.0
"""K; Sander 2015."""
HIGHEST_INTENSITY = 1e4
"""W/m3 up to which van't Riet's correlation holds."""
HIGHEST_VELOCITY = 0.2
"""m/s beyond which bubbles no longer rise one by one."""
COVERED = 0.1
"""Share of the working volume that covers the impeller."""
LEAST_GASSED = 0.3
"""Share of its ungassed power that a flooded impeller still draws; an engineering fit."""
USUAL_SPEED = 60.0
"""rpm at which the surface coefficient is given."""


@kernel
def solubility(at_37: float, heat: float, temperature: float) -> float:
    """Return Henry's constant (mM/bar) at ``temperature`` degC from that at 37 degC."""
    kelvin = greater(temperature + 273.15, 250.0)
    return at_37 * exp(heat * (1.0 / kelvin - 1.0 / 310.15))


@kernel
def mean_pressure(y: Floats, yb: int) -> float:
    """Return the logarithmic mean (mbar, absolute) of the pressures at surface and sparger.

    By A. J. V. Underwood, Ind Chem 9:167 (1933): two thirds of the geometric mean and one third of
    the arithmetic, within 1e-4 up to pressures that differ threefold.
    """
    top = greater(AMBIENT + y[yb + PRESSURE], 1.0)
    sparger = top + y[yb + DEPTH_PRESSURE]
    return math.sqrt(top * sparger) * (2.0 / 3.0) + (top + sparger) * (1.0 / 6.0)


@kernel
def gassed_power(watts: float, speed: float, diameter: float, flow: float) -> float:
    """Return the power (W) an impeller draws under gas, of W without, 1/s, m and m3/s.

    Michel and Miller 1962; never more than without gas.
    """
    if watts <= 0.0 or flow <= 0.0:
        return watts
    cube = diameter * diameter * diameter
    drawn = 0.706 * exp(0.45 * (log(watts * watts * speed * cube) - 0.56 * log(flow)))
    return clamp(drawn, LEAST_GASSED * watts, watts)


@kernel
def depth_pressure(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the pressure (mbar) of the liquid above the sparger."""
    diameter = p[pb + TANK_DIAMETER]
    per_litre = 0.0980665 * p[pb + DENSITY] / (QUARTER_PI * diameter * diameter)
    return greater(y[yb + VOLUME], 0.0) * per_litre


@kernel
def kla_of(intensity: float, velocity: float, temperature: float) -> float:
    """Return van't Riet's kLa (1/h) from W/m3, m/s and degC, within the correlation's bounds."""
    if intensity <= 0.0:
        return 0.0
    stirring = 0.4 * log(lesser(intensity, HIGHEST_INTENSITY))
    rising = math.sqrt(lesser(greater(velocity, 0.0), HIGHEST_VELOCITY))
    return 93.6 * rising * exp(stirring + LN_1024 * (temperature - 20.0))


@kernel
def kla_with_salts(intensity: float, velocity: float, temperature: float) -> float:
    """Return the same for a liquid whose bubbles do not coalesce."""
    if intensity <= 0.0 or velocity <= 0.0:
        return 0.0
    stirring = 0.7 * log(lesser(intensity, HIGHEST_INTENSITY))
    rising = 0.2 * log(lesser(velocity, HIGHEST_VELOCITY))
    return 7.2 * exp(stirring + rising + LN_1024 * (temperature - 20.0))


@kernel
def stir(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Refresh power, kLa, surface transfer, solubilities and the buffer's constant."""
    diameter = p[pb + IMPELLER_DIAMETER]
    speed = greater(y[yb + AGITATION], 0.0) / 60.0
    square = diameter * diameter
    covered = clamp(y[yb + VOLUME] / (COVERED * p[pb + WORKING_VOLUME]), 0.0, 1.0)
    watts = p[pb + POWER_NUMBER] * 1000.0 * p[pb + DENSITY] * speed * speed * speed
    watts = watts * square * square * diameter * covered
    area = QUARTER_PI * p[pb + TANK_DIAMETER] * p[pb + TANK_DIAMETER]
    temperature = y[yb + TEMPERATURE]
    expansion = (temperature + 273.15) / 273.15 * (AMBIENT / mean_pressure(y, yb))
    flow = y[yb + GAS_FLOW] / 60000.0 * expansion
    velocity = flow / area
    watts = gassed_power(watts, speed, diameter, flow)
    y[yb + POWER] = watts
    if p[pb + KLA_LIQUID] < 0.5:
        kla = kla_of(watts * 1000.0 / litres, velocity, temperature)
    else:
        kla = kla_with_salts(watts * 1000.0 / litres, velocity, temperature)
    kla = kla * p[pb + KLA_FACTOR]
    antifoam = y[yb + ANTIFOAM] / litres
    oil = antifoam / (antifoam + p[pb + ANTIFOAM_DOSE])
    kla = kla * (1.0 - 0.01 * p[pb + ANTIFOAM_LOSS] * oil)
    y[yb + KLA] = kla * (1.0 - clamp(y[yb + SPARGER_BLOCKAGE], 0.0, 1.0))
    film = p[pb + SURFACE_COEFFICIENT] * (0.1 + 0.9 * lesser(60.0 * speed / USUAL_SPEED, 5.0))
    y[yb + SURFACE_TRANSFER] = lesser(film * area * 1000.0 / litres, 1000.0)
    y[yb + OXYGEN_SOLUBILITY] = solubility(OXYGEN_37, OXYGEN_HEAT_OF_SOLUTION, temperature)
    y[yb + DIOXIDE_SOLUBILITY] = solubility(DIOXIDE_37, DIOXIDE_HEAT_OF_SOLUTION, temperature)
    y[yb + BUFFER_CONSTANT] = 1000.0 * exp10(-p[pb + BUFFER_PKA])
