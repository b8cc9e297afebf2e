"""Saturated steam, and how it kills: temperature by pressure, and F0.

Pressure and temperature of saturation are the equations of region 4 of IAPWS-IF97 (W. Wagner and
others, J. Eng. Gas Turbines Power 122:150, 2000), which need only square roots. Lethality counts
minutes at 121.1 degC with z = 10 K (the F0 of the pharmacopoeias).
"""

from __future__ import annotations

import math

from simulator.numerics.exact import clamp, exp10
from simulator.numerics.kernel import kernel

N1 = 0.11670521452767e4
N2 = -0.72421316703206e6
N3 = -0.17073846940092e2
N4 = 0.12020824702470e5
N5 = -0.32325550322333e7
N6 = 0.14915108613530e2
N7 = -0.48232657361591e4
N8 = 0.40511340542057e6
N9 = -0.23855557567849
N10 = 0.65017534844798e3
"""Coefficients of the equation of saturation."""

KELVIN = 273.15
COLDEST = 0.01
HOTTEST = 300.0
"""degC between which pressures are told: from the triple point on."""
LOWEST = 0.00611213
HIGHEST = 85.0
"""bar, absolute, between which temperatures are told."""
REFERENCE = 121.1
"""degC of F0."""
Z = 10.0
"""K that make lethality tenfold."""
MOST_DECADES = 3.0


@kernel
def saturation_pressure(warmth: float) -> float:
    """Return the pressure (bar, absolute) of saturated steam at a temperature (degC)."""
    t = clamp(warmth, COLDEST, HOTTEST) + KELVIN
    v = t + N9 / (t - N10)
    a = v * v + N1 * v + N2
    b = N3 * v * v + N4 * v + N5
    c = N6 * v * v + N7 * v + N8
    root = 2.0 * c / (math.sqrt(b * b - 4.0 * a * c) - b)
    square = root * root
    return 10.0 * square * square


@kernel
def saturation_temperature(pressure: float) -> float:
    """Return the temperature (degC) of saturated steam at a pressure (bar, absolute)."""
    b = math.sqrt(math.sqrt(0.1 * clamp(pressure, LOWEST, HIGHEST)))
    e = b * b + N3 * b + N6
    f = N1 * b * b + N4 * b + N7
    g = N2 * b * b + N5 * b + N8
    d = 2.0 * g / (-f - math.sqrt(f * f - 4.0 * e * g))
    s = N10 + d
    return 0.5 * (s - math.sqrt(s * s - 4.0 * (N9 + N10 * d))) - KELVIN


@kernel
def lethal_rate(warmth: float) -> float:
    """Return the minutes of F0 that one minute at a temperature (degC) counts."""
    return exp10(clamp((warmth - REFERENCE) / Z, -30.0, MOST_DECADES))
