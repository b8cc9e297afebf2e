"""What trends show of a tag: which of its values, on which scale, with which limits and points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.language.observation import Observation, TagView
from simulator.language.problem import Problem, Refusal
from simulator.language.text import text
from simulator.session.process_cell import ProcessCell
from tui.braille import scale
from tui.history import Column

if TYPE_CHECKING:
    from simulator.session.desk import Brief

PENS = 8
"""So many tags at most are in the trends."""

Scale = str | tuple[float, float]
"""``auto``, ``range`` (that of the instrument), or the lowest and highest value."""
AUTO, RANGE = "auto", "range"
LOOP_VIEWS = (("PV", "SP"), ("PV", "SP", "OP"), ("OP",), ("PV",))
"""What can be shown of a loop, in the order of the key that changes it."""
_PERCENT = ("OP", "POS")
_LEAST = 0.02
"""An automatic scale spans at least this part of the instrument's range."""


@dataclass(frozen=True, slots=True)
class Point:
    """A laboratory result: when the sample was taken, and what was found."""

    at: int
    value: float
    analysis: str


def values_of(view: TagView) -> dict[str, float]:
    """Return what a tag shows now, by attribute."""
    found = {"PV": view.pv, "SP": view.sp, "OP": view.op, "POS": view.position}
    return {name: value for name, value in found.items() if value is not None}


def views_of(view: TagView) -> tuple[tuple[str, ...], ...]:
    """Return what can be shown of a tag, the usual first."""
    there = values_of(view)
    if view.mode is not None:
        return LOOP_VIEWS
    if "PV" in there:
        return (("PV",),)
    return (("POS", "OP"), ("OP",))


def limits_of(brief: Brief, view: TagView) -> tuple[tuple[str, float], ...]:
    """Return the alarm limits of a tag as (kind, value); a deviation stands around its SP."""
    found: list[tuple[str, float]] = []
    for alarm, helped in brief.alarms.items():
        if alarm.rpartition(".")[0] != view.tag:
            continue
        if helped.kind in ("HI", "HIHI", "LO", "LOLO"):
            found.append((helped.kind, helped.limit))
        elif helped.kind == "DEV" and view.sp is not None:
            found += [("DEV", view.sp - helped.limit), ("DEV", view.sp + helped.limit)]
    return tuple(found)


def points_of(cell: ProcessCell, now: Observation, tag: str) -> tuple[Point, ...]:
    """Return what the laboratory reported of the same thing that a tag reads, oldest first.

    An analysis belongs to an instrument if both read the same value of the same unit of the plant
    in the same unit of measure.
    """
    card = cell.instrument(tag)
    if card is None:
        return ()
    unit, _, value = card.reads.partition(".")
    wanted = {a.name for a in cell.analyses if a.reads == value and a.unit == card.unit}
    if not wanted:
        return ()
    found = [
        Point(sample.taken_at, result, name)
        for sample in now.samples
        if sample.unit == unit and sample.taken_at is not None
        for name, result, _ in sample.results
        if name in wanted
    ]
    return tuple(sorted(found, key=lambda point: point.at))


def bounds(
    view: TagView, attribute: str, chosen: Scale, series: Iterable[list[Column]]
) -> tuple[float, float]:
    """Return the lowest and highest value of a scale; what is in percent never leaves 0 to 100."""
    if isinstance(chosen, tuple):
        return chosen
    percent = attribute in _PERCENT
    lowest, highest = (0.0, 100.0) if percent else (view.low, view.high)
    if chosen == RANGE and highest > lowest:
        return lowest, highest
    least = max((highest - lowest) * _LEAST, 1e-6)
    low, high = scale(*series, least=least)
    if percent:
        low, high = max(low, lowest), min(high, highest)
        low, high = min(low, highest - least), max(high, lowest + least)
    return low, high


def parse_scale(typed: str) -> Scale:
    """Return a typed scale: ``auto``, ``range``, or two numbers, such as ``36,5 38`` or ``0..10``.

    Raises:
        Refusal: it is none of these, or the first number is not the lower one.
    """
    words = typed.strip().lower().replace("...", " ").replace("..", " ").replace(";", " ").split()
    if words in ([AUTO], [RANGE]):
        return words[0]
    try:
        low, high = (float(word.replace(",", ".")) for word in words)
    except ValueError:
        low = high = 0.0
    if not -1e9 < low < high < 1e9:
        hint = text("write the lowest and the highest value, such as 36.5 38")
        raise Refusal(Problem("bad-scale", text("this is no scale"), hint))
    return low, high


@dataclass(frozen=True, slots=True)
class Group:
    """Tags that belong together in trends; ``unit`` is set where they are the flows of a unit."""

    tags: tuple[str, ...]
    unit: str = ""


def groups_of(cell: ProcessCell, tags: Mapping[str, TagView]) -> tuple[Group, ...]:
    """Return the pen groups of a plant.

    One for each loop that no other loop moves: the loop, whatever it moves, and the other
    instruments that read the same; one for the flows of each unit that has several.
    """
    found: dict[tuple[str, ...], Group] = {}
    slaves = {out.target for loop in cell.loops for out in loop.outputs}
    for loop in cell.loops:
        if loop.tag not in slaves:
            group = Group(_kept(_loop_group(cell, loop.tag), tags))
            found.setdefault(group.tags, group)
    for unit in cell.units:
        flows = [
            _best(cell, card.tag)
            for card in cell.instruments
            if card.reads.startswith(f"{unit.tag}.") and card.reads.endswith(" flow")
        ]
        group = Group(_kept(flows, tags), unit.tag)
        if len(group.tags) > 1:
            found.setdefault(group.tags, group)
    return tuple(group for group in found.values() if group.tags)


def _best(cell: ProcessCell, instrument: str) -> str:
    """Return the loop on an instrument, or the instrument itself."""
    loop = cell.loop_on(instrument)
    return loop.tag if loop is not None else instrument


def _loop_group(cell: ProcessCell, tag: str) -> list[str]:
    """Return a loop, the loops and then the actuators it moves, and what else tells the same."""
    loops, ahead = [], [tag]
    while ahead:
        at = cell.loop(ahead.pop(0))
        if at is not None and at.tag not in loops:
            loops.append(at.tag)
            ahead += [out.target for out in at.outputs]
    card = cell.instrument(tag)
    same: list[str] = []
    if card is not None:
        same = [c.tag for c in cell.readers(card.reads) if cell.loop_on(c.tag) is None]
        source = next((li.source for li in cell.lines if li.tag == owner(card.reads)), "")
        same += [c.tag for c in cell.readers(f"{source}.weight")]
    return [*loops, *same, *cell.driven(tag)]


def owner(name: str) -> str:
    """Return the unit or line of a name such as ``L-111.flow``."""
    return name.partition(".")[0]


def _kept(found: Iterable[str], tags: Mapping[str, TagView]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in found if tag in tags))[:PENS]
