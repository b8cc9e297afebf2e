"""The slots of a transfection reactor's block: those of a bioreactor, then mix, cells and vector.

Numbers within cells are copies per living cell. What has left the cells is counted per cell of all
(living, dead and lysed): both go along with the liquid in which the cells are, whoever takes some.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import SLOTS
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.language.field import Field

MIX_MAKING = SLOTS
MIX_FLOW = SLOTS + 1
MIX_DRAIN = SLOTS + 2

MIX_VOLUME = SLOTS + 3
MIX_AGE = SLOTS + 4
MIX_BARE = SLOTS + 5
"""mg of DNA in the bag: bare, in good complexes, in clumps."""
MIX_READY = SLOTS + 6
MIX_CLUMPS = SLOTS + 7
GIVEN = SLOTS + 8
"""mg of DNA that went into the culture in good complexes so far, and of all DNA."""
GIVEN_ALL = SLOTS + 9
DRAINED = SLOTS + 10

EXTERNAL = SLOTS + 11
ENDOSOMAL = SLOTS + 12
"""RC, vector and helper plasmid, three slots each here and in the next two."""
CYTOSOLIC = SLOTS + 15
NUCLEAR = SLOTS + 18
REP = SLOTS + 21
GENOMES = SLOTS + 22
BLOCKED = SLOTS + 23
LOADED = SLOTS + 24
EMPTY = SLOTS + 25
FULL = SLOTS + 26

FULL_TITRE = SLOTS + 27
TOTAL_TITRE = SLOTS + 28
FULL_SHARE = SLOTS + 29
DNA_TITRE = SLOTS + 30
ASSEMBLED = SLOTS + 31
READY_SHARE = SLOTS + 32
DOSE = SLOTS + 33

_D = "definition"
_F = "engineering fit"
_N = "Nguyen et al. 2021"
_MANY = 1e18
_PLASMIDS = ("RC", "vector", "helper")

PLASMID_FIELDS: tuple[Field, ...] = tuple(
    Field(f"{place} {plasmid} plasmid", "", 0.0, 0.0, _MANY, _N, "state", meaning="copies per cell")
    for place in ("endosomal", "cytosolic", "nuclear")
    for plasmid in _PLASMIDS
)

VECTOR_STATES: tuple[Field, ...] = (
    Field("mix making", "L/min", 0.0, 0.0, 100.0, _D, "input", meaning="DNA and PEI to the bag"),
    Field("mix flow", "L/min", 0.0, 0.0, 100.0, _D, "input", meaning="from bag to culture"),
    Field("mix drain", "L/min", 0.0, 0.0, 100.0, _D, "input", meaning="from bag to waste"),
    Field("mix volume", "L", 0.0, 0.0, 3000.0, _D, "state", meaning="in the bag"),
    Field("mix age", "min", 0.0, 0.0, 1e6, _D, "state", meaning="mean time since it was mixed"),
    Field("bare DNA", "mg", 0.0, 0.0, 1e9, _F, "state", meaning="in the bag, no complex yet"),
    Field("complexed DNA", "mg", 0.0, 0.0, 1e9, _F, "state", meaning="in the bag, good complexes"),
    Field(
        "clumped DNA", "mg", 0.0, 0.0, 1e9, _F, "state", meaning="in the bag, complexes too large"
    ),
    Field("given DNA", "mg", 0.0, 0.0, 1e9, _D, "state", meaning="to the culture, good complexes"),
    Field("given DNA of all", "mg", 0.0, 0.0, 1e9, _D, "state", meaning="to the culture, any form"),
    Field("drained DNA", "mg", 0.0, 0.0, 1e9, _D, "state", meaning="to waste, any form"),
    Field("external plasmid", "", 0.0, 0.0, _MANY, _N, "state", meaning="copies outside, per cell"),
    *PLASMID_FIELDS,
    Field("Rep", "", 0.0, 0.0, _MANY, _N, "state", meaning="free Rep, copies per cell"),
    Field("vector genomes", "", 0.0, 0.0, _MANY, _N, "state", meaning="bare, copies per cell"),
    Field("blocked plasmid", "", 0.0, 0.0, _MANY, _N, "state", meaning="RC held by Rep, per cell"),
    Field("loaded capsids", "", 0.0, 0.0, _MANY, _N, "state", meaning="with Rep, copies per cell"),
    Field("empty capsids", "", 0.0, 0.0, _MANY, _N, "state", meaning="copies per cell of all"),
    Field("full capsids", "", 0.0, 0.0, _MANY, _N, "state", meaning="copies per cell of all"),
    Field("full titre", "1e9 vg/mL", 0.0, 0.0, 1e24, _N, "output", meaning="full capsids"),
    Field("capsid titre", "1e9 vp/mL", 0.0, 0.0, 1e24, _N, "output", meaning="full and empty"),
    Field("full share", "%", 0.0, 0.0, 100.0, _N, "output", meaning="full of all capsids"),
    Field("vector DNA", "1e9 vg/mL", 0.0, 0.0, 1e24, _N, "output", meaning="in and out of cells"),
    Field("assembly", "1/h", 0.0, 0.0, 1e30, _N, "output", meaning="capsids made per living cell"),
    Field("complexed share", "%", 0.0, 0.0, 100.0, _F, "output", meaning="good, of DNA in the bag"),
    Field("DNA dose", "pg", 0.0, 0.0, 1e24, _D, "output", meaning="good complexes, per cell now"),
)

STATES: tuple[Field, ...] = (*CELL_STATES, *VECTOR_STATES)
"""One Field per slot of a transfection reactor's block."""
