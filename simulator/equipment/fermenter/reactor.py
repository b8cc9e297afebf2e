"""The fermenter: a stirred, sparged, jacketed vessel with a culture of microbes in it.

It is stepped as a bioreactor is, by the same kernel; only the culture differs, and what an author
and an operator measure it by: grams of dry cells, optical density, sugar and by-products in g/L.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.reactor import step
from simulator.equipment.bioreactor.start import GIVENS as CELL_GIVENS
from simulator.equipment.bioreactor.start import fill
from simulator.equipment.cultures.anane import SUGAR_MASS
from simulator.equipment.fermenter.parameters import (
    ANANE,
    ANANE_FIELDS,
    BIROL,
    BIROL_FIELDS,
    CELL_MASS,
    PARAMETERS,
    SONNLEITNER,
    SONNLEITNER_FIELDS,
)
from simulator.equipment.fermenter.states import MICROBE_OUTPUTS, STATES
from simulator.equipment.unit import UnitKind, settle
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal

_D = "definition"
_SUGAR = "sugar concentration"
_BIOMASS = "biomass concentration"

GIVENS: tuple[Field, ...] = (
    *CELL_GIVENS,
    Field(_BIOMASS, "g/L", 0.0, 0.0, 300.0, _D, meaning="living dry cells; sets the viable ones"),
    Field(_SUGAR, "g/L", 0.0, 0.0, 800.0, _D, meaning="glucose"),
)
"""What an author may say besides states and concentrations."""


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a fermenter that begins with what was given; raises Refusal.

    Unless given, a filled one begins as a bioreactor does: 37 degC, pH 7.0, 290 mOsm/kg.
    """
    begun = _counted(parameters, given)
    values = fill(parameters, begun)
    values |= {field.name: field.default for field in MICROBE_OUTPUTS}
    values["oxygen demand"] = 0.0
    settle(FERMENTER, parameters, values)
    return values


def _counted(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Return what was given with grams turned into cells and mmol; raises Refusal."""
    by_name = {field.name: field for field in GIVENS}
    problems: list[Problem] = []
    begun: dict[str, float] = {}
    for name, value in given.items():
        if name not in (_BIOMASS, _SUGAR):
            begun[name] = value
            continue
        field = by_name[name]
        if not field.low <= value <= field.high:
            span = f"{field.low:g} to {field.high:g} {field.unit}"
            problems.append(Problem("out-of-bounds", f"{name} {value:g} is outside {span}"))
        stands, factor = "viable density", _gram(parameters)
        if name == _SUGAR:
            stands, factor = "glucose concentration", SUGAR_MASS
        if stands in given or stands.rpartition(" ")[0] in given:
            problems.append(Problem("given-twice", f"{name} and {stands} are both given"))
        begun[stands] = value / factor
    if problems:
        raise Refusal(problems)
    return begun


def _gram(parameters: Mapping[str, float]) -> float:
    """The dry mass (g) of 1e9 cells of the culture that was chosen."""
    table = {ANANE: ANANE_FIELDS, SONNLEITNER: SONNLEITNER_FIELDS, BIROL: BIROL_FIELDS}[
        round(parameters["culture"])
    ]
    return 1e-3 * parameters[table[CELL_MASS].name]


FERMENTER = UnitKind(
    name="fermenter",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a stirred, sparged, jacketed vessel with a culture of microbes",
)
