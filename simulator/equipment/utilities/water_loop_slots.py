"""What a loop of water for injection holds and is: its states, inputs, outputs and parameters."""

from __future__ import annotations

from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS
from simulator.equipment.unit import CONCENTRATION_OUTPUTS
from simulator.equipment.vessel import STANDING_FIELDS
from simulator.language.field import Field

WEIGHT = WIDTH
DEMAND = WIDTH + 2
MAKE_UP = WIDTH + 3
HEATING = WIDTH + 4
SPEED = WIDTH + 5
CARRY_OVER = WIDTH + 6
SPRAY_BLOCKAGE = WIDTH + 7
RETURN_WARMTH = WIDTH + 8
READY = WIDTH + 9
FILM = WIDTH + 10
MADE = WIDTH + 11
DIVERTED = WIDTH + 12
HEAT_GIVEN = WIDTH + 13
HEAT_LOST = WIDTH + 14
SANITISED = WIDTH + 15
COLD = WIDTH + 16
AVAILABLE = WIDTH + 17
SUPPLY_WARMTH = WIDTH + 18
PRESSURE = WIDTH + 19
RETURN_FLOW = WIDTH + 20
VELOCITY = WIDTH + 21
MADE_FLOW = WIDTH + 22
CONDUCTIVITY = WIDTH + 23
COMPENSATED = WIDTH + 24
STAGE_1 = WIDTH + 25
TOC = WIDTH + 26
COUNT = WIDTH + 27
ENDOTOXIN_LEVEL = WIDTH + 28
DRAWN_FLOW = WIDTH + 29
UNPIPED = WIDTH + 30
TAKEN = WIDTH + 31
CONCENTRATIONS = WIDTH + 32

_D = "definition"
_F = "engineering fit"
_645 = "Ph. Eur. 0169, USP <645>"

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    Field("demand", "L/h", 0.0, 0.0, 1e9, _D, "input", meaning="of all points of use"),
    Field("make-up flow", "L/h", 0.0, 0.0, 1e5, _D, "input", meaning="asked of the still"),
    Field("heating flow", "kg/h", 0.0, 0.0, 1e4, _D, "input", meaning="steam to the exchanger"),
    Field("pump speed", "%", 0.0, 0.0, 100.0, _D, "input", meaning="of the loop pump"),
    Field("demister blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="drops in distillate"),
    Field("spray ball blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of its holes"),
    Field("return temperature", "degC", 80.0, 0.0, 140.0, _D, "state", meaning="end of the loop"),
    Field("still ready", "", 1.0, 0.0, 1.0, _D, "state", meaning="1 warmed up and rinsed"),
    Field("film", "CFU", 1e4, 0.0, 1e15, _D, "state", meaning="microbes on pipe and dome"),
    Field("made", "L", 0.0, 0.0, 1e12, _D, "state", meaning="into the tank so far"),
    Field("diverted", "L", 0.0, 0.0, 1e12, _D, "state", meaning="of the still, to the drain"),
    Field("heat given", "kJ", 0.0, 0.0, 1e15, _D, "state", meaning="by steam so far"),
    Field("heat lost", "kJ", 0.0, -1e15, 1e15, _D, "state", meaning="to the hall so far"),
    Field("sanitised", "min", 0.0, 0.0, 1e7, _D, "state", meaning="return at 80 degC that flows"),
    Field("cold time", "min", 0.0, 0.0, 1e7, _D, "state", meaning="return below 65 degC, so far"),
    Field("available", "", 1.0, 0.0, 1.0, _D, "output", meaning="part of what is asked"),
    Field("supply temperature", "degC", 80.0, 0.0, 200.0, _D, "output", meaning="after heating"),
    Field("loop pressure", "bar", 0.0, 0.0, 100.0, _D, "output", meaning="at the last point"),
    Field("return flow", "L/h", 0.0, 0.0, 1e9, _D, "output"),
    Field("return velocity", "m/s", 0.0, 0.0, 1e6, _D, "output"),
    Field("distillate flow", "L/h", 0.0, 0.0, 1e9, _D, "output", meaning="into the tank"),
    Field("conductivity", "uS/cm", 0.0, 0.0, 1e7, _D, "output", meaning="as warm as it is"),
    Field("conductivity at 25", "uS/cm", 0.0, 0.0, 1e7, _D, "output", meaning="compensated"),
    Field("stage 1 limit", "uS/cm", 2.7, 0.6, 3.1, _645, "output", meaning="by return temperature"),
    Field("TOC", "ug/L", 0.0, 0.0, 1e15, _D, "output", meaning="organic carbon"),
    Field("count", "CFU/mL", 0.0, 0.0, 1e12, _D, "output", meaning="limit 10 in 100 mL: 0.1"),
    Field("endotoxin level", "EU/mL", 0.0, 0.0, 1e15, _D, "output", meaning="limit 0.25"),
    Field("drawn flow", "L/h", 0.0, 0.0, 1e9, _D, "output", meaning="by all lines out of it"),
    Field("unpiped demand", "L/h", 0.0, 0.0, 1e9, _D, "input", meaning="of it, where no line is"),
    Field("taken", "L", 0.0, 0.0, 1e12, _D, "state", meaning="by those without a line, so far"),
    *CONCENTRATION_OUTPUTS,
)

WORKING_VOLUME = 0
DENSITY = 1
STILL_CAPACITY = 2
STILL_WARMTH = 3
STILL_START = 4
SALT_MADE = 5
SALT_CARRIED = 6
CARBON_MADE = 7
ENDOTOXIN_CARRIED = 8
PUMP_CAPACITY = 9
PUMP_HEAD = 10
BORE = 11
PIPE_VOLUME = 12
PIPE_LOSS = 13
TANK_LOSS = 14
TANK_CAPACITY = 15
AMBIENT = 16
WETTING_FLOW = 17
GROWTH = 18
DECIMAL = 19
SHEDDING = 20
INGRESS = 21
MOST_FILM = 22
HEEL = 23

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 3000.0, 1.0, 30000.0, _D, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.0, 0.5, 2.0, "engineering fit: water, 4 degC"),
    Field("still capacity", "L/h", 300.0, 0.0, 1e5, _F, meaning="most that it makes"),
    Field("still temperature", "degC", 85.0, 5.0, 99.0, _F, meaning="of the distillate"),
    Field("still start time", "s", 300.0, 1.0, 1e5, _F, meaning="to warm up; goes to drain first"),
    Field("salt of distillate", "mM", 0.003, 0.0, 10.0, _F, meaning="about 0.4 uS/cm"),
    Field("salt carried over", "mM", 0.1, 0.0, 100.0, _F, meaning="at a blocked demister"),
    Field("carbon of distillate", "ug/L", 25.0, 0.0, 1e6, _F, meaning="limit 500"),
    Field("endotoxin carried over", "EU/mL", 5.0, 0.0, 1e6, _F, meaning="at a blocked demister"),
    Field("pump capacity", "L/h", 6000.0, 1.0, 1e5, _F, meaning="at 100 %"),
    Field("pump head", "bar", 4.0, 0.1, 20.0, _F, meaning="at 100 %, nothing drawn"),
    Field("pipe bore", "mm", 35.6, 5.0, 200.0, "DN 40, ISO 2037: 38 mm with a wall of 1.2 mm"),
    Field("pipe volume", "L", 100.0, 1.0, 1e4, _F, meaning="a loop of 100 m"),
    Field("pipe loss", "W/K", 60.0, 0.0, 1e4, _F, meaning="to the hall, insulated"),
    Field("tank loss", "W/K", 20.0, 0.0, 1e4, _F, meaning="to the hall, insulated"),
    Field("tank heat capacity", "kJ/K", 250.0, 1.0, 1e5, _F, meaning="500 kg of steel"),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
    Field("wetting flow", "L/h", 2500.0, 1.0, 1e5, _F, meaning="that the spray ball needs"),
    Field("growth rate", "1/h", 0.25, 0.0, 3.0, _F, meaning="of microbes at 35 degC"),
    Field("D value", "min", 0.2, 0.001, 100.0, _F, meaning="of microbes in water, 80 degC"),
    Field("shedding", "1/h", 0.02, 0.0, 10.0, _F, meaning="of the film into the water"),
    Field("ingress", "CFU/h", 20.0, 0.0, 1e9, _F, meaning="by vent and seals"),
    Field("most film", "CFU", 1e10, 1.0, 1e14, _F, meaning="that pipe and dome can bear"),
    Field("heel", "L", 100.0, 0.0, 1e4, _F, meaning="below it the pump draws air"),
)
"""One Field per slot of the parameter block."""
