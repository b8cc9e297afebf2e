"""A vessel of reagents for transcription: a bottle of nucleotides or enzyme, a tank of raw RNA.

As a vessel it holds what lines bring and take and follows its temperature; nothing reacts in it.
It carries what a transcription reactor does.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import HEAD_FIELDS, PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.reagents import REAGENT_FIELDS, WIDTH
from simulator.equipment.transcription_start import GIVENS, begun
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.equipment.vessel import (
    AMBIENT_TEMPERATURE,
    DENSITY,
    PARAMETERS,
    SET_TEMPERATURE,
    TIME_CONSTANT,
    WORKING_VOLUME,
)
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.kernel import Floats, kernel

TEMPERATURE_CONTROL = WIDTH
WEIGHT = WIDTH + 1
LEVEL = WIDTH + 2
TITRE = WIDTH + 3

_D = "definition"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *REAGENT_FIELDS,
    Field("temperature control", "", 1.0, 0.0, 1.0, _D, "input", meaning="0: left to the room"),
    Field("weight", "kg", 0.0, 0.0, 60000.0, _D, "output", meaning="net weight of the contents"),
    Field("level", "%", 0.0, 0.0, 1e6, _D, "output", meaning="of the working volume"),
    Field("titre", "g/L", 0.0, 0.0, 1e12, _D, "output", meaning="of whole RNA"),
)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a reagent vessel's block by ``dt`` seconds: temperature, weight, level and titre."""
    ambient = p[pb + AMBIENT_TEMPERATURE]
    control = y[yb + TEMPERATURE_CONTROL]
    around = ambient + control * (p[pb + SET_TEMPERATURE] - ambient)
    x = dt / (3600.0 * p[pb + TIME_CONSTANT])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    y[yb + TEMPERATURE] = around + left * (y[yb + TEMPERATURE] - around)
    volume = y[yb + VOLUME]
    y[yb + WEIGHT] = volume * p[pb + DENSITY]
    y[yb + LEVEL] = 100.0 * volume / p[pb + WORKING_VOLUME]
    if slow == 1:
        y[yb + TITRE] = 0.0
        if volume > SMALLEST_VOLUME:
            y[yb + TITRE] = y[yb + PRODUCT] / volume


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reagent vessel that begins with what was given; raises Refusal.

    It begins at its set temperature unless a temperature is given, and no fuller than full.
    """
    values = begun(STATES, {}, {"temperature": parameters["set temperature"], **given})
    if values["volume"] > parameters["working volume"]:
        message = f"{values['volume']:g} L does not fit in {parameters['working volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger working volume"))
    settle(REAGENT_VESSEL, parameters, values)
    return values


REAGENT_VESSEL = UnitKind(
    name="reagent vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a bottle or tank of what transcription takes and gives, in which nothing reacts",
    carried=REAGENT_FIELDS,
)
