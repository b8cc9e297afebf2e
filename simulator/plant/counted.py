"""What the laboratory can tell of a unit: all that the unit shows, and what is counted in a litre.

A unit holds an amount of microbes and shows it nowhere; on a plate it is counted in a volume.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.language.field import Field

BIOBURDEN = "bioburden"
COUNTED = Field(
    "bioburden concentration", "CFU/L", 0.0, 0.0, 1e12, "definition", meaning="counted on plates"
)
"""Microbes in a litre: of every unit that holds an amount of them."""


def tellable(states: Sequence[Field]) -> tuple[Field, ...]:
    """Return what an analysis may read of a unit with these states."""
    counted = any(field.name == BIOBURDEN for field in states)
    return (*states, COUNTED) if counted else tuple(states)
