"""The slots of a T cell reactor's block: those of a bioreactor, then bags, beads and vector.

Beads stay in the vessel when liquid is taken: a magnet or a membrane holds them back. Copies of the
vector are in the cells and go with them; the share of CAR T cells in a harvest is what it was here.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import SLOTS
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.language.field import Field

BEAD_FLOW = SLOTS
VECTOR_FLOW = SLOTS + 1

BEAD_BAG = SLOTS + 2
VECTOR_BAG = SLOTS + 3
BEADS = SLOTS + 4
ACTIVATION = SLOTS + 5
LAG = SLOTS + 6
VECTOR = SLOTS + 7
GIVEN_VECTOR = SLOTS + 8
MULTIPLICITY = SLOTS + 9
COPIES = SLOTS + 10

INHIBITOR_LEVEL = SLOTS + 11
BEAD_RATIO = SLOTS + 12
CAR_SHARE = SLOTS + 13
CAR_DENSITY = SLOTS + 14
CAR_CELLS = SLOTS + 15
CAR_COPIES = SLOTS + 16

_D = "definition"
_F = "engineering fit"
_V = "Duran-Villalobos et al."

LYMPHOCYTE_STATES: tuple[Field, ...] = (
    Field("bead flow", "mL/min", 0.0, 0.0, 1000.0, _D, "input", meaning="from its bag"),
    Field("vector flow", "mL/min", 0.0, 0.0, 1000.0, _D, "input", meaning="from its bag"),
    Field("bead bag", "mL", 0.0, 0.0, 1e4, _D, "state", meaning="suspension of activating beads"),
    Field("vector bag", "mL", 0.0, 0.0, 1e4, _D, "state", meaning="thawed viral vector"),
    Field("beads", "1e9 beads", 0.0, 0.0, 1e9, _D, "state", meaning="in the culture"),
    Field("activation", "", 0.0, 0.0, 1.0, _F, "state", meaning="share of the cells"),
    Field("lag", "1e6 cells*h/mL", 24.0, 0.0, 1e4, _V, "state", meaning="that is left"),
    Field("free vector", "1e9 TU", 0.0, 0.0, 1e9, _F, "state", meaning="in the culture"),
    Field("given vector", "1e9 TU", 0.0, 0.0, 1e12, _D, "state", meaning="so far"),
    Field("MOI", "TU/cell", 0.0, 0.0, 1e12, _D, "state", meaning="multiplicity of infection"),
    Field("copies per cell", "", 0.0, 0.0, 1e12, _F, "state", meaning="mean of all cells"),
    Field("inhibitor concentration", "1e6 cells*h/mL", 0.0, 0.0, 1e18, _V, "output"),
    Field("beads per cell", "beads/cell", 0.0, 0.0, 1e18, _D, "output"),
    Field("CAR share", "%", 0.0, 0.0, 100.0, "Poisson", "output", meaning="of the living cells"),
    Field("CAR density", "1e6 cells/mL", 0.0, 0.0, 1e7, _D, "output", meaning="living CAR T cells"),
    Field("CAR cells", "1e6 cells", 0.0, 0.0, 1e14, _D, "output", meaning="living, in the vessel"),
    Field("copies per CAR cell", "", 0.0, 0.0, 1e12, "Poisson", "output"),
)

STATES: tuple[Field, ...] = (*CELL_STATES, *LYMPHOCYTE_STATES)
"""One Field per slot of a T cell reactor's block."""
