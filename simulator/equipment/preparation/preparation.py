"""A preparation vessel: powders are weighed into water, dissolve, and make a buffer.

Each powder leaves its hopper by its feeder and dissolves in first order (A. A. Noyes and W. R.
Whitney, J. Am. Chem. Soc. 19:930, 1897), the faster the better it is stirred, the slower the nearer
to saturation. What it brings follows from its weight, purity and molar mass with crystal water. pH
and conductivity are those of the chemistry, once mixed in. Dissolved powder takes room and weighs:
a tank filled up by weight is not one filled up by volume. The vessel itself is a process vessel.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity
from simulator.equipment.downstream.buffer import conductivity as conductivity_of
from simulator.equipment.downstream.process_vessel import keep_and_judge
from simulator.equipment.downstream.quality import PHOSPHATE, QUALITY_FIELDS, SALT, TRIS, WIDTH
from simulator.equipment.inventory import STRONG_ION, VOLUME
from simulator.equipment.preparation.preparation_slots import (
    AGITATION,
    CONDUCTIVITY,
    COUNT,
    DISSOLUTION,
    FEED,
    GIVEN,
    HOPPER,
    LAST_VOLUME,
    MIXING,
    MOLAR_MASS,
    PARAMETERS,
    PH,
    PURITY,
    SODIUM,
    SOLIDS,
    STATES,
    UNDISSOLVED,
)
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, begin, settle
from simulator.equipment.vessel import DENSITY, WORKING_VOLUME, refuse_overfull
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

WEIGHT = WIDTH + 1
LEVEL = WIDTH + 2
ROOM_OF_SALT = 0.29
ROOM_OF_TRIS = 0.74
ROOM_OF_PHOSPHATE = 0.27
"""L that a dissolved kg adds: apparent molar volumes of 17, 90 and 33 mL/mol (salt: F. J. Millero,
Chem. Rev. 71:147, 1971; the others engineering fits)."""
MOST_SALT = 0.359
MOST_TRIS = 0.55
MOST_PHOSPHATE = 0.85
"""kg/L of a saturated solution at 20 degC."""
STANDARD_SPEED = 100.0
SLOWEST = 1.0
"""rpm: what convection alone mixes like."""


@kernel
def place(i: int) -> int:
    """Return the slot of the component that a powder brings."""
    if i == 0:
        return SALT
    if i == 1:
        return TRIS
    return PHOSPHATE


@kernel
def room(i: int) -> float:
    """Return the litres that a dissolved kg of a powder adds."""
    if i == 0:
        return ROOM_OF_SALT
    if i == 1:
        return ROOM_OF_TRIS
    return ROOM_OF_PHOSPHATE


@kernel
def most(i: int) -> float:
    """Return the kg of a powder that a litre dissolves."""
    if i == 0:
        return MOST_SALT
    if i == 1:
        return MOST_TRIS
    return MOST_PHOSPHATE


@kernel
def feed(y: Floats, yb: int, dt: float) -> None:
    """Let the feeders bring powder out of their hoppers into the vessel."""
    for i in range(COUNT):
        left = y[yb + HOPPER + i]
        gone = lesser(y[yb + FEED + i] * dt / 3600.0, left)
        y[yb + HOPPER + i] = left - gone
        y[yb + GIVEN + i] += gone
        y[yb + UNDISSOLVED + i] += gone


@kernel
def dissolve(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Dissolve powder: its amount by weight, purity and molar mass, and the room it takes."""
    volume = y[yb + VOLUME]
    if volume <= SMALLEST_VOLUME:
        return
    speed = greater(y[yb + AGITATION], SLOWEST)
    for i in range(COUNT):
        solid = y[yb + UNDISSOLVED + i]
        per_kg = 1e4 * p[pb + PURITY + i] / p[pb + MOLAR_MASS + i]
        there = y[yb + place(i)] / (per_kg * volume)
        free = clamp(1.0 - there / most(i), 0.0, 1.0)
        x = dt * speed * free / (STANDARD_SPEED * p[pb + DISSOLUTION])
        gone = solid * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
        y[yb + UNDISSOLVED + i] = solid - gone
        y[yb + place(i)] += per_kg * gone
        y[yb + VOLUME] += room(i) * gone
        if i == 2:
            y[yb + STRONG_ION] += p[pb + SODIUM] * per_kg * gone


@kernel
def burden(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the kg by which dissolved powders are heavier than the water they displace."""
    extra = 0.0
    for i in range(COUNT):
        per_kg = 1e4 * p[pb + PURITY + i] / p[pb + MOLAR_MASS + i]
        extra += y[yb + place(i)] / per_kg * (1.0 - room(i) * p[pb + DENSITY])
    return extra


@kernel
def mix(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let probes see what is mixed in; what flows in stirs by its share."""
    volume = y[yb + VOLUME]
    speed = greater(y[yb + AGITATION], SLOWEST)
    x = dt * speed / (STANDARD_SPEED * p[pb + MIXING])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    if volume > y[yb + LAST_VOLUME]:
        left = left * (y[yb + LAST_VOLUME] / volume)
    whole = acidity(y, yb)
    y[yb + PH] = whole + left * (y[yb + PH] - whole)
    carried = conductivity_of(y, yb, whole)
    y[yb + CONDUCTIVITY] = lesser(carried + left * (y[yb + CONDUCTIVITY] - carried), 1e4)
    y[yb + LAST_VOLUME] = volume


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a preparation vessel's block by ``dt`` seconds."""
    feed(y, yb, dt)
    dissolve(y, p, yb, pb, dt)
    mix(y, p, yb, pb, dt)
    keep_and_judge(y, p, yb, pb, dt, slow)
    solids = 0.0
    for i in range(COUNT):
        solids += y[yb + UNDISSOLVED + i]
    y[yb + SOLIDS] = solids
    y[yb + WEIGHT] += solids + burden(y, p, yb, pb)
    y[yb + LEVEL] = 100.0 * y[yb + VOLUME] / p[pb + WORKING_VOLUME]


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a preparation vessel that begins with what was given, mixed; or Refusal."""
    kept = {"temperature": parameters["set temperature"], **given}
    values = begin(STATES, kept, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    block = [values[field.name] for field in STATES]
    values["pH"] = acidity(block, 0)
    values["conductivity"] = conductivity_of(block, 0, values["pH"])
    values["last volume"] = values["volume"]
    settle(PREPARATION_VESSEL, parameters, values)
    return values


PREPARATION_VESSEL = UnitKind(
    name="preparation vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a stirred tank with powder hoppers in which buffers are made",
    carried=QUALITY_FIELDS,
)
