"""What a vessel that is cleaned in place holds and is: its states, inputs, outputs, parameters."""

from __future__ import annotations

from simulator.equipment.downstream.hold_up import held_fields
from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS
from simulator.language.field import Field

BLOCKAGE = WIDTH
WALL_SOIL = WIDTH + 1
SHADOW_SOIL = WIDTH + 2
SCALE = WIDTH + 3
WALL_WARMTH = WIDTH + 4
PASSED = WIDTH + 5
PASSING = WIDTH + 6
ALKALI_TIME = WIDTH + 7
ACID_TIME = WIDTH + 8
SPRAY_PRESSURE = WIDTH + 9
FLOW = WIDTH + 10
RETURN_TEMPERATURE = WIDTH + 11
CONDUCTIVITY = WIDTH + 12
TOC = WIDTH + 13
SOIL = WIDTH + 14
RINSE = WIDTH + 15
HELD = WIDTH + 16

_D = "definition"
_F = "engineering fit"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    Field("spray ball blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of its holes"),
    Field("wall soil", "mg", 40000.0, 0.0, 1e12, _D, "state", meaning="dried protein, walls"),
    Field("shadow soil", "mg", 20000.0, 0.0, 1e12, _D, "state", meaning="where one hole reaches"),
    Field("scale", "mmol", 20.0, 0.0, 1e9, _D, "state", meaning="of phosphate, for the acid"),
    Field("wall temperature", "degC", 20.0, 0.0, 140.0, _D, "state"),
    Field("passed", "L", 0.0, 0.0, 1e12, _D, "state", meaning="through the spray ball so far"),
    Field("passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("alkali time", "min", 0.0, 0.0, 1e7, _D, "state", meaning="of washing hot and strong"),
    Field("acid time", "min", 0.0, 0.0, 1e7, _D, "state", meaning="of washing with acid"),
    Field("spray pressure", "bar", 0.0, 0.0, 1e4, _D, "output", meaning="before the spray ball"),
    Field("flow", "L/h", 0.0, 0.0, 1e9, _D, "output"),
    Field("return temperature", "degC", 20.0, 0.0, 140.0, _D, "output"),
    Field("return conductivity", "mS/cm", 0.0, 0.0, 1e4, _D, "output", meaning="at 25 degC"),
    Field("TOC", "ug/L", 0.0, 0.0, 1e15, _D, "output", meaning="organic carbon of the return"),
    Field("soil", "mg", 0.0, 0.0, 1e13, _D, "output", meaning="protein left on the walls"),
    Field("rinse conductivity", "uS/cm", 0.0, 0.0, 1e7, _D, "output", meaning="that of the return"),
    *held_fields("held"),
)

SPRAY_COEFFICIENT = 0
PUMP_PRESSURE = 1
WETTING_FLOW = 2
POOL = 3
SOIL_TIME = 4
SOIL_Q10 = 5
WATER_RATE = 6
SHADOW_RATE = 7
SCALE_TIME = 8
WALL_CAPACITY = 9
WALL_TRANSFER = 10
WALL_LOSS = 11
AMBIENT = 12

PARAMETERS: tuple[Field, ...] = (
    Field("spray coefficient", "L/h", 2400.0, 1.0, 1e5, _F, meaning="at 1 bar, all holes free"),
    Field("pump pressure", "bar", 4.0, 0.1, 20.0, _F, meaning="most that is there"),
    Field("wetting flow", "L/h", 2100.0, 1.0, 1e5, "27-31 L/min per m of girth"),
    Field("pool", "L", 30.0, 0.1, 1e4, _F, meaning="liquid on the walls and in the bottom"),
    Field("soil time", "min", 3.0, 0.01, 1e4, _F, meaning="in 0.5 M caustic at 70 degC"),
    Field("soil Q10", "", 1.8, 1.0, 10.0, _F, meaning="faster for 10 K warmer"),
    Field("water rate", "%", 20.0, 0.0, 100.0, _F, meaning="of that of caustic, in water"),
    Field("shadow rate", "%", 5.0, 0.0, 100.0, _F, meaning="where only splashes come"),
    Field("scale time", "min", 2.0, 0.01, 1e4, _F, meaning="in much acid"),
    Field("wall heat capacity", "kJ/K", 100.0, 0.1, 1e5, _F),
    Field("wall transfer", "W/K", 4000.0, 0.0, 1e6, _F, meaning="while it is sprayed"),
    Field("wall loss", "W/K", 15.0, 0.0, 1e5, _F, meaning="to the hall"),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
)
"""One Field per slot of the parameter block."""
