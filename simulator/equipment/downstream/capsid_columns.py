"""Columns for capsids: one that captures them all, one that parts the full from the empty.

Both are columns as the others are, with capsids in the rows of what binds: full ones where an
affinity column or an ion exchanger has antibody, empty ones where it has aggregate. Antibody, of
which there is none with a vector, shares the coarse bed in their stead. So transport, binding by
Langmuir or by steric mass action, pressure, air, wear and packing are those of
:mod:`simulator.equipment.downstream.column` and :mod:`simulator.equipment.downstream.exchanger`.

Capacities are those that makers print: 1e13 capsids per mL and more of an affinity resin of camelid
ligands, 3e13 of an anion exchanger. That resin binds full and empty alike and lets them go below
pH 3. On the exchanger the genome makes a full capsid a little more acidic: it leaves at some eight
percent more salt. DNA that nuclease has left is in fragments, which hold less than whole chains.
Strengths, powers and retentions are engineering fits to that. The light that capsids and their
genome take at 280 nm is of J. M. Sommer et al., Mol. Ther. 7:122, 2003.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.equipment.downstream.column import binding_column
from simulator.equipment.downstream.column import treat as treat_in_column
from simulator.equipment.downstream.column_passage import AIR_UV, DNA_UV, PROTEIN_UV
from simulator.equipment.downstream.column_slots import ABSORBANCE, AIR_SEEN, PATH, UV, UV_LIMIT
from simulator.equipment.downstream.column_slots import PARAMETERS as AFFINITY_PARAMETERS
from simulator.equipment.downstream.column_slots import STATES as AFFINITY_STATES
from simulator.equipment.downstream.exchanger import exchange_column
from simulator.equipment.downstream.exchanger import treat as treat_in_exchanger
from simulator.equipment.downstream.exchanger_slots import STATES as EXCHANGER_STATES
from simulator.equipment.downstream.exchanger_slots import parameters
from simulator.equipment.downstream.quality import (
    AGGREGATE,
    DNA,
    EMPTY_CAPSIDS,
    FULL_CAPSIDS,
    HOST_CELL_PROTEIN,
    WIDTH,
)
from simulator.equipment.inventory import PRODUCT, VOLUME
from simulator.language.field import Field
from simulator.numerics.exact import clamp
from simulator.numerics.kernel import Floats, kernel

EMPTY_UV = 1.1e-5
FULL_UV = 3.8e-5
"""AU per cm and 1e12 capsids/L at 280 nm: 6.6e6 per M and cm of a capsid, 1.6e7 more of 4.7 kb."""


@kernel
def change_places(y: Floats, yb: int) -> None:
    """Let capsids and antibody change places in the head."""
    kept = y[yb + PRODUCT]
    y[yb + PRODUCT] = y[yb + FULL_CAPSIDS]
    y[yb + FULL_CAPSIDS] = kept
    kept = y[yb + AGGREGATE]
    y[yb + AGGREGATE] = y[yb + EMPTY_CAPSIDS]
    y[yb + EMPTY_CAPSIDS] = kept


@kernel
def see(y: Floats, p: Floats, yb: int, pb: int) -> None:
    """Write what the detector behind the column sees of capsids, protein and DNA."""
    litres = y[yb + VOLUME]
    if litres <= 0.0:
        return
    light = p[pb + ABSORBANCE] * y[yb + FULL_CAPSIDS] + EMPTY_UV * y[yb + EMPTY_CAPSIDS]
    light += 0.001 * (PROTEIN_UV * y[yb + HOST_CELL_PROTEIN] + DNA_UV * y[yb + DNA])
    seen = p[pb + PATH] * light / litres + AIR_UV * y[yb + AIR_SEEN]
    y[yb + UV] = clamp(seen, 0.0, p[pb + UV_LIMIT])


@kernel
def treat_in_capsid_column(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head pass a column that captures capsids."""
    change_places(y, yb)
    treat_in_column(y, p, yb, pb, dt)
    change_places(y, yb)
    see(y, p, yb, pb)


@kernel
def treat_in_capsid_exchanger(y: Floats, p: Floats, yb: int, pb: int, dt: float) -> None:
    """Let the head pass a column that parts full and empty capsids."""
    change_places(y, yb)
    treat_in_exchanger(y, p, yb, pb, dt)
    change_places(y, yb)
    see(y, p, yb, pb)


_D = "definition"
_F = "engineering fit"
_FULL = "1e12 vg"
_ALL = "1e12 vp"
_OTHERS: dict[str, tuple[str, str]] = {
    "loaded": ("loaded", _ALL),
    "bound product": ("bound capsids", _ALL),
    "load": ("load", f"{_ALL}/L"),
}
_SWAPPED = {
    "product": ("full capsids", _FULL),
    "aggregate": ("empty capsids", _ALL),
    "full capsids": ("product", "g"),
    "empty capsids": ("aggregate", "g"),
}


def _renamed(field: Field) -> Field:
    """Return a slot of a column as it is called where capsids take the rows of what binds."""
    if field.name in _OTHERS:
        name, unit = _OTHERS[field.name]
        return replace(field, name=name, unit=unit, meaning="capsids")
    if field.name == "UV":
        return replace(field, source="Sommer 2003")
    for old, (new, unit) in _SWAPPED.items():
        rest = field.name.removeprefix(f"{old} ")
        if rest != field.name:
            if rest.startswith("half filling"):
                return replace(field, name=f"{new} {rest}", unit="")
            return replace(field, name=f"{new} {rest}", unit=unit)
    return field


def with_capsids(states: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the slots of a column, with capsids in the rows of what binds."""
    return (*states[:WIDTH], *(_renamed(field) for field in states[WIDTH:]))


def _own(fields: tuple[Field, ...], given: dict[str, Field]) -> tuple[Field, ...]:
    """Return a table of parameters with some fields in the place of those of these names."""
    return tuple(given.get(field.name, field) for field in fields)


_BED = {
    "bed volume": Field("bed volume", "L", 4.0, 0.0001, 2000.0, _D),
    "bead diameter": Field("bead diameter", "um", 50.0, 10.0, 500.0, _F),
    "pore diffusivity": Field(
        "pore diffusivity", "um2/s", 1.5, 0.001, 1000.0, _F, meaning="of a capsid of 25 nm"
    ),
    "UV path": Field("UV path", "cm", 0.5, 0.001, 10.0, _F),
    "product absorbance": Field(
        "full absorbance", "", FULL_UV, 0.0, 1.0, "Sommer 2003", meaning="AU by cm and 1e12 vg/L"
    ),
}
_THROUGH = Field(
    "pore diffusivity", "um2/s", 6.0, 0.001, 1000.0, _F, meaning="with flow through wide pores"
)
_CAPTURE = {
    **_BED,
    "capacity": Field("capacity", f"{_ALL}/L", 1.2e4, 1.0, 1e6, _F, meaning="of new resin, by bed"),
    "strength": Field(
        "strength", "", 5.0, 1e-3, 1e5, _F, meaning="Langmuir K at neutral pH, L by 1e12 vp"
    ),
    "aggregate strength": Field(
        "empty strength", "", 1.0, 0.1, 100.0, _F, meaning="K of empty capsids over that of full"
    ),
    "bend": Field("bend", "", 4.9, 1.0, 9.0, _F, meaning="the pH below which K falls"),
    "partition": Field(
        "partition", "", 0.1, 0.0, 1.0, _F, meaning="of capsids, from the liquid into pores"
    ),
}
CAPSID_AFFINITY_COLUMN = binding_column(
    "capsid affinity column",
    "a packed bed that binds capsids of AAV, full and empty, and lets them go in acid",
    _own(AFFINITY_PARAMETERS, _CAPTURE),
    with_capsids(AFFINITY_STATES),
)

_SHADE = "sites of a molecule"
_PARTING = {
    **_BED,
    "resting step": Field(
        "resting step", "s", 10.0, 0.0, 3600.0, _D, meaning="of a bed at rest; 0: each scan"
    ),
    "pore diffusivity": _THROUGH,
    "product power": Field("full power", "", 12.0, 0.1, 14.0, _F, meaning="sites taken"),
    "product shade": Field("full shade", "", 3e6, 0.0, 1e8, _F, meaning=_SHADE),
    "aggregate power": Field("empty power", "", 12.0, 0.1, 14.0, _F, meaning="sites taken"),
    "aggregate shade": Field("empty shade", "", 3e6, 0.0, 1e8, _F, meaning=_SHADE),
    "product mass": Field(
        "full mass", f"{_FULL}/mmol", 6.022e8, 1e8, 1e10, "Avogadro", meaning="in a mmol"
    ),
    "aggregate mass": Field(
        "empty mass", f"{_ALL}/mmol", 6.022e8, 1e8, 1e10, "Avogadro", meaning="in a mmol"
    ),
}


def _parting(field: Field) -> Field:
    """Return a parameter of an exchanger as it is called where it parts capsids."""
    for old, new in (("product", "full"), ("aggregate", "empty")):
        if field.name.startswith(f"{old} "):
            return replace(field, name=field.name.replace(old, new, 1))
    return field


CAPSID_EXCHANGE_COLUMN = exchange_column(
    "capsid exchange column",
    "a packed bed of anion exchanger on which salt parts full capsids of AAV from empty ones",
    tuple(
        _parting(field)
        for field in _own(
            parameters(
                150.0,
                9.0,
                {
                    "product": (12.0, 1.0, 0.8, 100.0),
                    "aggregate": (12.0, 0.4, 0.8, 100.0),
                    "acidic protein": (5.0, 30.0, 0.8, 20.0),
                    "basic protein": (3.0, 0.5, 0.8, 20.0),
                    "DNA": (6.0, 10.0, 0.5),
                    "leached ligand": (4.0, 5.0, 0.8),
                    "retrovirus": (6.0, 300.0, 0.8),
                    "parvovirus": (12.0, 1.0, 0.8),
                    "endotoxin": (8.0, 1e4, 0.5),
                },
            ),
            _PARTING,
        )
    ),
    with_capsids(EXCHANGER_STATES),
)
