"""The parameters of a shake flask: a 125 mL Erlenmeyer on an orbital shaker, unless said otherwise.

Cells, buffer and the contaminant have the parameters of a bioreactor, at the same places. Where a
bioreactor has an impeller, a flask has its shaker; what it has not (jacket, sparger, exhaust, foam)
is fixed.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.bioreactor.parameters import (
    IMPELLER_DIAMETER,
    POWER_NUMBER,
    SURFACE_COEFFICIENT,
    TANK_DIAMETER,
)
from simulator.equipment.bioreactor.parameters import PARAMETERS as CELL_PARAMETERS
from simulator.equipment.bioreactor.parameters import VESSEL_FIELDS as STIRRED
from simulator.language.field import Field

FLASK_DIAMETER = TANK_DIAMETER
SHAKING_DIAMETER = IMPELLER_DIAMETER
CLOSURE = POWER_NUMBER
STILL_FILM = SURFACE_COEFFICIENT
WARMING = len(CELL_PARAMETERS)
CLUMP_DEATH = WARMING + 1

_D = "definition"
_F = "engineering fit"
_OWN = {
    "vessel volume": Field("vessel volume", "L", 0.145, 0.01, 10.0, _F, meaning="to the brim"),
    "working volume": Field("working volume", "L", 0.04, 0.001, 5.0, _D, meaning="level of 100 %"),
    "tank diameter": Field("flask diameter", "m", 0.067, 0.02, 0.5, _F, meaning="largest, inside"),
    "impeller diameter": Field("shaking diameter", "m", 0.025, 0.002, 0.1, _D, meaning="of orbit"),
    "power number": Field(
        "closure exchange", "L/h", 1.0, 0.0, 1000.0, _F, meaning="of gas with the incubator"
    ),
    "surface coefficient": Field(
        "still film", "m/h", 0.01, 0.0, 1.0, _F, meaning="transfer to a surface that stands still"
    ),
}
_SAME = ("culture density", "kla factor", "antifoam life", "buffer pKa")
_SEED = {"resting rate": 0.1, "crowded density": 6.0}


def _of_flask(field: Field) -> Field:
    """Return what a flask has in the place of a field of the bioreactor's table."""
    if field.name in _OWN:
        return _OWN[field.name]
    if field.name in _SEED:
        return replace(field, default=_SEED[field.name])
    if field not in STIRRED or field.name in _SAME:
        return field
    only = field.default
    return replace(field, low=only, high=only, source=_D, meaning="none in a flask: fixed")


PARAMETERS: tuple[Field, ...] = (
    *(_of_flask(field) for field in CELL_PARAMETERS),
    Field("warming time", "h", 0.4, 0.01, 10.0, _F, meaning="to follow the incubator"),
    Field("clump death rate", "1/h", 0.02, 0.0, 1.0, _F, meaning="of cells in clumps"),
)
"""One Field per slot of a shake flask's parameter block."""
