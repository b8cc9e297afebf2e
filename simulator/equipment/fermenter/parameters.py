"""The parameters of a fermenter: a stirred 300 L vessel for microbes, unless said otherwise.

The first of them lie where those of a bioreactor do, so that the same kernels of gas, heat, foam,
acids and the contaminant work on both. Microbes are weighed, not counted: their rates are per gram
of dry cells. Each culture's table begins with the same seven traits.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.bioreactor.parameters import (
    BREATH_FIELDS,
    CONTAMINANT_FIELDS,
    CULTURE,
    ENVIRONMENT,
    MICROBIAL,
    MIXING_FIELDS,
    VESSEL_FIELDS,
)
from simulator.language.field import Field

MICROBE = CULTURE + 1
OPTICAL = ENVIRONMENT + 1
STRIPPING = ENVIRONMENT + 2
AMMONIUM_CONSTANT = ENVIRONMENT + 3

TEMPERATURE_OPTIMUM = 0
TEMPERATURE_SPREAD = 1
PH_OPTIMUM = 2
PH_SPREAD = 3
LETHAL_TEMPERATURE = 4
CELL_MASS = 5
NITROGEN = 6
TRAITS = 7
"""Each culture has so many traits, in the order above, before its own numbers."""

E_TRAITS = AMMONIUM_CONSTANT + 1
E_Q_SUGAR = E_TRAITS + TRAITS
E_K_SUGAR = E_Q_SUGAR + 1
E_KI_ACETATE = E_Q_SUGAR + 2
E_P_ACETATE = E_Q_SUGAR + 3
E_K_OVERFLOW = E_Q_SUGAR + 4
E_Y_ACETATE = E_Q_SUGAR + 5
E_Q_ACETATE = E_Q_SUGAR + 6
E_K_ACETATE = E_Q_SUGAR + 7
E_KI_SUGAR = E_Q_SUGAR + 8
E_MAINTENANCE = E_Q_SUGAR + 9
E_Y_OXIDATIVE = E_Q_SUGAR + 10
E_Y_ON_ACETATE = E_Q_SUGAR + 11
E_Y_OVERFLOW = E_Q_SUGAR + 12
E_Y_OXYGEN = E_Q_SUGAR + 13
E_Y_OXYGEN_ACETATE = E_Q_SUGAR + 14
E_C_SUGAR = E_Q_SUGAR + 15
E_C_BIOMASS = E_Q_SUGAR + 16

S_TRAITS = E_C_BIOMASS + 1
S_Q_SUGAR = S_TRAITS + TRAITS
S_K_SUGAR = S_Q_SUGAR + 1
S_Q_OXYGEN = S_Q_SUGAR + 2
S_ETHANOL = S_Q_SUGAR + 3

B_TRAITS = S_ETHANOL + 1
B_GROWTH = B_TRAITS + TRAITS
B_K_GROWTH = B_GROWTH + 1
B_K_OXYGEN = B_GROWTH + 2
B_PRODUCT = B_GROWTH + 3
B_K_PRODUCT = B_GROWTH + 4
B_KI_SUGAR = B_GROWTH + 5
B_K_PRODUCT_OXYGEN = B_GROWTH + 6
B_HYDROLYSIS = B_GROWTH + 7
B_Y_GROWTH = B_GROWTH + 8
B_Y_PRODUCT = B_GROWTH + 9
B_UPKEEP = B_GROWTH + 10
B_Y_GROWTH_OXYGEN = B_GROWTH + 11
B_Y_PRODUCT_OXYGEN = B_GROWTH + 12
B_UPKEEP_OXYGEN = B_GROWTH + 13
B_ACID_LOW = B_GROWTH + 14
B_ACID_HIGH = B_GROWTH + 15
B_GROWTH_SIZE = B_GROWTH + 16
B_GROWTH_ENERGY = B_GROWTH + 17
B_HEAT_SIZE = B_GROWTH + 18
B_HEAT_ENERGY = B_GROWTH + 19
B_C_BIOMASS = B_GROWTH + 20
B_PRECURSOR = B_GROWTH + 21
B_TOXIC = B_GROWTH + 22
B_BURNT_PRECURSOR = B_GROWTH + 23

ANANE = 0
"""Position of ``anane`` among the cultures of a fermenter."""
SONNLEITNER = 1
"""Position of ``sonnleitner`` among them."""
BIROL = 2
"""Position of ``birol`` among them."""

_MARK = float(MICROBIAL)
_F = "engineering fit"
_E = "Anane et al. 2017, Biochem Eng J 125:23"
_B = "Birol, Ündey and Çınar 2002, Comput Chem Eng 26:1553"
_R = "Bajpai and Reuss 1980; " + _B
_G = "Goldrick et al. 2015, J Biotechnol 193:70"
_S = "Sonnleitner and Käppeli 1986, Biotechnol Bioeng 28:927"

_SIZES = {
    "vessel volume": 300.0,
    "working volume": 200.0,
    "tank diameter": 0.6,
    "impeller diameter": 0.24,
    "power number": 8.0,
    "design gas flow": 200.0,
    "gas supply pressure": 3500.0,
    "relief pressure": 1500.0,
    "jacket volume": 25.0,
    "jacket transfer": 900.0,
    "ambient transfer": 6.0,
    "wall mass": 250.0,
    "base foaminess": 6.0,
    "antifoam dose": 0.1,
    "oxygen constant": 0.1,
    "respiratory quotient": 1.0,
}
_BOUNDS = {"power number": (0.05, 30.0), "oxygen constant": (1e-4, 20.0)}
_SOURCES = {
    "power number": "three Rushton turbines, gassed; " + _F,
    "jacket transfer": "600 W/m2/K; " + _F,
    "oxygen constant": "published as 1e-4 and 0.14 %; " + _F,
    "respiratory quotient": "sugar burnt to carbon dioxide and water",
}


def _sized(field: Field) -> Field:
    """A field that a bioreactor has too, with the size that a fermenter of 300 L has."""
    low, high = _BOUNDS.get(field.name, (field.low, field.high))
    source = _SOURCES.get(field.name, field.source)
    default = _SIZES.get(field.name, field.default)
    return replace(field, default=default, low=low, high=high, source=source)


def _traits(culture: str, values: tuple[float, ...], sources: tuple[str, str]) -> tuple[Field, ...]:
    """The seven traits of a culture; its temperature and pH, and what a cell is made of."""
    optimum, spread, acid, breadth, lethal, mass, nitrogen = values
    habit, cell = sources
    return (
        Field(f"{culture} temperature optimum", "degC", optimum, 5.0, 60.0, habit),
        Field(f"{culture} temperature spread", "K", spread, 0.5, 40.0, _F),
        Field(f"{culture} pH optimum", "pH", acid, 2.0, 10.0, habit),
        Field(f"{culture} pH spread", "pH", breadth, 0.05, 5.0, _F),
        Field(f"{culture} lethal temperature", "degC", lethal, 20.0, 90.0, _F),
        Field(f"{culture} cell mass", "pg", mass, 0.01, 1000.0, cell, meaning="dry, of one cell"),
        Field(f"{culture} nitrogen", "mmol/g", nitrogen, 0.0, 20.0, cell, meaning="of dry cells"),
    )


MICROBE_FIELDS: tuple[Field, ...] = (
    Field("microbial", "", _MARK, _MARK, _MARK, "definition", meaning="a mark of microbes"),
    Field(
        "culture",
        "",
        0.0,
        0.0,
        2.0,
        _E + "; " + _S + "; " + _B,
        "choice",
        ("anane", "sonnleitner", "birol"),
        "E. coli, baker's yeast or penicillin mould",
    ),
    Field("environment", "", 1.0, 0.0, 1.0, _F, "choice", ("off", "on"), "factors on the rates"),
    Field("optical density", "L/g", 2.5, 0.1, 10.0, _F, meaning="at 600 nm, of 1 g/L of dry cells"),
    Field(
        "ethanol stripping",
        "L/L",
        3.2e-4,
        0.0,
        0.01,
        "Sander 2015, 30 degC",
        meaning="liquid freed of ethanol by a litre of gas at 0 degC and 1.01325 bar",
    ),
    Field("ammonium constant", "mM", 0.5, 1e-3, 50.0, _F, meaning="half of the rates"),
)

ANANE_FIELDS: tuple[Field, ...] = (
    *_traits(
        "anane", (37.0, 10.0, 7.0, 1.5, 45.0, 0.28, 10.0), ("E. coli; " + _F, "Neidhardt 1996")
    ),
    Field("anane sugar uptake", "g/g/h", 0.6356, 0.0, 5.0, _E, meaning="maximum, qSmax"),
    Field("anane sugar constant", "g/L", 0.0370, 1e-4, 5.0, _E, meaning="Ks"),
    Field("anane acetate inhibition", "g/L", 1.2399, 0.01, 100.0, _E, meaning="of uptake, Kia"),
    Field("anane overflow", "g/g/h", 0.2268, 0.0, 5.0, _E, meaning="maximum, pAmax"),
    Field("anane overflow constant", "g/g/h", 0.5052, 1e-3, 5.0, _E, meaning="Kap"),
    Field("anane acetate yield", "g/g", 0.9097, 0.0, 2.0, _E, meaning="of overflow, Yas"),
    Field("anane acetate uptake", "g/g/h", 0.1148, 0.0, 5.0, _E, meaning="maximum, qAmax"),
    Field("anane acetate constant", "g/L", 0.0134, 1e-4, 5.0, _E, meaning="Ksa"),
    Field("anane sugar inhibition", "g/g/h", 2.1231, 1e-3, 50.0, _E, meaning="Kis"),
    Field("anane maintenance", "g/g/h", 0.0129, 0.0, 0.5, _E, meaning="qm"),
    Field("anane oxidative yield", "g/g", 0.5333, 0.0, 1.0, _E, meaning="without upkeep, Yem"),
    Field("anane yield on acetate", "g/g", 0.5718, 0.0, 1.0, _E, meaning="Yxa"),
    Field("anane overflow yield", "g/g", 0.2268, 0.0, 1.0, _E, meaning="of biomass, Yxsof"),
    Field("anane oxygen of sugar", "g/g", 1.5620, 0.0, 5.0, _E, meaning="burnt, Yos"),
    Field("anane oxygen of acetate", "g/g", 0.5440, 0.0, 5.0, _E, meaning="Yoa"),
    Field("anane sugar carbon", "g/g", 0.391, 0.1, 1.0, _E, meaning="Cs"),
    Field("anane biomass carbon", "g/g", 0.488, 0.1, 1.0, _E, meaning="Cx"),
)

SONNLEITNER_FIELDS: tuple[Field, ...] = (
    *_traits(
        "sonnleitner",
        (30.0, 8.0, 5.0, 2.0, 42.0, 18.0, 6.5),
        ("S. cerevisiae; " + _F, "S. cerevisiae, Sherman 2002; " + _F),
    ),
    Field("sonnleitner sugar uptake", "mmol/g/h", 20.0, 0.0, 100.0, _S, meaning="maximum"),
    Field("sonnleitner sugar constant", "mM", 1.0, 1e-3, 100.0, _S, meaning="Ks"),
    Field("sonnleitner oxygen uptake", "mmol/g/h", 6.9, 0.0, 50.0, _S, meaning="the bottleneck"),
    Field(
        "sonnleitner ethanol uptake",
        "L/g/h",
        10.0,
        0.0,
        1000.0,
        "Bioprocess Library",
        meaning="in proportion to ethanol, within the bottleneck",
    ),
)

BIROL_FIELDS: tuple[Field, ...] = (
    *_traits(
        "birol",
        (25.0, 8.0, 6.5, 3.0, 38.0, 100.0, 6.0),
        ("P. chrysogenum; " + _F, "a piece of hypha; " + _F),
    ),
    Field("birol growth", "1/h", 0.092, 0.0, 2.0, _B, meaning="before temperature and pH"),
    Field("birol sugar constant", "g/g", 0.15, 1e-4, 5.0, _B, meaning="Contois, Kx"),
    Field(
        "birol oxygen constant",
        "L/g",
        0.02 / 1.16,
        1e-6,
        1.0,
        _B,
        meaning="Contois, Kox, of air saturation as 1",
    ),
    Field("birol production", "g/g/h", 0.005, 0.0, 1.0, _R, meaning="largest"),
    Field("birol production constant", "g/L", 2e-4, 1e-6, 10.0, _R, meaning="of sugar, Kp"),
    Field("birol sugar inhibition", "g/L", 0.10, 1e-3, 100.0, _R, meaning="of production, KI"),
    Field(
        "birol production oxygen",
        "L/g",
        5e-4 / (1.16 * 1.16 * 1.16),
        1e-9,
        1.0,
        _B,
        meaning="Kop, of air saturation as 1, cubed",
    ),
    Field("birol hydrolysis", "1/h", 0.04, 0.0, 2.0, _R, meaning="of penicillin"),
    Field("birol growth yield", "g/g", 0.45, 0.05, 1.0, _R, meaning="on sugar"),
    Field("birol production yield", "g/g", 0.90, 0.05, 2.0, _R, meaning="of penicillin on sugar"),
    Field("birol maintenance", "g/g/h", 0.014, 0.0, 0.5, _R, meaning="sugar for upkeep"),
    Field("birol growth oxygen", "g/mmol", 0.04, 1e-3, 10.0, _R, meaning="yield on oxygen, Yxo"),
    Field("birol production oxygen yield", "g/mmol", 0.20, 1e-3, 10.0, _R, meaning="Ypo"),
    Field("birol maintenance oxygen", "mmol/g/h", 0.467, 0.0, 20.0, _R, meaning="for upkeep"),
    Field("birol alkaline constant", "mol/L", 1e-10, 0.0, 1e-3, _R, meaning="K1"),
    Field("birol acid constant", "mol/L", 7e-5, 1e-10, 1.0, _R, meaning="K2"),
    Field("birol growth frequency", "", 7e3, 0.0, 1e6, _B, meaning="Arrhenius, kg"),
    Field("birol growth energy", "kJ/mol", 5100.0 * 4.184e-3, 0.0, 200.0, _B, meaning="Eg"),
    Field("birol heat frequency", "", 1e33, 0.0, 1e40, _B, meaning="of damage, kd"),
    Field("birol heat energy", "kJ/mol", 50000.0 * 4.184e-3, 0.0, 1000.0, _B, meaning="Ed"),
    Field("birol biomass carbon", "g/g", 0.45, 0.1, 1.0, _F, meaning="of dry mould with its ash"),
    Field("birol precursor constant", "g/L", 0.05, 1e-4, 10.0, _F + "; " + _G),
    Field("birol precursor toxicity", "g/L", 2.4, 0.01, 100.0, _G, meaning="halves the rates"),
    Field("birol precursor burnt", "g/g/h", 1.05e-3, 0.0, 1.0, _G, meaning="largest"),
)

PARAMETERS: tuple[Field, ...] = (
    *(_sized(field) for field in (*VESSEL_FIELDS, *BREATH_FIELDS)),
    *(_sized(field) for field in (*CONTAMINANT_FIELDS, *MIXING_FIELDS)),
    *MICROBE_FIELDS,
    *ANANE_FIELDS,
    *SONNLEITNER_FIELDS,
    *BIROL_FIELDS,
)
"""One Field per slot of a fermenter's parameter block."""
