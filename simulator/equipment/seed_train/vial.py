"""A vial of the cell bank: frozen until somebody puts it into a water bath.

In the bath the ice melts in a few minutes; from then on the solvent that protected the frozen cells
(dimethyl sulphoxide, counted among the solutes: a tenth by volume is 1.4 mol/L) harms them, faster
the warmer it is, until they are diluted in medium. All cells of a vial rest: they wake in the flask
(simulator.equipment.cultures.seed). All numbers are engineering fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.inventory import (
    DEAD,
    GENERATIONS,
    HEAD,
    HEAD_FIELDS,
    RESTING,
    SOLUTES,
    TEMPERATURE,
    VIABLE,
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
from simulator.numerics.exact import clamp, exp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

BATH = HEAD
ICE = HEAD + 1
THAWED = HEAD + 2
WEIGHT = HEAD + 3
LEVEL = HEAD + 4
CONCENTRATIONS = HEAD + 5

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    Field("water bath", "", 0.0, 0.0, 1.0, _D, "input", meaning="1 while it hangs in the bath"),
    Field("ice", "", 1.0, 0.0, 1.0, _F, "state", meaning="fraction still frozen"),
    Field("thawed", "%", 0.0, 0.0, 100.0, _D, "output", meaning="of the contents"),
    Field("weight", "kg", 0.0, 0.0, 10.0, _D, "output", meaning="of the contents"),
    Field("level", "%", 0.0, 0.0, 1e9, _D, "output", meaning="of what fits in"),
    *CONCENTRATION_OUTPUTS,
)

FILLING = 0
MELTING = 1
BATH_TEMPERATURE = 2
BENCH_TEMPERATURE = 3
TIME_CONSTANT = 4
HARM = 5
USUAL_SOLVENT = 6

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 0.002, 0.0001, 0.1, _D, meaning="what fits in"),
    Field("melting time", "min", 2.0, 0.1, 60.0, _F, meaning="in the bath, until no ice is left"),
    Field("bath temperature", "degC", 37.0, 0.0, 60.0, _D),
    Field("bench temperature", "degC", 21.0, 0.0, 40.0, _F, meaning="out of the bath"),
    Field("temperature time constant", "min", 3.0, 0.1, 60.0, _F, meaning="once there is no ice"),
    Field("solvent harm", "1/h", 0.5, 0.0, 100.0, _F, meaning="death rate at 37 degC, full"),
    Field("usual solvent", "mM", 1400.0, 1.0, 1e4, _F, meaning="DMSO, a tenth by volume"),
)
ICY = 0.5
"""degC of a vial with ice in it; its cold before that is not followed."""
LN2_TENTH = 0.06931471805599453
"""ln(2)/10: a Q10 of 2."""
HIGHEST_HARM = 100.0
"""1/h."""


@kernel
def thaw(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Melt and warm the contents by ``dt`` seconds."""
    bath = clamp(y[yb + BATH], 0.0, 1.0)
    if y[yb + ICE] > 0.0:
        y[yb + ICE] = greater(y[yb + ICE] - bath * dt / (60.0 * p[pb + MELTING]), 0.0)
        y[yb + TEMPERATURE] = ICY + 0.0 * y[yb + TEMPERATURE]
        return
    around = p[pb + BENCH_TEMPERATURE]
    around = around + bath * (p[pb + BATH_TEMPERATURE] - around)
    x = dt / (60.0 * p[pb + TIME_CONSTANT])
    left = 1.0 / (1.0 + x + 0.5 * x * x)
    y[yb + TEMPERATURE] = around + left * (y[yb + TEMPERATURE] - around)


@kernel
def harm(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the solvent kill its share of the thawed cells in ``dt`` seconds."""
    volume = y[yb + VOLUME]
    if y[yb + ICE] > 0.0 or volume <= SMALLEST_VOLUME:
        return
    strength = lesser(y[yb + SOLUTES] / volume / p[pb + USUAL_SOLVENT], 1e3)
    warmth = exp(LN2_TENTH * (clamp(y[yb + TEMPERATURE], 0.0, 60.0) - 37.0))
    rate = lesser(p[pb + HARM] * strength * warmth, HIGHEST_HARM)
    left = 1.0 / (1.0 + rate * dt / 3600.0)
    killed = y[yb + VIABLE] * (1.0 - left)
    y[yb + VIABLE] -= killed
    y[yb + DEAD] += killed
    y[yb + RESTING] *= left
    y[yb + GENERATIONS] *= left


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a vial's block by ``dt`` seconds; concentrations are refreshed on slow scans."""
    thaw(y, p, yb, pb, dt)
    harm(y, p, yb, pb, dt)
    y[yb + THAWED] = 100.0 * (1.0 - clamp(y[yb + ICE], 0.0, 1.0))
    y[yb + WEIGHT] = y[yb + VOLUME]
    y[yb + LEVEL] = 100.0 * y[yb + VOLUME] / p[pb + FILLING]
    if slow == 1:
        concentrate(y, yb, yb + CONCENTRATIONS)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a vial that begins with what was given, frozen; raises Refusal.

    All of its viable cells rest, unless told otherwise.
    """
    values = begin(STATES, {"temperature": ICY, **given})
    if values["volume"] > parameters["working volume"]:
        message = f"{values['volume']:g} L does not fit in {parameters['working volume']:g} L"
        raise Refusal(Problem("overfull", message, "give less, or a larger working volume"))
    if "resting" not in given and "resting density" not in given:
        values["resting"] = values["viable"]
    settle(VIAL, parameters, values)
    return values


VIAL = UnitKind(
    name="vial",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a frozen vial of the cell bank",
)
