"""What a disc-stack centrifuge is: its states and its parameters."""

from __future__ import annotations

from simulator.equipment.downstream.hold_up import held_fields
from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS
from simulator.language.field import Field

SPEED = WIDTH
INTERVAL = WIDTH + 1
DISCHARGE_VOLUME = WIDTH + 2
DISCHARGE = WIDTH + 3
DISCHARGE_BLOCKAGE = WIDTH + 4
DISC_BLOCKAGE = WIDTH + 5
IMBALANCE = WIDTH + 6
SINCE = WIDTH + 7
HEEDED = WIDTH + 8
DISCHARGES = WIDTH + 9
BROKEN = WIDTH + 10
PASSED = WIDTH + 11
PASSING = WIDTH + 12
SOLIDS_PASSING = WIDTH + 13
FLOW = WIDTH + 14
TURBIDITY = WIDTH + 15
FEED_SOLIDS = WIDTH + 16
FILL = WIDTH + 17
SIGMA = WIDTH + 18
VELOCITY = WIDTH + 19
CELLS_CAUGHT = WIDTH + 20
FINES_CAUGHT = WIDTH + 21
POWER = WIDTH + 22
VIBRATION = WIDTH + 23
EQUAL_SPIN = WIDTH + 24
HELD = WIDTH + 25
SEDIMENT = HELD + WIDTH
SLUDGE = SEDIMENT + WIDTH

_D = "definition"
_F = "engineering fit"
_S = "Ambler 1952"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    Field("bowl speed", "rpm", 0.0, 0.0, 20000.0, _D, "input"),
    Field("discharge interval", "min", 0.0, 0.0, 600.0, _D, "input", meaning="0: by hand alone"),
    Field("discharge volume", "L", 3.0, 0.0, 1000.0, _D, "input", meaning="that a discharge opens"),
    Field("discharge", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: discharge now, once"),
    Field("discharge blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part that stays shut"),
    Field("disc blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the discs fouled"),
    Field("imbalance", "", 0.0, 0.0, 1.0, _D, "input", meaning="of the bowl"),
    Field("since discharge", "min", 0.0, 0.0, 1e9, _D, "state", meaning="fed since the last one"),
    Field("discharge heeded", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 until it is let go"),
    Field("discharges", "", 0.0, 0.0, 1e9, _D, "state", meaning="so far"),
    Field("broken cells", "1e9 cells", 0.0, 0.0, 1e12, _F, "state", meaning="by the feed zone"),
    Field("passed", "L", 0.0, 0.0, 1e12, _D, "state", meaning="fed so far"),
    Field("passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("solids passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("flow", "L/h", 0.0, 0.0, 1e12, _D, "output"),
    Field("turbidity", "NTU", 0.0, 0.0, 1e6, _F, "output", meaning="of the centrate"),
    Field("feed solids", "%", 0.0, 0.0, 100.0, _D, "output", meaning="by volume, not packed"),
    Field("bowl fill", "%", 0.0, 0.0, 1e12, _D, "output", meaning="sediment by its space"),
    Field("sigma", "m2", 0.0, 0.0, 1e15, _S, "output", meaning="equivalent area as it stands"),
    Field("settling velocity", "nm/s", 0.0, 0.0, 1e15, _S, "output", meaning="flow by sigma"),
    Field("cells caught", "%", 100.0, 0.0, 100.0, _S, "output"),
    Field("fines caught", "%", 100.0, 0.0, 100.0, _S, "output"),
    Field("motor power", "kW", 0.0, 0.0, 1e15, _F, "output", meaning="idling, and for the feed"),
    Field("vibration", "mm/s", 0.0, 0.0, 1e6, _F, "output"),
    Field("equal spin", "min", 0.0, 0.0, 1e4, _S, "output", meaning="of a laboratory tube"),
    *held_fields("held"),
    *held_fields("sediment"),
    *held_fields("sludge"),
)
"""Held is the liquid in the bowl; sediment lies in its solids space; sludge has been discharged."""

DISCS = 0
OUTER = 1
INNER = 2
SLOPE = 3
RATED = 4
QUALITY_FACTOR = 5
BOWL = 6
SPACE = 7
PACKING = 8
ONSET = 9
EFFICIENCY = 10
CELL_SIZE = 11
CELL_SPREAD = 12
CELL_WEIGHT = 13
FINES_SIZE = 14
FINES_SPREAD = 15
FINES_WEIGHT = 16
VISCOSITY = 17
DISSIPATION = 18
VIABLE_BREAK = 19
DEAD_BREAK = 20
MOST_FLOW = 21
IDLING = 22
TUBE_SPEED = 23
TUBE_SURFACE = 24
TUBE_DEPTH = 25
TUBE_FACTOR = 26

PARAMETERS: tuple[Field, ...] = (
    Field("discs", "", 100.0, 1.0, 500.0, _D),
    Field("outer radius", "m", 0.1, 0.005, 1.0, _D, meaning="of the discs"),
    Field("inner radius", "m", 0.05, 0.0, 1.0, _D, meaning="of the discs"),
    Field("disc slope", "", 0.8391, 0.1, 5.0, _D, meaning="tangent of the half angle; 40 degrees"),
    Field("rated speed", "rpm", 7000.0, 100.0, 20000.0, _D),
    Field("flow factor", "", 0.4, 0.01, 1.0, _F, meaning="c of sigma: real flow between discs"),
    Field("bowl volume", "L", 12.0, 0.1, 1000.0, _D, meaning="liquid and sediment"),
    Field("solids space", "L", 5.0, 0.01, 500.0, _D, meaning="of the bowl's volume"),
    Field("packing", "%", 65.0, 5.0, 100.0, _F, meaning="solids by volume of the sediment"),
    Field("overflow onset", "%", 50.0, 0.0, 99.0, _F, meaning="fill from which area is lost"),
    Field("discharge efficiency", "%", 90.0, 1.0, 100.0, _F, meaning="sediment of what it ejects"),
    Field("cell size", "um", 13.7, 0.1, 100.0, _F, meaning="median by volume: mean 14, sd 3"),
    Field("cell spread", "", 0.212, 0.01, 3.0, _F, meaning="standard deviation of ln size"),
    Field("cell weight", "kg/m3", 60.0, 0.1, 2000.0, _F, meaning="heavier than the liquid"),
    Field("fines size", "um", 1.1, 0.01, 100.0, _F, meaning="median by volume, of debris"),
    Field("fines spread", "", 0.5, 0.01, 3.0, _F, meaning="standard deviation of ln size"),
    Field("fines weight", "kg/m3", 50.0, 0.1, 2000.0, _F, meaning="heavier than the liquid"),
    Field("viscosity", "mPa*s", 1.1, 0.1, 100.0, _F, meaning="of the liquid"),
    Field("feed zone dissipation", "W/kg", 2e5, 0.0, 1e7, _F, meaning="at the rated speed"),
    Field("viable breakage", "%", 0.5, 0.0, 100.0, _F, meaning="at 1e5 W/kg"),
    Field("dead breakage", "%", 5.0, 0.0, 100.0, _F, meaning="of dead, intact cells at 1e5 W/kg"),
    Field("greatest flow", "L/h", 1500.0, 0.1, 1e5, _D, meaning="that its inlet takes"),
    Field("idling power", "kW", 2.0, 0.0, 1000.0, _F, meaning="at the rated speed"),
    Field("tube speed", "rpm", 4000.0, 100.0, 20000.0, _D, meaning="of the laboratory's tubes"),
    Field("tube radius", "m", 0.08, 0.01, 1.0, _D, meaning="of the surface in the tube"),
    Field("tube depth", "m", 0.09, 0.005, 1.0, _D, meaning="of the liquid below that"),
    Field("tube factor", "", 0.98, 0.1, 1.0, _F, meaning="c of sigma: of a tube, 0.9-0.98"),
)
"""One Field per slot of a centrifuge's parameter block."""
