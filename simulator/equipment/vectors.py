"""Viral vectors in a liquid: what travels with it, and how lentivirus loses its function.

Capsids of AAV last. A particle of lentivirus soon no longer transduces a cell, though the
laboratory still finds its p24: function is lost in first order, the sooner the warmer. Half-lives
published at 37 degC differ from 7 to 40 h, by envelope and medium (8 to 40 h: I. J. C. Dautzenberg
et al., Gene Ther 28:89, 2020). The rates here, 0.07 1/h at 37 degC, 0.03 at 32 and 0.003 at 4, with
Arrhenius between them and beyond, are engineering fits to the sooner of these; ``vector decay``
multiplies them.
"""

from __future__ import annotations

from simulator.equipment.unit import SMALLEST_VOLUME
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp
from simulator.numerics.kernel import Floats, kernel

FULL_CAPSIDS = 0
EMPTY_CAPSIDS = 1
FUNCTIONAL_VECTOR = 2
VECTOR_PARTICLES = 3
"""Offsets in VECTOR_FIELDS."""

KELVIN = 273.15
HOTTEST = 60.0
"""degC; above it the rate is that of 60 degC, 2.5 1/h."""
WARM = 310.15
COOL = 305.15
WARM_RATE = 0.07
"""1/h of function lost at 37 degC: a half-life of 9.9 h."""
COOL_RATE = 0.03
WARM_SLOPE = 16038.039
"""K: ln(0.07/0.03) by 1/305.15 K - 1/310.15 K."""
COLD_SLOPE = 6954.8203
"""K: ln(0.03/0.003) by 1/277.15 K - 1/305.15 K."""
P24_PER_PARTICLE = 80.0
"""ng of p24 in 1e9 particles: 2000 molecules of 24 kDa in each (engineering fit)."""

PER_THOUSAND = 1e-3
"""1e12 particles in 1e9 transducing units of one particle each."""
PARTICLES_PER_UNIT = 300.0
"""Particles of new vector to a transducing unit (engineering fit: 100 to 1000)."""

_D = "definition"
_F = "engineering fit"

VECTOR_FIELDS: tuple[Field, ...] = (
    Field("full capsids", "1e12 vg", 0.0, 0.0, 1e15, _D, "state", meaning="AAV with a genome"),
    Field("empty capsids", "1e12 vp", 0.0, 0.0, 1e15, _D, "state", meaning="AAV without"),
    Field("functional vector", "1e9 TU", 0.0, 0.0, 1e15, _D, "state", meaning="lentivirus"),
    Field("vector particles", "1e12 vp", 0.0, 0.0, 1e15, _D, "state", meaning="lentivirus, any"),
)
"""What travels of vectors, one slot each, in this order."""

TITRE_FIELDS: tuple[Field, ...] = (
    Field("functional titre", "1e6 TU/mL", 0.0, 0.0, 1e18, _D, "output", meaning="lentivirus"),
    Field("particle titre", "1e9 vp/mL", 0.0, 0.0, 1e18, _D, "output", meaning="lentivirus, any"),
    Field("p24", "ng/mL", 0.0, 0.0, 1e20, _F, "output", meaning="capsid protein of lentivirus"),
    Field(
        "functional share",
        "%",
        0.0,
        0.0,
        100.0,
        _D,
        "output",
        meaning="of the function that these particles had when they were new",
    ),
)
"""What the laboratory finds of lentivirus in a liquid."""

DECAY = Field("vector decay", "", 1.0, 0.0, 10.0, _F, meaning="multiplies loss of function")


@kernel
def loss_rate(temperature: float) -> float:
    """Return the rate (1/h) at which lentivirus loses its function at a temperature (degC)."""
    kelvin = KELVIN + clamp(temperature, 0.0, HOTTEST)
    if kelvin < COOL:
        return COOL_RATE * exp(COLD_SLOPE * (1.0 / COOL - 1.0 / kelvin))
    return WARM_RATE * exp(WARM_SLOPE * (1.0 / WARM - 1.0 / kelvin))


@kernel
def function_left(temperature: float, factor: float, hours: float) -> float:
    """Return the share of functional vector that is left after ``hours``; 0 to 1.

    ``1/(1 + x + x^2/2)`` stands for ``exp(-x)``, wrong by less than ``x^3/6``.
    """
    x = clamp(factor * loss_rate(temperature) * hours, 0.0, 1e6)
    return 1.0 / (1.0 + x + 0.5 * x * x)


@kernel
def part(some: float, whole: float) -> float:
    """Return a part as % of a whole, 0 of nothing."""
    if whole > 0.0:
        return clamp(100.0 * (some / whole), 0.0, 100.0)
    return 0.0


@kernel
def count(y: Floats, volume: float, carried: int, at: int, per_unit: float) -> None:
    """Write TITRE_FIELDS to ``y`` from ``at``, of what stands from ``carried`` on in ``volume``.

    ``per_unit`` is how many particles there are to a transducing unit when all of them are new.
    """
    per = 0.0
    if volume > SMALLEST_VOLUME:
        per = 1.0 / volume
    functional = y[carried + FUNCTIONAL_VECTOR]
    particles = y[carried + VECTOR_PARTICLES]
    y[at] = functional * per
    y[at + 1] = particles * per
    y[at + 2] = P24_PER_PARTICLE * particles * per
    y[at + 3] = part(PER_THOUSAND * functional * per_unit, particles)
