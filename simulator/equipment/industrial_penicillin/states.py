"""The slots of an industrial penicillin fermenter: head, inputs, states and outputs.

Sugar, penicillin and phenylacetate lie in the head as amounts, so that a line takes its share;
all else is a concentration, thinned by what is fed.
"""

from __future__ import annotations

from simulator.equipment.inventory import HEAD, HEAD_FIELDS
from simulator.equipment.unit import CONCENTRATION_OUTPUTS
from simulator.language.field import Field

AIR_FLOW = HEAD
AGITATION = HEAD + 1
BACK_PRESSURE = HEAD + 2
SUGAR_FLOW = HEAD + 3
OIL_FLOW = HEAD + 4
PRECURSOR_FLOW = HEAD + 5
WATER_FLOW = HEAD + 6
ACID_FLOW = HEAD + 7
BASE_FLOW = HEAD + 8
SHOT_FLOW = HEAD + 9
COOLING_FLOW = HEAD + 10
HEATING_FLOW = HEAD + 11
SPARGER_BLOCKAGE = HEAD + 12
GROWING = HEAD + 13
MATURE = HEAD + 14
DEGENERATED = HEAD + 15
AUTOLYSED = HEAD + 16
SMALL_VACUOLES = HEAD + 17
VACUOLES = HEAD + 18
"""The first of nine classes of growing vacuoles."""
CLASSES = 9
LARGE_VACUOLES = VACUOLES + CLASSES
SMALL_VOLUME = LARGE_VACUOLES + 1
OXYGEN_LEVEL = LARGE_VACUOLES + 2
GAS_OXYGEN = LARGE_VACUOLES + 3
GAS_DIOXIDE = LARGE_VACUOLES + 4
DIOXIDE_LEVEL = LARGE_VACUOLES + 5
HYDROGEN = LARGE_VACUOLES + 6
NITROGEN = LARGE_VACUOLES + 7
VISCOSITY = LARGE_VACUOLES + 8
BROTH_WEIGHT = LARGE_VACUOLES + 9
LIVED = LARGE_VACUOLES + 10
BATCH_AGE = LARGE_VACUOLES + 11
LAST_VOLUME = LARGE_VACUOLES + 12
PH = LARGE_VACUOLES + 13
LEVEL = LARGE_VACUOLES + 14
WEIGHT = LARGE_VACUOLES + 15
SUGAR = LARGE_VACUOLES + 16
PRECURSOR_LEVEL = LARGE_VACUOLES + 17
BIOMASS = LARGE_VACUOLES + 18
DISSOLVED = LARGE_VACUOLES + 19
SATURATION = LARGE_VACUOLES + 20
OFFGAS_OXYGEN = LARGE_VACUOLES + 21
KLA = LARGE_VACUOLES + 22
POWER = LARGE_VACUOLES + 23
MEAN_PRESSURE = LARGE_VACUOLES + 24
GROWTH_FACTOR = LARGE_VACUOLES + 25
PRODUCT_FACTOR = LARGE_VACUOLES + 26
HYDROLYSIS = LARGE_VACUOLES + 27
GROWTH_RATE = LARGE_VACUOLES + 28
PRODUCT_RATE = LARGE_VACUOLES + 29
TURNOVER = LARGE_VACUOLES + 30
UPTAKE = LARGE_VACUOLES + 31
DILUTION = LARGE_VACUOLES + 32
MADE_PRODUCT = LARGE_VACUOLES + 33
TAKEN = LARGE_VACUOLES + 34
LOST_VOLUME = LARGE_VACUOLES + 35
LOST_PRODUCT = LARGE_VACUOLES + 36
LOST_GLUCOSE = LARGE_VACUOLES + 37
GIVEN_VOLUME = LARGE_VACUOLES + 38
GIVEN_GLUCOSE = LARGE_VACUOLES + 39
VENTED_VOLUME = LARGE_VACUOLES + 40
MADE_GLUCOSE = LARGE_VACUOLES + 41
MADE = LARGE_VACUOLES + 42
CONCENTRATIONS = LARGE_VACUOLES + 43

_D = "definition"
_G = "Goldrick et al. 2015, J Biotechnol 193:70"
_P = "Paul and Thomas 1996, Biotechnol Bioeng 51:558"


def _flow(name: str, most: float, meaning: str) -> Field:
    """An input that pours so many L/h into the vessel."""
    return Field(name, "L/h", 0.0, 0.0, most, _D, "input", meaning=meaning)


INPUTS: tuple[Field, ...] = (
    Field("air flow", "m3/min", 0.0, 0.0, 200.0, _D, "input"),
    Field("agitation", "rpm", 0.0, 0.0, 400.0, _D, "input"),
    Field("back pressure", "bar", 0.0, 0.0, 4.0, _D, "input", meaning="above the atmosphere"),
    _flow("sugar flow", 1e3, "sugar solution"),
    _flow("oil flow", 500.0, "soybean oil"),
    _flow("phenylacetate flow", 500.0, "the side chain of penicillin G"),
    _flow("water flow", 5e3, "water that thins the broth"),
    _flow("acid flow", 500.0, "acid"),
    _flow("base flow", 500.0, "base"),
    Field("nitrogen shot", "kg/h", 0.0, 0.0, 1e3, _D, "input", meaning="ammonium salt"),
    _flow("cooling flow", 1e4, "cold water to the coil"),
    _flow("heating flow", 1e4, "hot water to the coil"),
    Field("sparger blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of oxygen transfer"),
)


def _vacuoles(name: str, meaning: str) -> Field:
    """A number of vacuoles by volume and size."""
    return Field(name, "", 0.0, 0.0, 1e16, _P, "state", meaning=meaning)


LIVING: tuple[Field, ...] = (
    Field("growing hyphae", "g/L", 0.0, 0.0, 500.0, _P, "state", meaning="tips, A0"),
    Field("mature hyphae", "g/L", 0.0, 0.0, 500.0, _P, "state", meaning="with vacuoles, A1"),
    Field("degenerated hyphae", "g/L", 0.0, 0.0, 500.0, _P, "state", meaning="A3"),
    Field("autolysed hyphae", "g/L", 0.0, 0.0, 500.0, _P, "state", meaning="A4"),
    _vacuoles("small vacuoles", "that have just formed, n0"),
    *(_vacuoles(f"vacuoles {n}", "of this class of size") for n in range(1, CLASSES + 1)),
    _vacuoles("large vacuoles", "of the largest size, nm"),
    Field("small vacuole volume", "mL/L", 0.0, 0.0, 1e6, _P, "state", meaning="phi0"),
)
LEDGERS: tuple[Field, ...] = (
    Field("made product", "g", 0.0, -1e12, 1e12, _D, "state", meaning="net of hydrolysis"),
    Field("broth taken", "L", 0.0, 0.0, 1e9, _D, "state", meaning="by lines, so far"),
    Field("lost volume", "L", 0.0, 0.0, 1e9, _D, "state", meaning="out of a full vessel, so far"),
    Field("lost product", "g", 0.0, 0.0, 1e12, _D, "state", meaning="with it"),
    Field("lost glucose", "mmol", 0.0, 0.0, 1e15, _D, "state", meaning="with it"),
    Field("given volume", "L", 0.0, 0.0, 1e9, _D, "state", meaning="by its own feeds, so far"),
    Field("given glucose", "mmol", 0.0, 0.0, 1e15, _D, "state", meaning="oil too, so far"),
    Field("vented volume", "L", 0.0, 0.0, 1e9, _D, "state", meaning="evaporated so far"),
    Field("made glucose", "mmol", 0.0, -1e15, 1e15, _D, "state", meaning="less what was used"),
)
"""What the balance of a plant is made of: sums since the beginning, which nobody can give."""
STATES: tuple[Field, ...] = (
    *HEAD_FIELDS,
    *INPUTS,
    *LIVING,
    Field("oxygen content", "mg/L", 15.0, 0.0, 1e3, _G, "state", meaning="dissolved"),
    Field("gas oxygen", "", 0.2, 0.0, 1.0, _G, "state", meaning="share of the gas held up"),
    Field("off-gas carbon dioxide", "%", 0.04, 0.0, 100.0, _G, "state"),
    Field("carbon dioxide content", "g/L", 0.0, 0.0, 1e3, _G, "state", meaning="dissolved"),
    Field("hydrogen ion", "M", 3.16e-7, 1e-10, 0.1, _G, "state"),
    Field("nitrogen concentration", "mg/L", 1700.0, 0.0, 1e6, _G, "state", meaning="as ammonia"),
    Field("viscosity", "mPa*s", 4.0, 0.0, 1e4, _G, "state"),
    Field("broth weight", "kg", 0.0, 0.0, 3e5, _G, "state", meaning="as feeds add up"),
    Field("hyphal hours", "g*h/L", 0.0, 0.0, 1e7, _G, "state", meaning="biomass by its hours"),
    Field("batch age", "h", 0.0, 0.0, 1e5, _G, "state", meaning="since inoculation"),
    Field("last volume", "L", 0.0, 0.0, 1.5e5, _D, "output", meaning="that of the scan before"),
    Field("pH", "pH", 6.5, 0.0, 14.0, _D, "output"),
    Field("level", "%", 0.0, 0.0, 1e6, _D, "output", meaning="of the working volume"),
    Field("weight", "kg", 0.0, 0.0, 3e5, _D, "output", meaning="of the broth"),
    Field("sugar concentration", "g/L", 0.0, 0.0, 1e6, _D, "output"),
    Field("precursor concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="phenylacetate"),
    Field("biomass concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="of all regions"),
    Field("dissolved oxygen", "%", 0.0, 0.0, 1e6, _D, "output", meaning="of saturation by air"),
    Field("oxygen saturation", "mg/L", 0.0, 0.0, 1e6, _G, "output", meaning="by air, at the mean"),
    Field("off-gas oxygen", "%", 0.0, 0.0, 100.0, _D, "output"),
    Field("kla", "1/h", 0.0, 0.0, 1e6, _G, "output", meaning="of oxygen"),
    Field("power", "kW", 0.0, 0.0, 1e6, _G, "output", meaning="of the stirrer, gassed, and of air"),
    Field("mean pressure", "bar", 1.0, 0.0, 1e3, _G, "output", meaning="absolute, of the liquid"),
    Field("growth factor", "", 0.0, 0.0, 1e6, _G, "output", meaning="what growth is slowed to"),
    Field("product factor", "", 0.0, 0.0, 1.0, _G, "output", meaning="by oxygen and side chain"),
    Field("hydrolysis", "1/h", 0.0, 0.0, 1e6, _G, "output", meaning="of penicillin"),
    Field("growth rate", "g/L/h", 0.0, -1e9, 1e9, _G, "output", meaning="net, of all regions"),
    Field("production rate", "g/L/h", 0.0, -1e9, 1e9, _G, "output", meaning="net of losses"),
    Field("turnover", "g/L/h", 0.0, -1e9, 1e9, _G, "output", meaning="of hyphae, all steps"),
    Field("oxygen uptake rate", "mg/L/h", 0.0, -1e9, 1e9, _G, "output"),
    Field("dilution", "L/h", 0.0, -1e9, 1e9, _G, "output", meaning="feeds less evaporation"),
    *LEDGERS,
    Field("penicillin made", "kg", 0.0, -1e9, 1e9, _D, "output", meaning="net of hydrolysis"),
    *CONCENTRATION_OUTPUTS,
)
"""One Field per slot of the block, in slot order."""
