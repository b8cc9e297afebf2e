"""The parameters of a transcription reactor: 10 L, jacketed and stirred, unless said otherwise.

Constants of binding and rates are those that Stover, Ganko and Braatz fitted to the runs of Akama
et al. (2012), to full digits; the RNA is theirs too, of 868 nucleotides.
"""

from __future__ import annotations

from simulator.language.field import Field

WORKING_VOLUME = 0
DENSITY = 1
JACKET_VOLUME = 2
JACKET_TRANSFER = 3
AMBIENT_TRANSFER = 4
WALL_MASS = 5
ROOM_TEMPERATURE = 6
COOLING_TEMPERATURE = 7
HEATING_TEMPERATURE = 8
DESIGN_SPEED = 9
ENVIRONMENT = 10
TEMPERATURE_OPTIMUM = 11
TEMPERATURE_SPREAD = 12
HEAT_LOSS = 13
HYDROLYSIS = 14
RIBONUCLEASE = 15
TURBIDITY_FACTOR = 16
ADENOSINES = 17
URIDINES = 18
CYTIDINES = 19
GUANOSINES = 20
K_INITIATION = 21
K_ELONGATION = 22
K_OFF = 23
K_ON = 24
K_NTP = 25
K_MAGNESIUM = 26
K_INHIBITION = 27
K_GROWTH = 28
NUCLEATION = 29
K_SEQUESTER = 30
SOLUBILITY = 31
K_CLEAVAGE = 32
K_HNTP = 33
K_HMGNTP = 34
K_MGNTP = 35
K_MG2NTP = 36
K_HPPI = 37
K_TWO_HPPI = 38
K_HMGPPI = 39
K_TWO_HMGPPI = 40
K_MGPPI = 41
K_MG2PPI = 42
K_HPI = 43
K_MGPI = 44
K_HBUFFER = 45

_F = "engineering fit"
_M = "Stover, Ganko and Braatz 2024, doi 10.1002/bit.28699"
_L = "1/M"

REACTOR_FIELDS: tuple[Field, ...] = (
    Field("working volume", "L", 10.0, 0.01, 1000.0, _F, meaning="what a level of 100 % is"),
    Field("density", "kg/L", 1.01, 0.5, 2.0, _F),
    Field("jacket volume", "L", 3.0, 0.001, 300.0, _F),
    Field("jacket transfer", "W/K", 60.0, 0.1, 1e4, _F, meaning="full vessel at design speed"),
    Field("ambient transfer", "W/K", 1.0, 0.0, 100.0, _F),
    Field("wall mass", "kg", 8.0, 0.0, 1e4, _F),
    Field("room temperature", "degC", 20.0, 0.0, 50.0, _F),
    Field("cooling temperature", "degC", 6.0, 0.0, 40.0, _F),
    Field("heating temperature", "degC", 70.0, 20.0, 95.0, _F),
    Field("design speed", "rpm", 150.0, 1.0, 2000.0, _F),
    Field("environment", "", 1.0, 0.0, 1.0, _F, "choice", ("off", "on"), "heat and decay"),
    Field("temperature optimum", "degC", 37.0, 20.0, 50.0, "T7 RNA polymerase; " + _F),
    Field("temperature spread", "K", 14.0, 1.0, 40.0, _F, meaning="exp(-((T-Topt)/spread)^2)"),
    Field("heat loss", "1/h", 0.35, 0.0, 100.0, _F, meaning="of polymerase at 45 degC"),
    Field("hydrolysis", "1/h", 0.01, 0.0, 10.0, _F, meaning="of whole RNA at 37 degC and pH 8"),
    Field("ribonuclease", "mL/1e6 cells/h", 20.0, 0.0, 1e4, _F, meaning="brought by contaminants"),
    Field("turbidity factor", "NTU*L/g", 1000.0, 0.0, 1e5, _F, meaning="of crystals"),
)

SEQUENCE_FIELDS: tuple[Field, ...] = (
    Field("adenosines", "", 231.0, 1.0, 20000.0, _M, meaning="in one RNA"),
    Field("uridines", "", 246.0, 1.0, 20000.0, _M, meaning="in one RNA"),
    Field("cytidines", "", 189.0, 1.0, 20000.0, _M, meaning="in one RNA"),
    Field("guanosines", "", 202.0, 1.0, 20000.0, _M, meaning="in one RNA"),
)

RATE_FIELDS: tuple[Field, ...] = (
    Field("initiation", "1/h", 4045.327, 1.0, 1e5, _M, meaning="k_i"),
    Field("elongation", "1/h", 160736.1, 100.0, 1e7, _M, meaning="of one nucleotide, k_e"),
    Field("dissociation", "1/h", 5554.339, 1.0, 1e6, _M, meaning="of polymerase, k_off"),
    Field("association", "1/nM/h", 200.7202, 0.1, 1e5, _M, meaning="with the template, k_on"),
    Field("NTP constant", "M", 0.0002577306, 1e-7, 0.1, _M, meaning="K_1"),
    Field("magnesium constant", "M", 0.0002554024, 1e-7, 0.1, _M, meaning="K_2"),
    Field("pyrophosphate inhibition", "M", 4.169332e-05, 1e-7, 0.1, _M, meaning="Ki_PPi"),
    Field("crystal growth", "1/h", 3.891131, 0.0, 1e4, _M, meaning="k_precip"),
    Field("nucleation exponent", "", 44.95918, 0.1, 1000.0, _M, meaning="B"),
    Field("template binding", "1/M/h", 98503.15, 0.0, 1e8, _M, meaning="by crystals, k_d"),
    Field("crystal solubility", "M", 0.0001294033, 1e-8, 0.1, _M, meaning="of dissolved Mg2PPi"),
    Field("cleavage constant", "M", 2.14e-4, 1e-7, 0.1, _M, meaning="of pyrophosphatase"),
)

BINDING_FIELDS: tuple[Field, ...] = (
    Field("H to NTP", _L, 8129866, 1.0, 1e10, _M, meaning="association"),
    Field("Mg to HNTP", _L, 120.2246, 1e-3, 1e8, _M),
    Field("Mg to NTP", _L, 12373.96, 1e-3, 1e8, _M),
    Field("Mg to MgNTP", _L, 73.44823, 1e-3, 1e8, _M),
    Field("H to PPi", _L, 1.040951e09, 1.0, 1e12, _M),
    Field("H to HPPi", _L, 1822522, 1.0, 1e10, _M),
    Field("Mg to HPPi", _L, 2067.686, 1e-3, 1e8, _M),
    Field("Mg to H2PPi", _L, 128.8063, 1e-3, 1e8, _M),
    Field("Mg to PPi", _L, 144780.1, 1e-3, 1e9, _M),
    Field("Mg to MgPPi", _L, 9769.509, 1e-3, 1e8, _M),
    Field("H to Pi", _L, 8317638, 1.0, 1e10, _M),
    Field("Mg to Pi", _L, 75.85776, 1e-3, 1e6, _M),
    Field("H to buffer", _L, 1.258925e08, 1.0, 1e12, "Tris, pKa 8.1; " + _M),
)

PARAMETERS: tuple[Field, ...] = (
    *REACTOR_FIELDS,
    *SEQUENCE_FIELDS,
    *RATE_FIELDS,
    *BINDING_FIELDS,
)
"""One Field per slot of a transcription reactor's parameter block."""
