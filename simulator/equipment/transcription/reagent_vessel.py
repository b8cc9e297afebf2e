"""A vessel of reagents for transcription: a bottle of nucleotides or enzyme, a tank of raw RNA.

As a vessel it holds what lines bring and take and follows its temperature; nothing reacts in it.
It carries what a transcription reactor does.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import HEAD_FIELDS, PRODUCT, VOLUME
from simulator.equipment.transcription.reagents import REAGENT_FIELDS, WIDTH
from simulator.equipment.transcription.start import GIVENS, begun
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.equipment.vessel import PARAMETERS, refuse_overfull, stand
from simulator.language.field import Field
from simulator.numerics.kernel import Floats, kernel

TEMPERATURE_CONTROL = WIDTH
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
    stand(y, p, yb, pb, dt, yb + TEMPERATURE_CONTROL)
    if slow == 1:
        volume = y[yb + VOLUME]
        y[yb + TITRE] = 0.0
        if volume > SMALLEST_VOLUME:
            y[yb + TITRE] = y[yb + PRODUCT] / volume


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reagent vessel that begins with what was given; raises Refusal.

    It begins at its set temperature unless a temperature is given, and no fuller than full.
    """
    values = begun(STATES, {}, {"temperature": parameters["set temperature"], **given})
    refuse_overfull(parameters, values)
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
