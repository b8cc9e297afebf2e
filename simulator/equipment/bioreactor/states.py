"""The slots of a bioreactor's block in the plant's state array, after the head.

Inputs come first, then what is computed in each step or on slow scans, then the states proper, then
the memory of the multirate step. Amounts are in the whole vessel; gas is in mmol.
"""

from __future__ import annotations

from simulator.equipment.inventory import CARBON, GLUCOSE, HEAD, HEAD_FIELDS
from simulator.equipment.unit import CONCENTRATION_OUTPUTS
from simulator.language.field import Field

AIR_FLOW = HEAD
OXYGEN_FLOW = HEAD + 1
DIOXIDE_FLOW = HEAD + 2
NITROGEN_FLOW = HEAD + 3
AGITATION = HEAD + 4
COOLING_FLOW = HEAD + 5
HEATING_FLOW = HEAD + 6
EXHAUST_VALVE = HEAD + 7
SPARGER_BLOCKAGE = HEAD + 8
FILTER_BLOCKAGE = HEAD + 9
FOAMING = HEAD + 10

CONCENTRATIONS = HEAD + 11
"""The first of the eight outputs of :data:`CONCENTRATION_OUTPUTS`."""
VIABLE_DENSITY = CONCENTRATIONS
TOTAL_DENSITY = CONCENTRATIONS + 1
GLUCOSE_CONCENTRATION = CONCENTRATIONS + 3
GLUTAMINE_CONCENTRATION = CONCENTRATIONS + 4
LACTATE_CONCENTRATION = CONCENTRATIONS + 5
AMMONIUM_CONCENTRATION = CONCENTRATIONS + 6

DISSOLVED_OXYGEN = CONCENTRATIONS + 8
PH = CONCENTRATIONS + 9
DIOXIDE_PRESSURE = CONCENTRATIONS + 10
OSMOLALITY = CONCENTRATIONS + 11
WEIGHT = CONCENTRATIONS + 12
LEVEL = CONCENTRATIONS + 13
FOAM_LEVEL = CONCENTRATIONS + 14
UPTAKE_RATE = CONCENTRATIONS + 15
KLA = CONCENTRATIONS + 16
SPARGER_PRESSURE = CONCENTRATIONS + 17
OFFGAS_OXYGEN = CONCENTRATIONS + 18
OFFGAS_DIOXIDE = CONCENTRATIONS + 19
PRESSURE = CONCENTRATIONS + 20
GAS_FLOW = CONCENTRATIONS + 21
GROWTH_RATE = CONCENTRATIONS + 22
DEATH_RATE = CONCENTRATIONS + 23
POWER = CONCENTRATIONS + 24
GROWTH_FACTOR = CONCENTRATIONS + 25
UPTAKE_FACTOR = CONCENTRATIONS + 26
DEATH_FACTOR = CONCENTRATIONS + 27
STRESS_DEATH = CONCENTRATIONS + 28
PRODUCT_FACTOR = CONCENTRATIONS + 29

JACKET_TEMPERATURE = CONCENTRATIONS + 30
HEADSPACE_OXYGEN = CONCENTRATIONS + 31
HEADSPACE_DIOXIDE = CONCENTRATIONS + 32
HEADSPACE_NITROGEN = CONCENTRATIONS + 33
FOAM = CONCENTRATIONS + 34
WETTING = CONCENTRATIONS + 35
HYDROGEN = CONCENTRATIONS + 36

SURFACE_TRANSFER = CONCENTRATIONS + 37
OXYGEN_SOLUBILITY = CONCENTRATIONS + 38
DIOXIDE_SOLUBILITY = CONCENTRATIONS + 39
OXYGEN_DEMAND = CONCENTRATIONS + 40
EVAPORATION = CONCENTRATIONS + 41
EVAPORATION_HEAT = CONCENTRATIONS + 42
FOAMINESS = CONCENTRATIONS + 43
BUFFER_CONSTANT = CONCENTRATIONS + 44
DEPTH_PRESSURE = CONCENTRATIONS + 45
GAS_ROOM = CONCENTRATIONS + 46

STARTED = CONCENTRATIONS + 47
HELD = CONCENTRATIONS + 48
"""The rates applied each step, per hour: of VIABLE to PRODUCT, then the three below."""
RATE_VIABLE = 0
RATE_DEAD = 1
RATE_LYSED = 2
RATE_GLUCOSE = 3
RATE_GLUTAMINE = 4
RATE_LACTATE = 5
RATE_AMMONIUM = 6
RATE_PRODUCT = 7
RATE_STRONG_ION = 8
RATE_ANTIFOAM = 9
RATE_CONTAMINANT = 10
RATES = 11
LAST = HELD + RATES
"""The rates found at the last slow scan."""
SEED_WANT = LAST + RATES
DOUBLINGS = SEED_WANT + 1
RESTING_SHARE = SEED_WANT + 2
FOREIGN_DENSITY = SEED_WANT + 3
MIXING_TIME = SEED_WANT + 4
EDDY = SEED_WANT + 5
CAPACITANCE = SEED_WANT + 6
POLOXAMER = SEED_WANT + 7

MADE_CELLS = SEED_WANT + 8
"""The ledger: what is made less used so far, of all cells and then of GLUCOSE to CARBON."""
MADE_GLUCOSE = MADE_CELLS + 1
MADE_OXYGEN = MADE_CELLS + 6
MADE_CARBON = MADE_CELLS + 7
VENTED_VOLUME = MADE_CELLS + 8
"""What has gone with the gas less what came so, of the volume, all cells and the same."""
VENTED_CELLS = VENTED_VOLUME + 1
VENTED_GLUCOSE = VENTED_VOLUME + 2
VENTED_OXYGEN = VENTED_VOLUME + 7
VENTED_CARBON = VENTED_VOLUME + 8
GIVEN_VOLUME = VENTED_VOLUME + 9
"""What came in by no line: of a bag that hangs at the vessel."""
SLOTS = GIVEN_VOLUME + 1

_D = "definition"
_F = "engineering fit"
_B1 = "Henry's law and van't Riet 1979"
_AB2 = "two-step Adams-Bashforth"

INPUT_FIELDS: tuple[Field, ...] = (
    Field("air flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="at 0 degC and 1.01325 bar"),
    Field("oxygen flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="at 0 degC, 1.01325 bar"),
    Field("carbon dioxide flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="likewise"),
    Field("nitrogen flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="likewise"),
    Field("agitation", "rpm", 0.0, 0.0, 2000.0, _D, "input", meaning="impeller speed"),
    Field("cooling flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="chilled water to jacket"),
    Field("heating flow", "L/min", 0.0, 0.0, 1e4, _D, "input", meaning="hot water to jacket"),
    Field("exhaust valve", "%", 100.0, 0.0, 100.0, _D, "input", meaning="opening"),
    Field("sparger blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="fraction of holes lost"),
    Field("filter blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="fraction of area lost"),
    Field("foaming", "", 1.0, 0.0, 20.0, _D, "input", meaning="multiplies the foaminess"),
)

OUTPUT_FIELDS: tuple[Field, ...] = (
    Field("dissolved oxygen", "%", 0.0, 0.0, 2000.0, _D, "output", meaning="of air saturation"),
    Field("pH", "pH", 7.0, -1.0, 16.0, "charge balance", "output"),
    Field("carbon dioxide pressure", "mmHg", 0.0, 0.0, 1e5, "Henry's law", "output"),
    Field("osmolality", "mOsm/kg", 0.0, 0.0, 1e6, _F, "output"),
    Field("weight", "kg", 0.0, 0.0, 5e4, _D, "output", meaning="of the contents"),
    Field("level", "%", 0.0, 0.0, 2000.0, _D, "output", meaning="of the working volume"),
    Field(
        "foam level", "%", 0.0, 0.0, 100.0, "Bikerman 1938", "output", meaning="of the headspace"
    ),
    Field("oxygen uptake rate", "mmol/L/h", 0.0, 0.0, 1e6, _D, "output"),
    Field("kla", "1/h", 0.0, 0.0, 1e4, _B1, "output", meaning="of the bubbles, for oxygen"),
    Field("sparger pressure", "mbar", 0.0, -1100.0, 1e4, "orifice flow", "output", meaning="gauge"),
    Field("off-gas oxygen", "%", 20.95, 0.0, 100.0, _D, "output", meaning="of dry gas"),
    Field("off-gas carbon dioxide", "%", 0.04, 0.0, 100.0, _D, "output", meaning="of dry gas"),
    Field("pressure", "mbar", 0.0, -1100.0, 1e5, "ideal gas", "output", meaning="gauge, head"),
    Field("gas flow", "L/min", 0.0, 0.0, 4e4, _D, "output", meaning="that the sparger passes"),
    Field("growth rate", "1/h", 0.0, 0.0, 1.0, "see the culture", "output", meaning="specific"),
    Field("death rate", "1/h", 0.0, 0.0, 10.0, "see the culture", "output", meaning="specific"),
    Field("agitator power", "W", 0.0, 0.0, 1e7, "power number", "output", meaning="to the liquid"),
    Field("growth factor", "", 1.0, 0.0, 1.1, _F, "output", meaning="of the environment on growth"),
    Field("uptake factor", "", 1.0, 0.0, 10.0, _F, "output", meaning="of temperature on uptake"),
    Field("death factor", "", 1.0, 1.0, 1e3, _F, "output", meaning="of the environment on death"),
    Field("stress death rate", "1/h", 0.0, 0.0, 10.0, _F, "output", meaning="heat, pH, anoxia"),
    Field("product factor", "", 1.0, 0.0, 3.0, _F, "output", meaning="on productivity"),
)

STATE_FIELDS: tuple[Field, ...] = (
    Field("jacket temperature", "degC", 20.0, 0.0, 140.0, _D, "state"),
    Field("headspace oxygen", "mmol", 0.0, 0.0, 1e8, _D, "state"),
    Field("headspace carbon dioxide", "mmol", 0.0, 0.0, 1e8, _D, "state"),
    Field("headspace nitrogen", "mmol", 1.0, 1e-6, 1e8, _D, "state", meaning="and argon"),
    Field("foam", "L", 0.0, 0.0, 1e5, "Bikerman 1938", "state", meaning="volume of foam"),
    Field("filter wetting", "", 0.0, 0.0, 1.0, _F, "state", meaning="fraction wet"),
    Field("hydrogen ion", "mM", 1e-4, 1e-13, 1e4, "charge balance", "state"),
)

DERIVED_FIELDS: tuple[Field, ...] = (
    Field("surface transfer", "1/h", 0.0, 0.0, 1e4, _F, "output"),
    Field("oxygen solubility", "mM/bar", 1.0, 0.1, 10.0, "Sander 2015", "output"),
    Field("carbon dioxide solubility", "mM/bar", 23.0, 1.0, 200.0, "Sander 2015", "output"),
    Field("oxygen demand", "mmol/h", 0.0, 0.0, 1e9, _D, "output", meaning="uptake at ample oxygen"),
    Field(
        "evaporation", "mL/mol", 0.0, 0.0, 1e4, "Alduchov 1996", "output", meaning="past condenser"
    ),
    Field("evaporation heat", "kJ/mol", 0.0, 0.0, 1e4, "Alduchov 1996", "output"),
    Field("foaminess", "s", 20.0, 0.1, 1e3, "Bikerman 1938", "output"),
    Field("buffer constant", "mM", 1e-4, 1e-12, 1e3, _D, "output", meaning="dissociation"),
    Field(
        "depth pressure", "mbar", 0.0, 0.0, 1e5, _D, "output", meaning="of the liquid, at sparger"
    ),
    Field(
        "gas room", "mbar/mmol", 0.02, 0.0, 1e3, "ideal gas", "output", meaning="RT/V of headspace"
    ),
    Field("started", "", 0.0, 0.0, 1.0, _AB2, "output", meaning="1 once there are last rates"),
)

_RATE_NAMES: tuple[tuple[str, str], ...] = (
    ("viable", "1e9 cells/h"),
    ("dead", "1e9 cells/h"),
    ("lysed", "1e9 cells/h"),
    ("glucose", "mmol/h"),
    ("glutamine", "mmol/h"),
    ("lactate", "mmol/h"),
    ("ammonium", "mmol/h"),
    ("product", "g/h"),
    ("strong ion", "mmol/h"),
    ("antifoam", "mL/h"),
    ("contaminant", "1e9 cells/h"),
)

RATE_FIELDS: tuple[Field, ...] = tuple(
    Field(f"{name} {memory} rate", unit, 0.0, -1e9, 1e9, _AB2, "output")
    for memory in ("held", "last")
    for name, unit in _RATE_NAMES
)

SEED_OUTPUTS: tuple[Field, ...] = (
    Field("seed want", "", 0.0, 0.0, 1.0, _F, "output", meaning="0 in the window of a good seed"),
    Field("population doublings", "", 0.0, 0.0, 1e15, _D, "output", meaning="mean, since the bank"),
    Field("resting share", "%", 0.0, 0.0, 100.0, _F, "output", meaning="of viable: in lag"),
    Field(
        "contaminant density", "1e6 cells/mL", 0.0, 0.0, 1e12, _D, "output", meaning="microscopy"
    ),
)

MIXING_OUTPUTS: tuple[Field, ...] = (
    Field("mixing time", "s", 0.0, 0.0, 1e6, "Nienow 1997", "output", meaning="to 95 %"),
    Field("Kolmogorov length", "um", 1000.0, 0.0, 1e6, "Kolmogorov 1941", "output"),
    Field(
        "capacitance density", "1e6 cells/mL", 0.0, 0.0, 1e7, _F, "output", meaning="soft sensor"
    ),
    Field("poloxamer", "g/L", 1.0, 0.0, 20.0, _D, "input", meaning="that works; a poor lot: less"),
)

_BALANCED: tuple[tuple[str, str], ...] = (
    ("cells", "1e9 cells"),
    *((field.name, field.unit) for field in HEAD_FIELDS[GLUCOSE : CARBON + 1]),
)

LEDGER_FIELDS: tuple[Field, ...] = (
    *(
        Field(f"made {name}", unit, 0.0, -1e15, 1e15, _D, "state", meaning="less used, so far")
        for name, unit in _BALANCED
    ),
    *(
        Field(
            f"vented {name}",
            unit,
            0.0,
            -1e15,
            1e15,
            _D,
            "state",
            meaning="gone with gas and foam, less what came with gas, so far",
        )
        for name, unit in (("volume", "L"), *_BALANCED)
    ),
    Field("given volume", "L", 0.0, 0.0, 1e15, _D, "state", meaning="by no line, so far"),
)
"""What the account of a plant needs of a culture (see plant/accounts.py)."""

STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *INPUT_FIELDS,
    *CONCENTRATION_OUTPUTS,
    *OUTPUT_FIELDS,
    *STATE_FIELDS,
    *DERIVED_FIELDS,
    *RATE_FIELDS,
    *SEED_OUTPUTS,
    *MIXING_OUTPUTS,
    *LEDGER_FIELDS,
)
"""One Field per slot of a bioreactor's block."""
