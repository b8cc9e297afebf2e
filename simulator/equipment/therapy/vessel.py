"""The small stirred vessel in which both kinds of cells for therapy are grown.

Its parameters lie where those of a bioreactor do, up to those of its environment; then come those
of the culture. All sizes are engineering fits for a vessel of 5 L on a bench.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.equipment.bioreactor.parameters import M_GROWTH
from simulator.equipment.bioreactor.parameters import PARAMETERS as CELL_PARAMETERS
from simulator.equipment.bioreactor.states import GIVEN_VOLUME
from simulator.equipment.inventory import SOLUTES, TEMPERATURE, VOLUME
from simulator.language.field import Field
from simulator.numerics.exact import greater, lesser
from simulator.numerics.kernel import Floats, kernel

COMMON = M_GROWTH
"""How many of the parameters of a bioreactor these have too."""

DOSE_SOLUTES = 280.0
"""mmol/L of osmoles in what is given out of a bag; an engineering fit."""
FULLEST = 0.98
"""Share of the vessel up to which something still goes in."""

_F = "engineering fit"

_SIZES: Mapping[str, float] = {
    "vessel volume": 7.0,
    "working volume": 5.0,
    "tank diameter": 0.17,
    "impeller diameter": 0.07,
    "design gas flow": 1.0,
    "sparger drop": 50.0,
    "jacket volume": 1.5,
    "jacket transfer": 25.0,
    "ambient transfer": 0.4,
    "wall mass": 2.0,
    "specific productivity": 0.0,
    "shift productivity": 1.0,
    "temperature optimum": 37.0,
}


def bench(mark: int, cells: str, own: Mapping[str, float]) -> tuple[Field, ...]:
    """The common parameters for such cells: a mark in place of the culture, and ``own`` values."""
    values = {**_SIZES, **own}
    return tuple(_fitted(field, mark, cells, values) for field in CELL_PARAMETERS[:COMMON])


def _fitted(field: Field, mark: int, cells: str, values: Mapping[str, float]) -> Field:
    if field.name == "culture":
        value = float(mark)
        return Field("cells", "", value, value, value, "definition", meaning=f"a mark of {cells}")
    if field.name in values:
        return replace(field, default=values[field.name], source=_F)
    return field


@kernel
def give(y: Floats, yb: int, bag: int, wanted: float, vessel: float, room: float) -> float:
    """Give mL out of a bag to the culture, as far as the vessel has place; return them.

    ``bag`` is the slot of the bag's mL in the block, ``vessel`` its litres, ``room`` degC.
    """
    place = 1000.0 * greater(FULLEST * vessel - y[yb + VOLUME], 0.0)
    taken = lesser(lesser(greater(wanted, 0.0), place), y[yb + bag])
    if taken <= 0.0:
        return 0.0
    y[yb + bag] = y[yb + bag] - taken
    litres = 0.001 * taken
    y[yb + VOLUME] = y[yb + VOLUME] + litres
    y[yb + GIVEN_VOLUME] += litres
    y[yb + SOLUTES] = y[yb + SOLUTES] + DOSE_SOLUTES * litres
    cooler = room - y[yb + TEMPERATURE]
    y[yb + TEMPERATURE] = y[yb + TEMPERATURE] + cooler * (litres / y[yb + VOLUME])
    return taken
