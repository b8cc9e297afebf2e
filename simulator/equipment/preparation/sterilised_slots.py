"""What a sterilised vessel holds and is: its states, inputs, outputs and parameters."""

from __future__ import annotations

from simulator.equipment.downstream.quality import QUALITY_FIELDS, WIDTH
from simulator.equipment.inventory import HEAD_FIELDS
from simulator.equipment.unit import CONCENTRATION_OUTPUTS
from simulator.equipment.vessel import STANDING_FIELDS
from simulator.language.field import Field

POINTS = ("drain", "line", "sample", "filter")
"""The places with a trap: the vessel's drain, its transfer line, sample valve and vent filter."""
COUNT = 4

WEIGHT = WIDTH
CONCENTRATIONS = WIDTH + 2
STEAM_FLOW = CONCENTRATIONS + len(CONCENTRATION_OUTPUTS)
BLEED = STEAM_FLOW + 1
AIR_FLOW = STEAM_FLOW + 2
COOLING_FLOW = STEAM_FLOW + 3
BLOCKAGE = STEAM_FLOW + 4
STEAM = BLOCKAGE + COUNT
AIR = STEAM + 1
SHELL = STEAM + 2
POINT = STEAM + 3
WATER = POINT + COUNT
POCKET = WATER + COUNT
F0 = POCKET + COUNT
HOLD = F0 + COUNT
STERILE = HOLD + 1
DRAWN_IN = HOLD + 2
SUPPLIED = HOLD + 3
VENTED = HOLD + 4
DISCHARGED = HOLD + 5
RATE = HOLD + 6
PRESSURE = RATE + COUNT
SATURATION = PRESSURE + 1
AIR_SHARE = PRESSURE + 2
LEAST_F0 = PRESSURE + 3
COLDEST_POINT = PRESSURE + 4
LOG_REDUCTION = PRESSURE + 5
STEAM_TAKEN = PRESSURE + 6

_D = "definition"
_F = "engineering fit"
_IF = "IAPWS-IF97"


def _each(template: str, field: Field) -> tuple[Field, ...]:
    """Return one field for each place, called after it."""
    return tuple(
        Field(
            template.format(name),
            field.unit,
            field.default,
            field.low,
            field.high,
            field.source,
            field.role,
            meaning=field.meaning,
        )
        for name in POINTS
    )


STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *QUALITY_FIELDS,
    *STANDING_FIELDS[1:],
    *CONCENTRATION_OUTPUTS,
    Field("steam flow", "kg/h", 0.0, 0.0, 1e4, _D, "input", meaning="that its valve asks"),
    Field("air bleed", "%", 0.0, 0.0, 100.0, _D, "input", meaning="opening to the drain"),
    Field("air flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="sterile air, as at 20 degC"),
    Field("cooling flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="through the jacket"),
    *_each("{} trap blockage", Field("", "", 0.0, 0.0, 1.0, _D, "input", meaning="part")),
    Field("steam", "kg", 0.0, 0.0, 1e4, _D, "state", meaning="in the gas of the vessel"),
    Field("air", "mol", 0.0, 0.0, 1e6, _D, "state", meaning="in the gas of the vessel"),
    Field("shell temperature", "degC", 20.0, 0.0, 300.0, _D, "state"),
    *_each("{} temperature", Field("", "degC", 20.0, 0.0, 300.0, _D, "state")),
    *_each("{} condensate", Field("", "kg", 0.0, 0.0, 1e5, _D, "state", meaning="not drained")),
    *_each("{} air pocket", Field("", "", 1.0, 0.0, 1.0, _D, "state", meaning="part of it")),
    *_each("{} F0", Field("", "min", 0.0, 0.0, 1e9, "z = 10 K", "state", meaning="this cycle")),
    Field("hold time", "min", 0.0, 0.0, 1e7, _D, "state", meaning="all hot, without a break"),
    Field("sterile", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 after a whole hold, until air"),
    Field("drawn in", "L", 0.0, 0.0, 1e9, _D, "state", meaning="air of the hall, so far"),
    Field("supplied steam", "kg", 0.0, 0.0, 1e9, _D, "state"),
    Field("vented steam", "kg", 0.0, 0.0, 1e9, _D, "state", meaning="through the bleed"),
    Field("discharged condensate", "kg", 0.0, 0.0, 1e9, _D, "state", meaning="by the traps"),
    *_each("{} lethality", Field("", "", 0.0, 0.0, 1e3, "z = 10 K", "output", meaning="per min")),
    Field("pressure", "bar", 0.0, -1.1, 1e4, _D, "output", meaning="above that of the hall"),
    Field(
        "saturation temperature", "degC", 99.97, 0.0, 300.0, _IF, "output", meaning="by pressure"
    ),
    Field("air share", "%", 100.0, 0.0, 100.0, _D, "output", meaning="of the gas"),
    Field("least F0", "min", 0.0, 0.0, 1e9, "z = 10 K", "output", meaning="of all places"),
    Field("coldest temperature", "degC", 20.0, 0.0, 300.0, _D, "output", meaning="of all places"),
    Field("log reduction", "", 0.0, 0.0, 1e12, "F0/D", "output", meaning="of spores, at least"),
    Field("steam taken", "kg/h", 0.0, 0.0, 1e4, _D, "output", meaning="what the header gives"),
)

VESSEL_VOLUME = 0
SHELL_CAPACITY = 1
SHELL_TRANSFER = 2
HINDRANCE = 3
SHELL_LOSS = 4
JACKET_TRANSFER = 5
HALF_FLOW = 6
COOLANT = 7
AMBIENT = 8
STEAM_HEADER = 9
AIR_HEADER = 10
BLEED_CAPACITY = 11
POINT_CAPACITY = 12
POINT_TRANSFER = 13
POINT_LOSS = 14
POINT_BRIDGE = 15
FLOODED = 16
TRAP_SIZE = 17
TRAP_CAPACITY = 18
PURGE = 19
SEAL_LIMIT = 20
SEAL_LEAK = 21
D_VALUE = 22
HOLD_WANTED = 23
F0_WANTED = 24
CARRIED = 25

PARAMETERS: tuple[Field, ...] = (
    Field("working volume", "L", 300.0, 1.0, 30000.0, _D, meaning="of the empty vessel"),
    Field("shell heat capacity", "kJ/K", 125.0, 1.0, 1e5, _F, meaning="250 kg of steel"),
    Field("shell transfer", "W/K", 3000.0, 1.0, 1e6, _F, meaning="from steam without air"),
    Field("air hindrance", "", 15.0, 0.0, 1e3, _F, meaning="slower by 1 + this x share of air"),
    Field("shell loss", "W/K", 15.0, 0.1, 1e5, _F, meaning="to the hall, insulated"),
    Field("jacket transfer", "W/K", 800.0, 0.0, 1e6, _F, meaning="at much coolant"),
    Field("jacket half flow", "L/min", 20.0, 0.1, 1e4, _F, meaning="that gives half of it"),
    Field("coolant temperature", "degC", 12.0, 0.0, 60.0, _F),
    Field("ambient temperature", "degC", 20.0, 0.0, 60.0, _F),
    Field("steam header", "bar", 2.7, 0.1, 10.0, _F, meaning="above that of the hall"),
    Field("air header", "bar", 1.5, 0.1, 10.0, _F, meaning="above that of the hall"),
    Field("bleed capacity", "L/s/bar", 15.0, 0.0, 1e4, _F),
    Field("place heat capacity", "kJ/K", 2.0, 0.1, 1e4, _F, meaning="pipe, valve and trap"),
    Field("place transfer", "W/K", 40.0, 0.1, 1e5, _F, meaning="from steam, drained, without air"),
    Field("place loss", "W/K", 0.3, 0.01, 1e4, _F, meaning="to the hall, insulated"),
    Field("place bridge", "W/K", 2.0, 0.0, 1e4, _F, meaning="to the shell, by the steel"),
    Field("flooded transfer", "%", 12.0, 0.1, 100.0, _F, meaning="left under water or air"),
    Field("trap size", "kg", 0.1, 0.001, 1e3, _F, meaning="condensate that covers a place"),
    Field("trap capacity", "kg/s/bar", 0.05, 0.0, 100.0, _F),
    Field("purge time", "s*bar", 60.0, 0.1, 1e5, _F, meaning="in which a trap lets its air go"),
    Field("seal limit", "bar", 0.2, 0.0, 1.0, _F, meaning="vacuum at which seals let air in"),
    Field("seal leak", "L/s/bar", 1.0, 0.0, 1e3, _F),
    Field("D value", "min", 2.0, 0.1, 100.0, "G. stearothermophilus: 1.5-2.5 min at 121.1 degC"),
    Field("wanted hold", "min", 30.0, 0.1, 1e4, _D, meaning="at 121.1 degC in all places"),
    Field("wanted F0", "min", 15.0, 0.1, 1e4, _D, meaning="in all places"),
    Field("carried condensate", "kg/h", 1.0, 0.0, 1e3, _F, meaning="to each place, by its pipe"),
)
"""One Field per slot of the parameter block."""
