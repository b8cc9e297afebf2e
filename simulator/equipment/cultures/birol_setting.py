"""What temperature, acidity and phenylacetate leave of a Penicillium's growth and production.

Birol, Ündey and Çınar 2002 multiply growth by an Arrhenius term of temperature (less one of
heat damage, which hardly shows below 45 degC) and by an optimum of acidity between two constants.
Both always hold. With ``environment: on`` come the bells that all microbes have here, and
phenylacetate: without it no penicillin G, with too much of it neither growth nor penicillin
(engineering fits to the critical levels of 0.2 and 2.4 g/L of Goldrick et al. 2015).
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import ENVIRONMENT
from simulator.equipment.bioreactor.states import HYDROGEN, PRODUCT_FACTOR
from simulator.equipment.fermenter.parameters import (
    B_ACID_HIGH,
    B_ACID_LOW,
    B_GROWTH_ENERGY,
    B_GROWTH_SIZE,
    B_HEAT_ENERGY,
    B_HEAT_SIZE,
    B_PRECURSOR,
    B_TOXIC,
)
from simulator.equipment.fermenter.states import PRECURSOR_CONCENTRATION, SETTING_FACTOR
from simulator.equipment.inventory import TEMPERATURE
from simulator.numerics.exact import clamp, exp, greater
from simulator.numerics.kernel import Floats, kernel

GAS = 1.9872 * 4.184e-3
"""kJ/mol/K, as published: 1.9872 cal/mol/K."""
HIGHEST = 10.0


@kernel
def warmed(p: Floats, pb: int, temperature: float) -> float:
    """Return the published factor of temperature (degC) on growth: 1.274 at 25 degC."""
    energy = GAS * greater(temperature + 273.15, 250.0)
    quicker = p[pb + B_GROWTH_SIZE] * exp(-p[pb + B_GROWTH_ENERGY] / energy)
    harmed = p[pb + B_HEAT_SIZE] * exp(-p[pb + B_HEAT_ENERGY] / energy)
    return clamp(quicker - harmed, 0.0, HIGHEST)


@kernel
def soured(p: Floats, pb: int, hydrogen: float) -> float:
    """Return the published factor of acidity on growth, [H+] in mol/L: 0.875 at pH 5."""
    h = greater(hydrogen, 1e-16)
    return 1.0 / (1.0 + p[pb + B_ACID_LOW] / h + h / p[pb + B_ACID_HIGH])


@kernel
def weigh_birol(y: Floats, p: Floats, yb: int, pb: int, fit: float) -> None:
    """Write the factors on growth and production; ``fit`` is what the bells leave of both."""
    growth = fit * warmed(p, pb, y[yb + TEMPERATURE]) * soured(p, pb, 1e-3 * y[yb + HYDROGEN])
    product = fit
    if p[pb + ENVIRONMENT] > 0.5:
        level = greater(y[yb + PRECURSOR_CONCENTRATION], 0.0)
        much = level / p[pb + B_TOXIC]
        much = much * much
        spared = 1.0 / (1.0 + much * much)
        growth = growth * spared
        product = product * spared * (level / (level + p[pb + B_PRECURSOR]))
    y[yb + SETTING_FACTOR] = growth
    y[yb + PRODUCT_FACTOR] = product
