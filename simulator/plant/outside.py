"""What units that make a utility bring into a balance of water, and what they let go by no line.

A still makes its water of another, a boiler sends steam, a compressor breathes the water of the
hall's air. Each name is that of a state that counts it so far, in L or kg: a litre is a kilogram.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.plant.design import Design

BROUGHT: Mapping[str, tuple[str, ...]] = {"water loop": ("made",), "air compressor": ("water in",)}
"""By kind of unit: what came into it from elsewhere."""
GONE: Mapping[str, tuple[str, ...]] = {
    "water loop": ("taken",),
    "steam generator": ("sent steam", "carried water", "blown off"),
    "air compressor": ("water out", "bed water"),
}
"""By kind of unit: what went elsewhere; what a dryer keeps it gives to the hall."""


def states(design: Design, which: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the readable names of these states of all units of a plant."""
    return tuple(f"{unit.tag}.{name}" for unit in design.units for name in which.get(unit.kind, ()))
