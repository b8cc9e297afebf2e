"""The slots of a transfection reactor's block: those of a bioreactor, then mix, cells and vector.

Numbers within cells are copies per living cell and go where the cells go. What has left the cells
is in the liquid and travels with it.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import SLOTS
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.equipment.vectors import TITRE_FIELDS, VECTOR_FIELDS
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
TRANSFECTED = SLOTS + 25
SINCE = SLOTS + 26

FULL = SLOTS + 27
"""The first of the slots that travel with the liquid, in the order of VECTOR_FIELDS."""
EMPTY = SLOTS + 28
FUNCTIONAL = SLOTS + 29
PARTICLES = SLOTS + 30

FULL_TITRE = SLOTS + 31
TOTAL_TITRE = SLOTS + 32
FULL_SHARE = SLOTS + 33
DNA_TITRE = SLOTS + 34
ASSEMBLED = SLOTS + 35
READY_SHARE = SLOTS + 36
DOSE = SLOTS + 37
FUNCTIONAL_TITRE = SLOTS + 38
PARTICLE_TITRE = SLOTS + 39
P24 = SLOTS + 40
FUNCTIONAL_SHARE = SLOTS + 41
BUDDED = SLOTS + 42
MADE_FULL = SLOTS + 43

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
    Field("taken plasmid", "", 0.0, 0.0, _MANY, _F, "state", meaning="of each, copies per cell"),
    Field("time since transfection", "h", 0.0, 0.0, 1e6, _D, "state", meaning="mean, by DNA given"),
    *VECTOR_FIELDS,
    Field("full titre", "1e9 vg/mL", 0.0, 0.0, 1e24, _N, "output", meaning="full capsids"),
    Field("capsid titre", "1e9 vp/mL", 0.0, 0.0, 1e24, _N, "output", meaning="full and empty"),
    Field("full share", "%", 0.0, 0.0, 100.0, _N, "output", meaning="full of all capsids"),
    Field("vector DNA", "1e9 vg/mL", 0.0, 0.0, 1e24, _N, "output", meaning="in and out of cells"),
    Field("assembly", "1/h", 0.0, 0.0, 1e30, _N, "output", meaning="capsids made per living cell"),
    Field("complexed share", "%", 0.0, 0.0, 100.0, _F, "output", meaning="good, of DNA in the bag"),
    Field("DNA dose", "pg", 0.0, 0.0, 1e24, _D, "output", meaning="good complexes, per cell now"),
    *TITRE_FIELDS,
    Field("budding", "1/h", 0.0, 0.0, 1e30, _F, "output", meaning="TU made per living cell"),
    Field("made full capsids", "1e12 vg", 0.0, 0.0, 1e15, _D, "state", meaning="so far"),
)

STATES: tuple[Field, ...] = (*CELL_STATES, *VECTOR_STATES)
"""One Field per slot of a transfection reactor's block."""
