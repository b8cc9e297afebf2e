"""The parameters of a T cell reactor: those of a small bioreactor, then those of T cells.

Growth and death are what Duran-Villalobos et al. fitted to T cells in stirred 15 mL vessels. What
beads and a viral vector do is an engineering fit.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.bioreactor.parameters import LYMPHOCYTE
from simulator.equipment.therapy.vessel import COMMON, bench
from simulator.language.field import Field

L_GROWTH = COMMON
L_LAG_SHARE = COMMON + 1
L_DEATH = COMMON + 2
L_DEATH_HALF = COMMON + 3
L_STOP = COMMON + 4
L_STEEPNESS = COMMON + 5
L_GLUCOSE = COMMON + 6
L_UPTAKE = COMMON + 7
L_UPTAKE_GLUCOSE = COMMON + 8
L_STARVED = COMMON + 9
L_STARVED_GLUCOSE = COMMON + 10
L_LYSIS = COMMON + 11
L_LACTATE_YIELD = COMMON + 12
L_LACTATE_HALF = COMMON + 13
L_GLUTAMINE_UPTAKE = COMMON + 14
L_GLUTAMINE = COMMON + 15
L_AMMONIUM_YIELD = COMMON + 16
L_RESTING_DEATH = COMMON + 17
L_GENTLE_POWER = COMMON + 18
L_SHEAR = COMMON + 19
L_BEADS_USUAL = COMMON + 20
L_BEADS_MANY = COMMON + 21
L_OVERDRIVEN = COMMON + 22
L_ACTIVATION = COMMON + 23
L_BEAD_STRENGTH = COMMON + 24
L_VECTOR_STRENGTH = COMMON + 25
L_BINDING = COMMON + 26
L_VECTOR_LOSS = COMMON + 27
L_INTEGRATION = COMMON + 28

_F = "engineering fit"
_D = "Duran-Villalobos et al., logistic model of T cells with an inhibitor"

_OWN = {"specific oxygen uptake": 0.15, "pH optimum": 7.2}

LYMPHOCYTE_FIELDS: tuple[Field, ...] = (
    Field("T cell growth rate", "1/h", 0.02, 0.0, 0.1, _D, meaning="largest, after the lag"),
    Field("lag growth share", "", 0.2, 0.0, 1.0, _D, meaning="of growth during the lag"),
    Field("inhibited death rate", "1/h", 0.007, 0.0, 1.0, _D, meaning="at much inhibitor"),
    Field("inhibited death half", "1e6 cells*h/mL", 150.0, 0.1, 1e5, _D),
    Field("growth stop", "1e6 cells*h/mL", 95.26 + 48.0, 0.1, 1e5, _D, meaning="halves growth"),
    Field("growth stop steepness", "mL/1e6 cells/h", 0.111, 1e-4, 10.0, _D),
    Field("T cell glucose constant", "g/L", 2.71, 1e-4, 50.0, _D, meaning="of growth"),
    Field("T cell glucose uptake", "pg/cell/h", 50.0, 0.0, 1000.0, _D),
    Field("T cell uptake constant", "g/L", 0.2, 1e-4, 50.0, _D),
    Field("starved death rate", "1/h", 0.083, 0.0, 5.0, _D, meaning="per cell; see published"),
    Field("starved glucose", "g/L", 0.05, 0.0, 10.0, _D),
    Field("T cell lysis rate", "1/h", 0.01, 0.0, 1.0, _F, meaning="of dead cells"),
    Field("T cell lactate yield", "", 1.6, 0.0, 2.0, _F, meaning="mol/mol of glucose"),
    Field("T cell lactate half", "mM", 30.0, 1.0, 500.0, _F, meaning="halves growth"),
    Field("T cell glutamine uptake", "pmol/cell/h", 0.03, 0.0, 5.0, _F),
    Field("T cell glutamine constant", "mM", 0.3, 1e-4, 50.0, _F),
    Field("T cell ammonium yield", "", 0.8, 0.0, 2.0, _F, meaning="mol/mol of glutamine"),
    Field("resting death rate", "1/h", 0.004, 0.0, 1.0, _F, meaning="without activation"),
    Field("gentle power", "W/m3", 25.0, 0.1, 1e4, _F, meaning="beyond which stirring kills"),
    Field("stirring death rate", "1/h", 0.01, 0.0, 10.0, _F, meaning="at twice that power"),
    Field("beads for activation", "beads/cell", 1.0, 0.01, 100.0, _F),
    Field("beads too many", "beads/cell", 3.0, 0.01, 1000.0, _F),
    Field("overdriven death rate", "1/h", 0.004, 0.0, 1.0, _F, meaning="per bead a cell too many"),
    Field("activation rate", "1/h", 0.15, 0.0, 10.0, _F, meaning="with enough beads"),
    Field("bead strength", "1e6 beads/mL", 40.0, 0.01, 1e5, _F, meaning="in the bag"),
    Field("vector strength", "1e6 TU/mL", 100.0, 0.01, 1e6, _F, meaning="in the bag"),
    Field("vector binding", "mL/1e6 cells/h", 0.2, 0.0, 100.0, _F, meaning="to T cells"),
    Field("vector loss", "1/h", 0.1, 0.0, 10.0, _F, meaning="at 37 degC: half in 7 h"),
    Field("integration", "cells/TU", 0.5, 0.0, 1.0, _F, meaning="copies of what is bound"),
)


def _told(field: Field) -> Field:
    if field.name == "published":
        meaning = "starvation takes as many cells per mL whether they are few or many"
        return replace(field, source=_D, meaning=meaning)
    return field


PARAMETERS: tuple[Field, ...] = (
    *(_told(field) for field in bench(LYMPHOCYTE, "T cells", _OWN)),
    *LYMPHOCYTE_FIELDS,
)
"""One Field per slot of a T cell reactor's parameter block."""
