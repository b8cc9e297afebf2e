"""Which transmitters read in which scan, and their noise, drawn some scans ahead.

Reading repeats: after a cycle of scans, the same transmitters are due again. The plan lists who is
due in each scan of the cycle. The noise of a reading follows from seed, stream and its number among
those of its transmitter, so it can be drawn ahead, many numbers in one go; it lies in a pad in
``p``, because like the constants, and unlike the state, it could be found anew at any time. Noise
comes in fours, so a cycle has a multiple of four readings of each transmitter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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
from simulator.numerics.noise import normal, radius, turned, words
from simulator.plant.blocks import Blocks

CYCLE = 0
"""k: scans after which the plan repeats."""
STARTS = 1
"""k: first of CYCLE + 1 words: where the readings of each scan begin among those of the cycle."""
DUE = 2
"""k: first of a word per reading of the cycle: the row of its transmitter."""
SLOTS = 3
"""k: first of a word per reading: where its noise lies, from NOISE on."""
NOISE = 4
"""p: first of four slots per block of the cycle: the noise of four readings of a transmitter, drawn
ahead. Slots of a block are BLOCKS apart; they have its first, third, second and fourth reading."""
BLOCKS = 5
"""k: number of blocks of noise in the cycle."""
STREAMS = 6
"""k: first of a word per block: its noise stream."""
EVERY = 7
"""k: first of a word per block: how many blocks its transmitter has in the cycle."""
NUMBERS = 8
"""k: first of a word per block: which of them it is."""
ALL = 9
"""k: number of transmitters."""
ODD = 10
"""k: number of those whose period does not fit the cycle."""
ROWS = 11
"""k: first of a word per transmitter: its row; the odd ones come first."""
PLACES = 12
"""k: first of CYCLE words per transmitter that is not odd: the noise of its reading in each scan,
as in SLOTS; or -1."""

FOUR = 4
"""Readings for which a block of noise suffices."""
GROUP = 4
"""Noise is drawn for a multiple of so many blocks."""
LONGEST_CYCLE = 60
"""Scans, of a quarter of a cycle; a longer one would make the plan long and noise be drawn for
nothing."""


@kernel
def draw(pads: Floats, k: Ints, plan: int, first: int, scans: int, seed: int) -> int:
    """Draw the noise from scan ``first`` on; return the first scan for which there is none yet.

    That is the beginning of the next cycle, or ``first + scans`` if it comes earlier. The noise of
    a whole cycle is drawn in blocks, by loops so plain that the processor does several at once, and
    so short that it begins the next while it waits for the last: above all for square roots, which
    are found while a direction is.
    """
    cycle = k[plan + CYCLE]
    at = first % cycle
    since = first - at
    end = at + scans
    if end > cycle:  # noqa: PLR1730 - no built-in functions in kernels
        end = cycle
    noise = k[plan + NOISE]
    if end - at == cycle:
        turn = since // cycle
        count = k[plan + BLOCKS]
        streams = k[plan + STREAMS]
        every = k[plan + EVERY]
        numbers = k[plan + NUMBERS]
        for i in range(count):
            block = turn * k[every + i] + k[numbers + i]
            one, other = words(seed, k[streams + i], block)
            pads[noise + i] = float(one)
            pads[noise + count + i] = float(other)
        for i in range(2 * count):
            x1, x2 = turned(radius(pads[noise + i]), pads[noise + i])
            pads[noise + i] = x1
            pads[noise + 2 * count + i] = x2
        return since + end
    starts = k[plan + STARTS]
    for scan in range(at, end):
        for i in range(k[starts + scan], k[starts + scan + 1]):
            row = k[k[plan + DUE] + i]
            index = (since + scan) // k[row + PERIOD]
            pads[noise + k[k[plan + SLOTS] + i]] = normal(seed, k[row + STREAM], index)
    return since + end


@kernel
def read_due(y: Floats, p: Floats, pads: Floats, k: Ints, plan: int, scan: int) -> None:
    """Read the transmitters of the plan that are due in this scan; their noise is in the pads."""
    start = k[plan + STARTS] + scan % k[plan + CYCLE]
    due = k[plan + DUE]
    slots = k[plan + SLOTS]
    noise = k[plan + NOISE]
    for i in range(k[start], k[start + 1]):
        take(y, p, k, k[due + i], pads[noise + k[slots + i]])


@kernel
def read_alone(y: Floats, p: Floats, k: Ints, rows: int, count: int, scan: int) -> int:
    """Read ``count`` transmitters where due, each with a number of its own (seed: ``k[0]``).

    ``rows`` is where their rows are listed. Returns how many have still to read anything; for
    them every scan is due, whatever the plan says.
    """
    unread = 0
    for i in range(count):
        row = k[rows + i]
        read(y, p, k, row, scan, k[0])
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
    cycle = FOUR * cycle
    regular = [row for row in rows if cycle % (FOUR * k[row + PERIOD]) == 0]
    odd = [row for row in rows if row not in regular]
    drawn = [(row, at) for row in regular for at in range(cycle // (FOUR * k[row + PERIOD]))]
    drawn += drawn[:1] * (-len(drawn) % GROUP)
    firsts = {block: at for at, block in reversed(list(enumerate(drawn)))}
    places = [at * len(drawn) for at in (0, 2, 1, 3)]
    due: list[tuple[int, int]] = []
    starts = [0]
    for scan in range(cycle):
        for row in regular:
            number = scan // k[row + PERIOD]
            if scan % k[row + PERIOD] == k[row + PHASE]:
                due.append((row, firsts[row, number // FOUR] + places[number % FOUR]))
        starts.append(len(due))
    found = [dict(due[a:b]) for a, b in pairwise(starts)]
    head = [
        cycle,
        blocks.row(starts),
        blocks.row([row for row, _ in due]),
        blocks.row([slot for _, slot in due]),
        blocks.pad(FOUR * len(drawn)),
        len(drawn),
        blocks.row([k[row + STREAM] for row, _ in drawn]),
        blocks.row([cycle // (FOUR * k[row + PERIOD]) for row, _ in drawn]),
        blocks.row([at for _, at in drawn]),
        len(rows),
        len(odd),
        blocks.row([*odd, *regular]),
        blocks.row([now.get(row, -1) for row in regular for now in found]),
    ]
    return blocks.row(head)
