"""Oxygen and carbon dioxide across the surface of a shaken liquid, and through the closure.

The film that shaking spreads over the wall takes up the gas. U. Maier, M. Losen and J. Büchs
(Biochem Eng J 17 (2004) 155) measured it in flasks of 50 to 1000 mL; as Seletzky et al. 2007 use it

    kLa = 6.67e-6 N^1.16 V^-0.83 d0^0.38 d^1.92      (1/s; rpm, mL, cm, cm)

with shaking frequency N, filling V, shaking diameter d0 and the largest diameter of the flask d.
Measured for 50 to 500 rpm and fillings of 4 to 16 % in liquids as thin as water; higher fillings
in cell culture lie beyond, where it is an engineering fit. A surface that stands still keeps a
little transfer of its own. There are no bubbles: the gas is that of the headspace, which the
closure exchanges with the incubator.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.gas import AIR_OXYGEN, GAS_CONSTANT, headspace
from simulator.equipment.bioreactor.parameters import BUFFER_PKA, KLA_FACTOR
from simulator.equipment.bioreactor.states import (
    AGITATION,
    BUFFER_CONSTANT,
    DIOXIDE_SOLUBILITY,
    GAS_ROOM,
    HEADSPACE_DIOXIDE,
    HEADSPACE_NITROGEN,
    HEADSPACE_OXYGEN,
    KLA,
    OFFGAS_DIOXIDE,
    OFFGAS_OXYGEN,
    OXYGEN_SOLUBILITY,
    SURFACE_TRANSFER,
    VENTED_CARBON,
    VENTED_OXYGEN,
)
from simulator.equipment.bioreactor.transfer import (
    AMBIENT,
    DIOXIDE_37,
    DIOXIDE_HEAT_OF_SOLUTION,
    OXYGEN_37,
    OXYGEN_HEAT_OF_SOLUTION,
    QUARTER_PI,
    solubility,
)
from simulator.equipment.inventory import TEMPERATURE
from simulator.equipment.seed_train.parameters import (
    CLOSURE,
    FLASK_DIAMETER,
    SHAKING_DIAMETER,
    STILL_FILM,
)
from simulator.numerics.exact import clamp, exp10, greater, lesser, power
from simulator.numerics.kernel import Floats, kernel

COEFFICIENT = 6.67e-6 * 3600.0
"""1/h of the correlation."""
FASTEST_TRANSFER = 1000.0
"""1/h, far beyond what any flask reaches."""


@kernel
def shaken_kla(speed: float, millilitres: float, orbit: float, diameter: float) -> float:
    """Return kLa (1/h) from rpm, mL, and the diameters of the orbit and the flask in cm."""
    if speed <= 0.0 or millilitres <= 0.0:
        return 0.0
    kla = COEFFICIENT * power(speed, 1.16) * power(millilitres, -0.83)
    return kla * power(orbit, 0.38) * power(diameter, 1.92)


@kernel
def shake(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Refresh the transfer across the surface, the solubilities and the buffer's constant."""
    across = p[pb + FLASK_DIAMETER]
    speed = greater(y[yb + AGITATION], 0.0)
    orbit = 100.0 * p[pb + SHAKING_DIAMETER]
    kla = p[pb + KLA_FACTOR] * shaken_kla(speed, 1000.0 * litres, orbit, 100.0 * across)
    still = p[pb + STILL_FILM] * QUARTER_PI * across * across * 1000.0 / litres
    y[yb + KLA] = lesser(kla + still, FASTEST_TRANSFER)
    y[yb + SURFACE_TRANSFER] = y[yb + KLA]
    temperature = y[yb + TEMPERATURE]
    y[yb + OXYGEN_SOLUBILITY] = solubility(OXYGEN_37, OXYGEN_HEAT_OF_SOLUTION, temperature)
    y[yb + DIOXIDE_SOLUBILITY] = solubility(DIOXIDE_37, DIOXIDE_HEAT_OF_SOLUTION, temperature)
    y[yb + BUFFER_CONSTANT] = 1000.0 * exp10(-p[pb + BUFFER_PKA])


@kernel
def confine(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what pressure a mmol of gas makes in the headspace."""
    kelvin = y[yb + TEMPERATURE] + 273.15
    y[yb + GAS_ROOM] = GAS_CONSTANT * kelvin / headspace(y, p, yb, pb)


@kernel
def breathe(y: Floats, p: Floats, yb: int, pb: int, dt: float, dioxide: float) -> None:
    """Exchange headspace gas with an incubator that holds ``dioxide`` % of carbon dioxide.

    ``dn/dt = (n_incubator - n) x``, x the closure's exchange over the headspace;
    ``1/(1 + x dt + (x dt)^2/2)`` stands for ``exp(-x dt)``. A flask is at the pressure around it.
    """
    x = p[pb + CLOSURE] / headspace(y, p, yb, pb) * dt / 3600.0
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    full = AMBIENT / y[yb + GAS_ROOM]
    acid = 0.01 * clamp(dioxide, 0.0, 100.0)
    oxygen = AIR_OXYGEN * (1.0 - acid) * full
    rest = (1.0 - AIR_OXYGEN) * (1.0 - acid) * full
    acid = acid * full
    over = y[yb + HEADSPACE_OXYGEN] - oxygen
    y[yb + HEADSPACE_OXYGEN] = oxygen + left * over
    y[yb + VENTED_OXYGEN] += (1.0 - left) * over
    over = y[yb + HEADSPACE_DIOXIDE] - acid
    y[yb + HEADSPACE_DIOXIDE] = acid + left * over
    y[yb + VENTED_CARBON] += (1.0 - left) * over
    y[yb + HEADSPACE_NITROGEN] = rest + left * (y[yb + HEADSPACE_NITROGEN] - rest)
    total = y[yb + HEADSPACE_OXYGEN] + y[yb + HEADSPACE_DIOXIDE] + y[yb + HEADSPACE_NITROGEN]
    y[yb + OFFGAS_OXYGEN] = 100.0 * clamp(y[yb + HEADSPACE_OXYGEN] / total, 0.0, 1.0)
    y[yb + OFFGAS_DIOXIDE] = 100.0 * clamp(y[yb + HEADSPACE_DIOXIDE] / total, 0.0, 1.0)
