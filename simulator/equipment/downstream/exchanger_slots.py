"""What a column of ion exchanger holds and is: its slots in the plant's arrays, by name.

It begins as every column does (:mod:`column_slots`), its parameters too. Product, aggregate and
two sorts of host cell protein compete for the sites of the resin, in a block of rows as
:mod:`mass_action` has it; DNA, ligand, viruses and endotoxin, of which there is little, take what
the others leave. Sodium chloride is the salt that is exchanged; all other ions press as it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.equipment.downstream.column_slots import (
    CELLS,
    COLUMN_FIELDS,
    COLUMN_PARAMETERS,
    SHAPE_AT,
    SMALL,
    TANKS,
    rows_of,
)
from simulator.equipment.downstream.column_transport import SHAPE
from simulator.equipment.downstream.mass_action import SINGLE_ROWS, TABLES, WIDTH_OF_TABLES
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    DNA,
    ENDOTOXIN,
    HOST_CELL_PROTEIN,
    LIGAND,
    PARVOVIRUS,
    RETROVIRUS,
    SALT,
    WIDTH,
)
from simulator.equipment.inventory import FIRST_COMPONENT, PRODUCT
from simulator.language.field import Field

KINDS = 4
"""Product, aggregate, acidic and basic host cell protein."""
TRACES: tuple[int, ...] = (DNA, LIGAND, RETROVIRUS, PARVOVIRUS, ENDOTOXIN)
OTHER_IONS: tuple[int, ...] = tuple(c for c in SMALL if c != SALT)
_ROWS = (PRODUCT, AGGREGATE, HOST_CELL_PROTEIN, *TRACES, *SMALL)
COARSE: tuple[int, ...] = tuple(c for c in range(FIRST_COMPONENT, WIDTH) if c not in _ROWS)

WORK = SHAPE_AT + SHAPE
"""y: slots that are free to be written: faces, or a vessel of one cell's liquid."""
BLOCK = WORK + 2 * CELLS + 1
"""y: the block of :mod:`mass_action`: header, tables, rows."""
LIQUID = BLOCK + TABLES + WIDTH_OF_TABLES * KINDS
BEADS = LIQUID + (KINDS + 1) * CELLS
BEGINNING = BEADS + (KINDS + 1) * CELLS
STANDING = BEGINNING
"""y: between two steps of a bed at rest a slot of work counts the seconds since the first."""
SINGLES = BEGINNING + (KINDS + 1) * CELLS + 2 * KINDS * CELLS
LOOSE = SINGLES + SINGLE_ROWS * CELLS
"""y: rows of TRACES in the liquid."""
HELD = LOOSE + len(TRACES) * CELLS
"""y: rows of TRACES on the beads."""
IONS = HELD + len(TRACES) * CELLS
"""y: rows of OTHER_IONS."""
TANK = IONS + len(OTHER_IONS) * CELLS
"""y: TANKS slots for each of COARSE."""

_D = "definition"
_F = "engineering fit"
COMPETING = ("product", "aggregate", "acidic protein", "basic protein")
TRACE_NAMES = ("DNA", "leached ligand", "retrovirus", "parvovirus", "endotoxin")


def _work(name: str, count: int) -> tuple[Field, ...]:
    """Slots that hold nothing of their own: they are written before they are read."""
    return tuple(
        Field(f"{name} {i + 1}", "", 0.0, -1e300, 1e300, _D, "output") for i in range(count)
    )


def _held(where: str) -> tuple[Field, ...]:
    """Rows of what competes, and of the salt."""
    units = ("g", "g", "mg", "mg", "mmol")
    return tuple(
        Field(f"{name} {where} {i + 1}", unit, 0.0, 0.0, 1e12, _D, "state")
        for name, unit in zip((*COMPETING, "salt"), units, strict=True)
        for i in range(CELLS)
    )


STATES: tuple[Field, ...] = (
    *COLUMN_FIELDS,
    *_work("work", 2 * CELLS + 1),
    *_work("header", TABLES + WIDTH_OF_TABLES * KINDS),
    *_held("in cell"),
    *_held("on beads"),
    *_work("beginning", (KINDS + 1) * CELLS),
    *_work("bound before", KINDS * CELLS),
    *_work("binding", KINDS * CELLS),
    *(
        Field(f"ratio {i + 1}", "", 1.0, 0.0, 1e9, _D, "state", meaning="free sites over salt")
        for i in range(CELLS)
    ),
    *(
        Field(f"acidity above {i + 1}", "", 0.0, -2.5, 2.5, _D, "output", meaning="the reference")
        for i in range(CELLS)
    ),
    *(
        Field(f"other salt {i + 1}", "mmol", 0.0, 0.0, 1e9, _D, "output", meaning="as so much")
        for i in range(CELLS)
    ),
    *_work("single", (SINGLE_ROWS - 3) * CELLS),
    *rows_of(TRACES, "in cell"),
    *rows_of(TRACES, "on beads"),
    *rows_of(OTHER_IONS, "in cell"),
    *rows_of(COARSE, "in tank", TANKS),
)
"""One Field per slot."""

SITES_OF_BED = len(COLUMN_PARAMETERS)
REFERENCE = SITES_OF_BED + 1
ACIDIC_SHARE = SITES_OF_BED + 2
FIRST_BINDING = SITES_OF_BED + 3
"""p: four numbers of each that competes, then three of each trace."""
FIRST_TRACE = FIRST_BINDING + 4 * KINDS
FIRST_MASS = FIRST_TRACE + 3 * len(TRACES)
"""p: what a mmol of product is, and of aggregate."""
BINDERS = 2
"""Those of KINDS that have such a number: the first."""
RESTING_STEP = FIRST_MASS + BINDERS
POWER_OF = 0
RETENTION_OF = 1
TILT_OF = 2
SHADE_OF = 3


def _binding(name: str, numbers: tuple[float, ...]) -> tuple[Field, ...]:
    """The parameters of one that binds: power, retention, tilt, and for some what it shades."""
    power, retention, tilt, *shades = numbers
    at = "bound over unbound at 100 mM and the reference pH"
    return (
        Field(f"{name} power", "", power, 0.1, 14.0, _F, meaning="sites taken by a molecule"),
        Field(f"{name} retention", "", retention, 1e-9, 1e12, _F, meaning=at),
        Field(f"{name} tilt", "", tilt, -6.0, 6.0, _F, meaning="log10 of it by unit of pH"),
        *(
            Field(f"{name} shade", "", shade, 0.0, 1000.0, _F, meaning="sites of a molecule")
            for shade in shades
        ),
    )


def parameters(
    sites: float, reference: float, binds: Mapping[str, tuple[float, ...]]
) -> tuple[Field, ...]:
    """Return the parameters of a column: those of all columns, then sites and what binds how.

    Args:
        sites: mmol per L of bed.
        reference: the pH at which retention is told.
        binds: power, retention at 100 mM, tilt and shade of each of COMPETING; the first three of
            each of TRACE_NAMES.
    """
    own = {"pore diffusivity": (8.0, _F), "mass transfer": (1.0, COLUMN_PARAMETERS[9].source)}
    return (
        *(
            replace(field, default=own[field.name][0], source=own[field.name][1])
            if field.name in own
            else field
            for field in COLUMN_PARAMETERS
        ),
        Field("sites", "mM", sites, 1.0, 1000.0, _F, meaning="of the resin, by bed"),
        Field("reference pH", "", reference, 1.0, 14.0, _F, meaning="of the retentions"),
        Field("acidic share", "", 0.6, 0.0, 1.0, _F, meaning="of host cell protein"),
        *(one for name in (*COMPETING, *TRACE_NAMES) for one in _binding(name, binds[name])),
        Field("product mass", "g/mmol", 148.0, 10.0, 1e4, "definition", meaning="an antibody"),
        Field("aggregate mass", "g/mmol", 296.0, 10.0, 1e4, "definition", meaning="its dimer"),
        Field("resting step", "s", 0.0, 0.0, 3600.0, _D, meaning="of a bed at rest; 0: each scan"),
    )
