"""A process vessel: a harvest tank, pool or waste tank whose contents are judged by their quality.

A vessel (see :mod:`simulator.equipment.vessel`) that carries the quality of a stream and shows it
as the laboratory reports it: per litre, and impurities per milligram of product; and its pH and
conductivity (:mod:`simulator.equipment.downstream.buffer`). Nothing reacts in it, but that
lentivirus loses its function.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.downstream.buffer import acidity, conductivity
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    DNA,
    EMPTY_CAPSIDS,
    FULL_CAPSIDS,
    FUNCTIONAL_VECTOR,
    HOST_CELL_PROTEIN,
    LIGAND,
    QUALITY_FIELDS,
    WIDTH,
    release,
)
from simulator.equipment.inventory import HEAD_FIELDS, PRODUCT, TEMPERATURE, VOLUME
from simulator.equipment.unit import (
    CONCENTRATION_OUTPUTS,
    SMALLEST_VOLUME,
    UnitKind,
    begin,
    concentrate,
    settle,
)
from simulator.equipment.vectors import (
    DECAY,
    PARTICLES_PER_UNIT,
    TITRE_FIELDS,
    count,
    function_left,
    part,
)
from simulator.equipment.vessel import PARAMETERS as VESSEL_PARAMETERS
from simulator.equipment.vessel import STANDING_FIELDS, refuse_overfull, stand
from simulator.language.field import Field
from simulator.numerics.kernel import Floats, kernel

TEMPERATURE_CONTROL = WIDTH
CONCENTRATIONS = WIDTH + 3
SPECIFIC = CONCENTRATIONS + len(CONCENTRATION_OUTPUTS)
VECTOR_DECAY = len(VESSEL_PARAMETERS)

_D = "definition"

QUALITY_OUTPUTS: tuple[Field, ...] = (
    Field("aggregate share", "%", 0.0, 0.0, 100.0, _D, "output", meaning="of the product"),
    Field("host cell protein ratio", "ng/mg", 0.0, 0.0, 1e12, _D, "output", meaning="of product"),
    Field("DNA ratio", "ng/mg", 0.0, 0.0, 1e12, _D, "output", meaning="of product"),
    Field("leached ligand ratio", "ng/mg", 0.0, 0.0, 1e12, _D, "output", meaning="of product"),
    Field("full titre", "1e9 vg/mL", 0.0, 0.0, 1e24, _D, "output", meaning="full capsids"),
    Field("capsid titre", "1e9 vp/mL", 0.0, 0.0, 1e24, _D, "output", meaning="full and empty"),
    Field("full share", "%", 0.0, 0.0, 100.0, _D, "output", meaning="full of all capsids"),
    *TITRE_FIELDS,
)
"""What :func:`judge` writes, in this order."""

JUDGED_STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS,
    *CONCENTRATION_OUTPUTS,
    *QUALITY_OUTPUTS,
)
"""What :func:`keep_and_judge` reads and writes: all but pH and conductivity."""

PH = len(JUDGED_STATES)
CONDUCTIVITY = PH + 1

STATES: tuple[Field, ...] = (
    *JUDGED_STATES,
    Field("pH", "pH", 7.0, -2.0, 16.0, _D, "output", meaning="of all of it, at 25 degC"),
    Field("conductivity", "mS/cm", 0.0, 0.0, 1e4, _D, "output", meaning="at 25 degC"),
)

PARAMETERS: tuple[Field, ...] = (*VESSEL_PARAMETERS, DECAY)
"""One Field per slot of a process vessel's parameter block."""

PER_MILLION = 1e6
"""mg of an impurity per mg of product is a million ng per mg."""
MG = 1000.0


@kernel
def judge(y: Floats, yb: int, at: int) -> None:
    """Write QUALITY_OUTPUTS of the block at ``yb`` to ``y`` from index ``at``."""
    product = y[yb + PRODUCT] + y[yb + AGGREGATE]
    for i in range(4):
        y[at + i] = 0.0
    if product > 0.0:
        per = PER_MILLION / (MG * product)
        y[at] = 100.0 * (y[yb + AGGREGATE] / product)
        y[at + 1] = per * y[yb + HOST_CELL_PROTEIN]
        y[at + 2] = per * y[yb + DNA]
        y[at + 3] = per * y[yb + LIGAND]
    per_litre = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        per_litre = 1.0 / y[yb + VOLUME]
    capsids = y[yb + FULL_CAPSIDS] + y[yb + EMPTY_CAPSIDS]
    y[at + 4] = y[yb + FULL_CAPSIDS] * per_litre
    y[at + 5] = capsids * per_litre
    y[at + 6] = part(y[yb + FULL_CAPSIDS], capsids)
    count(y, y[yb + VOLUME], yb + FULL_CAPSIDS, at + 7, PARTICLES_PER_UNIT)


@kernel
def keep_and_judge(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance JUDGED_STATES of a block by ``dt`` seconds; it is judged on slow scans."""
    stand(y, p, yb, pb, dt, yb + TEMPERATURE_CONTROL)
    if y[yb + FUNCTIONAL_VECTOR] != 0.0:
        left = function_left(y[yb + TEMPERATURE], p[pb + VECTOR_DECAY], dt / 3600.0)
        y[yb + FUNCTIONAL_VECTOR] = y[yb + FUNCTIONAL_VECTOR] * left
    if slow == 1:
        release(y, yb)
        concentrate(y, yb, yb + CONCENTRATIONS)
        judge(y, yb, yb + SPECIFIC)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a process vessel's block by ``dt`` seconds; slow scans show its chemistry."""
    keep_and_judge(y, p, yb, pb, dt, slow)
    if slow == 1:
        acid = acidity(y, yb)
        y[yb + PH] = acid
        y[yb + CONDUCTIVITY] = conductivity(y, yb, acid)


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a process vessel that begins with what was given; raises Refusal."""
    kept = {"temperature": parameters["set temperature"], **given}
    values = begin(STATES, kept, carried=QUALITY_FIELDS)
    refuse_overfull(parameters, values)
    settle(PROCESS_VESSEL, parameters, values)
    return values


PROCESS_VESSEL = UnitKind(
    name="process vessel",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    meaning="a harvest tank or pool whose contents are judged by their quality",
    carried=QUALITY_FIELDS,
)
