"""The numbers of a plant as bytes, and whether numbers can be a plant's.

A checkpoint comes from a file that anyone may have written. Some numbers of a state are places in
tables or in the arrays themselves, and compiled scans do not look where they reach: so a state is
taken up only if every number is within the bounds of its Field.
"""

from __future__ import annotations

import math
import sys
from array import array
from operator import le

from simulator.control import ramp
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.plant import scan
from simulator.plant.cell import Cell


def to_bytes(numbers: array[float]) -> bytes:
    """Return the doubles of an array as big-endian bytes, which are the same on all machines.

    So is what is no number, in a plant that stands still: of a NaN, sign and payload tell the
    processor and the compiler, and nothing of the plant.
    """
    numbers = array("d", numbers)
    if math.isnan(sum(numbers)):
        numbers = array("d", [math.nan if math.isnan(one) else one for one in numbers])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def from_bytes(data: bytes) -> array[float]:
    """Return the doubles that :func:`to_bytes` made bytes of; eight bytes each."""
    numbers = array("d", data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def refuse_unsound(cell: Cell, numbers: array[float], now: int) -> None:
    """Refuse numbers that the plant of ``cell`` cannot have ``now`` (ms).

    Raises:
        Refusal: there are too few or too many, or one is out of bounds.
    """
    sound = len(numbers) == len(cell.y) and all(map(math.isfinite, numbers))
    sound = sound and 0.0 <= numbers[scan.FAULTED] <= len(cell.design.units)
    sound = sound and abs(numbers[scan.ELAPSED] - now / 1000.0) < cell.design.scan_ms / 2000.0
    low, high = cell.bounds
    sound = sound and all(map(le, low, numbers)) and all(map(le, numbers, high))
    for fault in cell.design.faults if sound else ():
        target = numbers[cell.base("ramp", f"{fault.tag} ramp") + ramp.TARGET]
        sound = sound and (target == ramp.IDLE or scan.HEADER <= target < len(numbers))
    if not sound:
        hint = text("run again from the beginning of the log")
        raise Refusal(Problem("bad-checkpoint", "a checkpoint is not of this plant", hint))
