"""The industrial penicillin fermenter: a vessel of 100 m3 with a structured mould, step by step.

The model of Goldrick et al. (2015, J Biotechnol 193:70; 2019, Comput Chem Eng 130:106471). It
pours its own feeds: they are inputs, moved by actuators; broth is taken by a line.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.cultures.anane import SUGAR_MASS
from simulator.equipment.industrial_penicillin.broth import (
    breathe,
    exhale,
    feed_density,
    nourish,
    sour,
    thicken,
    warm,
)
from simulator.equipment.industrial_penicillin.hyphae import live
from simulator.equipment.industrial_penicillin.parameters import (
    PARAMETERS,
    VESSEL_VOLUME,
    WORKING_VOLUME,
)
from simulator.equipment.industrial_penicillin.setting import aerate, compress, density, judge
from simulator.equipment.industrial_penicillin.states import (
    ACID_FLOW,
    AUTOLYSED,
    BASE_FLOW,
    BATCH_AGE,
    BIOMASS,
    BROTH_WEIGHT,
    CONCENTRATIONS,
    DEGENERATED,
    DILUTION,
    DIOXIDE_LEVEL,
    DISSOLVED,
    GAS_OXYGEN,
    GIVEN_VOLUME,
    GROWING,
    HYDROGEN,
    LAST_VOLUME,
    LEDGERS,
    LEVEL,
    LOST_GLUCOSE,
    LOST_PRODUCT,
    LOST_VOLUME,
    MADE,
    MADE_PRODUCT,
    MATURE,
    NITROGEN,
    OFFGAS_OXYGEN,
    OIL_FLOW,
    OXYGEN_LEVEL,
    PH,
    PRECURSOR_FLOW,
    PRECURSOR_LEVEL,
    SATURATION,
    SMALL_VOLUME,
    STATES,
    SUGAR,
    SUGAR_FLOW,
    TAKEN,
    VENTED_VOLUME,
    WATER_FLOW,
    WEIGHT,
)
from simulator.equipment.inventory import GLUCOSE, PRECURSOR, PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.unit import UnitKind, begin, concentrate, defaults, settle
from simulator.language.field import Field
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import clamp, exp, exp10, greater, log10
from simulator.numerics.kernel import Floats, kernel

EMPTY = 100.0
"""Litres; below this nothing is said to live in a vessel of 100 m3."""
OIL_DENSITY = 0.9
EVAPORATION = 5.24e-4


@kernel
def reckon(y: Floats, yb: int, hours: float, litres: float) -> float:
    """Take up what lines brought and took since the scan before; return what they take, kg/h."""
    before = y[yb + LAST_VOLUME]
    broth = density(y, yb, greater(litres, EMPTY))
    came = litres - before
    y[yb + BROTH_WEIGHT] = greater(y[yb + BROTH_WEIGHT] + 1e-3 * broth * came, 0.0)
    if came > 0.0:
        thin = before / litres
        for slot in range(GROWING, SMALL_VOLUME + 1):  # hyphae and their vacuoles
            y[yb + slot] = y[yb + slot] * thin
        y[yb + NITROGEN] = y[yb + NITROGEN] * thin
        y[yb + OXYGEN_LEVEL] = y[yb + OXYGEN_LEVEL] * thin
        y[yb + DIOXIDE_LEVEL] = y[yb + DIOXIDE_LEVEL] * thin
        return 0.0
    y[yb + TAKEN] = y[yb + TAKEN] - came
    if hours <= 0.0:
        return 0.0
    return -1e-3 * broth * came / hours


@kernel
def pour(y: Floats, p: Floats, yb: int, pb: int, hours: float, gone: float) -> None:
    """Add the feeds of ``hours`` to volume and weight, less what evaporates (L/h).

    As published, oil has weight but takes no room.
    """
    titrant = greater(y[yb + ACID_FLOW], 0.0) + greater(y[yb + BASE_FLOW], 0.0)
    water = titrant + greater(y[yb + WATER_FLOW], 0.0) + greater(y[yb + PRECURSOR_FLOW], 0.0)
    sugar = greater(y[yb + SUGAR_FLOW], 0.0)
    y[yb + DILUTION] = sugar + water - gone
    heavy = sugar * feed_density(p, pb) + OIL_DENSITY * greater(y[yb + OIL_FLOW], 0.0)
    y[yb + BROTH_WEIGHT] = greater(y[yb + BROTH_WEIGHT] + hours * (heavy + water - gone), 0.0)
    y[yb + VOLUME] = greater(y[yb + VOLUME] + hours * y[yb + DILUTION], 0.0)
    y[yb + GIVEN_VOLUME] = y[yb + GIVEN_VOLUME] + hours * (sugar + water)
    y[yb + VENTED_VOLUME] = y[yb + VENTED_VOLUME] + hours * gone


@kernel
def spill(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Let what a full vessel cannot hold run out by its overflow, with its share of all."""
    litres = y[yb + VOLUME]
    over = litres - p[pb + VESSEL_VOLUME]
    if over <= 0.0:
        return
    stays = 1.0 - over / litres
    y[yb + VOLUME] = p[pb + VESSEL_VOLUME]
    y[yb + BROTH_WEIGHT] = y[yb + BROTH_WEIGHT] * stays
    y[yb + LOST_VOLUME] = y[yb + LOST_VOLUME] + over
    y[yb + LOST_GLUCOSE] = y[yb + LOST_GLUCOSE] + y[yb + GLUCOSE] * (1.0 - stays)
    y[yb + LOST_PRODUCT] = y[yb + LOST_PRODUCT] + y[yb + PRODUCT] * (1.0 - stays)
    y[yb + GLUCOSE] = y[yb + GLUCOSE] * stays
    y[yb + PRODUCT] = y[yb + PRODUCT] * stays
    y[yb + PRECURSOR] = y[yb + PRECURSOR] * stays


@kernel
def show(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Write what instruments and the laboratory see of the broth."""
    y[yb + PH] = -log10(y[yb + HYDROGEN])
    y[yb + LEVEL] = 100.0 * litres / p[pb + WORKING_VOLUME]
    y[yb + OFFGAS_OXYGEN] = clamp(100.0 * y[yb + GAS_OXYGEN], 0.0, 100.0)
    per = 1.0 / greater(litres, EMPTY)
    y[yb + WEIGHT] = y[yb + BROTH_WEIGHT]
    y[yb + MADE] = 1e-3 * y[yb + MADE_PRODUCT]
    concentrate(y, yb, yb + CONCENTRATIONS)
    y[yb + SUGAR] = y[yb + GLUCOSE] * SUGAR_MASS * per
    y[yb + PRECURSOR_LEVEL] = y[yb + PRECURSOR] * per
    hyphae = y[yb + GROWING] + y[yb + MATURE] + y[yb + DEGENERATED] + y[yb + AUTOLYSED]
    y[yb + BIOMASS] = hyphae
    y[yb + DISSOLVED] = 100.0 * y[yb + OXYGEN_LEVEL] / greater(y[yb + SATURATION], 0.1)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance the block by ``dt`` seconds; the pressure is refreshed on slow scans.

    Each state takes an explicit step of its rate at the start; those that answer faster than a
    few scans are relaxed about their own slope.
    """
    hours = dt / 3600.0
    litres = y[yb + VOLUME]
    dump = reckon(y, yb, hours, litres)
    if litres < EMPTY:
        pour(y, p, yb, pb, hours, 0.0)
        y[yb + LAST_VOLUME] = y[yb + VOLUME]
        show(y, p, yb, pb, y[yb + VOLUME])
        return
    if slow == 1:
        compress(y, p, yb, pb, litres)
    warmth = exp(2.5 * (y[yb + TEMPERATURE] + 0.15) / 100.0) - 1.0
    gone = litres * EVAPORATION * greater(warmth, 0.0)
    pour(y, p, yb, pb, hours, gone)
    aerate(y, p, yb, pb, litres)
    judge(y, p, yb, pb, litres)
    thicken(y, yb, hours)
    live(y, p, yb, pb, hours, litres)
    breathe(y, p, yb, pb, hours, litres)
    exhale(y, p, yb, pb, hours, litres)
    sour(y, p, yb, pb, hours, litres, dump)
    warm(y, p, yb, pb, hours, litres, gone)
    nourish(y, p, yb, pb, hours, litres)
    y[yb + BATCH_AGE] = y[yb + BATCH_AGE] + hours
    spill(y, p, yb, pb)
    y[yb + LAST_VOLUME] = y[yb + VOLUME]
    show(y, p, yb, pb, y[yb + VOLUME])


_SUGAR = "sugar concentration"
_ACID = "pH"
GIVENS: tuple[Field, ...] = (
    Field(_SUGAR, "g/L", 0.0, 0.0, 900.0, "definition"),
    Field(_ACID, "pH", 6.5, 1.0, 10.0, "definition"),
)
"""What an author may give beside the states."""


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a fermenter that begins with what was given; raises Refusal.

    Sugar may be given per litre, acid as pH; the weight is that of the broth unless given.
    """
    own = dict(given)
    if _SUGAR in own and "glucose concentration" in own:
        raise Refusal(Problem("given-twice", f"{_SUGAR} and glucose concentration are both given"))
    if _ACID in own and "hydrogen ion" in own:
        raise Refusal(Problem("given-twice", f"{_ACID} and hydrogen ion are both given"))
    able = tuple(field for field in STATES if field not in LEDGERS)
    values = {**defaults(STATES), **begin(able, {"temperature": 25.0, **own}, GIVENS)}
    litres = values["volume"]
    if litres > parameters["vessel volume"]:
        message = f"{litres:g} L does not fit in {parameters['vessel volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger vessel"))
    if _SUGAR in own:
        values["glucose"] = own[_SUGAR] * litres / SUGAR_MASS
    if _ACID in own:
        values["hydrogen ion"] = exp10(-own[_ACID])
    if "broth weight" not in own:
        hyphae = sum(values[f"{part} hyphae"] for part in ("growing", "mature", "degenerated"))
        hyphae += values["autolysed hyphae"]
        values["broth weight"] = 1e-3 * ((1100.0 + hyphae) * litres + values["product"])
    values["last volume"] = litres
    settle(INDUSTRIAL_FERMENTER, parameters, values)
    return values


INDUSTRIAL_FERMENTER = UnitKind(
    name="penicillin fermenter",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    ledgers=LEDGERS,
    meaning="an industrial fermenter of 100 m3 with a structured mould that makes penicillin",
)
