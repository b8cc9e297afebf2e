"""The slots of a microcarrier reactor's block: those of a bioreactor, then bags, beads and cells.

Cells on beads and the beads themselves stay when liquid is taken: a sieve holds the beads back.
What the head counts as viable are the loose cells; the densities shown are of all living ones.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.states import SLOTS
from simulator.equipment.bioreactor.states import STATES as CELL_STATES
from simulator.language.field import Field

BEAD_FLOW = SLOTS
ENZYME_FLOW = SLOTS + 1

BEAD_BAG = SLOTS + 2
ENZYME_BAG = SLOTS + 3
BEADS = SLOTS + 4
ATTACHED = SLOTS + 5
REACHED = SLOTS + 6
SETTLED = SLOTS + 7
ENZYME = SLOTS + 8

LOOSE_DENSITY = SLOTS + 9
ATTACHED_DENSITY = SLOTS + 10
PER_AREA = SLOTS + 11
CONFLUENCE = SLOTS + 12
BEAD_LEVEL = SLOTS + 13
ENZYME_LEVEL = SLOTS + 14
SUSPENDED = SLOTS + 15
SUSPENSION_SPEED = SLOTS + 16
EDDY_SIZE = SLOTS + 17
LOOSE_DEATH = SLOTS + 18
BORN = SLOTS + 19

_D = "definition"
_F = "engineering fit"

CARRIER_STATES: tuple[Field, ...] = (
    Field("bead flow", "mL/min", 0.0, 0.0, 1000.0, _D, "input", meaning="slurry from its bag"),
    Field("enzyme flow", "mL/min", 0.0, 0.0, 1000.0, _D, "input", meaning="from its bag"),
    Field("bead bag", "mL", 0.0, 0.0, 1e4, _D, "state", meaning="slurry of sterile beads"),
    Field("enzyme bag", "mL", 0.0, 0.0, 1e4, _D, "state", meaning="detaching enzyme"),
    Field("beads", "g", 0.0, 0.0, 1e6, _D, "state", meaning="dry, in the culture"),
    Field("attached", "1e9 cells", 0.0, 0.0, 1e10, _D, "state", meaning="living, on beads"),
    Field("reached area", "cm2", 0.0, 0.0, 1e11, _F, "state", meaning="of beads with cells"),
    Field("settled", "", 0.0, 0.0, 1.0, _F, "state", meaning="share of the beads"),
    Field("enzyme", "g", 0.0, 0.0, 1e6, _F, "state", meaning="active, in the culture"),
    Field("loose density", "1e6 cells/mL", 0.0, 0.0, 1e16, _D, "output", meaning="on no bead"),
    Field("attached density", "1e6 cells/mL", 0.0, 0.0, 1e16, _D, "output", meaning="on beads"),
    Field("attached per area", "cells/cm2", 0.0, 0.0, 1e22, _D, "output", meaning="of all beads"),
    Field("confluence", "%", 0.0, 0.0, 1e20, _D, "output", meaning="of the beads reached"),
    Field("bead concentration", "g/L", 0.0, 0.0, 1e12, _D, "output", meaning="dry"),
    Field("enzyme concentration", "g/L", 0.0, 0.0, 1e12, _D, "output", meaning="active"),
    Field("suspended beads", "%", 100.0, 0.0, 100.0, _F, "output", meaning="of all beads"),
    Field("suspension speed", "rpm", 0.0, 0.0, 1e9, "Zwietering 1958", "output"),
    Field("smallest eddies", "um", 1000.0, 0.0, 1000.0, "Kolmogorov", "output"),
    Field("loose death", "1/h", 0.0, 0.0, 10.0, _F, "output", meaning="of cells on no bead"),
    Field("birth rate", "1e9 cells/h", 0.0, 0.0, 1e12, _D, "output", meaning="in the vessel"),
)

STATES: tuple[Field, ...] = (*CELL_STATES, *CARRIER_STATES)
"""One Field per slot of a microcarrier reactor's block."""
