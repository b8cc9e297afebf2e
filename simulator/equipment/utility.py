"""A shared utility: oxygen from cylinders, process air, chilled water, steam.

It has one or two banks, a capacity, and neighbours who take from it at their own hours. Actuators
that depend on it deliver their share of what it has.

A utility may be made by a unit of the plant, such as a steam generator. That unit then sees what
all who use it ask, neighbours too, as its ``demand``, and says itself what is ``available``. A unit
from which lines bring what it makes is told too what is asked where no line leads: that it takes
from what it has itself.
"""

from __future__ import annotations

from simulator.language.field import Field
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, Ints, kernel

YB = 0
PB = 1
SOURCE = 2
"""k: slot of y where the unit that makes it says what is available, or -1."""
ASKED = 3
"""k: slot of y where that unit is told what is asked."""
FIRST_USER = 4
"""k: where the actuators that use it are listed, and how many there are."""
USERS = 5
FACTOR = 6
"""k: slot of p with what the utility's unit of measure is in that of the demand."""
UNPIPED = 7
"""k: slot of y where that unit is told what is asked where no line leads, or -1."""
UNPIPED_USERS = 8
"""k: how many of the actuators, the first in the list, that is."""
ROW = 9

POSITION = 0
BLOCKED = 1
CAPACITY_OF = 2
OFFSET_OF = 3
SCALE = 4
USER = 5
"""k: of each user the slots of y with its position and what is blocked, then the slots of p with
its capacity, its offset, and what its unit of measure is in that of the demand."""

AVAILABLE = 0
BANK = 1
BANK_1_FAULT = 2
BANK_2_FAULT = 3
OTHERS = 4

MOST_ASKED = 1e9

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
def asked(y: Floats, p: Floats, k: Ints, row: int, users: int) -> float:
    """Return what neighbours and the first ``users`` actuators ask, in that of the demand."""
    total = y[k[row + YB] + OTHERS] * p[k[row + FACTOR]]
    user = k[row + FIRST_USER]
    for _ in range(users):
        flow = p[k[user + OFFSET_OF]] + y[k[user + POSITION]] / 100.0 * p[k[user + CAPACITY_OF]]
        open_part = 1.0 - clamp(y[k[user + BLOCKED]], 0.0, 1.0)
        total += greater(flow, 0.0) * open_part * p[k[user + SCALE]]
        user += USER
    return total


@kernel
def supply(y: Floats, p: Floats, k: Ints, row: int) -> None:
    """Set AVAILABLE: ``(1 - fault of the bank) * clamp((capacity - others)/design use, 0, 1)``.

    Of a utility that a unit makes, it is ``1 - fault`` of what that unit says.
    """
    base = k[row + YB]
    at = k[row + PB]
    fault = 1.0
    if y[base + BANK] == 1.0:
        fault = clamp(y[base + BANK_1_FAULT], 0.0, 1.0)
    elif y[base + BANK] == 2.0:
        fault = clamp(y[base + BANK_2_FAULT], 0.0, 1.0)
    if k[row + SOURCE] >= 0:
        y[k[row + ASKED]] = lesser(asked(y, p, k, row, k[row + USERS]), MOST_ASKED)
        if k[row + UNPIPED] >= 0:
            unpiped = asked(y, p, k, row, k[row + UNPIPED_USERS])
            y[k[row + UNPIPED]] = lesser(unpiped, MOST_ASKED)
        y[base + AVAILABLE] = (1.0 - fault) * clamp(y[k[row + SOURCE]], 0.0, 1.0)
        return
    spare = (p[at + CAPACITY] - y[base + OTHERS]) / p[at + DESIGN_USE]
    y[base + AVAILABLE] = (1.0 - fault) * clamp(spare, 0.0, 1.0)
