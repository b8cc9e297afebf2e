"""A shake flask in an incubator: the culture of a bioreactor with nothing to control it.

The incubator gives temperature and carbon dioxide, the shaker oxygen; the pH is what bicarbonate
in the medium and the carbon dioxide of the incubator make of it. Nothing is read on line: only
samples tell. It loses no water (the air is humid) and its own heat is too little to warm it.
Cells that stick together in clumps die from within, as no oxygen gets there (engineering fit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.equipment.bioreactor.chemistry import balance_charges
from simulator.equipment.bioreactor.culture import react, refresh
from simulator.equipment.bioreactor.gas import AIR_OXYGEN, exchange_dioxide, exchange_oxygen
from simulator.equipment.bioreactor.parameters import DENSITY, VESSEL_VOLUME, WORKING_VOLUME
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.bioreactor.states import INPUT_FIELDS, LEVEL, SLOTS, WEIGHT
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.equipment.bioreactor.transfer import AMBIENT
from simulator.equipment.inventory import DEAD, GENERATIONS, RESTING, TEMPERATURE, VIABLE, VOLUME
from simulator.equipment.seed_train.parameters import CLUMP_DEATH, PARAMETERS, WARMING
from simulator.equipment.seed_train.shaking import breathe, confine, shake
from simulator.equipment.unit import UnitKind, givable, refused, settle
from simulator.language.field import Field
from simulator.language.problem import Refusal
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

INCUBATOR_TEMPERATURE = SLOTS
INCUBATOR_DIOXIDE = SLOTS + 1
CLUMPED = SLOTS + 2

LEAST_VOLUME = 1e-6
"""Share of the flask that concentrations are taken over even when it is empty."""
MMHG_PER_MBAR = 0.75006168
USUAL_SATURATION = 90.0
"""% of air saturation at the beginning, unless given."""

_D = "definition"
_F = "engineering fit"
_SHAKING = Field("agitation", "rpm", 120.0, 0.0, 400.0, _D, "input", meaning="of the shaker")


def _of_flask(field: Field) -> Field:
    """Return what a flask has in the place of an input of a bioreactor: its shaker, or nothing."""
    if field.name == _SHAKING.name:
        return _SHAKING
    if field not in INPUT_FIELDS:
        return field
    only = field.default
    return replace(field, low=only, high=only, role="output", meaning="none in a flask")


INCUBATOR_FIELDS: tuple[Field, ...] = (
    Field("incubator temperature", "degC", 36.5, 4.0, 60.0, _D, "input"),
    Field("incubator carbon dioxide", "%", 5.0, 0.0, 20.0, _D, "input", meaning="of its air"),
    Field("clumped", "%", 0.0, 0.0, 100.0, _F, "input", meaning="of the cells, stuck together"),
)

STATES: tuple[Field, ...] = (*(_of_flask(field) for field in CELL_STATES), *INCUBATOR_FIELDS)
"""One Field per slot of a shake flask's block."""


@kernel
def smother(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let cells within clumps die for ``dt`` s; age and rest of the others stay as they were."""
    held = 0.01 * clamp(y[yb + CLUMPED], 0.0, 100.0)
    share = lesser(p[pb + CLUMP_DEATH] * held * dt / 3600.0, 1.0)
    killed = greater(y[yb + VIABLE], 0.0) * share
    y[yb + VIABLE] -= killed
    y[yb + DEAD] += killed
    y[yb + RESTING] *= 1.0 - share
    y[yb + GENERATIONS] *= 1.0 - share


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a shake flask's block by ``dt`` s; ``slow`` is 1 where that is due."""
    least = LEAST_VOLUME * p[pb + VESSEL_VOLUME]
    litres = greater(y[yb + VOLUME], least)
    confine(y, p, yb, pb)
    if slow == 1:
        refresh(y, p, yb, pb, dt, 1.0 / litres)
        shake(y, p, yb, pb, litres)
    exchange_oxygen(y, p, yb, pb, dt, litres, 1.0)
    exchange_dioxide(y, p, yb, pb, dt, litres, 1.0)
    react(y, p, yb, pb, dt)
    if y[yb + CLUMPED] > 0.0:
        smother(y, p, yb, pb, dt)
    breathe(y, p, yb, pb, dt, y[yb + INCUBATOR_DIOXIDE])
    x = dt / (3600.0 * p[pb + WARMING])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    around = y[yb + INCUBATOR_TEMPERATURE]
    y[yb + TEMPERATURE] = around + left * (y[yb + TEMPERATURE] - around)
    balance_charges(y, yb, 1.0 / litres)
    y[yb + WEIGHT] = y[yb + VOLUME] * p[pb + DENSITY]
    y[yb + LEVEL] = 100.0 * y[yb + VOLUME] / p[pb + WORKING_VOLUME]


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a flask that begins with what was given; raises Refusal.

    Unless given, it is as warm as its incubator, at 90 % dissolved oxygen, and its headspace and
    its carbon dioxide are those of the incubator.
    """
    own = {field.name: field for field in (_SHAKING, *INCUBATOR_FIELDS)}
    able = givable(STATES, GIVENS)
    problems = [found for name, value in given.items() if (found := refused(name, value, able))]
    if problems:
        raise Refusal(problems)
    kept = {name: float(given.get(name, field.default)) for name, field in own.items()}
    acid = 0.01 * kept["incubator carbon dioxide"]
    begins = {"temperature": kept["incubator temperature"]}
    if "carbon" not in given and "carbon concentration" not in given:
        begins["carbon dioxide pressure"] = acid * AMBIENT * MMHG_PER_MBAR
    if "oxygen" not in given and "oxygen concentration" not in given:
        begins["dissolved oxygen"] = USUAL_SATURATION
    values = fill(parameters, begins | {n: v for n, v in given.items() if n not in own})
    gases = ("headspace oxygen", "headspace carbon dioxide", "headspace nitrogen")
    full = values[gases[0]] + values[gases[1]] + values[gases[2]]
    parts = (AIR_OXYGEN * (1.0 - acid), acid, (1.0 - AIR_OXYGEN) * (1.0 - acid))
    for name, part in zip(gases, parts, strict=True):
        if name not in given:
            values[name] = part * full
    ordered = {field.name: (values | kept).get(field.name, field.default) for field in STATES}
    settle(SHAKE_FLASK, parameters, ordered)
    return ordered


SHAKE_FLASK = UnitKind(
    name="shake flask",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a shaken flask with a culture in an incubator",
)
