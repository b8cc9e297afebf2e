"""The slots of a fermenter's block: those of a bioreactor, then what microbes are measured by."""

from __future__ import annotations

from simulator.equipment.bioreactor.states import SLOTS
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.language.field import Field

BIOMASS_CONCENTRATION = SLOTS
SUGAR_CONCENTRATION = SLOTS + 1
ACETATE_CONCENTRATION = SLOTS + 2
ETHANOL_CONCENTRATION = SLOTS + 3
OPTICAL_DENSITY = SLOTS + 4
SUGAR_UPTAKE = SLOTS + 5
OFFGAS_QUOTIENT = SLOTS + 6
FOREIGN_DEMAND = SLOTS + 7
PRECURSOR_CONCENTRATION = SLOTS + 8
SETTING_FACTOR = SLOTS + 9

_D = "definition"

MICROBE_OUTPUTS: tuple[Field, ...] = (
    Field("biomass concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="of dry cells"),
    Field("sugar concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="glucose"),
    Field("acetate concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="as acetic acid"),
    Field("ethanol concentration", "g/L", 0.0, 0.0, 1e6, _D, "output"),
    Field("optical density", "", 0.0, 0.0, 1e7, _D, "output", meaning="at 600 nm, diluted"),
    Field("specific sugar uptake", "g/g/h", 0.0, 0.0, 100.0, _D, "output"),
    Field(
        "off-gas quotient",
        "",
        0.0,
        0.0,
        100.0,
        "inert gas balance",
        "output",
        meaning="carbon dioxide made over oxygen used, from the gases; 0 if too little is used",
    ),
    Field("foreign oxygen demand", "mmol/h", 0.0, 0.0, 1e12, _D, "output"),
    Field("precursor concentration", "g/L", 0.0, 0.0, 1e6, _D, "output", meaning="phenylacetate"),
    Field(
        "setting factor",
        "",
        1.0,
        0.0,
        10.0,
        "Birol 2002",
        "output",
        meaning="of temperature, acidity and phenylacetate on the growth of a mould",
    ),
)

STATES: tuple[Field, ...] = (*CELL_STATES, *MICROBE_OUTPUTS)
"""One Field per slot of a fermenter's block."""
