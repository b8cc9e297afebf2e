"""What a preparation vessel holds and is: its states, inputs, outputs and parameters."""

from __future__ import annotations

from simulator.equipment.downstream.process_vessel import JUDGED_STATES
from simulator.equipment.downstream.process_vessel import PARAMETERS as PROCESS_PARAMETERS
from simulator.language.field import Field

COUNT = 3
POWDERS = ("salt", "tris", "phosphate")
"""Sodium chloride, Tris base, and a sodium phosphate."""

AGITATION = len(JUDGED_STATES)
FEED = AGITATION + 1
HOPPER = FEED + COUNT
GIVEN = HOPPER + COUNT
UNDISSOLVED = GIVEN + COUNT
PH = UNDISSOLVED + COUNT
CONDUCTIVITY = PH + 1
SOLIDS = PH + 2
LAST_VOLUME = PH + 3

_D = "definition"
_F = "engineering fit"
_IUPAC = "IUPAC atomic weights 2021"

STATES: tuple[Field, ...] = (
    *JUDGED_STATES,
    Field("agitation", "rpm", 0.0, 0.0, 1000.0, _D, "input"),
    *(Field(f"{name} feed", "kg/h", 0.0, 0.0, 1e4, _D, "input") for name in POWDERS),
    *(Field(f"{name} hopper", "kg", 0.0, 0.0, 1e5, _D, "state") for name in POWDERS),
    *(
        Field(f"{name} given", "kg", 0.0, 0.0, 1e6, _D, "state", meaning="out of its hopper")
        for name in POWDERS
    ),
    *(Field(f"{name} undissolved", "kg", 0.0, 0.0, 1e5, _D, "state") for name in POWDERS),
    Field("pH", "pH", 7.0, -2.0, 16.0, _D, "output", meaning="at 25 degC, of what is mixed in"),
    Field("conductivity", "mS/cm", 0.0, 0.0, 1e4, _D, "output", meaning="at 25 degC, mixed in"),
    Field("solids", "kg", 0.0, 0.0, 1e6, _D, "output", meaning="not dissolved yet"),
    Field("last volume", "L", 0.0, 0.0, 30000.0, _D, "output", meaning="that of the scan before"),
)

MIXING = len(PROCESS_PARAMETERS)
DISSOLUTION = MIXING + 1
MOLAR_MASS = MIXING + 2
PURITY = MOLAR_MASS + COUNT
SODIUM = PURITY + COUNT

PARAMETERS: tuple[Field, ...] = (
    *PROCESS_PARAMETERS,
    Field("mixing time", "s", 30.0, 0.1, 3600.0, _F, meaning="at 100 rpm, by 1/speed"),
    Field("dissolution time", "s", 90.0, 0.1, 1e5, _F, meaning="at 100 rpm, far from saturated"),
    Field("salt molar mass", "g/mol", 58.44, 10.0, 1000.0, _IUPAC, meaning="sodium chloride"),
    Field("tris molar mass", "g/mol", 121.14, 10.0, 1000.0, _IUPAC, meaning="base; 157.6 its HCl"),
    Field(
        "phosphate molar mass",
        "g/mol",
        156.01,
        10.0,
        1000.0,
        _IUPAC,
        meaning="with its crystal water; NaH2PO4: 119.98, with H2O 137.99, with 2 H2O 156.01",
    ),
    *(
        Field(f"{name} purity", "%", 100.0, 1.0, 100.0, _D, meaning="by weight, of its certificate")
        for name in POWDERS
    ),
    Field("sodium per phosphate", "", 1.0, 0.0, 3.0, _D, meaning="2 for Na2HPO4"),
)
"""One Field per slot of a preparation vessel's parameter block."""
