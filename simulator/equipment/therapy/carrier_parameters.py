"""The parameters of a microcarrier reactor: those of a small bioreactor, then cells and beads.

Metabolism and inhibition of human stromal cells are those of Schop et al. (2009); the speed that
just suspends beads is Zwietering's (1958). The rest is an engineering fit.
"""

from __future__ import annotations

from simulator.equipment.bioreactor.parameters import STROMA
from simulator.equipment.therapy.vessel import COMMON, bench
from simulator.language.field import Field

C_GROWTH = COMMON
C_PER_AREA = COMMON + 1
C_AREA = COMMON + 2
C_ATTACHMENT = COMMON + 3
C_LACTATE = COMMON + 4
C_AMMONIUM = COMMON + 5
C_UPTAKE = COMMON + 6
C_GLUCOSE = COMMON + 7
C_LACTATE_YIELD = COMMON + 8
C_GLUTAMINE_UPTAKE = COMMON + 9
C_GLUTAMINE = COMMON + 10
C_AMMONIUM_YIELD = COMMON + 11
C_DEATH = COMMON + 12
C_STARVED = COMMON + 13
C_LOOSE_DEATH = COMMON + 14
C_LYSIS = COMMON + 15
C_BRIDGING = COMMON + 16
C_SIZE = COMMON + 17
C_DENSITY = COMMON + 18
C_SUSPENSION = COMMON + 19
C_SETTLING = COMMON + 20
C_SETTLED_DEATH = COMMON + 21
C_EDDY = COMMON + 22
C_SHEAR = COMMON + 23
C_BEAD_STRENGTH = COMMON + 24
C_ENZYME_STRENGTH = COMMON + 25
C_DETACHMENT = COMMON + 26
C_ENZYME_HALF = COMMON + 27
C_ENZYME_BOUND = COMMON + 28
C_ENZYME_LOSS = COMMON + 29
C_ENZYME_DEATH = COMMON + 30

_F = "engineering fit"
_S = "Schop et al. 2009, J Tissue Eng Regen Med 3:337"
_B = "van Boxtel et al., doubling in 17 to 32 h"
_Z = "Zwietering 1958, Chem Eng Sci 8:244"

_OWN = {"specific oxygen uptake": 0.1, "pH optimum": 7.3}

CARRIER_FIELDS: tuple[Field, ...] = (
    Field("stromal growth rate", "1/h", 0.0289, 0.0, 0.2, _B, meaning="largest, on a bare bead"),
    Field("cells per area", "cells/cm2", 1e5, 1e3, 1e6, _F, meaning="when a bead is full"),
    Field("bead area", "cm2/g", 4400.0, 10.0, 20000.0, "Cytodex 1: 4400; solid beads 360"),
    Field("attachment rate", "1/h", 0.35, 0.0, 10.0, _F, meaning="0.2 to 0.5"),
    Field("stromal lactate half", "mM", 35.4, 0.1, 1000.0, _S, meaning="halves growth"),
    Field("stromal ammonium half", "mM", 2.4, 0.01, 1000.0, _S, meaning="halves growth"),
    Field("stromal glucose uptake", "pmol/cell/d", 9.2, 0.0, 200.0, _S),
    Field("stromal glucose constant", "mM", 0.4, 1e-4, 50.0, _F),
    Field("stromal lactate yield", "", 2.0, 0.0, 2.0, _S, meaning="mol/mol of glucose"),
    Field("stromal glutamine uptake", "pmol/cell/d", 1.2, 0.0, 200.0, _F),
    Field("stromal glutamine constant", "mM", 0.3, 1e-4, 50.0, _F),
    Field("stromal ammonium yield", "", 0.8, 0.0, 2.0, _F, meaning="mol/mol of glutamine"),
    Field("stromal death rate", "1/h", 0.001, 0.0, 1.0, _F, meaning="on a bead"),
    Field("stromal starved death", "1/h", 0.03, 0.0, 5.0, _F, meaning="without glucose"),
    Field("loose death rate", "1/h", 0.03, 0.0, 1.0, _F, meaning="of cells on no bead"),
    Field("stromal lysis rate", "1/h", 0.01, 0.0, 1.0, _F, meaning="of dead cells"),
    Field("bridging rate", "1/h", 0.06, 0.0, 10.0, _F, meaning="at which new beads are reached"),
    Field("bead size", "um", 180.0, 20.0, 2000.0, "Cytodex 1: 147 to 248"),
    Field("bead density", "kg/L", 1.03, 1.001, 3.0, "Cytodex 1 in saline"),
    Field("suspension constant", "", 4.5, 0.5, 20.0, _Z, meaning="of impeller and vessel; a fit"),
    Field("settling time", "min", 2.0, 0.1, 1000.0, _F, meaning="time constant, up and down"),
    Field("settled death rate", "1/h", 0.03, 0.0, 5.0, _F, meaning="on beads that lie still"),
    Field("smallest eddy", "", 0.5, 0.01, 10.0, _F, meaning="of a bead's size; smaller ones harm"),
    Field("stirring death", "1/h", 0.02, 0.0, 10.0, _F, meaning="at eddies 4/5 of that"),
    Field("slurry strength", "g/L", 30.0, 0.1, 1000.0, _F, meaning="dry beads in the bag"),
    Field("enzyme strength", "g/L", 25.0, 0.1, 1000.0, _F, meaning="2.5 % trypsin in the bag"),
    Field("detachment rate", "1/h", 8.0, 0.0, 100.0, _F, meaning="at much enzyme, beads stirred"),
    Field("enzyme half", "g/L", 0.3, 1e-3, 100.0, _F, meaning="halves detachment"),
    Field("enzyme bound", "g/L", 0.6, 0.0, 100.0, _F, meaning="that the medium takes away"),
    Field("enzyme loss", "1/h", 0.5, 0.0, 10.0, _F, meaning="of activity"),
    Field("enzyme death rate", "1/h", 0.12, 0.0, 10.0, _F, meaning="at much enzyme"),
)

PARAMETERS: tuple[Field, ...] = (*bench(STROMA, "stromal cells on beads", _OWN), *CARRIER_FIELDS)
"""One Field per slot of a microcarrier reactor's parameter block."""
