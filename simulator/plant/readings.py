"""Which transmitters read in which scan, and their noise, drawn some scans ahead.

Reading repeats: after a cycle of scans, the same transmitters are due again. The plan lists who is
due in each scan of the cycle. The noise of a reading follows from seed, stream and scan number
alone, so it can be drawn ahead, many numbers in one go; it lies in a pad in ``p``, because like the
constants, and unlike the state, it could be found anew at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from simulator.control.transmitter import (
    PERIOD,
    PHASE,
    STARTED,
    STREAM,
    YB,
    read,
    take,
)
from simulator.numerics.kernel import Floats, Ints, kernel
from simulator.numerics.noise import finish_outer, inner_quantile, is_outer, uniform
from simulator.plant.blocks import Blocks

CYCLE = 0
"""k: scans after which the plan repeats."""
STARTS = 1
"""k: first of CYCLE + 1 words: where the readings of each scan begin among those of the cycle."""
DUE = 2
"""k: first of a word per reading of the cycle: the row of its transmitter."""
STREAMS = 3
"""k: first of a word per reading: its noise stream."""
SCANS = 4
"""k: first of a word per reading: its scan in the cycle."""
NOISE = 5
"""p: first of a slot per reading: its noise, drawn ahead."""
EVEN = 6
"""p: first of a slot per reading: the uniform number that its noise is made from, while it is."""
ALL = 7
"""k: number of transmitters."""
ODD = 8
"""k: number of those whose period does not fit the cycle."""
ROWS = 9
"""k: first of a word per transmitter: its row; the odd ones come first."""
PLACES = 10
"""k: first of CYCLE words per transmitter that is not odd: its reading in each scan; or -1."""

GROUP = 8
"""Noise is drawn for a multiple of so many readings."""
LONGEST_CYCLE = 60
"""Scans; a longer cycle would make the plan long and the noise be drawn for nothing."""


@kernel
def draw(pads: Floats, k: Ints, plan: int, first: int, scans: int, seed: int) -> int:
    """Draw the noise from scan ``first`` on; return the first scan for which there is none yet.

    That is the beginning of the next cycle, or ``first + scans`` if it comes earlier. Loops as
    plain as the first two are done for a group of readings at once where the processor can; the
    other two keep apart the few whose noise takes longer, so that it need not guess which.
    """
    cycle = k[plan + CYCLE]
    at = first % cycle
    since = first - at
    end = at + scans
    if end > cycle:  # noqa: PLR1730 - no built-in functions in kernels
        end = cycle
    begin = k[k[plan + STARTS] + at]
    count = k[k[plan + STARTS] + end] - begin
    streams = k[plan + STREAMS] + begin
    when = k[plan + SCANS] + begin
    even = k[plan + EVEN] + begin
    noise = k[plan + NOISE] + begin
    count = (count + GROUP - 1) // GROUP * GROUP
    for i in range(count):
        pads[even + i] = uniform(seed, k[streams + i], since + k[when + i])
    for i in range(count):
        value = inner_quantile(pads[even + i])
        if is_outer(pads[even + i]):
            value = pads[even + i]
        pads[noise + i] = value
    finish_outer(pads, even, noise, count)
    return since + end


@kernel
def read_due(y: Floats, p: Floats, pads: Floats, k: Ints, plan: int, scan: int, dt: float) -> None:
    """Read the transmitters of the plan that are due in this scan; their noise is in the pads."""
    start = k[plan + STARTS] + scan % k[plan + CYCLE]
    due = k[plan + DUE]
    noise = k[plan + NOISE]
    for i in range(k[start], k[start + 1]):
        take(y, p, k, k[due + i], dt, pads[noise + i])


@kernel
def read_alone(y: Floats, p: Floats, k: Ints, rows: int, count: int, scan: int, dt: float) -> int:
    """Read ``count`` transmitters where due, each with a number of its own (seed: ``k[0]``).

    ``rows`` is where their rows are listed. Returns how many have still to read anything; for
    them every scan is due, whatever the plan says.
    """
    unread = 0
    for i in range(count):
        row = k[rows + i]
        read(y, p, k, row, scan, dt, k[0])
        if y[k[row + YB] + STARTED] == 0.0:
            unread += 1
    return unread


def lay_out_plan(blocks: Blocks, rows: Sequence[int]) -> int:
    """Write the plan for the transmitters whose rows begin there; return where it begins."""
    k = blocks.k
    cycle = 1
    for row in sorted(rows, key=lambda row: k[row + PERIOD]):
        longer = lcm(cycle, k[row + PERIOD])
        cycle = longer if longer <= LONGEST_CYCLE else cycle
    regular = [row for row in rows if cycle % k[row + PERIOD] == 0]
    odd = [row for row in rows if cycle % k[row + PERIOD] != 0]
    due: list[tuple[int, int]] = []
    starts = [0]
    for scan in range(cycle):
        due += [(row, scan) for row in regular if scan % k[row + PERIOD] == k[row + PHASE]]
        starts.append(len(due))
    drawn = [*due, *due[:1] * (GROUP - 1)]
    numbered = {one: at for at, one in enumerate(due)}
    places = [numbered.get((row, scan), -1) for row in regular for scan in range(cycle)]
    head = [
        cycle,
        blocks.row(starts),
        blocks.row([row for row, _ in due]),
        blocks.row([k[row + STREAM] for row, _ in drawn]),
        blocks.row([scan for _, scan in drawn]),
        blocks.pad(len(drawn)),
        blocks.pad(len(drawn)),
        len(rows),
        len(odd),
        blocks.row([*odd, *regular]),
        blocks.row(places),
    ]
    return blocks.row(head)
