"""What stands in the process cell and how it hangs together, for screens: no value of any kind.

A screen finds "the temperature instrument of BR-101" here by what it reads, so that a drawing
works for every plant that has such a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.language.words import Words

if TYPE_CHECKING:
    from simulator.plant.design import ActuatorSpec, Design, LoopSpec, UnitSpec

FLOW_DEMAND = "flow demand"
"""What a pump moves at a line."""


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit of the process cell; ``kind`` is the catalogue's, such as bioreactor.

    ``area`` is the key of its area among those of the plant, empty for none. ``rocks`` is true of a
    bag that is rocked: nothing stirs or sparges it, all gas comes through its surface.
    """

    tag: str
    kind: str
    name: Words
    area: str = ""
    rocks: bool = False


@dataclass(frozen=True, slots=True)
class LineCard:
    """A transfer line; ``sink`` is None out of the plant, ``pump`` empty if nothing moves it.

    ``through`` is the device that it is led through and ``prefilter`` the filter before it, empty
    for none.
    """

    tag: str
    name: Words
    source: str
    sink: str | None
    pump: str
    through: str = ""
    prefilter: str = ""

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that its liquid passes, in that order."""
        return tuple(one for one in (self.prefilter, self.through) if one)


@dataclass(frozen=True, slots=True)
class InstrumentCard:
    """An instrument and what it reads, such as ``BR-101.temperature``, in which range."""

    tag: str
    name: Words
    reads: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ActuatorCard:
    """A valve, pump or drive, what it moves, such as ``BR-101.air flow``, and its utility."""

    tag: str
    name: Words
    moves: str
    supply: str


@dataclass(frozen=True, slots=True)
class OutputCard:
    """One output of a loop: OP from ``in_low`` to ``in_high`` % becomes this span of the target."""

    target: str
    in_low: float
    in_high: float
    out_low: float
    out_high: float


@dataclass(frozen=True, slots=True)
class LoopCard:
    """A loop: the instrument it measures with, its outputs, and the limits of its set-point."""

    tag: str
    name: Words
    measures: str
    outputs: tuple[OutputCard, ...]
    cascade: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """The settings of an alarm that its help does not tell: what it reads, deadband, delays."""

    reads: str
    deadband: float
    on_delay_ms: int
    off_delay_ms: int
    latching: bool


@dataclass(frozen=True, slots=True)
class InterlockCard:
    """An interlock: the condition as written, what it reads, forces (%) and holds."""

    tag: str
    name: Words
    condition: str
    names: tuple[str, ...]
    forces: Mapping[str, float]
    holds: tuple[str, ...]
    latched: bool


@dataclass(frozen=True, slots=True)
class PhaseCard:
    """A phase of the procedure and the unit it works on."""

    tag: str
    name: Words
    unit: str
    operation: str


@dataclass(frozen=True, slots=True)
class UtilityCard:
    """A utility that units share."""

    tag: str
    name: Words
    unit: str
    banks: int


@dataclass(frozen=True, slots=True)
class AnalysisCard:
    """An analysis of the laboratory and what it measures of a unit, such as ``pH``."""

    name: str
    reads: str
    unit: str


@dataclass(frozen=True, slots=True)
class ProcessCell:
    """Everything a screen may know of the plant before it looks at an instrument."""

    units: tuple[UnitCard, ...] = ()
    lines: tuple[LineCard, ...] = ()
    instruments: tuple[InstrumentCard, ...] = ()
    actuators: tuple[ActuatorCard, ...] = ()
    loops: tuple[LoopCard, ...] = ()
    interlocks: tuple[InterlockCard, ...] = ()
    phases: tuple[PhaseCard, ...] = ()
    utilities: tuple[UtilityCard, ...] = ()
    analyses: tuple[AnalysisCard, ...] = ()
    alarms: Mapping[str, AlarmCard] = field(default_factory=dict)
    areas: Mapping[str, Words] = field(default_factory=dict)

    def readers(self, name: str) -> tuple[InstrumentCard, ...]:
        """Return the instruments that read a value, such as ``BR-101.pH``."""
        return tuple(card for card in self.instruments if card.reads == name)

    def movers(self, name: str) -> tuple[ActuatorCard, ...]:
        """Return the actuators that move a value, such as ``BR-101.air flow``."""
        return tuple(card for card in self.actuators if card.moves == name)

    def instrument(self, tag: str) -> InstrumentCard | None:
        """Return the instrument of this tag, or the one that the loop of this tag measures with."""
        loop = self.loop(tag)
        wanted = loop.measures if loop is not None else tag
        return next((card for card in self.instruments if card.tag == wanted), None)

    def loop(self, tag: str) -> LoopCard | None:
        """Return the loop of this tag."""
        return next((card for card in self.loops if card.tag == tag), None)

    def loop_on(self, instrument: str) -> LoopCard | None:
        """Return the loop that measures with an instrument."""
        return next((card for card in self.loops if card.measures == instrument), None)

    def masters(self, target: str) -> tuple[LoopCard, ...]:
        """Return the loops that have an actuator or a loop as output."""
        return tuple(
            card for card in self.loops if any(out.target == target for out in card.outputs)
        )

    def driven(self, tag: str) -> tuple[str, ...]:
        """Return the actuators at the end of a loop's outputs; of an actuator, itself."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        ahead = [tag]
        while ahead:
            at = ahead.pop(0)
            if at in seen:
                continue
            seen.add(at)
            loop = self.loop(at)
            if loop is not None:
                ahead += [out.target for out in loop.outputs]
            elif any(card.tag == at for card in self.actuators):
                found[at] = None
        return tuple(found)

    def owner_of(self, tag: str) -> str:
        """Return the unit that a tag belongs to, empty if to none.

        An instrument of a line, and the line's pump, belong to the unit the line comes from.
        """
        if any(card.tag == tag for card in self.units):
            return tag
        card = self.instrument(tag)
        owner = card.reads.partition(".")[0] if card is not None else ""
        for actuator in self.actuators:
            if actuator.tag == tag:
                owner = actuator.moves.partition(".")[0]
        for line in self.lines:
            if line.tag == owner:
                return line.source
        return owner if any(unit.tag == owner for unit in self.units) else ""


def describe(design: Design) -> ProcessCell:
    """Return what screens may know of a design."""
    ranges = {
        spec.tag: (spec.parameters["low"], spec.parameters["high"]) for spec in design.transmitters
    }
    return ProcessCell(
        tuple(
            UnitCard(spec.tag, spec.kind, spec.name, _area(design, spec.tag), _rocks(spec))
            for spec in design.units
        ),
        tuple(
            LineCard(
                spec.tag,
                spec.name,
                spec.source,
                spec.sink,
                _pump(design, spec.tag),
                spec.through or "",
                spec.prefilter or "",
            )
            for spec in design.lines
        ),
        tuple(
            InstrumentCard(spec.tag, spec.name, spec.reads, spec.unit, *ranges[spec.tag])
            for spec in design.transmitters
        ),
        tuple(_actuator(spec) for spec in design.actuators),
        tuple(_loop(spec, ranges) for spec in design.loops),
        tuple(
            InterlockCard(
                spec.tag,
                spec.name,
                spec.condition.text,
                spec.condition.names,
                spec.forces,
                spec.holds,
                spec.latched,
            )
            for spec in design.interlocks
        ),
        tuple(
            PhaseCard(spec.tag, spec.name, spec.unit, spec.operation) for spec in design.procedure
        ),
        tuple(UtilityCard(spec.tag, spec.name, spec.unit, spec.banks) for spec in design.utilities),
        tuple(AnalysisCard(spec.name, spec.reads, spec.unit) for spec in design.lab.panel),
        {
            spec.tag: AlarmCard(
                spec.reads, spec.deadband, spec.on_delay_ms, spec.off_delay_ms, spec.latching
            )
            for spec in design.alarms
        },
        {key: area.name for key, area in design.floor.areas.items()},
    )


def _rocks(spec: UnitSpec) -> bool:
    """Return whether a culture has no sparger: then its vessel is a bag on a rocker."""
    return spec.parameters.get("kla factor") == 0.0


def _area(design: Design, unit: str) -> str:
    """Return the key of the area in which a unit stands, empty for none."""
    areas = design.floor.areas.items()
    return next((key for key, area in areas if unit in area.units), "")


def _pump(design: Design, line: str) -> str:
    """Return the tag of what moves a line, empty if nothing does."""
    wanted = f"{line}.{FLOW_DEMAND}"
    return next((spec.tag for spec in design.actuators if spec.moves == wanted), "")


def _actuator(spec: ActuatorSpec) -> ActuatorCard:
    return ActuatorCard(spec.tag, spec.name, spec.moves, spec.supply or "")


def _loop(spec: LoopSpec, ranges: Mapping[str, tuple[float, float]]) -> LoopCard:
    """Return a loop; a limit that its set-point does not have is the instrument's range."""
    outputs = tuple(
        OutputCard(out.target, out.in_low, out.in_high, out.out_low, out.out_high)
        for out in spec.outputs
    )
    low, high = ranges[spec.measures]
    low = spec.parameters.get("setpoint low", low)
    high = spec.parameters.get("setpoint high", high)
    return LoopCard(spec.tag, spec.name, spec.measures, outputs, spec.cascade, low, high)
