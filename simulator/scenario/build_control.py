"""Instruments, actuators and loops: from the parts of a file to specifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.control.actuator import PARAMETERS as ACTUATOR_PARAMETERS
from simulator.control.loop import PARAMETERS as LOOP_PARAMETERS
from simulator.control.transmitter import PARAMETERS as TRANSMITTER_PARAMETERS
from simulator.language.field import Field
from simulator.plant.design import ActuatorSpec, LoopSpec, OutputSpec, TransmitterSpec
from simulator.scenario.document import Path
from simulator.scenario.parts import ActuatorPart, InstrumentPart, LoopPart, OutputPart
from simulator.scenario.reader import Reader

PERCENT = Field("output", "%", 0.0, 0.0, 100.0, "definition", meaning="percent of the span")


_ABSOLUTE = frozenset({"setpoint low", "setpoint high", "offset"})
"""Parameters that are values, not differences of values: 36 degC is one, 2 K is the other."""


def difference(unit: str) -> str:
    """Return the unit in which differences of a value in ``unit`` are written."""
    return "K" if unit == "degC" else unit


def instruments(
    reader: Reader, parts: dict[str, InstrumentPart], truth: Mapping[str, Field]
) -> tuple[TransmitterSpec, ...]:
    """Return the transmitters; each reads a true value and shows it in that value's unit."""
    specs: list[TransmitterSpec] = []
    for tag, part in parts.items():
        path: Path = ("instruments", tag)
        if not reader.known((*path, "reads"), part.reads, truth, "value"):
            continue
        field = truth[part.reads]
        fields = {one.name: _in_unit(one, field.unit) for one in TRANSMITTER_PARAMETERS}
        wide = replace(field, name="range", low=-1e9, high=1e9)
        low, high = reader.span((*path, "range"), part.range, wide)
        if low >= high:
            message = f"the range of {tag} ends before it begins"
            reader.refuse((*path, "range"), "span", message)
            high = low + 1.0
        for computed in ("low", "high", "lag share"):
            del fields[computed]
        parameters = reader.numbers((*path, "parameters"), part.parameters, fields)
        parameters |= {"low": low, "high": high}
        specs.append(
            TransmitterSpec(tag, part.name, part.reads, field.unit, part.decimals, parameters)
        )
    return tuple(specs)


def _in_unit(field: Field, unit: str) -> Field:
    """Return ``field`` with the component's own unit in the place of PV, or of "target"."""
    for placeholder in ("PV", "target"):
        if placeholder in field.unit:
            absolute = field.name in _ABSOLUTE
            own = unit if absolute else difference(unit)
            return replace(field, unit=field.unit.replace(placeholder, own))
    return field


def actuators(
    reader: Reader,
    parts: dict[str, ActuatorPart],
    truth: Mapping[str, Field],
    utilities: list[str],
) -> tuple[ActuatorSpec, ...]:
    """Return the actuators; each moves an input of its own."""
    inputs = {name: field for name, field in truth.items() if field.role == "input"}
    taken: dict[str, str] = {}
    specs: list[ActuatorSpec] = []
    for tag, part in parts.items():
        path: Path = ("actuators", tag)
        if part.supply is not None:
            reader.known((*path, "supply"), part.supply, utilities, "utility")
        if not reader.known((*path, "moves"), part.moves, inputs, "input that can be moved"):
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
    for tag, part in parts.items():
        path: Path = ("loops", tag)
        if not reader.known((*path, "measures"), part.measures, by_tag, "instrument"):
            continue
        outputs = []
        for i, output in enumerate(part.outputs):
            spec = _output(reader, (*path, "outputs", i), output, parts, by_tag, actuator_tags)
            if spec is None:
                continue
            if spec.target in driven:
                message = f"{spec.target} already follows {driven[spec.target]}"
                reader.refuse((*path, "outputs", i, "to"), "moved-twice", message)
            driven[spec.target] = tag
            outputs.append(spec)
        specs.append(_loop(reader, path, tag, part, by_tag[part.measures], tuple(outputs)))
    for spec in specs:
        if spec.mode == "CAS" and spec.tag not in driven:
            message = f"{spec.tag} begins in CAS, but no loop moves its set-point"
            reader.refuse(("loops", spec.tag, "mode"), "no-master", message, "begin in AUTO")
    return _masters_first(reader, specs)


def _loop(
    reader: Reader,
    path: Path,
    tag: str,
    part: LoopPart,
    transmitter: TransmitterSpec,
    outputs: tuple[OutputSpec, ...],
) -> LoopSpec:
    """Return one loop; its set-point lies in the range of its instrument."""
    low, high = transmitter.parameters["low"], transmitter.parameters["high"]
    setpoint = Field(
        "set-point",
        transmitter.unit,
        low,
        low,
        high,
        "definition",
        meaning=f"the range of {transmitter.tag}",
    )
    if part.mode == "CAS" and not part.cascade:
        reader.refuse((*path, "mode"), "no-cascade", f"{tag} has no CAS", "write `cascade: yes`")
    fields = {one.name: _in_unit(one, transmitter.unit) for one in LOOP_PARAMETERS}
    return LoopSpec(
        tag,
        part.name,
        part.measures,
        outputs,
        reader.numbers((*path, "parameters"), part.parameters, fields),
        part.mode,
        reader.quantity((*path, "setpoint"), part.setpoint, setpoint),
        reader.quantity((*path, "output"), part.output, PERCENT),
        part.cascade,
    )


def _output(
    reader: Reader,
    path: Path,
    part: OutputPart,
    parts: dict[str, LoopPart],
    transmitters: Mapping[str, TransmitterSpec],
    actuator_tags: list[str],
) -> OutputSpec | None:
    """Return where a part of the output goes."""
    targets = [*actuator_tags, *parts]
    if not reader.known((*path, "to"), part.to, targets, "actuator or loop"):
        return None
    span = PERCENT
    if part.to in parts:
        slave = parts[part.to]
        if not slave.cascade:
            hint = f"write `cascade: yes` at {part.to}"
            reader.refuse((*path, "to"), "no-cascade", f"{part.to} has no CAS", hint)
        measured = transmitters.get(slave.measures)
        if measured is None:
            return None
        low, high = measured.parameters["low"], measured.parameters["high"]
        span = Field("set-point", measured.unit, low, low, high, "definition")
    in_low, in_high = reader.span((*path, "output"), part.output, PERCENT)
    if in_low >= in_high:
        reader.refuse((*path, "output"), "span", "the span ends before it begins")
    out_low, out_high = reader.span((*path, "gives"), part.gives, span)
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
