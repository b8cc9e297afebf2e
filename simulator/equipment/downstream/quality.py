"""The quality of a stream: what travels with the liquid through the whole of downstream.

These slots follow the head in the block of every downstream unit, in this order. Amounts are
extensive, as in the head. The product is the head's, as single molecules; aggregate comes on top
of it. Of a viral vector the product is what the last of these slots count. Upstream units know
nothing of most of them: their cells do. What a lysed cell lets go (protein, nucleic acid, debris)
becomes this quality in the first downstream unit that it reaches (:func:`release`), so that a
late or rough harvest is seen where it hurts.

Two viruses stand for the two that a process has to clear (ICH Q5A(R2)). Cells of the line carry
particles like a retrovirus: large, and with an envelope that acid breaks. A parvovirus, such as
the minute virus of mice that has got into cultures before, comes from outside: it is small, and
neither acid nor detergent harms it. What is removed by size alone is removed of both.
"""

from __future__ import annotations

from simulator.equipment.inventory import HEAD, LYSED
from simulator.equipment.vectors import VECTOR_FIELDS
from simulator.language.field import Field
from simulator.numerics.kernel import Floats, kernel

AGGREGATE = HEAD
HOST_CELL_PROTEIN = HEAD + 1
DNA = HEAD + 2
LIGAND = HEAD + 3
RETROVIRUS = HEAD + 4
PARVOVIRUS = HEAD + 5
BIOBURDEN = HEAD + 6
ENDOTOXIN = HEAD + 7
DEBRIS = HEAD + 8
SALT = HEAD + 9
TRIS = HEAD + 10
PHOSPHATE = HEAD + 11
FULL_CAPSIDS = HEAD + 12
EMPTY_CAPSIDS = HEAD + 13
FUNCTIONAL_VECTOR = HEAD + 14
VECTOR_PARTICLES = HEAD + 15
WIDTH = HEAD + 16
"""Number of slots that a block with this quality begins with."""

_D = "definition"

QUALITY_FIELDS: tuple[Field, ...] = (
    Field(
        "aggregate",
        "g",
        0.0,
        0.0,
        1e7,
        _D,
        "state",
        meaning="product in dimers; of RNA what is not whole",
    ),
    Field("host cell protein", "mg", 0.0, 0.0, 1e12, _D, "state"),
    Field("DNA", "mg", 0.0, 0.0, 1e10, _D, "state", meaning="of the host cell, or a template"),
    Field("leached ligand", "mg", 0.0, 0.0, 1e9, _D, "state", meaning="off the resin of a column"),
    Field("retrovirus", "1e6 IU", 0.0, 0.0, 1e15, _D, "state", meaning="enveloped, 100 nm"),
    Field("parvovirus", "1e6 IU", 0.0, 0.0, 1e15, _D, "state", meaning="no envelope, 20 nm"),
    Field("bioburden", "CFU", 0.0, 0.0, 1e15, _D, "state", meaning="colony-forming units"),
    Field("endotoxin", "EU", 0.0, 0.0, 1e15, _D, "state"),
    Field("debris", "mL", 0.0, 0.0, 1e9, _D, "state", meaning="fine solids of broken cells"),
    Field("salt", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="sodium chloride"),
    Field("tris", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="base and its ion together"),
    Field("phosphate", "mmol", 0.0, 0.0, 1e9, _D, "state", meaning="all its ions together"),
    *VECTOR_FIELDS,
)
"""One Field per slot from HEAD to WIDTH."""

PROTEIN_OF_CELL = 150.0
"""mg of soluble protein per 1e9 lysed cells: 150 pg a cell. Engineering fit within the 100-250 pg
that mammalian cells hold (Milo 2013, doi 10.1002/bies.201300066: 0.2 g/mL of cell volume)."""
DNA_OF_CELL = 6.6
"""mg of DNA per 1e9 lysed cells: the 6.6 pg of a diploid mammalian genome."""
DEBRIS_OF_CELL = 0.3
"""mL of fine solids per 1e9 lysed cells: a fifth of a cell of 14 um. Engineering fit."""


@kernel
def release(y: Floats, yb: int) -> None:
    """Turn lysed cells into the protein, DNA and debris that they have let go."""
    lysed = y[yb + LYSED]
    if lysed > 0.0:
        y[yb + HOST_CELL_PROTEIN] += PROTEIN_OF_CELL * lysed
        y[yb + DNA] += DNA_OF_CELL * lysed
        y[yb + DEBRIS] += DEBRIS_OF_CELL * lysed
        y[yb + LYSED] = 0.0
