"""What every vessel holds: the head of each unit's block in the plant's state array.

All units begin with the same slots, so that a transfer line can move any contents between any two
of them without knowing their kinds. Amounts are extensive (what is in the vessel, not per litre):
feeds, samples and harvests are then additions, and balances close to rounding.
"""

from __future__ import annotations

from simulator.language.field import Field

VOLUME = 0
TEMPERATURE = 1
VIABLE = 2
DEAD = 3
LYSED = 4
GLUCOSE = 5
GLUTAMINE = 6
LACTATE = 7
AMMONIUM = 8
PRODUCT = 9
OXYGEN = 10
CARBON = 11
STRONG_ION = 12
BUFFER = 13
SOLUTES = 14
ANTIFOAM = 15
CONTAMINANT = 16
ACETATE = 17
ETHANOL = 18
PRECURSOR = 19
RESTING = 20
GENERATIONS = 21
INHIBITOR = 22

FIRST_COMPONENT = VIABLE
"""Slots from here to HEAD travel with the liquid."""
HEAD = 23
"""Number of slots that every unit's block begins with."""

_D = "definition"

HEAD_FIELDS: tuple[Field, ...] = (
    Field("volume", "L", 0.0, 0.0, 1.5e5, _D, "state", meaning="liquid volume"),
    Field("temperature", "degC", 20.0, 0.0, 140.0, _D, "state", meaning="liquid temperature"),
    Field("viable", "1e9 cells", 0.0, 0.0, 1e10, _D, "state", meaning="viable cells"),
    Field("dead", "1e9 cells", 0.0, 0.0, 1e10, _D, "state", meaning="dead, intact cells"),
    Field("lysed", "1e9 cells", 0.0, 0.0, 1e10, _D, "state", meaning="cells lysed so far"),
    Field("glucose", "mmol", 0.0, 0.0, 1e9, _D, "state"),
    Field("glutamine", "mmol", 0.0, 0.0, 1e9, _D, "state"),
    Field("lactate", "mmol", 0.0, 0.0, 1e9, _D, "state"),
    Field("ammonium", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="NH3 and NH4+ together"),
    Field("product", "g", 0.0, 0.0, 1e7, _D, "state"),
    Field("oxygen", "mmol", 0.0, 0.0, 1e7, _D, "state", meaning="dissolved oxygen"),
    Field(
        "carbon", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="inorganic carbon: CO2, HCO3-, CO3--"
    ),
    Field(
        "strong ion",
        "mmol",
        0.0,
        -1e9,
        1e9,
        _D,
        "state",
        meaning="strong cations less strong anions, organic acids not counted (base raises it)",
    ),
    Field("buffer", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="non-volatile weak acid"),
    Field(
        "solutes", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="osmoles not in the other components"
    ),
    Field("antifoam", "mL", 0.0, 0.0, 1e7, _D, "state"),
    Field("contaminant", "1e9 cells", 0.0, 0.0, 1e12, _D, "state", meaning="foreign organism"),
    Field("acetate", "g", 0.0, 0.0, 1e8, _D, "state", meaning="as acetic acid"),
    Field("ethanol", "g", 0.0, 0.0, 1e8, _D, "state"),
    Field("precursor", "g", 0.0, 0.0, 1e8, _D, "state", meaning="as phenylacetic acid"),
    Field(
        "resting", "1e9 cells", 0.0, 0.0, 1e10, _D, "state", meaning="viable cells not dividing yet"
    ),
    Field(
        "generations",
        "1e9 cells",
        0.0,
        0.0,
        1e13,
        _D,
        "state",
        meaning="viable cells by their doublings since the cell bank",
    ),
    Field(
        "inhibitor",
        "1e9 cells*h",
        0.0,
        0.0,
        1e13,
        _D,
        "state",
        meaning="what T cells leave in their medium, counted by the hours that they lived in it",
    ),
)
