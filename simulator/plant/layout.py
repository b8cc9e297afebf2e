"""A Design laid out as three flat arrays, and the names of what lies where."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simulator.assessment import gauge
from simulator.control import actuator, alarm, interlock, loop, phase, ramp, transmitter, watch
from simulator.equipment import line, utility
from simulator.equipment.catalogue import CATALOGUE
from simulator.equipment.unit import defaults
from simulator.language.condition import Condition
from simulator.language.field import Field
from simulator.numerics.noise import stream_number
from simulator.plant import due, looks, scan, unit_steps
from simulator.plant.acting import scans_between
from simulator.plant.blocks import Blocks
from simulator.plant.cascade import masters_first
from simulator.plant.design import Design, LoopSpec, UntilStep
from simulator.plant.extras import extras, floor_watches, flows_into, form_watches
from simulator.plant.passage import passage, perfused_units, travels
from simulator.plant.readings import CYCLE, FOUR, lay_out_plan
from simulator.plant.supplies import list_outs, supply_rows

SLOW_MS = 10_000
"""Growth, transfer coefficients and concentrations are refreshed this often."""

FAULT_STATES: tuple[Field, ...] = (
    Field("progress", "", 0.0, 0.0, 2.0, "definition", "state", ("waiting", "active", "over")),
    Field("ends", "ms", -1.0, -1.0, 1e15, "definition", "state", meaning="-1: does not end"),
    Field("before", "", 0.0, -1e15, 1e15, "definition", "state", meaning="value it changed"),
)
TALLY: tuple[Field, ...] = tuple(
    Field(name, "", 0.0, 0.0, 1e9, "definition", "state")
    for name in ("alarms 1", "alarms 2", "alarms 3", "alarms 4", "acknowledged", "mode")
)
"""What the plant counts: annunciated alarms by priority, acknowledgements; the procedure's mode."""

WatchKey = tuple[str, str, int]
"""For what: interlock, start, step, fault, suppress, record or gauge; its tag; the step."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where a tagged component lies: its slots of ``y``, of ``p``, and its row of ``k``."""

    y: int
    p: int = -1
    row: int = -1


@dataclass(slots=True)
class Image:
    """A plant laid out.

    Attributes:
        y: initial values of every slot.
        p: constants.
        k: wiring.
        index: readable name to slot of ``y``.
        fields: readable name to what it is.
        regions: digest room to its span of ``y``.
        blocks: (section, tag) to where it lies.
        watches: what a condition is for, to its block in ``y``.
        begun: the values just before instruments take their first reading, once they are found.
    """

    y: array[float]
    p: array[float]
    k: array[int]
    index: dict[str, int]
    fields: dict[str, Field]
    regions: dict[str, tuple[int, int]]
    blocks: dict[tuple[str, str], Block] = field(default_factory=dict)
    watches: dict[WatchKey, int] = field(default_factory=dict)
    begun: array[float] | None = None

    def base(self, section: str, tag: str) -> int:
        """Return the first slot of a component's block."""
        return self.blocks[section, tag].y


def lay_out(design: Design, seed: int) -> Image:
    """Return the arrays of a design for a session with this seed (32 bits)."""
    return _Layout(design, seed).image


class _Layout:
    """The work of laying out, section by section: blocks first, then the rows that link them."""

    def __init__(self, design: Design, seed: int) -> None:
        self._design = design
        self._dt = design.scan_ms / 1000.0
        self._blocks = Blocks(scan.HEADER, scan.CONSTANTS, scan.WIRING)
        self._places: dict[tuple[str, str], Block] = {}
        self._watches: dict[WatchKey, int] = {}
        elapsed = Field("elapsed", "s", 0.0, 0.0, 1e12, "definition")
        self._blocks.name("elapsed", scan.ELAPSED, elapsed)
        self._blocks.p[scan.DT] = self._dt
        self._blocks.p[scan.DT_MS] = float(design.scan_ms)
        self._blocks.k[scan.SEED] = seed
        self._blocks.k[scan.SLOW_SCANS] = max(1, SLOW_MS // design.scan_ms)
        self._units()
        self._room("lines", self._lines)
        self._room("utilities", self._utilities)
        self._room("transmitters", self._transmitters)
        self._room("actuators", self._actuators)
        self._room("loops", self._loops)
        self._room("alarms", self._alarms)
        self._room("interlocks", self._interlocks)
        self._room("procedure", self._procedure)
        self._room("faults", self._faults)
        self._room("conditions", self._conditions)
        self._room("gauges", self._gauges)
        for name, fill in extras(design, self._block):
            self._room(name, fill)
        self._looks()
        b = self._blocks
        self.image = Image(b.y, b.p, b.k, b.index, b.fields, b.regions, self._places, self._watches)

    def _room(self, name: str, fill: Callable[[], None]) -> None:
        start = len(self._blocks.y)
        fill()
        self._blocks.room(name, start)

    def _block(
        self,
        section: str,
        tag: str,
        states: tuple[Field, ...],
        parameters: tuple[Field, ...] = (),
        values: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {}),
    ) -> Block:
        """Allocate a component; ``values`` are those of its states and of its parameters."""
        place = Block(
            self._blocks.states(tag, states, values[0]),
            self._blocks.parameters(parameters, values[1]),
        )
        self._places[section, tag] = place
        return place

    def _rows(self, header: int, section: str, rows: dict[str, list[int]]) -> None:
        """Write the rows of a section and remember where each begins."""
        self._blocks.section(header, list(rows.values()))
        at = self._blocks.k[header + 1]
        for tag, words in rows.items():
            place = self._places[section, tag]
            self._places[section, tag] = Block(place.y, place.p, at)
            at += len(words)

    def _slot(self, name: str) -> int:
        return self._blocks.index[name]

    def _alias(self, name: str, slot: int, like: Field) -> None:
        self._blocks.name(name, slot, like)

    def _units(self) -> None:
        rows: dict[str, list[int]] = {}
        slow, perfused = self._blocks.k[scan.SLOW_SCANS], perfused_units(self._design)
        for spec in self._design.units:
            kind = CATALOGUE[spec.kind]
            parameters = defaults(kind.parameters) | dict(spec.parameters)
            values = (kind.initial(parameters, spec.initial), parameters)
            place = self._block("unit", spec.tag, kind.states, kind.parameters, values)
            self._blocks.room(spec.tag, place.y)
            own = [unit_steps.CODES[spec.kind], place.y, place.p, len(kind.states)]
            most = 1 if spec.tag in perfused else kind.period_ms // self._design.scan_ms
            steps = self._blocks.row(unit_steps.beats(slow, most))
            rows[spec.tag] = [*own, *unit_steps.UNTOLD, steps]
        self._rows(scan.UNITS, "unit", rows)

    def _lines(self) -> None:
        kinds = {spec.tag: CATALOGUE[spec.kind] for spec in self._design.units}
        rows: dict[str, list[int]] = {}
        for spec in self._design.lines:
            slots = (*line.STATES, *line.losses(travels(spec, kinds)))
            self._block("line", spec.tag, slots, line.PARAMETERS, ({}, spec.parameters))
        for spec in self._design.lines:
            place = self._places["line", spec.tag]
            ends = (spec.source, spec.sink, spec.through, spec.prefilter)
            blocks = [self._places["unit", t] if t else Block(-1) for t in ends]
            source, sink, device, guard = blocks
            feeds = [self._slot(name) for name in flows_into(self._design, spec.source)]
            carried, words = passage(spec, kinds)
            row = [place.y, place.p, source.y, sink.y, source.p, sink.p, *carried]
            listed = self._blocks.row(feeds)
            row += [device.y, device.p, listed, len(feeds), *words]
            rows[spec.tag] = [*row, guard.y, guard.p]
        self._rows(scan.LINES, "line", rows)
        list_outs(self._design, self._blocks, self._places)

    def _utilities(self) -> None:
        for spec in self._design.utilities:
            own = {"capacity": spec.capacity, "design use": spec.design_use}
            self._block("utility", spec.tag, utility.STATES, utility.PARAMETERS, ({}, own))

    def _transmitters(self) -> None:
        rows: dict[str, list[int]] = {}
        for position, spec in enumerate(self._design.transmitters):
            parameters = transmitter.prepare(spec.parameters, self._dt)
            place = self._block(
                "transmitter",
                spec.tag,
                transmitter.STATES,
                transmitter.PARAMETERS,
                ({}, parameters),
            )
            self._alias(f"{spec.tag}.PV", place.y + transmitter.PV, transmitter.STATES[0])
            self._alias(f"{spec.tag}.QUALITY", place.y + transmitter.QUALITY, transmitter.STATES[1])
            period = int(parameters["period"] / self._dt + 0.5)
            rows[spec.tag] = [
                place.y,
                place.p,
                self._slot(spec.reads),
                period,
                position % period,
                stream_number(spec.tag),
            ]
        self._rows(scan.TRANSMITTERS, "transmitter", rows)
        at = [self._places["transmitter", spec.tag].row for spec in self._design.transmitters]
        self._blocks.k[scan.READINGS] = lay_out_plan(self._blocks, at)
        readings = {tag: row[transmitter.PERIOD] for tag, row in rows.items()}
        self._every = scans_between(self._design, readings)

    def _actuators(self) -> None:
        rows: dict[str, list[int]] = {}
        for spec in self._design.actuators:
            place = self._block(
                "actuator",
                spec.tag,
                actuator.STATES,
                actuator.PARAMETERS,
                ({"demand": spec.initial, "position": spec.initial}, spec.parameters),
            )
            self._alias(f"{spec.tag}.OP", place.y + actuator.DEMAND, actuator.STATES[0])
            self._alias(f"{spec.tag}.POS", place.y + actuator.POSITION, actuator.STATES[1])
            supply = (
                self._places["utility", spec.supply].y + utility.AVAILABLE if spec.supply else -1
            )
            moved = self._slot(spec.moves)
            rows[spec.tag] = [place.y, place.p, moved, supply, self._every[spec.tag]]
        self._rows(scan.ACTUATORS, "actuator", rows)
        supplies = supply_rows(self._design, self._blocks, self._places)
        self._rows(scan.UTILITIES, "utility", supplies)

    def _loops(self) -> None:
        ordered = masters_first(self._design.loops)
        for spec in ordered:
            tuning = {
                name.name: spec.parameters.get(name.name, name.default) for name in loop.TUNING
            }
            state = {
                "setpoint": spec.setpoint,
                "output": spec.output,
                "mode": float(loop.MODES.index(spec.mode)),
            }
            place = self._block(
                "loop", spec.tag, loop.STATES, loop.PARAMETERS, (state | tuning, spec.parameters)
            )
            pv = self._places["transmitter", spec.measures].y + transmitter.PV
            self._alias(f"{spec.tag}.PV", pv, transmitter.STATES[0])
            for name, offset in (("SP", loop.SP), ("OP", loop.OP), ("MODE", loop.MODE)):
                self._alias(f"{spec.tag}.{name}", place.y + offset, loop.STATES[offset])
        self._rows(scan.LOOPS, "loop", {spec.tag: self._loop_row(spec) for spec in ordered})

    def _loop_row(self, spec: LoopSpec) -> list[int]:
        """Write the links of a loop; return its row."""
        words: list[int] = []
        for output in spec.outputs:
            ends = (output.in_low, output.in_high, output.out_low, output.out_high)
            names = [part.name for part in loop.LINK_PARAMETERS]
            at = self._blocks.parameters(loop.LINK_PARAMETERS, dict(zip(names, ends, strict=True)))
            if ("loop", output.target) in self._places:
                target, kind = self._places["loop", output.target].y, loop.TO_LOOP
            else:
                target, kind = self._places["actuator", output.target].y, loop.TO_ACTUATOR
            words += [at, target, kind]
        first = self._blocks.row(words)
        place = self._places["loop", spec.tag]
        measured = self._places["transmitter", spec.measures]
        value = [measured.y + transmitter.PV, measured.y + transmitter.QUALITY]
        return [place.y, place.p, *value, self._every[spec.tag], first, len(spec.outputs)]

    def _alarms(self) -> None:
        rows: dict[str, list[int]] = {}
        for spec in self._design.alarms:
            parameters = {
                "deadband": spec.deadband,
                "on delay": float(spec.on_delay_ms),
                "off delay": float(spec.off_delay_ms),
            }
            place = self._block(
                "alarm",
                spec.tag,
                alarm.STATES,
                alarm.PARAMETERS,
                ({"limit": spec.limit}, parameters),
            )
            owner = spec.tag.rpartition(".")[0]
            reference = self._slot(f"{owner}.SP") if spec.kind == "DEV" else -1
            source = self._slot(spec.reads)
            kind = alarm.KINDS.index(spec.kind)
            trust = -1 if spec.kind == "BAD" else self._quality_of(owner)
            rows[spec.tag] = [place.y, place.p, source, reference, kind, trust]
        self._rows(scan.ALARMS, "alarm", rows)

    def _quality_of(self, owner: str) -> int:
        """Return the slot with the quality of a transmitter, or of what a loop measures."""
        measured = {spec.tag: spec.measures for spec in self._design.loops}.get(owner, owner)
        return self._places["transmitter", measured].y + transmitter.QUALITY

    def _interlocks(self) -> None:
        for spec in self._design.interlocks:
            self._block("interlock", spec.tag, interlock.STATES)

    def _procedure(self) -> None:
        self._block("plant", "procedure", TALLY)
        for spec in self._design.procedure:
            place = self._block("phase", spec.tag, phase.STATES)
            self._alias(f"{spec.tag}.STATE", place.y + phase.STATE, phase.STATES[phase.STATE])

    def _faults(self) -> None:
        rows: dict[str, list[int]] = {}
        for spec in self._design.faults:
            self._block("fault", spec.tag, FAULT_STATES)
            place = self._block("ramp", f"{spec.tag} ramp", ramp.STATES)
            rows[f"{spec.tag} ramp"] = [place.y]
        self._rows(scan.RAMPS, "ramp", rows)

    def _conditions(self) -> None:
        rows: list[list[int]] = []
        for spec in self._design.interlocks:
            rows.append(self._watch(("interlock", spec.tag, 0), spec.condition, True))
        for step in self._design.procedure:
            if step.when is not None:
                rows.append(self._watch(("start", step.tag, 0), step.when, True))
            for position, part in enumerate(step.steps):
                if isinstance(part, UntilStep):
                    rows.append(self._watch(("step", step.tag, position), part.condition, False))
        for fault in self._design.faults:
            if fault.when is not None:
                rows.append(self._watch(("fault", fault.tag, 0), fault.when, True))
        for entry in self._design.alarms:
            if entry.suppressed_when is not None:
                rows.append(self._watch(("suppress", entry.tag, 0), entry.suppressed_when, True))
        for told in self._design.record:
            if told.when is not None:
                rows.append(self._watch(("record", told.tag, 0), told.when, True))
        for key, when in (*form_watches(self._design), *floor_watches(self._design)):
            rows.append(self._watch(key, when, True))
        judging: dict[str, int] = {}
        for judged in self._design.gauges:
            if judged.when is None:
                continue
            key = ("gauge", judged.tag, 0)
            if judged.when.text in judging:
                self._watches[key] = judging[judged.when.text]
            else:
                rows.append(self._watch(key, judged.when, True))
                judging[judged.when.text] = self._watches[key]
        self._blocks.section(scan.WATCHES, rows)

    def _watch(self, key: WatchKey, condition: Condition, enabled: bool) -> list[int]:
        """Lay out one condition; return its row."""
        words = watch.link(condition, self._blocks.index, self._blocks.constant, self._blocks.slot)
        first = self._blocks.row(words)
        name = f"{key[0]} {key[1]} {key[2]}"
        base = self._blocks.states(name, watch.STATES, {"enabled": float(enabled)})
        self._watches[key] = base
        return [base, first, len(words) // watch.INSTRUCTION]

    def _looks(self) -> None:
        """Write what is looked at when; the states of phases are written by no scan."""
        k = self._blocks.k
        plan = k[scan.READINGS]
        readers = looks.rows((k[scan.TRANSMITTERS], k[scan.TRANSMITTERS + 1]), transmitter.ROW)
        loops = (k[scan.LOOPS], k[scan.LOOPS + 1])
        kept = [at.y + phase.STATE for key, at in self._places.items() if key[0] == "phase"]
        # Readings repeat after a fourth of their plan: it is for noise, which comes in fours.
        found = looks.Looks(self._blocks, k[plan + CYCLE] // FOUR, readers, loops, kept)
        sections = ((k[at], k[at + 1]) for at in (scan.WATCHES, scan.ALARMS))
        k[scan.SOUND] = self._blocks.pad(due.notes(k))
        k[scan.LOOKS] = found.write(*sections)

    def _gauges(self) -> None:
        rows: dict[str, list[int]] = {}
        for spec in self._design.gauges:
            limits = {"low": spec.low, "high": spec.high}
            place = self._block("gauge", spec.tag, gauge.STATES, gauge.PARAMETERS, ({}, limits))
            judged = self._watches.get(("gauge", spec.tag, 0), -1)
            when = judged + watch.RESULT if judged >= 0 else -1
            rows[spec.tag] = [place.y, place.p, self._slot(spec.reads), when]
        self._rows(scan.GAUGES, "gauge", rows)
