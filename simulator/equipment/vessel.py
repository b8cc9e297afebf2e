"""A vessel without reactions: a feed bottle, a media bag, a harvest tank.

It holds what lines bring and take, follows the temperature it is kept at, and shows its weight,
level and concentrations. Nothing reacts in it: a harvest is taken to be cooled and soon used.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import (
    ACETATE,
    ETHANOL,
    HEAD,
    HEAD_FIELDS,
    PRECURSOR,
    TEMPERATURE,
    VOLUME,
)
from simulator.equipment.unit import (
    CONCENTRATION_OUTPUTS,
    SMALLEST_VOLUME,
    UnitKind,
    begin,
    concentrate,
    settle,
)
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.kernel import Floats, kernel

TEMPERATURE_CONTROL = HEAD
WEIGHT = HEAD + 1
LEVEL = HEAD + 2
CONCENTRATIONS = HEAD + 3
ACETATE_CONCENTRATION = CONCENTRATIONS + len(CONCENTRATION_OUTPUTS)
ETHANOL_CONCENTRATION = ACETATE_CONCENTRATION + 1
PRECURSOR_CONCENTRATION = ACETATE_CONCENTRATION + 2

_D = "definition"
_FIT = "engineering fit"

STANDING_FIELDS: tuple[Field, ...] = (
    Field(
        "temperature control",
        "",
        1.0,
        0.0,
        1.0,
        _D,
        "input",
        meaning="1 kept at the set temperature, 0 left to the room",
    ),
    Field("weight", "kg", 0.0, 0.0, 60000.0, _D, "output", meaning="net weight of the contents"),
    Field("level", "%", 0.0, 0.0, 1e6, _D, "output", meaning="of the working volume"),
)
"""What :func:`stand` reads and writes, in this order."""

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *STANDING_FIELDS,
    *CONCENTRATION_OUTPUTS,
    Field("acetate concentration", "g/L", 0.0, 0.0, 1e4, _D, "output", meaning="as acetic acid"),
    Field("ethanol concentration", "g/L", 0.0, 0.0, 1e4, _D, "output"),
    Field("precursor concentration", "g/L", 0.0, 0.0, 1e4, _D, "output", meaning="phenylacetate"),
)

WORKING_VOLUME = 0
DENSITY = 1
SET_TEMPERATURE = 2
AMBIENT_TEMPERATURE = 3
TIME_CONSTANT = 4

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 200.0, 0.1, 30000.0, _D, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.0, 0.5, 2.0, "engineering fit: water, 4 degC"),
    Field("set temperature", "degC", 20.0, 0.0, 100.0, _FIT, meaning="5 degC for a cold store"),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _FIT),
    Field(
        "temperature time constant",
        "h",
        4.0,
        0.01,
        1000.0,
        _FIT,
        meaning="of the contents towards the temperature around them, at any volume",
    ),
)


WATER_DENSITY = 1.0
"""kg/L, of condensate."""


@kernel
def weigh(y: Floats, volume: float, density: float, full: float, outputs: int) -> None:
    """Write the weight (kg) of a volume (L) and its level (% of ``full``) at ``outputs``."""
    y[outputs] = volume * density
    y[outputs + 1] = 100.0 * volume / full


@kernel
def stand(y: Floats, p: Floats, yb: int, pb: int, dt: float, outputs: int) -> None:
    """Advance what every vessel shows: temperature, weight and level.

    ``outputs`` is the index of the temperature control, before those of weight and level. The
    temperature follows ``dT/dt = (T_around - T)/tau``; the factor ``1/(1 + x + x^2/2)`` stands
    for ``exp(-x)``, ``x = dt/tau``: always between 0 and 1, wrong by less than ``x^3/6``.
    """
    ambient = p[pb + AMBIENT_TEMPERATURE]
    control = y[outputs]
    around = ambient + control * (p[pb + SET_TEMPERATURE] - ambient)
    x = dt / (3600.0 * p[pb + TIME_CONSTANT])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    y[yb + TEMPERATURE] = around + left * (y[yb + TEMPERATURE] - around)
    weigh(y, y[yb + VOLUME], p[pb + DENSITY], p[pb + WORKING_VOLUME], outputs + 1)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a vessel's block by ``dt`` seconds; concentrations are refreshed on slow scans."""
    stand(y, p, yb, pb, dt, yb + TEMPERATURE_CONTROL)
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)
        volume = y[yb + VOLUME]
        per_litre = 0.0
        if volume > SMALLEST_VOLUME:
            per_litre = 1.0 / volume
        y[yb + ACETATE_CONCENTRATION] = y[yb + ACETATE] * per_litre
        y[yb + ETHANOL_CONCENTRATION] = y[yb + ETHANOL] * per_litre
        y[yb + PRECURSOR_CONCENTRATION] = y[yb + PRECURSOR] * per_litre


def refuse_overfull(parameters: Mapping[str, float], values: Mapping[str, float]) -> None:
    """Refuse a vessel that begins fuller than full."""
    if values["volume"] > parameters["working volume"]:
        message = f"{values['volume']:g} L does not fit in {parameters['working volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger working volume"))


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a vessel that begins with what was given; raises Refusal.

    It begins at its set temperature unless a temperature is given, and no fuller than full.
    """
    values = begin(STATES, {"temperature": parameters["set temperature"], **given})
    refuse_overfull(parameters, values)
    settle(VESSEL, parameters, values)
    return values


VESSEL = UnitKind(
    name="vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    period_ms=5_000,
    meaning="a bottle, bag or tank in which nothing reacts",
)
