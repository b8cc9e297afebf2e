"""What a transcription in the test tube is made of: slots that travel with its liquid.

They follow the head in the block of every unit that holds such a liquid (a reagent vessel or a
transcription reactor), so that a line moves them between two of these in proportion to volume.
Amounts are those dissolved in any form: free, bound to magnesium, or protonated.
"""

from __future__ import annotations

from simulator.equipment.inventory import HEAD
from simulator.language.field import Field

ATP = HEAD
UTP = HEAD + 1
CTP = HEAD + 2
GTP = HEAD + 3
MAGNESIUM = HEAD + 4
PYROPHOSPHATE = HEAD + 5
PHOSPHATE = HEAD + 6
CRYSTALS = HEAD + 7
NUCLEI = HEAD + 8
TEMPLATE = HEAD + 9
BOUND_TEMPLATE = HEAD + 10
POLYMERASE = HEAD + 11
PYROPHOSPHATASE = HEAD + 12
FRAGMENTS = HEAD + 13
WIDTH = HEAD + 14
"""Number of slots that a block with reagents begins with."""

_D = "definition"
_M = "Stover, Ganko and Braatz 2024, doi 10.1002/bit.28699"

REAGENT_FIELDS: tuple[Field, ...] = (
    Field("ATP", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="adenosine triphosphate"),
    Field("UTP", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="uridine triphosphate"),
    Field("CTP", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="cytidine triphosphate"),
    Field("GTP", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="guanosine triphosphate"),
    Field("magnesium", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="dissolved, all forms"),
    Field("pyrophosphate", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="dissolved, all forms"),
    Field("phosphate", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="all forms"),
    Field("crystals", "mmol", 0.0, 0.0, 1e6, _D, "state", meaning="magnesium pyrophosphate, solid"),
    Field("nuclei", "mmol", 0.0, 0.0, 1e6, _M, "state", meaning="of crystals, on their own scale"),
    Field("template", "nmol", 0.0, 0.0, 1e9, _D, "state", meaning="DNA that can be read"),
    Field("bound template", "nmol", 0.0, 0.0, 1e9, _M, "state", meaning="DNA held by crystals"),
    Field("polymerase", "nmol", 0.0, 0.0, 1e9, _D, "state", meaning="of phage T7, active"),
    Field(
        "pyrophosphatase",
        "mmol/min",
        0.0,
        0.0,
        1e6,
        _D,
        "state",
        meaning="activity: a thousand units are 1 mmol of pyrophosphate per minute",
    ),
    Field("fragments", "g", 0.0, 0.0, 1e6, _D, "state", meaning="pieces of broken RNA"),
)
"""One Field per slot from HEAD to WIDTH."""

NTP_MASSES = (507.181, 484.141, 483.156, 523.180)
"""g/mol of ATP, UTP, CTP and GTP as acids (IUPAC atomic masses)."""
PYROPHOSPHATE_MASS = 177.975
"""g/mol of pyrophosphoric acid, of which each link of RNA sets one free."""
CRYSTAL_MASS = 222.553
"""g/mol of magnesium pyrophosphate without its water."""
