"""Gas through the bioreactor: sparger, bubbles, dissolved gases, headspace and exhaust.

Flows are at 0 degC and 1.01325 bar. Bubbles rise one after another through well mixed liquid, so
their driving force falls from that of the gas that enters to that of the gas that leaves, and kLa
goes with the logarithmic mean of the two. Solved for the gas that leaves, with gas flow F, liquid V
and solubility H at pressure P, transfer is ``F/(V H P) (1 - exp(-kLa V H P/F))`` times the driving
force of the gas that enters. So transfer stops where the gas has no more to give, stripping of
carbon dioxide stops where the gas is full, and without flow there is none. The headspace is a dry
ideal gas at the culture's temperature.
"""

from __future__ import annotations

import math

from simulator.equipment.bioreactor.chemistry import free_share
from simulator.equipment.bioreactor.foam import LEAST_HEADSPACE
from simulator.equipment.bioreactor.parameters import (
    CALIBRATION_PRESSURE,
    DESIGN_GAS_FLOW,
    EXHAUST_DROP,
    FILTER_DROP,
    OXYGEN_CONSTANT,
    RELIEF_PRESSURE,
    RESPIRATORY_QUOTIENT,
    SPARGER_DROP,
    SUPPLY_PRESSURE,
    VESSEL_VOLUME,
)
from simulator.equipment.bioreactor.states import (
    AIR_FLOW,
    DEPTH_PRESSURE,
    DIOXIDE_FLOW,
    DIOXIDE_SOLUBILITY,
    DISSOLVED_OXYGEN,
    EXHAUST_VALVE,
    FILTER_BLOCKAGE,
    GAS_FLOW,
    GAS_ROOM,
    HEADSPACE_DIOXIDE,
    HEADSPACE_NITROGEN,
    HEADSPACE_OXYGEN,
    HYDROGEN,
    KLA,
    MADE_CARBON,
    MADE_OXYGEN,
    NITROGEN_FLOW,
    OFFGAS_DIOXIDE,
    OFFGAS_OXYGEN,
    OXYGEN_DEMAND,
    OXYGEN_FLOW,
    OXYGEN_SOLUBILITY,
    PRESSURE,
    SPARGER_BLOCKAGE,
    SPARGER_PRESSURE,
    SURFACE_TRANSFER,
    UPTAKE_RATE,
    VENTED_CARBON,
    VENTED_OXYGEN,
    WETTING,
)
from simulator.equipment.bioreactor.transfer import AMBIENT, depth_pressure, mean_pressure
from simulator.equipment.inventory import CARBON, OXYGEN, TEMPERATURE, VOLUME
from simulator.equipment.relaxation import lagged, relaxed
from simulator.numerics.exact import clamp, exp, greater
from simulator.numerics.kernel import Floats, kernel

AIR_OXYGEN = 0.2095
AIR_DIOXIDE = 0.0004
FLOW = 44.61503340549845 / 60.0
"""mmol/s of gas in one L/min."""
PER_SECOND = 1.0 / 3600.0
"""1/s of one 1/h."""
GAS_CONSTANT = 0.0831446261815324
"""mbar L/(mmol K)."""
DIOXIDE_TRANSFER = 0.89
"""kLa of carbon dioxide over that of oxygen."""
WET_LOSS = 0.98
"""Part of the filter's conductance lost when all of it is wet; an engineering fit."""
RELIEF_OPENS = 0.05
"""The relief valve passes the design gas flow for each 20 mbar above its set pressure."""
LEAST_UNITS = 1e-6
"""Below so many transfer units the bubbles leave as they came, and 1 - exp(-x) would cancel."""
MOST_TAKEN = 1.0 - 1e-13
"""Share of a gas that bubbles lose at most, so that rounding never takes more than came."""
LEAST_FLOW = 1e-30
"""mmol/s; less gas than this is none."""
LEAST_GAS = 1e-9
"""mmol; keeps an evacuated headspace divisible."""


@kernel
def commanded(y: Floats, yb: int) -> float:
    """Return the sum of the four gas flows, L/min."""
    flow = greater(y[yb + AIR_FLOW], 0.0) + greater(y[yb + OXYGEN_FLOW], 0.0)
    return flow + greater(y[yb + DIOXIDE_FLOW], 0.0) + greater(y[yb + NITROGEN_FLOW], 0.0)


@kernel
def headspace(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the volume of the headspace (L), foam included."""
    vessel = p[pb + VESSEL_VOLUME]
    return greater(vessel - y[yb + VOLUME], LEAST_HEADSPACE * vessel)


@kernel
def sparge(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Write pressures and the flow the sparger passes; return that flow's part of the command.

    The drop over the sparger's holes goes with the square of the flow through each, so blocking
    half of them makes it four times; the supply's pressure is all there is to drive it.
    """
    amount = y[yb + HEADSPACE_OXYGEN] + y[yb + HEADSPACE_DIOXIDE] + y[yb + HEADSPACE_NITROGEN]
    kelvin = y[yb + TEMPERATURE] + 273.15
    y[yb + GAS_ROOM] = GAS_CONSTANT * kelvin / headspace(y, p, yb, pb)
    y[yb + DEPTH_PRESSURE] = depth_pressure(y, p, yb, pb)
    y[yb + PRESSURE] = amount * y[yb + GAS_ROOM] - AMBIENT
    back = y[yb + PRESSURE] + y[yb + DEPTH_PRESSURE]
    total = commanded(y, yb)
    y[yb + GAS_FLOW] = total
    y[yb + SPARGER_PRESSURE] = back
    if total <= 0.0:
        return 0.0
    available = greater(p[pb + SUPPLY_PRESSURE] - back, 0.0)
    holes = 1.0 - clamp(y[yb + SPARGER_BLOCKAGE], 0.0, 1.0)
    usual = p[pb + DESIGN_GAS_FLOW] * holes
    if usual <= 0.0 or total * total * p[pb + SPARGER_DROP] > usual * usual * available:
        passable = usual * math.sqrt(available / p[pb + SPARGER_DROP])
        y[yb + GAS_FLOW] = passable
        y[yb + SPARGER_PRESSURE] = greater(back, p[pb + SUPPLY_PRESSURE])
        return passable / total
    through = total / usual
    y[yb + SPARGER_PRESSURE] = back + p[pb + SPARGER_DROP] * through * through
    return 1.0


@kernel
def oxygen_per_percent(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the dissolved oxygen (mM) that a probe reads as 1 % of air saturation."""
    pressure = 0.001 * (AMBIENT + p[pb + CALIBRATION_PRESSURE])
    return 0.01 * AIR_OXYGEN * pressure * y[yb + OXYGEN_SOLUBILITY]


@kernel
def from_bubbles(k: float, seconds: float) -> float:
    """Return kLa (1/s) as it counts towards the gas that enters.

    ``seconds`` is how long the gas must flow to bring what all the liquid would hold under it.
    """
    units = k * seconds
    if units < LEAST_UNITS:
        return k
    return (MOST_TAKEN - exp(-units)) / seconds


@kernel
def exchange_oxygen(
    y: Floats, p: Floats, yb: int, pb: int, dt: float, litres: float, share: float
) -> float:
    """Advance dissolved oxygen by ``dt`` s; return what the bubbles gave, mmol/s.

    Transfer is linear and uptake is Monod's; both are solved together with the uptake
    linearised about the start of the step (exponential Rosenbrock), or, where oxygen would more
    than halve in one step, with uptake in proportion to oxygen, so that it never falls below zero.
    """
    flow = commanded(y, yb) * share * FLOW
    fresh = AIR_OXYGEN * greater(y[yb + AIR_FLOW], 0.0) + greater(y[yb + OXYGEN_FLOW], 0.0)
    per_litre = 1.0 / litres
    solubility = y[yb + OXYGEN_SOLUBILITY]
    full = 0.001 * solubility * mean_pressure(y, yb)
    k = y[yb + KLA] * PER_SECOND
    bubbles = 0.0
    inlet = 0.0
    if flow > LEAST_FLOW:
        held = full / flow
        bubbles = from_bubbles(k, litres * held)
        inlet = fresh * share * FLOW * held
    surface = y[yb + SURFACE_TRANSFER] * PER_SECOND
    gas_room = y[yb + GAS_ROOM]
    above = 0.001 * solubility * y[yb + HEADSPACE_OXYGEN] * gas_room
    above = above / (1.0 + dt * surface * litres * 0.001 * solubility * gas_room)
    c = greater(y[yb + OXYGEN], 0.0) * per_litre
    constant = p[pb + OXYGEN_CONSTANT] * oxygen_per_percent(y, p, yb, pb)
    most = y[yb + OXYGEN_DEMAND] * PER_SECOND * per_litre
    share_of_most = 1.0 / (constant + c)
    loss = most * share_of_most
    push = bubbles * (inlet - c) + surface * (above - c) - loss * c
    slope = loss * constant * share_of_most
    x = (bubbles + surface + slope) * dt
    behind = lagged(x)
    if c + push * dt * (1.0 - x * behind) < 0.5 * c:
        slope = loss
        behind = lagged((bubbles + surface + slope) * dt)
    mean = push * dt * behind
    given = bubbles * (inlet - c - mean)
    taken = surface * (above - c - mean)
    uptake = loss * c + slope * mean
    after = c + dt * (given + taken - uptake)
    if after < 0.0:
        uptake = uptake + after / dt
        after = 0.0
    y[yb + OXYGEN] = after * litres
    y[yb + MADE_OXYGEN] -= uptake * dt * litres
    y[yb + UPTAKE_RATE] = 3600.0 * uptake
    y[yb + HEADSPACE_OXYGEN] = y[yb + HEADSPACE_OXYGEN] - taken * litres * dt
    y[yb + DISSOLVED_OXYGEN] = after / oxygen_per_percent(y, p, yb, pb)
    return given * litres


@kernel
def exchange_dioxide(
    y: Floats, p: Floats, yb: int, pb: int, dt: float, litres: float, share: float
) -> float:
    """Advance inorganic carbon by ``dt`` s; return what the bubbles gave (mmol/s), often negative.

    Only dissolved carbon dioxide crosses; its share of the inorganic carbon is that of the last pH.
    """
    flow = commanded(y, yb) * share * FLOW
    fresh = AIR_DIOXIDE * greater(y[yb + AIR_FLOW], 0.0) + greater(y[yb + DIOXIDE_FLOW], 0.0)
    solubility = y[yb + DIOXIDE_SOLUBILITY]
    full = 0.001 * solubility * mean_pressure(y, yb)
    k = DIOXIDE_TRANSFER * y[yb + KLA] * PER_SECOND
    bubbles = 0.0
    inlet = 0.0
    if flow > LEAST_FLOW:
        held = full / flow
        bubbles = from_bubbles(k, litres * held)
        inlet = fresh * share * FLOW * held
    surface = DIOXIDE_TRANSFER * y[yb + SURFACE_TRANSFER] * PER_SECOND
    gas_room = y[yb + GAS_ROOM]
    above = 0.001 * solubility * y[yb + HEADSPACE_DIOXIDE] * gas_room
    above = above / (1.0 + dt * surface * litres * 0.001 * solubility * gas_room)
    free = free_share(y[yb + HYDROGEN])
    c = greater(y[yb + CARBON], 0.0) / litres
    made = p[pb + RESPIRATORY_QUOTIENT] * y[yb + UPTAKE_RATE] * PER_SECOND
    push = made + bubbles * (inlet - free * c) + surface * (above - free * c)
    x = (bubbles + surface) * free * dt
    mean = c + push * dt * lagged(x)
    given = bubbles * (inlet - free * mean)
    taken = surface * (above - free * mean)
    there = c + dt * (made + given + taken)
    after = greater(there, 0.0)
    y[yb + CARBON] = after * litres
    y[yb + MADE_CARBON] += (dt * made + (after - there)) * litres
    y[yb + HEADSPACE_DIOXIDE] = y[yb + HEADSPACE_DIOXIDE] - taken * litres * dt
    return given * litres


@kernel
def conductance(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return what valve and filter together pass, L/min for each mbar (laminar; a fit)."""
    valve = 0.01 * clamp(y[yb + EXHAUST_VALVE], 0.0, 100.0)
    clean = 1.0 - clamp(y[yb + FILTER_BLOCKAGE], 0.0, 1.0)
    clean = clean * (1.0 - WET_LOSS * clamp(y[yb + WETTING], 0.0, 1.0))
    if valve * clean <= 0.0:
        return 0.0
    series = p[pb + EXHAUST_DROP] * clean + p[pb + FILTER_DROP] * valve
    return p[pb + DESIGN_GAS_FLOW] * valve * clean / series


@kernel
def vent(y: Floats, p: Floats, yb: int, pb: int, dt: float, oxygen: float, dioxide: float) -> None:
    """Advance the headspace by ``dt`` s, the liquid having taken ``oxygen`` and ``dioxide`` mmol/s.

    What came in less what stayed went out through the exhaust, or came back as filtered air.
    """
    total = commanded(y, yb)
    share = 0.0
    if total > 0.0:
        share = FLOW
        if y[yb + GAS_FLOW] < total:
            share = y[yb + GAS_FLOW] / total * FLOW
    air = greater(y[yb + AIR_FLOW], 0.0)
    in_oxygen = (AIR_OXYGEN * air + greater(y[yb + OXYGEN_FLOW], 0.0)) * share - oxygen
    in_dioxide = (AIR_DIOXIDE * air + greater(y[yb + DIOXIDE_FLOW], 0.0)) * share - dioxide
    rest = (1.0 - AIR_OXYGEN - AIR_DIOXIDE) * air + greater(y[yb + NITROGEN_FLOW], 0.0)
    in_rest = rest * share
    before = y[yb + HEADSPACE_OXYGEN] + y[yb + HEADSPACE_DIOXIDE] + y[yb + HEADSPACE_NITROGEN]
    before = greater(before, LEAST_GAS)
    room = y[yb + GAS_ROOM]
    gauge = before * room - AMBIENT
    opening = conductance(y, p, yb, pb) * FLOW
    out = opening * gauge
    if gauge > p[pb + RELIEF_PRESSURE]:
        relief = RELIEF_OPENS * p[pb + DESIGN_GAS_FLOW] * FLOW
        out = out + relief * (gauge - p[pb + RELIEF_PRESSURE])
        opening = opening + relief
    entering = in_oxygen + in_dioxide + in_rest
    after = before + (entering - out) * dt * relaxed(opening * room * dt)
    back = greater(after - before - entering * dt, 0.0)
    add_oxygen = in_oxygen * dt + AIR_OXYGEN * back
    add_dioxide = in_dioxide * dt + AIR_DIOXIDE * back
    add_rest = in_rest * dt + (1.0 - AIR_OXYGEN - AIR_DIOXIDE) * back
    added = add_oxygen + add_dioxide + add_rest
    leaving = greater(before + added - after, 0.0)
    # What leaves has the mean composition of before and after (trapezoidal); where more leaves
    # than there was, that of old and new mixed.
    per_after = 1.0 / after
    gone = 0.5 * leaving / before
    thin = 0.5 * leaving * per_after
    scale = after / (after + 0.5 * leaving)
    if leaving > before:
        gone = 0.0
        thin = leaving * per_after
        scale = after / (after + leaving)
    old = 1.0 - gone
    was_oxygen = y[yb + HEADSPACE_OXYGEN]
    was_dioxide = y[yb + HEADSPACE_DIOXIDE]
    y[yb + HEADSPACE_OXYGEN] = scale * (old * was_oxygen + add_oxygen)
    y[yb + HEADSPACE_DIOXIDE] = scale * (old * was_dioxide + add_dioxide)
    y[yb + HEADSPACE_NITROGEN] = scale * (old * y[yb + HEADSPACE_NITROGEN] + add_rest)
    out_oxygen = gone * was_oxygen + thin * y[yb + HEADSPACE_OXYGEN]
    out_dioxide = gone * was_dioxide + thin * y[yb + HEADSPACE_DIOXIDE]
    y[yb + VENTED_OXYGEN] += out_oxygen - (add_oxygen + oxygen * dt)
    y[yb + VENTED_CARBON] += out_dioxide - (add_dioxide + dioxide * dt)
    y[yb + PRESSURE] = after * room - AMBIENT
    percent = 100.0 * per_after
    y[yb + OFFGAS_OXYGEN] = percent * y[yb + HEADSPACE_OXYGEN]
    y[yb + OFFGAS_DIOXIDE] = percent * y[yb + HEADSPACE_DIOXIDE]
