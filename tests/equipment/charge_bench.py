"""The balance of charges in a broth, reckoned apart from the kernels that solve it."""

from __future__ import annotations

import math
from typing import Protocol

from simulator.equipment.bioreactor.chemistry import (
    K_ACETIC,
    K_AMMONIUM,
    K_BICARBONATE,
    K_CARBONIC,
    K_LACTIC,
    K_PHENYLACETIC,
    K_WATER,
)


class Block(Protocol):
    """A unit whose slots are read by name."""

    def __getitem__(self, name: str) -> float: ...


def charge(unit: Block) -> tuple[float, float]:
    """Net charge and the sum of all charges (mM) at the unit's own [H+]."""
    h, litres = unit["hydrogen ion"], unit["volume"]
    k_buffer = unit["buffer constant"]
    bottom = h * h + K_CARBONIC * h + K_CARBONIC * K_BICARBONATE
    parts = [
        unit["strong ion"] / litres,
        h,
        unit["ammonium"] / litres * h / (h + K_AMMONIUM),
        -K_WATER / h,
        -unit["carbon"] / litres * K_CARBONIC * h / bottom,
        -2.0 * unit["carbon"] / litres * K_CARBONIC * K_BICARBONATE / bottom,
        -unit["lactate"] / litres * K_LACTIC / (h + K_LACTIC),
        -unit["acetate"] / 0.060052 / litres * K_ACETIC / (h + K_ACETIC),
        -unit["precursor"] / 0.13615 / litres * K_PHENYLACETIC / (h + K_PHENYLACETIC),
        -unit["buffer"] / litres * k_buffer / (h + k_buffer),
    ]
    return math.fsum(parts), math.fsum(abs(part) for part in parts)
