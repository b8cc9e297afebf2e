"""What a chromatography column holds and is: its slots in the plant's arrays, by name.

The bed is CELLS cells. What decides the run has a row of a slot for each cell: product and
aggregate in the liquid and on the beads, what clings to them, and the ions that set pH and
conductivity. All else that travels with the liquid shares a coarser bed of TANKS mixed tanks.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.downstream.column_transport import SHAPE
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    DNA,
    HOST_CELL_PROTEIN,
    PARVOVIRUS,
    PHOSPHATE,
    QUALITY_FIELDS,
    RETROVIRUS,
    SALT,
    TRIS,
    WIDTH,
)
from simulator.equipment.inventory import (
    ACETATE,
    AMMONIUM,
    BUFFER,
    CARBON,
    FIRST_COMPONENT,
    HEAD_FIELDS,
    LACTATE,
    PRODUCT,
    STRONG_ION,
)
from simulator.language.field import Field

CELLS = 50
TANKS = 5

LARGE: tuple[int, ...] = (PRODUCT, AGGREGATE, HOST_CELL_PROTEIN, DNA, RETROVIRUS, PARVOVIRUS)
"""Too large for the pores but by the slow diffusion that binding reckons with."""
SMALL: tuple[int, ...] = (
    SALT,
    STRONG_ION,
    ACETATE,
    TRIS,
    PHOSPHATE,
    LACTATE,
    AMMONIUM,
    CARBON,
    BUFFER,
)
"""Ions: they fill the pores of the beads too."""
FIRST_SMALL = len(LARGE)
LIQUID_ROWS: tuple[int, ...] = (*LARGE, *SMALL)
COARSE: tuple[int, ...] = tuple(c for c in range(FIRST_COMPONENT, WIDTH) if c not in LIQUID_ROWS)
CLINGING = 4
"""Of LARGE, those after product and aggregate that cling to bound product."""

UPFLOW = WIDTH
AIR_IN_FEED = WIDTH + 1
TRAP_VENT = WIDTH + 2
BLOCKAGE = WIDTH + 3
TURNED = WIDTH + 4
KEPT_DEBRIS = WIDTH + 5
AIR = WIDTH + 6
TRAPPED = WIDTH + 7
DISTURBED = WIDTH + 8
PASSED = WIDTH + 9
PASSING = WIDTH + 10
LOADED = WIDTH + 11
CAUSTIC = WIDTH + 12
CYCLES = WIDTH + 13
NEXT_CELL = WIDTH + 14
UV = WIDTH + 15
CONDUCTIVITY = WIDTH + 16
ACIDITY = WIDTH + 17
PRESSURE_DROP = WIDTH + 18
FLOW = WIDTH + 19
VELOCITY = WIDTH + 20
COLUMN_VOLUMES = WIDTH + 21
BOUND = WIDTH + 22
LOAD = WIDTH + 23
TRAP_LEVEL = WIDTH + 24
AIR_SEEN = WIDTH + 25
BAD_PACKING = WIDTH + 26
TESTING = WIDTH + 27
TESTED = WIDTH + 28
TEST_BASE = WIDTH + 29
PLATES_FOUND = WIDTH + 30
ASYMMETRY = WIDTH + 31
TRACE = WIDTH + 32
BINS = 160
"""Slots of the conductivity behind the column, each of a hundredth of the bed volume."""
SHAPE_AT = TRACE + BINS
RESIN_LIGAND = SHAPE_AT + SHAPE
CAPACITY_LEFT = RESIN_LIGAND + 1
LOOSE = RESIN_LIGAND + 2
"""y: rows of 1 / K, of product and of aggregate."""
WORK = LOOSE + 2 * CELLS
BEADS = WORK + 2 * CELLS + 1
"""y: rows of product and aggregate in the liquid, then on the beads (as binding wants them)."""
CLING = BEADS + 4 * CELLS
"""y: rows of what clings, in the liquid."""
CLUNG = CLING + CLINGING * CELLS
"""y: rows of what clings, on the beads."""
IONS = CLUNG + CLINGING * CELLS
"""y: rows of SMALL."""
TANK = IONS + len(SMALL) * CELLS
"""y: TANKS slots for each of COARSE."""
STANDING = TANK + len(COARSE) * TANKS
UNSEEN = STANDING + 1
SLOTS = UNSEEN + 1

_D = "definition"
_F = "engineering fit"
_CARRIED = (*HEAD_FIELDS, *QUALITY_FIELDS)


def row_of(component: int, where: str, count: int = CELLS) -> tuple[Field, ...]:
    """A slot for each cell of one component."""
    of = _CARRIED[component]
    return tuple(
        Field(f"{of.name} {where} {i + 1}", of.unit, 0.0, of.low, of.high, _D, "state")
        for i in range(count)
    )


def rows_of(components: tuple[int, ...], where: str, count: int = CELLS) -> tuple[Field, ...]:
    """The rows of several components, one after the other."""
    return tuple(field for one in components for field in row_of(one, where, count))


COLUMN_FIELDS: tuple[Field, ...] = (
    *_CARRIED,
    Field("upflow", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: the flow is turned, bottom to top"),
    Field("air in feed", "%", 0.0, 0.0, 100.0, _D, "input", meaning="of the flow; a fault"),
    Field("trap vent", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: the bubble trap is vented"),
    Field("blockage", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the top frit; a fault"),
    Field("turned", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 while it runs bottom to top"),
    Field("kept debris", "mL", 0.0, 0.0, 1e9, _D, "state", meaning="on top of the bed"),
    Field("air in bed", "L", 0.0, 0.0, 1e4, _D, "state"),
    Field("air in trap", "L", 0.0, 0.0, 1e4, _D, "state"),
    Field("disturbed", "", 0.0, 0.0, 1.0, _F, "state", meaning="part of the bed, until repacked"),
    Field("passed", "L", 0.0, 0.0, 1e12, _D, "state", meaning="through this column so far"),
    Field("passing", "L", 0.0, 0.0, 1e6, _D, "state", meaning="in this scan"),
    Field("loaded", "g", 0.0, 0.0, 1e9, _D, "state", meaning="product, since the last caustic"),
    Field("caustic", "", 0.0, 0.0, 1.0, _D, "state", meaning="1 while it is cleaned"),
    Field("cycles", "", 0.0, 0.0, 1e6, _D, "state", meaning="cleanings with caustic so far"),
    Field("next cell", "", 0.0, 0.0, float(CELLS), _D, "state", meaning="whose pH is due"),
    Field("UV", "AU", 0.0, 0.0, 1e6, "Pace 1995", "output", meaning="280 nm, after the column"),
    Field("conductivity", "mS/cm", 0.0, 0.0, 1e6, _D, "output", meaning="after the column"),
    Field("pH", "", 7.0, 0.0, 16.0, _D, "output", meaning="after the column"),
    Field("pressure drop", "bar", 0.0, 0.0, 1e9, "Blake-Kozeny", "output"),
    Field("flow", "L/h", 0.0, 0.0, 1e12, _D, "output"),
    Field("velocity", "cm/h", 0.0, 0.0, 1e12, _D, "output", meaning="of the flow, empty bed"),
    Field("column volumes", "", 0.0, 0.0, 1e12, _D, "output", meaning="passed, by bed volume"),
    Field("bound product", "g", 0.0, 0.0, 1e9, _D, "output", meaning="with aggregate"),
    Field("load", "g/L", 0.0, 0.0, 1e9, _D, "output", meaning="product given, by bed volume"),
    Field("trap level", "%", 100.0, 0.0, 100.0, _D, "output", meaning="liquid in the bubble trap"),
    Field("air seen", "%", 0.0, 0.0, 100.0, _D, "output", meaning="of what enters the bed"),
    Field("bad packing", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of the bed; a fault"),
    Field("packing test", "", 0.0, 0.0, 1.0, _D, "input", meaning="1: the peak is watched"),
    Field("tested", "L", 0.0, 0.0, 1e12, _D, "state", meaning="passed since the test began"),
    Field("conductivity before", "mS/cm", 0.0, 0.0, 1e6, _D, "state", meaning="the test"),
    Field("plates found", "1/m", 0.0, 0.0, 1e9, _D, "state", meaning="by the last packing test"),
    Field("asymmetry found", "", 0.0, 0.0, 1e3, _D, "state", meaning="by the last packing test"),
    *(Field(f"peak {i + 1}", "mS/cm", 0.0, 0.0, 1e6, _D, "state") for i in range(BINS)),
    Field("dispersion", "", 0.0, 0.0, 1e6, _D, "output", meaning="half a plate, in cells"),
    Field("channels", "", 0.0, 0.0, 1.0, _D, "output", meaning="share past half of the bed"),
    Field("floor", "", 0.0, -1e300, 0.0, _D, "output", meaning="least amount in a cell"),
)
"""What columns of every kind begin with: the head, then what all beds have."""

_HALF = "1 / K; by a colloidal isotherm ln Ke, then Bpp"

STATES: tuple[Field, ...] = (
    *COLUMN_FIELDS,
    Field("ligand on resin", "mg", 2e5, 0.0, 1e12, _F, "state", meaning="what binds the product"),
    Field("capacity left", "%", 100.0, 0.0, 100.0, _F, "output", meaning="of a new resin"),
    *(
        Field(
            f"{one} half filling {i + 1}",
            "g/L",
            0.0,
            0.0,
            1e12,
            _D,
            "output",
            meaning="1 / K, or ln Ke and Bpp",
        )
        for one in ("product", "aggregate")
        for i in range(CELLS)
    ),
    *(Field(f"work {i + 1}", "", 0.0, -1e300, 1e300, _D, "output") for i in range(2 * CELLS + 1)),
    *rows_of(LARGE[:2], "in cell"),
    *rows_of(LARGE[:2], "on beads"),
    *rows_of(LARGE[2:], "in cell"),
    *rows_of(LARGE[2:], "on beads"),
    *rows_of(SMALL, "in cell"),
    *rows_of(COARSE, "in tank", TANKS),
    Field("standing", "s", 0.0, 0.0, 1e4, _D, "state", meaning="since the beads last took or gave"),
    Field(
        "unseen", "", 1.0, 0.0, 1.0, _D, "state", meaning="1: liquid came since all pH was found"
    ),
)
"""One Field per slot."""

BED_VOLUME = 0
BED_HEIGHT = 1
POROSITY = 2
ALL_POROSITY = 3
BEAD = 4
PLATES = 5
PRESSURE_LIMIT = 6
PORE_POROSITY = 7
PORE_DIFFUSION = 8
TRANSFER = 9
PATH = 10
UV_LIMIT = 11
TRAP = 12
ABSORBANCE = 13
CAPACITY = 14
STRENGTH = 15
AGGREGATE_STRENGTH = 16
STEEPNESS = 17
BENDS = 18
LIGAND_DENSITY = 19
PARTITION = 20
SALT_OF_HALF = 21
ISOTHERM = 22

_B = "engineering fit: protein A on agarose"
_P = "D_pore fitted to a PrismA-like resin (NIIMBL hybrid model)"

COLUMN_PARAMETERS: tuple[Field, ...] = (
    Field("bed volume", "L", 20.0, 0.0001, 2000.0, _D),
    Field("bed height", "cm", 20.0, 0.5, 100.0, _F),
    Field("porosity", "", 0.34, 0.2, 0.6, _P, meaning="between the beads"),
    Field("pores and all", "", 0.9, 0.61, 0.98, _F, meaning="what ions reach, of the bed"),
    Field("bead diameter", "um", 60.0, 10.0, 500.0, _F),
    Field("plates", "1/m", 2000.0, 100.0, 20000.0, _F, meaning="of a well packed bed"),
    Field("pressure limit", "bar", 3.0, 0.1, 100.0, _F, meaning="the pump gives no more"),
    Field("pore porosity", "", 0.92, 0.1, 1.0, _P),
    Field("pore diffusivity", "um2/s", 1.54, 0.001, 1000.0, _P),
    Field(
        "mass transfer",
        "",
        0.0,
        0.0,
        1.0,
        "Glueckauf 1955; Hall 1966",
        "choice",
        choices=("shrinking core", "linear"),
    ),
    Field("UV path", "cm", 0.05, 0.001, 10.0, _F),
    Field("UV limit", "AU", 4.0, 0.1, 100.0, _F, meaning="what the detector can tell"),
    Field("bubble trap", "L", 0.5, 0.001, 100.0, _F),
    Field("product absorbance", "AU*L/g/cm", 1.4, 0.0, 100.0, "Pace 1995", meaning="at 280 nm"),
)
"""What columns of every kind have first."""

PARAMETERS: tuple[Field, ...] = (
    *COLUMN_PARAMETERS,
    Field("capacity", "g/L", 80.0, 0.01, 500.0, _B, meaning="product on new resin, by bed"),
    Field("strength", "L/g", 30.0, 0.001, 1e5, _B, meaning="Langmuir K at neutral pH"),
    Field("aggregate strength", "", 3.0, 0.001, 100.0, _F, meaning="K over that of the product"),
    Field("steepness", "", 2.0, 0.0, 10.0, _F, meaning="log10 K per unit of pH"),
    Field("bend", "", 5.4, 1.0, 9.0, _F, meaning="the pH below which K falls"),
    Field("ligand density", "g/L", 10.0, 0.01, 1000.0, _F, meaning="on new resin, by bed"),
    Field("partition", "", 0.7, 0.0, 1.0, _F, meaning="of antibody, from the liquid into pores"),
    Field("salt of half strength", "mM", 0.0, 0.0, 1e4, _F, meaning="0: salt is nothing to it"),
    Field(
        "isotherm",
        "",
        0.0,
        0.0,
        1.0,
        "Langmuir 1918; Xu and Lenhoff 2008",
        "choice",
        choices=("Langmuir", "colloidal"),
        meaning="colloidal: antibody on MabSelect PrismA",
    ),
)

_O = "engineering fit: oligo-dT on beads with through pores, 2-5 g of mRNA per L"
_OLIGO_DT = {
    "bed volume": 5.0,
    "bead diameter": 50.0,
    "pore diffusivity": 10.0,
    "mass transfer": 1.0,
    "product absorbance": 12.5,
    "capacity": 3.8,
    "aggregate strength": 0.1,
    "ligand density": 0.5,
    "partition": 0.3,
    "salt of half strength": 120.0,
}
OLIGO_DT_PARAMETERS: tuple[Field, ...] = tuple(
    replace(f, default=_OLIGO_DT[f.name], source=_O) if f.name in _OLIGO_DT else f
    for f in PARAMETERS
)
"""A bed of oligo-dT: salt holds what pH holds on protein A. Most pieces of RNA have no tail."""
