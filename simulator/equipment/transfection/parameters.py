"""The parameters of a transfection reactor: those of a bioreactor, then those of the vector.

Vessel, gas, heat, foam and the metabolism of the cells lie where a bioreactor has them. The numbers
of AAV are those that Nguyen et al. fitted, per living cell and hour; lentivirus is lumped.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.bioreactor.parameters import KIDNEY
from simulator.equipment.bioreactor.parameters import PARAMETERS as CELL_PARAMETERS
from simulator.equipment.vectors import DECAY, PARTICLES_PER_UNIT
from simulator.language.field import Field

T_CROWDING = len(CELL_PARAMETERS)
T_MOST_CELLS = T_CROWDING + 1
T_UPTAKE = T_CROWDING + 2
T_ESCAPE = T_CROWDING + 3
T_ENTRY = T_CROWDING + 4
T_PLASMID_LOSS = T_CROWDING + 5
T_REP = T_CROWDING + 6
T_CAP = T_CROWDING + 7
T_REP_LOSS = T_CROWDING + 8
T_CAP_LOSS = T_CROWDING + 9
T_GENOME = T_CROWDING + 10
T_BLOCK = T_CROWDING + 11
T_ASSEMBLY = T_CROWDING + 12
T_BINDING = T_CROWDING + 13
T_PACKING = T_CROWDING + 14
T_SECRETION = T_CROWDING + 15
T_COMPLEX_LOSS = T_CROWDING + 16
T_USUAL_DOSE = T_CROWDING + 17
T_TOXICITY = T_CROWDING + 18
T_SIZE = T_CROWDING + 19
T_STRENGTH = T_CROWDING + 20
T_RIPENING = T_CROWDING + 21
T_CLUMPING = T_CROWDING + 22
T_BAG = T_CROWDING + 23
T_CROWDED = T_CROWDING + 24
T_VECTOR = T_CROWDING + 25
T_USUAL_UPTAKE = T_CROWDING + 26
T_BUDDING = T_CROWDING + 27
T_BUDDING_BEGIN = T_CROWDING + 28
T_BUDDING_END = T_CROWDING + 29
T_BUDDING_RAMP = T_CROWDING + 30
T_PARTICLES = T_CROWDING + 31
T_BURDEN = T_CROWDING + 32
T_ENVELOPE = T_CROWDING + 33
T_DECAY = T_CROWDING + 34

AAV = 0
"""Position of ``AAV`` among the vectors."""
LENTIVIRUS = 1
"""Position of ``lentivirus`` among the vectors."""

_D = "definition"
_F = "engineering fit"
_N = "Nguyen et al. 2021, Mol Ther Methods Clin Dev 21:642"
_H = "HEK293: " + _F
_L = "engineering fit to a titre in suspension, doi 10.1080/21655979.2021.1931644"

_HUMAN = {
    "culture": float(KIDNEY),
    "moller growth rate": 0.049428,
    "moller death rate": 0.02,
    "temperature optimum": 37.0,
    "pH optimum": 7.1,
    "specific productivity": 0.0,
    "shift productivity": 1.0,
    "specific oxygen uptake": 0.2,
    "moller glucose uptake": 0.15,
    "moller glutamine uptake": 0.03,
    "moller lactate yield": 0.1,
}
"""What differs from the bioreactor's own: a human cell that makes a vector, not an antibody."""


def _human(field: Field) -> Field:
    if field.name not in (*_HUMAN, "published"):
        return field
    if field.name == "culture":
        value = _HUMAN[field.name]
        return Field("human", "", value, value, value, _D, meaning="a mark of HEK293 cells")
    if field.name == "published":
        return replace(field, source=_N, meaning="what Rep has bound is not thinned by growth")
    value = _HUMAN[field.name]
    source = _N if field.name == "moller growth rate" else _H
    return replace(field, default=value, source=source)


VECTOR_FIELDS: tuple[Field, ...] = (
    Field("crowding", "1/h", 0.01128125, 0.0, 0.2, _N, meaning="growth lost near the most cells"),
    Field(
        "most cells",
        "1e6 cells/mL",
        1.0 + 0.049427958 / 0.01128125,
        0.1,
        100.0,
        _N,
        meaning="density at which growth ends",
    ),
    Field("plasmid uptake", "1/h", 1.18884e-3, 0.0, 10.0, _N, meaning="k_1"),
    Field("endosome escape", "1/h", 0.6, 0.0, 100.0, _N, meaning="k_2"),
    Field("nuclear entry", "1/h", 4.3e-3, 0.0, 10.0, _N, meaning="k_3"),
    Field("plasmid loss", "1/h", 1.95e-2, 0.0, 10.0, _N, meaning="k_4"),
    Field("Rep synthesis", "1/h", 64891.157, 0.0, 1e7, _N, meaning="per pair of plasmids"),
    Field("capsid protein synthesis", "1/h", 64891.157, 0.0, 1e7, _N, meaning="per pair likewise"),
    Field("Rep loss", "1/h", 0.0245, 0.0, 10.0, _N),
    Field("capsid protein loss", "1/h", 0.2773, 0.0, 10.0, _N),
    Field("genome synthesis", "1/h", 3.098966e-7, 0.0, 1.0, _N, meaning="per Rep, plasmid, helper"),
    Field("Rep blocking", "1/h", 3.382901e-5, 0.0, 1.0, _N, meaning="of plasmid RC by Rep"),
    Field("capsid assembly", "1/h", 1e5, 1.0, 1e7, _N, meaning="at once in effect"),
    Field("capsid binding", "1/h", 5.6978994e-3, 0.0, 10.0, _N, meaning="of Rep and empty capsid"),
    Field("packing", "1/h", 8.1784374e-2, 0.0, 10.0, _N, meaning="of a genome into a capsid"),
    Field("secretion", "1/h", 1e5, 1.0, 1e7, _N, meaning="at once in effect"),
    Field("complex loss", "1/h", 0.16, 0.0, 10.0, _F, meaning="0 with a change of medium at 6 h"),
    Field("usual dose", "", 7.6e4, 1.0, 1e9, _N, meaning="copies of each plasmid per cell"),
    Field("complex toxicity", "1/h", 0.006, 0.0, 1.0, _F, meaning="death rate at the usual dose"),
    Field("plasmid size", "pg", 2.7e-5, 1e-7, 1e-2, _F, meaning="one copy of each of the three"),
    Field("mix strength", "mg/L", 45.0, 0.0, 1e4, _F, meaning="DNA in the fresh mix"),
    Field("complexing", "1/h", 10.0, 0.0, 1000.0, _F, meaning="of DNA with PEI"),
    Field("clumping", "1/h", 1.0, 0.0, 1000.0, _F, meaning="of complexes that wait"),
    Field("mix bag", "L", 100.0, 1e-3, 3000.0, _F, meaning="what fits in the bag"),
    Field(
        "crowded uptake",
        "1e6 cells/mL",
        3.0,
        0.1,
        1e4,
        _F,
        meaning="density that halves uptake: the cell density effect",
    ),
    Field("vector", "", 0.0, 0.0, 1.0, _D, "choice", ("AAV", "lentivirus"), "what is made"),
    Field("usual uptake", "", 420.0, 1.0, 1e9, _F, meaning="copies per cell of the usual dose"),
    Field("budding rate", "1/h", 0.66, 0.0, 100.0, _L, meaning="TU per living cell, usual uptake"),
    Field("budding begin", "h", 24.0, 0.0, 500.0, _F, meaning="after transfection"),
    Field("budding end", "h", 72.0, 0.0, 1000.0, _F, meaning="after transfection"),
    Field("budding ramp", "h", 8.0, 0.01, 100.0, _F, meaning="in which budding begins, and ends"),
    Field("particles per TU", "", PARTICLES_PER_UNIT, 1.0, 1e6, _F, meaning="of new vector"),
    Field("growth burden", "", 0.8, 0.0, 1.0, _F, meaning="growth lost by cells that bud"),
    Field("envelope toxicity", "1/h", 0.003, 0.0, 1.0, _F, meaning="death rate, usual uptake"),
    DECAY,
)

PARAMETERS: tuple[Field, ...] = (
    *(_human(field) for field in CELL_PARAMETERS),
    *VECTOR_FIELDS,
)
"""One Field per slot of a transfection reactor's parameter block."""
