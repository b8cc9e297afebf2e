"""Instruments, actuators and loops: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.control.actuator import PARAMETERS as ACTUATOR_PARAMETERS
from simulator.control.loop import PARAMETERS as LOOP_PARAMETERS
from simulator.control.transmitter import COMPUTED, MOST_LATE
from simulator.control.transmitter import PARAMETERS as TRANSMITTER_PARAMETERS
from simulator.language.field import Field
from simulator.language.measure import difference_of, same_dimension
from simulator.plant.design import ActuatorSpec, LoopSpec, OutputSpec, TransmitterSpec
from simulator.scenario.document import Path
from simulator.scenario.parts import ActuatorPart, InstrumentPart, LoopPart, OutputPart
from simulator.scenario.reader import Reader

PERCENT = Field("output", "%", 0.0, 0.0, 100.0, "definition", meaning="percent of the span")


_ABSOLUTE = frozenset({"setpoint low", "setpoint high", "offset", "cut-off"})
"""Parameters that are values, not differences of values: 36 degC is one, 2 K is the other."""

FLOWS = ("L/h", "kg/h", "rpm")
"""What a loop drives that is shut off, not controlled, when nothing of it is asked."""
CUT_OFF_SHARE = 0.001
"""Of the span of its meter: the set-point below which such a loop shuts, unless a file says."""


def instruments(
    reader: Reader, parts: dict[str, InstrumentPart], truth: Mapping[str, Field]
) -> tuple[TransmitterSpec, ...]:
    """Return the transmitters; each reads a true value and shows it in that value's unit."""
    specs: list[TransmitterSpec] = []
    for tag, part in parts.items():
        path: Path = ("instruments", tag)
        if not reader.known((*path, "reads"), part.reads, truth, "value"):
            reader.lose(tag)
            continue
        field = truth[part.reads]
        unit = "pH" if field.name == "pH" else field.unit
        fields = {one.name: _in_unit(one, unit) for one in TRANSMITTER_PARAMETERS}
        wide = replace(field, name="range", unit=unit, low=-1e9, high=1e9)
        low, high = reader.span((*path, "range"), part.range, wide)
        if low >= high:
            message = f"the range of {tag} ends before it begins"
            reader.refuse((*path, "range"), "span", message)
            high = low + 1.0
        for computed in ("low", "high", *COMPUTED):
            del fields[computed]
        parameters = reader.numbers((*path, "parameters"), part.parameters, fields)
        _answers_in_time(reader, (*path, "parameters"), parameters)
        parameters |= {"low": low, "high": high}
        specs.append(TransmitterSpec(tag, part.name, part.reads, unit, part.decimals, parameters))
    return tuple(specs)


def _answers_in_time(reader: Reader, path: Path, parameters: Mapping[str, float]) -> None:
    """Refuse a dead time of more readings than a transmitter can have on their way."""
    most = MOST_LATE * parameters.get("period", 1.0)
    if parameters.get("dead time", 0.0) > most:
        message = f"a dead time is at most {MOST_LATE} periods, here {most:g} s"
        reader.refuse((*path, "dead time"), "dead-time", message)


def _in_unit(field: Field, unit: str) -> Field:
    """Return ``field`` with the component's own unit in the place of PV, or of "target"."""
    own = unit if field.name in _ABSOLUTE else difference_of(unit)
    if field.unit in {"PV", "target"}:
        return replace(field, unit=own)
    if field.unit == "PV/d":
        return replace(field, unit=f"{own}/d" if own else "1/d")
    if field.unit == "%/PV":
        return replace(field, unit=per(own))
    return field


def per(unit: str) -> str:
    """Return percent per ``unit``, as a gain has it: ``%/L*min`` for ``L/min``."""
    return "%/" + unit.translate(str.maketrans("*/", "/*")) if unit else "%"


def actuators(
    reader: Reader,
    parts: dict[str, ActuatorPart],
    movable: Mapping[str, Field],
    utilities: list[str],
) -> tuple[ActuatorSpec, ...]:
    """Return the actuators; each moves an input of its own among numbers of units and lines."""
    inputs = {name: field for name, field in movable.items() if field.role == "input"}
    taken: dict[str, str] = {}
    specs: list[ActuatorSpec] = []
    for tag, part in parts.items():
        path: Path = ("actuators", tag)
        if part.supply is not None:
            reader.known((*path, "supply"), part.supply, utilities, "utility")
        if not reader.known((*path, "moves"), part.moves, inputs, "input that can be moved"):
            reader.lose(tag)
            continue
        if part.moves in taken:
            message = f"{part.moves} is already moved by {taken[part.moves]}"
            reader.refuse((*path, "moves"), "moved-twice", message)
        taken[part.moves] = tag
        unit = inputs[part.moves].unit
        fields = {one.name: _in_unit(one, unit) for one in ACTUATOR_PARAMETERS}
        specs.append(
            ActuatorSpec(
                tag,
                part.name,
                part.moves,
                part.supply,
                reader.numbers((*path, "parameters"), part.parameters, fields),
                reader.quantity((*path, "initial"), part.initial, PERCENT),
            )
        )
    return tuple(specs)


def loops(
    reader: Reader,
    parts: dict[str, LoopPart],
    transmitters: tuple[TransmitterSpec, ...],
    actuator_tags: list[str],
) -> tuple[LoopSpec, ...]:
    """Return the loops, masters before the loops whose set-points they move."""
    by_tag = {spec.tag: spec for spec in transmitters}
    driven: dict[str, str] = {}
    specs: list[LoopSpec] = []
    spans = dict.fromkeys(actuator_tags, PERCENT)
    for tag, part in parts.items():
        if part.measures in by_tag:
            spans[tag] = _setpoint(by_tag[part.measures])
    for tag, part in parts.items():
        path: Path = ("loops", tag)
        if not reader.known((*path, "measures"), part.measures, by_tag, "instrument"):
            reader.lose(tag)
            continue
        outputs = []
        for i, output in enumerate(part.outputs):
            at = (*path, "outputs", i)
            spec = _output(reader, at, output, spans)
            if spec is None:
                continue
            if spec.target in driven:
                message = f"{spec.target} already follows {driven[spec.target]}"
                reader.refuse((*at, "to"), "moved-twice", message)
            if spec.target in parts and not parts[spec.target].cascade:
                hint = f"write `cascade: yes` at {spec.target}"
                reader.refuse((*at, "to"), "no-cascade", f"{spec.target} has no CAS", hint)
            driven[spec.target] = tag
            outputs.append(spec)
        specs.append(_loop(reader, path, part, by_tag[part.measures], tuple(outputs)))
    moved = [output.to for part in parts.values() for output in part.outputs]
    for loop in specs:
        if loop.mode == "CAS" and loop.tag not in moved and not reader.lost:
            message = f"{loop.tag} begins in CAS, but no loop moves its set-point"
            reader.refuse(("loops", loop.tag, "mode"), "no-master", message, "begin in AUTO")
    return _masters_first(reader, specs)


def _loop(
    reader: Reader,
    path: Path,
    part: LoopPart,
    transmitter: TransmitterSpec,
    outputs: tuple[OutputSpec, ...],
) -> LoopSpec:
    """Return one loop; its set-point lies in the range of its instrument."""
    tag = str(path[1])
    if part.mode == "CAS" and not part.cascade:
        reader.refuse((*path, "mode"), "no-cascade", f"{tag} has no CAS", "write `cascade: yes`")
    fields = {one.name: _in_unit(one, transmitter.unit) for one in LOOP_PARAMETERS}
    numbers = reader.numbers((*path, "parameters"), part.parameters, fields)
    return LoopSpec(
        tag,
        part.name,
        part.measures,
        outputs,
        _cut_off(transmitter) | numbers,
        part.mode,
        reader.quantity((*path, "setpoint"), part.setpoint, _setpoint(transmitter)),
        reader.quantity((*path, "output"), part.output, PERCENT),
        part.cascade,
    )


def _cut_off(transmitter: TransmitterSpec) -> dict[str, float]:
    """Return the cut-off of a loop that drives a flow or a speed; nothing for any other."""
    if not any(same_dimension(transmitter.unit, flow) for flow in FLOWS):
        return {}
    low, high = transmitter.parameters["low"], transmitter.parameters["high"]
    return {"cut-off": low + CUT_OFF_SHARE * (high - low)}


def _setpoint(transmitter: TransmitterSpec) -> Field:
    """Return what a set-point may be: a value in the range of the loop's instrument."""
    low, high = transmitter.parameters["low"], transmitter.parameters["high"]
    meaning = f"the range of {transmitter.tag}"
    return Field("set-point", transmitter.unit, low, low, high, "definition", meaning=meaning)


def _output(
    reader: Reader, path: Path, part: OutputPart, spans: Mapping[str, Field]
) -> OutputSpec | None:
    """Return where a part of the output goes; ``spans`` says what each target can be given."""
    if not reader.known((*path, "to"), part.to, spans, "actuator or loop"):
        return None
    in_low, in_high = reader.span((*path, "output"), part.output, PERCENT)
    if in_low >= in_high:
        reader.refuse((*path, "output"), "span", "the span ends before it begins")
    out_low, out_high = reader.span((*path, "gives"), part.gives, spans[part.to])
    return OutputSpec(part.to, in_low, in_high, out_low, out_high)


def _masters_first(reader: Reader, specs: list[LoopSpec]) -> tuple[LoopSpec, ...]:
    """Return the loops so that each comes after the loops that move its set-point."""
    waiting = {spec.tag: spec for spec in specs}
    ordered: list[LoopSpec] = []
    while waiting:
        slaves = {output.target for spec in waiting.values() for output in spec.outputs}
        free = [spec for tag, spec in waiting.items() if tag not in slaves]
        if not free:
            tag = next(iter(waiting))
            message = f"{tag} moves its own set-point, by way of {', '.join(waiting)}"
            reader.refuse(("loops", tag, "outputs"), "circle", message)
            return tuple(specs)
        ordered += free
        for spec in free:
            del waiting[spec.tag]
    return tuple(ordered)
