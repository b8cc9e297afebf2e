"""The time axis below trends: ticks at round times, and a mark for everything that happened."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.language.simtime import DAY, HOUR, MINUTE, SECOND, show_time
from tui.past import Moment, letter_of

STEPS = (
    *(n * SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
    *(n * DAY for n in (1, 2, 7, 14, 28, 70, 140)),
)
"""Distances between ticks, ms."""
RANKS = "!ALSPC"
"""Which mark is shown first where there is room for one."""


def label(at: int, step: int) -> str:
    """Return what stands at a tick: the time, or the day where a day begins."""
    days, rest = divmod(at, DAY)
    if rest == 0 and (days or step >= DAY):
        return f"{days} d"
    return show_time(rest)[: 5 if step % MINUTE == 0 else 8]


def axis(start: int, span: int, cells: int) -> str:
    """Return the axis: a tick with its label every so many cells, at round times from 0 on."""
    room = 12
    step = next((s for s in STEPS if s * cells >= span * room), STEPS[-1])
    drawn = ["─"] * cells
    free = 0
    at = max(-(-start // step), 0) * step
    while at < start + span:
        cell = (at - start) * cells // span
        text = label(at, step)
        if cell >= free and cell + len(text) < cells:
            drawn[cell] = "┴"
            drawn[cell + 1 : cell + 1 + len(text)] = text
            free = cell + len(text) + 2
        at += step
    return "".join(drawn)


def marks(moments: Iterable[Moment], start: int, span: int, cells: int) -> str:
    """Return a line with the mark of everything that happened; the weightiest wins a cell."""
    drawn = [" "] * cells
    for moment in moments:
        cell = (moment.t - start) * cells // span
        letter = letter_of(moment)
        if not letter or not 0 <= cell < cells:
            continue
        if drawn[cell] == " " or RANKS.index(letter) < RANKS.index(drawn[cell]):
            drawn[cell] = letter
    return "".join(drawn)
