"""The transfection reactor: a bioreactor with HEK293 cells, and a bag of plasmids and PEI to it.

It is stepped as a bioreactor is; then the mix, the plasmids and the vector (AAV of
:mod:`simulator.equipment.transfection.vector`, or lentivirus beside it) follow the cells that there
are by then.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.reactor import step as step_cells
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.inventory import DEAD, LYSED, VIABLE, VOLUME
from simulator.equipment.transfection.lentivirus import age, bud
from simulator.equipment.transfection.parameters import PARAMETERS, T_PARTICLES, T_VECTOR
from simulator.equipment.transfection.states import (
    CYTOSOLIC,
    DNA_TITRE,
    DOSE,
    EMPTY,
    ENDOSOMAL,
    FULL,
    FULL_SHARE,
    FULL_TITRE,
    FUNCTIONAL_TITRE,
    GENOMES,
    GIVEN,
    LOADED,
    MIX_BARE,
    MIX_CLUMPS,
    MIX_READY,
    NUCLEAR,
    READY_SHARE,
    STATES,
    TOTAL_TITRE,
    VECTOR_STATES,
)
from simulator.equipment.transfection.vector import FEWEST, PER_THOUSAND, carry, express, mix
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, concentrations, settle
from simulator.equipment.vectors import VECTOR_FIELDS, count, part
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Advance a transfection reactor's block by ``dt`` s; ``slow`` is 1 where that is due."""
    mix(y, p, yb, pb, dt)
    living = greater(y[yb + VIABLE], 0.0)
    before = living + y[yb + DEAD] + y[yb + LYSED]
    step_cells(y, p, yb, pb, dt, slow)
    after = y[yb + VIABLE] + y[yb + DEAD] + y[yb + LYSED]
    born = 0.0
    if living > FEWEST:
        born = greater(after - before, 0.0) / living
    hours = dt / 3600.0
    carry(y, p, yb, pb, hours, born)
    if p[pb + T_VECTOR] < 0.5:
        express(y, p, yb, pb, hours, born, living)
    else:
        bud(y, p, yb, pb, hours, living)
    age(y, p, yb, pb, hours)
    if slow == 1:
        show(y, yb)
        count(y, y[yb + VOLUME], yb + FULL, yb + FUNCTIONAL_TITRE, p[pb + T_PARTICLES])


@kernel
def show(y: Floats, yb: int) -> None:
    """Write what the laboratory finds of AAV and of the mix."""
    per = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        per = 1.0 / y[yb + VOLUME]
    inside = y[yb + ENDOSOMAL + 1] + y[yb + CYTOSOLIC + 1] + y[yb + NUCLEAR + 1] + y[yb + GENOMES]
    living = PER_THOUSAND * y[yb + VIABLE]
    full = y[yb + FULL]
    total = y[yb + EMPTY] + full + y[yb + LOADED] * living
    y[yb + FULL_TITRE] = full * per
    y[yb + TOTAL_TITRE] = total * per
    y[yb + FULL_SHARE] = part(full, total)
    y[yb + DNA_TITRE] = (inside * living + full) * per
    dna = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
    y[yb + READY_SHARE] = part(y[yb + MIX_READY], dna)
    y[yb + DOSE] = 0.0
    if y[yb + VIABLE] > FEWEST:
        y[yb + DOSE] = y[yb + GIVEN] / y[yb + VIABLE]


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reactor that begins with what was given; raises Refusal.

    Unless given, a filled one begins as a bioreactor does, with an empty bag and no vector.
    """
    own = {field.name: field for field in VECTOR_STATES if field.role != "output"}
    own |= {field.name: field for field in concentrations(VECTOR_FIELDS)}
    problems = [
        Problem(
            "out-of-bounds", f"{name} {value:g} is outside {own[name].low:g} to {own[name].high:g}"
        )
        for name, value in given.items()
        if name in own and not own[name].low <= value <= own[name].high
    ]
    per_litre = {name.removesuffix(" concentration"): name for name in given if name in own}
    problems += [
        Problem("given-twice", f"{per_litre[name]} and {name} are both given")
        for name in given
        if name in own and per_litre.get(name, name) != name
    ]
    if problems:
        raise Refusal(problems)
    values = fill(parameters, {name: value for name, value in given.items() if name not in own})
    values |= {field.name: float(given.get(field.name, field.default)) for field in VECTOR_STATES}
    values |= {
        name: given[said] * values["volume"] for name, said in per_litre.items() if said != name
    }
    settle(TRANSFECTION_REACTOR, parameters, values)
    return values


TRANSFECTION_REACTOR = UnitKind(
    name="transfection reactor",
    states=STATES,
    parameters=PARAMETERS,
    step=step,
    initial=initial,
    givens=GIVENS,
    meaning="a bioreactor with HEK293 cells that make a viral vector of plasmids",
    carried=VECTOR_FIELDS,
)
