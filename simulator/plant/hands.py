"""What people do to the plant with their hands: samples, bottles, banks of utilities, repairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from simulator.equipment import line, utility
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.inventory import HEAD, TEMPERATURE, VOLUME
from simulator.language.event import Event
from simulator.language.words import Words, say
from simulator.numerics.noise import pair, stream_number
from simulator.plant.cell import Cell
from simulator.plant.counted import BIOBURDEN, COUNTED
from simulator.plant.disturbance import Disturbances
from simulator.plant.floor import Floor
from simulator.plant.work import Found

NOTHING_FOUND: Words = {
    "en": "nothing found wrong",
    "nl": "niets gevonden",
    "fr": "rien d'anormal",
}
_stream_number = lru_cache(maxsize=256)(stream_number)
_pair = lru_cache(maxsize=1)(pair)
"""The two errors of a measurement are one pair."""
INSPECTION_MS = 600_000
"""How long a technician looks where nothing is wrong: engineering fit."""


class PlantHands:
    """The hands of :class:`~simulator.plant.work.Hands`, at a running cell."""

    def __init__(self, cell: Cell, disturbances: Disturbances, floor: Floor) -> None:
        self._cell = cell
        self._disturbances = disturbances
        self._floor = floor
        self._touched = False

    def touched(self) -> bool:
        """Return whether hands did something to equipment since the last call.

        What only supplies, tells or measures is no concern of faults, phases, labels and forms.
        """
        touched, self._touched = self._touched, False
        return touched

    def draw(self, unit: str, millilitres: float) -> Mapping[str, float]:
        """Remove a sample; return the true values of what the laboratory's panel reads of it."""
        self._touched = True
        self._floor.quarantine.sampled(unit)
        cell = self._cell
        index = cell.image.index
        values: dict[str, float] = {}
        for analysis in cell.design.lab.panel:
            own = f"{unit}.{analysis.reads}"
            if own in index:
                values[analysis.reads] = cell.y[index[own]]
        base = cell.base("unit", unit)
        volume = cell.y[base + VOLUME]
        counted = index.get(f"{unit}.{BIOBURDEN}")
        if counted is not None and any(one.reads == COUNTED.name for one in cell.design.lab.panel):
            values[COUNTED.name] = cell.y[counted] / volume if volume > 0.0 else 0.0
        taken = min(millilitres / 1000.0, volume)
        if taken > 0.0:
            held = self._floor.accounts.held(unit)
            left = 1.0 - taken / volume
            cell.y[base + VOLUME] = volume - taken
            for component in cell.components(unit):
                cell.y[base + component] *= left
            self._floor.accounts.handed(unit, held)
        return values

    def block(self, unit: str, on: bool) -> None:
        """Clamp off (or free) the lines that begin at a vessel or lead through a module."""
        self._touched = True
        for spec in self._cell.design.lines:
            if unit in (spec.source, *spec.devices):
                self._cell.y[self._cell.base("line", spec.tag) + line.ISOLATED] = float(on)

    def refill(self, unit: str) -> None:
        """Put a vessel with the contents of the beginning in the place of this one.

        A module or filter is new and clean, however the first one was, and without its faults.
        """
        self._touched = True
        self._floor.lots.look()
        cell, base = self._cell, self._cell.base("unit", unit)
        held = self._floor.accounts.held(unit)
        for slot in (VOLUME, TEMPERATURE, *cell.components(unit)):
            cell.y[base + slot] = cell.image.y[base + slot]
        if any(unit in spec.devices for spec in cell.design.lines):
            self._renew(unit)
            self._disturbances.repair(unit, renewed=True)
        self._floor.accounts.handed(unit, held)
        self._floor.renewed(unit)

    def _renew(self, unit: str) -> None:
        """Give the states of a device, the head's aside, the values of a new one."""
        base = self._cell.base("unit", unit)
        kind = next(spec.kind for spec in self._cell.design.units if spec.tag == unit)
        for slot, field in enumerate(CATALOGUE[kind].states):
            if slot >= HEAD and field.role == "state":
                self._cell.y[base + slot] = field.default

    def set_bank(self, utility_tag: str, bank: int) -> None:
        """Put a bank of a utility in use."""
        self._touched = True
        self._cell.y[self._cell.base("utility", utility_tag) + utility.BANK] = float(bank)

    def set_neighbours(self, utility_tag: str, use: float) -> None:
        """Let the neighbours of a utility take ``use``, in its own unit."""
        self._cell.y[self._cell.base("utility", utility_tag) + utility.OTHERS] = use

    def repair_time(self, tag: str) -> int:
        """Return how long a technician needs at a tag, in ms."""
        found = self._disturbances.at(tag)
        return max((spec.repair_ms for spec in found), default=INSPECTION_MS)

    def repair(self, tag: str) -> str:
        """End the faults at a tag; return what was found, in the plant's language."""
        self._touched = True
        found = self._disturbances.repair(tag)
        self._floor.repaired(tag)
        language = self._cell.design.language
        if not found:
            return say(NOTHING_FOUND, language)
        return "; ".join(say(spec.name, language) for spec in found)

    def review_time(self, lot: str) -> int:
        """Return how long the quality unit needs for a lot, in ms."""
        return self._floor.quarantine.review_ms(lot)

    def judge(self, lot: str, found: Sequence[Found]) -> None:
        """Let the quality unit say where a lot stands, by what the laboratory reported."""
        self._touched = True
        self._floor.quarantine.judge(lot, found)

    def noise(self, stream: str, index: int) -> float:
        """Return the standard normal number of a stream and index, for this session's seed."""
        return _pair(self._cell.seed, _stream_number(stream), index >> 1)[index & 1]

    def report(self, event: Event) -> None:
        """Take note of what happened."""
        self._cell.report(event)
