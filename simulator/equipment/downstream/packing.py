"""The packing test of a column: a pulse of salt, and how its peak leaves.

The operator sets ``packing test`` and leads a little strong salt in, then buffer. The conductivity
behind the column is kept by hundredths of the bed volume. When the peak has passed, its apex, its
width at half height and at a tenth tell the plates, ``N = 5.54 (V / w)^2``, and the asymmetry, the
tail over the front at a tenth (J. J. van Deemter, F. J. Zuiderweg and A. Klinkenberg, Chem. Eng.
Sci. 5:271, 1956, and the usual formulas of pharmacopoeias). Through a bed with cracks some of the
salt is early: the peak is lower and broader, there are fewer plates, and it trails.
"""

from __future__ import annotations

from simulator.equipment.downstream.column_slots import (
    ASYMMETRY,
    BED_HEIGHT,
    BED_VOLUME,
    BINS,
    CONDUCTIVITY,
    PLATES_FOUND,
    TEST_BASE,
    TESTED,
    TESTING,
    TRACE,
)
from simulator.numerics.exact import clamp, greater, lesser
from simulator.numerics.kernel import Floats, kernel

OF_BED = 0.01
"""The bed volume that one slot of the trace stands for."""
LEAST_PEAK = 1.0
"""mS/cm below which there is no peak to speak of."""
EARLIEST = 20
"""The first slot in which the apex may be: what is earlier was in the bed before."""
BENT = 4
"""How often a crossing, or the apex, is found anew as the trace bends there."""
DONE = 0.08
"""Part of the apex under which the trace must have fallen before the peak is told."""


@kernel
def crossing(y: Floats, trace: int, apex: int, level: float, forth: int) -> float:
    """Return where the trace crosses a level beside the apex, in slots: before it (-1), after (1).

    A curve through the slots on both sides: a straight line, bent as the trace bends there. Where
    it never falls so low, the end is returned.
    """
    i = apex
    while 1 < i < BINS - 2:
        here = y[trace + i]
        beside = y[trace + i + forth]
        if beside <= level < here:
            bend = y[trace + i - forth] - here - beside + y[trace + i + 2 * forth]
            line = (here - level) / (here - beside)
            share = line
            for _ in range(BENT):
                share = line - 0.25 * bend * share * (1.0 - share) / (here - beside)
                share = clamp(share, 0.0, 1.0)
            return float(i) + float(forth) * share
        i += forth
    return float(i)


@kernel
def judge(y: Floats, p: Floats, yb: int, pb: int, last: int) -> None:
    """Tell plates and asymmetry of the peak, if it has passed by slot ``last``."""
    trace = yb + TRACE
    apex = 0
    for i in range(last + 1):
        if y[trace + i] > y[trace + apex]:
            apex = i
    height = y[trace + apex]
    if height < LEAST_PEAK or apex < EARLIEST or apex + 2 > last:
        return
    if y[trace + last] > DONE * height:
        return
    beside = trace + apex
    third = 0.5 * (y[beside + 2] - y[beside - 2]) - (y[beside + 1] - y[beside - 1])
    slope = 0.5 * (y[beside + 1] - y[beside - 1]) - third / 6.0
    bend = 2.0 * height - y[beside - 1] - y[beside + 1]
    over = 0.0
    if bend > 0.0:
        for _ in range(BENT):
            over = clamp((slope + 0.5 * third * over * over) / bend, -1.0, 1.0)
        height += over * (slope - 0.5 * over * (bend - third * over / 3.0))
    top = float(apex) + over
    half = 0.5 * height
    wide = crossing(y, trace, apex, half, 1) - crossing(y, trace, apex, half, -1)
    tenth = 0.1 * height
    front = top - crossing(y, trace, apex, tenth, -1)
    tail = crossing(y, trace, apex, tenth, 1) - top
    if wide > 0.0 and front > 0.0:
        ratio = (top + 1.0) / wide
        y[yb + PLATES_FOUND] = lesser(554.0 * ratio * ratio / p[pb + BED_HEIGHT], 1e9)
        y[yb + ASYMMETRY] = lesser(tail / front, 1e3)


@kernel
def watch_peak(y: Floats, p: Floats, yb: int, pb: int, litres: float) -> None:
    """Note the conductivity behind the column while a packing test runs, and judge the peak."""
    if y[yb + TESTING] <= 0.5:
        y[yb + TESTED] = 0.0
        return
    if y[yb + TESTED] <= 0.0:
        y[yb + TEST_BASE] = y[yb + CONDUCTIVITY]
        y[yb + PLATES_FOUND] = 0.0
        y[yb + ASYMMETRY] = 0.0
        for i in range(BINS):
            y[yb + TRACE + i] = 0.0
    slot = OF_BED * p[pb + BED_VOLUME]
    before = lesser(y[yb + TESTED] / slot, float(BINS))
    y[yb + TESTED] += litres
    after = lesser(y[yb + TESTED] / slot, float(BINS))
    for i in range(int(before), int(after)):
        y[yb + TRACE + i] = greater(y[yb + CONDUCTIVITY] - y[yb + TEST_BASE], 0.0)
    if int(after) > int(before) and y[yb + PLATES_FOUND] <= 0.0:
        judge(y, p, yb, pb, int(after) - 1)
