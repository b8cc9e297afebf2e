"""A filter that all of a stream passes: depth, virus or sterile filter, by its parameters.

What clogs it grows its resistance, relative to the clean filter, by one of Hermia's blocking laws
over the volume per area v (J. Hermia, Trans IChemE 60 (1982) 183; Grace, AIChE J 2 (1956) 307):
``dr/dv = K c r^n`` with n = 2 complete, 1.5 standard, 1 intermediate, 0 cake, c the load of solids
and aggregate relative to a reference. Each scan is integrated exactly, so that constant flux
(``dP = J r/Lp``) and constant pressure (``J = Lp P/r``) both follow their closed forms.

A virus filter keeps back by size: the pores are those of a parvovirus, of which it loses log
reduction by a pause in pressure, when what was caught diffuses on, and by the last of its flow
decay; both sizes are fits within the 0.5 to 1.5 log10 that are reported. A retrovirus is five times
as wide as those pores, and comes by only where there is a hole. An
integrity test puts gas on the wetted filter: it diffuses through the liquid in the pores (forward
flow, pressure hold), and blows the largest pore free at the bubble point, ``4 k g cos/d`` with g
the surface tension of what wets it (ASTM F316). A filter that is not wetted through, or has a hole,
fails each of them alike. Product that stands in a sound one lowers g, and by that its bubble point
alone: forward flow and pressure hold below it stay as they are.

The pores of a virus filter are so small that its bubble point, 38 bar in water, lies far above what
its housing and this gas (10 bar) bear. So it is tested by forward flow or pressure hold, at a few
bar, which see a hole and a dry part. What finds smaller faults in practice, a gold particle test or
two liquids that do not mix, is not in this model.
"""

from __future__ import annotations

import math

from simulator.equipment.downstream import filter_parameters as of
from simulator.equipment.downstream.filter_parameters import (
    AGGREGATE_REFERENCE,
    AGGREGATE_REMOVAL,
    AREA,
    BIOBURDEN_REDUCTION,
    COSINE,
    DEBRIS_REFERENCE,
    DECAY_LOSS_MOST,
    DIFFUSION,
    DNA_REMOVAL,
    ENDOTOXIN_REMOVAL,
    FOULING,
    GAS_VOLUME,
    HOLD_UP,
    LAW,
    LEAST_PRESSURE,
    PARVOVIRUS_REDUCTION,
    PAUSE_LOSS_MOST,
    PAUSE_TIME,
    PERMEABILITY,
    PORE_SHAPE,
    PORE_SIZE,
    PRODUCT_TENSION,
    PROTEIN_REMOVAL,
    RETROVIRUS_REDUCTION,
    SOLIDS_CAPACITY,
    SOLIDS_RETENTION,
    TENSION,
    VECTOR_RETENTION,
    WETTING_VOLUME,
)
from simulator.equipment.downstream.hold_up import held_fields, pass_hold_up
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    BIOBURDEN,
    DEBRIS,
    DNA,
    ENDOTOXIN,
    FULL_CAPSIDS,
    HOST_CELL_PROTEIN,
    PARVOVIRUS,
    QUALITY_FIELDS,
    RETROVIRUS,
    WIDTH,
)
from simulator.equipment.inventory import (
    CONTAMINANT,
    DEAD,
    FIRST_COMPONENT,
    GENERATIONS,
    HEAD_FIELDS,
    PRODUCT,
    RESTING,
    VIABLE,
    VOLUME,
)
from simulator.language.field import Field
from simulator.numerics.exact import clamp, exp, exp10, greater, lesser
from simulator.numerics.kernel import Floats, kernel

FEED_PRESSURE = WIDTH
TEST_PRESSURE = WIDTH + 1
TEST_ISOLATED = WIDTH + 2
BLOCKAGE = WIDTH + 3
DEFECT = WIDTH + 4
RESISTANCE = WIDTH + 5
PASSED = WIDTH + 6
PASSING = WIDTH + 7
WETTED = WIDTH + 8
PAUSE_LOSS = WIDTH + 9
GAS_PRESSURE = WIDTH + 10
BUBBLES = WIDTH + 11
PRESSURE_DROP = WIDTH + 12
FLOW = WIDTH + 13
FLUX = WIDTH + 14
THROUGHPUT = WIDTH + 15
FLOW_DECAY = WIDTH + 16
TURBIDITY = WIDTH + 17
LOG_REDUCTION = WIDTH + 18
GAS_FLOW = WIDTH + 19
WANTING = WIDTH + 20
WANTED = WIDTH + 21
BUBBLE_POINT = WIDTH + 22
HELD = WIDTH + 23
KEPT = HELD + WIDTH
"""First of one slot per component, FIRST_COMPONENT to WIDTH, that the filter has kept."""

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    Field("feed pressure", "bar", 2.0, 0.0, 10.0, _D, "input", meaning="most that is there"),
    Field("test pressure", "bar", 0.0, 0.0, 10.0, _D, "input", meaning="gas for integrity tests"),
    Field("test isolated", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: gas closed, pressure holds"),
    Field("medium blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the area lost"),
    Field("defect", "", 0.0, 0.0, 1.0, _D, "input", meaning="a hole: part of 1e-3 of the flow"),
    Field("resistance", "", 1.0, 1.0, 1e4, "Hermia 1982", "state", meaning="clean: 1"),
    Field("passed", "L", 0.0, 0.0, 1e12, _D, "state", meaning="through this filter so far"),
    Field("passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("wetted", "", 0.0, 0.0, 1.0, _F, "state", meaning="part of the pores"),
    Field("lost in pauses", "", 0.0, 0.0, 6.0, _F, "state", meaning="log10 of parvovirus"),
    Field("gas pressure", "bar", 0.0, 0.0, 10.0, _D, "state", meaning="upstream, in a test"),
    Field("bubbles at", "bar", 0.0, 0.0, 10.0, _D, "state", meaning="gas broke through; 0: not"),
    Field("pressure drop", "bar", 0.0, 0.0, 1e9, "Darcy", "output"),
    Field("flow", "L/h", 0.0, 0.0, 1e12, _D, "output"),
    Field("flux", "L/m2/h", 0.0, 0.0, 1e15, _D, "output", meaning="over the open area"),
    Field("throughput", "L/m2", 0.0, 0.0, 1e15, _D, "output", meaning="passed, by area"),
    Field("flow decay", "%", 0.0, 0.0, 100.0, _D, "output", meaning="at the same pressure"),
    Field("turbidity", "NTU", 0.0, 0.0, 1e6, _F, "output", meaning="of what leaves it"),
    Field("log reduction", "", 0.0, 0.0, 12.0, _F, "output", meaning="of parvovirus, as it stands"),
    Field("gas flow", "mL/min", 0.0, 0.0, 1e9, "Fick", "output", meaning="in an integrity test"),
    Field("wanting", "L/h", 0.0, 0.0, 1e9, _D, "state", meaning="by lines so far in this scan"),
    Field("wanted flow", "L/h", 0.0, 0.0, 1e9, _D, "output", meaning="by all lines with liquid"),
    Field("bubble point", "bar", 0.0, 0.0, 1e6, "ASTM F316", "output", meaning="as it stands"),
    *held_fields("held"),
    *(
        Field(f"kept {f.name}", f.unit, 0.0, f.low, 1e15, _D, "state", meaning="by the filter")
        for f in (*HEAD_FIELDS, *QUALITY_FIELDS)[FIRST_COMPONENT:]
    ),
)

LAWS = of.LAWS
CAKE = 0.5
INTERMEDIATE = 1.5
STANDARD = 2.5
"""Halfway between the positions of the laws, to tell them apart."""
MOST = 1e4
"""Where a resistance stops growing: nothing flows by then."""
CELL_VOLUME = 1.44
"""mL per 1e9 cells: spheres of 14 um."""
CLOUD_OF_DEBRIS = 100.0
CLOUD_OF_CELLS = 60.0
"""NTU per mL/L of fine solids, and per 1e6 cells/mL: engineering fits to centrates of 50-200 NTU
and to harvests of a thousand and more."""
LEAST_OPEN = 0.001
DRY = 0.2
"""Part of the permeability, and of the bubble point, that a dry filter has."""
HOLE = 1e-3
"""Part of the flow that bypasses the membrane through the largest defect."""
GAS_TIME = 5.0
"""s in which a regulator fills or vents the housing."""
BULK = 1e5
"""mL/min/m2/bar of gas through pores blown free."""
OF_HOLE = 400.0
"""mL/min/bar of gas through the largest defect."""
ATMOSPHERE = 1.01325
HALF_TENSION = 1.0
"""g/L of product that takes surface tension half of the way to that of much protein: a fit."""
GAS_ON = 0.02
"""bar of gas that shuts the liquid out."""


@kernel
def grown(r: float, law: float, x: float) -> float:
    """Return the resistance after ``x = K c dv`` more of Hermia's law, integrated exactly."""
    if law < CAKE:
        return lesser(r + x, MOST)
    if law < INTERMEDIATE:
        return lesser(r * exp(lesser(x, 10.0)), MOST)
    if law < STANDARD:
        left = 1.0 / math.sqrt(r) - 0.5 * x
        if left <= 0.01:
            return MOST
        return 1.0 / (left * left)
    left = 1.0 / r - x
    if left <= 1e-4:
        return MOST
    return 1.0 / left


@kernel
def open_area(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the area (m2) that is not blocked."""
    return p[pb + AREA] * greater(1.0 - clamp(y[yb + BLOCKAGE], 0.0, 1.0), LEAST_OPEN)


@kernel
def conductance(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the flow per pressure (L/h/bar) as it stands."""
    wet = DRY + (1.0 - DRY) * clamp(y[yb + WETTED], 0.0, 1.0)
    r = clamp(y[yb + RESISTANCE], 1.0, MOST)
    return p[pb + PERMEABILITY] * open_area(y, p, yb, pb) * wet / r


@kernel
def admitted(y: Floats, p: Floats, yb: int, pb: int, wanted: float, dt: float) -> float:
    """Return the flow (L/h) at the pressure that is there; none while gas is on the filter.

    Lines that want more than that together share it as they want; in the scan of ``dt`` s in which
    one comes on, they share what those before it have left.
    """
    y[yb + WANTING] += wanted
    if y[yb + GAS_PRESSURE] > GAS_ON or dt <= 0.0:
        return 0.0
    whole = greater(y[yb + FEED_PRESSURE], 0.0) * conductance(y, p, yb, pb)
    rest = greater(whole - y[yb + PASSING] * 3600.0 / dt, 0.0)
    if y[yb + WANTED] > wanted:
        return lesser(whole * (wanted / y[yb + WANTED]), rest)
    return rest


@kernel
def reduction(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the log10 by which parvovirus is reduced, after pauses and flow decay."""
    decay = 1.0 - 1.0 / clamp(y[yb + RESISTANCE], 1.0, MOST)
    worn = p[pb + DECAY_LOSS_MOST] * clamp((decay - 0.75) / 0.15, 0.0, 1.0)
    return clamp(p[pb + PARVOVIRUS_REDUCTION] - y[yb + PAUSE_LOSS] - worn, 0.0, 12.0)


@kernel
def keep(y: Floats, yb: int, component: int, share: float) -> None:
    """Keep a share of a component of the head."""
    amount = y[yb + component] * share
    y[yb + component] -= amount
    y[yb + KEPT + component - FIRST_COMPONENT] += amount


@kernel
def cloud(y: Floats, yb: int) -> float:
    """Return the turbidity (NTU) of the liquid in the head."""
    volume = y[yb + VOLUME]
    if volume <= 0.0:
        return 0.0
    cells = y[yb + VIABLE] + y[yb + DEAD]
    return lesser((CLOUD_OF_DEBRIS * y[yb + DEBRIS] + CLOUD_OF_CELLS * cells) / volume, 1e6)


@kernel
def kept_solids(y: Floats, yb: int) -> float:
    """Return the mL of fine solids and cells that the filter holds."""
    first = yb + KEPT - FIRST_COMPONENT
    return y[first + DEBRIS] + CELL_VOLUME * (y[first + VIABLE] + y[first + DEAD])


@kernel
def hold_back(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Keep back of the head what this filter keeps of each component."""
    x = greater(kept_solids(y, yb), 0.0) / (p[pb + AREA] * p[pb + SOLIDS_CAPACITY])
    x = lesser(x * x * x * x, 1e12)
    by = 1.0 - HOLE * clamp(y[yb + DEFECT], 0.0, 1.0)
    solids = by * 0.01 * p[pb + SOLIDS_RETENTION] / (1.0 + x)
    keep(y, yb, VIABLE, solids)
    keep(y, yb, DEAD, solids)
    keep(y, yb, RESTING, solids)
    keep(y, yb, GENERATIONS, solids)
    keep(y, yb, CONTAMINANT, solids)
    keep(y, yb, DEBRIS, solids)
    keep(y, yb, HOST_CELL_PROTEIN, by * 0.01 * p[pb + PROTEIN_REMOVAL])
    keep(y, yb, DNA, by * 0.01 * p[pb + DNA_REMOVAL])
    keep(y, yb, AGGREGATE, by * 0.01 * p[pb + AGGREGATE_REMOVAL])
    keep(y, yb, ENDOTOXIN, by * 0.01 * p[pb + ENDOTOXIN_REMOVAL])
    vectors = by * 0.01 * p[pb + VECTOR_RETENTION]
    for component in range(FULL_CAPSIDS, WIDTH):
        keep(y, yb, component, vectors)
    keep(y, yb, RETROVIRUS, by * (1.0 - exp10(-p[pb + RETROVIRUS_REDUCTION])))
    keep(y, yb, PARVOVIRUS, by * (1.0 - exp10(-reduction(y, p, yb, pb))))
    keep(y, yb, BIOBURDEN, by * (1.0 - exp10(-p[pb + BIOBURDEN_REDUCTION])))


@kernel
def treat(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head pass the filter: it is wetted, clogs, keeps its part, and mixes in the housing.

    ``dt`` is what every device is told; nothing here depends on it.
    """
    litres = y[yb + VOLUME]
    if litres <= 0.0 or dt < 0.0:
        return
    over = litres / open_area(y, p, yb, pb)
    solids = y[yb + DEBRIS] + CELL_VOLUME * (y[yb + VIABLE] + y[yb + DEAD])
    load = (solids / p[pb + DEBRIS_REFERENCE] + y[yb + AGGREGATE] / p[pb + AGGREGATE_REFERENCE]) / (
        litres
    )
    r = clamp(y[yb + RESISTANCE], 1.0, MOST)
    y[yb + RESISTANCE] = grown(r, p[pb + LAW], p[pb + FOULING] * greater(load, 0.0) * over)
    dry = 1.0 - clamp(y[yb + WETTED], 0.0, 1.0)
    y[yb + WETTED] = 1.0 - dry * exp(-lesser(over / p[pb + WETTING_VOLUME], 100.0))
    y[yb + PASSED] += litres
    y[yb + PASSING] += litres
    y[yb + BUBBLES] = 0.0
    hold_back(y, p, yb, pb)
    pass_hold_up(y, yb, yb + HELD, p[pb + HOLD_UP])
    if y[yb + VOLUME] > 0.0:
        y[yb + TURBIDITY] = cloud(y, yb)


@kernel
def bubble_point(y: Floats, p: Floats, yb: int, pb: int) -> float:
    """Return the gas pressure (bar) that blows the largest pore free, by what stands in it."""
    product = 0.0
    if y[yb + HELD + VOLUME] > 0.0:
        product = greater(y[yb + HELD + PRODUCT] / y[yb + HELD + VOLUME], 0.0)
    lower = (p[pb + TENSION] - p[pb + PRODUCT_TENSION]) * product / (product + HALF_TENSION)
    pull = 4.0 * p[pb + PORE_SHAPE] * (p[pb + TENSION] - lower) * p[pb + COSINE]
    return 0.01 * pull / p[pb + PORE_SIZE]


@kernel
def test_gas(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the gas of an integrity test come, diffuse and break through."""
    gas = y[yb + GAS_PRESSURE]
    wet = clamp(y[yb + WETTED], 0.0, 1.0)
    hole = clamp(y[yb + DEFECT], 0.0, 1.0)
    if y[yb + TEST_ISOLATED] < 0.5:
        x = dt / GAS_TIME
        gas = y[yb + TEST_PRESSURE] + (gas - y[yb + TEST_PRESSURE]) / (1.0 + x + 0.5 * x * x)
    wetting = DRY + (1.0 - DRY) * wet
    bubbles = bubble_point(y, p, yb, pb) * wetting / (1.0 + hole)
    y[yb + BUBBLE_POINT] = bubbles
    flow = p[pb + DIFFUSION] * p[pb + AREA] * gas / wetting + OF_HOLE * hole * gas
    if gas > bubbles:
        flow += BULK * p[pb + AREA] * (gas - bubbles)
        if y[yb + BUBBLES] <= 0.0:
            y[yb + BUBBLES] = gas
    if y[yb + TEST_ISOLATED] >= 0.5:
        fall = flow * dt / 60.0 * ATMOSPHERE / (1000.0 * p[pb + GAS_VOLUME])
        gas = greater(gas - fall, 0.0)
    y[yb + GAS_PRESSURE] = gas
    y[yb + GAS_FLOW] = lesser(flow, 1e9)


@kernel
def step(y: Floats, p: Floats, yb: int, pb: int, dt: float, slow: int) -> None:
    """Show what passed in this scan, lose reduction in a pause, and let test gas act.

    ``slow`` is what every unit is told; a filter has nothing slow.
    """
    area = open_area(y, p, yb, pb)
    flow = 0.0
    if dt > 0.0 and slow >= 0:
        flow = lesser(y[yb + PASSING] * 3600.0 / dt, 1e12)
    y[yb + PASSING] = 0.0
    y[yb + WANTED] = y[yb + WANTING]
    y[yb + WANTING] = 0.0
    drop = flow / conductance(y, p, yb, pb)
    y[yb + FLOW] = flow
    y[yb + FLUX] = flow / area
    y[yb + PRESSURE_DROP] = lesser(drop, 1e9)
    y[yb + THROUGHPUT] = y[yb + PASSED] / p[pb + AREA]
    y[yb + FLOW_DECAY] = 100.0 * (1.0 - 1.0 / clamp(y[yb + RESISTANCE], 1.0, MOST))
    first = yb + KEPT - FIRST_COMPONENT
    viruses = y[first + RETROVIRUS] + y[first + PARVOVIRUS]
    if drop < p[pb + LEAST_PRESSURE] and viruses > 0.0:
        x = dt / (60.0 * p[pb + PAUSE_TIME])
        rest = p[pb + PAUSE_LOSS_MOST] - y[yb + PAUSE_LOSS]
        if rest > 0.0:
            y[yb + PAUSE_LOSS] += rest * (1.0 - 1.0 / (1.0 + x + 0.5 * x * x))
    y[yb + LOG_REDUCTION] = reduction(y, p, yb, pb)
    test_gas(y, p, yb, pb, dt)
