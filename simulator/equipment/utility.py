"""A shared utility: oxygen from cylinders, process air, chilled water, steam.

It has one or two banks, a capacity, and neighbours who take from it at their own hours. Actuators
that depend on it deliver their share of what it has.
"""

from __future__ import annotations

from simulator.language.field import Field
from simulator.numerics.exact import clamp
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
ROW = 2

AVAILABLE = 0
BANK = 1
BANK_1_FAULT = 2
BANK_2_FAULT = 3
OTHERS = 4

_D = "definition"

STATES: tuple[Field, ...] = (
    Field("available", "", 1.0, 0.0, 1.0, _D, "output", meaning="part of the design use"),
    Field("bank", "", 1.0, 0.0, 2.0, _D, "input", meaning="bank in use; 0 while none is connected"),
    Field("bank 1 fault", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of bank 1 that is lost"),
    Field("bank 2 fault", "", 0.0, 0.0, 1.0, _D, "input", meaning="part of bank 2 that is lost"),
    Field("others", "", 0.0, 0.0, 1e9, _D, "input", meaning="use by neighbours, as capacity"),
)

CAPACITY = 0
DESIGN_USE = 1

PARAMETERS: tuple[Field, ...] = (
    Field(
        "capacity",
        "",
        100.0,
        0.0,
        1e9,
        "engineering fit",
        meaning="most it can supply, in the utility's own unit of measure",
    ),
    Field(
        "design use",
        "",
        100.0,
        1e-9,
        1e9,
        "engineering fit",
        meaning="what this plant takes at full use, in the same unit of measure",
    ),
)


@kernel
def supply(y: Floats, p: Floats, k: Ints, row: int) -> None:
    """Set AVAILABLE: ``(1 - fault of the bank) * clamp((capacity - others)/design use, 0, 1)``."""
    base = k[row + YB]
    at = k[row + PB]
    fault = 1.0
    if y[base + BANK] == 1.0:
        fault = clamp(y[base + BANK_1_FAULT], 0.0, 1.0)
    elif y[base + BANK] == 2.0:
        fault = clamp(y[base + BANK_2_FAULT], 0.0, 1.0)
    spare = (p[at + CAPACITY] - y[base + OTHERS]) / p[at + DESIGN_USE]
    y[base + AVAILABLE] = (1.0 - fault) * clamp(spare, 0.0, 1.0)
