"""The transfection reactor: a bioreactor with HEK293 cells, and a bag of plasmids and PEI to it.

It is stepped as a bioreactor is; then the mix, the plasmids and the vector of
:mod:`simulator.equipment.transfection.vector` follow the cells that there are by then.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equipment.bioreactor.reactor import step as step_cells
from simulator.equipment.bioreactor.start import GIVENS, fill
from simulator.equipment.inventory import DEAD, LYSED, VIABLE, VOLUME
from simulator.equipment.transfection.parameters import PARAMETERS
from simulator.equipment.transfection.states import (
    CYTOSOLIC,
    DNA_TITRE,
    DOSE,
    EMPTY,
    ENDOSOMAL,
    FULL,
    FULL_SHARE,
    FULL_TITRE,
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
from simulator.equipment.transfection.vector import FEWEST, carry, express, fraction, mix
from simulator.equipment.unit import SMALLEST_VOLUME, UnitKind, settle
from simulator.language.problem import Problem, Refusal
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel

PER_MILLION = 1e-3
"""Copies per cell, times 1e9 cells per litre, in 1e9 per mL."""


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
    empty = y[yb + EMPTY]
    full = y[yb + FULL]
    express(y, p, yb, pb, hours, born)
    share = 0.0
    kept = 1.0
    if after > FEWEST:
        share = living / after
        kept = before / after
    y[yb + EMPTY] = empty * kept + (y[yb + EMPTY] - empty) * share
    y[yb + FULL] = full * kept + (y[yb + FULL] - full) * share
    if slow == 1:
        show(y, yb, after)


@kernel
def show(y: Floats, yb: int, cells: float) -> None:
    """Write what the laboratory finds; ``cells`` (1e9) are all, living or not."""
    per = 0.0
    if y[yb + VOLUME] > SMALLEST_VOLUME:
        per = PER_MILLION / y[yb + VOLUME]
    inside = y[yb + ENDOSOMAL + 1] + y[yb + CYTOSOLIC + 1] + y[yb + NUCLEAR + 1] + y[yb + GENOMES]
    total = (y[yb + EMPTY] + y[yb + FULL]) * cells + y[yb + LOADED] * y[yb + VIABLE]
    full = y[yb + FULL] * cells
    y[yb + FULL_TITRE] = full * per
    y[yb + TOTAL_TITRE] = total * per
    y[yb + FULL_SHARE] = fraction(full, total)
    y[yb + DNA_TITRE] = (inside * y[yb + VIABLE] + full) * per
    dna = y[yb + MIX_BARE] + y[yb + MIX_READY] + y[yb + MIX_CLUMPS]
    y[yb + READY_SHARE] = fraction(y[yb + MIX_READY], dna)
    y[yb + DOSE] = 0.0
    if y[yb + VIABLE] > FEWEST:
        y[yb + DOSE] = y[yb + GIVEN] / y[yb + VIABLE]


def initial(parameters: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Every state of a reactor that begins with what was given; raises Refusal.

    Unless given, a filled one begins as a bioreactor does, with an empty bag and no vector.
    """
    own = {field.name: field for field in VECTOR_STATES if field.role != "output"}
    problems = [
        Problem(
            "out-of-bounds", f"{name} {value:g} is outside {own[name].low:g} to {own[name].high:g}"
        )
        for name, value in given.items()
        if name in own and not own[name].low <= value <= own[name].high
    ]
    if problems:
        raise Refusal(problems)
    values = fill(parameters, {name: value for name, value in given.items() if name not in own})
    values |= {field.name: float(given.get(field.name, field.default)) for field in VECTOR_STATES}
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
)
