"""The culture's reactions and how they are stepped: refreshed slowly, applied each step.

On slow scans the rates are found from the concentrations and extrapolated to the middle of the
interval to come (two-step Adams-Bashforth, 1.5 r_n - 0.5 r_n-1; the first time Euler); every step
then applies them to the amounts. A rate never takes more than there is, and extrapolation never
turns a rate round.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.chemistry import concentrate_osmoles
from simulator.equipment.bioreactor.contaminant import demand, infect
from simulator.equipment.bioreactor.environment import weigh
from simulator.equipment.bioreactor.parameters import (
    AMRIBT,
    ANTIFOAM_LIFE,
    CULTURE,
    KIDNEY,
    LYMPHOCYTE,
    MOLLER,
    STROMA,
)
from simulator.equipment.bioreactor.states import (
    CONCENTRATIONS,
    FOREIGN_DENSITY,
    HELD,
    LAST,
    MADE_CELLS,
    MADE_GLUCOSE,
    RATE_ANTIFOAM,
    RATE_CONTAMINANT,
    RATE_GLUCOSE,
    RATE_STRONG_ION,
    RATES,
    STARTED,
)
from simulator.equipment.cultures.amribt import grow_amribt
from simulator.equipment.cultures.duran import grow_duran
from simulator.equipment.cultures.kidney import crowd
from simulator.equipment.cultures.microbe import weigh_microbe
from simulator.equipment.cultures.moller import grow_moller
from simulator.equipment.cultures.seed import grow_older, slow_growth
from simulator.equipment.cultures.stroma import grow_stroma
from simulator.equipment.inventory import ANTIFOAM, CONTAMINANT, STRONG_ION, VIABLE
from simulator.equipment.unit import concentrate
from simulator.numerics.exact import greater
from simulator.numerics.kernel import Floats, kernel

INTERVAL = 10.0
"""Seconds between slow scans."""
CELLS = AMRIBT + 0.5
"""Cultures before this one are of cells; the rates of microbes are found in each step."""
CARRIED = RATE_STRONG_ION
"""The first so many rates belong to the components from VIABLE on, in order."""


@kernel
def component(rate: int) -> int:
    """Return the slot of the component that the rate at this position changes."""
    if rate < CARRIED:
        return VIABLE + rate
    if rate == RATE_STRONG_ION:
        return STRONG_ION
    if rate == RATE_ANTIFOAM:
        return ANTIFOAM
    return CONTAMINANT


@kernel
def ledger(rate: int) -> int:
    """Return the slot that counts what the rate at this position has made."""
    if rate < RATE_GLUCOSE:
        return MADE_CELLS
    return MADE_GLUCOSE + rate - RATE_GLUCOSE


@kernel
def grow(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write the rates of whichever culture of cells this is."""
    culture = p[pb + CULTURE]
    if culture < STROMA + 0.5:
        grow_stroma(y, p, yb, pb)
    elif culture < LYMPHOCYTE + 0.5:
        grow_duran(y, p, yb, pb)
    else:
        if culture < KIDNEY + 0.5:
            crowd(y, p, yb, pb)
        slow_growth(y, p, yb, pb)
        if culture < MOLLER + 0.5:
            grow_moller(y, p, yb, pb)
        else:
            grow_amribt(y, p, yb, pb)


@kernel
def refresh(y: Floats, p: Floats, yb: int, pb: int, dt: float, per_litre: float) -> None:
    """Refresh concentrations, factors and rates, and extrapolate the rates."""
    concentrate(y, yb, yb + CONCENTRATIONS)
    concentrate_osmoles(y, yb, per_litre)
    y[yb + FOREIGN_DENSITY] = greater(y[yb + CONTAMINANT], 0.0) * per_litre
    if p[pb + CULTURE] > CELLS:
        weigh_microbe(y, p, yb, pb)
        for i in range(CARRIED):
            y[yb + HELD + i] = 0.0
    else:
        weigh(y, p, yb, pb)
        grow(y, p, yb, pb)
    y[yb + HELD + RATE_ANTIFOAM] = -y[yb + ANTIFOAM] / p[pb + ANTIFOAM_LIFE]
    infect(y, p, yb, pb)
    if p[pb + CULTURE] < CELLS:
        demand(y, p, yb, pb)
    per_hour = 3600.0 / greater(dt, INTERVAL)
    for i in range(RATES):
        rate = y[yb + HELD + i]
        floor = -greater(y[yb + component(i)], 0.0) * per_hour
        if i != RATE_STRONG_ION and rate < floor:
            rate = floor
        held = rate
        if y[yb + STARTED] > 0.5:
            held = rate + 0.5 * (rate - y[yb + LAST + i])
        if held * rate <= 0.0:
            held = rate
        if i != RATE_STRONG_ION and held < floor:
            held = floor
        y[yb + HELD + i] = held
        y[yb + LAST + i] = rate
    y[yb + STARTED] = 1.0


@kernel
def react(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Apply the held rates for ``dt`` seconds; what runs out stays at zero."""
    hours = dt / 3600.0
    before = y[yb + VIABLE]
    for i in range(CARRIED):
        there = y[yb + VIABLE + i]
        after = greater(there + y[yb + HELD + i] * hours, 0.0)
        y[yb + VIABLE + i] = after
        y[yb + ledger(i)] += after - there
    if p[pb + CULTURE] < CELLS and p[pb + CULTURE] > LYMPHOCYTE + 0.5:
        grow_older(y, p, yb, pb, before, hours)
    acid = y[yb + HELD + RATE_STRONG_ION] * hours
    y[yb + STRONG_ION] = y[yb + STRONG_ION] + acid
    antifoam = y[yb + ANTIFOAM] + y[yb + HELD + RATE_ANTIFOAM] * hours
    y[yb + ANTIFOAM] = greater(antifoam, 0.0)
    foreign = y[yb + CONTAMINANT] + y[yb + HELD + RATE_CONTAMINANT] * hours
    y[yb + CONTAMINANT] = greater(foreign, 0.0)
