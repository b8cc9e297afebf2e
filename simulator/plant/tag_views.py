"""What instruments, actuators and loops say at one moment, told of a tag when it is asked for.

A scripted operator looks every second and reads two or three numbers; a screen shows one page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Protocol

from simulator.control import actuator, loop, transmitter
from simulator.language.observation import TagView
from simulator.language.words import say
from simulator.plant.cell import Cell
from simulator.plant.design import ActuatorSpec, LoopSpec, TransmitterSpec


class Teller(Protocol):
    """Makes the view of one tag from the numbers of a moment and what was forced then."""

    def __call__(self, y: array[float], forced: Mapping[str, str]) -> TagView:
        """Return the view."""


class TagViews(Mapping[str, TagView]):
    """The views of a frozen copy of the plant's numbers, by tag; each is made once.

    Args:
        tellers: of every tag, in order.
        numbers: a copy of ``y`` that nobody changes.
        forced: which interlock forces an actuator, where one does.
    """

    def __init__(
        self, tellers: Mapping[str, Teller], numbers: array[float], forced: Mapping[str, str]
    ) -> None:
        self._tellers = tellers
        self._numbers = numbers
        self._forced = forced
        self._made: dict[str, TagView] = {}

    def __getitem__(self, tag: str) -> TagView:
        found = self._made.get(tag)
        if found is None:
            found = self._made[tag] = self._tellers[tag](self._numbers, self._forced)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._tellers)

    def __len__(self) -> int:
        return len(self._tellers)

    def __contains__(self, tag: object) -> bool:
        return tag in self._tellers


def tellers(cell: Cell) -> dict[str, Teller]:
    """Return who tells of each tag: instruments, then actuators, then loops."""
    measured = {spec.tag: spec for spec in cell.design.transmitters}
    found: dict[str, Teller] = {}
    for spec in cell.design.transmitters:
        base = cell.base("transmitter", spec.tag)
        found[spec.tag] = partial(_transmitter, spec, say(spec.name, cell.design.language), base)
    for moved in cell.design.actuators:
        base = cell.base("actuator", moved.tag)
        found[moved.tag] = partial(_actuator, moved, say(moved.name, cell.design.language), base)
    for one in cell.design.loops:
        bases = cell.base("loop", one.tag), cell.base("transmitter", one.measures)
        name = say(one.name, cell.design.language)
        found[one.tag] = partial(_loop, one, name, measured[one.measures], bases)
    return found


def _transmitter(
    spec: TransmitterSpec, name: str, base: int, y: array[float], forced: Mapping[str, str]
) -> TagView:
    return TagView(
        spec.tag,
        name,
        spec.unit,
        pv=y[base + transmitter.PV],
        quality=transmitter.QUALITIES[int(y[base + transmitter.QUALITY])],
        low=spec.parameters["low"],
        high=spec.parameters["high"],
    )


def _actuator(
    spec: ActuatorSpec, name: str, base: int, y: array[float], forced: Mapping[str, str]
) -> TagView:
    return TagView(
        spec.tag,
        name,
        "%",
        op=y[base + actuator.DEMAND],
        position=y[base + actuator.POSITION],
        forced_by=forced.get(spec.tag, ""),
    )


def _loop(
    spec: LoopSpec,
    name: str,
    measured: TransmitterSpec,
    bases: tuple[int, int],
    y: array[float],
    forced: Mapping[str, str],
) -> TagView:
    base, read = bases
    return TagView(
        spec.tag,
        name,
        measured.unit,
        y[read + transmitter.PV],
        y[base + loop.SP],
        y[base + loop.OP],
        None,
        loop.MODES[int(y[base + loop.MODE])],
        transmitter.QUALITIES[int(y[read + transmitter.QUALITY])],
        measured.parameters["low"],
        measured.parameters["high"],
        tuning=(y[base + loop.GAIN], y[base + loop.INTEGRAL], y[base + loop.DERIVATIVE]),
    )
