"""The parameters of a bioreactor: a stirred 2000 L vessel and its culture, unless said otherwise.

Cultures count cells in 1e9 (one unit per litre is 1e6 cells/mL), so that 1 pmol/cell/h is
1 mmol per 1e9 cells per hour.
"""

from __future__ import annotations

from simulator.language.field import Field

VESSEL_VOLUME = 0
WORKING_VOLUME = 1
TANK_DIAMETER = 2
IMPELLER_DIAMETER = 3
POWER_NUMBER = 4
DENSITY = 5
KLA_FACTOR = 6
SURFACE_COEFFICIENT = 7
CALIBRATION_PRESSURE = 8
DESIGN_GAS_FLOW = 9
SPARGER_DROP = 10
SUPPLY_PRESSURE = 11
EXHAUST_DROP = 12
FILTER_DROP = 13
RELIEF_PRESSURE = 14
JACKET_VOLUME = 15
JACKET_TRANSFER = 16
AMBIENT_TRANSFER = 17
WALL_MASS = 18
ROOM_TEMPERATURE = 19
COOLING_TEMPERATURE = 20
HEATING_TEMPERATURE = 21
CONDENSER_TEMPERATURE = 22
BASE_FOAMINESS = 23
DEBRIS_FOAMINESS = 24
ANTIFOAM_LIFE = 25
ANTIFOAM_DOSE = 26
ANTIFOAM_LOSS = 27
BUFFER_PKA = 28
OXYGEN_CONSTANT = 29
RESPIRATORY_QUOTIENT = 30
C_DOUBLING = 31
C_OXYGEN = 32
C_GLUCOSE = 33
C_K_GLUCOSE = 34
C_ACID = 35
KLA_LIQUID = 36
BUBBLE_DAMAGE = 37
LETHAL_DISSIPATION = 38
CULTURE = 39
PUBLISHED = 40
ENVIRONMENT = 41
PRODUCTIVITY = 42
OXYGEN_UPTAKE = 43
TEMPERATURE_OPTIMUM = 44
TEMPERATURE_SPREAD = 45
PH_OPTIMUM = 46
PH_SPREAD = 47
SHIFT_PRODUCTIVITY = 48
DIOXIDE_HALF = 49
OSMOLALITY_ONSET = 50
OSMOLALITY_SPAN = 51
M_GROWTH = 52
M_DEATH_MAX = 53
M_DEATH_MIN = 54
M_KS_GLUCOSE = 55
M_KS_GLUTAMINE = 56
M_K_GLUCOSE = 57
M_K_GLUTAMINE = 58
M_KI_AMMONIUM = 59
M_Q_GLUCOSE = 60
M_Q_GLUTAMINE = 61
M_Q_LACTATE = 62
M_Y_LACTATE = 63
M_Y_AMMONIUM = 64
M_LACTATE_OFFSET = 65
M_LYSIS = 66
M_LACTATE_HALF = 67
M_PRODUCT_AMMONIUM = 68
A_QG_MAX1 = 69
A_QG_MAX2 = 70
A_M_GLUCOSE = 71
A_QN_MAX1 = 72
A_QN_MAX2 = 73
A_M_GLUTAMINE = 74
A_K_GLUCOSE = 75
A_K_GLUTAMINE1 = 76
A_K_GLUTAMINE = 77
A_K_AMMONIUM = 78
A_GROWTH_GLUCOSE = 79
A_GROWTH_GLUTAMINE = 80
A_Y_LACTATE = 81
A_Y_AMMONIUM = 82
A_DEATH = 83
A_KD_GLUCOSE = 84
A_KD_GLUTAMINE = 85
A_LYSIS_DEAD = 86
A_LYSIS_VIABLE = 87
A_TOXICITY = 88
A_PRODUCT_GROWTH = 89
S_RESTING = 90
S_WAKING = 91
S_CROWDED = 92
S_GLUCOSE = 93
S_GLUTAMINE = 94
S_OLDEST = 95
S_AGEING = 96

MOLLER = 0
"""Position of ``moller`` among the cultures."""
AMRIBT = 1
"""Position of ``amribt`` among the cultures."""
MICROBIAL = 2
"""What stands in place of the culture's position in a fermenter, whose own table tells it."""
KIDNEY = -1
"""What stands there in a transfection reactor: HEK293 cells."""
LYMPHOCYTE = -2
"""What stands there in a T cell reactor."""
STROMA = -3
"""What stands there in a microcarrier reactor: stromal cells on beads."""

_F = "engineering fit"
_M = "Möller et al. 2020, Comput Chem Eng 134:106693"
_A = "Amribt et al. 2013, Biochem Eng J 70:196"
_K = "Kroll et al. 2017"
_R = "van't Riet 1979"
_NO_YES = ("no", "yes")

VESSEL_FIELDS: tuple[Field, ...] = (
    Field("vessel volume", "L", 2600.0, 0.1, 30000.0, _F, meaning="liquid and headspace"),
    Field(
        "working volume", "L", 2000.0, 0.05, 30000.0, _F, meaning="liquid that covers the jacket"
    ),
    Field("tank diameter", "m", 1.2, 0.02, 5.0, _F),
    Field("impeller diameter", "m", 0.45, 0.005, 3.0, _F),
    Field("power number", "", 1.5, 0.05, 10.0, "pitched blade, turbulent: 1.3 to 1.7"),
    Field("culture density", "kg/L", 1.01, 0.9, 1.2, _F),
    Field("kla factor", "", 1.0, 0.0, 10.0, _F, meaning="multiplies van't Riet's correlation"),
    Field("surface coefficient", "m/h", 0.05, 0.0, 2.0, _F, meaning="liquid film, at 60 rpm"),
    Field("calibration pressure", "mbar", 0.0, -300.0, 1000.0, _F, meaning="gauge, at 100 % DO"),
    Field("design gas flow", "L/min", 100.0, 1e-3, 1e4, _F, meaning="at which drops are given"),
    Field("sparger drop", "mbar", 100.0, 0.1, 2000.0, _F, meaning="at design gas flow"),
    Field(
        "gas supply pressure", "mbar", 2000.0, 100.0, 10000.0, _F, meaning="gauge, before sparger"
    ),
    Field("exhaust drop", "mbar", 20.0, 0.1, 1000.0, _F, meaning="open valve, design gas flow"),
    Field(
        "filter drop", "mbar", 10.0, 0.1, 1000.0, _F, meaning="clean dry filter, design gas flow"
    ),
    Field("relief pressure", "mbar", 500.0, 10.0, 3000.0, _F, meaning="gauge, relief valve opens"),
    Field("jacket volume", "L", 120.0, 0.01, 3000.0, _F),
    Field("jacket transfer", "W/K", 2200.0, 0.01, 1e5, "400 W/m2/K, stainless 2000 L to 15000 L"),
    Field("ambient transfer", "W/K", 60.0, 0.0, 1e4, _F, meaning="loss to the room"),
    Field("wall mass", "kg", 800.0, 0.0, 20000.0, _F, meaning="steel that follows the liquid"),
    Field("room temperature", "degC", 21.0, 0.0, 50.0, _F),
    Field("cooling temperature", "degC", 6.0, 0.0, 40.0, _F, meaning="of the chilled water"),
    Field("heating temperature", "degC", 60.0, 20.0, 140.0, _F, meaning="of the hot water"),
    Field("condenser temperature", "degC", 10.0, 0.0, 60.0, _F, meaning="of the exhaust gas"),
    Field("base foaminess", "s", 20.0, 0.1, 100.0, "Bikerman 1938; size " + _F),
    Field("debris foaminess", "s", 10.0, 0.0, 100.0, _F, meaning="added by 10e6 dead cells/mL"),
    Field("antifoam life", "h", 12.0, 0.1, 1000.0, _F, meaning="time constant of its loss"),
    Field("antifoam dose", "mL/L", 0.01, 1e-4, 10.0, _F, meaning="that makes foam a fifth"),
    Field("antifoam kla loss", "%", 40.0, 0.0, 90.0, _F, meaning="largest loss of kLa"),
    Field("buffer pKa", "", 6.8, 2.0, 12.0, "phosphate at 37 degC"),
)

BREATH_FIELDS: tuple[Field, ...] = (
    Field("oxygen constant", "%", 2.0, 0.1, 20.0, "2 to 5 % for cell culture; " + _F),
    Field("respiratory quotient", "", 1.0, 0.0, 3.0, "Aunins and Henzler 1993"),
)

CONTAMINANT_FIELDS: tuple[Field, ...] = (
    Field("contaminant doubling time", "h", 1.04, 0.2, 100.0, _F, meaning="at ample glucose"),
    Field("contaminant oxygen uptake", "pmol/cell/h", 0.01, 0.0, 1.0, _F),
    Field("contaminant glucose uptake", "pmol/cell/h", 0.004, 0.0, 1.0, _F),
    Field("contaminant glucose constant", "mM", 0.05, 1e-3, 10.0, _F),
    Field("contaminant acid yield", "", 0.6, 0.0, 3.0, _F, meaning="mol of strong acid per mol"),
)

MIXING_FIELDS: tuple[Field, ...] = (
    Field("kla liquid", "", 0.0, 0.0, 1.0, _R, "choice", ("coalescing", "salts")),
    Field("bubble damage", "", 0.03, 0.0, 1.0, _F, meaning="volume killed by each of bubbles"),
    Field("lethal dissipation", "W/m3", 1e5, 1e3, 1e9, "1e5 to 1e6 W/m3 for CHO; " + _F),
)
"""Of bubbles and eddies. The volume that bubbles kill is that without any poloxamer."""

CULTURE_FIELDS: tuple[Field, ...] = (
    Field("culture", "", 0.0, 0.0, 1.0, _M + "; " + _A, "choice", ("moller", "amribt")),
    Field("published", "", 0.0, 0.0, 1.0, _M, "choice", _NO_YES, "Möller without repairs"),
    Field(
        "environment", "", 1.0, 0.0, 1.0, _F, "choice", ("off", "on"), "multipliers of the rates"
    ),
    Field("specific productivity", "pg/cell/d", 7.488, 0.0, 200.0, _M),
    Field("specific oxygen uptake", "pmol/cell/h", 0.25, 0.0, 5.0, "CHO: 0.15 to 0.35; " + _F),
    Field("temperature optimum", "degC", 36.4, 20.0, 45.0, _M),
    Field("temperature spread", "K", 3.12, 0.5, 20.0, _M),
    Field("pH optimum", "pH", 6.99, 5.0, 9.0, _M),
    Field("pH spread", "pH", 0.35, 0.05, 5.0, _F, meaning="1.0 in the published form"),
    Field("shift productivity", "", 1.3, 0.5, 3.0, _F, meaning="of productivity at 33.5 degC"),
    Field("carbon dioxide half", "mmHg", 208.0, 20.0, 2000.0, _F + " to deZengotita et al. 1998"),
    Field("osmolality onset", "mOsm/kg", 300.0, 100.0, 1000.0, _F + " to deZengotita et al. 1998"),
    Field("osmolality span", "mOsm/kg", 135.0, 10.0, 2000.0, _F + " to deZengotita et al. 1998"),
)

MOLLER_FIELDS: tuple[Field, ...] = (
    Field("moller growth rate", "1/h", 0.043, 0.0, 0.2, _M, meaning="maximum, specific"),
    Field("moller death rate", "1/h", 0.06, 0.0, 1.0, _M, meaning="added when starved"),
    Field("moller basal death rate", "1/h", 0.001, 0.0, 0.1, _M),
    Field("moller glucose constant", "mM", 0.02, 1e-4, 10.0, _M, meaning="of growth"),
    Field("moller glutamine constant", "mM", 0.03, 1e-4, 10.0, _M, meaning="of growth"),
    Field("moller glucose uptake constant", "mM", 0.2, 1e-4, 50.0, _M),
    Field("moller glutamine uptake constant", "mM", 2.5, 1e-4, 50.0, _M),
    Field("moller ammonium constant", "mM", 10.0, 0.1, 1000.0, _M, meaning="of inhibition"),
    Field("moller glucose uptake", "pmol/cell/h", 0.05, 0.0, 5.0, _M),
    Field("moller glutamine uptake", "pmol/cell/h", 0.054, 0.0, 5.0, _M),
    Field("moller lactate uptake", "pmol/cell/h", 0.2, 0.0, 5.0, _M),
    Field("moller lactate yield", "", 0.25, 0.0, 10.0, _M, meaning="mol/mol x Glc/Lac"),
    Field("moller ammonium yield", "", 0.9, 0.0, 5.0, _M, meaning="mol/mol of glutamine"),
    Field("moller lactate offset", "mM", 0.5, 0.01, 10.0, _F, meaning="0.01 in the paper's code"),
    Field("moller lysis rate", "1/h", 0.001, 0.0, 1.0, _M, meaning="of dead cells"),
    Field("moller lactate half", "mM", 2.0, 0.01, 50.0, _F, meaning="of lactate uptake; repair"),
    Field("moller product ammonium", "mM", 15.0, 1.0, 200.0, _F, meaning="halves q; repair"),
)

AMRIBT_FIELDS: tuple[Field, ...] = (
    Field("amribt glucose uptake", "pmol/cell/h", 0.2971, 0.0, 5.0, _A, meaning="maximum"),
    Field(
        "amribt glucose oxidation", "pmol/cell/h", 0.0384, 0.0, 5.0, _A, meaning="before overflow"
    ),
    Field("amribt glucose maintenance", "pmol/cell/h", 0.0383, 0.0, 5.0, _A),
    Field("amribt glutamine uptake", "pmol/cell/h", 0.1238, 0.0, 5.0, _A, meaning="maximum"),
    Field("amribt glutamine oxidation", "pmol/cell/h", 0.0218, 0.0, 5.0, _A, meaning="likewise"),
    Field("amribt glutamine maintenance", "pmol/cell/h", 0.0025, 0.0, 5.0, _A),
    Field("amribt glucose constant", "mM", 1.0016, 1e-4, 50.0, _A, meaning="KG"),
    Field("amribt glucose glutamine constant", "mM", 0.1029, 1e-4, 50.0, _A, meaning="KGn1"),
    Field("amribt glutamine constant", "mM", 0.0314, 1e-4, 50.0, _A, meaning="KGn"),
    Field("amribt ammonium constant", "mM", 1.9268, 1e-3, 500.0, _A, meaning="KN"),
    Field("amribt growth on glucose", "1e9 cells/mmol", 0.6722, 0.0, 50.0, _A, meaning="a"),
    Field("amribt growth on glutamine", "1e9 cells/mmol", 0.3466, 0.0, 50.0, _A, meaning="c"),
    Field("amribt lactate yield", "", 1.818, 0.0, 4.0, _A, meaning="b, mol/mol"),
    Field("amribt ammonium yield", "", 0.4929, 0.0, 4.0, _A, meaning="d, mol/mol"),
    Field("amribt death rate", "1/h", 0.1302, 0.0, 5.0, _A, meaning="when starved"),
    Field("amribt death glucose constant", "mM", 0.4347, 1e-5, 50.0, _A, meaning="KGd"),
    Field("amribt death glutamine constant", "mM", 0.002, 1e-5, 50.0, _A, meaning="KGnd"),
    Field("amribt dead lysis rate", "1/h", 0.0, 0.0, 1.0, _K, meaning="0.01 with the extension"),
    Field("amribt viable lysis rate", "1/h", 0.0, 0.0, 1.0, _K),
    Field("amribt toxicity", "mL/1e6 cells/h", 0.0, 0.0, 1.0, _K, meaning="0.007 with it"),
    Field(
        "amribt product of growth", "pg/cell", 0.0, 0.0, 1e4, _A, meaning="Luedeking-Piret alpha"
    ),
)

SEED_FIELDS: tuple[Field, ...] = (
    Field("resting rate", "1/h", 0.0, 0.0, 1.0, _F, meaning="of cells in full want; 0: never rest"),
    Field("waking time", "h", 12.0, 0.1, 1000.0, _F, meaning="mean, until a cell divides again"),
    Field("crowded density", "1e6 cells/mL", 1000.0, 0.1, 1e4, _F, meaning="beyond it cells rest"),
    Field("hungry glucose", "mM", 0.5, 0.001, 50.0, _F, meaning="below it cells rest"),
    Field("hungry glutamine", "mM", 0.2, 0.001, 50.0, _F, meaning="below it cells rest"),
    Field("oldest generation", "", 60.0, 1.0, 1e4, _F, meaning="doublings at which growth lessens"),
    Field("ageing", "", 0.02, 0.0, 1.0, _F, meaning="of growth lost by each doubling after that"),
)

PARAMETERS: tuple[Field, ...] = (
    *VESSEL_FIELDS,
    *BREATH_FIELDS,
    *CONTAMINANT_FIELDS,
    *MIXING_FIELDS,
    *CULTURE_FIELDS,
    *MOLLER_FIELDS,
    *AMRIBT_FIELDS,
    *SEED_FIELDS,
)
"""One Field per slot of a bioreactor's parameter block."""
