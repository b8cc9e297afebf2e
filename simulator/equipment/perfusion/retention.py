"""A cell retention device: a module of hollow fibres beside a bioreactor, as perfusion uses it.

Broth flows to and fro along the fibres (the exchange); a line that is led ``through`` the module
draws permeate across their wall. Cells stay behind, all but a little; product passes less and less
as the wall fouls. Of viral vectors the capsids of AAV (25 nm) pass as product does; the particles
of lentivirus (120 nm) are sieved by the pores as well, so fine fibres keep them in the bioreactor,
where they go on losing their function.

Resistances are in series and relative to the clean membrane (Darcy): the pressure difference is
``TMP = J r/Lp`` with ``r = irreversible + layer``. What stays in the pores grows by Hermia's
blocking laws in their constant-flux form, ``dr/dv = K d r^n`` over the permeate volume per area v,
n = 2 complete, 1.5 standard, 1 intermediate, 0 cake (J. Hermia, Trans IChemE 60 (1982) 183), where
d is the debris of dead and lysed cells, whose particles hold back product (Wang et al. 2017,
J Biotechnol 246:52). The layer on the wall is laid down by the flux and swept off by the exchange.
The sizes are engineering fits. The head holds the permeate side, so that a sample of the module is
a sample of permeate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.equipment.inventory import (
    CONTAMINANT,
    DEAD,
    GENERATIONS,
    HEAD,
    HEAD_FIELDS,
    LYSED,
    PRODUCT,
    RESTING,
    TEMPERATURE,
    VIABLE,
)
from simulator.equipment.unit import CONCENTRATION_OUTPUTS, UnitKind, begin, concentrate, settle
from simulator.equipment.vectors import (
    DECAY,
    FUNCTIONAL_VECTOR,
    VECTOR_FIELDS,
    function_left,
)
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

EXCHANGE = HEAD
FIBRE_BLOCKAGE = HEAD + 1
IRREVERSIBLE = HEAD + 2
LAYER = HEAD + 3
PERMEATED = HEAD + 4
FLUX = HEAD + 5
PRESSURE_DIFFERENCE = HEAD + 6
RESISTANCE = HEAD + 7
SIEVING = HEAD + 8
PERMEATE_FLOW = HEAD + 9
PERFUSION = HEAD + 10
CELL_SPECIFIC = HEAD + 11
DEBRIS = HEAD + 12
CONCENTRATIONS = HEAD + 13
VECTORS = CONCENTRATIONS + len(CONCENTRATION_OUTPUTS)
"""The first of what travels of viral vectors, on the permeate side."""
LENTIVIRUS = VECTORS + FUNCTIONAL_VECTOR

_D = "definition"
_F = "engineering fit"
_H = "Hermia 1982"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    Field("exchange flow", "L/h", 0.0, 0.0, 1e5, _D, "input", meaning="broth along the fibres"),
    Field("fibre blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the fibres lost"),
    Field("irreversible resistance", "", 1.0, 1.0, 1e4, _H, "state", meaning="clean: 1"),
    Field("layer resistance", "", 0.0, 0.0, 1e4, _F, "state", meaning="what exchange sweeps off"),
    Field("permeated", "L", 0.0, 0.0, 1e12, _D, "state", meaning="through this module so far"),
    Field("flux", "L/m2/h", 0.0, 0.0, 1e9, _D, "output", meaning="over the open fibres"),
    Field("pressure difference", "mbar", 0.0, 0.0, 1e9, "Darcy", "output", meaning="TMP"),
    Field("resistance", "", 1.0, 1.0, 2e4, _D, "output", meaning="of clean membrane, all in all"),
    Field("sieving", "%", 100.0, 0.0, 100.0, _F, "output", meaning="product: permeate by broth"),
    Field("permeate flow", "L/h", 0.0, 0.0, 1e5, _D, "output", meaning="as its line draws it"),
    Field("perfusion rate", "L/h", 0.0, 0.0, 1e6, _D, "output", meaning="into the bioreactor"),
    Field(
        "cell-specific perfusion rate",
        "pL/cell/d",
        0.0,
        0.0,
        1e12,
        "Ozturk 1996",
        "output",
        meaning="perfusion rate by viable cells",
    ),
    Field("debris", "1e6 cells/mL", 0.0, 0.0, 1e7, _D, "output", meaning="dead and lysed cells"),
    *CONCENTRATION_OUTPUTS,
    *VECTOR_FIELDS,
)
"""One Field per slot; permeate flow, rates and debris are written by the line through it."""

AREA = 0
PERMEABILITY = 1
LARGEST_DIFFERENCE = 2
HOLD_UP = 3
RETENTION = 4
DEBRIS_PASSING = 5
LAW = 6
FOULING = 7
DEBRIS_REFERENCE = 8
DEPOSITION = 9
SWEEP = 10
DESIGN_EXCHANGE = 11
SIEVING_HALF = 12
PASS_DAMAGE = 13
LENTIVIRUS_PASSING = 14
VECTOR_DECAY = 15

LAWS = ("cake", "intermediate", "standard", "complete")
CAKE = 0.5
INTERMEDIATE = 1.5
STANDARD = 2.5
"""Halfway between the positions of the laws, to tell them apart."""

PARAMETERS: tuple[Field, ...] = (
    Field("membrane area", "m2", 10.0, 0.001, 1000.0, _D, meaning="of the inner fibre wall"),
    Field(
        "clean permeability",
        "L/m2/h/bar",
        200.0,
        1.0,
        1e5,
        _F,
        meaning="for cell-free broth at 37 degC",
    ),
    Field(
        "largest pressure difference",
        "mbar",
        400.0,
        10.0,
        5000.0,
        _F,
        meaning="at which the fibres pass no more than that",
    ),
    Field("hold-up", "L", 4.0, 0.001, 1000.0, _F, meaning="of the permeate side"),
    Field("cell retention", "%", 99.95, 0.0, 100.0, "ATF: above 99.9 %; " + _F),
    Field("debris passing", "%", 30.0, 0.0, 100.0, _F, meaning="of lysed cells, with permeate"),
    Field("fouling law", "", 1.0, 0.0, 3.0, _H, "choice", LAWS),
    Field("fouling constant", "m2/L", 0.0015, 0.0, 10.0, _F, meaning="at the reference debris"),
    Field("debris reference", "1e6 cells/mL", 5.0, 0.01, 1000.0, _F),
    Field("layer deposition", "m2/L", 0.1, 0.0, 100.0, _F, meaning="at the reference debris"),
    Field("layer sweep", "1/h", 0.5, 0.0, 1000.0, _F, meaning="at the design exchange"),
    Field("design exchange", "L/h", 1000.0, 0.1, 1e5, _F),
    Field("sieving half", "", 8.0, 0.01, 1e4, _F, meaning="added resistance that halves sieving"),
    Field("pass damage", "%", 0.03, 0.0, 10.0, _F, meaning="of cells killed by a pass, by design"),
    Field(
        "lentivirus passing",
        "%",
        70.0,
        0.0,
        100.0,
        _F,
        meaning="of particles, clean wall; pores of 0.65 um, 0 for fibres of 750 kDa",
    ),
    DECAY,
)
MOST = 1e4
"""Where a resistance stops growing: nothing flows by then."""
LEAST_OPEN = 0.001
"""Share of the fibres that stays open however many are lost, so that flux has a meaning."""


@kernel
def power_of_law(r: float, law: float) -> float:
    """Return r^n of Hermia's law."""
    if law < CAKE:
        return 1.0
    if law < INTERMEDIATE:
        return r
    if law < STANDARD:
        return r * math.sqrt(r)
    return r * r


@kernel
def passing(y: Floats, p: Floats, device: int, module: int, component: int) -> float:
    """Return the share of a component that goes with the permeate, 1 for what is dissolved."""
    if component == PRODUCT:
        return 0.01 * clamp(y[device + SIEVING], 0.0, 100.0)
    if component == LYSED:
        return 0.01 * p[module + DEBRIS_PASSING]
    if component in (VIABLE, DEAD, CONTAMINANT, RESTING, GENERATIONS):
        return 1.0 - 0.01 * p[module + RETENTION]
    return 1.0


@kernel
def vector_passing(y: Floats, p: Floats, device: int, module: int, place: int) -> float:
    """Return the share of a viral vector, by its place in the block, that goes with permeate."""
    share = 0.01 * clamp(y[device + SIEVING], 0.0, 100.0)
    if place >= LENTIVIRUS:
        share = share * (0.01 * p[module + LENTIVIRUS_PASSING])
    return share


@kernel
def admitted(y: Floats, p: Floats, device: int, module: int) -> float:
    """Return the permeate flow (L/h) at the largest pressure difference."""
    fibres = greater(1.0 - y[device + FIBRE_BLOCKAGE], LEAST_OPEN) * p[module + AREA]
    r = greater(y[device + IRREVERSIBLE], 1.0) + greater(y[device + LAYER], 0.0)
    return 0.001 * p[module + LARGEST_DIFFERENCE] * p[module + PERMEABILITY] * fibres / r


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance the module by ``dt`` seconds under the permeate flow that its line drew.

    The layer follows ``dr/dt = a - b r``; ``1/(1 + x + x^2/2)`` stands for ``exp(-x)``, x = b dt.
    """
    hours = dt / 3600.0
    open_ = greater(1.0 - clamp(y[yb + FIBRE_BLOCKAGE], 0.0, 1.0), LEAST_OPEN)
    flux = greater(y[yb + PERMEATE_FLOW], 0.0) / (p[pb + AREA] * open_)
    load = greater(y[yb + DEBRIS], 0.0) / p[pb + DEBRIS_REFERENCE] * flux
    r = y[yb + IRREVERSIBLE]
    grown = p[pb + FOULING] * load * power_of_law(greater(r, 1.0), p[pb + LAW]) * hours
    r = lesser(r + grown, MOST)
    laid = lesser(p[pb + DEPOSITION] * load * hours, MOST)
    swept = p[pb + SWEEP] * greater(y[yb + EXCHANGE], 0.0) / p[pb + DESIGN_EXCHANGE] * hours
    left = 1.0 / (1.0 + swept + 0.5 * swept * swept)
    layer = y[yb + LAYER]
    if swept > 1e-9:
        rest = laid / swept
        layer = rest + (layer - rest) * left
    else:
        layer = layer + laid
    layer = lesser(layer, MOST)
    y[yb + IRREVERSIBLE] = r
    y[yb + LAYER] = layer
    y[yb + PERMEATED] += y[yb + PERMEATE_FLOW] * hours
    y[yb + FLUX] = flux
    y[yb + RESISTANCE] = r + layer
    y[yb + PRESSURE_DIFFERENCE] = 1000.0 * flux * (r + layer) / p[pb + PERMEABILITY]
    half = p[pb + SIEVING_HALF]
    y[yb + SIEVING] = 100.0 * (half / (half + greater(r + layer - 1.0, 0.0)))
    if y[yb + LENTIVIRUS] != 0.0:
        y[yb + LENTIVIRUS] *= function_left(y[yb + TEMPERATURE], p[pb + VECTOR_DECAY], hours)
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a module that begins with what was given; raises Refusal.

    Its permeate side begins full, at 37 degC, of liquid with nothing in it, unless told otherwise;
    with a permeate flow it begins at work, at the pressure difference of that flow.
    """
    full = parameters["hold-up"]
    kept = {"temperature": 37.0, "volume": full, **given}
    values = begin(STATES, kept, (STATES[PERMEATE_FLOW],), VECTOR_FIELDS)
    values["permeate flow"] = float(given.get("permeate flow", 0.0))
    if values["volume"] > full:
        message = f"{values['volume']:g} L does not fit in a hold-up of {full:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger hold-up"))
    settle(RETENTION_DEVICE, parameters, values)
    return values


RETENTION_DEVICE = UnitKind(
    name="retention",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=(STATES[PERMEATE_FLOW],),
    carried=VECTOR_FIELDS,
    device=True,
    passive=True,
    meaning="hollow fibres that keep the cells of a perfused bioreactor back",
)
